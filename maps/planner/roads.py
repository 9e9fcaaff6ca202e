"""Roads of the planner's page: the main ones of the whole city, and all of them tile by tile."""

import math
from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np

from geo.arrays import Bool, Float64
from geo.crs.projection import project_box
from maps.encode import pack_lines

#: Zoom of the tiles: about 2 km.
TILE_ZOOM: Final = 14
#: Kinds of roads that a page tells apart -> classes; all others are streets.
_CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "main": ("motorway", "trunk", "primary", "secondary"),
    "paths": ("footway", "path", "pedestrian", "steps", "track", "cycleway", "bridleway", "corridor"),
}
_SECONDARY: Final = ("secondary", "secondary_link")
#: How far lines may move [m]: on a map of the city, and on one of a few streets.
_MAIN_TOLERANCE_M: Final = 10.0
_TILE_TOLERANCE_M: Final = 1.5
#: Edges of a network that is drawn whole where nobody says which of its roads are main ones.
_ALL_DRAWN: Final = 20_000


def pack_main_roads(roads: gpd.GeoDataFrame, *, with_secondary: bool = True) -> str:
    """Pack the main roads of a city.

    Parameters
    ----------
    roads
        The roads layer, maybe with ``highway``.
    with_secondary
        Whether secondary roads are among them: two thirds of all.

    Returns
    -------
    str
        As :func:`maps.encode.pack_lines` writes them; all roads of a small city that does not say which are main ones.

    Examples
    --------
    >>> pack_main_roads(gpd.GeoDataFrame({"highway": []}, geometry=[], crs="EPSG:32635"))
    ''
    """
    chosen = roads[_find_kind(roads, "main")]
    if not with_secondary and "highway" in roads:
        chosen = chosen[~chosen["highway"].isin(_SECONDARY)]
    if chosen.empty and len(roads) <= _ALL_DRAWN:
        chosen = roads
    return pack_lines(gpd.GeoSeries(chosen.geometry), tolerance_m=_MAIN_TOLERANCE_M)


def _find_kind(roads: gpd.GeoDataFrame, kind: str) -> Bool:
    if "highway" not in roads:
        return np.zeros(len(roads), bool)
    classes = _CLASSES[kind]
    return np.asarray(roads["highway"].isin([*classes, *(f"{name}_link" for name in classes)]), bool)


def pack_tile(roads: gpd.GeoDataFrame, boxes: Float64, x: int, y: int) -> dict[str, str]:
    """Pack the roads of a tile.

    Parameters
    ----------
    roads
        The roads layer, maybe with ``highway``.
    boxes
        Their bounds in its CRS [m], shape (n, 4).
    x, y
        Column and row of the tile among those of :data:`TILE_ZOOM`, as maps on the web count them.

    Returns
    -------
    dict
        ``main, streets, paths``, cut at the tile's edges, as :func:`maps.encode.pack_lines` writes them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> roads = build_sample().roads
    >>> pack_tile(roads, roads.bounds.to_numpy(), 0, 0)
    {'main': '', 'streets': '', 'paths': ''}
    """
    within = find_tile_box(x, y)
    if not len(boxes):
        return dict.fromkeys(("main", "streets", "paths"), "")
    around = np.append(boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0))
    west, south, east, north = project_box(within, around=around, crs=roads.crs).bounds
    is_near = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    near = roads[is_near]
    is_main, is_path = _find_kind(near, "main"), _find_kind(near, "paths")
    chosen = {"main": is_main, "streets": ~is_main & ~is_path, "paths": is_path}
    return {
        kind: pack_lines(gpd.GeoSeries(near.geometry[mine]), tolerance_m=_TILE_TOLERANCE_M, within=within)
        for kind, mine in chosen.items()
    }


def find_tile_box(x: int, y: int) -> tuple[float, float, float, float]:
    """Find the box of a tile.

    Parameters
    ----------
    x, y
        Column and row among those of :data:`TILE_ZOOM`.

    Returns
    -------
    tuple of float
        West, south, east and north [degrees, WGS-84].

    Examples
    --------
    >>> [round(side, 3) for side in find_tile_box(13365, 6502)]
    [113.665, 34.76, 113.687, 34.778]
    """
    count = 1 << TILE_ZOOM

    def find_lat(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / count))))

    return x / count * 360 - 180, find_lat(y + 1), (x + 1) / count * 360 - 180, find_lat(y)
