"""The sheet of one plan area in the workbook of a review: four pages of A4 at most."""

from dataclasses import replace
from typing import Any, Final

from geo.plans.cases import ALONE, TOGETHER
from geo.plans.review_tables.area_figures import DIVISIONS
from geo.plans.review_tables.area_report import AreaReport
from geo.plans.review_tables.cells import Cell, Column, Figure, Number, Table
from geo.plans.review_tables.filing_head import say_figure
from geo.plans.review_tables.words import Words, join_words, phrase
from geo.plans.sheet_writer import Formats, SheetWriter, join_languages, open_sheet

_WIDTHS: Final = (26, 10, 10, 10, 10, 10, 10, 34, 46, 24, 52)
#: Pages of a sheet at most.
_PAGES: Final = 4
#: Figures that are numbers or verdicts, in their order: one line of the sheet.
_NUMBERS: Final = (
    ALONE, TOGETHER, "rank", "people_short", "dwellings", "households", "residents", "residential_floor_area",
    "above_ground_floor_area", "area", "units_needed", "grid_workers", "homes_inside", "residents_inside", "water",
)  # fmt: skip
#: Figures that are texts: a line each.
_TEXTS: Final = ("group", *DIVISIONS, "units_in", "other_areas")
#: Columns of the tables, in their order; the same ones lie below each other.
_AMOUNTS: Final = (
    "category", "demand", "has", "built", "surveyed", "shortfall", "remaining", "by_whom", "cited", TOGETHER, "remarks",
)  # fmt: skip
_WALKS: Final = (
    "category", "demand", "walk_m_nearest", "walk_m", "share_within", "straight_m", "share_within_straight",
    "facility_listed", "cited", TOGETHER, "remarks",
)  # fmt: skip


def write_area_sheet(book: Any, name: str, formats: Formats, report: AreaReport) -> None:
    """Write the sheet of one area: faults of its data first, then its verdict and why, then the tables.

    Parameters
    ----------
    book, name, formats
        The workbook, the name of the sheet, the formats.
    report
        What the review says about the area.
    """
    writer = open_sheet(book, name, formats, _WIDTHS, most_pages=_PAGES)
    title = f"{report.plan_id} {report.name}"
    row = writer.write_title(0, Words(title, title))
    for line in (*report.faults, say_figure(report.figures["stage"]), *report.explanation):
        row = writer.write_line(row, line)
    row = _write_figures(writer, row, report)
    tables = (
        (_gather(report.obligations), report.obligations.choose(*_AMOUNTS)),
        (_gather(report.city_findings), report.city_findings.choose(*_AMOUNTS)),
        (report.walks, report.walks.choose(*_WALKS)),
        (_gather(report.recommended), report.recommended.choose(*_AMOUNTS)),
        (report.departments, report.departments.columns),
        (report.rooms, _list_ids(report.rooms)),
        (report.loads, _list_ids(report.loads)),
        (report.units, report.units.columns),
    )
    for table, columns in tables:
        if table.rows:
            row = writer.write_grid(row, table, columns)
    if report.remedies.rows:
        _write_remedies(writer, row, report.remedies)


def _list_ids(table: Table) -> tuple[Column, ...]:
    """List the columns of a table with the ids of facilities beside their names."""
    return tuple(column for column in table.columns if column.key != "facility")


def _gather(table: Table) -> Table:
    """Gather what is said in words into fewer cells: what is measured, by which phase, over which plots."""
    rows = []
    for row in table.rows:
        cells = row.cells
        # where rooms lie that count for several plots says so already
        is_joint = cells["counted_over"] != phrase("plan.over.plot") and not cells["placed"]
        over = [phrase("plan.counted_over_value", over=_keep(cells["counted_over"]))] if is_joint else []
        phase = [_keep(cells["phase"])] if cells["phase"] else []
        remarks = cells["remarks"]
        assert isinstance(remarks, tuple)
        category = _keep(cells["category"])
        rows.append(
            replace(
                row,
                cells={**cells, "category": (category, _keep(cells["measure"])), "remarks": (*phase, *over, *remarks)},
            )
        )
    return replace(table, rows=tuple(rows))


def _write_figures(writer: SheetWriter, row: int, report: AreaReport) -> int:
    figures, wide = report.figures, len(_WIDTHS)
    for first in range(0, len(_NUMBERS), wide):
        names = _NUMBERS[first : first + wide]
        row = writer.write_row(row, [_label_figure(figures[name]) for name in names], is_heading=True)
        row = writer.write_row(row, [figures[name].value for name in names])
    for name in _TEXTS:
        row = writer.write_labelled(row, phrase(figures[name].label), _say(name, figures[name]))
    return row + 1


def _label_figure(figure: Figure) -> str:
    label = join_languages(phrase(figure.label), "\n")
    if figure.of:
        return f"{label}\n{join_languages(phrase(figure.of))}"
    unit = (
        f" {phrase(f'clause.unit.{figure.value.unit}').en}"
        if isinstance(figure.value, Number) and figure.value.unit
        else ""
    )
    # a note on a number says how it was derived
    return label + unit + (f"\n({join_languages(phrase('plan.derived'))})" if figure.note is not None else "")


def _say(name: str, figure: Figure) -> Words:
    """Say a figure that is a text: a division with its code, several grid units one after the other."""
    if figure.words is not None:
        return figure.words
    if isinstance(figure.value, tuple):
        return join_words(figure.value)
    text = f"{figure.value} {figure.note}".strip() if name in DIVISIONS else str(figure.value)
    return Words(text, text)


def _write_remedies(writer: SheetWriter, row: int, table: Table) -> None:
    """Write one line for each option that would close a shortfall, the least effort first."""
    row = writer.write_title(row, phrase(table.title))
    for line in table.rows:
        options = line.cells["options"]
        assert isinstance(options, tuple)
        label = join_words((_keep(line.cells["category"]), _keep(line.cells["clause_kind"])), Words(",", ", "))
        for number, option in enumerate(options, 1):
            text = phrase("plan.option", number=str(number), option=option)
            row = writer.write_labelled(row, label if number == 1 else Words("", ""), text)


def _keep(cell: Cell) -> Words:
    assert isinstance(cell, Words)
    return cell
