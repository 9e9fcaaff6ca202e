"""A review as an Excel workbook: a summary, the rules applied, and one sheet per area; headings in both languages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.files.excel import neutralize, write_xlsx
from geo.plans.cases import ALONE, TOGETHER
from geo.plans.review import Review
from geo.plans.review_tables.area_figures import DIVISIONS, NEEDS, SIZES
from geo.plans.review_tables.area_report import AreaReport, name_categories, report_areas, tabulate_summary
from geo.plans.review_tables.cells import Cell, Figure, Number, Table, Verdict
from geo.plans.review_tables.rule_tables import cite_rule_sets, list_assumptions, tabulate_clauses
from geo.plans.review_tables.words import Words, phrase
from geo.plans.sheet_writer import SheetWriter, join_languages, make_sheet_writer
from geo.texts.messages import translate_message

_SHEET_LENGTH: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


#: Titles of the sheets that every review has, and of the rows that were left out.
_SUMMARY, _RULES, _REJECTED = "plan.review_title", "plan.sources", "plan.review_rejected"


_SUMMARY_WIDTHS: Final = (14, 22, 8, 14, 16, 24, 11, 11, 11, 11, 24, 24, *[13] * 9)
_RULE_WIDTHS: Final = (22, 40, 24, 30, 18, 60, 34)
_REJECTED_WIDTHS: Final = (30, 10, 20, 100)
_AREA_WIDTHS: Final = (24, 16, 20, 13, 13, 13, 13, 13, 24, 24, 28, 16, 30)


#: Figures of the sheet of an area, in their order.
_FIGURES: Final = (
    ALONE, TOGETHER, *SIZES, "residential_floor_area", "area", *DIVISIONS, "units_in", *NEEDS,
    "homes_inside", "residents_inside", "water",
)  # fmt: skip


#: Columns of the tables of an area, in their order; without those that only a dossier shows.
_REQUIREMENTS: Final = (
    "category", "clause_kind", "basis", "demand", "has", "remaining", "shortfall", "share_within", ALONE, TOGETHER,
    "sensitive_to", "rule", "missing",
)  # fmt: skip
_LOADS: Final = ("category", "facility_id", "measure", "capacity", "used_before", "added", "remaining_after")


def write_review_workbook(path: Path, review: Review, *, colours: Mapping[str, str] | None = None) -> None:
    """Write a review as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    review
        What was found. Texts from data never become formulas.
    colours
        Name of a verdict -> background of its cells, and ``heading`` -> that of headings, as ``#rrggbb``; what is not
        in it has none.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_review_workbook(Path(folder) / "a.xlsx", review)
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))[-1]
    'A'
    """
    with write_xlsx(path) as book:
        writer = make_sheet_writer(book, colours or {})
        taken = [join_languages(phrase(key)) for key in (_SUMMARY, _RULES, _REJECTED)]
        sheets = name_sheets(review.areas["plan_id"].tolist(), taken=taken)
        _write_summary(book.add_worksheet(taken[0][:_SHEET_LENGTH]), writer, tabulate_summary(review), sheets)
        _write_rules(book.add_worksheet(taken[1][:_SHEET_LENGTH]), writer, review)
        if len(review.batch.rejected):
            _write_rejected(book.add_worksheet(taken[2][:_SHEET_LENGTH]), writer, review)
        for report in report_areas(review):
            _write_area(book.add_worksheet(sheets[report.plan_id]), writer, report)


def name_sheets(plan_ids: Sequence[str], *, taken: Sequence[str]) -> dict[str, str]:
    """Name the sheets of plan areas: a name has 31 characters, some are not allowed, and case does not tell them apart.

    Parameters
    ----------
    plan_ids
        Their ids.
    taken
        Names that are in use.

    Returns
    -------
    dict
        Id -> name, with a number behind it where two would be the same; empty for no areas.

    Examples
    --------
    >>> name_sheets(["a/1", "A-1", "b"], taken=["b"])
    {'a/1': 'a-1', 'A-1': 'A-1 (2)', 'b': 'b (2)'}
    """
    used = {name[:_SHEET_LENGTH].casefold() for name in taken}
    names = {}
    for plan_id in plan_ids:
        plain = neutralize(plan_id).translate(_FORBIDDEN).strip("- ") or "plan"
        name, number = plain[:_SHEET_LENGTH], 1
        while name.casefold() in used:
            number += 1
            end = f" ({number})"
            name = plain[: _SHEET_LENGTH - len(end)] + end
        used.add(name.casefold())
        names[plan_id] = name
    return names


def _write_summary(sheet: Any, writer: SheetWriter, summary: Table, sheets: Mapping[str, str]) -> None:
    writer.set_widths(sheet, _SUMMARY_WIDTHS)
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 48)
    writer.write_headings(sheet, 0, summary.columns)
    sheet.autofilter(0, 0, len(summary.rows), len(summary.columns) - 1)
    for row, area in enumerate(summary.rows, 1):
        writer.write_row(sheet, row, [area.cells[column.key] for column in summary.columns])
        plan_id = str(area.cells["plan_id"])
        sheet.write_url(row, 0, f"internal:'{sheets[plan_id]}'!A1", string=neutralize(plan_id))


def _write_rules(sheet: Any, writer: SheetWriter, review: Review) -> None:
    """Write every clause that was applied, with its source; the rule sets; and what was assumed."""
    writer.set_widths(sheet, _RULE_WIDTHS)
    clauses = tabulate_clauses(review.clauses, name_categories(review))
    row = writer.write_grid(sheet, 0, clauses)
    rule_sets = [(cited.rule_set, cited.name) for cited in cite_rule_sets(review)]
    row = writer.write_pairs(sheet, row, "plan.review_rules", rule_sets)
    assumed = [(phrase(figure.label), figure.value) for figure in list_assumptions(review)]
    writer.write_pairs(sheet, row, "plan.assumptions", [*assumed, *review.batch.hashes.items()])


def _write_rejected(sheet: Any, writer: SheetWriter, review: Review) -> None:
    rejected = review.batch.rejected
    writer.set_widths(sheet, _REJECTED_WIDTHS)
    writer.write_title(sheet, 0, _REJECTED)
    writer.write_row(sheet, 1, [str(name) for name in rejected], is_heading=True)
    for row, (*values, reason) in enumerate(rejected.to_numpy().tolist(), 2):
        cells = [Number(value) if isinstance(value, int | float) else value for value in values]
        writer.write_row(sheet, row, [*cells, Words(translate_message(reason, "zh"), reason)])


def _write_area(sheet: Any, writer: SheetWriter, report: AreaReport) -> None:
    """Write the sheet of one area."""
    writer.set_widths(sheet, _AREA_WIDTHS)
    sheet.write_string(0, 0, neutralize(f"{report.plan_id} {report.name}"), writer.title)
    row = 2
    for name in _FIGURES:
        figure = report.figures[name]
        writer.write_row(sheet, row, [_label_figure(figure), _show_figure(name, figure)])
        row += 1
    row += 1
    tables = (
        (report.requirements, report.requirements.choose(*_REQUIREMENTS)),
        (report.departments, report.departments.columns),
        (report.remedies, report.remedies.columns),
        (report.loads, report.loads.choose(*_LOADS)),
        (report.units, report.units.columns),
    )
    for table, columns in tables:
        if table.rows:
            row = writer.write_grid(sheet, row, table, columns)


def _label_figure(figure: Figure) -> str:
    label = join_languages(phrase(figure.label))
    if figure.of:
        of = join_languages(phrase(figure.of))
        return f"{label}, {of}" if isinstance(figure.value, Verdict) else f"{label} ({of})"
    if not isinstance(figure.value, Number):
        return label
    unit = f" {phrase(f'clause.unit.{figure.value.unit}').en}" if figure.value.unit else ""
    # a note on a number says how it was derived
    return label + unit + (f" ({join_languages(phrase('plan.derived'))})" if figure.note is not None else "")


def _show_figure(name: str, figure: Figure) -> Cell:
    """Show a figure in one cell: a division with its code, several grid units in one text."""
    if name in DIVISIONS:
        return f"{figure.value} {figure.note}".strip()
    return ",".join(map(str, figure.value)) if isinstance(figure.value, tuple) else figure.value
