"""One service of a small city for all tests of the planner's page, and a page that holds what it complained of."""

import socket
import sys
import threading
import time

import httpx2 as httpx
import pytest
import uvicorn

from geo.reference import build_reference
from service.app import create_app
from service.cli import main
from service.cli.protocol import PromptProtocol
from service.settings import Settings
from tests.browser.planner.looking import READY, SIZES


class Service:
    """A service in a thread: its address, and its figures as others get them."""

    def __init__(self, app):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        config = uvicorn.Config(app, port=port, log_level="warning", http=PromptProtocol)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        self._client = httpx.Client(base_url=self.address, timeout=120, headers={"Prefer": "wait=100"})
        end = time.monotonic() + 120
        while not self._is_ready():
            assert time.monotonic() < end
            time.sleep(0.05)

    def _is_ready(self):
        return self._server.started and self._client.get("/readyz").status_code == 200

    def ask(self, path, **params):
        answer = self._client.get(path, params={key: value for key, value in params.items() if value is not None})
        assert answer.status_code == 200, answer.text
        return answer.json()

    def count(self, category, *, level="city", scope="urban", profile="adult", minutes=None):
        """Residents of each unit of a level in a category, from `/v1/coverage`: code -> whole people."""
        asked = None if category == "all" else category
        params = {"level": level, "scope": scope, "category": asked, "profile": profile, "minutes": minutes}
        found = {}
        for unit in self.ask("/v1/coverage", limit=10_000, **params)["items"]:
            people = {key: round(unit["categories"][category][key]) for key in ("covered", "uncovered", "unknown")}
            found[unit["code"]] = {**people, "residents": round(unit["residents"]), "name": unit["name"]}
        return found

    def stop(self):
        self._client.close()
        self._server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="package")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="package")
def service(city):
    service = Service(create_app(Settings(), city))
    yield service
    service.stop()


@pytest.fixture
def look(browser, service):
    """Open the page at a hash; at the end nobody may have complained, and nothing foreign been asked for."""
    pages = []

    def look_(at="", *, size=SIZES[0], lang="en", address=None, ready=READY, allowed=(), routes=()):
        address = address or service.address
        page = browser.new_page(viewport={"width": size[0], "height": size[1]}, has_touch=size[0] < 800)
        page.complaints, page.foreign, page.allowed = [], [], allowed
        page.on("console", lambda message: page.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda asked: page.foreign.append(asked.url) if is_foreign(asked.url, address) else None)
        page.set_default_timeout(30_000)
        for pattern, handler in routes:
            page.route(pattern, handler)
        pages.append(page)
        page.goto(f"{address}/#{'&'.join(filter(None, (f'lang={lang}', at)))}")
        if ready:
            page.wait_for_function(ready)
        return page

    yield look_
    for page in pages:
        left = [told for told in page.complaints if not any(word in told for word in page.allowed)]
        foreign = page.foreign
        page.close()
        assert left == []
        assert foreign == []


def is_foreign(url, address):
    return not url.startswith((f"{address}/", "data:", "blob:"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command line: its exit code, and what it says."""

    def run_(*arguments):
        monkeypatch.setattr(sys, "argv", ["gridwalk", *map(str, arguments)])
        with pytest.raises(SystemExit) as stop:
            main()
        return stop.value.code or 0, capsys.readouterr().out

    return run_
