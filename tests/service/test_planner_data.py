"""The data of the planner's page over HTTP: ready with the service, kept by browsers, equal to the API's figures."""

import dataclasses
import json
import math
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from geo.reference import build_reference
from service.answers.planner_questions import ask_first, ask_later
from service.app import create_app
from service.settings import Settings
from tests.maps.planner.unpacking import read_category, read_parts, read_points

EVIL = "<img src=x onerror=alert(1)>"
TILES = 1 << 14
PATIENT = {"Prefer": "wait=60"}


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module")
def client(city):
    with TestClient(create_app(Settings(), city), headers=PATIENT) as client:
        assert client.app.state.served.is_ready.wait(60)
        yield client


def ask(client, path, **params):
    response = client.get(f"/page/{path}", params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return response.json()


def test_the_first_page_is_answered_before_the_service_is_ready(client, city):
    served = client.app.state.served
    assert [served.get_answer(question) for question in ask_first(city)].count(None) == 0


def test_what_is_answered_ahead_is_what_the_page_asks():
    city = build_sample()
    with TestClient(create_app(Settings(), city), headers=PATIENT) as client:
        served = client.app.state.served
        assert served.is_ready.wait(60)
        served.answer_ahead(ask_later(city))
        kept = len(served._answers._kept)
        assert kept == len(ask_first(city)) + len(ask_later(city))
        for path in ("city", "levels/grid_units", "outlines", "roads/main", "facilities/clinic"):
            ask(client, path)
        for category in ("clinic", "school", "all"):
            ask(client, f"coverage/{category}")
        assert len(served._answers._kept) == kept


def test_every_category_is_answered_ahead(client, city):
    served = client.app.state.served
    served.answer_ahead(ask_later(city))
    assert [served.get_answer(question) for question in ask_later(city)].count(None) == 0
    assert len(ask_later(city)) == len(city.categories)


def test_a_bundle_answers_the_first_page_from_its_processes(serve):
    with serve() as client:
        assert client.app.state.served.is_ready.wait(60)
        served = client.app.state.served
        assert [served.get_answer(question) for question in ask_first(served.city)].count(None) == 0


def test_browsers_keep_what_has_not_changed(client):
    first = client.get("/page/levels/grid_units")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-encoding"] == "gzip"
    again = client.get("/page/levels/grid_units", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_city_is_described_with_its_rules_and_divisions(client, city):
    found = ask(client, "city")
    keys = [each["key"] for each in found["categories"]]
    assert keys == list(city.categories)
    assert found["name"] == city.name
    assert found["synthetic"] is True
    assert found["levels"] == ["city", "districts", "streets", "communities", "grid_units"]
    assert {each["tier"] for each in found["categories"]} <= {*(tier["key"] for tier in found["tiers"]), None}
    assert found["rules"]["rural"] is None
    assert set(found["rules"]["urban"]["unverified"]) == {
        each["key"] for each in found["categories"] if not each["verified"]
    }
    whole = client.get("/v1/coverage", params={"level": "city", "scope": "urban"}).json()["items"][0]
    assert found["residents"]["urban"] == round(whole["residents"])
    divisions = found["divisions"]
    assert {*divisions["level"]} == {"districts", "streets"}
    west, south, east, north = found["bounds"]
    for (x, y), (left, low, right, high) in zip(read_points(divisions["at"]), divisions["box"], strict=True):
        assert left <= x <= right
        assert low <= y <= high
        assert west - 1e-4 <= left <= right <= east + 1e-4
        assert south - 1e-4 <= low <= high <= north + 1e-4


def test_the_figures_of_areas_are_those_of_the_api(client, city):
    found, units = ask(client, "figures?profile=adult"), ask(client, "city")["units"]
    assert {*found} == {"city", "districts", "streets"}
    for level, categories in found.items():
        assert {*categories} == {*city.categories, "all"}
        answer = client.get("/v1/coverage", params={"level": level, "scope": "urban", "limit": 1000}).json()["items"]
        expected = {each["code"]: each["categories"] for each in answer}
        at = [i for i, scope in enumerate(units[level]["scope"]) if scope == "u"]
        assert {units[level]["code"][i] for i in at} == {*expected}
        for key, figures in categories.items():
            for tally in ("covered", "uncovered"):
                told = [round(expected[units[level]["code"][i]][key][tally]) for i in at]
                assert [figures[tally][i] for i in at] == told


@pytest.mark.parametrize(("profile", "minutes"), [("adult", None), ("adult", 10), ("elder", None), ("elder", 10)])
@pytest.mark.parametrize("level", ["streets", "grid_units"])
def test_figures_are_those_of_the_api(client, city, profile, minutes, level):
    category = list(city.categories)[1]
    units = {**ask(client, "city")["units"], level: ask(client, f"levels/{level}")}
    found = read_category(ask(client, f"coverage/{category}", level=level, profile=profile), units)[level]
    params = {"level": level, "scope": "all", "category": category, "profile": profile, "limit": 10_000}
    told = client.get("/v1/coverage", params={**params, **({"minutes": minutes} if minutes else {})}).json()["items"]
    assert [unit["code"] for unit in told] == units[level]["code"]
    figures = [unit["categories"][category] for unit in told]
    if minutes is None:
        assert found["covered"] == [round(each["covered"]) for each in figures]
        assert found["uncovered"] == [round(each["uncovered"]) for each in figures]
    else:
        assert [row[minutes - 3] for row in found["by_minute"]] == [round(each["covered"]) for each in figures]
        assert [row[minutes - 3] for row in found["unknown_by_minute"]] == [round(each["unknown"]) for each in figures]


def test_gap_areas_are_those_of_the_api(client, city):
    category = list(city.categories)[1]
    found = ask(client, f"gaps/{category}", minutes=10)
    params = {"category": category, "minutes": 10, "limit": 1000, "fields": "rank,residents,remedy,is_others"}
    told = [each["properties"] for each in client.get("/v1/gaps", params=params).json()["features"]]
    listed = [each for each in told if not each["is_others"]]
    assert found["rank"] == [each["rank"] for each in listed]
    assert found["residents"] == [round(each["residents"]) for each in listed]
    assert found["remedy"] == [each["remedy"] for each in listed]
    assert len(read_points(found["at"])) == len(listed)


def test_facilities_are_numbered_as_figures_name_them(client, city):
    category = list(city.categories)[1]
    found = ask(client, f"facilities/{category}")
    mine = city.facilities[city.facilities["category"] == category]
    assert found["id"] == mine["facility_id"].tolist()
    assert len(read_points(found["at"])) == len(mine)


def test_measures_are_those_of_the_audit(client):
    found = ask(client, "measures/communities")
    codes = ask(client, "levels/communities")["code"]
    told = client.get("/v1/audit", params={"level": "communities", "limit": 1000}).json()["items"]
    workers = {each["code"]: each["workers_per_1000"] for each in told if each["scope"] == "urban"}
    assert len(found["workers_per_1000"]) == len(codes)
    pairs = dict(zip(codes, found["workers_per_1000"], strict=True))
    assert workers
    for code, value in workers.items():
        assert pairs[code] == (None if value is None else pytest.approx(value, abs=0.006))
    assert found["floor_bands"]["5_min"]["least"] == 1070
    assert ask(client, "measures/grid_units")["floor_m2_per_1000"]["5_min"] is None


def test_the_sheet_of_a_unit_agrees_with_routes_and_the_api(client, city):
    streets = client.get("/v1/coverage", params={"level": "streets", "limit": 1}).json()["items"][0]
    sheet = ask(client, f"sheet/streets/{streets['code']}")
    assert [each["level"] for each in sheet["parents"]] == ["districts", "city"]
    assert sheet["residents"] == round(streets["residents"])
    assert sheet["elders"] < sheet["residents"]
    assert sheet["workers"]["all"] >= max(role["count"] for role in sheet["workers"]["roles"])
    assert not any("网格员" in role["zh"] or "orkers" in role["en"] for role in sheet["workers"]["roles"])
    assert "phone" not in json.dumps(sheet)
    whole = client.get("/v1/coverage", params={"level": "city"}).json()["items"][0]["categories"]
    for each in sheet["categories"]:
        told = streets["categories"][each["key"]]
        assert (each["covered"], each["uncovered"]) == (round(told["covered"]), round(told["uncovered"]))
        assert each["share"] == pytest.approx(told["share"], abs=5e-5)
        assert each["beside"]["street"] is None, "a street stands once in its own sheet"
        assert each["beside"]["city"] == pytest.approx(whole[each["key"]]["share"], abs=5e-5)
    near = [each for each in sheet["categories"] if each["home_id"]][:4]
    assert near
    for each in near:
        route = client.get(f"/v1/homes/{each['home_id']}/route", params={"category": each["key"]}).json()
        walk = route["features"][0]["properties"]
        assert walk["facility_id"] == each["facility"]["id"]
        assert walk["walk_m"] == pytest.approx(each["walk_m"], abs=0.06)
        assert each["status"] == ("covered" if each["walk_m"] <= each["limit_m"] else "gap")
    whole_city = ask(client, f"sheet/city/{city.name}")
    assert whole_city["parents"] == []
    assert {share for each in whole_city["categories"] for share in each["beside"].values()} == {None}
    with_limit = ask(client, f"sheet/streets/{streets['code']}", minutes=20)
    assert {round(each["limit_m"], 3) for each in with_limit["categories"]} == {1333.333}


def find_tile(lon, lat):
    turn = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * TILES), int((1 - turn) / 2 * TILES)


def test_tiles_hold_every_road_cut_at_their_edges(client, city):
    lines = city.roads.to_crs(4326)
    west, south, east, north = lines.total_bounds
    (left, top), (right, bottom) = find_tile(west, north), find_tile(east, south)
    assert (right - left) * (bottom - top) > 1
    length = 0.0
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            for text in ask(client, f"roads/{x}/{y}").values():
                drawn = read_parts(text)
                length += sum(math.dist(*side) for line in drawn for side in pairwise(line))
                columns = [(lon + 180) / 360 * TILES for line in drawn for lon, _ in line]
                assert all(x - 0.001 <= column <= x + 1.001 for column in columns)
    total = sum(math.dist(*side) for line in lines.geometry for side in pairwise(line.coords))
    assert length == pytest.approx(total, rel=0.005)
    assert ask(client, "roads/0/0") == {"main": "", "streets": "", "paths": ""}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("levels/blocks", 400),
        ("coverage/nonsense", 400),
        ("coverage/primary_school?level=blocks", 400),
        ("coverage/primary_school?profile=robot", 400),
        ("coverage/primary_school?minutes=5", 400),
        ("gaps/nonsense", 400),
        ("gaps/primary_school?minutes=0", 422),
        ("facilities/nonsense", 400),
        ("measures/blocks", 400),
        ("sheet/streets/1", 404),
        ("sheet/blocks/1", 400),
        ("sheet/streets/1?scope=all", 422),
        ("roads/16384/1", 422),
        ("roads/a/1", 422),
    ],
)
def test_what_there_is_not_is_a_problem_that_says_so(client, path, status):
    response = client.get(f"/page/{path}")
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json()["detail"]


