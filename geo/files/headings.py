"""Where the headings of a table stand: below titles, in two rows, with blanks, or twice the same."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

#: How many rows of a table are looked at, and how many of them may be titles.
LOOKED_AT: Final = 40
_MOST_TITLES: Final = 15
#: The share of the cells of the rows below that a row of headings has at least.
_FILLED: Final = 0.6


#: What is no heading: a number, perhaps with a unit, or coordinates.
_NUMBER: Final = re.compile(r"[约≈~]?\s*[-+±]?[\d０-９][\d０-９.,，．:：/\-\s]*(?:[eE][+-]?\d+)?\s*[%万亿户人套°]?")
_SHAPE: Final = re.compile(r"(?:MULTI)?(?:POINT|POLYGON|LINESTRING)\s*Z?\s*\(|\{", re.IGNORECASE)
_LONGEST: Final = 60
#: Signs that are seen by nobody.
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True)
class Heading:
    """The headings of a table.

    Parameters
    ----------
    begin, end
        Its first row, and the first row behind it, from 0.
    names
        One name for each column, all different.
    named
        How many columns there are up to the last that the table names itself.
    """

    begin: int
    end: int
    names: tuple[str, ...]
    named: int


def find_heading(given: Sequence[Sequence[str]], *, is_ruled: bool) -> Heading | None:
    """Find the headings of a table.

    Parameters
    ----------
    given
        The first rows of the table, "" where a cell is empty.
    is_ruled
        Whether cells cannot be taken apart wrongly: in a workbook they are kept apart, in a text by a sign that may
        stand in them too. Of a text the rows below a title must show that it is one.

    Returns
    -------
    Heading or None
        The first row that is filled as those below and holds no number; the first of all where none is. None for rows
        of nothing.

    Examples
    --------
    >>> find_heading([["Homes of 2024", ""], ["id ", "people"], ["a", "3"]], is_ruled=True)
    Heading(begin=1, end=2, names=('id', 'people'), named=2)
    >>> find_heading([["id", "place", ""], ["", "lon", "lat"], ["a", "3", "4"]], is_ruled=True).names
    ('id', 'lon', 'lat')
    """
    rows = [[clean_heading(cell) for cell in row] for row in given[:LOOKED_AT]]
    filled = [sum(map(bool, row)) for row in rows]
    first = next((at for at, count in enumerate(filled) if count), None)
    if first is None:
        return None
    begin, end = _search(rows, filled, first, is_ruled) or (first, first + 1)
    width = max(map(len, rows)) if is_ruled else _find_width(rows, max(map(len, rows[begin:end])))
    lower = [*rows[end - 1], *[""] * (width - len(rows[end - 1]))]
    upper = [*rows[begin], *[""] * (width - len(rows[begin]))]
    names = lower if end == begin + 1 else _join_names(upper, lower)
    return Heading(begin, end, make_different(names), max(at for at, name in enumerate(names, 1) if name))


def _find_width(rows: list[list[str]], width: int) -> int:
    """Find how many cells rows of a text have: those behind the headings count only where all are empty."""
    return width if any(cell for row in rows for cell in row[width:]) else max(map(len, rows))


def clean_heading(text: str) -> str:
    r"""Write a heading without blanks around it, line breaks, and signs that nobody sees.

    Examples
    --------
    >>> clean_heading(" 经度\n\u3000")
    '经度'
    """
    return " ".join(_UNSEEN.sub("", text).split())


def make_different(names: Sequence[str]) -> tuple[str, ...]:
    """Make names different: one that is empty is called after its column, one that stands twice gets a number.

    Examples
    --------
    >>> make_different(["id", "", "id"])
    ('id', 'column_2', 'id.1')
    """
    seen: Counter[str] = Counter()
    taken = set(names)
    different: list[str] = []
    for at, given in enumerate(names, start=1):
        name = given or f"column_{at}"
        while seen[name] or (name != given and name in taken):
            seen[name] += 1
            name = f"{name}.{seen[name] - 1}"
        seen[name] += 1
        different.append(name)
    return tuple(different)


def is_twice(name: str, names: Collection[str]) -> bool:
    """Tell whether a heading stood twice, by what :func:`make_different` made of the other.

    Examples
    --------
    >>> is_twice("id", make_different(["id", "name", "id"])), is_twice("name", ["id", "name"])
    (True, False)
    """
    return f"{name}.1" in names


def _search(rows: list[list[str]], filled: list[int], first: int, is_ruled: bool) -> tuple[int, int] | None:
    for at in range(first, min(len(rows), first + _MOST_TITLES)):
        if not filled[at]:
            continue
        below = [count for count in filled[at + 1 :] if count]
        has_numbers = any(is_number(cell) for cell in rows[at])
        if not has_numbers and _is_pair(rows, at):
            return at, at + 2
        if below and filled[at] < _FILLED * median(below):
            continue  # a title
        is_shown = is_ruled or at == first or any(is_number(cell) for row in rows[at + 1 :] for cell in row)
        return None if has_numbers or not is_shown else (at, at + 1)
    return None


def _is_pair(rows: list[list[str]], at: int) -> bool:
    """Tell whether a row names groups of columns and the next the columns: each is empty where only the other names."""
    if at + 2 >= len(rows):
        return False
    upper, lower = rows[at], rows[at + 1]
    width = max(len(upper), len(lower))
    upper, lower = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    if any(is_number(cell) for cell in lower):
        return False
    alone = [n for n in range(width) if upper[n] and not lower[n]]
    inside = [n for n in range(width) if lower[n] and not upper[n]]
    begins = [n for n in range(width) if upper[n] and lower[n]]
    below = [row for row in rows[at + 2 :] if any(row)]
    shown = any(is_number(cell) for row in below for cell in row)
    in_groups = all(n + 1 in inside for n in begins) and all(n - 1 in (*begins, *inside) for n in inside)
    return bool(alone and inside and begins and shown and in_groups)


def _join_names(upper: list[str], lower: list[str]) -> list[str]:
    """Name columns of two rows of headings; the group stands in front where names alone would be the same."""
    group, groups = "", []
    for above, below in zip(upper, lower, strict=True):
        group = above or (group if below else "")
        groups.append(group)
    names = [below or above for above, below in zip(upper, lower, strict=True)]
    again = Counter(names)
    return [
        f"{group}{name}" if again[name] > 1 and below else name
        for group, name, below in zip(groups, names, lower, strict=True)
    ]


def is_number(text: str) -> bool:
    """Tell whether a cell is a number or coordinates, as no heading is.

    Examples
    --------
    >>> [is_number(text) for text in ("1.2万", "113.66,34.75", "人口", "2024年")]
    [True, True, False, False]
    """
    return bool(_NUMBER.fullmatch(text[:_LONGEST]) or _SHAPE.match(text))
