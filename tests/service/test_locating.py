"""Which unit covers an address: over the API, in batches, and what is never told."""

import atexit
import csv
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from dataclasses import fields, replace
from pathlib import Path
from urllib.parse import quote

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings

from geo.city.bundle import write_city
from geo.crs.projection import to_lonlat
from geo.locate.answer_rows import AnswerRow
from geo.locate.answers import Answer, Candidate, DivisionName, Service
from geo.locate.unit_index import locate, make_unit_index
from geo.reference import build_reference
from service.app import create_app
from service.settings import Settings
from tests.addresses import X, Y, build_address_city

KEY = "the planner's own key"


def build_city():
    """The city of addresses, with a worker whose name and phone nobody may see."""
    city = build_address_city()
    code = city.grid_units["unit_code"].iloc[0]
    workers = pd.DataFrame(
        {"worker_id": ["1"], "unit_code": [code], "name": ["王秘密"], "role": ["lead"], "phone": ["13900001111"]}
    )
    return replace(city, workers=workers)


BUNDLE = Path(tempfile.mkdtemp()) / "city"
atexit.register(shutil.rmtree, BUNDLE.parent, ignore_errors=True)
write_city(build_city(), BUNDLE)
APP = create_app(Settings(planner_key=KEY, city=BUNDLE))


@pytest.fixture(scope="module")
def client():
    with TestClient(APP) as client:
        yield client


@pytest.fixture
def bundle(tmp_path):
    write_city(build_city(), tmp_path / "city")
    return tmp_path / "city"


def test_an_address_has_its_unit_place_and_confidence(client):
    answer = client.get("/v1/locate", params={"address": "文化路10号"}).json()
    assert answer["status"] == "found"
    assert answer["unit_code"] == build_city().grid_units["unit_code"].iloc[0]
    assert answer["level"] == "number"
    assert answer["confidence"] >= 0.9
    lon, lat = to_lonlat(pd.DataFrame({"x": [X + 90], "y": [Y + 150]}).to_numpy(float), build_city().crs)
    assert (answer["lon"], answer["lat"]) == pytest.approx((lon[0], lat[0]))
    assert answer["services"] is None


@pytest.mark.heavy
def test_services_come_when_asked_for(client):
    answer = client.get("/v1/locate", params={"address": "文化路10号", "services": True}).json()
    assert {service["category"] for service in answer["services"]} == set(build_city().categories)
    assert all(service["walk_min"] > 0 for service in answer["services"] if service["facility_id"])


def test_an_ambiguous_address_names_no_unit_but_its_candidates(client):
    answer = client.get("/v1/locate", params={"address": "南苑小区1栋"}).json()
    assert (answer["status"], answer["unit_code"]) == ("ambiguous", None)
    assert len(answer["candidates"]) == 2
    assert all("南苑小区" in candidate["address"] for candidate in answer["candidates"])


