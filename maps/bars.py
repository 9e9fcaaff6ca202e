"""Bars before and after, a row for each division and a column for each figure, as one picture without script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maps.escape import to_html_text
from maps.style import CSS_COLOURS, INK_COLOUR, SITE_COLOUR

_LABEL: Final = 114
_COLUMN: Final = 122
_BAR: Final = 60
_ROW: Final = 17
_HEAD: Final = 46
#: Letters of a heading that fit a line, and width of a letter and of a Chinese character [px].
_LINE: Final = {"zh": 10, "en": 19}
_LETTER: Final = 5.6
_CHARACTER: Final = 10.0


@dataclass(frozen=True)
class BarColumn:
    """One figure of all rows.

    Parameters
    ----------
    heading
        What it is called; escaped where it is drawn.
    before
        Its values before, None where one is not known; none at all of what only comes with a change.
    after
        Its values after.
    is_share
        Whether it is a share from 0 to 1; otherwise the longest bar is the largest value.
    """

    heading: str
    before: Sequence[float | None] | None
    after: Sequence[float | None]
    is_share: bool


def draw_changes(names: Sequence[str], columns: Sequence[BarColumn], *, lang: str) -> str:
    """Draw bars before and after.

    Parameters
    ----------
    names
        Of the rows; the last one is the whole and is drawn first.
    columns
        The figures, at least one value each.
    lang
        Language of the headings, by which they are broken into lines.

    Returns
    -------
    str
        An SVG element; what is added stands out from what was there. Nothing in it is loaded.

    Examples
    --------
    >>> draw_changes(["City"], [BarColumn("Halls", [0.5], [0.75], True)], lang="en")[:4]
    '<svg'
    """
    order = [len(names) - 1, *range(len(names) - 1)]
    width, height = _LABEL + _COLUMN * len(columns), _HEAD + _ROW * len(names) + 6
    parts = [_draw_label(names[row], at, is_whole=not at) for at, row in enumerate(order)]
    for number, column in enumerate(columns):
        x = _LABEL + _COLUMN * number
        parts.append(_draw_heading(column.heading, x, lang))
        most = 1.0 if column.is_share else _find_most(column)
        for at, row in enumerate(order):
            parts.append(_draw_bar(column, row, x, _HEAD + _ROW * at, most))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif" font-size="10" fill="{INK_COLOUR}">'
        f"{''.join(parts)}</svg>"
    )


def _find_most(column: BarColumn) -> float:
    """Find the longest bar: of the parts, for a sum over them would leave them none."""
    values = [value or 0.0 for value in (*(column.before or [])[:-1], *column.after[:-1])]
    return max(values, default=0.0) or 1.0


def _draw_label(name: str, at: int, *, is_whole: bool) -> str:
    weight = ' font-weight="bold"' if is_whole else ""
    short, width = "", 0.0
    for letter in name:
        width += _LETTER if letter.isascii() else _CHARACTER
        if width > _LABEL - _LETTER:
            break
        short += letter
    return f'<text x="0" y="{_HEAD + _ROW * at + 11}"{weight}>{to_html_text(short)}</text>'


def _draw_heading(heading: str, x: int, lang: str) -> str:
    lines = [""]
    for word in heading.split(" ") if lang == "en" else heading:
        joined = f"{lines[-1]} {word}".strip() if lang == "en" else lines[-1] + word
        if len(joined) > _LINE[lang] and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = joined
    return "".join(
        f'<text x="{x}" y="{12 + 12 * line}" font-weight="bold">{to_html_text(text)}</text>'
        for line, text in enumerate(lines[:3])
    )


def _draw_bar(column: BarColumn, row: int, x: int, y: int, most: float) -> str:
    before, after = 0.0 if column.before is None else column.before[row], column.after[row]
    if before is None or after is None:
        return f'<text x="{x}" y="{y + 11}" fill="{CSS_COLOURS["soft"]}">–</text>'
    written = _write(after, column)
    if column.before is not None and before != after:
        written = f"{_write(before, column).removesuffix(' %')} → {written}"
    if max(before, after) > most:  # a sum over all parts
        return f'<text x="{x}" y="{y + 11}" font-weight="bold">{written}</text>'
    low, high = (_BAR * value / most for value in sorted((before, after)))
    return (
        f'<rect x="{x}" y="{y + 2}" width="{low:.1f}" height="11" fill="{CSS_COLOURS["field"]}"/>'
        f'<rect x="{x + low:.1f}" y="{y + 2}" width="{high - low:.1f}" height="11" fill="{SITE_COLOUR}"/>'
        f'<text x="{x + high + 3:.1f}" y="{y + 11}" font-size="9">{written}</text>'
    )


def _write(value: float, column: BarColumn) -> str:
    return f"{100 * value:.0f} %" if column.is_share else f"{value:,.0f}"


def pick_columns(
    rows: Sequence[Mapping[str, object]], headings: Mapping[str, str], shares: Mapping[str, bool]
) -> list[BarColumn]:
    """Make the columns of bars from rows with figures before and after.

    Parameters
    ----------
    rows
        With ``before`` and ``after``, each a figure by its key.
    headings
        Key -> what it is called.
    shares
        Key -> whether it is a share.

    Returns
    -------
    list of BarColumn
        Of the keys of `headings`, in their order.

    Examples
    --------
    >>> rows = [{"before": {"a": 1.0}, "after": {}}]
    >>> pick_columns(rows, {"a": "A"}, {"a": False})
    [BarColumn(heading='A', before=[1.0], after=[None], is_share=False)]
    """
    columns = []
    for key, heading in headings.items():
        values = {}
        for when in ("before", "after"):
            tables = [row[when] for row in rows]
            values[when] = [table.get(key) if isinstance(table, Mapping) else None for table in tables]
        columns.append(BarColumn(heading, values["before"], values["after"], shares[key]))
    return columns
