"""States of background jobs on disk, without a service: begun, ended, put back, forgotten, and never lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from geo.errors import NotFoundError
from service.app import create_app
from service.errors import RefusedError
from service.jobs import store
from service.jobs.access import Poster, hash_secret
from service.jobs.database import hold_right
from service.jobs.job import JobRequest
from service.jobs.lifecycle import claim_job, create_job, end_job, put_back, remove_job, report_step, sweep_jobs
from service.jobs.limits import to_limits
from service.jobs.store import DATABASE, change_job, list_jobs, read_job
from service.jobs.worker import run_in_turn, run_job
from service.settings import Settings

SECRET = "open"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "jobs"


@pytest.fixture
def create(folder, tmp_path):
    """Create a job of one file, about a city that is not there."""

    def create_(content=b"plan_id", client="192.0.2.1", name="地块.csv", **limits):
        def fill(upload):
            (upload / "areas.csv").write_bytes(content)
            return JobRequest(files={"areas": "areas.csv"}, names={"areas": name})

        poster = Poster(client, hash_secret(SECRET))
        return create_job(folder, tmp_path / "gone", poster=poster, limits=make_limits(**limits), fill=fill)

    return create_


def make_limits(waiting=20, waiting_per_client=20, **limits):
    given = {"waiting": waiting, "waiting_per_client": waiting_per_client, **limits}
    return to_limits(Settings(**{f"jobs_{name}": value for name, value in given.items()}))


def change(folder, job_id, **fields):
    """Save fields of a state as time would have."""
    change_job(folder, job_id, lambda job: replace(job, **fields))


def write_by_hand(folder, statement, *values):
    with closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.execute(statement, values)


def test_jobs_run_in_the_order_in_which_they_came(folder, create):
    jobs = [create() for _ in range(3)]
    assert [job.job_id for job in list_jobs(folder)] == [job.job_id for job in jobs]
    begun = []
    while (job := claim_job(folder)) is not None:
        begun.append(job.job_id)
        end_job(folder, job.job_id, "done")
    assert begun == [job.job_id for job in jobs]


def run_next(folder):
    job = claim_job(folder)
    end_job(folder, job.job_id, "done")
    return job.job_id


def test_clients_take_turns_whoever_came_first(folder, create):
    busy = [create().job_id for _ in range(3)]
    second = [create(client="192.0.2.2").job_id for _ in range(2)]
    third = create(client="192.0.2.3").job_id
    order = [busy[0], second[0], third, busy[1], second[1], busy[2]]
    assert [run_next(folder) for _ in order] == order


def test_who_deletes_their_jobs_does_not_come_sooner(folder, create):
    assert remove_job(folder, (create().job_id, run_next(folder))[0]) == "deleted"
    again, theirs = create().job_id, create(client="192.0.2.2").job_id
    assert [run_next(folder) for _ in range(2)] == [theirs, again]


def test_ids_are_all_different_and_hold_128_bits(create):
    ids = {create(waiting=100, waiting_per_client=100).job_id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(job_id) == 22 for job_id in ids)  # 22 * 6 bits > 128


def test_a_job_that_was_running_when_the_service_was_killed_is_begun_anew_before_those_that_wait(folder, create):
    killed, _ = create(), create()
    for starts in (1, 2, 3):
        assert (claim_job(folder).job_id, read_job(folder, killed.job_id).starts) == (killed.job_id, starts)


def test_a_job_that_kills_its_service_three_times_fails_and_the_next_is_begun(folder, create):
    bad, good = create(), create()
    for _ in range(3):
        claim_job(folder)
    assert claim_job(folder).job_id == good.job_id
    failed = read_job(folder, bad.job_id)
    assert failed.state == "failed"
    assert failed.detail.startswith("the service was stopped 3 times while this job ran; send fewer areas at once")
    assert not (folder / bad.job_id / "upload").exists()


def test_a_job_that_is_put_back_waits_as_if_it_had_not_been_begun(folder, create):
    waiting = create()
    claim_job(folder)
    assert report_step(folder, waiting.job_id, "walks", 0.4)
    put_back(folder, waiting.job_id)
    back = read_job(folder, waiting.job_id)
    assert (back.state, back.starts, back.progress, back.step, back.started) == ("waiting", 0, 0, None, None)
    assert back.revision == waiting.revision + 3
    assert (folder / waiting.job_id / "upload" / "areas.csv").read_bytes() == b"plan_id"


@pytest.mark.parametrize("state", ["done", "failed"])
def test_a_cancelled_job_stays_cancelled_whatever_its_process_says(folder, create, state):
    job_id = create().job_id
    claim_job(folder)
    assert remove_job(folder, job_id) == "cancelled"
    cancelled = read_job(folder, job_id)
    assert not report_step(folder, job_id, "walks", 0.5)
    end_job(folder, job_id, state, "late")
    put_back(folder, job_id)
    assert read_job(folder, job_id) == cancelled
    assert claim_job(folder) is None


def test_an_upload_that_is_refused_or_one_too_many_leaves_nothing(folder, create):
    create()
    with pytest.raises(RefusedError) as refused:
        create(waiting=1)
    assert refused.value.status == 429
    with pytest.raises(FileNotFoundError):
        create_job(
            folder, folder, poster=Poster("", ""), limits=make_limits(), fill=lambda upload: (upload / "a").unlink()
        )
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_what_a_killed_service_received_half_is_deleted_after_an_hour(folder, create):
    create()
    old, new, foreign = folder / ("A" * 22), folder / ("B" * 22), folder / "backup"
    for path in (old, new, foreign):
        path.mkdir()
    for path in (old, foreign):
        os.utime(path, (time.time() - 3601,) * 2)
    sweep_jobs(folder)
    assert (old.exists(), new.exists(), foreign.exists()) == (False, True, True)


def test_nothing_is_left_of_a_job_whose_time_has_passed(folder, create):
    job_id = create().job_id
    claim_job(folder)
    (folder / job_id / "result").mkdir()
    end_job(folder, job_id, "done")
    sweep_jobs(folder)
    assert (folder / job_id / "result").exists()
    change(folder, job_id, expires=time.time() - 1)
    write_by_hand(folder, "UPDATE turns SET begun = begun - 3601")
    sweep_jobs(folder)
    with pytest.raises(NotFoundError, match="may have expired"):
        read_job(folder, job_id)
    assert sorted(path.name for path in folder.iterdir()) == [DATABASE]
    content = (folder / DATABASE).read_bytes()
    left = [word for word in ("地块", job_id, hash_secret(SECRET), "192.0.2.1", "gone") if word.encode() in content]
    assert left == []


def test_names_of_files_that_are_gone_stand_nowhere_in_the_database_any_more(folder, create):
    ids = [create(name="hidden" * n, waiting=99, waiting_per_client=99).job_id for n in range(1, 40)]
    assert b"hidden" in (folder / DATABASE).read_bytes()
    for job_id in ids:
        assert (remove_job(folder, job_id), remove_job(folder, job_id)) == ("cancelled", "deleted")
    assert b"hidden" not in (folder / DATABASE).read_bytes()


def test_a_state_that_cannot_be_written_leaves_the_old_one(folder, create, monkeypatch):
    job = create()

    def connect(*arguments, **options):
        database = sqlite3.Connection(*arguments, **options)
        database.execute("PRAGMA max_page_count = 1")  # it becomes the size that there is: as on a full disk
        return database

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(RefusedError, match="full; tell the service's operator") as refused:
        change(folder, job.job_id, detail="long " * 10_000)
    assert refused.value.status == 507
    assert read_job(folder, job.job_id) == job


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"homes": 1}'])
def test_a_state_that_cannot_be_read_is_no_job_and_stops_no_other(folder, create, content):
    broken, whole = create(), create()
    write_by_hand(folder, "UPDATE jobs SET request = ? WHERE job_id = ?", content, broken.job_id)
    with pytest.raises(NotFoundError):
        read_job(folder, broken.job_id)
    assert claim_job(folder).job_id == whole.job_id


def test_a_damaged_database_is_reported_by_its_name_with_what_to_do(tmp_path, folder, create, caplog):
    job_id = create().job_id
    (folder / DATABASE).write_bytes(b"written over " * 1_000)
    with TestClient(create_app(Settings(jobs=folder, city=tmp_path), build_sample())) as client:
        answers = [client.get(f"/v1/jobs/{job_id}"), client.get(f"/v1/jobs/{job_id}/events")]
        answers += [client.delete(f"/v1/jobs/{job_id}"), client.post("/v1/plans", files={"areas": ("a.csv", b"a")})]
        for answer in answers:
            assert answer.status_code == 503
            assert answer.headers["content-type"] == "application/problem+json"
            assert "jobs.sqlite: file is not a database" in answer.json()["detail"]
            assert "move it away" in answer.json()["detail"]
            assert str(tmp_path) not in answer.text
        assert client.get("/healthz").status_code == 200
    logged = [record for record in caplog.records if record.name == "gridwalk.jobs"]
    assert logged
    assert all("move it away" in record.getMessage() and record.exc_info is None for record in logged)


def test_a_database_of_another_version_is_left_alone(folder, create):
    create()
    write_by_hand(folder, "PRAGMA user_version = 1")
    content = (folder / DATABASE).read_bytes()
    with pytest.raises(RefusedError, match="is of version 1, expected 3"):
        create()
    assert (folder / DATABASE).read_bytes() == content


def test_who_waits_too_long_for_another_program_is_to_try_again(folder, create, monkeypatch):
    job = create()
    monkeypatch.setattr(store, "PATIENCE_S", 0.1)
    with closing(sqlite3.connect(folder / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for call in (lambda: read_job(folder, job.job_id), lambda: claim_job(folder), create):
            with pytest.raises(RefusedError, match="another program holds") as refused:
                call()
            assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "60"})
    assert list_jobs(folder) == [job]
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [job.job_id]


def test_changes_that_come_at_once_wait_for_each_other(folder, create):
    code = (
        "import sys; from pathlib import Path; from service.jobs.lifecycle import report_step\n"
        "for n in range(25): assert report_step(Path(sys.argv[1]), sys.argv[2], str(n), n / 25)"
    )
    job_id = create().job_id
    claim_job(folder)
    processes = [subprocess.Popen([sys.executable, "-c", code, folder, job_id]) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert read_job(folder, job_id).revision == 2 + 3 * 25


def test_one_runner_holds_the_right_at_a_time(folder, create):
    create()
    with hold_right(folder, "runner") as first, hold_right(folder, "runner") as second:
        assert (first, second) == (True, False)
    with hold_right(folder, "runner") as third:
        assert third


def test_a_right_is_free_again_as_soon_as_its_holder_is_killed(folder, create):
    create()
    code = (
        "import sys, time; from pathlib import Path; from service.jobs.database import hold_right\n"
        "with hold_right(Path(sys.argv[1]), 'worker') as is_held: print(is_held, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, folder], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"True\n"
        with hold_right(folder, "worker") as is_held:
            assert not is_held
        process.send_signal(signal.SIGKILL)
        with hold_right(folder, "worker", wait_s=10) as is_held:
            assert is_held


def test_a_job_that_waits_in_vain_for_an_earlier_process_fails_and_says_so(folder, create):
    job_id = create().job_id
    claim_job(folder)
    with hold_right(folder, "worker"):
        run_in_turn(folder, job_id, wait_s=0.1)
    failed = read_job(folder, job_id)
    assert (failed.state, failed.detail) == (
        "failed",
        "the process of an earlier job has not ended; send the job again",
    )


def test_a_job_whose_city_is_gone_fails_without_a_path_of_this_machine(folder, create, tmp_path):
    job_id = create().job_id
    claim_job(folder)
    run_job(folder, job_id)
    failed = read_job(folder, job_id)
    assert failed.state == "failed"
    assert failed.detail.startswith("gone: ")
    assert str(tmp_path) not in failed.detail


def test_nobody_can_list_jobs(tmp_path, folder, create):
    job_id = create().job_id
    with TestClient(create_app(Settings(jobs=folder), build_sample())) as client:
        for path in ("/v1/jobs", "/v1/jobs/", "/v1/plans"):
            answer = client.get(path)
            assert answer.status_code in (404, 405)
            assert answer.headers["content-type"] == "application/problem+json"
            assert job_id not in answer.text
        assert [path for path in client.get("/openapi.json").json()["paths"] if path.endswith("/jobs")] == []


def test_why_a_job_failed_is_told_in_bounds_whatever_was_sent(folder, create):
    job = create()
    claim_job(folder)
    end_job(folder, job.job_id, "failed", "x" * 1_000_000)
    assert len(read_job(folder, job.job_id).detail) < 10_000
