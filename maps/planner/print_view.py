"""A view on paper: its map with scale, north and legend, the worst of its list, its sources and notes, as one page."""

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Shapes
from geo.coverage.analysis import Coverage
from geo.coverage.status import ALL
from geo.coverage.view_table import sum_view
from geo.coverage.view_words import View, ViewWords, describe_view, name_category
from geo.texts import Lang, translate
from maps.escape import to_html_text
from maps.planner.paper_frame import PAPERS, Paper, PaperFrame, PaperName, frame_paper
from maps.planner.paper_map import MapContent, draw_paper_map, fill_class, select_facilities, write_hatches
from maps.planner.print_list import escape_text, say_text, write_list, write_part, write_people
from maps.planner.printed_scenario import (
    PrintedScenario,
    count_rows_beside,
    draw_changes,
    write_all_changes,
    write_scenario,
)
from maps.planner.view_classes import JUDGED_HATCH, MEASURES, Classes, Look, MeasureName, classify_rows, look_not_judged
from maps.policy import add_policy
from maps.shell import read_asset, read_styles
from maps.style import CSS_COLOURS, FACILITY_COLOUR

_PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>{title}</title>
<style>
{style}
</style></head><body class="{paper}">
{body}
{script}</body></html>
"""
_TAGS: Final = {"zh": "zh-CN", "en": "en"}
#: Figures of the whole view, beside its map.
_SUMS: Final = ("residents", "covered", "uncovered", "unknown", "not_judged")


@dataclass(frozen=True, kw_only=True)
class PrintContent:
    """What of a coverage is printed.

    Parameters
    ----------
    view
        What is shown.
    measure, categories
        By what the map is coloured, and how many categories a resident can reach.
    shown
        The rows of the view, which are added up.
    drawn
        Those of the map, as :func:`geo.coverage.view_table.tabulate_view` returns them, each code once.
    beside
        Polygons of the area that are not in the view: villages beside urban units.
    listed
        The rows of the list, in its order.
    is_ranked
        Whether that is the order of ranks.
    box
        West, south, east, north of the map in the city's CRS [m], or None for that of the rows.
    chosen
        Code of the chosen unit, "" for none.
    scenario
        What is printed of the scenario whose figures these are, None for the city as it is.
    """

    view: View
    measure: MeasureName
    categories: int
    shown: pd.DataFrame
    drawn: gpd.GeoDataFrame
    beside: gpd.GeoDataFrame
    listed: pd.DataFrame
    is_ranked: bool
    box: tuple[float, float, float, float] | None
    chosen: str
    scenario: PrintedScenario | None = None


def render_print(coverage: Coverage, content: PrintContent, paper: PaperName) -> str:
    """Render a view as a page that is printed.

    Parameters
    ----------
    coverage
        What was found.
    content
        What of it is printed.
    paper
        A key of :data:`maps.planner.paper_frame.PAPERS`: A4 or A3 with a table and a page of notes, or a picture of
        the map alone.

    Returns
    -------
    str
        HTML that requests nothing; the same arguments give the same bytes.
    """
    chosen, view = PAPERS[paper], content.view
    frame = frame_paper(_find_box(coverage, content), chosen)
    words = describe_view(coverage, view)
    classes = _classify(content, frame)
    is_picture = not chosen.rows
    svg = draw_paper_map(coverage, _gather(coverage, content, classes, frame), frame, lang=view.lang)
    body = [
        write_hatches(classes),
        "" if is_picture else f'<button id="print" type="button">{say_text("page.print", view.lang)}</button>',
        f'<article class="sheet">{_write_head(words, view.lang)}<div class="main"><figure>{svg}</figure><aside>',
        _write_legend(coverage, content, classes),
        _write_sums(content.shown, view),
        "" if content.scenario is None else write_scenario(content.scenario, view.lang, chosen),
        ""
        if is_picture
        else write_list(content.listed, view, _leave_room(chosen, content), is_ranked=content.is_ranked),
        f"</aside></div>{_write_foot(words, frame, view.lang, is_picture=is_picture)}</article>",
        "" if is_picture else _write_notes(words, view.lang),
        "" if is_picture or content.scenario is None else write_all_changes(content.scenario, view.lang),
    ]
    script = "" if is_picture else f"<script>\n{read_asset('view.js')}</script>"
    page = _PAGE.format(
        lang=_TAGS[view.lang],
        title=escape_text(f"{coverage.city.name} · {words.title}", view.lang),
        style=read_styles("view.css") + _write_size(chosen),
        paper=paper,
        body="\n".join(filter(None, body)),
        script=script,
    )
    return add_policy(page)


def _leave_room(paper: Paper, content: PrintContent) -> Paper:
    """Shorten the list by what the tables of a scenario take."""
    if content.scenario is None:
        return paper
    return replace(paper, rows=max(3, paper.rows - count_rows_beside(content.scenario)))


def _find_box(coverage: Coverage, content: PrintContent) -> tuple[float, float, float, float]:
    """Find what the map shows: the asked box, else all that is drawn, else the city."""
    if content.box is not None:
        return content.box
    rows = content.drawn if content.drawn.geometry.notna().any() else coverage.levels["city"]
    west, south, east, north = map(float, rows.total_bounds)
    return west, south, east, north


def _classify(content: PrintContent, frame: PaperFrame) -> Classes:
    """Classify the rows, and those beside the view behind them; only classes without a measure are left out."""
    lang = content.view.lang
    found = classify_rows(content.drawn, content.measure, lang, categories=content.categories, group=content.view.group)
    if not shapely.intersects(content.beside.geometry.to_numpy(), shapely.box(*frame.box)).any():
        return found
    is_judged = (content.beside["not_judged"] == 0).any() or not MEASURES[content.measure].is_of_walks
    hatched = next((at for at, look in enumerate(found.looks) if look.hatch == JUDGED_HATCH), None)
    looks = list(found.looks)
    if is_judged or hatched is None:
        hatched = len(looks)
        looks.append(_look_beside(lang, is_judged=bool(is_judged)))
    of_row = np.append(found.of_row, np.full(len(content.beside), hatched))
    return Classes(title=found.title, looks=tuple(looks), of_row=of_row)


def _look_beside(lang: Lang, *, is_judged: bool) -> Look:
    if is_judged:
        return Look(label=translate("view.legend.other", lang), colour=CSS_COLOURS["line"])
    return look_not_judged(lang)


def _gather(coverage: Coverage, content: PrintContent, classes: Classes, frame: PaperFrame) -> MapContent:
    shapes = content.drawn.geometry.to_numpy()
    if len(classes.of_row) > len(shapes):
        shapes = np.append(shapes, content.beside.geometry.to_numpy())
    chosen: Shapes = content.drawn.geometry[
        (content.drawn["code"] == content.chosen).to_numpy() & (content.chosen != "")
    ].to_numpy()
    standing, over, scenario = coverage.city.facilities, "", content.scenario
    if scenario is not None:
        standing = standing[~standing["facility_id"].isin(scenario.removed)]
        over = draw_changes(scenario.changes, frame)
    facilities = select_facilities(standing, content.view.category, frame)
    return MapContent(
        shapes=np.asarray(shapes, object), classes=classes, facilities=facilities, chosen=chosen, over=over
    )


def _write_size(paper: Paper) -> str:
    """Write the size of the paper, and of the map on it."""
    margin = "0" if not paper.rows else "10mm"
    return (
        f"@page {{ size: {paper.width_mm}mm {paper.height_mm}mm; margin: {margin}; }}\n"
        f":root {{ --map-width: {paper.map_width_mm}mm; --map-height: {paper.map_height_mm}mm; "
        f"--paper-width: {paper.width_mm}mm; --paper-height: {paper.height_mm}mm; }}\n"
    )


def _write_head(words: ViewWords, lang: Lang) -> str:
    badges = "".join(f"<b>{escape_text(badge, lang)}</b>" for badge in words.badges)
    return (
        f'<header><div><p class="about">{to_html_text(words.about)}</p><h1>{escape_text(words.title, lang)}</h1></div>'
        f'<p class="badges">{badges}</p></header>'
    )


def _write_legend(coverage: Coverage, content: PrintContent, classes: Classes) -> str:
    view = content.view
    keys = [
        f'<li><svg class="key" viewBox="0 0 60 40"><rect width="60" height="40" fill="{fill_class(classes, number)}" '
        f'stroke="{CSS_COLOURS["ink"]}" stroke-width="2"/></svg>{to_html_text(look.label)}</li>'
        for number, look in enumerate(classes.looks)
    ]
    if view.category != ALL:
        name = to_html_text(name_category(coverage, view))
        dot = f'<circle cx="30" cy="20" r="11" fill="{FACILITY_COLOUR}"/>'
        keys.append(f'<li><svg class="key" viewBox="0 0 60 40">{dot}</svg>{name}</li>')
    if content.chosen in set(content.drawn["code"]) - {""}:
        box = f'<rect x="4" y="4" width="52" height="32" fill="none" stroke="{CSS_COLOURS["ink"]}" stroke-width="7"/>'
        keys.append(
            f'<li><svg class="key" viewBox="0 0 60 40">{box}</svg>{say_text("view.legend.unit", view.lang)}</li>'
        )
    return f'<h2>{to_html_text(classes.title)}</h2><ul class="legend">{"".join(keys)}</ul>'


def _write_sums(shown: pd.DataFrame, view: View) -> str:
    sums, lang = sum_view(shown), view.lang
    counted = f"{view.group}_uncovered"
    own = {counted: float(shown[counted].sum())} if view.group else {}
    figures = [
        f"<div><dt>{say_text(f'view.sum.{name}', lang)}</dt><dd>{write_people(sums[name])}</dd></div>"
        for name in _SUMS
        if sums[name] or name in _SUMS[:3]
    ]
    figures += [
        f"<div><dt>{say_text(f'view.sum.{name}', lang)}</dt><dd>{write_people(value)}</dd></div>"
        for name, value in own.items()
    ]
    share = f"<div><dt>{say_text('view.sum.share', lang)}</dt><dd>{write_part(sums['share'])}</dd></div>"
    return f'<dl class="sums">{"".join(figures)}{share}</dl>'


def _write_foot(words: ViewWords, frame: PaperFrame, lang: Lang, *, is_picture: bool) -> str:
    facts = list(words.facts)
    if not is_picture:  # a picture has no size: its bar tells the scale
        facts.append((translate("view.fact.scale", lang), f"1:{frame.denominator:,.0f}"))
    told = "".join(
        f"<div><dt>{escape_text(name, lang)}</dt><dd>{escape_text(value, lang)}</dd></div>" for name, value in facts
    )
    source = f"{say_text('view.source', lang)}{'：' if lang == 'zh' else ': '}{to_html_text(words.source)}"
    return f'<footer><dl class="facts">{told}</dl><p class="source">{source}</p></footer>'


def _write_notes(words: ViewWords, lang: Lang) -> str:
    source = f"{translate('view.source', lang)}: {words.source}"
    lines = "".join(f"<li>{escape_text(line, lang)}</li>" for line in (*words.method, source))
    return f'<section class="notes"><h2>{say_text("view.method", lang)}</h2><ol>{lines}</ol></section>'
