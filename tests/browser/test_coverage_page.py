"""The coverage page of one file as a planner meets it, in a real browser."""

import dataclasses

import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.texts.notes import state_notes
from maps import render_coverage_page
from tests.browser.planner.looking import READY, find_on_screen, read_category, read_legend, read_list, settle, wait_for

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


@pytest.fixture(scope="module")
def city():
    return build_sample()


@pytest.fixture(scope="module")
def coverage(city):
    return analyze_city(city)


@pytest.fixture
def open_file(open_page, tmp_path):
    """Save a page and open it from the disk."""

    def open_(coverage, *, lang="zh", level="grid_units", at="", **size):
        path = tmp_path / f"{lang}-{level}.html"
        path.write_text(render_coverage_page(coverage, lang=lang, level=level), "utf-8")
        page = open_page(path.as_uri() + at, **size)
        page.wait_for_function(READY)
        return page

    return open_


@pytest.fixture
def page(open_file, coverage):
    return open_file(coverage)


def click_unit(page, city, code):
    """Click a unit, where no facility is in the way."""
    units = city.grid_units.to_crs(4326).set_index("unit_code")
    west, south, east, north = units.geometry[code].bounds
    page.mouse.click(*find_on_screen(page, west + 0.7 * (east - west), south + 0.65 * (north - south)))
    page.wait_for_selector(".sheet h2")


def read_row(page, category):
    """Walk, own share, share of the street, share of the city."""
    cells = page.locator(f".sheet-table tr[data-category={category}] td").all_inner_texts()
    return [cell.split("\n")[0].removeprefix("✓ ").removeprefix("✕ ") for cell in cells]


def test_the_page_asks_for_nothing_and_complains_of_nothing(page):
    assert len(page.requested) == 1
    assert page.requested[0].startswith("file://")
    assert page.complaints == []


def test_a_click_on_a_unit_shows_its_figures(page, city, coverage):
    click_unit(page, city, "410102001001001")
    assert page.locator(".sheet h2").inner_text() == "South-west"
    assert page.locator("dl.facts dd").first.inner_text() == "60"
    assert read_row(page, "school")[1] == "33%"
    assert read_row(page, "clinic")[1] == "100%"
    page.locator("#sheet-back").click()
    page.wait_for_selector("#right-body tbody tr[data-code]")
    assert page.complaints == []


def test_the_language_switches_without_a_reload(page):
    assert "覆盖率" in page.locator("#legend").inner_text()
    page.locator("#lang").click()
    wait_for(lambda: "Share covered" in page.locator("#legend").inner_text(), True)
    assert "65 residents" in page.locator("#scope-note").inner_text()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert len(page.requested) == 1


@pytest.mark.heavy
def test_the_page_opens_in_the_language_asked_for(open_file, coverage):
    assert open_file(coverage, lang="en").locator("#tab-assess").inner_text() == "Assessment"


@pytest.mark.heavy
def test_a_category_recolours_the_units(page):
    def counts():
        settle(page)
        return list(read_legend(page)[2].values())[:5]

    page.check("input[name=scope][value=all]")
    assert counts() == ["1", "0", "0", "0", "1"]  # of units: who lives outside them is in the list
    page.check("input[name=category][value=school]")
    assert counts() == ["0", "1", "0", "0", "1"]
    page.check("input[name=category][value=all]")
    assert counts() == ["1", "1", "0", "0", "0"]


def test_shares_and_people_stand_in_the_panel(page):
    assert page.locator(".category[data-category=clinic] .name").inner_text() == "诊所"
    share, facts = read_category(page, "clinic")
    assert share == "92.3%"
    assert "5 人未覆盖" in facts
    assert read_category(page, "all")[0] == "30.8%"


