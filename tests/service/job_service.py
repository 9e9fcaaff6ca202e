"""What tests of background jobs share: a batch of areas, who posts it, and waiting for what happens."""

import time
from pathlib import Path

import pytest

from geo.city.sample import ORIGIN

FORM = {"datum": "EPSG:32650"}
WAIT_S = 90


def write_areas(count=2):
    """A table of squares of 90 m in the toy city."""
    x, y = ORIGIN
    rows = [f'P/{n},{100 + n},"{x + n},{y + 20};{x + n + 90},{y + 20};{x + n + 90},{y + 110}"' for n in range(count)]
    return "\n".join(["plan_id,households,boundary", *rows]).encode()


AREAS = write_areas()


def post(client, content=AREAS, name="地块.csv", data=FORM, **files):
    """Post a batch; the client keeps the secret of the job, as a browser would."""
    answer = client.post("/v1/plans", data=data, files={"areas": (name, content), **files})
    if answer.status_code == 202:
        keep_secret(client, answer.json())
    return answer


def keep_secret(client, posted):
    client.cookies.set("gridwalk_job", posted["secret"], path=f"/v1/jobs/{posted['id']}")


def wait_for(condition, what):
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    pytest.fail(f"waited in vain for: {what}")


def wait_for_end(client, job_id):
    def look():
        job = client.get(f"/v1/jobs/{job_id}").json()
        return job if job["state"] in ("done", "failed", "cancelled") else None

    return wait_for(look, "the end of the job")


def find_processes(word):
    """Processes that have a word in their command line, as the system knows them."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            command, status = (path / "cmdline").read_bytes(), (path / "stat").read_text()
        except OSError:
            continue
        if word.encode() in command and status.rpartition(")")[2].split()[0] != "Z":
            found.append(int(path.name))
    return found
