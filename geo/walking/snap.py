"""Snapping: the nearest point on an edge for every place, and the straight leg to it."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int32, Objects
from geo.errors import InvalidGeometryError
from geo.walking.limits import TOLERANCE_M
from geo.walking.network import WalkNetwork

#: Longest straight leg from a place to the network [m]; a city file may say otherwise. Farther away people are not on
#: the street that the network knows.
SNAP_LIMIT_M: Final = 200.0
#: Shortest connected component that places snap onto [m]; a city file may say otherwise. Shorter ones are stray lines
#: of the map, which lead nowhere.
MIN_COMPONENT_M: Final = 2000.0


@dataclass(frozen=True)
class Snaps:
    """Where places meet the walk network.

    Parameters
    ----------
    edge
        Number of the edge, -1 where unsnapped, shape (n,).
    offset_m
        Way along the edge from its node u, where its line begins [m], NaN where unsnapped, shape (n,).
    access_m
        Straight leg from the place to the edge [m], NaN where unsnapped, shape (n,).
    reason
        "" where snapped, else why not: a key of :mod:`geo.texts.reasons`, shape (n,).
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
        Points in the network's CRS, none missing or empty, shape (n,).
    limit_m
        Longest access leg [m]; closed: exactly the limit snaps, to the tolerance of all limits (1 mm).
    min_component_m
        Edges of connected components shorter than this are ignored [m].
    barriers
        Tree of walls, rivers, railways that no leg crosses, lines or areas in the network's CRS. A leg may touch one
        (a home on a bank is on either side of it), run along one, or lie within an area, such as a square that is
        fenced in.

    Returns
    -------
    Snaps
        One row per point. Where two edges are equally near (a junction), one of them, the same in every run.

    Raises
    ------
    InvalidGeometryError
        If a point is missing or empty.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.walking.split import split_lines
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (3000, 0)])], crs="EPSG:32635")
    >>> snaps = snap_points(build_network(split_lines(line, None)), shapely.points([[100, 30]]))
    >>> snaps.offset_m.tolist(), snaps.access_m.tolist()
    ([100.0], [30.0])
    """
    empty = int((shapely.is_missing(points) | shapely.is_empty(points)).sum())
    if empty:
        raise InvalidGeometryError(f"{empty} of {len(points)} points to snap are empty; leave them out")
    usable, lines = network.list_usable(min_component_m), network.geometry
    edge, access_m = _find_nearest(usable, points, limit_m)
    is_blocked = np.zeros(len(points), bool)
    if barriers is not None:
        snapped = np.flatnonzero(edge >= 0)
        crossing = snapped[_crosses(points[snapped], lines[edge[snapped]], barriers)]
        edge[crossing], access_m[crossing] = _find_nearest_this_side(usable, lines, points[crossing], barriers, limit_m)
        is_blocked[crossing] = edge[crossing] < 0
    snapped = np.flatnonzero(edge >= 0)
    offset_m = np.full(len(points), np.nan)
    offset_m[snapped] = shapely.line_locate_point(lines[edge[snapped]], points[snapped])
    reasons = np.full(len(points), "", object)
    reasons[is_blocked] = "behind_barrier"
    far = np.flatnonzero((edge < 0) & ~is_blocked)
    if len(far):  # else nobody needs the tree of all edges
        is_stray = _find_nearest(network.list_usable(0.0), points[far], limit_m)[0] >= 0
        reasons[far[~is_stray]] = "no_road"
        reasons[far[is_stray]] = "short_component"
    return Snaps(edge, offset_m, access_m, reasons)


def _find_nearest(usable: tuple[Int32, shapely.STRtree], points: Objects, limit_m: float) -> tuple[Int32, Float64]:
    """Find the nearest usable edge of every point and the distance to it [m]; -1 and NaN beyond the limit."""
    edges, tree = usable
    edge, distance_m = np.full(len(points), -1, np.int32), np.full(len(points), np.nan)
    (point, near), found_m = tree.query_nearest(
        points, max_distance=limit_m + TOLERANCE_M, all_matches=False, return_distance=True
    )
    edge[point], distance_m[point] = edges[near], found_m
    return edge, distance_m


def _find_nearest_this_side(
    usable: tuple[Int32, shapely.STRtree], lines: Objects, points: Objects, barriers: shapely.STRtree, limit_m: float
) -> tuple[Int32, Float64]:
    """Do as `_find_nearest`, among the edges whose leg crosses no barrier; of equally near ones the first."""
    edges, tree = usable
    edge, distance_m = np.full(len(points), -1, np.int32), np.full(len(points), np.nan)
    point, near = tree.query(points, "dwithin", limit_m + TOLERANCE_M)
    leg_edge = edges[near]
    is_free = ~_crosses(points[point], lines[leg_edge], barriers)
    point, leg_edge = point[is_free], leg_edge[is_free]
    leg_m = shapely.distance(points[point], lines[leg_edge])
    # written from the farthest to the nearest: the last one stays
    order = np.lexsort((leg_edge, leg_m, point))[::-1]
    edge[point[order]], distance_m[point[order]] = leg_edge[order], leg_m[order]
    return edge, distance_m


def _crosses(points: Objects, lines: Objects, barriers: shapely.STRtree) -> Bool:
    """Tell whether the straight leg from each point to its line crosses a barrier."""
    crossed = np.zeros(len(points), bool)
    crossed[np.unique(barriers.query(shapely.shortest_line(points, lines), "crosses")[0])] = True
    return crossed


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
        ``layer, id, edge_id, highway, access_m, reason``; where unsnapped NA, "" and NaN for edge, highway and leg.

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
