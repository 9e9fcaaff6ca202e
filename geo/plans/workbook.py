"""A review as an Excel workbook that prints on A4: a summary, all areas by rank, the rules, one sheet per area."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from geo.files.excel import neutralize, write_xlsx
from geo.plans.area_sheet import write_area_sheet
from geo.plans.cases import SCENARIOS, TOGETHER
from geo.plans.review import Review
from geo.plans.review_tables.area_report import AreaReport, name_things, sort_reports, tabulate_summary, tell_faults
from geo.plans.review_tables.cells import Cell, Column, Number, Table, Verdict
from geo.plans.review_tables.rule_tables import cite_rule_sets, list_assumptions, tabulate_clauses
from geo.plans.review_tables.words import SEMICOLON, Words, join_words, phrase
from geo.plans.sheet_writer import Formats, SheetWriter, join_languages, make_formats, open_sheet
from geo.plans.verdicts import VERDICTS
from geo.texts.messages import translate_message

_SHEET_LENGTH: Final = 31
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


#: Titles of the sheets that every review has, and of the rows that were left out.
_SHEETS: Final = ("plan.review_title", "plan.all_areas", "plan.sources", "plan.review_rejected")


_SUMMARY_WIDTHS: Final = (6, 12, 16, 24, 11, 11, 11, 18, 12, 120)
_LIST_WIDTHS: Final = (6, 12, 16, 18, 8, 10, 16, 16, 22, 9, 9, 9, 10, 13, 13, *[8] * 5, 11, 8, 8, 8, 34, 44)
_RULE_WIDTHS: Final = (16, 26, 14, 18, 26, 10, 26, 22, 44, 18)
_REJECTED_WIDTHS: Final = (30, 10, 20, 100)


#: The most that the summary, which prints on one page, shows: faults of the data, and areas of the first ranks.
_MOST_FAULTS: Final = 8
_MOST_AREAS: Final = 10


def write_review_workbook(
    path: Path, review: Review, reports: Sequence[AreaReport], *, colours: Mapping[str, str] | None = None
) -> None:
    """Write a review as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    review
        What was found. Texts from data never become formulas.
    reports
        What it says about each area.
    colours
        Name of a verdict -> background of its cells, and ``heading`` -> that of headings, as ``#rrggbb``; what is not
        in it has none.

    Examples
    --------
    >>> import tempfile
    >>> import pandas as pd
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review_tables.area_report import report_areas
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_review_workbook(Path(folder) / "a.xlsx", review, list(report_areas(review)))
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))[-1]
    'A'
    """
    with write_xlsx(path) as book:
        formats = make_formats(book, colours or {})
        taken = [join_languages(phrase(key))[:_SHEET_LENGTH] for key in _SHEETS]
        sheets = name_sheets([report.plan_id for report in reports], taken=taken)
        _write_summary(book, taken[0], formats, review, reports, sheets)
        _write_list(book, taken[1], formats, tabulate_summary(reports), sheets)
        _write_rules(book, taken[2], formats, review)
        if len(review.batch.rejected):
            _write_rejected(book, taken[3], formats, review)
        for report in reports:
            write_area_sheet(book, sheets[report.plan_id], formats, report)


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


def _write_summary(
    book: Any, name: str, formats: Formats, review: Review, reports: Sequence[AreaReport], sheets: Mapping[str, str]
) -> None:
    """Write one page: faults of the data first, then how many areas have which verdict, then the first ranks."""
    writer = open_sheet(book, name, formats, _SUMMARY_WIDTHS, most_pages=1)
    row = writer.write_title(0, phrase("plan.review_title"))
    row = writer.write_line(row, join_languages(_describe_batch(review)))
    row = writer.write_title(row, phrase("plan.faults"))
    row = _write_some(writer, row, tell_faults(reports) or (phrase("plan.no_faults"),), _MOST_FAULTS)
    counts: list[list[Cell]] = [
        [phrase("plan.review_verdict"), *(Verdict(verdict) for verdict in VERDICTS)],
        *([phrase(f"scenario.{scenario}"), *_count_areas(review, scenario)] for scenario in SCENARIOS),
    ]
    for cells in counts:
        row = writer.write_row(row, cells)
    ranked = sort_reports(reports)
    row = writer.write_title(row, phrase("plan.ranked"))
    row = writer.write_line(row, phrase("plan.rank_note"))
    summary = tabulate_summary(ranked[:_MOST_AREAS])
    keys = (
        "rank",
        "plan_id",
        "name",
        "group",
        "stage",
        "households",
        "residents",
        TOGETHER,
        "people_short",
        "why_heading",
    )
    row = _write_ranked(writer, row, summary, summary.choose(*keys), sheets)
    if len(ranked) > _MOST_AREAS:
        writer.write_line(row, phrase("plan.more_areas", count=str(len(ranked) - _MOST_AREAS)))


def _describe_batch(review: Review) -> Words:
    return phrase(
        "plan.batch_about",
        city=review.city.name,
        areas=str(len(review.areas)),
        rejected=str(len(review.batch.rejected)),
        rules=join_words((cited.name for cited in cite_rule_sets(review)), SEMICOLON),
    )


def _count_areas(review: Review, scenario: str) -> list[Cell]:
    counts = review.areas[f"verdict_{scenario}"].value_counts()
    return [Number(float(counts.get(name, 0))) for name in VERDICTS]


def _write_some(writer: SheetWriter, row: int, lines: Sequence[Words], most: int) -> int:
    for line in lines[:most]:
        row = writer.write_line(row, line)
    if len(lines) > most:
        row = writer.write_line(row, phrase("plan.more_lines", count=str(len(lines) - most)))
    return row


def _write_ranked(
    writer: SheetWriter, row: int, table: Table, columns: Sequence[Column], sheets: Mapping[str, str]
) -> int:
    """Write areas by rank, their ids as links to their sheets."""
    row = writer.write_headings(row, columns)
    place = [column.key for column in columns].index("plan_id")
    for area in table.rows:
        plan_id = str(area.cells["plan_id"])
        after = writer.write_row(row, [area.cells[column.key] for column in columns])
        link = f"internal:'{sheets[plan_id]}'!A1"
        writer.sheet.write_url(row, place, link, writer.formats.link, string=neutralize(plan_id))
        row = after
    return row


def _write_list(book: Any, name: str, formats: Formats, summary: Table, sheets: Mapping[str, str]) -> None:
    writer = open_sheet(book, name, formats, _LIST_WIDTHS)
    writer.sheet.freeze_panes(1, 3)
    _write_ranked(writer, 0, summary, summary.columns, sheets)
    writer.sheet.autofilter(0, 0, len(summary.rows), len(summary.columns) - 1)


def _write_rules(book: Any, name: str, formats: Formats, review: Review) -> None:
    """Write every clause that was applied, with its source; the rule sets; and what was assumed."""
    writer = open_sheet(book, name, formats, _RULE_WIDTHS, repeated=1)
    row = writer.write_grid(0, tabulate_clauses(name_things(review)))
    row = writer.write_title(row, phrase("plan.review_rules"))
    for cited in cite_rule_sets(review):
        row = writer.write_line(row, "; ".join(map(join_languages, (cited.name, cited.days, cited.source))))
    row = writer.write_title(row + 1, phrase("plan.assumptions"))
    for figure in list_assumptions(review):
        value = figure.value
        row = writer.write_line(row, f"{join_languages(phrase(figure.label))}: {_say(value)}")
    for file, digest in review.batch.hashes.items():
        row = writer.write_line(row, f"{file}: {digest}")


def _say(cell: Cell) -> str:
    assert isinstance(cell, Words | str)
    return join_languages(cell) if isinstance(cell, Words) else cell


def _write_rejected(book: Any, name: str, formats: Formats, review: Review) -> None:
    rejected = review.batch.rejected
    writer = open_sheet(book, name, formats, _REJECTED_WIDTHS, repeated=1)
    row = writer.write_title(0, phrase("plan.review_rejected"))
    row = writer.write_row(row, [str(name) for name in rejected], is_heading=True)
    for *values, reason in rejected.to_numpy().tolist():
        cells: list[Cell] = [Number(value) if isinstance(value, int | float) else value for value in values]
        row = writer.write_row(row, [*cells, Words(translate_message(reason, "zh"), reason)])
