"""Jobs that choose sites or divide into life circles: the same queue, and the same files as the command line writes."""

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import open_city, write_city
from geo.city.planned_facilities import PlannedFacility, plan_facilities
from geo.city.sample import ORIGIN, build_sample
from geo.life_circles.line_city import build_line_city
from geo.siting import SiteRequest
from service.app import create_app
from service.runs.life_circles import write_life_circles
from service.runs.siting import run_siting, write_siting
from service.settings import Settings
from tests.service.job_service import keep_secret, post, wait_for_end
from tests.service.test_jobs import read_files
from tests.service.test_kept_scenarios import draw_id
from tests.service.test_scenario_changes import area, corner, path

#: (900, 300) covers the home `far`, (0, 300) covers nobody new.
SPOTS = "id,name,x,y\n" + "\n".join(
    f"{name},{word},{ORIGIN[0] + x},{ORIGIN[1] + y}"
    for name, word, x, y in (("a", "甲", 900, 300), ("b", "<b>", 0, 300))
)


def ask(client, address, data=None, **files):
    """Post a job as a page does; the client keeps its secret."""
    parts = {role: (f"{role}.csv", text.encode()) if isinstance(text, str) else text for role, text in files.items()}
    answer = client.post(address, data=data, files=parts or {"": ("", b"")})
    if answer.status_code == 202:
        keep_secret(client, answer.json())
    return answer


def read_result(client, job, ending="json"):
    answer = client.get(job["links"][ending])
    assert answer.status_code == 200, answer.text
    return answer


def drop_seconds(document):
    return {key: value for key, value in document.items() if key != "seconds"}


@pytest.mark.heavy
def test_sites_are_chosen_as_the_command_line_does(serve, bundle, folder, tmp_path):
    with serve() as client:
        data = {"category": "clinic", "add": "1", "minutes": "15", "datum": "EPSG:32650"}
        posted = ask(client, "/v1/siting", data, candidates=SPOTS).json()
        assert (posted["kind"], posted["files"]) == ("siting", {"candidates": "candidates.csv"})
        assert posted["options"] == {"category": "clinic", "add": 1, "minutes": 15.0, "datum": "EPSG:32650"}
        job = wait_for_end(client, posted["id"])
        assert (job["state"], job["detail"]) == ("done", None)
        assert set(job["links"]) - {"self", "events"} == {"xlsx", "gpkg", "html", "json", "csv", "svg", "view.json"}
        view, document = (read_result(client, job, ending).json() for ending in ("view.json", "json"))
        assert client.get(f"{job['links']['self']}/result.filing.xlsx").status_code == 404
        found = read_files(folder / job["id"] / "result")
    (tmp_path / "candidates.csv").write_text(SPOTS, "utf-8")
    request = SiteRequest(category="clinic", add=1, minutes=15.0)
    summary = run_siting(
        bundle, tmp_path / "direct", request, candidates=tmp_path / "candidates.csv", datum="EPSG:32650"
    )
    assert drop_seconds(document) == drop_seconds(json.loads((tmp_path / "direct/site.json").read_text("utf-8")))
    assert view["summary"]["people"] == summary["people"]
    assert view["sites"]["name"] == ["甲"]
    expected = read_files(tmp_path / "direct")
    for name in ("sites.csv", "sites.gpkg", "sites.html", "sites.xlsx", "curve.svg"):
        assert found[name] == expected[name], name


@pytest.mark.heavy
def test_only_the_homes_of_an_area_count(serve, bundle):
    with serve() as client:
        data = {"category": "clinic", "add": "1", "minutes": "15", "scope": "all"}
        wanted = [data, data | {"area": "410102001002"}]
        jobs = [wait_for_end(client, ask(client, "/v1/siting", each).json()["id"]) for each in wanted]
        whole, village = (read_result(client, job).json() for job in jobs)
        assert whole["people"]["total"] == 105
        assert (village["people"]["total"], village["coverage"]["after"]["covered"]) == (40, 40)
        assert village["scope"]["area"] == {"code": "410102001002", "name": "North"}
        assert village["scope"]["text"]["en"] == "for all residents; only those in North count"
        gone = wait_for_end(client, ask(client, "/v1/siting", data | {"area": "9"}).json()["id"])
        assert gone["detail"] == 'area: no district, street, community or village has the code "9"'


