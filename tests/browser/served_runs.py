"""A small city that is really served, with its jobs, for tests of the page's tabs; and what each of them looks for."""

import functools
import json
import re
import socket
import tempfile
import threading
import time
from pathlib import Path

import httpx2 as httpx
import uvicorn

from geo.city.bundle import write_city
from geo.reference import build_reference
from service.app import create_app
from service.cli.protocol import PromptProtocol
from service.settings import Settings

SIZES = {"desk": (1366, 768), "phone": (390, 844)}
VIEWS = [(size, lang) for size in SIZES for lang in ("zh", "en")]
JOB_MS = 120_000
#: Kind of a job -> what the address of the page calls the one that is open.
_STATES = {"review": "plans_job", "siting": "siting_job", "circles": "circles_job"}
#: Elements whose words are all to be seen, unless they end in an ellipsis.
_WORDS = "button, a.plain, a.main, h2, th, label, .verdict, dt, dd, .status"
_CUT = """(words) => [...document.querySelectorAll(words)].filter((node) => {
  const style = getComputedStyle(node);
  return node.offsetParent && style.overflow !== 'visible' && style.textOverflow !== 'ellipsis'
    && node.scrollWidth > node.clientWidth + 1;
}).map((node) => node.textContent)"""


@functools.cache
def serve_city():
    """Serve the small reference city in this process until it ends: address and bundle."""
    folder = Path(tempfile.mkdtemp(prefix="gridwalk-tabs-"))
    write_city(build_reference(scale=0.03), folder / "city")
    return serve(Settings(city=folder / "city")), folder / "city"


def serve(settings, city=None):
    """Serve a city and wait until its first page is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(settings, city)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", http=PromptProtocol))
    threading.Thread(target=server.run, daemon=True).start()
    address, end = f"http://127.0.0.1:{port}", time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if httpx.get(f"{address}/readyz").status_code == 200:
                return address
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the city is not ready")


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


def open_tab(browser, address, tab, size, lang, more="", job=None):
    """Open a tab of the page, which remembers a job; what it complains of and asks elsewhere is held."""
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=size == "phone", locale=lang)
    if job is not None:
        kept = json.dumps(json.dumps([job]))
        context.add_init_script(
            f"localStorage.getItem('gridwalk.jobs') ?? localStorage.setItem('gridwalk.jobs', {kept})"
        )
        more += f"&{_STATES[job['kind']]}={job['id']}"
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda asked: page.complaints.append(asked.url) if is_foreign(asked.url) else None)
    page.goto(f"{address}/#tab={tab}&lang={lang}{more}")
    page.wait_for_selector(f"#tab-{tab}[aria-selected=true]")
    return page


def is_foreign(url):
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))


def check_clean(page):
    """Nothing was complained of, nothing is cut, the page is no wider than the screen, no text is a key."""
    assert page.complaints == []
    assert page.evaluate(_CUT, _WORDS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    shown = page.inner_text("body")
    assert re.findall(r"\b(?:audit|siting|plans|circles|runs|planner|life)\.[a-z_]+(?:\.[a-z_]+)*\b", shown) == []
    assert "undefined" not in shown
    assert "NaN" not in shown


def read_number(text):
    """The whole number that a text begins with, as people read it."""
    return int(re.search(r"[\d,]+", text)[0].replace(",", ""))


def raise_sheet(page, size):
    """On a phone the panels lie in a sheet: raise it."""
    if size == "phone":
        while page.evaluate("document.body.dataset.stop") != "full":
            page.click("#sheet-handle")


def job_of(page, kind):
    """The latest job of a kind that the page remembers."""
    jobs = page.evaluate("JSON.parse(localStorage.getItem('gridwalk.jobs') || '[]')")
    return next(job for job in jobs if job["kind"] == kind)


def fetch_result(address, job, ending="json"):
    headers = {"X-Job-Secret": job["secret"]}
    answer = httpx.get(f"{address}/v1/jobs/{job['id']}/result.{ending}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer
