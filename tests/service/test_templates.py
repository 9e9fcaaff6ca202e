"""Tables to be filled in: read back as they are, and reviewed or sited with."""

import pytest

from geo.files.tables import read_table
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.siting.candidates import read_candidates
from service.answers.templates import list_template_columns
from tests.service.job_service import post, wait_for_end
from tests.service.test_job_kinds import ask, read_result

ENDINGS = [(ending, lang) for ending in ("xlsx", "csv") for lang in ("zh", "en")]


def fetch(client, name, ending, lang):
    answer = client.get(f"/page/templates/{name}.{ending}", params={"lang": lang})
    assert answer.status_code == 200, answer.text
    assert f'filename="{name}-{lang}.{ending}"' in answer.headers["content-disposition"]
    return answer.content


@pytest.mark.heavy
@pytest.mark.parametrize(("ending", "lang"), ENDINGS)
def test_the_template_of_plan_areas_is_reviewed_as_it_is(serve, ending, lang):
    with serve() as client:
        content = fetch(client, "plans", ending, lang)
        data = {"datum": "wgs84", "reports": "false"}
        job = wait_for_end(client, post(client, content, f"地块.{ending}", data).json()["id"])
        assert (job["state"], job["detail"]) == ("done", None)
        (area,) = read_result(client, job, "view.json").json()["areas"]
        found = read_result(client, job).json()["areas"][0]
        assert area["plan_id"] == {"zh": "SL-001", "en": "EX-001"}[lang]
        assert (found["households"], found["residents"], found["dwellings"]) == (300, 800, 300)
        assert (found["residential_floor_area_m2"], found["above_ground_floor_area_m2"]) == (30_000, 33_000)
        assert (found["stage"], found["year"]) == ("plan", 2027)
        assert found["area_m2"] == pytest.approx(6400, rel=0.01)
        assert {fault["fault"] for fault in found["data_faults"]} <= {"incomplete", "no_gates"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_heading_of_plan_areas_is_one_that_is_read(sample_city, lang):
    known = PLAN_SCHEMAS["plan_areas"].columns
    columns = list_template_columns(sample_city, "plans", lang)
    named = [next(key for key, one in known.items() if column.heading in (key, *one.aliases)) for column in columns]
    assert named == list(known)


@pytest.mark.heavy
@pytest.mark.parametrize(("ending", "lang"), ENDINGS)
def test_the_template_of_candidates_is_sited_with_as_it_is(serve, sample_city, tmp_path, ending, lang):
    with serve() as client:
        content = fetch(client, "candidates", ending, lang)
        (tmp_path / f"a.{ending}").write_bytes(content)
        places = read_candidates(tmp_path / f"a.{ending}", sample_city, datum="wgs84")
        assert places["cost"].tolist() == [300]
        assert places.geometry.iloc[0].distance(sample_city.homes.geometry.iloc[0]) < 0.2
        data = {"category": "clinic", "add": "1", "minutes": "15", "datum": "wgs84", "scope": "all"}
        parts = {"candidates": (f"候选.{ending}", content)}
        job = wait_for_end(client, ask(client, "/v1/siting", data, **parts).json()["id"])
        assert job["state"] == "done" or "nobody" in job["detail"], job["detail"]


def test_the_sheet_that_explains_is_no_data(serve, tmp_path):
    with serve() as client:
        (tmp_path / "a.xlsx").write_bytes(fetch(client, "plans", "xlsx", "zh"))
    frame, notes = read_table(tmp_path / "a.xlsx")
    assert (len(frame), notes) == (1, [])
    assert "用地范围" in frame
    assert "填写内容" in read_table(tmp_path / "a.xlsx", layer="填写说明")[0]


def test_other_templates_are_none(serve):
    with serve() as client:
        assert client.get("/page/templates/roads.xlsx").status_code in (404, 422)
        assert client.get("/page/templates/plans.pdf").status_code in (404, 422)
