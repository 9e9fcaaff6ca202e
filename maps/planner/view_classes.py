"""The classes in which a map of a view shows its units: each a colour, and lines that tell it without colours."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int64
from geo.texts import Lang, translate
from maps.report.numbers import write_number
from maps.style import (
    HATCH_COLOUR,
    HELPED_COLOURS,
    NOBODY_COLOUR,
    SHARE_BREAKS,
    SHARE_COLOURS,
    SHARE_HATCHES,
)

#: Lines over what no rule set judges [tenths of a millimetre]: they run the other way than those of classes.
JUDGED_HATCH: Final = (-14.0, 1.4)
#: Ends of classes of people are such numbers times a power of ten.
_NICE: Final = (1.0, 1.5, 2.0, 3.0, 5.0, 7.5, 10.0)


@dataclass(frozen=True, kw_only=True)
class Look:
    """How the units of a class are drawn.

    Parameters
    ----------
    label
        What the legend says.
    colour
        ``#rrggbb`` of the area.
    hatch
        Distance and width of lines over it [tenths of a millimetre], the distance less than 0 for lines that fall;
        None for no lines.
    line_colour
        ``#rrggbb`` of these lines.
    """

    label: str
    colour: str
    hatch: tuple[float, float] | None = None
    line_colour: str = "#1d2a35"


@dataclass(frozen=True, kw_only=True)
class Classes:
    """The classes of a map.

    Parameters
    ----------
    title
        What the legend is headed with.
    looks
        From the lowest to the highest, then those of units without a figure, where there are any.
    of_row
        Class of each row, shape (n,).
    """

    title: str
    looks: tuple[Look, ...]
    of_row: Int64


def classify_rows(table: pd.DataFrame, measure: str, lang: Lang) -> Classes:
    """Classify the rows of a view by its measure.

    Parameters
    ----------
    table
        ``residents, uncovered, not_judged, share``.
    measure
        ``share`` or ``uncovered``.
    lang
        Language of the legend.

    Returns
    -------
    Classes
        A share on a break belongs to the class below it.

    Examples
    --------
    >>> table = pd.DataFrame({"residents": [9.0, 9.0, 0.0], "uncovered": [0.0, 9.0, 0.0], "not_judged": 0.0,
    ...                       "share": [1.0, 0.0, np.nan]})
    >>> found = classify_rows(table, "share", "en")
    >>> [found.looks[at].label for at in found.of_row]
    ['80–100%', '0–20%', 'nobody lives here']
    """
    residents = table["residents"].to_numpy(float)
    is_judged = table["not_judged"].to_numpy(float) == 0
    if measure == "share":
        values, breaks = table["share"].to_numpy(float), list(SHARE_BREAKS)
        looks = _label_shares()
    else:
        values = table["uncovered"].to_numpy(float)
        breaks = find_breaks(values[is_judged & (values > 0)], len(HELPED_COLOURS))
        looks = _label_people(breaks, lang)
    of_row = np.searchsorted(breaks, np.nan_to_num(values) - 1e-9).astype(np.int64)
    return _add_others(looks, np.minimum(of_row, len(breaks) - 1), residents, is_judged, measure, lang)


def _label_shares() -> list[Look]:
    bounds = pairwise((0.0, *SHARE_BREAKS))
    return [
        Look(label=f"{low * 100:.0f}–{high:.0%}", colour=colour, hatch=hatch)
        for (low, high), colour, hatch in zip(bounds, SHARE_COLOURS, SHARE_HATCHES, strict=True)
    ]


def _label_people(breaks: Sequence[float], lang: Lang) -> list[Look]:
    labels = [
        translate("view.class.above" if math.isinf(high) else "view.class.between", lang).format(
            low=write_number(low), high=write_number(high)
        )
        for low, high in pairwise((0.0, *breaks))
    ]
    colours = HELPED_COLOURS[-len(labels) :] if len(labels) > 1 else HELPED_COLOURS[:1]
    return [Look(label=label, colour=colour) for label, colour in zip(labels, colours, strict=True)]


def find_breaks(values: Float64, count: int) -> list[float]:
    """Find round numbers that divide values into classes of about equal size.

    Parameters
    ----------
    values
        Greater than 0, shape (n,).
    count
        Of classes at most.

    Returns
    -------
    list of float
        The upper ends; the last is infinite, and the only one where there are no values.

    Examples
    --------
    >>> find_breaks(np.arange(1.0, 1001.0), 5)
    [200.0, 500.0, 750.0, inf]
    """
    if not len(values):
        return [math.inf]
    quantiles = np.quantile(values, np.arange(1, count) / count)
    return [*sorted({_round_nicely(float(value)) for value in quantiles if value >= 1}), math.inf]


def _round_nicely(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return min(_NICE, key=lambda nice: abs(nice - value / power)) * power


def _add_others(
    looks: Sequence[Look], of_row: Int64, residents: Float64, is_judged: Bool, measure: str, lang: Lang
) -> Classes:
    """Add the classes of units where nobody lives, and of those that are not judged, where there are any."""
    found = list(looks)
    nobody = Look(label=translate("view.legend.nobody", lang), colour=NOBODY_COLOUR)
    for rows, look in ((residents <= 0, nobody), (~is_judged & (residents > 0), look_not_judged(lang))):
        if rows.any():
            of_row = np.where(rows, len(found), of_row)
            found.append(look)
    return Classes(title=translate(f"view.legend.{measure}", lang), looks=tuple(found), of_row=of_row)


def look_not_judged(lang: Lang) -> Look:
    """Return the look of what no rule set judges.

    Examples
    --------
    >>> look_not_judged("en").label
    'not judged by this set'
    """
    label = translate("view.legend.not_judged", lang)
    return Look(label=label, colour=NOBODY_COLOUR, hatch=JUDGED_HATCH, line_colour=HATCH_COLOUR)
