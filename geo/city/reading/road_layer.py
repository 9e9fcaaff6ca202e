"""The walk network of a city, and the area that its data cover."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.arrays import Bool, Float64
from geo.city.reading.odd_tables import list_unknown_words, note_roads
from geo.city.reading.osm_network import check_header_box, lay_ways, select_ways
from geo.city.reading.state import Build, read_area
from geo.city.reading.table_faults import UnusableError
from geo.city.schemas import SCHEMAS
from geo.city.source import CitySource
from geo.crs.datum import DATUMS
from geo.crs.metres import check_area_of_use, check_metric, check_scale
from geo.crs.projection import WGS84, local_utm, parse_crs
from geo.errors import InputError, InvalidGeometryError
from geo.files.layers import LayerSource, read_layer
from geo.files.osm_file import is_osm_file, read_osm_extent
from geo.files.osm_ways import OsmRoads, read_osm_roads
from geo.problems import Problems
from geo.texts.notes import make_note
from geo.walking.footways import count_signals, is_closed_at_times, is_private, is_unsaid, is_walkable
from geo.walking.network import build_network, describe_components
from geo.walking.private_ways import enclose_roads
from geo.walking.split import find_crossings, split_lines

#: Less of a kind of road is closed without a word [km].
_LEAST_NOTED_KM: Final = 0.1


@dataclass(frozen=True)
class Roads:
    """The roads layer, and the extent (one polygon), both in the city's metric CRS."""

    roads: gpd.GeoDataFrame
    extent: gpd.GeoDataFrame

    @property
    def ground(self) -> shapely.Geometry:
        """The area that the data cover."""
        return self.extent.geometry.iloc[0]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """Tree of the roads' lines."""
        return shapely.STRtree(self.roads.geometry.values)


def read_city_crs(source: CitySource) -> pyproj.CRS | None:
    """Read the CRS that a source file states for its city.

    Parameters
    ----------
    source
        The source file.

    Returns
    -------
    pyproj.CRS or None
        None where it states none.

    Raises
    ------
    CrsError
        If there is no such CRS, or it does not measure in metres.
    """
    stated = source.tables.city.crs
    if stated is None:
        return None
    crs = parse_crs(stated, where="[city] crs")
    check_metric(crs, where="[city] crs")
    return crs


