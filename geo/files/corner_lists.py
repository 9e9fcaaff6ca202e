"""Surveyors' lists of corners in one text: how corners are numbered, and which of x and y is north."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

import pandas as pd
import shapely

from geo.arrays import Shapes
from geo.crs.hints import is_north_first

_HALF_WIDTH: Final = str.maketrans("，；｜（）　。：", ",;|() .:")
#: How a corner of a surveyor's list begins.
_CORNER: Final = re.compile(r"[^\W\d_]{1,6}[-_]?\d{1,4}(?![\d.])|[XY]\s*[=: ]\s*\d|点号|界址点|序号", re.IGNORECASE)
#: A corner that is numbered without a letter: ①, (1), 第1点, 1# or 1、 before its coordinates.
_MARK: Final = re.compile(
    r"(?:(?P<ring>[①-⑳])|\(\s*(?P<bracket>\d{1,4})\s*\)|第\s*(?P<place>\d{1,4})\s*点|"
    r"(?<![\d.])(?P<bare>\d{1,4})\s*(?:[#、:]|号点?))\s*[,:、]?\s*"
)
#: Numbers in a corner without a letter: its own, x and y, and maybe a height.
_WORDS: Final = (3, 4)
#: Fewest corners by which a numbering is known as one.
_FEWEST: Final = 3


def to_half_width(text: str) -> str:
    """Bring the punctuation of a text to its half-width form.

    Parameters
    ----------
    text
        Any.

    Returns
    -------
    str
        Of the same length.

    Examples
    --------
    >>> to_half_width("1，2；3")
    '1,2;3'
    """
    return text.translate(_HALF_WIDTH)


def is_corner_list(text: str) -> bool:
    """Tell whether a text is a surveyor's list, each corner with its number or its axes named: there x is north.

    Parameters
    ----------
    text
        Any text of a cell.

    Returns
    -------
    bool
        False for WKT, GeoJSON and plain lists of numbers.

    Examples
    --------
    >>> texts = "J1,34,56;J2,35,56", "X=34 Y=56;X=35 Y=56", "1,34,56;2,35,56;3,35,57", "34,56;35,56", "POINT (1 2)"
    >>> [is_corner_list(text) for text in texts]
    [True, True, True, False, False]
    """
    return _CORNER.match(letter_corners(text)) is not None


def letter_corners(text: str) -> str:
    """Write a J before the numbers of corners that have no letter of their own.

    Parameters
    ----------
    text
        Of a cell.

    Returns
    -------
    str
        In half-width signs; otherwise the text itself where its corners are not numbered 1, 2, 3 and on.

    Examples
    --------
    >>> letter_corners("1,34,56；2,35,56；3,35,57")
    'J1,34,56;J2,35,56;J3,35,57'
    >>> letter_corners("①34,56②35,56③35,57"), letter_corners("34,56;35,56;35,57")
    ('J1,34,56;J2,35,56;J3,35,57', '34,56;35,56;35,57')
    """
    text = to_half_width(text).strip()
    if text[:1].isalpha() and not text.startswith(("第", "点", "序", "界")):
        return text
    marks = list(_MARK.finditer(text))
    if marks and marks[0].start() == 0 and _is_numbering([_read_mark(mark) for mark in marks]):
        return re.sub(r"[\s,;]*(\|?)[\s,;]*(?=;J)", r"\1", _MARK.sub(_write_mark, text)).replace("|;", "|").lstrip(";")
    rings = [_list_corners(ring) for ring in text.split("|")]
    corners = [corner for ring in rings for corner in ring]
    if not all(len(corner) == len(corners[0]) and len(corner) in _WORDS for corner in corners):
        words = re.split(r"[\s,;|]+", text)
        rings = [[words[i : i + _WORDS[0]] for i in range(0, len(words), _WORDS[0])]]
        corners = rings[0] if len(words) % _WORDS[0] == 0 else []
    if not all(corner[0].isdecimal() for corner in corners) or not _is_numbering([int(c[0]) for c in corners]):
        return text
    return "|".join(";".join("J" + ",".join(corner) for corner in ring) for ring in rings)


def read_corner_number(label: str) -> int | None:
    """Read the number of a corner.

    Parameters
    ----------
    label
        What stands before its coordinates, or in a column of its own.

    Returns
    -------
    int or None
        None where it has none, such as ``X=``.

    Examples
    --------
    >>> read_corner_number("J12"), read_corner_number("界址点3"), read_corner_number("①"), read_corner_number("X")
    (12, 3, 1, None)
    """
    found = re.match(r"(?:[^\W\d_]*[-_ ]?|\()(\d{1,4})(?![\d.]*\d)", unicodedata.normalize("NFKC", label.strip()))
    return int(found[1]) if found else None


def turn_corner_lists(shapes: Shapes, texts: "pd.Series[str]", *, datum: str | None) -> int:
    """Put east first in surveyors' lists of corners, whose x is north, where the numbers agree.

    Parameters
    ----------
    shapes
        What the texts say, None where they cannot be read, shape (n,); changed.
    texts
        Of the cells, shape (n,).
    datum
        What the file is read as; None turns nothing.

    Returns
    -------
    int
        How many were turned.

    Examples
    --------
    >>> import numpy as np
    >>> shapes = np.array([shapely.box(3_847_000, 468_000, 3_847_100, 468_100)])
    >>> turn_corner_lists(shapes, pd.Series(["J1,3847000,468000;J2,..."]), datum="EPSG:4547"), shapes[0].bounds[0]
    (1, 468000.0)
    """
    if datum is None:
        return 0
    rows = [
        row
        for row, (text, shape) in enumerate(zip(texts, shapes, strict=True))
        if shape is not None
        and is_corner_list(text)
        and is_north_first(*shapely.get_coordinates(shape)[0].tolist(), datum=datum)
    ]
    shapes[rows] = shapely.transform(shapes[rows], lambda xy: xy[:, ::-1])
    return len(rows)


def _list_corners(ring: str) -> list[list[str]]:
    """List the numbers of each corner of a ring, one line or part for each, without a line of headings."""
    parts = re.split(r"[;\n]+", ring) if re.search(r"[;\n]", ring) else ring.split(",")
    corners = [[word for word in re.split(r"[\s,]+", part) if word] for part in parts if re.search(r"\d", part)]
    if len(corners) > 1 or not corners:
        return corners
    return [pair.split(",") for pair in ring.split()]  # "1,x,y 2,x,y"


def _is_numbering(numbers: Sequence[int]) -> bool:
    """Tell whether numbers run 1, 2, 3 and on, but for those of corners that were there before: rings are closed."""
    if len(numbers) < _FEWEST or numbers[:3] != [1, 2, 3]:
        return False
    seen = 0
    for number in numbers:
        if not 0 < number <= seen + 1:
            return False
        seen = max(seen, number)
    return True


def _read_mark(mark: "re.Match[str]") -> int:
    digits = next(group for group in mark.groups() if group)
    return int(unicodedata.numeric(digits)) if mark["ring"] else int(digits)


def _write_mark(mark: "re.Match[str]") -> str:
    return f";J{_read_mark(mark)},"
