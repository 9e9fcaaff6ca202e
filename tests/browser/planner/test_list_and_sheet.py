"""The list of the worst and the sheet of a unit: sorted, filtered, by mouse and by keyboard, equal to the API."""

import re

import pytest

from tests.browser.planner.looking import (
    SIZES,
    find_on_screen,
    get,
    list_wrong,
    raise_sheet,
    read_canvases,
    read_list,
    say_people,
    say_share,
    settle,
    wait_for,
)

CATEGORY = "kindergarten"


def list_codes(page):
    return page.evaluate("() => [...document.querySelectorAll('#right-body tbody tr')].map((row) => row.dataset.code)")


@pytest.mark.heavy
def test_more_rows_come_when_asked_for(look, service):
    page = look(f"category={CATEGORY}")
    assert len(list_codes(page)) == 30
    assert "30 of 114" in page.locator(".more button").inner_text()
    page.locator(".more button").click()
    assert len(list_codes(page)) == len(service.count(CATEGORY, level="grid_units"))
    assert page.locator(".more button").count() == 0


@pytest.mark.heavy
def test_a_column_sorts_both_ways_and_the_address_keeps_it(look, service):
    page = look(f"category={CATEGORY}&level=streets")
    told = service.count(CATEGORY, level="streets")

    def shares():
        return [told[code]["covered"] / told[code]["residents"] for code in list_codes(page)]

    page.locator("[data-sort=share]").click()
    wait_for(lambda: get(page, "sort"), "share")
    wait_for(lambda: shares() == sorted(shares()), True)
    page.locator("[data-sort=share]").click()
    wait_for(lambda: shares() == sorted(shares(), reverse=True), True)
    assert page.locator("th[aria-sort=descending] button").get_attribute("data-sort") == "share"
    wait_for(lambda: "sort=-share" in page.evaluate("location.hash"), True)
    page.locator("[data-sort=name]").press("Enter")
    page.wait_for_selector("th[aria-sort] [data-sort=name]")
    wait_for(lambda: page.evaluate("document.activeElement.dataset.sort"), "name")


@pytest.mark.heavy
def test_the_filter_finds_names_and_codes_while_somebody_writes(look, service):
    page = look(f"category={CATEGORY}")
    told = service.count(CATEGORY, level="grid_units")
    code, unit = next(iter(told.items()))
    page.locator(".filter").press_sequentially(unit["name"], delay=30)
    wait_for(lambda: code in list_codes(page) and len(list_codes(page)) < 20, True)
    assert page.evaluate("document.activeElement.value") == unit["name"]
    page.locator(".filter").fill(code)
    wait_for(lambda: list_codes(page), [code])
    page.locator(".filter").fill("zzzz")
    wait_for(page.locator(".status.none").first.inner_text, "None here")
    page.locator(".filter").fill("")
    wait_for(lambda: len(list_codes(page)), 30)


@pytest.mark.heavy
def test_the_list_is_walked_by_keyboard(look):
    page = look(f"category={CATEGORY}")
    codes = list_codes(page)
    page.locator("#right-body tbody tr").first.focus()
    for key, at in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.dataset.code") == codes[at]
    page.keyboard.press("Enter")
    wait_for(lambda: get(page, "unit"), codes[1])
    page.wait_for_selector(".sheet-table")
    assert page.evaluate("document.activeElement.id") == "sheet-back"
    page.keyboard.press("Enter")
    wait_for(lambda: get(page, "unit"), "")
    assert list_codes(page) == codes
    assert page.evaluate("[document.activeElement.localName, document.activeElement.dataset.code]") == ["tr", codes[1]]


def test_an_audit_is_sorted_and_opened_by_keyboard(look):
    page = look("tab=audit")
    heading = page.locator("[data-sort=people]")
    heading.focus()
    page.keyboard.press("Enter")
    wait_for(lambda: get(page, "audit_sort"), "-people")
    assert page.evaluate("document.activeElement.dataset.sort") == "people"
    code = list_codes(page)[1]
    page.locator("#right-body tbody tr").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#sheet-zoom")
    assert page.evaluate("document.activeElement.id") == "sheet-back"
    page.keyboard.press("Enter")
    wait_for(lambda: page.evaluate("document.activeElement.localName"), "tr")
    assert page.evaluate("document.activeElement.dataset.code") == code


@pytest.mark.heavy
def test_a_word_put_together_from_its_sounds_is_not_broken_off(look, service):
    page = look(f"category={CATEGORY}&level=streets", lang="zh")
    street = next(iter(service.count(CATEGORY, level="streets").values()))["name"]
    page.locator("#right-body .filter").focus()
    keys = page.context.new_cdp_session(page)
    for sounds in ("n", "na", "nan"):
        keys.send(
            "Input.imeSetComposition", {"text": sounds, "selectionStart": len(sounds), "selectionEnd": len(sounds)}
        )
        page.evaluate("() => new Promise((done) => setTimeout(done, 300))")  # slower than the filter
        assert page.evaluate("document.activeElement.value") == sounds
        assert get(page, "filter") == ""
    keys.send("Input.insertText", {"text": street})
    wait_for(lambda: get(page, "filter"), street)
    wait_for(lambda: [cells[1] for cells in read_list(page).values()], [street])
    assert page.evaluate("document.activeElement.value") == street


