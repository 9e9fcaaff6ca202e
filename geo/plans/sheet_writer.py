"""Cells, rows and tables of a review, written into the sheets of a workbook in both languages, as they print on A4."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from geo.files.excel import neutralize, set_page
from geo.plans.review_tables.cells import Cell, Column, Number, Table, Verdict
from geo.plans.review_tables.words import Words, phrase, round_figure, round_share
from geo.plans.verdicts import VERDICTS

#: Height of a line of a cell and of a heading [points]; a sheet prints at this size where its columns fit.
LINE_PT: Final = 12.0
#: Characters of a cell in the width of one of a workbook's own font, less what is lost at the ends of lines.
_PER_WIDTH: Final = 1.1
#: Texts whose lines are counted once: most cells of a batch say what others say.
_REMEMBERED: Final = 20_000


@dataclass(frozen=True, kw_only=True)
class Formats:
    """The formats of a workbook.

    Parameters
    ----------
    heading, title, number, share, text, link, running
        Of headings, titles, numbers, shares, texts, links, and texts that run on over empty cells.
    verdicts
        Name of a verdict -> format of its cells.
    """

    heading: Any
    title: Any
    number: Any
    share: Any
    text: Any
    link: Any
    running: Any
    verdicts: Mapping[str, Any]


def make_formats(book: Any, colours: Mapping[str, str]) -> Formats:
    """Make the formats of a workbook.

    Parameters
    ----------
    book
        The workbook.
    colours
        Name of a verdict -> background of its cells, and ``heading`` -> that of headings; what is not in it has none.

    Returns
    -------
    Formats
        For all sheets of the workbook.
    """

    def fill(name: str) -> dict[str, str]:
        return {"bg_color": colours[name]} if name in colours else {}

    cell = {"font_size": 9, "valign": "top", "border": 4}
    number = {**cell, "align": "right", "indent": 1}  # a figure stands apart from the text beside it
    return Formats(
        heading=book.add_format({**cell, **fill("heading"), "bold": True, "text_wrap": True, "valign": "vcenter"}),
        title=book.add_format({"bold": True, "font_size": 13}),
        number=book.add_format({**number, "num_format": "#,##0"}),
        share=book.add_format({**number, "num_format": "0 %"}),
        text=book.add_format({**cell, "text_wrap": True}),
        link=book.add_format({**cell, "text_wrap": True, "font_color": "blue", "underline": 1}),
        running=book.add_format({"font_size": 9, "valign": "top"}),
        verdicts={name: book.add_format({**cell, **fill(name), "text_wrap": True}) for name in VERDICTS},
    )


@dataclass(frozen=True, kw_only=True)
class SheetWriter:
    """One sheet of a workbook that prints on A4, landscape, as wide as the page; written from the top down.

    Parameters
    ----------
    sheet, formats
        The sheet, and the formats of its workbook.
    widths
        Of its columns, from the left [characters].
    """

    sheet: Any
    formats: Formats
    widths: Sequence[int]

    def write_row(self, row: int, cells: Sequence[Cell], *, is_heading: bool = False) -> int:
        """Write cells from the left, each number as readers see it; return the next row."""
        shown = [_show_cell(cell) for cell in cells]
        lines = [
            1,
            *(_count_lines(text, w) for text, w in zip(shown, self.widths, strict=False) if isinstance(text, str)),
        ]
        self.sheet.set_row(row, max(lines) * LINE_PT + 2)
        for column, (cell, value) in enumerate(zip(cells, shown, strict=True)):
            if isinstance(value, float):
                is_share = isinstance(cell, Number) and cell.unit == "share"
                self.sheet.write_number(row, column, value, self.formats.share if is_share else self.formats.number)
                continue
            style = self.formats.verdicts[cell.name] if isinstance(cell, Verdict) else self.formats.text
            style = self.formats.heading if is_heading else style
            if value:
                self.sheet.write_string(row, column, value, style)
            else:  # a table has no holes
                self.sheet.write_blank(row, column, None, style)
        return row + 1

    def write_spans(
        self, row: int, cells: Sequence[Cell], spans: Sequence[tuple[int, int]], *, lines: int, is_heading: bool = False
    ) -> int:
        """Write cells each over some columns, from the first to the last of its span; return the next row."""
        self.sheet.set_row(row, lines * LINE_PT + 2)
        for (first, last), cell in zip(spans, cells, strict=True):
            style = self.formats.verdicts[cell.name] if isinstance(cell, Verdict) else self.formats.text
            shown, style = _show_cell(cell), self.formats.heading if is_heading else style
            if first == last:
                self.sheet.write(row, first, shown, style)
            else:
                self.sheet.merge_range(row, first, row, last, shown, style)
        return row + 1

    def write_title(self, row: int, title: Words) -> int:
        """Write a title, which runs on over the columns; return the next row."""
        self.sheet.set_row(row, LINE_PT * 1.5 + 2)
        self.sheet.write_string(row, 0, neutralize(join_languages(title)), self.formats.title)
        return row + 1

    def write_labelled(self, row: int, label: Words, text: Words) -> int:
        """Write a label and behind it a text of one line, which runs on over the columns; return the next row."""
        shown = join_languages(label, "\n")
        self.sheet.set_row(row, _count_lines(shown, self.widths[0]) * LINE_PT + 2)
        self.sheet.write_string(row, 0, neutralize(shown), self.formats.text)
        self.sheet.write_string(row, 1, neutralize(join_languages(text, " / ")), self.formats.running)
        return row + 1

    def write_line(self, row: int, text: Words | str) -> int:
        """Write a sentence over all columns; return the next row."""
        shown = _write_text(text)
        self.sheet.set_row(row, _count_lines(shown, sum(self.widths)) * LINE_PT + 2)
        self.sheet.merge_range(row, 0, row, len(self.widths) - 1, neutralize(shown), self.formats.text)
        return row + 1

    def write_headings(self, row: int, columns: Iterable[Column]) -> int:
        """Write the headings of columns, one language below the other; return the next row."""
        return self.write_row(row, [_head_column(column) for column in columns], is_heading=True)

    def write_grid(self, row: int, table: Table, columns: Sequence[Column] | None = None) -> int:
        """Write a table with some of its columns, all by default; return the row behind the free one below it."""
        columns = table.columns if columns is None else columns
        row = self.write_headings(self.write_title(row, phrase(table.title)), columns)
        for line in table.rows:
            row = self.write_row(row, [line.cells[column.key] for column in columns])
        return row + 1


def open_sheet(
    book: Any, name: str, formats: Formats, widths: Sequence[int], *, most_pages: int = 0, repeated: int = 0
) -> SheetWriter:
    """Add a sheet that prints on A4, landscape, as wide as the page.

    Parameters
    ----------
    book, name, formats
        The workbook, the name of the sheet, the formats.
    widths
        Of its columns, from the left [characters].
    most_pages
        It prints on so many pages at most; 0 for as many as it takes.
    repeated
        The row that is repeated on top of each page.

    Returns
    -------
    SheetWriter
        Of the new sheet.
    """
    sheet = book.add_worksheet(name)
    set_page(sheet, pages=most_pages, repeated=repeated)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    return SheetWriter(sheet=sheet, formats=formats, widths=widths)


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


def _show_cell(cell: Cell) -> float | str:
    """Show a number as a float, rounded as readers see it, and everything else as a text."""
    if isinstance(cell, Number):
        if not math.isfinite(cell.value):
            return ""
        return round_share(cell.value) if cell.unit == "share" else round_figure(cell.value)
    if isinstance(cell, Verdict):
        return join_languages(phrase(cell.key))
    return neutralize(_write_text(cell)) if cell else ""


def _write_text(cell: Words | str | tuple[Words | str, ...] | None) -> str:
    if isinstance(cell, tuple):
        return "\n".join(_write_text(part) for part in cell)
    return join_languages(cell, "\n") if isinstance(cell, Words) else cell or ""


@lru_cache(_REMEMBERED)
def _count_lines(text: str, width: int) -> int:
    """Count the lines that a text takes in a column; a Chinese character is two wide."""
    room = max(int(width * _PER_WIDTH), 1)
    return sum(-(-max(_measure(line), 1) // room) for line in text.split("\n"))


def _measure(line: str) -> int:
    return len(line) if line.isascii() else sum(2 if ord(character) > 0x2E7F else 1 for character in line)
