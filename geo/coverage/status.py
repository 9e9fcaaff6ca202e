"""The status of homes: covered, gap, unreachable, unsnapped, unknown or not judged; a pure core on arrays."""

from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int8
from geo.walking.compiled import compiled
from geo.walking.limits import TOLERANCE_M

STATUSES: Final = ("covered", "gap", "unreachable", "unsnapped", "unknown", "not_judged")


COVERED, GAP, UNREACHABLE, UNSNAPPED, UNKNOWN, NOT_JUDGED = range(6)


#: How the statuses count: covered, not covered, unknown, not judged by any rule set there is.
TALLIES: Final[dict[str, tuple[int, ...]]] = {
    "covered": (COVERED,),
    "uncovered": (GAP, UNREACHABLE, UNSNAPPED),
    "unknown": (UNKNOWN,),
    "not_judged": (NOT_JUDGED,),
}


#: The name under which "every category at once" stands beside the categories.
ALL: Final = "all"


def classify_homes(
    walk_m: Float64,
    *,
    snapped: Bool,
    boundary_m: Float64,
    limit_m: Float64,
    snap_limit_m: float,
    has_way: Bool | None = None,
) -> Int8:
    """Judge every home in every category.

    Parameters
    ----------
    walk_m
        Walk to the nearest facility [m], infinite where there is no way, shape (n, K).
    snapped
        Whether the home joins the network, shape (n,).
    boundary_m
        Straight distance to the boundary of the data [m], 0 outside it, shape (n,).
    limit_m
        Longest walk that counts as covered [m], one per category, shape (K,), or one per home and category, shape
        (n, K). Closed: exactly the limit, within the tolerance of 1 mm, is covered. NaN where no rule set judges.
    snap_limit_m
        Longest access leg [m].
    has_way
        Whether there is a way at all, shape (n, K); None where every walk was measured, so that a finite one tells.

    Returns
    -------
    ndarray of int8
        Index into :data:`STATUSES`, shape (n, K). A home that is not covered is unknown where the boundary is nearer
        than the limit, for a facility beyond it might serve the home; one without a road only where the boundary is
        nearer than the access leg may be long, for then the road might lie beyond. Without a limit it is not judged.

    Examples
    --------
    >>> classify_homes(
    ...     np.array([[1000.0], [1000.1], [np.inf]]),
    ...     snapped=np.array([True, True, True]),
    ...     boundary_m=np.array([9e3, 9e3, 50.0]),
    ...     limit_m=np.array([1000.0]),
    ...     snap_limit_m=200.0,
    ... ).ravel().tolist()
    [0, 1, 4]
    """
    status = np.empty(walk_m.shape, np.int8)
    ways = np.isfinite(walk_m) if has_way is None else has_way
    limits = np.atleast_2d(np.asarray(limit_m, float))
    _classify(walk_m, ways, np.asarray(snapped, bool), np.asarray(boundary_m, float), limits, snap_limit_m, status)
    return status


@compiled
def _classify(
    walk_m: Float64,
    has_way: Bool,
    snapped: Bool,
    boundary_m: Float64,
    limit_m: Float64,
    snap_limit_m: float,
    status: Int8,
) -> None:
    """Judge home by home: of millions of statuses whole arrays take ten times as long."""
    for i in range(walk_m.shape[0]):
        row = i if len(limit_m) > 1 else 0
        for k in range(walk_m.shape[1]):
            limit = limit_m[row, k]
            reach_m = limit if snapped[i] else snap_limit_m
            if np.isnan(limit):
                status[i, k] = NOT_JUDGED
            elif walk_m[i, k] <= limit + TOLERANCE_M:
                status[i, k] = COVERED
            elif boundary_m[i] < reach_m - TOLERANCE_M:
                status[i, k] = UNKNOWN
            elif not snapped[i]:
                status[i, k] = UNSNAPPED
            else:
                status[i, k] = GAP if has_way[i, k] else UNREACHABLE


def combine_statuses(status: Int8) -> Int8:
    """Judge every home in all categories at once.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n, K).

    Returns
    -------
    ndarray of int8
        Shape (n,): of the categories that are judged, covered where all are; gap where any is not covered; else
        unknown. Not judged where none is.

    Examples
    --------
    >>> combine_statuses(np.array([[0, 0], [0, 4], [4, 1], [0, 5], [5, 5]], np.int8)).tolist()
    [0, 4, 1, 0, 5]
    """
    uncovered = np.isin(status, TALLIES["uncovered"]).any(axis=1)
    not_judged = status == NOT_JUDGED
    covered = ((status == COVERED) | not_judged).all(axis=1)
    # without any category everybody has all there is
    nothing = not_judged.all(axis=1) & (status.shape[1] > 0)
    return np.select([uncovered, nothing, covered], [GAP, NOT_JUDGED, COVERED], UNKNOWN).astype(np.int8)


def find_cut_off(has_way: Bool, *, snapped: Bool, boundary_m: Float64, limit_m: Float64, snap_limit_m: float) -> Bool:
    """Find the homes without a way to anything, but for those that the end of the data may hide one from.

    Parameters
    ----------
    has_way
        Whether there is a way at all, shape (n, K).
    snapped, boundary_m, limit_m, snap_limit_m
        As for :func:`classify_homes`; of a home that is not judged the longest limit of any home counts.

    Returns
    -------
    ndarray of bool
        Shape (n,); every one where there is no category.

    Examples
    --------
    >>> find_cut_off(
    ...     np.array([[True], [False], [False]]),
    ...     snapped=np.array([True, True, True]),
    ...     boundary_m=np.array([9e3, 9e3, 50.0]),
    ...     limit_m=np.array([[1000.0]]),
    ...     snap_limit_m=200.0,
    ... ).tolist()
    [False, True, False]
    """
    longest_m = np.nanmax(limit_m, axis=-1, initial=0.0)
    reach_m = np.where(snapped, np.where(longest_m > 0, longest_m, longest_m.max(initial=0.0)), snap_limit_m)
    return np.asarray(~has_way.any(axis=1) & (boundary_m >= reach_m - TOLERANCE_M))
