"""The status of homes: covered, gap, unreachable, unsnapped or unknown; a pure core on arrays."""

from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int8
from geo.walking.limits import TOLERANCE_M

STATUSES: Final = ("covered", "gap", "unreachable", "unsnapped", "unknown")


COVERED, GAP, UNREACHABLE, UNSNAPPED, UNKNOWN = range(5)


#: How the statuses count: covered, not covered, unknown.
TALLIES: Final[dict[str, tuple[int, ...]]] = {
    "covered": (COVERED,),
    "uncovered": (GAP, UNREACHABLE, UNSNAPPED),
    "unknown": (UNKNOWN,),
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
        Longest walk that counts as covered [m], one per category, shape (K,). Closed: exactly the limit, within
        the tolerance of 1 mm, is covered.
    snap_limit_m
        Longest access leg [m].
    has_way
        Whether there is a way at all, shape (n, K); None where every walk was measured, so that a finite one tells.

    Returns
    -------
    ndarray of int8
        Index into :data:`STATUSES`, shape (n, K). A home that is not covered is unknown where the boundary is nearer
        than the limit, for a facility beyond it might serve the home; one without a road only where the boundary is
        nearer than the access leg may be long, for then the road might lie beyond.

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
    status = np.where(np.isfinite(walk_m) if has_way is None else has_way, GAP, UNREACHABLE).astype(np.int8)
    status[~snapped] = UNSNAPPED
    reach_m = np.where(snapped[:, None], limit_m[None, :], snap_limit_m)
    status[boundary_m[:, None] < reach_m - TOLERANCE_M] = UNKNOWN
    status[walk_m <= limit_m[None, :] + TOLERANCE_M] = COVERED
    return status


def combine_statuses(status: Int8) -> Int8:
    """Judge every home in all categories at once.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n, K).

    Returns
    -------
    ndarray of int8
        Shape (n,): covered where all are; gap where any category is not covered; else unknown.

    Examples
    --------
    >>> combine_statuses(np.array([[0, 0], [0, 4], [4, 1]], np.int8)).tolist()
    [0, 4, 1]
    """
    uncovered = np.isin(status, TALLIES["uncovered"]).any(axis=1)
    covered = (status == COVERED).all(axis=1)
    return np.select([uncovered, covered], [GAP, COVERED], UNKNOWN).astype(np.int8)
