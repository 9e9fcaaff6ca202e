"""gridwalk plan: a batch in, reports out; bad rows are refused or left out, and nothing is half written."""

import json

import geopandas as gpd
import openpyxl
import pytest
import shapely

from geo.plans.verdicts import VERDICTS
from tests.service.cities import CLINIC_RULES, SOUTH, WEST

RULES = f"""id = "own"
name = {{ zh = "甲", en = "Own" }}
source = "us"{CLINIC_RULES}[names]
school = {{ zh = "学校", en = "School" }}
[[norms]]
facility = "school"
measure = "places"
amount = 70
per = "residents"
for_each = 1000
source = "us"
verified = false
"""


@pytest.fixture
def arguments(office, run, tmp_path):
    """A built city, three plan areas and a rule set: the arguments of a review."""
    city, areas, rules = tmp_path / "city", tmp_path / "areas.gpkg", tmp_path / "rules.toml"
    assert run("build", office.source, "-o", city)[0] == 0
    make_areas().to_file(areas)
    rules.write_text(RULES, "utf-8")
    return ["plan", city, areas, "--rules", rules]


def make_areas(**columns):
    table = {"plan_id": ["P-1", "P-2", "=1+1"], "name": ["东苑", "<b>西苑</b>", "南苑"], "households": [300, 800, 20]}
    corners = [(210, 210), (610, 410), (430, 830)]
    shapes = [shapely.box(WEST + x, SOUTH + y, WEST + x + 150, SOUTH + y + 120) for x, y in corners]
    return gpd.GeoDataFrame(table | columns, geometry=shapes, crs=4547)


def test_a_batch_becomes_figures_layers_a_workbook_and_dossiers(run, arguments, tmp_path):
    out = tmp_path / "out"
    code, printed, errors = run(*arguments, "-o", out)
    assert (code, errors) == (0, "")
    assert printed.splitlines()[-1] == str(out / "review.html")
    summary = json.loads((out / "review.json").read_text("utf-8"))
    assert summary["counts"]["areas"] == 3
    assert sum(summary["verdicts"]["alone"].values()) == 3
    assert set(summary["verdicts"]["alone"]) == set(VERDICTS)
    assert set(summary["inputs"]) == {"areas.gpkg", "city"}
    layers = set(gpd.list_layers(out / "review.gpkg")["name"])
    assert {"plan_areas", "grid_units", "requirements", "departments"} <= layers
    for entry in summary["areas"]:
        page = (out / entry["dossier"]).read_text("utf-8")
        assert "<b>西苑</b>" not in page
    book = openpyxl.load_workbook(out / "review.xlsx")
    assert len(book.sheetnames) == 6  # summary, all areas, rules, three areas
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    values = {cell.value for cell in cells}
    assert {"'=1+1", "<b>西苑</b>"} <= values


@pytest.mark.heavy
def test_the_same_input_gives_the_same_bytes(run, arguments, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        assert run(*arguments, "-o", out)[0] == 0
    files = sorted(file.relative_to(first) for file in first.rglob("*") if file.is_file())
    assert len(files) == 9
    assert files == sorted(file.relative_to(second) for file in second.rglob("*") if file.is_file())
    for file in files:
        assert (first / file).read_bytes() == (second / file).read_bytes(), file


def test_without_reports_there_are_figures_and_layers_only(run, arguments, tmp_path):
    out = tmp_path / "out"
    code, printed, _ = run(*arguments, "-o", out, "--no-reports")
    assert code == 0
    assert sorted(file.name for file in out.iterdir()) == [".gridwalk.json", "review.gpkg", "review.json"]
    assert printed.splitlines()[-1] == str(out / "review.json")


def test_json_is_what_the_file_holds(run, arguments, tmp_path):
    code, printed, _ = run(*arguments, "-o", tmp_path / "out", "--json", "--no-reports")
    assert code == 0
    assert json.loads(printed) == json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))


def test_a_bad_row_is_refused_with_its_reason_and_nothing_is_written(run, arguments, tmp_path):
    make_areas(households=[300, -5, 20]).to_file(arguments[2])
    code, printed, errors = run(*arguments, "-o", tmp_path / "out")
    assert (code, printed) == (1, "")
    assert "areas.gpkg, row 2" in errors
    assert not (tmp_path / "out").exists()


def test_the_good_rows_of_a_bad_file_are_reviewed_on_request(run, arguments, tmp_path):
    make_areas(households=[300, -5, 20]).to_file(arguments[2])
    code, _, errors = run(*arguments, "-o", tmp_path / "out", "--skip-bad")
    assert code == 0
    assert "left out: areas.gpkg, row 2 P-2" in errors
    summary = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))
    assert [entry["plan_id"] for entry in summary["areas"]] == ["P-1", "=1+1"]
    assert [row["row"] for row in summary["rejected"]] == [2]
    assert "Rows left out" in " ".join(openpyxl.load_workbook(tmp_path / "out" / "review.xlsx").sheetnames)


def test_why_a_row_is_left_out_is_said_in_both_languages(run, arguments, tmp_path):
    make_areas(households=[300, -5, 20]).to_file(arguments[2])
    errors = run(*arguments, "-o", tmp_path / "out", "--skip-bad", "--lang", "zh")[2]
    chinese = '列 households:"-5";应为 0 或更大的数'
    assert f"未纳入:areas.gpkg 第 2 行 P-2:{chinese}" in errors
    book = openpyxl.load_workbook(tmp_path / "out" / "review.xlsx")
    reason = next(sheet for sheet in book if "Rows left out" in sheet.title)["D3"].value
    assert reason == f'{chinese}\ncolumn households: "-5"; expected a number of 0 or more'
    page = (tmp_path / "out" / "review.html").read_text("utf-8")
    assert "应为 0 或更大的数" in page
    assert "expected a number of 0 or more" in page


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--rules", "none.toml"], "none.toml"),
        (["--profile", "bird"], 'unknown profile "bird"'),
        (["--gates", "none.gpkg"], "none.gpkg"),
        (["--datum", "mars"], "mars"),
    ],
)
def test_a_wrong_option_is_one_message(run, arguments, tmp_path, more, message):
    code, _, errors = run(*arguments, *more, "-o", tmp_path / "out")
    assert code == 1
    assert message in errors
    assert not (tmp_path / "out").exists()


@pytest.mark.heavy
def test_plans_in_an_old_datum_are_refused_and_read_where_that_is_accepted(run, arguments, tmp_path):
    make_areas().set_crs(2383, allow_override=True).to_file(arguments[2])
    code, _, errors = run(*arguments, "--no-reports", "-o", tmp_path / "out")
    assert code == 1
    assert "--uncertain accept" in errors
    code, _, errors = run(*arguments, "--uncertain", "accept", "--no-reports", "-o", tmp_path / "out")
    assert code == 0
    assert errors.startswith("note: areas.gpkg: the way from EPSG:2383")
    assert errors.count("\n") == 1
    notes = json.loads((tmp_path / "out" / "review.json").read_text("utf-8"))["notes"]
    assert any("up to about 150 m off" in note["en"] for note in notes)


def test_a_city_without_rules_asks_for_some(run, arguments, tmp_path):
    code, _, errors = run(*arguments[:3], "-o", tmp_path / "out")
    assert code == 1
    assert "name one with --rules RULES.toml" in errors


def test_a_folder_of_somebody_else_is_left_alone(run, arguments, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    code, _, errors = run(*arguments, "-o", out)
    assert code == 1
    assert "was not made by gridwalk" in errors
    assert [file.name for file in out.iterdir()] == ["mine.txt"]
