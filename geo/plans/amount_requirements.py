"""Clauses on amounts: floor area and places for the people of a plan area, and the size of its own facilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from geo.arrays import Bool, Float64, Int8, Objects
from geo.plans.cases import CASES, TOGETHER, Batch, Scenario
from geo.plans.clause_findings import ClauseFindings
from geo.plans.missing import list_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.remaining import Remaining, share_remaining
from geo.plans.stage_classes import EXISTING, PLAN_STAGE, StageClass
from geo.plans.supply import MEASURES
from geo.plans.verdicts import NOT_ASSESSED, Amounts, judge_amounts, judge_sizes
from geo.rules.amounts import count_demand
from geo.rules.clauses import Clause


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


def judge_amount_clause(batch: Batch, clause: Clause, nearby: RemainingByFactor) -> ClauseFindings:
    """Judge a clause on floor area or places for every plan area.

    Parameters
    ----------
    batch
        What is judged.
    clause
        Of kind ``floor_area`` or ``places``.
    nearby
        As :func:`find_remaining` finds it for the scenario.

    Returns
    -------
    ClauseFindings
        With verdict -1 at every stage where the clause asks for nothing.
    """
    own, ks = batch.own[clause.clause_kind], [batch.categories.index(name) for name in clause.members]
    has_data = bool(batch.has_data[ks].any())

    def judge(stage: int, distance: float = 1.0, sizes: float = 1.0) -> Int8:
        existing, planned = nearby[distance][clause.clause_kind].existing, nearby[distance][clause.clause_kind].planned
        amounts = Amounts(
            own.amount[:, :, ks].sum(axis=2),
            np.any(own.unknown[:, :, ks] >= 0, axis=2),
            existing.amount[:, ks].sum(axis=1),
            planned.amount[:, ks].sum(axis=1),
            np.any((existing.unknown[:, ks] >= 0) | (planned.unknown[:, ks] >= 0), axis=1),
        )
        demand = count_demand(clause, batch.sizes, factor=sizes)
        return judge_amounts(amounts, demand, stage=stage, has_data=has_data)

    # what asks for nothing, and would not if the area were larger, is no requirement
    idle = count_demand(clause, batch.sizes, factor=max(sizes for _, sizes in CASES.values())) == 0
    stages = [np.where(idle, -1, judge(stage)).astype(np.int8) for stage in range(len(STAGES))]
    found = nearby[1.0][clause.clause_kind]
    demand, has = count_demand(clause, batch.sizes), own.amount[:, :, ks].sum(axis=(0, 2))
    return ClauseFindings(
        demand=demand,
        shortfall=np.maximum(demand - has, 0.0),
        stages=stages,
        cases={name: judge(PLAN_STAGE, *factors) for name, factors in CASES.items()},
        missing=_find_missing(batch, clause, demand, found, stages),
        has=has,
        remaining=(found.existing.amount[:, ks] + found.planned.amount[:, ks]).sum(axis=1),
        facility_id=np.append(batch.facilities.facility_id, "")[found.existing.nearest[:, ks].max(axis=1)],
    )


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


def judge_size_clause(batch: Batch, clause: Clause) -> ClauseFindings:
    """Judge a clause on the size of each own facility for every plan area.

    Parameters
    ----------
    batch
        What is judged.
    clause
        Of kind ``size``.

    Returns
    -------
    ClauseFindings
        The same at every stage; with verdict -1 where an area brings no such facility.
    """
    k, own = batch.categories.index(clause.category), batch.own["floor_area"]
    least_m2 = clause.figure
    unknown = own.unknown[:, :, k].max(axis=0)
    smallest_m2, count = own.least[:, k], own.count[:, :, k].sum(axis=0)
    verdict = judge_sizes(smallest_m2, count, unknown >= 0, least_m2)
    has = np.where(np.isfinite(smallest_m2), smallest_m2, np.nan)
    is_open = verdict == NOT_ASSESSED
    ids = np.append(batch.facilities.facility_id, "")[unknown]
    return ClauseFindings(
        demand=np.full(len(has), least_m2),
        shortfall=np.maximum(least_m2 - has, 0.0),
        stages=[verdict] * len(STAGES),
        cases={},
        missing=list_missing(np.where(is_open, MEASURES["floor_area"], ""), np.where(is_open, ids, "")),
        has=has,
    )
