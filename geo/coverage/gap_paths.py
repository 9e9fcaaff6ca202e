"""Paths and gates that gap areas could get: to facilities near in a straight line, though the walk is too long."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Int32, Integer, Shapes, group_starts

#: How much longer than the straight line a direct way is taken to be, an assumption: no way is known until it is built.
DETOUR_FACTOR: Final = 1.3


@dataclass(frozen=True)
class BestPaths:
    """To which facility a path would help most people of each gap area; shape (g,) each.

    Parameters
    ----------
    facility
        Row of the facility in the table of facilities, -1 where none is near enough.
    people
        People of the gap area whom a direct way could bring within the limit, at most.
    """

    facility: Int32
    people: Float64


def choose_paths(
    homes: Shapes,
    gap: Integer,
    people: Float64,
    places: Shapes,
    facility: Integer,
    *,
    limit_m: float,
    count: int,
) -> BestPaths:
    """Choose for each gap area the facility that a direct way would bring within the limit of most of its people.

    A home counts where the straight line to the facility is at most the limit divided by :data:`DETOUR_FACTOR`. Whether
    a way can be opened there nobody asked: the figure is the most that one can give.

    Parameters
    ----------
    homes
        Points of the homes that are not covered, shape (n,).
    gap
        Gap area of each, shape (n,).
    people
        People of each, shape (n,).
    places
        Points of the category's facilities, shape (f,).
    facility
        Their rows in the table of facilities, shape (f,).
    limit_m
        The limit [m].
    count
        How many gap areas.

    Returns
    -------
    BestPaths
        Of equal facilities the first.

    Examples
    --------
    >>> homes = shapely.points([[0.0, 0.0], [0.0, 100.0]])
    >>> best = choose_paths(
    ...     homes, np.array([0, 0]), np.array([5.0, 6.0]), shapely.points([[0.0, 300.0]]), np.array([7]),
    ...     limit_m=300.0, count=1,
    ... )
    >>> best.facility.tolist(), best.people.tolist()
    ([7], [6.0])
    """
    best = BestPaths(np.full(count, -1, np.int32), np.zeros(count))
    near, home = shapely.STRtree(homes).query(places, predicate="dwithin", distance=limit_m / DETOUR_FACTOR)
    if not len(home):
        return best
    pair, of_pair = np.unique(gap[home].astype(np.int64) * len(facility) + near, return_inverse=True)
    helped = np.bincount(of_pair, weights=people[home])
    of_gap, near = np.divmod(pair, len(facility))
    order = np.lexsort((facility[near], -helped, of_gap))
    first = order[group_starts(of_gap[order])]
    first = first[helped[first] > 0]
    best.facility[of_gap[first]], best.people[of_gap[first]] = facility[near[first]], helped[first]
    return best
