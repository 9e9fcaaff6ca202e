"""A view of coverage as tables: a workbook with a sheet to print and one of its method, and CSV for offices."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from geo.arrays import Objects
from geo.coverage.view_table import COMPARED, COMPARISONS, REMEDIES, sum_view
from geo.coverage.view_words import View, ViewWords
from geo.files.excel import A4, neutralize, set_page, write_xlsx
from geo.files.excel_lines import LineSheet
from geo.files.streams import to_csv_bytes
from geo.texts import TEXTS, Lang, translate

#: What tells a spreadsheet that a CSV is in UTF-8.
_MARK: Final = b"\xef\xbb\xbf"
_FORMATS: Final = {"share": "0.0%", "decimal": "#,##0.0", "whole": "#,##0"}
_KINDS: Final = {
    "share": "share", "median_min": "decimal", "reached": "decimal", "floor_m2_per_1000": "decimal",
    "workers_per_1000": "decimal", "share_before": "share", "share_change": "share",
}  # fmt: skip
_HEADING: Final = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "vcenter", "font_size": 9}
#: Few and all covered: black is read on them, in print too.
_COLOURS: Final = {
    "type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num", "min_value": 0,
    "mid_value": 0.5, "max_value": 1, "min_color": "#F1C4BC", "mid_color": "#FBF3DC", "max_color": "#CFE3EF",
}  # fmt: skip
#: Of columns [characters]; texts are as wide as the longest, up to a bound.
_WIDTHS: Final = {"rank": 5, "code": 17, "scope": 9}
_NUMBER_WIDTH: Final = 9
_TEXT_WIDTHS: Final = (9, 24)
_METHOD_WIDTHS: Final = (16, 120)
_METHOD_ROW_HEIGHT: Final = 13.5
#: What the sheet leaves to the other files, and what it shows only where some of it is not 0.
_LEFT_OUT: Final = ("households", "children")
_SELDOM: Final = tuple(f"{name}{when}" for name in ("unknown", "not_judged") for when in ("", "_before", "_change"))


def head_columns(shown: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """Head the columns of a view in one language.

    Parameters
    ----------
    shown
        As :func:`geo.coverage.view_table.tabulate_view` returns it.
    lang
        The language.

    Returns
    -------
    dict
        Column -> its heading; without the geometry.

    Examples
    --------
    >>> head_columns(pd.DataFrame(columns=["rank", "share"]), "en")
    {'rank': 'Rank', 'share': 'Share covered'}
    """
    names = [name for name in map(str, shown) if name != "geometry"]
    plain = {name: _head_plain(name, lang) for name in names if name not in COMPARISONS}
    if "share_before" not in names:
        return plain
    heads = {}
    for name in names:
        figure, _, when = name.rpartition("_") if name in COMPARISONS else (name, "", "after")
        said = translate(f"view.head.{when}", lang).format(heading=_head_plain(figure, lang))
        heads[name] = said if figure in COMPARED else plain[name]
    return heads


def _head_plain(name: str, lang: Lang) -> str:
    return translate(f"view.head.{name}" if f"view.head.{name}" in TEXTS else f"column.{name}", lang)


def write_view_csv(shown: pd.DataFrame, lang: Lang) -> bytes:
    r"""Write a view as CSV as an office opens it.

    Parameters
    ----------
    shown
        As :func:`geo.coverage.view_table.tabulate_view` returns it.
    lang
        Language of headings and words.

    Returns
    -------
    bytes
        UTF-8 with a mark, a heading and a line per row; what is not known is empty.

    Examples
    --------
    >>> write_view_csv(pd.DataFrame({"scope": ["rural"], "share": [0.25]}), "en").decode("utf-8-sig")
    'Scope,Share covered\nVillages,0.25\n'
    """
    headings = head_columns(shown, lang)
    table = _say_cells(shown[list(headings)], lang)
    whole: dict[str, Any] = {
        str(name): _to_whole(table[name]) for name in table if pd.api.types.is_float_dtype(table[name])
    }
    return _MARK + to_csv_bytes(table.assign(**whole).rename(columns=headings))


def _to_whole(column: "pd.Series[Any]") -> Any:
    known = column[column.notna()]
    return column.astype("Int64") if (known == known.round()).all() and len(known) else column


def _say_cells(table: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Write scopes and remedies in words, and the name of what lies outside all units."""
    said: dict[str, Objects] = {}
    if "scope" in table:
        said["scope"] = table["scope"].map(lambda scope: TEXTS[f"scope.{scope}"][lang]).to_numpy(object)
    if "name" in table:
        outside = translate("gap.outside", lang)
        said["name"] = table["name"].where(table["code"] != "", outside).to_numpy(object)
    if "remedy" in table:
        words = {"": "", **{remedy: translate(f"view.remedy.{remedy}", lang) for remedy in REMEDIES}}
        said["remedy"] = table["remedy"].map(words).to_numpy(object)
    return table.assign(**said)


