"""Who reads a job: whoever has the secret that its poster got, in a header, a link or a cookie, and nobody else."""

import logging
import re
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import open_city
from service.app import create_app
from service.jobs.access import hash_secret
from service.jobs.store import DATABASE
from service.settings import Settings
from tests.service.job_service import AREAS, FORM, wait_for_end

PATHS = ("", "/events", "/result.json", "/result.html", "/dossiers/P%2F1")


@pytest.fixture
def serve_under(bundle):
    """Serve behind a proxy, as whom the client names, below a path; nothing keeps a secret for it."""

    @contextmanager
    def serve_(url="http://testserver", root_path="", **settings):
        app = create_app(Settings(city=bundle, **settings), open_city(bundle))
        with TestClient(app, base_url=url, root_path=root_path, follow_redirects=False) as client:
            yield client

    return serve_


def post(client):
    answer = client.post("/v1/plans", data=FORM, files={"areas": ("a.csv", AREAS)})
    assert answer.status_code == 202
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.json()


def send(secret):
    return {"X-Job-Secret": secret}


def is_refused(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code == 403 and "X-Job-Secret" in answer.json()["detail"]


def test_nothing_of_a_job_is_read_or_removed_without_its_own_secret(serve_under, hold):
    with hold(), serve_under(jobs_waiting_per_client=2) as client:
        job, other = post(client), post(client)
        here = job["links"]["self"]
        for headers in ({}, send("x"), send(""), send(other["secret"]), send(hash_secret(job["secret"])), send("密")):
            sent = {name: value.encode() for name, value in headers.items()}
            assert all(is_refused(client.get(here + path, headers=sent)) for path in PATHS)
            assert is_refused(client.delete(here, headers=sent))
        assert is_refused(client.get(f"{here}?secret={other['secret']}"))
        assert is_refused(client.delete(f"{here}?secret={job['secret']}"))
        assert is_refused(client.get(here, headers={"Cookie": f"gridwalk_job={other['secret']}"}))
        assert client.get(here, headers=send(job["secret"])).json()["state"] == "waiting"
        assert client.get(here + "/result.json", headers=send(job["secret"])).status_code == 409
        assert client.delete(here, headers=send(job["secret"])).json()["outcome"] == "cancelled"


@pytest.mark.heavy
def test_a_secret_has_192_bits_and_stands_in_one_answer_and_nowhere_else(serve_under, folder, caplog):
    caplog.set_level(logging.DEBUG)
    with serve_under(jobs_waiting_per_client=9) as client:
        jobs = [post(client) for _ in range(3)]
        answers = []
        wait_for_end(CalledWith(client, jobs[0]), jobs[0]["id"])
        for job in jobs:
            assert re.fullmatch(r"[\w-]{32}", job["secret"])
            client.get(job["links"]["open"])
            client.get(job["links"]["self"] + "?secret=" + job["secret"][:-1])
            answers += [client.get(job["links"]["self"] + path, headers=send(job["secret"])).text for path in PATHS[2:]]
            answers.append(client.get(job["links"]["self"], headers=send(job["secret"])).text)
        content = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    logged = "".join(f"{record.getMessage()} {record.args}" for record in caplog.records if record.name != "httpx2")
    for job in jobs:
        assert job["secret"] not in logged + "".join(answers)
        assert job["secret"].encode() not in content
        assert hash_secret(job["secret"]).encode() in (folder / DATABASE).read_bytes()
    assert len({job["secret"] for job in jobs}) == 3


class CalledWith:
    """A client that sends the secret of a job with every request."""

    def __init__(self, client, job):
        self._client, self._secret = client, job["secret"]

    def get(self, path):
        return self._client.get(path, headers=send(self._secret))


@pytest.mark.heavy
def test_the_link_of_the_answer_opens_the_job_in_a_browser(serve_under):
    with serve_under() as client:
        job = post(client)
        here = job["links"]["self"]
        assert job["links"]["open"] == f"{here}/result.html?secret={job['secret']}"
        wait_for_end(CalledWith(client, job), job["id"])
        opened = client.get(job["links"]["open"])
        assert (opened.status_code, opened.headers["location"]) == (303, "./result.html")
        assert opened.headers["cache-control"] == "private, no-store"
        cookie = opened.headers["set-cookie"]
        assert cookie == f"gridwalk_job={job['secret']}; Path={here}; HttpOnly; SameSite=Lax"
        # the client keeps the cookie, as a browser does: pages, dossiers and events need no more
        for path in PATHS:
            answer = client.get(here + path)
            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "private, no-store"
        other = post(client)
        assert is_refused(client.get(other["links"]["self"]))


def test_a_link_leads_to_the_same_address_whatever_stands_in_it(serve_under, hold):
    with hold(), serve_under() as client:
        job = post(client)
        here, secret = job["links"]["self"], job["secret"]
        locations = {
            f"{here}?secret={secret}": f"./{job['id']}",
            f"{here}/dossiers/P%2F1?secret={secret}": "./P%2F1",
            f"{here}/dossiers/%E5%9C%B0?secret={secret}": "./%E5%9C%B0",
            f"{here}/dossiers/%09X-Y:1//?secret={secret}": "./",
            f"{here}/dossiers/javascript:1%25?secret={secret}": "./javascript:1%25",
        }
        for address, location in locations.items():
            client.cookies.clear()
            opened = client.get(address)
            assert (opened.status_code, opened.headers["location"]) == (303, location)


def test_the_cookie_is_kept_below_the_path_of_a_proxy_and_sent_only_over_https(serve_under, hold):
    with hold(), serve_under(url="https://plans.example", root_path="/grid") as client:
        job = post(client)
        assert job["links"]["self"] == f"/grid/v1/jobs/{job['id']}"
        opened = client.get(f"/v1/jobs/{job['id']}?secret={job['secret']}")
        path = f"Path=/grid/v1/jobs/{job['id']}"
        assert opened.headers["set-cookie"] == f"gridwalk_job={job['secret']}; {path}; HttpOnly; SameSite=Lax; Secure"


def test_a_batch_without_reports_opens_with_its_state(serve_under, hold):
    with hold(), serve_under() as client:
        answer = client.post("/v1/plans", data=FORM | {"reports": "false"}, files={"areas": ("a.csv", AREAS)}).json()
        assert answer["links"]["open"] == f"{answer['links']['self']}?secret={answer['secret']}"
