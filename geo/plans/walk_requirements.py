"""Clauses on distance: the walk from every home of a plan area to its nearest facility."""

from collections.abc import Sequence

import numpy as np

from geo.arrays import Float64, Int8, Int32, Int64, Objects, group_starts
from geo.plans.cases import CASES, Batch, Scenario
from geo.plans.clause_findings import ClauseFindings
from geo.plans.missing import list_missing
from geo.plans.read.plan_schemas import STAGES
from geo.plans.stage_classes import PLAN_STAGE, StageClass
from geo.plans.verdicts import NOT_ASSESSED, Distances, judge_distances
from geo.rules.clauses import Clause
from geo.walking.limits import TOLERANCE_M


def judge_walks(batch: Batch, scenario: Scenario, clause: Clause) -> ClauseFindings:
    """Judge a clause on distance for every plan area in one scenario.

    Parameters
    ----------
    batch, scenario
        What is judged; every area has at least one home.
    clause
        Of kind ``distance``.

    Returns
    -------
    ClauseFindings
        The verdict of an area is that of its worst home; ``facility_id`` is the facility nearest to its nearest home,
        "" without one.
    """
    k, n, homes = batch.categories.index(clause.category), len(batch.sizes), batch.homes
    limit_m = clause.figure
    walks = scenario.walks
    distances = Distances(
        walks.existing.walk_m[:, k], scenario.own_m[:, :, k], walks.planned_m[:, :, k], walks.joined, homes.boundary_m
    )

    def judge(stage: int, factor: float = 1.0) -> Int8:
        return judge_distances(
            distances,
            homes.area,
            n,
            limit_m=limit_m * factor,
            stage=stage,
            has_data=bool(batch.has_data[k]),
            snap_limit_m=batch.snap_limit_m,
        )

    stages = [judge(stage) for stage in range(len(STAGES))]
    walk_m, facility = scenario.nearest.walk_m[:, k], scenario.nearest.facility[:, k]
    within = walk_m <= limit_m + TOLERANCE_M
    farthest_m = _find_largest(walk_m, homes.area, n)
    nearest_home = _find_nearest_home(walk_m, homes.area)
    return ClauseFindings(
        demand=np.full(n, limit_m),
        shortfall=np.maximum(farthest_m - limit_m, 0.0),
        stages=stages,
        cases={name: judge(PLAN_STAGE, distance) for name, (distance, _) in CASES.items()},
        missing=_find_missing(batch, scenario, k, limit_m, stages),
        walk_m_nearest=walk_m[nearest_home],
        walk_m=farthest_m,
        share_within=np.bincount(homes.area, weights=homes.share * within, minlength=n).astype(float),
        facility_id=np.append(batch.facilities.facility_id, "")[facility[nearest_home]],
    )


def _find_largest(values: Float64, area: Int32, n: int) -> Float64:
    starts = np.searchsorted(area, np.arange(n))
    return np.asarray(np.maximum.reduceat(values, starts))


def _find_nearest_home(walk_m: Float64, area: Int32) -> Int64:
    """Find the row of the home with the shortest walk in each area."""
    order = np.lexsort((walk_m, area))
    return order[group_starts(area[order])]


def _find_missing(batch: Batch, scenario: Scenario, k: int, limit_m: float, stages: Sequence[Int8]) -> Objects:
    """Find what keeps a walk from being judged: at the plan stage, else at a later one."""
    n, homes, walks = len(batch.sizes), batch.homes, scenario.walks
    is_open = np.any([verdict == NOT_ASSESSED for verdict in stages], axis=0)
    is_later = stages[PLAN_STAGE] != NOT_ASSESSED
    failing = scenario.nearest.walk_m[:, k] > limit_m + TOLERANCE_M
    cut_off = ~walks.joined & (failing | is_later[homes.area])
    no_road = _find_largest(cut_off.astype(float), homes.area, n) > 0
    codes = np.where(no_road, "no_road", "border").astype(object)
    codes[~batch.has_data[k] & ~(no_road & ~is_later)] = "no_data"
    # a planned facility within the limit that does not state its stage may be there later, or not
    unstated_m, unstated = walks.planned_m[StageClass.UNSTATED, :, k], walks.planned[StageClass.UNSTATED, :, k]
    row = np.where(unstated_m <= limit_m + TOLERANCE_M, unstated, -1)
    which = _find_largest(row.astype(float), homes.area, n).astype(int)
    by_stage = is_later & (which >= 0)
    codes[by_stage] = "stage"
    facility = np.where(by_stage, batch.facilities.existing_count + which, -1)
    ids = np.append(batch.facilities.facility_id, "")[facility]
    return list_missing(np.where(is_open, codes, ""), np.where(is_open, ids, ""))
