"""What a review says about each plan area, as a program reads it: full figures, and the words that pages show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from geo.plans.cases import ALONE, TOGETHER
from geo.plans.missing import write_missing
from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport, group_records
from geo.plans.review_tables.cells import Record, Row, Table
from geo.plans.review_tables.requirement_table import Names
from geo.plans.review_tables.room_table import list_rooms
from geo.plans.review_tables.words import Words
from geo.plans.verdict_rollup import to_records

#: Figures of requirements on a walk, and on an amount.
_WALK: Final = ("walk_m_nearest", "walk_m", "share_within", "straight_m", "share_within_straight")
_AMOUNT: Final = ("has", "built", "surveyed", "remaining", "shortfall")
_ALWAYS: Final = ("category", "clause_kind", "clause", "rule_set", "verb", "verified", "demand", "unit")


def list_area_records(review: Review, reports: Sequence[AreaReport], names: Names) -> list[dict[str, Any]]:
    """List what a review says about each area.

    Parameters
    ----------
    review
        The review.
    reports
        What it says about each area, in the order of its areas.
    names
        What things are called.

    Returns
    -------
    list of dict
        The columns of ``Review.areas`` and ``explanation`` (zh, en), ``data_faults, obligations, city_findings,
        recommendations`` (each requirement with its figures, verdicts alone and with all areas built, and remedies),
        ``departments, facilities, loads, units``. Empty for a review without areas.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.review_tables.area_report import name_things, report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> (area,) = list_area_records(review, list(report_areas(review)), name_things(review))
    >>> [row["category"] for row in area["obligations"]], len(area["recommendations"])
    (['school'], 2)
    """
    tables = {
        name: group_records(getattr(review, name))
        for name in ("departments", "remedies", "own_loads", "units", "data_faults", "overlaps")
    }
    rooms = list_rooms(review.batch.facilities)
    found = []
    for area, report in zip(to_records(review.areas.drop(columns="geometry")), reports, strict=True):
        of_area = {name: _drop(rows.get(report.plan_id, ())) for name, rows in tables.items()}
        remedies = _group_remedies(of_area["remedies"], names)
        recommended = (report.walks, report.recommended)
        faults = zip(of_area["data_faults"], report.faults, strict=True)
        found.append(
            {
                **area,
                "explanation": asdict(report.explanation[0]),
                "data_faults": [{**row, **asdict(words)} for row, words in faults],
                "overlaps": of_area["overlaps"],
                "obligations": _list_rows(report.obligations, names, remedies),
                "city_findings": _list_rows(report.city_findings, names, remedies),
                "recommendations": [row for table in recommended for row in _list_rows(table, names, remedies)],
                "departments": of_area["departments"],
                "facilities": [
                    {**row, "name": asdict(names.facilities[row["facility_id"]])}
                    for row in _drop(rooms.get(report.plan_id, ()))
                ],
                "loads": [{**row, **_name(row, names)} for row in of_area["own_loads"]],
                "units": of_area["units"],
            }
        )
    return found


def _drop(rows: Sequence[Record]) -> list[dict[str, Any]]:
    """Leave out the area, under which the rows stand."""
    return [{key: value for key, value in row.items() if key != "plan_id"} for row in rows]


def _name(row: Record, names: Names) -> dict[str, Any]:
    words = names.facilities.get(row["facility_id"])
    return {} if words is None else {"facility": asdict(words)}


def _group_remedies(rows: Sequence[Record], names: Names) -> Mapping[tuple[str, str, str], list[dict[str, Any]]]:
    groups: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["scenario"] == TOGETHER:
            kept = {key: row[key] for key in ("remedy", "amount", "unit", "facility_id")}
            groups.setdefault((row["role"], row["category"], row["clause_kind"]), []).append(
                {**kept, **_name(row, names)}
            )
    return groups


def _list_rows(
    table: Table, names: Names, remedies: Mapping[tuple[str, str, str], list[dict[str, Any]]]
) -> list[dict[str, Any]]:
    return [_list_one(row, names, remedies.get((row.group[0], row.group[1], row.group[2]), [])) for row in table.rows]


def _list_one(row: Row, names: Names, remedies: list[dict[str, Any]]) -> dict[str, Any]:
    """List a requirement with all areas built, and beside it what is another alone."""
    alone, together = row.records[ALONE], row.records[TOGETHER]
    figures = _WALK if together["clause_kind"] == "distance" else _AMOUNT
    differing = {name: alone[name] for name in (*figures, "demand") if _differs(alone, together, name)}
    found = {
        **{name: together[name] for name in _ALWAYS},
        **{name: together[name] for name in figures},
        "counted_over": _say(row.cells.get("counted_over")),
        "facility_id": together["facility_id"],
        **_name(together, names),
        "condition": together["condition"],
        "missing": write_missing([together["missing"]])[0],
        "sensitive_to": together["sensitive_to"],
        "deciding": together["deciding"],
        "verdict_alone": alone["verdict"],
        "verdict_together": together["verdict"],
        "alone": differing,
        "remedies": remedies,
    }
    return {key: value for key, value in found.items() if not _is_nothing(value)}


def _differs(alone: Record, together: Record, name: str) -> bool:
    one, other = alone[name], together[name]
    return one != other and not (math.isnan(one) and math.isnan(other))


def _is_nothing(value: Any) -> bool:
    """Tell whether a value says nothing: it is left out, so that a batch of a thousand areas stays readable."""
    return value is None or (isinstance(value, str | list | dict) and not value)


def _say(cell: Any) -> dict[str, str] | None:
    return asdict(cell) if isinstance(cell, Words) else None
