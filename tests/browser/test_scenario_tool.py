"""The scenario on the planner's page: every control by mouse, touch and keys, figures equal to the API's."""

import json
import time
from base64 import urlsafe_b64encode

import pytest

from geo.reference import build_reference
from tests.browser.planner.looking import wait_for
from tests.browser.planner_page import DESK, PHONE, VIEWS, list_axe_faults, raise_sheet
from tests.browser.tool_scenes import Desk, find_lonlat, is_shown, read_people, serve

CATEGORY = "primary_school"
AIM = "tool=scenario&category=primary_school&level=grid_units"


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.02)


@pytest.fixture(scope="module")
def address(city, tmp_path_factory):
    with serve(city, tmp_path_factory.mktemp("scenario") / "jobs") as address:
        yield address


@pytest.fixture(scope="module")
def spots(city):
    """Places in town, as metres east and north of the home that lies farthest from a school; the reverse of degrees."""
    schools = city.facilities.geometry[city.facilities["category"] == CATEGORY].union_all()
    crowded = city.homes[city.homes["residents"] > 80]
    urban = crowded[crowded.distance(schools) > 800]
    home = urban.geometry.iloc[int(urban["residents"].to_numpy().argmax())]
    return lambda east=0, north=0: find_lonlat(city, home.x + east, home.y + north)


@pytest.fixture
def sit(browser, address, spots):
    opened = []

    def sit_down(*, draft="", zoom=15, at=None, **more):
        lon, lat = at or spots(0, -500 if more.get("size") == PHONE else 0)  # a phone shows it above the sheet
        look = f"at={lat:.5f},{lon:.5f},{zoom}"
        opened.append(Desk(browser, address, fragment=f"{AIM}&{look}{draft}", **more))
        return opened[-1]

    yield sit_down
    for desk in opened:
        desk.close()


def compare(desk, content, **more):
    """What the API answers to a scenario."""
    body = {**content, "categories": [CATEGORY], "level": "grid_units", **more}
    answer = desk.context.request.post(f"{desk.address}v1/scenarios", data=body)
    assert answer.ok, answer.text()
    return answer.json()


def read_content(desk):
    """What is in hand, as the page keeps it in its address."""
    return desk.page.evaluate(
        """() => {
          const text = gridwalk.state.get("draft").replace(/-/g, "+").replace(/_/g, "/");
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          const [name, add, remove, paths, gates, areas] = JSON.parse(new TextDecoder().decode(bytes));
          const datum = "wgs84";
          return { add: add.map(([category, lon, lat]) => ({ category, lon, lat, datum })), remove,
            paths: paths.map((line) => ({ line, datum })), gates: gates.map(([lon, lat]) => ({ lon, lat, datum })),
            areas: areas.map(([households, residents, ring]) => ({ households, ring, datum })) };
        }"""
    )


def wait_for_figures(desk, before=""):
    desk.wait(
        "(before) => { const shown = document.querySelector('#scenario-categories');"
        " return shown && shown.innerText !== before && !document.body.classList.contains('busy'); }",
        before,
    )
    return desk.page.inner_text("#scenario-categories")


def check_figures(desk, scope="urban"):
    """The page shows what the API answers to what is in hand, once it has drawn it."""
    found, end = compare(desk, read_content(desk))["categories"][CATEGORY], time.monotonic() + 20
    while True:
        try:
            compare_shown(desk, found, scope)
        except AssertionError:
            if time.monotonic() > end:
                raise
            desk.page.wait_for_timeout(40)
        else:
            return found


def compare_shown(desk, found, scope):
    own = found if scope == "urban" else found["villages"]
    row = desk.page.locator(f'#scenario-categories tr[data-category="{CATEGORY}"] td').all_inner_texts()
    for cell, tally in zip(row[:2], (own["before"], own["after"]), strict=True):
        share = tally["covered"] / (tally["covered"] + tally["uncovered"] + tally["unknown"])
        assert float(cell.rstrip("%")) == pytest.approx(100 * share, abs=0.051)
    assert is_shown(row[2], own["after"]["covered"] - own["before"]["covered"])
    units = [
        unit for unit in found["units"]
        if unit["scope"] == scope
        and any(abs(unit["after"][tally] - unit["before"][tally]) >= 0.5 for tally in ("covered", "uncovered"))
    ]  # fmt: skip
    rows = desk.page.locator("#scenario-units tbody tr")
    assert rows.count() == min(len(units), 30)
    by_code = {unit["code"]: unit for unit in units}
    for i in range(min(rows.count(), 5)):
        unit = by_code[rows.nth(i).get_attribute("data-code")]
        shown = rows.nth(i).locator("td").last.inner_text()
        assert is_shown(shown, unit["after"]["covered"] - unit["before"]["covered"])


