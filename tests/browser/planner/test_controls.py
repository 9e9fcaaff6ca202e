"""Every control of the left panel, on every screen and in both languages: what it shows is what the API says."""

import json

import pytest

from geo.city.bundle import write_city
from tests.browser.planner.looking import (
    SIZES,
    get,
    list_wrong,
    raise_sheet,
    read_canvases,
    read_category,
    read_legend,
    read_list,
    round_half_up,
    say_people,
    say_share,
    settle,
    wait_for,
)

pytestmark = pytest.mark.heavy

CATEGORY, OTHER = "kindergarten", "primary_school"
WORDS = {
    "zh": {"kindergarten": "幼儿园", "uncovered": "未覆盖人数", "minutes": "步行 10 分钟以内", "elder": "长者"},
    "en": {"kindergarten": "Kindergarten", "uncovered": "People not covered", "minutes": "within 10 min on foot"},
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_control_shows_the_figures_of_the_api(look, service, size, lang):
    page = look(size=size, lang=lang)
    raise_sheet(page)

    def share_is(key, figures):
        wait_for(lambda: read_category(page, key)[0], say_share(figures))

    whole = next(iter(service.count(CATEGORY).values()))
    page.locator(f".category[data-category={CATEGORY}]").click()
    share_is(CATEGORY, whole)
    assert say_people(whole["uncovered"], lang) in read_category(page, CATEGORY)[1]
    wait_for(lambda: read_legend(page)[0], WORDS[lang][CATEGORY])

    page.locator("#minutes").fill("10")
    in_ten = next(iter(service.count(CATEGORY, minutes=10).values()))
    share_is(CATEGORY, in_ten)
    wait_for(lambda: WORDS[lang]["minutes"] in read_legend(page)[1], True)
    # within minutes who walks slower reaches less; within metres everybody reaches the same
    page.locator("#profile").select_option("elder")
    elders = next(iter(service.count(CATEGORY, profile="elder", minutes=10).values()))
    share_is(CATEGORY, elders)
    points = round_half_up(100 * (in_ten["covered"] - elders["covered"]) / whole["residents"], 1)
    assert points > 0
    assert f"−{points}" in page.locator(f".category[data-category={CATEGORY}] .difference").inner_text()
    page.locator("#profile").select_option("adult")
    page.locator("input[name=limit][value='']").check()
    share_is(CATEGORY, whole)

    page.locator("#measure").select_option("uncovered")
    wait_for(lambda: read_legend(page)[1].startswith(WORDS[lang]["uncovered"]), True)
    page.locator("#measure").select_option("share")

    page.locator("#level").select_option("streets")
    streets = service.count(CATEGORY, level="streets")
    settle(page)
    wait_for(lambda: sorted(read_list(page)), sorted(streets))
    for code, cells in read_list(page).items():
        assert cells[2] == say_people(streets[code]["uncovered"], lang)

    page.locator("input[name=scope][value=rural]").check()
    wait_for(lambda: read_category(page, CATEGORY)[0], {"zh": "不评价", "en": "–"}[lang])
    page.locator("input[name=scope][value=urban]").check()
    for layer in ("roads", "borders", "facilities", "gaps"):
        box = page.locator(f"input[name=layer][value={layer}]")
        was = box.is_checked()
        box.set_checked(not was)
        wait_for(lambda layer=layer: layer in get(page, "layers").split(","), not was)
    settle(page)
    assert list_wrong(page) == []


def test_a_press_is_not_lost_where_lists_are_drawn_meanwhile(look):
    page = look(f"category={CATEGORY}")
    settle(page)
    page.evaluate(
        """() => new MutationObserver(() => { window.drawn = (window.drawn ?? 0) + 1; })
            .observe(document.getElementById("category-box"), { childList: true })"""
    )
    pressed = page.locator(f".category[data-category={OTHER}]")
    pressed.scroll_into_view_if_needed()
    box = pressed.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 8)
    # a new scope draws the categories anew a little later, here while the next one is already pressed
    page.evaluate("() => document.querySelector('input[name=scope][value=rural]').click()")
    page.mouse.down()
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    assert page.evaluate("() => window.drawn ?? 0") == 0
    page.mouse.up()
    wait_for(lambda: get(page, "category"), OTHER)
    wait_for(lambda: page.evaluate("() => window.drawn > 0"), True)
    wait_for(lambda: read_category(page, OTHER)[0], "–")


@pytest.mark.parametrize("name", ["category", "scope", "limit"])
def test_arrows_go_on_through_choices_that_are_drawn_anew(look, name):
    page = look(f"category={CATEGORY}")
    settle(page)
    focused = "() => [document.activeElement.name, document.activeElement.value, document.activeElement.checked]"
    values = page.locator(f"input[name={name}]:enabled").evaluate_all("boxes => boxes.map((box) => box.value)")
    page.locator(f"input[name={name}]:checked").focus()
    at = values.index(page.evaluate(focused)[1])
    for step in (1, 2, 3):
        page.keyboard.press("ArrowDown")
        settle(page)
        assert page.evaluate(focused) == [name, values[(at + step) % len(values)], True]


