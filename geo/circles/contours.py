"""Contours of a search on the lattice: who is within the limit, as rings with the inside on their left."""

from typing import Final, NamedTuple

import numpy as np

from geo.arrays import Float64, Int32
from geo.circles.lattice import Tile
from geo.walking.compiled import compiled
from geo.walking.kernels import reset_labels, search_from
from geo.walking.structs import Edges, Labels, Origins, Points, Search

#: A ring passes between two vertices no nearer to either than this share of their distance.
_NEAREST: Final = 0.1


#: Farthest that a place inside may lie beyond the limit (DESIGN.md) [m], and most that the walk may rise a metre.
_BEYOND_M: Final = 25.0


_STEEPEST: Final = 1.5


class Rings(NamedTuple):
    """Corners of rings one after the other [m], where each ring ends, and the circle that it belongs to."""

    xy: Float64
    end: Int32
    circle: Int32


class View(NamedTuple):
    """A part of a tile: vertex (low_i, low_j) of the tile is ``walk_m[0, 0]``, the walk to it [m]."""

    tile: Tile
    low_i: int
    low_j: int
    walk_m: Float64


class Buffers(NamedTuple):
    """What drawing needs beside its results: walks of a part of a tile, and two arrays of two values per vertex."""

    walk_m: Float64
    follower: Int32
    crossed: Int32
    reached: Int32


@compiled
def read_walks(view: View, edges: Edges, labels: Labels, origin: Points) -> None:
    """Read the walk from an origin to each vertex of a part of a tile.

    Parameters
    ----------
    view
        The part; its walks are changed, to infinite on the rim.
    edges
        The network's.
    labels
        What it costs to each node.
    origin
        Where the origin joins the network: along an edge of its own one walks straight.
    """
    tile, low_i, low_j, walk_m = view
    u, v, cost_m = edges.u, edges.v, edges.cost_m
    to_m, edge, offset_m, access_m = labels.to_m, tile.edge, tile.offset_m, tile.access_m
    _, own_edge, own_offset_m, own_access_m = origin
    columns, rows = walk_m.shape
    walk_m[:] = np.inf
    for i in range(1, columns - 1):
        for j in range(1, rows - 1):
            e = edge[low_i + i, low_j + j]
            if e < 0:
                continue
            at_m = offset_m[low_i + i, low_j + j]
            way_m = min(to_m[u[e]] + at_m, to_m[v[e]] + max(cost_m[e] - at_m, 0.0))
            for k in range(len(own_edge)):
                if e == own_edge[k]:
                    way_m = min(way_m, abs(at_m - own_offset_m[k]) + own_access_m[k])
            walk_m[i, j] = way_m + access_m[low_i + i, low_j + j]


@compiled
def _cross(a: int, b: int, view: View, limit_m: float) -> tuple[float, float]:
    """Find where a ring passes between vertices a and b, of which a is inside.

    Between neighbours on one street the walk changes by no more than their distance. Where it jumps, another street, or
    a river, lies between them, nobody knows where: then the ring stays close to the vertex that is inside.
    """
    tile, low_i, low_j, walk_m = view
    rows = walk_m.shape[1]
    ai, aj, bi, bj = a // rows, a % rows, b // rows, b % rows
    inner_m, outer_m = walk_m[ai, aj], walk_m[bi, bj]
    ax, ay = tile.x[low_i + ai, low_j + aj], tile.y[low_i + ai, low_j + aj]
    dx, dy = tile.x[low_i + bi, low_j + bj] - ax, tile.y[low_i + bi, low_j + bj] - ay
    part = _NEAREST
    if outer_m <= limit_m + _BEYOND_M or outer_m - inner_m <= _STEEPEST * np.sqrt(dx * dx + dy * dy):
        part = min(max((limit_m - inner_m) / (outer_m - inner_m), _NEAREST), 1.0 - _NEAREST)
    return ax + part * dx, ay + part * dy


