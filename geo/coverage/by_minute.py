"""Residents by walking minute: who is within 1 to 30 minutes of a category, by row of a level, from one look at walks.

What a limit of N minutes for all would say, for every N at once: a page moves a limit without asking again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int8, Int32, Int64, Integer
from geo.city.categories import check_category
from geo.coverage.analysis import Coverage, can_leave
from geo.coverage.scopes import RURAL
from geo.grid.divisions import find_scopes, trace_parents
from geo.walking.compiled import compiled
from geo.walking.limits import TOLERANCE_M, to_metres

#: The longest limit that is counted [min]; the shortest is one minute.
MOST_MINUTES: Final = 30
#: How far sums of people may be off, as a share.
_ROUNDING: Final = 1e-12
_MINUTES: Final = range(1, MOST_MINUTES + 1)


@dataclass(frozen=True, kw_only=True)
class MinutesOfHomes:
    """Since which limit each home is covered, and between which limits that is unknown.

    Parameters
    ----------
    covered, unknown
        The least whole minute as a limit by which a home is covered, and the least by which it is unknown unless it is
        covered; :data:`MOST_MINUTES` + 1 for none, shape (n,).
    walk_m
        Walk to the nearest facility [m], infinite where there is no way, shape (n,).
    by_walk
        Rows of the homes, the shortest walk first, shape (n,).
    residents
        People of each home, shape (n,).
    """

    covered: Int8
    unknown: Int8
    walk_m: Float64
    by_walk: Int64
    residents: Float64


def find_minutes(coverage: Coverage, category: str) -> MinutesOfHomes:
    """Find by which limits in whole minutes each home is covered.

    Parameters
    ----------
    coverage
        Any coverage of the city by a profile; its own limits do not matter.
    category
        One of its categories.

    Returns
    -------
    MinutesOfHomes
        By the rules of :func:`geo.coverage.status.classify_homes`, whatever a rule set says of villages: with a limit
        in minutes everybody is judged.

    Raises
    ------
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> find_minutes(analyze_city(build_sample()), "clinic").covered.tolist()
    [1, 5, 3, 27, 31]
    """
    check_category(category, coverage.limit_m)
    walks, nearest = coverage.walks, coverage.walks.nearest
    walk_m = nearest.walk_m[:, walks.context.categories.index(category)]
    speed = coverage.profile.speed_m_per_min
    limit_m = np.array([to_metres(minutes, speed_m_per_min=speed) for minutes in _MINUTES])
    boundary_m, snap_limit_m = walks.context.snaps.boundary_m, coverage.city.snap_limit_m
    hides_road = np.where(boundary_m < snap_limit_m - TOLERANCE_M, 0, MOST_MINUTES)
    hides_facility = np.searchsorted(limit_m - TOLERANCE_M, boundary_m, side="right")
    snapped = can_leave(walks, np.isfinite(nearest.walk_m))
    return MinutesOfHomes(
        covered=(np.searchsorted(limit_m + TOLERANCE_M, walk_m) + 1).astype(np.int8),
        unknown=(np.where(snapped, hides_facility, hides_road) + 1).astype(np.int8),
        walk_m=walk_m,
        by_walk=np.argsort(walk_m, kind="stable"),
        residents=coverage.city.homes["residents"].to_numpy(float),
    )


def find_unit_rows(coverage: Coverage) -> dict[str, Int32]:
    """Find the row of each level to which each grid unit counts.

    Parameters
    ----------
    coverage
        The coverage; its limits and its profile do not matter.

    Returns
    -------
    dict
        Level -> rows of ``coverage.levels[level]``, one for each of the city's base units and behind them that of homes
        in none (-1 where there are no such homes), shape (units + 1,). So the row of a home is that of its unit in
        ``coverage.walks.unit``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> find_unit_rows(analyze_city(build_sample()))["communities"].tolist()
    [1, 1, 2, 2, 0]
    """
    city = coverage.city
    communities = city.base_units["community"]
    above = trace_parents(communities, city.divisions)
    is_rural = np.append(find_scopes(communities, city.divisions) == RURAL, [False])  # of no unit: urban
    found = {}
    for level, table in coverage.levels.items():
        if level == "grid_units":
            row = np.arange(len(communities) + 1)
            found[level] = np.where(row < len(table), row, -1).astype(np.int32)
            continue
        code = np.full(len(is_rural), city.name, object)
        if level != "city":
            code[:-1], code[-1] = above[level].to_numpy(object), ""
        known = pd.MultiIndex.from_arrays([table["code"], table["scope"] == RURAL])
        found[level] = known.get_indexer(pd.MultiIndex.from_arrays([code, is_rural])).astype(np.int32)
    return found


def find_rows_above(rows: Mapping[str, Int32], level: str, above: str) -> Int64:
    """Find the row of a level above to which each unit of a level counts.

    Parameters
    ----------
    rows
        As :func:`find_unit_rows` finds them.
    level, above
        Two of its levels.

    Returns
    -------
    ndarray of int64
        Row of `above` for each row of `level`.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> rows = find_unit_rows(analyze_city(build_sample()))
    >>> find_rows_above(rows, "grid_units", "communities").tolist()
    [1, 1, 2, 2, 0]
    """
    has_row = rows[level] >= 0
    found = np.zeros(rows[level].max() + 1, np.int64)
    found[rows[level][has_row]] = rows[above][has_row]
    return found


def count_by_minute(minutes: MinutesOfHomes, row: Integer, *, rows: int) -> tuple[Float64, Float64]:
    """Count the residents who are covered, and those of whom it is unknown, by limit.

    Parameters
    ----------
    minutes
        Of the homes.
    row
        Row that each home counts to, 0 to `rows` - 1, shape (n,).
    rows
        Number of rows.

    Returns
    -------
    tuple of ndarray
        Covered and unknown residents, shape (rows, :data:`MOST_MINUTES`): column i is the limit of i + 1 minutes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> minutes = find_minutes(analyze_city(build_sample()), "clinic")
    >>> count_by_minute(minutes, np.zeros(5, int), rows=1)[0][0, [0, 2, 4, 26, 29]].tolist()
    [10.0, 40.0, 60.0, 100.0, 100.0]
    """
    size = MOST_MINUTES + 2

    def count(minute: Int8, homes: Integer) -> Float64:
        cell = row[homes].astype(np.int64) * size + minute[homes]
        people = np.bincount(cell, minutes.residents[homes], rows * size).reshape(rows, size)
        return np.asarray(people[:, 1:-1].cumsum(axis=1), float)

    everybody, doubtful = np.arange(len(row)), np.flatnonzero(minutes.unknown < minutes.covered)
    unknown = count(minutes.unknown, doubtful) - count(minutes.covered, doubtful)
    return count(minutes.covered, everybody), unknown


def find_middle_homes(by_walk: Integer, residents: Float64, row: Integer, *, rows: int) -> Int64:
    """Find the home of the middle resident of each row: half of the residents walk as far or less.

    Parameters
    ----------
    by_walk
        Rows of the homes that are looked at, the shortest walk first.
    residents
        People of each home, shape (n,).
    row
        Row that each home counts to, 0 to `rows` - 1, shape (n,).
    rows
        Number of rows.

    Returns
    -------
    ndarray of int64
        Rows of the homes, shape (rows,): where more than half have no way it is one without; -1 where nobody lives.

    Examples
    --------
    >>> walk_m, residents = np.array([160.0, 0.0, 300.0, 90.0]), np.array([30.0, 10.0, 20.0, 0.0])
    >>> find_middle_homes(np.argsort(walk_m), residents, np.array([0, 0, 0, 1]), rows=2).tolist()
    [0, -1]
    """
    middle = np.full(rows, -1, np.int64)
    half = np.asarray(np.bincount(row[by_walk], residents[by_walk], rows) * (0.5 - _ROUNDING), np.float64)
    # rounding of sums must not put the middle behind the home that reaches exactly half
    _find_halves(by_walk, residents, row, half, middle, np.zeros(rows))
    return middle


@compiled
def _find_halves(
    by_walk: Integer, residents: Float64, row: Integer, half: Float64, middle: Int64, held: Float64
) -> None:
    """Add people up by row, the shortest walk first, until half of them are held."""
    for home in by_walk:
        own = row[home]
        if middle[own] < 0 and residents[home] > 0:
            held[own] += residents[home]
            if held[own] >= half[own]:
                middle[own] = home
