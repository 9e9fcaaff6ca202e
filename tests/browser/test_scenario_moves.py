"""The scenario tool moves what is there or drawn already, also corner by corner, and counts groups of people."""

import json
import re
from base64 import urlsafe_b64encode

import pytest
import shapely
from pyproj import Transformer

from geo.reference import build_reference
from tests.browser.tool_scenes import SIZES, Desk, find_lonlat, is_shown, serve

pytestmark = pytest.mark.heavy

CATEGORY = "primary_school"
AIM = "tool=scenario&category=primary_school&level=grid_units"
#: What is in hand, as the page keeps it in its address.
READ = """() => {
  const text = gridwalk.state.get("draft").replace(/-/g, "+").replace(/_/g, "/");
  if (!text) return { add: [], remove: [], paths: [], gates: [], areas: [] };
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const [name, add, remove, paths, gates, areas] = JSON.parse(new TextDecoder().decode(bytes));
  const datum = "wgs84";
  return { add: add.map(([category, lon, lat, replaces = null]) => ({ category, lon, lat, datum, replaces })), remove,
    paths: paths.map((line) => ({ line, datum })), gates: gates.map(([lon, lat]) => ({ lon, lat, datum })),
    areas: areas.map(([households, residents, ring]) => ({ households, ring, datum })) };
}"""


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def address(city, tmp_path_factory):
    with serve(city, tmp_path_factory.mktemp("moves") / "jobs") as address:
        yield address


@pytest.fixture(scope="module")
def school(city):
    """The school in town with most others far away: its id, and where it is in degrees and metres."""
    schools = city.facilities[city.facilities["category"] == CATEGORY]
    urban = city.homes[city.homes["residents"] > 80]
    near = [int((urban.distance(place) < 500).sum()) for place in schools.geometry]
    row = schools.iloc[max(range(len(near)), key=near.__getitem__)]
    return row["facility_id"], find_lonlat(city, row.geometry.x, row.geometry.y), row.geometry


@pytest.fixture(scope="module")
def spots(city, school):
    return lambda east=0, north=0: find_lonlat(city, school[2].x + east, school[2].y + north)


@pytest.fixture
def sit(browser, address, spots):
    opened = []

    def sit_down(content=None, *, zoom=16, **more):
        lon, lat = spots(0, -250 if more.get("size") == SIZES[1] else 0)  # a phone shows it above the sheet
        draft = "" if content is None else f"&draft={pack(**content)}"
        fragment = f"{AIM}&at={lat:.5f},{lon:.5f},{zoom}{draft}{more.pop('rest', '')}"
        opened.append(Desk(browser, address, fragment=fragment, **more))
        return opened[-1]

    yield sit_down
    for desk in opened:
        desk.close()


def pack(paths=(), areas=()):
    """Changes as the address holds them."""
    drawn = ["", [], [], list(paths), [], [[households, None, ring] for households, ring in areas]]
    return urlsafe_b64encode(json.dumps(drawn).encode()).decode().rstrip("=")


def trace(spots, *corners):
    return [[round(part, 6) for part in spots(*corner)] for corner in corners]


def read(desk):
    return desk.page.evaluate(READ)


def compare(desk, content, **more):
    answer = desk.context.request.post(
        f"{desk.address}v1/scenarios", data={**content, "categories": [CATEGORY], "level": "grid_units", **more}
    )
    assert answer.ok, answer.text()
    return answer.json()


def check_figures(desk, content=None, **more):
    """Wait until the page shows what the API answers to what is in hand, or to a content that should be equal to it."""
    found = compare(desk, content or read(desk), **more)["categories"][CATEGORY]
    gained = found["after"]["covered"] - found["before"]["covered"]
    shares = [
        100 * each["covered"] / (each["covered"] + each["uncovered"] + each["unknown"])
        for each in (found["before"], found["after"])
    ]
    cells = f'#scenario-categories tr[data-category="{CATEGORY}"] td'
    for _ in range(200):
        row = desk.page.locator(cells).all_inner_texts()
        if row and is_shown(row[2], gained) and float(row[1].rstrip("%")) == pytest.approx(shares[1], abs=0.051):
            break
        desk.page.wait_for_timeout(50)
    else:
        pytest.fail(f"{row} is not {shares}, {gained}")
    assert float(row[0].rstrip("%")) == pytest.approx(shares[0], abs=0.051)
    return found