@pytest.mark.heavy
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_sheet_of_a_unit_has_the_figures_of_the_api(look, service, city, size, lang):
    page = look(f"category={CATEGORY}", size=size, lang=lang)
    code, unit = next(iter(service.count(CATEGORY, level="grid_units").items()))
    raise_sheet(page)
    page.locator(".filter").fill(code)
    wait_for(lambda: list_codes(page), [code])
    page.locator("#right-body tbody tr").click()
    page.wait_for_selector(".sheet-table")
    assert page.locator(".sheet h2").inner_text() == unit["name"]
    facts = page.locator("dl.facts dd").all_inner_texts()
    assert facts[0] == say_people(unit["residents"], lang)
    rows = page.locator(".sheet-table tbody tr")
    assert rows.count() == len(city.categories)
    for key in (CATEGORY, "primary_school"):
        cells = page.locator(f".sheet-table tr[data-category={key}] td").all_inner_texts()
        own = service.count(key, level="grid_units")[code]
        assert cells[1] == say_share(own, 0)
        assert cells[3] == say_share(next(iter(service.count(key).values())), 0)
    assert list_wrong(page) == []


@pytest.mark.heavy
def test_a_route_is_drawn_while_the_pointer_is_on_its_category(look, service):
    page = look(f"category={CATEGORY}")
    page.locator("#right-body tbody tr").nth(3).click()
    page.wait_for_selector(".sheet-table tr[tabindex]")
    row = page.locator(".sheet-table tr[tabindex]").first
    paths = page.locator("path.leaflet-interactive, .leaflet-overlay-pane path, .leaflet-overlay-pane canvas")
    page.mouse.move(700, 300)  # the sheet has come up under the pointer
    wait_for(paths.count, 0)
    with page.expect_response(re.compile("/v1/homes/.*/route")) as answer:
        row.hover()
    assert answer.value.status == 200
    wait_for(lambda: paths.count() > 0, True)
    page.mouse.move(700, 300)
    wait_for(lambda: page.locator(".leaflet-overlay-pane path").count(), 0)
    row.focus()
    wait_for(lambda: paths.count() > 0, True)


@pytest.mark.heavy
@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]])
@pytest.mark.parametrize("way", ["button", "history"])
def test_back_from_its_sheet_a_row_far_down_is_in_view_and_has_the_keys(look, size, way):
    page = look(f"category={CATEGORY}", size=size)
    settle(page)
    raise_sheet(page)
    page.locator(".more button").click()
    row = page.locator("#right-body tbody tr").nth(70)
    code = row.get_attribute("data-code")
    row.scroll_into_view_if_needed()
    row.click()
    page.wait_for_selector("#sheet-back")
    page.locator("#sheet-back").click() if way == "button" else page.go_back()
    wait_for(lambda: page.evaluate("() => document.activeElement.closest('tr')?.dataset.code"), code)
    top, bottom = page.evaluate(
        "() => { const b = document.activeElement.getBoundingClientRect(); return [b.top, b.bottom]; }"
    )
    assert 0 < top < bottom < size[1]


@pytest.fixture(scope="module")
def unit(service, city):
    """The largest unit that is told, and a place in it [degrees]."""
    told = service.count(CATEGORY, level="grid_units")
    units = city.grid_units[city.grid_units["unit_code"].isin(told)]
    found = units.iloc[units.geometry.area.argmax()]
    return found, units.geometry.to_crs(4326)[found.name].representative_point()


def read_hint(page, spot):
    """Point at a place; the lines of what is said of it."""
    x, y = find_on_screen(page, spot.x, spot.y)
    page.mouse.move(x - 1, y)
    page.mouse.move(x, y)
    hint = page.locator(".hint")
    return hint.inner_text().split("\n") if hint.is_visible() else []


@pytest.mark.heavy
def test_a_click_on_the_map_opens_the_sheet_of_what_is_there(look, service, unit):
    page = look(f"category={CATEGORY}&layers=borders")
    settle(page)
    told, (unit, spot) = service.count(CATEGORY, level="grid_units"), unit
    name, *more = read_hint(page, spot)
    assert name == told[unit["unit_code"]]["name"]
    assert say_share(told[unit["unit_code"]]) in "".join(more)
    x, y = find_on_screen(page, spot.x, spot.y)
    page.mouse.click(x, y)
    wait_for(lambda: get(page, "unit"), unit["unit_code"])
    wait_for(lambda: page.locator(".sheet h2").inner_text(), told[unit["unit_code"]]["name"])
    before = read_canvases(page)
    page.locator("#sheet-zoom").click()
    wait_for(lambda: read_canvases(page) != before, True)
    page.go_back()
    wait_for(lambda: get(page, "unit"), "")
    wait_for(lambda: len(read_list(page)), len(told))


@pytest.mark.heavy
def test_what_is_under_the_pointer_is_of_what_was_chosen_last(look, service, unit):
    page = look(f"category={CATEGORY}&level=streets&layers=borders")
    settle(page)
    unit, spot = unit
    streets = service.count(CATEGORY, level="streets")
    (street,) = (each["name"] for code, each in streets.items() if code.startswith(unit["unit_code"][:9]))
    # the map stays where it is: nothing but the choice has it drawn anew
    for level, name in (("grid_units", unit["name"]), ("streets", street)) * 2:
        page.evaluate("level => window.gridwalk.state.set({ level })", level)
        wait_for(lambda: read_hint(page, spot)[:1], [name])


@pytest.mark.heavy
def test_elders_are_counted_when_chosen(look, service):
    page = look(f"category={CATEGORY}&level=streets")
    before = read_list(page)
    page.locator("input[name=group][value=elders]").check()
    wait_for(lambda: page.locator("[data-sort=uncovered]").inner_text(), "Elders not covered")
    wait_for(lambda: read_list(page) != before, True)
    elders = {
        code: int(cells[2].replace(",", "").replace(" k", "000").split(".")[0])
        for code, cells in read_list(page).items()
    }
    everybody = service.count(CATEGORY, level="streets")
    assert all(0 <= count <= everybody[code]["uncovered"] for code, count in elders.items())
    assert any(elders.values())
