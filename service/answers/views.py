"""What the planner's page shows, as files: tables, a layer, and the page that is printed."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import geopandas as gpd
import numpy as np

from geo.city.categories import check_category
from geo.coverage.analysis import Coverage, check_level
from geo.coverage.rollup import name_figure
from geo.coverage.scenarios import Change
from geo.coverage.status import ALL
from geo.coverage.view_table import GROUPS, search_view, tabulate_view
from geo.coverage.view_words import View, describe_view
from geo.coverage.view_workbook import write_view_csv, write_view_workbook
from geo.crs.projection import project_box
from geo.errors import InputError, NotFoundError
from geo.files.slim import slim_table
from maps.planner.paper_frame import PaperName
from maps.planner.print_view import PrintContent, render_print
from maps.planner.unit_walks import count_met, count_reached, find_difference
from maps.planner.view_classes import MEASURES
from maps.planner.view_layers import write_view_layer
from maps.planner.view_walks import find_view_walks, list_view_measures
from service.answers.selection import find_below, read_box, sort_rows
from service.answers.view_scenarios import OpenScenario, compare_view, describe_printed, head_scenario
from service.compute.analyses import USUAL, Analyses
from service.compute.questions import Body
from service.media_types import CSV
from service.models.views import ViewQuery

#: A view, the day on which it is made, and the scenario that it shows: on another day it is another question.
Dated = tuple[ViewQuery, str, OpenScenario | None]
#: What a view says under the name that its question has.
_IN_VIEW: Final = {"level", "category", "scope", "measure", "group", "area", "lang"}
_HTML: Final = "text/html; charset=utf-8"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GPKG: Final = "application/geopackage+sqlite3"
#: Orders of a list in which the first rows are the worst.
_BY_RANK: Final = (None, "rank", "-uncovered")
_NOT_COUNTED: Final = (
    "share", "median_min", "reached", "difference", "floor_m2_per_1000", "places_per_1000", "workers_per_1000",
    "share_before", "share_change",
)  # fmt: skip
#: What the page calls a column that it sorts by.
_TOLD: Final = {"walk": "median_min"}


def answer_view_csv(analyses: Analyses, asked: Dated) -> Body:
    r"""Answer with the list of a view as CSV.

    Parameters
    ----------
    analyses
        The city's.
    asked
        The view, the day, and the scenario.

    Returns
    -------
    Body
        UTF-8 with a mark.

    Raises
    ------
    InputError
        If the level, the category, the profile or the order is wrong.
    NotFoundError
        If no division has the code of the area.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> query = ViewQuery(level="city", category="clinic", lang="en")
    >>> written = answer_view_csv(Analyses(build_sample()), (query, "2026-01-31", None)).content
    >>> written.decode("utf-8-sig").splitlines()[1]
    '1,Sample,Sample,Urban,65,26,60,5,0,0,0.923077,2.4,Clinic,'
    """
    query, _, scenario = asked
    listed = _select(analyses, query, scenario).listed
    return Body(write_view_csv(listed, query.lang), f"{CSV}; charset=utf-8", head_download(query, "csv", scenario))


def answer_view_workbook(analyses: Analyses, asked: Dated) -> Body:
    """Answer with the list of a view as a workbook; see :func:`answer_view_csv`."""
    query, day, scenario = asked
    selected = _select(analyses, query, scenario)
    view = _make_view(query, day, scenario)
    words = describe_view(selected.coverage, view)
    content = _write(lambda path: write_view_workbook(path, selected.listed, view, words), "xlsx")
    return Body(content, _XLSX, head_download(query, "xlsx", scenario))


def answer_view_layer(analyses: Analyses, asked: Dated) -> Body:
    """Answer with the units of a view as a GeoPackage with a style; see :func:`answer_view_csv`."""
    query, day, scenario = asked
    selected = _select(analyses, query, scenario)
    coverage, listed = selected.coverage, selected.listed
    words = describe_view(coverage, _make_view(query, day, scenario))
    facts = "; ".join(f"{name} {value}" for name, value in words.facts)
    about = f"{words.title}. {words.about}. {facts}. {words.source}"
    slim = gpd.GeoDataFrame(slim_table(listed, is_count=lambda name: name not in _NOT_COUNTED))
    told: dict[str, Any] = {"about": about, "categories": len(coverage.limit_m), "group": query.group}
    content = _write(lambda path: write_view_layer(path, slim, query.measure, **told), "gpkg")
    return Body(content, _GPKG, head_download(query, "gpkg", scenario))


def answer_view_page(analyses: Analyses, asked: tuple[ViewQuery, str, PaperName, OpenScenario | None]) -> Body:
    """Answer with the page of a view that is printed, on a paper; see :func:`answer_view_csv`.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> asked = (ViewQuery(level="streets", category="clinic"), "2026-01-31", "a4", None)
    >>> answer_view_page(Analyses(build_sample()), asked).content[:15]
    b'<!DOCTYPE html>'
    """
    query, day, paper, scenario = asked
    selected = _select(analyses, query, scenario)
    coverage, shown, change = selected.coverage, selected.shown, selected.change
    others = _list_rows(coverage, query, "all")
    beside = tabulate_view(others[~others["code"].isin(shown["code"])], query.category, analyses.city)
    box = None
    if query.bounds is not None:
        around = coverage.levels["city"].total_bounds
        box = project_box(read_box(query.bounds), around=around, crs=analyses.city.crs).bounds
    content = PrintContent(
        view=_make_view(query, day, scenario),
        measure=query.measure,
        categories=len(coverage.limit_m),
        shown=shown,
        drawn=merge_scopes(shown),
        beside=merge_scopes(beside),
        listed=selected.listed,
        is_ranked=query.sort in _BY_RANK,
        box=box,
        chosen=query.unit,
        scenario=None if scenario is None or change is None else describe_printed(analyses, query, scenario, change),
    )
    return Body(render_print(coverage, content, paper).encode(), _HTML, head_scenario(scenario))


def head_download(query: ViewQuery, ending: str, scenario: OpenScenario | None) -> tuple[tuple[str, str], ...]:
    """Head a file that somebody keeps: its name, and what :func:`head_scenario` says."""
    return (name_download(query, ending), *head_scenario(scenario))


def name_download(query: ViewQuery, ending: str) -> tuple[str, str]:
    """Name the file that somebody keeps.

    Parameters
    ----------
    query
        The view.
    ending
        Of the file.

    Returns
    -------
    tuple of str
        The header ``Content-Disposition`` and its value.

    Examples
    --------
    >>> name_download(ViewQuery(category="clinic", level="streets"), "csv")
    ('Content-Disposition', "attachment; filename*=UTF-8''clinic-streets-urban.csv")
    """
    parts = [query.category, query.level, query.scope, *([query.area] if query.area else [])]
    return "Content-Disposition", f"attachment; filename*=UTF-8''{quote('-'.join(parts), safe='')}.{ending}"


def merge_scopes(shown: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Add up the two rows of a division that is both urban and villages: a map shows it once.

    Parameters
    ----------
    shown
        As :func:`geo.coverage.view_table.tabulate_view` returns it.

    Returns
    -------
    geopandas.GeoDataFrame
        A row for each code, in the order of the first; its share is of those who are judged.
    """
    if not shown["code"].duplicated().any():
        return shown
    counts = ("residents", "covered", "uncovered", "unknown", "not_judged", "elders_uncovered", "children_uncovered")
    figures = [name for name in counts if name in shown]
    sums = shown.groupby("code", sort=False)[figures].sum()
    merged = shown.drop_duplicates("code").set_index("code").assign(**{name: sums[name] for name in figures})
    judged = merged["residents"] - merged["not_judged"]
    share = (merged["covered"] / judged).where(judged > 0)
    # a division some of whose people are judged is drawn as judged
    alone = merged["not_judged"].where(judged <= 0, 0.0)
    made: gpd.GeoDataFrame = merged.assign(share=share, not_judged=alone).reset_index()
    return made


