"""The facility that most people of each gap area have as their nearest, and how far they walk to it."""

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32, Integer, Objects, group_starts


def find_main_facilities(
    gap: Integer, facility: Integer, walk_m: Float64, residents: Float64, *, count: int
) -> tuple[Int32, Float64]:
    """Find the facility that is the nearest for most residents of each gap area.

    Parameters
    ----------
    gap
        Gap area of each home, shape (n,).
    facility, walk_m
        Row of each home's nearest facility, -1 where it has none, and the walk to it [m], shape (n,).
    residents
        Residents of each home, shape (n,).
    count
        How many gap areas.

    Returns
    -------
    tuple of ndarray
        Row of the facility, of equals the first, -1 where no home has a way to any; and the median walk of the homes
        that have it as nearest [m], of two in the middle the shorter one, NaN without a facility. Shape (count,).

    Examples
    --------
    >>> walk_m = np.array([1200.0, 1500.0, 1100.0, np.inf])
    >>> facility, median_m = find_main_facilities(
    ...     np.array([0, 0, 0, 1]), np.array([8, 8, 9, -1]), walk_m, np.array([2.0, 2.0, 3.0, 4.0]), count=2
    ... )
    >>> facility.tolist(), median_m.tolist()
    ([8, -1], [1200.0, nan])
    """
    main, median_m = np.full(count, -1, np.int32), np.full(count, np.nan)
    has_way = np.isfinite(walk_m)
    gap, facility, walk_m, residents = gap[has_way], facility[has_way], walk_m[has_way], residents[has_way]
    if not len(gap):
        return main, median_m
    size = int(facility.max()) + 1
    pair, of_pair = np.unique(np.asarray(gap, np.int64) * size + facility, return_inverse=True)
    of_gap, near = np.divmod(pair, size)
    order = np.lexsort((near, -np.bincount(of_pair, weights=residents), of_gap))
    first = order[group_starts(of_gap[order])]
    main[of_gap[first]] = near[first]
    goes_there = facility == main[gap]
    gap, walk_m = gap[goes_there], walk_m[goes_there]
    order = np.lexsort((walk_m, gap))
    start = np.flatnonzero(group_starts(gap[order]))
    size_of = np.diff(np.append(start, len(order)))
    median_m[gap[order[start]]] = walk_m[order[start + (size_of - 1) // 2]]
    return main, median_m


def join_codes(gap: Integer, unit: Integer, unit_code: "pd.Series[str]", *, count: int) -> Objects:
    """Join the codes of the grid units in each gap area; one frame for each area would take ten times as long.

    Parameters
    ----------
    gap
        Gap area of each home, shape (n,).
    unit
        Row of its grid unit, -1 outside all, shape (n,).
    unit_code
        Codes of the grid units.
    count
        How many gap areas.

    Returns
    -------
    ndarray of str
        Codes in ascending order with commas between, "" where there is none, shape (count,).

    Examples
    --------
    >>> join_codes(np.array([0, 0, 1]), np.array([1, 0, -1]), pd.Series(["7", "8"]), count=2).tolist()
    ['7,8', '']
    """
    codes = np.sort(unit_code.to_numpy(object))
    place = np.argsort(np.argsort(unit_code.to_numpy(object), kind="stable"), kind="stable")
    inside = unit >= 0
    pair = np.unique(np.asarray(gap[inside], np.int64) * len(codes) + place[unit[inside]])
    of_gap, row = np.divmod(pair, max(len(codes), 1))
    names, start = codes[row].tolist(), np.flatnonzero(group_starts(of_gap)).tolist()
    joined = np.full(count, "", object)
    joined[of_gap[start]] = [",".join(names[a:b]) for a, b in zip(start, [*start, len(names)][1:], strict=True)]
    return joined
