"""The frame of the planner's page on every screen and in both languages: whole, readable, for keyboards and readers."""

import re

import pytest

from tests.browser.planner.looking import (
    PHONE,
    SIZES,
    VIEWS,
    get,
    list_axe_faults,
    list_wrong,
    settle,
    wait_for,
)


def find_tabs(page):
    return page.evaluate("() => [...document.querySelectorAll('#tabs [role=tab]')].map((tab) => tab.dataset.tab)")


def open_tab(page, name):
    """Open a tab, and wait until it has drawn."""
    page.locator(f"#tab-{name}").click()
    wait_for(lambda: page.evaluate("document.body.dataset.tab"), name)
    page.wait_for_function(
        """() => ["left-body", "right-body"].every((id) => document.getElementById(id).children.length)
            && !document.querySelector("#panels .skeleton")"""
    )


def wait_for_sheet(page):
    """Wait until the sheet of a phone moves no more."""
    page.wait_for_function(
        "() => document.getElementById('panels').getAnimations().every((each) => each.playState === 'finished')"
    )


@pytest.mark.parametrize(("size", "lang"), VIEWS)
def test_every_tab_is_whole_on_every_screen(look, size, lang):
    page = look(size=size, lang=lang)
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    for name in find_tabs(page):
        open_tab(page, name)
        assert list_wrong(page) == [], name
        if size == PHONE:
            page.locator("#sheet-handle").click()
            wait_for_sheet(page)
            assert list_wrong(page) == [], f"{name}, the sheet whole"
            page.locator("#sheet-handle").click()
            page.locator("#sheet-handle").click()


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [SIZES[0], PHONE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_axe_finds_no_serious_fault_in_the_assessment(look, size, lang):
    """The drive of every other tab and tool asks it there."""
    page = look(size=size, lang=lang)
    found = list_axe_faults(page)
    page.locator("#right-body tbody tr").first.press("Enter")
    page.wait_for_selector(".sheet-table")
    assert found + list_axe_faults(page) == []


@pytest.mark.heavy
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


@pytest.mark.heavy
def test_the_language_switches_everything_without_a_reload(look):
    page = look(lang="zh")
    page.evaluate("window.same = 1")
    assert page.locator("#tab-assess").inner_text() == "评估"
    for name in find_tabs(page):
        open_tab(page, name)
        page.locator("#lang").click()
        wait_for(lambda: page.evaluate("document.documentElement.lang"), "en")
        left = page.locator("#left-body, #tabs")
        wait_for(
            lambda told=left: re.findall("评估|限值|类别|人群|指标|层级|图层|范围", " ".join(told.all_inner_texts())),
            [],
        )
        page.locator("#lang").click()
    assert page.evaluate("window.same") == 1


@pytest.mark.heavy
def test_the_sheet_of_a_phone_has_three_stops(look):
    page = look(size=PHONE)
    panels, stops = page.locator("#panels"), []
    for _ in range(3):
        wait_for_sheet(page)
        stops.append(round(panels.bounding_box()["height"]))
        page.locator("#sheet-handle").click()
    half, full, low = stops
    assert low < 150 < half < 500 < full
    assert page.evaluate("document.body.dataset.stop") == "half"
    wait_for_sheet(page)
    box = page.locator("#sheet-handle").bounding_box()
    for target, stop in ((box["y"] + 120, "low"), (box["y"] - 100, "half")):
        at = page.locator("#sheet-handle").bounding_box()
        page.mouse.move(at["x"] + 100, at["y"] + 20)
        page.mouse.down()
        page.mouse.move(at["x"] + 100, target, steps=4)
        page.mouse.up()
        wait_for_sheet(page)
        assert page.evaluate("document.body.dataset.stop") == stop


@pytest.mark.heavy
def test_on_a_phone_the_legend_stays_in_sight_and_targets_are_large(look):
    page = look(size=PHONE)
    for _ in range(2):
        assert page.locator("#legend h2").is_visible()
        assert list_wrong(page) == []
        page.locator("#sheet-handle").click()
        wait_for_sheet(page)


@pytest.mark.heavy
def test_what_the_sheet_of_a_phone_hides_lies_beneath_it(look):
    page = look(size=PHONE)
    panels = page.locator("#panels").bounding_box()
    for shown in page.locator(".leaflet-control").all():
        box = shown.bounding_box()
        if box:
            assert box["y"] + box["height"] <= panels["y"] + 1


@pytest.mark.heavy
def test_the_legend_folds(look):
    page = look()
    fold = page.locator("#legend .fold")
    assert fold.get_attribute("aria-expanded") == "true"
    fold.click()
    assert not page.locator("#legend-list").is_visible()
    assert page.locator("#legend h2").is_visible()
    page.locator("#legend .fold").press("Enter")
    assert page.locator("#legend-list").is_visible()


@pytest.mark.heavy
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