@dataclass(frozen=True)
class _Selected:
    """What is listed, in the order of the list, and all that is shown, by rank; what a scenario changes."""

    coverage: Coverage
    listed: gpd.GeoDataFrame
    shown: gpd.GeoDataFrame
    change: Change | None


def _select(analyses: Analyses, query: ViewQuery, scenario: OpenScenario | None) -> _Selected:
    coverage, change = analyses.coverage(query.minutes, query.profile), None
    check_level(coverage, query.level)
    if scenario is not None:
        coverage, change = compare_view(analyses, query, scenario)
    if query.measure == "median" and query.category == ALL:
        raise InputError("measure: median is the walk to one category; name one in category, or choose another measure")
    table = _list_rows(coverage, query, query.scope, {} if change else _find_extras(analyses, coverage, query))
    counted = f"{query.group}_uncovered" if query.group else "uncovered"
    shown = tabulate_view(table, query.category, analyses.city, ranked_by=counted)
    found = search_view(shown, query.filter)
    columns = {name: name for name in map(str, shown) if name != "geometry"}
    columns |= {told: name for told, name in _TOLD.items() if name in columns}
    columns |= {"value": MEASURES[query.measure].column, "uncovered": counted}
    return _Selected(coverage, found.iloc[sort_rows(found, query.sort, columns)], shown, change)


