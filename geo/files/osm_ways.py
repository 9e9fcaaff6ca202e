"""Ways of OpenStreetMap extracts: lines to walk along, areas to walk across, and the nodes that close them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import osmium
import pandas as pd
import shapely

from geo.arrays import Int64
from geo.crs.projection import WGS84
from geo.errors import InputError
from geo.files.osm_file import iter_objects

#: Tags of a way that the foot rules and the network read.
ROAD_TAGS: Final = (
    "highway",
    "foot",
    "foot:forward",
    "foot:backward",
    "foot:conditional",
    "access",
    "access:conditional",
    "sidewalk",
    "sidewalk:left",
    "sidewalk:right",
    "sidewalk:both",
    "motorroad",
    "crossing",
    "crossing:signals",
    "name",
)


#: Tags of a node that may close the ways through it.
BARRIER_TAGS: Final = ("barrier", "foot", "foot:conditional", "access", "access:conditional", "locked")


#: What is walked on without a tag of roads: tag -> the kind of road that it is taken for.
_FLOORS: Final = {
    ("railway", "platform"): "platform",
    ("public_transport", "platform"): "platform",
    ("man_made", "pier"): "pier",
    ("place", "square"): "square",
}


#: Kinds that are walked across where they are mapped as an area; a ring of another kind is a street that leads round.
_AREA_KINDS: Final = frozenset(
    ["pedestrian", "footway", "path", "living_street", "corridor", "platform", "pier", "square"]
)


#: Kinds whose closed ways are areas unless they say they are not.
_ALWAYS_AREAS: Final = frozenset(["platform", "pier", "square"])


#: Kinds that are the ground within a ring, and nothing where they are a line.
_ONLY_AREAS: Final = frozenset(["square"])


@dataclass(frozen=True, kw_only=True)
class OsmRoads:
    """What an extract says of its roads.

    Parameters
    ----------
    ways
        Lines (EPSG:4326) with ``osm_id`` and the tags of :data:`ROAD_TAGS`, "" where absent; ``highway`` is "platform",
        "pier" or "square" where only another key says so. The rings of multipolygons are among them.
    vertices
        For each line the OSM node ids of its vertices.
    areas
        Polygons (EPSG:4326) of areas that are walked across, with ``row``, that of their tags in `ways`.
    ring_vertices
        For each area the node ids of its corners, in the order of its coordinates.
    barriers
        Nodes with a barrier: ``node`` and the tags of :data:`BARRIER_TAGS`.
    """

    ways: gpd.GeoDataFrame
    vertices: list[Int64]
    areas: gpd.GeoDataFrame
    ring_vertices: list[Int64]
    barriers: pd.DataFrame


def read_osm_roads(path: Path) -> OsmRoads:
    """Read everything that people may walk along or across, and what stands in their way.

    Parameters
    ----------
    path
        The extract.

    Returns
    -------
    OsmRoads
        Every way with a ``highway`` tag, platforms, piers, squares, other areas and barriers. A way that leaves the
        extract is cut where its nodes end.

    Raises
    ------
    InputError
        If the file is truncated, no OSM file, or holds no way with a ``highway`` tag.
    """
    found = _Found()
    kinds = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.AREA
    keys = ("highway", *dict.fromkeys(key for key, _ in _FLOORS))
    for entity in iter_objects(path, kinds, *keys, "barrier", locations=True, areas=True):
        if entity.is_node():
            if "barrier" in entity.tags:
                found.barriers.append((entity.id, *(entity.tags.get(tag, "") for tag in BARRIER_TAGS)))
        elif kind := _find_kind(entity.tags):
            _add_area(found, entity, kind) if entity.is_area() else _add_way(found, entity, kind)
    if not found.rows:
        raise InputError(f"{path}: holds no way with a highway tag; expected roads")
    return _gather(found)


@dataclass
class _Found:
    """What was met so far: tags, node ids and coordinates of lines and of areas."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    lines: list[Int64] = field(default_factory=list)
    areas: list[tuple[int, shapely.Polygon, Int64]] = field(default_factory=list)  # by the id of a way, or -1 - row
    barriers: list[tuple[Any, ...]] = field(default_factory=list)
    row_of_way: dict[int, int] = field(default_factory=dict)


def _find_kind(tags: Any) -> str:
    """Find what kind of road an object is, "" for none."""
    highway = tags.get("highway", "")
    return highway or next((kind for (key, value), kind in _FLOORS.items() if tags.get(key) == value), "")


def _add_way(found: _Found, way: Any, kind: str) -> None:
    if kind in _ONLY_AREAS and (not way.is_closed() or way.tags.get("area") == "no"):
        return
    tags = (kind, *(way.tags.get(tag, "") for tag in ROAD_TAGS[1:]))
    nodes = [(n.ref, n.x, n.y) if n.location.valid() else (0, 0, 0) for n in way.nodes]
    for part in _known_parts(np.array(nodes, dtype=np.int64).reshape(-1, 3)):
        found.row_of_way[way.id] = len(found.rows)
        found.rows.append((way.id, *tags))
        found.lines.append(part)


def _known_parts(nodes: np.ndarray) -> Iterator[np.ndarray]:
    """Split a way's nodes (id, x, y) where the extract lacks some, and drop repeated ones."""
    known = nodes[:, 0] != 0
    for part in np.split(nodes, np.flatnonzero(np.diff(known)) + 1):
        if len(part) and part[0, 0] != 0:
            kept = part[np.r_[True, part[1:, 0] != part[:-1, 0]]]
            if len(kept) > 1:
                yield kept


def _add_area(found: _Found, area: Any, kind: str) -> None:
    """Keep an area that is walked across; of a multipolygon the rings are lines too, as those of a closed way are."""
    is_relation = not area.from_way()
    is_area = is_relation or kind in _ALWAYS_AREAS or area.tags.get("area") == "yes"
    if kind not in _AREA_KINDS or not is_area:
        return
    tags = (kind, *(area.tags.get(tag, "") for tag in ROAD_TAGS[1:]))
    for outer in area.outer_rings():
        rings = [_list_ring(ring) for ring in (outer, *area.inner_rings(outer))]
        known_by = area.orig_id()
        if is_relation:
            known_by = -1 - len(found.rows)
            found.rows += [(area.orig_id(), *tags)] * len(rings)
            found.lines += rings
        shell, *holes = (ring[:, 1:] * 1e-7 for ring in rings)
        found.areas.append((known_by, shapely.Polygon(shell, holes), np.concatenate([ring[:, 0] for ring in rings])))


def _list_ring(ring: Any) -> Int64:
    return np.array([(n.ref, n.x, n.y) for n in ring], dtype=np.int64)


def _gather(found: _Found) -> OsmRoads:
    of_line = np.repeat(np.arange(len(found.rows)), list(map(len, found.lines)))
    lines = shapely.linestrings(np.concatenate(found.lines)[:, 1:] * 1e-7, indices=of_line)
    known_by, shapes, rings = zip(*found.areas, strict=True) if found.areas else ((), (), ())
    rows = [-1 - by if by < 0 else found.row_of_way[by] for by in known_by]
    return OsmRoads(
        ways=gpd.GeoDataFrame(found.rows, columns=["osm_id", *ROAD_TAGS], geometry=lines, crs=WGS84),
        vertices=[line[:, 0] for line in found.lines],
        areas=gpd.GeoDataFrame({"row": np.array(rows, np.int64)}, geometry=list(shapes), crs=WGS84),
        ring_vertices=list(rings),
        barriers=pd.DataFrame(found.barriers, columns=["node", *BARRIER_TAGS]),
    )
