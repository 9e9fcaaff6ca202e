"""Dossiers: a review of a plan area as one page that prints to A4, in Chinese and English."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport, name_categories
from geo.plans.review_tables.words import phrase
from maps.dossier.bilingual import plain, say
from maps.dossier.filing_section import write_filing
from maps.dossier.map import draw_maps
from maps.dossier.overview_sections import write_faults, write_figures, write_maps, write_verdicts
from maps.dossier.printed_page import render_printed_page, write_tools
from maps.dossier.sheet import lay_sheet
from maps.dossier.source_section import write_origin, write_sources
from maps.dossier.table_sections import (
    write_city_findings,
    write_departments,
    write_loads,
    write_missing,
    write_obligations,
    write_recommendations,
    write_remedies,
    write_rooms,
)
from maps.shell import read_styles
from maps.style import VERDICT_COLOURS

_PLAIN_NAME: Final = re.compile(r"[\w][\w.-]{0,79}")


def render_dossiers(review: Review, reports: Sequence[AreaReport]) -> Iterator[tuple[str, str]]:
    """Render the dossier of every plan area of a review.

    Parameters
    ----------
    review
        What was found; strings from it are shown as they are, whatever they hold.
    reports
        What it says about each area.

    Yields
    ------
    tuple of str
        Name of the file (the plan id where that is plain, else the number of the row; unique in the batch) and HTML, in
        the order of the areas. Both languages are in the page, which opens in Chinese, or in English with ``#en``; it
        requests nothing. The same review gives the same bytes. Nothing for a review without areas.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> [name for name, _ in render_dossiers(review, list(report_areas(review)))]
    ['A.html']
    """
    categories = name_categories(review)
    sheet = lay_sheet(review, list(categories))
    style = read_styles("dossier.css") + _write_colours()
    files = name_dossiers(review.areas["plan_id"].tolist())
    sources = write_sources(review)
    for row, report in enumerate(reports):
        title = f"{report.plan_id} {report.name}"
        body = _write_body(report, review, write_maps(draw_maps(sheet, row), categories), sources)
        yield files[row], render_printed_page(title, style=style, body=body)


def name_dossiers(plan_ids: Sequence[str]) -> list[str]:
    """Name the files of dossiers so that every system can hold them.

    Parameters
    ----------
    plan_ids
        Ids of the areas, in their order.

    Returns
    -------
    list of str
        The id where it is plain and no other differs from it by case alone, else the number of the row; empty for no
        areas.

    Examples
    --------
    >>> name_dossiers(["P-1", "甲/2", "p-1", "地块3"])
    ['P-1.html', 'row-2.html', 'row-3.html', '地块3.html']
    """
    used: set[str] = set()
    names = []
    for row, plan_id in enumerate(plan_ids, 1):
        is_plain = _PLAIN_NAME.fullmatch(plan_id) is not None and plan_id.casefold() not in used
        name = plan_id if is_plain and not plan_id.startswith("row-") else f"row-{row}"
        used.add(name.casefold())
        names.append(f"{name}.html")
    return names


def _write_colours() -> str:
    return "".join(f".{name} {{ --verdict: {colour}; }}\n" for name, colour in VERDICT_COLOURS.items())


def _write_body(report: AreaReport, review: Review, maps: str, sources: str) -> str:
    return "\n".join(
        (
            _write_head(report, review),
            write_faults(report),
            write_verdicts(report),
            write_figures(report),
            write_obligations(report),
            write_city_findings(report),
            write_recommendations(report, review),
            write_departments(report),
            write_rooms(report),
            write_remedies(report),
            write_loads(report),
            maps,
            write_missing(report),
            sources,
            write_filing(report, review),
            write_origin(review),
        )
    )


def _write_head(report: AreaReport, review: Review) -> str:
    synthetic = f' <em class="synthetic">{say("page.synthetic")}</em>' if review.city.synthetic else ""
    stage = say("plan.stated_value", what=phrase("plan.review_stage"), stated=phrase(f"stage.{report.stage}"))
    year = f" · {say('plan.year')} {report.figures['year'].value}" if report.figures["year"].value else ""
    return (
        f"<header>{write_tools()}"
        f'<p class="kind">{say("plan.title")}</p><h1>{plain(report.name or report.plan_id)}</h1>'
        f'<p class="about">{say("plan.plan_id")} <b>{plain(report.plan_id)}</b>{year} · {stage} · '
        f"{plain(review.city.name)}{synthetic}</p>"
        "</header>"
    )