def build_roads(build: Build) -> Roads:
    """Read the roads, which decide the city's CRS and where its data end.

    Parameters
    ----------
    build
        The build, just begun; gets the city's CRS.

    Returns
    -------
    Roads
        The roads layer has ``edge_id, u, v, length_m, steps, highway``.

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
    source = build.source
    wanted = read_city_crs(source)
    layer = build.layer("roads")
    assert layer.path is not None
    found = None
    if is_osm_file(layer.path):
        found = _read_osm(build, layer)
        ways = found.ways
    else:
        ways = _read_lines(build, layer)
    walkable = _judge_ways(build, ways)
    lon, lat = _middle_lonlat(ways[walkable])
    build.crs = wanted or local_utm(lon, lat)
    check_area_of_use(lon, lat, build.crs, where="[city] crs", roads=layer.path.name)
    check_scale(lon, lat, build.crs, where="[city] crs")
    ways, vertices, gates = ways[walkable].reset_index(drop=True).to_crs(build.crs), None, np.empty((0, 2))
    ways = ways.assign(signals=count_signals(ways), private=is_private(ways))
    least_m = float(source.tables.roads.min_component_m)
    if found is not None:
        found = replace(select_ways(found, walkable), ways=ways)
        found = replace(found, areas=found.areas.to_crs(build.crs))
        ways, vertices, gates, notes = lay_ways(found, least_m=least_m)
        build.notes += notes
    roads = split_lines(ways, vertices, join_crossings=_join_crossings(build, ways, vertices is None))
    roads = _judge_private(build, roads, gates, least_m)
    build.notes += describe_components(build_network(roads), min_component_m=least_m)
    return Roads(roads, _find_extent(build, roads))


def build_barriers(build: Build, found: Roads | None) -> gpd.GeoDataFrame | None:
    """Read walls, rivers and railways, which no way between a place and its road may cross.

    Parameters
    ----------
    build
        The build; says how many roads cross one: they are ways across.
    found
        The roads; None where they cannot be read.

    Returns
    -------
    geopandas.GeoDataFrame or None
        ``barrier_kind``, lines or areas; None where the source names none.
    """
    if "barriers" not in build.source.layers:
        return None
    read = read_layer(build.layer("barriers"), SCHEMAS["barriers"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    barriers = read.frame[read.frame.geometry.notna()].explode()  # with the numbers of the rows
    across = (
        np.empty(0, int)
        if found is None
        else np.unique(found.tree.query(barriers.geometry.values, predicate="crosses")[1])
    )
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


def _read_lines(build: Build, layer: LayerSource) -> gpd.GeoDataFrame:
    problems = Problems()  # of the roads alone: without them, the other tables are still looked at
    read = read_layer(layer, SCHEMAS["roads"], crs=build.crs, problems=problems)
    build.notes += read.notes
    assert layer.path is not None
    if "other_tags" in read.frame:
        raise InputError(
            f"{layer.path.name}: GDAL made it from OpenStreetMap, and foot, access and sidewalk stand unread in its "
            "column other_tags; name the OpenStreetMap file itself as path, without layer"
        )
    build.notes += note_roads(read.frame, read.raw, file=layer.path.name)
    lines = read.frame.explode(ignore_index=True)
    other = lines.geometry.notna() & (lines.geom_type != "LineString")
    problems.add(
        "road that is no line",
        [f"{layer.path.name}: a {kind}; expected lines" for kind in lines.geom_type[other].unique()],
        error=InvalidGeometryError,
    )
    if problems.count:
        build.problems.extend(problems)
        raise UnusableError
    build.roads_hull = _find_hull(lines, layer.datum, getattr(read.raw, "crs", None))
    return lines


def _find_hull(
    lines: gpd.GeoDataFrame, datum: str | None, own: pyproj.CRS | None
) -> tuple[shapely.Geometry, pyproj.CRS] | None:
    """Find the hull of the roads as their file has them; None for a datum of longitude and latitude."""
    stated = own if datum is None else None if datum in DATUMS else parse_crs(datum, where="datum")
    if stated is None or stated.is_geographic:
        return None
    return shapely.convex_hull(shapely.multilinestrings(lines.to_crs(stated).geometry.values)), stated


def _read_osm(build: Build, layer: LayerSource) -> OsmRoads:
    """Read an OpenStreetMap file, by its own tags."""
    assert layer.path is not None
    if layer.layer is not None:
        raise InputError(
            f'[roads] layer = "{layer.layer}": an OpenStreetMap file has no layers and is read by its own tags; '
            "take the key out"
        )
    found = read_osm_roads(layer.path)
    box = None if build.source.extent is not None else read_osm_extent(layer.path)
    build.notes += check_header_box(found.ways, box, layer.path)
    return found


def _judge_private(build: Build, roads: gpd.GeoDataFrame, gates: Float64, least_m: float) -> gpd.GeoDataFrame:
    """Find what lies behind private ways and gates, and say how much that is; no column where nothing is private."""
    if roads["private"].any() or len(gates):
        roads = enclose_roads(roads, gates, least_m=least_m)
    private_km = float(roads["length_m"][roads["private"]].sum() / 1000)
    if not private_km:
        return roads.drop(columns="private")
    build.notes.append(make_note("private_roads", length_km=private_km))
    return roads


def _judge_ways(build: Build, ways: gpd.GeoDataFrame) -> Bool:
    """Tell which ways people walk along, and say which not; all where nothing is known of them."""
    path = build.layer("roads").path
    assert path is not None
    kinds = build.source.tables.roads.walkable
    if "highway" not in ways:
        if kinds:
            raise InputError(
                f"{path.name}: no column highway, so walkable in [roads] opens nothing; take the key out, or name the "
                "column under columns"
            )
        return np.ones(len(ways), bool)
    walkable = is_walkable(ways, kinds=kinds)
    if not walkable.any():
        words = list_unknown_words(ways["highway"])[0] or ", ".join(ways["highway"].unique()[:5])
        raise InputError(
            f"{path.name}: none of its {len(ways)} roads is open to walkers; its column highway has: {words}; use the "
            "words of OpenStreetMap, such as primary, residential, footway"
        )
    if not walkable.all():
        build.notes.append(make_note("closed_roads", file=path.name, roads=len(ways), closed=int((~walkable).sum())))
    timed = int((walkable & is_closed_at_times(ways)).sum())
    if timed:
        build.notes.append(make_note("timed_roads", file=path.name, roads=timed))
    unsaid = is_unsaid(ways, kinds=kinds)
    for kind, rows in ways[unsaid].groupby(ways["highway"][unsaid].replace("trunk_link", "trunk")):
        length_km = rows.to_crs(local_utm(*_middle_lonlat(rows))).length.sum() / 1000
        if length_km >= _LEAST_NOTED_KM:
            build.notes.append(make_note("closed_kind", file=path.name, kind=str(kind), length_km=float(length_km)))
    return walkable


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
