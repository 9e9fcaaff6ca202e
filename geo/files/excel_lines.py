"""Sheets of many rows: cells of numbers and texts as xlsxwriter writes them, byte for byte, in a third of the time."""

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

from geo.files.excel import neutralize

#: A text that may be longer than a cell holds is left to xlsxwriter, which cuts it.
_LONG: Final = 16_000
#: What xlsxwriter writes otherwise: signs of XML, codes of characters, spaces at the ends.
_ODD: Final = re.compile('["&<>\x00-\x1f\ufffe\uffff]|_x|^\\s|\\s$')
_name_column: Final = cache(xl_col_to_name)


class LineSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet that takes whole lines of cells: ``book.add_worksheet(name, LineSheet)`` in a book written by row."""

    def write_line(self, row: int, values: Iterable[Any], kinds: Sequence[Any], text: Any, *, first: int = 0) -> None:
        """Write cells beside each other.

        Parameters
        ----------
        row
            Their row, none above the last one.
        values
            Texts, which no spreadsheet runs, and numbers; of one that is not finite nothing is written.
        kinds
            A format for each, of numbers.
        text
            The format of texts.
        first
            Column of the first.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> from geo.files.excel import write_xlsx
        >>> with tempfile.TemporaryDirectory() as folder, write_xlsx(Path(folder) / "a.xlsx") as book:
        ...     kind = book.add_format()
        ...     book.add_worksheet("a", LineSheet).write_line(0, ["b", 1.5, float("nan")], [kind] * 3, kind)
        """
        if row > self.previous_row:
            self._write_single_row(row)
        cells = self.table[row]
        for column, (value, kind) in enumerate(zip(values, kinds, strict=True), start=first):
            if not isinstance(value, str):
                if math.isfinite(value):
                    cells[column] = CellNumberTuple(value, kind)
            elif len(value) < _LONG:
                cells[column] = CellStringTuple(neutralize(value), text)
            else:
                self.write_string(row, column, neutralize(value), text)
        for column in (min(cells, default=first), max(cells, default=first)):
            self._check_dimensions(row, column)

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell)
        if cell.format and kind is CellNumberTuple:
            begin = f'<c r="{_name_column(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
            self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
        elif cell.format and kind is CellStringTuple and _is_plain(cell.string):
            begin = f'<c r="{_name_column(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
            self.fh.write(f'{begin} t="inlineStr"><is><t>{cell.string}</t></is></c>')
        else:
            super()._write_cell(row, col, cell)


def _is_plain(text: str) -> bool:
    """Tell whether a text is written as it is."""
    return not _ODD.search(text)
