"""The walk network of the reference city: roads that are there, bridges, paths in compounds, gates and walls."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Int64, Objects
from geo.reference.blocks import RAILWAY, RIVER, ROAD, Ground, find_vertices, touch_vertices, vertex_keys
from geo.reference.connectors import Connectors
from geo.reference.layouts import LAYOUTS, place_points
from geo.reference.plots import Plots
from geo.reference.street_lattice import BRANCH, COARSE, DISTRICT, LANE, Lattice
from geo.reference.terrain import round_places
from geo.walking.split import split_lines

HIGHWAYS: Final = ("primary", "secondary", "tertiary", "residential")


#: Lanes and field ways that nothing else needs are there with this chance.
_LANE_SHARE: Final = 0.62


#: One in so many crossings of a railway is a footbridge with steps.
_FOOTBRIDGES: Final = 6


def keep_roads(ground: Ground, lattice: Lattice, unit_of: Int64, rng: np.random.Generator) -> tuple[Bool, Bool]:
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
    barrier = find_vertices(s, np.isin(s.kind, [RIVER, RAILWAY]))
    crosses = touch_vertices(s, barrier).any(axis=1)
    is_road = (s.kind == ROAD) & wanted & (~crosses | (rank <= DISTRICT))
    return is_road, is_road & crosses


def lay_network(
    ground: Ground,
    lattice: Lattice,
    plots: Plots,
    connectors: Connectors,
    is_road: Bool,
    crossing: Bool,
    name: Objects,
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
        As :func:`geo.walking.split.split_lines` makes it; in the model's metres, without a CRS.
    """
    roads, kind = _draw_roads(ground, lattice, connectors, is_road, crossing)
    paths = [(connectors.start, connectors.end, "service")]
    for use, layout in LAYOUTS.items():
        mine = plots.use == use
        nodes = round_places(place_points(plots.corners[mine], layout.nodes))
        start, end = nodes[:, layout.paths[:, 0]].reshape(-1, 2), nodes[:, layout.paths[:, 1]].reshape(-1, 2)
        paths.append((start, end, "footway" if layout.is_walled else "residential"))
    drawn = [shapely.linestrings(np.stack([start, end], axis=1)) for start, end, _ in paths]
    unnamed = [np.full(len(start), "", object) for start, _, _ in paths]
    kinds = [kind, *(np.full(len(start), highway, object) for start, _, highway in paths)]
    lines = gpd.GeoDataFrame(
        {"highway": np.concatenate(kinds), "name": np.concatenate([name[is_road], *unnamed])},
        geometry=np.concatenate([roads, *drawn]),
    )
    _, vertex = np.unique(vertex_keys(shapely.get_coordinates(lines.geometry.values)), return_inverse=True)
    return split_lines(lines, [vertex])


def _draw_roads(
    ground: Ground, lattice: Lattice, connectors: Connectors, is_road: Bool, crossing: Bool
) -> tuple[Objects, Objects]:
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
    over_rail = crossing[row] & touch_vertices(s, find_vertices(s, s.kind == RAILWAY))[row].any(axis=1)
    kind[over_rail & (lattice.number[s.line[row]] // COARSE % _FOOTBRIDGES == 1)] = "steps"
    return lines, kind
