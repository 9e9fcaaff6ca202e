"""The walk network of the reference city: roads that are there, bridges, paths in compounds, gates and walls."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.reference.blocks import RAILWAY, RIVER, ROAD, Ground, Segments
from geo.reference.lattice import BRANCH, COARSE, DISTRICT, LANE, UP, Lattice
from geo.reference.layouts import EAST, LAYOUTS, NORTH, SOUTH, WEST, place_points
from geo.reference.plots import Plots
from geo.reference.terrain import PRECISION_M
from geo.roads import split_lines

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

HIGHWAYS: Final = ("primary", "secondary", "tertiary", "residential")
#: Lanes and field ways that nothing else needs are there with this chance.
_LANE_SHARE: Final = 0.62
_GATE_SHARE: Final = 0.6
_MOST_DOORS: Final = 3
_WALL_INSET: Final = 0.05
_GAP_M: Final = 3.0
_BRIDGE_GAP_M: Final = 8.0
#: One in so many crossings of a railway is a footbridge with steps.
_FOOTBRIDGES: Final = 6


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

    plot: IntArray
    side: IntArray
    segment: IntArray
    start: FloatArray
    end: FloatArray


def keep_roads(
    ground: Ground, lattice: Lattice, unit_of: IntArray, rng: np.random.Generator
) -> tuple[BoolArray, BoolArray]:
    """Choose the segments that are roads: those between grid units, those of rank, and some of the rest.

    Parameters
    ----------
    ground, lattice
        Blocks and lines.
    unit_of
        Grid unit of each block, shape (n,).
    rng
        Which of the rest.

    Returns
    -------
    tuple of ndarray of bool
        Whether each segment is a road, and whether it ends on a bridge or in an underpass, shape (m,). A road ends
        before a river or railway where there is neither.
    """
    s = ground.segments
    rank = np.where(s.line >= 0, lattice.rank[s.line], LANE)
    border = (s.right < 0) | (unit_of[s.left] != unit_of[s.right])
    town = s.beside(ground.in_town)
    chance = rng.random(len(lattice.rank))[s.line] < _LANE_SHARE
    wanted = border | (rank <= np.where(town, BRANCH, DISTRICT)) | chance
    barrier = _find_vertices(s, np.isin(s.kind, [RIVER, RAILWAY]))
    crosses = _touches(s, barrier).any(axis=1)
    is_road = (s.kind == ROAD) & wanted & (~crosses | (rank <= DISTRICT))
    return is_road, is_road & crosses


def _key(xy: FloatArray) -> IntArray:
    whole = np.round(xy / PRECISION_M).astype(np.int64)
    return np.asarray((whole[..., 0] << 32) + whole[..., 1])


def _find_vertices(s: Segments, chosen: BoolArray) -> IntArray:
    return np.unique(np.concatenate([_key(s.start[chosen]), _key(s.end[chosen])]))


def _touches(s: Segments, vertices: IntArray) -> BoolArray:
    return np.column_stack([np.isin(_key(s.start), vertices), np.isin(_key(s.end), vertices)])


def connect_plots(
    ground: Ground, lattice: Lattice, plots: Plots, is_road: BoolArray, rng: np.random.Generator
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
    rank = np.arange(len(plot)) - np.searchsorted(plot, plot)
    walled = np.array([LAYOUTS[use].is_walled for use in plots.use])
    keep = ~walled[plot] | (rank < 2) | (rng.random(len(plot)) < _GATE_SHARE)
    plot, side, segment, end = plot[keep], side[keep], segment[keep], end[keep]
    return Connectors(plot, side, segment, doors[plot, side], end)


def _place_doors(plots: Plots) -> FloatArray:
    doors = np.empty((len(plots.block), 4, 2))
    for use, layout in LAYOUTS.items():
        mine = plots.use == use
        doors[mine] = place_points(plots.corners[mine], layout.nodes[layout.doors])
    return _round(doors)


def _round(xy: FloatArray) -> FloatArray:
    return np.asarray(np.round(xy / PRECISION_M) * PRECISION_M)


def _sides(ground: Ground, lattice: Lattice, is_road: BoolArray) -> tuple[IntArray, IntArray, IntArray]:
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
    ground: Ground, lattice: Lattice, plots: Plots, is_road: BoolArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
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
    return plot, side, segment, _round(end)


def _plot_of(plots: Plots, blocks: int) -> IntArray:
    plot = np.full(blocks + 1, -1, np.int64)
    plot[plots.block] = np.arange(len(plots.block))
    return plot


def _connect_coarse(
    ground: Ground, lattice: Lattice, plots: Plots, is_road: BoolArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Lead the ways of a village to the middles of its cell's sides, which are nodes of the lattice."""
    plot = np.flatnonzero(ground.span[plots.block] == COARSE)
    half = COARSE // 2
    offsets = np.array([[0, half], [COARSE, half], [half, 0], [half, COARSE]])
    node = ground.corner[plots.block[plot]][:, None, :] + offsets
    end = lattice.xy[node[..., 0], node[..., 1]]
    there = np.isin(_key(end), _find_vertices(ground.segments, is_road))
    row, side = np.nonzero(there)
    return plot[row], side, np.full(len(row), -1), end[row, side]