def add_facility(desk, spot):
    desk.press("#mode-add")
    desk.click(*spot)
    shown = wait_for_figures(desk)
    desk.page.keyboard.press("Escape")
    return shown


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_a_facility_that_is_dropped_has_the_figures_of_the_api(sit, spots, size, lang):
    desk = sit(size=size, lang=lang)
    legends = desk.page.locator("#legend:visible"), desk.page.locator("#change-legend:visible")
    wait_for(lambda: [each.count() for each in legends], [1, 0])
    add_facility(desk, spots(60, 40))
    found = check_figures(desk)
    wait_for(lambda: [each.count() for each in legends], [0, 1])
    assert found["after"]["covered"] > found["before"]["covered"]
    before, after = desk.page.locator("#scenario-categories tr.chosen td").all_inner_texts()[:2]
    assert before != after
    assert "+" in desk.page.inner_text("#scenario-said")
    assert desk.page.locator(".pin.add").count() == 1
    assert desk.page.locator("#change-legend li").count() == 6
    desk.press("#mode-areas")
    raise_sheet(desk.page)
    desk.check_whole()
    if size in (DESK, PHONE):
        assert list_axe_faults(desk.page) == []


@pytest.mark.heavy
def test_what_is_being_written_stays_while_figures_come(sit, spots):
    desk = sit()
    page, field = desk.page, "#scenario-changes li[data-kind=areas] input"
    draw_area(desk, spots)
    wait_for_figures(desk)
    page.locator(field).select_text()
    for profile, written in (("elder", "18"), ("adult", "00")):
        with page.expect_response("**/v1/scenarios*"):
            page.evaluate("profile => window.gridwalk.state.set({ profile })", profile)
        page.wait_for_function("() => !document.body.classList.contains('busy')")
        page.evaluate("() => new Promise((done) => setTimeout(done, 500))")
        page.keyboard.type(written)
    assert page.input_value(field) == "1800"
    page.locator(field).blur()
    wait_for(lambda: read_content(desk)["areas"][0]["households"], 1800)
    wait_for_figures(desk)
    assert page.input_value(field) == "1800"


@pytest.mark.heavy
@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_button_of_the_panel_does_what_it_says(sit, spots, size, lang):
    desk = sit(size=size, lang=lang)
    page, changes = desk.page, desk.page.locator("#scenario-changes li")
    shown = add_facility(desk, spots(60, 40))
    desk.press("#scenario-undo")
    wait_for(changes.count, 0)
    desk.press("#scenario-redo")
    assert wait_for_figures(desk) == shown
    check_figures(desk)
    for way in ("descending", "ascending"):
        desk.press("#scenario-units [data-sort=gained]")
        page.wait_for_selector(f"#scenario-units th[aria-sort={way}]")
        gained = [read_people(cell) for cell in page.locator("#scenario-units td:last-child").all_inner_texts()]
        assert gained == sorted(gained, reverse=way == "descending")
    draw_area(desk, spots)
    page.fill("#scenario-changes li[data-kind=areas] input", "1800")
    page.locator("#scenario-changes li[data-kind=areas] input").blur()
    wait_for(lambda: read_content(desk)["areas"][0]["households"], 1800)
    check_figures(desk)
    desk.press("#mode-remove")
    page.select_option("#scenario-category", "kindergarten")
    page.select_option("#scenario-category", CATEGORY)
    desk.press("#scenario-near li button")
    wait_for(changes.count, 3)
    desk.press("#scenario-cancel")
    desk.press("#scenario-changes li[data-kind=remove] button:last-child")
    wait_for(changes.count, 2)
    desk.press("#scenario-changes li[data-kind=add] .what")
    keep_and_drop(desk)
    desk.press("#tool-close")
    page.wait_for_selector("#tool-body", state="hidden")


