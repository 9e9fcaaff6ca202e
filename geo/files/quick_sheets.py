"""Sheets of a workbook whose usual cells are written in one step: xlsxwriter puts each together from its parts."""

import re
from functools import lru_cache
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

#: Texts that are looked at once: most cells say what others say.
_REMEMBERED: Final = 20_000
#: What a text must not hold to be written as it is: markup, what is escaped, and spaces that are to be kept.
_SPECIAL: Final = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|\A\s|\s\Z")


class QuickSheet(Worksheet):  # type: ignore[misc]  # the library states no types
    """A sheet that is the same byte for byte; what it does not know the library writes, as if it were not there."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if not cell.format or not self.constant_memory:
            super()._write_cell(row, col, cell)
            return
        kind = type(cell).__name__
        head = f'<c r="{_name_column(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind == "String" and _is_plain(cell.string):
            self.fh.write(f'{head} t="inlineStr"><is><t>{cell.string}</t></is></c>')
        elif kind == "Blank":
            self.fh.write(f"{head}/>")
        elif kind == "Number":
            self.fh.write(f"{head}><v>{cell.number:.16G}</v></c>")
        else:
            super()._write_cell(row, col, cell)


class QuickBook(Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = QuickSheet


@lru_cache(_REMEMBERED)
def _is_plain(text: str) -> bool:
    return _SPECIAL.search(text) is None


@lru_cache
def _name_column(col: int) -> str:
    return str(xl_col_to_name(col))
