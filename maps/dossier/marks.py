"""The marks on a dossier's map: lettered facilities, those planned and those there, and gates."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64, Shapes, group_starts
from maps.dossier.frame import WIDTH, Frame, write_dots
from maps.dossier.placing import place_marks
from maps.dossier.sheet import Sheet

#: Diameter of a mark [0.1 mm], and how many there are at most: other facilities are dots.
_SIZE: Final = 36.0
_MOST: Final = 48


@dataclass(frozen=True, kw_only=True)
class Marks:
    """Facilities as SVG, and what is on the map.

    Parameters
    ----------
    existing, planned
        SVG elements.
    taken
        Circles that marks and all before them take: x, y, size, shape (n, 3).
    numbers
        Of the categories that have a mark, from 1, ascending.
    dots
        How many facilities have a dot only.
    """

    existing: str
    planned: str
    taken: Float64
    numbers: tuple[int, ...]
    dots: int


def letter(number: int) -> str:
    """Give the letter of a category.

    Parameters
    ----------
    number
        From 1.

    Returns
    -------
    str
        A to Z, then numbers.

    Examples
    --------
    >>> letter(1), letter(27)
    ('A', '27')
    """
    return chr(64 + number) if number <= 26 else str(number)


def mark_facilities(sheet: Sheet, frame: Frame, taken: Float64) -> Marks:
    """Mark planned facilities first, then the nearest of each category, then others as far as there is room.

    Parameters
    ----------
    sheet
        What there is to draw.
    frame
        The square that is drawn.
    taken
        What is there already.

    Returns
    -------
    Marks
        Without facilities, paths without content.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> from maps.dossier.frame import frame_area
    >>> from maps.dossier.sheet import lay_sheet
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> sheet = lay_sheet(review, ["clinic"])
    >>> mark_facilities(sheet, frame_area(sheet.areas.shapes[0]), np.empty((0, 3))).numbers
    (1,)
    """
    planned, existing = sheet.planned_facilities.find(frame.box), sheet.facilities.find(frame.box)
    number = np.concatenate([sheet.planned_number[planned], sheet.number[existing]])
    shapes = np.concatenate([sheet.planned_facilities.shapes[planned], sheet.facilities.shapes[existing]])
    spots = frame.place(shapely.get_coordinates(shapes))
    is_planned = np.arange(len(spots)) < len(planned)
    first = _order(spots, number, is_planned)[:_MOST]
    middles = np.full((len(spots), 2), np.nan)
    middles[first] = place_marks(spots[first], taken, size=_SIZE, width=WIDTH)
    shown = ~np.isnan(middles[:, 0])
    svg = [
        f'<path class="dots{kind}" d="{write_dots(spots[~shown & mine])}"/>'
        + "".join(_draw_mark(spots[i], middles[i], int(number[i]), kind) for i in np.flatnonzero(shown & mine))
        for mine, kind in ((~is_planned, ""), (is_planned, " new"))
    ]
    return Marks(
        existing=svg[0],
        planned=svg[1],
        taken=np.concatenate([taken, np.c_[middles[shown], np.full(int(shown.sum()), _SIZE)]]),
        numbers=tuple(np.unique(number[shown]).tolist()),
        dots=int((~shown).sum()),
    )


def _order(spots: Float64, number: Int64, is_planned: Bool) -> Int64:
    """Order facilities by what their mark is worth, the planned ones and the nearest of each category before others."""
    away = np.hypot(*(spots - WIDTH / 2).T)
    by_category = np.lexsort((away, number, is_planned))
    is_nearest = np.zeros(len(spots), bool)
    is_nearest[by_category[group_starts(number[by_category])]] = True
    return np.lexsort((away, ~is_nearest, ~is_planned))


def _draw_mark(spot: Float64, middle: Float64, number: int, kind: str) -> str:
    x, y = (round(value) for value in middle.tolist())
    is_moved = np.hypot(*(spot - middle)) >= 1
    lead = f'<path class="lead" d="M{x} {y}L{spot[0]:.0f} {spot[1]:.0f}"/>' if is_moved else ""
    return (
        f'{lead}<circle class="mark{kind}" cx="{x}" cy="{y}" r="16"/>'
        f'<text class="sign{kind}" x="{x}" y="{y + 8}">{letter(number)}</text>'
    )


def mark_gates(gates: Shapes, frame: Frame) -> str:
    """Mark gates by small triangles.

    Parameters
    ----------
    gates
        Points in the city's CRS.
    frame
        The square that is drawn.

    Returns
    -------
    str
        SVG elements; empty without gates.

    Examples
    --------
    >>> mark_gates(np.array([shapely.Point(50, 50)]), Frame(0.0, 100.0, 8.8))
    '<path class="gate" d="M440 427l12 21h-24z"/>'
    """
    spots = frame.place(shapely.get_coordinates(gates)).tolist()
    return "".join(f'<path class="gate" d="M{x:.0f} {y - 13:.0f}l12 21h-24z"/>' for x, y in spots)
