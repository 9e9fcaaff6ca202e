"""Every error is problem+json that tells a client what it may know; faults of the service stay in its log."""

import logging

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

import geo.errors
from geo.errors import CrsError, GeoError, InputError, NetworkError, NotFoundError, PromiseError
from service.errors import STATUS_AND_TITLE, add_error_handlers

SECRET = "table workers_private in /srv/city"


@pytest.fixture
def ask():
    """Ask an application whose only address raises an error."""

    def ask_(error, method="GET"):
        app = FastAPI()

        @app.get("/place")
        def answer():
            raise error

        add_error_handlers(app)
        with TestClient(app, raise_server_exceptions=False) as client:
            return client.request(method, "/place")

    return ask_


@pytest.mark.parametrize(
    ("error", "status"),
    [(InputError("no"), 400), (CrsError("no"), 400), (NotFoundError("no"), 404), (NetworkError("no"), 422)],
)
def test_an_error_has_the_status_of_its_nearest_class(ask, error, status):
    answer = ask(error)
    assert answer.status_code == answer.json()["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "no"


def test_every_error_but_a_broken_promise_is_in_the_table():
    kinds = [kind for kind in vars(geo.errors).values() if isinstance(kind, type) and issubclass(kind, GeoError)]
    untold = [kind for kind in kinds if not any(parent in STATUS_AND_TITLE for parent in kind.__mro__)]
    assert set(untold) == {GeoError, PromiseError}


@pytest.mark.parametrize("error", [KeyError(SECRET), OSError(5, SECRET), PromiseError(SECRET)])
def test_a_fault_of_the_service_is_a_problem_and_its_text_stays_in_the_log(ask, error, caplog):
    with caplog.at_level(logging.ERROR):
        answer = ask(error)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert SECRET not in answer.text
    assert "a fault of the service" in answer.json()["detail"]


def test_a_broken_promise_is_logged_with_its_text(ask, caplog):
    with caplog.at_level(logging.ERROR):
        ask(PromiseError(SECRET))
    assert SECRET in caplog.text


def test_a_wrong_method_names_those_that_fit(ask):
    answer = ask(InputError("no"), method="POST")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.json()["title"] == "Method Not Allowed"
