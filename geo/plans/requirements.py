"""The table of requirements: every clause judged for every plan area, alone and together, stage by stage."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int8, Int32, Int64, Texts, group_starts
from geo.plans.cases import CASES, Batch, Scenario
from geo.plans.read.plan_schemas import STAGES
from geo.plans.supply import MEASURES, Left, Own, share_left
from geo.plans.verdicts import NOT_ASSESSED, Amounts, Distances, judge_amounts, judge_distances, judge_sizes
from geo.rules.clauses import UNITS, Clause, count_demand
from geo.walking.limits import TOLERANCE_M


def judge_clauses(batch: Batch, scenario: Scenario, clauses: Sequence[Clause]) -> pd.DataFrame:
    """Judge every clause for every area in one scenario.

    Parameters
    ----------
    batch, scenario, clauses
        What is judged by what.

    Returns
    -------
    pandas.DataFrame
        A row an area and clause, by area: ``plan_id, scenario, category, kind, basis, rule_set, unit, demand, has,
        left, shortfall, walk_m_nearest, walk_m, share_within, facility_id``, ``verdict_<stage>`` (index into
        :data:`geo.plans.verdicts.VERDICTS`), ``turns`` (cases of :data:`CASES` in which the verdict is another),
        ``missing, departments, source, verified, clause``. A size that no own facility has, and an amount of nothing,
        are left out.
    """
    lefts = {factor: _find_lefts(batch, scenario, factor) for factor in {1.0, *(d for d, _ in CASES.values())}}
    blocks = []
    for number, clause in enumerate(clauses):
        block = _judge_distance(batch, scenario, clause) if clause.kind == "distance" else None
        if clause.kind in MEASURES:
            block = _judge_amount(batch, clause, lefts)
        if clause.kind == "size":
            block = _judge_size(batch, clause)
        assert block is not None
        blocks.append(_frame_block(batch, scenario, clause, number, block))
    table = pd.concat(blocks, ignore_index=True)
    table = table[table["verdict_plan"] >= 0]
    return table.sort_values(["area", "clause"], kind="stable", ignore_index=True).drop(columns="area")


def _frame_block(
    batch: Batch, scenario: Scenario, clause: Clause, number: int, block: Mapping[str, Any]
) -> pd.DataFrame:
    nothing = np.full(len(batch.sizes), np.nan)
    names = ("demand", "has", "left", "shortfall", "walk_m_nearest", "walk_m", "share_within")
    return pd.DataFrame(
        {
            "area": np.arange(len(batch.sizes)),
            "plan_id": batch.sizes["plan_id"].to_numpy(),
            "scenario": scenario.name,
            "category": clause.category,
            "kind": clause.kind,
            "basis": clause.basis,
            "rule_set": clause.rule_set,
            "unit": UNITS[clause.kind],
            **{name: block.get(name, nothing) for name in names},
            "facility_id": block.get("facility_id", ""),
            **{f"verdict_{stage}": verdict for stage, verdict in zip(STAGES, block["stages"], strict=True)},
            "turns": _name_turns(block["stages"][0], block["cases"]),
            "missing": block["missing"],
            "departments": ",".join(clause.departments),
            "source": clause.source,
            "verified": clause.verified,
            "clause": number,
        }
    )


def _name_turns(verdict: Int8, cases: Mapping[str, Int8]) -> Texts:
    texts = np.full(len(verdict), "", object)
    for name, other in cases.items():
        turned = other != verdict
        texts[turned] = texts[turned] + np.where(texts[turned] == "", "", ",") + name
    return texts


def _judge_distance(batch: Batch, scenario: Scenario, clause: Clause) -> dict[str, Any]:
    k, n, homes = batch.categories.index(clause.category), len(batch.sizes), batch.homes
    limit_m = float(clause.entry["limit_m"])
    walks = scenario.walks
    one = Distances(
        walks.existing.walk_m[:, k], scenario.own_m[:, :, k], walks.planned_m[:, :, k], walks.joined, homes.boundary_m
    )

    def judge(stage: int, factor: float = 1.0) -> Int8:
        return judge_distances(
            one,
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
    farthest = _reduce(np.maximum, walk_m, homes.area, n)
    first = _first_of_area(walk_m, homes.area)
    return {
        "demand": np.full(n, limit_m),
        "walk_m_nearest": walk_m[first],
        "walk_m": farthest,
        "share_within": np.bincount(homes.area, weights=homes.share * within, minlength=n),
        "shortfall": np.maximum(farthest - limit_m, 0.0),
        "facility_id": np.append(batch.facilities.facility_id, "")[facility[first]],
        "stages": stages,
        "cases": {name: judge(0, distance) for name, (distance, _) in CASES.items()},
        "missing": _name_missing_walk(batch, scenario, k, limit_m, walk_m, stages),
    }


def _reduce(function: np.ufunc, values: Float64, area: Int32, n: int) -> Float64:
    starts = np.searchsorted(area, np.arange(n))
    return np.asarray(function.reduceat(values, starts))


def _first_of_area(walk_m: Float64, area: Int32) -> Int64:
    """Find the row of the home with the shortest walk in each area."""
    order = np.lexsort((walk_m, area))
    return order[group_starts(area[order])]


def _name_missing_walk(
    batch: Batch, scenario: Scenario, k: int, limit_m: float, walk_m: Float64, stages: Sequence[Int8]
) -> Texts:
    """Say what keeps a walk from being judged: at the plan stage, else at a later one."""
    n, homes, walks = len(batch.sizes), batch.homes, scenario.walks
    failing = walk_m > limit_m + TOLERANCE_M
    no_road = _reduce(np.maximum, (failing & ~walks.joined).astype(float), homes.area, n) > 0
    texts = np.where(no_road, "no_road", "border").astype(object)
    texts[~no_road & (not batch.has_data[k])] = "no_data"
    unclear = walks.planned_m[0, :, k] <= limit_m + TOLERANCE_M
    row = np.where(unclear, walks.planned[0, :, k], -1)
    which = _reduce(np.maximum, row.astype(float), homes.area, n).astype(int)
    standing = len(batch.facilities.area) - int((batch.facilities.stage_class >= 0).sum())
    later = stages[0] != NOT_ASSESSED
    ids = batch.facilities.facility_id[np.minimum(standing + which, len(batch.facilities.facility_id) - 1)]
    texts[later] = "stage:" + ids[later]
    open_ = np.any([verdict == NOT_ASSESSED for verdict in stages], axis=0)
    return np.where(open_, texts, "").astype(object)


_Lefts = dict[str, tuple[Left, Left]]


def _find_lefts(batch: Batch, scenario: Scenario, factor: float) -> _Lefts:
    """Find what is left for each area, of what stands and of what others plan, by measure."""
    standing = batch.facilities.stage_class < 0
    found = {}
    for measure, left in scenario.left.items():
        parts = [
            share_left(
                scenario.walks.near,
                batch.facilities,
                np.where(counted, left, 0.0),
                scenario.need[measure],
                batch.limit_m * factor,
                compete=scenario.name == "together",
            )
            for counted in (standing, ~standing)
        ]
        found[measure] = (parts[0], parts[1])
    return found


def _judge_amount(batch: Batch, clause: Clause, lefts: Mapping[float, _Lefts]) -> dict[str, Any]:
    k, own = batch.categories.index(clause.category), batch.own[clause.kind]

    def judge(stage: int, distance: float = 1.0, sizes: float = 1.0) -> Int8:
        standing, planned = lefts[distance][clause.kind]
        amounts = Amounts(
            own.amount[:, :, k],
            own.unknown[:, :, k] >= 0,
            standing.amount[:, k],
            planned.amount[:, k],
            (standing.unknown[:, k] >= 0) | (planned.unknown[:, k] >= 0),
        )
        demand = count_demand(clause, batch.sizes, factor=sizes)
        return judge_amounts(amounts, demand, stage=stage, has_data=bool(batch.has_data[k]))

    # what asks for nothing, and would not if the area were larger, is no requirement
    idle = count_demand(clause, batch.sizes, factor=max(sizes for _, sizes in CASES.values())) == 0
    stages = [np.where(idle, -1, judge(stage)).astype(np.int8) for stage in range(len(STAGES))]
    standing, planned = lefts[1.0][clause.kind]
    demand, has = count_demand(clause, batch.sizes), own.amount[:, :, k].sum(axis=0)
    return {
        "demand": demand,
        "has": has,
        "left": standing.amount[:, k] + planned.amount[:, k],
        "shortfall": np.maximum(demand - has, 0.0),
        "facility_id": np.append(batch.facilities.facility_id, "")[standing.nearest[:, k]],
        "stages": stages,
        "cases": {name: judge(0, *factors) for name, factors in CASES.items()},
        "missing": _name_missing_amount(batch, clause, demand, own, standing, stages),
    }


def _name_missing_amount(
    batch: Batch, clause: Clause, demand: Float64, own: Own, standing: Left, stages: Sequence[Int8]
) -> Texts:
    k, column = batch.categories.index(clause.category), MEASURES[clause.kind]
    ids = np.append(batch.facilities.facility_id, "")
    mine = own.unknown[:, :, k].max(axis=0)
    facilities = batch.facilities
    silent = np.flatnonzero((facilities.stage_class == 0) & (facilities.category == k) & (facilities.area >= 0))[::-1]
    unclear = np.full(len(demand), -1)
    unclear[facilities.area[silent]] = silent
    texts = np.where(standing.unknown[:, k] >= 0, f"{column}:" + ids[standing.unknown[:, k]], "stage:" + ids[unclear])
    texts = np.where((standing.unknown[:, k] < 0) & (not batch.has_data[k]) & (unclear < 0), "no_data", texts)
    texts = np.where(mine >= 0, f"{column}:" + ids[mine], texts)
    texts = np.where(np.isnan(demand), str(clause.entry.get("by", "")), texts).astype(object)
    open_ = np.any([verdict == NOT_ASSESSED for verdict in stages], axis=0)
    return np.where(open_, texts, "").astype(object)


def _judge_size(batch: Batch, clause: Clause) -> dict[str, Any]:
    k, own = batch.categories.index(clause.category), batch.own["floor_area"]
    wanted = float(np.min(clause.entry["floor_area_m2"]))
    unknown = own.unknown[:, :, k].max(axis=0)
    least, count = own.least[:, k], own.count[:, :, k].sum(axis=0)
    verdict = judge_sizes(least, count, unknown >= 0, wanted)
    ids = np.append(batch.facilities.facility_id, "")[unknown]
    has = np.where(np.isfinite(least), least, np.nan)
    return {
        "demand": np.full(len(least), wanted),
        "has": has,
        "shortfall": np.maximum(wanted - has, 0.0),
        "stages": [verdict] * len(STAGES),
        "cases": {},
        "missing": np.where(verdict == NOT_ASSESSED, "floor_area_m2:" + ids, "").astype(object),
    }
