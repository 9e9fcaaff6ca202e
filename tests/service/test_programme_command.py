"""``gridwalk programme``: what it writes and prints, in both languages, and what it refuses."""

import json

import geopandas as gpd
import openpyxl
import pytest

from geo import write_city
from tests.geo.audit.audit_scenes import SOUTH
from tests.geo.programme.programme_scenes import build_priced


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programme") / "city"
    write_city(build_priced(), folder)
    return folder


@pytest.fixture(scope="module")
def unpriced(tmp_path_factory):
    folder = tmp_path_factory.mktemp("programme") / "unpriced"
    write_city(build_priced(None), folder)
    return folder


def test_a_programme_is_written_and_printed(run, city, tmp_path):
    code, text, _ = run("programme", city, "-o", tmp_path / "out", "--budget", "8100", "--years", "1")
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".gridwalk.json",
        "programme.gpkg",
        "programme.html",
        "programme.json",
        "programme.xlsx",
    ]
    assert "3 projects (0 of them sites) help 131 people" in text
    assert "6,000 yuan once and 2,100 yuan each year; 8,100 yuan with 1 years of these" in text
    assert "Proven best: no programme of 8,100 yuan helps more than 131 people" in text
    assert "1. District, South: No one-stop service hall; build one, 3,000 yuan; helps 60 people" in text
    document = json.loads((tmp_path / "out/programme.json").read_text("utf-8"))
    assert document["people"] == {"helped": 131, "bound": 131, "gap": 0}
    city_row = document["districts"][-1]
    assert (city_row["before"]["people_short"] - city_row["after"]["people_short"], city_row["helped"]) == (131, 131)
    assert (city_row["before"]["with_hall"], city_row["after"]["with_hall"]) == (0, 1)
    projects = gpd.read_file(tmp_path / "out/programme.gpkg", layer="projects")
    assert projects["kind"].tolist() == ["hall", "space", "square_size"]
    assert set(projects["code"]) == {SOUTH}
    districts = gpd.read_file(tmp_path / "out/programme.gpkg", layer="districts")
    assert (districts["once_yuan"][0], districts["yearly_yuan"][0]) == (6000, 2100)
    assert (districts["share_with_hall_before"][0], districts["share_with_hall_after"][0]) == (0, 0.5)


def test_the_programme_speaks_chinese(run, city, tmp_path):
    code, text, _ = run("--lang", "zh", "programme", city, "-o", tmp_path / "out", "--projects", "1")
    assert code == 0
    assert "1 个项目(其中选址 " in text
    assert "已证明最优:1 个项目的任何方案" in text


def test_sites_are_projects(run, unpriced, tmp_path):
    code, text, _ = run("programme", unpriced, "-o", tmp_path / "out", "--projects", "2", "--sites", "school", "--json")
    assert code == 0
    document = json.loads(text)
    assert document["sites"] == [{"category": "school", "built": 1, "at_most": 1, "cost_yuan": None}]
    assert {(each["way"], each["people"]) for each in document["projects"]} == {("site", 60), ("build", 60)}
    assert document["cost"] is None


def test_a_budget_for_a_city_without_costs_is_refused(run, unpriced, tmp_path):
    code, _, notes = run("--lang", "zh", "programme", unpriced, "-o", tmp_path / "out", "--budget", "7000")
    assert code == 1
    assert "没有单价;请改用项目数(projects)" in notes
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("limits", [(), ("--budget", "7000", "--projects", "3")])
def test_one_of_budget_and_projects_is_asked_for(run, city, tmp_path, limits):
    code, _, notes = run("programme", city, "-o", tmp_path / "out", *limits)
    assert code == 1
    assert "give one of: budget (yuan) and projects (a number)" in notes


def test_rules_go_before_those_of_the_city(run, city, tmp_path):
    rules = tmp_path / "mine.toml"
    rules.write_text(
        """
id = "mine"
name = { zh = "甲", en = "Mine" }
source = "us"
scope = ["urban"]
[tiers.15_min]
name = { zh = "十五分钟", en = "15 minutes" }
provider = "project"
source = "us"
verified = true
[facilities.school]
name = { zh = "学校", en = "School" }
tier = "15_min"
source = "us"
verified = true
radius = { m = 1300 }
floor_area = { m2 = 100 }
""",
        encoding="utf-8",
    )
    limits = ("--budget", "1000000", "--sites", "school", "--rules", rules, "--json")
    code, text, _ = run("programme", city, "-o", tmp_path / "out", *limits)
    assert code == 0
    # all but the 5 in the field walk 1,200 m to the school at most: no site helps anybody
    assert json.loads(text)["sites"] == []
    assert json.loads(text)["districts"][-1]["before"]["share_15_min"] == pytest.approx(60 / 65)


def test_the_workbook_lists_projects_in_order_and_districts_before_and_after(run, city, tmp_path):
    run("programme", city, "-o", tmp_path / "out", "--budget", "8100", "--years", "1")
    book = openpyxl.load_workbook(tmp_path / "out/programme.xlsx")
    projects = list(book["项目清单 Projects"].iter_rows(min_row=3, values_only=True))
    heads = [head.split("\n")[-1] for head in projects[0]]
    rows = [dict(zip(heads, row, strict=True)) for row in projects[1:]]
    assert [row["#"] for row in rows] == [1, 2, 3]
    assert [row["Cost so far (yuan)"] for row in rows] == [3000, 5100, 8100]
    # in the city those too who live in no community
    districts = list(book["前后对比 Before and after"].iter_rows(values_only=True))
    assert [row[:6] for row in districts[2:]] == [
        ("District", 3, 131, 8100, 155, 24),
        ("Sample", 3, 131, 8100, 160, 29),
    ]
    heads = [head.split("\n")[-1] for head in districts[0] if head]
    assert heads == ["People short", "Service space per 100 households (m2)", "Communities with a hall"]
    missed = list(book["差一点入选 Just missed"].iter_rows(min_row=2, values_only=True))
    assert [row[3] for row in missed] == ["专职工作者缺额\nSpecialised workers short"]


def test_the_page_is_whole_by_itself_and_escapes_names(run, city, tmp_path):
    run("programme", city, "-o", tmp_path / "out", "--budget", "8100", "--years", "1")
    page = (tmp_path / "out/programme.html").read_text("utf-8")
    assert "https://" not in page
    assert "Content-Security-Policy" in page
    assert "420 m2 of service space short" in page
    run("programme", city, "-o", tmp_path / "again", "--budget", "8100", "--years", "1")
    assert page == (tmp_path / "again/programme.html").read_text("utf-8")
