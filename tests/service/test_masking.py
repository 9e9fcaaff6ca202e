"""A number that may be a person's leaves in no message: over HTTP, on the command line, in the log, in files."""

import logging
import logging.config

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from geo.problems import Problems
from service.app import create_app
from service.errors import add_error_handlers
from service.jobs.file_names import to_client_message
from service.jobs.job import Job, JobRequest
from service.logs import LOGGING
from service.settings import Settings
from tests.addresses import build_address_city

MOBILE, MASKED = "13912345678", "139******78"
IDENTITY = "11010519491231002X"


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_address_city())) as client:
        yield client


@pytest.mark.parametrize("number", [MOBILE, f"+86 {MOBILE}", "0371-65551234", IDENTITY])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/grid-units/{}",
        "/v1/grid-units/{}/workers",
        "/v1/facilities/{}/circle",
        "/v1/homes/{}/route?category=clinic",
        "/v1/coverage?level={}",
        "/v1/coverage?category={}",
        "/v1/locate?lon={}&lat=1&datum=wgs84",
        "/v1/locate?lon=113&lat=34&datum={}",
        "/v1/locate?address=无此地{}",
        "/v1/jobs/{}",
        "/{}",
    ],
)
def test_no_problem_of_the_service_holds_one(client, path, number):
    answer = client.get(path.format(number.replace("+", "%2B")))
    assert 400 <= answer.status_code < 500
    assert number not in answer.text
    assert number[-8:] not in answer.text


def test_the_code_of_a_unit_stays_readable_in_a_problem(client):
    assert "410199001001001" in client.get("/v1/grid-units/410199001001001").json()["detail"]


def test_the_command_line_holds_none(run, office):
    office.homes.loc[:1, "id"] = MOBILE
    office.units.loc[0, "kind"] = IDENTITY
    office.save()
    code, _, message = run("build", office.source, "-o", office.folder / "city")
    assert code == 1
    assert MASKED in message
    assert MOBILE not in message
    assert IDENTITY not in message
    assert "410102001001001" in message


def test_faults_of_rows_hold_none_for_they_go_to_files():
    problems = Problems()
    problems.add("duplicate", [f"row 1: {MOBILE}"], rows=[(0,)])
    assert problems.kinds == {"duplicate": [f"row 1: {MASKED}"]}
    assert problems.rows == {0: [f"row 1: {MASKED}"]}


def test_the_message_of_a_job_holds_none(tmp_path):
    job = Job(
        job_id="x",
        city="/srv/city",
        request=JobRequest(files={}, names={}),
        kept_s=60,
        created=0,
        client="",
        secret_hash="",
    )
    assert to_client_message(f"no plan has the id {MOBILE}", tmp_path, job) == f"no plan has the id {MASKED}"


def test_the_log_holds_none_not_even_in_a_traceback(capsys):
    app = FastAPI()

    @app.get("/")
    def fail():
        raise KeyError(MOBILE)

    add_error_handlers(app)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        logging.config.dictConfig(LOGGING)
        try:
            TestClient(app).get("/")
        except KeyError:
            logging.getLogger("uvicorn.error").exception("a fault with %s", MOBILE)
        logging.getLogger("gridwalk.jobs").warning("job of %s", IDENTITY)
    finally:
        root.handlers[:], _ = before
        root.setLevel(before[1])
    log = capsys.readouterr().err
    assert f"KeyError: '{MASKED}'" in log
    assert MOBILE not in log
    assert IDENTITY not in log
