"""Answers have a size: pages, fields, boxes, order and columns; what costs too much is refused with a way out."""

import csv
import io
import json
import pickle
from functools import partial

import numpy as np
import pyarrow as pa
import pytest
import shapely
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from geo.crs.projection import to_lonlat
from geo.errors import InputError
from geo.locate.batch import iterate_address_rows
from geo.locate.unit_index import make_unit_index
from geo.reference import build_reference
from service.answers.circles import answer_circle, answer_facility_circle, answer_route
from service.answers.coverage import answer_coverage
from service.answers.gaps import answer_gaps
from service.answers.locating import locate_items
from service.answers.pages import answer_coverage_page, answer_find_page
from service.answers.places import answer_services, answer_surroundings
from service.answers.scenarios import MOST_UNITS, answer_scenario, compare_scenario
from service.app import create_app
from service.compute.analyses import Analyses
from service.compute.questions import Question
from service.errors import RefusedError
from service.models.circles import CircleQuery, FacilityCircleQuery, RouteQuery
from service.models.coverage import CoverageQuery, GapsQuery
from service.models.pages import CoveragePageQuery
from service.models.places import LocateItem, LocateRequest
from service.models.scenarios import NewFacility, ScenarioRequest
from service.parameters import MOST_BODY_BYTES
from service.settings import Settings

ARROW = "application/vnd.apache.arrow.stream"
GEOJSON = "application/geo+json"


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module")
def client(city):
    with TestClient(create_app(Settings(), city)) as client:
        yield client


def list_pages(client, path, headers=None, **params):
    """All pages of a list, by the cursor in the body, the Link beside it."""
    pages, address = [], client.build_request("GET", path, params=params).url
    while address is not None:
        response = client.get(address, headers=headers)
        assert response.status_code == 200, response.text
        pages.append(response)
        link = response.links.get("next")
        address = address.join(link["url"]) if link else None
        assert len(pages) < 1000
    return pages


# --- pages


