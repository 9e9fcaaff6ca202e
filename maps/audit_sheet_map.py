"""The map of an audit's sheet: a community or street with its grid units, homes, streets and rooms."""

from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.arrays import Int64, Shapes, Texts
from geo.audit.audit import Audit
from geo.audit.leaves import Leaves, find_leaves
from geo.audit.tiers import list_tiers
from maps.dossier.frame import WIDTH, Frame, cut_lines, frame_area, list_rings, measure_side, write_path
from maps.dossier.ground import TRIM, draw_ground, draw_trim
from maps.dossier.marks import mark_facilities
from maps.dossier.names import name_roads, name_units
from maps.dossier.sheet import Layer, Sheet, lay_city

#: How much of the ground is drawn round a division, of its longer side; and at least [m].
_AROUND = 0.06
_LEAST_M = 40.0


@dataclass(frozen=True, kw_only=True)
class SheetGround:
    """What the maps of all sheets of an audit draw from.

    Parameters
    ----------
    audit, leaves
        The audit, and its communities and villages.
    sheet
        The city's layers, with trees to find them by.
    categories
        Categories that have a letter, in its order: the community's rooms first.
    rooms
        How many of them, from the first, are rooms that communities run.
    facility
        Row in the city's facilities of each that is drawn.
    size
        Size of each base unit, of :data:`geo.audit.unit_figures.SIZES`, "" where it is not known.
    """

    audit: Audit
    leaves: Leaves
    sheet: Sheet
    categories: tuple[str, ...]
    rooms: int
    facility: Int64
    size: Texts


@dataclass(frozen=True)
class SheetMap:
    """A map as SVG, the numbers of the categories with a mark on it, from 1, and how many facilities are dots."""

    svg: str
    numbers: tuple[int, ...]
    dots: int


def lay_audit_ground(audit: Audit) -> SheetGround:
    """Get ready what the maps of an audit's sheets draw.

    Parameters
    ----------
    audit
        The audit.

    Returns
    -------
    SheetGround
        With a tree per layer.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> lay_audit_ground(audit_city(analyze_city(build_sample()))).size.tolist()
    ['below', 'empty', 'empty', 'below']
    """
    city = audit.city
    tiers = audit.tiers["urban"]
    named = [name for tier in list_tiers(audit.tiers) for name in tiers.list_all(tier)]
    categories = [name for name in dict.fromkeys([*audit.standard.categories, *named]) if name in tiers.present]
    drawn = np.flatnonzero(city.facilities["category"].isin(categories))
    units = audit.levels["grid_units"]
    return SheetGround(
        audit=audit,
        leaves=find_leaves(city, audit.coverage.walks.unit),
        sheet=lay_city(city, categories),
        categories=tuple(categories),
        rooms=len(tiers.present & set(audit.standard.categories)),
        facility=drawn.astype(np.int64),
        size=units["size"].to_numpy(object)[: len(city.base_units)],
    )


def draw_sheet_map(ground: SheetGround, level: str, code: str) -> SheetMap | None:
    """Draw a division with its units, homes, streets and rooms; what lies outside is pale.

    Parameters
    ----------
    ground
        What there is to draw.
    level
        ``"communities"`` or ``"streets"``.
    code
        Of the division.

    Returns
    -------
    SheetMap or None
        None where the division has no polygon.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> ground = lay_audit_ground(audit_city(analyze_city(build_sample())))
    >>> draw_sheet_map(ground, "communities", "410102001001").svg[:4]
    '<svg'
    """
    table = ground.audit.levels[level]
    shape = table.loc[table["code"] == code, "geometry"].iloc[0]
    if shape is None or shape.is_empty:
        return None
    frame = frame_area(shape, around_m=max(_AROUND * measure_side(shape), _LEAST_M))
    keys = ground.leaves.table["code" if level == "communities" else level].to_numpy(object)
    own = ground.leaves.of_facility[ground.facility] == np.flatnonzero(keys == code)[:, None]
    # a street has too many facilities for one map: only what its communities run is marked
    shown = len(ground.categories) if level == "communities" else ground.rooms
    mine = np.flatnonzero(own.any(axis=0) & (ground.sheet.number <= shown))
    sheet = replace(
        ground.sheet,
        facilities=_layer(ground.sheet.facilities.shapes[mine]),
        number=ground.sheet.number[mine],
    )
    units = np.flatnonzero(keys[ground.leaves.of_unit] == code)
    shapes = ground.sheet.units.shapes[units]
    codes = ground.audit.city.base_units["unit_code"].to_numpy(object)[units]
    labels = name_units(shapes, codes, frame, TRIM) if level == "communities" else None
    marks = mark_facilities(sheet, frame, TRIM if labels is None else labels.taken)
    roads = name_roads(sheet, frame, marks.taken)
    sizes = "".join(
        f'<path class="{size}" d="{write_path(list_rings(shapes[ground.size[units] == size]), frame)}"/>'
        for size in ("below", "above")
    )
    inner = shapes if level == "communities" else _list_communities(ground, code)
    content = (
        f"{sizes}{draw_ground(sheet, frame)}{_cover_outside(shape, frame)}"
        f'<path class="unit-now" d="{write_path(cut_lines(inner, frame), frame)}"/>'
        f'<path class="plot line" d="{write_path(list_rings(np.array([shape], object)), frame)}"/>'
        f"{roads.svg}{marks.existing}{labels.svg if labels else ''}{draw_trim(frame)}"
    )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {WIDTH}">{content}</svg>'
    return SheetMap(svg, marks.numbers, marks.dots)


def _list_communities(ground: SheetGround, street: str) -> Shapes:
    table = ground.audit.levels["communities"]
    inside = table[(table["parent"] == street) & table.geometry.notna()]
    return np.asarray(inside.geometry.values)


def _layer(shapes: Shapes) -> Layer:
    return Layer(shapes, shapely.STRtree(shapes))


def _cover_outside(shape: shapely.Geometry, frame: Frame) -> str:
    outside = shapely.difference(frame.box, shape)
    return f'<path class="outside" d="{write_path(list_rings(np.array([outside], object)), frame)}"/>'
