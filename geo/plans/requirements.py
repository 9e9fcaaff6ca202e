"""The table of requirements: every clause judged for every plan area, alone and together, stage by stage."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from geo.plans.amount_requirements import find_remaining, judge_amount_clause, judge_size_clause
from geo.plans.cases import Batch, Scenario
from geo.plans.clause_findings import ClauseFindings, name_cases
from geo.plans.read.plan_schemas import STAGES
from geo.plans.stage_classes import PLAN_STAGE
from geo.plans.walk_requirements import judge_walks
from geo.rules.clauses import UNITS, Clause


def judge_clauses(batch: Batch, scenario: Scenario, clauses: Sequence[Clause]) -> pd.DataFrame:
    """Judge every clause for every area in one scenario.

    Parameters
    ----------
    batch, scenario
        What is judged.
    clauses
        What it is judged by; at least one.

    Returns
    -------
    pandas.DataFrame
        One row per area and clause, by area: ``plan_id, scenario, category, clause_kind, basis, role, verb, rule_set,
        unit, demand, has, remaining, shortfall, walk_m_nearest, walk_m, share_within, straight_m,
        share_within_straight, facility_id``,
        ``verdict_<stage>`` (index into :data:`geo.plans.verdicts.VERDICTS`), ``sensitive_to`` (cases of
        :data:`geo.plans.cases.CASES` in which the verdict is another), ``missing`` (:class:`geo.plans.missing.Missing`
        or None), ``departments, source, verified, clause`` (row of `clauses`). A size that no own facility has, and an
        amount of nothing, are left out.
    """
    nearby = find_remaining(batch, scenario)
    blocks = []
    for number, clause in enumerate(clauses):
        if clause.clause_kind == "distance":
            findings = judge_walks(batch, scenario, clause)
        elif clause.clause_kind == "size":
            findings = judge_size_clause(batch, clause)
        else:
            findings = judge_amount_clause(batch, clause, nearby)
        blocks.append(_frame_findings(batch, scenario, clause, number, findings))
    table = pd.concat(blocks, ignore_index=True)
    table = table[table["verdict_plan"] >= 0]
    return table.sort_values(["area", "clause"], kind="stable", ignore_index=True).drop(columns="area")


def _frame_findings(
    batch: Batch, scenario: Scenario, clause: Clause, number: int, findings: ClauseFindings
) -> pd.DataFrame:
    unknown = np.full(len(batch.sizes), np.nan)
    figures = (
        "demand", "has", "remaining", "shortfall", "walk_m_nearest", "walk_m", "share_within", "straight_m",
        "share_within_straight",
    )  # fmt: skip
    columns = {name: getattr(findings, name) for name in figures}
    return pd.DataFrame(
        {
            "area": np.arange(len(batch.sizes)),
            "plan_id": batch.sizes["plan_id"].to_numpy(),
            "scenario": scenario.name,
            "category": clause.category,
            "clause_kind": clause.clause_kind,
            "basis": clause.basis,
            "role": clause.role,
            "verb": clause.verb,
            "rule_set": clause.rule_set,
            "unit": UNITS[clause.clause_kind],
            **{name: unknown if column is None else column for name, column in columns.items()},
            "facility_id": "" if findings.facility_id is None else findings.facility_id,
            **{f"verdict_{stage}": verdict for stage, verdict in zip(STAGES, findings.stages, strict=True)},
            "sensitive_to": name_cases(findings.stages[PLAN_STAGE], findings.cases),
            "missing": findings.missing,
            "departments": ",".join(clause.departments),
            "source": clause.source,
            "verified": clause.verified,
            "clause": number,
        }
    )
