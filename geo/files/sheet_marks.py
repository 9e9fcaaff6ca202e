"""What a sheet of a workbook says beside its values: cells that are merged, and formulas that nobody has computed."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from openpyxl.utils import range_boundaries

_CHUNK_BYTES: Final = 1 << 20
#: A cell or a merge has fewer bytes than this, but for long texts, which hold neither.
_OVERLAP_BYTES: Final = 1 << 14


_MERGE: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
#: A formula without a value behind it: what programs write that do not compute; one of a text may be empty.
_FORMULA: Final = re.compile(
    rb'<(?:\w+:)?c\s(?![^<>]*\bt="str")[^<>]*?\br="([A-Z]+\d+)"[^<>]*>\s*'
    rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*(?:/>|>\s*</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)


@dataclass
class SheetMarks:
    """Merged ranges as first and last row and column, from 1, and names of cells whose formula has no value."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)


def read_marks(path: Path, member: str) -> SheetMarks:
    """Read the marks of a sheet.

    Parameters
    ----------
    path
        The workbook.
    member
        Name of the sheet's file in it.

    Returns
    -------
    SheetMarks
        In the order of the sheet.

    Raises
    ------
    OSError, zipfile.BadZipFile, KeyError
        If it cannot be read.
    """
    marks = SheetMarks()
    with zipfile.ZipFile(path) as zipped, zipped.open(member.lstrip("/")) as sheet:
        for chunk in _iter_overlapping(iter(lambda: sheet.read(_CHUNK_BYTES), b"")):
            if b"mergeCell" in chunk:
                marks.merges += [_to_range(hit[1].decode()) for hit in _MERGE.finditer(chunk)]
            if b"<f" in chunk or b":f" in chunk:
                marks.formulas += [hit[1].decode() for hit in _FORMULA.finditer(chunk)]
    marks.merges = sorted(set(marks.merges))
    marks.formulas = list(dict.fromkeys(marks.formulas))
    return marks


def _iter_overlapping(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield chunks with the end of the one before, so that nothing is cut."""
    before = b""
    for chunk in chunks:
        yield before + chunk
        before = (before + chunk)[-_OVERLAP_BYTES:]


def _to_range(text: str) -> tuple[int, int, int, int]:
    first_column, first_row, last_column, last_row = range_boundaries(text)
    return int(first_row or 1), int(last_row or 1), int(first_column or 1), int(last_column or 1)


def fill_merged(
    rows: Iterator[tuple[int, list[str]]], marks: SheetMarks, filled: list[str]
) -> Iterator[tuple[int, list[str]]]:
    """Write into each row what stands in a merged cell that reaches down to it.

    A number stays in the first row only, unless it is a code: three rows of homes have not each the residents of all.

    Parameters
    ----------
    rows
        Rows with their numbers, from the top down.
    marks
        Of the sheet.
    filled
        The first cell of each merge that is filled is added here.

    Yields
    ------
    tuple
        Number and cells of each row.

    Examples
    --------
    >>> marks, filled = SheetMarks(merges=[(2, 3, 1, 1)]), []
    >>> list(fill_merged(iter([(2, ["South", "3"]), (3, ["", "4"])]), marks, filled))
    [(2, ['South', '3']), (3, ['South', '4'])]
    """
    down = [merge for merge in marks.merges if merge[1] > merge[0]]
    reaching: dict[int, tuple[int, str]] = {}
    at = 0
    for number, given in rows:
        cells = given
        while at < len(down) and down[at][0] <= number:
            first_row, last_row, column, _ = down[at]
            text = cells[column - 1] if first_row == number and column <= len(cells) else ""
            if text and not _is_amount(text):
                reaching[column] = (last_row, text)
                filled.append(f"{first_row}:{column}")
            at += 1
        for column, (last_row, text) in list(reaching.items()):
            if last_row < number:
                del reaching[column]
            elif column > len(cells):
                cells = [*cells, *[""] * (column - len(cells) - 1), text]
            elif not cells[column - 1]:
                cells[column - 1] = text
        yield number, cells


#: Digits from which a whole number is a code.
_CODE_DIGITS: Final = 9


def _is_amount(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return not (text.isdigit() and len(text) >= _CODE_DIGITS)
