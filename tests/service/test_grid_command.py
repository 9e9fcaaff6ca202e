"""``gridwalk grid check`` and ``gridwalk grid propose``: what they write, print and refuse, in both languages."""

import json
from dataclasses import replace

import geopandas as gpd
import openpyxl
import pytest

from geo import open_city, write_city
from service.runs.grid import find_next_month
from tests.geo.grid_care.care_scenes import EAST, WEST, build_pair, build_street, draw_homes, list_workers

THIRD = WEST[:-3] + "003"


@pytest.fixture
def street(tmp_path):
    """A unit of 900 households with a lead: along one road it is two of 500 and 400."""
    write_city(build_street([(WEST, 4)], [300, 200, 250, 150], workers=list_workers((WEST, "lead"))), tmp_path / "city")
    return tmp_path / "city"


def test_a_check_is_written_and_printed(run, tmp_path):
    homes = draw_homes([(50, 100, 501), (250, 100, 400)])
    write_city(build_pair(homes=homes, workers=list_workers((WEST, "lead"))), tmp_path / "city")
    code, text, _ = run("grid", "check", tmp_path / "city", "-o", tmp_path / "out", "--lang", "en")
    assert code == 0
    lines = text.splitlines()
    assert lines[0] == "Sample: 2 grid units, 1 errors, 1 hints"
    assert lines[1:3] == ["error Without a worker: 1", "hint Too many households: 1"]
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [".gridwalk.json", *(f"grid-check.{ending}" for ending in ("gpkg", "html", "json", "xlsx"))]
    document = json.loads((tmp_path / "out/grid-check.json").read_text("utf-8"))
    assert [each["unit_code"] for each in document["findings"]] == [EAST, WEST]
    assert document["findings"][1]["text_zh"] == f"{WEST} 有 501 户,应为 300-500 户"
    layer = gpd.read_file(tmp_path / "out/grid-check.gpkg", layer="findings")
    assert layer["kind"].tolist() == ["unit_without_worker", "too_large"]
    book = openpyxl.load_workbook(tmp_path / "out/grid-check.xlsx")
    assert book.sheetnames == ["概况 Overview", "问题清单 Findings", "说明 Method"]
    assert [cell.value for cell in book.worksheets[1][3]][:4] == [
        "户数过多 Too many households",
        "提示 hint",
        WEST,
        "300-500",
    ]


def test_the_check_speaks_chinese(run, tmp_path):
    write_city(build_pair(), tmp_path / "city")
    code, text, _ = run("--lang", "zh", "grid", "check", tmp_path / "city", "-o", tmp_path / "out")
    assert code == 0
    assert text.splitlines()[0] == "Sample:网格 2 个,错误 0 项,提示 0 项"


def test_a_road_that_separates_is_named_on_the_command_line(run, tmp_path):
    city = build_pair()
    roads = city.roads.assign(highway="primary").set_geometry(city.roads.translate(100, 150).rotate(90))
    write_city(replace(city, roads=roads), tmp_path / "city")
    assert json.loads(run("grid", "check", tmp_path / "city", "-o", tmp_path / "a", "--json")[1])["hints"] == 0
    found = json.loads(run("grid", "check", tmp_path / "city", "-o", tmp_path / "b", "--trunk", "primary", "--json")[1])
    assert [each["kind"] for each in found["kinds"]] == ["across_road"]


def test_a_proposal_is_written_and_printed_and_leaves_the_city_alone(run, street, tmp_path):
    before = (street / "city.json").read_bytes()
    code, text, _ = run("grid", "propose", street, "-o", tmp_path / "out", "--from", "2030-01-01", "--lang", "en")
    assert code == 0
    assert text.splitlines()[:3] == [
        "Sample: from 2030-01-01, 1 units end and 2 new ones are in force",
        "units of 300 to 500 households: 0 of 1, then 2 of 2; households off size: 400, then 0",
        "moved: 0 homes with 0 households (0.0%)",
    ]
    assert (street / "city.json").read_bytes() == before
    document = json.loads((tmp_path / "out/grid-proposal.json").read_text("utf-8"))
    assert [unit["households"] for unit in document["new_units"]] == [500, 400]
    assert (document["before"]["distribution"][8], document["after"]["distribution"][4]) == (1, 2)
    assert document["posts"] == {"count": 1, "without_lead": [THIRD]}
    after = gpd.read_file(tmp_path / "out/grid-proposal.gpkg", layer="units_after")
    assert after["predecessor"].tolist() == [WEST, WEST]
    book = openpyxl.load_workbook(tmp_path / "out/grid-proposal.xlsx")
    assert [name.split(" ", 1)[1] for name in book.sheetnames] == [
        "Overview", "Communities", "New units", "Successions", "Posts", "Method",
    ]  # fmt: skip
    page = (tmp_path / "out/grid-proposal.html").read_text("utf-8")
    assert "startGrid" in page
    assert "https://" not in page.replace("https://leafletjs.com", "")


