"""Outlines of groups of square cells, traced along their sides; many times as fast as uniting the squares."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Int64, Integer, Objects, group_starts

#: Sides of a cell counter-clockwise from the south, each walked with the cell on the left: the step outwards.
_OUT: Final = np.array([[0, -1], [1, 0], [0, 1], [-1, 0]])


#: Corner of the cell in which each side ends.
_END: Final = np.array([[1, 0], [1, 1], [0, 1], [0, 0]])


def outline_cells(cells: Int64, group: Integer, *, cell_m: float) -> Objects:
    """Draw the outline of each group of cells.

    Parameters
    ----------
    cells
        Column and row of each cell, no cell twice, shape (n, 2).
    group
        Group of each cell, 0 to g-1; cells that share a side are of one group. Shape (n,).
    cell_m
        Side of a cell [m].

    Returns
    -------
    ndarray of geometry
        A valid MultiPolygon a group, shape (g,): a polygon for each part whose cells share sides, with its holes.

    Examples
    --------
    >>> ell = outline_cells(np.array([[0, 0], [1, 0], [0, 1]]), np.zeros(3, int), cell_m=100.0)
    >>> ell[0].area, len(ell[0].geoms[0].exterior.coords) - 1
    (30000.0, 6)
    """
    beside = find_neighbours(cells, _OUT)
    part = _label_parts(cells, beside)
    follower = _follow(cells, beside, part)
    side = np.flatnonzero(beside.ravel() < 0)
    number = np.full(4 * len(cells), -1, np.int64)
    number[side] = np.arange(len(side))
    follower = number[follower[side]]
    ring, order = _order_rings(follower)
    turns = (side % 4)[order] != (side % 4)[follower[order]]
    order = order[turns]
    cell, direction = np.divmod(side[order], 4)
    corners = (cells[cell] + _END[direction]) * cell_m
    rings = shapely.linearrings(corners, indices=ring[order])
    first = np.flatnonzero(group_starts(ring[order]))
    part_of_ring, is_hole = part[cell[first]], ~shapely.is_ccw(rings)
    shells_first = np.lexsort((is_hole, part_of_ring))
    polygons = shapely.polygons(rings[shells_first], indices=part_of_ring[shells_first])
    group_of_part = np.empty(len(polygons), np.int64)
    group_of_part[part] = group
    by_group = np.argsort(group_of_part, kind="stable")
    shapes: Objects = shapely.multipolygons(polygons[by_group], indices=group_of_part[by_group])
    return shapes


def find_neighbours(cells: Int64, steps: Int64) -> Int64:
    """Find the neighbours of each cell.

    Parameters
    ----------
    cells
        Column and row, no cell twice, shape (n, 2).
    steps
        Where they lie, -1, 0 or 1 columns and rows away, shape (k, 2).

    Returns
    -------
    ndarray of int64
        Row in `cells`, -1 where there is none, shape (n, k).

    Examples
    --------
    >>> find_neighbours(np.array([[0, 0], [1, 0]]), np.array([[1, 0], [0, 1]])).tolist()
    [[1, -1], [-1, -1]]
    """
    column, row = cells[:, 0], cells[:, 1]
    # a step above the top row or below the lowest leads between two columns, where no cell is
    height = row.max() - row.min() + 3
    key = (column - column.min()) * height + row - row.min()
    order = np.argsort(key)
    in_order = key[order]
    wanted = (steps @ np.array([height, 1]))[:, np.newaxis] + key  # step by step: most cells come in order
    place = np.minimum(np.searchsorted(in_order, wanted), len(cells) - 1)
    return np.where(in_order[place] == wanted, order[place], -1).T


def _follow(cells: Int64, beside: Int64, part: Int64) -> Int64:
    """Find the side that follows each side, numbered 4 cell + side.

    Where cells only touch at a corner, the way leads across to the other if it is of the same part, so that a hole
    keeps apart from the shell that it touches, and round the own cell if not, so that parts keep apart.
    """
    n = len(cells)
    side = np.arange(4)
    left, round_ = np.roll(beside, -1, axis=1), 4 * np.arange(n)[:, np.newaxis] + (side + 1) % 4
    opposite = find_neighbours(cells, _OUT + np.roll(_OUT, -1, axis=0))
    crosses = (opposite >= 0) & ((left >= 0) | (part[opposite] == part[:, np.newaxis]))
    return np.where(crosses, 4 * opposite + (side - 1) % 4, np.where(left < 0, round_, 4 * left + side)).ravel()


def _order_rings(follower: Int64) -> tuple[Int64, Int64]:
    """Find the rings that followers form, and list their members ring by ring in the order walked."""
    n = len(follower)
    ring = _label_connected(np.arange(n), follower, n)
    _, first = np.unique(ring, return_index=True)
    # steps to the end of the ring, which is where its first member comes next; doubled until all have arrived
    is_last = np.zeros(n, bool)
    before = np.empty(n, np.int64)
    before[follower] = np.arange(n)
    is_last[before[first]] = True
    steps, ahead = np.where(is_last, 0, 1), np.where(is_last, np.arange(n), follower)
    while not is_last[ahead].all():
        steps, ahead = steps + steps[ahead], ahead[ahead]
    return ring, np.lexsort((-steps, ring))


def _label_parts(cells: Int64, beside: Int64) -> Int64:
    """Label the parts whose cells share sides."""
    row, side = np.nonzero(beside[:, :2] >= 0)
    return _label_connected(row, beside[row, side], len(cells))


def _label_connected(one: Int64, other: Int64, count: int) -> Int64:
    """Label so many nodes by what pairs of them connect, shape (count,)."""
    import scipy.sparse.csgraph  # noqa: PLC0415 - takes long, and an audit outlines nothing

    graph = scipy.sparse.coo_array((np.ones(len(one), np.int8), (one, other)), shape=(count, count))
    return np.asarray(scipy.sparse.csgraph.connected_components(graph, directed=False)[1], np.int64)
