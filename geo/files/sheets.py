"""Sheets of Excel workbooks as tables of texts."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
from pandas.io.parsers import TextParser  # type: ignore[attr-defined] # the stubs lack it

from geo.errors import InputError
from geo.files.read_limits import ReadLimits, check_size

_ERROR_CELL: Final = "e"


def read_sheet(path: Path, sheet: str | None, *, file: str, limits: ReadLimits | None) -> pd.DataFrame:
    """Read a sheet of a workbook; its first row is the heading.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Name of the sheet; None means the first.
    file
        What to call the file in messages.
    limits
        The most it may hold; what a sheet says of its own size is not believed.

    Returns
    -------
    pandas.DataFrame
        Texts, "" where a cell is empty; whole numbers without a point. Empty for an empty sheet.

    Raises
    ------
    InputError
        If it is no workbook, has no such sheet, or is too large.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.xlsx"
    ...     pd.DataFrame({"id": ["001"], "n": [3.0]}).to_excel(path, index=False)
    ...     read_sheet(path, None, file="a.xlsx", limits=None).to_dict("list")
    {'id': ['001'], 'n': ['3']}
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (zipfile.BadZipFile, KeyError):
        raise InputError(f"{file}: not an Excel workbook (.xlsx), or damaged") from None
    try:
        names = [found.title for found in book.worksheets]
        if not names or (sheet is not None and sheet not in names):
            raise InputError(f'{file}: no sheet "{sheet or ""}"; the file has: {", ".join(names) or "none"}')
        rows = list(_iter_rows(book[sheet or names[0]], file, limits))
    finally:
        book.close()
    while rows and not rows[-1]:
        rows.pop()
    if not rows:
        return pd.DataFrame()
    width = max(map(len, rows))
    padded = [row + [""] * (width - len(row)) for row in rows]
    parser = TextParser(padded, header=0, dtype=str, keep_default_na=False, skip_blank_lines=False)
    frame: pd.DataFrame = parser.read()
    return frame


def _iter_rows(sheet: Any, file: str, limits: ReadLimits | None) -> Iterator[list[Any]]:
    """Yield the cells of each row up to its last that is not empty."""
    sheet.reset_dimensions()
    width = 0
    for number, row in enumerate(sheet.rows):
        values = [_convert_cell(cell) for cell in row]
        while values and values[-1] == "":
            values.pop()
        width = max(width, len(values))
        if values:  # rows of nothing but colours are none
            check_size(limits, file=file, rows=number, columns=width)
        yield values


def _convert_cell(cell: Any) -> Any:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == _ERROR_CELL:
        return float("nan")
    return int(value) if isinstance(value, float) and value.is_integer() else value
