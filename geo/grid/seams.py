"""Seams between grid units: gaps that nobody's unit covers, and narrow overlaps and gaps mended on request."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import shapely

from geo.arrays import Objects

#: A strip between units that is no wider is a gap, also where it is open at its ends: a road left out, a river [m].
WIDEST_GAP_M: Final = 60.0
#: Gaps smaller than this are drawing noise along a shared boundary [m2].
LEAST_GAP_M2: Final = 1.0
#: A unit touches a gap where it comes as near as this: buffers leave rounding behind [m].
_TOUCH_M: Final = 0.01
#: Rounding that coordinates and buffers bring [m], and what it leaves behind [m2].
_ROUNDING_M: Final = 0.001
_SPECK_M2: Final = 0.001
#: Corners as sharp as honest boundaries have are kept by buffers, so that no wedge is taken for a gap.
_widen: Final = partial(shapely.buffer, join_style="mitre", mitre_limit=20.0)


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A place between units that none covers.

    Parameters
    ----------
    shape
        Polygon.
    units
        Rows of the units that touch it, the one with the longest common boundary first.
    """

    shape: shapely.Polygon
    units: tuple[int, ...]


def find_unit_gaps(
    shapes: Objects, *, widest_m: float = WIDEST_GAP_M, least_m2: float = LEAST_GAP_M2
) -> tuple[Gap, ...]:
    """Find the gaps between grid units.

    Parameters
    ----------
    shapes
        Valid polygons of the units that tile a city, shape (n,).
    widest_m
        Width of the widest strip between units that is a gap, though it is open at its ends [m].
    least_m2
        Area of the smallest gap [m2].

    Returns
    -------
    tuple of Gap
        Holes that units enclose, however large, and strips between at least two units; the largest first. Empty for no
        units, and where none is large enough.

    Examples
    --------
    >>> squares = shapely.box([0, 130], [0, 0], [100, 230], [100, 100])
    >>> [(gap.shape.area, gap.units) for gap in find_unit_gaps(squares)]
    [(3000.0, (0, 1))]
    """
    if not len(shapes):
        return ()
    covered = shapely.union_all(shapes)
    closed = _widen(_widen(covered, widest_m / 2), -widest_m / 2)
    filled = _fill_holes(covered)
    pieces = _list_polygons(shapely.difference(_fill_holes(shapely.union(closed, covered)), covered))
    pieces = pieces[shapely.area(pieces) >= least_m2]
    tree = shapely.STRtree(shapes)
    shapely.prepare(filled)
    found = []
    for piece in pieces[np.argsort(-shapely.area(pieces), kind="stable")]:
        units = _order_touching(piece, shapes, tree)
        if len(units) > 1 or shapely.intersects(filled, piece.representative_point()):
            found.append(Gap(shape=piece, units=units))
    return tuple(found)


def _fill_holes(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(_list_polygons(shape))))


def _order_touching(piece: shapely.Polygon, shapes: Objects, tree: shapely.STRtree) -> tuple[int, ...]:
    """List the units round a gap by the length of the boundary that they share with it."""
    rows = np.sort(tree.query(piece, predicate="dwithin", distance=_TOUCH_M))
    near = shapely.intersection(shapely.buffer(shapes[rows], _TOUCH_M), shapely.boundary(piece))
    # millimetres do not decide which comes first
    return tuple(int(row) for row in rows[np.argsort(-np.round(shapely.length(near), 1), kind="stable")])


def _list_polygons(shape: shapely.Geometry) -> Objects:
    parts = shapely.get_parts(shape)
    polygons: Objects = parts[shapely.get_dimensions(parts) == 2]
    return polygons


def measure_width(shape: shapely.Geometry) -> float:
    """Measure how wide a sliver is at its widest.

    Parameters
    ----------
    shape
        Polygon or several.

    Returns
    -------
    float
        Diameter of the largest circle inside it [m]; 0 without an area.

    Examples
    --------
    >>> round(measure_width(shapely.box(0, 0, 500, 0.2)), 3)
    0.2
    """
    parts = _list_polygons(shape)
    if not len(parts):
        return 0.0
    sides_m = np.minimum(*(shapely.bounds(parts)[:, [2, 3]] - shapely.bounds(parts)[:, [0, 1]]).T)
    tolerance_m = np.maximum(sides_m.max() / 1000, 1e-4)
    lines = shapely.maximum_inscribed_circle(parts, tolerance=tolerance_m)
    return float(2 * shapely.length(lines).max())


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What was mended along the seams of units.

    Parameters
    ----------
    shapes
        The units' polygons, shape (n,).
    overlaps, gaps
        How many of each.
    overlap_m2, gap_m2
        Their areas [m2].
    """

    shapes: Objects
    overlaps: int
    overlap_m2: float
    gaps: int
    gap_m2: float


def mend_seams(shapes: Objects, *, width_m: float, kept: int = 0) -> Mended:
    """Mend overlaps and gaps between grid units that are nowhere wider than stated.

    Parameters
    ----------
    shapes
        Valid polygons of units that are in force together, shape (n,). Not changed.
    width_m
        Width up to which a seam is mended [m].
    kept
        So many units, the first ones, stay as they are: they are mended already.

    Returns
    -------
    Mended
        An overlap belongs to the unit that comes first, a gap to the units along it, first to the one with which it
        shares the longest boundary. What is wider stays as it was.

    Examples
    --------
    >>> squares = shapely.box([0, 99.9, 200.1], [0, 0, 0], [100, 200, 300], [100, 100, 100])
    >>> mended = mend_seams(squares, width_m=0.2)
    >>> mended.overlaps, mended.gaps, [round(shape.area) for shape in mended.shapes]
    (1, 1, [10000, 10010, 9990])
    """
    out = shapes.copy()
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = first[first < second], second[first < second]
    shared = shapely.intersection(shapes[first], shapes[second])
    has_area = shapely.area(shared) > 0
    narrow = np.flatnonzero(has_area & shapely.is_empty(shapely.buffer(shared, -(width_m / 2 + _ROUNDING_M))))
    for pair in narrow:
        out[second[pair]] = _keep_areas(shapely.difference(out[second[pair]], shapes[first[pair]]))
    gaps = find_unit_gaps(out, widest_m=width_m + _ROUNDING_M, least_m2=_ROUNDING_M**2)
    for gap in gaps:
        _share_out(gap, out, reach_m=2 * width_m, kept=kept)
    return Mended(
        shapes=out,
        overlaps=len(narrow),
        overlap_m2=float(shapely.area(shared[narrow]).sum()),
        gaps=len(gaps),
        gap_m2=float(sum(gap.shape.area for gap in gaps)),
    )


def _share_out(gap: Gap, shapes: Objects, *, reach_m: float, kept: int) -> None:
    """Give each unit what lies along it: a gap may run along many."""
    left = gap.shape
    for unit in (unit for unit in gap.units if unit >= kept):
        taken = shapely.intersection(left, _widen(shapes[unit], reach_m))
        left = shapely.difference(left, taken)
        shapes[unit] = _keep_areas(shapely.union(shapes[unit], taken))


def _keep_areas(shape: shapely.Geometry) -> shapely.Geometry:
    """Keep polygons, without the specks and holes that rounding leaves."""
    parts = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area > _SPECK_M2])
        for part in _list_polygons(shape)
        if part.area > _SPECK_M2
    ]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
