"""The frame of the planner's page on every screen and in both languages: whole, readable, for keyboards and readers."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.planner.looking import SIZES, find_cut_texts, get, settle, wait_for

PHONE = SIZES[3]
TARGETS = """#left button, #left select, #left input[type=text], #left label, #lang, #tabs button, .leaflet-bar a,
    #legend .fold, #tools button"""


def find_tabs(page):
    return page.evaluate("() => [...document.querySelectorAll('#tabs [role=tab]')].map((tab) => tab.dataset.tab)")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_tab_is_whole_on_every_screen(look, size, lang):
    page = look(size=size, lang=lang)
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    for name in find_tabs(page):
        page.locator(f"#tab-{name}").click()
        wait_for(lambda: page.locator("#tabs [aria-selected=true]").get_attribute("data-tab"), name)
        page.wait_for_timeout(300)
        assert find_cut_texts(page) == [], name
        if size == PHONE:
            page.locator("#sheet-handle").click()
            page.wait_for_timeout(300)
            assert find_cut_texts(page) == [], f"{name}, the sheet whole"
            page.locator("#sheet-handle").click()
            page.locator("#sheet-handle").click()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [SIZES[0], PHONE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_axe_finds_no_serious_fault_on_any_tab(look, size, lang):
    page = look(size=size, lang=lang)
    found = []
    for name in find_tabs(page):
        page.locator(f"#tab-{name}").click()
        page.wait_for_timeout(300)
        found += list_faults(page, name)
        if name == "assess":
            page.locator("#right-body tbody tr").first.press("Enter")
            page.wait_for_selector(".sheet-table")
            found += list_faults(page, "sheet")
            page.locator("#sheet-back").click()
    assert found == []


def list_faults(page, where):
    violations = Axe().run(page).response["violations"]
    serious = [each for each in violations if each["impact"] in ("serious", "critical")]
    return [f"{where}: {each['id']} {node['html'][:160]}" for each in serious for node in each["nodes"]]


def test_arrows_move_between_tabs(look):
    page = look()
    tabs = find_tabs(page)
    page.locator("#tab-assess").focus()
    for name in [*tabs[1:], tabs[0], tabs[-1]]:
        page.keyboard.press(
            "ArrowLeft" if name == tabs[-1] and get(page, "tab") == tabs[0] and len(tabs) > 2 else "ArrowRight"
        )
        wait_for(lambda: page.evaluate("document.activeElement.dataset.tab"), name)
        assert get(page, "tab") == name
    assert page.locator("#tabs [tabindex='0']").count() == 1


def test_the_language_switches_everything_without_a_reload(look):
    page = look(lang="zh")
    page.evaluate("window.same = 1")
    assert page.locator("#tab-assess").inner_text() == "评估"
    for name in find_tabs(page):
        page.locator(f"#tab-{name}").click()
        page.wait_for_timeout(150)
        page.locator("#lang").click()
        wait_for(lambda: page.evaluate("document.documentElement.lang"), "en")
        page.wait_for_timeout(250)
        told = page.locator("#left-body").inner_text() + page.locator("#tabs").inner_text()
        assert not re.findall("评估|限值|类别|人群|指标|层级|图层|范围", told), name
        page.locator("#lang").click()
    assert page.evaluate("window.same") == 1


def test_the_sheet_of_a_phone_has_three_stops(look):
    page = look(size=PHONE)
    panels, stops = page.locator("#panels"), []
    for _ in range(3):
        page.wait_for_timeout(300)
        stops.append(round(panels.bounding_box()["height"]))
        page.locator("#sheet-handle").click()
    half, full, low = stops
    assert low < 150 < half < 500 < full
    assert page.evaluate("document.body.dataset.stop") == "half"
    page.wait_for_timeout(300)
    box = page.locator("#sheet-handle").bounding_box()
    for target, stop in ((box["y"] + 120, "low"), (box["y"] - 100, "half")):
        at = page.locator("#sheet-handle").bounding_box()
        page.mouse.move(at["x"] + 100, at["y"] + 20)
        page.mouse.down()
        page.mouse.move(at["x"] + 100, target, steps=4)
        page.mouse.up()
        page.wait_for_timeout(300)
        assert page.evaluate("document.body.dataset.stop") == stop


def test_on_a_phone_the_legend_stays_in_sight_and_targets_are_large(look):
    page = look(size=PHONE)
    for _ in range(2):
        assert page.locator("#legend h2").is_visible()
        low = page.evaluate(
            """targets => [...document.querySelectorAll(targets)].filter((node) => node.checkVisibility())
                .map((node) => [node.textContent.slice(0, 20), Math.round(node.getBoundingClientRect().height)])
                .filter(([, height]) => height < 44)""",
            TARGETS,
        )
        assert low == []
        page.locator("#sheet-handle").click()
        page.wait_for_timeout(250)


def test_what_the_sheet_of_a_phone_hides_lies_beneath_it(look):
    page = look(size=PHONE)
    panels = page.locator("#panels").bounding_box()
    for shown in page.locator(".leaflet-control").all():
        box = shown.bounding_box()
        if box:
            assert box["y"] + box["height"] <= panels["y"] + 1


def test_the_legend_folds(look):
    page = look()
    fold = page.locator("#legend .fold")
    assert fold.get_attribute("aria-expanded") == "true"
    fold.click()
    assert not page.locator("#legend-list").is_visible()
    assert page.locator("#legend h2").is_visible()
    page.locator("#legend .fold").press("Enter")
    assert page.locator("#legend-list").is_visible()


def test_legend_and_map_have_the_same_colours(look):
    page = look("category=kindergarten&level=grid_units")
    settle(page)
    legend = set(
        page.evaluate(
            """() => [...document.querySelectorAll("#legend .swatch.class")]
                .filter((each) => each.style.background).map((each) => getComputedStyle(each).backgroundColor)"""
        )
    )
    painted = page.evaluate(
        """() => {
            const canvas = document.querySelector(".leaflet-shapes-pane canvas"), counts = new Map();
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            for (let at = 0; at < data.length; at += 4) {
                if (data[at + 3] !== 255) continue;
                const key = `rgb(${data[at]}, ${data[at + 1]}, ${data[at + 2]})`;
                counts.set(key, (counts.get(key) ?? 0) + 1);
            }
            return [...counts].filter(([, count]) => count > 100).map(([key]) => key);
        }"""
    )
    assert len(legend) == 5
    assert legend <= set(painted)