def draw_area(desk, spots):
    """An area by clicks or taps, with a step back, ended by its button."""
    desk.press("#mode-areas")
    desk.page.fill("#scenario-households", "900")
    for east, north in ((-60, -40), (60, -40), (60, 90)):
        desk.click(*spots(east, north))
    desk.press("#scenario-back")
    desk.click(*spots(60, 60))
    desk.press("#scenario-finish")
    desk.page.wait_for_selector("#scenario-changes li[data-kind=areas]")
    [area] = read_content(desk)["areas"]
    assert area["households"] == 900
    desk.press("#scenario-cancel")


def keep_and_drop(desk):
    """Save, hand on, copy, compare, delete after a question, begin anew."""
    page = desk.page
    save(desk, "One")
    raise_sheet(page)
    desk.press("#scenario-link-copy")
    wait_for(lambda: page.inner_text("#scenario-told") != "", True)
    assert page.get_attribute("#scenario-export", "download").endswith(".geojson")
    first = desk.state("scenario")
    desk.press("#scenario-copy")
    wait_for(lambda: desk.state("scenario") not in ("", first), True)
    desk.press(f"#scenario-own [data-id='{first}'] .compare")
    page.wait_for_selector("#scenario-categories th:nth-child(5)")
    desk.check_whole()
    desk.press(f"#scenario-own [data-id='{first}'] .compare")
    page.wait_for_selector("#scenario-categories th:nth-child(5)", state="detached")
    desk.press(f"#scenario-own [data-id='{first}'] .what")
    wait_for(lambda: desk.state("scenario"), first)
    desk.press("#scenario-delete")
    desk.check_whole()
    desk.press("#scenario-delete-no")
    page.wait_for_selector("#scenario-question", state="detached")
    desk.press("#scenario-delete")
    desk.press("#scenario-delete-yes")
    wait_for(lambda: desk.state("scenario"), "")
    desk.press("#scenario-own .what")
    page.wait_for_selector("#scenario-delete")
    wait_for_figures(desk)
    desk.press("#scenario-new")
    wait_for(lambda: (desk.state("scenario"), page.locator("#scenario-changes li").count()), ("", 0))
    desk.check_whole()


@pytest.mark.heavy
def test_a_drag_and_undo_and_redo_and_the_key_delete(sit, spots):
    desk = sit()
    first = add_facility(desk, spots(60, 40))
    x, y = desk.spot(*spots(60, 40))
    desk.page.mouse.move(x, y - 15)
    desk.page.mouse.down()
    desk.page.mouse.move(x + 220, y + 120, steps=8)
    desk.page.mouse.up()
    second = wait_for_figures(desk, first)
    check_figures(desk)
    desk.press("#scenario-undo")
    assert wait_for_figures(desk, second) == first
    desk.page.keyboard.press("Control+Shift+z")
    assert wait_for_figures(desk, first) == second
    desk.page.focus(".pin.add")
    desk.page.keyboard.press("Delete")
    desk.page.wait_for_selector("#scenario-categories", state="detached")
    assert desk.page.locator("#scenario-changes li").count() == 0
    desk.page.keyboard.press("Control+z")
    assert wait_for_figures(desk) == second
    desk.check_quiet()


@pytest.mark.heavy
def test_everything_by_the_keyboard_alone(sit, spots):
    desk = sit()
    desk.page.focus("#mode-add")
    desk.page.keyboard.press("Enter")
    desk.page.focus("#map")
    desk.page.keyboard.press("Space")
    wait_for_figures(desk)
    check_figures(desk)
    content = read_content(desk)
    middle = desk.page.evaluate("(() => { const at = gridwalk.view.map.getCenter(); return [at.lng, at.lat]; })()")
    assert [content["add"][0]["lon"], content["add"][0]["lat"]] == pytest.approx(middle, abs=1e-5)
    desk.page.focus(".pin.add")
    desk.page.keyboard.press("Shift+ArrowRight")
    assert read_content(desk)["add"][0]["lon"] > content["add"][0]["lon"]
    desk.page.keyboard.press("Escape")
    desk.page.focus("#mode-remove")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("#scenario-near li")
    desk.page.focus("#scenario-near li button")
    desk.page.keyboard.press("Enter")
    desk.wait("document.querySelector('#scenario-changes li[data-kind=remove]') !== null")
    desk.check_quiet()


