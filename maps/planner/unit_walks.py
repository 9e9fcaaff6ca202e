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


def count_met(coverage: Coverage, level: str) -> tuple[Int64, Int64]:
    """Count how many categories each unit meets: in which at least half of its residents are within the limit.

    It is what the sheet of a unit marks as met: the walk of its middle resident.

    Parameters
    ----------
    coverage
        At the own limits of each category.
    level
        The level.

    Returns
    -------
    tuple of ndarray of int64
        How many are met, and of how many that are judged in the scope of each unit, shape (n,) each, in the order of
        the level; exactly half is met, and where nobody lives nothing is.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> met, judged = count_met(analyze_city(build_sample()), "communities")
    >>> met.tolist(), judged.tolist()
    ([0, 1, 1], [2, 2, 2])
    """
    table = coverage.levels[level]
    residents, scope = table["residents"].to_numpy(float), table["scope"].to_numpy(object)
    met, judged = np.zeros(len(table), np.int64), np.zeros(len(table), np.int64)
    for category in coverage.walks.context.categories:
        named = [key for key, found in coverage.judgements.items() if category in found.limit_m]
        is_judged = np.isin(scope, named)
        # parts of people are added up in another order there: half is half but for the last digit
        is_half = 2 * table[f"covered_{category}"].to_numpy(float) >= residents * (1 - 1e-9)
        judged += is_judged
        met += is_judged & is_half & (residents > 0)
    return met, judged


def find_difference(coverage: Coverage, adults: Coverage, category: str, level: str) -> Float64:
    """Find by how much the share covered differs from that of adults.

    Parameters
    ----------
    coverage, adults
        Of a profile and of adults, by the same limits.
    category
        One of their categories, or ``all``.
    level
        The level.

    Returns
    -------
    ndarray of float64
        Percentage points to tenths, less than 0 where fewer are within the limit than of adults; NaN where nobody
        lives, or nobody is judged. In the order of the level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> adults, elders = (analyze_city(build_sample(), profile=name, minutes=15) for name in ("adult", "elder"))
    >>> find_difference(elders, adults, "school", "communities").tolist()
    [0.0, -33.3, 0.0]
    """
    table, covered, uncovered = coverage.levels[level], f"covered_{category}", f"uncovered_{category}"
    people = np.rint(table["residents"].to_numpy(float))
    is_told = (people > 0) & ((table[covered] + table[uncovered]).to_numpy(float) > 0)
    more = np.rint(table[covered].to_numpy(float)) - np.rint(adults.levels[level][covered].to_numpy(float))
    points = np.divide(100 * more, people, out=np.full(len(people), np.nan), where=is_told)
    return np.asarray(np.rint(10 * points) / 10 + 0.0)


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
