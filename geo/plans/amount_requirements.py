"""Clauses on amounts: floor area and places for the people of a plan area, and the size of its own facilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int8, Objects
from geo.plans.cases import CASES, TOGETHER, Batch, Scenario
from geo.plans.clause_findings import ClauseFindings
from geo.plans.missing import list_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.remaining import Remaining, share_remaining
from geo.plans.stage_classes import EXISTING, PLAN_STAGE, SURVEYED_STAGE, StageClass, reached_classes
from geo.plans.supply import MEASURES, OwnSupply
from geo.plans.verdicts import CONDITIONS, NOT_ASSESSED, NOT_MET, Amounts, judge_amounts, judge_sizes
from geo.rules.amounts import count_demand
from geo.rules.clauses import BINDING, Clause, ClauseKind
from geo.walking.limits import TOLERANCE_M

#: Kind of a clause -> the measure of facilities that counts for it.
MEASURE_OF: Final[dict[ClauseKind, str]] = {
    "floor_area": "floor_area",
    "land_area": "land_area",
    "places": "places",
    "size": "floor_area",
    "land_size": "land_area",
}


@dataclass(frozen=True)
class RemainingNearby:
    """What remains for each area in one measure, of what exists and of what others plan."""

    existing: Remaining
    planned: Remaining


#: Factor of the distances allowed -> measure -> what remains nearby.
RemainingByFactor = Mapping[float, Mapping[str, RemainingNearby]]


def find_remaining(batch: Batch, scenario: Scenario) -> RemainingByFactor:
    """Find what remains for each area, in every case that allows other distances.

    Parameters
    ----------
    batch, scenario
        What is judged.

    Returns
    -------
    dict
        Factor of the distances allowed (1 among them) -> measure -> what remains nearby.
    """
    factors = {1.0, *(distance for distance, _ in CASES.values())}
    return {factor: _find_remaining_within(batch, scenario, factor) for factor in factors}


def _find_remaining_within(batch: Batch, scenario: Scenario, factor: float) -> dict[str, RemainingNearby]:
    is_existing = batch.facilities.stage_class == EXISTING

    def share(measure: str, counted: Bool) -> Remaining:
        return share_remaining(
            scenario.ways.walks.near,
            batch.facilities,
            np.where(counted, scenario.remaining[measure], 0.0),
            scenario.need[measure],
            batch.limit_m * factor,
            compete=scenario.name == TOGETHER,
        )

    return {
        measure: RemainingNearby(share(measure, is_existing), share(measure, ~is_existing))
        for measure in scenario.remaining
    }


def judge_amount_clause(batch: Batch, scenario: Scenario, clause: Clause, nearby: RemainingByFactor) -> ClauseFindings:
    """Judge a clause on floor area, land or places for every plan area, or every group of them.

    Parameters
    ----------
    batch, scenario
        What is judged.
    clause
        Of kind ``floor_area``, ``land_area`` or ``places``.
    nearby
        As :func:`find_remaining` finds it for the scenario.

    Returns
    -------
    ClauseFindings
        With verdict -1 at every stage where the clause asks for nothing. From acceptance on floor area counts as
        surveyed where that is stated, less what the rule set tolerates. Land is never shared: only own land counts.
    """
    ks, n = [batch.categories.index(name) for name in clause.members], len(batch.sizes)
    # what a project brings itself is known; what the city has is not, where its data know nothing of the kind
    has_data = clause.provider == "project" or bool(batch.has_data[ks].any())
    spared = _has_near(batch, scenario, clause, ks)
    has = [_sum_own(_find_own(batch, clause, stage), ks, stage) for stage in range(len(STAGES))]

    def count(factor: float = 1.0) -> Float64:
        return np.where(spared, 0.0, count_demand(clause, batch.sizes, factor=factor))

    def judge(stage: int, distance: float = 1.0, sizes: float = 1.0) -> Int8:
        own = _find_own(batch, clause, stage)
        found = _find_nearby(nearby, clause, distance, n, len(batch.categories))
        amounts = Amounts(
            own.amount[:, :, ks].sum(axis=2),
            np.any(own.unknown[:, :, ks] >= 0, axis=2),
            found.existing.amount[:, ks].sum(axis=1),
            found.planned.amount[:, ks].sum(axis=1),
            np.any((found.existing.unknown[:, ks] >= 0) | (found.planned.unknown[:, ks] >= 0), axis=1),
        )
        demand = count(sizes) * (1.0 - _find_tolerance(clause, stage))
        verdict = judge_amounts(amounts, demand, stage=stage, has_data=has_data)
        if clause.size_verb in ("", *BINDING):
            return verdict
        # a facility that is there, and smaller than it should be
        return np.where((verdict == NOT_MET) & (has[stage] > 0), CONDITIONS, verdict).astype(np.int8)

    # what asks for nothing, and would not if the area were larger, is no requirement
    idle = count(max(sizes for _, sizes in CASES.values())) == 0
    stages = [np.where(idle, -1, judge(stage)).astype(np.int8) for stage in range(len(STAGES))]
    found, demand = _find_nearby(nearby, clause, 1.0, n, len(batch.categories)), count()
    return ClauseFindings(
        demand=demand,
        shortfalls=[np.maximum(demand - own_amount, 0.0) for own_amount in has],
        stages=stages,
        cases={name: judge(PLAN_STAGE, *factors) for name, factors in CASES.items()},
        missing=_find_missing(batch, clause, demand, found, stages),
        has=has[PLAN_STAGE],
        built=has[SURVEYED_STAGE],
        surveyed=_sum_surveyed(batch, clause, ks),
        remaining=(found.existing.amount[:, ks] + found.planned.amount[:, ks]).sum(axis=1),
        facility_id=np.append(batch.facilities.facility_id, "")[found.existing.nearest[:, ks].max(axis=1)],
    )


def _find_own(batch: Batch, clause: Clause, stage: int) -> OwnSupply:
    """Find what counts as an area's own at a stage: floor area as surveyed from acceptance on."""
    if MEASURE_OF[clause.clause_kind] == "floor_area" and stage >= SURVEYED_STAGE:
        return batch.own_surveyed
    return batch.own[MEASURE_OF[clause.clause_kind]]


