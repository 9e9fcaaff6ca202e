"""Pages of workbooks: every sheet prints by the same rules."""

import openpyxl
import pytest

from geo.files.excel import A3, set_page, write_xlsx


@pytest.fixture
def print_sheet(tmp_path):
    def make(**options):
        with write_xlsx(tmp_path / "a.xlsx") as book:
            sheet = book.add_worksheet("a")
            set_page(sheet, **options)
            sheet.write_string(0, 0, "a")
        return openpyxl.load_workbook(tmp_path / "a.xlsx")["a"]

    return make


def test_a_sheet_without_headings_repeats_no_row(print_sheet):
    assert print_sheet(repeated=None).print_title_rows is None
    assert print_sheet(repeated=2).print_title_rows == "$3:$3"


def test_a_wide_sheet_prints_as_wide_as_it_is_told(print_sheet):
    sheet = print_sheet(paper=A3, across=2)
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (8, 2)


def test_a_header_has_room_above_the_cells(print_sheet):
    assert print_sheet().page_margins.top < print_sheet(header="City").page_margins.top
