"""The workbook: readable at once, printed on few pages, in two languages, and safe."""

import dataclasses
import math

import openpyxl
import pandas as pd
import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.accessibility import compare_profiles
from geo.coverage.analysis import analyze_city
from geo.coverage.coverage_method import list_coverage_method
from geo.coverage.level_table import tabulate_level
from geo.coverage.workbook import head_column, write_workbook
from geo.files.excel import neutralize
from geo.reference import build_reference

NAMES = {"clinic": {"zh": "诊所", "en": "Clinic"}, "clinic_day": {"zh": "日间诊所", "en": "Day clinic"}}
#: Points of a page without its margins, and of a character of a column and what a column has beside its characters.
PAPERS = {9: (842 - 0.8 * 72, 595 - 1.2 * 72), 8: (1191 - 0.8 * 72, 842 - 1.2 * 72)}
CHARACTER_PT, PADDING_PT = 5.25, 3.75


def open_book(path, coverage, profiles=None):
    write_workbook(path, coverage, profiles)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    city = build_sample()
    units = city.grid_units.assign(name=["=1+1", "+x", "-y", "@z"])
    coverage = analyze_city(dataclasses.replace(city, grid_units=units))
    return open_book(tmp_path_factory.mktemp("book") / "coverage.xlsx", coverage, compare_profiles(coverage))


@pytest.fixture(scope="module")
def town():
    return analyze_city(build_reference(scale=0.03))


@pytest.fixture(scope="module")
def town_book(town, tmp_path_factory):
    """As many districts and streets as a city of ten million has."""
    whole = dataclasses.replace(town)
    # made once, when first asked for
    vars(whole)["levels"] = {
        name: pd.concat([table] * 40).head(282) if name == "streets" else table for name, table in town.levels.items()
    }
    return open_book(tmp_path_factory.mktemp("town") / "coverage.xlsx", whole)


def count_pages(sheet):
    """Count the pages that a sheet of fixed rows prints on, fitted to the width of its paper."""
    setup = sheet.page_setup
    across, down = PAPERS[int(setup.paperSize)]
    assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", None, 0)
    letters = [cell.column_letter for cell in sheet[1]]
    widths = {name: each.width for name, each in sheet.column_dimensions.items()}
    spans = {
        letter: width
        for name, width in widths.items()
        for letter in letters
        if sheet.column_dimensions[name].min
        <= openpyxl.utils.column_index_from_string(letter)
        <= sheet.column_dimensions[name].max
    }
    wide = sum(spans.get(letter, 8.43) * CHARACTER_PT + PADDING_PT for letter in letters)
    scale = min(1.0, across / wide)
    heading = sheet.row_dimensions[1].height
    rows = sheet.max_row - 1
    return math.ceil(rows * (sheet.sheet_format.defaultRowHeight or 15) / (down / scale - heading)), scale


# ---- printing ----
def test_city_districts_and_streets_print_on_twelve_pages_at_most(town_book):
    overview = town_book["概况 Overview"]
    assert overview.sheet_properties.pageSetUpPr.fitToPage
    assert (overview.page_setup.fitToWidth, overview.page_setup.fitToHeight) == (None, None)  # one page, which is usual
    pages = {name: count_pages(town_book[name]) for name in ("区县 Districts", "街道 Streets")}
    assert 1 + sum(count for count, _ in pages.values()) <= 12
    assert pages["街道 Streets"][0] > 1
    assert all(scale > 0.8 for _, scale in pages.values())  # 9 points stay readable on A3


def test_headings_are_repeated_and_pages_numbered_on_every_sheet(town_book):
    for sheet in town_book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == (None if sheet.title.startswith("说明") else "$1:$1")
        assert sheet.oddFooter.right.text == "&P / &N"
    assert town_book["街道 Streets"].oddHeader.left.text.startswith("郑州参照城")


# ---- what stands where ----
def test_the_city_stands_first_and_there_is_a_sheet_per_level_named_in_both_languages(book):
    assert book.sheetnames == [
        "概况 Overview", "区县 Districts", "街道 Streets", "社区村 Communities", "网格 Grid units",
        "步行者对比 Walkers", "缺口 Gap areas", "说明 Method",
    ]  # fmt: skip


