"""One service of a small city for all tests of the planner's page, and a page that holds what it complained of."""

import httpx2 as httpx
import pytest

from geo.reference import build_reference
from tests.browser.planner.looking import READY
from tests.browser.planner_page import DESK, Pages, list_complaints, serve


class Service:
    """The figures of a service as others get them."""

    def __init__(self, address):
        self.address = address
        self._client = httpx.Client(base_url=address, timeout=120, headers={"Prefer": "wait=100"})

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

    def close(self):
        self._client.close()


@pytest.fixture(scope="package")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="package")
def service(city):
    with serve(city) as address:
        service = Service(address)
        yield service
        service.close()


@pytest.fixture
def look(browser, service):
    """Open the page at a hash; at the end nobody may have complained, and nothing foreign been asked for."""
    pages, opened = Pages(browser, service.address), []

    def look_(at="", *, size=DESK, lang="en", address=None, ready=READY, allowed=(), routes=()):
        fragment = "&".join(filter(None, (f"lang={lang}", at)))
        page = pages.open(fragment, size, address=address, allowed=allowed, routes=routes)
        opened.append(page)
        if ready:
            page.wait_for_function(ready)
        return page

    yield look_
    wrong = [told for page in opened for told in list_complaints(page)]
    pages.close()
    assert wrong == []
