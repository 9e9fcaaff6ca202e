"""Background jobs: real processes, killed where it hurts, and their state on disk."""

import json

import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import open_city
from geo.city.sample import ORIGIN, build_sample
from geo.plans.read.batch_files import PlanFiles
from service.app import create_app
from service.jobs.lifecycle import sweep_jobs
from service.jobs.store import DATABASE, list_jobs, read_job
from service.runs.review import ReviewRequest, write_review
from service.settings import Settings
from tests.service.job_service import AREAS, FORM, find_processes, keep_secret, post, wait_for, wait_for_end

UNKNOWN = "A" * 22


def review_directly(bundle, folder, content=AREAS):
    """The review of the same batch without a service: file -> bytes."""
    (folder / "upload").mkdir(parents=True)
    (folder / "upload" / "areas.csv").write_bytes(content)
    (folder / "out").mkdir()
    files = PlanFiles(areas=folder / "upload" / "areas.csv", datum=FORM["datum"])
    write_review(open_city(bundle), ReviewRequest(files), folder / "out")
    return read_files(folder / "out")


def read_files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.heavy
def test_a_batch_is_reviewed_in_the_background(serve, bundle, folder, tmp_path):
    with serve() as client:
        response = post(client)
        assert response.status_code == 202
        posted = response.json()
        assert response.headers["location"] == posted["links"]["self"] == f"/v1/jobs/{posted['id']}"
        assert posted["files"] == {"areas": "地块.csv"}
        job = wait_for_end(client, posted["id"])
        assert (job["state"], job["progress"], job["detail"]) == ("done", 1.0, None)
        expected = review_directly(bundle, tmp_path / "direct")
        found = read_files(folder / job["id"] / "result")
        view = json.loads(found.pop("view.json"))  # only the page of the service needs it
        assert found == expected
        assert [area["plan_id"] for area in view["areas"]] == ["P/0", "P/1"]
        types = {
            "json": "application/json",
            "html": "text/html; charset=utf-8",
            "gpkg": "application/geopackage+sqlite3",
        }
        for ending in ("json", "html", "gpkg", "xlsx"):
            answer = client.get(job["links"][ending])
            assert answer.content == expected[f"review.{ending}"]
            assert answer.headers["content-type"] == types.get(ending, answer.headers["content-type"])
            assert answer.headers["cache-control"] == "private, no-store"
        entry = json.loads(expected["review.json"])["areas"][1]
        by_id = client.get(f"{posted['links']['self']}/dossiers/P%2F1")
        by_name = client.get(f"{posted['links']['self']}/{entry['dossier']}")
        assert by_id.content == by_name.content == expected[entry["dossier"]]
        assert client.get(f"{posted['links']['self']}/dossiers/..%2F..%2Fjobs.sqlite").status_code == 404
        assert client.get(f"{posted['links']['self']}/dossiers/P-9").status_code == 404
        assert client.get(f"{posted['links']['self']}/result.pdf").status_code == 422
    assert not (folder / job["id"] / "upload").exists()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.heavy
def test_ranges_of_a_result_are_sent_ignored_or_refused_as_all_else_is(serve):
    with serve() as client:
        job = wait_for_end(client, post(client, data=FORM | {"reports": "false"}).json()["id"])
        whole = client.get(job["links"]["json"]).content

        def ask(text):
            return client.get(job["links"]["json"], headers={"Range": text})

        part = ask("bytes=0-9")
        assert (part.status_code, part.content) == (206, whole[:10])
        for other in ("items=0-1", "rows=a"):
            assert (ask(other).status_code, ask(other).content) == (200, whole)
        for text, status in (("bytes=5-1", 400), ("bytes=a-b", 400), (f"bytes={len(whole)}-", 416)):
            refusal = ask(text)
            assert refusal.status_code == refusal.json()["status"] == status
            assert refusal.headers["content-type"] == "application/problem+json"
            assert refusal.headers["cache-control"] == "private, no-store"
            assert refusal.headers.get("content-range") == (f"bytes */{len(whole)}" if status == 416 else None)


@pytest.mark.heavy
def test_without_reports_there_are_layers_and_figures_only(serve):
    with serve() as client:
        job = wait_for_end(client, post(client, data=FORM | {"reports": "false"}).json()["id"])
        assert set(job["links"]) == {"self", "events", "gpkg", "json", "view.json"}
        assert client.get(job["links"]["json"]).json()["city"] == "Sample"
        missing = client.get(f"{job['links']['self']}/result.xlsx")
        assert missing.status_code == 404
        assert "no .xlsx" in missing.json()["detail"]


@pytest.mark.heavy
def test_a_job_fails_with_the_message_of_the_review_and_the_clients_names(serve, folder):
    with serve() as client:
        x, y = ORIGIN
        far = f'plan_id,households,boundary\nP1,-5,"{x},{y};{x + 90},{y};{x + 90},{y + 90}"\n'.encode()
        job = wait_for_end(client, post(client, far).json()["id"])
        assert job["state"] == "failed"
        assert "地块.csv, row 2" in job["detail"]
        assert "areas.csv" not in job["detail"]
        assert str(folder) not in job["detail"]
        assert job["expires"] is not None
        answer = client.get(f"{job['links']['self']}/result.json")
        assert answer.status_code == 409
        assert job["detail"] in answer.json()["detail"]
        wait_for(lambda: not (folder / job["id"]).exists(), "the end of its files")


