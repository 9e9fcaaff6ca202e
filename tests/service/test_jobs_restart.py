"""Background jobs behind a real server: killed in the middle, started again, streamed, too large to take."""

import http.client
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest

from geo.city.bundle import open_city, write_city
from geo.city.sample import ORIGIN, build_sample
from geo.plans.read.batch_files import PlanFiles
from geo.rules.rule_set import read_rules
from service.runs.review import ReviewRequest, write_review

ROOT = Path(__file__).parents[2]
WAIT_S = 90


def write_areas(count):
    """Squares of 90 m in the toy city."""
    x, y = ORIGIN
    rows = [f'P-{n},{100 + n},"{x + n},{y + 20};{x + n + 90},{y + 20};{x + n + 90},{y + 110}"' for n in range(count)]
    return "\n".join(["plan_id,households,boundary", *rows]).encode()


#: Enough areas that the job runs for seconds.
AREAS = write_areas(80)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    path = tmp_path_factory.mktemp("bundle") / "sample"
    write_city(replace(build_sample(), rules=read_rules(ROOT / "data/standards/gb50180-2018.toml")), path)
    return path


@contextmanager
def serve(bundle, **settings):
    """Serve in a process of its own; killed without notice at the end, if it is not dead before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {f"GRIDWALK_{name.upper()}": str(value) for name, value in settings.items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", "serve", bundle, "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            wait_for(lambda: is_ready(client))
            yield client, process, port
    finally:
        process.kill()
        process.wait()


def is_ready(client):
    try:
        return client.get("/readyz").status_code == 200
    except httpx.TransportError:
        return False


def wait_for(condition):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    pytest.fail("waited in vain")


def post(client, content=AREAS):
    """Post a batch and follow the link of its answer, as a browser would; its id."""
    answer = client.post("/v1/plans", data={"datum": "EPSG:32650"}, files={"areas": ("areas.csv", content)})
    assert answer.status_code == 202, answer.text
    opened = client.get(answer.json()["links"]["open"])
    assert opened.status_code == 303, opened.text
    return answer.json()["id"]


def wait_for_state(client, job_id, *states):
    return wait_for(lambda: (job := client.get(f"/v1/jobs/{job_id}").json())["state"] in states and job)


def test_a_killed_service_goes_on_with_its_jobs_when_it_is_started_again(bundle, tmp_path):
    jobs = tmp_path / "jobs"
    with serve(bundle, jobs=jobs) as (client, process, _):
        cookies = client.cookies
        running, waiting = post(client), post(client, write_areas(3))
        wait_for(lambda: (client.get(f"/v1/jobs/{running}").json()["step"] or "starting") not in ("starting",))
        assert client.get(f"/v1/jobs/{waiting}").json()["state"] == "waiting"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    # the job's own process has ended itself, and left no results
    assert not (jobs / running / "result").exists()
    wait_for(lambda: not list_workers(running))
    with serve(bundle, jobs=jobs) as (client, _, _):
        client.cookies = cookies
        assert wait_for_state(client, running, "done", "failed")["state"] == "done"
        assert wait_for_state(client, waiting, "done", "failed")["state"] == "done"
        found = client.get(f"/v1/jobs/{running}/result.json").content
        book = client.get(f"/v1/jobs/{running}/result.xlsx").content
    shutil.rmtree(jobs)
    # the same bytes as without any service
    (tmp_path / "areas.csv").write_bytes(AREAS)
    (tmp_path / "direct").mkdir()
    request = ReviewRequest(PlanFiles(areas=tmp_path / "areas.csv", datum="EPSG:32650"))
    write_review(open_city(bundle), request, tmp_path / "direct")
    assert (tmp_path / "direct" / "review.json").read_bytes() == found
    assert (tmp_path / "direct" / "review.xlsx").read_bytes() == book


def list_workers(job_id):
    """Processes that have the job in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if job_id.encode() in (path / "cmdline").read_bytes():
                found.append(path.name)
        except OSError:
            continue
    return found


def test_events_tell_every_state_until_the_end(bundle, tmp_path):
    with serve(bundle, jobs=tmp_path / "jobs") as (client, _, _):
        job_id = post(client, write_areas(20))
        events = []
        with client.stream("GET", f"/v1/jobs/{job_id}/events") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            events = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
        states = [event["state"] for event in events]
        assert states[-1] == "done"
        assert set(states) <= {"waiting", "running", "done"}
        progress = [event["progress"] for event in events]
        assert progress == sorted(progress)
        assert progress[-1] == 1
        assert len({event["step"] for event in events}) > 2


def test_a_request_that_is_too_large_is_refused_while_it_is_received(bundle, tmp_path):
    """More than a megabyte is announced by its length, or comes in pieces without one: 413 before the end."""
    with serve(bundle, jobs=tmp_path / "jobs", upload_mb=1) as (client, _, port):
        answer = client.post("/v1/plans", files={"areas": ("areas.csv", b"x" * 1_200_000)})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.putrequest("POST", "/v1/plans")
        connection.putheader("Content-Type", "multipart/form-data; boundary=b")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        head = b'--b\r\nContent-Disposition: form-data; name="areas"; filename="a.csv"\r\n\r\n'
        connection.send(b"%x\r\n" % len(head) + head + b"\r\n")
        sent = 0
        while sent < 50_000_000 and not select.select([connection.sock], [], [], 0)[0]:
            connection.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            sent += 0x10000
        with closing(connection):
            assert connection.getresponse().status == 413
        assert sent < 50_000_000  # it did not wait for the end
        assert not list((tmp_path / "jobs").glob("*/upload/*"))
