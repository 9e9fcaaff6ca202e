"""The programme as an Excel workbook that prints: projects in order, districts before and after, what just missed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geo.files.excel import A3, A4, neutralize, set_page, write_xlsx
from geo.texts import LANGS, TEXTS, join_languages

_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter", "border": 4}
#: Columns of projects -> width.
_PROJECT: Final = {
    "rank": 6, "district_name": 20, "name": 24, "lack": 40, "way": 12, "people": 10, "price_yuan": 13,
    "people_per_10k_yuan": 11, "people_in_all": 12, "price_in_all": 15, "reason": 92,
}  # fmt: skip
#: Width of the sheet on method.
_METHOD: Final = 120
#: Height of a line [pt], and how wide a Chinese character is beside a letter.
_LINE_PT: Final = 12.5
_CHARACTER: Final = 1.8
_WHEN: Final = ("before", "after")
#: Figures that differ by less are the same.
_SAME: Final = 1e-9
#: A better figure is green.
_BETTER: Final = "#DDEFD9"


@dataclass(frozen=True, kw_only=True)
class _Formats:
    heading: Any
    title: Any
    text: Any
    kinds: Mapping[str, Any]
    better: Mapping[str, Any]


def write_programme_workbook(path: Path, summary: Mapping[str, Any]) -> None:
    """Write a programme as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    summary
        As :func:`geo.programme.results.summarize_programme` puts it together.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.programme import plan_programme
    >>> from geo.programme.programme_request import ProgrammeRequest
    >>> from geo.programme.results import summarize_programme
    >>> import openpyxl
    >>> programme = plan_programme(audit_city(analyze_city(build_sample())), ProgrammeRequest(projects=1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_programme_workbook(Path(folder) / "p.xlsx", summarize_programme(programme))
    ...     openpyxl.load_workbook(Path(folder) / "p.xlsx").sheetnames
    ['项目清单 Projects', '前后对比 Before and after', '差一点入选 Just missed', '说明 Method']
    """
    with write_xlsx(path) as book:
        formats = _make_formats(book)
        _write_projects(_add_sheet(book, "programme.sheet.projects", A3), summary, "projects", formats)
        _write_districts(_add_sheet(book, "programme.sheet.districts", A3), summary, formats)
        _write_projects(_add_sheet(book, "programme.sheet.missed", A3), summary, "missed", formats)
        sheet = _add_sheet(book, "programme.sheet.method", A4)
        sheet.set_column(0, 0, _METHOD)
        for row, line in enumerate([summary["proof"], *summary["method"]]):
            words = join_languages(line, "\n")
            sheet.set_row(row, _measure_height([(words, _METHOD)]))
            sheet.write_string(row, 0, neutralize(words), formats.text)


def _make_formats(book: Any) -> _Formats:
    cell = {"font_size": 9, "valign": "top", "border": 4}
    numbers = {"people": "#,##0", "number": "#,##0.0", "share": "0.0 %"}
    return _Formats(
        heading=book.add_format({**_HEADING, "font_size": 9}),
        title=book.add_format({"bold": True, "font_size": 13}),
        text=book.add_format({**cell, "text_wrap": True, "align": "left", "indent": 1}),
        kinds={kind: book.add_format({**cell, "num_format": form}) for kind, form in numbers.items()},
        better={
            kind: book.add_format({**cell, "num_format": form, "bg_color": _BETTER}) for kind, form in numbers.items()
        },
    )


def _add_sheet(book: Any, key: str, paper: int) -> Any:
    sheet = book.add_worksheet(join_languages(TEXTS[key]))
    set_page(sheet, paper=paper, repeated=None)
    return sheet


def _write_projects(sheet: Any, summary: Mapping[str, Any], key: str, formats: _Formats) -> None:
    """Write projects in their order, with what they add up to and the reason for each."""
    is_chosen = key == "projects"
    columns = [name for name in _PROJECT if is_chosen or not name.endswith("_in_all")]
    if not any("price_yuan" in row for row in summary[key]):
        columns = [name for name in columns if "yuan" not in name and name != "price_in_all"]
    head = 2 if is_chosen else 0
    if is_chosen:
        title = {lang: f"{summary['city']} · {TEXTS['programme.title'][lang]}" for lang in LANGS}
        sheet.write_string(0, 0, neutralize(join_languages(title)), formats.title)
        sheet.write_string(1, 0, neutralize(join_languages(summary["proof"], "。 ")))
    for column, name in enumerate(columns):
        sheet.set_column(column, column, _PROJECT[name])
        sheet.write_string(head, column, join_languages(TEXTS[f"programme.column.{name}"], "\n"), formats.heading)
    sheet.set_row(head, 42)
    sheet.freeze_panes(head + 1, 3)
    sheet.repeat_rows(head)
    sheet.autofilter(head, 0, head + len(summary[key]), len(columns) - 1)
    for row, project in enumerate(summary[key], start=head + 1):
        words = {
            "lack": join_languages(project["lack"], "\n"),
            "way": join_languages(TEXTS[f"programme.way.{project['way']}"]),
        }
        words["reason"] = join_languages({lang: project[f"reason_{lang}"] for lang in LANGS}, "\n")
        sheet.set_row(row, _measure_height((text, _PROJECT[name]) for name, text in words.items()))
        _write_cells(sheet, row, [words.get(name, project.get(name)) for name in columns], columns, formats)


def _measure_height(texts: Iterable[tuple[str, int]]) -> float:
    """Measure how high a row must be for texts in cells of some widths to be read whole [pt]."""
    lines = [
        sum(math.ceil(sum(1.0 if each.isascii() else _CHARACTER for each in line) / width) for line in text.split("\n"))
        for text, width in texts
    ]
    return _LINE_PT * max(lines) + 2


def _write_cells(sheet: Any, row: int, cells: Sequence[Any], columns: Sequence[str], formats: _Formats) -> None:
    for column, (value, name) in enumerate(zip(cells, columns, strict=True)):
        if isinstance(value, str):
            sheet.write_string(row, column, neutralize(value), formats.text)
        elif value is None:
            sheet.write_blank(row, column, None, formats.text)
        else:
            kind = "number" if name == "people_per_10k_yuan" else "people"
            sheet.write_number(row, column, value, formats.kinds[kind])


def _write_districts(sheet: Any, summary: Mapping[str, Any], formats: _Formats) -> None:
    """Write the figures of each district before and after, the city below; what changes is marked.

    Figures that change nowhere are left out: the audit has them.
    """
    shown = [figure for figure in summary["figures"] if _changes(summary, figure["key"])]
    sums = {"projects": "projects", "people": "helped", "price_yuan": "price_yuan"}
    sums = {name: key for name, key in sums.items() if key in summary["districts"][-1]}
    names = ("district_name", *sums)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(sums) + 2 * len(shown), 11)
    sheet.set_row(0, 58)
    sheet.set_row(1, 30)
    # rows are written in their order
    for column in range(len(names)):
        sheet.write_string(0, column, "", formats.heading)
    for at, figure in enumerate(shown):
        first = len(names) + 2 * at
        sheet.merge_range(0, first, 0, first + 1, join_languages(figure["name"], "\n"), formats.heading)
    heads = [*names, *(_WHEN * len(shown))]
    for column, name in enumerate(heads):
        sheet.write_string(1, column, join_languages(TEXTS[f"programme.column.{name}"], "\n"), formats.heading)
    sheet.freeze_panes(2, 1)
    sheet.repeat_rows(0, 1)
    for row, district in enumerate(summary["districts"], start=2):
        sheet.write_string(row, 0, neutralize(district["name"]), formats.text)
        for column, key in enumerate(sums.values(), start=1):
            sheet.write_number(row, column, district[key], formats.kinds["people"])
        for at, figure in enumerate(shown):
            values = [district[when].get(figure["key"], math.nan) for when in _WHEN]
            for beside, value in enumerate(values):
                marked = formats.better if beside and abs(values[1] - values[0]) > _SAME else formats.kinds
                if math.isfinite(value):
                    sheet.write_number(row, len(names) + 2 * at + beside, value, marked[figure["kind"]])


def _changes(summary: Mapping[str, Any], key: str) -> bool:
    """Tell whether a figure changes in any district."""
    rows = summary["districts"]
    return any(abs(row["after"].get(key, 0.0) - row["before"].get(key, 0.0)) > _SAME for row in rows)
