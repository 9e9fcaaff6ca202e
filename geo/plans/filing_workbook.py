"""The table that is filed (配建指标表) as a workbook: one sheet per area, one per group of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.files.excel import write_xlsx
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
    names = name_sheets([report.plan_id for report in reports], taken=[])
    groups = [report.group.key for report in reports if report.group is not None and report.joint_filing]
    of_groups = name_sheets(groups, taken=list(names.values()))
    with write_xlsx(path) as book:
        formats = make_formats(book, colours or {})
        for report in reports:
            head, signatories = head_filing(report, review), list_signatories(report)
            _write_sheet(book, names[report.plan_id], formats, head, report.filing, signatories)
            joint = report.joint_filing
            if report.group is not None and joint is not None and joint.rows:
                head, signatories = head_joint_filing(report, review), list_joint_signatories(joint)
                _write_sheet(book, of_groups[report.group.key], formats, head, joint, signatories)


def _write_sheet(
    book: Any,
    name: str,
    formats: Formats,
    head: Sequence[Words],
    filing: Table,
    signatories: Sequence[tuple[Cell, Cell]],
) -> None:
    # the headings of the table are repeated on each page
    blanks = [BLANKS[first : first + _BLANKS_IN_ROW] for first in range(0, len(BLANKS), _BLANKS_IN_ROW)]
    writer = open_sheet(book, name, formats, _WIDTHS, most_pages=_PAGES, repeated=1 + len(head) + len(blanks))
    row = writer.write_title(0, phrase(filing.title))
    for line in head:
        row = writer.write_line(row, line)
    for labels in blanks:
        cells = [cell for label in labels for cell in (phrase(label), None)]
        row = writer.write_spans(row, cells, _BLANK_SPANS, lines=_BLANK_LINES)
    row = writer.write_headings(row, filing.columns)
    for item in filing.rows:
        row = writer.write_row(row, [item.cells[column.key] for column in filing.columns])
    if not filing.rows:
        row = writer.write_line(row, phrase("plan.nothing_filed"))
    _write_signatures(writer, row + 1, signatories)


def _write_signatures(writer: SheetWriter, row: int, signatories: Sequence[tuple[Cell, Cell]]) -> None:
    """Write a line for each department that judges: what was computed, and fields to give an opinion and to sign."""
    row = writer.write_title(row, phrase("plan.signatures"))
    heads = [phrase(key) for key in ("plan.department", "plan.computed", *SIGNS)]
    row = writer.write_spans(row, heads, _SPANS, lines=2, is_heading=True)
    for department, verdict in signatories:
        row = writer.write_spans(row, [department, verdict, *[None] * len(SIGNS)], _SPANS, lines=_SIGN_LINES)


#: Columns that one field of a signature spans: first and last.
_SPANS: Final = ((0, 1), (2, 4), (5, 8), (9, 10), (11, 11), (12, 12))
#: Fields to fill in: how many stand in a row, the columns of their labels and of what is written, height in lines.
_BLANKS_IN_ROW: Final = 3
_BLANK_SPANS: Final = ((0, 1), (2, 5), (6, 7), (8, 9), (10, 10), (11, 12))
_BLANK_LINES: Final = 2
