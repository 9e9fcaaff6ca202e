"""Before and after: the figures of districts and of the city as they are, and counted again with the programme done."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int64
from geo.audit.shortfalls import WALK, tabulate_shortfalls
from geo.audit.tiers import list_tiers, tally_tiers
from geo.coverage.scenarios import change_facilities
from geo.coverage.status import COVERED
from geo.programme.measures import Remedy
from geo.programme.programme import Programme
from geo.programme.site_choices import SiteChoices
from geo.programme.standing import Standing
from geo.walking.access_points import take_places

#: What the figures of the walk to one category begin with.
BEYOND: Final = "beyond_"
WITHIN: Final = "within_"
#: Figures of leaves that add up, where they are known; those of rooms follow.
_SUMS: Final = (
    "residents", "households", "communities", "service_m2", "service_owed_m2", "with_office", "with_hall",
    "with_square", "square_large", "reference_headcount", "in_post", "shortfall", "grid_units", "units_without_worker",
)  # fmt: skip
#: What nobody can plan a project for here.
_NO_PROJECT: Final = ("unit_size",)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a programme changes.

    Parameters
    ----------
    districts
        ``code, name`` of the districts, and of the whole city in the last row, with code "".
    before, after
        Figures, a row for each of `districts`: sums, ``people_<kind>`` short, ``covered_<tier>``, and residents
        ``within_<category>`` and ``beyond_<category>`` of the categories of sites; ``service_m2_per_100``,
        ``share_with_hall``, ``share_with_square``, ``share_with_rooms``, ``share_in_post``, ``share_<tier>``,
        ``share_within_<category>``; ``people_short``, the people short of all that a project can make good, once for
        each shortfall.
    """

    districts: pd.DataFrame
    before: pd.DataFrame
    after: pd.DataFrame

    @property
    def helped(self) -> "pd.Series[float]":
        """How many people the programme helps in each row."""
        return self.before["people_short"] - self.after["people_short"]


def measure_outcome(programme: Programme) -> Outcome:
    """Count the figures of districts before and after a programme: from communities and homes, not from what it adds.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    Outcome
        Of urban communities. Sites are walked to again.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> request = ProgrammeRequest(projects=1, sites=("clinic",))
    >>> outcome = measure_outcome(plan_programme(audit_city(analyze_city(build_sample())), request))
    >>> outcome.before["beyond_clinic"].tolist(), outcome.after["beyond_clinic"].tolist()
    ([40.0, 45.0], [0.0, 5.0])
    """
    standing, codes = programme.standing, list(programme.standing.districts)
    covered = {
        each.category: _walk_again(each, number) for each, number in zip(programme.sites, programme.built, strict=True)
    }
    before = _count(standing, codes, standing.figures, programme.sites, {})
    after = _count(standing, codes, _carry_out(programme, covered), programme.sites, covered)
    names = [*standing.districts.values(), standing.audit.city.name]
    districts = pd.DataFrame({"code": [*codes, ""], "name": names}, dtype=object)
    return Outcome(districts=districts, before=before, after=after)


def _walk_again(sites: SiteChoices, number: int) -> Bool:
    """Walk to so many sites, and tell which homes are covered with them, shape (n,)."""
    siting = sites.siting
    if not number:
        return siting.pairs.covered
    chosen = np.sort(sites.chosen[number - 1])
    xy = shapely.get_coordinates(siting.candidates.geometry.to_numpy()[chosen])
    change = change_facilities(siting.baseline, add=xy, access=take_places(siting.access, chosen))
    return np.asarray(change.status == COVERED)


def _carry_out(programme: Programme, covered: dict[str, Bool]) -> pd.DataFrame:
    """Give the figures of leaves when all projects are done, and what is short then."""
    standing, audit = programme.standing, programme.standing.audit
    columns = {str(name): values.to_numpy(float).copy() for name, values in standing.figures.items()}
    if "people_unit_worker" in columns:
        # who lives in units without a worker: levels of an audit have them as people of that shortfall alone
        columns["residents_without_worker"] = columns["people_unit_worker"].copy()
    for each in programme.measures:
        _apply(columns, each, standing)
    walked = _walk_by_tier(standing, covered)
    figures = pd.DataFrame(columns).assign(**{str(name): values for name, values in walked.items()})
    tiers = [tier for tier in list_tiers(audit.tiers) if f"short_{WALK}{tier}" in figures]
    short = tabulate_shortfalls(figures, audit.standard, tiers, is_judged=standing.is_judged)
    people = {str(name): values.to_numpy(float).copy() for name, values in short.items()}
    for each in (measure for measure in programme.measures if measure.loans):
        # whom the walk to the neighbour's is too long for is not helped
        name = f"people_{each.kind}"
        people[name][each.leaf] = max(columns[name][each.leaf] - each.people, 0.0)
    return figures.assign(**people)


def _apply(columns: dict[str, Float64], remedy: Remedy, standing: Standing) -> None:
    """Carry a remedy out, in place."""
    leaf, kind, amount, standard = remedy.leaf, remedy.kind, remedy.amount, standing.audit.standard
    added = {
        "space": {"service_m2": amount},
        "staff": {"in_post": amount, "shortfall": -amount},
        "unit_worker": {"units_without_worker": -amount, "residents_without_worker": -remedy.people},
    }
    for name, change in added.get(kind, {}).items():
        columns[name][leaf] += change
    for room in standard.rooms if kind == "rooms" else (kind,):
        if f"with_{room}" in columns:
            columns[f"with_{room}"][leaf] = 1.0
    if kind in ("square", "square_size"):
        columns["square_m2"][leaf], columns["square_large"][leaf] = float(standard.large_square_m2), 1.0
    lent = {"space": "service_m2", "square": "square_m2"}.get(kind)
    if lent is not None:
        for loan in remedy.loans:
            columns[lent][loan.partner] -= loan.m2


