"""A kept scenario that is open on the planner's page: its figures of a level, and what of it is printed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64
from geo.coverage.analysis import Coverage
from geo.coverage.rollup import name_figure
from geo.coverage.scenarios import Change
from geo.coverage.status import ALL, TALLIES
from geo.coverage.view_words import SCOPES
from geo.crs.projection import from_lonlat
from geo.errors import InputError
from maps.planner.printed_scenario import PrintedChange, PrintedScenario
from service.answer_headers import NOT_SHARED
from service.answers.planned_changes import project_changes
from service.answers.scenarios import choose_demand, find_categories, find_change
from service.compute.analyses import Analyses
from service.datums import choose_datum
from service.models.scenarios import ScenarioContent, ScenarioRequest
from service.models.views import ViewQuery

#: The figures of a change.
_WHEN: Final = ("before", "after")
#: Decimals of a difference: what sums of floats leave behind is no change.
_DECIMALS: Final = 6
#: Columns of a level that a scenario leaves as they are.
_NAMED: Final = ("code", "name", "parent", "scope")


@dataclass(frozen=True)
class OpenScenario:
    """A kept scenario as it was when it was read: what it changes is part of what is asked.

    Parameters
    ----------
    name
        Its name.
    content
        A :class:`service.models.scenarios.ScenarioContent` in JSON.
    """

    name: str
    content: str


def head_scenario(scenario: OpenScenario | None) -> tuple[tuple[str, str], ...]:
    """Head an answer: who has the link of a scenario reads it; nothing between us and them keeps it.

    Parameters
    ----------
    scenario
        The scenario that is shown, or None.

    Returns
    -------
    tuple of tuple of str
        Headers and their values.

    Examples
    --------
    >>> head_scenario(None), head_scenario(OpenScenario("", "{}"))
    ((), (('Cache-Control', 'private, no-store'),))
    """
    return () if scenario is None else (("Cache-Control", NOT_SHARED),)


def compare_view(analyses: Analyses, query: ViewQuery, scenario: OpenScenario) -> tuple[Coverage, Change]:
    """Find the figures of a view after a scenario, as ``POST /v1/scenarios`` does.

    Parameters
    ----------
    analyses
        The city's.
    query
        The view.
    scenario
        The scenario.

    Returns
    -------
    tuple
        The coverage, whose table of the view's level has the figures after, with ``<figure>_before`` and
        ``<figure>_change`` of ``residents``, ``share``, each tally and the view's group beside them; and the change.

    Raises
    ------
    InputError
        If the view shows what is not known after a scenario, or a group that the city does not count.
    NotFoundError
        If a facility to remove is none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> query = ViewQuery(level="city", category="clinic", lang="en")
    >>> coverage, _ = compare_view(Analyses(build_sample()), query, OpenScenario("", '{"remove": ["c1"]}'))
    >>> coverage.levels["city"][["covered_before", "covered_clinic"]].values[0].tolist()
    [60.0, 0.0]
    """
    if query.category == ALL:
        raise InputError("category: a scenario is shown in one category; name one in category")
    if query.measure not in ("share", "uncovered"):
        raise InputError("measure: of a scenario the share and the uncovered residents are shown; name one of them")
    content = ScenarioContent.model_validate_json(scenario.content)
    asked: dict[str, Any] = {"minutes": query.minutes, "profile": query.profile, "level": query.level}
    request = ScenarioRequest(**content.model_dump(), **asked)
    changes = project_changes(analyses.city, content)
    asked_of: dict[str, Any] = {"changes": changes, "category_of": find_categories(analyses.city, content.gone)}
    change = find_change(analyses, request, query.category, **asked_of)
    coverage = analyses.coverage(query.minutes, query.profile)
    made = _tabulate(coverage.levels[query.level], change.levels[query.level], query.category)
    if query.group:
        demand = choose_demand(analyses.city, query.group)
        own = find_change(analyses, request, query.category, **asked_of, demand=demand).levels[query.level]
        before, after = (own[f"uncovered_{when}"].to_numpy(float) for when in _WHEN)
        made = made.assign(**_compare(f"{query.group}_uncovered", f"{query.group}_uncovered", before, after))
    compared = replace(coverage)  # a copy: what is kept of the city as it is stays so
    vars(compared)["levels"] = {**coverage.levels, query.level: made}
    return compared, change


def _tabulate(table: gpd.GeoDataFrame, change: pd.DataFrame, category: str) -> gpd.GeoDataFrame:
    """Make a level's table of its figures before and after; homes planned outside all units have a row of their own."""
    beyond = len(change) - len(table)
    shapes = np.append(table.geometry.to_numpy(), np.full(beyond, None, object))
    before, after = ({tally: change[f"{tally}_{when}"].to_numpy(float) for tally in TALLIES} for when in _WHEN)
    figures: dict[str, tuple[Float64, Float64]] = {tally: (before[tally], after[tally]) for tally in TALLIES}
    residents = [np.sum([each[tally] for tally in TALLIES], axis=0) for each in (before, after)]
    figures["residents"] = (residents[0], residents[1])
    shares = [
        _divide(each["covered"], total - each["not_judged"])
        for each, total in zip((before, after), residents, strict=True)
    ]
    figures["share"] = (shares[0], shares[1])
    columns: dict[str, Any] = {name: change[name] for name in _NAMED}
    for name, (stood, now) in figures.items():
        columns |= _compare(name, "residents" if name == "residents" else name_figure(name, category), stood, now)
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=table.crs)


