"""Walls with their gates, and what else nobody crosses: rivers and railways, open at their bridges."""

from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int64, Objects, Texts, rank_in_group
from geo.reference.amenities import Amenities
from geo.reference.blocks import RAILWAY, RIVER, Ground, find_vertices, touch_vertices
from geo.reference.city_layers import code_facilities
from geo.reference.connectors import Connectors
from geo.reference.layouts import EAST, GATE_GAP_M, LAYOUTS, place_points
from geo.reference.plots import Plots
from geo.reference.terrain import PRECISION_M, round_places

_WALL_INSET: Final = 0.05


_BRIDGE_GAP_M: Final = 8.0


def place_gates(plots: Plots, connectors: Connectors, ground: Ground) -> tuple[Int64, Float64]:
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
    return plot, round_places(place_points(plots.corners[plot], uv[:, None, :])[:, 0])


def _has_wall(plots: Plots, ground: Ground) -> Bool:
    walled = np.array([LAYOUTS[use].is_walled for use in plots.use], bool)
    return np.asarray(walled & (ground.span[plots.block] == 1))


def _gate_uv(plots: Plots, plot: Int64, side: Int64) -> Float64:
    uv = np.empty((len(plot), 2))
    for use, layout in LAYOUTS.items():
        mine = plots.use[plot] == use
        uv[mine] = layout.nodes[layout.doors][side[mine]]
    inset = np.array([_WALL_INSET, 1 - _WALL_INSET, _WALL_INSET, 1 - _WALL_INSET])[side]
    uv[np.arange(len(uv)), np.where(side <= EAST, 0, 1)] = inset
    return uv


def draw_barriers(ground: Ground, plots: Plots, connectors: Connectors, crossing: Bool) -> pd.DataFrame:
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
    passed = find_vertices(s, crossing)
    parts = [pd.DataFrame({"kind": "wall", "geometry": walls})]
    for kind, name in ((RIVER, "river"), (RAILWAY, "railway")):
        mine = s.kind == kind
        start, end = s.start[mine], s.end[mine]
        length_m = np.hypot(*(end - start).T)
        cut = np.minimum(_BRIDGE_GAP_M / np.maximum(length_m, 1e-9), 0.45)[:, None] * (end - start)
        open_start, open_end = touch_vertices(s, passed)[mine].T
        start, end = start + cut * open_start[:, None], end - cut * open_end[:, None]
        lines = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(np.stack([start, end], axis=1))))
        parts.append(pd.DataFrame({"kind": name, "geometry": shapely.get_parts(lines)}))
    return pd.concat(parts, ignore_index=True)


def _draw_walls(plots: Plots, connectors: Connectors, ground: Ground) -> Objects:
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
    along = (corner[:, 1] - corner[:, 0]) / np.hypot(*(corner[:, 1] - corner[:, 0]).T)[:, None] * GATE_GAP_M
    whole = corner[~gated]
    first = np.stack([corner[gated, 0], (gate - along)[gated]], axis=1)
    second = np.stack([(gate + along)[gated], corner[gated, 1]], axis=1)
    return np.asarray(shapely.linestrings(round_places(np.concatenate([whole, first, second]))))


_MOST_SCHOOL_GATES: Final = 2


def list_gates(
    plots: Plots,
    connectors: Connectors,
    ground: Ground,
    amenities: Amenities,
    compound_codes: Texts,
    is_road: Bool,
) -> pd.DataFrame:
    """List the gates of walled compounds and of schools.

    Parameters
    ----------
    plots, connectors, ground, amenities
        The city so far.
    compound_codes
        Code of each plot's compound, shape (p,).
    is_road
        Whether each segment is a road, shape (m,).

    Returns
    -------
    pandas.DataFrame
        ``place`` (a compound's code, or a facility's), ``x, y`` in the model's metres.
    """
    plot, xy = place_gates(plots, connectors, ground)
    compounds = pd.DataFrame({"place": compound_codes[plot], "x": xy[:, 0], "y": xy[:, 1]})
    block = amenities.table["block"].to_numpy()
    owner = pd.Series(np.flatnonzero(block >= 0), index=block[block >= 0])
    s = ground.segments
    segment = np.tile(np.flatnonzero(is_road), 2)
    beside = np.concatenate([s.left[is_road], s.right[is_road]])
    mine = np.isin(beside, owner.index)
    segment, facility = segment[mine], owner[beside[mine]].to_numpy()
    order = np.argsort(facility, kind="stable")
    segment, facility = segment[order], facility[order]
    first = rank_in_group(facility) < _MOST_SCHOOL_GATES
    middle = np.round((s.start + s.end)[segment[first]] / 2 / PRECISION_M) * PRECISION_M
    schools = pd.DataFrame({"place": code_facilities(facility[first]), "x": middle[:, 0], "y": middle[:, 1]})
    return pd.concat([compounds, schools], ignore_index=True)
