"""The table of requirements, each clause once: alone and together side by side, and what was found in words."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from geo.plans.cases import ALONE, TOGETHER
from geo.plans.missing import Missing, describe_missing
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table, Verdict
from geo.plans.review_tables.words import Words, join_words, phrase, show_amount, show_number
from geo.plans.verdicts import VERDICTS

_COLUMNS: Final = (
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("role", "clause.role"),
    Column("basis", "plan.sheet.basis"),
    Column("demand", "plan.sheet.demand"),
    Column("has", "plan.sheet.has"),
    Column("remaining", "plan.sheet.left"),
    Column("shortfall", "plan.sheet.short"),
    Column("share_within", "plan.sheet.share"),
    Column("finding", "plan.finding"),
    Column(ALONE, "plan.alone"),
    Column(TOGETHER, "plan.together"),
    Column("sensitive_to", "plan.sheet.sensitive_to"),
    Column("rule", "plan.rule"),
    Column("missing", "plan.missing"),
)


_SEMICOLON: Final = Words(";", "; ")


def tabulate_requirements(requirements: Sequence[Record], categories: Mapping[str, Words]) -> Table:
    """Tabulate the requirements of a plan area.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about the area.
    categories
        Category -> its name.

    Returns
    -------
    Table
        One row per clause, in the order of the requirements alone; ``finding`` is left to :func:`describe_finding`.
        Without rows where nothing is required.
    """
    together = {record["clause"]: record for record in requirements if record["scenario"] == TOGETHER}
    rows = tuple(
        Row(
            _list_cells(record, together[record["clause"]], categories),
            group=(record["role"], record["category"], record["clause_kind"]),
            is_strictest=record["strictest"],
            records={ALONE: record, TOGETHER: together[record["clause"]]},
        )
        for record in requirements
        if record["scenario"] == ALONE
    )
    return Table("plan.requirements", _COLUMNS, rows)


def _list_cells(record: Record, together: Record, categories: Mapping[str, Words]) -> dict[str, Cell]:
    unit = record["unit"]
    cases = tuple(phrase(f"case.{case}") for case in record["sensitive_to"].split(",") if case)
    return {
        "category": categories[record["category"]],
        "clause_kind": phrase(f"clause.kind.{record['clause_kind']}"),
        "role": phrase(f"clause.role.{record['role']}"),
        "basis": phrase(f"clause.basis.{record['basis']}"),
        "demand": Number(record["demand"], unit),
        "has": Number(record["walk_m"] if record["clause_kind"] == "distance" else record["has"], unit),
        "remaining": Number(record["remaining"], unit),
        "shortfall": Number(record["shortfall"], unit),
        "share_within": Number(record["share_within"]),
        ALONE: Verdict(record["verdict_plan"]),
        TOGETHER: Verdict(together["verdict_plan"]),
        "sensitive_to": cases,
        "rule_set": record["rule_set"],
        "rule": record["rule_set"] + ("" if record["verified"] else " *"),
        "missing": None if record["missing"] is None else describe_missing(record["missing"]),
    }


def describe_demand(record: Record) -> Words:
    """Describe what a clause asks for.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.

    Returns
    -------
    Words
        Also where the demand is not known.

    Examples
    --------
    >>> describe_demand({"clause_kind": "distance", "demand": 300.0, "unit": "m"}).en
    'at most 300 m'
    >>> describe_demand({"clause_kind": "places", "demand": float("nan"), "unit": "places"}).en
    'demand is not known'
    """
    demand, unit = record["demand"], phrase(f"clause.unit.{record['unit']}")
    if record["clause_kind"] == "distance":
        return phrase("plan.limit", limit=show_number(demand))
    if math.isnan(demand):
        return phrase("plan.wanted_unknown")
    key = "plan.wanted_size" if record["clause_kind"] == "size" else "plan.wanted"
    return phrase(key, amount=show_number(demand), unit=unit)


def describe_finding(record: Record) -> tuple[Words, ...]:
    """Describe what was found about a clause.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.

    Returns
    -------
    tuple of Words
        At least one part, to be read one after the other.

    Examples
    --------
    >>> walk = {"clause_kind": "distance", "unit": "m", "walk_m_nearest": 120.0, "walk_m": float("inf")}
    >>> [part.en for part in describe_finding({**walk, "share_within": 0.5})]
    ['nearest home 120 m, farthest no way', '50% of residents within']
    """
    unit = record["unit"]
    if record["clause_kind"] == "distance":
        nearest, farthest = (
            show_amount(record[name], "m") if record[name] < float("inf") else phrase("plan.no_way")
            for name in ("walk_m_nearest", "walk_m")
        )
        share = phrase("plan.share_within", share=f"{record['share_within']:.0%}")
        return phrase("plan.walks", nearest=nearest, farthest=farthest), share
    if record["clause_kind"] == "size":
        return (phrase("plan.smallest", amount=show_amount(record["has"], unit)),)
    parts = [
        phrase("plan.has", amount=show_amount(record["has"], unit)),
        phrase("plan.remaining", amount=show_amount(record["remaining"], unit)),
    ]
    if record["shortfall"] > 0:
        parts.append(phrase("plan.short", amount=show_amount(record["shortfall"], unit)))
    return (join_words(parts, _SEMICOLON),)


def count_verdicts(requirements: Sequence[Record]) -> dict[str, int]:
    """Count the verdicts of what an area owes, by the clauses that bind, at the plan stage, with all areas built.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about an area.

    Returns
    -------
    dict
        Verdict -> number of requirements, for each of :data:`geo.plans.verdicts.VERDICTS`; 0 without requirements.

    Examples
    --------
    >>> owed = {"scenario": "together", "strictest": True, "role": "owed", "verdict_plan": "not_met"}
    >>> count_verdicts([owed, {**owed, "role": "recommended"}])["not_met"]
    1
    """
    owed = [row for row in requirements if row["scenario"] == TOGETHER and row["strictest"] and row["role"] == "owed"]
    found = [row["verdict_plan"] for row in owed]
    return {name: found.count(name) for name in VERDICTS}


def tabulate_missing(requirements: Sequence[Record], categories: Mapping[str, Words]) -> Table:
    """Tabulate what is missing, with the categories that are open for want of it.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about an area.
    categories
        Category -> its name.

    Returns
    -------
    Table
        One row for each thing that is missing, in the order of the requirements; without rows where nothing is.
    """
    found: dict[Missing, dict[str, Words]] = {}
    for record in requirements:
        if record["missing"] is not None:
            found.setdefault(record["missing"], {})[record["category"]] = categories[record["category"]]
    rows = tuple(
        Row({"missing": describe_missing(missing), "categories": tuple(names.values())})
        for missing, names in found.items()
    )
    return Table("plan.missing", (Column("missing", "plan.missing"), Column("categories", "plan.category")), rows)
