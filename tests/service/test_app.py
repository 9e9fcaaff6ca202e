"""The API on the toy city: exact numbers first, then errors, caching and the documentation."""

import json
import re

import pytest
from fastapi.testclient import TestClient
from pyproj import Transformer

from geo.city.sample import ORIGIN, build_sample
from geo.crs.datum import from_wgs84
from geo.errors import InputError
from geo.texts import LANGS
from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_sample())) as client:
        yield client


def lonlat(x, y):
    lon, lat = Transformer.from_crs(32650, 4326, always_xy=True).transform(ORIGIN[0] + x, ORIGIN[1] + y)
    return {"lon": lon, "lat": lat, "datum": "wgs84"}


def test_a_place_has_its_unit_and_what_lies_above_it(client):
    answer = client.get("/v1/locate", params=lonlat(150, 150)).json()
    assert answer["unit_code"] == "410102001001001"
    assert answer["community"] == {"code": "410102001001", "name": "South"}
    assert answer["street"]["code"] == "410102001000"
    assert answer["district"]["name"] == "District"
    assert answer["near_boundary_m"] == pytest.approx(250, abs=0.1)


def test_a_place_outside_says_so_with_the_nearest_unit(client):
    response = client.get("/v1/locate", params=lonlat(-200, 0))
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["nearest_unit_code"] == "410102001001001"
    assert problem["distance_m"] == pytest.approx(100, abs=0.2)


def test_a_place_without_datum_is_refused_with_the_choices(client):
    place = lonlat(150, 150)
    del place["datum"]
    response = client.get("/v1/locate", params=place)
    assert response.status_code == 400
    assert "wgs84, cgcs2000, gcj02, bd09" in response.json()["detail"]


def test_a_gcj02_place_is_brought_back_before_it_is_located(client):
    place = lonlat(540, 150)
    lon, lat = from_wgs84(place["lon"], place["lat"], datum="gcj02")
    answer = client.get("/v1/locate", params={"lon": float(lon), "lat": float(lat), "datum": "gcj02"}).json()
    assert answer["unit_code"] == "410102001001001"
    assert answer["near_boundary_m"] == pytest.approx(10, abs=0.5)


@pytest.mark.parametrize(
    ("params", "status", "word"),
    [
        ({"lon": 34.7, "lat": 113.6, "datum": "wgs84"}, 400, "swapped"),
        ({"lon": "east", "lat": 1, "datum": "wgs84"}, 422, "lon"),
        ({"lon": "nan", "lat": 1, "datum": "wgs84"}, 400, "degrees"),
        ({"lon": 1, "lat": 1, "datum": "wgs-84"}, 400, "wgs84"),
        ({"lat": 1}, 400, "lon"),
    ],
)
def test_a_wrong_place_is_refused_with_what_to_do(client, params, status, word):
    response = client.get("/v1/locate", params=params)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert word in response.json()["detail"]


def test_a_unit_is_found_by_its_code_and_an_unknown_code_is_not(client):
    assert client.get("/v1/grid-units/410102001002002").json()["name"] == "North-east"
    missing = client.get("/v1/grid-units/999")
    assert missing.status_code == 404
    assert missing.json()["title"] == "Not found"


def test_coverage_of_the_city_in_people(client):
    answer = client.get("/v1/coverage", params={"level": "city"}).json()
    assert (answer["profile"], answer["speed_km_h"], answer["limit_m"]["clinic"]) == ("adult", 4.0, 1000.0)
    (city,) = answer["items"]
    assert (city["scope"], city["residents"]) == ("urban", 65)
    assert city["categories"]["clinic"] == {
        "covered": 60.0,
        "uncovered": 5.0,
        "unknown": 0.0,
        "not_judged": 0.0,
        "share": pytest.approx(60 / 65),
    }


def test_coverage_can_be_asked_for_one_category_a_limit_a_profile_and_a_parent(client):
    answer = client.get(
        "/v1/coverage",
        params={"category": "school", "minutes": 25, "profile": "elder", "parent": "410102001001"},
    ).json()
    assert answer["limit_m"]["school"] == pytest.approx(1200)
    assert [unit["code"] for unit in answer["items"]] == ["410102001001001", "410102001001002"]
    assert answer["items"][0]["categories"]["school"]["covered"] == 60
    assert list(answer["items"][0]["categories"]) == ["school"]