@pytest.mark.heavy
def test_two_services_share_the_jobs_and_run_one_at_a_time(serve, folder):
    with serve() as one, serve() as other:
        posted = [post(client).json() for client in (one, other, one)]
        keep_secret(one, posted[1])
        ids = [each["id"] for each in posted]
        jobs = [wait_for_end(one, job_id) for job_id in ids]
        assert [job["state"] for job in jobs] == ["done"] * 3
        assert jobs[0]["ended"] <= jobs[1]["started"]
        assert jobs[1]["ended"] <= jobs[2]["started"]
    assert [read_job(folder, job_id).starts for job_id in ids] == [1, 1, 1]


@pytest.mark.heavy
def test_a_running_job_is_cancelled_and_its_process_ends(serve, folder):
    with serve() as client:
        job_id, after = (post(client).json()["id"] for _ in range(2))
        wait_for(lambda: find_processes(job_id), "the job's process")
        assert client.get(f"/v1/jobs/{job_id}/result.json").status_code == 409
        assert client.delete(f"/v1/jobs/{job_id}").json() == {"id": job_id, "outcome": "cancelled"}
        assert client.get(f"/v1/jobs/{job_id}").json()["state"] == "cancelled"
        wait_for(lambda: not find_processes(job_id), "the end of the process")
        assert wait_for_end(client, after)["state"] == "done"
        assert client.get(f"/v1/jobs/{job_id}").json()["state"] == "cancelled"
        assert client.get(f"/v1/jobs/{job_id}/result.json").json()["detail"] == "this job was cancelled"
        assert not (folder / job_id).exists()
        assert client.delete(f"/v1/jobs/{after}").json() == {"id": after, "outcome": "deleted"}
        assert client.get(f"/v1/jobs/{after}/result.json").status_code == 404
        assert "deleted" in client.get(f"/v1/jobs/{after}").json()["detail"]
        assert not (folder / after).exists()


@pytest.mark.heavy
def test_a_service_stopped_in_good_order_puts_its_job_back(serve, folder):
    with serve() as client:
        posted = post(client).json()
        job_id = posted["id"]
        wait_for(lambda: find_processes(job_id), "the job's process")
    assert find_processes(job_id) == []
    assert (read_job(folder, job_id).state, read_job(folder, job_id).starts) == ("waiting", 0)
    with serve() as client:
        keep_secret(client, posted)
        assert wait_for_end(client, job_id)["state"] == "done"


@pytest.mark.heavy
def test_a_batch_in_an_old_datum_fails_unless_the_form_accepts_it(serve):
    old = {"datum": "EPSG:2345", "reports": "false"}
    with serve() as client:
        refused = wait_for_end(client, post(client, data=old).json()["id"])
        assert refused["state"] == "failed"
        assert "uncertain=accept in a form" in refused["detail"]
        accepted = post(client, data=old | {"uncertain": "accept"}).json()["id"]
        assert wait_for_end(client, accepted)["state"] == "done"


def test_no_more_jobs_wait_than_may(serve, hold, folder):
    with hold(), serve(jobs_waiting=2, jobs_waiting_per_client=2) as client:
        ids = [post(client).json()["id"] for _ in range(2)]
        refused = post(client)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert refused.headers["content-type"] == "application/problem+json"
        assert client.delete(f"/v1/jobs/{ids[0]}").json()["outcome"] == "cancelled"
        assert post(client).status_code == 202
    assert len(list_jobs(folder)) == 3


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("sent", "data", "files", "status", "word"),
    [
        ((AREAS, "a.exe"), {}, {}, 400, "a.exe: unknown ending"),
        ((AREAS, "a.gpkg"), {}, {}, 400, "a.gpkg: the content is not what .gpkg says"),
        ((b"", "a.csv"), {}, {}, 400, "is empty"),
        ((AREAS, "a.csv"), {"profile": "bird"}, {}, 400, 'unknown profile "bird"'),
        ((AREAS, "a.csv"), {"datum": "wgs-84"}, {}, 400, "wgs84, cgcs2000, gcj02, bd09, or EPSG:n"),
        ((AREAS, "a.csv"), {"datum": "EPSG:999999"}, {}, 400, "EPSG:999999"),
        ((AREAS, "a.csv"), {"column": "plan_id"}, {}, 400, "plan_id=NAME"),
        ((AREAS, "a.csv"), {"skip_bad": "perhaps"}, {}, 422, "skip_bad"),
        ((AREAS, "a.csv"), {"skipbad": "true"}, {}, 422, "skipbad"),
        ((AREAS, "a.csv"), {"uncertain": "perhaps"}, {}, 422, "uncertain"),
        ((AREAS, "a.csv"), {"profile": ["adult", "elder"]}, {}, 400, "profile is given twice"),
        ((AREAS, "a.csv"), {}, {"rules": ("我的.toml", b"limit = ")}, 400, "我的.toml"),
        ((AREAS, "a.csv"), {}, {"rules": ("rules.csv", b"a")}, 400, "expected one of .toml"),
        ((AREAS, "a.csv"), {}, {"rules": ("r.toml", b"a" + b".a" * 60_000 + b" = 1")}, 400, "more than 10 parts"),
        ((AREAS, "a.csv"), {}, {"rules": ("r.toml", b"a = " + b"[" * 60_000)}, 400, "r.toml: not valid TOML: nested"),
        ((AREAS, "a.csv"), {}, {"rules": ("r.toml", b"a = " + b"9" * 60_000)}, 400, "r.toml: not valid TOML"),
        ((AREAS, "a.csv"), {}, {"rules": ("r.toml", b"#" * 200_001)}, 400, "r.toml: larger than 200 kB"),
        ((AREAS, "a.csv"), {}, {"gates": ("g.zip", b"PK\x03\x04")}, 400, "g.zip: is damaged"),
        ((AREAS, "a.csv"), {}, {"homes": ("h.csv", b"a")}, 422, "homes"),
    ],
)
def test_what_is_wrong_at_first_sight_is_refused_and_leaves_nothing(
    serve, hold, folder, sent, data, files, status, word
):
    with hold(), serve() as client:
        response = post(client, *sent, data, **files)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        assert word in response.json()["detail"]
    assert [path.name for path in folder.iterdir() if path.is_dir()] == []


