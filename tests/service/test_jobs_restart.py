"""Background jobs behind a real server: killed in the middle, started again, streamed, too large to take."""

import http.client
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx2 as httpx
import pytest

from geo.city.bundle import open_city, write_city
from geo.city.sample import build_sample
from geo.plans.read.batch_files import PlanFiles
from geo.rules.rule_set import read_rules
from geo.texts import TEXTS
from service.jobs.store import list_jobs
from service.runs.review import ReviewRequest, write_review
from tests.service.job_service import find_processes, write_areas

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
WAIT_S = 90
#: Enough areas that the job runs for seconds.
AREAS = write_areas(80)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    path = tmp_path_factory.mktemp("bundle") / "sample"
    write_city(replace(build_sample(), rule_sets=(read_rules(ROOT / "data/standards/gb50180-2018.toml"),)), path)
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
    wait_for(lambda: not find_processes(running))
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


def test_events_tell_every_state_until_the_end(bundle, tmp_path):
    with serve(bundle, jobs=tmp_path / "jobs") as (client, _, _):
        job_id = post(client, write_areas(20))
        events = []
        with client.stream("GET", f"/v1/jobs/{job_id}/events", headers={"Accept-Language": "zh"}) as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            events = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
        states = [event["state"] for event in events]
        assert states[-1] == "done"
        assert set(states) <= {"waiting", "running", "done"}
        progress = [event["progress"] for event in events]
        assert progress == sorted(progress)
        assert progress[-1] == 1
        steps = {event["step"]: event["step_text"] for event in events}
        assert len(steps) > 2
        assert steps == {step: step and TEXTS[f"step.{step}"]["zh"] for step in steps}


def test_a_job_sends_a_few_streams_at_once_and_others_when_these_are_closed(bundle, tmp_path):
    with serve(bundle, jobs=tmp_path / "jobs", jobs_waiting_per_client=2) as (client, _, _):
        waiting = [post(client, AREAS), post(client)][1]
        with ExitStack() as streams:
            opened = [streams.enter_context(client.stream("GET", f"/v1/jobs/{waiting}/events")) for _ in range(5)]
            lines = [stream.iter_lines() for stream in opened]  # one that is let go closes its stream
            assert all(next(each).startswith("id: ") for each in lines)
            refused = client.get(f"/v1/jobs/{waiting}/events")
            assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
            assert "5 streams of this job" in refused.json()["detail"]
        wait_for(lambda: is_streamed(client, waiting))


def is_streamed(client, job_id):
    with client.stream("GET", f"/v1/jobs/{job_id}/events") as stream:
        return stream.status_code == 200


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


def send_half(port, host="127.0.0.1"):
    """Begin to send a form, and do not end it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(host, 0))
    connection.putrequest("POST", "/v1/plans")
    connection.putheader("Content-Type", "multipart/form-data; boundary=b")
    connection.putheader("Content-Length", "990000")
    connection.endheaders()
    head = b'--b\r\nContent-Disposition: form-data; name="areas"; filename="a.csv"\r\n\r\n'
    connection.send(head + b"#" * 900_000)
    return connection


def test_forms_that_are_sent_slowly_hold_no_place_and_are_bounded(bundle, tmp_path):
    with serve(bundle, jobs=tmp_path / "jobs", upload_mb=1, jobs_waiting=1) as (client, _, port), ExitStack() as slow:
        half = {each.sock: each for each in [slow.enter_context(closing(send_half(port))) for _ in range(3)]}
        answered = select.select(list(half), [], [], WAIT_S)[0]
        answer = half[answered[0]].getresponse()
        assert len(answered) == 1
        assert (answer.status, answer.getheader("Retry-After")) == (429, "60")
        assert "sends more at once" in json.loads(answer.read())["detail"]
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(local_address="127.0.0.2"), timeout=30
        ) as other:
            assert wait_for_state(other, post(other, write_areas(2)), "done", "failed")["state"] == "done"
        slow.close()
        # who has gone leaves its room
        assert wait_for(lambda: client.post("/v1/plans", files={"areas": ("a.csv", b"x" * 900_000)}).status_code == 202)


def test_nothing_that_was_acknowledged_is_lost_when_the_service_is_killed(bundle, tmp_path):
    jobs, acknowledged = tmp_path / "jobs", []

    def send(port, host):
        transport = httpx.HTTPTransport(local_address=host)
        with (
            suppress(httpx.TransportError),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=transport, timeout=30) as client,
        ):
            while True:
                answer = client.post(
                    "/v1/plans", data={"datum": "EPSG:32650"}, files={"areas": ("areas.csv", write_areas(2))}
                )
                if answer.status_code == 202:
                    acknowledged.append(answer.json())

    for _ in range(3):  # a job that is begun more often fails
        with serve(bundle, jobs=jobs, jobs_waiting=400, jobs_waiting_per_client=200) as (_, process, port):
            threads = [threading.Thread(target=send, args=(port, f"127.0.0.{n}")) for n in (2, 3)]
            for thread in threads:
                thread.start()
            before = len(acknowledged)
            wait_for(lambda before=before: len(acknowledged) > before)
            time.sleep(random.uniform(0.0, 1.0))
            process.kill()
            for thread in threads:
                thread.join()
        known = {job.job_id: job for job in list_jobs(jobs)}
        assert acknowledged
        for posted in acknowledged:
            job = known[posted["id"]]
            assert job.state in ("waiting", "running", "done")
            assert job.state == "done" or (jobs / job.job_id / "upload" / "areas.csv").read_bytes() == write_areas(2)
    with serve(bundle, jobs=jobs) as (client, _, _):
        for posted in acknowledged:
            headers = {"X-Job-Secret": posted["secret"]}
            assert client.get(posted["links"]["self"], headers=headers).json()["id"] == posted["id"]


def test_a_link_to_a_job_that_somebody_clicks_elsewhere_opens_it_in_a_browser(bundle, tmp_path, browser):
    with serve(bundle, jobs=tmp_path / "jobs") as (client, _, port):
        answer = client.post("/v1/plans", data={"datum": "EPSG:32650"}, files={"areas": ("a.csv", write_areas(2))})
        headers = {"X-Job-Secret": answer.json()["secret"]}
        links = answer.json()["links"]
        wait_for(lambda: client.get(links["self"], headers=headers).json()["state"] == "done")
        mail = tmp_path / "mail.html"
        mail.write_text(f'<a href="http://127.0.0.1:{port}{links["open"]}">the review</a>', encoding="utf-8")
        context = browser.new_context()
        page = context.new_page()
        page.goto(mail.as_uri())
        page.click("a")
        page.wait_for_selector("a[href*='dossiers/']", state="attached")
        assert page.url.endswith(links["self"] + "/result.html")
        assert page.evaluate("document.cookie") == ""
        dossier = page.eval_on_selector_all("a", "all => all.map(a => a.href).find(a => a.includes('/dossiers/'))")
        assert page.goto(dossier).status == 200
        # its policy lets the page fetch nothing itself
        assert page.goto(f"http://127.0.0.1:{port}{links['self']}").json()["state"] == "done"
        stranger = browser.new_context()
        assert stranger.new_page().goto(f"http://127.0.0.1:{port}{links['self']}/result.html").status == 403
        for each in (context, stranger):
            each.close()
