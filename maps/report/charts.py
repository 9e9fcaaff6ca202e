"""Bars by district, as SVG for paper."""

from dataclasses import dataclass
from typing import Final

from maps.escape import to_html_text
from maps.report.city_map import FONT, WIDTH
from maps.style import CSS_COLOURS, INK_COLOUR, SHARE_COLOURS

_ROW: Final = 42
_NAMES: Final = 440
_VALUES: Final = 150
_TOP: Final = 40


@dataclass(frozen=True, kw_only=True)
class Bars:
    """What a chart shows.

    Parameters
    ----------
    names, values, written
        A bar each: its name, its length, and the figure as it is written behind it.
    norm, norm_text
        Where a line is drawn, and what it is called; None for no line.
    """

    names: list[str]
    values: list[float]
    written: list[str]
    norm: float | None = None
    norm_text: str = ""


def draw_bars(bars: Bars) -> str:
    """Draw bars from the top down.

    Parameters
    ----------
    bars
        What is shown, in its order.

    Returns
    -------
    str
        An SVG element as wide as a map; with only an axis where there are no bars.

    Examples
    --------
    >>> drawn = draw_bars(Bars(names=["A < B"], values=[2.0], written=["2"]))
    >>> drawn[:4], "A &lt; B" in drawn
    ('<svg', True)
    """
    most = max([*bars.values, bars.norm or 0.0, 1e-9])
    per = (WIDTH - _NAMES - _VALUES) / most
    height = _TOP + _ROW * len(bars.values) + 14
    parts = [f'<path d="M{_NAMES} {_TOP - 8}V{height}" stroke="{INK_COLOUR}" stroke-width="2"/>']
    for i, (name, value, written) in enumerate(zip(bars.names, bars.values, bars.written, strict=True)):
        y, long = _TOP + _ROW * i, max(value, 0.0) * per
        middle = y + _ROW / 2 + 8
        parts.append(
            f'<text x="{_NAMES - 14}" y="{middle:.0f}" text-anchor="end">{to_html_text(name)}</text>'
            f'<rect x="{_NAMES}" y="{y + 6}" width="{long:.0f}" height="{_ROW - 12}" fill="{SHARE_COLOURS[-1]}"/>'
            f'<text x="{_NAMES + long + 10:.0f}" y="{middle:.0f}">{to_html_text(written)}</text>'
        )
    if bars.norm is not None:
        x = _NAMES + bars.norm * per
        parts.append(
            f'<path d="M{x:.0f} {_TOP - 8}V{height}" stroke="{CSS_COLOURS["plot"]}" stroke-width="4" '
            f'stroke-dasharray="12 8"/><text x="{x:.0f}" y="{_TOP - 14}" text-anchor="middle" '
            f'fill="{CSS_COLOURS["plot"]}">{to_html_text(bars.norm_text)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="{FONT}" '
        f'font-size="28" fill="{INK_COLOUR}">{"".join(parts)}</svg>'
    )