@pytest.mark.heavy
def test_all_pages_together_hold_every_person_of_the_city_once(client, city):
    pages = [page.json() for page in list_pages(client, "/v1/coverage", limit=7, scope="all")]
    assert len(pages) > 5
    items = [item for page in pages for item in page["items"]]
    assert sum(item["residents"] for item in items) == pytest.approx(city.homes["residents"].sum())
    assert len(items) == len({item["code"] for item in items}) == pages[0]["matched"]
    assert {page["matched"] for page in pages} == {len(items)}
    assert [page["next"] is None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(len(page["items"]) <= 7 for page in pages)


def test_the_pages_of_gaps_are_the_whole_in_its_order(client):
    whole = client.get("/v1/gaps", params={"limit": 10_000}).json()
    pages = [page.json() for page in list_pages(client, "/v1/gaps", limit=50)]
    assert whole["next"] is None
    assert [feature for page in pages for feature in page["features"]] == whole["features"]
    assert whole["matched"] == len(whole["features"]) > 300
    first = client.get("/v1/gaps")
    assert len(first.json()["features"]) == 300
    assert len(first.content) < 1_000_000


def test_a_cursor_goes_on_where_the_page_before_it_ended(client):
    first = client.get("/v1/coverage", params={"limit": 2, "sort": "-uncovered"}).json()
    second = client.get("/v1/coverage", params={"limit": 3, "sort": "-uncovered", "next": first["next"]}).json()
    both = client.get("/v1/coverage", params={"limit": 5, "sort": "-uncovered"}).json()
    assert first["items"] + second["items"] == both["items"]


@pytest.mark.parametrize("cursor", ["", "x", "é", "MTIuMDAwMDAwMDAwMDAwMDAwMA", "=" * 40])
def test_a_cursor_that_nobody_gave_is_refused(client, cursor):
    response = client.get("/v1/coverage", params={"next": cursor})
    assert response.status_code == 400
    assert "next" in response.json()["detail"]


def test_a_cursor_of_another_question_or_an_earlier_city_is_refused(client):
    cursor = client.get("/v1/coverage", params={"limit": 2}).json()["next"]
    for other in ({"sort": "code"}, {"level": "communities"}, {"minutes": 10}, {"category": "kindergarten"}):
        response = client.get("/v1/coverage", params={"next": cursor, **other})
        assert response.status_code == 400
        assert "another question" in response.json()["detail"]
    with TestClient(create_app(Settings(), build_sample())) as changed:
        assert changed.get("/v1/coverage", params={"next": cursor}).status_code == 400


@pytest.mark.parametrize("limit", [0, -1, 10_001, "many"])
def test_a_page_has_a_greatest_length(client, limit):
    assert client.get("/v1/coverage", params={"limit": limit}).status_code == 422
    described = client.get("/openapi.json").json()["paths"]["/v1/coverage"]["get"]["parameters"]
    (schema,) = [each["schema"] for each in described if each["name"] == "limit"]
    assert schema["anyOf"][0]["maximum"] == 10_000


def test_a_page_ends_before_it_is_too_large_whatever_its_rows_hold(client, monkeypatch):
    params = {"sort": "-area_m2", "limit": 10_000}
    monkeypatch.setattr("service.answers.paging.MOST_PAGE_BYTES", 50_000)
    monkeypatch.setattr("service.answers.paging._ORDINARY_PAGE_BYTES", 20_000)
    for given, most_bytes in ((params, 50_000), ({"sort": "-area_m2"}, 20_000)):
        pages = list_pages(client, "/v1/gaps", **given)
        assert len(pages) > 3
        assert sum(len(page.json()["features"]) for page in pages) == pages[0].json()["matched"]
        sizes = [len(page.content) for page in pages if len(page.json()["features"]) > 1]
        assert most_bytes / 4 < max(sizes) < most_bytes


# --- fields, boxes, order


def test_only_the_fields_that_are_asked_for_come_back(client):
    item = client.get("/v1/coverage", params={"fields": "code,share", "category": "kindergarten"}).json()["items"][0]
    assert list(item) == ["code", "categories"]
    assert list(item["categories"]["kindergarten"]) == ["share"]
    feature = client.get("/v1/gaps", params={"fields": "residents, gap_id"}).json()["features"][0]
    assert list(feature["properties"]) == ["gap_id", "residents"]
    assert feature["geometry"]["type"] == "MultiPolygon"


@pytest.mark.parametrize("path", ["/v1/coverage", "/v1/gaps"])
def test_an_unknown_field_or_order_is_refused_with_those_that_there_are(client, path):
    for name in ("fields", "sort"):
        response = client.get(path, params={name: "residents_of_mars"})
        assert response.status_code == 400
        assert "residents_of_mars" in response.json()["detail"]
        assert "valid: " in response.json()["detail"]
        assert "residents," in response.json()["detail"]


def find_box(city):
    """A box around the south-west quarter of the homes, in degrees, and in the city's metres the same corners."""
    lon, lat = to_lonlat(shapely.get_coordinates(city.homes.geometry.values), city.crs)
    return [float(value) for value in (lon.min(), lat.min(), np.median(lon), np.median(lat))]


@pytest.mark.parametrize("path", ["/v1/coverage", "/v1/gaps"])
def test_a_box_holds_what_touches_it(client, city, path):
    box = find_box(city)
    params = {"limit": 10_000, "category": "kindergarten"}
    there = client.get(path, params={**params, "bbox": ",".join(map(str, box))}, headers={"Accept": GEOJSON}).json()
    whole = client.get(path, params=params, headers={"Accept": GEOJSON}).json()
    edges = shapely.box(*box)
    key = "code" if path == "/v1/coverage" else "gap_id"
    touching, apart = [], []
    for feature in whole["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"])) if feature["geometry"] else None
        if shape is not None and shapely.distance(shape, edges) > 1e-5:
            apart.append(feature["properties"][key])
        elif shape is not None and shapely.intersection(shape, edges).area > 1e-10:
            touching.append(feature["properties"][key])
    found = {feature["properties"][key] for feature in there["features"]}
    assert touching
    assert apart
    assert set(touching) <= found
    assert not found & set(apart)


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "114,34,113,35", "113,35,114,34", "nan,0,1,1", "-200,0,1,1", ""])
def test_a_box_that_is_none_is_refused(client, box):
    for path in ("/v1/coverage", "/v1/gaps"):
        response = client.get(path, params={"bbox": box})
        assert response.status_code == 400
        assert "west,south,east,north" in response.json()["detail"]


def test_a_box_around_the_world_holds_all_and_one_elsewhere_nothing(client):
    # the row for all others of a category has no place, so it is in no box
    whole = client.get("/v1/gaps", params={"limit": 10_000}).json()["features"]
    placed = sum(feature["geometry"] is not None for feature in whole)
    assert client.get("/v1/gaps", params={"bbox": "-180,-90,180,90"}).json()["matched"] == placed < len(whole)
    elsewhere = client.get("/v1/gaps", params={"bbox": "-10,-10,-9,-9"}).json()
    assert (elsewhere["matched"], elsewhere["features"], elsewhere["next"]) == (0, [], None)


