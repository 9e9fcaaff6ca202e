"""The tables of requirements by what they are for a plot: what it owes, what the city owes, what is recommended."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geo.plans.cases import ALONE, TOGETHER
from geo.plans.missing import describe_missing
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table
from geo.plans.review_tables.clause_words import ClauseWords
from geo.plans.review_tables.group_words import GroupWords, is_shared, name_over
from geo.plans.review_tables.requirement_words import (
    describe_amounts,
    describe_condition,
    describe_other,
    describe_walks,
    find_verdict,
    is_unknown,
    show_shortfall,
    show_walk,
)
from geo.plans.review_tables.words import SEMICOLON, Words, join_words, phrase
from geo.plans.verdicts import VERDICTS
from geo.rules.clauses import Role

_VERDICTS: Final = (Column(ALONE, "plan.alone"), Column(TOGETHER, "plan.together"))
#: Columns of amounts: floor area, land, places, sizes.
_AMOUNTS: Final = (
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("demand", "plan.required"),
    Column("has", "plan.planned"),
    Column("built", "plan.built"),
    Column("surveyed", "plan.surveyed"),
    Column("shortfall", "plan.short_by"),
    Column("unit", "plan.sheet.unit"),
    Column("remaining", "plan.sheet.left"),
    Column("by_whom", "plan.by_whom"),
    Column("phase", "rules.phase"),
    Column("counted_over", "rules.counted_over"),
    Column("cited", "plan.rule"),
    *_VERDICTS,
    Column("remarks", "plan.remarks"),
)
_WALKS: Final = (
    Column("category", "plan.category"),
    Column("demand", "plan.recommended_m", unit="m"),
    Column("walk_m_nearest", "plan.walk_nearest", unit="m"),
    Column("walk_m", "plan.walk_farthest", unit="m"),
    Column("share_within", "plan.share_on_foot"),
    Column("straight_m", "plan.straight", unit="m"),
    Column("share_within_straight", "plan.share_straight"),
    Column("facility", "plan.nearest_facility"),
    Column("facility_listed", "plan.nearest_facility"),
    Column("cited", "plan.rule"),
    *_VERDICTS,
    Column("remarks", "plan.remarks"),
)
#: Cells that a row's remarks are made of.
_REMARKS: Final = ("condition", "missing", "placed", "until", "sensitive_to", "found_alone", "others")
#: Columns by which what was found alone and with all areas built may differ.
_FOUND: Final = (
    "has",
    "remaining",
    "shortfall",
    "walk_m_nearest",
    "walk_m",
    "share_within",
    "facility_id",
    "missing",
    "verdict",
)
_FIGURES: Final = ("demand", "has", "built", "surveyed", "remaining")


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What a review calls things: categories, facilities, clauses in words; which categories are community rooms."""

    categories: Mapping[str, Words]
    facilities: Mapping[str, Words]
    clauses: Sequence[ClauseWords]
    community: frozenset[str] = frozenset()


def tabulate_amounts(
    requirements: Sequence[Record],
    role: Role,
    title: str,
    names: Names,
    *,
    group: GroupWords | None = None,
    rooms: Sequence[Record] = (),
) -> Table:
    """Tabulate what is asked for in floor area, land and places, or how large each facility is to be.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about an area.
    role
        What they are for the area.
    title
        A key of :data:`geo.texts.TEXTS`.
    names
        What things are called.
    group
        The plots that lie together with the area; None where it lies alone.
    rooms
        What is planned with those plots.

    Returns
    -------
    Table
        One row for what binds, in the order of the clauses; figures with all areas built, verdicts and shortfalls at
        the stage that the plot has reached. Rows hold besides the columns what ``remarks`` is made of: ``condition,
        missing, placed`` (on which plot the rooms lie that count for several), ``until, sensitive_to, found_alone,
        others``. Without rows where nothing is asked for.
    """
    rows = []
    for alone, record, others in _pair_scenarios(requirements):
        if record["clause_kind"] == "distance" or record["role"] != role:
            continue
        words = names.clauses[record["clause"]]
        unit, shortfall = words.unit, 0.0 if record["verdict"] == "met" else record["shortfall"]
        cells: dict[str, Cell] = {
            **_list_common(alone, record, others, names),
            "clause_kind": words.kind,
            "measure": words.measure,
            **{name: Number(record[name], unit) for name in _FIGURES},
            "shortfall": show_shortfall(shortfall, unit),
            "unit": phrase(f"clause.unit.{unit}"),
            "by_whom": words.by_whom,
            "phase": words.phase,
            "counted_over": name_over(record["counted_over"], group),
            "placed": _tell_plots(record, words, names, group, rooms),
        }
        cells["found_alone"] = _differ(alone, record, names)
        rows.append(_finish(cells, alone, record))
    return Table(title, _AMOUNTS, tuple(rows))


def _tell_plots(
    record: Record, words: ClauseWords, names: Names, group: GroupWords | None, rooms: Sequence[Record]
) -> Words | None:
    """Tell on which plots the rooms lie that count for several plots together."""
    if not is_shared(record["counted_over"], group):
        return None
    found = [
        phrase("plan.room_in", plot=room["plan_id"], facility=names.facilities[room["facility_id"]])
        for room in rooms
        if room["category"] in words.clause.members
    ]
    return phrase("plan.placed", rooms=join_words(found)) if found else phrase("plan.placed_nowhere")


