"""The two maps of a dossier, before and after: drawn once, sharp in print, small."""

from dataclasses import dataclass

import numpy as np

from maps.dossier.frame import WIDTH, cut_lines, frame_area, list_rings, write_path
from maps.dossier.ground import TRIM, draw_ground, draw_trim
from maps.dossier.marks import mark_facilities, mark_gates
from maps.dossier.names import name_areas, name_roads, name_units
from maps.dossier.sheet import Sheet


@dataclass(frozen=True)
class MapPair:
    """Two maps as SVG, the numbers of the categories that are on them, and how many facilities are dots."""

    before: str
    after: str
    numbers: tuple[int, ...]
    dots: int


def draw_maps(sheet: Sheet, row: int) -> MapPair:
    """Draw the surroundings of a plan area today and when all areas are built.

    Parameters
    ----------
    sheet
        What there is to draw.
    row
        Of the area.

    Returns
    -------
    MapPair
        SVG of :data:`maps.dossier.frame.WIDTH` units; the second shows what is common by reference to the first.

    Examples
    --------
    >>> from maps.dossier.sheet import lay_sheet
    >>> from geo.plans.review import review_plans
    >>> from geo.city.sample import build_sample, build_sample_rules
    >>> from geo.plans.sample_batch import build_sample_plans
    >>> review = review_plans(build_sample(), build_sample_plans(), rule_sets=[build_sample_rules()])
    >>> draw_maps(lay_sheet(review, ["clinic"]), 0).numbers
    (1,)
    """
    frame, nothing = frame_area(sheet.areas.shapes[row]), np.empty(0, object)
    plan_id = str(sheet.plan_id[row])
    units, codes = sheet.proposed.get(plan_id, (nothing, nothing))
    beside = sheet.areas.find(frame.box)
    beside = beside[beside != row]
    planned_roads = sheet.planned_roads.shapes[sheet.planned_roads.find(frame.box)]
    # what matters most is placed first and keeps its room
    unit_codes = name_units(units, codes, frame, TRIM)
    marks = mark_facilities(sheet, frame, unit_codes.taken)
    area_names = name_areas(sheet.areas.shapes[beside], sheet.plan_id[beside], frame, marks.taken)
    road_names = name_roads(sheet, frame, area_names.taken)
    areas_beside = write_path(list_rings(sheet.areas.shapes[beside]), frame)
    plot = write_path(list_rings(sheet.areas.shapes[row : row + 1]), frame)
    now = write_path(cut_lines(sheet.units.shapes[sheet.units.find(frame.box)], frame), frame)
    trim = draw_trim(frame)
    before = (
        f'<g id="ground">{draw_ground(sheet, frame)}</g><path class="now" d="{now}"/><path class="plot" d="{plot}"/>'
        f'<g id="signs">{road_names.svg}{marks.existing}</g>{trim}'
    )
    after = (
        f'<use href="#ground"/><path class="neighbour" d="{areas_beside}"/>'
        f'<path class="plot built" d="{plot}"/><path class="unit" d="{write_path(list_rings(units), frame)}"/>'
        f'<path class="planned-road" d="{write_path(cut_lines(planned_roads, frame), frame)}"/>'
        f'<path class="plot line" d="{plot}"/><use href="#signs"/>{marks.planned}{area_names.svg}'
        f"{mark_gates(sheet.gates.get(plan_id, nothing), frame)}{unit_codes.svg}{trim}"
    )
    return MapPair(_wrap(before), _wrap(after), marks.numbers, marks.dots)


def _wrap(content: str) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WIDTH}">{content}</svg>'
