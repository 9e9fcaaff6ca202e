"""What was found about one requirement, in words."""

import math
from collections.abc import Mapping

from geo.plans.review_tables.cells import Cell, Number, Record, Verdict
from geo.plans.review_tables.clause_words import ClauseWords, name_unit
from geo.plans.review_tables.words import Words, join_words, phrase, round_figure, show_amount, show_number, show_share


def find_verdict(record: Record) -> Verdict:
    """Find the verdict on a requirement at the stage that the plot has reached.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.

    Returns
    -------
    Verdict
        By what is recommended nothing fails: a size that is missed lies below what is recommended.

    Examples
    --------
    >>> find_verdict({"role": "recommended", "verdict": "not_met"}).key
    'verdict.below'
    """
    if record["role"] == "recommended" and record["verdict"] == "not_met":
        return Verdict("exceeds", "verdict.below")
    return Verdict(record["verdict"])


def show_walk(record: Record, name: str) -> Cell:
    """Show a distance to the nearest facility.

    Parameters
    ----------
    record
        A row of ``Review.requirements`` on a distance.
    name
        Its column.

    Returns
    -------
    Number or Words
        Words where there is no way; no number where the city's data hold no such facility.

    Examples
    --------
    >>> show_walk({"clause_kind": "distance", "walk_m": float("inf"), "missing": None}, "walk_m").en
    'no way'
    """
    value = record[name]
    if is_unknown(record):
        return Number(math.nan, "m")
    return phrase("plan.no_way") if value == math.inf else Number(value, "m")


def is_unknown(record: Record) -> bool:
    """Tell whether the city's data hold no facility of the category, nor is one planned."""
    missing = record["missing"]
    is_walk = record["clause_kind"] == "distance"
    return is_walk and missing is not None and missing.code == "no_data" and math.isinf(record["walk_m_nearest"])


def show_shortfall(shortfall: float, unit: str) -> Number:
    """Show by how much something is missed: less than one is not shown as nothing.

    Parameters
    ----------
    shortfall
        0 or more, NaN where it is not known.
    unit
        A unit of clauses.

    Returns
    -------
    Number
        At least 1 where anything is missing.

    Examples
    --------
    >>> show_shortfall(0.3, "m2"), show_shortfall(0.0, "m2")
    (Number(value=1.0, unit='m2'), Number(value=0.0, unit='m2'))
    """
    return Number(1.0 if 0.0 < round_figure(shortfall, 3) < 1.0 else shortfall, unit)


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
    >>> describe_demand({"clause_kind": "distance", "demand": 300.0}).en
    'at most 300 m'
    >>> describe_demand({"clause_kind": "places", "demand": float("nan")}).en
    'demand is not known'
    """
    if record["clause_kind"] == "distance":
        return phrase("plan.limit", limit=show_number(record["demand"]))
    if math.isnan(record["demand"]):
        return phrase("plan.wanted_unknown")
    key = "plan.wanted_size" if record["clause_kind"] in ("size", "land_size") else "plan.wanted"
    return phrase(key, amount=show_amount(record["demand"], find_unit(record)))


def find_unit(record: Record) -> str:
    """Find the unit of what a requirement asks for; places of homes are beds."""
    return name_unit(record["clause_kind"], record["category"])


def describe_walks(record: Record, facilities: Mapping[str, Words]) -> Words:
    """Describe the walks that were found.

    Parameters
    ----------
    record
        A row of ``Review.requirements`` on a distance.
    facilities
        Facility -> its name.

    Returns
    -------
    Words
        That the city's data hold no such facility, where that is so.

    Examples
    --------
    >>> walk = {"clause_kind": "distance", "walk_m_nearest": 120.0, "walk_m": float("inf"), "missing": None}
    >>> describe_walks({**walk, "share_within": 0.5, "facility_id": ""}, {}).en
    'nearest home 120 m, farthest no way, 50 % of residents within'
    """
    if is_unknown(record):
        return phrase("plan.no_facility")
    nearest, farthest = (
        show_amount(record[name], "m") if math.isfinite(record[name]) else phrase("plan.no_way")
        for name in ("walk_m_nearest", "walk_m")
    )
    parts = [
        phrase("plan.walks", nearest=nearest, farthest=farthest),
        phrase("plan.share_within", share=show_share(record["share_within"])),
    ]
    if record["facility_id"] in facilities:
        parts.append(facilities[record["facility_id"]])
    return join_words(parts, Words(",", ", "))


def describe_amounts(record: Record, facilities: Mapping[str, Words]) -> Words:
    """Describe the amounts that were found.

    Parameters
    ----------
    record
        A row of ``Review.requirements`` on an amount or a size.
    facilities
        Facility -> its name.

    Returns
    -------
    Words
        What is planned, what remains nearby and at which facility, what is short.
    """
    unit, is_met = find_unit(record), record["verdict"] == "met"
    parts = [phrase("plan.has", amount=show_amount(record["has"], unit)), *(() if is_met else tell_counted(record))]
    if record["remaining"] > 0 and not is_met:
        parts.append(phrase("plan.remaining", amount=show_amount(record["remaining"], unit)))
        if record["facility_id"] in facilities:
            parts.append(facilities[record["facility_id"]])
    if record["shortfall"] > 0 and not is_met:
        parts.append(phrase("plan.short", amount=show_amount(show_shortfall(record["shortfall"], unit).value, unit)))
    return join_words(parts, Words(",", ", "))


def tell_counted(record: Record) -> tuple[Words, ...]:
    """Tell how much of what is planned counts at the stage that the plot has reached, where that is another amount.

    Parameters
    ----------
    record
        A row of ``Review.requirements`` on an amount or a size.

    Returns
    -------
    tuple of Words
        One, or none where all that is planned counts, or nothing is short.

    Examples
    --------
    >>> record = {"stage": "acceptance", "demand": 600.0, "shortfall": 12.0, "has": 600.0, "category": "station"}
    >>> tell_counted({**record, "clause_kind": "floor_area"})[0].en
    'of which 588 m² count at the stage of Acceptance'
    """
    counted = record["demand"] - record["shortfall"]
    if record["stage"] == "plan" or not record["shortfall"] > 0 or counted == record["has"]:
        return ()
    amount = show_amount(counted, find_unit(record))
    return (phrase("plan.why.counted", stage=phrase(f"stage.{record['stage']}"), amount=amount),)


def describe_condition(record: Record, clause: ClauseWords) -> Words | None:
    """Describe on what it depends whether something is needed at all.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.
    clause
        Its clause.

    Returns
    -------
    Words or None
        None for what is asked for everywhere.
    """
    if record["condition"] and clause.supplements is not None:
        is_advised = record["condition"] == "holds" and record["role"] != "owed"
        key = "plan.condition.advised" if is_advised else f"plan.condition.{record['condition']}"
        return phrase(key, facility=clause.supplements)
    return phrase("plan.as_needed") if record["strength"] == "as_needed" else None


def describe_other(record: Record, clause: ClauseWords) -> Words:
    """Describe a clause that asks for less: what it asks for, what it cites, its verdict."""
    verdict = phrase(find_verdict(record).key)
    return phrase("plan.other_clause", demand=describe_demand(record), cited=clause.cited, verdict=verdict)