def test_a_proposal_that_is_applied_answers_by_the_new_units_and_a_second_one_changes_nothing(run, street, tmp_path):
    code, text, _ = run(
        "grid", "propose", street, "-o", tmp_path / "a", "--from", "2026-01-01", "--apply", "--lang", "zh"
    )
    assert code == 0
    assert "已写入" in text
    city = open_city(street)
    assert city.base_units["unit_code"].tolist() == [EAST, THIRD]
    assert city.grid_units["valid_to"].tolist() == ["2026-01-01", "", ""]
    stamp = (street / "city.json").read_bytes()
    code, text, _ = run(
        "grid", "propose", street, "-o", tmp_path / "b", "--from", "2026-01-01", "--apply", "--lang", "en"
    )
    assert code == 0
    assert "0 units end and 0 new ones" in text
    assert "written into" not in text
    assert (street / "city.json").read_bytes() == stamp


@pytest.mark.parametrize(
    ("options", "english", "chinese"),
    [
        (("--from", "1.7.2030"), '--from "1.7.2030": expected a day as 2024-07-01', "应为日期"),
        (("--within", "999"), 'no division has the code "999"', "999"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_written(run, street, tmp_path, options, english, chinese):
    code, out, error = run("grid", "propose", street, "-o", tmp_path / "out", *options, "--lang", "en")
    assert (code, out) == (1, "")
    assert english in error
    assert not (tmp_path / "out").exists()
    assert chinese in run("grid", "propose", street, "-o", tmp_path / "out", *options, "--lang", "zh")[2]


def test_a_city_without_households_is_checked_but_gets_no_proposal(run, tmp_path):
    city = build_pair()
    write_city(replace(city, homes=city.homes.drop(columns="households")), tmp_path / "city")
    assert run("grid", "check", tmp_path / "city", "-o", tmp_path / "a")[0] == 0
    code, _, error = run("grid", "propose", tmp_path / "city", "-o", tmp_path / "b", "--lang", "en")
    assert code == 1
    assert "the homes have no column households" in error


def test_the_first_of_next_month_is_the_default():
    assert [find_next_month(day) for day in ("2026-01-31", "2026-11-01", "2026-12-31")] == [
        "2026-02-01",
        "2026-12-01",
        "2027-01-01",
    ]


@pytest.mark.parametrize("command", ["check", "propose"])
def test_a_kind_of_road_that_the_city_does_not_have_is_refused(run, street, tmp_path, command):
    code, _, error = run("grid", command, street, "-o", tmp_path / "out", "--trunk", "mortorway", "--lang", "en")
    assert (code, error) == (1, 'error: the city has no road or barrier of the kind "mortorway"; it has: residential\n')
    code, _, error = run("grid", command, street, "-o", tmp_path / "out", "--trunk", "mortorway", "--lang", "zh")
    assert (code, error) == (1, "错误: 本市没有类别为“mortorway”的道路或屏障;本市有:residential\n")
    assert run("grid", command, street, "-o", tmp_path / "out", "--trunk", "motorway")[0] == 0


def test_a_city_is_written_after_its_proposal(run, street, tmp_path, monkeypatch):
    def stop(city, path):
        assert (tmp_path / "out/grid-proposal.json").is_file()
        raise OSError(28, "No space left on device", str(path))

    before = (street / "city.json").read_bytes()
    monkeypatch.setattr("service.runs.grid.write_city", stop)
    code, _, error = run("grid", "propose", street, "-o", tmp_path / "out", "--apply", "--lang", "en")
    assert (code, error) == (1, f"error: {street}: No space left on device\n")
    assert json.loads((tmp_path / "out/grid-proposal.json").read_text("utf-8"))["new"] == 2
    assert (street / "city.json").read_bytes() == before
