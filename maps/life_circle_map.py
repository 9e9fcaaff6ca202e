"""The map on the sheet of a life circle: roads, what separates, who is within the walk, the circles in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Shapes
from geo.life_circles.circle_tables import LifeCircles
from geo.life_circles.circle_walks import walk_to_centres
from maps.dossier.frame import WIDTH, Frame, cut_lines, frame_area, list_rings, measure_side, write_dots, write_path
from maps.dossier.ground import draw_trim
from maps.style import ROAD_WIDTHS

#: What lies round a circle, as a share of its width.
_AROUND: Final = 0.08


@dataclass(frozen=True, kw_only=True)
class CircleGround:
    """What the maps of all circles draw.

    Parameters
    ----------
    roads, road_class
        The city's, with the row of :data:`maps.style.ROAD_WIDTHS`; small ways are left out.
    homes, is_near
        The city's, and by tier whether each is within the walk of the centre of its circle.
    separators
        Lines that no circle lies across.
    road_tree, home_tree, separator_tree
        Trees to find them by.
    """

    roads: Shapes
    road_class: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    homes: Shapes
    is_near: Mapping[str, Bool]
    separators: Shapes
    road_tree: shapely.STRtree
    home_tree: shapely.STRtree
    separator_tree: shapely.STRtree


def lay_circle_ground(circles: LifeCircles) -> CircleGround:
    """Get ready what the maps of all circles draw.

    Parameters
    ----------
    circles
        The circles.

    Returns
    -------
    CircleGround
        With a tree per layer.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> len(lay_circle_ground(describe_life_circles(plan_line_city())).homes)
    22
    """
    plan = circles.plan
    city = plan.ground.city
    classes = list(ROAD_WIDTHS)
    highway = city.roads.get("highway", pd.Series("residential", index=city.roads.index))
    found = pd.Index(classes).get_indexer(highway.str.removesuffix("_link"))
    road_class = np.where(found < 0, classes.index("residential"), found).astype(np.int64)
    roads, homes = np.asarray(city.roads.geometry.values), np.asarray(city.homes.geometry.values)
    is_near = {
        key: walk_to_centres(plan, layer, layer.tier.limit_m) <= layer.tier.limit_m
        for key, layer in plan.layers.items()
    }
    separators = plan.ground.urban.separators
    return CircleGround(
        roads=roads,
        road_class=road_class,
        homes=homes,
        is_near=is_near,
        separators=separators,
        road_tree=shapely.STRtree(roads),
        home_tree=shapely.STRtree(homes),
        separator_tree=shapely.STRtree(separators),
    )


def draw_circle_map(circles: LifeCircles, ground: CircleGround, key: str, row: int) -> str:
    """Draw the map of a circle.

    Parameters
    ----------
    circles
        The circles.
    ground
        What there is to draw.
    key, row
        The tier, and the row of the circle in its table.

    Returns
    -------
    str
        SVG of :data:`maps.dossier.frame.WIDTH` units.

    Examples
    --------
    >>> from geo.life_circles.circle_tables import describe_life_circles
    >>> from geo.life_circles.line_city import plan_line_city
    >>> circles = describe_life_circles(plan_line_city())
    >>> draw_circle_map(circles, lay_circle_ground(circles), "15_min", 0)[:4]
    '<svg'
    """
    circle = circles.tables[key].iloc[row]
    shape = circle["geometry"]
    frame = frame_area(shape, around_m=_AROUND * measure_side(shape))
    outline = write_path(list_rings(np.array([shape], object)), frame)
    parts = [
        f'<path class="ground" d="{outline}"/>',
        _draw_roads(ground, frame),
        _draw_homes(circles, ground, frame, key, str(circle["code"])),
        f'<path class="inner" d="{write_path(list_rings(_find_inner(circles, key, str(circle["code"]))), frame)}"/>',
        f'<path class="outline" d="{outline}"/>',
        _draw_separators(ground, frame),
        _draw_facilities(circles, frame, key, shape),
        _draw_centre(circles, frame, key, circle["centre_x"], circle["centre_y"]),
        draw_trim(frame),
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WIDTH}">{"".join(parts)}</svg>'


def _draw_roads(ground: CircleGround, frame: Frame) -> str:
    rows, parts = np.sort(ground.road_tree.query(frame.box)), []
    # more of the city is seen on a larger sheet, and its footways would cover all
    smallest = 0 if frame.scale > WIDTH / 1500 else 3
    for number, width in enumerate(ROAD_WIDTHS.values()):
        lines = ground.roads[rows[ground.road_class[rows] == number]]
        if len(lines) and number >= smallest:
            path = write_path(cut_lines(lines, frame), frame)
            parts.append(f'<path class="road" stroke-width="{width}" d="{path}"/>')
    return "".join(parts)


def _draw_homes(circles: LifeCircles, ground: CircleGround, frame: Frame, key: str, code: str) -> str:
    """Draw the homes of the circle, within the walk and beyond it."""
    rows = np.sort(ground.home_tree.query(frame.box))
    unit = circles.plan.ground.home_unit[rows]
    codes = np.append(circles.units[f"circle_{key}"].to_numpy(object), "")
    mine = rows[codes[unit] == code]
    parts = []
    for name, chosen in (("within", True), ("beyond", False)):
        homes = ground.homes[mine[ground.is_near[key][mine] == chosen]]
        dots = write_dots(frame.place(shapely.get_coordinates(shapely.point_on_surface(homes))))
        parts.append(f'<path class="home {name}" d="{dots}"/>')
    return "".join(parts)


def _find_inner(circles: LifeCircles, key: str, code: str) -> Shapes:
    """Find the circles that lie in a circle, or the units of one of the smallest tier."""
    for table in circles.tables.values():
        mine = table["parent"] == code
        if mine.any():
            return np.asarray(table.geometry.values[mine])
    return np.asarray(circles.units.geometry.values[circles.units[f"circle_{key}"] == code])


def _draw_separators(ground: CircleGround, frame: Frame) -> str:
    lines = ground.separators[np.sort(ground.separator_tree.query(frame.box))]
    return f'<path class="separator" d="{write_path(cut_lines(lines, frame), frame)}"/>'


def _draw_facilities(circles: LifeCircles, frame: Frame, key: str, shape: shapely.Geometry) -> str:
    """Draw the facilities of the tier that lie in the circle."""
    plan = circles.plan
    rules = plan.layers[key].tier.rules
    facilities = plan.ground.city.facilities
    wanted = facilities["category"].isin([name for name, rule in rules.facilities.items() if rule.tier == key])
    places = shapely.point_on_surface(np.asarray(facilities.geometry.values)[wanted])
    shapely.prepare(shape)
    spots = frame.place(shapely.get_coordinates(places[shapely.intersects(shape, places)]))
    return "".join(f'<circle class="facility" cx="{x:.0f}" cy="{y:.0f}" r="7"/>' for x, y in spots)


def _draw_centre(circles: LifeCircles, frame: Frame, key: str, x: float, y: float) -> str:
    """Draw the centre, and the walk round it in a straight line."""
    if not np.isfinite(x):
        return ""
    ((at_x, at_y),) = frame.place(np.array([[x, y]]))
    radius = circles.plan.layers[key].tier.limit_m * frame.scale
    return (
        f'<circle class="reach" cx="{at_x:.0f}" cy="{at_y:.0f}" r="{radius:.0f}"/>'
        f'<circle class="centre" cx="{at_x:.0f}" cy="{at_y:.0f}" r="13"/>'
    )
