"""The table that is filed with a plan area (配建指标表): a row for each item that the area owes or plans."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from geo.plans.amount_requirements import MEASURE_OF
from geo.plans.cases import TOGETHER
from geo.plans.review_tables.cells import Cell, Column, Number, Record, Row, Table
from geo.plans.review_tables.group_words import GroupWords, is_shared
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.requirement_words import find_verdict
from geo.plans.review_tables.room_table import describe_room, is_ground
from geo.plans.review_tables.words import Words, phrase, show_amount, show_number, show_share
from geo.plans.verdicts import VERDICTS
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
_KEPT: Final = ("category", "clause_kind", "demand", "has", "built", "surveyed", "unit", "cited")


def tabulate_filing(
    obligations: Table, rooms: Sequence[Record], names: Names, group: GroupWords | None = None
) -> Table:
    """Tabulate what is filed with a plan area.

    Parameters
    ----------
    obligations
        What the area owes.
    rooms
        What is planned with it.
    names
        What things are called.
    group
        The plots that lie together with it: what is counted over them is filed once, with the group. None where the
        area lies alone.

    Returns
    -------
    Table
        One row for each item that the area owes itself, the size of a room and its amount once where they say the same;
        behind them one for each category that is planned though it is not owed. Without rows where the area owes
        nothing and plans nothing.
    """
    shared = [row for row in obligations.rows if is_shared(row.records[TOGETHER]["counted_over"], group)]
    joint = {_find_key(row): _rank(row) for row in _drop_repeated(shared)}
    # the size of a room whose amount is filed with the group is filed again only where it is worse
    rest = (row for row in obligations.rows if not any(row is each for each in shared))
    own = [row for row in rest if _rank(row) > joint.get(_find_key(row), (-1, False))]
    rows = _file_rows(own, rooms, names)
    asked = {name for row in obligations.rows for name in names.clauses[row.records[TOGETHER]["clause"]].clause.members}
    told = {room["facility_id"] for room in rooms if room["category"] in asked}
    for category in dict.fromkeys(room["category"] for room in rooms if room["category"] not in asked):
        kept = [room for room in rooms if room["category"] == category]
        cells = _list_unasked(kept, names.categories.get(category, Words(category, category)))
        rows.append(_make_row(len(rows), cells, _place(kept, names, told), kept, (phrase("plan.not_asked"),)))
    return Table("plan.filing", _COLUMNS, tuple(rows))


def tabulate_joint_filing(obligations: Table, rooms: Sequence[Record], names: Names, group: GroupWords) -> Table:
    """Tabulate what is filed once with plots that lie together.

    Parameters
    ----------
    obligations
        What one of them owes.
    rooms
        What is planned with all of them.
    names
        What things are called.
    group
        The plots.

    Returns
    -------
    Table
        As :func:`tabulate_filing` does it, of what is counted over the plots; rooms stand with the plot that they lie
        on. Without rows where nothing is counted over them.
    """
    joint = [row for row in obligations.rows if is_shared(row.records[TOGETHER]["counted_over"], group)]
    return Table("plan.filing_of_group", _COLUMNS, tuple(_file_rows(joint, rooms, names, tells_plot=True)))


def _file_rows(
    obligations: Sequence[Row], rooms: Sequence[Record], names: Names, *, tells_plot: bool = False
) -> list[Row]:
    rows: list[Row] = []
    told: set[str] = set()
    for row in _drop_repeated(obligations):
        record, clause = row.records[TOGETHER], names.clauses[row.records[TOGETHER]["clause"]].clause
        kept = [room for room in rooms if room["category"] in clause.members]
        survey = describe_survey(record, clause, kept)
        more = (row.cells[name] for name in ("condition", "missing", "until"))
        remarks = (
            phrase(find_verdict(record).key),
            *([survey] if survey else []),
            *(part for part in more if isinstance(part, Words)),
        )
        place = _place(kept, names, told, tells_plot=tells_plot)
        rows.append(_make_row(len(rows), row.cells, place, kept, remarks, row.records))
    return rows


def _drop_repeated(rows: Sequence[Row]) -> list[Row]:
    """Drop of the size of a room and its amount, where both say the same, the one with the better verdict."""
    kept: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = _find_key(row)
        before = kept.setdefault(key, row)
        if before is not row:
            worse, other = (row, before) if _rank(row) > _rank(before) else (before, row)
            # what is built is told of amounts only
            built = next((each.cells["built"] for each in (worse, other) if _is_known(each.cells["built"])), None)
            kept[key] = replace(worse, cells={**worse.cells, "built": built})
    return list(kept.values())


def _find_key(row: Row) -> tuple[str, ...]:
    """Find by what the size of a room and its amount say the same."""
    record = row.records[TOGETHER]
    figures = (show_number(record[name], _DIGITS) for name in ("demand", "has", "surveyed"))
    return (record["category"], MEASURE_OF[record["clause_kind"]], *figures)


def _is_known(cell: Cell) -> bool:
    return isinstance(cell, Number) and math.isfinite(cell.value)


def _rank(row: Row) -> tuple[int, bool]:
    """Rank a row: the worse verdict, then the amount before the size."""
    record = row.records[TOGETHER]
    return VERDICTS.index(record["verdict"]), record["clause_kind"] not in ("size", "land_size")


#: Digits by which two figures are the same.
_DIGITS: Final = 3


def _place(kept: Sequence[Record], names: Names, told: set[str], *, tells_plot: bool = False) -> tuple[Words, ...]:
    """Say where facilities lie, on which plot too; one that an item before has placed is named only."""
    found = []
    for room in kept:
        is_told = room["facility_id"] in told
        about = names.facilities[room["facility_id"]] if is_told else describe_room(room, names)
        found.append(phrase("plan.room_in", plot=room["plan_id"], facility=about) if tells_plot else about)
        told.add(room["facility_id"])
    return tuple(found)


def _make_row(
    before: int,
    cells: Mapping[str, Cell],
    place: tuple[Words, ...],
    kept: Sequence[Record],
    remarks: tuple[Words, ...],
    records: Mapping[str, Record] = MappingProxyType({}),
) -> Row:
    receivers = tuple(dict.fromkeys(room["receiver"] for room in kept if room["receiver"]))
    return Row(
        {
            "item": Number(before + 1),
            **{name: cells[name] for name in _KEPT},
            "place": place,
            "receiver": receivers or phrase("plan.to_be_shown"),
            "phase": cells["phase"] or phrase("plan.no_norm"),
            "remarks": remarks,
        },
        records=records,
    )


def _list_unasked(kept: Sequence[Record], category: Words) -> dict[str, Cell]:
    """List the cells of what is planned though no rule set asks the area for it."""
    kind, unit = ("land_area", "land_area_m2") if all(map(is_ground, kept)) else ("floor_area", "floor_area_m2")
    surveyed = [room["surveyed_area_m2"] for room in kept if math.isfinite(room["surveyed_area_m2"])]
    built = [room[unit] for room in kept if room["stage"] in _SURVEYED_STAGES]
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
        None before the plot has reached acceptance, where nothing has been surveyed, and where it is not known how much
        is required.

    Examples
    --------
    >>> clause = Clause(
    ...     rule_set="r", category="station", members=("station",), clause_kind="floor_area", basis="amount",
    ...     duty="obligation", verb="shall", departments=("construction",), limit_m=500.0, source="us", verified=True,
    ...     survey_tolerance=0.03,
    ... )
    >>> describe_survey({"demand": 600.0, "surveyed": 590.0, "unit": "m2", "stage": "hand_over"}, clause, []).en
    'as surveyed short by 10 m², within the tolerance of 3 %'
    """
    demand, surveyed, share = record["demand"], record["surveyed"], clause.survey_tolerance
    open_rooms = sum(math.isnan(room["surveyed_area_m2"]) for room in rooms)
    is_compared = record["stage"] in _SURVEYED_STAGES and math.isfinite(surveyed) and math.isfinite(demand)
    if not is_compared:
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
