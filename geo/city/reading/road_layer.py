"""The walk network of a city, and the area that its data cover."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.city.reading.state import Build, read_area
from geo.city.schemas import SCHEMAS
from geo.city.source import CitySource
from geo.crs.metres import check_area_of_use, check_metric, check_scale
from geo.crs.projection import WGS84, local_utm, parse_crs
from geo.errors import InputError, InvalidGeometryError
from geo.files.layers import LayerSource, read_layer
from geo.files.osm import is_osm_file, read_osm_extent, read_osm_ways
from geo.texts.notes import Note, make_note
from geo.walking.footways import count_signals, is_walkable
from geo.walking.network import build_network, describe_components
from geo.walking.split import find_crossings, split_lines


def build_roads(source: CitySource) -> tuple[Build, gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Begin a build: read the roads, which decide the city's CRS and where its data end.

    Parameters
    ----------
    source
        The parsed source file.

    Returns
    -------
    tuple
        The build, the roads layer (``edge_id, u, v, length_m, steps, highway``) and the extent (one polygon), both in
        the city's metric CRS.

    Raises
    ------
    InputError
        If the roads cannot be read or none is open to walkers.
    CrsError
        If the city's CRS does not measure in metres, or not truly where the city lies, or is made for another part of
        the world.
    NetworkError
        If no connected component is long enough to walk on.
    """
    build = Build(source, WGS84)
    wanted = None if source.tables.city.crs is None else parse_crs(source.tables.city.crs, where="[city] crs")
    if wanted is not None:
        check_metric(wanted, where="[city] crs")
    layer = build.layer("roads")
    assert layer.path is not None
    vertices: list[np.ndarray] | None = None
    if is_osm_file(layer.path):
        ways, vertices = read_osm_ways(layer.path)
    else:
        ways = _read_lines(replace(build, crs=wanted or WGS84), layer, build.notes)
    walkable = is_walkable(ways) if "highway" in ways else np.ones(len(ways), bool)
    if not walkable.any():
        raise InputError(f"{layer.path}: none of its {len(ways)} roads is open to walkers; check the highway column")
    if not walkable.all():
        build.notes.append(
            make_note("closed_roads", file=layer.path.name, roads=len(ways), closed=int((~walkable).sum()))
        )
    ways = ways[walkable].reset_index(drop=True)
    lon, lat = _middle_lonlat(ways)
    build.crs = wanted or local_utm(lon, lat)
    check_area_of_use(lon, lat, build.crs, where="[city] crs")
    check_scale(lon, lat, build.crs, where="[city] crs")
    if vertices is not None:
        vertices = [ids for ids, keep in zip(vertices, walkable, strict=True) if keep]
    ways = ways.to_crs(build.crs).assign(signals=count_signals(ways))
    roads = split_lines(ways, vertices, join_crossings=_join_crossings(build, ways, vertices is None))
    least_m = float(source.tables.roads.min_component_m)
    build.notes += describe_components(build_network(roads), min_component_m=least_m)
    return build, roads, _find_extent(build, roads)


def build_barriers(build: Build, roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    """Read walls, rivers and railways, which no way between a place and its road may cross.

    Parameters
    ----------
    build
        The build; says how many roads cross one: they are ways across.
    roads
        The roads layer.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``barrier_kind``, lines or areas; None where the source names none.
    """
    if "barriers" not in build.source.layers:
        return None
    read = read_layer(build.layer("barriers"), SCHEMAS["barriers"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    barriers = read.frame[read.frame.geometry.notna()].explode(ignore_index=True)
    tree = shapely.STRtree(roads.geometry.values)
    across = np.unique(tree.query(barriers.geometry.values, predicate="crosses")[1])
    if len(across):
        build.notes.append(make_note("crossed_barriers", edges=len(across)))
    return barriers


def _join_crossings(build: Build, ways: gpd.GeoDataFrame, by_place: bool) -> bool:
    """Decide whether lines that cross without a vertex meet; say how many do not."""
    joins = build.source.tables.roads.crossings == "join"
    if by_place and not joins:
        pairs = len(find_crossings(np.asarray(ways.geometry.values))[0])
        if pairs:
            build.notes.append(make_note("crossing_lines", pairs=pairs))
    return joins


def _read_lines(build: Build, layer: LayerSource, notes: list[Note]) -> gpd.GeoDataFrame:
    read = read_layer(layer, SCHEMAS["roads"], crs=build.crs, problems=build.problems)
    notes += read.notes
    assert layer.path is not None
    lines = read.frame.explode(ignore_index=True)
    other = lines.geometry.notna() & (lines.geom_type != "LineString")
    build.problems.add(
        "road that is no line",
        [f"{layer.path.name}: a {kind}; expected lines" for kind in lines.geom_type[other].unique()],
        error=InvalidGeometryError,
    )
    build.problems.raise_if_any()
    return lines


def _middle_lonlat(frame: gpd.GeoDataFrame) -> tuple[float, float]:
    west, south, east, north = frame.total_bounds
    transformer = pyproj.Transformer.from_crs(frame.crs, WGS84, always_xy=True)
    lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    return float(lon), float(lat)


def _find_extent(build: Build, roads: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Find the area that the data cover: as stated, else the box of the extract, else where a road may be near enough.

    Places lie beside the outermost roads too, as far as the longest access leg, and one straight road has no hull. A
    box that is narrower than two such legs was drawn round the roads, not round a part of the world.
    """
    stated = read_area(build.source.extent, build.crs)
    path = build.layer("roads").path
    if stated is not None:
        return gpd.GeoDataFrame({"source": ["stated"]}, geometry=[stated], crs=build.crs)
    leg_m = float(build.source.tables.roads.snap_limit_m)
    box = read_osm_extent(path) if path is not None and is_osm_file(path) else None
    if box is not None:
        shape = gpd.GeoSeries([shapely.segmentize(box, 0.01)], crs=WGS84).to_crs(build.crs)
        if not shapely.is_empty(shapely.buffer(shape.iloc[0], -leg_m)):
            return gpd.GeoDataFrame({"source": ["box of the extract"]}, geometry=shape)
    hull = shapely.convex_hull(shapely.multilinestrings(roads.geometry.to_numpy()))
    source = "convex hull of the roads and the longest access leg around it"
    return gpd.GeoDataFrame({"source": [source]}, geometry=[shapely.buffer(hull, leg_m)], crs=build.crs)
