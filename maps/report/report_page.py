"""The report as one page that prints to A4: what the browser makes the PDF of, and what one may read on a screen."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from geo.texts import Lang
from maps.escape import to_html_text
from maps.policy import add_policy
from maps.report.pictures import Picture
from maps.report.telling import COLUMNS, TEXT_COLUMNS
from maps.report.wording import say
from maps.shell import read_styles

_PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>{title}</title>
<style>
{style}
</style></head><body>
{body}
</body></html>
"""
_PAGE_TAGS: Final[Mapping[str, str]] = {"zh": "zh-CN", "en": "en"}


def render_report(told: Mapping[str, Any], pictures: Sequence[Picture], *, lang: Lang) -> str:
    """Render a report as a page of HTML.

    Parameters
    ----------
    told
        As :func:`maps.report.telling.tell_report` tells it; strings from the city are shown as they are.
    pictures
        Its pictures.
    lang
        Its language.

    Returns
    -------
    str
        HTML that requests nothing and runs nothing; the same report gives the same bytes.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from maps.report.figures import ReportRequest, gather_figures
    >>> from maps.report.telling import tell_report
    >>> coverage = analyze_city(build_sample())
    >>> figures = gather_figures(coverage, audit_city(coverage), ReportRequest(year=2026, day="2026-12-31"))
    >>> page = render_report(tell_report(figures, "en"), [], lang="en")
    >>> page[:15], "<script" in page
    ('<!DOCTYPE html>', False)
    """
    page = _PAGE.format(
        lang=_PAGE_TAGS[lang],
        title=to_html_text(f"{told['city']} {told['year']} · {told['title']}"),
        style=read_styles("report.css") + _write_page_numbers(lang),
        body="\n".join(_write_body(told, pictures)),
    )
    return add_policy(page)


def render_picture(picture: Picture) -> str:
    r"""Render one picture as a page of its own, for the browser to take.

    Parameters
    ----------
    picture
        A map or a chart.

    Returns
    -------
    str
        HTML that fills its window with the picture.

    Examples
    --------
    >>> render_picture(Picture(kind="map", title="", note="", svg="<svg></svg>"))[-22:]
    '</svg>\n</body></html>\n'
    """
    return _PAGE.format(lang="zh-CN", title="", style=read_styles("report.css"), body=picture.svg).replace(
        "<body>", '<body class="picture">'
    )


def _write_page_numbers(lang: Lang) -> str:
    """Write the rule that numbers the pages on paper."""
    text = say("report.page", lang, page='" counter(page) "', pages='" counter(pages) "')
    return (
        f'@page {{ @bottom-center {{ content: "{text}"; }} }}\n@page :first {{ @bottom-center {{ content: none; }} }}'
    )


def _write_body(told: Mapping[str, Any], pictures: Sequence[Picture]) -> Iterator[str]:
    maps = [picture for picture in pictures if picture.kind == "map"]
    charts = [picture for picture in pictures if picture.kind == "chart"]
    heading = told["headings"]
    yield _write_cover(told)
    yield _write_section(heading["summary"], *(_write_text(line) for line in told["summary"]))
    yield _write_section(
        heading["coverage"],
        _write_table(told, "coverage"),
        _write_note(told, "coverage"),
        *map(_write_picture, maps),
    )
    yield _write_section(
        heading["divisions"],
        *_write_part(told, "districts"),
        *_write_part(told, "streets"),
        _write_note(told, "divisions"),
        *map(_write_picture, charts),
    )
    yield _write_section(
        heading["audit"],
        _write_table(told, "audit"),
        _write_note(told, "audit"),
        *_write_part(told, "shortfalls"),
        *_write_part(told, "communities"),
        _write_note(told, "people"),
    )
    yield _write_section(heading["gaps"], _write_table(told, "gaps"), _write_note(told, "gaps"))
    method = "".join(f"<li>{to_html_text(line)}</li>" for line in told["method"])
    yield _write_section(
        heading["method"],
        f"<ol>{method}</ol>",
        f"<h3>{to_html_text(heading['unverified'])}</h3>",
        *map(_write_text, told["unverified"]),
        _write_text(told["source"]),
    )


def _write_cover(told: Mapping[str, Any]) -> str:
    lines = [told[name] for name in ("judged", "villages_judged", "walker", "made") if told[name]]
    synthetic = f'<p class="synthetic">{to_html_text(told["synthetic"])}</p>' if told["synthetic"] else ""
    return (
        f'<header><p class="city">{to_html_text(told["city"])}</p><h1>{to_html_text(told["title"])}</h1>'
        f'<p class="subtitle">{to_html_text(told["subtitle"])}</p><p class="period">{to_html_text(told["period"])}</p>'
        f'{synthetic}<div class="basis">{"".join(map(_write_text, lines))}</div></header>'
    )


def _write_section(heading: str, *parts: str) -> str:
    return f"<section><h2>{to_html_text(heading)}</h2>{''.join(parts)}</section>"


def _write_text(text: str) -> str:
    return f"<p>{to_html_text(text)}</p>"


def _write_note(told: Mapping[str, Any], name: str) -> str:
    return f'<p class="note">{to_html_text(told["notes"][name])}</p>'


def _write_part(told: Mapping[str, Any], name: str) -> list[str]:
    """Write a table below a heading of its own; nothing without rows."""
    if not told[name]:
        return []
    return [f"<h3>{to_html_text(told['headings'][name])}</h3>", _write_table(told, name)]


def _write_table(told: Mapping[str, Any], name: str) -> str:
    columns = COLUMNS[name]
    kinds = [' class="text"' if column in TEXT_COLUMNS else "" for column in columns]
    head = "".join(
        f"<th{kind}>{to_html_text(told['columns'][name][column])}</th>"
        for kind, column in zip(kinds, columns, strict=True)
    )
    rows = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{to_html_text(row[column])}</td>" for kind, column in zip(kinds, columns, strict=True))
        + "</tr>"
        for row in told[name]
    )
    return f'<table id="{name}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _write_picture(picture: Picture) -> str:
    note = f'<p class="note">{to_html_text(picture.note)}</p>' if picture.note else ""
    caption = f"<figcaption>{to_html_text(picture.title)}</figcaption>"
    return f'<figure class="{picture.kind}">{caption}{picture.svg}{note}</figure>'
