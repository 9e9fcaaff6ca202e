"""What a job may take, what a client may, and what is left: memory, time and disk, with real processes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from geo.city.bundle import open_city
from service.app import create_app
from service.jobs import runner
from service.jobs.database import hold_right
from service.jobs.limits import describe_end, to_limits
from service.jobs.runner import end_processes
from service.jobs.store import DATABASE, list_jobs, read_job
from service.settings import Settings
from tests.service.job_service import AREAS, find_processes, post, wait_for, wait_for_end

LARGE = AREAS + b"\n" + b"#" * 1_500_000
FEWER = "send fewer areas at once, or ask for no reports (reports=false)"


@contextmanager
def meet(bundle, *hosts, **settings):
    """Serve several clients of different addresses."""
    app = create_app(Settings(city=bundle, **settings), open_city(bundle))
    with TestClient(app) as first:
        assert first.get("/healthz").status_code == 200
        yield [TestClient(app, client=(host, 1)) for host in hosts]


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"jobs_memory_mb": 250}, f"this job needs more than 250 MB of memory; {FEWER}"),
        ({"jobs_processor_s": 1}, f"this job needs more than 1 s of processor time; {FEWER}"),
        ({"jobs_wall_s": 0.5}, f"this job took longer than 0.5 s; {FEWER}"),
    ],
)
def test_a_job_that_takes_more_than_it_may_fails_with_the_limit_and_the_next_is_run(serve, folder, settings, detail):
    with serve(**settings) as client:
        jobs = [wait_for_end(client, job_id) for job_id in [post(client).json()["id"] for _ in range(2)]]
        assert [(job["state"], job["detail"]) for job in jobs] == [("failed", detail)] * 2
        ids = [job["id"] for job in jobs]
        wait_for(lambda: not any((folder / job_id).exists() for job_id in ids), "the end of its files")
        assert [process for job_id in ids for process in find_processes(job_id)] == []


@pytest.mark.heavy
def test_a_job_whose_files_take_more_than_they_may_fails_and_the_next_is_done(serve):
    with serve(jobs_result_mb=1) as client:
        large, small = post(client, LARGE).json()["id"], post(client).json()["id"]
        failed = wait_for_end(client, large)
        assert failed["state"] == "failed"
        assert failed["detail"].startswith("the files of this job take more than 1 MB; send fewer areas at once")
        assert wait_for_end(client, small)["state"] == "done"


def folder_of(folder):
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.heavy
def test_the_process_of_a_job_has_limits_and_nothing_of_the_environment_that_it_does_not_need(
    serve, folder, monkeypatch
):
    for name in ("GRIDWALK_PLANNER_KEY", "GRIDWALK_CITY", "AWS_SECRET_ACCESS_KEY", "http_proxy"):
        monkeypatch.setenv(name, "confidential-1234567890")
    monkeypatch.setenv("LANG", "C.UTF-8")
    with serve(planner_key="confidential-1234567890", jobs_processor_s=77) as client:
        with hold_right(folder_of(folder), "worker"):
            job_id = post(client).json()["id"]
            (pid,) = wait_for(lambda: find_processes(job_id), "the job's process")
            limits = wait_for(lambda: (text := read_limits(pid))["cpu time"] == "77" and text, "its limits")
            environment = Path(f"/proc/{pid}/environ").read_bytes().decode().split("\0")
        wait_for_end(client, job_id)
    assert "confidential" not in "".join(environment)
    assert {entry.partition("=")[0] for entry in environment if entry} <= {*runner._PASSED, *runner._FRUGAL, "TMPDIR"}
    assert "LANG=C.UTF-8" in environment
    assert (limits["data size"], limits["file size"], limits["core file size"]) == ("5000000000", "2000000000", "0")


def read_limits(pid):
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()[1:]
    return {line[4:26].strip(): line[26:].split()[0] for line in lines}


def run_limited(code, **limits):
    chosen = {"memory_mb": 1_000, "processor_s": 60, "file_mb": 10, **limits}
    program = f"from service.jobs.worker import limit_process\nlimit_process(**{chosen})\n{code}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


@pytest.mark.heavy
def test_what_is_asked_for_at_once_beyond_the_memory_is_refused_by_the_system():
    done = run_limited("import numpy\ntry: numpy.ones(10**9)\nexcept MemoryError: print('refused')")
    assert done.stdout == "refused\n"


@pytest.mark.heavy
def test_a_process_that_computes_too_long_is_ended_by_the_system():
    done = run_limited("while True: pass", processor_s=1)
    assert done.returncode == -signal.SIGXCPU
    assert "1 s of processor time" in describe_end(done.returncode, to_limits(Settings(jobs_processor_s=1)), less="")


@pytest.mark.heavy
def test_a_file_does_not_grow_beyond_what_all_files_of_a_job_may_take(tmp_path):
    code = f"try: open({str(tmp_path / 'a')!r}, 'wb').write(b'x' * 11_000_000)\nexcept OSError as error: print(error)"
    assert "File too large" in run_limited(code).stdout
    assert (tmp_path / "a").stat().st_size <= 10_000_000


def test_the_processes_that_a_job_has_begun_end_with_it():
    marker = f"sleep 61.{os.getpid()}"
    process = subprocess.Popen(["sh", "-c", f"{marker} & {marker} & wait"], start_new_session=True)
    wait_for(lambda: len(find_processes(marker.replace(" ", "\0"))) == 2, "two children")
    end_processes(process)
    assert process.wait() == -signal.SIGKILL
    wait_for(lambda: not find_processes(marker.replace(" ", "\0")), "their end")
    end_processes(process)  # once more does no harm


# --- the queue


@pytest.mark.heavy
def test_one_client_leaves_the_others_their_share_of_the_queue(bundle, hold):
    with hold(), meet(bundle, "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", jobs_waiting=8) as clients:
        one, other, v6, v6_of_the_same = clients
        ids = [post(one).json()["id"] for _ in range(2)]
        refused = post(one)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 0
        assert "2 jobs of this client wait already" in refused.json()["detail"]
        assert post(other).status_code == 202
        assert [post(client).status_code for client in (v6, v6_of_the_same, v6)] == [202, 202, 429]
        assert one.delete(f"/v1/jobs/{ids[0]}").json()["outcome"] == "cancelled"
        assert post(one).status_code == 202


# --- the disk


def test_a_batch_for_which_there_is_no_room_among_all_is_refused_before_it_is_received(bundle, hold, folder):
    with hold(), meet(bundle, "192.0.2.1", "192.0.2.2", jobs_disk_mb=2, jobs_disk_mb_per_client=2) as (one, other):
        kept = post(one, LARGE).json()["id"]
        refused = post(other, LARGE)
        assert refused.status_code == 507
        assert refused.headers["content-type"] == "application/problem+json"
        assert "may take 2 MB of disk" in refused.json()["detail"]
        assert "delete jobs" in refused.json()["detail"]
        assert [path.name for path in folder.iterdir() if path.is_dir()] == [kept]
        assert post(other).status_code == 202
        one.delete(f"/v1/jobs/{kept}")
        assert post(other, LARGE).status_code == 202


def test_one_client_leaves_the_others_their_share_of_the_disk(bundle, hold):
    with hold(), meet(bundle, "192.0.2.1", "192.0.2.2", jobs_disk_mb=8) as (one, other):
        assert post(one, LARGE).status_code == 202
        refused = post(one, LARGE)
        assert refused.status_code == 507
        assert "the jobs of this client would take 3.0 MB, and may take 2 MB" in refused.json()["detail"]
        assert post(other, LARGE).status_code == 202


def test_a_length_that_is_not_announced_is_measured_when_it_is_stored(bundle, hold, folder):
    def stream():
        head = b'--b\r\nContent-Disposition: form-data; name="areas"; filename="a.csv"\r\n\r\n'
        yield from (head, LARGE, LARGE, b"\r\n--b--\r\n")

    with hold(), meet(bundle, "192.0.2.1", jobs_disk_mb=2) as (client,):
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        assert client.post("/v1/plans", content=stream(), headers=headers).status_code == 507
        assert [path.name for path in folder.iterdir() if path.is_dir()] == []


@pytest.mark.heavy
def test_results_count_as_what_is_stored(serve, folder):
    with serve() as client:
        done = wait_for_end(client, post(client).json()["id"])
    kept = read_job(folder, done["id"]).stored_bytes
    assert kept == sum(path.stat().st_size for path in (folder / done["id"]).rglob("*") if path.is_file()) > 0


@pytest.mark.heavy
def test_a_running_job_with_which_all_take_more_disk_than_they_may_fails(bundle, folder):
    with (
        meet(bundle, "192.0.2.1", "192.0.2.2", jobs_disk_mb=3, jobs_disk_mb_per_client=3) as (one, other),
        hold_right(folder_of(folder), "worker"),
    ):
        running = post(one).json()["id"]
        wait_for(lambda: find_processes(running), "the job's process")
        assert post(other, LARGE).status_code == 202
        (folder / running / "temporary" / "as-the-process-writes").write_bytes(b"#" * 1_600_000)
        job = wait_for_end(one, running)
        assert (job["state"], job["detail"]) == (
            "failed",
            "with this job all jobs take more than 3 MB of disk; delete jobs, or send it later",
        )


def test_ended_jobs_of_a_client_are_kept_up_to_a_number(bundle, hold):
    with hold(), meet(bundle, "192.0.2.1", "192.0.2.2", jobs_kept_per_client=2) as (one, other):
        ids = [post(one).json()["id"] for _ in range(1)]
        one.delete(f"/v1/jobs/{ids[0]}")
        ids.append(post(one).json()["id"])
        one.delete(f"/v1/jobs/{ids[1]}")
        refused = post(one)
        assert refused.status_code == 507
        assert "2 ended jobs of this client are kept already" in refused.json()["detail"]
        assert post(other).status_code == 202
        assert one.delete(f"/v1/jobs/{ids[0]}").json()["outcome"] == "deleted"
        assert post(one).status_code == 202


# --- what others see, and what is left


@pytest.mark.heavy
def test_files_of_jobs_are_for_this_user_only_whatever_the_umask(serve, folder):
    before = os.umask(0)
    try:
        folder.mkdir(mode=0o777)
        with serve() as client:
            with hold_right(folder, "worker"):
                job_id = post(client).json()["id"]
                wait_for(lambda: find_processes(job_id), "the job's process")
                modes = read_modes(folder)
                assert f"{job_id}/upload/areas.csv" in modes
            wait_for_end(client, job_id)
            modes |= read_modes(folder)
    finally:
        os.umask(before)
    assert {DATABASE, ".runner", ".worker", f"{job_id}/result/review.gpkg"} <= set(modes)
    assert {name: mode for name, mode in modes.items() if mode not in ("0o600 file", "0o700 folder")} == {}


def read_modes(folder):
    return {
        str(path.relative_to(folder)): f"{oct(path.stat().st_mode & 0o777)} {'folder' if path.is_dir() else 'file'}"
        for path in [folder, *folder.rglob("*")]
    }


@pytest.mark.heavy
def test_what_is_due_is_deleted_while_another_job_runs(serve, folder, monkeypatch):
    monkeypatch.setattr(runner, "_IDLE_S", 0.2)
    with serve(jobs_kept_hours=5 / 3600) as client:
        done = post(client).json()["id"]
        wait_for_end(client, done)
        with hold_right(folder, "worker", wait_s=30) as is_held:
            assert is_held
            running = post(client).json()["id"]
            wait_for(lambda: find_processes(running), "the job's process")
            wait_for(lambda: not (folder / done).exists(), "the end of its files")
            wait_for(lambda: [job.job_id for job in list_jobs(folder)] == [running], "the end of its row")


@pytest.mark.heavy
def test_a_job_that_is_deleted_while_it_runs_leaves_nothing(serve, folder):
    with serve() as client:
        with hold_right(folder_of(folder), "worker"):
            job_id = post(client).json()["id"]
            wait_for(lambda: find_processes(job_id), "the job's process")
            outcomes = [client.delete(f"/v1/jobs/{job_id}").json()["outcome"] for _ in range(2)]
        assert outcomes == ["cancelled", "deleted"]
        wait_for(lambda: not find_processes(job_id), "the end of the process")
        after = post(client).json()["id"]
        assert wait_for_end(client, after)["state"] == "done"
        assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == [after]


# --- forms


@pytest.mark.parametrize(
    "part",
    [
        b'Content-Disposition: form-data; name="column"\r\n\r\na=b\r\n',
        b'Content-Disposition: form-data; name="x"; filename="x"\r\n\r\n\r\n',
        b"X: y\r\n" * 5 + b'Content-Disposition: form-data; name="a"\r\n\r\n\r\n',
        b'Content-Disposition: form-data; name="areas"; filename="a.csv"\r\nX: ' + b"y" * 1_000_000 + b"\r\n\r\na\r\n",
        b'Content-Disposition: form-data; name="datum"\r\n\r\n' + b"y" * 1_000_000 + b"\r\n",
        b"\r\n" * 100_000,
    ],
    ids=["fields", "files", "headers", "a long header", "a long field", "empty lines"],
)
def test_a_form_of_many_parts_or_of_endless_ones_is_refused_at_once(serve, hold, part):
    with hold(), serve() as client:
        body = (b"--b\r\n" + part) * (20_000_000 // (len(part) + 5))
        begun = time.monotonic()
        headers = {"Content-Type": "multipart/form-data; boundary=b"}
        answer = client.post("/v1/plans", content=body + b"--b--\r\n", headers=headers)
        assert answer.status_code == 400
        assert time.monotonic() - begun < 5


@pytest.mark.heavy
def test_the_processes_of_a_job_end_with_its_service():
    marker = f"62.{os.getpid()}"
    code = (
        "import subprocess, sys; from service.jobs.worker import _end_with_service\n"
        f"subprocess.Popen(['sleep', '{marker}'], stdin=subprocess.DEVNULL)\n_end_with_service()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, start_new_session=True) as process:
        wait_for(lambda: find_processes(f"sleep\0{marker}"), "the child")
    assert process.returncode == -signal.SIGKILL
    wait_for(lambda: not find_processes(f"sleep\0{marker}"), "its end")
