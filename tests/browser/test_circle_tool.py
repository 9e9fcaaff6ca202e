"""The circle on the planner's page: figures equal the API's, by mouse, touch and keys, in both languages."""

import json
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from geo.reference import build_reference
from tests.browser.planner.looking import wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, raise_sheet
from tests.browser.tool_scenes import Desk, find_lonlat, is_shown, serve

pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def address(city, tmp_path_factory):
    with serve(city, tmp_path_factory.mktemp("circle") / "jobs") as address:
        yield address


@pytest.fixture(scope="module")
def place(city):
    """Where many live: the home of the most residents."""
    home = city.homes.geometry.iloc[int(city.homes["residents"].to_numpy().argmax())]
    return find_lonlat(city, home.x, home.y)


@pytest.fixture
def sit(browser, address):
    opened = []

    def sit_down(fragment, **more):
        opened.append(Desk(browser, address, fragment=fragment, **more))
        return opened[-1]

    yield sit_down
    for desk in opened:
        desk.close()


def begin(place):
    return f"tool=circle&place={place[1]:.6f},{place[0]:.6f}"


def ask(address, place, **more):
    params = {"lon": round(place[0], 6), "lat": round(place[1], 6), "datum": "wgs84", "minutes": [5, 10, 15], **more}
    with urlopen(f"{address}v1/circle?{urlencode(params, doseq=True)}") as answer:
        return [each["properties"] for each in json.load(answer)["features"]]


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_control_shows_the_figures_of_the_api(sit, address, place, size, lang):
    desk = sit(begin(place), size=size, lang=lang)
    desk.page.wait_for_selector("#circle-figures")
    rows = desk.read_cells("circle-figures")
    expected = ask(address, place)
    assert all(is_shown(cell, each["residents"]) for cell, each in zip(rows[0][1:], expected, strict=True))
    assert expected[2]["residents"] > expected[0]["residents"] > 0
    area = next(row for row in rows if "km2" in row[0] or "平方千米" in row[0])
    assert [cell.split(" / ")[0] for cell in area[1:]] == [f"{each['area_m2'] / 1e6:.2f}" for each in expected]
    missing = "缺" if lang == "zh" else "missing"
    assert missing in desk.page.inner_text("#circle-categories")
    assert desk.page.locator("#circle-nearest tbody tr").count() > 0
    raise_sheet(desk.page)
    desk.check_whole()
    if size in (DESK, PHONE):
        assert list_axe_faults(desk.page) == []
    desk.page.select_option("#circle-profile", "elder")
    slower = ask(address, place, profile="elder")
    assert slower[2]["residents"] < expected[2]["residents"]
    wait_for(
        lambda: all(
            is_shown(cell, each["residents"])
            for cell, each in zip(desk.read_cells("circle-figures")[0][1:], slower, strict=True)
        ),
        True,
    )
    assert desk.state("profile") == "elder"
    middle = "(() => { const at = gridwalk.view.map.getCenter(); return [at.lat, at.lng]; })()"
    before = desk.page.evaluate(middle)
    desk.press("#circle-nearest tbody tr:last-child")
    wait_for(lambda: desk.page.evaluate(middle) != before, True)
    first = desk.state("place")
    desk.press("#circle-middle")
    wait_for(lambda: desk.state("place") != first, True)
    desk.page.wait_for_selector("#circle-figures, #circle-results .status")
    desk.check_whole()
    desk.press("#tool-close")
    desk.page.wait_for_selector("#tool-body", state="hidden")
    if size == PHONE:
        desk.press("#sheet-handle")  # from whole to low, where the tools are in sight
    desk.press("[data-tool=circle]")
    desk.page.wait_for_selector("#tool-body h2")


def find_bare(desk, place):
    """Find a place beside another on the bare map, where neither a legend nor a facility lies."""
    for east in (0.004, -0.004, 0.003, -0.003, 0.002, -0.002):
        spot = desk.spot(place[0] + east, place[1])
        hit = "([x, y]) => document.elementFromPoint(x, y).closest('.leaflet-interactive, #map')?.id"
        if desk.page.evaluate(hit, list(spot)) == "map":
            return place[0] + east, place[1]
    raise AssertionError("no bare place")


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_a_click_or_a_tap_chooses_a_place_that_the_address_keeps(sit, place, size, lang):
    desk = sit(begin(place), size=size, lang=lang)
    desk.page.wait_for_selector("#circle-figures")
    before = desk.page.inner_text("#circle-figures")
    lon, lat = find_bare(desk, place)
    desk.click(lon, lat)
    desk.wait("(before) => document.querySelector('#circle-figures')?.innerText !== before", arg=before)
    chosen = [float(part) for part in desk.state("place").split(",")]
    assert chosen == pytest.approx([lat, lon], abs=2e-4)
    shown = desk.page.inner_text("#circle-figures")
    desk.page.reload()
    desk.page.wait_for_selector("#circle-figures")
    assert desk.page.inner_text("#circle-figures") == shown
    desk.page.go_back()
    desk.wait("(before) => document.querySelector('#circle-figures')?.innerText === before", arg=before)
    desk.check_quiet()


def test_keys_move_the_pin_and_put_the_tool_away(sit, place):
    desk = sit("tool=circle")
    desk.press("#circle-middle")
    desk.page.wait_for_selector(".pin.centre")
    first = desk.state("place")
    desk.page.focus(".pin.centre")
    desk.page.keyboard.press("ArrowRight")
    desk.wait("first => gridwalk.state.get('place') !== first", arg=first)
    before, after = ([float(part) for part in each.split(",")] for each in (first, desk.state("place")))
    assert after[1] > before[1]
    assert after[0] == pytest.approx(before[0], abs=1e-6)
    desk.page.keyboard.press("Escape")
    desk.page.wait_for_selector("#tool-body", state="hidden")
    assert desk.page.locator(".pin").count() == 0
    desk.check_quiet()


def test_a_drag_moves_the_circle(sit, place):
    desk = sit(begin(place))
    desk.page.wait_for_selector("#circle-figures")
    x, y = desk.spot(*place)
    desk.page.mouse.move(x, y - 12)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 90, y - 12, steps=6)
    desk.page.mouse.up()
    desk.wait("lon => Number(gridwalk.state.get('place').split(',')[1]) > lon + 1e-4", arg=place[0])
    desk.check_quiet()


def test_a_place_without_a_road_says_so(sit, city):
    west, south, _, _ = city.extent.total_bounds
    desk = sit(begin(find_lonlat(city, west + 30, south + 30)), lang="zh")
    desk.page.wait_for_selector("#circle-results .status")
    assert "附近没有可作为起点的道路" in desk.page.inner_text("#circle-results")
    desk.check_whole()
