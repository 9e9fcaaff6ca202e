"""The address tab in a real browser: by words, by coordinates of a datum, by a click; it says what /v1/locate says."""

import json
import re
import urllib.request
from dataclasses import replace
from urllib.parse import urlencode

import numpy as np
import pytest

from geo.crs.projection import to_lonlat
from tests.addresses import X, Y, build_address_city
from tests.browser.planner.looking import find_on_screen, get, wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, raise_sheet
from tests.browser.planner_tabs import Tabs, list_wrong, serve

EVIL = "<img src=x onerror='window.pwned=1'>"
ADDRESS = "文化路10号"


@pytest.fixture(scope="module")
def city():
    city = build_address_city()
    units = city.grid_units.assign(name=[f"{EVIL}{n}" for n in range(len(city.grid_units))], contact="0371-1234567")
    return replace(city, grid_units=units)


@pytest.fixture(scope="module")
def address(city):
    with serve(city) as address:
        yield address


@pytest.fixture
def tabs(browser, address):
    tabs = Tabs(browser, address)
    yield tabs
    tabs.close()


def locate(service, lang="en", **question):
    address = f"{service}v1/locate?{urlencode({**question, 'services': 'true'})}"
    with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept-Language": lang})) as answer:
        return json.load(answer)


def find_place(city, x=90.0, y=150.0):
    lon, lat = to_lonlat(np.array([[X + x, Y + y]]), city.crs)
    return float(lon[0]), float(lat[0])


def ask(page, words):
    page.fill("#address-field", words)
    page.press("#address-field", "Enter")


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_an_address_leads_to_its_unit_contact_services_and_neighbours(tabs, address, size, lang):
    page = tabs.open("address", size, lang=lang)
    raise_sheet(page)
    page.fill("#address-field", ADDRESS)
    page.click("#address-go")
    page.wait_for_selector("#address-answer h2")
    if size in (DESK, PHONE):
        assert list_axe_faults(page) == []
    expected = locate(address, address=ADDRESS)
    words = page.inner_text("#address-answer")
    assert expected["unit_code"] in words
    assert page.inner_text("#address-answer h2") == expected["name"]
    assert page.get_attribute("#address-answer a", "href") == "tel:03711234567"
    walks = page.locator("#address-services tbody tr").all()
    assert len(walks) == len(expected["services"])
    for row, service in zip(walks, expected["services"], strict=True):
        if service["facility_id"]:
            assert f"{service['walk_m']:,.0f}" in row.inner_text()
    assert page.evaluate("window.pwned") is None
    assert list_wrong(page) == []
    neighbour = page.locator(".candidates button").first
    code = neighbour.locator(".parents").inner_text()
    neighbour.click()
    wait_for(lambda: (get(page, "tab"), get(page, "unit")), ("assess", code))
    page.go_back()
    page.click("#address-assess")
    wait_for(lambda: (get(page, "tab"), get(page, "unit")), ("assess", expected["unit_code"]))


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_a_place_is_asked_in_the_datum_that_is_chosen_and_by_a_click_or_a_tap(tabs, address, city, size, lang):
    lon, lat = find_place(city)
    page = tabs.open("address", size, lang=lang, allowed=("404",))
    assert page.is_hidden("#address-datum")
    page.fill("#address-field", f"{lon:.6f}, {lat:.6f}")
    assert page.is_visible("#address-datum")
    page.press("#address-field", "Enter")
    page.wait_for_selector("#address-answer h2")
    expected = locate(address, lon=lon, lat=lat, datum="wgs84")["unit_code"]
    assert expected in page.inner_text("#address-answer")
    for datum in ("gcj02", "bd09", "cgcs2000"):
        page.select_option("#address-datum", datum)
        wait_for(lambda: get(page, "address_datum"), datum)
        said = read_answer(address, lang, lon=f"{lon:.6f}", lat=f"{lat:.6f}", datum=datum)
        wait_for(lambda said=said: said in page.inner_text("#right"), True)
    assert list_wrong(page) == []
    # cgcs2000 is where it is in wgs84, so that the map has it in view
    x, y = find_on_screen(page, lon, lat)
    (page.touchscreen.tap if size == PHONE else page.mouse.click)(x, y)
    wait_for(lambda: get(page, "address_datum"), "")
    tapped = [float(each) for each in page.input_value("#address-field").split(",")]
    assert tapped == pytest.approx([lon, lat], abs=1e-4)
    wait_for(lambda: expected in page.inner_text("#right"), True)


def read_answer(address, lang, **place):
    """What is said of a place: its unit, or why it has none, for it is shifted by hundreds of metres perhaps."""
    try:
        return locate(address, lang, **place)["unit_code"]
    except urllib.error.HTTPError as error:
        return json.load(error)["detail"][:12]


@pytest.mark.heavy
def test_a_click_on_the_map_asks_for_that_place(tabs, address):
    page = tabs.open("address", lang="zh")
    ask(page, ADDRESS)
    page.wait_for_selector("#address-answer h2")
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_function("() => /address=\\d/.test(decodeURIComponent(location.hash))")
    lon, lat = (float(each) for each in page.input_value("#address-field").split(","))
    page.wait_for_function("() => !document.querySelector('.skeleton')")
    assert locate(address, lon=lon, lat=lat, datum="wgs84")["unit_code"] in page.inner_text("#address-answer")
    page.go_back()
    page.wait_for_function("(words) => document.getElementById('address-field').value === words", arg=ADDRESS)


def test_a_link_restores_the_answer_and_the_unit_opens_under_assessment(tabs, address):
    page = tabs.open("address", lang="zh", address=ADDRESS)
    page.wait_for_selector("#address-answer h2")
    code = locate(address, address=ADDRESS)["unit_code"]
    told = page.locator("#address-answer dt").all_inner_texts()
    assert "网格员(名)" in told
    assert all(re.search("[\u4e00-\u9fff]", each) for each in told)
    page.click("#address-assess")
    page.wait_for_selector("body[data-tab=assess]")
    page.wait_for_function("(code) => location.hash.includes(`unit=${code}`)", arg=code)
    assert list_wrong(page) == []


def test_an_ambiguous_address_is_asked_back_and_a_button_settles_it(tabs):
    page = tabs.open("address", lang="zh", address="南苑小区1栋")
    page.wait_for_selector(".candidates button")
    assert page.locator(".candidates button").count() == 2
    page.locator(".candidates button").first.click()
    page.wait_for_selector("#address-assess")
    assert page.input_value("#address-field") != "南苑小区1栋"
    assert list_wrong(page) == []


def test_what_no_address_fits_is_said_in_words(tabs):
    page = tabs.open("address", lang="zh")
    ask(page, "月球路999号")
    page.wait_for_selector("#right .status.error")
    assert page.inner_text("#right .status.error").strip()
    assert page.locator("#right .status button").count() == 0
    ask(page, "0, 0")
    page.wait_for_function("() => document.querySelector('#right').innerText.length > 4")
    ask(page, "")
    page.wait_for_selector("#right .status.none")


@pytest.mark.heavy
def test_the_tab_is_used_by_keys_alone(tabs):
    page = tabs.open("address", lang="en")
    page.focus("#tab-address")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "address-field":
            break
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Enter")
    page.wait_for_selector("#address-answer h2")
    page.focus("#address-assess")
    page.keyboard.press("Enter")
    page.wait_for_selector("body[data-tab=assess]")
