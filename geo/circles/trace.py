"""Service circles of many origins on the lattice, as polygons."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Int32, Objects, Shapes
from geo.circles.contours import Buffers, Rings, draw_rings
from geo.circles.lattice import SPACING_M, Lattice, Tile
from geo.circles.polygons import build_polygons
from geo.errors import InputError
from geo.walking.access_points import AccessPoints
from geo.walking.network import WalkNetwork
from geo.walking.search import list_origins, prepare_search

#: Room for corners of rings in one go: 32 MB.
_CORNERS: Final = 2_000_000


_TILES_AT_ONCE: Final = 8


_ORIGINS_A_JOB: Final = 128


#: Circles of places whose entrances lie apart are drawn in windows that are wider by a multiple of this [m].
_SPREAD_M: Final = 250.0


def trace_circles(
    lattice: Lattice, origins: AccessPoints, centre: Float64, *, limits_m: Sequence[float]
) -> tuple[Shapes, Objects]:
    """Trace the service circles of many origins at several limits, one search per origin.

    The table decides, the polygon is its picture: the lattice's vertices are moved onto homes, so that a home that
    owns one lies inside exactly when its walk is within the limit. Circles of smaller limits lie within those of larger
    ones.

    Parameters
    ----------
    lattice
        The lattice of the walk network.
    origins
        Where the origins join the network, one or several access points each.
    centre
        Their places [m], shape (origins.count, 2).
    limits_m
        Limits [m], rising.

    Returns
    -------
    tuple of ndarray
        MultiPolygons, shape (origins.count, L), empty where there is none; and why, a key of :mod:`geo.texts.reasons`,
        shape (origins.count,), "" where there is one.

    Raises
    ------
    InputError
        If the limits are not positive, finite and rising.

    Examples
    --------
    >>> from geo.walking.access_points import join_points
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.walking.access_points import find_access_points
    >>> from geo.walking.snap import snap_points
    >>> city = build_sample()
    >>> network = build_network(city.roads)
    >>> spot = np.add([[450.0, 450.0]], ORIGIN)
    >>> snaps = snap_points(network, shapely.points(spot))
    >>> points = join_points(snaps)
    >>> lattice = Lattice(network=network, homes=np.empty((0, 2)))
    >>> circles, reason = trace_circles(lattice, points, spot, limits_m=[300.0, 500.0])
    >>> bool(circles[0, 1].contains(circles[0, 0])), reason[0]
    (True, '')
    """
    limits = np.asarray(limits_m, float)
    if not len(limits) or not np.isfinite(limits).all() or limits.min() <= 0 or (np.diff(limits) <= 0).any():
        raise InputError(f"limits {list(limits_m)}: expected numbers above 0, rising")
    circles = np.full((origins.count, len(limits)), shapely.MultiPolygon(), object)
    reasons = np.full(origins.count, "no_road_to_begin", object)
    joined = np.unique(origins.place)
    reasons[joined] = ""
    tiles = np.array([lattice.tile_of(x, y) for x, y in centre[joined]]).reshape(-1, 2)
    keys, of_origin = np.unique(tiles, axis=0, return_inverse=True)
    by_tile = [joined[of_origin.ravel() == n] for n in range(len(keys))]
    reach_m = float(limits[-1]) + _measure_spread(lattice.network, origins, centre)

    def open_tile(n: int) -> Tile:
        return lattice.open_tile(*keys[n], reach_m=float(reach_m[by_tile[n]].max()))

    def draw(job: tuple[Tile, Int32]) -> None:
        tile, places = job
        circles[places] = _draw_tile(lattice.network, tile, origins, centre, places, limits, float(reach_m[places[0]]))

    if len(joined) == 1:  # a single circle takes no longer than starting a thread
        draw((open_tile(0), joined))
    elif len(joined):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for begin in range(0, len(keys), _TILES_AT_ONCE):
                group = range(begin, min(begin + _TILES_AT_ONCE, len(keys)))
                opened = list(pool.map(open_tile, group))
                list(pool.map(draw, _split_jobs(opened, [by_tile[n] for n in group], reach_m)))
    nothing = (reasons == "") & shapely.is_empty(circles[:, -1])
    reasons[nothing] = "limit_within_leg"
    return circles, reasons


def _measure_spread(network: WalkNetwork, origins: AccessPoints, centre: Float64) -> Float64:
    """Measure how far beyond the limit circles reach from their centres, since entrances of a park lie apart [m]."""
    lines = network.geometry[origins.edge]
    at = shapely.get_coordinates(shapely.line_interpolate_point(lines, origins.offset_m))
    # what the way to the network costs is not walked around it; a leg that was rounded is no spread
    beyond_m = np.hypot(*(at - centre[origins.place]).T) - origins.access_m - 1.0
    spread_m = np.zeros(origins.count)
    np.maximum.at(spread_m, origins.place, np.ceil(beyond_m / _SPREAD_M) * _SPREAD_M)
    return spread_m


def _split_jobs(tiles: list[Tile], by_tile: list[Int32], reach_m: Float64) -> list[tuple[Tile, Int32]]:
    """Split the origins of tiles into jobs of one reach, and of a size that keeps every core at work."""
    alike = [
        (tile, places[reach_m[places] == reach])
        for tile, places in zip(tiles, by_tile, strict=True)
        for reach in np.unique(reach_m[places])
    ]
    return [
        (tile, places[begin : begin + _ORIGINS_A_JOB])
        for tile, places in alike
        for begin in range(0, len(places), _ORIGINS_A_JOB)
    ]


def _draw_tile(
    network: WalkNetwork,
    tile: Tile,
    origins: AccessPoints,
    centre: Float64,
    places: Int32,
    limits_m: Float64,
    reach_m: float,
) -> Shapes:
    """Draw the circles of the origins of one tile."""
    starts = list_origins(network, origins, places, centre)
    side = 2 * (int(reach_m / SPACING_M) + 2) + 1
    search = prepare_search(network)
    buffers = Buffers(
        np.empty(side * side),
        np.full(2 * side * side, -1, np.int32),
        np.empty(2 * side * side, np.int32),
        np.empty(network.node_count, np.int32),
    )
    corners = max(_CORNERS, 2 * len(limits_m) * side * side)
    out = Rings(np.empty((corners, 2)), np.empty(corners // 4, np.int32), np.empty(corners // 4, np.int32))
    shapes = np.full(len(places) * len(limits_m), shapely.MultiPolygon(), object)
    begin = 0
    while begin < len(places):
        begin, filled, rings = draw_rings(search, starts, limits_m, reach_m, tile, buffers, begin, out)
        build_polygons(out.xy[:filled], out.end[:rings], out.circle[:rings], shapes)
    return shapes.reshape(len(places), len(limits_m))