@pytest.mark.heavy
def test_sites_are_chosen_in_the_city_of_a_scenario(serve, bundle, tmp_path):
    city = open_city(bundle)
    x, y = ORIGIN[0] + 900, ORIGIN[1] + 300
    lon, lat = city.homes.to_crs(4326).geometry.iloc[3].coords[0]  # `far` stands there
    scenario = {"add": [{"category": "clinic", "lon": lon, "lat": lat, "datum": "wgs84"}], "remove": ["c1"]}
    with serve() as client:
        data = {"category": "clinic", "add": "1", "minutes": "15", "scope": "all"}
        parts = ("scenario.json", json.dumps(scenario | {"name": "of a saved one"}).encode())
        job = wait_for_end(client, ask(client, "/v1/siting", data, scenario=parts).json()["id"])
        found = read_result(client, job).json()
        bad = ask(client, "/v1/siting", data, scenario=("scenario.json", b'{"add": 1}')).json()["id"]
        detail = "scenario.json: is no scenario; expected a JSON object as POST /v1/scenarios takes it"
        assert wait_for_end(client, bad)["detail"] == detail
    assert (found["existing"], found["people"]["covered_before"]) == (1, 40)
    planned = plan_facilities(city, add=[PlannedFacility("clinic", x, y)], remove=["c1"])
    (tmp_path / "direct").mkdir()
    request = SiteRequest(category="clinic", add=1, minutes=15, scope="all")
    expected = write_siting(planned, request, tmp_path / "direct")
    assert found["people"]["covered_after"] == expected["people"]["covered_after"]


@pytest.mark.heavy
def test_a_kept_scenario_is_named_by_its_id(serve, bundle):
    lon, lat = open_city(bundle).homes.to_crs(4326).geometry.iloc[3].coords[0]
    added = {"category": "clinic", "lon": lon, "lat": lat, "datum": "wgs84"}
    content = {"add": [added], "remove": ["c1"]}
    with serve() as client:
        saved = client.put(f"/v1/scenarios/{draw_id()}", json={"name": "moved", "content": content})
        assert saved.status_code in (200, 201), saved.text
        data = {"category": "clinic", "add": "1", "minutes": "15", "scope": "all", "scenario_id": saved.json()["id"]}
        job = wait_for_end(client, ask(client, "/v1/siting", data).json()["id"])
        found = read_result(client, job).json()
        assert (found["existing"], found["people"]["covered_before"]) == (1, 40)
        assert ask(client, "/v1/siting", data | {"scenario_id": draw_id()}).status_code == 404
        both = ask(client, "/v1/siting", data, scenario=("scenario.json", b"{}"))
        assert both.json()["detail"] == "scenario and scenario_id are both given; give one of them"


@pytest.mark.heavy
@pytest.mark.parametrize("profile", ["adult", "elder"])
def test_sites_are_chosen_in_the_city_with_the_paths_gates_and_areas_of_a_scenario(serve, profile):
    lon, lat = corner(900, 600)
    content = {
        "remove": ["c1"],
        "add": [{"category": "clinic", "lon": lon, "lat": lat, "datum": "wgs84"}],
        "paths": [path((900, 900), (900, 1300), (450, 1300))],
        "gates": [dict(zip(("lon", "lat"), corner(150, 600), strict=True), datum="wgs84")],
        "areas": [area(400, 290, 500, 310, residents=1000)],
    }
    with serve() as client:
        asked = {**content, "categories": ["clinic"], "minutes": 15, "profile": profile}
        answer = client.post("/v1/scenarios", json=asked, headers={"Prefer": "wait=60"}).json()["categories"]["clinic"]
        both = [answer["after"], *([answer["villages"]["after"]] if answer["villages"] else [])]
        saved = client.put(f"/v1/scenarios/{draw_id()}", json={"name": "all", "content": content}).json()["id"]
        data = {"category": "clinic", "add": "1", "minutes": "15", "scope": "all", "profile": profile}
        job = wait_for_end(client, ask(client, "/v1/siting", data | {"scenario_id": saved}).json()["id"])
        found = read_result(client, job).json()["people"]
        alone = {name: content[name] for name in ("add", "remove")}
        less = ask(client, "/v1/siting", data, scenario=("scenario.json", json.dumps(alone).encode())).json()["id"]
        without = read_result(client, wait_for_end(client, less)).json()["people"]
    assert found["covered_before"] == pytest.approx(sum(each["covered"] for each in both))
    judged = sum(each[tally] for each in both for tally in ("covered", "uncovered", "unknown"))
    assert found["total"] == pytest.approx(judged)
    assert without["total"] == found["total"] - 1000