def test_an_address_that_fits_nothing_says_what_was_understood(client):
    response = client.get("/v1/locate", params={"address": "金水区某某大厦"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["matched"] == "金水区"


@pytest.mark.parametrize(
    ("params", "what"),
    [
        ({}, "either address, or lon and lat"),
        ({"address": "a", "lon": 1, "lat": 1}, "either address, or lon and lat"),
        ({"address": ""}, "empty"),
        ({"address": "文" * 201}, "201 characters; an address has at most 200"),
        ({"address": "文化路10号", "as_of": "soon"}, "expected a day"),
        ({"address": "文化路10号", "as_of": "2024-02-30"}, "expected a day"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_what_to_do(client, params, what):
    response = client.get("/v1/locate", params=params)
    assert response.status_code == 400
    assert what in response.json()["detail"]


def test_many_questions_are_answered_in_their_order(client):
    lon, lat = to_lonlat(pd.DataFrame({"x": [X + 90.0], "y": [Y + 150.0]}).to_numpy(float), build_city().crs)
    items = [
        {"address": "一马路7号"},
        {"lon": lon[0], "lat": lat[0]},
        {"address": "无此路9号"},
        {"address": "南苑小区1栋"},
        {"lon": 0, "lat": 0},
        {"lon": 500, "lat": 0},
        {},
    ]
    found = client.post("/v1/locate", json={"items": items, "datum": "wgs84"}).json()["items"]
    statuses = [item["status"] for item in found]
    assert statuses == ["found", "found", "not_found", "ambiguous", "outside", "rejected", "rejected"]
    unit_index = make_unit_index(build_city())
    assert found[0]["unit_code"] == locate(unit_index, X + 760, Y + 450).unit_code
    assert found[1]["unit_code"] == locate(unit_index, X + 90, Y + 150).unit_code
    assert all(item["reason"] for item in found[2:])
    assert len(found[3]["candidates"]) == 2


def test_the_documented_answers_are_the_fields_of_the_records():
    documented = APP.openapi()["components"]["schemas"]
    for record in (Answer, AnswerRow, Candidate, Service, DivisionName):
        assert list(documented[record.__name__]["properties"]) == [field.name for field in fields(record)]
    assert documented["Answer"]["properties"]["confidence"]["maximum"] == 1
    assert documented["Answer"]["properties"]["near_boundary_m"]["description"].startswith("Distance from the place")


def test_more_than_ten_thousand_questions_are_refused(client):
    response = client.post("/v1/locate", json={"items": [{"address": "a"}] * 10_001})
    assert response.status_code == 422
    assert "10000" in response.json()["detail"]


def test_without_the_key_no_name_and_no_phone_leave_the_service(client):
    code = build_city().grid_units["unit_code"].iloc[0]
    paths = [f"/v1/grid-units/{code}", f"/v1/grid-units/{code}/workers", "/v1/locate?address=文化路10号", "/find"]
    for path in [*paths, "/maps/coverage.html", "/v1/coverage?level=grid_units"]:
        response = client.get(path)
        assert response.status_code == 200, path
        assert "王秘密" not in response.text
        assert "13900001111" not in response.text
    workers = client.get(f"/v1/grid-units/{code}/workers").json()
    assert workers["items"] == [{"role": "lead", "name": None, "phone": None}]


def test_with_the_key_a_planner_sees_who_works_in_a_unit(client):
    code = build_city().grid_units["unit_code"].iloc[0]
    answer = client.get(f"/v1/grid-units/{code}/workers", headers={"X-Planner-Key": KEY}).json()
    assert answer["items"] == [{"role": "lead", "name": "王秘密", "phone": "13900001111"}]


@pytest.mark.parametrize("key", ["wrong", "", "ключ".encode()])
def test_a_wrong_key_is_refused(client, key):
    code = build_city().grid_units["unit_code"].iloc[0]
    response = client.get(f"/v1/grid-units/{code}/workers", headers={"X-Planner-Key": key})
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"


def test_no_key_opens_a_service_that_has_none():
    with TestClient(create_app(Settings(), build_city())) as plain:
        code = build_city().grid_units["unit_code"].iloc[0]
        assert plain.get(f"/v1/grid-units/{code}/workers", headers={"X-Planner-Key": ""}).status_code == 403


def test_an_address_that_is_asked_for_is_not_logged(client, caplog):
    with caplog.at_level(logging.DEBUG, logger=""):
        logging.getLogger("httpx").setLevel(logging.WARNING)  # the test's own client writes its questions down
        client.get("/v1/locate", params={"address": "文化路10号"})
        client.get("/v1/locate", params={"address": "无此路10号"})
    assert "路10号" not in caplog.text


@pytest.mark.heavy
def test_a_served_city_logs_no_question(bundle, tmp_path):
    log, address = tmp_path / "log", "http://127.0.0.1:8765/v1/locate"
    command = [sys.executable, "-m", "service.cli", "serve", str(bundle), "--port", "8765"]
    with log.open("wb") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out)
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"{address}?address={quote('文化路10号')}", timeout=5).close()
                    break
                except urllib.error.URLError:
                    time.sleep(0.2)
            with pytest.raises(urllib.error.HTTPError):
                urllib.request.urlopen(f"{address}?address={quote('无此路10号')}", timeout=5)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    assert "address" not in log.read_text()


def write_rows(path):
    rows = [
        ["007", "=1+1", "文化路10号", "kept"],
        ["008", "", "南苑小区1栋", "kept"],
        ["009", "x", "无此路", ""],
        ["010", "x", "", "空"],
    ]
    heading = ["编号", "note", "地址", "status"]
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="gb18030") as file:
            csv.writer(file).writerows([heading, *rows])
    else:
        book = openpyxl.Workbook()
        for row in [heading, *rows]:
            book.active.append(row)
            for cell in book.active[book.active.max_row]:
                cell.data_type = "s"
        book.save(path)


def read_back(path):
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype=str, keep_default_na=False)
    if path.suffix == ".xlsx":
        return pd.read_excel(path, dtype=str, keep_default_na=False)
    return gpd.read_file(path).astype({"编号": str})


@pytest.mark.parametrize("source", ["in.csv", "in.xlsx"])
@pytest.mark.parametrize("output", ["out.csv", "out.xlsx", "out.gpkg"])
def test_a_file_comes_back_with_all_its_rows_columns_and_order(run, bundle, tmp_path, source, output):
    write_rows(tmp_path / source)
    code, text, _ = run("locate", bundle, "--file", tmp_path / source, "-o", tmp_path / output)
    assert code == 0
    assert "found: 1" in text
    answers = read_back(tmp_path / output)
    assert list(answers.columns[:4]) == ["编号", "note", "地址", "status"]
    assert answers["编号"].tolist() == ["007", "008", "009", "010"]
    # a sheet and a layer know texts from formulas, a CSV does not
    assert answers["note"].tolist() == ["'=1+1" if output == "out.csv" else "=1+1", "", "x", "x"]
    assert answers["status"].tolist() == ["kept", "kept", "", "空"]
    assert answers["gridwalk_status"].tolist() == ["found", "ambiguous", "not_found", "rejected"]
    assert answers["unit_code"].tolist()[0] == build_city().grid_units["unit_code"].iloc[0]
    assert all(answers["reason"].tolist()[1:])
    assert not list(tmp_path.glob(".*"))


def test_nothing_in_a_located_csv_is_a_formula_and_numbers_stay(run, bundle, tmp_path):
    rows = [
        ["=cmd|'/C calc'!A0", "地址", "-5.2", "+8613912345678", "+A1"],
        ["1", "文化路10号", "-5.2", "+8613912345678", "@SUM(1)"],
        ["\t=1", "", "", "-12", "－1+1"],
    ]
    with (tmp_path / "in.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    assert run("locate", bundle, "--file", tmp_path / "in.csv", "-o", tmp_path / "out.csv")[0] == 0
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8-sig") as file:
        heading, first, second = csv.reader(file)
    assert heading[:5] == ["'=cmd|'/C calc'!A0", "地址", "-5.2", "+8613912345678", "'+A1"]
    assert first[:5] == ["1", "文化路10号", "-5.2", "+8613912345678", "'@SUM(1)"]
    assert second[:5] == ["'\t=1", "", "", "-12", "'－1+1"]


def test_coordinates_of_a_file_need_a_datum_and_any_column_names(run, bundle, tmp_path):
    lon, lat = to_lonlat(pd.DataFrame({"x": [X + 90.0], "y": [Y + 150.0]}).to_numpy(float), build_city().crs)
    frame = pd.DataFrame({"ost": [lon[0], "x", 0], "nord": [lat[0], "1", 0]})
    frame.to_csv(tmp_path / "in.csv", index=False)
    asked = ["locate", bundle, "--file", tmp_path / "in.csv", "-o", tmp_path / "out.csv"]
    assert "which columns" in run(*asked)[2].replace("\n", " ")
    named = [*asked, "--column", "lon=ost", "--column", "lat=nord"]
    assert "which datum" in run(*named)[2]
    assert run(*named, "--datum", "wgs84")[0] == 0
    answers = read_back(tmp_path / "out.csv")
    assert answers["status"].tolist() == ["found", "rejected", "outside"]
    assert 'lon "x"' in answers["reason"].iloc[1]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"--file": "none.csv"}, "no such file"),
        ({"-o": "out.pdf"}, "ends in .csv, .xlsx, .gpkg"),
        ({"--column": "address=nope"}, 'no column "nope"'),
        ({"--column": "colour=地址"}, "expected one of address, lon, lat"),
        ({"--as-of": "x"}, "expected a day"),
    ],
)
def test_a_wrong_batch_is_refused_and_leaves_nothing(run, bundle, tmp_path, change, what):
    write_rows(tmp_path / "in.csv")
    given = {"--file": "in.csv", "-o": "out.csv"} | change
    for name in ("--file", "-o"):
        given[name] = tmp_path / given[name]
    code, _, message = run("locate", bundle, *[part for pair in given.items() for part in pair])
    assert code == 1
    assert what in " ".join(message.split())
    assert not list(tmp_path.glob("*out*"))