def _connect_others(
    ground: Ground, plots: Plots, is_road: BoolArray, doors: FloatArray
) -> tuple[IntArray, IntArray, IntArray, FloatArray]:
    """Lead ways from plots on blocks of any shape straight to the nearest roads that can be seen from a door."""
    s = ground.segments
    fit = is_road & (s.length_m > 4 * _GAP_M)
    segment = np.tile(np.flatnonzero(fit), 2)
    block = np.concatenate([s.left[fit], s.right[fit]])
    plot = _plot_of(plots, len(ground.shapes))[block]
    keep = (plot >= 0) & (ground.span[block] == 0)
    plot, segment, block = plot[keep], segment[keep], block[keep]
    end = _round((s.start[segment] + s.end[segment]) / 2)
    away_m = np.hypot(*np.moveaxis(doors[plot] - end[:, None, :], -1, 0))
    side = away_m.argmin(axis=1)
    start, nearest_m = doors[plot, side], away_m.min(axis=1)
    ways = shapely.linestrings(np.stack([start, start + 0.97 * (end - start)], axis=1))
    seen = shapely.covers(ground.shapes[block], ways)
    plot, side, segment, end, nearest_m = plot[seen], side[seen], segment[seen], end[seen], nearest_m[seen]
    order = np.lexsort((nearest_m, plot))
    plot = plot[order]
    few = np.arange(len(plot)) - np.searchsorted(plot, plot) < _MOST_DOORS
    order = order[few]
    return plot[few], side[order], segment[order], end[order]


def lay_network(
    ground: Ground,
    lattice: Lattice,
    plots: Plots,
    connectors: Connectors,
    is_road: BoolArray,
    crossing: BoolArray,
    name: npt.NDArray[np.object_],
) -> gpd.GeoDataFrame:
    """Lay roads, ways to the doors and paths out as the layer `roads`.

    Parameters
    ----------
    ground, lattice, plots, connectors
        What there is.
    is_road, crossing
        As :func:`keep_roads` has them.
    name
        Name of each segment's road, "" for none, shape (m,).

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`geo.roads.split_lines` makes it; in the model's metres, without a CRS.
    """
    roads, kind = _draw_roads(ground, lattice, connectors, is_road, crossing)
    paths = [(connectors.start, connectors.end, "service")]
    for use, layout in LAYOUTS.items():
        mine = plots.use == use
        nodes = _round(place_points(plots.corners[mine], layout.nodes))
        start, end = nodes[:, layout.paths[:, 0]].reshape(-1, 2), nodes[:, layout.paths[:, 1]].reshape(-1, 2)
        paths.append((start, end, "footway" if layout.is_walled else "residential"))
    drawn = [shapely.linestrings(np.stack([start, end], axis=1)) for start, end, _ in paths]
    unnamed = [np.full(len(start), "", object) for start, _, _ in paths]
    kinds = [kind, *(np.full(len(start), highway, object) for start, _, highway in paths)]
    lines = gpd.GeoDataFrame(
        {"highway": np.concatenate(kinds), "name": np.concatenate([name[is_road], *unnamed])},
        geometry=np.concatenate([roads, *drawn]),
    )
    _, vertex = np.unique(_key(shapely.get_coordinates(lines.geometry.values)), return_inverse=True)
    return split_lines(lines, [vertex])


