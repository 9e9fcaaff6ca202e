"""Scenarios that are kept: saved, shared by their link, changed by who has the secret, exported, forgotten."""

import json
import secrets
import sqlite3
import threading

import pytest
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from geo.plans.read.batch_files import PlanFiles, read_plans
from service.app import create_app
from service.jobs.work import change_city
from service.scenarios.scenario_store import DATABASE
from service.settings import Settings
from tests.service.test_scenario_changes import area, corner, path

PLACE = dict(zip(("lon", "lat"), corner(900, 600), strict=True), datum="wgs84")
CONTENT = {
    "add": [{"category": "clinic", "name": "New clinic", **PLACE}],
    "remove": ["c1"],
    "paths": [path((900, 900), (900, 1300))],
    "gates": [PLACE],
    "areas": [area(400, 290, 500, 310, households=400, name="North yard")],
}
SCENARIO = {"name": "更多诊所", "content": CONTENT}


@pytest.fixture
def serve(tmp_path):
    """Clients of services with the same folder, one after another or at once."""
    opened = []

    def open_service(**settings):
        client = TestClient(create_app(Settings(jobs=tmp_path / "jobs", **settings), build_sample()))
        opened.append(client)
        return client.__enter__()

    yield open_service
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serve):
    return serve()


def draw_id():
    return secrets.token_urlsafe(16)


def save(client, scenario=SCENARIO, scenario_id=None, **headers):
    return client.put(f"/v1/scenarios/{scenario_id or draw_id()}", json=scenario, headers=headers)


def test_a_scenario_is_saved_and_read_by_who_has_its_id(client):
    saved = save(client)
    assert saved.status_code == 201
    assert saved.headers["Location"] == saved.json()["links"]["self"]
    answer = client.get(saved.headers["Location"])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    read = answer.json()
    assert "secret" not in read
    assert (read["name"], read["city"], read["format"], read["revision"]) == ("更多诊所", "Sample", 1, 1)
    assert read["content"]["remove"] == ["c1"]
    assert read["content"]["paths"][0]["line"] == [list(each) for each in CONTENT["paths"][0]["line"]]
    assert read["content"]["areas"][0]["households"] == 400
    # what is read is what is compared
    compared = client.post("/v1/scenarios", json={**read["content"], "categories": ["school"]})
    assert [*compared.json()["categories"]] == ["clinic", "school"]


def test_only_who_has_the_secret_changes_or_deletes_it(client):
    saved = save(client)
    here, secret = saved.headers["Location"], saved.json()["secret"]
    other = {**SCENARIO, "name": "Other"}
    for headers, title in (({}, "The secret is missing"), ({"X-Scenario-Secret": "guess"}, "The secret is wrong")):
        for answer in (client.put(here, json=other, headers=headers), client.delete(here, headers=headers)):
            assert answer.status_code == 403
            assert answer.json()["title"] == title
    assert client.get(here).json()["name"] == "更多诊所"
    changed = client.put(here, json=other, headers={"X-Scenario-Secret": secret})
    assert changed.status_code == 200
    assert "secret" not in changed.json()
    assert (changed.json()["name"], changed.json()["revision"]) == ("Other", 2)
    gone = client.delete(here, headers={"X-Scenario-Secret": secret})
    assert gone.json() == {"id": saved.json()["id"], "outcome": "deleted"}
    assert client.get(here).status_code == 404
    assert client.delete(here, headers={"X-Scenario-Secret": secret}).status_code == 404


def test_a_scenario_outlives_the_service_and_its_secret_is_not_stored(serve, tmp_path):
    saved = save(serve())
    assert serve().get(saved.headers["Location"]).json()["name"] == "更多诊所"
    stored = (tmp_path / "jobs" / DATABASE).read_bytes()
    assert saved.json()["secret"].encode() not in stored
    assert (tmp_path / "jobs" / DATABASE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("scenario_id", ["my-scenario", "a" * 22, "q3Zr0b-8Vt1x_KcLw5Ua7", "q3Zr0b-8Vt1x_KcLw5Ua7é"])
def test_an_id_that_somebody_could_guess_is_refused(client, scenario_id):
    answer = save(client, scenario_id=scenario_id)
    assert answer.status_code == 400
    assert "drawn at random" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        ({"add": [{"category": "clinic", "lon": 117, "lat": 34}]}, 400, "which datum"),
        ({"areas": [area(0, 0, 90, 90)]}, 400, "says neither households nor residents"),
        ({"paths": [path(*[(n % 7, n) for n in range(450)])] * 15}, 400, "bytes; expected 200,000 at most"),
        ({"houses": []}, 422, "Extra inputs"),
    ],
)
def test_what_could_never_be_compared_is_not_kept(client, content, status, word):
    answer = save(client, {"name": "a", "content": content})
    assert answer.status_code == status
    assert word in answer.json()["detail"]