def _sum_own(own: OwnSupply, ks: Sequence[int], stage: int) -> Float64:
    """Add up what areas bring of some categories that counts at a stage: all that is planned at the plan stage."""
    counted = slice(None) if stage == PLAN_STAGE else reached_classes(stage)
    return np.asarray(own.amount[counted][:, :, ks].sum(axis=(0, 2)))


def _find_nearby(
    nearby: RemainingByFactor, clause: Clause, factor: float, areas: int, categories: int
) -> RemainingNearby:
    if clause.clause_kind == "land_area":
        nobody = np.full((areas, categories), -1, np.int32)
        nothing = Remaining(np.zeros((areas, categories)), nobody, nobody)
        return RemainingNearby(nothing, nothing)
    return nearby[factor][clause.clause_kind]


def _has_near(batch: Batch, scenario: Scenario, clause: Clause, ks: Sequence[int]) -> Bool:
    """Tell which areas have one of others so near that they owe none; shape (n,)."""
    found = np.zeros(len(batch.sizes), bool)
    if np.isfinite(clause.unless_within_m):
        near, facilities = scenario.ways.walks.near, batch.facilities
        counts = np.isin(facilities.category[near.place], ks) & (facilities.area[near.place] != near.origin)
        found[near.origin[counts & (near.walk_m <= clause.unless_within_m + TOLERANCE_M)]] = True
    return found


def _sum_surveyed(batch: Batch, clause: Clause, ks: Sequence[int]) -> Float64:
    """Add up the floor area of own facilities that has been surveyed; NaN where none has; shape (n,)."""
    facilities, n = batch.facilities, len(batch.sizes)
    mine = (facilities.area >= 0) & np.isin(facilities.category, ks) & np.isfinite(facilities.surveyed_m2)
    mine &= MEASURE_OF[clause.clause_kind] == "floor_area"
    count = np.bincount(facilities.area[mine], minlength=n)
    total_m2 = np.bincount(facilities.area[mine], weights=facilities.surveyed_m2[mine], minlength=n)
    return np.where(count > 0, total_m2, np.nan)


def _find_least_surveyed(batch: Batch, clause: Clause, k: int) -> Float64:
    """Find the smallest floor area of own facilities that has been surveyed; NaN where none has; shape (n,)."""
    facilities, least_m2 = batch.facilities, np.full(len(batch.sizes), np.inf)
    mine = (facilities.area >= 0) & (facilities.category == k) & np.isfinite(facilities.surveyed_m2)
    mine &= MEASURE_OF[clause.clause_kind] == "floor_area"
    np.minimum.at(least_m2, facilities.area[mine], facilities.surveyed_m2[mine])
    return np.where(np.isfinite(least_m2), least_m2, np.nan)