@pytest.mark.heavy
def test_a_path_by_clicks_ends_by_a_double_click_or_enter_and_escape_gives_it_up(sit, spots):
    desk = sit()
    desk.press("#mode-paths")
    desk.click(*spots(-200, 0))
    desk.page.keyboard.press("Escape")
    assert desk.state("draft") == ""
    desk.press("#mode-paths")
    desk.click(*spots(-250, -150))
    desk.click(*spots(0, 20))
    desk.page.mouse.dblclick(*desk.spot(*spots(250, 120)))
    shown = wait_for_figures(desk)
    [path] = read_content(desk)["paths"]
    assert len(path["line"]) == 3
    check_figures(desk)
    desk.click(*spots(-100, 200))
    desk.click(*spots(100, 220))
    desk.click(*spots(140, 240))
    desk.press("#scenario-back")
    desk.page.keyboard.press("Enter")
    desk.wait("document.querySelectorAll('#scenario-changes li[data-kind=paths]').length === 2")
    assert len(read_content(desk)["paths"][1]["line"]) == 2
    assert shown
    wait_for_figures(desk)
    check_figures(desk)
    answer = compare(desk, read_content(desk))
    crossed = sum(sum(path["crosses"].values()) for path in answer["paths"])
    assert ("crosses" in desk.page.inner_text("#scenario-notes")) == (crossed > 0)
    desk.check_quiet()


@pytest.mark.heavy
def test_a_gate_and_an_area_whose_households_are_given(sit, city, spots):
    walls = city.barriers[city.barriers["barrier_kind"] == "wall"].geometry
    lon, lat = spots()
    near = walls.iloc[int(walls.distance(_point(city, lon, lat)).to_numpy().argmin())].interpolate(0.3, normalized=True)
    desk = sit(at=find_lonlat(city, near.x, near.y), zoom=17)
    desk.press("#mode-gates")
    desk.click(*find_lonlat(city, near.x, near.y))
    wait_for_figures(desk)
    check_figures(desk)
    assert desk.page.locator(".pin.gates").count() == 1
    desk.press("#mode-areas")
    desk.page.fill("#scenario-households", "900")
    for east, north in ((-60, -40), (60, -40), (60, 40), (-60, 40)):
        desk.click(*find_lonlat(city, near.x + east, near.y + north))
    desk.press("#scenario-finish")
    desk.page.wait_for_selector("#scenario-changes li[data-kind=areas]")
    assert read_content(desk)["areas"][0]["households"] == 900
    first = check_figures(desk)
    desk.press("#scenario-cancel")
    size = desk.page.locator("#scenario-changes li[data-kind=areas] input")
    size.fill("1800")
    size.blur()
    second = check_figures(desk)
    people = [sum(each["after"].values()) - sum(each["before"].values()) for each in (first, second)]
    assert people[1] == pytest.approx(2 * people[0])
    assert people[0] > 2000
    desk.check_quiet()


def _point(city, lon, lat):
    import shapely  # noqa: PLC0415
    from pyproj import Transformer  # noqa: PLC0415

    return shapely.Point(*Transformer.from_crs(4326, city.crs, always_xy=True).transform(lon, lat))


@pytest.mark.heavy
def test_a_facility_is_taken_away_by_a_click_and_put_back_from_the_list(sit, city):
    school = city.facilities[city.facilities["category"] == CATEGORY].iloc[0]
    place = find_lonlat(city, school.geometry.x, school.geometry.y)
    desk = sit(at=place)
    desk.press("#mode-remove")
    desk.page.wait_for_selector("#scenario-near li")
    desk.click(*place)
    wait_for_figures(desk)
    assert read_content(desk)["remove"] == [school["facility_id"]]
    found = check_figures(desk)
    assert found["after"]["covered"] <= found["before"]["covered"]
    desk.page.wait_for_selector(".pin.remove")
    assert str(school["name"] or school["facility_id"]) in desk.page.inner_text("#scenario-changes")
    desk.press("#scenario-changes li[data-kind=remove] button:last-child")
    desk.page.wait_for_selector("#scenario-categories", state="detached")
    desk.check_quiet()


