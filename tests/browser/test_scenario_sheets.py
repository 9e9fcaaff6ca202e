"""A scenario that is open is on the files of the download tab; one that is not saved asks to be saved first."""

import json
import secrets
import urllib.request

import pytest

from geo.reference import build_reference
from service.answers.view_scenarios import OpenScenario
from service.answers.views import answer_view_page
from service.compute.analyses import Analyses
from service.models.views import ViewQuery
from tests.browser.planner_tabs import PHONE, Tabs, list_wrong
from tests.browser.test_download_tab import OVER, ask, fetch
from tests.browser.tool_scenes import serve

pytestmark = pytest.mark.heavy

CATEGORY = "community_health_centre"
VIEW = {"level": "streets", "category": CATEGORY, "scope": "urban"}
DRAFT = "WyIiLFtdLFtdLFtdLFtdLFtdXQ"


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def address(city, tmp_path_factory):
    with serve(city, tmp_path_factory.mktemp("sheets") / "jobs") as address:
        yield address


@pytest.fixture(scope="module")
def kept(city, address):
    scenario_id = secrets.token_urlsafe(16)
    gone = city.facilities.loc[city.facilities["category"] == CATEGORY, "facility_id"].iloc[0]
    body = json.dumps({"name": "One less", "content": {"remove": [gone]}}).encode()
    asked = urllib.request.Request(
        f"{address}v1/scenarios/{scenario_id}", body, {"Content-Type": "application/json"}, method="PUT"
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        assert answer.status == 201
    return scenario_id


@pytest.fixture
def tabs(browser, address):
    tabs = Tabs(browser, address)
    yield tabs
    tabs.close()


def test_the_file_of_a_scenario_that_is_open_is_that_of_the_service(tabs, address, kept):
    page = tabs.open("download", lang="en", scenario=kept, measure="reached", **VIEW)
    page.wait_for_selector("#download-scenario:has-text('before, after and change')")
    _, content = fetch(page, "csv")
    assert content == ask(address, "csv", lang="en", scenario=kept, **VIEW)
    assert b"before" in content
    page.click("#download-scenario-leave")
    page.wait_for_selector("#download-scenario", state="detached")
    assert fetch(page, "csv")[1] == ask(address, "csv", lang="en", measure="reached", sort="value", **VIEW)
    assert list_wrong(page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_draft_asks_to_be_saved_first(tabs, lang):
    page = tabs.open("download", PHONE, lang=lang, draft=DRAFT, **VIEW)
    page.wait_for_selector(f"#download-scenario:has-text('{'请先保存' if lang == 'zh' else 'save it first'}')")
    assert list_wrong(page) == []
    page.click("#download-scenario-save")
    page.wait_for_selector("#scenario-save")


@pytest.mark.parametrize("paper", ["a4", "a3", "picture"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_sheet_with_a_scenario_is_cut(browser, city, paper, lang):
    west, south, east, north = city.homes.to_crs(4326).total_bounds
    new = [
        {"category": CATEGORY, "lon": (west + east) / 2 + at / 100, "lat": (south + north) / 2, "datum": "wgs84"}
        for at in range(9)
    ]
    named = json.dumps({"add": [each | {"name": "新建" * 20} for each in new]})
    asked = (ViewQuery(**VIEW, lang=lang), "2026-01-31", paper, OpenScenario("南郊 a long name " * 3, named))
    page = browser.new_page(viewport={"width": 1600, "height": 1150})
    page.set_content(answer_view_page(Analyses(city), asked).content.decode())
    assert page.evaluate(OVER) == []
    page.close()
