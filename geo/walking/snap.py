"""Snapping: the nearest point on an edge for every place, and the straight leg to it."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int32, Int64, Objects
from geo.walking.limits import TOLERANCE_M
from geo.walking.network import WalkNetwork

SNAP_LIMIT_M: Final = 200.0


MIN_COMPONENT_M: Final = 2000.0


@dataclass(frozen=True)
class Snaps:
    """Where places meet the walk network.

    Parameters
    ----------
    edge
        Number of the edge, -1 where unsnapped, shape (n,).
    offset_m
        Way along the edge from its node u [m], NaN where unsnapped, shape (n,).
    access_m
        Straight leg from the place to the edge [m], NaN where unsnapped, shape (n,).
    reason
        "" where snapped, else why not, shape (n,).
    """

    edge: Int32
    offset_m: Float64
    access_m: Float64
    reason: Objects


def snap_points(
    network: WalkNetwork,
    points: Objects,
    *,
    limit_m: float = SNAP_LIMIT_M,
    min_component_m: float = MIN_COMPONENT_M,
    barriers: shapely.STRtree | None = None,
) -> Snaps:
    """Snap points onto edges, not onto nodes, of the components that lead somewhere.

    Parameters
    ----------
    network
        The walk network.
    points
        Points in the network's CRS, shape (n,).
    limit_m
        Longest access leg [m]; closed: exactly the limit snaps.
    min_component_m
        Edges of connected components shorter than this are passed over [m].
    barriers
        Tree of walls, rivers, railways that no leg crosses, lines or areas in the network's CRS. A leg may touch one:
        a home on a bank is on either side of it.

    Returns
    -------
    Snaps
        One row per point. Where two edges are equally near (a junction), one of them, always the same.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.walking.split import split_lines
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (3000, 0)])], crs="EPSG:32635")
    >>> snaps = snap_points(build_network(split_lines(line, None)), shapely.points([[100, 30]]))
    >>> snaps.offset_m.tolist(), snaps.access_m.tolist()
    ([100.0], [30.0])
    """
    usable, tree = network.list_usable(min_component_m)
    edge, access_m = np.full(len(points), -1, np.int32), np.full(len(points), np.nan)
    row, near, distance_m = _nearest(tree, points, limit_m)
    edge[row], access_m[row] = usable[near], distance_m
    blocked = np.empty(0, np.int64)
    if barriers is not None:
        blocked = _go_round(network, min_component_m, points, barriers, limit_m, edge, access_m)
        row = np.flatnonzero(edge >= 0)
    offset_m = np.full(len(points), np.nan)
    offset_m[row] = shapely.line_locate_point(network.geometry[edge[row]], points[row])
    reason = np.where(edge >= 0, "", f"no road within {limit_m:,.0f} m").astype(object)
    lost = np.flatnonzero(edge < 0)
    stray, _, _ = _nearest(network.list_usable(0.0)[1], points[lost], limit_m)
    reason[lost[stray]] = f"only roads of a piece shorter than {min_component_m:,.0f} m within {limit_m:,.0f} m"
    reason[blocked] = f"no road within {limit_m:,.0f} m on this side of a barrier"
    return Snaps(edge, offset_m, access_m, reason)


def _go_round(
    network: WalkNetwork,
    min_component_m: float,
    points: Objects,
    barriers: shapely.STRtree,
    limit_m: float,
    edge: Int32,
    access_m: Float64,
) -> Int64:
    """Give points whose leg crosses a barrier the nearest edge that they can get to, if any; return those without."""
    lines, (usable, tree) = network.geometry, network.list_usable(min_component_m)
    row = np.flatnonzero(edge >= 0)
    crossing = row[_crosses(points[row], lines[edge[row]], barriers)]
    near, other = tree.query(points[crossing], "dwithin", limit_m + TOLERANCE_M)
    near, other = crossing[near], usable[other]
    free = ~_crosses(points[near], lines[other], barriers)
    near, other = near[free], other[free]
    away_m = shapely.distance(points[near], lines[other])
    order = np.lexsort((other, away_m, near))
    near, first = np.unique(near[order], return_index=True)
    edge[crossing], access_m[crossing] = -1, np.nan
    edge[near], access_m[near] = other[order][first], away_m[order][first]
    return np.setdiff1d(crossing, near)


def _crosses(points: Objects, lines: Objects, barriers: shapely.STRtree) -> Bool:
    """Tell whether the straight leg from each point to its line crosses a barrier."""
    crossed = np.zeros(len(points), bool)
    crossed[np.unique(barriers.query(shapely.shortest_line(points, lines), "crosses")[0])] = True
    return crossed


def _nearest(tree: shapely.STRtree, points: Objects, limit_m: float) -> tuple[Int64, Int64, Float64]:
    (row, near), distance_m = tree.query_nearest(
        points, max_distance=limit_m + TOLERANCE_M, all_matches=False, return_distance=True
    )
    return row, near, distance_m


def report_snaps(layer: str, ids: pd.Series, snaps: Snaps, roads: gpd.GeoDataFrame) -> pd.DataFrame:
    """Tabulate what was snapped how far onto what, and what was not and why.

    Parameters
    ----------
    layer
        Name of the layer.
    ids
        Identifiers of the places.
    snaps
        Their snaps.
    roads
        The rows of the roads layer that the network was built from: ``edge_id, highway``.

    Returns
    -------
    pandas.DataFrame
        ``layer, id, edge_id, highway, access_m, reason``; no edge and NaN where unsnapped.

    Examples
    --------
    >>> none = Snaps(np.empty(0, np.int32), np.empty(0), np.empty(0), np.empty(0, object))
    >>> report_snaps("homes", pd.Series([], dtype=str), none, gpd.GeoDataFrame({"edge_id": [], "highway": []})).empty
    True
    """
    snapped = snaps.edge >= 0
    rows = snaps.edge[snapped]
    highway, edge_id = np.full(len(ids), "", object), pd.array([pd.NA] * len(ids), dtype="Int64")
    highway[snapped], edge_id[snapped] = roads["highway"].to_numpy()[rows], roads["edge_id"].to_numpy()[rows]
    return pd.DataFrame(
        {
            "layer": layer,
            "id": ids.to_numpy(),
            "edge_id": edge_id,
            "highway": highway,
            "access_m": snaps.access_m.round(2),
            "reason": snaps.reason,
        }
    )
