"""The walks of the people of each unit, for the page and for the files of what it shows: the same figures in both."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np

from geo.arrays import Float64, Int32, Int64
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import MinutesOfHomes, find_middle_homes
from geo.coverage.gaps import REMEDIES
from geo.coverage.status import COVERED, NOT_JUDGED

#: Tenths of a minute in one.
TENTHS: Final = 10

Rows = Mapping[str, Int32]


class MiddleWalks(NamedTuple):
    """The walk of the middle resident of each row.

    Parameters
    ----------
    median
        How long it takes [tenths of a minute], whole numbers; NaN where more than half have no way.
    facility
        Row of the facility that it leads to, -1 for none.
    """

    median: Float64
    facility: Int64


def find_middle_walks(
    coverage: Coverage, category: str, minutes: MinutesOfHomes, row: Int32, *, size: int, step: int = 1
) -> MiddleWalks:
    """Find the walk of the middle resident of each row.

    Parameters
    ----------
    coverage
        The coverage.
    category
        One of its categories.
    minutes
        Of that category, as :func:`geo.coverage.by_minute.find_minutes` finds them.
    row
        Row of each home, shape (homes,).
    size
        How many rows there are.
    step
        Walks are rounded to so many tenths of a minute.

    Returns
    -------
    MiddleWalks
        Shape (size,) each.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_minutes
    >>> found = analyze_city(build_sample())
    >>> row = np.zeros(len(found.city.homes), np.int32)
    >>> find_middle_walks(found, "clinic", find_minutes(found, "clinic"), row, size=1).facility.tolist()
    [0]
    """
    middle = find_middle_homes(minutes.by_walk, minutes.residents, row, rows=size)
    walk_m = np.append(minutes.walk_m, np.inf)[middle]
    tenths = TENTHS * walk_m / coverage.profile.speed_m_per_min
    k = coverage.walks.context.categories.index(category)
    return MiddleWalks(
        median=np.where(np.isfinite(walk_m), step * np.rint(tenths / step), np.nan),
        facility=np.append(coverage.walks.nearest.facility[:, k], -1)[middle],
    )


def weigh_remedies(minutes: MinutesOfHomes, gaps: tuple[gpd.GeoDataFrame, Int64]) -> Float64:
    """Weigh how many residents of each home a path and a new site would help.

    Parameters
    ----------
    minutes
        Of a category, as :func:`geo.coverage.by_minute.find_minutes` finds them.
    gaps
        The gap areas of that category, and the one of each home, as :func:`geo.coverage.gaps.find_gaps` finds them.

    Returns
    -------
    ndarray of float64
        Shape (remedies, homes): those of :data:`geo.coverage.gaps.REMEDIES` that are one.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_minutes
    >>> found = analyze_city(build_sample())
    >>> weigh_remedies(find_minutes(found, "clinic"), found.find_gaps("clinic")).shape
    (2, 5)
    """
    table, gap_of_home = gaps
    share = (table["remedy_residents"] / table["residents"].where(table["residents"] > 0)).fillna(0.0).to_numpy(float)
    helps = np.array([np.append(np.where(table["remedy"] == remedy, share, 0.0), 0.0) for remedy in REMEDIES[:-1]])
    return np.where(gap_of_home >= 0, minutes.residents * helps[:, gap_of_home], 0.0)


def choose_remedies(helped: Float64, row: Int32, *, size: int) -> Int64:
    """Choose for each row what helps most of its residents: the lesser effort where both help as many.

    Parameters
    ----------
    helped
        As :func:`weigh_remedies` weighs.
    row
        Row of each home, shape (homes,).
    size
        How many rows there are.

    Returns
    -------
    ndarray of int64
        Places in :data:`geo.coverage.gaps.REMEDIES`, shape (size,); the last one where nothing was found.

    Examples
    --------
    >>> choose_remedies(np.array([[3.0, 0.0], [2.0, 0.0]]), np.array([0, 1], np.int32), size=2).tolist()
    [0, 2]
    """
    people = np.array([np.bincount(row, weights, size) for weights in helped])
    return np.where(people.max(axis=0) > 0, people.argmax(axis=0), len(REMEDIES) - 1)


def count_reached(coverage: Coverage, rows: Rows, level: str) -> Float64:
    """Count how many categories a resident who is judged has within the limit, on average.

    Parameters
    ----------
    coverage
        At the own limits of each category.
    rows
        As :func:`geo.coverage.by_minute.find_unit_rows` finds them.
    level
        The level.

    Returns
    -------
    ndarray of float64
        Rounded to hundredths, NaN where nobody is judged; in the order of the level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> count_reached(found, find_unit_rows(found), "communities").tolist()
    [0.0, 1.33, 1.0]
    """
    row, size = rows[level][coverage.walks.unit], len(coverage.levels[level])
    residents = coverage.city.homes["residents"].to_numpy(float)
    judged = np.where((coverage.status != NOT_JUDGED).any(axis=1), residents, 0.0)
    within = judged * (coverage.status == COVERED).sum(axis=1)
    total, reached = (np.bincount(row, weights, size) for weights in (judged, within))
    mean = np.divide(100 * reached, total, out=np.full(size, np.nan), where=total > 0)
    return np.asarray(np.rint(mean) / 100)
