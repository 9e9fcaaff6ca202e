"""A curve as SVG, drawn by us: what is reached with how many sites, and where the choice lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64
from maps.escape import to_html_text
from maps.style import FACILITY_COLOUR, ROAD_COLOUR, SITE_COLOUR

_WIDTH, _HEIGHT = 560, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 30, 46
#: More points than a picture of this width can show are left out.
_POINTS: Final = 400
#: Steps of an axis, times a power of ten; and how many of them at most.
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TICKS: Final = 6


@dataclass(frozen=True)
class CurveTexts:
    """What stands beside a curve; escaped where it is drawn."""

    across: str
    up: str
    curve: str
    choice: str


def draw_curve(values: Sequence[float], *, chosen: tuple[float, float], bound: float | None, texts: CurveTexts) -> str:
    """Draw a curve over 0, 1, 2, ... sites.

    Parameters
    ----------
    values
        What is reached with each number of sites.
    chosen
        Sites and value of the choice, marked.
    bound
        What no choice of so many exceeds, None where that is not of the curve's kind.
    texts
        Names of the axes, of the curve and of the choice.

    Returns
    -------
    str
        An SVG element with its own style; nothing in it is loaded.

    Examples
    --------
    >>> texts = CurveTexts("sites", "people", "greedy", "best")
    >>> draw_curve([60.0, 100.0], chosen=(1, 100.0), bound=None, texts=texts)[:4]
    '<svg'
    """
    every = max(1, len(values) // _POINTS)
    at = np.unique(np.r_[np.arange(0, len(values), every), len(values) - 1])
    reached = np.asarray(values, float)[at]
    marks = [chosen[1], *([bound] if bound is not None else [])]
    low, high = _round_range(float(min(reached.min(), *marks)), float(max(reached.max(), *marks)))
    most = max(float(at.max()), chosen[0], 1.0)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (_WIDTH - _LEFT - _RIGHT) * x / most,
            _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (y - low) / (high - low),
        )

    line = "L".join("{:.1f} {:.1f}".format(*place(x, y)) for x, y in zip(at, reached, strict=True))
    parts = [
        *_draw_axes(place, low, high, most),
        f'<path d="M{line}" fill="none" stroke="{FACILITY_COLOUR}" stroke-width="2"/>',
    ]
    x, y = place(*chosen)
    if bound is not None and bound > chosen[1]:
        top = place(chosen[0], bound)[1]
        parts.append(f'<path d="M{x - 5:.1f} {top:.1f}h10M{x:.1f} {top:.1f}V{y:.1f}" stroke="{SITE_COLOUR}"/>')
    parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{SITE_COLOUR}" stroke="#fff" stroke-width="1.5"/>')
    parts += _draw_texts(texts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{to_html_text(texts.up)}" font-family="Noto Sans CJK SC, Microsoft YaHei, sans-serif" '
        f'font-size="12" fill="#1d2a35">{"".join(parts)}</svg>'
    )


def _round_range(low: float, high: float) -> tuple[float, float]:
    """Widen a range to whole steps of its axis."""
    # a flat curve gets an axis of its own size
    step = _find_step(max(high - low, 1e-3 * abs(high), 1e-6))
    low, high = float(np.floor(low / step) * step), float(np.ceil(high / step + 1e-9) * step)
    return low, high if high > low else low + step


def _find_step(size: float) -> float:
    power = 10.0 ** np.floor(np.log10(size / _TICKS))
    return float(next(step * power for step in _STEPS if step * power * _TICKS >= size * (1 - 1e-9)))


def _list_ticks(low: float, high: float, *, whole: bool) -> Float64:
    step = _find_step(high - low)
    step = max(1.0, round(step)) if whole else step
    # plus 0: an axis has no minus nought
    return np.arange(np.ceil(low / step - 1e-9), np.floor(high / step + 1e-9) + 1) * step + 0.0


def _draw_axes(place: Callable[[float, float], tuple[float, float]], low: float, high: float, most: float) -> list[str]:
    parts = []
    for y in _list_ticks(low, high, whole=False):
        x, at = place(0.0, y)
        parts.append(f'<path d="M{x:.1f} {at:.1f}H{_WIDTH - _RIGHT}" stroke="{ROAD_COLOUR}" stroke-opacity=".4"/>')
        parts.append(f'<text x="{x - 6:.1f}" y="{at + 4:.1f}" text-anchor="end">{_write(y)}</text>')
    for x in _list_ticks(0.0, most, whole=True):
        across, at = place(x, low)
        parts.append(f'<path d="M{across:.1f} {at:.1f}v5" stroke="{ROAD_COLOUR}"/>')
        parts.append(f'<text x="{across:.1f}" y="{at + 18:.1f}" text-anchor="middle">{x:,.0f}</text>')
    return parts


def _write(value: float) -> str:
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.10g} M"
    return f"{value / 1e3:,.10g} k" if abs(value) >= 1e4 else f"{value:,.10g}"


def _draw_texts(texts: CurveTexts) -> list[str]:
    across, up, curve, choice = map(to_html_text, (texts.across, texts.up, texts.curve, texts.choice))
    middle, key = (_LEFT + _WIDTH - _RIGHT) / 2, _WIDTH - _RIGHT
    return [
        f'<text x="8" y="16" font-weight="bold">{up}</text>',
        f'<text x="{middle:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">{across}</text>',
        f'<path d="M{key - 158} {_HEIGHT - _BOTTOM - 36}h20" stroke="{FACILITY_COLOUR}" stroke-width="2"/>',
        f'<text x="{key - 132}" y="{_HEIGHT - _BOTTOM - 32}">{curve}</text>',
        f'<circle cx="{key - 148}" cy="{_HEIGHT - _BOTTOM - 16}" r="5" fill="{SITE_COLOUR}"/>',
        f'<text x="{key - 132}" y="{_HEIGHT - _BOTTOM - 12}">{choice}</text>',
    ]
