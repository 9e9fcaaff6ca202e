"""``gridwalk circles``: what it prints and writes, in both languages, and what it refuses."""

import json

import geopandas as gpd
import openpyxl
import pytest

from geo import build_sample, write_city
from geo.life_circles.line_city import build_line_city


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    path = tmp_path_factory.mktemp("line") / "city"
    write_city(build_line_city(), path)
    return path


def test_compartments_are_printed_with_how_many_circles_they_need(run, city):
    code, text, _ = run("circles", city)
    assert code == 0
    assert "Line: 58,000 urban residents in 20 grid units and 2 compartments; 1,000 in villages are not judged." in text
    assert "15 minutes: 1 compartments" not in text
    assert "15-minute circle: 1 compartments with 4,000 residents are too small for one circle." in text
    assert "5-10" in text


def test_a_city_is_divided_and_everything_is_written(run, city, tmp_path):
    code, text, _ = run("circles", city, "--plan", "-o", tmp_path / "out", "--sheets", "all")
    assert code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    files = ["life-circles.gpkg", "life-circles.html", "life-circles.json", "life-circles.xlsx"]
    assert names == [".gridwalk.json", *files, "sheets"]
    assert len(list((tmp_path / "out/sheets").iterdir())) == 16
    assert "15-minute circle: 36,000 beyond the walk of their centre; at least 36,000" in text
    assert "5-minute circle: 0 beyond the walk of their centre; at least 0 whatever the division (nobody can" in text
    document = json.loads((tmp_path / "out/life-circles.json").read_text("utf-8"))
    assert [len(rows) for rows in document["circles"].values()] == [2, 4, 10]
    assert [tier["verified"] for tier in document["tiers"]] == [True, True, True]
    layer = gpd.read_file(tmp_path / "out/life-circles.gpkg", layer="circles_5_min")
    assert layer["residents"].sum() == 58_000
    units = gpd.read_file(tmp_path / "out/life-circles.gpkg", layer="units")
    assert units.area.sum() == pytest.approx(layer.area.sum())
    book = openpyxl.load_workbook(tmp_path / "out/life-circles.xlsx", read_only=True)
    assert [row[0] for row in book["10分钟 10 minutes"].iter_rows(min_row=2, values_only=True)] == [
        "10-001-01",
        "10-001-02",
        "10-001-03",
        "10-002-01",
    ]


def test_the_command_speaks_chinese(run, city, tmp_path):
    code, text, _ = run("--lang", "zh", "circles", city, "--plan", "-o", tmp_path / "out")
    assert code == 0
    assert "城镇居民 58,000 人" in text
    assert "15分钟生活圈:步行距离外 36,000 人" in text
    assert not (tmp_path / "out/sheets").exists()


def test_the_result_is_printed_as_json_and_nothing_else(run, city):
    code, text, _ = run("circles", city, "--json")
    assert code == 0
    assert [tier["most"] for tier in json.loads(text)["tiers"]] == [2, 4, 11]


def test_what_separates_is_an_option(run, city):
    _, text, _ = run("circles", city, "--barrier", "none", "--road", "trunk", "--json")
    document = json.loads(text)
    assert len(document["compartments"]) == 1
    assert document["separators"]["highways"] == ["trunk"]
    _, text, _ = run("circles", city, "--bridge-m", 10, "--json")
    assert len(json.loads(text)["compartments"]) == 1


def test_a_folder_without_plan_and_a_plan_without_folder_are_refused(run, city, tmp_path):
    for options in (("--plan",), ("-o", tmp_path / "out"), ("--sheets", "all")):
        code, _, notes = run("circles", city, *options)
        assert code == 2
        assert "--plan" in notes
    assert not (tmp_path / "out").exists()


def test_a_circle_that_is_not_there_is_refused_and_nothing_is_written(run, city, tmp_path):
    code, _, notes = run("circles", city, "--plan", "-o", tmp_path / "out", "--sheets", "15-099")
    assert code == 1
    assert "no life circle has the code 15-099; expected codes such as 15-001" in notes
    assert not (tmp_path / "out").exists()


def test_a_city_without_a_rule_set_is_told_to_name_one(run, tmp_path):
    write_city(build_sample(), tmp_path / "city")
    code, _, notes = run("circles", tmp_path / "city")
    assert code == 1
    assert "name one that does with --rules" in notes
    code, text, _ = run("circles", tmp_path / "city", "--rules", "data/standards/gb50180-2018.toml")
    assert code == 0
    assert "60 urban residents" in text


@pytest.mark.parametrize(("option", "has"), [("--road", "-"), ("--barrier", "river")])
def test_a_kind_of_line_that_the_city_does_not_have_is_refused(run, city, option, has):
    code, _, error = run("circles", city, option, "mortorway", "--lang", "en")
    assert (code, error) == (1, f'error: the city has no road or barrier of the kind "mortorway"; it has: {has}\n')
    assert run("circles", city, option, "none")[0] == 0
