"""The plan of roads: a lattice of lines, fine in town and coarse outside, bent by the land, with rings and radials."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64, Shapes
from geo.reference.terrain import PRECISION_M, Terrain, measure_density

#: Lines stand 200 m apart in town: superblocks of 400 m are halved by lanes. Outside every fourth line is a road.
FINE_M: Final = 200.0


COARSE: Final = 4


#: Town that a community takes on average [m2]; no more than this share of a district is town.
_TOWN_M2: Final = 560_000.0


_TOWN_SHARE: Final = 0.8


#: Rings stand at these distances from the centre [m], radials run along both axes and both diagonals.
_RINGS_M: Final = (1_600.0, 3_200.0, 5_600.0, 9_600.0)


_RADIAL_M: Final = 14_000.0


_ROUNDING: Final = 0.45


_JITTER_M: Final = (14.0, 110.0)


#: Ranks of roads: main road, district road, branch, lane.
MAIN, DISTRICT, BRANCH, LANE = range(4)


ACROSS, UP, DIAGONAL = range(3)


@dataclass(frozen=True, kw_only=True)
class Lattice:
    """Nodes and lines of the plan.

    Parameters
    ----------
    xy
        Place of node (i, j) [m], shape (I, J, 2); i counts from west, j from south.
    middle
        i and j of the centre.
    fine
        Whether coarse cell (i // 4, j // 4) is cut into fine ones, shape (I // 4, J // 4).
    lines
        Straight lines between nodes, shape (m,).
    orientation
        :data:`ACROSS`, :data:`UP` or :data:`DIAGONAL`, shape (m,).
    number
        Number of the lattice line, counted from the centre, that each runs along, shape (m,).
    rank
        :data:`MAIN` to :data:`LANE`, shape (m,).
    """

    xy: Float64
    middle: tuple[int, int]
    fine: Bool
    lines: Shapes
    orientation: Int64
    number: Int64
    rank: Int64


def lay_lattice(terrain: Terrain, communities: Int64, rng: np.random.Generator) -> Lattice:
    """Lay the lines over the city.

    Parameters
    ----------
    terrain
        The land.
    communities
        Number of communities in each administrative district, shape (len(terrain.districts),).
    rng
        Where chance comes from.

    Returns
    -------
    Lattice
        Lines that meet at nodes only, over all of the city.
    """
    west, south, east, north = shapely.total_bounds(terrain.districts)
    step_m = FINE_M * COARSE
    low = np.floor(np.array([west, south]) / step_m).astype(int) - 2
    high = np.ceil(np.array([east, north]) / step_m).astype(int) + 2
    middle = tuple((-low * COARSE).tolist())
    size = (high - low) * COARSE + 1
    index = np.stack(np.meshgrid(*(np.arange(n) for n in size), indexing="ij"), axis=-1) - middle
    smooth = _bend(index * FINE_M, terrain.shrink, rng)
    centres = smooth[2::COARSE, 2::COARSE]
    used = shapely.intersects_xy(terrain.area.buffer(2 * step_m), centres[..., 0], centres[..., 1])
    fine = _choose_town(terrain, communities, centres)
    in_town = _touch(np.repeat(np.repeat(fine, COARSE, 0), COARSE, 1))
    jitter_m = np.where(in_town, _JITTER_M[0], _JITTER_M[1])[..., None]
    xy = smooth + rng.uniform(-1, 1, smooth.shape) * jitter_m
    xy = np.round(xy / PRECISION_M) * PRECISION_M
    starts, ends, orientation, number = _draw_lines(fine, used, middle)
    starts_at, ends_at = (np.take_along_axis(xy.reshape(-1, 2), _flat(n, size)[:, None], 0) for n in (starts, ends))
    lines = shapely.linestrings(np.stack([starts_at, ends_at], axis=1))
    town = in_town.ravel()[_flat(starts, size)] & in_town.ravel()[_flat(ends, size)]
    rank = _rank_lines(starts - middle, ends - middle, orientation, number, town, terrain.shrink)
    return Lattice(
        xy=xy, middle=(middle[0], middle[1]), fine=fine, lines=lines, orientation=orientation, number=number, rank=rank
    )


def _flat(node: Int64, size: Int64) -> Int64:
    return np.asarray(node[:, 0] * size[1] + node[:, 1])


def _bend(xy: Float64, shrink: float, rng: np.random.Generator) -> Float64:
    """Round the squares about the centre and let the land sway in long waves."""
    square, circle = np.abs(xy).max(axis=-1), np.hypot(xy[..., 0], xy[..., 1])
    fade = np.clip((3e4 * shrink - circle) / (2e4 * shrink), 0, 1)
    ratio = np.where(circle > 0, square / np.maximum(circle, 1e-9), 1.0)
    out = xy * (ratio ** (_ROUNDING * fade))[..., None]
    for wave_m in (8_000.0, 13_000.0, 23_000.0):
        angle, phase = rng.uniform(0, np.pi), rng.uniform(0, 2 * np.pi, 2)
        along = (xy @ np.array([np.cos(angle), np.sin(angle)])) * 2 * np.pi / wave_m
        out = out + 0.025 * wave_m * np.sin(along[..., None] + phase)
    return np.asarray(out)


def _choose_town(terrain: Terrain, communities: Int64, centres: Float64) -> Bool:
    """Of each district take the densest coarse cells, as many as its communities need."""
    flat = centres.reshape(-1, 2)
    district = np.full(len(flat), -1)
    row, hit = shapely.STRtree(terrain.districts).query(shapely.points(flat), predicate="intersects")
    district[row] = hit
    density = measure_density(terrain, flat)
    cell_m2 = (FINE_M * COARSE) ** 2
    fine = np.zeros(len(flat), bool)
    for d, count in enumerate(communities):
        inside = np.flatnonzero(district == d)
        most = int(min(count * _TOWN_M2 / cell_m2, _TOWN_SHARE * len(inside)))
        fine[inside[np.argsort(-density[inside], kind="stable")[:most]]] = True
    return np.asarray(fine.reshape(centres.shape[:2]))


def _touch(cells: Bool) -> Bool:
    """Nodes at the corners of cells."""
    nodes = np.zeros(np.add(cells.shape, 1), bool)
    for di in (0, 1):
        for dj in (0, 1):
            nodes[di : di + cells.shape[0], dj : dj + cells.shape[1]] |= cells
    return nodes


def _draw_lines(fine: Bool, used: Bool, middle: tuple[int, ...]) -> tuple[Int64, Int64, Int64, Int64]:
    """List the lines as pairs of nodes: fine steps in town, half of a coarse step outside."""
    parts = []
    for axis, orientation in ((0, ACROSS), (1, UP)):
        town, city = (_beside(np.repeat(np.repeat(c, COARSE, 0), COARSE, 1), axis) for c in (fine, used | fine))
        on_coarse = np.arange(town.shape[1 - axis]) % COARSE == 0
        on_coarse = on_coarse[None, :] if axis == 0 else on_coarse[:, None]
        even = np.arange(town.shape[axis]) % 2 == 0
        even = even[:, None] if axis == 0 else even[None, :]
        for span, take in ((1, town), (2, city & ~town & on_coarse & even)):
            start = np.argwhere(take)
            end = start + np.eye(2, dtype=int)[axis] * span
            parts.append((start, end, np.full(len(start), orientation), start[:, 1 - axis] - middle[1 - axis]))
    parts += _draw_diagonals(fine, middle)
    starts, ends, orientation_of, number = (np.concatenate(column) for column in zip(*parts, strict=True))
    return starts, ends, orientation_of, number


def _beside(cells: Bool, axis: int) -> Bool:
    """Lines along an axis that have a cell of the kind on either side."""
    width = [(0, 0), (0, 0)]
    width[1 - axis] = (1, 1)
    padded = np.pad(cells, width)
    return padded[:, :-1] | padded[:, 1:] if axis == 0 else padded[:-1] | padded[1:]


def _draw_diagonals(fine: Bool, middle: tuple[int, ...]) -> list[tuple[Int64, Int64, Int64, Int64]]:
    parts = []
    reach = int(_RADIAL_M / FINE_M) // COARSE * COARSE
    for side, (di, dj) in enumerate(((1, 1), (1, -1))):
        at = np.arange(-reach, reach)
        start = np.column_stack([middle[0] + di * at, middle[1] + dj * at])
        cell_i, cell_j = start[:, 0] // COARSE, (start[:, 1] - (dj < 0)) // COARSE
        inside = (cell_i >= 0) & (cell_j >= 0) & (cell_i < fine.shape[0]) & (cell_j < fine.shape[1])
        start, cell_i, cell_j, at = start[inside], cell_i[inside], cell_j[inside], at[inside]
        town = fine[cell_i, cell_j]
        keep = town | (at % COARSE == 0)
        span = np.where(town[keep], 1, COARSE)[:, None]
        start = start[keep]
        number = np.full(len(start), side)
        parts.append((start, start + np.array([di, dj]) * span, np.full(len(start), DIAGONAL), number))
    return parts


def _rank_lines(start: Int64, end: Int64, orientation: Int64, number: Int64, town: Bool, shrink: float) -> Int64:
    """Rank lines: rings, radials and every 16th main; every fourth a district road; every second a branch."""
    along = np.where(orientation == ACROSS, start[:, 0], start[:, 1])
    further = np.maximum(np.abs(along), np.abs(np.where(orientation == ACROSS, end[:, 0], end[:, 1])))
    rank = np.select([number % 16 == 0, number % 4 == 0, number % 2 == 0], [MAIN, DISTRICT, BRANCH], LANE)
    rank = np.where(town | (number % 16 == 0), rank, np.where(number % 8 == 0, DISTRICT, BRANCH))
    for ring_m in _RINGS_M:
        ring = max(2, round(ring_m * shrink / FINE_M))
        rank = np.where((np.abs(number) == ring) & (further <= ring), MAIN, rank)
    return np.where(orientation == DIAGONAL, MAIN, rank)
