"""The audit as an Excel workbook that prints: the city on one page, every shortfall, a sheet per level, the method."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.audit.audit import Audit
from geo.audit.city_figures import CityFigure, list_city_figures, list_city_shortfalls, list_shortfalls_of
from geo.audit.figure_names import find_names, name_unit
from geo.audit.level_columns import choose_level_columns
from geo.audit.method import list_method
from geo.audit.tiers import list_tiers
from geo.audit.unit_figures import SIZES
from geo.coverage.scopes import RURAL, URBAN
from geo.files.excel import neutralize, write_xlsx
from geo.files.excel_lines import LineSheet
from geo.texts import LANGS, TEXTS, fill_languages

_A4, _A3 = 9, 8
_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter", "border": 4}
#: Colours of the fewest and the most people who would be helped.
_LEAST, _MOST = "#FFFFFF", "#F4B183"
_TEXTS: Final = ("code", "name", "parent_name", "scope", "size")
_WIDTHS: Final = {"code": 15, "name": 26, "parent_name": 18, "scope": 12, "size": 15, "rank": 7}


@dataclass(frozen=True, kw_only=True)
class _Formats:
    heading: Any
    title: Any
    section: Any
    text: Any
    whole: Any
    decimal: Any
    share: Any
    total: Any


def write_audit_workbook(path: Path, audit: Audit) -> None:
    """Write an audit as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    audit
        The audit. A sheet of a level lists urban rows by rank and villages behind them, with the totals of both below.

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
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_audit_workbook(Path(folder) / "a.xlsx", audit_city(analyze_city(build_sample())))
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))[2:]
    ['区县 Districts', '街道 Streets', '社区村 Communities', '网格 Grid units', '说明 Method']
    """
    with write_xlsx(path) as book:
        formats = _make_formats(book)
        _write_overview(_open_sheet(book, "audit.sheet.figures", _A4, pages=1), audit, formats)
        _write_shortfalls(_open_sheet(book, "audit.sheet.shortfalls", _A4), audit, formats)
        for level, table in audit.levels.items():
            if level != "city":
                _write_level(_open_sheet(book, f"level.{level}", _A3, is_wide=True), level, table, audit, formats)
        sheet = _open_sheet(book, "audit.sheet.method", _A4)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(list_method(audit)):
            sheet.write_string(row, 0, neutralize(_join(line, "\n")), formats.text)


def _make_formats(book: Any) -> _Formats:
    cell = {"font_size": 9, "valign": "top", "border": 4}
    return _Formats(
        heading=book.add_format({**_HEADING, "font_size": 9}),
        title=book.add_format({"bold": True, "font_size": 14}),
        section=book.add_format({**cell, "bold": True, "bg_color": "#F5F5F5"}),
        text=book.add_format({**cell, "text_wrap": True}),
        whole=book.add_format({**cell, "num_format": "#,##0"}),
        decimal=book.add_format({**cell, "num_format": "#,##0.0"}),
        share=book.add_format({**cell, "num_format": "0.0 %"}),
        total=book.add_format({**cell, "bold": True, "num_format": "#,##0.##"}),
    )


def _open_sheet(book: Any, key: str, paper: int, *, pages: int = 0, is_wide: bool = False) -> Any:
    """Add a sheet that prints on so many pages at most, 0 for as many as it takes: as wide as one page, or as two."""
    sheet = book.add_worksheet(_join(TEXTS[key]), LineSheet)
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(2 if is_wide else 1, pages)
    sheet.set_footer("&L&9&A&R&9&P / &N")
    if is_wide:
        sheet.set_landscape()
        sheet.repeat_columns(0, 3)
    return sheet


def _write_overview(sheet: Any, audit: Audit, formats: _Formats) -> None:
    """Write the city's figures and what it is short of."""
    for column, width in enumerate((95, 13, 12, 13, 13, 16, 16)):
        sheet.set_column(column, column, width)
    title = {lang: TEXTS["audit.title"][lang].format(city=audit.city.name) for lang in LANGS}
    sheet.write_string(0, 0, neutralize(_join(title)), formats.title)
    if audit.city.synthetic:
        sheet.write_string(1, 0, _join(TEXTS["page.synthetic"]))
    heads = ("figure", "urban", "share", "rural", "total", "norm")
    _write_heads(sheet, 2, [fill_languages(f"audit.column.{name}") for name in heads], formats)
    row, section, tiers = 3, "", {name: dict(tier.name) for name, tier in list_tiers(audit.tiers).items()}
    for figure in filter(_is_shown, list_city_figures(audit)):
        if figure.section != section:
            section = figure.section
            named = tiers[section] if section in tiers else TEXTS[f"audit.section.{section}"]
            row = _write_section(sheet, row, named, formats)
        row = _write_figure(sheet, row, figure, formats)
    row = _write_section(sheet, row, TEXTS["audit.section.shortfalls"], formats)
    keys = ("lack", "amount", "unit", "people", "divisions")
    costs = _list_costs(audit)
    heads_below = [
        *(fill_languages(f"audit.column.{name}") for name in keys),
        *(fill_languages(f"audit.figure.{name}") for name in costs),
    ]
    _write_heads(sheet, row, heads_below, formats)
    for each in list_city_shortfalls(audit):
        row += 1
        sheet.write_string(row, 0, _join(each["name"]), formats.text)
        sheet.write_number(row, 1, each["amount"], formats.whole)
        sheet.write_string(row, 2, _join(each["unit"]), formats.text)
        sheet.write_number(row, 3, each["people"], formats.whole)
        sheet.write_number(row, 4, each["communities"], formats.whole)
        cells = [each.get(name, np.nan) for name in costs]
        sheet.write_line(row, cells, [formats.whole] * len(cells), formats.text, first=5)


