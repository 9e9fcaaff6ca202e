"""From a scenario that somebody asks about to what it changes."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from geo.arrays import Float64
from geo.changes.laying import PlannedChanges
from geo.city.categories import choose_categories
from geo.city.model import City
from geo.coverage.analysis import check_level
from geo.coverage.scenarios import Change, change_facilities
from geo.coverage.status import TALLIES
from geo.coverage.view_table import GROUPS
from geo.crs.projection import from_lonlat
from geo.errors import InputError, NotFoundError
from geo.texts.notes import describe_notes, make_note
from geo.texts.reasons import describe_reason
from service.answers.planned_changes import describe_laid, project_changes
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.datums import choose_datum
from service.media_types import JSON
from service.models.notes import NoteAnswer
from service.models.scenarios import (
    BeforeAfter,
    ScenarioAnswer,
    ScenarioCategory,
    ScenarioRequest,
    ScenarioUnit,
    Tally,
)

#: Homes and roads that are gone through at most, once for each category that is touched, and what a change costs beside
#: them: about 3 s where nothing is prepared. One category is always answered.
MOST_EFFORT: Final = 4_500_000
_EACH_CHANGE: Final = 150
#: To lay paths and gates costs as much as so many categories.
_LAYING: Final = 3
#: Units that an answer lists at most: about 4 MB.
MOST_UNITS: Final = 15_000


def answer_scenario(analyses: Analyses, text: str) -> Body:
    """Answer what a scenario changes.

    Parameters
    ----------
    analyses
        The city's.
    text
        A :class:`service.models.scenarios.ScenarioRequest` in JSON.

    Returns
    -------
    Body
        A :class:`service.models.scenarios.ScenarioAnswer` in JSON.

    Raises
    ------
    InputError
        As :func:`compare_scenario`.
    NotFoundError
        If a facility to remove is none.
    """
    return Body(compare_scenario(analyses, ScenarioRequest.model_validate_json(text)).model_dump_json().encode(), JSON)


def compare_scenario(analyses: Analyses, scenario: ScenarioRequest) -> ScenarioAnswer:
    """Compare a city before and after what a scenario changes.

    Parameters
    ----------
    analyses
        The city's.
    scenario
        What is added, removed, laid, opened and built, and which categories are asked for.

    Returns
    -------
    ScenarioAnswer
        One entry a category that is touched or asked for.

    Raises
    ------
    InputError
        If a category, the level, the profile, the group, the limit, a datum or a shape is wrong, or the scenario is too
        large.
    NotFoundError
        If a facility to remove is none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> found = compare_scenario(Analyses(build_sample()), ScenarioRequest(remove=["c1"]))
    >>> found.categories["clinic"].after.covered
    0.0
    """
    city, changes = analyses.city, project_changes(analyses.city, scenario)
    category_of, demand = find_categories(city, scenario.gone), choose_demand(city, scenario.group)
    touched = _list_touched(city, scenario, category_of)
    _check_effort(city, scenario, len(touched), len(scenario.add) + len(category_of))
    coverage = analyses.coverage(scenario.minutes, scenario.profile)
    check_level(coverage, scenario.level)
    categories: dict[str, ScenarioCategory] = {}
    for category in touched:
        change = find_change(analyses, scenario, category, changes=changes, category_of=category_of, demand=demand)
        categories[category] = _describe(city, change, scenario.level)
        _check_size(categories)
    return ScenarioAnswer(
        city=city.name,
        profile=coverage.profile.name,
        group=scenario.group,
        level=scenario.level,
        limit_m={category: coverage.limit_m[category] for category in categories},
        assumptions=_list_assumptions(city, scenario),
        **describe_laid(city, changes, analyses.laid(scenario.profile, changes)),
        categories=categories,
    )


def find_change(
    analyses: Analyses,
    scenario: ScenarioRequest,
    category: str,
    *,
    changes: PlannedChanges,
    category_of: Mapping[str, str],
    demand: str = "residents",
) -> Change:
    """Find what a scenario changes in one category.

    Parameters
    ----------
    analyses
        The city's.
    scenario
        The scenario.
    category
        The category.
    changes
        Its paths, gates and areas, as :func:`service.answers.planned_changes.project_changes` brings them into the CRS.
    category_of
        Category of each facility that goes, as :func:`find_categories` finds them.
    demand
        Whom its tables count, as :func:`geo.coverage.scenarios.change_facilities` does.

    Returns
    -------
    Change
        With the tables of all levels.
    """
    baseline = analyses.baseline(scenario.minutes, scenario.profile, category, changes=changes)
    remove = [code for code, of in category_of.items() if of == category]
    add = _project_facilities(analyses.city, scenario, category)
    return change_facilities(baseline, add=add, remove=remove, demand=demand)


def _list_touched(city: City, scenario: ScenarioRequest, category_of: Mapping[str, str]) -> list[str]:
    """List the categories to compare: paths, gates and areas touch all, which are meant where none is named."""
    named = [*(new.category for new in scenario.add), *category_of.values(), *scenario.categories]
    if not named and (scenario.paths or scenario.gates or scenario.areas):
        return list(choose_categories(city, ()))
    return list(dict.fromkeys(named))


def choose_demand(city: City, group: str) -> str:
    """Choose the column that counts the people of a group.

    Parameters
    ----------
    city
        The city.
    group
        A key of :data:`geo.coverage.view_table.GROUPS`, "" for everybody.

    Returns
    -------
    str
        One of :attr:`geo.city.model.City.demand_columns`.

    Raises
    ------
    InputError
        If the city does not count the group.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_demand(build_sample(), "")
    'residents'
    """
    demand = GROUPS[group] if group else "residents"
    if demand not in city.demand_columns:
        raise InputError(f'group: the city does not count "{group}"; leave it out to count everybody')
    return demand


def _list_assumptions(city: City, scenario: ScenarioRequest) -> list[NoteAnswer]:
    """List what the city assumes, and what is not known of the people of planned areas."""
    own = [make_note("planned_ages_unknown")] if scenario.group and scenario.areas else []
    return [NoteAnswer(**note) for note in describe_notes([*city.assumptions, *own])]


def _project_facilities(city: City, scenario: ScenarioRequest, category: str) -> Float64:
    new = [each for each in scenario.add if each.category == category]
    places = [from_lonlat(each.lon, each.lat, datum=choose_datum(city, each.datum), crs=city.crs) for each in new]
    return np.reshape(np.array(places, float), (-1, 2))


def find_categories(city: City, ids: Sequence[str]) -> dict[str, str]:
    """Find the category of each facility to remove.

    Parameters
    ----------
    city
        The city.
    ids
        Ids of facilities.

    Returns
    -------
    dict
        Id -> category.

    Raises
    ------
    NotFoundError
        If a facility to remove is none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> find_categories(build_sample(), ["c1"])
    {'c1': 'clinic'}
    """
    gone = city.facilities[city.facilities["facility_id"].isin(ids)]
    category_of = dict(zip(gone["facility_id"], gone["category"], strict=True))
    unknown = next((code for code in ids if code not in category_of), None)
    if unknown is not None:
        raise NotFoundError(f'no facility has the id "{unknown[:40]}"')
    return category_of


def _check_effort(city: City, scenario: ScenarioRequest, categories: int, changes: int) -> None:
    each = len(city.homes) + len(city.roads)
    beside = changes * _EACH_CHANGE + (_LAYING * each if scenario.paths or scenario.gates else 0)
    if categories > 1 and categories * each + beside > MOST_EFFORT:
        most = max(1, (MOST_EFFORT - beside) // each)
        raise InputError(
            f"the scenario touches {categories} categories, which is too much for one request; ask for at most {most} "
            "categories at once, in several requests: each category is compared on its own"
        )


def _check_size(categories: Mapping[str, ScenarioCategory]) -> None:
    if sum(len(category.units) for category in categories.values()) > MOST_UNITS:
        raise InputError(
            f"more than {MOST_UNITS:,} units change; ask for a coarser level such as streets, or for fewer categories "
            "at once"
        )


def _describe(city: City, change: Change, level: str) -> ScenarioCategory:
    (urban, *villages), table = change.levels["city"].to_dict("records"), change.levels[level]
    limits = {"snap_limit_m": city.snap_limit_m, "min_component_m": city.min_component_m}
    moved = np.zeros(len(table), bool)
    for tally in TALLIES:
        moved |= (table[f"{tally}_before"] - table[f"{tally}_after"]).abs().to_numpy() > 1e-9
    return ScenarioCategory(
        before=_tally(urban, "before"),
        after=_tally(urban, "after"),
        villages=next((BeforeAfter(before=_tally(it, "before"), after=_tally(it, "after")) for it in villages), None),
        not_joined=[NoteAnswer(**describe_reason(key, **limits)) for key in change.reasons if key],
        units=[
            ScenarioUnit(
                code=row["code"],
                name=row["name"],
                scope=row["scope"],
                residents=row["residents"],
                before=_tally(row, "before"),
                after=_tally(row, "after"),
            )
            for row in table[moved].to_dict("records")
        ],
    )


def _tally(row: Mapping[Hashable, Any], when: str) -> Tally:
    return Tally(**{tally: row[f"{tally}_{when}"] for tally in TALLIES})
