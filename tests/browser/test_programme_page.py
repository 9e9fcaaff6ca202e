"""The page of a programme as an official meets it, in a real browser."""

import dataclasses

import pytest

from geo.programme.programme import plan_programme
from geo.programme.programme_request import ProgrammeRequest
from geo.programme.results import summarize_programme
from maps.programme_page import render_programme_page
from tests.geo.programme.programme_scenes import audit, build_priced

EVIL = "</script><script>window.pwned=1</script><img src=x onerror='window.pwned=1'>{{7*7}}\"\\"


def save(path, city, request):
    programme = plan_programme(audit(city), request)
    path.write_text(render_programme_page(programme, summarize_programme(programme)), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(open_page, tmp_path):
    return open_page(save(tmp_path / "programme.html", build_priced(), ProgrammeRequest(budget=8100, years=1)))


def test_the_page_opens_in_chinese_and_turns_english(page):
    assert "补短板项目方案" in page.inner_text("#panel h1")
    assert page.inner_text("#headline") == "3 个项目,惠及 131 人次"
    page.click("#lang")
    assert page.inner_text("#headline") == "3 projects that help 131 people"
    assert "no programme of 8,100 yuan helps more than 131 people" in page.inner_text("#proof")
    assert "Communities with a\nhall\n0 → 50 %\n0 → 50 %" in page.inner_text("#bars div[lang=en]")


def test_projects_stand_in_their_order_with_the_reason_and_are_filtered(page):
    page.click("#lang")
    rows = page.eval_on_selector_all("#projects tbody tr", "rows => rows.map(row => row.innerText)")
    assert [row.split("\t")[0] for row in rows] == ["1", "2", "3"]
    assert "No one-stop service hall; build one, 3,000 yuan; helps 60 people" in rows[0]
    page.fill("#filter", "square")
    assert page.locator("#projects tbody tr").count() == 1
    assert page.inner_text("#projects > p") == "1 of 1 shown"
    assert "Workers short: 4 (6 of 10 in post)" in page.inner_text("#missed")


def test_a_row_shows_its_community_on_the_map(page):
    page.click("#lang")
    page.click("#projects tbody tr")
    popup = page.inner_text(".leaflet-popup")
    assert "South" in popup
    assert "131 people helped" in popup


def test_names_from_data_are_texts(open_page, tmp_path):
    city = build_priced()
    divisions = city.divisions.assign(name=EVIL)
    evil = dataclasses.replace(city, name=EVIL, divisions=divisions)
    page = open_page(save(tmp_path / "evil.html", evil, ProgrammeRequest(projects=2, sites=("school",))))
    page.click("#projects tbody tr")
    assert page.evaluate("window.pwned") is None
    assert EVIL in page.inner_text("#projects tbody")


def test_a_programme_of_nothing_opens(open_page, tmp_path):
    page = open_page(save(tmp_path / "none.html", build_priced(), ProgrammeRequest(budget=1, years=1)))
    assert page.inner_text("#headline") == "0 个项目,惠及 0 人次"