def test_the_overview_says_of_each_category_what_was_found(town, town_book):
    rows = {row[0]: row[1:] for row in town_book["概况 Overview"].iter_rows(min_row=4, values_only=True)}
    city = town.levels["city"].iloc[0]
    for category, figures in town.figures.items():
        row = rows[" ".join(town.city.categories[category].values())]
        assert row[:2] == (figures.facilities, figures.limit_m)
        assert row[2] == city["residents"]
        assert row[3] + row[4] + row[5] == pytest.approx(city["residents"])
        assert row[3:7] == pytest.approx(
            (
                figures.covered_population,
                figures.uncovered_population,
                figures.unknown_population,
                figures.covered_share,
            )
        )
        assert row[7] == pytest.approx(figures.median_walk_min)
        assert row[8:10] == (
            city[f"uncovered_{category}_residents_60plus"],
            city[f"uncovered_{category}_residents_children"],
        )
    assert any("本规则不评价" in name for name in rows)  # villages have a line and no figures


def test_rows_are_ranked_by_people_not_covered_with_parents_and_totals(town, town_book):
    head, *rows = town_book["社区村 Communities"].iter_rows(values_only=True)
    rank, code, parent, scope, people, lacking = (
        head.index(name)
        for name in (
            "排名\nRank", "编码\nCode", "上级\nPart of", "范围\nScope", "居民数\nResidents",
            "不可达居民(各类平均)\nNot covered (mean of categories)",
        )
    )  # fmt: skip
    *listed, urban, rural = rows
    city = [row for row in listed if row[scope] == "城镇 Urban" and row[code]]
    assert [row[rank] for row in city] == list(range(1, len(city) + 1))
    assert [row[lacking] for row in city] == sorted((row[lacking] for row in city), reverse=True)
    table = town.levels["communities"].set_index(["code", "scope"])
    names = dict(zip(town.city.divisions["code"], town.city.divisions["name"], strict=True))
    for row in city[:20]:
        whole = table.loc[(row[code], "urban")]
        assert row[lacking] == pytest.approx(sum(whole[f"uncovered_{c}"] for c in town.limit_m) / len(town.limit_m))
        assert row[parent] == names[whole["parent"]]
    assert (urban[people], rural[people]) == tuple(town.levels["city"]["residents"])
    assert urban[people] + rural[people] == pytest.approx(sum(row[people] for row in listed))
    villages = [row for row in listed if row[scope] == "村 Villages"]
    assert {row[lacking] for row in villages} == {"不评价 not judged"}
    assert listed[-len(villages) :] == villages


def test_people_not_covered_stand_beside_each_share_where_they_fit(book, town_book):
    headings = [cell.value for cell in book["街道 Streets"][1]]
    assert headings[7:] == [
        "诊所\nClinic", "诊所 不可达居民\nClinic: Residents not covered",
        "学校\nSchool", "学校 不可达居民\nSchool: Residents not covered",
        "全部类别\nAll categories", "全部类别 不可达居民\nAll categories: Residents not covered",
    ]  # fmt: skip
    assert len([cell for cell in town_book["街道 Streets"][1] if "不可达居民\n" in cell.value]) == 0


def test_figures_are_numbers_with_a_format_and_shares_have_colours(book):
    sheet = book["街道 Streets"]
    by_heading = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
    assert by_heading["居民数\nResidents"].value == 60
    assert by_heading["居民数\nResidents"].number_format == "#,##0"
    assert by_heading["诊所\nClinic"].value == 1
    assert by_heading["诊所\nClinic"].number_format == "0.0%"
    coloured = {str(span.sqref).split(":")[0] for span in sheet.conditional_formatting}
    assert by_heading["诊所\nClinic"].coordinate in coloured


def test_the_heading_is_frozen_and_every_column_can_be_filtered(book):
    for sheet in book.worksheets[1:-1]:
        assert sheet.freeze_panes in ("C2", "D2")
        last = sheet.cell(1, sheet.max_column).column_letter
        assert sheet.auto_filter.ref.startswith("A1:" + last)


def test_rows_of_a_tie_come_by_code_whatever_their_order():
    level = analyze_city(build_sample()).levels["communities"]
    judged = {"urban": ["clinic"], "rural": []}
    tied = pd.concat([level.assign(code=code) for code in ("b", "a")])
    tied = tied[tied["scope"] == "urban"].groupby("code").head(1)
    assert tabulate_level(tied, ["clinic"], {}, judged)["code"].tolist() == ["a", "b"]


def test_the_method_names_rules_sources_and_what_is_assumed():
    city = dataclasses.replace(build_sample(), rule_sets=(build_sample_rules(),), built_at="2026-01-02T03:04:05Z")
    lines = [line["zh"] for line in list_coverage_method(analyze_city(city))]
    assert lines[0] == "城镇评价依据:示例。"
    assert any("2026-01-02" in line for line in lines)
    assert any("homes.parquet" in line for line in lines)


# ---- safety ----
def test_texts_from_data_are_never_formulas(book):
    names = {row[2].value for row in book["网格 Grid units"].iter_rows(min_row=2)}
    assert {"'=1+1", "'+x", "'-y", "'@z"} <= names
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
