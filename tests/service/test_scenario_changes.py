"""Paths, gates and areas over HTTP: figures equal those of the library, and what cannot be laid says why."""

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient
from pyproj import Transformer

from geo.changes.laying import PlannedChanges, lay_changes
from geo.city.planned_facilities import PlannedFacility, plan_facilities
from geo.city.sample import ORIGIN, build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.coverage.status import TALLIES
from geo.crs.datum import from_wgs84
from geo.reference import build_reference
from service.answers.scenarios import compare_scenario
from service.app import create_app
from service.compute.analyses import Analyses
from service.models.scenarios import ScenarioContent, ScenarioRequest
from service.settings import Settings

TO_LONLAT = Transformer.from_crs(32650, 4326, always_xy=True)


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_sample())) as client:
        yield client


def corner(x, y):
    return TO_LONLAT.transform(ORIGIN[0] + x, ORIGIN[1] + y)


def path(*corners, datum="wgs84"):
    return {"line": [corner(*each) for each in corners], "datum": datum}


def area(west, south, east, north, **size):
    ring = [corner(west, south), corner(east, south), corner(east, north), corner(west, north)]
    return {"ring": ring, "datum": "wgs84", **size}


def ask(client, **scenario):
    answer = client.post("/v1/scenarios", json=scenario)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_path_brings_the_field_to_the_clinic(client):
    answer = ask(client, paths=[path((900, 900), (900, 1300), (450, 1300))], categories=["clinic"], minutes=45)
    clinic = answer["categories"]["clinic"]
    assert clinic["before"]["uncovered"] == 5
    assert clinic["after"] == {"covered": 65, "uncovered": 0, "unknown": 0, "not_judged": 0}  # 2,650 m
    [laid] = answer["paths"]
    assert laid["length_m"] == pytest.approx(850, abs=0.1)
    assert laid["not_joined"] is None
    assert laid["crosses"] == {}


def test_without_categories_a_path_is_compared_in_all_and_beside_facilities_in_theirs(client):
    lane = [path((0, 0), (300, 300))]
    assert [*ask(client, paths=lane)["categories"]] == ["clinic", "school"]
    assert [*ask(client, paths=lane, remove=["c1"])["categories"]] == ["clinic"]
    assert [*ask(client, paths=lane, remove=["c1"], categories=["school"])["categories"]] == ["clinic", "school"]
    assert [*ask(client, categories=["school"])["categories"]] == ["school"]


def test_a_path_is_the_same_in_every_datum(client):
    ours = path((900, 900), (900, 1300), (450, 1300))
    lon, lat = from_wgs84(*zip(*ours["line"], strict=True), datum="gcj02")
    theirs = {"line": [*zip(lon.tolist(), lat.tolist(), strict=True)], "datum": "gcj02"}
    one, other = (ask(client, paths=[each], categories=["clinic"], minutes=45) for each in (ours, theirs))
    assert one["categories"] == other["categories"]


def test_future_residents_count_beside_those_of_today(client):
    answer = ask(client, areas=[area(400, 290, 500, 310, households=400)], categories=["school"], level="grid_units")
    school = answer["categories"]["school"]
    assert school["after"]["covered"] - school["before"]["covered"] == pytest.approx(1000)  # 2.5 in a household
    assert [unit["name"] for unit in school["units"]] == ["South-west"]
    assert answer["areas"] == [{"residents": 1000.0, "not_joined": None}]
    told = ask(client, areas=[area(400, 290, 500, 310, residents=70)], categories=["school"])["areas"]
    assert told[0]["residents"] == 70


def test_what_joins_nothing_says_why_in_both_languages(client):
    answer = ask(
        client,
        paths=[path((3000, 3000), (3100, 3000))],
        gates=[dict(zip(("lon", "lat"), corner(3000, 3000), strict=True), datum="wgs84")],
        areas=[area(3000, 3000, 3100, 3100, residents=10)],
        categories=["clinic"],
    )
    found = [answer[name][0]["not_joined"] for name in ("paths", "gates", "areas")]
    assert [note["key"] for note in found] == ["no_road", "no_road_across", "no_road"]
    assert [note["en"] for note in found] == [
        "no road within 10 m", "no road on both sides of it within 80 m", "no road within 200 m",
    ]  # fmt: skip
    assert answer["gates"][0]["way"] == []
    assert answer["categories"]["clinic"]["after"]["uncovered"] == 15


