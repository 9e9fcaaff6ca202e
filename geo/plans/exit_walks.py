"""Walks from the exits of plan areas, and from points in them through those exits."""

from dataclasses import dataclass

import numpy as np

from geo.arrays import Float64, Int32, Int64, Integer
from geo.plans.plot_exits import Exits
from geo.walking.compiled import compiled
from geo.walking.nearest import NearestWalks
from geo.walking.within import Pairs


@dataclass(frozen=True)
class ExitWalks:
    """Walks from the exits of plan areas in one scenario: all that a network is needed for.

    Parameters
    ----------
    exits
        The e exits.
    existing
        To the nearest facility that the city has, shape (e, K).
    planned_m, planned
        To the nearest planned facility of each stage class [m], infinite without one, and its row; shape (5, e, K).
    near
        Pairs of an area and a facility within the longest limit: rows of areas, and of the city's facilities with the
        planned ones behind them.
    """

    exits: Exits
    existing: NearestWalks
    planned_m: Float64
    planned: Int32
    near: Pairs


def find_nearest(existing: NearestWalks, planned_m: Float64, planned: Int32, existing_count: int) -> NearestWalks:
    """Find the nearest facility of each home or exit, planned or not.

    Parameters
    ----------
    existing, planned_m, planned
        The walks of one scenario, shapes (h, K) and (5, h, K).
    existing_count
        Number of the city's facilities: planned ones are numbered on behind them.

    Returns
    -------
    NearestWalks
        Shape (h, K); infinite, and facility -1, where there is neither.

    Examples
    --------
    >>> existing = NearestWalks(np.array([[300.0]]), np.array([[4]], np.int32))
    >>> planned_m, planned = np.full((5, 1, 1), np.inf), np.full((5, 1, 1), -1, np.int32)
    >>> planned_m[2], planned[2] = 200.0, 0
    >>> found = find_nearest(existing, planned_m, planned, 7)
    >>> found.walk_m.tolist(), found.facility.tolist()
    ([[200.0]], [[7]])
    """
    best = planned_m.argmin(axis=0)[None]
    best_m = np.take_along_axis(planned_m, best, axis=0)[0]
    facility = np.take_along_axis(planned, best, axis=0)[0] + np.int32(existing_count)
    return NearestWalks(
        np.minimum(best_m, existing.walk_m), np.where(best_m < existing.walk_m, facility, existing.facility)
    )


def walk_through(exits: Exits, xy: Float64, area: Integer, walks: NearestWalks) -> NearestWalks:
    """Walk from points in plan areas through the exits of their area.

    Parameters
    ----------
    exits, walks
        The exits, and the walks from them, shape (e, K).
    xy, area
        The points, shape (h, 2), and the area that each is in, shape (h,).

    Returns
    -------
    NearestWalks
        Shape (h, K): infinite without an exit; of exits equally near the first.
    """
    first, last = (np.searchsorted(exits.area, area, side=side) for side in ("left", "right"))
    walk_m = np.full((len(xy), walks.walk_m.shape[1]), np.inf)
    facility = np.full(walk_m.shape, -1, np.int32)
    beyond_m, beyond = np.ascontiguousarray(walks.walk_m), np.ascontiguousarray(walks.facility)
    _leave(first, last, xy, exits.xy, beyond_m, beyond, walk_m, facility)
    return NearestWalks(walk_m, facility)


@compiled
def _leave(
    first: Int64, last: Int64, xy: Float64, exit_xy: Float64,
    beyond_m: Float64, beyond: Int32, walk_m: Float64, facility: Int32,
) -> None:  # fmt: skip
    for home in range(len(xy)):
        for way in range(first[home], last[home]):
            leg_m = np.hypot(xy[home, 0] - exit_xy[way, 0], xy[home, 1] - exit_xy[way, 1])
            for k in range(walk_m.shape[1]):
                if leg_m + beyond_m[way, k] < walk_m[home, k]:
                    walk_m[home, k], facility[home, k] = leg_m + beyond_m[way, k], beyond[way, k]
