"""The circles of a place for the planner's page: equal to the API's and to a count by hand."""

import dataclasses

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import Transformer

from geo.city.sample import ORIGIN, build_sample, build_sample_rules
from geo.reference import build_reference
from service.app import create_app
from service.settings import Settings
from tests.oracles import walk_all


@pytest.fixture(scope="module")
def client():
    city = dataclasses.replace(build_sample(), rule_sets=(build_sample_rules(),))
    with TestClient(create_app(Settings(), city)) as client:
        yield client


def place(x, y):
    lon, lat = Transformer.from_crs(32650, 4326, always_xy=True).transform(ORIGIN[0] + x, ORIGIN[1] + y)
    return {"lon": lon, "lat": lat, "datum": "wgs84"}


def test_the_corner_of_the_toy_city_by_hand(client):
    answer = client.get("/page/circle", params={**place(300, 0), "minutes": [4, 15]})
    assert answer.status_code == 200, answer.text
    near, far = answer.json()["circles"]
    # 267 m: the corner itself, the yard at 10 + 150; 1,000 m: the door at 300 too, and 900 m to the school
    assert [(each["homes"], each["residents"], each["households"]) for each in (near, far)] == [
        (2, 50, 20),
        (3, 60, 24),
    ]
    assert [each["straight_residents"] for each in (near, far)] == [50, 60]
    assert [each["facilities"] for each in (near, far)] == [{"clinic": 0, "school": 0}, {"clinic": 1, "school": 1}]
    assert near["elders"] is None
    assert near["missing"] == []  # the rules ask nothing of four minutes
    assert far["missing"] == []
    assert near["area_km2"] < near["straight_km2"] == pytest.approx(np.pi * 0.2667**2, abs=2e-3)
    assert [(each["id"], each["walk_m"], each["walk_min"]) for each in answer.json()["facilities"]] == [
        ("c1", 300, 4.5), ("s1", 900, 13.5),
    ]  # fmt: skip


def test_what_the_rules_ask_for_and_is_not_inside_is_missing(client):
    answer = client.get("/page/circle", params={**place(900, 900), "minutes": [15]}).json()
    assert answer["circles"][0]["missing"] == ["clinic"]  # 1,800 m
    assert answer["names"]["clinic"]["zh"] == "诊所"
    assert answer["rules"] == {"zh": "示例", "en": "Sample"}


def test_a_place_without_a_road_says_why(client):
    answer = client.get("/page/circle", params=place(450, 1300)).json()
    assert [each["shape"] for each in answer["circles"]] == ["", "", ""]
    assert answer["circles"][0]["reason"]["en"] == "no road near enough to begin at"
    assert answer["circles"][2]["missing"] == ["clinic", "school"]
    assert answer["facilities"] == []


@pytest.mark.parametrize(
    ("more", "status"), [({"minutes": 40}, 422), ({"profile": "bird"}, 400), ({"datum": None}, 400), ({"leg": 1}, 400)]
)
def test_what_cannot_be_drawn_is_refused(client, more, status):
    params = {key: value for key, value in {**place(0, 0), **more}.items() if value is not None}
    assert client.get("/page/circle", params=params).status_code == status


@pytest.mark.heavy
def test_figures_equal_the_api_and_a_second_program():
    city = build_reference(scale=0.02)
    x, y = city.homes.geometry.iloc[700].coords[0]
    lon, lat = Transformer.from_crs(city.crs, 4326, always_xy=True).transform(x, y)
    where = {"lon": lon, "lat": lat, "datum": "wgs84", "minutes": [5, 15]}
    with TestClient(create_app(Settings(), city)) as client:
        page = client.get("/page/circle", params=where)
        api = client.get("/v1/circle", params=where).json()["features"]
        again = client.get("/page/circle", params=where, headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304
    for circle, feature in zip(page.json()["circles"], api, strict=True):
        assert circle["residents"] == round(feature["properties"]["residents"])
        assert circle["limit_m"] == pytest.approx(feature["properties"]["limit_m"], abs=0.05)
    # facilities that are reached where they stand, not at gates
    plain = city.facilities[~city.facilities["facility_id"].isin(city.gates["place"])]
    near = plain[plain.distance(shapely.Point(x, y)) < 1050]
    walk_m = walk_all(city.roads, [shapely.Point(x, y)], near.geometry.tolist())[0]
    within = near["facility_id"][walk_m <= 1000.001]
    listed = {each["id"]: each["walk_m"] for each in page.json()["facilities"]}
    assert len(within) >= 2
    assert set(within) <= set(listed)
    elders = city.homes["residents_60plus"][city.homes.distance(shapely.Point(x, y)) < 1].sum()
    assert elders <= page.json()["circles"][0]["elders"] <= page.json()["circles"][0]["residents"]
