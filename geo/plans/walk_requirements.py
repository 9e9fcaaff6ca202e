"""Clauses on distance: the walk from every place of a plan area to its nearest facility."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from geo.arrays import Float64, Int8, Int32, Int64, Objects
from geo.plans.cases import CASES, LONGEST_CASE, Batch, Scenario
from geo.plans.clause_findings import ClauseFindings
from geo.plans.missing import list_missing
from geo.plans.plot_readings import read_plots
from geo.plans.plot_ways import bound_boundary_m, list_walk_legs, walk_from_places
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
        The verdict of an area is that of its worst home or of its farthest place; ``facility_id`` is the facility
        nearest to its nearest place, "" without one.
    """
    k, n, ways, limit_m = batch.categories.index(clause.category), len(batch.sizes), scenario.ways, clause.figure
    walk = read_plots(ways.places, list_walk_legs(ways, k), limit_m)
    straight = read_plots(ways.places, ways.straight[k], limit_m)
    judged = _list_judged(batch, scenario, k, walk.farthest, limit_m)

    def judge(stage: int, factor: float = 1.0) -> Int8:
        return judge_distances(
            judged.distances,
            judged.area,
            n,
            limit_m=limit_m * factor,
            stage=stage,
            has_data=bool(batch.has_data[k]),
            snap_limit_m=batch.snap_limit_m,
        )

    stages = [judge(stage) for stage in range(len(STAGES))]
    return ClauseFindings(
        demand=np.full(n, limit_m),
        shortfalls=[np.maximum(walk.farthest_m - limit_m, 0.0)] * len(STAGES),
        stages=stages,
        cases={name: judge(PLAN_STAGE, distance) for name, (distance, _) in CASES.items()},
        missing=_find_missing(batch, judged, k, limit_m, stages),
        walk_m_nearest=walk.nearest_m,
        walk_m=walk.farthest_m,
        share_within=walk.share,
        straight_m=straight.farthest_m,
        share_within_straight=straight.share,
        facility_id=np.append(batch.facilities.facility_id, "")[walk.facility],
    )


@dataclass(frozen=True)
class _Judged:
    """What is judged: the homes of the areas and the farthest place of each, by area; shape (h + n,)."""

    area: Int32
    distances: Distances
    unstated: Int32


def _list_judged(batch: Batch, scenario: Scenario, k: int, farthest: Int64, limit_m: float) -> _Judged:
    """Put the farthest place of each area among its homes: no area is met that is not within the limit as a whole."""
    homes, walks, n = batch.homes, scenario.walks, len(batch.sizes)
    far = walk_from_places(scenario.ways, farthest, k, batch.facilities.stage_class)
    first = np.searchsorted(homes.area, np.arange(n))
    needed_m = max(limit_m * LONGEST_CASE, batch.snap_limit_m)
    boundary_m = bound_boundary_m(scenario.ways, farthest, homes.boundary_m[first], needed_m)
    order = np.argsort(np.append(homes.area, np.arange(n)), kind="stable")

    def join(of_homes: Any, of_farthest: Any) -> Any:
        return np.concatenate([of_homes, of_farthest], axis=-1)[..., order]

    distances = Distances(
        join(walks.existing.walk_m[:, k], far.existing_m),
        join(scenario.own_m[:, :, k], far.own_m),
        join(walks.planned_m[:, :, k], far.planned_m),
        join(walks.joined, walks.joined[first]),
        join(homes.boundary_m, boundary_m),
    )
    unstated = join(walks.planned[StageClass.UNSTATED, :, k], far.planned[StageClass.UNSTATED])
    return _Judged(join(homes.area, np.arange(n, dtype=np.int32)), distances, unstated)


def _find_largest(values: Float64, area: Int32, n: int) -> Float64:
    starts = np.searchsorted(area, np.arange(n))
    return np.asarray(np.maximum.reduceat(values, starts))


def _find_missing(batch: Batch, judged: _Judged, k: int, limit_m: float, stages: Sequence[Int8]) -> Objects:
    """Find what keeps a walk from being judged: at the plan stage, else at a later one."""
    n, area, walks = len(batch.sizes), judged.area, judged.distances
    is_open = np.any([verdict == NOT_ASSESSED for verdict in stages], axis=0)
    is_later = stages[PLAN_STAGE] != NOT_ASSESSED
    failing = np.minimum(walks.existing_m, walks.planned_m.min(axis=0)) > limit_m + TOLERANCE_M
    cut_off = ~walks.joined & (failing | is_later[area])
    no_road = _find_largest(cut_off.astype(float), area, n) > 0
    codes = np.where(no_road, "no_road", "border").astype(object)
    codes[~batch.has_data[k] & ~(no_road & ~is_later)] = "no_data"
    # a planned facility within the limit that does not state its stage may be there later, or not
    row = np.where(walks.planned_m[StageClass.UNSTATED] <= limit_m + TOLERANCE_M, judged.unstated, -1)
    which = _find_largest(row.astype(float), area, n).astype(int)
    by_stage = is_later & (which >= 0)
    codes[by_stage] = "stage"
    facility = np.where(by_stage, batch.facilities.existing_count + which, -1)
    ids = np.append(batch.facilities.facility_id, "")[facility]
    return list_missing(np.where(is_open, codes, ""), np.where(is_open, ids, ""))
