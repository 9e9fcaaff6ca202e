"""From tables to the compact payload that a page carries: whole metres, packed differences, few words."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Integer, group_starts

#: 1e5 units a degree: 1.1 m, finer than a screen shows.
_UNITS_PER_DEGREE: Final = 100_000


#: 64 characters that JSON, HTML and scripts leave alone.
_ALPHABET: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)


_DIGITS: Final = 6


ROAD_TOLERANCE_M: Final = 8.0


UNIT_TOLERANCE_M: Final = 1.0


GAP_TOLERANCE_M: Final = 1.0


#: A page draws no more gap areas of a category than these, those with most people.
GAPS_SHOWN: Final = 400


#: Networks with more edges are drawn without their smallest ways, which nobody could see on a map of the city.
_EDGES_DRAWN: Final = 150_000


_SMALL_WAYS: Final = ("footway", "path", "service", "steps", "track", "cycleway")


def find_bounds(*layers: gpd.GeoSeries) -> tuple[float, float, float, float]:
    """Find the box round layers.

    Parameters
    ----------
    *layers
        Geometry with a CRS; empty ones do not count.

    Returns
    -------
    tuple of float
        West, south, east, north [degrees, WGS-84]; the whole world if all are empty.

    Examples
    --------
    >>> find_bounds(gpd.GeoSeries([shapely.Point(1, 2)], crs=4326))
    (1.0, 2.0, 1.0, 2.0)
    """
    boxes = [shapely.box(*layer.to_crs(4326).total_bounds) for layer in layers if len(layer)]
    if not boxes:
        return (-180.0, -60.0, 180.0, 70.0)
    west, south, east, north = map(float, shapely.total_bounds(boxes))
    return west, south, east, north


def choose_roads(roads: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Choose the roads that a page draws.

    Parameters
    ----------
    roads
        The roads layer, with ``highway``.

    Returns
    -------
    geopandas.GeoSeries
        All of them, or all but the smallest ways of a large network.

    Examples
    --------
    >>> line = gpd.GeoDataFrame({"highway": ["path"]}, geometry=[shapely.LineString([(0, 0), (1, 0)])])
    >>> len(choose_roads(line))
    1
    """
    if len(roads) <= _EDGES_DRAWN:
        return roads.geometry
    return roads.geometry[~roads["highway"].isin(_SMALL_WAYS)]


def pack_lines(lines: gpd.GeoSeries, *, tolerance_m: float) -> str:
    """Join, simplify and pack lines.

    Parameters
    ----------
    lines
        LineStrings in a metric CRS.
    tolerance_m
        Farthest a dropped vertex may lie from the line [m].

    Returns
    -------
    str
        One packed part a line, joined by ``.``; see :func:`pack_parts`.

    Examples
    --------
    >>> pack_lines(gpd.GeoSeries([], crs="EPSG:32635"), tolerance_m=8.0)
    ''
    """
    if not len(lines):
        return ""
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines.to_numpy())))
    simple = gpd.GeoSeries(shapely.simplify(merged, tolerance_m, preserve_topology=False), crs=lines.crs)
    coordinates, line = shapely.get_coordinates(simple.to_crs(4326).to_numpy(), return_index=True)
    return ".".join(pack_parts(coordinates, line))


