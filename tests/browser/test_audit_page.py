"""The page of an audit as an official meets it, in a real browser."""

import dataclasses

import pytest

from geo.audit.audit import audit_city
from geo.coverage.analysis import analyze_city
from geo.rules.unit_costs import UnitCosts
from maps import render_audit_page
from tests.geo.audit.audit_scenes import EAST, NORTH, SOUTH, build_audited

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"
COSTS = UnitCosts(source="us", enlarge_m2=10, hall=1000, worker_year=50)


def save(path, city):
    path.write_text(render_audit_page(audit_city(analyze_city(city))), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(open_page, tmp_path):
    return open_page(save(tmp_path / "audit.html", dataclasses.replace(build_audited(), costs=COSTS)))


def list_codes(page):
    return page.eval_on_selector_all("#table tbody tr", "rows => rows.map(row => row.dataset.code)")


def test_the_page_opens_in_chinese_and_turns_english(page):
    assert "社区体检" in page.inner_text("#panel h1")
    assert "无一站式服务大厅" in page.inner_text("#kinds")
    page.click("#lang")
    assert "Audit of communities" in page.inner_text("#panel h1")
    assert "No one-stop service hall" in page.inner_text("#kinds")


def test_communities_are_listed_worst_first_and_villages_are_not_judged(page):
    assert list_codes(page) == [SOUTH, EAST]
    page.click("#lang")
    page.evaluate(f"gridwalk.showDivision('{NORTH}')")
    assert "villages: not judged" in page.inner_text(".leaflet-popup")


def test_a_row_shows_the_sheet_of_its_community(page):
    page.click("#lang")
    page.click("#table tbody tr")
    sheet = page.inner_text(".leaflet-popup")
    assert "South" in sheet
    # 420 m2 are short, 35 people helped, 10 yuan each
    assert "Service space too small\t420 m2\t35\t4,200" in sheet
    assert "Specialised workers short\t4 people\t24\t200" in sheet
    assert "Service space per 100 households (m2)\t12.5\t30.0" in sheet
    assert "Cost, once (yuan) 5,200" in sheet


def test_a_kind_of_shortfall_is_chosen_and_the_table_sorted(page):
    page.click("#lang")
    page.check("#kinds input[value=hall]")
    assert page.inner_text("#table tbody tr:first-child td:nth-child(3)") == "60"
    page.click("#table button[data-sort=name]")
    assert list_codes(page) == [EAST, SOUTH]
    page.click("#table button[data-sort=name]")
    assert list_codes(page) == [SOUTH, EAST]


def test_a_community_is_found_by_its_name(page):
    page.fill("#search", "eas")
    assert list_codes(page) == [EAST]
    page.fill("#search", "nowhere")
    assert list_codes(page) == []


def test_districts_and_streets_are_levels(page):
    page.check("#levels input[value=districts]")
    assert list_codes(page) == ["410102000000"]
    page.check("#levels input[value=streets]")
    assert list_codes(page) == ["410102001000"]


@pytest.mark.heavy
def test_names_from_data_are_texts(open_page, tmp_path):
    city = build_audited()
    divisions = city.divisions.assign(name=EVIL)
    page = open_page(save(tmp_path / "evil.html", dataclasses.replace(city, name=EVIL, divisions=divisions)))
    page.click("#table tbody tr")
    assert EVIL in page.inner_text(".leaflet-popup h2")
    assert page.evaluate("window.pwned") is None


def test_a_city_of_one_level_or_without_shortfalls_opens(open_page, tmp_path):
    city = build_audited()
    bare = dataclasses.replace(city, divisions=None, workers=None, homes=city.homes.iloc[:0])
    page = open_page(save(tmp_path / "bare.html", bare))
    assert page.locator("#levels input").count() == 1
