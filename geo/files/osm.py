"""OpenStreetMap extracts (.osm.pbf, .osm): ways to walk on, facilities and residential buildings."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely

from geo.crs.projection import WGS84
from geo.errors import InputError

#: Tags of a way that the foot rules and the network read.
ROAD_TAGS: Final = ("highway", "foot", "access", "sidewalk", "motorroad", "crossing", "crossing:signals", "name")


_HOUSE_TYPES: Final = frozenset(
    [
        "yes",
        "residential",
        "apartments",
        "house",
        "detached",
        "terrace",
        "semidetached_house",
        "semi",
        "dormitory",
        "bungalow",
        "static_caravan",
        "cabin",
        "block",
    ]
)


#: A building with one of these is something else than a home, unless it says it is residential.
_OTHER_USES: Final = (
    "amenity",
    "shop",
    "office",
    "tourism",
    "leisure",
    "man_made",
    "industrial",
    "healthcare",
    "religion",
)


def is_osm_file(path: Path) -> bool:
    """Tell whether a path names an OpenStreetMap extract by its ending.

    Parameters
    ----------
    path
        Any path.

    Returns
    -------
    bool
        True for .osm.pbf, .pbf and .osm.

    Examples
    --------
    >>> is_osm_file(Path("city.osm.pbf")), is_osm_file(Path("city.gpkg"))
    (True, False)
    """
    return path.name.lower().endswith((".pbf", ".osm"))


def read_osm_ways(path: Path) -> tuple[gpd.GeoDataFrame, list[np.ndarray]]:
    """Read every way with a ``highway`` tag.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    tuple
        Lines (EPSG:4326) with ``osm_id`` and the tags of :data:`ROAD_TAGS` ("" where absent), and for each line
        the OSM node ids of its vertices. A way that leaves the extract is cut where its nodes end.

    Raises
    ------
    InputError
        If the file is truncated, no OSM file, or holds no such way.
    """
    rows: list[tuple[Any, ...]] = []
    vertices: list[np.ndarray] = []
    coordinates: list[np.ndarray] = []
    for way in _objects(path, osmium.osm.WAY, "highway", locations=True):
        tags = tuple(way.tags.get(tag, "") for tag in ROAD_TAGS)
        nodes = [(n.ref, n.x, n.y) if n.location.valid() else (0, 0, 0) for n in way.nodes]
        for part in _known_parts(np.array(nodes, dtype=np.int64).reshape(-1, 3)):
            rows.append((way.id, *tags))
            vertices.append(part[:, 0])
            coordinates.append(part[:, 1:] * 1e-7)
    if not rows:
        raise InputError(f"{path}: holds no way with a highway tag; expected roads")
    of_line = np.repeat(np.arange(len(rows)), list(map(len, vertices)))
    lines = shapely.linestrings(np.concatenate(coordinates), indices=of_line)
    frame = gpd.GeoDataFrame(rows, columns=["osm_id", *ROAD_TAGS], geometry=lines, crs=WGS84)
    return frame, vertices


def _known_parts(nodes: np.ndarray) -> Iterator[np.ndarray]:
    """Split a way's nodes (id, x, y) where the extract lacks some, and drop repeated ones."""
    known = nodes[:, 0] != 0
    for part in np.split(nodes, np.flatnonzero(np.diff(known)) + 1):
        if len(part) and part[0, 0] != 0:
            kept = part[np.r_[True, part[1:, 0] != part[:-1, 0]]]
            if len(kept) > 1:
                yield kept


def read_osm_extent(path: Path) -> shapely.Polygon | None:
    """Read the box that an extract was cut to.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    shapely.Polygon or None
        Degrees, WGS-84; None where the file does not say.

    Raises
    ------
    InputError
        If it is no OSM file.
    """
    try:
        with osmium.io.Reader(str(path)) as reader:
            box = reader.header().box()
    except RuntimeError as error:
        raise _unreadable(path, error) from None
    if not box.valid():
        return None
    return shapely.box(box.bottom_left.lon, box.bottom_left.lat, box.top_right.lon, box.top_right.lat)


