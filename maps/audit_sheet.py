"""The two pages of a community or a street in an audit: figures and map, then shortfalls, comparison and signatures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np

from geo.audit.audit import Audit
from geo.audit.figure_names import find_names
from geo.audit.method import list_method
from geo.coverage.scopes import RURAL, URBAN
from geo.errors import InputError
from geo.plans.review_tables.words import Words
from maps.audit_sheet_gauges import Gauge, list_gauges, show_figure
from maps.audit_sheet_map import SheetGround, draw_sheet_map, lay_audit_ground
from maps.audit_sheet_tables import write_beside, write_lacks
from maps.dossier.bilingual import plain, render, say
from maps.dossier.dossiers import name_dossiers
from maps.dossier.marks import letter
from maps.dossier.markup import write_grid, write_section
from maps.dossier.printed_page import render_printed_page, write_tools
from maps.shell import read_styles

#: Levels whose divisions have a sheet.
_LEVELS: Final = ("streets", "communities")
_LEGEND: Final = ("outline", "unit-now", "below", "above", "homes")
_SIGNED: Final = ("community", "street", "civil_affairs")


def choose_sheets(audit: Audit, codes: str) -> list[tuple[str, str]]:
    """Choose the divisions whose sheets are asked for.

    Parameters
    ----------
    audit
        The audit.
    codes
        Codes of communities, villages and streets, separated by commas, or ``"all"``: those of all streets and
        communities that are judged.

    Returns
    -------
    list of tuple
        Level and code of each.

    Raises
    ------
    InputError
        If no community, village or street has such a code.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> choose_sheets(audit, "all")
    [('streets', '410102001000'), ('communities', '410102001001')]
    """
    level_of: dict[str, str] = {}
    judged: list[tuple[str, str]] = []
    for level in (level for level in _LEVELS if level in audit.levels):
        table = audit.levels[level]
        rows = table[table["code"] != ""]
        level_of |= dict.fromkeys(rows["code"], level)
        judged += [(level, code) for code in rows.loc[rows["scope"] == URBAN, "code"]]
    if codes.strip() == "all":
        return judged
    wanted = list(dict.fromkeys(code.strip() for code in codes.split(",")))
    for code in wanted:
        if code not in level_of:
            raise InputError(f'no community, village or street of this city has the code "{code}"')
    return [(level_of[code], code) for code in wanted]


def render_audit_sheets(audit: Audit, chosen: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Render sheets of divisions.

    Parameters
    ----------
    audit
        The audit; strings from the city are shown as they are, whatever they hold.
    chosen
        Level and code of each, as :func:`choose_sheets` gives them.

    Yields
    ------
    tuple of str
        Name of the file and HTML of two A4 pages, in both languages; it opens in Chinese, or in English with ``#en``.
        The same audit gives the same bytes.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> audit = audit_city(analyze_city(build_sample()))
    >>> [name for name, _ in render_audit_sheets(audit, choose_sheets(audit, "all"))]
    ['410102001000.html', '410102001001.html']
    """
    ground = lay_audit_ground(audit)
    style = read_styles("dossier.css", "audit_sheet.css")
    method = "".join(f"<li>{render(Words(line['zh'], line['en']))}</li>" for line in list_method(audit))
    files = name_dossiers([code for _, code in chosen])
    for file, (level, code) in zip(files, chosen, strict=True):
        row = find_row(audit, level, code)
        body = "\n".join(
            (
                _write_head(audit, level, row),
                _write_gauges(list(list_gauges(audit, level, row))),
                _write_map(ground, level, code),
                '<div class="second">',
                write_lacks(audit, row),
                write_beside(audit, level, row),
                write_section("method", "audit.sheet.method_title", f'<ul class="method">{method}</ul>'),
                _write_signatures(),
                "</div>",
            )
        )
        yield file, render_printed_page(f"{code} {row['name']}", style=style, body=body)


def find_row(audit: Audit, level: str, code: str) -> dict[str, Any]:
    """Find the figures of a division.

    Parameters
    ----------
    audit
        The audit.
    level, code
        Its level and its code.

    Returns
    -------
    dict
        Column -> value: of its communities, or of its villages where it has no others.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> find_row(audit_city(analyze_city(build_sample())), "communities", "410102001001")["name"]
    'South'
    """
    table = audit.levels[level]
    rows = table[table["code"] == code].drop(columns="geometry").sort_values("scope", ascending=False)
    return {str(name): value for name, value in rows.iloc[0].items()}


