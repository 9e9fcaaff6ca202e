"""The page of proposed sites as a planner meets it, in a real browser."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.siting import SiteRequest, propose_sites, summarize_sites
from geo.texts.notes import state_notes
from maps import render_siting_page

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


def save(path, city, *, name=""):
    spots = np.add([(900, 300), (0, 900)], ORIGIN)
    candidates = gpd.GeoDataFrame({"site_id": ["a", "b"], "name": name}, geometry=shapely.points(spots), crs=city.crs)
    proposal = propose_sites(city, SiteRequest(category="clinic", add=1), candidates=candidates)
    path.write_text(render_siting_page(proposal, summarize_sites(proposal, source="hand")), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(open_page, tmp_path):
    return open_page(save(tmp_path / "sites.html", build_sample()))


def test_the_page_opens_in_chinese_and_turns_english(page):
    assert "设施选址" in page.inner_text("#panel h1")
    assert "候选点中的最优方案。" in page.inner_text("#proof")
    assert page.locator("#curve svg:visible").count() == 1
    page.click("#lang")
    assert "Where to build" in page.inner_text("#panel h1")
    assert "Proven best among the" in page.inner_text("#proof")
    assert "people covered" in page.text_content("#curve svg:visible")
    assert page.locator("#curve svg:visible").count() == 1


def test_the_figures_before_and_after_are_shown(page):
    cells = page.locator("#figures td").all_inner_texts()
    assert cells[:4] == ["60", "100", "57.1 %", "95.2 %"]
    assert page.locator("#table tbody tr").count() == 1


def test_a_row_of_the_table_shows_its_site_on_the_map(page):
    page.click("#table tbody tr")
    assert "40" in page.inner_text(".leaflet-popup")
    assert page.locator("#table tbody tr.chosen").count() == 1


def test_layers_can_be_switched_off(page):
    assert page.locator(".gw-site").count() == 1
    page.uncheck("#overlays input[value=sites]")
    assert page.locator(".gw-site").count() == 0
    for name in ("new", "open", "unreached", "facilities", "roads"):
        page.uncheck(f"#overlays input[value={name}]")


def test_homes_are_painted(page):
    def count(selector):
        return page.evaluate(
            """name => {
                const canvas = gridwalk.overlays[name]._renderer._container;
                const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                return pixels.reduce((sum, value, i) => sum + (i % 4 === 3 && value > 0), 0);
            }""",
            selector,
        )

    painted = count("new")
    assert painted > 0
    page.uncheck("#overlays input[value=new]")
    page.uncheck("#overlays input[value=unreached]")
    page.wait_for_function("""() => {
        const canvas = gridwalk.overlays.open._renderer._container;
        const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels.every((value, i) => i % 4 !== 3 || value === 0);
    }""")


def test_nothing_is_asked_for_and_nothing_complained_of(page):
    page.click("#lang")
    assert [url for url in page.requested if not url.startswith(("file:", "data:"))] == []
    assert page.complaints == []


def test_strings_from_data_run_nothing(open_page, tmp_path):
    city = dataclasses.replace(build_sample(), name=EVIL, attribution=EVIL, assumptions=state_notes([EVIL]))
    page = open_page(save(tmp_path / "evil.html", city, name=EVIL))
    page.click("#table tbody tr")
    page.click("#about summary")
    assert page.evaluate("window.pwned") is None
    assert EVIL in page.inner_text("#panel h1")
    assert page.complaints == []


def test_a_phone_shows_the_map_first(open_page, tmp_path):
    page = open_page(save(tmp_path / "sites.html", build_sample()), width=390, height=780)
    assert not page.is_visible("#figures")
    page.click("#fold")
    assert page.is_visible("#figures")
