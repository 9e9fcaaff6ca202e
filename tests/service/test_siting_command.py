"""``gridwalk site``: what it writes, prints and refuses."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from geo import build_sample, write_city
from geo.city.sample import ORIGIN
from tests.service.cities import lonlat

FILES = [".gridwalk.json", "curve.svg", "site.json", "sites.csv", "sites.gpkg", "sites.html", "sites.xlsx"]


@pytest.fixture
def city(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


@pytest.fixture
def spots(tmp_path):
    """Candidates at (900, 300), which covers `far`, and at (0, 300), which covers nobody new."""
    x, y = np.add([(900, 300), (0, 300)], ORIGIN).T
    pd.DataFrame({"id": ["a", "b"], "name": ["甲", "<b>"], "x": x, "y": y}).to_csv(tmp_path / "spots.csv", index=False)
    return tmp_path / "spots.csv"


def test_a_number_of_sites_is_chosen_and_written(run, city, spots, tmp_path):
    code, text, notes = run(
        "site",
        city,
        "--category",
        "clinic",
        "--add",
        1,
        "--candidates",
        spots,
        "--datum",
        "EPSG:32650",
        "-o",
        tmp_path / "out",
    )
    assert code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == FILES
    assert "1 sites, proven best among the 2 candidates, for all residents" in text
    assert "no 1 sites anywhere on the roads newly cover more than 40 people: 0 (0.0%) more at most" in text
    assert "60 (57.1%) before, 100 (95.2%) after" in text
    assert "homes that no candidate reaches: 1 with 5 residents, such as field" in notes
    table = pd.read_csv(tmp_path / "out/sites.csv", dtype=str, encoding="utf-8-sig")
    assert table.columns.tolist() == ["id", "category", "name", "lon", "lat", "proof_zh", "proof_en"]
    assert table[["id", "category", "name"]].values.tolist() == [["new-a", "clinic", "甲"]]
    assert gpd.read_file(tmp_path / "out/sites.gpkg", layer="newly_covered")["home_id"].tolist() == ["far"]
    assert (tmp_path / "out/curve.svg").read_text("utf-8").startswith("<svg")


def test_the_summary_is_printed_as_json_and_nothing_else(run, city, tmp_path):
    code, text, _ = run("site", city, "--category", "clinic", "--target", 0.95, "--json", "-o", tmp_path / "out")
    assert code == 0
    summary = json.loads(text)
    written = json.loads((tmp_path / "out/site.json").read_text("utf-8"))
    assert {key: value for key, value in written.items() if key != "seconds"} == {
        key: value for key, value in summary.items() if key != "seconds"
    }
    assert (summary["objective"], summary["value"], summary["bound"], summary["mip_gap"]) == ("share", 1, 1, 0)
    assert summary["coverage"]["after"] == {
        "covered": 100,
        "uncovered": 5,
        "unknown": 0,
        "not_judged": 0,
        "share": pytest.approx(0.952381),
    }
    assert summary["unreached"] == {"homes": 1, "residents": 5, "people": 5}
    assert summary["candidates"] == {"source": "network", "count": 1, "not_joined": 0}


@pytest.mark.heavy
def test_every_objective_runs(run, city, tmp_path):
    for options, objective in (
        (("--add", 1, "--objective", "median"), "median"),
        (("--add", 1, "--capacity", 30), "capacity"),
        (("--add", 1, "--demand-column", "households", "--minutes", 12, "--profile", "elder"), "cover"),
    ):
        code, text, _ = run("site", city, "--category", "clinic", *options, "--json", "-o", tmp_path / "out")
        assert code == 0
        assert json.loads(text)["objective"] == objective
    assert json.loads(text)["people"]["covered_after"] == 4 + 8 + 12 + 16


@pytest.mark.heavy
def test_the_sites_can_be_built_and_cover_what_was_promised(run, office, tmp_path):
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 0
    code, text, _ = run(
        "site", tmp_path / "city", "--category", "clinic", "--minutes", 5, "--add", 2, "--json", "-o", tmp_path / "out"
    )
    assert code == 0
    promised = json.loads(text)["coverage"]["after"]
    sites = pd.read_csv(tmp_path / "out/sites.csv", dtype=str, encoding="utf-8-sig")
    office.facilities = pd.concat([office.facilities.astype(str), sites], ignore_index=True)
    office.save()
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 0
    _, text, _ = run(
        "analyze", tmp_path / "city", "--minutes", 5, "--category", "clinic", "--json", "-o", tmp_path / "anew"
    )
    found = json.loads(text)["categories"]["clinic"]
    assert found["facilities"] == 3
    assert found["covered_population"] == promised["covered"]
    assert found["uncovered_population"] == promised["uncovered"]
    assert found["unknown_population"] == promised["unknown"]


def test_candidates_of_an_office_are_read_in_their_datum(run, office, tmp_path):
    assert run("build", office.source, "-o", tmp_path / "city")[0] == 0
    lon, lat = lonlat([600, 50_000], [602, 602])
    places = tmp_path / "places.xlsx"
    pd.DataFrame({"编号": ["p1", "p2"], "经度": lon, "纬度": lat}).to_excel(places, index=False)
    arguments = ("site", tmp_path / "city", "--category", "clinic", "--minutes", 5, "--add", 1, "-o", tmp_path / "out")
    code, _, notes = run(*arguments, "--candidates", places)
    assert (code, "which datum are lon and lat in" in notes) == (1, True)
    code, _, notes = run(*arguments, "--candidates", places, "--datum", "wgs84")
    assert code == 0
    assert "1 of 2 candidates join no road, such as p2" in notes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "give one of: add (a number of sites) and target"),
        (("--add", 1, "--target", 0.9), "give one of: add"),
        (("--add", 0), "expected at least 1 site"),
        (("--add", -3), "expected at least 1 site"),
        (("--add", 99), "only 1 candidates; give more, or add fewer"),
        (("--target", 1.5), "expected a share above 0 up to 1"),
        (("--target", 0), "expected a share above 0 up to 1"),
        (("--target", "nan"), "expected a share above 0 up to 1"),
        (("--target", 0.5), "is met without building: 60 of 105 people"),
        (("--target", 0.99), "cannot be reached; covered now: 57.14%; with all candidates built: 95.24%"),
        (("--add", 1, "--objective", "magic"), 'unknown objective "magic"'),
        (("--add", 1, "--capacity", 0), "expected a number of people, 1 or more"),
        (("--add", 1, "--capacity", "1e-300"), "expected a number of people, 1 or more"),
        (("--add", 1, "--capacity", "inf"), "expected a number of people, 1 or more"),
        (("--add", 1, "--demand-column", "geometry"), "the city has: residents, households"),
        (("--add", 1, "--mip-gap", -1), "mip gap = -1"),
        (("--add", 1, "--mip-gap", "nan"), "mip gap = nan"),
        (("--add", 1, "--time-limit", 0), "time limit = 0"),
        (("--add", 1, "--minutes", 0), "minutes = 0.0"),
        (("--add", 1, "--minutes", 999), "nobody gains by any of the 0 candidates"),
        (("--add", 1, "--profile", "dog"), 'unknown profile "dog"'),
        (("--add", 1, "--candidates", "no-such.csv", "--datum", "wgs84"), "no-such.csv"),
        (("--add", 1, "--candidates", "pyproject.toml"), "pyproject.toml: unknown ending"),
    ],
)
def test_a_wrong_request_is_reported_in_words_and_nothing_is_written(run, city, tmp_path, options, message):
    code, out, notes = run("site", city, "--category", "clinic", *options, "-o", tmp_path / "out")
    assert (code, out) == (1, "")
    assert message in notes
    assert not (tmp_path / "out").exists()


def test_candidates_in_an_old_datum_are_refused_unless_accepted(run, city, spots, tmp_path):
    table = pd.read_csv(spots)
    table["x"], table["y"] = Transformer.from_crs(32650, 2345, always_xy=True).transform(table["x"], table["y"])
    table.to_csv(spots, index=False)
    request = ("site", city, "--category", "clinic", "--add", 1, "--candidates", spots, "--datum", "EPSG:2345")
    code, _, notes = run(*request, "-o", tmp_path / "out")
    assert (code, "--uncertain accept of a command" in notes.replace("\n", " ")) == (1, True)
    code, _, notes = run(*request, "--uncertain", "accept", "-o", tmp_path / "out")
    assert code == 0


def test_an_unknown_category_lists_those_of_the_city(run, city, tmp_path):
    code, _, notes = run("site", city, "--category", "[zoo]", "--add", 1, "-o", tmp_path / "out")
    assert (code, 'unknown category "[zoo]"; the city has: clinic, school' in notes) == (1, True)


def test_what_stands_there_is_kept(run, city, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("mine")
    code, _, notes = run("site", city, "--category", "clinic", "--add", 1, "-o", tmp_path / "out")
    assert code == 1
    assert "was not made by gridwalk" in notes
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.doc"]


@pytest.mark.parametrize("options", [("--add", "two"), ("--max-candidates", 0), ("--size", 3)])
def test_options_that_are_none_are_a_matter_of_usage(run, city, tmp_path, options):
    assert run("site", city, "--category", "clinic", *options, "-o", tmp_path / "out")[0] == 2


def test_land_cost_and_equity_are_asked_for_on_the_command_line(run, city, tmp_path):
    x, y = np.add([(900, 300), (0, 900), (900, 900)], ORIGIN).T
    table = {"编号": ["a", "b", "c"], "x": x, "y": y, "权属": ["政府", "政府", "企业"], "造价": [80, 30, 10]}
    pd.DataFrame(table).to_csv(tmp_path / "lots.csv", index=False)
    lots = ("--candidates", tmp_path / "lots.csv", "--datum", "EPSG:32650")
    chosen = ("--max-cost", 50, "--where", "owner=政府", "--lang", "zh", "-o", tmp_path / "budget")
    code, text, _ = run("site", city, "--category", "clinic", *lots, *chosen)
    assert code == 0
    assert "已证明为 2 个候选点中的最优方案" in text
    assert "费用合计 30,预算 50" in text
    assert pd.read_csv(tmp_path / "budget/sites.csv", encoding="utf-8-sig")["id"].tolist() == ["new-b"]
    code, text, _ = run(
        "site", city, "--category", "clinic", *lots, "--add", 1, "--objective", "equity", "-o", tmp_path / "equity"
    )
    assert code == 0
    assert "smallest share proven the highest among the 3 candidates" in text
    assert "smallest share covered: 60.0% before, 100.0% after" in text
    code, _, notes = run("site", city, "--category", "clinic", "--add", 1, "--scope", "town", "-o", tmp_path / "no")
    assert (code, "unknown scope" in notes) == (1, True)