@pytest.mark.parametrize("sort", ["uncovered", "share", "residents"])
def test_units_come_in_the_order_that_is_asked_for_and_those_without_a_figure_last(client, sort):
    for sign in ("", "-"):
        params = {"sort": sign + sort, "category": "kindergarten", "limit": 10_000}
        items = client.get("/v1/coverage", params=params).json()["items"]
        values = [
            item["residents"] if sort == "residents" else item["categories"]["kindergarten"][sort] for item in items
        ]
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=bool(sign))
        assert values[: len(known)] == known


def test_the_worst_units_come_first(client):
    worst = client.get("/v1/coverage", params={"sort": "-uncovered", "limit": 1}).json()["items"][0]
    every = client.get("/v1/coverage", params={"limit": 10_000}).json()["items"]
    assert worst["categories"]["all"]["uncovered"] == max(item["categories"]["all"]["uncovered"] for item in every)


# --- parents


def test_the_grid_units_below_each_district_are_all_grid_units(client):
    districts = client.get("/v1/coverage", params={"level": "districts"}).json()["items"]
    for level in ("grid_units", "communities", "streets"):
        codes = set()
        for district in districts:
            below = client.get(
                "/v1/coverage", params={"level": level, "parent": district["code"], "limit": 10_000}
            ).json()
            assert sum(item["residents"] for item in below["items"]) == pytest.approx(district["residents"])
            assert not codes & {item["code"] for item in below["items"]}
            codes |= {item["code"] for item in below["items"]}
        assert len(codes) == client.get("/v1/coverage", params={"level": level}).json()["matched"]


def test_a_parent_that_is_no_division_is_refused_and_one_at_a_lower_level_has_nothing_below(client):
    for parent in ("999", "", "4101"):
        response = client.get("/v1/coverage", params={"parent": parent})
        assert response.status_code == 404
        assert "no division has the code" in response.json()["detail"]
    community = client.get("/v1/coverage", params={"level": "communities", "limit": 1}).json()["items"][0]["code"]
    assert client.get("/v1/coverage", params={"level": "streets", "parent": community}).json()["items"] == []


# --- columns


@pytest.mark.parametrize("path", ["/v1/coverage", "/v1/gaps"])
def test_json_csv_and_arrow_say_the_same(client, path):
    params = {"category": "kindergarten", "limit": 20}
    rows = client.get(path, params=params, headers={"Accept": GEOJSON}).json()["features"]
    text = client.get(path, params=params, headers={"Accept": "text/csv"})
    stream = client.get(path, params=params, headers={"Accept": ARROW})
    assert text.headers["content-type"].startswith("text/csv")
    assert stream.headers["content-type"] == ARROW
    lines = list(csv.DictReader(io.StringIO(text.text)))
    table = pa.ipc.open_stream(stream.content).read_all()
    residents = [row["properties"]["residents"] for row in rows]
    assert [float(line["residents"]) for line in lines] == residents == table["residents"].to_pylist()
    geometry = table.schema.field("geometry")
    assert geometry.metadata[b"ARROW:extension:name"] == b"geoarrow.wkb"
    west, south, _, _ = shapely.total_bounds(shapely.from_wkb(table["geometry"].to_pylist()))
    assert 112 < west < 115
    assert 33 < south < 36
    for response in (text, stream):
        assert response.headers["vary"] == "Accept" or "Accept" in response.headers["vary"].split(", ")
        assert int(response.headers["x-total-count"]) == int(table.schema.metadata[b"matched"])
        assert response.links["next"]["url"]


def test_the_pages_of_a_table_hold_every_person_once(client, city):
    pages = list_pages(
        client, "/v1/coverage", headers={"Accept": "text/csv"}, limit=11, fields="residents", scope="all"
    )
    assert len(pages) > 3
    people = sum(float(line["residents"]) for page in pages for line in csv.DictReader(io.StringIO(page.text)))
    assert people == pytest.approx(city.homes["residents"].sum())


