"""The table that is filed with a plan area (配建指标表): a row for each item that the area owes or plans."""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from geo.plans.cases import TOGETHER
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.room_table import describe_room, is_ground
from geo.plans.review_tables.words import Words, phrase, show_amount, show_share
from geo.rules.clauses import Clause

_COLUMNS: Final = (
    Column("item", "plan.item"),
    Column("category", "plan.category"),
    Column("clause_kind", "plan.requirement"),
    Column("demand", "plan.required"),
    Column("has", "plan.planned"),
    Column("built", "plan.built"),
    Column("surveyed", "plan.surveyed"),
    Column("unit", "plan.sheet.unit"),
    Column("place", "plan.floor_and_place"),
    Column("receiver", "plan.receiver"),
    Column("phase", "plan.phase_share"),
    Column("cited", "plan.clause"),
    Column("remarks", "plan.remarks"),
)
#: Stages at which floor area is compared as surveyed.
_SURVEYED_STAGES: Final = ("acceptance", "hand_over")
_KEPT: Final = ("category", "clause_kind", "demand", "has", "built", "surveyed", "unit", "phase", "cited")


def tabulate_filing(
    obligations: Table, rooms: Mapping[str, Sequence[Record]], plan_ids: Sequence[str], names: Names, *, own: str = ""
) -> Table:
    """Tabulate what is filed with a plan area, or with plots that lie together.

    Parameters
    ----------
    obligations
        What the area owes.
    rooms
        Area -> what is planned with it.
    plan_ids
        The plots that lie together with the area, itself among them.
    names
        What things are called.
    own
        The area; "" for a table of all the plots together, which holds only what is counted over them.

    Returns
    -------
    Table
        One row for each item that is owed, and behind them one for each category that is planned though it is not owed;
        without rows where the area owes nothing and plans nothing.
    """
    group = [record for plan_id in plan_ids for record in rooms.get(plan_id, ())]
    mine = [record for record in group if record["plan_id"] == own]
    rows: list[Row] = []
    asked: set[str] = set()
    told: set[str] = set()
    for row in obligations.rows:
        record, clause = row.records[TOGETHER], names.clauses[row.records[TOGETHER]["clause"]].clause
        is_joint = record["counted_over"] == "group"
        is_shared = is_joint and len(plan_ids) > 1
        if not own and not is_joint:
            continue
        kept = [room for room in (group if is_joint else mine) if room["category"] in clause.members]
        asked |= set(clause.members)
        survey = describe_survey(record, clause, kept)
        verdict = phrase(f"verdict.{record['verdict_plan']}")
        remarks = (
            verdict,
            *([survey] if survey else []),
            *(part for part in (row.cells["condition"], row.cells["missing"]) if isinstance(part, Words)),
            *([phrase("plan.counted_over_value", over=_say(row.cells["counted_over"]))] if is_shared else []),
        )
        rows.append(_make_row(len(rows), row.cells, _place(kept, names, told), kept, remarks))
    rest = {room["category"] for room in mine} - asked
    for category in dict.fromkeys(room["category"] for room in mine if room["category"] in rest):
        kept = [room for room in mine if room["category"] == category]
        cells = _list_unasked(kept, names.categories.get(category, Words(category, category)))
        rows.append(_make_row(len(rows), cells, _place(kept, names, told), kept, (phrase("plan.not_asked"),)))
    return Table("plan.filing", _COLUMNS, tuple(rows))


def _say(cell: Cell) -> Words:
    assert isinstance(cell, Words)
    return cell


def _place(kept: Sequence[Record], names: Names, told: set[str]) -> tuple[Words, ...]:
    """Say where facilities lie; one that an item before has placed is named only."""
    found = []
    for room in kept:
        is_told = room["facility_id"] in told
        found.append(names.facilities[room["facility_id"]] if is_told else describe_room(room, names.facilities))
        told.add(room["facility_id"])
    return tuple(found)


def _make_row(
    before: int, cells: Mapping[str, Cell], place: tuple[Words, ...], kept: Sequence[Record], remarks: tuple[Words, ...]
) -> Row:
    receivers = tuple(dict.fromkeys(room["receiver"] for room in kept if room["receiver"]))
    return Row(
        {
            "item": Number(before + 1),
            **{name: cells[name] for name in _KEPT},
            "place": place,
            "receiver": receivers or phrase("plan.to_be_shown"),
            "remarks": remarks,
        }
    )


def _list_unasked(kept: Sequence[Record], category: Words) -> dict[str, Cell]:
    """List the cells of what is planned though no rule set asks the area for it."""
    kind, unit = ("land_area", "land_area_m2") if all(map(is_ground, kept)) else ("floor_area", "floor_area_m2")
    surveyed = [room["surveyed_area_m2"] for room in kept if math.isfinite(room["surveyed_area_m2"])]
    built = [room[unit] for room in kept if room["stage"] in ("build", *_SURVEYED_STAGES)]
    return {
        "category": category,
        "clause_kind": phrase(f"clause.kind.{kind}"),
        "demand": None,
        "has": Number(sum(room[unit] for room in kept), "m2"),
        "built": Number(sum(built), "m2"),
        "surveyed": Number(sum(surveyed) if surveyed else math.nan, "m2"),
        "unit": phrase("clause.unit.m2"),
        "phase": None,
        "cited": None,
    }


def describe_survey(record: Record, clause: Clause, rooms: Sequence[Record]) -> Words | None:
    """Compare the area as surveyed with what is required, within the tolerance that the rule set states.

    Parameters
    ----------
    record
        A row of ``Review.requirements``.
    clause
        Its clause.
    rooms
        The planned facilities that count for it.

    Returns
    -------
    Words or None
        None where nothing has been surveyed or it is not known how much is required.

    Examples
    --------
    >>> clause = Clause(
    ...     rule_set="r", category="station", members=("station",), clause_kind="floor_area", basis="amount",
    ...     duty="obligation", verb="shall", departments=("construction",), limit_m=500.0, source="us", verified=True,
    ...     survey_tolerance=0.03,
    ... )
    >>> describe_survey({"demand": 600.0, "surveyed": 590.0, "unit": "m2"}, clause, []).en
    'as surveyed short by 10 m², within the tolerance of 3 %'
    """
    demand, surveyed, share = record["demand"], record["surveyed"], clause.survey_tolerance
    open_rooms = sum(math.isnan(room["surveyed_area_m2"]) for room in rooms)
    if not (math.isfinite(surveyed) and math.isfinite(demand)):
        return None
    if open_rooms:
        return phrase("plan.survey.partial", count=str(open_rooms))
    tolerance = phrase("plan.survey.tolerance", share=show_share(share)) if share else phrase("plan.survey.none")
    if surveyed >= demand:
        return phrase("plan.survey.enough", tolerance=tolerance)
    short = show_amount(demand - surveyed, record["unit"])
    if not share:
        return phrase("plan.survey.short", short=short, tolerance=tolerance)
    is_within = surveyed >= demand * (1.0 - share) - _NOISE_M2
    return phrase("plan.survey.within" if is_within else "plan.survey.beyond", short=short, share=show_share(share))


_NOISE_M2: Final = 1e-6
