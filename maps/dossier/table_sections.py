"""The sections of a dossier that are tables, rendered from the tables of the review."""

from collections.abc import Iterable, Sequence

from geo.plans.cases import ALONE, TOGETHER
from geo.plans.read.plan_schemas import STAGES
from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.area_tables import describe_remedy
from geo.plans.review_tables.cells import Cell, Column, Number, Row
from geo.plans.review_tables.requirement_table import describe_demand, describe_finding
from geo.plans.review_tables.rule_tables import describe_profile
from geo.plans.review_tables.words import join_words
from geo.rules.clauses import ROLES
from maps.dossier.bilingual import render, say
from maps.dossier.markup import show_cell, write_grid, write_section


def write_requirements(report: AreaReport, review: Review) -> str:
    """Write every requirement: what the area owes, what the city owes, what is recommended."""
    table = report.requirements
    headings = _head(table.choose("category", "clause_kind", "finding", ALONE, TOGETHER, "rule"))
    parts = []
    for role in ROLES:
        rows = _list_findings(row for row in table.rows if row.group[0] == role)
        if rows:
            parts.append(f"<h3>{say(f'clause.role.{role}')}</h3>{write_grid(headings, rows, 'requirements')}")
    is_verified = all(row.records[ALONE]["verified"] for row in table.rows)
    mark = "" if is_verified else say("plan.unverified_mark")
    return write_section(
        "requirements",
        table.title,
        f'{"".join(parts)}<p class="note">{mark}</p>',
        render(describe_profile(review, "plan.requirements_note")),
    )


def _list_findings(rows: Iterable[Row]) -> list[list[str]]:
    """List what was found by the strictest clauses; the other clauses in small print."""
    found, before = [], ""
    for (_, category, _), group in _group_rows(rows):
        main = next(row for row in group if row.is_strictest)
        cells = main.cells
        found.append(
            [
                show_cell(cells["category"]) if category != before else "",
                f"{show_cell(cells['clause_kind'])}<br><small>{render(describe_demand(main.records[ALONE]))}</small>",
                _show_findings(main) + _show_cases(cells["sensitive_to"]) + _show_others(main, group),
                *(show_cell(cells[name]) for name in (ALONE, TOGETHER, "rule")),
            ]
        )
        before = category
    return found


def _group_rows(rows: Iterable[Row]) -> list[tuple[tuple[str, ...], list[Row]]]:
    """Group rows, the groups in the order of their first rows."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    return list(groups.items())


def _head(columns: Iterable[Column]) -> list[str]:
    return [say(column.heading) if column.heading else "" for column in columns]


def _show_findings(row: Row) -> str:
    """Show what was found alone, and with all areas built where that is different."""
    alone, together = ("; ".join(map(render, describe_finding(row.records[name]))) for name in (ALONE, TOGETHER))
    return alone if together == alone else f"{alone}<br><small>{say('plan.together')}: {together}</small>"


def _show_cases(cases: Cell) -> str:
    if not isinstance(cases, tuple) or not cases:
        return ""
    return f'<br><small class="turns">{say("plan.sensitive_to", cases=join_words(cases))}</small>'


def _show_others(main: Row, group: Sequence[Row]) -> str:
    """Show the clauses that ask for less."""
    others = [
        "{}, {}: {}, {}".format(
            show_cell(row.cells["rule_set"]),
            show_cell(row.cells["basis"]),
            render(describe_demand(row.records[ALONE])),
            say(f"verdict.{row.records[ALONE]['verdict_plan']}"),
        )
        for row in group
        if row is not main
    ]
    return f"<br><small>{say('plan.other_clauses')} {'; '.join(others)}</small>" if others else ""


def write_departments(report: AreaReport) -> str:
    """Write the verdict of each department at each stage with all areas built, with fields to sign in."""
    table = report.departments
    sign = "".join(f"<small>{say(f'plan.sign_{name}')}</small>" for name in ("name", "date", "seal"))
    rows = [
        [
            show_cell(row.cells["department"]),
            *(f"{show_cell(row.cells[stage])}<div class='sign'>{sign}</div>" for stage in STAGES),
        ]
        for row in table.rows
        if row.scenario == TOGETHER
    ]
    content = write_grid(_head(table.choose("department", *STAGES)), rows, "departments")
    return write_section("departments", table.title, content, say("plan.departments_note"))


def write_loads(report: AreaReport) -> str:
    """Write how much of the facilities that the area uses is in use, before and after."""
    table = report.loads
    if not table.rows:
        return write_section("loads", table.title, f"<p>{say('plan.no_loads')}</p>")
    numbers = ("capacity", "used_before", "added", "remaining_after", "used_after", "remaining_after_all")
    rows = [
        [
            f"{show_cell(row.cells['category'])}<br><small>{show_cell(row.cells['facility_id'])}</small>",
            show_cell(row.cells["unit"]),
            *(_show_number(row.cells[name]) for name in numbers),
        ]
        for row in table.rows
    ]
    content = write_grid(_head(table.choose("facility_id", "unit", *numbers)), rows, "numbers")
    return write_section("loads", table.title, content, say("plan.loads_note"))


def _show_number(cell: Cell) -> str:
    is_under = isinstance(cell, Number) and cell.value < 0
    return f'<span class="{"under" if is_under else ""}">{show_cell(cell)}</span>'


def write_remedies(report: AreaReport) -> str:
    """Write what would close each shortfall with all areas built, the least effort first."""
    table = report.remedies
    groups = _group_rows(row for row in table.rows if row.scenario == TOGETHER)
    if not groups:
        return write_section("remedies", table.title, f"<p>{say('plan.no_remedies')}</p>")
    rows = []
    for _, group in groups:
        cells = group[0].cells
        options = "".join(f"<li>{render(describe_remedy(row.records[TOGETHER]))}</li>" for row in group)
        rows.append(
            [
                f"{show_cell(cells['category'])}<br><small>{show_cell(cells['clause_kind'])}</small>",
                f"<ol>{options}</ol>",
            ]
        )
    content = write_grid(_head(table.choose("category", "remedy")), rows, "remedies")
    return write_section("remedies", table.title, content, say("plan.remedies_note"))


def write_missing(report: AreaReport) -> str:
    """Write what is missing, and which requirements are open for want of it."""
    table = report.missing
    if not table.rows:
        return write_section("missing", table.title, f"<p>{say('plan.no_missing')}</p>")
    items = "".join(
        f"<li>{show_cell(row.cells['missing'])}: {show_cell(row.cells['categories'])}</li>" for row in table.rows
    )
    return write_section("missing", table.title, f"<ul>{items}</ul>", say("plan.missing_note"))