def test_the_list_has_the_units_worst_first(page):
    rows = read_list(page)
    assert [cells[2] for cells in rows.values()] == sorted((cells[2] for cells in rows.values()), reverse=True)
    assert rows["410102001001001"][3] == "100%"


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ["按人口第 2", "居民 40 人", "步行 1,800 米", "新增一处可覆盖 40 人"]),
        ("en", ["no. 2 by residents", "40 residents", "1,800 m on foot", "a new site here would cover 40"]),
    ],
)
def test_a_gap_area_says_where_it_is_who_lives_there_and_what_helps(open_file, city, coverage, lang, words):
    page = open_file(coverage, lang=lang, at="#scope=rural&category=clinic&layers=gaps")
    settle(page)
    gaps = coverage.gaps
    spot = gaps[gaps["category"] == "clinic"].to_crs(4326).set_index("rank").geometry[2].representative_point()
    page.mouse.move(*find_on_screen(page, spot.x, spot.y))
    wait_for(lambda: page.locator(".hint").is_visible(), True)
    told = page.locator(".hint").inner_text()
    assert [word for word in words if word not in told] == []


@pytest.mark.heavy
def test_strings_from_data_are_shown_and_never_run(open_file, city):
    evil = dataclasses.replace(
        city,
        name=EVIL,
        attribution=EVIL,
        assumptions=state_notes([EVIL]),
        categories={name: {"zh": EVIL, "en": EVIL} for name in city.categories},
        grid_units=city.grid_units.assign(name=EVIL),
        facilities=city.facilities.assign(name=EVIL),
    )
    page = open_file(analyze_city(evil))
    click_unit(page, city, "410102001001001")
    assert page.locator(".sheet h2").inner_text() == EVIL
    assert page.locator("#city h1").inner_text() == EVIL
    assert EVIL in page.locator(".leaflet-control-attribution").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.complaints == []


@pytest.mark.heavy
def test_on_a_phone_the_panel_is_a_sheet(open_file, coverage):
    page = open_file(coverage, width=390, height=844)
    assert page.locator("#sheet-handle").is_visible()
    page.locator("#sheet-handle").click()
    page.wait_for_timeout(300)
    assert page.locator("#category-box .category").first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_city_without_gaps_opens(open_file, city):
    covered = analyze_city(dataclasses.replace(city, homes=city.homes.iloc[:4]), minutes=600, categories=["clinic"])
    assert covered.gaps.empty
    page = open_file(covered)
    assert page.complaints == []
    assert read_category(page, "clinic")[0] == "100.0%"


def test_a_city_without_facilities_or_roads_to_draw_opens(open_file, city):
    bare = dataclasses.replace(city, facilities=city.facilities.iloc[:0], roads=city.roads.iloc[:1])
    page = open_file(analyze_city(bare))
    assert page.complaints == []
    assert read_category(page, "clinic")[0] == "0.0%"


@pytest.mark.heavy
@pytest.mark.parametrize("level", ["city", "districts", "streets", "communities"])
def test_every_level_opens(open_file, coverage, level):
    page = open_file(coverage, level=level)
    assert page.complaints == []
    assert page.locator("#right-body tbody tr").count() > 0


@pytest.mark.heavy
def test_the_map_opens_on_urban_units_and_hatches_villages_that_no_rule_set_judges(open_file, city):
    ruled = dataclasses.replace(city, rule_sets=[build_sample_rules()])
    page = open_file(analyze_city(ruled))
    assert page.locator("input[name=scope]:checked").get_attribute("value") == "urban"
    assert "65 居民" in page.locator("#scope-note").inner_text()
    assert read_legend(page)[2]["不按此规则评价"] == "2"
    page.check("input[name=scope][value=rural]")
    wait_for(lambda: page.locator("#scope-note").inner_text(), "40 居民 · 本规则不评价")
    wait_for(lambda: read_category(page, "clinic")[0], "不评价")
    wait_for(lambda: "不按此规则评价" in page.locator("#right-body .status").inner_text(), True)
    assert page.complaints == []
