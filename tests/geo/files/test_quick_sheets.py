"""Sheets written in one step are the sheets that xlsxwriter writes, byte for byte."""

import zipfile

import pytest
from xlsxwriter import Workbook

from geo.files.quick_sheets import QuickBook

TEXTS = [
    "Clinic",
    "诊所\nClinic",
    "a & b",
    "<b>",
    '"',
    " led",
    "trailed ",
    "\nled",
    "trailed\n",
    "\x01",
    "_x0041_",
    "_x00g_",
    "\uffff",
    "<r><t>rich</t></r>",
    "",
    "\u00a0wide",
    "\u3000",
    "x" * 40_000,
    "😀" * 20_000,
    "a\tb",
    "\r",
]
NUMBERS = [0.0, -0.0, 1.0, -1234.5678901234567, 1e300, 0.1 + 0.2, 3]


def write(book):
    sheet, other = book.add_worksheet("a"), book.add_worksheet("b")
    text, number = book.add_format({"text_wrap": True}), book.add_format({"num_format": "#,##0"})
    for row, value in enumerate(TEXTS):
        for column, style in ((0, text), (1, None), (40, text)):
            sheet.write_string(row, column, value, style)
    for row, value in enumerate(NUMBERS, len(TEXTS)):
        sheet.set_row(row, 30)
        sheet.write_number(row, 0, value, number)
        sheet.write_number(row, 700, value)
    other.merge_range(0, 0, 0, 12, "over all", text)
    other.merge_range(1, 0, 1, 12, "", text)
    other.write_url(2, 0, "internal:'a'!A1", string="a")
    other.write_boolean(3, 0, True, text)
    other.write_formula(4, 0, "=1+1", number, 2)
    book.close()


@pytest.mark.parametrize("by_row", [True, False])
def test_quick_sheets_are_those_of_the_library_byte_for_byte(tmp_path, by_row):
    found = []
    for number, make in enumerate((Workbook, QuickBook)):
        path = tmp_path / f"{number}.xlsx"
        write(make(str(path), {"constant_memory": by_row}))
        with zipfile.ZipFile(path) as archive:
            found.append({name: archive.read(name) for name in archive.namelist() if name.startswith("xl/")})
    assert found[0] == found[1]
    assert b"over all" in b"".join(found[0].values())
