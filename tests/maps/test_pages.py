"""The page as a text: one file, stable, escaped, in two complete languages."""

import dataclasses
import json
import re

import pytest

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.summary import summarize
from geo.errors import InputError
from geo.texts import LANGS, TEXTS
from maps import render_coverage_page
from maps.escape import to_html_text, to_script_json
from maps.leaflet import read_asset
from maps.style import list_styles


def render(city, **options):
    coverage = analyze_city(city)
    return render_coverage_page(city, coverage, summarize(city, coverage, minutes=None), **options)


@pytest.fixture(scope="module")
def page():
    return render(build_sample())


def test_no_address_on_the_internet_is_left(page):
    addresses = re.findall(r"https?:\\?/\\?/[^\s\"'<>)]+", page)
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == set()
    assert page.count("<link") == page.count('<link rel="icon" href="data:,">') == 1
    assert not re.findall(r"<(?:img|iframe)\b|<script[^>]+src=|@import|url\((?!data:|#default)", page)


def test_the_same_data_give_the_same_bytes(page):
    assert render(build_sample()) == page
    assert not re.findall(r"\b[0-9a-f]{32}\b", page)


def test_a_tile_server_is_an_option(page):
    tiles = render(build_sample(), tile_url="https://tiles.example/{z}/{x}/{y}.png")
    assert "https://tiles.example/" in tiles
    assert "tileLayer(" not in page.split("</script>")[-2]


def test_the_data_of_the_page_can_be_read_and_end_no_script():
    evil = "</script><!-- {{ 7*7 }} {% raw %} \u2028"
    city = dataclasses.replace(build_sample(), name=evil)
    page = render(city)
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]
    assert json.loads(data)["city"] == evil
    assert evil not in page
    assert "49" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_an_unknown_level_lists_those_the_city_has():
    with pytest.raises(InputError, match="city, districts, streets, communities, grid_units"):
        render(build_sample(), level="suburbs")


def test_every_level_can_be_drawn():
    city = build_sample()
    for level in ("city", "districts", "streets", "communities"):
        assert render(city, level=level)


def test_every_text_is_there_in_both_languages_with_the_same_places():
    for key, texts in TEXTS.items():
        assert set(texts) == set(LANGS), key
        assert all(texts.values()), key
        places = {lang: sorted(re.findall(r"\{\w+\}", text)) for lang, text in texts.items()}
        assert places["zh"] == places["en"], key


def test_every_text_that_the_script_asks_for_exists():
    script = read_asset("coverage.js")
    asked = set(re.findall(r"[\"']((?:map|column|category)\.[a-z_]*[a-z])[\"']", script))
    assert asked
    assert asked <= set(TEXTS)


def test_scripts_and_markup_cannot_be_broken_out_of():
    assert to_script_json({"a": "<>&\u2028\u2029"}) == '{"a":"\\u003c\\u003e\\u0026\\u2028\\u2029"}'
    assert to_html_text("<&>\"'") == "&lt;&amp;&gt;&quot;&#39;"
    with pytest.raises(ValueError, match="JSON"):
        to_script_json(float("nan"))


def test_classes_end_at_a_hundred_percent():
    styles = list_styles()
    assert styles["breaks"] == sorted(styles["breaks"])
    assert styles["breaks"][-1] == 1.0
