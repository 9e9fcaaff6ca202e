"""Dossiers: the figures of the review, in both languages, safe, and the same whenever they are made."""

import html
import math
import re
from dataclasses import replace

import openpyxl
import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.plans.cases import ALONE
from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.review_tables.requirement_table import describe_finding
from geo.plans.sample_batch import build_sample_plans
from geo.plans.sheet_writer import join_languages
from geo.plans.verdicts import VERDICTS
from geo.plans.workbook import write_review_workbook
from geo.reference import build_reference
from geo.texts import TEXTS
from maps.dossier.bilingual import render
from maps.dossier.dossiers import name_dossiers, render_dossiers
from maps.review_page import render_review_page
from tests.plan_areas import invent_areas

EVIL = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def review():
    city = build_reference(scale=0.03)
    return review_plans(city, invent_areas(city, 12, seed=4, with_roads=0.4))


@pytest.fixture(scope="module")
def pages(review):
    return dict(render_dossiers(review))


def read_text(page, lang):
    """The words of a page in one language, as the style shows them."""
    body = page[page.index("<body") : page.index("<script>\n")]
    other = "en" if lang == "zh" else "zh"
    body = re.sub(rf'<(span|text)[^>]*lang="{other}"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
    body = re.sub(r"<svg.*?</svg>", " ", body, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def test_every_area_has_a_dossier_with_its_figures(review, pages):
    assert list(pages) == [f"{plan_id}.html" for plan_id in review.areas["plan_id"]]
    for area, page in zip(review.areas.to_dict("records"), pages.values(), strict=True):
        text = read_text(page, "en")
        assert area["plan_id"] in text
        assert f"Households {area['households']:,.0f}" in text
        assert f"Residents {area['residents']:,.0f}" in text
        assert f"{area['area_m2'] / 1e4:,.2f} ha" in text
        for unit in review.units[review.units["plan_id"] == area["plan_id"]].to_dict("records"):
            assert unit["unit_code"] in text
        word = TEXTS[f"verdict.{area['verdict_together_plan']}"]
        assert word["en"] in text
        assert word["zh"] in read_text(page, "zh")


def test_every_strictest_requirement_is_shown_with_its_walk(review, pages):
    table = review.requirements
    rows = table[(table["scenario"] == "alone") & table["strictest"] & (table["clause_kind"] == "distance")]
    for row in rows.to_dict("records"):
        text = read_text(pages[f"{row['plan_id']}.html"], "en")
        if row["walk_m"] < float("inf"):
            assert f"farthest {row['walk_m']:,.0f} m" in text
        assert f"{row['share_within']:.0%} of residents within" in text


def test_the_workbook_and_the_dossier_of_an_area_render_the_same_tables(review, pages, tmp_path):
    write_review_workbook(tmp_path / "a.xlsx", review)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    for report, page in zip(report_areas(review), pages.values(), strict=True):
        cells = [cell.value for row in book[report.plan_id].iter_rows() for cell in row]
        numbers = [value for value in cells if isinstance(value, int | float)]
        for row in report.requirements.rows:
            # of the other clauses of its group a dossier says in small print what they ask for
            cases = row.cells["sensitive_to"] if row.is_strictest else ()
            for words in (row.cells["category"], row.cells["clause_kind"], *cases):
                assert words.en in page
            assert join_languages(row.cells["category"]) in cells
            assert not row.is_strictest or render(describe_finding(row.records[ALONE])[0]) in page
            demand = row.cells["demand"].value
            assert not math.isfinite(demand) or any(math.isclose(number, demand) for number in numbers)
        for row in report.missing.rows:
            assert row.cells["missing"].zh in page
        # a sheet lists for each clause what is missing as the area is alone
        alone = [row.cells["missing"] for row in report.requirements.rows if row.cells["missing"]]
        assert {join_languages(words) for words in alone} <= set(cells)


def test_no_text_lacks_a_language_and_no_key_is_shown(pages):
    for page in pages.values():
        for lang in ("zh", "en"):
            text = read_text(page, lang)
            assert not re.search(r"\b(plan|verdict|stage|missing|remedy|clause|case|scenario)\.[a-z]", text)
            assert "{" not in text
        assert page.count('<span lang="zh">') == page.count('<span lang="en">')


def test_a_dossier_requests_nothing(pages):
    for page in pages.values():
        assert set(re.findall(r"https?://[^\s\"'<]+", page)) <= {"http://www.w3.org/2000/svg"}
        assert len(page) < 300_000


def test_the_same_review_gives_the_same_bytes(review, pages):
    assert dict(render_dossiers(review)) == pages
    summary = summarize_review(review, version="1")
    assert render_review_page(review, summary) == render_review_page(review, summary)


def test_strings_from_data_are_shown_and_never_run():
    city = replace(build_sample(), name=EVIL, categories={"clinic": {"zh": EVIL, "en": EVIL}})
    batch = build_sample_plans()
    batch = replace(
        batch,
        areas=batch.areas.assign(plan_id=EVIL, name=EVIL),
        gates=batch.gates.assign(plan_id=EVIL),
        hashes={EVIL: "0"},
    )
    review = review_plans(city, batch, rule_sets=[build_sample_rules()])
    ((name, page),) = render_dossiers(review)
    assert name == "row-1.html"
    overview = render_review_page(review, summarize_review(review, version="1"))
    for text in (page, overview):
        assert "<script>alert" not in text
        assert "alert(1)" in text


def test_files_have_names_that_every_system_holds():
    assert name_dossiers(["..", "a/b", "CON", "x" * 90, "P-1", "p-1", "row-9"]) == [
        "row-1.html",
        "row-2.html",
        "CON.html",
        "row-4.html",
        "P-1.html",
        "row-6.html",
        "row-7.html",
    ]


def test_the_overview_knows_every_area_and_where_its_dossier_is(review):
    summary = summarize_review(review, version="1")
    for area in summary["areas"]:
        area["dossier"] = f"dossiers/{area['plan_id']}.html"
    page = render_review_page(review, summary)
    for area in summary["areas"]:
        assert f'"dossiers/{area["plan_id"]}.html"' in page
    assert all(f'"{name}"' in page for name in VERDICTS)
