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
from tests.browser.planner_tabs import DESK, PHONE, Tabs, list_wrong, serve

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


def locate(service, **question):
    with urllib.request.urlopen(f"{service}v1/locate?{urlencode({**question, 'services': 'true'})}") as answer:
        return json.load(answer)


def find_place(city, x=90.0, y=150.0):
    lon, lat = to_lonlat(np.array([[X + x, Y + y]]), city.crs)
    return float(lon[0]), float(lat[0])


def ask(page, words):
    page.fill("#address-field", words)
    page.press("#address-field", "Enter")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_address_leads_to_its_unit_contact_services_and_neighbours(tabs, address, size, lang):
    page = tabs.open("address", size, lang=lang)
    ask(page, ADDRESS)
    page.wait_for_selector("#address-answer h2")
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
    neighbours = page.locator(".candidates button").count()
    assert neighbours >= 1
    assert page.evaluate("window.pwned") is None
    assert list_wrong(page) == []


def test_a_longitude_and_latitude_is_asked_in_the_datum_that_is_chosen(tabs, address, city):
    lon, lat = find_place(city)
    page = tabs.open("address", lang="en")
    assert page.is_hidden("#address-datum")
    page.fill("#address-field", f"{lon:.6f}, {lat:.6f}")
    assert page.is_visible("#address-datum")
    page.press("#address-field", "Enter")
    page.wait_for_selector("#address-answer h2")
    assert locate(address, lon=lon, lat=lat, datum="wgs84")["unit_code"] in page.inner_text("#address-answer")
    page.select_option("#address-datum", "gcj02")
    page.wait_for_function("() => location.hash.includes('address_datum=gcj02')")
    # shifted by hundreds of metres: another unit, or none
    page.wait_for_function("() => !document.querySelector('.skeleton')")
    try:
        shifted = locate(address, lon=lon, lat=lat, datum="gcj02")["unit_code"]
    except urllib.error.HTTPError as error:
        shifted = json.load(error)["detail"][:20]
    page.wait_for_function("(words) => document.getElementById('right').innerText.includes(words)", arg=shifted)
    assert [each for each in list_wrong(page) if "404" not in each] == []


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
