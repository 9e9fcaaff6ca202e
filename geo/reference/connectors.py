"""Ways from the doors of compounds to the roads around them."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64, rank_in_group
from geo.reference.blocks import Ground, find_vertices, vertex_keys
from geo.reference.layouts import EAST, GATE_GAP_M, LAYOUTS, NORTH, SOUTH, WEST, place_points
from geo.reference.plots import Plots
from geo.reference.street_lattice import COARSE, UP, Lattice
from geo.reference.terrain import round_places

_GATE_SHARE: Final = 0.6


_MOST_DOORS: Final = 3


@dataclass(frozen=True)
class Connectors:
    """Ways from a plot's door to the road.

    Parameters
    ----------
    plot
        Row of the plot, ascending, shape (c,).
    side
        Its door, shape (c,).
    segment
        Row of the road's segment that gets a new point there, -1 where it ends at a node that is there anyway.
    start, end
        Door and place on the road [m], shape (c, 2).
    """

    plot: Int64
    side: Int64
    segment: Int64
    start: Float64
    end: Float64


def connect_plots(
    ground: Ground, lattice: Lattice, plots: Plots, is_road: Bool, rng: np.random.Generator
) -> Connectors:
    """Lead ways from the doors of every plot to roads on its sides.

    Parameters
    ----------
    ground, lattice, plots
        Blocks, lines and plots.
    is_road
        Whether each segment is a road, shape (m,).
    rng
        Which sides have a gate.

    Returns
    -------
    Connectors
        Two to four a walled compound where as many of its sides are roads.
    """
    doors = _place_doors(plots)
    parts = [
        _connect_cells(ground, lattice, plots, is_road),
        _connect_coarse(ground, lattice, plots, is_road),
        _connect_others(ground, plots, is_road, doors),
    ]
    plot, side, segment, end = (np.concatenate(column) for column in zip(*parts, strict=True))
    draw = rng.random(len(plot))
    order = np.lexsort((draw, plot))
    plot, side, segment, end, draw = plot[order], side[order], segment[order], end[order], draw[order]
    rank = rank_in_group(plot)
    walled = np.array([LAYOUTS[use].is_walled for use in plots.use])
    keep = ~walled[plot] | (rank < 2) | (rng.random(len(plot)) < _GATE_SHARE)
    plot, side, segment, end = plot[keep], side[keep], segment[keep], end[keep]
    return Connectors(plot, side, segment, doors[plot, side], end)


def _place_doors(plots: Plots) -> Float64:
    doors = np.empty((len(plots.block), 4, 2))
    for use, layout in LAYOUTS.items():
        mine = plots.use == use
        doors[mine] = place_points(plots.corners[mine], layout.nodes[layout.doors])
    return round_places(doors)


def _sides(ground: Ground, lattice: Lattice, is_road: Bool) -> tuple[Int64, Int64, Int64]:
    """List which road segment runs along which side of which whole cell."""
    s = ground.segments
    segment = np.tile(np.flatnonzero(is_road), 2)
    block = np.concatenate([s.left[is_road], s.right[is_road]])
    whole = (block >= 0) & (ground.span[block] > 0)
    segment, block = segment[whole], block[whole]
    line = s.line[segment]
    number, upright = lattice.number[line], lattice.orientation[line] == UP
    low = np.where(upright, *(ground.corner[block, k] - lattice.middle[k] for k in (0, 1)))
    far = number > low
    side = np.where(upright, np.where(far, EAST, WEST), np.where(far, NORTH, SOUTH))
    return block, side, segment


def _connect_cells(
    ground: Ground, lattice: Lattice, plots: Plots, is_road: Bool
) -> tuple[Int64, Int64, Int64, Float64]:
    block, side, segment = _sides(ground, lattice, is_road)
    plot = _plot_of(plots, len(ground.shapes))[block]
    keep = (plot >= 0) & (ground.span[block] == 1)
    plot, side, segment = plot[keep], side[keep], segment[keep]
    uv = np.empty((len(plot), 2))
    for use, layout in LAYOUTS.items():
        mine = plots.use[plot] == use
        uv[mine] = layout.nodes[layout.doors][side[mine]]
    fixed = np.array([0.0, 1.0, 0.0, 1.0])[side]
    uv[np.arange(len(uv)), np.where(side <= EAST, 0, 1)] = fixed
    end = place_points(plots.corners[plot], uv[:, None, :])[:, 0]
    return plot, side, segment, round_places(end)


def _plot_of(plots: Plots, blocks: int) -> Int64:
    plot = np.full(blocks + 1, -1, np.int64)
    plot[plots.block] = np.arange(len(plots.block))
    return plot


def _connect_coarse(
    ground: Ground, lattice: Lattice, plots: Plots, is_road: Bool
) -> tuple[Int64, Int64, Int64, Float64]:
    """Lead the ways of a village to the middles of its cell's sides, which are nodes of the lattice."""
    plot = np.flatnonzero(ground.span[plots.block] == COARSE)
    half = COARSE // 2
    offsets = np.array([[0, half], [COARSE, half], [half, 0], [half, COARSE]])
    node = ground.corner[plots.block[plot]][:, None, :] + offsets
    end = lattice.xy[node[..., 0], node[..., 1]]
    there = np.isin(vertex_keys(end), find_vertices(ground.segments, is_road))
    row, side = np.nonzero(there)
    return plot[row], side, np.full(len(row), -1), end[row, side]


def _connect_others(ground: Ground, plots: Plots, is_road: Bool, doors: Float64) -> tuple[Int64, Int64, Int64, Float64]:
    """Lead ways from plots on blocks of any shape straight to the nearest roads that can be seen from a door."""
    s = ground.segments
    fit = is_road & (s.length_m > 4 * GATE_GAP_M)
    segment = np.tile(np.flatnonzero(fit), 2)
    block = np.concatenate([s.left[fit], s.right[fit]])
    plot = _plot_of(plots, len(ground.shapes))[block]
    keep = (plot >= 0) & (ground.span[block] == 0)
    plot, segment, block = plot[keep], segment[keep], block[keep]
    end = round_places((s.start[segment] + s.end[segment]) / 2)
    away_m = np.hypot(*np.moveaxis(doors[plot] - end[:, None, :], -1, 0))
    side = away_m.argmin(axis=1)
    start, nearest_m = doors[plot, side], away_m.min(axis=1)
    ways = shapely.linestrings(np.stack([start, start + 0.97 * (end - start)], axis=1))
    seen = shapely.covers(ground.shapes[block], ways)
    plot, side, segment, end, nearest_m = plot[seen], side[seen], segment[seen], end[seen], nearest_m[seen]
    order = np.lexsort((nearest_m, plot))
    plot = plot[order]
    few = rank_in_group(plot) < _MOST_DOORS
    order = order[few]
    return plot[few], side[order], segment[order], end[order]
