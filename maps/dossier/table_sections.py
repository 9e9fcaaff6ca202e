"""The sections of a dossier that are tables, rendered from the tables of the review."""

from collections.abc import Iterable, Sequence

from geo.plans.cases import TOGETHER
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Cell, Column, Number, Row, Table
from geo.plans.review_tables.rule_tables import describe_profile
from geo.plans.review_tables.words import phrase
from maps.dossier.bilingual import render, say
from maps.dossier.markup import show_cell, write_grid, write_section

_AMOUNTS = ("demand", "has", "built", "surveyed", "shortfall")
_WALKS = ("demand", "walk_m_nearest", "walk_m", "share_within", "straight_m", "share_within_straight")


def write_obligations(report: AreaReport) -> str:
    """Write what the area itself owes."""
    return _write_amounts("obligations", report.obligations, "plan.nothing_owed")


def write_city_findings(report: AreaReport) -> str:
    """Write what the city owes: findings for its bureaux, by which no plot fails."""
    found = _write_amounts("city-findings", report.city_findings, "plan.nothing_for_city")
    remedies = _write_remedies(report.remedies, is_city=True)
    return found + write_section("city-remedies", "plan.city_remedies", remedies) if remedies else found


def write_recommendations(report: AreaReport, review: Review) -> str:
    """Write the recommended distances, and what else is recommended or as needed."""
    table = report.walks
    headings = [*_head(table.choose("category", *_WALKS, "facility")), say("plan.review_verdict"), say("plan.remarks")]
    rows = [
        [
            show_cell(row.cells["category"]),
            *(show_cell(row.cells[name]) for name in _WALKS),
            show_cell(row.cells["facility"]),
            show_cell(row.cells[TOGETHER]),
            _show_remarks(row),
        ]
        for row in table.rows
    ]
    note = render(describe_profile(review, "plan.requirements_note"))
    walks = write_section("walks", table.title, write_grid(headings, rows, "walks"), note)
    others = _write_amounts("recommended", report.recommended, "") if report.recommended.rows else ""
    return walks + others


def _write_amounts(name: str, table: Table, nothing: str) -> str:
    if not table.rows:
        return write_section(name, table.title, f"<p>{say(nothing)}</p>")
    headings = [
        *_head(table.choose("category", *_AMOUNTS, "by_whom")),
        say("plan.review_verdict"),
        say("plan.remarks"),
    ]
    rows = [
        [
            f"{show_cell(row.cells['category'])}<br><small>{show_cell(row.cells['measure'])}</small>",
            *(show_cell(row.cells[key]) for key in _AMOUNTS),
            _show_duty(row),
            show_cell(row.cells[TOGETHER]),
            _show_remarks(row),
        ]
        for row in table.rows
    ]
    return write_section(name, table.title, write_grid(headings, rows, "amounts"))


def _show_duty(row: Row) -> str:
    """Show who provides and judges, by which phase, and over which plots it is counted."""
    cells = row.cells
    phase = f"<br><small>{show_cell(cells['phase'])}</small>" if cells["phase"] else ""
    is_plot = cells["counted_over"] == phrase("plan.over.plot")
    over = "" if is_plot else f"<br><small>{say('rules.counted_over')}: {show_cell(cells['counted_over'])}</small>"
    return show_cell(cells["by_whom"]) + phase + over


def _show_remarks(row: Row) -> str:
    """Show what is cited, what remains nearby where anything is short, and the remarks."""
    remaining, is_met = row.cells.get("remaining"), row.records[TOGETHER]["verdict"] == "met"
    parts = [show_cell(row.cells["cited"])]
    if isinstance(remaining, Number) and remaining.value > 0 and not is_met:
        parts.append(f"{say('plan.sheet.left')} {show_cell(remaining)}")
    remarks = row.cells["remarks"]
    assert isinstance(remarks, tuple)
    parts += map(render, remarks)
    return "<br>".join(f"<small>{part}</small>" for part in parts)