def test_names_stay_texts_in_json_whatever_they_hold():
    city = build_sample()
    city = dataclasses.replace(
        city,
        name=EVIL,
        attribution=EVIL,
        grid_units=city.grid_units.assign(name=EVIL),
        facilities=city.facilities.assign(name=EVIL),
        divisions=city.divisions.assign(name=EVIL),
        categories={key: {"zh": EVIL, "en": EVIL} for key in city.categories},
    )
    with TestClient(create_app(Settings(), city), headers=PATIENT) as client:
        for path in (
            "city",
            "levels/grid_units",
            "facilities/clinic",
            "gaps/clinic",
            "sheet/grid_units/410102001001001",
        ):
            response = client.get(f"/page/{path}")
            assert response.headers["content-type"] == "application/json"
            assert response.headers["x-content-type-options"] == "nosniff"
            assert EVIL in response.text
        assert client.get("/page/sheet/city/%3Cimg%20src=x%20onerror=alert(1)%3E").json()["name"] == EVIL


def test_a_city_without_divisions_and_categories_still_has_a_page():
    city = build_sample()
    city = dataclasses.replace(
        city,
        divisions=None,
        grid_units=city.grid_units.assign(community=""),
        facilities=city.facilities.iloc[:0],
        categories={},
    )
    with TestClient(create_app(Settings(), city), headers=PATIENT) as client:
        found = ask(client, "city")
        assert (found["levels"], found["categories"], found["divisions"]["code"]) == (["city", "grid_units"], [], [])
        assert ask(client, "outlines") == {"districts": "", "streets": ""}
        assert list(ask(client, "coverage/all")["levels"]) == ["city", "grid_units"]
        assert client.get("/readyz").status_code in (200, 503)
