"""The method tab in a real browser: every limit with its proof, what is assumed, sources, date and version."""

import dataclasses
import json
import urllib.request
from pathlib import Path

import pytest

from geo import __version__
from geo.reference import build_reference
from geo.rules.rule_set import read_rules
from tests.browser.planner.looking import wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, raise_sheet
from tests.browser.planner_tabs import Tabs, list_wrong, serve

pytestmark = pytest.mark.heavy

RULES = Path("data/standards/gb50180-2018.toml").resolve()


@pytest.fixture(scope="module")
def address():
    city = dataclasses.replace(build_reference(scale=0.02), built_at="2026-01-31T08:00:00+08:00")
    with serve(city) as address:
        yield address


@pytest.fixture
def tabs(browser, address):
    tabs = Tabs(browser, address)
    yield tabs
    tabs.close()


def read_city(address):
    with urllib.request.urlopen(f"{address}page/city") as answer:
        return json.load(answer)


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_limit_says_whether_somebody_compared_it_with_the_text(tabs, address, size, lang):
    page = tabs.open("method", size, lang=lang)
    page.wait_for_selector("#method-limit-table tbody tr")
    raise_sheet(page)
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    city = read_city(address)
    rows = {
        row.get_attribute("data-category"): row.inner_text()
        for row in page.locator("#method-limit-table tbody tr").all()
    }
    assert list(rows) == [each["key"] for each in city["categories"]]
    rules = read_rules(RULES)
    for each in city["categories"]:
        words = rows[each["key"]]
        assert each[lang] in words
        if each["limit_m"]["urban"] is not None:
            assert f"{each['limit_m']['urban']:,.0f}" in words
        if each["key"] not in rules.facilities:
            assert {"zh": "规则未规定", "en": "no rule"}[lang] in words
        elif each["verified"]:
            assert {"zh": "已与原文核对", "en": "compared with the text"}[lang] in words
        else:
            assert {"zh": "未核实", "en": "not verified"}[lang] in words
    for at, part in enumerate(("measured", "limits", "profiles", "assumptions", "sources"), start=1):
        page.click(f".contents li:nth-child({at}) button")
        wait_for(lambda: page.evaluate("document.activeElement.id"), f"method-{part}")
        assert page.locator(f"#method-{part} h2").is_visible()
    check_words(page, city, lang)
    assert list_wrong(page) == []


def check_words(page, city, lang):
    """Assumptions, profiles, sources, the date and the version are there."""
    page.wait_for_function(
        "(version) => document.getElementById('method').innerText.includes(version)", arg=__version__
    )
    words = page.inner_text("#method")
    for note in city["assumptions"]:
        assert note[lang] in words
    for needed in (
        city["attribution"],
        "2026-01-31",
        "GB 50180-2018",
        *[f"{each['speed_km_h']:g}" for each in city["profiles"]],
    ):
        assert needed in words
    assert page.locator("#method-profile-table tbody tr").count() == len(city["profiles"])


def test_contents_lead_to_their_part_and_the_badge_leads_here(tabs):
    page = tabs.open("assess", lang="en")
    page.click(".badge.unverified")
    page.wait_for_selector("body[data-tab=method]")
    page.click(".contents li:nth-child(4) button")
    assert page.evaluate("document.activeElement.id") == "method-assumptions"
    assert page.locator(".leaflet-control-zoom").is_hidden()
    page.click("#tab-assess")
    page.wait_for_selector(".leaflet-control-zoom")
    assert list_wrong(page) == []
