"""The list of a view as it is printed: its first rows, in the columns for which a paper has room."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

import numpy as np
import pandas as pd

from geo.coverage.view_table import ABOVE
from geo.coverage.view_words import View
from geo.texts import Lang, translate
from maps.escape import to_html_text
from maps.planner.paper_frame import Paper
from maps.planner.view_classes import MEASURES, MeasureName
from maps.report.numbers import write_number, write_share
from maps.report.wording import typeset

#: Columns of the list; on a large paper also who is nearest to the middle resident.
_COLUMNS: Final = ("rank", "name", "uncovered", "share", "median_min")
_MORE_COLUMNS: Final = ("rank", "name", "facility_name", "uncovered", "share", "median_min")
#: Columns of measures that the list has anyway.
_LISTED: Final = ("uncovered", "share", "median_min")
#: Columns that are told to tenths.
_TENTHS: Final = ("median_min", "reached", "difference", "places_per_1000", "workers_per_1000")


def write_list(listed: pd.DataFrame, view: View, paper: Paper, *, is_ranked: bool) -> str:
    """Write the first rows of a list as they are printed.

    Parameters
    ----------
    listed
        All rows, in the order of the list.
    view
        What is shown.
    paper
        Says how many rows, and how many columns.
    is_ranked
        Whether the order is that of ranks.

    Returns
    -------
    str
        HTML, every text in it escaped.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.view_table import tabulate_view
    >>> from maps.planner.paper_frame import PAPERS
    >>> city = build_sample()
    >>> shown = tabulate_view(analyze_city(city).levels["streets"], "clinic", city)
    >>> view = View(
    ...     level="streets", category="clinic", scope="urban", measure="share", group="", area="", search="",
    ...     day="2026-01-31", lang="en",
    ... )
    >>> write_list(shown, view, PAPERS["a4"], is_ranked=True).count("<tr>")
    4
    """
    lang = view.lang
    if not len(listed):
        return f'<p class="none">{say_text("view.table.none", lang)}</p>'
    rows = listed.head(paper.rows)
    key = "view.table" if is_ranked else "view.table.sorted"
    columns = _choose_columns(listed, view, paper)
    people = translate(f"view.people.{view.group}", lang)
    head = "".join(f'<th class="{name}">{say_text(f"view.column.{name}", lang)}</th>' for name in columns)
    more = say_text("view.table.more", lang, count=len(listed)) if len(listed) > len(rows) else ""
    return (
        f"<h2>{say_text(key, lang, count=len(rows), people=people)} <small>{more}</small></h2>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(_write_rows(rows, columns, lang))}</tbody></table>"
    )


def _choose_columns(listed: pd.DataFrame, view: View, paper: Paper) -> list[str]:
    """Choose the columns of the list; that of a measure of something else than walks stands where these stood."""
    counted = f"{view.group}_uncovered" if view.group else "uncovered"
    asked = [counted if name == "uncovered" else name for name in (_MORE_COLUMNS if paper.has_more else _COLUMNS)]
    own = MEASURES[cast("MeasureName", view.measure)].column
    if own not in _LISTED:
        asked = [*(name for name in asked if name not in ("facility_name", "median_min")), own]
    return [name for name in asked if name in ("rank", "name") or name in listed]


def _write_rows(rows: pd.DataFrame, columns: Sequence[str], lang: Lang) -> Iterator[str]:
    above = [name for name in ABOVE if name in rows][-2:]
    for row in rows.drop(columns="geometry", errors="ignore").to_dict("records"):
        name = str(row["name"]) or translate("gap.outside", lang)
        inside = " · ".join(str(row[column]) for column in above if row[column])
        cells = {
            "name": f"{to_html_text(name)} <small>{to_html_text(inside)}</small>",
            "share": write_part(row["share"]),
            "facility_name": to_html_text(str(row.get("facility_name", ""))),
        }
        told = [cells.get(column) or _write_number(row[column], column) for column in columns]
        yield (
            "<tr>"
            + "".join(f'<td class="{column}">{cell}</td>' for column, cell in zip(columns, told, strict=True))
            + "</tr>"
        )


def _write_number(value: Any, column: str) -> str:
    """Write a figure of a column; a text that is empty stays so."""
    if isinstance(value, str):
        return value
    known = None if np.isnan(value) else float(value)
    return write_number(known, digits=1 if column in _TENTHS else 0)


def write_people(value: float) -> str:
    """Write people as a whole number; a dash for NaN.

    Examples
    --------
    >>> write_people(1234.4), write_people(float("nan"))
    ('1,234', '–')
    """
    return write_number(None if np.isnan(value) else float(value))


def write_part(share: float) -> str:
    """Write a share in per cent; a dash for NaN.

    Examples
    --------
    >>> write_part(0.4006)
    '40.1%'
    """
    return write_share(None if np.isnan(share) else float(share))


def say_text(key: str, lang: Lang, **values: object) -> str:
    """Write a text of the print, escaped.

    Examples
    --------
    >>> say_text("view.legend", "en")
    'Legend'
    """
    return escape_text(translate(key, lang).format(**values), lang)


def escape_text(text: str, lang: Lang) -> str:
    """Set a text for print, and escape it.

    Examples
    --------
    >>> escape_text("a < b", "en")
    'a &lt; b'
    """
    return to_html_text(typeset(text, lang))