def tabulate_walks(requirements: Sequence[Record], names: Names) -> Table:
    """Tabulate the recommended distances, on foot and in a straight line.

    Parameters
    ----------
    requirements
        The rows of ``Review.requirements`` that are about an area.
    names
        What things are called.

    Returns
    -------
    Table
        As :func:`tabulate_amounts` does it.
    """
    rows = []
    for alone, record, others in _pair_scenarios(requirements):
        if record["clause_kind"] != "distance":
            continue
        cells: dict[str, Cell] = {
            **_list_common(alone, record, others, names),
            "demand": Number(record["demand"], "m"),
            "walk_m_nearest": show_walk(record, "walk_m_nearest"),
            "walk_m": show_walk(record, "walk_m"),
            "share_within": _show_share(record, "share_within"),
            "straight_m": show_walk(record, "straight_m"),
            "share_within_straight": _show_share(record, "share_within_straight"),
            "facility": _show_facility(record, names),
            "facility_listed": _list_facility(record, names),
            "placed": None,
        }
        cells["found_alone"] = _differ(alone, record, names)
        rows.append(_finish(cells, alone, record))
    return Table("plan.walks_title", _WALKS, tuple(rows))


def _show_share(record: Record, name: str) -> Number:
    """Show a share of residents; none where the city's data hold no such facility."""
    return Number(math.nan if is_unknown(record) else record[name], "share")


def _show_facility(record: Record, names: Names) -> Words | None:
    return phrase("plan.no_facility") if is_unknown(record) else names.facilities.get(record["facility_id"])


def _list_facility(record: Record, names: Names) -> Cell:
    """List the nearest facility with its id."""
    shown = _show_facility(record, names)
    return shown if shown is None or not record["facility_id"] else (shown, record["facility_id"])


def _pair_scenarios(requirements: Sequence[Record]) -> list[tuple[Record, Record, list[Record]]]:
    """Pair what binds with all areas built with the same clause alone, and list the clauses that ask for less."""
    alone = {record["clause"]: record for record in requirements if record["scenario"] == ALONE}
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for record in requirements:
        if record["scenario"] == TOGETHER:
            groups.setdefault((record["role"], record["category"], record["clause_kind"]), []).append(record)
    found = []
    for group in groups.values():
        main = next(record for record in group if record["strictest"])
        others = [record for record in group if record is not main]
        found.append((alone[main["clause"]], main, others))
    return found


def _list_common(alone: Record, record: Record, others: Sequence[Record], names: Names) -> dict[str, Cell]:
    words = names.clauses[record["clause"]]
    cases = tuple(phrase(f"case.{case}") for case in record["sensitive_to"].split(",") if case)
    less = join_words((describe_other(each, names.clauses[each["clause"]]) for each in others), SEMICOLON)
    return {
        "category": names.categories[record["category"]],
        "cited": words.cited,
        "until": words.until,
        ALONE: find_verdict(alone),
        TOGETHER: find_verdict(record),
        "condition": describe_condition(record, words),
        "missing": None
        if record["missing"] is None or is_unknown(record)
        else describe_missing(record["missing"], names.facilities),
        "sensitive_to": phrase("plan.sensitive_to", cases=join_words(cases)) if cases else None,
        "others": phrase("plan.other_clauses", clauses=less) if others else None,
    }


def _differ(alone: Record, record: Record, names: Names) -> Words | None:
    """Say what was found alone where that is different."""
    if not any(_is_other(alone.get(name), record.get(name)) for name in _FOUND):
        return None
    verdict = phrase(find_verdict(alone).key)
    describe = describe_walks if record["clause_kind"] == "distance" else describe_amounts
    before, after = describe(alone, names.facilities), describe(record, names.facilities)
    is_same = before == after and alone["verdict"] == record["verdict"]
    return None if is_same else phrase("plan.found_alone", verdict=verdict, found=before)


def _is_other(one: Any, other: Any) -> bool:
    return bool(one != other and (one == one or other == other))  # noqa: PLR0124 - NaN differs from itself


def _finish(cells: dict[str, Cell], alone: Record, record: Record) -> Row:
    remarks = tuple(words for name in _REMARKS if isinstance(words := cells[name], Words))
    key = (record["role"], record["category"], record["clause_kind"])
    return Row({**cells, "remarks": remarks}, group=key, records={ALONE: alone, TOGETHER: record})


def count_verdicts(requirements: Sequence[Record]) -> dict[str, int]:
    """Count the verdicts of what an area owes, by the clauses that bind, at its stage, with all areas built.

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
    >>> owed = {"scenario": "together", "strictest": True, "role": "owed", "verdict": "not_met"}
    >>> count_verdicts([owed, {**owed, "role": "recommended"}])["not_met"]
    1
    """
    owed = [row for row in requirements if row["scenario"] == TOGETHER and row["strictest"] and row["role"] == "owed"]
    found = [row["verdict"] for row in owed]
    return {name: found.count(name) for name in VERDICTS}
