"""The page and the sheets of life circles as texts: one file each, stable, escaped, true to the figures."""

import dataclasses
import json
import re

import pytest

from geo.city.walk_context import make_walk_context
from geo.life_circles.circle_tables import describe_life_circles
from geo.life_circles.life_plan import plan_life_circles, prepare_life_circles
from geo.life_circles.life_summary import summarize_circles
from geo.life_circles.line_city import build_line_city
from maps.life_circle_sheet import write_sheets
from maps.life_circles_page import render_life_circles_page

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


def divide(city):
    context = make_walk_context(city)
    circles = describe_life_circles(plan_life_circles(prepare_life_circles(city, context), context))
    return circles, summarize_circles(circles)


@pytest.fixture(scope="module")
def divided():
    return divide(build_line_city())


def read_data(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_is_the_same_twice_and_asks_the_internet_for_nothing(divided):
    page = render_life_circles_page(*divided)
    assert page == render_life_circles_page(*divided)
    assert not re.findall(r"(?:src|href)=[\"']https?:", page)
    assert "Content-Security-Policy" in page


def test_the_page_holds_every_circle_with_its_figures(divided):
    data = read_data(render_life_circles_page(*divided))
    assert [len(tier["code"]) for tier in data["tiers"]] == [2, 4, 10]
    assert data["tiers"][0]["beyond"] == [36_000, 0]
    assert [len(tier["shape"]) for tier in data["tiers"]] == [2, 4, 10]
    assert data["facilities"]["15-001"][0][:4] == ["junior_middle_school", "shall", 1, 1]


def test_strings_from_data_are_shown_and_never_run(tmp_path):
    city = build_line_city()
    divisions = city.divisions.assign(name=EVIL)
    facilities = city.facilities.assign(name=EVIL)
    evil = divide(dataclasses.replace(city, name=EVIL, divisions=divisions, facilities=facilities))
    page = render_life_circles_page(*evil)
    write_sheets(tmp_path / "sheets", *evil, ["15-001"])
    for text in (page, (tmp_path / "sheets/15-001.html").read_text("utf-8")):
        assert "<img src=x" not in text
        assert "<script>window.pwned" not in text


def test_a_sheet_says_what_is_short_and_what_lies_in_the_circle(divided, tmp_path):
    write_sheets(tmp_path / "sheets", *divided, ["15-002", "10-001-03"])
    small, middle = ((tmp_path / f"sheets/{code}.html").read_text("utf-8") for code in ("15-002", "10-001-03"))
    assert "所在分区人口不足一个生活圈" in small
    assert '<b class="below">1</b>' in middle  # no primary school
    assert "10-002-01" in small
    assert "5-001-03-01" in middle
    assert middle.count('class="centre"') == 2  # on the map and in the legend
