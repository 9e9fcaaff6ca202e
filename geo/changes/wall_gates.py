"""Gates in walls: where a wall is opened, and the way through it from the road on one side to that on the other."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Objects, Shapes
from geo.city.model import City
from geo.walking.network import WalkNetwork

#: A gate stands on the wall that is so near to it [m]: nobody points at a line exactly.
WALL_REACH_M: Final = 25.0
#: Roads on both sides that are so near to a gate are joined by it [m].
ROAD_REACH_M: Final = 80.0
#: How wide a wall is opened to either side of the gate's middle [m].
_HALF_WIDTH_M: Final = 1.5
#: A road so near to a gate passes it already [m].
_PASSES_M: Final = 0.01


@dataclass(frozen=True)
class OpenedWalls:
    """What gates open.

    Parameters
    ----------
    barriers
        The city's with the walls opened; the same where nothing is.
    openings
        What is open now: an area for each gate that is joined.
    ways
        The way through each gate, a LineString, None where there is none to lay, shape (g,).
    reason
        Of each gate "", or why it joins nothing: a key of :mod:`geo.texts.reasons`.
    """

    barriers: gpd.GeoDataFrame | None
    openings: Shapes
    ways: Objects
    reason: Objects


def open_walls(city: City, network: WalkNetwork, gates: Float64) -> OpenedWalls:
    """Open walls at gates, and lead a way through each: from the nearest road on one side to that on the other.

    Parameters
    ----------
    city
        The city; not changed.
    network
        The roads that somebody walks on; those that lead nowhere so far count too.
    gates
        Places in the city's CRS [m], shape (g, 2): each on the wall that is nearest, within :data:`WALL_REACH_M`.
        Without such a wall the way leads from the nearest road through the place to a road on the other side of it.

    Returns
    -------
    OpenedWalls
        A wall is opened where it is a line; no way crosses another barrier.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> city = build_sample()
    >>> opened = open_walls(city, city.network, np.add([(300.0, 40.0), (150.0, 150.0)], ORIGIN))
    >>> opened.reason.tolist()  # a road passes the first, and no road is near the second
    ['', 'no_road_across']
    """
    places = _stand_on_walls(city, gates)
    discs = shapely.buffer(shapely.points([at for at, _ in places]), _HALF_WIDTH_M) if places else np.empty(0, object)
    barriers = _cut_openings(city.barriers, discs)
    tree = None if barriers is None else shapely.STRtree(barriers.geometry.values)
    found = [_lead_through(network, at, normal, tree) for at, normal in places]
    joined = np.array([way is not None for way, _ in found], bool)
    reasons = np.full(len(found), "", object)
    reasons[[not is_passed for _, is_passed in found]] = "no_road_across"
    return OpenedWalls(
        barriers=_cut_openings(city.barriers, discs[joined]),
        openings=discs[joined],
        ways=np.array([way for way, _ in found], object),
        reason=reasons,
    )


def _stand_on_walls(city: City, gates: Float64) -> list[tuple[Float64, Float64 | None]]:
    """Put each gate on its wall, with the direction across it; None without a wall."""
    if city.barriers is None or city.barrier_tree is None:
        return [(at, None) for at in gates]
    lines = np.asarray(city.barriers.geometry.values)
    places: list[tuple[Float64, Float64 | None]] = []
    for at in gates:
        point = shapely.Point(at)
        near = city.barrier_tree.query_nearest(point, max_distance=WALL_REACH_M, all_matches=False)
        if not len(near):
            places.append((at, None))
            continue
        wall = lines[near[0]]
        outline = shapely.boundary(wall) if shapely.get_dimensions(wall) > 1 else wall
        parts = shapely.get_parts(outline)
        part = parts[int(shapely.distance(parts, point).argmin())]
        along_m = float(shapely.line_locate_point(part, point))
        ends = shapely.line_interpolate_point(part, [max(along_m - 0.5, 0.0), along_m, along_m + 0.5])
        before, middle, after = shapely.get_coordinates(ends)
        along = after - before
        places.append((middle, np.array([-along[1], along[0]]) if along.any() else None))
    return places


def _cut_openings(barriers: gpd.GeoDataFrame | None, discs: Shapes) -> gpd.GeoDataFrame | None:
    """Cut openings out of the barriers that are lines; of an area only its way through is new."""
    if barriers is None or not len(discs):
        return barriers
    shapes = np.asarray(barriers.geometry.values).copy()
    disc, row = shapely.STRtree(shapes).query(discs, predicate="intersects")
    for at, opened in zip(row, disc, strict=True):
        if shapely.get_dimensions(shapes[at]) == 1:
            shapes[at] = shapely.difference(shapes[at], discs[opened])
    kept = ~shapely.is_empty(shapes)
    return barriers.set_geometry(gpd.GeoSeries(shapes, index=barriers.index, crs=barriers.crs))[kept]


def _lead_through(
    network: WalkNetwork, at: Float64, normal: Float64 | None, barriers: shapely.STRtree | None
) -> tuple[shapely.LineString | None, bool]:
    """Lead a way from the nearest road on one side of a gate to that on the other, and tell whether one passes it."""
    edges, tree = network.list_usable(0.0)
    point = shapely.Point(at)
    near = np.sort(edges[tree.query(point, predicate="dwithin", distance=ROAD_REACH_M)])
    legs = shapely.shortest_line(point, network.geometry[near])
    leg_m = shapely.length(legs)
    if leg_m.min(initial=np.inf) <= _PASSES_M:
        return None, True
    if barriers is not None:
        crossing = np.unique(barriers.query(legs, predicate="crosses")[0])
        legs, leg_m = np.delete(legs, crossing), np.delete(leg_m, crossing)
    order = np.argsort(leg_m, kind="stable")
    ends = shapely.get_coordinates(shapely.get_point(legs[order], -1))
    if normal is None:
        normal = ends[0] - at if len(ends) else np.zeros(2)
    side = (ends - at) @ normal
    sides = [ends[side * sign > 0] for sign in (1, -1)]
    if not all(map(len, sides)):
        return None, False
    return shapely.LineString([sides[0][0], at, sides[1][0]]), True