def pack_polygons(shapes: gpd.GeoSeries, *, tolerance_m: float) -> list[str]:
    """Simplify and pack polygons, borders shared before staying shared.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons in a metric CRS.
    tolerance_m
        Tolerance of the simplification [m]: a triangle of this side squared may be cut off.

    Returns
    -------
    list of str
        One text a shape: polygons joined by ``;``, rings by ``,``.

    Examples
    --------
    >>> pack_polygons(gpd.GeoSeries([shapely.box(0, 0, 1000, 1000)], crs="EPSG:32635"), tolerance_m=1.0)[0].count(",")
    0
    """
    if not len(shapes):
        return []
    simple = gpd.GeoSeries(shapely.coverage_simplify(shapes.to_numpy(), tolerance_m), crs=shapes.crs).to_crs(4326)
    polygons, shape = shapely.get_parts(simple.to_numpy(), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    closing = np.r_[ring[1:] != ring[:-1], True]
    packed = pack_parts(coordinates[~closing], ring[~closing])
    texts = [""] * len(shapes)
    previous = -1
    for text, which in zip(packed, polygon, strict=True):
        join = "" if not texts[shape[which]] else "," if which == previous else ";"
        texts[shape[which]] += join + text
        previous = which
    return texts


def pack_parts(coordinates: Float64, part: Integer) -> list[str]:
    """Pack vertices as differences from the one before, in base 32 with 64 characters.

    The idea is that of the encoded polyline: a difference of one street's length takes four characters. The first
    vertex of a part counts from longitude and latitude 0.

    Parameters
    ----------
    coordinates
        Longitude and latitude [degrees], shape (n, 2).
    part
        Part that each vertex belongs to, ascending, shape (n,).

    Returns
    -------
    list of str
        One text a part: x, y, dx, dy, ...; each number is zig-zag coded, five bits a character, lowest first, and all
        but its last character come from the upper half of the alphabet.

    Examples
    --------
    >>> pack_parts(np.array([[0.0, 0.0], [0.00001, -0.00001]]), np.array([0, 0]))
    ['AACB']
    """
    whole = np.round(coordinates * _UNITS_PER_DEGREE).astype(np.int64)
    first = group_starts(part)
    steps = np.where(first[:, None], whole, np.diff(whole, axis=0, prepend=0))
    zigzag = ((steps << 1) ^ (steps >> 63)).ravel()
    digits = (zigzag[:, None] >> (5 * np.arange(_DIGITS))) & 31
    last = np.maximum(np.where(digits > 0, np.arange(_DIGITS), 0).max(axis=1), 0)
    used = np.arange(_DIGITS) <= last[:, None]
    digits += 32 * (np.arange(_DIGITS) < last[:, None])
    text = _ALPHABET[digits[used]].tobytes().decode("ascii")
    ends = np.cumsum(used.sum(axis=1).reshape(-1, 2).sum(axis=1))
    cuts = [0, *ends[np.r_[first[1:], True]].tolist()]
    return [text[start:end] for start, end in pairwise(cuts)]


def pack_units(units: gpd.GeoDataFrame, categories: Sequence[str]) -> dict[str, Any]:
    """Pack grid units with their figures, column by column.

    Parameters
    ----------
    units
        ``code, name, residents, homes``, maybe ``households``, and ``covered_<c>, uncovered_<c>, unknown_<c>``.
    categories
        Categories and ``all``.

    Returns
    -------
    dict
        ``shape, code, name, residents, households`` and ``covered``, ``uncovered`` by category; people are rounded to
        one, and those neither covered nor uncovered are unknown.

    Examples
    --------
    >>> units = gpd.GeoDataFrame(
    ...     {"code": ["1"], "name": ["A"], "residents": [2.4]}, geometry=[shapely.box(0, 0, 9, 9)], crs="EPSG:32635"
    ... )
    >>> pack_units(units, [])["residents"]
    [2]
    """
    return {
        "shape": pack_polygons(units.geometry, tolerance_m=UNIT_TOLERANCE_M),
        "code": units["code"].tolist(),
        "name": units["name"].tolist(),
        "residents": _whole(units["residents"]),
        "households": _whole(units["households"]) if "households" in units else None,
        **{
            tally: {category: _whole(units[f"{tally}_{category}"]) for category in categories}
            for tally in ("covered", "uncovered")
        },
    }


def pack_facilities(facilities: gpd.GeoDataFrame, categories: Sequence[str]) -> dict[str, Any]:
    """Pack facilities by category.

    Parameters
    ----------
    facilities
        ``facility_id, category, name`` and points.
    categories
        The categories.

    Returns
    -------
    dict
        Category -> ``{"at": packed points, "id": [...], "name": [...]}``.

    Examples
    --------
    >>> spot = gpd.GeoDataFrame(
    ...     {"facility_id": ["f"], "category": ["clinic"], "name": ["A"]}, geometry=[shapely.Point(3, 0)], crs=4326
    ... )
    >>> pack_facilities(spot, ["clinic"])["clinic"]["name"]
    ['A']
    """
    points = facilities.geometry.to_crs(4326)
    packed = {}
    for category in categories:
        chosen = (facilities["category"] == category).to_numpy()
        coordinates = shapely.get_coordinates(points[chosen].to_numpy())
        packed[category] = {
            "at": "".join(pack_parts(coordinates, np.zeros(len(coordinates), np.int64))) if len(coordinates) else "",
            "id": facilities["facility_id"][chosen].tolist(),
            "name": facilities["name"][chosen].fillna("").tolist(),
        }
    return packed


def pack_gaps(gaps: gpd.GeoDataFrame, categories: Sequence[str]) -> dict[str, Any]:
    """Pack gap areas by category.

    Parameters
    ----------
    gaps
        As :func:`geo.coverage.gaps.find_gaps` makes them; may be empty.
    categories
        The categories.

    Returns
    -------
    dict
        Category -> ``{"shape", "residents", "households", "area_m2", "shortfall_m"}``, the largest ones, None where not
        known; ``total`` is the number of all.

    Examples
    --------
    >>> empty = gpd.GeoDataFrame({"category": []}, geometry=[], crs="EPSG:32635")
    >>> pack_gaps(empty, ["clinic"])["clinic"]["shape"]
    []
    """
    return {category: _pack_category_gaps(gaps[gaps["category"] == category]) for category in categories}


def _pack_category_gaps(gaps: gpd.GeoDataFrame) -> Mapping[str, Any]:
    numbers = ("residents", "households", "area_m2", "shortfall_m")
    total, gaps = len(gaps), gaps.nlargest(GAPS_SHOWN, "residents") if len(gaps) > GAPS_SHOWN else gaps
    return {
        "total": total,
        "shape": pack_polygons(gaps.geometry, tolerance_m=GAP_TOLERANCE_M),
        **{name: _whole(gaps[name]) if len(gaps) else [] for name in numbers},
    }


def _whole(values: pd.Series) -> list[int | None]:
    """Round to whole numbers, None where there is none."""
    return [None if np.isnan(value) else round(value) for value in values.to_numpy(float).tolist()]