def _head(columns: Iterable[Column]) -> list[str]:
    units = {column.key: f" {say(f'clause.unit.{column.unit}')}" if column.unit else "" for column in columns}
    return [say(column.heading) + units[column.key] for column in columns]


def write_departments(report: AreaReport) -> str:
    """Write the verdict of each department at each stage with all areas built."""
    table = report.departments
    if not table.rows:
        return ""
    keys = ("department", *STAGES)
    rows = [[show_cell(row.cells[key]) for key in keys] for row in table.rows]
    content = write_grid(_head(table.choose(*keys)), rows, "departments")
    return write_section("departments", table.title, content, say("plan.departments_note"))


def write_rooms(report: AreaReport) -> str:
    """Write what is planned with the area, and what of it is still to be shown."""
    table = report.rooms
    if not table.rows:
        return write_section("rooms", table.title, f"<p>{say('plan.no_rooms')}</p>")
    keys = (
        "facility", "stage", "floor_area_m2", "land_area_m2", "surveyed_area_m2", "floor", "own_entrance", "at_street",
        "receiver",
    )  # fmt: skip
    columns = table.choose(*keys)
    headings = [
        say(column.of or column.heading) + (f" {say('clause.unit.m2')}" if column.unit else "") for column in columns
    ]
    rows = [[show_cell(row.cells[key]) for key in keys] for row in table.rows]
    return write_section("rooms", table.title, write_grid(headings, rows, "rooms"), say("plan.rooms_note"))


def write_loads(report: AreaReport) -> str:
    """Write how much of the facilities that the area uses is in use, before and after."""
    table = report.loads
    if not table.rows:
        return write_section("loads", table.title, f"<p>{say('plan.no_loads')}</p>")
    numbers = ("capacity", "used_before", "added", "remaining_after", "used_after", "remaining_after_all")
    rows = [
        [
            show_cell(row.cells["facility"]),
            show_cell(row.cells["unit"]),
            *(_show_number(row.cells[name]) for name in numbers),
        ]
        for row in table.rows
    ]
    content = write_grid(_head(table.choose("facility", "unit", *numbers)), rows, "numbers")
    return write_section("loads", table.title, content, say("plan.loads_note"))


def _show_number(cell: Cell) -> str:
    is_under = isinstance(cell, Number) and cell.value < 0
    return f'<span class="under">{show_cell(cell)}</span>' if is_under else show_cell(cell)


def write_remedies(report: AreaReport) -> str:
    """Write what would close each shortfall with all areas built; what the city owes stands with its own section."""
    content = _write_remedies(report.remedies, is_city=False)
    if not content:
        return write_section("remedies", report.remedies.title, f"<p>{say('plan.no_remedies')}</p>")
    return write_section("remedies", report.remedies.title, content, say("plan.remedies_note"))


def _write_remedies(table: Table, *, is_city: bool) -> str:
    """Write the options for what the city owes, or for the rest, the least effort first; empty for none."""
    rows = [
        [
            f"{show_cell(row.cells['category'])}<br><small>{show_cell(row.cells['clause_kind'])}</small>",
            show_cell(row.cells["role"]),
            _list_options(row.cells["options"]),
        ]
        for row in table.rows
        if (row.cells["provider"] == phrase("rules.provider.city")) == is_city
    ]
    return write_grid(_head(table.choose("category", "role", "options")), rows, "remedies") if rows else ""


def _list_options(cell: Cell) -> str:
    assert isinstance(cell, Sequence)
    return f"<ol>{''.join(f'<li>{render(option)}</li>' for option in cell)}</ol>"


def write_missing(report: AreaReport) -> str:
    """Write what is missing, and which requirements are open for want of it."""
    table = report.missing
    if not table.rows:
        return write_section("missing", table.title, f"<p>{say('plan.no_missing')}</p>")
    items = "".join(
        f"<li>{show_cell(row.cells['missing'])}: {show_cell(row.cells['categories'])}</li>" for row in table.rows
    )
    return write_section("missing", table.title, f"<ul>{items}</ul>", say("plan.missing_note"))
