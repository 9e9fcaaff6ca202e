"""``/v1/audit``: divisions of a level, below a parent, page by page; what is not judged is null."""

import pytest
from starlette.testclient import TestClient

from service.app import create_app
from service.settings import Settings
from tests.geo.audit.audit_scenes import EAST, NORTH, SOUTH, build_audited


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_audited())) as opened:
        yield opened


def ask(client, **params):
    answer = client.get("/v1/audit", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_communities_come_with_what_they_lack(client):
    answer = ask(client)
    assert [item["code"] for item in answer["items"]] == ["", SOUTH, EAST]
    south = answer["items"][1]
    assert (south["short_space"], south["people_space"], south["parent_name"], south["rank"]) == (420, 35, "Street", 1)
    assert answer["norms"]["staff"]["amount"] == 18
    assert "with_police_room" in answer["missing"]


def test_villages_are_asked_for_and_not_judged(client):
    (item,) = ask(client, scope="rural")["items"]
    assert (item["code"], item["village_cadres"], item["short_hall"], item["rank"]) == (NORTH, 8, None, None)


def test_only_what_lies_below_the_parent_comes(client):
    assert [item["code"] for item in ask(client, parent="410102001000", sort="-helped")["items"]] == [SOUTH, EAST]
    assert client.get("/v1/audit", params={"parent": "9"}).status_code == 404


def test_grid_units_are_a_level(client):
    items = ask(client, level="grid_units", parent=SOUTH, fields="code,size,grid_workers,households")["items"]
    assert [tuple(item.values()) for item in items] == [
        (f"{SOUTH}001", "above", 2400, 2),
        (f"{SOUTH}002", "empty", 0, 0),
    ]


def test_pages_hold_each_row_once(client):
    first = ask(client, limit=2, fields="code")
    second = ask(client, limit=2, fields="code", next=first["next"])
    codes = [item["code"] for answer in (first, second) for item in answer["items"]]
    assert (codes, first["matched"], second["next"]) == (["", SOUTH, EAST], 3, None)


@pytest.mark.parametrize(
    "params", [{"level": "parishes"}, {"fields": "x"}, {"sort": "x"}, {"bbox": "1"}, {"next": "x"}]
)
def test_what_is_unknown_is_refused(client, params):
    assert client.get("/v1/audit", params=params).status_code == 400


def test_a_wrong_scope_and_parameter_are_refused(client):
    assert client.get("/v1/audit", params={"scope": "suburban"}).status_code == 422
    assert client.get("/v1/audit", params={"levl": "city"}).status_code in (400, 422)