@pytest.mark.heavy
def test_changes_survive_a_reload_also_where_they_are_long(sit, spots):
    desk = sit()
    add_facility(desk, spots(60, 40))
    shown = desk.page.inner_text("#scenario-categories")
    wait_for(lambda: "draft=" in desk.page.evaluate("location.hash"), True)
    desk.page.reload()
    assert wait_for_figures(desk) == shown
    line = [[round(part, 6) for part in spots(-300 + 6 * i, 30 * (i % 2))] for i in range(100)]
    draft = urlsafe_b64encode(json.dumps(["", [], [], [line], [], []]).encode()).decode().rstrip("=")
    desk.open(f"{AIM}&draft={draft}")
    desk.page.wait_for_selector("#scenario-changes li")
    wait_for_figures(desk)
    desk.press("#mode-add")
    with desk.page.expect_response(f"{desk.address}v1/scenarios"):
        desk.page.keyboard.press("Space")
    desk.wait("gridwalk.state.get('draft') === '@'")
    long = wait_for_figures(desk)
    desk.page.reload()
    assert wait_for_figures(desk) == long
    assert desk.page.locator("#scenario-changes li").count() == 2
    desk.check_quiet()


def save(desk, name):
    desk.page.fill("#scenario-name", name)
    desk.page.locator("#scenario-name").blur()
    desk.press("#scenario-save")
    desk.wait("gridwalk.state.get('scenario') !== '' && gridwalk.state.get('draft') === ''")
    desk.page.wait_for_selector("#scenario-link")
    return desk.state("scenario")


@pytest.mark.heavy
def test_a_scenario_is_saved_shared_changed_copied_and_deleted_after_a_question(sit, browser, address, spots):
    desk = sit()
    shown = add_facility(desk, spots(60, 40))
    kept = save(desk, "新小学 <b>")
    assert desk.page.inner_text("#scenario-state") == "Saved"
    assert desk.page.locator("#scenario-own li").all_inner_texts()[0].startswith("新小学 <b>")
    link = desk.page.input_value("#scenario-link")
    # a colleague in another browser
    other = Desk(browser, address, fragment="tool=scenario")
    other.open(link.partition("#")[2])
    assert wait_for_figures(other) == shown
    assert other.page.inner_text("#scenario-state") == "A scenario that somebody else saved"
    assert other.page.locator("#scenario-delete").count() == 0
    assert other.page.input_value("#scenario-name") == "新小学 <b>"
    own = save_copy(other)
    assert own != kept
    assert other.page.locator("#scenario-delete").count() == 1
    other.check_quiet()
    other.close()
    # its owner changes it: the link leads to the new one
    desk.press("#mode-add")
    desk.click(*spots(-150, -100))
    wait_for_figures(desk)
    desk.page.keyboard.press("Escape")
    assert desk.page.inner_text("#scenario-state") == "There are changes that are not saved"
    assert save(desk, "Two schools") == kept
    answer = desk.context.request.get(f"{address}v1/scenarios/{kept}").json()
    assert (answer["name"], len(answer["content"]["add"]), answer["revision"]) == ("Two schools", 2, 2)
    export = desk.context.request.get(address + desk.page.get_attribute("#scenario-export", "href")).json()
    assert [each["properties"]["part"] for each in export["features"]] == ["facilities", "facilities"]
    desk.press("#scenario-delete")
    desk.press("#scenario-delete-no")
    assert desk.context.request.get(f"{address}v1/scenarios/{kept}").ok
    desk.press("#scenario-delete")
    assert "Two schools" in desk.page.inner_text("#scenario-question")
    desk.press("#scenario-delete-yes")
    desk.wait("gridwalk.state.get('scenario') === ''")
    assert desk.context.request.get(f"{address}v1/scenarios/{kept}").status == 404
    assert desk.page.locator("#scenario-own li").count() == 0
    desk.check_quiet()


