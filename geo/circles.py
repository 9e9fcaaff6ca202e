"""Service circles: what can walk to, or be walked to from, a place within a limit, as polygons."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.city import City
from geo.contours import Buffers, Rings, draw_rings
from geo.errors import InputError, NotFoundError
from geo.kernels import Targets
from geo.lattice import SPACING_M, Lattice, Tile
from geo.pairs import sum_places_around
from geo.roads import WalkNetwork
from geo.snap import AccessPoints, find_access_points, take_places
from geo.walking import Profile, find_profile, list_origins, prepare_search, sort_targets
from geo.walks import choose_network, find_prepared, join_places, snap_places

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

#: Room for corners of rings in one go: 32 MB.
_CORNERS: Final = 2_000_000
_TILES_AT_ONCE: Final = 8
_ORIGINS_A_JOB: Final = 128


def trace_circles(
    lattice: Lattice, origins: AccessPoints, centre: FloatArray, *, limits_m: Sequence[float]
) -> tuple[Shapes, npt.NDArray[np.object_]]:
    """Trace the service circles of many origins at several limits, one search an origin.

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
        MultiPolygons, shape (origins.count, L), empty where there is none; and the reason why, shape (origins.count,),
        "" where there is one.

    Raises
    ------
    InputError
        If the limits are not positive, finite and rising.

    Examples
    --------
    >>> from geo.roads import build_network
    >>> from geo.sample import ORIGIN, build_sample
    >>> from geo.snap import find_access_points, snap_points
    >>> city = build_sample()
    >>> network = build_network(city.roads)
    >>> spot = np.add([[450.0, 450.0]], ORIGIN)
    >>> snaps = snap_points(network, shapely.points(spot))
    >>> points = find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))
    >>> circles, reason = trace_circles(Lattice(network, np.empty((0, 2))), points, spot, limits_m=[300.0, 500.0])
    >>> bool(circles[0, 1].contains(circles[0, 0])), reason[0]
    (True, '')
    """
    limits = np.asarray(limits_m, float)
    if not len(limits) or not np.isfinite(limits).all() or limits.min() <= 0 or (np.diff(limits) <= 0).any():
        raise InputError(f"limits {list(limits_m)}: expected numbers above 0, rising")
    circles = np.full((origins.count, len(limits)), shapely.MultiPolygon(), object)
    reason = np.full(origins.count, "no road near enough to begin at", object)
    joined = np.unique(origins.place)
    reason[joined] = ""
    tiles = np.array([lattice.tile_of(x, y) for x, y in centre[joined]]).reshape(-1, 2)
    keys, of_origin = np.unique(tiles, axis=0, return_inverse=True)
    by_tile = [joined[of_origin.ravel() == n] for n in range(len(keys))]

    def draw(job: tuple[Tile, npt.NDArray[np.int32]]) -> None:
        tile, places = job
        circles[places] = _draw_tile(lattice.network, tile, origins, centre, places, limits)

    if len(joined) == 1:  # a single circle takes no longer than starting a thread
        draw((lattice.open_tile(*keys[0], reach_m=float(limits[-1])), joined))
    elif len(joined):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for begin in range(0, len(keys), _TILES_AT_ONCE):
                group = slice(begin, begin + _TILES_AT_ONCE)
                opened = list(pool.map(lambda key: lattice.open_tile(*key, reach_m=float(limits[-1])), keys[group]))
                list(pool.map(draw, _split_jobs(opened, by_tile[group])))
    nothing = (reason == "") & shapely.is_empty(circles[:, -1])
    reason[nothing] = f"nothing within {limits[-1]:g} m: the limit is no longer than the way to the road"
    return circles, reason


def _split_jobs(tiles: list[Tile], by_tile: list[npt.NDArray[np.int32]]) -> list[tuple[Tile, npt.NDArray[np.int32]]]:
    """Split the origins of tiles into jobs of a size that keeps every core at work."""
    return [
        (tile, places[begin : begin + _ORIGINS_A_JOB])
        for tile, places in zip(tiles, by_tile, strict=True)
        for begin in range(0, len(places), _ORIGINS_A_JOB)
    ]


def _draw_tile(
    network: WalkNetwork,
    tile: Tile,
    origins: AccessPoints,
    centre: FloatArray,
    places: npt.NDArray[np.int32],
    limits_m: FloatArray,
) -> Shapes:
    """Draw the circles of the origins of one tile."""
    starts = list_origins(network, origins, places, centre)
    side = 2 * (int(limits_m[-1] / SPACING_M) + 2) + 1
    search = prepare_search(network)
    buffers = Buffers(
        np.empty(side * side),
        np.full(2 * side * side, -1, np.int32),
        np.empty(2 * side * side, np.int32),
        np.empty(len(network.node_xy), np.int32),
    )
    corners = max(_CORNERS, 2 * len(limits_m) * side * side)
    out = Rings(np.empty((corners, 2)), np.empty(corners // 4, np.int32), np.empty(corners // 4, np.int32))
    shapes = np.full(len(places) * len(limits_m), shapely.MultiPolygon(), object)
    begin = 0
    while begin < len(places):
        begin, filled, rings = draw_rings(search, starts, limits_m, tile, buffers, begin, out)
        _build_polygons(out.xy[:filled], out.end[:rings], out.circle[:rings], shapes)
    return shapes.reshape(len(places), len(limits_m))


def _build_polygons(
    xy: FloatArray, ring_end: npt.NDArray[np.int32], circle: npt.NDArray[np.int32], shapes: Shapes
) -> None:
    """Put rings together: those against the clock are shells, the others holes of the shell around them."""
    if not len(ring_end):
        return
    size = np.diff(np.r_[0, ring_end])
    rings = shapely.linearrings(xy, indices=np.repeat(np.arange(len(size)), size))
    is_shell = shapely.is_ccw(rings)
    shell, hole = np.flatnonzero(is_shell), np.flatnonzero(~is_shell)
    owner = _find_shells(rings, circle, shell, hole)
    ring = np.concatenate([shell, hole])
    of_polygon = np.concatenate([np.arange(len(shell)), owner])
    order = np.argsort(of_polygon, kind="stable")
    polygons = shapely.polygons(rings[ring[order]], indices=of_polygon[order])
    found = circle[shell]
    joined = shapely.multipolygons(polygons, indices=np.unique(found, return_inverse=True)[1])
    shapes[np.unique(found)] = joined


def _find_shells(rings: Shapes, circle: npt.NDArray[np.int32], shell: IntArray, hole: IntArray) -> IntArray:
    """Find the shell of each hole: the only one of its circle, or the smallest that it lies in."""
    first = np.searchsorted(circle[shell], circle[hole])
    count = np.searchsorted(circle[shell], circle[hole], side="right") - first
    owner = first.copy()
    many = np.flatnonzero(count > 1)
    if len(many):
        areas = shapely.polygons(rings[shell])
        inside = shapely.points(shapely.get_coordinates(shapely.get_point(rings[hole[many]], 0)))
        row, found = shapely.STRtree(areas).query(inside, predicate="intersects")
        same = circle[shell[found]] == circle[hole[many[row]]]
        row, found = row[same], found[same]
        order = np.lexsort((shapely.area(areas[found]), row))
        row, found = row[order], found[order]
        smallest = np.r_[True, row[1:] != row[:-1]] if len(row) else np.empty(0, bool)
        owner[many[row[smallest]]] = found[smallest]
    return owner


@dataclass(frozen=True)
class CircleMaker:
    """What the circles of a city are drawn with, for one profile; safe to ask from several threads.

    Parameters
    ----------
    city, walker
        The city, and whoever walks.
    lattice
        The lattice of the network that the walker can use.
    homes, facilities
        Where the homes and the facilities join it.
    targets
        The homes once more, sorted by edge.
    """

    city: City
    walker: Profile
    lattice: Lattice
    homes: AccessPoints
    facilities: AccessPoints
    targets: Targets


def make_circles(city: City, *, profile: str = "adult") -> CircleMaker:
    """Make ready to draw the circles of a city.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.PROFILES`.

    Returns
    -------
    CircleMaker
        Its lattice is linked as it is needed.

    Raises
    ------
    InputError
        If the profile is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> make_circles(build_sample()).homes.count
    5
    """
    walker = find_profile(profile)
    network = choose_network(city, walker)
    homes, facilities = join_places(city, find_prepared(city, network, walker))
    lattice = Lattice(
        network, shapely.get_coordinates(city.homes.geometry.values), city.snap_limit_m, city.min_component_m
    )
    targets = sort_targets(network, homes, np.zeros(homes.count, np.int32))
    return CircleMaker(city, walker, lattice, homes, facilities, targets)


def draw_circle(maker: CircleMaker, x: float, y: float, *, minutes: Sequence[float]) -> gpd.GeoDataFrame:
    """Draw the circles of one place.

    Parameters
    ----------
    maker
        As :func:`make_circles` makes it.
    x, y
        The place, in the city's CRS.
    minutes
        Limits at the profile's speed [min], rising.

    Returns
    -------
    geopandas.GeoDataFrame
        A row a limit: ``id`` (""), ``minutes, limit_m, area_m2, residents`` (of the homes whose walk is within the
        limit: the table's verdict, not the picture's), ``reason`` ("" where there is a polygon), MultiPolygons.

    Raises
    ------
    InputError
        If the limits are not positive, finite and rising.

    Examples
    --------
    >>> from geo.sample import ORIGIN, build_sample
    >>> maker = make_circles(build_sample())
    >>> draw_circle(maker, ORIGIN[0], ORIGIN[1], minutes=[5, 15]).residents.tolist()
    [60.0, 60.0]
    """
    snaps = snap_places(maker.city, maker.lattice.network, gpd.GeoSeries([shapely.Point(x, y)]))
    points = find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))
    return _tabulate(maker, np.array([""], object), points, np.array([[x, y]]), minutes)


def draw_facility_circles(
    maker: CircleMaker, facility_ids: Sequence[str] | None = None, *, minutes: Sequence[float]
) -> gpd.GeoDataFrame:
    """Draw the circles of facilities, reached at their gates where they have any.

    Parameters
    ----------
    maker
        As :func:`make_circles` makes it.
    facility_ids
        Which facilities, or None for all.
    minutes
        Limits at the profile's speed [min], rising.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`draw_circle`, a row a facility and limit, with the facility's ``id``.

    Raises
    ------
    NotFoundError
        If there is no such facility.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> draw_facility_circles(make_circles(build_sample()), ["c1"], minutes=[15]).residents.tolist()
    [60.0]
    """
    ids = maker.city.facilities["facility_id"]
    rows = np.arange(len(ids))
    if facility_ids is not None:
        rows = np.sort(pd.Index(ids).get_indexer(list(dict.fromkeys(facility_ids))))
        if (rows < 0).any():
            unknown = next(code for code in facility_ids if not (ids == code).any())
            raise NotFoundError(f'no facility has the id "{unknown}"')
    centre = shapely.get_coordinates(maker.city.facilities.geometry.values[rows])
    return _tabulate(maker, ids.to_numpy(object)[rows], take_places(maker.facilities, rows), centre, minutes)


def _tabulate(
    maker: CircleMaker,
    ids: npt.NDArray[np.object_],
    points: AccessPoints,
    centre: FloatArray,
    minutes: Sequence[float],
) -> gpd.GeoDataFrame:
    """Trace the circles and count the people whose walk is within each limit."""
    limits_m = [round(value * maker.walker.speed_m_per_min, 6) for value in minutes]
    circles, reason = trace_circles(maker.lattice, points, centre, limits_m=limits_m)
    n, k = circles.shape
    residents = maker.city.homes["residents"].to_numpy(float)
    within = sum_places_around(maker.lattice.network, points, maker.targets, residents, limits_m=limits_m)
    table = {
        "id": np.repeat(ids, k),
        "minutes": np.tile(np.asarray(minutes, float), n),
        "limit_m": np.tile(limits_m, n),
        "area_m2": shapely.area(circles).ravel(),
        "residents": within.ravel(),
        "reason": np.repeat(reason, k),
    }
    return gpd.GeoDataFrame(table, geometry=circles.ravel(), crs=maker.city.crs)


def _simplify_within(whole: Shapes, tolerance_m: float) -> Shapes:
    """Simplify shapes, those that moved too far less: keeping them valid, GEOS may pass its tolerance by a third."""
    shapes, within_m = shapely.simplify(whole, tolerance_m), tolerance_m
    lines = shapely.segmentize(shapely.boundary(whole), tolerance_m / 4)
    off = np.arange(len(whole))
    while len(off):
        moved = shapely.segmentize(shapely.boundary(shapes[off]), tolerance_m / 4)
        off = off[shapely.hausdorff_distance(moved, lines[off]) > tolerance_m]
        within_m /= 2
        shapes[off] = shapely.simplify(whole[off], within_m)
    return np.asarray(shapes, object)


def _gather_polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Gather the polygons of any shape; lines where two only touch are left out."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def simplify_circles(circles: gpd.GeoDataFrame, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Draw circles with fewer corners.

    Parameters
    ----------
    circles
        As :func:`draw_circle` returns them; not changed.
    tolerance_m
        Farthest that an outline may move [m] (Douglas and Peucker 1973); 0 moves nothing.

    Returns
    -------
    geopandas.GeoDataFrame
        The same; valid, and circles of smaller limits still lie within those of larger ones. Residents are the table's
        and stay; homes nearer to the outline than the tolerance may lie on its other side.

    Raises
    ------
    InputError
        If the tolerance is negative or not finite.

    Examples
    --------
    >>> from geo.sample import ORIGIN, build_sample
    >>> circle = draw_circle(make_circles(build_sample()), *ORIGIN, minutes=[15])
    >>> plain = simplify_circles(circle, tolerance_m=20)
    >>> int(shapely.get_num_coordinates(plain.geometry.iloc[0]) < shapely.get_num_coordinates(circle.geometry.iloc[0]))
    1
    """
    if not (np.isfinite(tolerance_m) and tolerance_m >= 0):
        raise InputError(f"tolerance {tolerance_m} m: expected 0 or more")
    if tolerance_m == 0:
        return circles
    shapes = _simplify_within(np.asarray(circles.geometry.values), tolerance_m)
    inner = np.flatnonzero((circles["id"] == circles["id"].shift(-1)).to_numpy())[::-1]
    for row in inner:  # a few breaks an origin, from the largest in
        common = shapely.intersection(shapes[row], shapes[row + 1])
        shapes[row] = common
    shapes = np.array([_gather_polygons(shape) for shape in shapes], object)
    return circles.set_geometry(gpd.GeoSeries(shapes, index=circles.index, crs=circles.crs)).assign(
        area_m2=shapely.area(shapes)
    )
