"""The markup of a dossier: sections, tables, lists, badges, numbers."""

from collections.abc import Iterable

from geo.plans.review_tables.cells import Cell, Number, Verdict
from geo.plans.review_tables.words import NOTHING, SEMICOLON, join_words, show_number, show_share
from maps.dossier.bilingual import render, say
from maps.style import VERDICT_SIGNS


def show_verdict(verdict: Verdict) -> str:
    """Write a verdict as a coloured badge with its sign and word.

    Parameters
    ----------
    verdict
        The verdict.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> show_verdict(Verdict("met"))
    '<span class="badge met">✓ <span lang="zh">符合</span><span lang="en">met</span></span>'
    """
    return f'<span class="badge {verdict.name}">{VERDICT_SIGNS[verdict.name]} {say(verdict.key)}</span>'


def show_cell(cell: Cell) -> str:
    """Write a cell of a table of a review.

    Parameters
    ----------
    cell
        Of any kind; a number is written without decimals, a share in percent, a list with semicolons.

    Returns
    -------
    str
        HTML, escaped; a dash for nothing.

    Examples
    --------
    >>> show_cell(Number(1234.5)), show_cell("<P>"), show_cell(None)
    ('1,235', '&lt;P&gt;', '–')
    """
    if isinstance(cell, Verdict):
        return show_verdict(cell)
    if isinstance(cell, Number):
        return show_share(cell.value) if cell.unit == "share" else show_number(cell.value)
    if isinstance(cell, tuple):
        return render(join_words(cell, SEMICOLON)) if cell else NOTHING
    return NOTHING if cell is None else render(cell)


def write_section(name: str, title: str, content: str, note: str = "") -> str:
    """Write a section with its title, a key of a text, and a note below it, which is HTML."""
    below = f'<p class="note">{note}</p>' if note else ""
    return f'<section id="{name}"><h2>{say(title)}</h2>{below}{content}</section>'


def write_grid(headings: Iterable[str], rows: Iterable[Iterable[str]], name: str = "") -> str:
    """Write a table of headings and cells that are HTML; its body is empty without rows."""
    head = "".join(f"<th>{heading}</th>" for heading in headings)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def write_terms(pairs: Iterable[tuple[str, str]], name: str = "") -> str:
    """Write a list of terms and what is said about them, both HTML; empty without pairs."""
    return f'<dl class="{name}">{"".join(f"<dt>{term}</dt><dd>{value}</dd>" for term, value in pairs)}</dl>'
