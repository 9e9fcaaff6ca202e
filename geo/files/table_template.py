"""Empty tables to be filled in: headings that are read back, one example row, and what each column is."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.files.excel import neutralize, set_page, write_xlsx
from geo.files.sheets import GUIDE_SHEETS
from geo.texts import Lang, translate

#: Columns of the explanations [characters], and the height of a line of them [points].
_WIDTHS: Final = (26, 76, 34)
_LINE: Final = 16


@dataclass(frozen=True, kw_only=True)
class TemplateColumn:
    """A column of a table to be filled in.

    Parameters
    ----------
    heading
        What stands above it: a name under which the column is read.
    about
        What it is for, in the reader's language.
    example
        What stands in the example row: a text, or a number.
    is_needed
        Whether no row can do without it.
    width
        Of the column [characters].
    """

    heading: str
    about: str
    example: str | float
    is_needed: bool = False
    width: int = 14


def write_template_csv(columns: Sequence[TemplateColumn]) -> bytes:
    r"""Write a table to be filled in as CSV.

    Parameters
    ----------
    columns
        Its columns.

    Returns
    -------
    bytes
        UTF-8 with a mark in front, as spreadsheets of offices open it; headings and the example row.

    Examples
    --------
    >>> write_template_csv([TemplateColumn(heading="户数", about="", example=300)]).decode("utf-8-sig")
    '户数\r\n300\r\n'
    """
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([column.heading for column in columns])
    writer.writerow([column.example for column in columns])
    return lines.getvalue().encode("utf-8-sig")


def write_template_xlsx(path: Path, columns: Sequence[TemplateColumn], *, sheet: str, notes: str, lang: Lang) -> None:
    """Write a table to be filled in as a workbook, with a sheet that explains its columns.

    Parameters
    ----------
    path
        The .xlsx file.
    columns
        Its columns; what is needed has a darker heading.
    sheet
        Name of its sheet.
    notes
        What there is to know beside the columns: a paragraph for each line.
    lang
        Language of the explanations.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.files.tables import read_table
    >>> columns = [TemplateColumn(heading="户数", about="住宅户数", example=300, is_needed=True)]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.xlsx"
    ...     write_template_xlsx(path, columns, sheet="地块", notes="删去示例行。", lang="zh")
    ...     read_table(path)[0].to_dict("list")
    {'户数': ['300']}
    """
    with write_xlsx(path, by_row=False) as book:
        table, guide = book.add_worksheet(sheet), book.add_worksheet(GUIDE_SHEETS[lang])
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#9FB2C4"}
        heads = [book.add_format({**head, "bg_color": colour}) for colour in ("#E8EEF4", "#BFD3E6")]
        example = book.add_format({"font_color": "#5F6B76", "italic": True, "valign": "top", "text_wrap": True})
        for at, column in enumerate(columns):
            table.set_column(at, at, column.width)
            table.write_string(0, at, column.heading, heads[column.is_needed])
            table.write(1, at, column.example, example)
        table.set_row(0, 30)
        table.set_row(1, 3 * _LINE)
        table.freeze_panes(1, 0)
        set_page(table)
        text = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#D5DDE5"})
        wide = book.add_format({"text_wrap": True, "valign": "top"})
        for at, (name, width) in enumerate(zip(("column", "meaning", "example"), _WIDTHS, strict=True)):
            guide.set_column(at, at, width)
            guide.write_string(0, at, translate(f"template.{name}", lang), heads[0])
        for row, column in enumerate(columns, start=1):
            needed = translate("template.needed", lang) if column.is_needed else ""
            for at, cell in enumerate((column.heading, f"{needed}{column.about}", str(column.example))):
                guide.write_string(row, at, neutralize(cell), text)
            guide.set_row(row, _LINE * math.ceil(max(len(str(column.example)) / _WIDTHS[2], 1)))
        for row, line in enumerate(notes.splitlines(), start=len(columns) + 2):
            guide.merge_range(row, 0, row, 2, line, wide)
            guide.set_row(row, 34)
        set_page(guide)
