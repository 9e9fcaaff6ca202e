"""``gridwalk audit``: what it writes and prints, in both languages."""

import json
import re

import geopandas as gpd
import numpy as np
import openpyxl
import pytest

from geo import open_city, write_city
from service.answers.audit import answer_audit
from service.compute.analyses import Analyses
from service.models.audit import AuditQuery
from tests.geo.audit.audit_scenes import SOUTH, build_audited

OUTSIDE = "社区、村之外 outside all communities"


@pytest.fixture
def city(tmp_path):
    write_city(build_audited(), tmp_path / "city")
    return tmp_path / "city"


def test_an_audit_is_written_and_printed(run, city, tmp_path):
    code, text, _ = run("audit", city, "-o", tmp_path / "out")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".gridwalk.json",
        "audit.gpkg",
        "audit.html",
        "audit.json",
        "audit.xlsx",
    ]
    assert "no. 1, Street, South: No one-stop service hall (1 communities); " in text
    document = json.loads((tmp_path / "out/audit.json").read_text("utf-8"))
    south = next(row for row in document["levels"]["communities"] if row["code"] == SOUTH)
    assert (south["short_space"], south["people_space"], south["parent_name"]) == (420, 35, "Street")
    assert document["norms"]["space"]["urban"]["amount"] == 30
    assert document["norms"]["space"]["rural"] is None
    layer = gpd.read_file(tmp_path / "out/audit.gpkg", layer="communities").set_index("code")
    assert (layer["short_staff"][SOUTH], layer["helped"][SOUTH]) == (4, 275)


def test_the_audit_speaks_chinese(run, city, tmp_path):
    code, text, _ = run("--lang", "zh", "audit", city, "-o", tmp_path / "out")
    assert code == 0
    assert "第 1 位 Street South:无一站式服务大厅 1 个社区" in text
    assert "专职工作者缺额" in text


def test_the_summary_is_printed_as_json_and_nothing_else(run, city, tmp_path):
    code, text, _ = run("audit", city, "-o", tmp_path / "out", "--json")
    assert code == 0
    document = json.loads(text)
    assert {each["kind"] for each in document["shortfalls"]} >= {"space", "hall", "staff", "unit_size"}
    assert document["worst"][0]["code"] == SOUTH


def test_a_folder_of_something_else_is_not_replaced(run, city, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    code, _, notes = run("audit", city, "-o", tmp_path / "out")
    assert code == 1
    assert "was not made by gridwalk" in notes
    assert (tmp_path / "out/mine.txt").read_text() == "mine"


@pytest.mark.heavy
def test_an_analysis_writes_the_audit_too(run, city, tmp_path):
    assert run("audit", city, "-o", tmp_path / "audit")[0] == 0
    assert run("analyze", city, "-o", tmp_path / "all")[0] == 0
    own, beside = (json.loads((tmp_path / f"{name}/audit.json").read_text("utf-8")) for name in ("audit", "all"))
    assert {**beside, "seconds": 0} == {**own, "seconds": 0}
    pages = [(tmp_path / f"{name}/audit.html").read_text("utf-8") for name in ("audit", "all")]
    assert pages[0] == pages[1]
    # an audit is no analysis, and does not take its place
    assert run("audit", city, "-o", tmp_path / "all")[0] == 1


def test_an_analysis_of_some_categories_or_by_minutes_has_no_audit(run, city, tmp_path):
    for n, options in enumerate((["--category", "clinic"], ["--minutes", "10"])):
        assert run("analyze", city, "-o", tmp_path / f"out{n}", *options)[0] == 0
        assert not (tmp_path / f"out{n}/audit.json").exists()


def test_sheets_are_written_for_those_that_are_asked_for(run, city, tmp_path):
    code, _, _ = run("audit", city, "-o", tmp_path / "out", "--sheets", SOUTH)
    assert code == 0
    assert [path.name for path in (tmp_path / "out/sheets").iterdir()] == [f"{SOUTH}.html"]
    code, _, notes = run("--lang", "zh", "audit", city, "-o", tmp_path / "out", "--sheets", "9")
    assert code == 1
    assert "本市没有编码为“9”的社区、村或街道" in notes


def test_json_workbook_layers_page_and_service_agree(run, city, tmp_path):
    """One figure of each kind, for each community, as every output has it."""
    run("audit", city, "-o", tmp_path / "out")
    names = ["short_space", "people_space", "helped", "grid_units", "households"]
    document = json.loads((tmp_path / "out/audit.json").read_text("utf-8"))
    layer = gpd.read_file(tmp_path / "out/audit.gpkg", layer="communities").set_index("code")
    page = re.search(r'id="data">(.*?)</script>', (tmp_path / "out/audit.html").read_text("utf-8"), re.DOTALL)[1]
    packed = json.loads(page)["levels"]["communities"]
    analyses = Analyses(open_city(city))
    answer = json.loads(answer_audit(analyses, AuditQuery(scope="all", fields=",".join(["code", *names]))).content)
    for row in document["levels"]["communities"]:
        code = row["code"]
        (asked,) = [item for item in answer["items"] if item["code"] == code]
        for name in names:
            # what is not judged is left out of the document, null in an answer, empty in a layer
            written = float(row.get(name, np.nan))
            answered = np.nan if asked[name] is None else float(asked[name])
            assert [written, answered] == pytest.approx([float(layer[name][code])] * 2, abs=1e-6, nan_ok=True), name
        if code:
            at = packed["code"].index(code)
            assert packed["helped"][at] == (None if "helped" not in row else round(row["helped"]))
            assert packed["figures"]["households"][at] == round(row["households"])


def test_the_workbook_has_the_city_on_one_page_and_totals_below_each_level(run, city, tmp_path):
    run("audit", city, "-o", tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out/audit.xlsx")
    first = book.worksheets[0]
    assert (first.sheet_properties.pageSetUpPr.fitToPage, first.page_setup.paperSize) == (True, 9)
    figures = [
        row[1:6] for row in first.iter_rows(values_only=True) if row[0] == "专职工作者缺额 Specialised workers short"
    ]
    assert figures == [(4, pytest.approx(4 / 14), 0, 4, None), (4, "人 people", 24, 1, None)]
    leaves = book["社区村 Communities"]
    heads = [cell.value.split("\n")[-1] for cell in leaves[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in leaves.iter_rows(min_row=2, values_only=True)]
    assert [row["Name"] for row in rows] == ["South", OUTSIDE, "East", "North", "合计 Total", "合计 Total"]
    assert (rows[0]["Rank"], rows[0]["Parent"], rows[4]["Residents"], rows[5]["Residents"]) == (1, "Street", 65, 40)
    assert leaves.print_title_rows == "$1:$1"
