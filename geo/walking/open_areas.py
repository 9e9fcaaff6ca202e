"""Open areas: squares, platforms and piers that people walk across instead of round their edge."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64, Objects

#: Most points of an area between which it is crossed: entries first, then corners.
MOST_POINTS: Final = 60


#: A line across is left out where the others lead there with no more than this detour: between entries and the corners
#: that shortest ways bend round, and from other corners, which only those need who begin or end at the edge or inside.
_DETOUR: Final = 1.01


_CORNER_DETOUR: Final = 1.1


#: Corners that bend the edge by less than this are none [m].
_CORNER_M: Final = 1.0


#: A line across may run this far outside, along an edge that is straight but for rounding [m].
_EDGE_M: Final = 0.01


def cross_areas(areas: Objects, ring_vertices: Sequence[Int64], entries: Int64) -> tuple[Objects, list[Int64], Int64]:
    """Draw the ways across areas: straight lines between entries and corners that see each other.

    Parameters
    ----------
    areas
        Polygons in a metric CRS, maybe with holes, shape (n,).
    ring_vertices
        For each area the id of each of its coordinates.
    entries
        Ids of vertices where other ways meet an area.

    Returns
    -------
    tuple
        Lines of two points, the ids of the two for each line, and the area that each crosses. At most
        :data:`MOST_POINTS` points of an area are joined, so that a square with hundreds of entries stays small; the
        rest is walked along its edge. None for an area without an entry.

    Examples
    --------
    >>> square = np.array([shapely.Polygon([(0, 0), (200, 0), (200, 200), (0, 200)])])
    >>> lines, ends, _ = cross_areas(square, [np.array([1, 2, 3, 4, 1])], np.array([1, 3]))
    >>> [pair.tolist() for pair in ends], shapely.length(lines).round().tolist()
    ([[1, 3], [2, 4]], [283.0, 283.0])
    """
    lines, ends, rows = [], [], []
    sizes = np.array(list(map(len, ring_vertices)), np.int64)
    are_entries = np.isin(np.concatenate([np.empty(0, np.int64), *ring_vertices]), entries)
    for row, is_entry in enumerate(np.split(are_entries, np.cumsum(sizes)[:-1])):
        if not is_entry.any():
            continue
        area, vertex = areas[row], ring_vertices[row]
        xy = shapely.get_coordinates(area)
        is_turn = is_entry | _find_bends(area, xy)
        chosen = _choose_points(area, xy, vertex, is_entry, is_turn)
        one, other = _join_points(area, xy, is_turn, chosen)
        lines.append(shapely.linestrings(np.stack([xy[one], xy[other]], axis=1)))
        ends.append(np.stack([vertex[one], vertex[other]], axis=1))
        rows.append(np.full(len(one), row))
    if not lines:
        return np.empty(0, object), [], np.empty(0, np.int64)
    return np.concatenate(lines), list(np.concatenate(ends)), np.concatenate(rows)


def _iter_rings(area: shapely.Polygon) -> Iterator[slice]:
    """Yield the rows of the coordinates of each ring."""
    sizes = shapely.get_num_coordinates([area.exterior, *area.interiors])
    for end, size in zip(np.cumsum(sizes), sizes, strict=True):
        yield slice(end - size, end)


def _find_bends(area: shapely.Polygon, xy: Float64) -> Bool:
    """Tell which coordinates are corners that point inwards, shape (n,): only there a shortest way bends."""
    is_bend = np.zeros(len(xy), bool)
    for ring in _iter_rings(area):
        points = xy[ring][:-1]
        before, after = points - np.roll(points, 1, axis=0), np.roll(points, -1, axis=0) - points
        turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
        is_left = turn > 0 if shapely.is_ccw(shapely.linearrings(xy[ring])) else turn < 0
        is_bend[ring.start : ring.stop - 1] = is_left == (ring.start > 0)
    return is_bend


def _choose_points(area: shapely.Polygon, xy: Float64, vertex: Int64, is_entry: Bool, is_turn: Bool) -> Int64:
    """Choose the coordinates to join: entries, then corners that bend a way, then others; of many, evenly."""
    is_first = np.zeros(len(vertex), bool)
    is_first[np.unique(vertex, return_index=True)[1]] = True
    corners = {tuple(point) for point in shapely.get_coordinates(shapely.simplify(area, _CORNER_M)).tolist()}
    is_corner = is_first & np.array([tuple(point) in corners for point in xy.tolist()])
    chosen = np.empty(0, np.int64)
    for rank in (is_first & is_entry, is_corner & is_turn & ~is_entry, is_corner & ~is_turn):
        chosen = np.concatenate([chosen, _thin_out(np.flatnonzero(rank), MOST_POINTS - len(chosen))])
    return np.sort(chosen)


def _thin_out(rows: Int64, most: int) -> Int64:
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]


def _join_points(area: shapely.Polygon, xy: Float64, is_turn: Bool, chosen: Int64) -> tuple[Int64, Int64]:
    """Join points that see each other, near ones first, but for lines that the edge and the others make needless."""
    one, other = np.triu_indices(len(chosen), 1)
    lines = shapely.linestrings(np.stack([xy[chosen[one]], xy[chosen[other]]], axis=1))
    ground = shapely.buffer(area, _EDGE_M, join_style="mitre")
    shapely.prepare(ground)
    seen = shapely.covers(ground, lines)
    one, other, length_m = one[seen], other[seen], shapely.length(lines[seen])
    way_m = _measure_rings(area, xy, chosen)
    detour = np.where(is_turn[chosen[one]] & is_turn[chosen[other]], _DETOUR, _CORNER_DETOUR)
    kept = []
    for k in np.lexsort((other, one, length_m)):
        a, b, direct_m = one[k], other[k], length_m[k]
        if way_m[a, b] > direct_m * detour[k]:
            kept.append(k)
            over = way_m[:, a, None] + direct_m + way_m[b]
            way_m = np.minimum(way_m, np.minimum(over, over.T))
    return chosen[one[kept]], chosen[other[kept]]


def _measure_rings(area: shapely.Polygon, xy: Float64, chosen: Int64) -> Float64:
    """Measure the way along the rings between chosen points [m], infinite between rings; shape (k, k)."""
    way_m = np.full((len(chosen), len(chosen)), np.inf)
    np.fill_diagonal(way_m, 0.0)
    for ring in _iter_rings(area):
        along_m = np.r_[0.0, np.cumsum(np.hypot(*np.diff(xy[ring], axis=0).T))]
        mine = np.flatnonzero((chosen >= ring.start) & (chosen < ring.stop))
        at_m = along_m[chosen[mine] - ring.start]
        apart_m = np.abs(at_m[:, None] - at_m)
        way_m[np.ix_(mine, mine)] = np.minimum(apart_m, along_m[-1] - apart_m)
    return way_m
