"""What lies inside the circles of a place: homes and facilities by their walk, and residents as the crow flies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.arrays import Float64, Int32
from geo.circles.circles import CircleMaker
from geo.city.walk_context import join_place
from geo.walking.access_points import AccessPoints
from geo.walking.limits import TOLERANCE_M
from geo.walking.within import list_pairs


@dataclass(frozen=True, kw_only=True)
class Inside:
    """What is within a walk of a place, nearest first.

    Parameters
    ----------
    homes, facilities
        Rows of the city's layers.
    home_m, facility_m
        Their walks [m].
    straight_residents
        For each limit the residents whose home is no farther away in a straight line, shape (L,).
    """

    homes: Int32
    home_m: Float64
    facilities: Int32
    facility_m: Float64
    straight_residents: Float64


def find_inside(maker: CircleMaker, x: float, y: float, *, limits_m: Sequence[float]) -> Inside:
    """Find what is within a walk of a place.

    Parameters
    ----------
    maker
        As :func:`geo.circles.circles.make_circles` makes it.
    x, y
        The place, in the city's CRS.
    limits_m
        Limits [m], rising; closed.

    Returns
    -------
    Inside
        Within the last limit; empty where no road is near enough.

    Examples
    --------
    >>> from geo.circles.circles import make_circles
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> found = find_inside(make_circles(build_sample()), *ORIGIN, limits_m=[200, 1300])
    >>> found.home_m.tolist(), found.facility_m.tolist(), found.straight_residents.tolist()
    ([0.0, 160.0, 300.0], [0.0, 1200.0], [40.0, 100.0])
    """
    context, limit_m = maker.context, float(limits_m[-1])
    place = join_place(context, x, y)
    rows, walks_m = zip(
        *(_list_nearest(maker, place, places, limit_m) for places in (context.homes, context.facilities)), strict=True
    )
    homes = context.city.homes
    away_m = np.hypot(*(shapely.get_coordinates(homes.geometry.values) - [x, y]).T)
    residents = homes["residents"].to_numpy(float)
    straight = [float(residents[away_m <= limit + TOLERANCE_M].sum()) for limit in limits_m]
    return Inside(
        homes=rows[0],
        home_m=walks_m[0],
        facilities=rows[1],
        facility_m=walks_m[1],
        straight_residents=np.array(straight),
    )


def _list_nearest(
    maker: CircleMaker, place: AccessPoints, places: AccessPoints, limit_m: float
) -> tuple[Int32, Float64]:
    pairs = list_pairs(maker.context.network, place, places, limit_m=limit_m)
    order = np.lexsort((pairs.place, pairs.walk_m))
    return pairs.place[order], pairs.walk_m[order]