def save_copy(desk):
    before = desk.state("scenario")
    desk.press("#scenario-save")
    desk.wait("(before) => gridwalk.state.get('scenario') !== before", before)
    desk.page.wait_for_selector("#scenario-delete")
    return desk.state("scenario")


@pytest.mark.heavy
def test_two_scenarios_stand_side_by_side(sit, spots):
    desk = sit()
    first = add_facility(desk, spots(60, 40))
    save(desk, "One")
    desk.press("#scenario-new")
    desk.page.wait_for_selector("#scenario-categories", state="detached")
    add_facility(desk, spots(-200, -150))
    save(desk, "Two")
    desk.press("#scenario-own li:not(.chosen) .compare")
    desk.wait("document.querySelector('#scenario-categories thead').innerText.includes('One')")
    cells = desk.page.locator(f'#scenario-categories tr[data-category="{CATEGORY}"] td').all_inner_texts()
    assert cells[3].split("%")[0] + "%" == first.split("\t")[-2].strip()  # the share afterwards of the first
    assert desk.page.locator("#scenario-own li").count() == 2
    desk.check_quiet()


@pytest.mark.heavy
def test_the_link_is_copied_and_siting_is_handed_the_scenario(sit, spots):
    desk = sit()
    add_facility(desk, spots(60, 40))
    assert desk.page.locator("#scenario-siting").is_disabled()
    kept = save(desk, "For siting")
    desk.press("#scenario-link-copy")
    desk.wait("document.querySelector('#scenario-told').innerText !== ''")
    desk.press("#scenario-siting")
    desk.wait("gridwalk.state.get('tool') === ''")
    assert (desk.state("tab"), desk.state("scenario")) == ("siting", kept)
    desk.check_quiet()


@pytest.mark.heavy
def test_all_categories_are_compared_a_few_at_a_time(sit, city, spots):
    desk = sit()
    add_facility(desk, spots(60, 40))
    desk.press('#left label[data-category="all"] input')
    desk.wait(f"document.querySelectorAll('#scenario-categories tbody tr').length === {len(city.categories)}")
    desk.check_quiet()


@pytest.mark.heavy
def test_villages_and_another_limit_have_their_figures(sit, spots):
    desk = sit()
    before = add_facility(desk, spots(60, 40))
    desk.page.evaluate("gridwalk.state.set({ minutes: '12' })")
    wait_for_figures(desk, before)
    found = compare(desk, read_content(desk), minutes=12)["categories"][CATEGORY]
    row = desk.page.locator(f'#scenario-categories tr[data-category="{CATEGORY}"] td').all_inner_texts()
    assert is_shown(row[2], found["after"]["covered"] - found["before"]["covered"])
    desk.page.evaluate("gridwalk.state.set({ scope: 'rural' })")
    wait_for(lambda: desk.state("scope"), "rural")
    row = desk.page.locator(f'#scenario-categories tr[data-category="{CATEGORY}"] td').all_inner_texts()
    assert read_people(row[2]) == 0
    assert found["villages"]["after"]["covered"] == found["villages"]["before"]["covered"]
    desk.check_quiet()


def test_what_the_service_refuses_is_said_and_can_be_tried_again(sit, spots):
    draft = json.dumps(["", [], ["no-such-facility"], [], [], []])
    desk = sit(lang="zh", allowed=("404",))  # the browser notes the answer
    desk.page.evaluate("draft => gridwalk.state.set({ draft: btoa(draft).replace(/=+$/, '') })", draft)
    desk.page.wait_for_selector("#scenario-status .status.error")
    assert "没有编号为“no-such-facility”的设施" in desk.page.inner_text("#scenario-status")
    assert desk.page.locator("#scenario-status button").count() == 1
    desk.check_quiet()


def test_a_link_to_nothing_says_so(sit):
    desk = sit(draft="&scenario=AAAABBBBCCCCDDDDEEEEfg", allowed=("404",))
    desk.page.wait_for_selector("#scenario-status .status.error")
    assert "no scenario has this id" in desk.page.inner_text("#scenario-status")
    desk.check_quiet()
