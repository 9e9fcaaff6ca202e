"""Why a plan area has its overall verdict: one sentence that names the clause that decides."""

import math
from collections.abc import Mapping, Sequence

from geo.plans.missing import describe_missing
from geo.plans.review_tables.cells import Record
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.requirement_words import show_shortfall
from geo.plans.review_tables.words import Words, join_words, phrase, show_amount

_COMMA = Words(",", ", ")


def explain_verdict(requirements: Sequence[Record], scenario: str, names: Names, *, over: Words) -> Words:
    """Explain the verdict on an area at the plan stage.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about the area.
    scenario
        One of :data:`geo.plans.cases.SCENARIOS`.
    names
        What things are called.
    over
        The plots that lie together with the area, in words.

    Returns
    -------
    Words
        One sentence: the verdict, the facility with what is required, planned and short, what the clause cites.

    Examples
    --------
    >>> names = Names(categories={}, facilities={}, clauses=())
    >>> explain_verdict([], "together", names, over=Words("", "")).en
    'met: the rule sets ask for nothing that this area itself owes.'
    """
    owed = [row for row in requirements if row["scenario"] == scenario and row["role"] == "owed" and row["strictest"]]
    deciding = next((row for row in owed if row["deciding"]), None)
    if deciding is not None:
        return _explain_one(deciding, names, over)
    if owed:
        return phrase("plan.why.all_met", count=str(len(owed)))
    return phrase("plan.why.nothing_owed")


def _explain_one(record: Record, names: Names, over: Words) -> Words:
    unit, clause = record["unit"], names.clauses[record["clause"]]
    verdict, is_size = record["verdict_plan"], record["clause_kind"] in ("size", "land_size")
    facility = phrase("plan.why.facility", category=names.categories[record["category"]], kind=clause.kind)
    if math.isnan(record["demand"]):
        wanted = phrase("plan.why.wanted_unknown", facility=facility)
    else:
        demand, verb = show_amount(record["demand"], unit), phrase(f"rules.verb.{record['verb']}")
        wanted = phrase(f"plan.why.wanted{'_size' * is_size}", facility=facility, demand=demand, verb=verb)
    parts = [wanted]
    if record["counted_over"] == "group" and over != phrase("plan.over.plot"):
        parts.append(phrase("plan.why.over", over=over))
    missing = record["missing"] if verdict == "not_assessed" else None
    # of what does not state its size it is not known how much is planned
    if math.isfinite(record["has"]) and (missing is None or not missing.facility_id):
        parts.append(phrase("plan.why.has_size" if is_size else "plan.why.has", has=show_amount(record["has"], unit)))
    if missing is not None:
        parts.append(phrase("plan.why.missing", missing=describe_missing(missing, names.facilities)))
    elif record["shortfall"] > 0:
        parts += _explain_shortfall(record, names.facilities)
    return phrase(
        "plan.why",
        verdict=phrase(f"verdict.{verdict}"),
        found=join_words(parts, _COMMA),
        cited=clause.cited,
    )


def _explain_shortfall(record: Record, facilities: Mapping[str, Words]) -> list[Words]:
    """Say how much is short, and whether what remains nearby makes it up."""
    unit = record["unit"]
    short = show_amount(show_shortfall(record["shortfall"], unit).value, unit)
    parts = [phrase("plan.short", amount=short)]
    if record["verdict_plan"] == "met_with_conditions":
        shared = facilities.get(record["facility_id"])
        others = phrase("plan.why.shared_any") if shared is None else shared
        parts.append(phrase("plan.why.shared", facility=others))
    elif record["remaining"] > 0:
        parts.append(phrase("plan.why.remaining", amount=show_amount(record["remaining"], unit)))
    return parts
