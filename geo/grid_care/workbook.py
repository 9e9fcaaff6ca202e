"""Tables of the grid's care as a workbook: a sheet each that prints, with headings in both languages."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.files.excel import neutralize, set_page, write_xlsx
from geo.texts import TEXTS, join_languages

_WIDTHS: Final = {
    "figure": 44, "kind": 30, "text_zh": 60, "text_en": 70, "name": 28, "reason": 48, "unit_code": 18, "other_code": 18,
    "code": 16, "community": 16, "predecessor": 18, "old_code": 18, "new_code": 18, "method": 110,
}  # fmt: skip
_WIDTH: Final = 13


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table to write.

    Parameters
    ----------
    name
        Of the sheet: a text ``grid.sheet.<name>``.
    title
        What stands above it, a line each.
    table
        Its rows; a column is headed by the text ``grid.head.<column>``.
    shares
        Columns that are shares.
    """

    name: str
    title: Sequence[str]
    table: pd.DataFrame
    shares: Sequence[str] = ()


def write_sheets(path: Path, sheets: Sequence[Sheet], *, method: Sequence[str]) -> None:
    """Write a workbook, the method last.

    Parameters
    ----------
    path
        The .xlsx file.
    sheets
        Its tables.
    method
        Keys of the texts that say how they came about.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> sheet = Sheet(name="findings", title=["A"], table=pd.DataFrame({"unit_code": ["1"], "amount": [2.0]}))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sheets(Path(folder) / "a.xlsx", [sheet], method=["grid.method.check"])
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))
    ['问题清单 Findings', '说明 Method']
    """
    with write_xlsx(path) as book:
        cell = {"font_size": 9, "valign": "top", "border": 4}
        formats = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "heading": book.add_format(
                {**cell, "bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter"}
            ),
            "text": book.add_format({**cell, "text_wrap": True}),
            "note": book.add_format({"font_size": 9}),
            "whole": book.add_format({**cell, "num_format": "#,##0"}),
            "decimal": book.add_format({**cell, "num_format": "#,##0.0"}),
            "share": book.add_format({**cell, "num_format": "0.0 %"}),
        }
        for sheet in sheets:
            _write_table(_add_sheet(book, sheet.name, repeated=len(sheet.title)), sheet, formats)
        last = _add_sheet(book, "method", repeated=None)
        last.set_column(0, 0, _WIDTHS["method"])
        for row, key in enumerate(method):
            last.write_string(row, 0, join_languages(TEXTS[key], "\n"), formats["text"])


def _add_sheet(book: Any, name: str, *, repeated: int | None) -> Any:
    sheet = book.add_worksheet(join_languages(TEXTS[f"grid.sheet.{name}"]))
    set_page(sheet, repeated=repeated)
    return sheet


def _write_table(sheet: Any, given: Sheet, formats: Mapping[str, Any]) -> None:
    for column, name in enumerate(given.table.columns):
        sheet.set_column(column, column, _WIDTHS.get(str(name), _WIDTH))
    for row, line in enumerate(given.title):
        sheet.write_string(row, 0, neutralize(line), formats["title" if row == 0 else "note"])
    top = len(given.title)
    sheet.set_row(top, 30)
    for column, name in enumerate(given.table.columns):
        sheet.write_string(top, column, join_languages(TEXTS[f"grid.head.{name}"], "\n"), formats["heading"])
    sheet.freeze_panes(top + 1, 1)
    if len(given.table) and len(given.table.columns) > 1:
        sheet.autofilter(top, 0, top + len(given.table), len(given.table.columns) - 1)
    shares = [name in given.shares for name in given.table.columns]
    for row, cells in enumerate(given.table.itertuples(index=False), start=top + 1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(row, column, neutralize(value), formats["text"])
            elif math.isfinite(value):
                kind = "share" if shares[column] else "whole" if float(value).is_integer() else "decimal"
                sheet.write_number(row, column, value, formats[kind])
