"""States of background jobs on disk, without a service: begun, ended, put back, forgotten, and never lost."""

import json
import os
import time

import pytest
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from geo.errors import NotFoundError
from service.app import create_app
from service.errors import RefusedError
from service.jobs.lifecycle import claim_job, create_job, end_job, put_back, remove_job, report_step, sweep_jobs
from service.jobs.store import JobRequest, hold_runner, list_jobs, read_job, write_job
from service.jobs.worker import run_job
from service.settings import Settings

DAY_S = 86_400


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "jobs"


@pytest.fixture
def create(folder, tmp_path):
    """Create a job of one file, about a city that is not there."""

    def create_(most_waiting=20, content=b"plan_id"):
        def fill(upload):
            (upload / "areas.csv").write_bytes(content)
            return JobRequest({"areas": "areas.csv"}, {"areas": "地块.csv"})

        return create_job(folder, tmp_path / "gone", kept_hours=24, most_waiting=most_waiting, fill=fill)

    return create_


def change(folder, job_id, **fields):
    """Write fields of a state as time would have."""
    path = folder / job_id / "job.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | fields), encoding="utf-8")


def test_jobs_run_in_the_order_in_which_they_came(folder, create):
    jobs = [create() for _ in range(3)]
    assert [job.job_id for job in list_jobs(folder)] == [job.job_id for job in jobs]
    begun = []
    while (job := claim_job(folder)) is not None:
        begun.append(job.job_id)
        end_job(folder, job.job_id, "done")
    assert begun == [job.job_id for job in jobs]


def test_ids_are_all_different_and_hold_128_bits(create):
    ids = {create(most_waiting=100).job_id for _ in range(50)}
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
    assert failed.detail == "the service was stopped 3 times while this job ran; send a smaller batch"
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
    assert remove_job(folder, job_id)[1] == "cancelled"
    cancelled = read_job(folder, job_id)
    assert not report_step(folder, job_id, "walks", 0.5)
    end_job(folder, job_id, state, "late")
    put_back(folder, job_id)
    assert read_job(folder, job_id) == cancelled
    assert claim_job(folder) is None


def test_an_upload_that_is_refused_or_one_too_many_leaves_nothing(folder, create):
    create()
    with pytest.raises(RefusedError) as refused:
        create(most_waiting=1)
    assert refused.value.status == 429
    with pytest.raises(FileNotFoundError):
        create_job(folder, folder, kept_hours=1, most_waiting=9, fill=lambda upload: (upload / "a").unlink())
    assert len([path for path in folder.iterdir() if path.is_dir()]) == 1


def test_what_a_killed_service_received_half_is_deleted_after_an_hour(folder, create):
    create()
    old, new = folder / ".new-old", folder / ".new-new"
    for path in (old, new):
        path.mkdir()
    os.utime(old, (time.time() - 3601,) * 2)
    sweep_jobs(folder)
    assert (old.exists(), new.exists()) == (False, True)


def test_a_job_is_remembered_for_a_month_after_its_files_are_gone(folder, create):
    job_id = create().job_id
    claim_job(folder)
    (folder / job_id / "result").mkdir()
    end_job(folder, job_id, "done")
    sweep_jobs(folder)
    assert (folder / job_id / "result").exists()
    change(folder, job_id, expires=time.time() - 1)
    sweep_jobs(folder)
    assert read_job(folder, job_id).gone == "expired"
    assert [path.name for path in (folder / job_id).iterdir()] == ["job.json"]
    change(folder, job_id, expires=time.time() - 31 * DAY_S)
    sweep_jobs(folder)
    assert not (folder / job_id).exists()
    with pytest.raises(NotFoundError, match="a month ago"):
        read_job(folder, job_id)


def test_a_state_that_cannot_be_written_leaves_the_old_one(folder, create):
    job = create()
    (folder / job.job_id / ".job.json").mkdir()  # where the new one would be written
    with pytest.raises(OSError, match="directory"):
        write_job(folder / job.job_id, job)
    assert read_job(folder, job.job_id) == job


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"job_id": "x", "request": {"homes": 1}}'])
def test_a_state_that_cannot_be_read_is_no_job_and_stops_no_other(folder, create, content):
    broken, whole = create(), create()
    (folder / broken.job_id / "job.json").write_text(content)
    with pytest.raises(NotFoundError):
        read_job(folder, broken.job_id)
    assert claim_job(folder).job_id == whole.job_id


def test_one_runner_holds_the_right_at_a_time(folder, create):
    create()
    with hold_runner(folder) as first, hold_runner(folder) as second:
        assert first is not None
        assert second is None
    with hold_runner(folder) as third:
        assert third is not None


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