def _find_extras(analyses: Analyses, coverage: Coverage, query: ViewQuery) -> dict[str, Any]:
    """Find what the page shows beside the roll-up, in the order of the level."""
    extras: dict[str, Any] = {}
    if query.category != ALL:
        check_category(query.category, coverage.limit_m)
        gaps = analyses.gaps(query.minutes, query.profile, query.category)
        extras |= find_view_walks(coverage, query.category, analyses.unit_rows, query.level, gaps)
        if query.minutes is not None:  # as on the page
            extras.pop("remedy")
    if query.group:
        name = name_figure("uncovered", query.category, GROUPS[query.group])
        if name not in coverage.levels[query.level]:
            raise InputError(f'group: the city does not count "{query.group}"; leave it out to count everybody')
        extras[f"{query.group}_uncovered"] = coverage.levels[query.level][name].to_numpy(float)
    extras |= _find_measure(analyses, coverage, query)
    if not MEASURES[query.measure].is_of_walks:
        extras |= list_view_measures(analyses.audit(), query.category, query.level)
    return extras


def _find_measure(analyses: Analyses, coverage: Coverage, query: ViewQuery) -> dict[str, Any]:
    """Find the column of a measure that the roll-up of one category does not have."""
    if query.measure == "difference":
        adults = analyses.coverage(query.minutes, USUAL)
        return {"difference": find_difference(coverage, adults, query.category, query.level)}
    if query.measure not in ("met", "reached"):
        return {}
    own = analyses.coverage(None, query.profile)
    if query.measure == "met":
        return {"met": count_met(own, query.level)[0].astype(float)}
    return {"reached": count_reached(own, analyses.unit_rows, query.level)}


def _list_rows(
    coverage: Coverage, query: ViewQuery, scope: str, extras: Mapping[str, Any] | None = None
) -> gpd.GeoDataFrame:
    """List the rows of the level that lie in the area: it, and what is below it."""
    table, divisions = coverage.levels[query.level].assign(**extras or {}), coverage.city.divisions
    if scope != "all":
        table = table[table["scope"] == scope]
    if not query.area:
        return table
    if divisions is None or query.area not in set(divisions["code"]):
        raise NotFoundError(f'area: no division has the code "{query.area[:40]}"')
    own = np.flatnonzero(table["code"] == query.area)
    return table.iloc[np.union1d(own, find_below(table, divisions, query.area))]


def _make_view(query: ViewQuery, day: str, scenario: OpenScenario | None) -> View:
    name = "" if scenario is None else scenario.name
    return View(**query.model_dump(include=_IN_VIEW), search=query.filter, day=day, scenario=name)


def _write(write: Callable[[Path], None], ending: str) -> bytes:
    """Have a file written, and return what is in it."""
    with tempfile.TemporaryDirectory(prefix="gridwalk-") as folder:
        path = Path(folder) / f"view.{ending}"
        write(path)
        return path.read_bytes()
