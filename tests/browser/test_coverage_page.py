"""The coverage page as a planner meets it, in a real browser."""

import dataclasses

import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.coverage.analysis import analyze_city
from geo.coverage.summary import summarize
from geo.texts.notes import state_notes
from maps import render_coverage_page

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


@pytest.fixture(scope="module")
def city():
    return build_sample()


@pytest.fixture(scope="module")
def coverage(city):
    return analyze_city(city)


def save(path, city, coverage, **options):
    path.write_text(render_coverage_page(city, coverage, summarize(city, coverage, minutes=None), **options), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(open_page, tmp_path, city, coverage):
    return open_page(save(tmp_path / "coverage.html", city, coverage))


def click_unit(page, code):
    """Click the middle of a unit, where no facility is in the way."""
    place = page.evaluate(
        """code => {
            const center = gridwalk.unitCenter(code);
            gridwalk.map.setView(center, 16, {animate: false});
            return gridwalk.map.latLngToContainerPoint(L.latLng(center.lat + 0.0005, center.lng + 0.0005));
        }""",
        code,
    )
    page.mouse.click(place["x"], place["y"])
    page.wait_for_selector(".gw-popup")


def read_row(page, category):
    return page.locator(f".gw-popup tr[data-category={category}] td").all_inner_texts()


def test_the_page_asks_for_nothing_and_complains_of_nothing(page):
    assert len(page.requested) == 1
    assert page.requested[0].startswith("file://")
    assert page.complaints == []


def test_a_click_on_a_unit_shows_its_figures(page, coverage):
    click_unit(page, "410102001001001")
    row = coverage.levels["grid_units"].set_index("code").loc["410102001001001"]
    assert page.locator(".gw-popup h2").inner_text() == "South-west"
    assert "居民数 60" in page.locator(".gw-popup p").last.inner_text()
    school = [row[f"{tally}_school"] for tally in ("covered", "uncovered", "unknown")]
    assert read_row(page, "school") == [*(f"{people:.0f}" for people in school), "33.3 %"]
    assert read_row(page, "clinic") == ["60", "0", "0", "100.0 %"]
    assert read_row(page, "all") == ["20", "40", "0", "33.3 %"]


def test_a_unit_where_nobody_lives_has_no_share(page):
    click_unit(page, "410102001001002")
    assert read_row(page, "clinic") == ["0", "0", "0", "–"]


def test_the_language_switches_without_a_reload(page):
    assert "可达居民比例" in page.locator("#legend").inner_text()
    page.click("#lang")
    assert "Share of residents covered" in page.locator("#legend").inner_text()
    assert "65 residents" in page.locator("#facts").inner_text()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert len(page.requested) == 1


def test_the_page_opens_in_the_language_asked_for(open_page, tmp_path, city, coverage):
    page = open_page(save(tmp_path / "en.html", city, coverage, lang="en"))
    assert page.locator("#about summary").inner_text() == "About, sources"


def test_a_category_recolours_the_units(page):
    def counts():
        return page.locator("#legend .count").all_inner_texts()[:7]

    page.check("input[name=scope][value=all]")
    assert counts() == ["1", "0", "0", "0", "1", "0", "2"]
    page.check("input[value=school]")
    assert counts() == ["0", "1", "0", "0", "1", "0", "2"]
    page.check("input[name=category][value=all]")
    assert counts() == ["1", "1", "0", "0", "0", "0", "2"]


def test_shares_and_people_stand_in_the_panel(page):
    rows = page.locator(".category").all_inner_texts()
    assert "诊所" in rows[0]
    assert "92.3 %" in rows[0]
    assert "5 不可达" in rows[0]
    assert "30.8 %" in rows[2]


def test_layers_can_be_switched_and_gap_areas_read(page):
    def shown():
        return page.evaluate(
            "gridwalk.map.hasLayer(gridwalk.overlays.gaps) ? gridwalk.overlays.gaps.getLayers().length : 0"
        )

    assert shown() == 0
    page.check("#overlays input[value=gaps]")
    assert shown() == 2
    page.uncheck("#overlays input[value=gaps]")
    assert shown() == 0


def test_strings_from_data_are_shown_and_never_run(open_page, tmp_path, city):
    evil = dataclasses.replace(
        city,
        name=EVIL,
        attribution=EVIL,
        assumptions=state_notes([EVIL]),
        categories={name: {"zh": EVIL, "en": EVIL} for name in city.categories},
        grid_units=city.grid_units.assign(name=EVIL),
        facilities=city.facilities.assign(name=EVIL),
    )
    page = open_page(save(tmp_path / "evil.html", evil, analyze_city(evil)))
    click_unit(page, "410102001001001")
    assert page.locator(".gw-popup h2").inner_text() == EVIL
    assert page.locator("#panel h1").inner_text() == EVIL
    assert EVIL in page.locator(".leaflet-control-attribution").inner_text()
    assert page.evaluate("window.pwned") is None
    assert page.complaints == []


def test_on_a_phone_the_panel_is_folded_and_opens(open_page, tmp_path, city, coverage):
    page = open_page(save(tmp_path / "phone.html", city, coverage), width=390, height=844)
    assert not page.locator("#panel-body").is_visible()
    page.click("#fold")
    assert page.locator("#categories").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_city_without_roads_facilities_or_gaps_still_opens(open_page, tmp_path, city):
    near = dataclasses.replace(city, homes=city.homes.iloc[:4])
    covered = analyze_city(near, minutes=600, categories=["clinic"])
    assert covered.gaps.empty
    bare = dataclasses.replace(city, facilities=city.facilities.iloc[:0], roads=city.roads.iloc[:0])
    summary = summarize(near, covered, minutes=600)
    path = tmp_path / "bare.html"
    path.write_text(render_coverage_page(bare, covered, summary), "utf-8")
    page = open_page(path.as_uri())
    assert page.complaints == []


def test_the_map_opens_on_urban_units_and_hatches_villages_that_no_rule_set_judges(open_page, tmp_path, city):
    ruled = dataclasses.replace(city, rule_sets=[build_sample_rules()])
    page = open_page(save(tmp_path / "scopes.html", ruled, analyze_city(ruled)))
    assert page.locator("input[name=scope]:checked").get_attribute("value") == "urban"
    assert "65 位居民" in page.locator("#facts").inner_text()
    assert "村:40 位居民,本规则不评价" in page.locator("#scopes").inner_text()
    hatched = page.locator("#legend li", has=page.locator(".hatched"))
    assert hatched.inner_text().split() == ["村:本规则不评价", "2"]
    click_unit(page, "410102001002002")
    assert "本规则不评价" in page.locator(".gw-popup p").last.inner_text()
    assert page.locator(".gw-popup table").count() == 0
    page.check("input[name=scope][value=rural]")
    assert "40 位居民" in page.locator("#facts").inner_text()
    assert "–" in page.locator(".category").first.inner_text()
    assert page.complaints == []


def test_a_street_with_villages_says_both_in_its_popup(open_page, tmp_path, city):
    ruled = dataclasses.replace(city, rule_sets=[build_sample_rules()])
    page = open_page(save(tmp_path / "street.html", ruled, analyze_city(ruled), level="streets"))
    click_unit(page, "410102001000")
    urban, villages = page.locator(".gw-popup p").all_inner_texts()[-2:]
    assert urban.startswith("城镇 · 居民数 60")
    assert villages.startswith("村 · 居民数 40")
    assert villages.endswith("本规则不评价")