def _find_tolerance(clause: Clause, stage: int) -> float:
    """Find by which share what is there may fall short at a stage: floor area, where it is compared as surveyed."""
    is_floor = MEASURE_OF[clause.clause_kind] == "floor_area"
    return clause.survey_tolerance if is_floor and stage >= SURVEYED_STAGE else 0.0


def _find_missing(
    batch: Batch, clause: Clause, demand: Float64, nearby: RemainingNearby, stages: Sequence[Int8]
) -> Objects:
    """Find what keeps an amount from being judged; of several the first of: a size, own, nearby, planned facilities."""
    facilities, ks = batch.facilities, [batch.categories.index(name) for name in clause.members]
    is_unstated = facilities.stage_class == StageClass.UNSTATED
    is_unstated &= np.isin(facilities.category, ks) & (facilities.area >= 0)
    unstated = np.full(len(demand), -1)
    rows = np.flatnonzero(is_unstated)[::-1]
    unstated[facilities.area[rows]] = rows
    own = batch.own[clause.clause_kind].unknown[:, :, ks].max(axis=(0, 2))
    existing, planned = nearby.existing.unknown[:, ks].max(axis=1), nearby.planned.unknown[:, ks].max(axis=1)
    size, capacity = clause.by, MEASURES[clause.clause_kind]
    nothing = np.full(len(demand), -1)
    unless = [np.isnan(demand), own >= 0, existing >= 0, ~batch.has_data[ks].any() & (unstated < 0), unstated >= 0]
    codes = np.select(unless, [size, capacity, capacity, "no_data", "stage"], capacity).astype(object)
    facility = np.select(unless, [nothing, own, existing, nothing, unstated], planned)
    ids = np.append(facilities.facility_id, "")[facility]
    is_open = np.any([verdict == NOT_ASSESSED for verdict in stages], axis=0)
    return list_missing(np.where(is_open, codes, ""), np.where(is_open, ids, ""))


def judge_size_clause(batch: Batch, clause: Clause, residents: Float64) -> ClauseFindings:
    """Judge a clause on the floor area or land of each own facility for every plan area.

    Parameters
    ----------
    batch
        What is judged.
    clause
        Of kind ``size`` or ``land_size``.
    residents
        Of each area with those that it lies together with, shape (n,).

    Returns
    -------
    ClauseFindings
        With verdict -1 where an area brings no such facility, or is too small to owe one; the same at every stage but
        for what is surveyed.
    """
    k, ids = batch.categories.index(clause.category), np.append(batch.facilities.facility_id, "")
    is_owed = residents >= clause.from_size

    def judge(stage: int) -> Int8:
        own = _find_own(batch, clause, stage)
        least_m2 = clause.figure * (1.0 - _find_tolerance(clause, stage))
        unknown, count = own.unknown[:, :, k].max(axis=0), own.count[:, :, k].sum(axis=0)
        return judge_sizes(own.least[:, k], np.where(is_owed, count, 0), unknown >= 0, least_m2)

    def find_short(stage: int) -> Float64:
        least = _find_own(batch, clause, stage).least[:, k]
        return np.where(np.isfinite(least), np.maximum(clause.figure - least, 0.0), np.nan)

    own, stages = _find_own(batch, clause, PLAN_STAGE), [judge(stage) for stage in range(len(STAGES))]
    smallest_m2, unknown = own.least[:, k], own.unknown[:, :, k].max(axis=0)
    has = np.where(np.isfinite(smallest_m2), smallest_m2, np.nan)
    is_open = stages[PLAN_STAGE] == NOT_ASSESSED
    capacity = MEASURES[MEASURE_OF[clause.clause_kind]]
    return ClauseFindings(
        demand=np.full(len(has), clause.figure),
        shortfalls=[find_short(stage) for stage in range(len(STAGES))],
        stages=stages,
        cases={},
        missing=list_missing(np.where(is_open, capacity, ""), np.where(is_open, ids[unknown], "")),
        has=has,
        surveyed=_find_least_surveyed(batch, clause, k),
    )
