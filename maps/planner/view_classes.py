"""The classes in which a map of a view shows its units: colours that darken, lines where there is no figure."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int64
from geo.texts import Lang, translate
from maps.report.numbers import write_number
from maps.style import (
    HATCH_COLOUR,
    HELPED_COLOURS,
    INK_COLOUR,
    NOBODY_COLOUR,
    SHARE_BREAKS,
    SHARE_COLOURS,
    UNKNOWN_COLOUR,
)

MeasureName = Literal["share", "uncovered", "median", "met", "reached", "difference", "supply", "places", "workers"]
#: Lines over what no rule set judges, and over what nobody knows, which run the other way [tenths of a millimetre].
JUDGED_HATCH: Final = (-14.0, 1.4)
_UNKNOWN_HATCH: Final = (9.0, 3.0)
_MINUTES: Final = (5.0, 10.0, 15.0, 20.0, 30.0)
_COUNT: Final = len(SHARE_COLOURS)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """By what a map is coloured.

    Parameters
    ----------
    column
        Of a view's table.
    is_of_walks
        Whether a rule set judges it: what is not judged has no class then.
    grows
        Whether more of it is worse, so that the colours run from few to many people.
    is_reversed
        Whether less of it is better, in the colours of the share.
    decimals
        Of its figures in the legend.
    is_signed
        Whether it may be less than 0: the classes begin with the lowest figure there is.
    is_whole
        Whether it is a count: a class begins one above the class below it.
    """

    column: str
    is_of_walks: bool = True
    grows: bool = False
    is_reversed: bool = False
    decimals: int = 0
    is_signed: bool = False
    is_whole: bool = False


MEASURES: Final[Mapping[MeasureName, Measure]] = {
    "share": Measure(column="share"),
    "uncovered": Measure(column="uncovered", grows=True),
    "median": Measure(column="median_min", is_reversed=True),
    "met": Measure(column="met", is_whole=True),
    "reached": Measure(column="reached", decimals=1),
    "difference": Measure(column="difference", decimals=1, is_signed=True),
    "supply": Measure(column="floor_m2_per_1000", is_of_walks=False),
    "places": Measure(column="places_per_1000", is_of_walks=False, decimals=1),
    "workers": Measure(column="workers_per_1000", is_of_walks=False, decimals=1),
}


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
    line_colour: str = INK_COLOUR


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


def classify_rows(
    table: pd.DataFrame, measure: MeasureName, lang: Lang, *, categories: int, group: str = ""
) -> Classes:
    """Classify the rows of a view by its measure, as the planner's page does.

    Parameters
    ----------
    table
        ``residents, covered, uncovered, not_judged`` and the column of the measure.
    measure
        A key of :data:`MEASURES`.
    lang
        Language of the legend.
    categories
        How many categories a resident can reach.
    group
        Whose people are counted who are not covered, "" for everybody.

    Returns
    -------
    Classes
        A figure on a break belongs to the class below it.

    Examples
    --------
    >>> table = pd.DataFrame({"residents": [9.0, 9.0, 0.0], "covered": [9.0, 0.0, 0.0], "uncovered": [0.0, 9.0, 0.0],
    ...                       "not_judged": 0.0, "share": [1.0, 0.0, np.nan]})
    >>> found = classify_rows(table, "share", "en", categories=1)
    >>> [found.looks[at].label for at in found.of_row]
    ['80–100%', '0–20%', 'nobody lives here']
    """
    asked = MEASURES[measure]
    column = f"{group}_{asked.column}" if group and asked.grows else asked.column
    values = table[column].to_numpy(float).copy()
    lived = np.rint(table["residents"].to_numpy(float)) > 0
    is_judged = (table["not_judged"].to_numpy(float) == 0) | (not asked.is_of_walks)
    told = (table["covered"] + table["uncovered"]).to_numpy(float) > 0
    if asked.column in ("share", "uncovered"):
        values[~told] = np.nan
    known = lived & is_judged & np.isfinite(values)
    breaks = _choose_breaks(measure, values[known], categories)
    place = np.minimum(np.searchsorted(breaks, np.nan_to_num(values) - 1e-9), len(breaks) - 1)
    looks, of_row = _label_classes(measure, breaks, lang), place.astype(np.int64)
    others = (
        (~lived, Look(label=translate("view.legend.nobody", lang), colour=NOBODY_COLOUR)),
        (lived & ~is_judged, look_not_judged(lang)),
        (lived & is_judged & ~known, _look_hatched("unknown", _UNKNOWN_HATCH, UNKNOWN_COLOUR, lang)),
    )
    for rows, look in others:
        if rows.any():
            of_row = np.where(rows, len(looks), of_row)
            looks.append(look)
    title = translate(f"view.legend.{measure}", lang).format(people=translate(f"view.people.{group}", lang))
    return Classes(title=title[:1].upper() + title[1:], looks=tuple(looks), of_row=of_row)


def _choose_breaks(measure: MeasureName, values: Float64, categories: int) -> list[float]:
    if measure == "share":
        return list(SHARE_BREAKS)
    if measure == "median":
        return list(_MINUTES)
    if measure == "met":
        return list(dict.fromkeys(math.floor(share * categories + 1e-9) + 0.0 for share in SHARE_BREAKS))
    if measure == "reached":
        return [share * categories for share in SHARE_BREAKS]
    if MEASURES[measure].is_signed:  # most do not differ: they would fill every class
        return sorted({*find_breaks(values[np.abs(values) > 1e-6], _COUNT - 1), 0.0})
    return find_breaks(values)


def _label_classes(measure: MeasureName, breaks: Sequence[float], lang: Lang) -> list[Look]:
    asked = MEASURES[measure]
    colours = HELPED_COLOURS if asked.grows else SHARE_COLOURS
    if asked.is_reversed:
        colours = colours[::-1]
    say: Callable[[float], str] = lambda value: write_number(value, digits=asked.decimals)  # noqa: E731
    labels = [f"{say(low)}–{say(high)}" if low < high else say(high) for low, high in pairwise((0.0, *breaks))]
    if measure == "share":
        labels = [f"{100 * low:.0f}–{high:.0%}" for low, high in pairwise((0.0, *breaks))]
    if asked.is_whole:
        starts = (0.0, *(low + 1 for low in breaks[:-1]))
        labels = [
            f"{say(low)}–{say(high)}" if low < high else say(high) for low, high in zip(starts, breaks, strict=True)
        ]
    if asked.is_signed:  # a dash between would read as another minus
        labels = [translate("view.class.between", lang).format(low=say(a), high=say(b)) for a, b in pairwise(breaks)]
        labels.insert(0, translate("view.class.up_to", lang).format(high=say(breaks[0])))
    if measure == "median":  # what is longer than the last break stands in the last class
        labels[-1] = translate("view.class.above", lang).format(low=say(breaks[-2]))
    last = len(breaks) - 1
    spread = [round((_COUNT - 1) * at / last) if last else _COUNT - 1 for at in range(len(breaks))]
    return [Look(label=label, colour=colours[at]) for label, at in zip(labels, spread, strict=True)]


def find_breaks(values: Float64, count: int = _COUNT) -> list[float]:
    """Find round numbers that divide values into classes of about equal size.

    Parameters
    ----------
    values
        Shape (n,).
    count
        How many classes.

    Returns
    -------
    list of float
        The upper ends, each only once; that of the last is not less than any value. 0 and 1 without values.

    Examples
    --------
    >>> find_breaks(np.arange(1.0, 1001.0)), find_breaks(np.empty(0))
    ([210.0, 410.0, 610.0, 810.0, 1000.0], [0.0, 1.0])
    """
    found = np.sort(values)
    if not len(found):
        return [0.0, 1.0]
    inner = [_round_up(float(found[min(len(found) - 1, k * len(found) // count)])) for k in range(1, count)]
    return list(dict.fromkeys([*inner, _round_up(float(found[-1]))]))


def _round_up(value: float) -> float:
    """Round up to two digits, what is less than 0 towards it."""
    if abs(value) < 1e-6:  # nobody measures so little
        return 0.0
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return math.ceil(value / step - 1e-9) * step


def look_not_judged(lang: Lang) -> Look:
    """Return the look of what no rule set judges.

    Examples
    --------
    >>> look_not_judged("en").label
    'not judged by this set'
    """
    return _look_hatched("not_judged", JUDGED_HATCH, HATCH_COLOUR, lang)


def _look_hatched(key: str, hatch: tuple[float, float], colour: str, lang: Lang) -> Look:
    return Look(label=translate(f"view.legend.{key}", lang), colour=NOBODY_COLOUR, hatch=hatch, line_colour=colour)
