"""Why a plan area has its overall verdict: one sentence that names the clause that decides."""

import math
from collections.abc import Mapping, Sequence

from geo.plans.missing import describe_missing
from geo.plans.review_tables.cells import Record
from geo.plans.review_tables.group_words import GroupWords, is_shared, name_over
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.requirement_words import show_shortfall, tell_counted
from geo.plans.review_tables.words import Words, join_words, phrase, show_amount
from geo.plans.verdicts import VERDICTS

_COMMA = Words(",", ", ")


def explain_verdict(
    requirements: Sequence[Record], scenario: str, names: Names, *, group: GroupWords | None = None
) -> Words:
    """Explain the verdict on an area at the stage that it has reached.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about the area.
    scenario
        One of :data:`geo.plans.cases.SCENARIOS`.
    names
        What things are called.
    group
        The plots that lie together with the area; None where it lies alone.

    Returns
    -------
    Words
        One sentence: the verdict, the facility with what is required, planned and short, what the clause
        cites, and how many more are not met, or only with conditions, or not assessed.

    Examples
    --------
    >>> names = Names(categories={}, facilities={}, clauses=())
    >>> explain_verdict([], "together", names).en
    'met: the rule sets ask for nothing that this area itself owes.'
    """
    owed = _list_owed(requirements, scenario)
    deciding = next((row for row in owed if row["deciding"]), None)
    if deciding is not None:
        return _explain_one(deciding, names, group, _count_others(owed, deciding))
    if owed:
        return phrase("plan.why.all_met", count=str(len(owed)))
    return phrase("plan.why.nothing_owed")


def explain_requirements(
    requirements: Sequence[Record], scenario: str, names: Names, *, group: GroupWords | None = None
) -> list[tuple[Record, Words]]:
    """Explain each requirement of an area that is not met without condition, in a line of its own.

    Parameters
    ----------
    requirements, scenario, names, group
        As of :func:`explain_verdict`.

    Returns
    -------
    list of tuple
        The row and its sentence, the worst verdicts first; empty where all is met or nothing is owed.

    Examples
    --------
    >>> explain_requirements([], "together", Names(categories={}, facilities={}, clauses=()))
    []
    """
    open_ones = [row for row in _list_owed(requirements, scenario) if row["verdict"] != "met"]
    worst_first = sorted(open_ones, key=lambda row: -VERDICTS.index(row["verdict"]))
    return [(row, _explain_one(row, names, group, None)) for row in worst_first]


def name_requirement(record: Record, names: Names) -> Words:
    """Name a requirement in a few words, with what is short or not known.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.
    names
        What things are called.

    Returns
    -------
    Words
        The facility and the kind of requirement; then how much is short, or what is missing to assess it.
    """
    clause = names.clauses[record["clause"]]
    facility = phrase("plan.why.facility", category=names.categories[record["category"]], kind=clause.kind)
    if record["verdict"] == "not_assessed" and record["missing"] is not None:
        return join_words([facility, describe_missing(record["missing"], names.facilities)], _COMMA)
    if not record["shortfall"] > 0:
        return facility
    amount = show_amount(show_shortfall(record["shortfall"], clause.unit).value, clause.unit)
    return join_words([facility, phrase("plan.short", amount=amount)], _COMMA)


def _list_owed(requirements: Sequence[Record], scenario: str) -> list[Record]:
    return [row for row in requirements if row["scenario"] == scenario and row["role"] == "owed" and row["strictest"]]


def _count_others(owed: Sequence[Record], deciding: Record) -> Words | None:
    """Count the other requirements that are not met without condition, the worst first."""
    found = [row["verdict"] for row in owed if row is not deciding and row["verdict"] != "met"]
    parts = [
        phrase("plan.why.count", count=str(found.count(name)), verdict=phrase(f"verdict.{name}"))
        for name in reversed(VERDICTS)
        if name in found
    ]
    return phrase("plan.why.others", others=join_words(parts)) if parts else None


def _explain_one(record: Record, names: Names, group: GroupWords | None, others: Words | None) -> Words:
    clause = names.clauses[record["clause"]]
    unit, verdict, is_size = clause.unit, record["verdict"], record["clause_kind"] in ("size", "land_size")
    facility = phrase("plan.why.facility", category=names.categories[record["category"]], kind=clause.kind)
    if math.isnan(record["demand"]):
        wanted = phrase("plan.why.wanted_unknown", facility=facility)
    else:
        demand, verb = show_amount(record["demand"], unit), phrase(f"rules.verb.{record['verb']}")
        wanted = phrase(f"plan.why.wanted{'_size' * is_size}", facility=facility, demand=demand, verb=verb)
    parts = [wanted]
    if is_shared(record["counted_over"], group):
        parts.append(phrase("plan.why.over", over=name_over(record["counted_over"], group)))
    missing = record["missing"] if verdict == "not_assessed" else None
    # of what does not state its size it is not known how much is planned
    if math.isfinite(record["has"]) and (missing is None or not missing.facility_id):
        parts.append(phrase("plan.why.has_size" if is_size else "plan.why.has", has=show_amount(record["has"], unit)))
        parts += tell_counted(record)
    if missing is not None:
        parts.append(phrase("plan.why.missing", missing=describe_missing(missing, names.facilities)))
    elif record["shortfall"] > 0:
        parts += _explain_shortfall(record, names.facilities, unit)
    return phrase(
        "plan.why" if others is None else "plan.why_more",
        verdict=phrase(f"verdict.{verdict}"),
        found=join_words(parts, _COMMA),
        cited=clause.cited,
        others=others or "",
    )


def _explain_shortfall(record: Record, facilities: Mapping[str, Words], unit: str) -> list[Words]:
    """Say how much is short, and whether what remains nearby makes it up."""
    short = show_amount(show_shortfall(record["shortfall"], unit).value, unit)
    parts = [phrase("plan.short", amount=short)]
    if record["verdict"] == "met_with_conditions":
        shared = facilities.get(record["facility_id"])
        others = phrase("plan.why.shared_any") if shared is None else shared
        parts.append(phrase("plan.why.shared", facility=others))
    elif record["remaining"] > 0:
        parts.append(phrase("plan.why.remaining", amount=show_amount(record["remaining"], unit)))
    return parts
