"""What can be reached from a place as lines: the part of each edge within a limit."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from geo.arrays import Float64, Int64, Objects
from geo.city.report import list_roads
from geo.city.walk_context import WalkContext, join_place
from geo.errors import InputError
from geo.walking.kernels import search_network
from geo.walking.limits import TOLERANCE_M, to_metres
from geo.walking.network import WalkNetwork
from geo.walking.search import BUCKET_M, make_labels, make_scratch, price_points, seed_nodes
from geo.walking.structs import Points


def reached_edges(
    context: WalkContext, x: float, y: float, *, minutes: Sequence[float], most_parts: int | None = None
) -> gpd.GeoDataFrame:
    """Draw the part of each edge that can be walked to from a place.

    Parameters
    ----------
    context
        Who walks where.
    x, y
        The place, in the city's CRS.
    minutes
        Limits at the profile's speed [min].
    most_parts
        How many parts may be drawn for all limits together, None for any number.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per limit and part: ``minutes, limit_m, edge_id, length_m``, LineStrings; none where no road is
        near enough.

    Raises
    ------
    InputError
        If a limit is no positive number, or there are more parts.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> float(reached_edges(context, *ORIGIN, minutes=[6]).length_m.sum())  # 400 m: 300, then 100 either way; twice
    1000.0
    """
    city, network = context.city, context.network
    if not all(np.isfinite(value) and value > 0 for value in minutes):
        raise InputError(f"minutes {list(minutes)}: expected numbers above 0")
    points = price_points(network, join_place(context, x, y))
    edge_id = list_roads(city, network)["edge_id"].to_numpy()
    parts = [gpd.GeoDataFrame({"minutes": [], "limit_m": [], "edge_id": [], "length_m": []}, geometry=[], crs=city.crs)]
    count = 0
    for value in minutes:
        limit_m = to_metres(value, speed_m_per_min=context.profile.speed_m_per_min)
        edge, lines = trace_reached_edges(network, points, limit_m=limit_m)
        count += len(lines)
        if most_parts is not None and count > most_parts:
            raise InputError(
                f"more than {most_parts:,} parts of roads are within {value:g} min; ask for fewer minutes, for fewer "
                "limits at once, or for polygons"
            )
        columns = {"minutes": value, "limit_m": limit_m, "edge_id": edge_id[edge], "length_m": shapely.length(lines)}
        parts.append(gpd.GeoDataFrame(columns, geometry=lines, crs=city.crs))
    filled = [part for part in parts if len(part)] or parts[:1]
    return gpd.GeoDataFrame(pd.concat(filled, ignore_index=True), crs=city.crs)


def trace_reached_edges(network: WalkNetwork, origin: Points, *, limit_m: float) -> tuple[Int64, Objects]:
    """Trace the part of each edge within a limit of one origin.

    Parameters
    ----------
    network
        The walk network.
    origin
        Access points of one place.
    limit_m
        The limit [m]; closed.

    Returns
    -------
    tuple of ndarray
        Row of the edge, and a LineString from its u towards its v, of each part; an edge may have several.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> spot = Points(np.zeros(1, np.int32), np.array([3], np.int32), np.array([100.0]), np.array([5.0]))
    >>> trace_reached_edges(network, spot, limit_m=25.0)[1][0].length
    40.0
    """
    labels = make_labels(network)
    seeds = seed_nodes(network, origin, np.arange(len(origin.edge)))
    search_network(network.graph, seeds, limit_m, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    edge, low_m, high_m = _list_intervals(network, origin, labels.to_m, limit_m)
    edge, low_m, high_m = _merge(edge, low_m, high_m)
    lines = network.geometry[edge].copy()
    is_part = (low_m > 0) | (high_m < network.length_m[edge])
    is_straight = shapely.get_num_coordinates(lines) == 2
    cut = np.flatnonzero(is_part & is_straight)
    ends = [shapely.get_coordinates(shapely.line_interpolate_point(lines[cut], at[cut])) for at in (low_m, high_m)]
    lines[cut] = shapely.linestrings(np.stack(ends, axis=1))
    for i in np.flatnonzero(is_part & ~is_straight):
        lines[i] = substring(lines[i], low_m[i], high_m[i])
    return edge, lines


def _list_intervals(
    network: WalkNetwork, origin: Points, to_m: Float64, limit_m: float
) -> tuple[Int64, Float64, Float64]:
    """List what is within the limit of either end of each edge, and of the origin on its own: metres along from u."""
    length_m, cost_factor = network.length_m, network.cost_factor
    rest_u_m, rest_v_m = ((limit_m - to_m[end]) / cost_factor for end in (network.edges.u, network.edges.v))
    by_u, by_v = np.flatnonzero(rest_u_m > 0), np.flatnonzero(rest_v_m > 0)
    own = origin.edge
    at_m, rest_m = origin.offset_m / cost_factor[own], (limit_m - origin.access_m) / cost_factor[own]
    own, at_m, rest_m = own[rest_m > 0], at_m[rest_m > 0], rest_m[rest_m > 0]
    edge = np.concatenate([by_u, by_v, own])
    low_m = np.concatenate([np.zeros(len(by_u)), length_m[by_v] - rest_v_m[by_v], at_m - rest_m])
    high_m = np.concatenate([rest_u_m[by_u], length_m[by_v], at_m + rest_m])
    return edge, np.maximum(low_m, 0.0), np.minimum(high_m, length_m[edge])


def _merge(edge: Int64, low_m: Float64, high_m: Float64) -> tuple[Int64, Float64, Float64]:
    """Merge intervals on one edge that overlap or touch."""
    if not len(edge):
        return edge, low_m, high_m
    order = np.lexsort((low_m, edge))
    edge, low_m, high_m = edge[order], low_m[order], high_m[order]
    # edges far apart on one axis, so that the highest end so far never reaches into the next edge
    shift_m = np.cumsum(np.r_[0, edge[1:] != edge[:-1]]) * (2.0 * high_m.max() + 1.0)
    farthest_m = np.maximum.accumulate(high_m + shift_m)
    begins = np.r_[True, low_m[1:] + shift_m[1:] > farthest_m[:-1] + TOLERANCE_M]
    last = np.r_[np.flatnonzero(begins)[1:], len(edge)] - 1
    return edge[begins], low_m[begins], (farthest_m - shift_m)[last]
