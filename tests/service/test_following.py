"""A running service goes over to the new city when its bundle is replaced."""

import shutil
import threading
import time
from dataclasses import replace

import pytest

from geo.city.bundle import write_city
from geo.city.sample import build_sample
from tests.service.test_app import lonlat
from tests.service.test_jobs_restart import serve, wait_for

pytestmark = pytest.mark.heavy


def ask_on_and_on(client, path, params, stop, answers):
    while not stop.is_set():
        answer = client.get(path, params=params)
        answers.append((path, answer.status_code, answer.text if answer.status_code != 200 else ""))


@pytest.fixture
def bundle(tmp_path):
    write_city(build_sample(), tmp_path / "city")
    return tmp_path / "city"


def test_no_request_fails_while_the_city_is_replaced(bundle):
    with serve(bundle) as (client, _, _):
        stop, answers = threading.Event(), []
        asked = [
            ("/v1/locate", lonlat(150, 150)),
            ("/v1/circle", {**lonlat(150, 150), "minutes": 5}),
            ("/v1/coverage", {"level": "city"}),
        ]
        threads = [threading.Thread(target=ask_on_and_on, args=(client, *each, stop, answers)) for each in asked]
        for thread in threads:
            thread.start()
        for name in ("Second", "Third"):
            write_city(replace(build_sample(), name=name), bundle)
            wait_for(lambda name=name: client.get("/v1/coverage", params={"level": "city"}).json()["city"] == name)
            wait_for(lambda name=name: client.get("/readyz").json()["city"] == name)
        stop.set()
        for thread in threads:
            thread.join()
        assert len(answers) > 100
        assert not [answer for answer in answers if answer[1] != 200]


def test_a_bundle_that_is_gone_or_damaged_leaves_the_city_that_is_served(bundle, tmp_path):
    with serve(bundle) as (client, _, _):
        shutil.move(bundle, tmp_path / "elsewhere")
        time.sleep(5)
        assert client.get("/v1/locate", params=lonlat(150, 150)).status_code == 200
        assert client.get("/v1/coverage", params={"level": "city", "minutes": 7}).status_code == 200
        bundle.mkdir()
        (bundle / "city.json").write_text("{")
        time.sleep(5)
        assert client.get("/readyz").json()["city"] == "Sample"
        shutil.rmtree(bundle)
        shutil.move(tmp_path / "elsewhere", bundle)


def test_a_client_does_not_choose_the_address_that_it_is_known_by(bundle):
    with serve(bundle, planner_key="a-key-for-the-planners-of-tests") as (client, _, _):
        statuses = [
            client.get(
                "/v1/grid-units/410102001001001/workers",
                headers={"X-Planner-Key": f"guess-{number}", "X-Forwarded-For": f"10.0.0.{number}"},
            ).status_code
            for number in range(8)
        ]
    assert statuses[0] == 403
    assert statuses[-1] == 429