@pytest.mark.heavy
def test_a_run_that_was_killed_goes_on_and_gives_the_same(tmp_path):
    write_city(build_reference(scale=0.02), tmp_path / "city")
    city = build_reference(scale=0.02)
    texts = list(city.addresses["text"]) * 4
    pd.DataFrame({"n": range(len(texts)), "address": texts}).to_csv(tmp_path / "in.csv", index=False)
    asked = ["locate", str(tmp_path / "city"), "--file", str(tmp_path / "in.csv"), "-o"]
    command = [sys.executable, "-m", "service.cli", *asked]
    parts = tmp_path / ".killed.csv.parts"
    process = subprocess.Popen([*command, str(tmp_path / "killed.csv")], start_new_session=True)
    for _ in range(3000):
        if list(parts.glob("*.parquet")) or process.poll() is not None:
            break
        time.sleep(0.1)
    process.kill()
    process.wait()
    kept = {part: part.stat().st_mtime_ns for part in parts.glob("*.parquet")}
    assert kept, "it must have been killed between two parts"
    assert not (tmp_path / "killed.csv").exists()
    again = subprocess.Popen([*command, str(tmp_path / "killed.csv")])
    while again.poll() is None:
        for part, written in kept.items():
            assert not part.exists() or part.stat().st_mtime_ns == written
        time.sleep(0.02)
    subprocess.run([*command, str(tmp_path / "whole.csv")], check=True, capture_output=True)
    assert (tmp_path / "killed.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not parts.exists()


# the city in memory: each question starts the application anew
schema = schemathesis.openapi.from_asgi(
    "/openapi.json", create_app(Settings(planner_key=KEY, city=BUNDLE), build_city())
)


@schema.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_no_question_that_the_documentation_allows_makes_the_service_fail(case):
    response = case.call()
    assert response.status_code < 500 or case.path == "/readyz", response.text
