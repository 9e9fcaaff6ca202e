"""The workbook: readable at once, in two languages, and safe."""

import dataclasses

import openpyxl
import pandas as pd
import pytest

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.workbook import head_column, write_workbook
from geo.files.excel import neutralize

NAMES = {"clinic": {"zh": "诊所", "en": "Clinic"}, "clinic_day": {"zh": "日间诊所", "en": "Day clinic"}}


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    city = build_sample()
    units = city.grid_units.assign(name=["=1+1", "+x", "-y", "@z"])
    city = dataclasses.replace(city, grid_units=units)
    path = tmp_path_factory.mktemp("book") / "coverage.xlsx"
    write_workbook(path, analyze_city(city).levels, city.categories)
    return openpyxl.load_workbook(path)


def test_there_is_a_sheet_a_level_named_in_both_languages(book):
    assert book.sheetnames == ["全市 City", "区县 Districts", "街道 Streets", "社区村 Communities", "网格 Grid units"]


def test_the_heading_is_frozen_and_every_column_can_be_filtered(book):
    for sheet in book:
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"


def test_figures_are_numbers_with_a_format(book):
    sheet = book["全市 City"]
    by_heading = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert by_heading["居民数\nResidents"].value == 65
    assert by_heading["居民数\nResidents"].number_format == "#,##0"
    share = by_heading["诊所 可达比例\nClinic: Share covered"]
    assert share.value == pytest.approx(60 / 65)
    assert share.number_format == "0.0%"


def test_texts_from_data_are_never_formulas(book):
    names = [row[1].value for row in book["网格 Grid units"].iter_rows(min_row=2)]
    assert names[:4] == ["'=1+1", "'+x", "'-y", "'@z"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


@pytest.mark.parametrize("text", ["=A", "+A", "-A", "@A", "\t=1", "\r=1", "\n=1", "＝1", "－A", "+1-1", "-1e5", "--1"])
def test_every_way_to_begin_a_formula_is_neutralized(text):
    assert neutralize(text).startswith("'")


@pytest.mark.parametrize("text", ["-12.5", "+8613912345678", "-1", "0", "-1,234.5"])
def test_a_number_is_no_formula(text):
    assert neutralize(text) == text


def test_control_characters_are_dropped_and_plain_texts_kept():
    assert neutralize("a\x00b\x1fc") == "abc"
    assert neutralize("帝湖 A-1") == "帝湖 A-1"


@pytest.mark.parametrize(
    ("column", "heading"),
    [
        ("covered_clinic", "诊所 可达居民\nClinic: Residents covered"),
        ("covered_clinic_households", "诊所 可达户数\nClinic: Households covered"),
        ("uncovered_clinic_households", "诊所 不可达户数\nClinic: Households not covered"),
        ("covered_clinic_residents_60plus", "诊所 可达居民 60plus\nClinic: Residents covered 60plus"),
        ("uncovered_clinic_day", "日间诊所 不可达居民\nDay clinic: Residents not covered"),
        ("unknown_all", "全部类别 无法判断居民\nAll categories: Residents unknown"),
        ("residents_60plus", "居民数 60plus\nResidents 60plus"),
        ("other", "other"),
    ],
)
def test_columns_are_named_in_both_languages(column, heading):
    assert head_column(column, NAMES) == heading


def test_an_empty_table_still_has_its_heading(tmp_path):
    empty = pd.DataFrame({"code": pd.Series(dtype=str), "residents": pd.Series(dtype=float)})
    write_workbook(tmp_path / "a.xlsx", {"city": empty}, {})
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]] == ["编码\nCode", "居民数\nResidents"]
