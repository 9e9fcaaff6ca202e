"""The names on a dossier's map: of other areas, of roads, and the codes of grid units, where there is room for them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Shapes
from maps.dossier.frame import WIDTH, Frame
from maps.dossier.placing import cover_label, is_free, place_marks
from maps.dossier.sheet import Sheet
from maps.escape import to_html_text

#: Height of a label, and diameter of a unit's code [0.1 mm].
_LABEL: Final = 24.0
_CODE: Final = 52.0
_ROADS_NAMED: Final = 6
#: No label of an area is longer [characters].
_LONGEST: Final = 12


@dataclass(frozen=True)
class Labels:
    """Labels as SVG, and the circles that they and all before them take: x, y, size, shape (n, 3)."""

    svg: str
    taken: Float64


def name_units(units: Shapes, codes: Shapes, frame: Frame, taken: Float64) -> Labels:
    """Name grid units by the last three figures of their codes.

    Parameters
    ----------
    units, codes
        Polygons in the city's CRS, and their codes; an empty code is not written, but its room is kept.
    frame
        The square that is drawn.
    taken
        What is there already.

    Returns
    -------
    Labels
        Those for which there is room.

    Examples
    --------
    >>> units, codes = np.array([shapely.box(0, 0, 100, 100)]), np.array(["410102001001007"], object)
    >>> name_units(units, codes, Frame(0.0, 100.0, 8.8), np.empty((0, 3))).svg
    '<text class="code" x="440" y="450">007</text>'
    """
    spots = frame.place(shapely.get_coordinates(shapely.point_on_surface(units)))
    middles = place_marks(spots, taken, size=_CODE, width=WIDTH)
    seen = middles[~np.isnan(middles[:, 0])]
    svg = "".join(
        f'<text class="code" x="{x:.0f}" y="{y + 10:.0f}">{to_html_text(str(code)[-3:])}</text>'
        for code, (x, y) in zip(codes.tolist(), middles.tolist(), strict=True)
        if code and np.isfinite(x)
    )
    return Labels(svg, np.concatenate([taken, np.c_[seen, np.full(len(seen), _CODE)]]))


def name_areas(areas: Shapes, plan_ids: Shapes, frame: Frame, taken: Float64) -> Labels:
    """Name plan areas by their ids.

    Parameters
    ----------
    areas, plan_ids
        Polygons in the city's CRS, and their ids; long ones are cut.
    frame
        The square that is drawn.
    taken
        What is there already.

    Returns
    -------
    Labels
        Those for which there is room.

    Examples
    --------
    >>> areas, plan_ids = np.array([shapely.box(0, 0, 100, 100)]), np.array(["P-1"], object)
    >>> name_areas(areas, plan_ids, Frame(0.0, 100.0, 8.8), np.empty((0, 3))).svg
    '<text class="other" x="440" y="448">P-1</text>'
    """
    spots = frame.place(shapely.get_coordinates(shapely.point_on_surface(areas)))
    labels = []
    for plan_id, (x, y) in zip(plan_ids.tolist(), spots.tolist(), strict=True):
        text = plan_id if len(plan_id) <= _LONGEST else plan_id[: _LONGEST - 1] + "…"
        circles = cover_label(x, y, length=_measure(text), height=_LABEL)
        if is_free(circles, taken, width=WIDTH):
            taken = np.concatenate([taken, circles])
            labels.append(f'<text class="other" x="{x:.0f}" y="{y + 8:.0f}">{to_html_text(text)}</text>')
    return Labels("".join(labels), taken)


def name_roads(sheet: Sheet, frame: Frame, taken: Float64) -> Labels:
    """Name the longest and widest roads, each along its longest edge that has room.

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
    Labels
        Six at most; none where no road has a name.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> from maps.dossier.frame import frame_area
    >>> from maps.dossier.sheet import lay_sheet
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> sheet = lay_sheet(review, ["clinic"])
    >>> name_roads(sheet, frame_area(sheet.areas.shapes[0]), np.empty((0, 3))).svg
    ''
    """
    rows = sheet.roads.find(frame.box)
    rows = rows[sheet.road_name[rows] != ""]
    if not len(rows):
        return Labels("", taken)
    ends = frame.place(shapely.get_coordinates(shapely.get_point(sheet.roads.shapes[rows], [[0], [-1]]).T))
    ends = ends.reshape(-1, 2, 2)
    length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    names, name_row = np.unique(sheet.road_name[rows].astype(str), return_inverse=True)
    weight = np.bincount(name_row, weights=length * (1 + sheet.road_class[rows]))
    labels: list[str] = []
    for number in np.argsort(-weight, kind="stable").tolist():
        edges = np.flatnonzero(name_row == number)
        for edge in edges[np.argsort(-length[edges], kind="stable")][:4].tolist():
            label, circles = _name_road(str(names[number]), ends[edge])
            if is_free(circles, taken, width=WIDTH):
                taken = np.concatenate([taken, circles])
                labels.append(label)
                break
        if len(labels) == _ROADS_NAMED:
            break
    return Labels("".join(labels), taken)


def _name_road(name: str, ends: Float64) -> tuple[str, Float64]:
    (x, y), (dx, dy) = ends.mean(axis=0), ends[1] - ends[0]
    angle = float((np.degrees(np.arctan2(dy, dx)) + 90) % 180 - 90)
    circles = cover_label(x, y, length=_measure(name), height=_LABEL, angle=angle)
    turned = f'transform="translate({x:.0f} {y:.0f})rotate({angle:.0f})"'
    return f'<text class="street" y="8" {turned}>{to_html_text(name)}</text>', circles


def _measure(text: str) -> float:
    """Measure about how long a label is; Chinese characters are as wide as high."""
    return sum(_LABEL if ord(character) > 0x2E7F else _LABEL * 0.6 for character in text)
