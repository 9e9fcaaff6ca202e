"""Geometry that people write into a cell: WKT, GeoJSON, or a list of coordinates."""

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Final, Literal

import numpy as np
import shapely

from geo.errors import InvalidGeometryError
from geo.files.corner_lists import is_corner_list, letter_corners, read_corner_number
from geo.files.rings import nest_rings, split_rings

Wanted = Literal["area", "line", "point"]


#: Most characters of a cell of Excel; a text of just this length was cut, and its last number may be wrong.
_CELL_CHARACTERS: Final = 32_767


#: Brackets within brackets that WKT and GeoJSON of one geometry may have; GEOS crashes on very many.
_DEEPEST: Final = 10


_STEPS: Final = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}


#: What in a corner of a surveyor's list is no number.
_LABEL: Final = re.compile(r"[^\W\d_]+[-_]?\d{1,4}(?![\d.])|[^\W\d_]+")


#: Coordinates of the fewest corners that make an area or a line.
_FEWEST: Final = {"area": 3, "line": 2, "point": 1}


def parse_boundary(text: str, *, wanted: Wanted = "area") -> shapely.Geometry:
    """Read one geometry from a text.

    Parameters
    ----------
    text
        WKT, GeoJSON, or a list of x and y: ``"x,y;x,y;x,y"``, ``"x y, x y, x y"`` or ``"x,y x,y x,y"``; ``|`` stands
        between the parts of an area of several. Full-width punctuation counts as the half-width one, a third number
        (height) is left out. Lists need not be closed, and each corner may begin with its number (``J1,x,y``, or
        ``1,x,y``). Of an area with several rings those inside another are holes.
    wanted
        What a list stands for; WKT and GeoJSON say it themselves.

    Returns
    -------
    shapely.Geometry
        In the coordinates of the text; not checked for validity.

    Raises
    ------
    InvalidGeometryError
        If the text has no geometry in it, was cut, or has too few points: with the part that cannot be read.

    Examples
    --------
    >>> parse_boundary("0,0;4,0;4,3").wkt
    'POLYGON ((0 0, 4 0, 4 3, 0 0))'
    >>> parse_boundary("113.6 34.7, 113.7 34.7", wanted="line").wkt
    'LINESTRING (113.6 34.7, 113.7 34.7)'
    >>> parse_boundary("0,0;4,zero;4,3")
    Traceback (most recent call last):
    geo.errors.InvalidGeometryError: part 2, "4,zero": expected two numbers, x and y
    """
    if len(text) == _CELL_CHARACTERS:
        raise InvalidGeometryError(
            f"its text ends at {_CELL_CHARACTERS:,} characters, all that a cell of Excel holds: it is cut; "
            "simplify the boundary, or send it as GeoPackage or GeoJSON"
        )
    text = text.strip()
    if text.startswith("{"):
        return _parse_with(shapely.from_geojson, text, "GeoJSON")
    if re.match(r"[A-Za-z]", text) and not is_corner_list(text):
        if text.upper().startswith("SRID="):
            raise InvalidGeometryError('begins with "SRID="; leave that out and name the datum of the file')
        return _parse_with(shapely.from_wkt, text, "WKT")
    return _parse_list(letter_corners(text), wanted)


def count_vertices(text: str) -> int:
    """Count the vertices that a text of :func:`parse_boundary` may have at most, without reading it.

    Parameters
    ----------
    text
        WKT, GeoJSON, or a list of x and y.

    Returns
    -------
    int
        Every sign that may stand between two vertices counts as one.

    Examples
    --------
    >>> count_vertices("0,0;4,0;4,3"), count_vertices("POLYGON ((0 0, 4 0, 4 3, 0 0))")
    (5, 3)
    """
    return sum(map(text.count, ",;|，；｜、\n"))


def _parse_with(parser: Callable[[str], shapely.Geometry], text: str, what: str) -> shapely.Geometry:
    if max(accumulate(_STEPS[mark] for mark in re.findall(r"[(){}\[\]]", text)), default=0) > _DEEPEST:
        raise InvalidGeometryError(f'"{_shorten(text)}" is nested more than {_DEEPEST} deep; expected one geometry')
    try:
        with np.errstate(invalid="ignore"):  # NaN among the coordinates; they are found and reported later
            return parser(text)
    except UnicodeError:  # of the reason, which GEOS cuts within a character
        raise InvalidGeometryError(f'"{_shorten(text)}" is no valid {what}') from None
    except shapely.errors.GEOSException as error:
        reason = re.sub(r"^\w+Exception: ", "", str(error))
        raise InvalidGeometryError(f'"{_shorten(text)}" is no valid {what}: {reason[:200]}') from None


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _parse_list(text: str, wanted: Wanted) -> shapely.Geometry:
    shapes, before = [], 0
    for ring in filter(None, (part.strip() for part in text.split("|"))):
        pairs = _split_pairs(ring)
        if not pairs:
            continue
        xy = np.array([_parse_pair(pair, before + n) for n, pair in enumerate(pairs, start=1)])
        before += len(pairs)
        is_listed = is_corner_list(ring)
        numbers = [read_corner_number(pair) if is_listed else None for pair in pairs]
        shapes += [_build(part, wanted) for part in (split_rings(xy, numbers) if wanted == "area" else [xy])]
    if not shapes:
        raise InvalidGeometryError("no coordinates in its text")
    if wanted == "area":
        return nest_rings(shapes)
    if len(shapes) == 1:
        return shapes[0]
    return shapely.multilinestrings(shapes) if wanted == "line" else shapely.multipoints(shapes)


def _split_pairs(ring: str) -> list[str]:
    if is_corner_list(ring):
        corners = re.split(r"[;\n]+|[,\s]++(?=[^\W\d_]{1,4}[-_]?\d{1,4}(?![\d.]))", ring)
        return [corner.strip() for corner in corners if re.search(r"\d", corner)]  # without a line of headings
    if ";" in ring or "\n" in ring:
        pairs = re.split(r"[;\n]+", ring)
    elif re.fullmatch(r"[^\s,]+,[^\s,]+(,[^\s,]+)?(\s+[^\s,]+,[^\s,]+(,[^\s,]+)?)*", ring):
        pairs = ring.split()
    else:
        pairs = ring.split(",")
    return [pair.strip() for pair in pairs if pair.strip()]


def _parse_pair(pair: str, number: int) -> tuple[float, float]:
    plain = re.sub(r"[=:()]", " ", _LABEL.sub(" ", pair)) if is_corner_list(pair) else pair.strip("()[] ")
    words = [word for word in re.split(r"[,\s]+", plain) if word]
    try:
        x, y, *_ = map(float, words)
    except ValueError:
        words = []
    if len(words) not in (2, 3):
        raise InvalidGeometryError(f'part {number}, "{_shorten(pair)}": expected two numbers, x and y')
    return x, y


def _build(xy: np.ndarray, wanted: Wanted) -> shapely.Geometry:
    corners = len(np.unique(xy, axis=0))
    if corners < _FEWEST[wanted]:
        raise InvalidGeometryError(f"{corners} different points; expected {_FEWEST[wanted]} or more ({wanted})")
    if wanted == "area":
        return shapely.polygons(xy)
    return shapely.linestrings(xy) if wanted == "line" or len(xy) > 1 else shapely.points(xy[0])
