"""Dossiers: the figures of the review, in both languages, safe, and the same whenever they are made."""

import html
import re
from dataclasses import replace

import pytest

from geo.city.sample import build_sample, build_sample_rules
from geo.plans.results import summarize_review
from geo.plans.review import review_plans
from geo.plans.review_tables.area_report import report_areas
from geo.plans.review_tables.words import show_number, show_share
from geo.plans.sample_batch import build_sample_plans
from geo.plans.verdicts import VERDICTS
from geo.reference import build_reference
from geo.texts import TEXTS
from maps.dossier.dossiers import name_dossiers, render_dossiers
from maps.review_page import render_review_page
from tests.plan_areas import invent_areas

EVIL = "<script>alert(1)</script>\"'&"


@pytest.fixture(scope="module")
def review():
    city = build_reference(scale=0.03)
    return review_plans(city, invent_areas(city, 12, seed=4, with_roads=0.4))


@pytest.fixture(scope="module")
def reports(review):
    return list(report_areas(review))


@pytest.fixture(scope="module")
def pages(review, reports):
    return dict(render_dossiers(review, reports))


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


def test_every_binding_distance_is_shown_with_its_walk(review, pages):
    table = review.requirements
    rows = table[(table["scenario"] == "together") & table["strictest"] & (table["clause_kind"] == "distance")]
    for row in rows.to_dict("records"):
        text = read_text(pages[f"{row['plan_id']}.html"], "en")
        if row["walk_m"] < float("inf"):
            assert f" {show_number(row['walk_m'])} " in text
            assert f" {show_share(row['share_within'])} " in text


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


def test_the_same_review_gives_the_same_bytes(review, reports, pages):
    assert dict(render_dossiers(review, reports)) == pages
    summary = summarize_review(review, reports, version="1")
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
    reports = list(report_areas(review))
    ((name, page),) = render_dossiers(review, reports)
    assert name == "row-1.html"
    overview = render_review_page(review, summarize_review(review, reports, version="1"))
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


def test_the_overview_knows_every_area_and_where_its_dossier_is(review, reports):
    summary = summarize_review(review, reports, version="1")
    for area in summary["areas"]:
        area["dossier"] = f"dossiers/{area['plan_id']}.html"
    page = render_review_page(review, summary)
    for area in summary["areas"]:
        assert f'"dossiers/{area["plan_id"]}.html"' in page
    assert all(f'"{name}"' in page for name in VERDICTS)
