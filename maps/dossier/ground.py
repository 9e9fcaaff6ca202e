"""The ground of a dossier's map: water, railways, homes, roads, and the trim of scale bar and north arrow."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64
from maps.dossier.frame import WIDTH, Frame, cut_lines, list_rings, write_dots, write_path
from maps.dossier.placing import cover_label
from maps.dossier.sheet import Sheet
from maps.style import ROAD_WIDTHS

_BARS_M: Final = (100, 200, 500, 1000, 2000, 5000)
_NORTH: Final = (("zh", "北"), ("en", "N"))
#: Circles over the north arrow and the scale bar: no label goes there.
TRIM: Final[Float64] = np.concatenate(
    [np.array([[WIDTH - 40.0, 50.0, 100.0]]), cover_label(170, WIDTH - 35, length=330, height=70)]
)


def draw_ground(sheet: Sheet, frame: Frame) -> str:
    """Draw water, railways, homes and roads.

    Parameters
    ----------
    sheet
        What there is to draw.
    frame
        The square that is drawn.

    Returns
    -------
    str
        SVG elements; paths without content where there is nothing.

    Examples
    --------
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.review import review_plans
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> from maps.dossier.frame import frame_area
    >>> from maps.dossier.sheet import lay_sheet
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> sheet = lay_sheet(review, ["clinic"])
    >>> draw_ground(sheet, frame_area(sheet.areas.shapes[0]))[:25]
    '<path class="lake" d=""/>'
    """
    rows = sheet.barriers.find(frame.box)
    shapes, wet = sheet.barriers.shapes[rows], sheet.is_water[rows]
    is_polygon = shapely.get_dimensions(shapes) == 2
    lakes = shapely.get_parts(shapely.clip_by_rect(shapes[wet & is_polygon], *frame.box.bounds))
    homes = frame.place(shapely.get_coordinates(sheet.homes.shapes[sheet.homes.find(frame.box)]))
    return (
        f'<path class="lake" d="{write_path(list_rings(lakes), frame)}"/>'
        f'<path class="river" d="{write_path(cut_lines(shapes[wet & ~is_polygon], frame), frame)}"/>'
        f'<path class="rail" d="{write_path(cut_lines(shapes[~wet], frame), frame)}"/>'
        f'<path class="homes" d="{write_dots(homes)}"/>'
    ) + _draw_roads(sheet, frame)


def _draw_roads(sheet: Sheet, frame: Frame) -> str:
    rows = sheet.roads.find(frame.box)
    parts, road_class = [], sheet.road_class[rows]
    for number, width in enumerate(ROAD_WIDTHS.values()):
        lines = sheet.roads.shapes[rows[road_class == number]]
        if len(lines):
            path = write_path(cut_lines(lines, frame), frame)
            parts.append(f'<path class="road" stroke-width="{width}" d="{path}"/>')
    return "".join(parts)


def draw_trim(frame: Frame) -> str:
    """Draw the north arrow and the scale bar, where :data:`TRIM` keeps room for them.

    Parameters
    ----------
    frame
        The square that is drawn.

    Returns
    -------
    str
        SVG elements.

    Examples
    --------
    >>> "200 m" in draw_trim(Frame(0.0, 1000.0, 0.88))
    True
    """
    metres = max((bar for bar in _BARS_M if bar * frame.scale <= WIDTH / 3), default=_BARS_M[0])
    long, y = metres * frame.scale, WIDTH - 22
    x = WIDTH - 40
    north = "".join(f'<text class="north" lang="{lang}" x="{x}" y="92">{sign}</text>' for lang, sign in _NORTH)
    return (
        f'<rect class="pad" x="8" y="{y - 44}" width="{long + 24:.0f}" height="58" rx="6"/>'
        f'<path class="bar" d="M20 {y - 10}v10h{long:.0f}v-10"/><text class="scale" x="{20 + long / 2:.0f}" '
        f'y="{y - 12}">{metres} m</text><path class="arrow" d="M{x} 12l16 46l-16 -10l-16 10z"/>{north}'
    )
