"""The table that is filed (配建指标表) as a workbook: one sheet per area, one per group of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.files.excel import write_xlsx
from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Table
from geo.plans.review_tables.filing_head import cite_rule_set, head_filing, list_signatories
from geo.plans.review_tables.rule_tables import RuleSetCitation, cite_rule_sets
from geo.plans.review_tables.words import Words, phrase
from geo.plans.sheet_writer import Formats, SheetWriter, make_formats, open_sheet
from geo.plans.workbook import name_sheets

_WIDTHS: Final = (5, 18, 11, 9, 9, 9, 9, 8, 36, 14, 20, 28, 26)
_PAGES: Final = 4
#: Height of a field to sign in, in lines.
_SIGN_LINES: Final = 3


def write_filing_workbook(
    path: Path, review: Review, reports: Sequence[AreaReport], *, colours: Mapping[str, str] | None = None
) -> None:
    """Write the tables that are filed as a workbook that prints on A4.

    Parameters
    ----------
    path
        The .xlsx file.
    review
        What was found. Texts from data never become formulas.
    reports
        What it says about each area.
    colours
        As of :func:`geo.plans.workbook.write_review_workbook`.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_filing_workbook(Path(folder) / "a.xlsx", review, list(report_areas(review)))
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))
    ['A']
    """
    joint = {report.plan_id: report.group for report in reports if report.group is not None and report.joint_filing}
    names = name_sheets([report.plan_id for report in reports], taken=[])
    of_groups = name_sheets([group.key for group in joint.values() if group], taken=list(names.values()))
    rule_sets = cite_rule_sets(review)
    with write_xlsx(path) as book:
        formats = make_formats(book, colours or {})
        for report in reports:
            _write_sheet(
                book, names[report.plan_id], formats, _head_area(report, review, rule_sets), report, report.filing
            )
            group = joint.get(report.plan_id)
            if group is not None and report.joint_filing is not None and report.joint_filing.rows:
                head = (phrase("plan.filing_of_group"), group.about, *map(cite_rule_set, rule_sets))
                _write_sheet(book, of_groups[group.key], formats, head, report, report.joint_filing)


def _head_area(report: AreaReport, review: Review, rule_sets: Sequence[RuleSetCitation]) -> tuple[Words, ...]:
    return (phrase("plan.filing"), *head_filing(report, review.city.name), *map(cite_rule_set, rule_sets))


def _write_sheet(
    book: Any, name: str, formats: Formats, head: Sequence[Words], report: AreaReport, filing: Table
) -> None:
    title, *lines = head
    # the headings of the table are repeated on each page
    writer = open_sheet(book, name, formats, _WIDTHS, most_pages=_PAGES, repeated=1 + len(lines))
    row = writer.write_title(0, title)
    for line in lines:
        row = writer.write_line(row, line)
    row = writer.write_headings(row, filing.columns)
    for item in filing.rows:
        row = writer.write_row(row, [item.cells[column.key] for column in filing.columns])
    if not filing.rows:
        row = writer.write_line(row, phrase("plan.nothing_filed"))
    _write_signatures(writer, row + 1, report)


def _write_signatures(writer: SheetWriter, row: int, report: AreaReport) -> None:
    """Write a line for each department that judges the area: its verdict, and fields to sign in."""
    row = writer.write_title(row, phrase("plan.signatures"))
    fields = [phrase(f"plan.sign_{name}") for name in ("name", "seal", "date")]
    heads = [phrase("plan.department"), phrase("plan.together"), *fields]
    row = writer.write_spans(row, heads, _SPANS, lines=2, is_heading=True)
    for department, verdict in list_signatories(report):
        row = writer.write_spans(row, [department, verdict, None, None, None], _SPANS, lines=_SIGN_LINES)


#: Columns that one field of a signature spans: first and last.
_SPANS: Final = ((0, 1), (2, 5), (6, 8), (9, 10), (11, 12))