def _draw_roads(
    ground: Ground, lattice: Lattice, connectors: Connectors, is_road: BoolArray, crossing: BoolArray
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
    """Draw each road segment with a vertex where a way joins it."""
    s = ground.segments
    row = np.flatnonzero(is_road)
    joined = connectors.segment >= 0
    owner = np.concatenate([row, row, connectors.segment[joined]])
    xy = np.concatenate([s.start[row], s.end[row], connectors.end[joined]])
    along_m = np.hypot(*(xy - s.start[owner]).T)
    order = np.lexsort((along_m, owner))
    lines = shapely.linestrings(xy[order], indices=np.unique(owner[order], return_inverse=True)[1])
    rank = lattice.rank[s.line[row]]
    kind = np.array(HIGHWAYS, object)[rank]
    over_rail = crossing[row] & _touches(s, _find_vertices(s, s.kind == RAILWAY))[row].any(axis=1)
    kind[over_rail & (lattice.number[s.line[row]] // COARSE % _FOOTBRIDGES == 1)] = "steps"
    return lines, kind


def place_gates(plots: Plots, connectors: Connectors, ground: Ground) -> tuple[IntArray, FloatArray]:
    """Place a gate where a way passes a compound's wall.

    Parameters
    ----------
    plots, connectors, ground
        What there is.

    Returns
    -------
    tuple of ndarray
        Row of the plot and place [m] of each gate.
    """
    walled = _has_wall(plots, ground)[connectors.plot]
    plot, side = connectors.plot[walled], connectors.side[walled]
    uv = _gate_uv(plots, plot, side)
    return plot, _round(place_points(plots.corners[plot], uv[:, None, :])[:, 0])


def _has_wall(plots: Plots, ground: Ground) -> BoolArray:
    walled = np.array([LAYOUTS[use].is_walled for use in plots.use], bool)
    return np.asarray(walled & (ground.span[plots.block] == 1))


def _gate_uv(plots: Plots, plot: IntArray, side: IntArray) -> FloatArray:
    uv = np.empty((len(plot), 2))
    for use, layout in LAYOUTS.items():
        mine = plots.use[plot] == use
        uv[mine] = layout.nodes[layout.doors][side[mine]]
    inset = np.array([_WALL_INSET, 1 - _WALL_INSET, _WALL_INSET, 1 - _WALL_INSET])[side]
    uv[np.arange(len(uv)), np.where(side <= EAST, 0, 1)] = inset
    return uv


def draw_barriers(ground: Ground, plots: Plots, connectors: Connectors, crossing: BoolArray) -> pd.DataFrame:
    """Draw what cannot be crossed: walls, open at their gates, and rivers and railways, open at their bridges.

    Parameters
    ----------
    ground, plots, connectors, crossing
        What there is.

    Returns
    -------
    pandas.DataFrame
        ``kind`` (wall, river, railway) and ``geometry``, lines in the model's metres.
    """
    walls = _draw_walls(plots, connectors, ground)
    s = ground.segments
    passed = _find_vertices(s, crossing)
    parts = [pd.DataFrame({"kind": "wall", "geometry": walls})]
    for kind, name in ((RIVER, "river"), (RAILWAY, "railway")):
        mine = s.kind == kind
        start, end = s.start[mine], s.end[mine]
        length_m = np.hypot(*(end - start).T)
        cut = np.minimum(_BRIDGE_GAP_M / np.maximum(length_m, 1e-9), 0.45)[:, None] * (end - start)
        open_start, open_end = _touches(s, passed)[mine].T
        start, end = start + cut * open_start[:, None], end - cut * open_end[:, None]
        lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(np.stack([start, end], axis=1))))
        parts.append(pd.DataFrame({"kind": name, "geometry": shapely.get_parts(lines)}))
    return pd.concat(parts, ignore_index=True)


def _draw_walls(plots: Plots, connectors: Connectors, ground: Ground) -> npt.NDArray[np.object_]:
    walled = np.flatnonzero(_has_wall(plots, ground))
    low, high = _WALL_INSET, 1 - _WALL_INSET
    ends = np.array(
        [[[low, low], [low, high]], [[high, low], [high, high]], [[low, low], [high, low]], [[low, high], [high, high]]]
    )
    plot, side = np.repeat(walled, 4), np.tile(np.arange(4), len(walled))
    has_gate = np.zeros((len(plots.block), 4), bool)
    has_gate[connectors.plot, connectors.side] = True
    gated = has_gate[plot, side]
    corner = place_points(plots.corners[plot], ends[side])
    gate = place_points(plots.corners[plot], _gate_uv(plots, plot, side)[:, None, :])[:, 0]
    along = (corner[:, 1] - corner[:, 0]) / np.hypot(*(corner[:, 1] - corner[:, 0]).T)[:, None] * _GAP_M
    whole = corner[~gated]
    first = np.stack([corner[gated, 0], (gate - along)[gated]], axis=1)
    second = np.stack([(gate + along)[gated], corner[gated, 1]], axis=1)
    return np.asarray(shapely.linestrings(_round(np.concatenate([whole, first, second]))))
