"""The rings of polygons cut into arcs: what two polygons share is one arc, met by both."""

from dataclasses import dataclass

import numpy as np
import shapely
from pyproj import CRS

from geo.arrays import Bool, Int64, Shapes, expand_ranges, group_starts
from geo.crs.projection import to_lonlat
from maps.encode import UNITS_PER_DEGREE


@dataclass(frozen=True, kw_only=True)
class Arcs:
    """Rings in the order of their polygons, each a sequence of arcs; a ring ends where it begins.

    Parameters
    ----------
    xy
        Vertices ring by ring, in steps of 1e-5 degrees, the first one not repeated, shape (n, 2).
    ring
        Ring of each vertex, ascending, shape (n,).
    first
        Where each arc begins in `xy`, ascending, shape (a,); it ends where the next arc of its ring begins.
    same
        Number of the arc: equal for arcs that are the same line, whichever way they are walked, shape (a,).
    is_turned
        Whether each arc is walked against the way in which another one of that number may be, shape (a,).
    polygon, shape
        Polygon of each ring, and shape of each polygon, ascending.
    """

    xy: Int64
    ring: Int64
    first: Int64
    same: Int64
    is_turned: Bool
    polygon: Int64
    shape: Int64

    @property
    def ring_of_arc(self) -> Int64:
        """Ring of each arc, shape (a,)."""
        return self.ring[self.first]

    def list_vertices(self, chosen: Int64) -> tuple[Int64, Int64]:
        """List the vertices of some arcs, ends included, and the arc among the chosen of each vertex."""
        begins = np.flatnonzero(group_starts(self.ring))
        own = np.searchsorted(begins, self.first[chosen], side="right") - 1
        size = np.diff(np.append(self.first, len(self.ring)))[chosen]
        part, nth = expand_ranges(np.zeros(len(chosen), np.int64), size + 1)
        begin, length = begins[own][part], np.diff(np.append(begins, len(self.ring)))[own][part]
        return self.xy[begin + (self.first[chosen][part] - begin + nth) % length], part


def cut_arcs(shapes: Shapes, crs: CRS, *, tolerance_m: float) -> Arcs:
    """Simplify polygons, shared borders together, and cut their rings into arcs.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons [m], no two of them the same, shape (s,).
    crs
        Their CRS.
    tolerance_m
        Tolerance of the simplification [m]; 0 for none.

    Returns
    -------
    Arcs
        Exteriors counter-clockwise and holes clockwise, so that the two sides of a border walk it in opposite ways. A
        ring that is less than a triangle in steps of a metre is left out.

    Examples
    --------
    >>> squares = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)])
    >>> arcs = cut_arcs(squares, CRS(4326), tolerance_m=0.0)
    >>> len(arcs.first), len(np.unique(arcs.same))
    (4, 3)
    """
    simple = shapely.coverage_simplify(shapes, tolerance_m) if tolerance_m else shapes
    polygons, shape = shapely.get_parts(shapely.orient_polygons(simple), return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    vertices, ring = shapely.get_coordinates(rings, return_index=True)
    xy = np.rint(np.column_stack(to_lonlat(vertices, crs)) * UNITS_PER_DEGREE).astype(np.int64)
    keep = group_starts(ring, xy) & ~np.r_[ring[1:] != ring[:-1], True]  # neither repeated nor closing
    keep &= ~_meet_their_end(xy, ring, keep)
    keep &= (np.bincount(ring[keep], minlength=len(rings)) > 2)[ring]
    xy, ring = xy[keep], ring[keep]
    return _cut_rings(xy, ring, polygon, shape)


def _meet_their_end(xy: Int64, ring: Int64, keep: Bool) -> Bool:
    """Tell which vertices, the last of their ring that are kept, lie where the ring begins."""
    found = np.zeros(len(xy), bool)
    kept = np.flatnonzero(keep)
    if len(kept):
        begins = group_starts(ring[kept])
        first, last = kept[begins], kept[np.r_[begins[1:], True]]
        found[last] = (xy[first] == xy[last]).all(axis=1) & (first != last)
    return found


def _cut_rings(xy: Int64, ring: Int64, polygon: Int64, shape: Int64) -> Arcs:
    begins = np.flatnonzero(group_starts(ring)) if len(ring) else np.zeros(0, np.int64)
    size = np.diff(np.append(begins, len(ring)))
    vertex = _number(xy[:, 0] << 32 | (xy[:, 1] & 0xFFFFFFFF))
    is_node = _find_nodes(vertex, _follow(begins, size), ring, begins)
    # each ring begins at a node, so that no arc runs over its end
    at = np.flatnonzero(is_node)
    lead = at[np.searchsorted(at, begins)] - begins if len(begins) else begins
    own, nth = np.repeat(np.arange(len(size)), size), np.arange(len(ring)) - np.repeat(begins, size)
    turned = begins[own] + (nth + lead[own]) % size[own]
    xy, vertex, is_node = xy[turned], vertex[turned], is_node[turned]
    follower = vertex[_follow(begins, size)]
    side = _number(np.minimum(vertex, follower) << 32 | np.maximum(vertex, follower))
    first = np.flatnonzero(is_node)
    # a side is of one arc only: the least of its sides names it, and the way in which that is walked turns it
    same = np.minimum.reduceat(side, first) if len(first) else first
    names = side == np.repeat(same, np.diff(np.append(first, len(side))))
    place = np.flatnonzero(names)
    place = place[group_starts(np.searchsorted(first, place, side="right"))] if len(place) else place
    return Arcs(
        xy=xy,
        ring=ring,
        first=first,
        same=same,
        is_turned=vertex[place] > follower[place],
        polygon=polygon,
        shape=shape,
    )


def _number(keys: Int64) -> Int64:
    return np.asarray(np.unique(keys, return_inverse=True)[1], np.int64)


def _follow(begins: Int64, size: Int64) -> Int64:
    """Find the place of the vertex that follows each one in its ring."""
    follower = np.arange(1, size.sum() + 1)
    follower[begins + size - 1] = begins
    return follower


def _find_nodes(vertex: Int64, follower: Int64, ring: Int64, begins: Int64) -> Bool:
    """Find the vertices where not two sides meet; of a ring without any its least vertex."""
    one, other = np.minimum(vertex, vertex[follower]), np.maximum(vertex, vertex[follower])
    sides = np.unique(one << 32 | other)
    is_node = (np.bincount(np.concatenate([sides >> 32, sides & 0xFFFFFFFF]), minlength=len(vertex)) != 2)[vertex]
    if len(begins):
        lacks = ~np.logical_or.reduceat(is_node, begins)
        least = np.repeat(np.minimum.reduceat(vertex, begins), np.diff(np.append(begins, len(ring))))
        lacking = np.repeat(lacks, np.diff(np.append(begins, len(ring))))
        is_node |= lacking & (vertex == least)
    return np.asarray(is_node, bool)