def _walk_by_tier(standing: Standing, covered: dict[str, Bool]) -> pd.DataFrame:
    """Count who walks within the limit to all of each tier when sites are built."""
    coverage, status = standing.audit.coverage, standing.audit.coverage.status.copy()
    categories = list(coverage.walks.context.categories)
    for name, is_covered in covered.items():
        if name in categories:
            status[is_covered, categories.index(name)] = COVERED
    leaves = standing.leaves
    found = tally_tiers(replace(coverage, status=status), leaves.of_home, len(leaves.table), standing.audit.tiers)
    return found[[name for name in map(str, found) if name.startswith(("covered_", "uncovered_", "unknown_"))]]


def _count(
    standing: Standing, codes: list[str], figures: pd.DataFrame, sites: list[SiteChoices], covered: dict[str, Bool]
) -> pd.DataFrame:
    """Add the figures of communities up by district, with the city below, and divide."""
    row = pd.Index(codes).get_indexer(pd.Index(standing.district)).astype(np.int64)
    rooms = [f"with_{room}" for room in standing.audit.standard.rooms]
    tiers = list(list_tiers(standing.audit.tiers))
    names = [*_SUMS, *rooms, *(f"people_{kind}" for kind in list_kinds(figures))]
    names += [f"{part}_{tier}" for tier in tiers for part in ("covered", "not_judged")]
    counts = standing.is_urban & (row >= 0)
    sums = {
        name: np.append(
            np.bincount(row[counts], weights=figures.loc[counts, name], minlength=len(codes)),
            figures.loc[standing.is_urban, name].sum(),
        )
        for name in names
        if name in figures
    }
    table = pd.DataFrame(sums)
    for each in sites:
        table = table.assign(**dict(_count_walks(standing, codes, each, covered)))
    known = [room for room in rooms if room in table]
    return _divide(table, known, tiers, [each.category for each in sites])


def list_kinds(figures: pd.DataFrame) -> list[str]:
    """List the kinds of shortfall that a project can make good, but for walks.

    Parameters
    ----------
    figures
        Of leaves, with ``people_<kind>``.

    Returns
    -------
    list of str
        In the order of the audit; empty where nothing is judged.

    Examples
    --------
    >>> list_kinds(pd.DataFrame({"people_hall": [1.0], "people_unit_size": [2.0], "people_walk_5_min": [3.0]}))
    ['hall']
    """
    kinds = [name.removeprefix("people_") for name in map(str, figures) if name.startswith("people_")]
    return [kind for kind in kinds if kind not in _NO_PROJECT and not kind.startswith(WALK) and kind != "short"]


def _count_walks(
    standing: Standing, codes: list[str], sites: SiteChoices, covered: dict[str, Bool]
) -> Iterator[tuple[str, Float64]]:
    """Count who is within the walk to a category of sites and who is beyond it; all who count are in the last row."""
    pairs, siting = sites.siting.pairs, sites.siting
    is_within = covered.get(sites.category, pairs.covered) & siting.is_served
    row: Int64 = pd.Index(codes).get_indexer(pd.Index(standing.home_district)).astype(np.int64)
    inside = row >= 0
    for begin, counts in ((WITHIN, is_within), (BEYOND, ~is_within & siting.is_served)):
        people = pairs.demand * counts
        sums = np.bincount(row[inside], weights=people[inside], minlength=len(codes))
        yield f"{begin}{sites.category}", np.append(sums, people.sum())


def _divide(table: pd.DataFrame, rooms: list[str], tiers: list[str], categories: list[str]) -> pd.DataFrame:
    """Add ratios, and the people short of all that a project can make good."""
    ratios: dict[str, pd.Series[float]] = {}
    if {"service_m2", "households"} <= set(table):
        ratios["service_m2_per_100"] = 100 * table["service_m2"] / table["households"].where(table["households"] > 0)
    for tier in tiers:
        judged = table["residents"] - table[f"not_judged_{tier}"]
        ratios[f"share_{tier}"] = table[f"covered_{tier}"] / judged.where(judged > 0)
    parts = {"with_hall": "communities", "with_square": "communities", "in_post": "reference_headcount"}
    for part, of in parts.items():
        if {part, of} <= set(table):
            ratios[f"share_{part}"] = table[part] / table[of].where(table[of] > 0)
    if rooms:
        whole = len(rooms) * table["communities"]
        ratios["share_with_rooms"] = table[rooms].sum(axis=1) / whole.where(whole > 0)
    for name in categories:
        whole = table[f"{WITHIN}{name}"] + table[f"{BEYOND}{name}"]
        ratios[f"share_{WITHIN}{name}"] = table[f"{WITHIN}{name}"] / whole.where(whole > 0)
    short = [f"people_{kind}" for kind in list_kinds(table)] + [f"{BEYOND}{name}" for name in categories]
    return table.assign(**ratios, people_short=table[short].sum(axis=1))