def _list_costs(audit: Audit) -> list[str]:
    """List the costs that the city states any of."""
    return [name for name in ("cost_yuan", "cost_yuan_year") if name in audit.levels["city"]]


def _is_shown(figure: CityFigure) -> bool:
    """Leave out of the one page what is unknown, empty or wanting nowhere, and the ratios of single roles."""
    is_nothing = figure.total == 0 and any(word in figure.key for word in ("unknown", "empty", "without"))
    return not is_nothing and not figure.key.startswith(("workers_per_unit_", "workers_per_1000_"))


def _write_section(sheet: Any, row: int, named: Any, formats: _Formats) -> int:
    for column in range(6):
        sheet.write_string(row, column, neutralize(_join(named)) if column == 0 else "", formats.section)
    return row + 1


def _write_figure(sheet: Any, row: int, figure: CityFigure, formats: _Formats) -> int:
    number = _choose_format(figure.key, formats)
    sheet.write_string(row, 0, neutralize(_join(figure.name)), formats.text)
    cells = (figure.urban, figure.share, figure.rural, figure.total, figure.norm)
    for column, value in enumerate(cells, start=1):
        if np.isfinite(value):
            sheet.write_number(row, column, value, formats.share if column == 2 else number)
        else:
            sheet.write_blank(row, column, None, formats.text)
    return row + 1


def _write_shortfalls(sheet: Any, audit: Audit, formats: _Formats) -> None:
    """Write every shortfall of every community, those that help most people first."""
    names, table = find_names(audit), list_shortfalls_of(audit)
    for column, width in enumerate((7, 15, 28, 18, 44, 12, 16, 13, 16, 16)):
        sheet.set_column(column, column, width)
    heads = [names.name_column(name) for name in ("rank", "code", "name", "parent_name")]
    heads += [fill_languages(f"audit.column.{name}") for name in ("lack", "amount", "unit", "people")]
    costs = _list_costs(audit)
    heads += [names.name_column(name) for name in costs]
    _write_heads(sheet, 0, heads, formats)
    _freeze(sheet, 0, len(table), len(heads))
    kinds = {kind: (_join(names.name_lack(kind)), _join(name_unit(kind))) for kind in table["kind"].unique()}
    for row, each in enumerate(table.itertuples(index=False), start=1):
        lack, unit = kinds[str(each.kind)]
        cells = (row, each.code, each.name, each.parent_name, lack, each.amount, unit, each.people)
        cells += tuple(getattr(each, name) for name in costs)
        sheet.write_line(row, cells, [formats.whole] * len(cells), formats.text)


def _write_level(sheet: Any, level: str, table: pd.DataFrame, audit: Audit, formats: _Formats) -> None:
    """Write the rows of a level, urban ones by rank and villages behind them, and the totals of both."""
    columns = choose_level_columns(audit, table, level)
    names = find_names(audit)
    _write_heads(sheet, 0, [names.name_column(name) for name in columns], formats, height_pt=150)
    _freeze(sheet, 0, len(table), len(columns))
    for column, name in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(name, 10))
    is_rural = table["scope"] == RURAL
    ordered = table.assign(is_rural=is_rural).sort_values(["is_rural", "rank", "code"], na_position="last")
    scopes = {scope: _join(TEXTS[f"scope.{scope}"]) for scope in (URBAN, RURAL)}
    names_shown = ordered["name"].where(ordered["code"] != "", _join(TEXTS["gap.outside"]))
    shown = pd.DataFrame(ordered[columns]).assign(scope=ordered["scope"].map(scopes), name=names_shown)
    if "size" in shown:
        sizes = {each: _join(TEXTS[f"audit.size.{each}"]) for each in SIZES}
        shown["size"] = shown["size"].map(lambda size: sizes.get(size, ""))
    kinds = [_choose_format(name, formats) for name in columns]
    for row, cells in enumerate(shown.itertuples(index=False), start=1):
        sheet.write_line(row, cells, kinds, formats.text)
    city = audit.levels["city"]
    for below, (_, whole) in enumerate(city.iterrows(), start=len(table) + 1):
        fixed = dict.fromkeys(_TEXTS, "") | {"name": _join(TEXTS["audit.column.sum"]), "scope": scopes[whole["scope"]]}
        sums = [fixed.get(name, np.nan if name == "rank" else whole.get(name, np.nan)) for name in columns]
        styles = [formats.total if kind is formats.whole else kind for kind in kinds]
        sheet.write_line(below, sums, styles, formats.total)
    colours = {"type": "2_color_scale", "min_color": _LEAST, "max_color": _MOST}
    at = columns.index("helped")
    sheet.conditional_format(1, at, max(len(table), 1), at, colours)


def _write_heads(sheet: Any, row: int, heads: Iterable[Any], formats: _Formats, *, height_pt: int = 28) -> None:
    sheet.set_row(row, height_pt)
    for column, head in enumerate(heads):
        sheet.write_string(row, column, neutralize(_join(head, "\n")), formats.heading)


def _freeze(sheet: Any, row: int, rows: int, columns: int) -> None:
    sheet.freeze_panes(row + 1, 4)
    sheet.repeat_rows(row)
    sheet.autofilter(row, 0, row + rows, columns - 1)


def _choose_format(name: str, formats: _Formats) -> Any:
    if name.startswith("share_"):
        return formats.share
    return formats.decimal if "_per_" in name else formats.whole


def _join(words: Any, separator: str = " ") -> str:
    return separator.join(dict.fromkeys(words[lang] for lang in LANGS))
