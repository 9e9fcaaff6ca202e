"""The page as a text: one file, stable, escaped, in two complete languages."""

import dataclasses
import re

import pytest

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.texts.notes import make_note, state_notes, translate_notes
from maps import render_coverage_page
from maps.escape import to_html_text, to_script_json
from maps.style import list_styles
from tests.maps.planner.unpacking import read_documents

EVIL = "</script><!-- {{ 7*7 }} {% raw %} \u2028<img src=x onerror=alert(1)>"


def render(city, **options):
    return render_coverage_page(analyze_city(city), **options)


@pytest.fixture(scope="module")
def page():
    return render(build_sample())


def test_no_address_on_the_internet_is_left(page):
    addresses = re.findall(r"https?:\\?/\\?/[^\s\"'<>)]+", page)
    assert {address for address in addresses if not address.startswith("http://www.w3.org/")} == set()
    assert page.count("<link") == page.count('<link rel="icon" href="data:,">') == 1
    assert not re.findall(r"<(?:img|iframe)\b|<script[^>]+src=|@import|url\((?!data:|#default)", page)


def test_nothing_in_the_page_loads_a_module(page):
    assert not re.findall(r'^(?:import|export)\b|type="module"|import\(', page, re.MULTILINE)


def test_the_same_data_give_the_same_bytes(page):
    assert render(build_sample()) == page
    assert not re.findall(r"\b[0-9a-f]{32}\b", page)


def test_the_data_of_the_page_can_be_read_and_end_no_script():
    city = dataclasses.replace(build_sample(), name=EVIL)
    page = render(city)
    assert read_documents(page)["page/city"]["name"] == EVIL
    assert EVIL not in page
    assert "<img src=x" not in page
    assert "49" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_packed_data_hold_nothing_that_means_something_in_html(page):
    data = re.search(r'<script type="application/octet-stream"[^>]*>(.*?)</script>', page, re.DOTALL)[1]
    assert not set("<>&\n ") & set(data)
    assert len(data) % 5 == 0


def test_an_unknown_level_lists_those_the_city_has():
    with pytest.raises(InputError, match="city, districts, streets, communities, grid_units"):
        render(build_sample(), level="suburbs")


def test_every_level_can_be_drawn_and_comes_with_what_lies_above():
    coverage = analyze_city(build_sample())
    for level in ("city", "districts", "streets", "communities", "grid_units"):
        documents = read_documents(render_coverage_page(coverage, level=level))
        levels = documents["page/city"]["levels"]
        assert documents["page/city"]["opens_with"] == level
        assert level in levels
        assert {f"page/levels/{name}" for name in levels} <= set(documents)
        assert f"page/coverage/clinic?level={levels[-1]}&profile=adult" in documents


def test_a_file_offers_only_what_it_holds():
    city = read_documents(render_coverage_page(analyze_city(build_sample(), profile="elder")))["page/city"]
    assert [profile["key"] for profile in city["profiles"]] == ["elder"]
    assert city["minutes"] is None


def test_assumptions_are_there_in_both_languages():
    assumptions = (make_note("generated_units", edge_m=250), *state_notes(["Counted in 2020."]))
    page = render(dataclasses.replace(build_sample(), assumptions=assumptions))
    told = read_documents(page)["page/city"]["assumptions"]
    assert [{key: note[key] for key in ("zh", "en")} for note in told] == translate_notes(assumptions)


def test_scripts_and_markup_cannot_be_broken_out_of():
    assert to_script_json({"a": "<>&\u2028\u2029"}) == '{"a":"\\u003c\\u003e\\u0026\\u2028\\u2029"}'
    assert to_html_text("<&>\"'") == "&lt;&amp;&gt;&quot;&#39;"
    with pytest.raises(ValueError, match="JSON"):
        to_script_json(float("nan"))


def test_classes_end_at_a_hundred_percent():
    styles = list_styles()
    assert styles["breaks"] == sorted(styles["breaks"])
    assert styles["breaks"][-1] == 1.0


def test_texts_whose_keys_are_put_together_are_in_the_file(page):
    for key in ("planner.categories.by_tier", "planner.categories.by_uncovered", "planner.measure.share"):
        assert f'"{key}"' in page
