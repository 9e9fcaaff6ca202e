"""Private ways: open to who lives there or goes there, closed to passing through.

A walk may begin and end on private ways, and in between it keeps to public ones. So that one search finds such walks,
every node of a private way stands three times in the graph: where walks leave private ways, where they go on in public,
and where they arrive on private ways. One gets from the first to the second to the third, and never back. A network
without private ways has none of this.
"""

from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32, Int64
from geo.walking.split import number_nodes

#: A gate is the nodes that lie so near to it [m]: they have the same coordinates, but for rounding.
_SAME_PLACE_M: Final = 0.001


#: What lies behind private ways is private where it is shorter than this share of the longest public piece: the grounds
#: of a campus. Two towns that only a private road joins are none.
_ESTATE_SHARE: Final = 0.05


class SearchNodes(NamedTuple):
    """The nodes that a search knows.

    Parameters
    ----------
    from_u, from_v
        Where walks that leave over each end of an edge begin, shape (m,).
    u, v
        Where walks that arrive over each end of an edge end, shape (m,).
    before
        The node that leads to each without a step, -1 for most; shape (n,).
    beside
        A private edge at each node that has one before it, in their order.
    """

    from_u: Int32
    from_v: Int32
    u: Int32
    v: Int32
    before: Int32
    beside: Int64


def list_search_nodes(u: Int32, v: Int32, private: Bool, count: int) -> SearchNodes:
    """List the nodes that a search knows: those of private ways three times.

    Parameters
    ----------
    u, v
        Nodes at the ends of each edge, shape (m,).
    private
        Whether each edge is private, shape (m,).
    count
        Number of nodes.

    Returns
    -------
    SearchNodes
        The same nodes where nothing is private.

    Examples
    --------
    >>> u, v = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    >>> nodes = list_search_nodes(u, v, np.array([False, True]), 3)
    >>> nodes.from_u.tolist(), nodes.u.tolist(), nodes.before.tolist()
    ([0, 3], [0, 5], [-1, 3, 4, -1, -1, 1, 2])
    """
    edges = np.tile(np.flatnonzero(private), 2)
    nodes, first = np.unique(np.concatenate([u[private], v[private]]), return_index=True)
    leave = np.arange(count, dtype=np.int32)
    arrive = leave.copy()
    leave[nodes] = count + np.arange(len(nodes))
    arrive[nodes] = leave[nodes] + len(nodes)
    before = np.full(count + 2 * len(nodes), -1, np.int32)
    before[nodes], before[arrive[nodes]] = leave[nodes], nodes
    from_u, from_v, to_u, to_v = (
        np.where(private, ends, end).astype(np.int32)
        for ends, end in ((leave[u], u), (leave[v], v), (arrive[u], u), (arrive[v], v))
    )
    return SearchNodes(from_u, from_v, to_u, to_v, before, np.tile(edges[first], 2))


def enclose_roads(roads: gpd.GeoDataFrame, gates: Float64, *, least_m: float) -> gpd.GeoDataFrame:
    """Make private what lies behind private ways and gates: paths of an estate, seldom tagged themselves.

    Parameters
    ----------
    roads
        The roads layer with ``private``, cut at private gates. Not changed.
    gates
        Where private gates are [m], shape (g, 2).
    least_m
        A connected piece of public ways beside private ones stays public from so many metres and a twentieth of the
        longest piece; that does too [m].

    Returns
    -------
    geopandas.GeoDataFrame
        A roads layer. Gates that lead to private ways are joined again; between public ones they stay shut.

    Examples
    --------
    >>> from geo.walking.split import split_lines
    >>> street, drive, path = [(0, 0), (300, 0)], [(100, 0), (100, 50)], [(100, 50), (140, 50)]
    >>> lines = gpd.GeoDataFrame(geometry=shapely.linestrings([street, drive, path]), crs="EPSG:32635")
    >>> roads = split_lines(lines.assign(private=[False, True, False]), None)
    >>> enclose_roads(roads, np.empty((0, 2)), least_m=50).sort_values("length_m").private.tolist()
    [True, True, False, False]
    """
    u, v, private = roads["u"].to_numpy(), roads["v"].to_numpy(), roads["private"].to_numpy(bool)
    count = int(max(u.max(), v.max())) + 1
    ends = np.zeros((count, 2))
    lines = np.asarray(roads.geometry.values)
    ends[u], ends[v] = (shapely.get_coordinates(shapely.get_point(lines, at)) for at in (0, -1))
    gate, node = shapely.STRtree(shapely.points(ends)).query(shapely.points(gates), "dwithin", _SAME_PLACE_M)
    public = ~private
    import scipy.sparse.csgraph  # noqa: PLC0415 - takes long, and a lookup of a place builds no network

    _, piece = scipy.sparse.csgraph.connected_components(
        scipy.sparse.coo_array((np.ones(public.sum()), (u[public], v[public])), shape=(count, count)), directed=False
    )
    length_m = np.bincount(piece[u[public]], weights=roads["length_m"].to_numpy()[public], minlength=piece.max() + 1)
    beside = np.zeros(len(length_m), bool)
    beside[piece[np.concatenate([u[private], v[private], node])]] = True
    enclosed = beside & (length_m < max(least_m, _ESTATE_SHARE * length_m.max())) & (length_m < length_m.max())
    private = private | enclosed[piece[u]]
    number = _join_gates(gate, node, np.unique(np.concatenate([u[private], v[private]])), count)
    return number_nodes(roads.drop(columns="edge_id").assign(u=number[u], v=number[v], private=private))


def _join_gates(gate: Int64, node: Int64, private_nodes: Int64, count: int) -> Int64:
    """Give nodes of private ways at one gate the number of one public node there; other public ones stay apart."""
    number = np.arange(count)
    for one in np.unique(gate):
        here = node[gate == one]
        inside = np.isin(here, private_nodes)
        if inside.any():
            joined = np.concatenate([here[inside], here[~inside][:1]])
            number[joined] = joined[-1]
    return number