def test_a_name_that_is_a_formula_is_text_in_a_table():
    city = build_sample()
    city.grid_units["name"] = "=HYPERLINK(1)"
    with TestClient(create_app(Settings(), city)) as client:
        text = client.get("/v1/coverage", params={"fields": "name"}, headers={"Accept": "text/csv"}).text
    assert "'=HYPERLINK(1)" in text
    assert "\n=HYPERLINK" not in text


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("application/json;q=0.5, text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("*/*, application/json;q=0", GEOJSON),
        ("", "application/json"),
    ],
)
def test_the_form_is_the_one_that_is_wanted_most(client, accept, sent):
    response = client.get("/v1/coverage", params={"level": "city"}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == sent


@pytest.mark.parametrize("path", ["/v1/coverage", "/v1/gaps"])
def test_a_form_that_there_is_not_is_a_406_that_names_those_there_are(client, path):
    response = client.get(path, headers={"Accept": "application/pdf"})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert all(form in response.json()["detail"] for form in ("application/geo+json", "text/csv", ARROW))


# --- parameters


def list_documented(client):
    paths = client.get("/openapi.json").json()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


def test_an_unknown_parameter_is_refused_on_every_route(client):
    asked = [*list_documented(client), ("get", "/")]
    assert len(asked) > 15
    for method, path in asked:
        address = path.replace("{", "").replace("}", "").replace(":path", "")
        response = client.request(method, address, params={"colour": "red"}, follow_redirects=False)
        assert response.status_code == 400, (method, path, response.text)
        assert response.headers["content-type"] == "application/problem+json"
        assert 'unknown parameter "colour"' in response.json()["detail"]


def test_the_nearest_parameter_and_all_that_there_are_are_named(client):
    detail = client.get("/v1/coverage", params={"Level": "city"}).json()["detail"]
    assert "did you mean level?" in detail
    assert all(name in detail for name in ("category", "minutes", "parent", "limit", "next", "fields", "bbox", "sort"))
    detail = client.get("/v1/locate", params={"adress": "文化路10号"}).json()["detail"]
    assert "did you mean address?" in detail
    assert "valid: lon, lat, datum, address, services, as_of" in detail


def test_a_parameter_that_counts_once_is_not_taken_twice(client):
    for path in ("/v1/coverage?level=city&level=districts", "/v1/locate?address=a&address=b", "/find?lang=zh&lang=en"):
        response = client.get(path)
        assert response.status_code == 400
        assert "more than once" in response.json()["detail"]
    assert client.get("/v1/facilities/F00001/circle?minutes=5&minutes=10").status_code == 200


# --- questions


@pytest.mark.parametrize(
    ("answer", "make"),
    [
        (answer_coverage, lambda: (CoverageQuery(category="clinic", minutes=5), "text/csv")),
        (answer_gaps, lambda: (GapsQuery(bbox="1,2,3,4"), GEOJSON)),
        (answer_circle, lambda: CircleQuery(lon=117, lat=34.3, datum="wgs84", minutes=[5, 10])),
        (answer_facility_circle, lambda: ("c1", FacilityCircleQuery())),
        (answer_route, lambda: ("corner", RouteQuery(category="school"))),
        (answer_scenario, lambda: ScenarioRequest(remove=["c1"]).model_dump_json()),
        (answer_coverage_page, lambda: CoveragePageQuery(lang="en")),
        (answer_find_page, lambda: "en"),
        (answer_surroundings, lambda: ("410102001001001", None)),
        (answer_services, lambda: (500_000.0, 3_800_000.0)),
    ],
)
def test_a_question_can_be_a_key_and_be_sent_to_another_process(answer, make):
    question = Question(answer, make(), lane="slow")
    assert {question: 1}[Question(answer, make(), lane="slow")] == 1
    sent = pickle.loads(pickle.dumps(question))
    assert sent == question
    first, again = (sent.answer(Analyses(build_sample()), each.query) for each in (sent, question))
    assert pickle.loads(pickle.dumps(first)) == again
    assert len(first.content) > 50


# --- what costs too much


def find_middle(city):
    lon, lat = to_lonlat(np.median(shapely.get_coordinates(city.homes.geometry.values), axis=0)[None], city.crs)
    return {"lon": float(lon[0]), "lat": float(lat[0]), "datum": "wgs84"}


def test_lines_of_a_circle_are_bounded(client, city, monkeypatch):
    params = find_middle(city) | {"shape": "lines", "minutes": 60, "profile": "brisk"}
    answer = client.get("/v1/circle", params=params)
    assert answer.status_code == 200
    lines = answer.json()["features"]
    assert list(lines[0]["properties"]) == ["minutes", "edge_id", "length_m"]
    assert len(answer.content) / len(lines) < 200
    monkeypatch.setattr("service.answers.circles.MOST_LINES", len(lines) // 2)
    refused = client.get("/v1/circle", params=params | {"minutes": 59})  # not asked before, nor kept
    assert refused.status_code == 400
    assert "fewer minutes" in refused.json()["detail"]


def test_a_scenario_may_touch_so_many_categories_that_it_is_answered_in_time(city, monkeypatch):
    place = find_middle(city)
    every = ScenarioRequest(add=[NewFacility(category=name, **place) for name in city.categories], level="city")
    monkeypatch.setattr("service.answers.scenarios.MOST_EFFORT", 3 * (len(city.homes) + len(city.roads)) + 10_000)
    with pytest.raises(InputError, match=f"touches {len(city.categories)} categories.*at most 3 categories"):
        compare_scenario(Analyses(city), every)
    three = ScenarioRequest(add=every.add[:3], level="city")
    assert len(compare_scenario(Analyses(city), three).categories) == 3


def test_a_scenario_lists_no_more_units_than_an_answer_may_hold(city, monkeypatch):
    monkeypatch.setattr("service.answers.scenarios.MOST_UNITS", 1)
    gone = city.facilities.loc[city.facilities["category"] == "kindergarten", "facility_id"].tolist()[:500]
    with pytest.raises(InputError, match="ask for a coarser level"):
        compare_scenario(Analyses(city), ScenarioRequest(remove=gone))
    assert MOST_UNITS * 250 < 5_000_000


def test_addresses_of_a_request_are_bounded_by_what_they_cost(city, monkeypatch):
    unit_index = make_unit_index(city)
    rng = np.random.default_rng(5)
    texts = ["".join(rng.permutation(list(text))) for text in city.addresses["text"][:40]]
    questions = LocateRequest(items=[LocateItem(address=text) for text in texts])
    efforts = [effort for _, effort in iterate_address_rows(unit_index, texts)]
    assert efforts == [effort for _, effort in iterate_address_rows(unit_index, texts)]
    assert len(locate_items(city, unit_index, questions, most_effort=sum(efforts))) == 40
    with pytest.raises(RefusedError, match="the first 39 of 40 addresses") as refused:
        locate_items(city, unit_index, questions, most_effort=sum(efforts) - 1)
    assert refused.value.status == 413
    monkeypatch.setattr("service.routers.places.locate_items", partial(locate_items, most_effort=sum(efforts[:10])))
    with TestClient(create_app(Settings(), city)) as client:
        response = client.post("/v1/locate", json={"items": [{"address": text} for text in texts]})
    assert response.status_code == 413
    assert "the first 10 of 40 addresses" in response.json()["detail"]
    assert "locate --file" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/v1/locate", "/v1/scenarios"])
def test_a_body_that_is_too_large_is_refused_before_it_is_read(client, path):
    sent = 0

    def send():
        nonlocal sent
        for _ in range(200):
            sent += 100_000
            yield b" " * 100_000

    response = client.post(path, content=send(), headers={"Content-Type": "application/json"})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"
    said = client.post(path, content=b"[" * (MOST_BODY_BYTES + 1), headers={"Content-Type": "application/json"})
    assert said.status_code == 413
    assert f"{MOST_BODY_BYTES:,}" in said.json()["detail"]


def test_a_body_as_deep_as_it_is_long_is_refused(client):
    response = client.post("/v1/locate", content=b"[" * 100_000, headers={"Content-Type": "application/json"})
    assert response.status_code in (400, 422)
    assert len(response.content) < 1000


def test_a_body_that_is_wrong_in_every_item_is_told_of_the_first(client):
    response = client.post("/v1/locate", json={"items": [{"lon": "x"}] * 10_000})
    assert response.status_code == 422
    assert len(response.content) < 1000


def test_bodies_that_are_sent_at_once_are_bounded_and_leave_their_room(client):
    bodies = client.app.state.bodies
    body = b'{"items": [{"address": "x"}]}'
    with bodies.receive("testclient", form_bytes=MOST_BODY_BYTES) as count:
        count(2 * MOST_BODY_BYTES)
        response = client.post("/v1/locate", content=body, headers={"Content-Type": "application/json"})
        assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
        assert "sends more at once" in response.json()["detail"]
    assert client.post("/v1/locate", content=body, headers={"Content-Type": "application/json"}).status_code == 200
    assert bodies.total_bytes == 0