def _write_head(audit: Audit, level: str, row: Mapping[str, Any]) -> str:
    synthetic = f'<p class="synthetic">{say("page.synthetic")}</p>' if audit.city.synthetic else ""
    rank = "–" if not np.isfinite(row["rank"]) else f"{row['rank']:,.0f} / {_count_ranked(audit, level):,}"
    facts = {
        "column.residents": show_figure("residents", row["residents"]),
        "column.households": show_figure("households", row.get("households", np.nan)),
        "audit.figure.grid_units": show_figure("grid_units", row["grid_units"]),
        "audit.sheet.people": show_figure("helped", row["helped"]),
        "audit.sheet.rank": rank,
    }
    shown = "".join(f"<div><dt>{say(key)}</dt><dd>{plain(value)}</dd></div>" for key, value in facts.items())
    where = " · ".join(plain(text) for text in (audit.city.name, row["parent_name"], row["code"]) if text)
    return (
        f'<header>{write_tools()}<p class="kind">{say(f"audit.sheet.kind.{level}")}</p><h1>{plain(row["name"])}</h1>'
        f'<p class="code">{where}</p>{synthetic}</header><dl class="facts">{shown}</dl>'
        + (f'<p class="note">{say("audit.sheet.village")}</p>' if row["scope"] == RURAL else "")
    )


def _count_ranked(audit: Audit, level: str) -> int:
    return int(audit.levels[level]["rank"].notna().sum())


def _write_gauges(gauges: Sequence[Gauge]) -> str:
    headings = [say(f"audit.sheet.{name}") for name in ("figure", "value", "bar", "asked")]
    rows = [
        [
            render(gauge.name),
            f'<span class="under">{render(gauge.value)}</span>' if gauge.is_below else render(gauge.value),
            _draw_gauge(gauge),
            render(gauge.asked),
        ]
        for gauge in gauges
    ]
    return write_section("figures", "audit.sheet.figures_title", write_grid(headings, rows, "gauges"))


def _draw_gauge(gauge: Gauge) -> str:
    marks = "".join(f'<path d="M{100 * mark:.1f} 0v10"/>' for mark in gauge.marks)
    return (
        f'<svg class="gauge{" below" if gauge.is_below else ""}" viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect width="{100 * gauge.fill:.1f}" height="10"/>{marks}</svg>'
    )


def _write_map(ground: SheetGround, level: str, code: str) -> str:
    drawn = draw_sheet_map(ground, level, code)
    if drawn is None:
        return write_section("map", "audit.sheet.map_title", "", say("audit.sheet.no_map"))
    named = find_names(ground.audit).rooms
    letters = "".join(
        f"<li><b>{letter(number)}</b>{_name_category(ground.categories[number - 1], named)}</li>"
        for number in drawn.numbers
    )
    keys = _LEGEND if level == "communities" else ("outline", "communities", "below", "above", "homes")
    signs = "".join(
        f'<li><i class="key {"unit-now" if key == "communities" else key}"></i>{say(f"audit.sheet.legend.{key}")}</li>'
        for key in keys
    )
    more = f'<p class="note">{say("plan.legend_more", count=str(drawn.dots))}</p>' if drawn.dots else ""
    content = (
        f'<div class="ground"><figure>{drawn.svg}</figure><div><ul class="legend">{signs}</ul>'
        f'<h3>{say("audit.sheet.rooms")}</h3><ul class="legend letters">{letters}</ul>{more}</div></div>'
    )
    return write_section("map", "audit.sheet.map_title", content)


def _name_category(category: str, named: Mapping[str, Mapping[str, str]]) -> str:
    words = named.get(category)
    return plain(category) if words is None else render(Words(words["zh"], words["en"]))


def _write_signatures() -> str:
    headings = [say(f"audit.sheet.{name}") for name in ("office", "signature", "opinion", "date")]
    rows = [[say(f"audit.sheet.signed.{name}"), "", "", ""] for name in _SIGNED]
    return write_section("signatures", "audit.sheet.signatures_title", write_grid(headings, rows, "signatures"))
