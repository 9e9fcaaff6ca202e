"""Sheets of Excel workbooks as tables of texts."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final

import openpyxl
import pandas as pd

from geo.errors import InputError
from geo.files.headings import LOOKED_AT, Heading, find_heading
from geo.files.read_limits import ReadLimits, check_size
from geo.files.sheet_marks import SheetMarks, fill_merged, read_marks
from geo.texts.notes import Note, make_note

#: The last row that a workbook can have; rows beyond would be made up one by one.
_LAST_ROW: Final = 1_048_576

#: Rows of a sheet that are looked at for anything that stands in it; and how many cells a message names.
_LOOKED_AT_FOR_ANY: Final = 1_000
_SHOWN: Final = 5


#: Names of the sheet that explains the columns of a template: no data, whatever it holds.
GUIDE_SHEETS: Final = {"zh": "填写说明", "en": "How to fill in"}
#: Numbers from which on a spreadsheet has lost digits: they are written so that this can be seen.
_LOST_DIGITS: Final = 1e15


@dataclass(frozen=True)
class Sheet:
    """A sheet that is being read.

    Parameters
    ----------
    heading
        Where its headings are; None for an empty sheet.
    rows
        The number that the spreadsheet shows beside each row below the headings, and its cells, as many as headings.
    filled
        Merged cells that were filled so far.
    """

    heading: Heading | None
    rows: Iterator[tuple[int, list[str]]]
    filled: list[str]


def read_sheet(
    path: Path, sheet: str | None, *, file: str, limits: ReadLimits | None
) -> tuple[pd.DataFrame, list[Note]]:
    """Read a sheet of a workbook.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Name of the sheet; None means the only one that is shown and holds anything but a template's explanations.
    file
        What to call the file in messages.
    limits
        The most it may hold; what a sheet says of its own size is not believed.

    Returns
    -------
    tuple
        Texts, "" where a cell is empty; whole numbers without a point; numbered as the spreadsheet numbers its rows,
        without those of nothing. Empty for an empty sheet. And notes.

    Raises
    ------
    InputError
        If it is no workbook, has no such sheet or several, a formula has no value, or it is too large.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.xlsx"
    ...     pd.DataFrame({"id": ["001"], "n": [3.0]}).to_excel(path, index=False)
    ...     frame, notes = read_sheet(path, None, file="a.xlsx", limits=None)
    >>> frame.to_dict("index"), notes
    ({2: {'id': '001', 'n': '3'}}, [])
    """
    with open_sheet(path, sheet, file=file, limits=limits) as opened:
        if opened.heading is None:
            return pd.DataFrame(), []
        numbers, cells = [], []
        for number, row in opened.rows:
            numbers.append(number)
            cells.append(row)
    frame = pd.DataFrame(cells, columns=list(opened.heading.names), index=pd.Index(numbers, dtype=int), dtype=str)
    notes = note_heading(opened.heading, file=path.name)
    if opened.filled:
        notes.append(make_note("filled_cells", file=path.name, cells=len(opened.filled)))
    return frame, notes


def note_heading(heading: Heading, *, file: str) -> list[Note]:
    """Note where the headings stand if not in the first row, and that they stand in two.

    Parameters
    ----------
    heading
        Where they are.
    file
        Name of the file.

    Returns
    -------
    list of Note
        One note, or none.
    """
    row = heading.begin + 1
    if heading.end - heading.begin > 1:
        return [make_note("two_heading_rows", file=file, row=row, next=row + 1)]
    return [make_note("heading_row", file=file, row=row)] if row > 1 else []


@contextmanager
def open_sheet(path: Path, sheet: str | None, *, file: str, limits: ReadLimits | None) -> Iterator[Sheet]:
    """Open a sheet of a workbook, to be read row by row.

    Parameters
    ----------
    path, sheet, file, limits
        As of :func:`read_sheet`.

    Yields
    ------
    Sheet
        To be read within.

    Raises
    ------
    InputError
        As of :func:`read_sheet`.
    """
    # opened here: openpyxl leaves a file open that it gives up on
    with path.open("rb") as opened:
        book = _load_workbook(opened, file)
        try:
            chosen = book[_choose_sheet(book, sheet, file)]
            marks = read_marks(path, chosen._worksheet_path)
            _check_formulas(marks, file)
            yield _begin(chosen, marks, file, limits)
        finally:
            book.close()


def _load_workbook(opened: BinaryIO, file: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are no data
            return openpyxl.load_workbook(opened, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError):
        raise InputError(f"{file}: not an Excel workbook (.xlsx), or damaged; save it again as .xlsx") from None


def _choose_sheet(book: Any, sheet: str | None, file: str) -> str:
    names = [str(found.title) for found in book.worksheets]
    shown = [str(found.title) for found in book.worksheets if found.sheet_state == "visible"]
    if sheet is not None:
        if sheet not in names:
            raise InputError(f'{file}: no sheet "{sheet}"; the file has: {", ".join(shown)}')
        return sheet
    if not shown:
        raise InputError(f"{file}: all its sheets are hidden: {', '.join(names)}; show the one to be read, or name it")
    offered = [name for name in shown if name not in GUIDE_SHEETS.values()] or shown
    held = [name for name in offered if len(offered) == 1 or _holds_anything(book[name])]
    if len(held) > 1:
        raise InputError(
            f"{file}: has several sheets; name one as sheet, or hide the others: {', '.join(held)}. Rows that lie on "
            "several sheets belong on one"
        )
    return held[0] if held else offered[0]


def _holds_anything(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), _LOOKED_AT_FOR_ANY)
    return any(value not in (None, "") for row in rows for value in row)


def _check_formulas(marks: SheetMarks, file: str) -> None:
    if marks.formulas:
        cells = ", ".join(marks.formulas[:_SHOWN]) + ("…" if len(marks.formulas) > _SHOWN else "")
        raise InputError(
            f"{file}: cells {cells}: a formula without its value; open the file in a spreadsheet, save it there, "
            "and send it again"
        )


def _begin(sheet: Any, marks: SheetMarks, file: str, limits: ReadLimits | None) -> Sheet:
    rows = _iter_rows(sheet, file, limits)
    head = list(islice(rows, LOOKED_AT))
    heading = find_heading([cells for _, cells in head], is_ruled=True)
    filled: list[str] = []
    if heading is None:
        return Sheet(None, iter(()), filled)
    below = fill_merged(chain(head[heading.end :], rows), marks, filled)
    return Sheet(heading, _fit_rows(below, len(heading.names), file), filled)


def _fit_rows(rows: Iterator[tuple[int, list[str]]], width: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """Leave out rows of nothing, and give the others as many cells as there are headings."""
    for number, cells in rows:
        if not any(cells):
            continue
        if any(cells[width:]):
            raise InputError(
                f"{file}, row {number}: {len(cells):,} cells below {width:,} headings; give each column a heading, "
                "or delete what stands beside the table"
            )
        yield number, [*cells[:width], *[""] * (width - len(cells))]


def _iter_rows(sheet: Any, file: str, limits: ReadLimits | None) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row, and its cells up to the last that is not empty."""
    sheet.reset_dimensions()
    width = 0
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, values_only=True), start=1):
        cells = [_to_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        width = max(width, len(cells))
        if cells:  # rows of nothing but colours are none
            check_size(limits, file=file, rows=number - 1, columns=width)
        yield number, cells


def _to_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and abs(value) >= _LOST_DIGITS:
        return f"{value:.14E}"
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return "" if text.isspace() else text