@pytest.mark.parametrize("control", ["#profile", "#measure", "#level", "#category-sort"])
def test_a_list_of_choices_keeps_the_keys_once_it_is_drawn_anew(look, control):
    page = look(f"category={CATEGORY}")
    settle(page)
    page.locator(control).focus()
    before = page.evaluate("() => document.activeElement.value")
    page.keyboard.press("ArrowUp" if control == "#level" else "ArrowDown")
    settle(page)
    assert page.evaluate("() => `#${document.activeElement.id}`") == control
    assert page.evaluate("() => document.activeElement.value") != before


def test_a_layer_and_a_heading_keep_the_keys(look):
    page = look(f"category={CATEGORY}")
    settle(page)
    page.locator("input[name=layer][value=borders]").focus()
    for _ in range(2):
        before = page.evaluate("() => document.activeElement.checked")
        page.keyboard.press("Space")
        settle(page)
        assert page.evaluate("() => [document.activeElement.value, document.activeElement.checked]") == [
            "borders",
            not before,
        ]
    heading = page.locator("[data-sort]").nth(1)
    key = heading.get_attribute("data-sort")
    heading.focus()
    page.keyboard.press("Enter")
    settle(page)
    assert page.evaluate("() => document.activeElement.dataset.sort") == key


def test_an_area_is_found_by_mouse_and_by_keyboard(look, service):
    page = look(f"category={CATEGORY}")
    districts = service.count(CATEGORY, level="districts")
    code, district = next((code, each) for code, each in districts.items() if each["covered"])
    page.locator("#area-field").click()
    page.locator("#area-list li", has_text=district["name"]).first.click()
    wait_for(lambda: get(page, "area"), code)
    wait_for(lambda: read_category(page, CATEGORY)[0], say_share(district))
    assert page.locator("#area-field").input_value() == district["name"]
    units = service.ask("/v1/coverage", level="communities", scope="urban", category=CATEGORY, limit=10_000)["items"]
    wait_for(lambda: 0 < len(read_list(page)) < len(units), True)

    page.locator("#area-whole").click()
    wait_for(lambda: get(page, "area"), "")
    streets = service.count(CATEGORY, level="streets")
    code, street = next(iter(streets.items()))
    page.locator("#area-field").focus()
    page.keyboard.type(street["name"][:3])
    page.keyboard.press("ArrowDown")
    marked = page.locator("#area-list li.marked")
    assert street["name"][:3] in marked.inner_text()
    assert page.locator("#area-field").get_attribute("aria-activedescendant") == marked.get_attribute("id")
    page.keyboard.press("Enter")
    wait_for(lambda: get(page, "area"), code)
    wait_for(lambda: read_category(page, CATEGORY)[0], say_share(street))
    kinds = "nodes => nodes.map(node => node.className === 'districts')"
    page.locator("#area-field").fill(code[:4])
    found = page.locator("#area-list li").evaluate_all(kinds)
    assert set(found) == {True, False}
    assert found == sorted(found, reverse=True)
    page.keyboard.press("Escape")
    page.locator("#area-field").fill("zzz")
    assert page.locator("#area-list").inner_text() == "No such district or street"
    page.keyboard.press("Escape")
    assert not page.locator("#area-list").is_visible()
    assert get(page, "area") == code


