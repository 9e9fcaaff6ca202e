"""``/v1/gaps``: places by name, urban ones first, in degrees; every uncovered person in one row."""

import csv
import io

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient

from geo.coverage.analysis import analyze_city
from geo.crs.projection import to_lonlat
from geo.reference import build_reference
from service.app import create_app
from service.settings import Settings


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module")
def client(city):
    with TestClient(create_app(Settings(), city)) as client:
        yield client


def ask(client, **params):
    answer = client.get("/v1/gaps", params={"limit": 10_000, "category": "kindergarten", **params}).json()
    return [feature["properties"] | {"shape": feature["geometry"]} for feature in answer["features"]]


def test_the_rows_of_a_category_hold_everybody_who_is_not_covered_once(client):
    rows = ask(client)
    (unit,) = client.get("/v1/coverage", params={"level": "city", "category": "kindergarten"}).json()["items"]
    assert sum(row["residents"] for row in rows) == unit["categories"]["kindergarten"]["uncovered"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert [row["is_others"] for row in rows] == [False] * (len(rows) - 1) + [True]
    assert rows[-1]["shape"] is None
    assert rows[-1]["gaps"] > 1
    assert rows[-1]["site_lon"] is rows[-1]["walk_m"] is None


def test_the_answer_is_the_table_with_places_in_degrees(client, city):
    table = analyze_city(city).find_category_gaps("kindergarten")
    rows = ask(client)
    assert set(rows[0]) == set(table) - {"x", "y", "site_x", "site_y", "geometry"} | {
        "lon", "lat", "site_lon", "site_lat", "shape",
    }  # fmt: skip
    for row, own in zip(rows[:20], table.itertuples(), strict=False):
        told = [row["lon"], row["lat"], row["site_lon"], row["site_lat"]]
        lon, lat = to_lonlat(np.array([[own.x, own.y], [own.site_x, own.site_y]]), city.crs)
        assert told == pytest.approx([lon[0], lat[0], lon[1], lat[1]], abs=1e-6)
        assert (row["name"], row["facility_name"], row["remedy"]) == (own.name, own.facility_name, own.remedy)
        west, south, east, north = shapely.from_geojson(str(row["shape"]).replace("'", '"')).bounds
        assert west - 0.005 < row["lon"] < east + 0.005
        assert south - 0.005 < row["lat"] < north + 0.005


@pytest.mark.parametrize("scope", ["urban", "rural"])
def test_gap_areas_can_be_asked_for_by_scope(client, scope):
    everybody = ask(client, minutes=6)
    assert {row["scope"] for row in everybody} == {"urban", "rural"}
    assert ask(client, minutes=6, scope=scope) == [row for row in everybody if row["scope"] == scope]


def test_a_scope_that_there_is_not_is_refused(client):
    assert client.get("/v1/gaps", params={"scope": "suburban"}).status_code == 422


@pytest.mark.heavy
def test_a_table_has_the_same_columns_in_degrees(client):
    params = {"category": "kindergarten", "fields": "name,lon,site_lat,remedy_residents", "sort": "-remedy_residents"}
    text = client.get("/v1/gaps", params=params, headers={"Accept": "text/csv"}).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert list(lines[0]) == ["name", "remedy_residents", "site_lat", "lon"]
    helped = [float(line["remedy_residents"]) for line in lines if line["remedy_residents"]]
    assert helped == sorted(helped, reverse=True)
    assert 112 < float(lines[0]["lon"]) < 115
    assert client.get("/v1/gaps", params={"fields": "x"}).status_code == 400
