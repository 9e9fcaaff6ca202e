"""Faces of a map: what roads and walls cut each group of grid units into, with borders that fit to the last bit."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Int64, Objects, group_starts

#: Kinds of way that are no line along which units are divided: they lead through estates, and nobody lives beside them.
SMALL_WAYS: Final = frozenset(
    ("footway", "path", "service", "steps", "track", "cycleway", "corridor", "pedestrian", "bridleway", "elevator")
)
#: A point of a border lies on a line that comes as near as this [m].
_ON_LINE_M: Final = 0.05


def cut_faces(outlines: Objects, group: Int64, lines: Objects) -> tuple[Objects, Int64]:
    """Cut the units of each group along lines.

    Parameters
    ----------
    outlines
        Valid polygons of units, shape (n,).
    group
        Group of each unit, from 0, shape (n,): faces of one group share every vertex along their borders.
    lines
        Lines in the same CRS; what ends inside a face cuts nothing.

    Returns
    -------
    tuple of ndarray
        Polygons, and the row of the unit that each lies in; those of group 0 first. Together they are the units: what
        lies in no unit is left out. Empty without units.

    Examples
    --------
    >>> faces, unit = cut_faces(
    ...     shapely.box([0, 10], 0, [10, 20], 10), np.array([0, 0]), np.array([shapely.LineString([(5, -1), (5, 11)])])
    ... )
    >>> shapely.area(faces).tolist(), unit.tolist()
    ([50.0, 50.0, 100.0], [0, 0, 1])
    """
    near = _find_lines(outlines, group, lines)
    shapes, units = [], []
    for rows, own in zip(_list_groups(group), near, strict=True):
        drawn = shapely.get_parts(shapely.boundary(outlines[rows]))
        noded = shapely.union_all(np.concatenate([drawn, own]))
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        inside = shapely.STRtree(outlines[rows]).query(shapely.point_on_surface(faces), predicate="intersects")
        face, first = np.unique(inside[0], return_index=True)
        unit = rows[inside[1][first]]
        order = np.argsort(unit, kind="stable")
        shapes.append(faces[face[order]])
        units.append(unit[order])
    if not shapes:
        return np.empty(0, object), np.empty(0, np.int64)
    return np.concatenate(shapes), np.concatenate(units)


def _list_groups(group: Int64) -> list[Int64]:
    order = np.argsort(group, kind="stable")
    return np.split(order, np.flatnonzero(group_starts(group[order]))[1:]) if len(order) else []


def _find_lines(outlines: Objects, group: Int64, lines: Objects) -> list[Objects]:
    """Find the lines that meet each group."""
    if not len(group):
        return []
    parts = shapely.get_parts(lines)
    unit, line = shapely.STRtree(parts).query(outlines, predicate="intersects")
    pairs = np.unique(np.column_stack([group[unit], line]), axis=0)
    cuts = np.searchsorted(pairs[:, 0], np.unique(group)[1:])
    return [parts[rows] for rows in np.split(pairs[:, 1], cuts)]


def find_borders(shapes: Objects, *lines: Objects) -> tuple[Int64, Int64, list[Float64]]:
    """Find which faces share a border, and how long it is.

    Parameters
    ----------
    shapes
        Polygons that share the vertices of their borders, as :func:`cut_faces` makes them, shape (n,).
    *lines
        Sets of lines that may run along borders.

    Returns
    -------
    tuple
        Rows of the two faces, each pair once, the lower one first; and the length of their border, and of it what runs
        along none of the lines of each set [m].

    Examples
    --------
    >>> faces = shapely.box([0, 10], 0, [10, 20], 10)
    >>> one, other, lengths_m = find_borders(faces, np.array([shapely.LineString([(10, 0), (10, 9)])]))
    >>> one.tolist(), other.tolist(), [length.tolist() for length in lengths_m]
    ([0], [1], [[10.0], [0.0]])
    """
    begin, end, face = _list_sides(shapes)
    swap = (begin[:, 0] > end[:, 0]) | ((begin[:, 0] == end[:, 0]) & (begin[:, 1] > end[:, 1]))
    begin[swap], end[swap] = end[swap], begin[swap]
    keys = np.column_stack([begin, end])
    order = np.lexsort((face, *keys.T))
    keys, face = keys[order], face[order]
    twin = np.flatnonzero((keys[1:] == keys[:-1]).all(axis=1) & (face[1:] != face[:-1]))
    pair = face[twin] * len(shapes) + face[twin + 1]
    length_m = np.hypot(*(keys[twin, 2:] - keys[twin, :2]).T)
    measured_m = [length_m, *(np.where(_lie_on(keys[twin], each), 0.0, length_m) for each in lines)]
    pairs, row = np.unique(pair, return_inverse=True)
    one, other = np.divmod(pairs, max(len(shapes), 1))
    sums = [np.bincount(row, weights=each_m, minlength=len(pairs)).astype(float) for each_m in measured_m]
    return one, other, sums


def _list_sides(shapes: Objects) -> tuple[Float64, Float64, Int64]:
    """List the sides of all rings: where they begin and end, and whose they are."""
    rings, shape = shapely.get_rings(shapes, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    inner = np.flatnonzero(ring[1:] == ring[:-1])
    return xy[inner].copy(), xy[inner + 1].copy(), shape[ring[inner]].astype(np.int64)


def _lie_on(sides: Float64, lines: Objects) -> "np.typing.NDArray[np.bool_]":
    """Tell which sides run along a line, by their middles."""
    middle = shapely.points((sides[:, :2] + sides[:, 2:]) / 2)
    found = np.zeros(len(sides), bool)
    found[shapely.STRtree(lines).query(middle, predicate="dwithin", distance=_ON_LINE_M)[0]] = True
    return found
