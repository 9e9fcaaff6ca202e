"""The pages of a circle and of a route in a real browser: both languages, nothing asked, nothing complained of."""

import pytest

from geo.city.sample import build_sample
from tests.maps.test_walk_pages import draw_page, spoil


@pytest.fixture
def show(open_page, tmp_path):
    def show_(kind, city=None, **options):
        path = tmp_path / f"{kind}.html"
        path.write_text(draw_page(kind, city or build_sample(), **options), "utf-8")
        return open_page(path.as_uri(), width=1200, height=900)

    return show_


def test_a_circle_tells_residents_on_foot_and_as_the_crow_flies(show):
    page = show("circle")
    assert page.inner_text("#panel h1") == "5 / 15 分钟步行服务圈"
    cells = page.locator("#figures td").all_inner_texts()
    assert (cells[0], cells[2], cells[3], cells[5]) == ("60", "60", "60", "60")
    assert page.locator("#table tbody tr").count() == 1
    page.click("#lang")
    assert page.inner_text("#panel h1") == "5 / 15 minutes on foot"
    assert "Clinic" in page.inner_text("#table")
    for name in ("circle", "homes", "straight", "facilities", "roads"):
        page.uncheck(f"#overlays input[value={name}]")
    assert page.complaints == []
    assert len(page.requested) == 1


def test_a_route_tells_its_legs(show):
    page = show("route", lang="en")
    assert page.inner_text("#total") == "160 m, 3.3 min"
    rows = page.locator("#table tbody tr").all_inner_texts()
    assert [row.split("\t")[0].strip() for row in rows] == [
        "From the home to the street", "Road without a name", "Together",
    ]  # fmt: skip
    page.click("#lang")
    assert "从居民点到道路" in page.inner_text("#table")
    assert page.complaints == []
    assert len(page.requested) == 1


@pytest.mark.parametrize("kind", ["circle", "route"])
def test_a_picture_fills_its_size_and_has_nothing_to_press(show, kind):
    page = show(kind, is_picture=True)
    assert page.locator("button:visible").count() == 0
    box = page.locator(".folium-map").bounding_box()
    assert (box["width"], box["height"]) == (1200, 900)
    assert page.locator(".leaflet-control-scale").is_visible()
    assert page.locator(".leaflet-control-attribution").is_visible()


@pytest.mark.parametrize("kind", ["circle", "route"])
def test_names_are_shown_as_they_are(show, kind):
    page = show(kind, spoil(build_sample()))
    assert page.evaluate("window.pwned") is None
    assert page.complaints == []
