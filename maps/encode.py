"""From geometry to short texts that a page unpacks: simplified, in steps of a metre, five bits per character."""

from itertools import pairwise
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int64, Integer, UInt8, group_starts
from geo.crs.projection import to_lonlat
from geo.walking.compiled import compiled
from maps.line_chains import chain_lines

#: 1e5 units per degree: 1.1 m, finer than a screen shows.
UNITS_PER_DEGREE: Final = 100_000
#: 64 characters that JSON, HTML and scripts leave alone.
_ALPHABET: Final = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", np.uint8)
_DIGITS: Final = 6


def pack_lines(
    lines: gpd.GeoSeries, *, tolerance_m: float, within: tuple[float, float, float, float] | None = None
) -> str:
    """Join, simplify and pack lines.

    Parameters
    ----------
    lines
        LineStrings in a metric CRS.
    tolerance_m
        Farthest a dropped vertex may lie from the line [m].
    within
        West, south, east and north of a box that they are cut to [degrees, WGS-84]; None for all.

    Returns
    -------
    str
        One packed part per line, joined by ``.``, see :func:`pack_parts`; empty without lines.

    Examples
    --------
    >>> pack_lines(gpd.GeoSeries([], crs="EPSG:32635"), tolerance_m=8.0)
    ''
    """
    if not len(lines):
        return ""
    xy, chain = _simplify(*chain_lines(*shapely.get_coordinates(lines.to_numpy(), return_index=True)), tolerance_m)
    placed = np.column_stack(to_lonlat(xy, lines.crs))
    if within is not None:
        cut = shapely.clip_by_rect(shapely.linestrings(placed, indices=chain), *within)
        placed, chain = shapely.get_coordinates(shapely.get_parts(cut), return_index=True)
    return ".".join(pack_parts(placed, chain))


def _simplify(xy: Float64, line: Int64, tolerance_m: float) -> tuple[Float64, Int64]:
    """Simplify lines; most have two vertices, and stay."""
    is_bent = np.bincount(line)[line] > 2 if len(line) else np.zeros(0, bool)
    bent, number = np.unique(line[is_bent], return_inverse=True)
    simple = shapely.simplify(shapely.linestrings(xy[is_bent], indices=number), tolerance_m, preserve_topology=False)
    kept, of_bent = shapely.get_coordinates(simple, return_index=True)
    owner = np.concatenate([line[~is_bent], bent[of_bent]])
    order = np.argsort(owner, kind="stable")
    return np.concatenate([xy[~is_bent], kept])[order], owner[order]


def pack_polygons(shapes: gpd.GeoSeries, *, tolerance_m: float) -> list[str]:
    """Simplify and pack polygons, borders shared before staying shared.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons in a metric CRS.
    tolerance_m
        Tolerance of the simplification [m]: a triangle of this side squared may be cut off; 0 for none.

    Returns
    -------
    list of str
        One text per shape: polygons joined by ``;``, rings by ``,``.

    Examples
    --------
    >>> pack_polygons(gpd.GeoSeries([shapely.box(0, 0, 1000, 1000)], crs="EPSG:32635"), tolerance_m=1.0)[0].count(",")
    0
    """
    if not len(shapes):
        return []
    simple = shapely.coverage_simplify(shapes.to_numpy(), tolerance_m) if tolerance_m else shapes.to_numpy()
    placed = gpd.GeoSeries(simple, crs=shapes.crs).to_crs(4326)
    polygons, shape = shapely.get_parts(placed.to_numpy(), return_index=True)
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
        One text per part: x, y, dx, dy, ...; each number is zig-zag coded, five bits per character, lowest first, and
        all but its last character come from the upper half of the alphabet.

    Examples
    --------
    >>> pack_parts(np.array([[0.0, 0.0], [0.00001, -0.00001]]), np.array([0, 0]))
    ['AACB']
    """
    whole = np.round(coordinates * UNITS_PER_DEGREE).astype(np.int64)
    first = group_starts(part)
    steps = np.where(first[:, None], whole, np.diff(whole, axis=0, prepend=0))
    return pack_numbers(((steps << 1) ^ (steps >> 63)).ravel(), np.repeat(part, 2))


def pack_numbers(numbers: Int64, part: Integer) -> list[str]:
    """Pack whole numbers from 0, five bits per character: few characters for small ones.

    Parameters
    ----------
    numbers
        Less than 2**30, shape (n,).
    part
        Part that each number belongs to, ascending, shape (n,).

    Returns
    -------
    list of str
        One text per part: each number lowest bits first; all but its last character come from the upper half of the
        alphabet.

    Examples
    --------
    >>> pack_numbers(np.array([0, 31, 32, 5]), np.array([0, 0, 0, 1]))
    ['AfgB', 'F']
    """
    letters, ends = np.empty(len(numbers) * _DIGITS, np.uint8), np.empty(len(numbers), np.int64)
    filled = _spell(numbers, letters, ends)
    text = _ALPHABET[letters[:filled]].tobytes().decode("ascii")
    first = group_starts(part)
    cuts = [0, *ends[np.r_[first[1:], True]].tolist()] if len(part) else [0]
    return [text[start:end] for start, end in pairwise(cuts)]


@compiled
def _spell(numbers: Int64, letters: UInt8, ends: Int64) -> int:
    """Write numbers as letters, five bits each; tell where each number ends and how many letters there are."""
    filled = 0
    for i in range(len(numbers)):
        rest = numbers[i]
        while rest > 31:
            letters[filled] = 32 + (rest & 31)
            filled += 1
            rest >>= 5
        letters[filled] = rest
        filled += 1
        ends[i] = filled
    return filled


def pack_points(points: gpd.GeoSeries) -> str:
    """Pack points in their order as one part.

    Parameters
    ----------
    points
        Points with a CRS.

    Returns
    -------
    str
        As :func:`pack_parts` writes it; empty without points.

    Examples
    --------
    >>> pack_points(gpd.GeoSeries([shapely.Point(0, 0), shapely.Point(0.00001, -0.00001)], crs=4326))
    'AACB'
    >>> pack_points(gpd.GeoSeries([], crs=4326))
    ''
    """
    coordinates: Float64 = shapely.get_coordinates(points.to_crs(4326).to_numpy())
    return "".join(pack_parts(coordinates, np.zeros(len(coordinates), np.int64))) if len(coordinates) else ""
