"""Blocks: the faces between roads, rivers, railways and borders, and what lies between each two of them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse.csgraph
import shapely

from geo.arrays import Bool, Float64, Int64, Shapes, group_starts
from geo.reference.street_lattice import ACROSS, COARSE, UP, Lattice
from geo.reference.terrain import PRECISION_M, Terrain

#: What a segment between two blocks is.
ROAD, RIVER, RAILWAY, BORDER = range(4)


#: Faces smaller than this [m2] or slimmer than this (area over perimeter squared) join a neighbour.
_LEAST_M2: Final = 6_000.0


_LEAST_ROUNDNESS: Final = 0.018


_MATCH_M: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class Segments:
    """Straight pieces of the lines between blocks.

    Parameters
    ----------
    start, end
        Their ends [m], shape (m, 2).
    left, right
        Blocks on the two sides, -1 beyond the city, the same where a line ends inside a block, shape (m,).
    kind
        :data:`ROAD`, :data:`RIVER`, :data:`RAILWAY` or :data:`BORDER`, shape (m,).
    line
        Row of the lattice's line, -1 for what is no road, shape (m,).
    """

    start: Float64
    end: Float64
    left: Int64
    right: Int64
    kind: Int64
    line: Int64

    @property
    def length_m(self) -> Float64:
        """Length of each [m], shape (m,)."""
        return np.asarray(np.hypot(*(self.end - self.start).T))

    def beside(self, block: Bool) -> Bool:
        """Tell which segments have a block of a kind on either side, shape (m,)."""
        return np.asarray(block[self.left] | ((self.right >= 0) & block[self.right]))


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The city cut into blocks.

    Parameters
    ----------
    shapes
        Polygon of each block, together a coverage, shape (n,).
    xy
        A point inside each, shape (n, 2).
    district
        Row of the administrative district, shape (n,).
    corner, span
        Node of the south-west corner and width in nodes of a block that is a whole cell of the lattice; span 0 for
        all others. Shapes (n, 2) and (n,).
    segments
        What lies between them.
    """

    shapes: Shapes
    xy: Float64
    district: Int64
    corner: Int64
    span: Int64
    segments: Segments

    @property
    def in_town(self) -> Bool:
        """Whether each block is a whole cell of the fine lattice, shape (n,)."""
        return np.asarray(self.span == 1)


def cut_blocks(terrain: Terrain, lattice: Lattice) -> Ground:
    """Cut the city along its roads, rivers, railways and district borders.

    Parameters
    ----------
    terrain
        The land.
    lattice
        The roads.

    Returns
    -------
    Ground
        Every block in one district.
    """
    borders = shapely.get_parts(shapely.union_all(shapely.boundary(terrain.districts)))
    rivers = np.array(list(terrain.rivers.values()), object)
    railways = np.array(list(terrain.railways.values()), object)
    drawn = [rivers, railways, borders, lattice.lines]
    noded = shapely.union_all(np.concatenate(drawn), grid_size=PRECISION_M)
    faces = shapely.get_parts(shapely.polygonize([noded]))
    district = _find_district(faces, terrain)
    faces, district = faces[district >= 0], district[district >= 0]
    segments = _pair_sides(faces, drawn)
    block, count = _merge_slivers(faces, district, segments)
    order = np.argsort(block, kind="stable")
    shapes = _join_faces(faces[order], block[order])
    _, first = np.unique(block, return_index=True)
    kept = _relabel(segments, block)
    corner, span = _find_cells(kept, lattice, count)
    corner[np.bincount(block, minlength=count) > 1] = 0
    span[np.bincount(block, minlength=count) > 1] = 0
    xy = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return Ground(shapes=shapes, xy=xy, district=district[first], corner=corner, span=span, segments=kept)


def _find_district(faces: Shapes, terrain: Terrain) -> Int64:
    """Find the district of each face, -1 beyond the city; a hole that the districts leave belongs to the nearest."""
    points = shapely.point_on_surface(faces)
    inside = shapely.STRtree(points).query(terrain.area, predicate="contains")
    district = np.full(len(faces), -1, np.int64)
    district[inside] = shapely.STRtree(terrain.districts).nearest(points[inside])
    return district


