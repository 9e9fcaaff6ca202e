"""The find page on a phone, in a real browser, with the service behind it."""

from dataclasses import replace

import numpy as np
import pytest

from geo.crs.projection import to_lonlat
from tests.addresses import X, Y, build_address_city
from tests.browser.planner_page import serve

EVIL = "<img src=x onerror='window.pwned=1'></script><script>window.pwned=1</script>"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def city():
    city = build_address_city()
    return replace(city, grid_units=city.grid_units.assign(name=EVIL, contact="0371-1234567"))


@pytest.fixture(scope="module")
def address(city):
    with serve(city) as address:
        yield f"{address}find"


@pytest.fixture
def phone(browser, city, address):
    """A phone that stands at the house number 10."""
    lon, lat = to_lonlat(np.array([[X + 90.0, Y + 150.0]]), city.crs)
    place = {"longitude": float(lon[0]), "latitude": float(lat[0])}
    context = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, geolocation=place, permissions=["geolocation"]
    )
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(address)
    yield page
    assert page.complaints == []
    assert page.evaluate("window.pwned") is None
    context.close()


def ask(phone, text):
    phone.fill("#address", text)
    phone.tap("#go")
    phone.wait_for_selector("#answer h2, #answer .warn")


def test_an_address_leads_to_the_unit_its_contact_and_services(phone, city):
    ask(phone, "文化路十号")
    assert phone.inner_text("#answer h2") == EVIL
    assert phone.inner_text("#answer .code") == city.grid_units["unit_code"].iloc[0]
    assert phone.get_attribute("#answer .contact", "href") == "tel:03711234567"
    assert phone.locator("#services li").count() == len(city.categories)
    assert phone.locator("path.leaflet-interactive, canvas").count() > 0


def test_the_map_shows_the_unit(phone, city):
    ask(phone, "文化路10号")
    width_m = phone.evaluate(
        "(() => { const map = Object.values(window).find((value) => value instanceof L.Map);"
        " const b = map.getBounds(); return map.distance(b.getSouthWest(), b.getSouthEast()); })()"
    )
    left, _, right, _ = city.base_units.geometry.iloc[0].bounds
    assert right - left < width_m < 4 * (right - left)


def test_the_phones_position_leads_to_the_same_unit(phone, city):
    phone.tap("#here")
    phone.wait_for_selector("#services")
    assert phone.inner_text("#answer .code") == city.grid_units["unit_code"].iloc[0]


def test_an_ambiguous_address_is_asked_back_and_a_tap_settles_it(phone):
    ask(phone, "南苑小区1栋")
    assert phone.locator("#answer li button").count() == 2
    phone.locator("#answer li button").first.tap()
    phone.wait_for_selector("#services")
    assert phone.locator("#answer .code").count() == 1


def test_what_is_not_found_is_said_with_what_was_understood(phone):
    ask(phone, "金水区某某大厦")
    assert "没有找到这个地址" in phone.inner_text("#answer")
    assert "金水区" in phone.inner_text("#answer")


def test_the_other_language_is_whole(phone):
    ask(phone, "文化路10号")
    phone.tap("#lang")
    for text in ("Find my grid unit", "Use my position", "Nearest services, on foot", "house number"):
        assert text in phone.inner_text("#panel")
    assert "find." not in phone.inner_text("#panel")


def test_nothing_is_wider_than_the_phone_and_buttons_can_be_hit(phone):
    ask(phone, "文化路10号")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for button in ("#go", "#here", "#address"):
        assert phone.locator(button).bounding_box()["height"] >= 44
    box = phone.locator("#panel").bounding_box()
    assert 0.3 * PHONE["height"] < box["y"] < 0.6 * PHONE["height"]


def test_a_place_outside_the_city_names_the_nearest_unit(browser, address):
    context = browser.new_context(
        viewport=PHONE, geolocation={"longitude": 0, "latitude": 0}, permissions=["geolocation"]
    )
    page = context.new_page()
    page.goto(address)
    page.click("#here")
    page.wait_for_selector("#answer .warn")
    assert "不在本市网格内" in page.inner_text("#answer")
    context.close()


def test_a_phone_that_gives_no_position_is_told_what_to_do(browser, address):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(address)
    page.click("#here")
    page.wait_for_selector("#answer .warn")
    assert "允许定位" in page.inner_text("#answer")
    context.close()
