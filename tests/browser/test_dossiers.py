"""Dossiers and the overview of a review in a real browser: both languages, on the screen and on paper."""

import re

import pytest

from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.reference import build_reference
from maps.dossier.dossiers import render_dossiers
from maps.review_page import render_review_page
from tests.plan_areas import invent_areas

#: A page of A4 as Chromium's PDF has it [points].
A4 = (595, 842)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    city = build_reference(scale=0.03)
    review = review_plans(city, invent_areas(city, 6, seed=2, with_roads=0.5))
    folder = tmp_path_factory.mktemp("review")
    (folder / "dossiers").mkdir()
    reports = list(report_areas(review))
    summary = summarize_review(review, reports, version="1")
    for area, (name, page) in zip(summary["areas"], render_dossiers(review, reports), strict=True):
        (folder / "dossiers" / name).write_text(page, "utf-8")
        area["dossier"] = f"dossiers/{name}"
    (folder / "review.html").write_text(render_review_page(review, summary), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("mark", "shown", "hidden"), [("", "总评(审查阶段:规划)", "Verdict (stage"), ("#en", "Verdict (stage", "规划")]
)
def test_a_dossier_opens_in_the_language_of_its_address(open_page, folder, mark, shown, hidden):
    page = open_page(f"file://{folder}/dossiers/P0000.html{mark}")
    heading = page.locator("#verdict h2").inner_text()
    assert shown in heading
    assert hidden not in heading
    page.click("#lang")
    assert hidden in page.locator("#verdict h2").inner_text()
    assert page.complaints == []
    assert len(page.requested) == 1


@pytest.mark.parametrize("mark", ["#zh", "#en"])
def test_a_dossier_prints_to_a_few_pages_of_a4(open_page, folder, mark):
    page = open_page(f"file://{folder}/dossiers/P0001.html{mark}")
    raw = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = [tuple(map(float, box.split())) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", raw)]
    upright = [(round(width), round(height)) for _, _, width, height in boxes if width < height]
    # the table that is filed has pages of its own
    filed = [(round(height), round(width)) for _, _, width, height in boxes if width > height]
    assert 1 <= len(upright) <= 7
    assert 1 <= len(filed) <= 2
    for size in upright + filed:
        assert size == pytest.approx(A4, abs=2)
    page.emulate_media(media="print")
    assert not page.locator("#print").is_visible()


@pytest.mark.parametrize("mark", ["#zh", "#en"])
@pytest.mark.parametrize(("width_mm", "tables"), [(184, ".amounts, .walks, .rooms"), (273, ".items, .signatures")])
def test_no_heading_of_a_column_and_no_verdict_runs_into_the_next_column(open_page, folder, mark, width_mm, tables):
    page = open_page(f"file://{folder}/dossiers/P0003.html{mark}", width=round(width_mm / 25.4 * 96))
    page.emulate_media(media="print")
    found = page.evaluate(
        """tables => [...document.querySelectorAll(tables)].flatMap(table => [...table.querySelectorAll("th, td")])
             .map(cell => [cell.innerText, cell.scrollWidth - cell.clientWidth])""",
        tables,
    )
    assert len(found) > 10
    assert [cell for cell in found if cell[1] > 0] == []


@pytest.mark.parametrize("mark", ["#zh", "#en"])
def test_what_heads_a_table_is_kept_with_it(open_page, folder, mark):
    page = open_page(f"file://{folder}/dossiers/P0003.html{mark}")
    kept = page.evaluate(
        """[...document.querySelectorAll("section > h2, section > .note, thead")]
             .filter(part => part.nextElementSibling).map(part => getComputedStyle(part).breakAfter)"""
    )
    assert set(kept) == {"avoid"}


def test_both_maps_are_drawn_in_full(open_page, folder):
    """What the second map shows by reference to the first has its style too: letters are white on their marks."""
    page = open_page(f"file://{folder}/dossiers/P0002.html")
    assert page.locator("#maps svg").count() == 2
    sizes = page.evaluate("[...document.querySelectorAll('#maps svg')].map(map => map.getBoundingClientRect().width)")
    assert min(sizes) > 250
    style = page.evaluate("getComputedStyle(document.querySelector('path.river, path.homes')).fill")
    assert style == "none"


def test_the_overview_lists_sorts_and_filters(open_page, folder):
    page = open_page(f"file://{folder}/review.html", width=1360, height=860)
    assert page.locator("tbody tr").count() == 6
    ranks = page.locator("tbody td:nth-child(1)").all_inner_texts()
    assert ranks == [str(rank) for rank in range(1, 7)]
    page.click("thead th:nth-child(5) button")
    households = [int(text.replace(",", "")) for text in page.locator("tbody td:nth-child(5)").all_inner_texts()]
    assert households == sorted(households)
    page.fill("#filter", "p0003")
    assert page.locator("tbody tr").count() == 1
    assert page.locator("tbody a").get_attribute("href") == "dossiers/P0003.html#zh"
    page.click("#lang")
    assert page.locator("h1").inner_text() == "Review of planned residential areas"
    page.click("tbody td:nth-child(3)")
    assert "P0003" in page.locator(".leaflet-popup").inner_text()
    assert page.complaints == []
    assert len(page.requested) == 1
