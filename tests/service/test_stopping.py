"""A service that is stopped: no answer is a fault, streams end, processes end with the one that started them."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from geo.city.bundle import write_city
from geo.reference import build_reference
from tests.service.job_service import find_processes, write_areas
from tests.service.test_jobs_restart import post, wait_for

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    path = tmp_path_factory.mktemp("city") / "city"
    write_city(build_reference(scale=0.03), path)
    return path


@contextmanager
def serve(path, *options):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "service.cli", "serve", path, "--port", str(port), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: is_up(address))
            yield process, address
        finally:
            process.kill()


def is_up(address):
    try:
        return httpx.get(f"{address}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def list_children(pid):
    """All processes below one, by their parents."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(path.name)] = int((path / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, below = [], {pid}
    while below := {child for child, parent in parents.items() if parent in below}:
        found += below
    return found


def is_alive(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.heavy
@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_answer_is_a_fault_while_the_service_is_stopped(city, workers):
    statuses, cut = [], []

    def ask(address, number):
        while True:
            minutes = 5 + number + len(statuses) % 50 / 7  # each is computed anew
            try:
                answer = httpx.get(f"{address}/v1/coverage", params={"minutes": minutes, "level": "city"}, timeout=30)
            except httpx.ConnectError:
                return
            except httpx.TransportError as error:
                cut.append(error)
                return
            statuses.append(answer.status_code)
            if answer.status_code != 200:
                return

    with serve(city, "--workers", workers) as (process, address):
        threads = [threading.Thread(target=ask, args=(address, number)) for number in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(2)
        process.terminate()
        for thread in threads:
            thread.join(40)
        process.wait(20)
        log = process.stderr.read().decode()
    assert statuses.count(200) > 0
    assert set(statuses) <= {200, 503}
    # a connection that was made but not yet read cannot be answered any more
    assert all(isinstance(error, httpx.RemoteProtocolError | httpx.ReadError) for error in cut), cut
    assert "Traceback" not in log
    assert "Exception in ASGI" not in log


@pytest.fixture
def terminal():
    """What a process of a terminal inherits, also where the tests run without one: SIGHUP is not ignored."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.heavy
@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("signal_number", [signal.SIGTERM, signal.SIGHUP])
def test_a_stream_of_events_ends_when_the_service_is_stopped(bundle, tmp_path, monkeypatch, signal_number):
    """Also as a terminal that is closed stops it."""
    monkeypatch.setenv("GRIDWALK_JOBS", str(tmp_path / "jobs"))
    with serve(bundle) as (process, address), httpx.Client(base_url=address, timeout=30) as client:
        job_id = post(client, write_areas(80))
        head = client.head(f"/v1/jobs/{job_id}/events")  # it does not wait for the end of the job
        assert head.headers["content-type"].startswith("text/event-stream")
        with client.stream("GET", f"/v1/jobs/{job_id}/events") as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("id:")
            begin = time.monotonic()
            process.send_signal(signal_number)
            rest = list(lines)  # no error: the stream has an end
        assert time.monotonic() - begin < 15  # not when the job is done
        process.wait(20)
        log = process.stderr.read().decode()
    assert any(line.startswith("data:") for line in rest)
    assert "Traceback" not in log
    assert "Cancel" not in log
    wait_for(lambda: not find_processes(job_id))


@pytest.mark.heavy
@pytest.mark.parametrize("workers", ["1", "2"])
def test_all_processes_end_with_a_service_that_was_killed(bundle, tmp_path, monkeypatch, workers):
    monkeypatch.setenv("GRIDWALK_JOBS", str(tmp_path / "jobs"))
    with serve(bundle, "--workers", workers) as (process, address):
        with httpx.Client(base_url=address, timeout=30) as client:
            job_id = post(client, write_areas(80))
        wait_for(lambda: find_processes(job_id))
        children = list_children(process.pid)
        assert len(children) >= int(workers) - 1
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_for(lambda: not any(map(is_alive, children)))
        assert not find_processes(job_id)
        assert not is_up(address)


POOL = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from service.parent import end_with_parent

if __name__ == "__main__":
    with ProcessPoolExecutor(2, get_context("spawn"), initializer=end_with_parent, initargs=(0.0,)) as pool:
        print(*pool.map(time.sleep, [0.5, 0.5]), flush=True)
        time.sleep(60)
"""


def test_the_processes_of_a_pool_end_with_one_that_was_killed(tmp_path):
    (tmp_path / "pool.py").write_text(POOL, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, tmp_path / "pool.py"], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline()
        children = list_children(process.pid)
        assert len(children) >= 2
        process.kill()
        process.wait()
        wait_for(lambda: not any(map(is_alive, children)))
