"""What tests of the tabs that have jobs share: a job that is done, the page that remembers it, and its results."""

import json
import re
import time

import httpx2 as httpx

from tests.browser.planner_page import Pages, list_wrong

JOB_MS = 120_000
#: Kind of a job -> what the address of the page calls the one that is open.
_STATES = {"review": "plans_job", "siting": "siting_job", "circles": "circles_job"}


def run_job(address, path, data, name, **files):
    """Run a job once for several tests: as the page remembers it."""
    with httpx.Client(base_url=address, timeout=60) as client:
        answer = client.post(path, data=data, files=files or {"": ("", b"")})
        assert answer.status_code == 202, answer.text
        posted, end = answer.json(), time.monotonic() + JOB_MS / 1000
        while time.monotonic() < end:
            job = client.get(posted["links"]["self"], headers={"X-Job-Secret": posted["secret"]}).json()
            if job["state"] in ("done", "failed"):
                break
            time.sleep(0.2)
    assert job["state"] == "done", job["detail"]
    return {name: posted[name] for name in ("id", "secret", "kind", "created")} | {"name": name}


class Runs(Pages):
    """Opens a tab of the page, which remembers a job."""

    def open(self, tab, size, lang, more="", job=None, **choices):
        remembered = {}
        if job is not None:
            remembered["gridwalk.jobs"] = json.dumps([job])
            more += f"&{_STATES[job['kind']]}={job['id']}"
        page = super().open(f"tab={tab}&lang={lang}{more}", size, remembered=remembered, **choices)
        page.wait_for_selector(f"#tab-{tab}[aria-selected=true]")
        return page


def check_clean(page):
    """Nothing is cut, out of reach or a key, nothing was complained of, nobody else asked."""
    assert list_wrong(page) == []


def read_number(text):
    """The whole number that a text begins with, as people read it."""
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def job_of(page, kind):
    """The latest job of a kind that the page remembers."""
    jobs = page.evaluate("JSON.parse(localStorage.getItem('gridwalk.jobs') || '[]')")
    return next(job for job in jobs if job["kind"] == kind)


def fetch_result(address, job, ending="json"):
    headers = {"X-Job-Secret": job["secret"]}
    answer = httpx.get(f"{address}v1/jobs/{job['id']}/result.{ending}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer
