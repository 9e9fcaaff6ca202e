"""What a distance is for the people of a plot: its nearest and its farthest place, and the share of it within."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64
from geo.plans.plot_legs import Legs
from geo.plans.plot_places import PlotPlaces
from geo.walking.compiled import compiled
from geo.walking.limits import TOLERANCE_M

#: Legs whose lengths differ by less are equal [m].
_EQUAL_M: Final = 1e-9
#: Share of a plot of which hardly anything is within, and what one lacks of which hardly anything is beyond the limit:
#: in whole per cents it is never told as 0 or as 100.
LEAST_SHARE: Final = 0.006


@dataclass(frozen=True)
class Readings:
    """What one distance is in n plots, shape (n,) each.

    Parameters
    ----------
    farthest_m, farthest
        From the farthest place [m], and the row of that place.
    nearest_m, facility
        From the nearest place [m], and the row of the facility that it leads to, -1 without a way.
    share
        Share of the plot within the limit: 1 exactly where the farthest place is within it, 0 exactly where the
        nearest is not.
    """

    farthest_m: Float64
    farthest: Int64
    nearest_m: Float64
    facility: Int64
    share: Float64


def read_plots(places: PlotPlaces, legs: Legs, limit_m: float) -> Readings:
    """Read the nearest place, the farthest place and the share within a limit off every plot.

    Parameters
    ----------
    places
        Places of n plots.
    legs
        How they begin their ways.
    limit_m
        The limit [m]; closed, within the tolerance of 1 mm.

    Returns
    -------
    Readings
        A place of the ground at the edge of what is within counts in part, so that the share is that of an area: exact
        to half a point as a rule, to two points of plots with many corners. The farthest place may be nearer than the
        truth by half a cell at most. A plot without
        legs is infinitely far from everything.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from geo.plans.plot_legs import list_legs
    >>> from geo.plans.plot_places import spread_places
    >>> places = spread_places(gpd.GeoSeries([shapely.box(0, 0, 300, 200)]))
    >>> gate = list_legs([0], [[0.0, 0.0]], [100.0], [7])
    >>> found = read_plots(places, gate, 300.0)  # a quarter of a circle of 200 m
    >>> found.share.round(2).tolist(), round(200**2 * np.pi / 4 / 300 / 200, 2)
    ([0.52], 0.52)
    >>> found.nearest_m.tolist(), found.farthest_m.round(1).tolist()
    ([100.0], [460.6])
    """
    n = len(places.cell_m)
    farthest, farthest_m, share = np.zeros(n, np.int64), np.zeros(n), np.zeros(n)
    first = np.searchsorted(legs.area, np.arange(n + 1))
    _read(places, legs, first, limit_m, farthest, farthest_m, share)
    order = np.lexsort((legs.least_m, legs.area))
    has = np.flatnonzero(first[1:] > first[:-1])
    nearest_m, facility = np.full(n, np.inf), np.full(n, -1, np.int64)
    nearest_m[has], facility[has] = legs.least_m[order[first[has]]], legs.facility[order[first[has]]]
    facility[~np.isfinite(nearest_m)] = -1
    reach_m = limit_m + TOLERANCE_M
    share = np.clip(share, LEAST_SHARE, 1 - LEAST_SHARE)
    share = np.select([farthest_m <= reach_m, nearest_m > reach_m], [1.0, 0.0], share)
    return Readings(farthest_m, farthest, nearest_m, facility, share)


@compiled
def _read(
    places: PlotPlaces,
    legs: Legs,
    begin: Int64,
    limit_m: float,
    farthest: Int64,
    farthest_m: Float64,
    share: Float64,
) -> None:
    """Fill in the farthest place and the share of every plot."""
    xy, first = places.xy, places.first
    for area in range(len(share)):
        kept = _drop_needless(legs, begin[area], begin[area + 1])
        far_m, far, within, total = -1.0, first[area], 0.0, 0.0
        for place in range(first[area], first[area + 1]):
            way_m = np.inf
            for leg in kept:
                if legs.sight[leg] < 0 or legs.seen[legs.sight[leg] + place - first[area]]:
                    x, y = xy[place, 0] - legs.xy[leg, 0], xy[place, 1] - legs.xy[leg, 1]
                    leg_m = np.sqrt(x * x + y * y)
                    way_m = min(way_m, leg_m + legs.beyond_m[leg])
            if way_m > far_m:
                far_m, far = way_m, place
            if places.weight[place] > 0:
                total += places.weight[place]
                within += places.weight[place] * min(max(0.5 + (limit_m - way_m) / places.cell_m[area], 0.0), 1.0)
        farthest_m[area], farthest[area], share[area] = far_m, far, within / total


@compiled
def _drop_needless(legs: Legs, begin: int, end: int) -> Int64:
    """List the legs of a plot but those without a way and those that another one betters from everywhere."""
    kept = np.empty(end - begin, np.int64)
    count = 0
    for leg in range(begin, end):
        is_needless = not np.isfinite(legs.beyond_m[leg])
        for other in range(begin, end):
            if not is_needless and other != leg and legs.sight[other] < 0:
                apart_m = np.hypot(legs.xy[leg, 0] - legs.xy[other, 0], legs.xy[leg, 1] - legs.xy[other, 1])
                gain_m = legs.beyond_m[leg] - legs.beyond_m[other] - apart_m
                # of two that are equal the first stays
                is_needless = gain_m > _EQUAL_M or (gain_m >= -_EQUAL_M and other < leg)
        if not is_needless:
            kept[count] = leg
            count += 1
    return kept[:count]
