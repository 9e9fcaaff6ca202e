"""Cells, rows and tables of a review, written into the sheets of a workbook in both languages."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geo.files.excel import neutralize
from geo.plans.review_tables.cells import Cell, Column, Number, Table, Verdict
from geo.plans.review_tables.words import Words, phrase
from geo.plans.verdicts import VERDICTS


@dataclass(frozen=True, kw_only=True)
class SheetWriter:
    """The formats of a workbook, and how cells are written with them.

    Parameters
    ----------
    heading, title, whole, number, text
        Formats of headings, titles, whole numbers, other numbers, and texts.
    verdicts
        Name of a verdict -> format of its cells.
    """

    heading: Any
    title: Any
    whole: Any
    number: Any
    text: Any
    verdicts: Mapping[str, Any]

    def set_widths(self, sheet: Any, widths: Sequence[int]) -> None:
        """Set the widths of columns, from the left [characters]."""
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)

    def write_row(self, sheet: Any, row: int, cells: Iterable[Cell], *, is_heading: bool = False) -> None:
        """Write cells from the left; nothing where a number is not finite or a text is empty."""
        for column, cell in enumerate(cells):
            if isinstance(cell, Number):
                if math.isfinite(cell.value):
                    style = self.whole if float(cell.value).is_integer() else self.number
                    sheet.write_number(row, column, cell.value, style)
            elif isinstance(cell, Verdict):
                words = join_languages(phrase(f"verdict.{cell.name}"))
                sheet.write_string(row, column, words, self.verdicts[cell.name])
            elif text := _write_text(cell):
                sheet.write_string(row, column, neutralize(text), self.heading if is_heading else self.text)

    def write_headings(self, sheet: Any, row: int, columns: Iterable[Column]) -> None:
        """Write the headings of columns, one language below the other."""
        self.write_row(sheet, row, [_head_column(column) for column in columns], is_heading=True)

    def write_title(self, sheet: Any, row: int, title: str) -> None:
        """Write the title of a table, a key of a text, and make room for the headings below it."""
        sheet.write_string(row, 0, join_languages(phrase(title)), self.title)
        sheet.set_row(row + 1, 32)

    def write_grid(self, sheet: Any, row: int, table: Table, columns: Sequence[Column] | None = None) -> int:
        """Write a table with some of its columns, all by default; return the row behind the free one below it."""
        columns = table.columns if columns is None else columns
        self.write_title(sheet, row, table.title)
        self.write_headings(sheet, row + 1, columns)
        row += 2
        for line in table.rows:
            self.write_row(sheet, row, [line.cells[column.key] for column in columns])
            row += 1
        return row + 1

    def write_pairs(self, sheet: Any, row: int, title: str, pairs: Iterable[tuple[Cell, Cell]]) -> int:
        """Write a titled list of labels and what stands behind them; return the row behind the free one below it."""
        self.write_title(sheet, row, title)
        row += 2
        for pair in pairs:
            self.write_row(sheet, row, pair)
            row += 1
        return row + 1


def make_sheet_writer(book: Any, colours: Mapping[str, str]) -> SheetWriter:
    """Make the formats of a workbook.

    Parameters
    ----------
    book
        The workbook.
    colours
        Name of a verdict -> background of its cells, and ``heading`` -> that of headings; what is not in it has none.

    Returns
    -------
    SheetWriter
        For all sheets of the workbook.
    """

    def fill(name: str) -> dict[str, str]:
        return {"bg_color": colours[name]} if name in colours else {}

    return SheetWriter(
        heading=book.add_format({"bold": True, **fill("heading"), "text_wrap": True, "valign": "vcenter"}),
        title=book.add_format({"bold": True, "font_size": 14}),
        whole=book.add_format({"num_format": "#,##0", "valign": "top"}),
        number=book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        verdicts={name: book.add_format({**fill(name), "text_wrap": True, "valign": "top"}) for name in VERDICTS},
    )


def join_languages(words: Words, separator: str = " ") -> str:
    """Join both languages to one text.

    Parameters
    ----------
    words
        The words.
    separator
        What stands between the languages.

    Returns
    -------
    str
        What reads the same in both languages stands once.

    Examples
    --------
    >>> join_languages(Words("诊所", "Clinic")), join_languages(Words("P-1", "P-1"))
    ('诊所 Clinic', 'P-1')
    """
    return words.zh if words.zh == words.en else f"{words.zh}{separator}{words.en}"


def _head_column(column: Column) -> str:
    if not column.heading:
        return ""
    heading = join_languages(phrase(column.heading), "\n")
    unit = f" {phrase(f'clause.unit.{column.unit}').en}" if column.unit else ""
    return heading + unit + (f"\n{join_languages(phrase(column.of))}" if column.of else "")


def _write_text(cell: Words | str | tuple[Words | str, ...] | None) -> str:
    if isinstance(cell, tuple):
        return "; ".join(_write_text(part) for part in cell)
    return join_languages(cell) if isinstance(cell, Words) else cell or ""