def test_the_slider_moves_by_keyboard_and_needs_no_server(look, service):
    page = look(f"category={CATEGORY}")
    settle(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#minutes").focus()
    for minutes in (16, 17, 18):
        page.keyboard.press("ArrowRight")
        wait_for(lambda: get(page, "minutes"), str(minutes))
        figures = next(iter(service.count(CATEGORY, minutes=minutes).values()))
        wait_for(lambda: read_category(page, CATEGORY)[0], say_share(figures))
        assert page.locator("#limit-box output").inner_text() == f"{minutes} min"
        assert page.locator("#minutes").get_attribute("aria-valuetext") == f"{minutes} min"
    assert page.evaluate("document.activeElement.id") == "minutes"
    assert page.locator("input[name=limit][value='15']").is_checked()
    assert asked == []


def test_every_category_has_the_share_of_the_api_and_of_the_command_line(look, service, city, run, tmp_path):
    page = look()
    write_city(city, tmp_path / "city")
    assert run("analyze", tmp_path / "city", "-o", tmp_path / "out")[0] == 0
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    for key in [*city.categories, "all"]:
        figures = next(iter(service.count(key).values()))
        share, facts = read_category(page, key)
        assert share == say_share(figures)
        assert say_people(figures["uncovered"], "en") in facts
        told = summary["categories"][key] if key != "all" else summary["all_categories"]
        assert round(told["covered_population"]) == figures["covered"]
        assert round(told["uncovered_population"]) == figures["uncovered"]
        assert told["covered_share"] == pytest.approx(figures["covered"] / figures["residents"], abs=1e-6)


def test_categories_are_sorted_by_share_and_by_people(look, service, city):
    page = look()
    figures = {key: next(iter(service.count(key).values())) for key in city.categories}

    def order():
        return page.evaluate("() => [...document.querySelectorAll('.category')].map((each) => each.dataset.category)")

    assert order()[0] == "all"
    assert page.locator("#category-box h3").count() == 3
    page.locator("#category-sort").select_option("share")
    shares = [figures[key]["covered"] for key in order()[1:]]
    assert shares == sorted(shares)
    assert page.locator("#category-box h3").count() == 0
    page.locator("#category-sort").select_option("uncovered")
    uncovered = [figures[key]["uncovered"] for key in order()[1:]]
    assert uncovered == sorted(uncovered, reverse=True)


def test_every_measure_colours_the_map_by_its_own_values(look, service, city):
    page = look(f"category={CATEGORY}&level=streets")
    settle(page)
    measures = page.evaluate("() => [...document.querySelectorAll('#measure option')].map((each) => each.value)")
    assert measures == ["share", "uncovered", "median", "met", "reached", "supply", "places", "workers"]
    seen, streets = set(), service.count(CATEGORY, level="streets")
    all_covered = dict.fromkeys(streets, 0)
    for key in city.categories:
        for code, each in service.count(key, level="streets").items():
            all_covered[code] += each["covered"]
    for measure in measures:
        page.locator("#measure").select_option(measure)
        settle(page)
        _, line, counts = read_legend(page)
        seen.add((line, tuple(counts)))
        rows = read_list(page)
        assert sum(int(count.replace(",", "")) for count in counts.values()) >= len(rows)
        if measure == "reached":
            assert {code: cells[4] for code, cells in rows.items()} == {
                code: f"{all_covered[code] / streets[code]['residents']:.1f}" for code in rows
            }
        if measure in ("met", "supply", "places", "workers"):
            assert any(cells[4] not in ("–", "") for cells in rows.values())
    assert len(seen) == len(measures)


def test_every_level_lists_the_units_of_the_api(look, service):
    page = look(f"category={CATEGORY}")
    for level in ("districts", "streets", "communities", "grid_units"):
        page.locator("#level").select_option(level)
        settle(page)
        told = service.count(CATEGORY, level=level)
        wait_for(lambda: sorted(read_list(page)), sorted(told))
        rows = read_list(page)
        assert {code: cells[2] for code, cells in rows.items()} == {
            code: say_people(each["uncovered"], "en") for code, each in told.items()
        }
        assert {code: cells[3] for code, cells in rows.items()} == {
            code: say_share(each, 0) for code, each in told.items()
        }
        uncovered = [told[code]["uncovered"] for code in rows]
        assert uncovered == sorted(uncovered, reverse=True)


def test_every_layer_is_painted_and_taken_away(look):
    page = look(f"category={CATEGORY}&at=34.75,113.65,13")
    settle(page)
    for layer in ("roads", "borders", "facilities", "gaps"):
        box = page.locator(f"input[name=layer][value={layer}]")
        before, was = read_canvases(page), box.is_checked()
        box.set_checked(not was)
        wait_for(lambda before=before: read_canvases(page) != before, True)
        box.set_checked(was)
        wait_for(lambda: read_canvases(page), before)


def test_the_curve_says_of_the_standards_limit_what_the_list_says(look):
    page = look(f"category={CATEGORY}", lang="zh")
    share = read_category(page, CATEGORY)[0]
    wait_for(lambda: page.locator("#bottom-body .said").inner_text().endswith(f"可达,{share}"), True)


def test_the_curve_is_dragged_and_says_what_the_api_says(look, service):
    page = look(f"category={CATEGORY}")
    settle(page)
    chart = page.locator("#bottom-body svg").bounding_box()
    grip = page.locator("#bottom-body .grip").bounding_box()
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + 40)
    page.mouse.down()
    at = {}
    for minute in (20, 12):
        page.mouse.move(chart["x"] + 52 + (chart["width"] - 66) * minute / 30, grip["y"] + 40, steps=3)
        wait_for(lambda: get(page, "minutes"), str(minute))
        figures = next(iter(service.count(CATEGORY, minutes=minute).values()))
        at[minute] = f"{say_people(figures['covered'], 'en')} within {minute} min, {say_share(figures)}"
        wait_for(lambda said=at[minute]: page.locator("#bottom-body .said").inner_text().endswith(said), True)
    page.mouse.up()
    page.mouse.move(chart["x"] + 100, grip["y"] + 40)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert get(page, "minutes") == "12"
    assert at[12] in page.locator("#bottom-body svg").get_attribute("aria-label")
