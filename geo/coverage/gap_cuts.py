"""Cutting the homes that are not covered into service circles, community by community; arrays only."""

import numpy as np
import shapely

from geo.arrays import Float64, Int64, Integer, Objects, group_starts
from geo.grid.outlines import outline_cells


def cut_circles(
    community: Integer, xy: Float64, cell: Int64, *, limit_m: float, cell_m: float
) -> tuple[Int64, Float64]:
    """Cut homes into groups of one community that one facility could serve.

    The homes of a community are one group if none is farther than the limit from the middle of their bounding box, in a
    straight line. Otherwise they are cut in two across the longer side of the box, along the side of a square nearest
    to its middle, and so are the parts.

    Parameters
    ----------
    community
        Number of each home's community, ascending, shape (n,).
    xy
        Where the homes are [m], shape (n, 2).
    cell
        Column and row of each home's square, shape (n, 2): a square is never cut.
    limit_m
        How far a home may be from the middle [m]; closed.
    cell_m
        Side of a square [m], at most the limit.

    Returns
    -------
    tuple of ndarray
        Group of each home, from 0, shape (n,), and the middle of each group [m], shape (g, 2); both empty for no homes.

    Examples
    --------
    >>> xy = np.array([[50.0, 50.0], [250.0, 50.0], [1050.0, 50.0], [1050.0, 50.0]])
    >>> cell = np.floor(xy / 100).astype(int)
    >>> group, middle = cut_circles(np.array([0, 0, 0, 1]), xy, cell, limit_m=300.0, cell_m=100.0)
    >>> group.tolist(), middle[:, 0].tolist()
    ([1, 1, 2, 0], [1050.0, 150.0, 1050.0])
    """
    group, found, middles = np.full(len(xy), -1, np.int64), 0, [np.empty((0, 2))]
    rows, label = np.arange(len(xy)), np.asarray(community, np.int64)
    while len(rows):
        first = np.flatnonzero(group_starts(label))
        part = np.cumsum(group_starts(label)) - 1
        low, high = np.minimum.reduceat(xy[rows], first), np.maximum.reduceat(xy[rows], first)
        middle = (low + high) / 2
        away_m = np.hypot(*(xy[rows] - middle[part]).T)
        fits = np.maximum.reduceat(away_m, first) <= limit_m
        done = fits[part]
        group[rows[done]] = found + (np.cumsum(fits) - 1)[part[done]]
        found, middles = found + int(fits.sum()), [*middles, middle[fits]]
        # a part that does not fit is wider than a square, so that the side of one lies across it
        rows, part = rows[~done], part[~done]
        axis, each = (high - low).argmax(axis=1), np.arange(len(first))
        line = np.rint(middle[each, axis] / cell_m).astype(np.int64)
        label = 2 * part + (cell[rows, axis[part]] >= line[part])
        order = np.argsort(label, kind="stable")
        rows, label = rows[order], label[order]
    return group, np.concatenate(middles)


def outline_groups(group: Integer, cell: Int64, *, count: int, cell_m: float) -> Objects:
    """Draw the outline of the squares of each group; squares of two groups may touch or be the same.

    Parameters
    ----------
    group
        Group of each home, each group with one home at least, shape (n,).
    cell
        Column and row of each home's square, shape (n, 2).
    count
        How many groups.
    cell_m
        Side of a square [m].

    Returns
    -------
    ndarray of geometry
        MultiPolygons, shape (count,).

    Examples
    --------
    >>> shapes = outline_groups(np.array([0, 1, 1]), np.array([[0, 0], [0, 0], [1, 0]]), count=2, cell_m=100.0)
    >>> [shape.bounds for shape in shapes]
    [(0.0, 0.0, 100.0, 100.0), (0.0, 0.0, 200.0, 100.0)]
    """
    if not count:
        return np.empty(0, object)
    low = cell.min(axis=0)
    width, height = cell.max(axis=0) - low + 1
    key = (np.asarray(group, np.int64) * width + cell[:, 0] - low[0]) * height + cell[:, 1] - low[1]
    rest, row = np.divmod(np.unique(key), height)
    of_cell, column = np.divmod(rest, width)
    # every group is drawn on a sheet of its own, one above the other, and then brought back
    sheet_rows = height + 2
    cells = np.column_stack([column + low[0], row + low[1] + of_cell * sheet_rows])
    shapes = outline_cells(cells, of_cell, cell_m=cell_m)
    corners = shapely.get_coordinates(shapes)
    corners[:, 1] -= np.repeat(np.arange(count), shapely.get_num_coordinates(shapes)) * (sheet_rows * cell_m)
    drawn: Objects = shapely.set_coordinates(shapes, corners)
    return drawn
