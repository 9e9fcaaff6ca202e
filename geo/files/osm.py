"""OpenStreetMap extracts (.osm.pbf, .osm): facilities, residential buildings and addresses."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import osmium
import pandas as pd
import shapely

from geo.crs.projection import WGS84
from geo.errors import InputError
from geo.files.osm_file import iter_objects

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
        ``facility_id`` ("n1", "w2", "r3"), ``category``, ``name``; points and areas, EPSG:4326.

    Raises
    ------
    InputError
        If the file is unreadable or nothing in it fits.
    """
    wanted = {tuple(tag.split("=", 1)): category for tag, category in tags.items()}
    keys = sorted({key for key, *_ in wanted})
    rows, shapes = [], []
    for entity in iter_objects(path, osmium.osm.NODE | osmium.osm.AREA, *keys, areas=True):
        category = next((c for tag, c in wanted.items() if entity.tags.get(tag[0]) == tag[-1]), None)
        shape = _shape(entity) if category else None
        if shape is not None:
            rows.append((_osm_id(entity), category, entity.tags.get("name", "")))
            shapes.append(shape)
    if not rows:
        raise InputError(f"{path}: no object carries one of the tags {', '.join(tags)}")
    columns = ["facility_id", "category", "name"]
    return gpd.GeoDataFrame(rows, columns=columns, geometry=shapely.from_wkb(shapes), crs=WGS84)


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
    for area in iter_objects(path, osmium.osm.AREA, "building", areas=True):
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
    for entity in iter_objects(path, osmium.osm.NODE | osmium.osm.AREA, "addr:housenumber", "addr:street", areas=True):
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
