"""The tables of an audit's sheet: shortfalls with remedy and cost, and ratios beside the street's and the city's."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from geo.audit.audit import Audit
from geo.audit.figure_names import find_names, name_unit
from geo.coverage.scopes import RURAL
from geo.plans.review_tables.words import Words
from maps.audit_sheet_gauges import list_ratios, show_figure
from maps.dossier.bilingual import plain, render, say
from maps.dossier.markup import write_grid, write_section

_COSTS: Final = ("cost_yuan", "cost_yuan_year")


def write_lacks(audit: Audit, row: Mapping[str, Any]) -> str:
    """Write what is short, what would make it good, and what that costs.

    Parameters
    ----------
    audit
        The audit.
    row
        The figures of a division.

    Returns
    -------
    str
        HTML, escaped; a sentence where nothing is short or nothing is judged.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> row = audit.levels["communities"].drop(columns="geometry").iloc[1].to_dict()
    >>> "Merge small units, divide large ones" in write_lacks(audit, row)
    True
    """
    names = find_names(audit)
    kinds = [name.removeprefix("short_") for name in row if name.startswith("short_") and row[name] > 0]
    kinds.sort(key=lambda kind: -row[f"people_{kind}"])
    if not kinds:
        key = "village" if row["scope"] == RURAL else "nothing"
        return write_section("lacks", "audit.sheet.lacks_title", f"<p>{say(f'audit.sheet.{key}')}</p>")
    costs = [name for name in _COSTS if name in row]
    headings = [say(f"audit.sheet.{name}") for name in ("lack", "short", "helped", "remedy")]
    lines = []
    for kind in kinds:
        lack, unit = (Words(words["zh"], words["en"]) for words in (names.name_lack(kind), name_unit(kind)))
        remedy = say(f"audit.remedy.{kind.partition('_')[0] if kind.startswith('walk') else kind}")
        amount = f"{show_figure('short', row[f'short_{kind}'])} {render(unit)}"
        cells = [render(lack), amount, show_figure("people", row[f"people_{kind}"]), remedy]
        lines.append([*cells, *([_show_cost(row, kind)] if costs else [])])
    if costs:
        headings.append(say("audit.sheet.cost"))
        sums = "<br>".join(
            say(f"audit.sheet.{name}", value=show_figure(name, row[name])) for name in costs if row[name] > 0
        )
        lines.append([say("audit.column.sum"), "", show_figure("helped", row["helped"]), "", sums or "–"])
    return write_section("lacks", "audit.sheet.lacks_title", write_grid(headings, lines, "lacks"))


def _show_cost(row: Mapping[str, Any], kind: str) -> str:
    for name in _COSTS:
        column = f"cost_{kind}{name.removeprefix('cost')}"
        if row.get(column, 0) > 0:
            return say(f"audit.sheet.{name}", value=show_figure(column, row[column]))
    return "–"


def write_beside(audit: Audit, level: str, row: Mapping[str, Any]) -> str:
    """Write the ratios of a division beside those of what lies above it, and of the city.

    Parameters
    ----------
    audit
        The audit.
    level
        ``"communities"`` or ``"streets"``.
    row
        The figures of the division.

    Returns
    -------
    str
        HTML, escaped.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> row = audit.levels["communities"].drop(columns="geometry").iloc[1].to_dict()
    >>> "<th>Street</th>" in write_beside(audit, "communities", row)
    True
    """
    names, columns = find_names(audit), [(say("audit.sheet.here"), row)]
    above = {"communities": "streets", "streets": "districts"}[level]
    if above in audit.levels and row["parent"]:
        table = audit.levels[above]
        if ((table["code"] == row["parent"]) & (table["scope"] == row["scope"])).any():
            columns.append((plain(row["parent_name"]), _find_beside(audit, above, row)))
    columns.append((say("audit.page.city"), _find_beside(audit, "city", row)))
    lines = []
    for name in (name for name in list_ratios(audit) if name in row):
        words = names.name_column(name)
        values = [show_figure(name, float(figures.get(name, np.nan))) for _, figures in columns]
        lines.append([render(Words(words["zh"], words["en"])), *values])
    headings = [say("audit.sheet.figure"), *(heading for heading, _ in columns)]
    return write_section("beside", "audit.sheet.beside_title", write_grid(headings, lines, "beside"))


def _find_beside(audit: Audit, level: str, row: Mapping[str, Any]) -> dict[str, Any]:
    table = audit.levels[level]
    same = table[table["scope"] == row["scope"]]
    found = same if level == "city" else same[same["code"] == row["parent"]]
    return {str(name): value for name, value in found.drop(columns="geometry").iloc[0].items()}
