"""From a scenario that somebody asks about to what it changes."""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from geo.arrays import Float64
from geo.coverage.analysis import check_level
from geo.coverage.scenarios import Change, change_facilities
from geo.coverage.status import TALLIES
from geo.crs.projection import from_lonlat
from geo.errors import NotFoundError
from geo.texts.notes import describe_notes
from service.compute.analyses import Analyses
from service.datums import choose_datum
from service.models.notes import NoteAnswer
from service.models.scenarios import ScenarioAnswer, ScenarioCategory, ScenarioRequest, ScenarioUnit, Tally


def compare_scenario(analyses: Analyses, scenario: ScenarioRequest) -> ScenarioAnswer:
    """Compare a city before and after a change of its facilities.

    Parameters
    ----------
    analyses
        The city's.
    scenario
        What is added and removed.

    Returns
    -------
    ScenarioAnswer
        One entry a category that is touched.

    Raises
    ------
    InputError
        If a category, the level, the profile, the limit or a datum is wrong.
    NotFoundError
        If a facility to remove is none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> found = compare_scenario(Analyses(build_sample()), ScenarioRequest(remove=["c1"]))
    >>> found.categories["clinic"].after.covered
    0.0
    """
    city = analyses.city
    coverage = analyses.coverage(scenario.minutes, scenario.profile)
    check_level(coverage, scenario.level)
    gone = city.facilities[city.facilities["facility_id"].isin(scenario.remove)]
    category_of = dict(zip(gone["facility_id"], gone["category"], strict=True))
    unknown = [code for code in scenario.remove if code not in category_of]
    if unknown:
        raise NotFoundError(f'no facility has the id "{unknown[0]}"')
    touched = dict.fromkeys([*(new.category for new in scenario.add), *(category_of[c] for c in scenario.remove)])
    categories = {}
    for category in touched:
        new = [item for item in scenario.add if item.category == category]
        places = [from_lonlat(it.lon, it.lat, datum=choose_datum(city, it.datum), crs=city.crs) for it in new]
        baseline = analyses.baseline(scenario.minutes, scenario.profile, category)
        remove = [code for code, of in category_of.items() if of == category]
        add: Float64 = np.reshape(np.array(places, float), (-1, 2))
        categories[category] = _describe(change_facilities(baseline, add=add, remove=remove), scenario.level)
    return ScenarioAnswer(
        city=city.name,
        profile=coverage.profile.name,
        level=scenario.level,
        limit_m={category: coverage.limit_m[category] for category in categories},
        assumptions=[NoteAnswer(**note) for note in describe_notes(city.assumptions)],
        categories=categories,
    )


def _describe(change: Change, level: str) -> ScenarioCategory:
    whole, table = change.levels["city"].to_dict("records")[0], change.levels[level]
    moved = np.zeros(len(table), bool)
    for tally in TALLIES:
        moved |= (table[f"{tally}_before"] - table[f"{tally}_after"]).abs().to_numpy() > 1e-9
    return ScenarioCategory(
        before=_tally(whole, "before"),
        after=_tally(whole, "after"),
        not_joined=[reason for reason in change.reasons if reason],
        units=[
            ScenarioUnit(
                code=row["code"],
                name=row["name"],
                residents=row["residents"],
                before=_tally(row, "before"),
                after=_tally(row, "after"),
            )
            for row in table[moved].to_dict("records")
        ],
    )


def _tally(row: Mapping[Hashable, Any], when: str) -> Tally:
    return Tally(**{tally: row[f"{tally}_{when}"] for tally in TALLIES})
