"""Coverage as an Excel workbook that prints: the city on one page, a sheet per level, profiles, gap areas, method."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.coverage.analysis import Coverage
from geo.coverage.coverage_method import list_coverage_method
from geo.coverage.gap_sheet import tabulate_gaps
from geo.coverage.level_table import TEXT_COLUMNS, find_sums, say, say_cells, tabulate_level
from geo.coverage.overview_sheet import list_overview, list_overview_columns
from geo.coverage.status import ALL, TALLIES
from geo.files.excel import A3, neutralize, set_page, write_xlsx
from geo.files.excel_lines import LineSheet
from geo.texts import LANGS, TEXTS

#: Columns of texts in the sheets of profiles and gap areas.
_TEXTS: Final = (
    *TEXT_COLUMNS, "category", "profile", "district_name", "facility_name", "path_facility_name", "remedy",
)  # fmt: skip
_FORMATS: Final = {"share": "0.0%", "decimal": "0.0", "whole": "#,##0"}
_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter", "font_size": 9}
#: Colours of few and of many people covered, and of most people not covered: black is read on them, in print too.
_FEW, _HALF, _ALL, _MOST = "#F1C4BC", "#FBF3DC", "#CFE3EF", "#F4B183"
_HEADING_HEIGHT: Final = 62
_LEVEL_HEADING_HEIGHT: Final = 130
_LEVEL_ROW_HEIGHT: Final = 12.5
#: Of the columns of a level, from the left [characters]; those of categories are headed upwards.
_WIDTHS: Final = {
    "rank": 5, "code": 13, "name": 19, "parent_name": 13, "scope": 9, "residents": 9.5, "mean_uncovered": 10.5,
}  # fmt: skip
_OVERVIEW_WIDTHS: Final = (44, 10, 9, 12, 12, 12, 12, 10, 14)
_METHOD_WIDTH: Final = 140
_FIGURE_WIDTH: Final = 15
_SHARE_WIDTH: Final = 6
_PEOPLE_WIDTH: Final = 9


@dataclass(frozen=True, kw_only=True)
class _Formats:
    heading: Any
    #: Of narrow columns: written upwards.
    upward: Any
    title: Any
    text: Any
    strong: Any
    wrapped: Any
    #: Kind of a figure -> its format; the same in bold.
    figures: Mapping[str, Any]
    sums: Mapping[str, Any]


def write_workbook(path: Path, coverage: Coverage, profiles: pd.DataFrame | None = None) -> None:
    """Write who is covered, one sheet per level with urban units and villages apart, how profiles compare, gap areas.

    Parameters
    ----------
    path
        The .xlsx file.
    coverage
        What was found.
    profiles
        As :func:`geo.coverage.accessibility.compare_profiles` returns them, or None for no sheet of them.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_workbook(Path(folder) / "a.xlsx", analyze_city(build_sample()))
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))[:3]
    ['概况 Overview', '区县 Districts', '街道 Streets']
    """
    categories = coverage.city.categories
    with write_xlsx(path) as book:
        formats = _make_formats(book)
        _write_overview(book, coverage, formats)
        for level in coverage.levels:
            if level != "city":
                _write_level(book, coverage, level, formats)
        if profiles is not None:
            _write_table(book, "sheet.profiles", _name_profiles(profiles, categories), formats)
        _write_table(book, "sheet.gaps", tabulate_gaps(coverage.gaps, categories), formats)
        _write_method(book, coverage, formats)


def _make_formats(book: Any) -> _Formats:
    small: dict[str, Any] = {"font_size": 9, "bottom": 4, "bottom_color": "#C8D0D8"}
    return _Formats(
        heading=book.add_format(_HEADING),
        upward=book.add_format({**_HEADING, "rotation": 90}),
        title=book.add_format({"bold": True, "font_size": 14}),
        text=book.add_format({**small, "indent": 1}),
        strong=book.add_format({**small, "bold": True}),
        wrapped=book.add_format({**small, "text_wrap": True, "valign": "top"}),
        figures={kind: book.add_format({**small, "num_format": code}) for kind, code in _FORMATS.items()},
        sums={kind: book.add_format({**small, "bold": True, "num_format": code}) for kind, code in _FORMATS.items()},
    )


def _write_overview(book: Any, coverage: Coverage, formats: _Formats) -> None:
    """Write the city on one page."""
    sheet, profile = book.add_worksheet(say("sheet.overview")), coverage.profile
    set_page(sheet, pages=1)
    sheet.write_string(0, 0, neutralize(f"{coverage.city.name}  {say('overview.title')}"), formats.title)
    facts = {
        lang: TEXTS["overview.facts"][lang].format(
            profile=TEXTS[f"profile.{profile.name}"][lang], speed=round(profile.speed_km_h, 2)
        )
        for lang in LANGS
    }
    told = [" / ".join(facts[lang] for lang in LANGS), *([say("page.synthetic")] if coverage.city.synthetic else [])]
    sheet.write_string(1, 0, "    ".join(told), formats.text)
    headings, kinds = list_overview_columns(coverage)
    sheet.set_row(2, _HEADING_HEIGHT)
    sheet.set_column(len(_OVERVIEW_WIDTHS), len(headings), _OVERVIEW_WIDTHS[-1])
    for column, width in enumerate(_OVERVIEW_WIDTHS):
        sheet.set_column(column, column, width)
    for column, heading in enumerate(headings):
        sheet.write_string(2, column, neutralize(heading), formats.heading)
    for row, line in enumerate(list_overview(coverage), start=3):
        sheet.write_string(row, 0, neutralize(line.name), formats.text if line.figures else formats.strong)
        _write_figures(sheet, row, line.figures, [formats.figures[kind] for kind in kinds])
    colours = {"type": "3_color_scale", **_SHARE_SCALE}
    at = kinds.index("share") + 1
    sheet.conditional_format(3, at, 200, at, colours)


#: From few to all covered, the same on every sheet.
_SHARE_SCALE: Final = {
    "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0, "mid_value": 0.5, "max_value": 1,
    "min_color": _FEW, "mid_color": _HALF, "max_color": _ALL,
}  # fmt: skip


def _write_level(book: Any, coverage: Coverage, level: str, formats: _Formats) -> None:
    """Write the rows of a level by rank, villages behind, and the totals of both."""
    chosen = list(coverage.limit_m)
    divisions = coverage.city.divisions
    names = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    judged = {scope: judgement.limit_m for scope, judgement in coverage.judgements.items()}
    shown, sums = (tabulate_level(coverage.levels[each], chosen, names, judged) for each in (level, "city"))
    sheet = book.add_worksheet(say(f"level.{level}"), LineSheet)
    header = f"{coverage.city.name} · {say(f'level.{level}')} · {say('level.header')}"
    set_page(sheet, paper=A3, header=header)
    columns = list(map(str, shown))
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(shown), len(columns) - 1)
    sheet.set_row(0, _LEVEL_HEADING_HEIGHT)
    sheet.set_default_row(_LEVEL_ROW_HEIGHT)
    for column, name in enumerate(columns):
        width = _SHARE_WIDTH if name.startswith("share_") else _PEOPLE_WIDTH
        sheet.set_column(column, column, _WIDTHS.get(name, width))
        heading = formats.heading if name in _WIDTHS else formats.upward
        sheet.write_string(0, column, neutralize(_head_level(name, coverage.city.categories)), heading)
    kinds = [_choose_kind(name) for name in columns]
    _write_rows(sheet, 1, shown.assign(**say_cells(shown)), [formats.figures[kind] for kind in kinds], formats.text)
    totals = find_sums(sums)
    _write_rows(sheet, len(shown) + 1, totals, [formats.sums[kind] for kind in kinds], formats.strong)
    last = max(len(shown), 1)
    for column, name in enumerate(columns):
        if name.startswith("share_"):
            sheet.conditional_format(1, column, last, column, {"type": "3_color_scale", **_SHARE_SCALE})
    at = columns.index("mean_uncovered")
    scale = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": _MOST}
    sheet.conditional_format(1, at, last, at, scale)


def _head_level(name: str, categories: Mapping[str, Mapping[str, str]]) -> str:
    """Head a column of a level: a share by its category alone, for the page says what it is."""
    if not name.startswith("share_"):
        return head_column(name, categories)
    if name == f"share_{ALL}":
        return say("category.all", "\n")
    category = categories[name.removeprefix("share_")]
    return "\n".join(dict.fromkeys(category[lang] for lang in LANGS))


def _write_table(book: Any, title: str, table: pd.DataFrame, formats: _Formats) -> None:
    """Write a table as it is, one row per line."""
    sheet = book.add_worksheet(say(title), LineSheet)
    set_page(sheet)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    sheet.set_row(0, _HEADING_HEIGHT)
    for column, name in enumerate(map(str, table)):
        longest = int(table[name].astype(str).str.len().max()) + 2 if name in _TEXTS and len(table) else 0
        sheet.set_column(column, column, min(40, max(_FIGURE_WIDTH, longest)))
        sheet.write_string(0, column, neutralize(head_column(name, {})), formats.heading)
    _write_rows(sheet, 1, table, [formats.figures[_choose_kind(name)] for name in map(str, table)], formats.text)


def _write_method(book: Any, coverage: Coverage, formats: _Formats) -> None:
    sheet = book.add_worksheet(say("sheet.method"))
    set_page(sheet, repeated=None)
    sheet.set_column(0, 0, _METHOD_WIDTH)
    for row, line in enumerate(list_coverage_method(coverage)):
        told = "\n".join(dict.fromkeys(line[lang] for lang in LANGS))
        sheet.write_string(row, 0, neutralize(told), formats.wrapped)


def _write_rows(sheet: Any, first: int, table: pd.DataFrame, kinds: Sequence[Any], text: Any) -> None:
    columns = [table[name].tolist() for name in table]
    for row, values in enumerate(zip(*columns, strict=True), start=first):
        sheet.write_line(row, values, kinds, text)


def _write_figures(sheet: Any, row: int, figures: Sequence[float], kinds: Sequence[Any]) -> None:
    for column, (value, kind) in enumerate(zip(figures, kinds, strict=False), start=1):
        if math.isfinite(value):
            sheet.write_number(row, column, value, kind)


def _name_profiles(profiles: pd.DataFrame, categories: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """Name categories and walkers in both languages."""
    named = {category: f"{name['zh']} {name['en']}" for category, name in categories.items()}
    walkers = {name: say(f"profile.{name}") for name in profiles["profile"].unique()}
    share = profiles["share_within"]
    return profiles.assign(
        scope=profiles["scope"].map(lambda scope: say(f"scope.{scope}")),
        category=profiles["category"].map(lambda c: named.get(c, c)),
        profile=profiles["profile"].map(walkers),
        share_within=share.astype(object).where(share.notna(), say("judged.cell")),
    )


def _choose_kind(name: str) -> str:
    if name.startswith("share"):
        return "share"
    return "decimal" if name.endswith(("_min", "_km_h")) else "whole"


def head_column(name: str, categories: Mapping[str, Mapping[str, str]]) -> str:
    r"""Name a column of a roll-up in both languages, one under the other.

    Parameters
    ----------
    name
        For example ``"covered_clinic"`` or ``"covered_clinic_households"``; with ``villages_`` in front of villages.
    categories
        Category -> {"zh": name, "en": name}.

    Returns
    -------
    str
        Chinese, line break, English.

    Examples
    --------
    >>> head_column("share_clinic", {"clinic": {"zh": "诊所", "en": "Clinic"}})
    '诊所 可达比例\nClinic: Share covered'
    """
    if f"column.{name}" in TEXTS:
        return "\n".join(TEXTS[f"column.{name}"][lang] for lang in LANGS)
    if name.startswith("residents_"):
        group = name.removeprefix("residents_")
        return f"居民数 {group}\nResidents {group}"
    if name.startswith("villages_") and "\n" in (heading := head_column(name.removeprefix("villages_"), categories)):
        parts = zip(LANGS, heading.split("\n"), strict=True)
        return "\n".join(TEXTS["column.villages"][lang].format(column=part) for lang, part in parts)
    known: dict[str, Mapping[str, str]] = {
        **categories,
        ALL: {str(lang): TEXTS["category.all"][lang] for lang in LANGS},
    }
    for kind in (*TALLIES, "share"):
        category = next((c for c in sorted(known, key=len, reverse=True) if _is_of(name, kind, c)), None)
        if category is not None:
            rest = name.removeprefix(f"{kind}_{category}").removeprefix("_")
            return _head_figure(kind, known[category], rest)
    return name


def _is_of(name: str, kind: str, category: str) -> bool:
    return name == f"{kind}_{category}" or name.startswith(f"{kind}_{category}_")


def _head_figure(kind: str, category: Mapping[str, str], rest: str) -> str:
    key = f"column.{kind}_households" if rest == "households" else f"column.{kind}"
    group = f" {rest.removeprefix('residents_')}" if rest and rest != "households" else ""
    return f"{category['zh']} {TEXTS[key]['zh']}{group}\n{category['en']}: {TEXTS[key]['en']}{group}"
