"""Dossiers: a review of a plan area as one page that prints to A4, in Chinese and English."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd

from geo.plans.review import Review
from geo.plans.verdict_rollup import to_records
from maps.dossier.bilingual import Both, plain, say
from maps.dossier.map import draw_maps
from maps.dossier.parts import (
    Dossier,
    Record,
    write_departments,
    write_figures,
    write_loads,
    write_maps,
    write_missing,
    write_remedies,
    write_requirements,
    write_sources,
    write_verdicts,
)
from maps.dossier.sheet import Sheet, lay_sheet
from maps.leaflet import read_asset
from maps.style import VERDICT_COLOURS

_PLAIN_NAME: Final = re.compile(r"[\w][\w.-]{0,79}")


_PAGE: Final = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>{title}</title>
<style>
{style}
</style></head><body class="show-zh">
{body}
<script>
{script}
</script></body></html>
"""


def render_dossiers(review: Review) -> Iterator[tuple[str, str]]:
    """Render the dossier of every plan area of a review.

    Parameters
    ----------
    review
        What was found; strings from it are shown as they are, whatever they hold.

    Yields
    ------
    tuple of str
        Name of the file (the plan id where that is plain, else the number of the row; unique in the batch) and HTML, in
        the order of the areas. Both languages are in the page, which opens in Chinese, or in English with ``#en``; it
        requests nothing. The same review gives the same bytes.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> [name for name, _ in render_dossiers(review)]
    ['A.html']
    """
    names = name_categories(review)
    sheet = lay_sheet(review, list(names))
    style = read_asset("dossier.css") + _write_colours()
    script = read_asset("dossier.js")
    files = name_dossiers(review.areas["plan_id"].tolist())
    for row, dossier in enumerate(_split(review, names)):
        title = plain(f"{dossier.area['plan_id']} {dossier.area['name']}")
        yield files[row], _PAGE.format(title=title, style=style, body=_write_body(dossier, sheet, row), script=script)


def name_dossiers(plan_ids: Sequence[str]) -> list[str]:
    """Name the files of dossiers so that every system can hold them.

    Parameters
    ----------
    plan_ids
        Ids of the areas, in their order.

    Returns
    -------
    list of str
        The id where it is plain and no other differs from it by case alone, else the number of the row.

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


def name_categories(review: Review) -> dict[str, Both]:
    """Name the categories of a review in both languages, ready for HTML.

    Parameters
    ----------
    review
        The review.

    Returns
    -------
    dict
        Category -> Chinese and English, in the order of the clauses; its key where nobody names it.

    Examples
    --------
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> name_categories(review)["clinic"]
    ('诊所', 'Clinic')
    """
    known: dict[str, Mapping[str, str]] = {
        name: entry.name for rules in review.rule_sets for name, entry in rules.categories.items()
    }
    known |= review.city.categories
    order = dict.fromkeys(clause.category for clause in review.clauses)
    return {
        name: (plain(str(known[name]["zh"])), plain(str(known[name]["en"]))) if name in known else (plain(name),) * 2
        for name in order
    }


def _split(review: Review, names: Mapping[str, Both]) -> Iterator[Dossier]:
    """Split the tables of a review by area, each once."""
    tables = {
        name: _group(getattr(review, name))
        for name in ("requirements", "departments", "remedies", "own_loads", "units", "overlaps")
    }
    loads = {(row["facility_id"], row["measure"]): row for row in to_records(review.loads)}
    for area in to_records(review.areas.drop(columns="geometry")):
        parts = {name: rows.get(area["plan_id"], []) for name, rows in tables.items()}
        yield Dossier(review, names, area, **parts, loads=loads)


def _group(table: pd.DataFrame) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for row in to_records(pd.DataFrame(table.drop(columns="geometry", errors="ignore"))):
        groups.setdefault(row["plan_id"], []).append(row)
    return groups


def _write_colours() -> str:
    return "".join(f".{name} {{ --verdict: {colour}; }}\n" for name, colour in VERDICT_COLOURS.items())


def _write_body(dossier: Dossier, sheet: Sheet, row: int) -> str:
    parts = (
        _write_head(dossier),
        write_verdicts(dossier),
        write_figures(dossier),
        write_maps(dossier, draw_maps(sheet, row)),
        write_requirements(dossier),
        write_departments(dossier),
        write_loads(dossier),
        write_remedies(dossier),
        write_missing(dossier),
        write_sources(dossier),
    )
    return "\n".join(part for part in parts if part)


def _write_head(dossier: Dossier) -> str:
    area, city = dossier.area, dossier.review.city
    synthetic = f' <em class="synthetic">{say("plan.synthetic")}</em>' if city.synthetic else ""
    year = f" · {area['year']:.0f}" if math.isfinite(area["year"]) else ""
    return (
        f'<header><div class="tools"><button id="lang" type="button">{say("plan.other_language")}</button>'
        f'<button id="print" type="button">{say("plan.print")}</button></div>'
        f'<p class="kind">{say("plan.title")}</p><h1>{plain(area["name"] or area["plan_id"])}</h1>'
        f'<p class="about">{say("plan.plan_id")} <b>{plain(area["plan_id"])}</b>{year} · '
        f"{plain(city.name)}{synthetic}</p>"
        "</header>"
    )