@pytest.mark.parametrize(
    ("address", "data", "detail"),
    [
        ("/v1/siting", {"add": "1"}, "category"),
        ("/v1/siting", {"category": "clinic", "add": "0"}, "add"),
        ("/v1/siting", {"category": "clinic", "add": "1", "colour": "red"}, "colour"),
        ("/v1/life-circles", {"bridge_m": "wide"}, "bridge_m"),
    ],
)
def test_a_field_that_is_missing_unknown_or_wrong_is_refused_at_once(serve, address, data, detail):
    with serve() as client:
        answer = ask(client, address, data)
        assert answer.status_code == 422
        assert detail in answer.json()["detail"]


@pytest.mark.heavy
def test_a_request_that_makes_no_sense_fails_with_what_to_do(serve):
    with serve() as client:
        posted = ask(client, "/v1/siting", {"category": "clinic", "add": "1", "target": "0.9"}).json()
        job = wait_for_end(client, posted["id"])
        assert job["state"] == "failed"
        assert "give one of: add" in job["detail"]


@pytest.mark.heavy
def test_a_city_is_divided_as_the_command_line_does(tmp_path):
    write_city(build_line_city(), tmp_path / "line")
    with TestClient(create_app(Settings(city=tmp_path / "line"), open_city(tmp_path / "line"))) as client:
        job = wait_for_end(client, ask(client, "/v1/life-circles", {"sheets": "true"}).json()["id"])
        assert (job["kind"], job["state"], job["detail"]) == ("circles", "done", None)
        view, document = (read_result(client, job, ending).json() for ending in ("view.json", "json"))
        sheet = client.get(f"{job['links']['self']}/sheets/15-001").content
        assert client.get(f"{job['links']['self']}/sheets/15-009").status_code == 404
        assert client.get(f"{job['links']['self']}/dossiers/15-001").status_code == 404
        found = read_files(tmp_path / "line.jobs" / job["id"] / "result")
    write_life_circles(tmp_path / "line", tmp_path / "direct", sheets="all")
    expected = read_files(tmp_path / "direct")
    assert drop_seconds(document) == drop_seconds(json.loads(expected["life-circles.json"]))
    assert view["tiers"][0]["code"] == ["15-001", "15-002"]
    assert sheet == expected["sheets/15-001.html"]
    names = set(expected) - {".gridwalk.json", "life-circles.json"}
    assert {name: found[name] for name in names} == {name: expected[name] for name in names}


def test_kinds_share_the_queue_and_the_limits(serve, hold):
    with hold(), serve(jobs_waiting=2, jobs_waiting_per_client=2) as client:
        assert post(client).status_code == 202
        assert ask(client, "/v1/siting", {"category": "clinic", "add": "1"}).status_code == 202
        assert ask(client, "/v1/life-circles").status_code == 429


def test_a_limit_says_what_to_leave_out_of_this_kind(serve):
    with serve(jobs_wall_s=0.2) as client:
        posted = ask(client, "/v1/siting", {"category": "clinic", "add": "1"}).json()
        job = wait_for_end(client, posted["id"])
        assert job["detail"] == "this job took longer than 0.2 s; ask for fewer candidates or sites"
        chinese = client.get(job["links"]["self"], headers={"Accept-Language": "zh"}).json()["detail"]
        assert chinese == "此任务用时超过 0.2 秒;请减少候选点或设施数量"


def test_a_changed_city_keeps_the_facilities_that_are_not_named():
    city = build_sample()
    assert plan_facilities(city) is city
    taken = replace(city, facilities=city.facilities.assign(facility_id=["planned-1", "s1"]))
    found = plan_facilities(taken, add=[PlannedFacility("clinic", *ORIGIN)])
    assert found.facilities["facility_id"].tolist() == ["planned-1", "s1", "planned--1"]
    assert found.facilities.crs == city.crs
