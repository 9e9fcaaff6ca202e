"""Scopes over HTTP, on the terminal and in the tables of many cities: urban first, villages beside, never mixed."""

import csv
import dataclasses
import io

import pytest
from starlette.testclient import TestClient

from geo.city.bundle import write_city
from geo.city.sample import build_sample, build_sample_rules
from service.app import create_app
from service.many_cities.listing import Entry
from service.many_cities.runs import run_cities
from service.runs.analysis import AnalysisRequest
from service.settings import Settings

NOT_JUDGED = {"zh": "本规则不评价", "en": "not judged by this rule set"}


@pytest.fixture(scope="module")
def city():
    """The toy city with a rule set for urban areas: the village North is judged by none."""
    return dataclasses.replace(build_sample(), rule_sets=[build_sample_rules()])


@pytest.fixture(scope="module")
def client(city):
    with TestClient(create_app(Settings(), city)) as client:
        yield client


def ask(client, **params):
    return client.get("/v1/coverage", params={"category": "clinic", **params}).json()


def test_coverage_is_of_urban_units_unless_villages_are_asked_for(client):
    urban, rural, both = (ask(client, scope=scope) for scope in ("urban", "rural", "all"))
    assert ask(client) == urban
    assert [item["code"][-6:] for item in urban["items"]] == ["001001", "001002", ""]
    assert [item["code"][-6:] for item in rural["items"]] == ["002001", "002002"]
    assert (urban["scope"], urban["matched"], rural["matched"], both["matched"]) == ("urban", 3, 2, 5)
    far = rural["items"][1]["categories"]["clinic"]
    assert far == {"covered": 0, "uncovered": 0, "unknown": 0, "not_judged": 40, "share": None}
    assert (urban["limit_m"]["clinic"], rural["limit_m"]) == (1000, {})


def test_villages_stand_beside_the_headline_of_every_answer(client):
    for scope in ("urban", "rural", "all"):
        scopes = ask(client, scope=scope)["scopes"]
        assert scopes["urban"] == {
            "residents": 65,
            "covered": 60,
            "share": pytest.approx(60 / 65),
            "judged_by": {"zh": "示例", "en": "Sample"},
        }
        assert scopes["rural"] == {"residents": 40, "covered": 0, "share": None, "judged_by": NOT_JUDGED}


def test_a_division_with_communities_and_villages_has_a_row_for_each(client):
    items = ask(client, level="streets", scope="all")["items"]
    street = [(item["code"], item["scope"], item["residents"]) for item in items if item["code"]]
    assert street == [("410102001000", "urban", 60), ("410102001000", "rural", 40)]


def test_columns_say_which_scope_a_row_is_of(client):
    params = {"level": "city", "scope": "all", "fields": "scope,residents,not_judged", "category": "clinic"}
    text = client.get("/v1/coverage", params=params, headers={"Accept": "text/csv"}).text
    rows = [list(row.values()) for row in csv.DictReader(io.StringIO(text))]
    assert rows == [["urban", "65.0", "0.0"], ["rural", "40.0", "40.0"]]


def test_a_scope_that_is_none_is_refused(client):
    answer = client.get("/v1/coverage", params={"scope": "suburban"})
    assert answer.status_code == 422
    assert "urban" in answer.text


def test_a_scenario_leaves_villages_that_are_not_judged_out_of_its_shares(client, city):
    categories = client.post("/v1/scenarios", json={"remove": ["c1"]}).json()["categories"]
    clinic = categories["clinic"]
    assert clinic["before"] == {"covered": 60, "uncovered": 5, "unknown": 0, "not_judged": 0}
    assert clinic["after"] == {"covered": 0, "uncovered": 65, "unknown": 0, "not_judged": 0}
    beside = {"covered": 0, "uncovered": 0, "unknown": 0, "not_judged": 40}
    assert clinic["villages"] == {"before": beside, "after": beside}


def test_the_page_carries_who_is_judged_by_what(client):
    found = client.get("/page/city").json()
    assert found["judged_by"]["rural"] == NOT_JUDGED
    assert found["rules"]["rural"] is None
    assert found["categories"][0]["limit_m"]["rural"] is None


def test_the_terminal_has_the_urban_line_first_and_villages_beside(run, city, tmp_path):
    write_city(city, tmp_path / "city")
    _, text, _ = run("analyze", tmp_path / "city", "-o", tmp_path / "out")
    lines = text.splitlines()
    assert lines[:2] == [
        "urban: 65 residents, judged by Sample",
        "villages: 40 residents, not judged by this rule set",
    ]
    assert "villages covered" not in text  # no column of nothing
    _, text, _ = run("--lang", "zh", "analyze", tmp_path / "city", "-o", tmp_path / "out", "--minutes", 27)
    assert text.splitlines()[:2] == [
        "城镇居民 65 人,评价依据:统一 27 分钟",
        "村居民 40 人,评价依据:统一 27 分钟",
    ]
    assert "村:可达" in text


@pytest.mark.heavy
def test_a_row_of_many_cities_has_villages_beside_and_says_by_what_they_are_judged(city, tmp_path):
    write_city(city, tmp_path / "city")
    entries, requests = [Entry(tmp_path / "city", {})], [AnalysisRequest(categories=("clinic",))]
    for options in ({}, {"by_district": True}):
        (row,) = run_cities(entries, tmp_path / "out", requests=requests, processes=1, **options)
        assert (row["population"], row["urban_population"], row["villages_population"]) == (105, 65, 40)
        assert row["share_clinic"] == pytest.approx(60 / 65, abs=1e-6)
        assert row["judged_by"] == "示例 Sample"
        assert row["villages_judged_by"] == " ".join(NOT_JUDGED.values())
        assert "villages_share_clinic" not in row
