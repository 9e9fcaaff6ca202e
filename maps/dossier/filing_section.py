"""The last section of a dossier: the table that is filed, on pages of its own, with fields to sign in."""

from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.filing_head import cite_rule_set, head_filing, list_signatories
from geo.plans.review_tables.rule_tables import cite_rule_sets
from maps.dossier.bilingual import render, say
from maps.dossier.markup import show_cell, write_grid

_SIGNS = ("name", "seal", "date")


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
        HTML, which prints on A4, landscape.
    """
    head = "".join(f"<p>{render(line)}</p>" for line in head_filing(report, review.city.name))
    rules = "".join(f"<li>{render(cite_rule_set(cited))}</li>" for cited in cite_rule_sets(review))
    table = report.filing
    rows = [[show_cell(row.cells[column.key]) for column in table.columns] for row in table.rows]
    items = write_grid([say(column.heading) for column in table.columns], rows, "items") if rows else ""
    nothing = "" if rows else f"<p>{say('plan.nothing_filed')}</p>"
    return (
        f'<section id="filing"><h2>{say(table.title)}</h2><div class="head">{head}<ul>{rules}</ul></div>'
        f"{items}{nothing}{_write_signatures(report)}</section>"
    )


def _write_signatures(report: AreaReport) -> str:
    lines = [
        [show_cell(department), show_cell(verdict), *[""] * len(_SIGNS)]
        for department, verdict in list_signatories(report)
    ]
    if not lines:
        return ""
    headings = [say("plan.department"), say("plan.together"), *(say(f"plan.sign_{name}") for name in _SIGNS)]
    return f"<h3>{say('plan.signatures')}</h3>{write_grid(headings, lines, 'signatures')}"