def test_what_is_no_form_with_areas_is_refused(serve, hold):
    with hold(), serve() as client:
        assert client.post("/v1/plans", json={}).status_code == 415
        assert client.post("/v1/plans", data={"areas": "x"}).status_code == 415
        gates_only = client.post("/v1/plans", files={"gates": ("g.csv", b"a")})
        assert gates_only.status_code == 400
        assert "no file areas" in gates_only.json()["detail"]
        headers = {"Content-Type": "multipart/form-data"}
        assert client.post("/v1/plans", content=b"x", headers=headers).status_code == 400
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        assert client.post("/v1/plans", content=b"--c\r\n\r\nx", headers=headers).status_code == 400
        twice = client.post("/v1/plans", files=[("areas", ("a.csv", AREAS)), ("areas", ("b.csv", AREAS))])
        assert twice.status_code == 400
        assert "2 times" in twice.json()["detail"]


def test_fields_that_a_page_leaves_empty_are_left_out(serve, hold):
    with hold(), serve() as client:
        body = b"".join(
            b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % part
            for part in [
                (b"areas", b'; filename="a.csv"', AREAS),
                (b"gates", b'; filename=""', b""),
                (b"datum", b"", b""),
            ]
        )
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        response = client.post("/v1/plans", content=body + b"--b--\r\n", headers=headers)
        assert response.json()["files"] == {"areas": "a.csv"}


def test_a_service_without_a_place_for_jobs_says_which_setting_is_missing(bundle, tmp_path):
    city = build_sample()
    for settings, variable in [(Settings(), "GRIDWALK_JOBS"), (Settings(jobs=tmp_path / "jobs"), "GRIDWALK_CITY")]:
        with TestClient(create_app(settings, city)) as client:
            response = post(client)
            assert response.status_code == 503
            assert response.headers["content-type"] == "application/problem+json"
            assert variable in response.json()["detail"]
            assert client.get(f"/v1/jobs/{UNKNOWN}").status_code == 404
    (tmp_path / "file").write_text("")
    with TestClient(create_app(Settings(city=bundle, jobs=tmp_path / "file"), city)) as client:
        assert post(client).status_code == 507


@pytest.mark.parametrize(
    "job_id", [UNKNOWN, "x", "..", "%2e%2e", "a" * 23, "sample.jobs", "A" * 21 + "%00", "A" * 21 + "%0A"]
)
def test_an_unknown_job_is_not_found(serve, folder, job_id):
    folder.mkdir()
    with serve() as client:
        for path in ("", "/events", "/result.json", "/dossiers/a"):
            assert client.get(f"/v1/jobs/{job_id}{path}").status_code == 404
        assert client.delete(f"/v1/jobs/{job_id}").status_code in (404, 405)


@pytest.mark.heavy
def test_results_expire_and_are_then_as_unknown_as_any_other(serve, folder):
    with serve(jobs_kept_hours=1e-6) as client:
        job_id = post(client).json()["id"]
        wait_for(lambda: client.get(f"/v1/jobs/{job_id}").status_code == 404, "the end of what is kept")
        for path in ("", "/events", "/result.json", "/result.gpkg", "/dossiers/a"):
            answer = client.get(f"/v1/jobs/{job_id}{path}")
            assert answer.status_code == 404
            assert "expired" in answer.json()["detail"]
    sweep_jobs(folder)
    assert not (folder / job_id).exists()
    assert "地块".encode() not in (folder / DATABASE).read_bytes()
