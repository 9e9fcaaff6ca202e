"""One batch: every figure of its pages, workbooks, layers and JSON is the same one."""

import json
import math

import geopandas as gpd
import pytest

from geo.plans.review_tables.words import NOTHING, round_figure, show_number, show_share
from geo.reference import build_reference
from geo.texts import translate
from service.runs.review import write_review
from tests.plan_scenes import find_grid, find_scale, open_book, read_page, read_sheet, write_scene

AMOUNTS = ("demand", "has", "built", "surveyed", "shortfall")
WALKS = ("demand", "walk_m_nearest", "walk_m", "share_within", "straight_m", "share_within_straight")
TITLES = {
    "obligations": ("obligations", "本地块应配建"),
    "city_findings": ("city-findings", "由城市配建"),
    "walks": ("walks", "建议的步行距离"),
    "recommended": ("recommended", "其他建议及按需配建"),
}


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module")
def folder(city, tmp_path_factory):
    folder = tmp_path_factory.mktemp("review")
    files = tmp_path_factory.mktemp("files")
    write_review(city, write_scene(city, files), folder)
    return folder


@pytest.fixture(scope="module")
def found(folder):
    return json.loads((folder / "review.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def layers(folder):
    return {name: gpd.read_file(folder / "review.gpkg", layer=name) for name in ("requirements", "plan_areas")}


def split_rows(area):
    """The requirements of an area in JSON by the table of a page that shows them."""
    rows = {name: area[name] for name in ("obligations", "city_findings")}
    is_walk = [row["clause_kind"] == "distance" for row in area["recommendations"]]
    rows["walks"] = [row for row, walk in zip(area["recommendations"], is_walk, strict=True) if walk]
    rows["recommended"] = [row for row, walk in zip(area["recommendations"], is_walk, strict=True) if not walk]
    return rows


def show(row, name):
    """A figure of JSON as readers see it."""
    value = row.get(name)
    if row["clause_kind"] == "distance" and row.get("missing") == "no_data" and row.get("walk_m") is None:
        return show_number(value) if name == "demand" else NOTHING
    if value is None:
        return "no way" if name in {"walk_m", "walk_m_nearest"} else NOTHING
    if name == "shortfall" and 0 < round_figure(value, 3) < 1:
        return "1"
    return show_share(value) if name.startswith("share") else show_number(value)


def show_cell(cell, name):
    """A cell of a workbook as readers see it."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell.split("\n")[-1]
    return f"{cell:.0%}".replace("%", " %") if name.startswith("share") else show_number(cell)


def list_figures(name):
    return WALKS if name == "walks" else AMOUNTS


def test_every_number_of_page_workbook_layer_and_json_of_one_batch_agrees(folder, found, layers):
    compared = 0
    for area in found["areas"]:
        tables, _ = read_page(folder / area["dossier"], "en")
        sheet = read_sheet(folder / "review.xlsx", area["plan_id"])
        layer = layers["requirements"]
        binding = layer[(layer["plan_id"] == area["plan_id"]) & (layer["scenario"] == "together") & layer["strictest"]]
        for name, rows in split_rows(area).items():
            section, title = TITLES[name]
            page = tables.get(section, [[]])[1:]
            grid = find_grid(sheet, title) if rows else []
            assert len(page) == len(grid) == len(rows)
            for row, shown, cells in zip(rows, page, grid, strict=True):
                figures = list_figures(name)
                wanted = [show(row, figure) for figure in figures]
                category = found["categories"][row["category"]]["en"]
                assert shown[0].split("\n")[0] == category
                assert category in cells[0].split("\n")
                assert shown[1 : 1 + len(figures)] == wanted
                assert [
                    show_cell(cell, figure) for figure, cell in zip(figures, cells[1 : 1 + len(figures)], strict=True)
                ] == wanted
                check_layer(row, binding, figures)
                is_below = name in {"walks", "recommended"} and row["verdict_together"] == "not_met"
                word = translate("verdict.below" if is_below else f"verdict.{row['verdict_together']}", "en")
                assert word in shown[-2]
                assert any(word in str(cell) for cell in cells)
                compared += len(figures)
        assert len(binding) == sum(map(len, split_rows(area).values()))
    assert compared > 1000


def check_layer(row, binding, figures):
    """The layer has the full figure of JSON, which has six decimals."""
    found = binding[(binding["category"] == row["category"]) & (binding["clause_kind"] == row["clause_kind"])]
    found = found[found["rule_set"] == row["rule_set"]]
    assert row["verdict_together"] in set(found["verdict"])
    for name in figures:
        values = found.get(name, [math.nan])
        if row.get(name) is None:
            assert any(not math.isfinite(value) for value in values)
        else:
            assert any(value == pytest.approx(row[name], abs=1e-6) for value in values)


def test_the_sizes_ranks_and_verdicts_of_areas_agree(folder, found, layers):
    areas = layers["plan_areas"].set_index("plan_id")
    rows = read_sheet(folder / "review.xlsx", open_book(folder / "review.xlsx").sheetnames[1])
    heads = [str(head).split("\n")[-1] for head in rows[0]]
    assert [row[0] for row in rows[1:]] == sorted(area["rank"] for area in found["areas"])
    for area in found["areas"]:
        line = dict(zip(heads, next(row for row in rows[1:] if row[1] == area["plan_id"]), strict=True))
        text = " ".join(read_page(folder / area["dossier"], "en")[1]["verdict"])
        page = (folder / area["dossier"]).read_text("utf-8")
        for name, label in (("dwellings", "Dwellings"), ("households", "Households"), ("residents", "Residents")):
            assert areas.loc[area["plan_id"], name] == pytest.approx(area[name], abs=1e-6)
            assert line[label] == round_figure(area[name])
            assert f">{show_number(area[name])}" in page
        assert line["Rank"] == areas.loc[area["plan_id"], "rank"] == area["rank"]
        assert line["People times shortfall"] == round_figure(area["people_short"])
        assert "People times shortfall" not in page
        assert area["explanation"]["en"] in text
        assert area["explanation"]["en"] in line["Why"]
        assert areas.loc[area["plan_id"], "verdict_together"] == area["verdict_together"]


def test_the_table_that_is_filed_says_the_same_on_paper_and_in_its_workbook(folder, found):
    for area in found["areas"]:
        page = read_page(folder / area["dossier"], "en")[0]["filing"]
        items = [row for row in page if len(row) == 13][1:]
        sheet = read_sheet(folder / "filing.xlsx", area["plan_id"])
        rows = [row for row in sheet if isinstance(row[0], int | float)]
        assert [row[0] for row in items] == [show_number(row[0]) for row in rows]
        for shown, cells in zip(items, rows, strict=True):
            assert shown[3:7] == [show_cell(cell, "") for cell in cells[3:7]]
        # what is counted over the group is filed with it; of the size of a room and its amount one row is filed
        own = [row for row in area["obligations"] if "together" not in row["counted_over"]["en"]]
        filed = {(row[1], *row[3:5]) for row in items}
        owed = {(found["categories"][row["category"]]["en"], show(row, "demand"), show(row, "has")) for row in own}
        assert owed <= filed
        assert len(items) <= len(own) + len(area["facilities"])
        departments = {department["department"] for department in area["departments"]}
        signed = {row[0] for row in page if len(row) == 6} - {"Department"}
        assert signed == {translate(f"department.{name}", "en") for name in departments}


def test_faults_of_the_data_stand_first(folder, found):
    named = {fault["fault"] for area in found["areas"] for fault in area["data_faults"]}
    assert {"no_gates", "incomplete"} <= named
    summary = read_sheet(folder / "review.xlsx", open_book(folder / "review.xlsx").sheetnames[0])
    texts = [str(row[0]) for row in summary if row[0] is not None]
    for fault in found["data_faults"]:
        assert any(fault["en"] in text for text in texts[:15])
    for area in found["areas"]:
        page = (folder / area["dossier"]).read_text("utf-8")
        assert page.index('id="faults"') < page.index('id="verdict"') < page.index('id="obligations"')
        lines = read_page(folder / area["dossier"], "zh")[1]["faults"]
        sheet = [row[0] for row in read_sheet(folder / "review.xlsx", area["plan_id"])]
        for number, fault in enumerate(area["data_faults"], 1):
            assert fault["zh"] in lines
            assert fault["zh"] in sheet[number]


def test_plots_that_lie_together_are_named_and_how_that_is_known(folder, found):
    groups = {group["group"]: group for group in found["groups"]}
    assert groups["East"]["plan_ids"] == ["P0001", "P0002", "P0006"]
    assert "as the application states" in groups["East"]["en"]
    adjoining = groups["P0007, P0008"]
    assert "assumed: no more than 20 m apart" in adjoining["en"]
    assert "假设" in adjoining["zh"]
    for area in found["areas"]:
        if area["group"]:
            assert groups[area["group"]]["en"] in (folder / area["dossier"]).read_text("utf-8")
            joint = [row for row in area["obligations"] if row["clause"] in counted_over(found, "group")]
            assert all("together" in row["counted_over"]["en"] for row in joint)
    assert "East" in open_book(folder / "filing.xlsx").sheetnames


def counted_over(found, what):
    return {number for number, clause in enumerate(found["clauses"]) if clause["counted_over"] == what}


def test_ids_of_facilities_stand_in_the_workbook_and_json_and_not_in_the_dossier(folder, found):
    for area in found["areas"]:
        for row in area["recommendations"]:
            if row.get("facility_id"):
                assert row["facility_id"] not in row["facility"]["en"]
                page = (folder / area["dossier"]).read_text("utf-8")
                assert row["facility"]["en"] in page
                assert row["facility_id"] not in page
                cells = [str(cell) for line in read_sheet(folder / "review.xlsx", area["plan_id"]) for cell in line]
                assert any(row["facility_id"] in cell for cell in cells)


def test_sheets_print_on_paper_within_their_pages(folder):
    for name, most in (("review.xlsx", 4), ("filing.xlsx", 4)):
        for sheet in open_book(folder / name):
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in {None, 1}
            assert sheet.print_title_rows is not None
            if not sheet.title.startswith("P0"):
                continue
            assert sheet.page_setup.fitToHeight == most
            assert find_scale(sheet, pages=most) > 0.58, sheet.title
