"""Proposed sites as an Excel workbook that prints: what was proven, before and after, and the sites."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.files.excel import neutralize, set_page, write_xlsx
from geo.siting.proposal import Proposal
from geo.siting.results import list_sites
from geo.texts import TEXTS, fill_languages, join_languages

_BORDER: Final = {"border": 1, "border_color": "#C5D0DA"}
#: Height of a line of text [points], and characters that fit one on the sheet of explanations.
_LINE: Final = 15
_FITTING: Final = 100
#: Column of the sites -> key of its heading, width and how its figures are shown, in reading order.
_COLUMNS: Final = {
    "rank": ("site.rank", 6, "0"),
    "name": ("site.name", 24, ""),
    "unit_name": ("level.grid_units", 22, ""),
    "unit_code": ("column.code", 18, ""),
    "newly_covered_residents": ("site.people", 14, "#,##0"),
    "served_people": ("site.load", 12, "#,##0"),
    "land_use": ("site.land_use", 14, ""),
    "owner": ("site.owner", 16, ""),
    "cost": ("site.cost_column", 14, "#,##0.##"),
    "lon": ("site.lon", 13, "0.000000"),
    "lat": ("site.lat", 13, "0.000000"),
    "facility_id": ("column.facility_id", 16, ""),
}


def write_sites_workbook(path: Path, proposal: Proposal, summary: Mapping[str, Any]) -> None:
    """Write proposed sites as a workbook.

    Parameters
    ----------
    path
        The .xlsx file.
    proposal
        The sites.
    summary
        As :func:`geo.siting.site_figures.summarize_sites` puts it together.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> from geo.siting import SiteRequest, propose_sites, summarize_sites
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", add=1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     figures = summarize_sites(proposal, source="network")
    ...     write_sites_workbook(Path(folder) / "a.xlsx", proposal, figures)
    ...     list(pd.read_excel(Path(folder) / "a.xlsx", sheet_name=None))
    ['选址清单 The sites', '说明与数据来源 About, sources']
    """
    with write_xlsx(path) as book:
        _write_list(book, list_sites(proposal), summary, dict(proposal.siting.city.categories))
        _write_about(book, summary, proposal.siting.city.attribution)


def _write_list(
    book: Any, sites: gpd.GeoDataFrame, summary: Mapping[str, Any], categories: Mapping[str, Mapping[str, str]]
) -> None:
    sheet = book.add_worksheet(_say("site.table"))
    shown = [name for name in _COLUMNS if name in sites and _is_told(sites[name])]
    for at, name in enumerate(shown):
        sheet.set_column(at, at, _COLUMNS[name][1])
    title = book.add_format({"bold": True, "font_size": 14})
    named = categories.get(summary["category"], {})
    heading = {lang: f"{summary['city']}: {TEXTS['site.title'][lang]} – {named.get(lang, '')}" for lang in ("zh", "en")}
    sheet.write_string(0, 0, neutralize(join_languages(heading)), title)
    lines = _list_lines(summary)
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, neutralize(line))
    begin = len(lines) + 2
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top", **_BORDER})
    sheet.set_row(begin, 2 * _LINE)
    for at, name in enumerate(shown):
        sheet.write_string(begin, at, _say(_COLUMNS[name][0], "\n"), head)
    kinds = {form: book.add_format({"num_format": form or "@", **_BORDER}) for _, _, form in _COLUMNS.values()}
    for row, record in enumerate(sites[shown].to_dict("records"), start=begin + 1):
        _write_cells(sheet, row, [record[name] for name in shown], [kinds[_COLUMNS[name][2]] for name in shown])
    set_page(sheet, repeated=begin)


def _write_cells(sheet: Any, row: int, values: Sequence[Any], kinds: Sequence[Any]) -> None:
    for at, (value, kind) in enumerate(zip(values, kinds, strict=True)):
        if isinstance(value, str):
            sheet.write_string(row, at, neutralize(value), kind)
        elif np.isfinite(value):
            sheet.write_number(row, at, float(value), kind)
        else:
            sheet.write_blank(row, at, None, kind)


def _is_told(column: "pd.Series[Any]") -> bool:
    """Tell whether a column says anything: sites that nobody has named are only numbered."""
    texts = column.astype(str)
    return bool((column.notna() & (texts != "") & ~texts.str.fullmatch(r"site \d+")).any())


def _list_lines(summary: Mapping[str, Any]) -> list[str]:
    """List the sentences above the table: before and after, what was proven, and for whom."""
    figures = summary["coverage"]
    gained = fill_languages(
        "site.gained",
        before=figures["before"]["covered"],
        before_share=figures["before"]["share"] or 0.0,
        after=figures["after"]["covered"],
        after_share=figures["after"]["share"] or 0.0,
    )
    said = [gained, summary["proof"]["text"], summary["bound_any_site"]["text"], summary["scope"]["text"]]
    return [*([_say("page.synthetic")] if summary["synthetic"] else []), *(join_languages(words) for words in said)]


def _write_about(book: Any, summary: Mapping[str, Any], attribution: str) -> None:
    sheet = book.add_worksheet(_say("site.about"))
    sheet.set_column(0, 0, 110)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    unreached = fill_languages(
        "site.about_unreached",
        homes=f"{summary['unreached']['homes']:,}",
        people=f"{summary['unreached']['residents']:,.0f}",
    )
    lines = [
        *(_say(f"site.about_{name}", "\n") for name in ("check", "nearest")),
        join_languages(unreached, "\n"),
        join_languages(summary["bound_any_site"]["basis"], "\n"),
        *(join_languages({lang: note[lang] for lang in ("zh", "en")}, "\n") for note in summary["assumptions"]),
        attribution,
    ]
    for row, line in enumerate(filter(None, lines)):
        sheet.set_row(row, _LINE * sum(1 + len(part) // _FITTING for part in line.splitlines()))
        sheet.write_string(row, 0, neutralize(line), text)
    set_page(sheet, is_landscape=False, repeated=None)


def _say(key: str, separator: str = " ") -> str:
    return join_languages(TEXTS[key], separator)