def _compare(figure: str, column: str, before: Float64, after: Float64) -> dict[str, Float64]:
    """Make the columns of a figure after, before, and of the difference."""
    return {column: after, f"{figure}_before": before, f"{figure}_change": np.round(after - before, _DECIMALS)}


def _divide(part: Float64, whole: Float64) -> Float64:
    return np.asarray(np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0), float)


def describe_printed(analyses: Analyses, query: ViewQuery, scenario: OpenScenario, change: Change) -> PrintedScenario:
    """Describe what of a scenario is printed.

    Parameters
    ----------
    analyses
        The city's.
    query, scenario, change
        As of :func:`compare_view`.

    Returns
    -------
    PrintedScenario
        Its changes in the order added, removed, paths, gates, areas.
    """
    content = ScenarioContent.model_validate_json(scenario.content)
    city = change.levels["city"]
    seen = city[city["scope"].isin(SCOPES[query.scope])]
    before, after = ({tally: float(seen[f"{tally}_{when}"].sum()) for tally in TALLIES} for when in _WHEN)
    return PrintedScenario(
        name=scenario.name,
        changes=tuple(_list_changes(analyses, query, content)),
        before=before,
        after=after,
        removed=tuple(content.gone),
    )


def _list_changes(analyses: Analyses, query: ViewQuery, content: ScenarioContent) -> Iterator[PrintedChange]:
    city, planned = analyses.city, project_changes(analyses.city, content)

    def say(category: str) -> str:
        return str(city.categories[category][query.lang])

    for new in content.add:
        place = shapely.Point(from_lonlat(new.lon, new.lat, datum=choose_datum(city, new.datum), crs=city.crs))
        yield PrintedChange(kind="add", name=new.name, category=say(new.category), size=None, shape=place)
    gone = city.facilities[city.facilities["facility_id"].isin(content.gone)]
    for name, category, shape in zip(gone["name"], gone["category"], gone.geometry, strict=True):
        told = name if isinstance(name, str) else ""
        yield PrintedChange(
            kind="remove", name=told, category=say(category), size=None, shape=shapely.point_on_surface(shape)
        )
    for path, line in zip(content.paths, planned.paths, strict=True):
        yield PrintedChange(kind="path", name=path.name, category="", size=line.length, shape=line)
    for gate, place in zip(content.gates, planned.gates, strict=True):
        yield PrintedChange(kind="gate", name=gate.name, category="", size=None, shape=shapely.Point(place))
    for area, ring, residents in zip(content.areas, planned.areas, planned.residents.tolist(), strict=True):
        yield PrintedChange(kind="area", name=area.name, category="", size=residents, shape=ring)
