"""The last sections of a dossier: the tables that are filed, on pages of their own, with fields to fill in and sign."""

from collections.abc import Sequence

from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Cell, Table
from geo.plans.review_tables.filing_head import (
    BLANKS,
    SIGNS,
    head_filing,
    head_joint_filing,
    list_joint_signatories,
    list_signatories,
)
from geo.plans.review_tables.words import Words
from maps.dossier.bilingual import render, say
from maps.dossier.markup import show_cell, write_grid, write_terms


def write_filing(report: AreaReport, review: Review) -> str:
    """Write the table that is filed: its head, a row for each item, a line to sign in for each department.

    Parameters
    ----------
    report
        What the review says about the area.
    review
        The review.

    Returns
    -------
    str
        HTML, which prints on A4, landscape; with the table of the plots that lie together behind it, where the area is
        the first of them.
    """
    own = _write_table("filing", report.filing, head_filing(report, review), list_signatories(report))
    joint = report.joint_filing
    if joint is None or not joint.rows:
        return own
    return own + _write_table("joint-filing", joint, head_joint_filing(report, review), list_joint_signatories(joint))


def _write_table(name: str, table: Table, head: Sequence[Words], signatories: Sequence[tuple[Cell, Cell]]) -> str:
    lines = "".join(f"<p>{render(line)}</p>" for line in head)
    blanks = write_terms(((say(key), "") for key in BLANKS), "blanks")
    rows = [[show_cell(row.cells[column.key]) for column in table.columns] for row in table.rows]
    items = write_grid([say(column.heading) for column in table.columns], rows, "items") if rows else ""
    nothing = "" if rows else f"<p>{say('plan.nothing_filed')}</p>"
    return (
        f'<section id="{name}" class="filed"><h2>{say(table.title)}</h2><div class="head">{lines}</div>{blanks}'
        f"{items}{nothing}{_write_signatures(signatories)}</section>"
    )


def _write_signatures(signatories: Sequence[tuple[Cell, Cell]]) -> str:
    lines = [[show_cell(department), show_cell(verdict), *[""] * len(SIGNS)] for department, verdict in signatories]
    if not lines:
        return ""
    headings = [say(key) for key in ("plan.department", "plan.computed", *SIGNS)]
    return f"<h3>{say('plan.signatures')}</h3>{write_grid(headings, lines, 'signatures')}"