def drag(desk, selector, right, down):
    """Take a mark on the map by the pointer, and drop it so many pixels away."""
    box = desk.page.locator(selector).first.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x + right, y + down, steps=8)
    desk.page.mouse.up()


def key(name):
    return f'[data-key="{name}"]'


def held(desk):
    return desk.page.evaluate("document.activeElement.dataset.key ?? ''")


def wait_for_change(desk, before):
    desk.wait("(before) => gridwalk.state.get('draft') !== before", before)
    return desk.state("draft")


# ---- a facility that stands ----
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_standing_facility_is_dragged_and_counts_as_removed_and_added_by_hand(sit, school, lang):
    code = school[0]
    desk = sit(lang=lang)
    desk.press("#mode-move")
    desk.page.wait_for_selector(f".pin.standing{key(f'facility {code}')}")
    drag(desk, f".pin.standing{key(f'facility {code}')}", 150, 90)
    [moved] = read(desk)["add"]
    assert (moved["replaces"], moved["category"], read(desk)["remove"]) == (code, CATEGORY, [])
    by_hand = {"add": [{**moved, "replaces": None}], "remove": [code]}
    found = check_figures(desk, by_hand)
    assert found["units"]
    # one row that says how far, one pin at its new place, none at the old one, a way between them
    rows = desk.page.locator("#scenario-changes li")
    assert rows.count() == 1
    pixels = (150**2 + 90**2) ** 0.5
    told = int(re.findall(r"[\d,]+", rows.first.locator(".what").inner_text())[-1].replace(",", ""))
    assert told == pytest.approx(_metres(desk, school[1], pixels), rel=0.03)
    assert desk.page.locator(".pin.moved").count() == 1
    desk.wait("(selector) => document.querySelector(selector) === null", f".pin.standing{key(f'facility {code}')}")
    # one step back, and forth
    desk.press("#scenario-undo")
    desk.page.wait_for_selector("#scenario-categories", state="detached")
    assert read(desk)["add"] == []
    desk.page.wait_for_selector(f".pin.standing{key(f'facility {code}')}")
    desk.press("#scenario-redo")
    check_figures(desk, by_hand)
    # it is moved on where it is now, still from where it stood
    drag(desk, ".pin.moved", -60, 30)
    assert [each["replaces"] for each in read(desk)["add"]] == [code]
    check_figures(desk)
    desk.page.focus(".pin.moved")
    desk.page.keyboard.press("Delete")
    desk.page.wait_for_selector("#scenario-categories", state="detached")
    desk.check_whole()