def write_view_workbook(path: Path, shown: pd.DataFrame, view: View, words: ViewWords) -> None:
    """Write a view as a workbook that prints.

    Parameters
    ----------
    path
        The .xlsx file.
    shown
        As :func:`geo.coverage.view_table.tabulate_view` returns it, in the order of the list.
    view, words
        What is shown, and the words around it.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.view_table import tabulate_view
    >>> from geo.coverage.view_words import describe_view
    >>> coverage = analyze_city(build_sample())
    >>> view = View(
    ...     level="streets", category="clinic", scope="urban", measure="share", group="", area="", search="",
    ...     day="2026-01-31", lang="en",
    ... )
    >>> shown = tabulate_view(coverage.levels["streets"], "clinic", coverage.city)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_view_workbook(Path(folder) / "a.xlsx", shown, view, describe_view(coverage, view))
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))
    ['List', 'Method and source']
    """
    with write_xlsx(path) as book:
        small: dict[str, Any] = {"font_size": 9, "bottom": 4, "bottom_color": "#C8D0D8"}
        formats = {
            "title": book.add_format({"bold": True, "font_size": 14}),
            "plain": book.add_format({"font_size": 9}),
            "badge": book.add_format({"font_size": 9, "bold": True, "font_color": "#A4471C"}),
            "heading": book.add_format({**_HEADING, "indent": 1}),
            "number": book.add_format({**_HEADING, "align": "right"}),
            "text": book.add_format({**small, "indent": 1}),
            "strong": book.add_format({**small, "bold": True}),
            "wrapped": book.add_format({**small, "text_wrap": True, "valign": "top"}),
            **{kind: book.add_format({**small, "num_format": code}) for kind, code in _FORMATS.items()},
            **{f"sum_{kind}": book.add_format({**small, "bold": True, "num_format": code})
               for kind, code in _FORMATS.items()},
        }  # fmt: skip
        _write_list(book, shown, view, words, formats)
        _write_method(book, view, words, formats)


def _write_list(book: Any, shown: pd.DataFrame, view: View, words: ViewWords, formats: Mapping[str, Any]) -> None:
    headings = {name: text for name, text in head_columns(shown, view.lang).items() if _is_printed(shown, name)}
    sheet = book.add_worksheet(translate("view.sheet.list", view.lang), LineSheet)
    top = _write_title(sheet, words, formats)
    set_page(sheet, paper=A4, repeated=top, header=f"{words.title} · {words.about}")
    sheet.freeze_panes(top + 1, 0)
    sheet.set_row(top, 46)
    table = _say_cells(shown[list(headings)], view.lang)
    for column, (name, heading) in enumerate(headings.items()):
        sheet.set_column(column, column, _find_width(name, table, heading))
        is_number = pd.api.types.is_numeric_dtype(table[name])
        sheet.write_string(top, column, neutralize(heading), formats["number" if is_number else "heading"])
    kinds = [_KINDS.get(name, "whole") for name in headings]
    columns = [table[name].tolist() for name in table]
    for row, values in enumerate(zip(*columns, strict=True), start=top + 1):
        sheet.write_line(row, values, [formats[kind] for kind in kinds], formats["text"])
    last = top + len(table)
    sheet.autofilter(top, 0, max(last, top + 1), len(headings) - 1)
    _write_sums(sheet, last + 1, shown, list(headings), view, formats)
    at = list(headings).index("share")
    sheet.conditional_format(top + 1, at, max(last, top + 1), at, _COLOURS)


def _is_printed(shown: pd.DataFrame, name: str) -> bool:
    """Tell whether a column is on the sheet that is printed; a scope that all rows have stands above it."""
    if name == "scope":
        return shown[name].nunique() > 1
    return name not in _LEFT_OUT and (name not in _SELDOM or bool((shown[name].abs() > 0).any()))


def _write_title(sheet: Any, words: ViewWords, formats: Mapping[str, Any]) -> int:
    """Write what the list shows and by what it judges; return the row of the headings."""
    facts = "    ".join(f"{name} {value}" for name, value in words.facts)
    lines = [(words.title, "title"), (words.about, "plain"), (facts, "plain"), ("    ".join(words.badges), "badge")]
    written = [(text, kind) for text, kind in lines if text]
    for row, (text, kind) in enumerate(written):
        sheet.write_string(row, 0, neutralize(text), formats[kind])
    return len(written) + 1


def _find_width(name: str, table: pd.DataFrame, heading: str) -> float:
    if name in _WIDTHS:
        return _WIDTHS[name]
    if pd.api.types.is_numeric_dtype(table[name]):
        return _NUMBER_WIDTH
    longest = max((_measure(text) for text in [*table[name], heading]), default=0)
    return min(max(longest + 2, _TEXT_WIDTHS[0]), _TEXT_WIDTHS[1])


def _measure(text: str) -> int:
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)


def _write_sums(
    sheet: Any, row: int, shown: pd.DataFrame, columns: Sequence[str], view: View, formats: Mapping[str, Any]
) -> None:
    sums = sum_view(shown)
    for column, name in enumerate(columns):
        value = sums.get(name, math.nan)
        if name == "name":
            sheet.write_string(row, column, translate("column.sum", view.lang), formats["strong"])
        elif math.isfinite(value):
            sheet.write_number(row, column, value, formats["sum_share" if name == "share" else "sum_whole"])


def _write_method(book: Any, view: View, words: ViewWords, formats: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(translate("view.sheet.method", view.lang))
    set_page(sheet, repeated=None)
    for column, width in enumerate(_METHOD_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, neutralize(words.title), formats["title"])
    facts = [("", words.about), *words.facts, *(("", badge) for badge in words.badges)]
    lines = [*facts, (translate("view.source", view.lang), words.source), *(("", line) for line in words.method)]
    for row, (name, text) in enumerate(lines, start=2):
        sheet.set_row(row, _METHOD_ROW_HEIGHT * math.ceil(_measure(text) / _METHOD_WIDTHS[1]))
        sheet.write_string(row, 0, neutralize(name), formats["strong"])
        sheet.write_string(row, 1, neutralize(text), formats["wrapped"])