def read_osm_facilities(path: Path, tags: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Read nodes and areas whose tag has a category.

    Parameters
    ----------
    path
        The extract.
    tags
        ``"amenity=clinic"`` -> category; the first that fits an object decides.

    Returns
    -------
    geopandas.GeoDataFrame
        ``facility_id`` ("n1", "w2", "r3"), ``category``, ``name``; points (areas by a point inside them), EPSG:4326.

    Raises
    ------
    InputError
        If the file is unreadable or nothing in it fits.
    """
    wanted = {tuple(tag.split("=", 1)): category for tag, category in tags.items()}
    keys = sorted({key for key, *_ in wanted})
    rows, shapes = [], []
    for entity in _objects(path, osmium.osm.NODE | osmium.osm.AREA, *keys, areas=True):
        category = next((c for tag, c in wanted.items() if entity.tags.get(tag[0]) == tag[-1]), None)
        shape = _shape(entity) if category else None
        if shape is not None:
            rows.append((_osm_id(entity), category, entity.tags.get("name", "")))
            shapes.append(shape)
    if not rows:
        raise InputError(f"{path}: no object carries one of the tags {', '.join(tags)}")
    points = shapely.point_on_surface(shapely.from_wkb(shapes))
    return gpd.GeoDataFrame(rows, columns=["facility_id", "category", "name"], geometry=points, crs=WGS84)


def read_osm_buildings(path: Path) -> gpd.GeoDataFrame:
    """Read buildings that are, or may be, lived in.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    geopandas.GeoDataFrame
        ``home_id``, ``levels`` (NaN where not tagged), ``is_stated`` (tagged as residential rather than merely
        ``building=yes`` without another use); polygons, EPSG:4326.

    Raises
    ------
    InputError
        If the file is unreadable or holds no such building.
    """
    rows, shapes = [], []
    for area in _objects(path, osmium.osm.AREA, "building", areas=True):
        kind = area.tags["building"]
        if kind not in _HOUSE_TYPES or (kind == "yes" and any(use in area.tags for use in _OTHER_USES)):
            continue
        shape = _shape(area)
        if shape is not None:
            rows.append((_osm_id(area), area.tags.get("building:levels", ""), kind != "yes"))
            shapes.append(shape)
    if not rows:
        raise InputError(f"{path}: holds no residential building; homes need another source")
    frame = gpd.GeoDataFrame(
        rows, columns=["home_id", "levels", "is_stated"], geometry=shapely.from_wkb(shapes), crs=WGS84
    )
    frame["levels"] = pd.to_numeric(frame["levels"], errors="coerce").where(lambda levels: levels > 0)
    return frame


def read_osm_addresses(path: Path) -> gpd.GeoDataFrame:
    """Read house numbers and named places with an address.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    geopandas.GeoDataFrame
        ``address_id`` ("n1", "w2", "r3"), ``postcode``, ``district`` (addr:district, addr:suburb or addr:city),
        ``road`` (addr:street or addr:place), ``number``, ``name``; points (areas by a point inside them), EPSG:4326.

    Raises
    ------
    InputError
        If the file is unreadable or holds none.
    """
    rows, shapes = [], []
    for entity in _objects(path, osmium.osm.NODE | osmium.osm.AREA, "addr:housenumber", "addr:street", areas=True):
        tags = entity.tags
        road, number = tags.get("addr:street", tags.get("addr:place", "")), tags.get("addr:housenumber", "")
        name = tags.get("name", tags.get("addr:housename", ""))
        shape = _shape(entity) if (road and number) or name else None
        if shape is not None:
            district = tags.get("addr:district", tags.get("addr:suburb", tags.get("addr:city", "")))
            rows.append((_osm_id(entity), tags.get("addr:postcode", ""), district, road, number, name))
            shapes.append(shape)
    if not rows:
        raise InputError(f"{path}: holds no object with addr:street and addr:housenumber, or a name beside one")
    points = shapely.point_on_surface(shapely.from_wkb(shapes))
    columns = ["address_id", "postcode", "district", "road", "number", "name"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=points, crs=WGS84)


def _objects(path: Path, kinds: Any, *keys: str, locations: bool = False, areas: bool = False) -> Iterator[Any]:
    """Yield the objects that carry one of the keys; a broken file becomes an InputError."""
    try:
        processor = osmium.FileProcessor(str(path))
        if locations:
            processor.with_locations()
        if areas:
            processor.with_areas(osmium.filter.KeyFilter(*keys))
        yield from processor.with_filter(osmium.filter.EntityFilter(kinds)).with_filter(osmium.filter.KeyFilter(*keys))
    except RuntimeError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: Exception) -> InputError:
    return InputError(f"{path}: cannot be read as OpenStreetMap data; the file is truncated or damaged ({error})")


_FACTORY: Final = osmium.geom.WKBFactory()


def _shape(entity: Any) -> str | None:
    """Return a node or area as WKB, or None where the area cannot be built."""
    try:
        return str(_FACTORY.create_multipolygon(entity) if entity.is_area() else _FACTORY.create_point(entity))
    except (osmium.InvalidLocationError, RuntimeError):
        return None


def _osm_id(entity: Any) -> str:
    if entity.is_node():
        return f"n{entity.id}"
    return f"{'w' if entity.from_way() else 'r'}{entity.orig_id()}"