@pytest.mark.parametrize(
    ("params", "word"),
    [({"level": "suburbs"}, "grid_units"), ({"category": "zoo"}, "clinic"), ({"profile": "runner"}, "adult")],
)
def test_coverage_of_nothing_known_lists_the_choices(client, params, word):
    response = client.get("/v1/coverage", params=params)
    assert response.status_code == 400
    assert word in response.json()["detail"]


def test_a_limit_below_zero_is_refused(client):
    assert client.get("/v1/coverage", params={"minutes": -1}).status_code == 422


def test_gaps_are_geojson_in_degrees_and_hold_the_uncovered(client):
    answer = client.get("/v1/gaps", params={"category": "clinic"}).json()
    assert sum(gap["properties"]["residents"] for gap in answer["features"]) == 45
    lon, lat = answer["features"][0]["geometry"]["coordinates"][0][0][0]
    assert 116 < lon < 118
    assert 34 < lat < 35
    assert (
        client.get("/v1/gaps", params={"category": "clinic", "minutes": 60}).json()["features"][0]["properties"][
            "residents"
        ]
        == 5
    )


def test_a_large_answer_is_sent_once(client):
    first = client.get("/v1/coverage")
    again = client.get("/v1/coverage", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    assert first.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("lang", LANGS)
def test_the_map_is_one_file_that_asks_the_internet_for_nothing(client, lang):
    page = client.get("/maps/coverage.html", params={"lang": lang}).text
    assert not [a for a in re.findall(r"https?://[^\s\"'<>)]+", page) if not a.startswith("http://www.w3.org/")]
    assert page == client.get("/maps/coverage.html", params={"lang": lang}).text


def test_the_start_is_the_planners_page(client):
    assert "assets/" in client.get("/").text


def test_the_documentation_needs_no_internet(client):
    page = client.get("/docs").text
    assert not re.findall(r"https?://", page)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert client.get(address).status_code == 200


def test_every_route_of_the_documentation_has_examples_or_defaults_that_run(client):
    schema = client.get("/openapi.json").json()
    assert {"/v1/locate", "/v1/grid-units/{unit_code}", "/v1/coverage", "/v1/gaps", "/healthz", "/readyz"} <= set(
        schema["paths"]
    )
    assert json.dumps(schema)


def test_the_service_says_that_it_lives_and_is_ready(client):
    assert client.get("/healthz").json()["status"] == "ok"
    assert client.get("/readyz").json() == {"status": "ready", "city": "Sample"}


def test_an_unknown_address_is_a_problem_too(client):
    response = client.get("/v2/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_service_without_a_city_says_what_is_missing():
    with pytest.raises(InputError, match="GRIDWALK_CITY"), TestClient(create_app(Settings(city=None))):
        pass


def test_a_circle_has_its_polygons_and_the_residents_within(client):
    answer = client.get("/v1/circle", params=lonlat(0, 0) | {"minutes": [2.4, 15]}).json()
    assert [feature["properties"]["residents"] for feature in answer["features"]] == [40, 60]
    assert [feature["geometry"]["type"] for feature in answer["features"]] == ["MultiPolygon"] * 2
    assert answer["features"][1]["properties"]["limit_m"] == pytest.approx(1000)


def test_a_circle_that_is_none_says_why(client):
    answer = client.get("/v1/circle", params=lonlat(450, 1300)).json()["features"][0]
    assert answer["geometry"] is None
    assert {name: text for name, text in answer["properties"].items() if name.startswith("reason")} == {
        "reason": "no_road_to_begin",
        "reason_zh": "附近没有可作为起点的道路",
        "reason_en": "no road near enough to begin at",
    }


def test_a_facility_has_its_circle(client):
    answer = client.get("/v1/facilities/c1/circle", params={"minutes": 27}).json()
    assert answer["features"][0]["properties"] | {"area_m2": 0} == {
        "id": "c1",
        "minutes": 27,
        "limit_m": 1800,
        "area_m2": 0,
        "residents": 100,
        "reason": "",
        "reason_zh": "",
        "reason_en": "",
    }


@pytest.mark.parametrize(
    ("path", "params", "status", "word"),
    [
        ("/v1/facilities/none/circle", {}, 404, "no facility"),
        ("/v1/facilities/c1/circle", {"minutes": 0}, 422, "greater than 0"),
        ("/v1/facilities/c1/circle", {"minutes": 999}, 422, "less than or equal to 60"),
        ("/v1/facilities/c1/circle", {"profile": "bird"}, 400, "unknown profile"),
        ("/v1/circle", {"lon": 114, "lat": 34}, 400, "which datum"),
    ],
)
def test_a_circle_that_cannot_be_drawn_is_a_problem(client, path, params, status, word):
    response = client.get(path, params=params)
    assert response.status_code == status
    assert word in response.text


def test_a_circle_may_be_lines_or_simpler(client):
    whole = client.get("/v1/circle", params=lonlat(0, 0)).json()["features"][0]
    plain = client.get("/v1/circle", params=lonlat(0, 0) | {"tolerance": 30}).json()["features"][0]
    assert len(json.dumps(plain)) < len(json.dumps(whole)) / 2
    assert plain["properties"]["residents"] == whole["properties"]["residents"]
    lines = client.get("/v1/circle", params=lonlat(0, 0) | {"shape": "lines", "minutes": 6}).json()["features"]
    assert {line["geometry"]["type"] for line in lines} == {"LineString"}
    assert sum(line["properties"]["length_m"] for line in lines) == pytest.approx(1000)
    assert client.get("/v1/circle", params=lonlat(450, 1300) | {"shape": "lines"}).json()["features"] == []


def test_the_route_behind_a_verdict_is_a_line(client):
    answer = client.get("/v1/homes/corner/route", params={"category": "school"}).json()["features"][0]
    assert answer["properties"]["facility_id"] == "s1"
    assert answer["properties"]["walk_m"] == pytest.approx(900)
    assert answer["geometry"]["type"] == "LineString"
    assert client.get("/v1/homes/nobody/route", params={"category": "school"}).status_code == 404
    assert client.get("/v1/homes/field/route", params={"category": "school"}).status_code == 404
    assert client.get("/v1/homes/corner/route", params={"category": "zoo"}).status_code == 400


def test_a_scenario_has_before_and_after_by_unit(client):
    place = lonlat(900, 600)
    new = {"category": "clinic", **place}
    answer = client.post("/v1/scenarios", json={"add": [new], "remove": ["s1"]}).json()
    clinic, school = answer["categories"]["clinic"], answer["categories"]["school"]
    assert clinic["before"] == clinic["after"] == {"covered": 60, "uncovered": 5, "unknown": 0, "not_judged": 0}
    villages = clinic["villages"]
    assert [villages[when]["covered"] for when in ("before", "after")] == [0, 40]
    moved = [(unit["name"], unit["scope"], unit["after"]["covered"]) for unit in clinic["units"]]
    assert moved == [("North-east", "rural", 40)]
    assert school["after"]["covered"] == 0
    communities = client.post("/v1/scenarios", json={"remove": ["c1"], "level": "communities"}).json()
    assert [unit["code"] for unit in communities["categories"]["clinic"]["units"]] == ["410102001001"]
    nothing = client.post("/v1/scenarios", json={}).json()
    assert nothing["categories"] == {}


def test_a_facility_that_joins_no_road_is_told(client):
    answer = client.post("/v1/scenarios", json={"add": [{"category": "clinic", **lonlat(450, 1300)}]}).json()
    assert answer["categories"]["clinic"]["not_joined"] == [
        {
            "key": "no_road",
            "values": {"snap_limit_m": 200.0},
            "zh": "200 米以内没有道路",
            "en": "no road within 200 m",
        }
    ]


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        ({"remove": ["none"]}, 404, "no facility has the id"),
        ({"add": [{"category": "zoo", "lon": 117, "lat": 34, "datum": "wgs84"}]}, 400, "unknown category"),
        ({"add": [{"category": "clinic", "lon": 117, "lat": 34}]}, 400, "which datum"),
        ({"add": [{"category": "clinic", "lon": 999, "lat": 34, "datum": "wgs84"}]}, 422, "less than or equal to 180"),
        ({"remove": ["c1"], "level": "planets"}, 400, "unknown level"),
        ({"remove": ["c1"], "profile": "bird"}, 400, "unknown profile"),
        ({"remove": "c1"}, 422, "valid list"),
    ],
)
def test_a_scenario_that_cannot_be_answered_is_a_problem(client, body, status, word):
    response = client.post("/v1/scenarios", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert word in response.json()["detail"]


@pytest.mark.parametrize(("accepted", "is_packed"), [("gzip", True), ("br;q=1, gzip;q=0.5", True), ("identity", False)])
def test_an_answer_is_packed_for_clients_that_say_they_unpack_it(client, accepted, is_packed):
    answer = client.get("/maps/coverage.html", headers={"Accept-Encoding": accepted})
    assert (answer.headers.get("Content-Encoding") == "gzip") == is_packed
    assert answer.text.startswith("<!DOCTYPE html>")
    assert answer.headers["Vary"].count("Accept-Encoding") == 1