def test_a_client_keeps_so_many_and_all_so_many(serve):
    client = serve(scenarios_kept_per_client=2)
    first = save(client)
    assert save(client).status_code == 201
    full = save(client)
    assert full.status_code == 507
    assert full.json()["detail"].startswith("2 scenarios of this client are kept already")
    again = client.put(first.headers["Location"], json=SCENARIO, headers={"X-Scenario-Secret": first.json()["secret"]})
    assert again.status_code == 200  # it takes no more room
    assert save(serve(scenarios_kept=2)).json()["detail"].startswith("2 scenarios are kept already")


def test_a_scenario_is_forgotten_after_its_days(serve, tmp_path):
    client = serve(scenarios_kept_days=1e-9)
    saved = save(client)
    assert client.get(saved.headers["Location"]).status_code == 404
    save(client)
    with sqlite3.connect(tmp_path / "jobs" / DATABASE) as database:
        assert database.execute("SELECT COUNT(*) FROM scenarios").fetchone() == (1,)
    database.close()


def test_a_service_without_a_folder_keeps_none():
    with TestClient(create_app(Settings(), build_sample())) as client:
        answer = save(client)
        assert answer.status_code == 503
        assert "GRIDWALK_JOBS" in answer.json()["detail"]


def test_a_damaged_database_is_reported_and_one_of_another_version_is_left_alone(client, tmp_path):
    saved = save(client)
    file = tmp_path / "jobs" / DATABASE
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 7")
    database.close()
    content = file.read_bytes()
    answer = client.get(saved.headers["Location"])
    assert answer.status_code == 503
    assert "scenarios.sqlite: is of version 7, expected 1" in answer.json()["detail"]
    assert save(client).status_code == 503
    assert file.read_bytes() == content
    file.write_bytes(b"written over " * 1000)
    answer = client.get(saved.headers["Location"], headers={"Accept-Language": "zh"})
    assert answer.status_code == 503
    assert answer.json()["title"] == "服务状态无法读取"
    assert str(tmp_path) not in answer.text


def test_savers_at_once_lose_nothing(serve):
    clients = [serve(), serve()]
    answers = []

    def save_some(client):
        answers.extend(save(client).status_code for _ in range(8))

    threads = [threading.Thread(target=save_some, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [201] * 16


def test_the_export_holds_everything_and_each_part_is_a_file_that_gridwalk_reads(client, tmp_path):
    here = save(client).headers["Location"]
    whole = client.get(f"{here}.geojson")
    assert whole.headers["Content-Type"].startswith("application/geo+json")
    features = whole.json()["features"]
    assert [each["properties"]["part"] for each in features] == ["facilities", "paths", "gates", "areas"]
    assert whole.json()["remove"] == ["c1"]
    assert features[0]["geometry"]["coordinates"] == pytest.approx([PLACE["lon"], PLACE["lat"]], abs=1e-7)
    assert features[0]["properties"]["category"] == "clinic"
    file = tmp_path / "areas.geojson"
    file.write_bytes(client.get(f"{here}.geojson?part=areas").content)
    city = build_sample()
    batch = read_plans(
        PlanFiles(areas=file), crs=city.crs, extent=city.extent.geometry.iloc[0], categories=city.categories
    )
    assert batch.areas["households"].tolist() == [400]
    assert batch.areas["name"].tolist() == ["North yard"]
    assert batch.areas.area.iloc[0] == pytest.approx(2000, rel=1e-3)
    assert client.get(f"{here}.geojson?part=houses").status_code == 422


def test_what_is_saved_is_small(client, tmp_path):
    saved = save(client, {"name": "a", "content": {"remove": ["c1"]}})
    with sqlite3.connect(tmp_path / "jobs" / DATABASE) as database:
        [(content,)] = database.execute("SELECT content FROM scenarios").fetchall()
    database.close()
    assert json.loads(content) == {"remove": ["c1"]}
    assert client.get(saved.headers["Location"]).json()["content"]["paths"] == []


def test_a_moved_facility_is_kept_exported_and_handed_to_siting_as_one_that_goes(client, tmp_path):
    moved = {"category": "clinic", "replaces": "c1", **PLACE}
    here = save(client, {"name": "Moved", "content": {"add": [moved], "remove": ["s1"]}}).headers["Location"]
    content = client.get(here).json()["content"]
    assert (content["add"][0]["replaces"], content["remove"]) == ("c1", ["s1"])
    export = json.loads(client.get(f"{here}.geojson").content)
    assert export["remove"] == ["s1", "c1"]
    assert export["features"][0]["properties"]["replaces"] == "c1"
    (tmp_path / "scenario.json").write_text(json.dumps(content))
    assert change_city(build_sample(), tmp_path / "scenario.json").facilities["category"].tolist() == ["clinic"]