@compiled
def _lay_segments(walk_m: Float64, limit_m: float, follower: Int32, crossed: Int32) -> int:
    """Lay the segments of all cells: crossing -> next crossing, the inside on the left; return how many.

    Crossing 2 a lies between vertex a and the one east of it, 2 a + 1 between a and the one north of it.
    """
    columns, rows = walk_m.shape
    count = 0
    for i in range(columns - 1):
        for j in range(rows - 1):
            a = i * rows + j
            sw, se = walk_m[i, j] <= limit_m, walk_m[i + 1, j] <= limit_m
            ne, nw = walk_m[i + 1, j + 1] <= limit_m, walk_m[i, j + 1] <= limit_m
            inside = sw + se + ne + nw
            if inside % 4 == 0:
                continue
            south, west, north, east = 2 * a, 2 * a + 1, 2 * (a + 1), 2 * (a + rows) + 1
            joined = False
            if inside == 2 and sw == ne:  # a saddle: the middle decides whether the two corners are joined
                middle_m = (walk_m[i, j] + walk_m[i + 1, j] + walk_m[i + 1, j + 1] + walk_m[i, j + 1]) / 4
                joined = middle_m <= limit_m
            # counter-clockwise round the cell: a ring enters where the inside begins and leaves where it ends
            corners, sides = (sw, se, ne, nw), (south, east, north, west)
            for k in range(4):
                if corners[k] and not corners[(k + 1) % 4]:
                    # the ring comes in over this side and goes out over the side before the inside began
                    m = k + 4
                    while corners[m % 4]:
                        m -= 1
                    goes_out = sides[m % 4]
                    if joined:
                        goes_out = sides[(k + 1) % 4]
                    follower[sides[k]] = goes_out
                    crossed[count] = sides[k]
                    count += 1
    return count


@compiled
def trace_rings(
    view: View, limit_m: float, buffers: Buffers, out: Rings, filled: int, rings: int, circle: int
) -> tuple[int, int]:
    """Trace the rings at a limit.

    Parameters
    ----------
    view
        As :func:`read_walks` fills it in.
    limit_m
        The limit [m]; closed.
    buffers
        Left as found.
    out
        Where to write. Changed.
    filled, rings
        How many corners and rings stand there already.
    circle
        What to write beside each ring.

    Returns
    -------
    tuple of int
        How many corners and rings stand there now.
    """
    walk_m, follower, crossed = view.walk_m, buffers.follower, buffers.crossed
    xy, ring_end, ring_circle = out
    rows = walk_m.shape[1]
    count = _lay_segments(walk_m, limit_m, follower, crossed)
    for k in range(count):
        at = crossed[k]
        if follower[at] < 0:
            continue
        while follower[at] >= 0:
            a = at // 2
            b = a + rows if at % 2 == 0 else a + 1
            if walk_m[a // rows, a % rows] > limit_m:
                a, b = b, a
            xy[filled, 0], xy[filled, 1] = _cross(a, b, view, limit_m)
            filled += 1
            at_next = follower[at]
            follower[at] = -1
            at = at_next
        ring_end[rings], ring_circle[rings] = filled, circle
        rings += 1
    return filled, rings


@compiled
def draw_rings(
    search: Search,
    origins: Origins,
    limits_m: Float64,
    reach_m: float,
    tile: Tile,
    buffers: Buffers,
    first: int,
    out: Rings,
) -> tuple[int, int, int]:
    """Draw the circles of many origins, one search each, until the room for rings is used up.

    Parameters
    ----------
    search
        The network.
    origins
        Where to begin.
    limits_m
        Limits [m], rising, shape (L,).
    reach_m
        How far from the centre of an origin its circle may reach [m]: the last limit where it lies on the network.
    tile
        The tile that holds the origins.
    buffers
        Left as found.
    first
        Origin to begin with.
    out
        Where to write; circle ``i * L + k`` is origin i at limit k. Changed.

    Returns
    -------
    tuple of int
        The first origin that was not drawn, and how many corners and rings stand in `out`.
    """
    edges, labels, centre = search.edges, search.labels, origins.centre
    reach = int(reach_m / tile.spacing_m) + 2
    side = 2 * reach + 1
    walk_m = buffers.walk_m[: side * side].reshape((side, side))
    filled, rings = 0, 0
    for i in range(first, len(origins.place_end)):
        if filled + 2 * len(limits_m) * side * side > len(out.xy):
            return i, filled, rings
        found, own = search_from(search, origins, i, limits_m[-1], buffers.reached)
        low_i = int((centre[i, 0] - tile.west) / tile.spacing_m) - reach
        low_j = int((centre[i, 1] - tile.south) / tile.spacing_m) - reach
        view = View(tile, low_i, low_j, walk_m)
        read_walks(view, edges, labels, own)
        for k in range(len(limits_m)):
            circle = i * len(limits_m) + k
            filled, rings = trace_rings(view, limits_m[k], buffers, out, filled, rings, circle)
        reset_labels(labels, buffers.reached[:found])
    return len(origins.place_end), filled, rings
