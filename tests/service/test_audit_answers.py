"""``/v1/audit``: divisions of a level, below a parent, page by page; what is not judged is null."""

import json

import pytest
from starlette.testclient import TestClient

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.files.writers import to_plain
from maps.audit_page import describe_audit
from maps.audit_sheet import choose_sheets, render_audit_sheets
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


def test_one_division_is_asked_for_by_its_code(client):
    (item,) = ask(client, code=SOUTH)["items"]
    assert item["code"] == SOUTH
    refused = client.get("/v1/audit", params={"code": "9"})
    assert refused.status_code == 404
    assert "no division of this level and scope" in refused.json()["detail"]


def test_which_community_to_enlarge_first_comes_first(client):
    items = ask(client, sort="-people_space", fields="code,short_space,people_space")["items"]
    people = [item["people_space"] for item in items]
    assert people == sorted(people, reverse=True)
    assert items[0]["code"] == SOUTH


def test_the_shortfalls_of_the_city_are_those_of_the_page_and_add_up(client):
    found = client.get("/v1/audit/shortfalls").json()
    audit = audit_city(analyze_city(build_audited()))
    assert found == {"city": found["city"], **json.loads(json.dumps(to_plain(describe_audit(audit))))}
    rows = ask(client, limit=1000)["items"]
    for kind in found["kinds"]:
        amounts = [row[f"short_{kind['key']}"] or 0 for row in rows]
        assert round(sum(amounts)) == kind["amount"]
        assert (
            sum(amount > 0 and row["code"] != "" for amount, row in zip(amounts, rows, strict=True))
            == (kind["communities"])
        )
    named = {column["key"] for column in found["columns"]}
    assert named <= {key for level in ("communities", "streets") for key in ask(client, level=level)["items"][0]}


def test_the_sheet_of_a_community_is_the_one_that_the_command_writes(client):
    audit = audit_city(analyze_city(build_audited()))
    for code in (SOUTH, "410102001000"):
        ((_, page),) = render_audit_sheets(audit, choose_sheets(audit, code))
        answer = client.get("/maps/audit-sheet.html", params={"code": code}, headers={"Prefer": "wait=60"})
        assert answer.text == page
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert client.get("/maps/audit-sheet.html", params={"code": "all"}).status_code == 404