def _pair_sides(faces: Shapes, drawn: list[Shapes]) -> Segments:
    """Take the sides of all faces; two that lie on each other are one segment with a face on either side."""
    rings, of_ring = shapely.get_rings(faces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    whole = np.round(xy / PRECISION_M).astype(np.int64)
    inner = ring[1:] == ring[:-1]
    a, b, face = whole[:-1][inner], whole[1:][inner], of_ring[ring[:-1][inner]]
    swap = (a[:, 0] > b[:, 0]) | ((a[:, 0] == b[:, 0]) & (a[:, 1] > b[:, 1]))
    a[swap], b[swap] = b[swap], a[swap]
    order = np.lexsort((face, b[:, 1], b[:, 0], a[:, 1], a[:, 0]))
    ends = np.hstack([a, b])[order]
    first = group_starts(ends)
    at = np.flatnonzero(first)
    double = np.r_[~first[1:], False][at]
    left = face[order][at]
    right = np.where(double, face[order][np.minimum(at + 1, len(order) - 1)], -1)
    start, end = ends[at, :2] * PRECISION_M, ends[at, 2:] * PRECISION_M
    kind, line = _name_segments((start + end) / 2, drawn)
    return Segments(start=start, end=end, left=left, right=right, kind=kind, line=line)


def _name_segments(middle: Float64, drawn: list[Shapes]) -> tuple[Int64, Int64]:
    """Find the line that each segment lies on: a river before a railway before a road before a mere border."""
    rivers, railways, _, roads = drawn
    points = shapely.points(middle)
    kind, line = np.full(len(points), BORDER, np.int64), np.full(len(points), -1, np.int64)
    row, hit = shapely.STRtree(roads).query(points, predicate="dwithin", distance=_MATCH_M)
    kind[row], line[row] = ROAD, hit
    for lines, what in ((railways, RAILWAY), (rivers, RIVER)):
        row, _ = shapely.STRtree(lines).query(points, predicate="dwithin", distance=_MATCH_M)
        kind[row], line[row] = what, -1
    return kind, line


def _merge_slivers(faces: Shapes, district: Int64, segments: Segments) -> tuple[Int64, int]:
    """Join each face that is too small or too slim to the neighbour in its district with the longest shared side.

    A side that is a river or a railway counts little, so that hardly a block lies on both of its banks.
    """
    area_m2, length_m = shapely.area(faces), shapely.length(faces)
    slight = (area_m2 < _LEAST_M2) | (area_m2 / length_m**2 < _LEAST_ROUNDNESS)
    inner = (segments.right >= 0) & (district[segments.left] == district[segments.right])
    a, b = segments.left[inner], segments.right[inner]
    side_m = segments.length_m[inner] * np.where(np.isin(segments.kind[inner], [RIVER, RAILWAY]), 1e-4, 1.0)
    shared = scipy.sparse.coo_array(
        (np.tile(side_m, 2), (np.r_[a, b], np.r_[b, a])), shape=(len(faces), len(faces))
    ).tocsr()
    row, column, side_m = _entries(shared)
    keep = slight[row]
    order = np.lexsort((column[keep], slight[column[keep]], -side_m[keep], row[keep]))
    row, column = row[keep][order], column[keep][order]
    first = group_starts(row)
    joined = scipy.sparse.coo_array((np.ones(first.sum()), (row[first], column[first])), shape=shared.shape)
    count, block = scipy.sparse.csgraph.connected_components(joined, directed=False)
    return block.astype(np.int64), int(count)


def _entries(matrix: scipy.sparse.csr_array) -> tuple[Int64, Int64, Float64]:
    summed = matrix.tocoo()
    return summed.row.astype(np.int64), summed.col.astype(np.int64), summed.data


def _join_faces(faces: Shapes, block: Int64) -> Shapes:
    starts = np.flatnonzero(group_starts(block))
    shapes = faces[starts].copy()
    size = np.diff(np.r_[starts, len(faces)])
    for i in np.flatnonzero(size > 1):
        shapes[i] = shapely.coverage_union_all(faces[starts[i] : starts[i] + size[i]])
    return shapes


def _relabel(segments: Segments, block: Int64) -> Segments:
    left = block[segments.left]
    right = np.where(segments.right >= 0, block[segments.right], -1)
    return Segments(
        start=segments.start, end=segments.end, left=left, right=right, kind=segments.kind, line=segments.line
    )


def _find_cells(segments: Segments, lattice: Lattice, count: int) -> tuple[Int64, Int64]:
    """Tell which blocks are whole cells: those between two lines across and two lines up, and nothing else."""
    side = np.concatenate([segments.left, segments.right])
    real = side >= 0
    kind, line = np.tile(segments.kind, 2)[real], np.tile(segments.line, 2)[real]
    side = side[real]
    spoilt = np.zeros(count, bool)
    orientation = np.where(line >= 0, lattice.orientation[line], -1)
    spoilt[side[(kind != ROAD) | ~np.isin(orientation, [ACROSS, UP])]] = True
    corner, far = np.zeros((count, 2), np.int64), np.zeros((count, 2), np.int64)
    for axis, along in ((0, UP), (1, ACROSS)):
        low, high = np.full(count, 10**6), np.full(count, -(10**6))
        mine = orientation == along
        np.minimum.at(low, side[mine], lattice.number[line[mine]])
        np.maximum.at(high, side[mine], lattice.number[line[mine]])
        corner[:, axis], far[:, axis] = low + lattice.middle[axis], high + lattice.middle[axis]
    span = far - corner
    whole = ~spoilt & (span[:, 0] == span[:, 1]) & np.isin(span[:, 0], [1, COARSE])
    corner[~whole] = 0
    return corner, np.where(whole, span[:, 0], 0)


def vertex_keys(xy: Float64) -> Int64:
    """Give places at one point one number."""
    whole = np.round(xy / PRECISION_M).astype(np.int64)
    return np.asarray((whole[..., 0] << 32) + whole[..., 1])


def find_vertices(s: Segments, chosen: Bool) -> Int64:
    """Find the vertices that chosen segments end at, by their numbers."""
    return np.unique(np.concatenate([vertex_keys(s.start[chosen]), vertex_keys(s.end[chosen])]))


def touch_vertices(s: Segments, vertices: Int64) -> Bool:
    """Tell which ends of each segment are among some vertices, shape (m, 2)."""
    return np.column_stack([np.isin(vertex_keys(s.start), vertices), np.isin(vertex_keys(s.end), vertices)])