def test_a_standing_facility_is_moved_by_the_keyboard_alone_in_one_step(sit):
    desk = sit()
    desk.page.focus("#mode-move")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("#scenario-near li")
    code = desk.page.get_attribute("#scenario-near li", "data-id")
    desk.page.focus("#scenario-near li button")
    desk.page.keyboard.press("Enter")
    desk.wait("(name) => document.activeElement.dataset.key === name", f"facility {code}")
    for stroke in ("Shift+ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        desk.page.keyboard.press(stroke)
        assert held(desk) == f"facility {code}"
    [moved] = read(desk)["add"]
    assert moved["replaces"] == code
    check_figures(desk, {"add": [{**moved, "replaces": None}], "remove": [code]})
    assert held(desk) == f"facility {code}"
    desk.page.keyboard.press("Control+z")
    desk.wait("gridwalk.state.get('draft') === ''")
    desk.check_quiet()


def test_a_moved_facility_is_kept_and_comes_back(sit, school):
    code, _, _ = school
    desk = sit()
    desk.press("#mode-move")
    desk.page.wait_for_selector(f".pin.standing{key(f'facility {code}')}")
    drag(desk, f".pin.standing{key(f'facility {code}')}", 100, -60)
    check_figures(desk)
    content = read(desk)
    desk.page.fill("#scenario-name", "Moved")
    desk.page.locator("#scenario-name").blur()
    desk.press("#scenario-save")
    desk.wait("gridwalk.state.get('scenario') !== '' && gridwalk.state.get('draft') === ''")
    kept = desk.context.request.get(f"{desk.address}v1/scenarios/{desk.state('scenario')}").json()["content"]
    assert (kept["add"][0]["replaces"], kept["remove"]) == (code, [])
    desk.page.reload()
    desk.page.wait_for_selector(".pin.moved")
    check_figures(desk, content)
    assert "Moved: " in desk.page.inner_text("#scenario-changes")
    desk.check_quiet()


# ---- corners ----
BOX = [(-150, -120), (150, -120), (150, 120), (-150, 120)]


def test_corners_of_an_area_are_moved_added_and_taken_away_by_the_pointer(sit, spots):
    desk = sit({"areas": [(600, trace(spots, *BOX))]})
    check_figures(desk)
    desk.click(*spots(60, 70))
    desk.page.wait_for_selector(".knob.corner")
    assert [desk.page.locator(f".knob.{kind}").count() for kind in ("corner", "between", "whole")] == [4, 4, 1]
    drag(desk, key("areas 0 corner 2"), 60, -40)
    ring = read(desk)["areas"][0]["ring"]
    assert ring[2] != trace(spots, *BOX)[2]
    assert [ring[n] for n in (0, 1, 3)] == [trace(spots, *BOX)[n] for n in (0, 1, 3)]
    check_figures(desk)
    # a click on the dot between two corners, and a drag of another
    desk.page.locator(key("areas 0 middle 0")).click()
    desk.wait("document.querySelectorAll('.knob.corner').length === 5")
    drag(desk, key("areas 0 middle 3"), -50, -30)
    desk.wait("document.querySelectorAll('.knob.corner').length === 6")
    assert len(read(desk)["areas"][0]["ring"]) == 6
    check_figures(desk)
    # a corner goes by its button, while enough are left
    for left in (5, 4, 3):
        desk.page.locator(key("areas 0 corner 1")).click()
        desk.press("#scenario-corner-drop")
        desk.wait("(left) => document.querySelectorAll('.knob.corner').length === left", left)
    desk.page.locator(key("areas 0 corner 1")).click()
    assert desk.page.locator("#scenario-corner-drop").is_disabled()
    # households stay what they were, and all is taken back step by step
    assert read(desk)["areas"][0]["households"] == 600
    for _ in range(6):
        desk.press("#scenario-undo")
    assert read(desk)["areas"][0]["ring"] == trace(spots, *BOX)
    check_figures(desk)
    desk.check_quiet()


def test_a_mark_that_is_pressed_stays_in_the_hand_while_figures_come(sit, spots):
    desk = sit({"areas": [(600, trace(spots, *BOX))]})
    page = desk.page
    check_figures(desk)
    desk.click(*spots(60, 70))
    page.wait_for_selector(".knob.corner")
    held_back = []

    def hold(route):
        held_back.append(route)

    page.route("**/v1/scenarios*", hold)
    page.locator(key("areas 0 middle 0")).click()
    desk.wait("document.querySelectorAll('.knob.corner').length === 5")
    for _ in range(100):
        if held_back:
            break
        page.wait_for_timeout(30)
    assert held_back
    box = page.locator(key("areas 0 middle 3")).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    with page.expect_response("**/v1/scenarios*"):
        held_back.pop().continue_()
    page.unroute("**/v1/scenarios*")
    page.wait_for_timeout(300)
    page.mouse.move(x - 50, y - 30, steps=8)
    page.mouse.up()
    desk.wait("document.querySelectorAll('.knob.corner').length === 6")
    check_figures(desk)
    desk.check_quiet()


def test_a_path_and_an_area_are_moved_as_a_whole(sit, spots):
    line = trace(spots, (-200, -150), (0, -20), (180, -160))
    ring = trace(spots, (40, 60), (160, 60), (100, 160))
    desk = sit({"paths": [line], "areas": [(300, ring)]})
    check_figures(desk)
    for kind, field, drawn in (
        ("paths", "line", line),
        ("areas", "ring", trace(spots, (40, 60), (160, 60), (100, 160))),
    ):
        desk.press(f"#scenario-changes li[data-kind={kind}] .what")
        desk.page.wait_for_selector(key(f"{kind} 0 whole"))
        drag(desk, key(f"{kind} 0 whole"), 45, 30)
        moved = read(desk)[kind][0][field]
        shifts = {(round(x - a, 5), round(y - b, 5)) for (x, y), (a, b) in zip(moved, drawn, strict=True)}
        assert len(shifts) == 1
        assert shifts != {(0.0, 0.0)}
        check_figures(desk)
    desk.page.keyboard.press("Escape")
    assert desk.page.locator(".knob").count() == 0
    desk.check_quiet()


def test_a_path_is_chosen_by_a_click_on_its_line_and_loses_a_corner_by_the_right_button(sit, spots):
    desk = sit({"paths": [trace(spots, (-200, -150), (0, -20), (180, -160))]})
    check_figures(desk)
    desk.click(*spots(-100, -85))
    desk.page.wait_for_selector(key("paths 0 corner 0"))
    assert desk.page.get_attribute("#scenario-changes li[data-kind=paths] .what", "aria-pressed") == "true"
    desk.page.locator(key("paths 0 corner 1")).click(button="right")
    desk.wait("document.querySelectorAll('.knob.corner').length === 2")
    check_figures(desk)
    desk.press("#scenario-changes li[data-kind=paths] button:last-child")
    desk.wait("document.querySelectorAll('.knob').length === 0")
    assert read(desk)["paths"] == []
    desk.check_quiet()


def test_corners_by_the_keyboard_alone(sit, spots):
    desk = sit({"paths": [trace(spots, (-200, -150), (0, -20), (180, -160))]})
    check_figures(desk)
    before = read(desk)["paths"][0]["line"]
    desk.page.focus("#scenario-changes li[data-kind=paths] .what")
    desk.page.keyboard.press("Enter")
    assert held(desk) == "paths 0 corner 0"
    desk.page.keyboard.press("Tab")
    assert held(desk) == "paths 0 middle 0"
    desk.page.keyboard.press("Tab")
    assert held(desk) == "paths 0 corner 1"
    for _ in range(3):
        desk.page.keyboard.press("Shift+ArrowUp")
    assert held(desk) == "paths 0 corner 1"
    line = read(desk)["paths"][0]["line"]
    assert line[1][1] > before[1][1]
    assert [line[0], line[2]] == [before[0], before[2]]
    check_figures(desk)
    desk.page.keyboard.press("Control+z")  # one step
    assert read(desk)["paths"][0]["line"] == before
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.press("Enter")  # the dot between the second and the third
    assert (len(read(desk)["paths"][0]["line"]), held(desk)) == (4, "paths 0 corner 2")
    desk.page.keyboard.press("Delete")
    desk.page.keyboard.press("Delete")
    assert len(read(desk)["paths"][0]["line"]) == 2
    desk.page.keyboard.press("Delete")  # a path keeps two
    assert len(read(desk)["paths"][0]["line"]) == 2
    check_figures(desk)
    desk.page.keyboard.press("Escape")
    assert held(desk) == "row paths 0"
    desk.check_quiet()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_stands_where_the_thing_is_and_the_last_good_state_comes_back(sit, spots, size, lang):
    desk = sit({"areas": [(500, trace(spots, (-150, 180), (-50, 180), (-50, 100))), (600, trace(spots, *BOX))]},
               size=size, lang=lang, zoom=15.5)  # fmt: skip
    good = check_figures(desk)
    desk.press("#scenario-changes li[data-kind=areas]:nth-child(2) .what")
    desk.page.wait_for_selector(key("areas 1 corner 0"))
    desk.page.focus(key("areas 1 corner 0"))
    for _ in range(3):  # past the next corner: 330 m
        desk.page.keyboard.press("Shift+ArrowRight")
    desk.page.wait_for_selector(".leaflet-tooltip.refusal")
    word = "crosses or touches itself" if lang == "en" else "自相交"
    assert word in desk.page.inner_text(".leaflet-tooltip.refusal")
    desk.page.wait_for_selector("#scenario-undo-refused")
    assert word in desk.page.inner_text("#scenario-status")
    desk.wait("document.querySelectorAll('.leaflet-tooltip.refusal').length === 1")  # an older one fades
    at = desk.page.locator(".leaflet-tooltip.refusal").bounding_box()
    middle = desk.spot(*spots(0, 0))
    assert abs(at["x"] + at["width"] / 2 - middle[0]) < 250
    assert abs(at["y"] - middle[1]) < 250
    desk.press("#scenario-undo-refused")
    desk.page.wait_for_selector(".leaflet-tooltip.refusal", state="detached")
    assert check_figures(desk) == good
    desk.complaints = [each for each in desk.complaints if "400" not in each]  # the browser notes the answer
    desk.check_whole()


def test_what_is_drawn_lets_clicks_through_while_something_is_in_hand(sit, spots):
    desk = sit({"areas": [(600, trace(spots, *BOX))]})
    check_figures(desk)
    desk.press("#mode-add")
    desk.click(*spots(60, 70))
    desk.page.wait_for_selector(".pin.add")
    assert desk.page.locator(".knob").count() == 0
    check_figures(desk)
    desk.check_quiet()


# ---- whom the figures count ----
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_elders_and_children_have_their_own_figures_equal_to_the_api_and_to_a_recount(sit, city, spots, lang):
    desk = sit({"areas": [(600, trace(spots, *BOX))]}, lang=lang, rest="&group=elders")
    content = read(desk)
    elders = check_figures(desk, group="elders")
    assert desk.page.locator("#scenario-groups input:checked").get_attribute("value") == "elders"
    assert ("60 岁以上" if lang == "zh" else "60 and over") in desk.page.inner_text("#scenario-said")
    assert ("年龄构成" if lang == "zh" else "not their ages") in desk.page.inner_text("#scenario-notes")
    desk.press("#scenario-groups input[value=children]")
    children = check_figures(desk, group="children")
    desk.press("#scenario-groups input[value=residents]")
    everybody = check_figures(desk)
    assert desk.state("group") == ""
    assert desk.page.inner_text("#scenario-notes") == ""
    totals = [
        {when: sum(found[when].values()) + sum(found["villages"][when].values()) for when in ("before", "after")}
        for found in (elders, children, everybody)
    ]
    for total, column in zip(totals, ("residents_60plus", "residents_children", "residents"), strict=True):
        assert total["before"] == pytest.approx(city.homes[column].sum())
    assert totals[0]["after"] == pytest.approx(totals[0]["before"])  # of drawn housing nobody knows the ages
    assert totals[2]["after"] - totals[2]["before"] > 1000
    assert content == read(desk)
    desk.check_whole()


def test_a_phone_moves_a_facility_by_finger(sit, school):
    code, _, _ = school
    desk = sit(size=SIZES[1], lang="zh")
    desk.press("#mode-move")
    mark = f".pin.standing{key(f'facility {code}')}"
    desk.page.wait_for_selector(mark)
    box = desk.page.locator(mark).bounding_box()
    x, y = box["x"] + 14, box["y"] + 12
    touch = desk.context.new_cdp_session(desk.page)
    for kind, points in (
        ("touchStart", [(x, y)]), ("touchMove", [(x + 20, y + 8)]), ("touchMove", [(x + 60, y + 30)]), ("touchEnd", []),
    ):  # fmt: skip
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})
    wait_for_change(desk, "")
    assert read(desk)["add"][0]["replaces"] == code
    check_figures(desk)
    desk.check_whole()


def test_a_facility_that_was_moved_is_where_it_was_dropped(sit, city, school):
    code, place, point = school
    desk = sit()
    desk.press("#mode-move")
    mark = f".pin.standing{key(f'facility {code}')}"
    desk.page.wait_for_selector(mark)
    drag(desk, mark, 120, 0)
    [moved] = read(desk)["add"]
    there = shapely.Point(*Transformer.from_crs(4326, city.crs, always_xy=True).transform(moved["lon"], moved["lat"]))
    assert there.distance(point) == pytest.approx(_metres(desk, place, 120), rel=0.03)


def _metres(desk, place, pixels):
    return desk.page.evaluate(
        "([lon, lat, pixels]) => { const map = gridwalk.view.map, at = map.latLngToContainerPoint([lat, lon]);"
        " return map.distance([lat, lon], map.containerPointToLatLng([at.x + pixels, at.y])); }",
        [*place, pixels],
    )
