"""Layouts: what a block is used for, and how one that is lived in is built up, drawn on a unit square."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64

#: What a block is used for: old-town lanes, older walled yards, estates, estates of towers, village houses; a park,
#: a school's grounds, works and offices, fields.
LANES, YARD, ESTATE, TOWERS, HAMLET, PARK, SCHOOL, WORKS, FIELDS = range(9)


LIVED_IN: Final = (LANES, YARD, ESTATE, TOWERS, HAMLET)


#: Sides of a plot in the order of their doors.
WEST, EAST, SOUTH, NORTH = range(4)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A plot's plan on the unit square, u to the east and v to the north.

    Parameters
    ----------
    nodes
        Where paths meet, shape (k, 2).
    paths
        Rows of the two nodes of each path, shape (m, 2).
    doors
        Node from which a path leads out to the west, east, south and north, shape (4,).
    spots
        Where buildings stand, from north to south and west to east, shape (b, 2).
    is_walled
        Whether a wall with gates stands round it.
    residents
        Residents of a usual building: assumed.
    """

    nodes: Float64
    paths: Int64
    doors: Int64
    spots: Float64
    is_walled: bool
    residents: float


def _draw(
    us: list[float],
    vs: list[float],
    *,
    drop: list[tuple[int, int]],
    spots_u: list[float],
    off: float,
    is_walled: bool,
    residents: float,
) -> Layout:
    """Draw a grid of paths with buildings on both sides of its rows; `drop` names upright paths to leave out."""
    k = len(us)
    nodes = np.array([(u, v) for v in vs for u in us])
    rows = [(r * k + c, r * k + c + 1) for r in range(len(vs)) for c in range(k - 1)]
    upright = [(r * k + c, (r + 1) * k + c) for r in range(len(vs) - 1) for c in range(k) if (r, c) not in drop]
    middle_row, middle_column = len(vs) // 2, k // 2
    doors = [middle_row * k, middle_row * k + k - 1, middle_column, (len(vs) - 1) * k + middle_column]
    spots = [(u, v + side * off) for v in reversed(vs) for side in (1, -1) for u in spots_u]
    return Layout(
        nodes=nodes,
        paths=np.array(rows + upright),
        doors=np.array(doors),
        spots=np.array(spots),
        is_walled=is_walled,
        residents=residents,
    )


LAYOUTS: Final[dict[int, Layout]] = {
    LANES: _draw(
        [0.1, 0.5, 0.9],
        [0.2, 0.5, 0.8],
        drop=[],
        spots_u=[0.17, 0.25, 0.33, 0.41, 0.59, 0.67, 0.75, 0.83],
        off=0.055,
        is_walled=False,
        residents=34,
    ),
    YARD: _draw(
        [0.2, 0.5, 0.8],
        [0.2, 0.5, 0.8],
        drop=[(0, 0), (1, 2)],
        spots_u=[0.26, 0.42, 0.58, 0.74],
        off=0.07,
        is_walled=True,
        residents=66,
    ),
    ESTATE: _draw(
        [0.18, 0.5, 0.82],
        [0.2, 0.5, 0.8],
        drop=[],
        spots_u=[0.25, 0.41, 0.59, 0.75],
        off=0.07,
        is_walled=True,
        residents=95,
    ),
    TOWERS: _draw(
        [0.18, 0.5, 0.82],
        [0.25, 0.75],
        drop=[(0, 1)],
        spots_u=[0.24, 0.42, 0.58, 0.76],
        off=0.08,
        is_walled=True,
        residents=150,
    ),
    HAMLET: _draw(
        [0.1, 0.5, 0.9],
        [0.2, 0.4, 0.6, 0.8],
        drop=[(0, 0), (2, 2)],
        spots_u=[0.15, 0.22, 0.29, 0.36, 0.43, 0.57, 0.64, 0.71, 0.78, 0.85],
        off=0.04,
        is_walled=False,
        residents=18,
    ),
}


def place_points(corners: Float64, uv: Float64) -> Float64:
    """Lay points of the unit square on four-sided grounds (bilinear).

    Parameters
    ----------
    corners
        South-west, south-east, north-east, north-west, shape (p, 4, 2).
    uv
        Points of the unit square, shape (k, 2), or one set a ground, shape (p, k, 2).

    Returns
    -------
    ndarray
        Places [m], shape (p, k, 2).

    Examples
    --------
    >>> square = np.array([[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]])
    >>> place_points(square, np.array([[0.5, 0.1]])).tolist()
    [[[5.0, 1.0]]]
    """
    u, v = uv[..., 0], uv[..., 1]
    weights = np.stack([(1 - u) * (1 - v), u * (1 - v), u * v, (1 - u) * v], axis=-1)
    if weights.ndim == 2:
        weights = weights[None]
    return np.asarray((weights[..., None] * corners[:, None, :, :]).sum(axis=2))


GATE_GAP_M: Final = 3.0