@pytest.mark.parametrize(
    ("scenario", "status", "word"),
    [
        ({"paths": [path((0, 0), (0, 0.1))]}, 400, "path 1 is 0 m long; expected 1 to 20,000 m"),
        ({"paths": [path((0, 0), (0, 30_000))]}, 400, "path 1 is 30,"),
        ({"paths": [{"line": [corner(0, 0)]}]}, 422, "at least 2"),
        ({"paths": [{"line": [corner(0, 0), corner(9, 9)]}]}, 400, "which datum"),
        ({"areas": [area(0, 0, 5, 5, residents=9)]}, 400, "area 1 has 25 m2; expected 100 to 25,000,000 m2"),
        ({"areas": [area(0, 0, 90, 90)]}, 400, "area 1 says neither households nor residents"),
        ({"areas": [area(0, 0, 90, 90, residents=0)]}, 422, "greater than 0"),
        (
            {"areas": [{"ring": [corner(*at) for at in ((0, 0), (90, 90), (90, 0), (0, 90))], "datum": "wgs84",
                        "residents": 9}]},
            400, "the outline of area 1 crosses or touches itself",
        ),
        ({"paths": [path((0, 0), (90, 90))], "categories": ["zoo"]}, 400, "unknown category"),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_is_refused(client, scenario, status, word):
    answer = client.post("/v1/scenarios", json=scenario)
    assert answer.status_code == status
    assert word in answer.json()["detail"]
    assert "/" not in answer.json()["detail"].replace("http", "")


@pytest.mark.heavy
def test_everything_at_once_equals_the_library_and_a_second_question_too():
    city = build_reference(scale=0.03)
    analyses, coverage = Analyses(city), analyze_city(city)
    to_lonlat = Transformer.from_crs(city.crs, 4326, always_xy=True)
    x, y = city.homes.geometry.iloc[1000].coords[0]
    category = "primary_school"
    wall = city.barriers.geometry.iloc[30].interpolate(0.4, normalized=True).coords[0]
    place = to_lonlat.transform(x + 150, y)
    scenario = {
        "paths": [{"line": [to_lonlat.transform(x, y), to_lonlat.transform(x + 300, y + 200)], "datum": "wgs84"}],
        "gates": [dict(zip(("lon", "lat"), to_lonlat.transform(*wall), strict=True), datum="wgs84")],
        "add": [{"category": category, "lon": place[0], "lat": place[1], "datum": "wgs84"}],
        "level": "streets",
    }
    changes = PlannedChanges(
        paths=np.array([_line((x, y), (x + 300, y + 200))], object),
        gates=np.array([wall]),
        areas=np.empty(0, object),
        residents=np.empty(0),
    )
    laid = lay_changes(coverage.walks, changes)
    change = change_facilities(prepare_changes(coverage, category, ground=laid.ground), add=np.array([(x + 150, y)]))
    for _ in range(2):  # the second time on the ground that is laid already
        answer = compare_scenario(analyses, ScenarioRequest.model_validate(scenario))
        table = change.levels["city"].iloc[0]
        after = answer.categories[category].after
        assert after.covered == pytest.approx(table["covered_after"])
        assert after.uncovered == pytest.approx(table["uncovered_after"])
        assert after.covered > answer.categories[category].before.covered
    # facilities only: on the city as it is
    del scenario["paths"], scenario["gates"]
    plain = compare_scenario(analyses, ScenarioRequest.model_validate(scenario))
    alone = change_facilities(prepare_changes(coverage, category), add=np.array([(x + 150, y)]))
    assert plain.categories[category].after.covered == pytest.approx(alone.levels["city"]["covered_after"].iloc[0])
    assert plain.paths == []


def _line(*corners):
    return shapely.LineString(corners)


@pytest.mark.heavy
def test_a_stored_city_keeps_its_addresses_on_disk_while_ways_are_laid(tmp_path):
    from geo.city.bundle import open_city, write_city  # noqa: PLC0415

    write_city(build_reference(scale=0.02), tmp_path / "city")
    city = open_city(tmp_path / "city", lazy=True)
    analyses = Analyses(city)
    analyses.prepare()
    to_lonlat = Transformer.from_crs(city.crs, 4326, always_xy=True)
    x, y = city.homes.geometry.iloc[10].coords[0]
    line = [to_lonlat.transform(x, y), to_lonlat.transform(x + 200, y)]
    scenario = ScenarioRequest.model_validate({"paths": [{"line": line, "datum": "wgs84"}]})
    for name in ("addresses", "workers"):
        next((tmp_path / "city").rglob(f"{name}.parquet")).unlink()
    assert compare_scenario(analyses, scenario).paths[0].not_joined is None


@pytest.fixture(scope="module")
def aged():
    """A city that counts elders and children, with what was found in it."""
    city = build_reference(scale=0.02)
    return city, Analyses(city), Transformer.from_crs(city.crs, 4326, always_xy=True)


def move(city, to_lonlat, row, *, east, north, **more):
    """A facility of a city, moved by metres: as it is asked for, and where it is then."""
    facility = city.facilities.iloc[row]
    x, y = facility.geometry.x + east, facility.geometry.y + north
    lon, lat = to_lonlat.transform(x, y)
    return {"category": facility["category"], "lon": lon, "lat": lat, "datum": "wgs84", **more}, (x, y)


def test_a_moved_facility_is_one_removed_and_one_added_and_equals_a_new_analysis(aged):
    city, analyses, to_lonlat = aged
    row = int(np.flatnonzero(city.facilities["category"] == "primary_school")[2])
    old = city.facilities["facility_id"].iloc[row]
    moved, (x, y) = move(city, to_lonlat, row, east=420, north=-260)
    one, other = (
        compare_scenario(analyses, ScenarioRequest.model_validate({**asked, "level": "grid_units"}))
        for asked in ({"add": [{**moved, "replaces": old}]}, {"add": [moved], "remove": [old]})
    )
    assert one == other
    found = one.categories["primary_school"]
    assert found.units
    anew = analyze_city(
        plan_facilities(city, add=[PlannedFacility("primary_school", x, y)], remove=[old]),
        categories=["primary_school"],
    )
    row = anew.levels["city"].iloc[0]
    assert found.after.covered == pytest.approx(row["covered_primary_school"])
    assert found.after.uncovered == pytest.approx(row["uncovered_primary_school"])
    assert found.after.unknown == pytest.approx(row["unknown_primary_school"])


def test_a_facility_that_is_replaced_goes_once_and_one_of_another_kind_may_stand_for_it():
    new = {"category": "school", "lon": 117.0, "lat": 34.3, "datum": "wgs84", "replaces": "c1"}
    assert ScenarioContent.model_validate({"add": [new], "remove": ["s1", "c1"]}).gone == ["s1", "c1"]
    with TestClient(create_app(Settings(), build_sample())) as client:
        assert [*ask(client, add=[new])["categories"]] == ["school", "clinic"]
        answer = client.post("/v1/scenarios", json={"add": [{**new, "replaces": "c9"}]})
        assert answer.status_code == 404
        assert 'no facility has the id "c9"' in answer.json()["detail"]


@pytest.mark.parametrize(("group", "column"), [("elders", "residents_60plus"), ("children", "residents_children")])
def test_a_group_is_the_sum_over_homes_and_drawn_housing_has_none_of_it(aged, group, column):
    city, analyses, to_lonlat = aged
    home = city.homes.geometry.iloc[200]
    corners = [(0, 0), (150, 0), (150, 150), (0, 150)]
    ring = [to_lonlat.transform(home.x + east, home.y + north) for east, north in corners]
    lon, lat = to_lonlat.transform(home.x, home.y)
    asked = {
        "add": [{"category": "primary_school", "lon": lon, "lat": lat, "datum": "wgs84"}],
        "areas": [{"ring": ring, "households": 400, "datum": "wgs84"}],
        "level": "streets",
    }
    everybody, answer = (
        compare_scenario(analyses, ScenarioRequest.model_validate({**asked, "group": of})) for of in ("", group)
    )
    changes = PlannedChanges(
        paths=np.empty(0, object), gates=np.empty((0, 2)), residents=np.array([everybody.areas[0].residents]),
        areas=np.array([_polygon([(home.x + east, home.y + north) for east, north in corners])], object),
    )  # fmt: skip
    coverage = analyze_city(city)
    baseline = prepare_changes(coverage, "primary_school", ground=lay_changes(coverage.walks, changes).ground)
    change = change_facilities(baseline, add=np.array([(home.x, home.y)]))
    found, people = answer.categories["primary_school"], city.homes[column].to_numpy()
    status, rural = change.status[: len(people)], coverage.is_rural
    for tally, members in TALLIES.items():
        assert getattr(found.after, tally) == pytest.approx(people[~rural & np.isin(status, members)].sum())
    for scope, both in (("urban", found), ("rural", found.villages)):
        own = people[rural == (scope == "rural")].sum()
        for tally in (both.before, both.after):
            assert sum(tally.model_dump().values()) == pytest.approx(own)
    assert 0 < found.after.covered - found.before.covered < everybody.areas[0].residents
    for unit in found.units:
        for tally in (unit.before, unit.after):
            assert sum(tally.model_dump().values()) == pytest.approx(unit.residents)
    # everybody counts the people of the area, the group does not, and the answer says so
    whole = everybody.categories["primary_school"]
    assert sum(whole.after.model_dump().values()) - sum(whole.before.model_dump().values()) == pytest.approx(
        everybody.areas[0].residents, abs=0.051
    )
    assert "planned_ages_unknown" in [note.key for note in answer.assumptions]
    assert "planned_ages_unknown" not in [note.key for note in everybody.assumptions]
    assert (answer.group, everybody.group) == (group, "")


def test_a_group_that_a_city_does_not_count_is_refused(client):
    answer = client.post("/v1/scenarios", json={"remove": ["c1"], "group": "elders"}, headers={"Accept-Language": "zh"})
    assert answer.status_code == 400
    assert "elders" in answer.json()["detail"]
    assert client.post("/v1/scenarios", json={"remove": ["c1"], "group": "men"}).status_code == 422


def test_a_refusal_says_which_part_it_is_about(client):
    bowtie = {"ring": [corner(*at) for at in ((0, 0), (90, 90), (90, 0), (0, 90))], "datum": "wgs84", "residents": 9}
    answer = client.post("/v1/scenarios", json={"areas": [area(0, 0, 90, 90, residents=9), bowtie]})
    assert (answer.json()["part"], answer.json()["number"]) == ("areas", 2)
    answer = client.post("/v1/scenarios", json={"paths": [path((0, 0), (0, 0.1))]})
    assert (answer.json()["part"], answer.json()["number"]) == ("paths", 1)


def _polygon(corners):
    return shapely.Polygon(corners)
