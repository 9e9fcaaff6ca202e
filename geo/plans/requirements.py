"""The table of requirements: every clause judged for every plan area, alone and together, stage by stage."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Int32, Texts
from geo.plans.amount_requirements import find_remaining, judge_amount_clause, judge_size_clause
from geo.plans.cases import Batch, Scenario
from geo.plans.clause_findings import ClauseFindings, name_cases, take_rows
from geo.plans.group_batch import group_batch, group_scenario
from geo.plans.groups import Groups
from geo.plans.plot_readings import read_plots
from geo.plans.plot_ways import list_walk_legs
from geo.plans.read.plan_schemas import STAGES
from geo.plans.stage_classes import PLAN_STAGE
from geo.plans.verdict_rollup import VERDICT_COLUMNS
from geo.plans.verdicts import MET
from geo.plans.walk_requirements import judge_walks
from geo.rules.clauses import UNITS, Clause
from geo.walking.limits import TOLERANCE_M

#: Figures of findings that are columns of the table.
FIGURES: Final = (
    "demand",
    "has",
    "built",
    "surveyed",
    "remaining",
    "walk_m_nearest",
    "walk_m",
    "share_within",
    "straight_m",
    "share_within_straight",
)


def judge_clauses(
    batch: Batch, scenario: Scenario, clauses: Sequence[Clause], groups: Mapping[str, Groups], stage: Int32
) -> pd.DataFrame:
    """Judge every clause for every area in one scenario.

    Parameters
    ----------
    batch, scenario
        What is judged.
    clauses
        What it is judged by; at least one.
    groups
        Over what sizes are added up, of a clause -> which areas go together: what is counted over them is found for all
        of them, and stands with each. What is not in it is counted for each area alone.
    stage
        Row of :data:`geo.plans.read.plan_schemas.STAGES` at which each area is under review, shape (n,).

    Returns
    -------
    pandas.DataFrame
        One row per area and clause, by area: ``plan_id, scenario, category, clause_kind, basis, verb, provider, role,
        strength, condition`` (``"holds"`` or ``"unknown"`` of what is needed only where another category does not
        reach, "" of the rest), ``rule_set, unit, counted_over``, the figures of :data:`FIGURES`, ``facility_id``,
        ``verdict_<stage>`` (index into :data:`geo.plans.verdicts.VERDICTS`), ``verdict`` and ``shortfall`` (at the
        stage under review), ``sensitive_to`` (cases of
        :data:`geo.plans.cases.CASES` in which the verdict is another), ``missing``
        (:class:`geo.plans.missing.Missing` or None), ``phase_share`` (of the dwellings, before which it must stand,
        NaN where nothing says), ``phase_first`` (with the first of them), ``departments, source, verified, valid_from,
        valid_to, clause`` (row of `clauses`). A size that no own facility has, and an amount of nothing, have the
        verdict -1; what is not needed has the condition ``"fails"``: see :func:`keep_asked`.
    """
    nearby = find_remaining(batch, scenario)
    joint = {
        over: (group_batch(batch, each), group_scenario(scenario, each))
        for over, each in groups.items()
        if each.count < len(batch.sizes)
    }
    joint_nearby = {over: find_remaining(*pair) for over, pair in joint.items()}
    residents = batch.sizes["residents"].to_numpy(float)
    if "group" in joint:
        residents = joint["group"][0].sizes["residents"].to_numpy(float)[groups["group"].group]
    blocks = []
    for number, clause in enumerate(clauses):
        over = clause.counted_over
        if clause.clause_kind == "distance":
            findings = judge_walks(batch, scenario, clause)
        elif clause.clause_kind in ("size", "land_size"):
            findings = judge_size_clause(batch, clause, residents)
        elif over in joint:
            findings = take_rows(judge_amount_clause(*joint[over], clause, joint_nearby[over]), groups[over].group)
        else:
            findings = judge_amount_clause(batch, scenario, clause, nearby)
        blocks.append(_frame_findings(batch, scenario, clause, number, findings, stage))
    table = pd.concat(blocks, ignore_index=True)
    return table.sort_values(["area", "clause"], kind="stable", ignore_index=True).drop(columns="area")


def keep_asked(requirements: pd.DataFrame) -> pd.DataFrame:
    """Leave out what is asked of an area in no scenario; what is asked in one only is met in the other.

    Parameters
    ----------
    requirements
        As :func:`judge_clauses` returns it, of all scenarios. Not changed.

    Returns
    -------
    pandas.DataFrame
        Without negative verdicts; without rows where nothing is asked.

    Examples
    --------
    >>> verdicts = dict.fromkeys(VERDICT_COLUMNS, [-1, -1, 4])
    >>> table = pd.DataFrame({"plan_id": "a", "clause": [0, 1, 1], "condition": "", **verdicts})
    >>> keep_asked(table)[["clause", "verdict_plan"]].values.tolist()
    [[1, 0], [1, 4]]
    """
    asked = (requirements["verdict_plan"] >= 0) & (requirements["condition"] != "fails")
    kept = asked.groupby([requirements["plan_id"], requirements["clause"]], sort=False).transform("any")
    verdicts = requirements[[*VERDICT_COLUMNS]].where(asked, MET).astype(np.int8)
    return requirements.assign(**verdicts)[kept].reset_index(drop=True)


def _test_condition(batch: Batch, scenario: Scenario, clause: Clause) -> Texts:
    """Test whether what is needed only where another category does not reach is needed; shape (n,)."""
    n = len(batch.sizes)
    if not clause.supplements:
        return np.full(n, "", object)
    if clause.supplements not in batch.categories:
        return np.full(n, "unknown", object)
    k = batch.categories.index(clause.supplements)
    limit_m = float(batch.limit_m[k])
    found = read_plots(scenario.ways.places, list_walk_legs(scenario.ways, k), limit_m)
    known = batch.has_data[k] | np.isfinite(found.nearest_m)
    beyond = found.farthest_m > limit_m + TOLERANCE_M
    return np.where(beyond, np.where(known, "holds", "unknown"), "fails").astype(object)


def _frame_findings(
    batch: Batch, scenario: Scenario, clause: Clause, number: int, findings: ClauseFindings, stage: Int32
) -> pd.DataFrame:
    rows = np.arange(len(stage))
    unknown, phase = np.full(len(batch.sizes), np.nan), clause.phase
    condition = _test_condition(batch, scenario, clause)
    columns = {name: getattr(findings, name) for name in FIGURES}
    return pd.DataFrame(
        {
            "area": np.arange(len(batch.sizes)),
            "plan_id": batch.sizes["plan_id"].to_numpy(),
            "scenario": scenario.name,
            **{name: getattr(clause, name) for name in ("category", "clause_kind", "basis", "verb", "provider")},
            # whether it is owed at all is not known where its condition is not
            "role": np.where(condition == "unknown", "recommended", clause.role),
            "strength": clause.strength,
            "condition": condition,
            "rule_set": clause.rule_set,
            "unit": UNITS[clause.clause_kind],
            "counted_over": clause.counted_over,
            **{name: unknown if column is None else column for name, column in columns.items()},
            "facility_id": "" if findings.facility_id is None else findings.facility_id,
            "shortfall": np.stack(findings.shortfalls)[stage, rows],
            "verdict": np.stack(findings.stages)[stage, rows],
            **{f"verdict_{name}": verdict for name, verdict in zip(STAGES, findings.stages, strict=True)},
            "stage": np.array(STAGES, object)[stage],
            "sensitive_to": name_cases(findings.stages[PLAN_STAGE], findings.cases),
            "missing": findings.missing,
            "phase_share": np.nan if phase is None else phase.before_share,
            "phase_first": phase is not None and phase.with_first,
            "departments": ",".join(clause.departments),
            **{name: getattr(clause, name) for name in ("source", "verified", "valid_from", "valid_to")},
            "clause": number,
        }
    )
