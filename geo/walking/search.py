"""What a search needs: access points as compiled code takes them, seeds, labels and buckets."""

from typing import Final

import numpy as np

from geo.arrays import Float64, Int32, Integer
from geo.walking.access_points import AccessPoints
from geo.walking.network import WalkNetwork
from geo.walking.structs import NOWHERE, Labels, Origins, Points, Scratch, Search, Seeds, Targets

#: Width of the search's buckets [m]: about the length of an edge; only the speed depends on it.
BUCKET_M: Final = 16.0


def price_points(network: WalkNetwork, points: AccessPoints) -> Points:
    """Turn access points into what compiled searches take: metres along an edge become what they cost.

    Parameters
    ----------
    network
        The walk network.
    points
        Access points.

    Returns
    -------
    Points
        In the same order.

    Examples
    --------
    >>> from geo.walking.access_points import join_points
    >>> from geo.walking.snap import Snaps
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> one = join_points(Snaps(np.array([3], np.int32), np.array([5.0]), np.array([0.0]), np.array([""])))
    >>> price_points(network, one).offset_m.tolist()
    [5.0]
    """
    offset_m = points.offset_m * network.cost_factor[points.edge]
    return Points(points.place.astype(np.int32), points.edge.astype(np.int32), offset_m, points.access_m)


def _take_points(points: Points, rows: Integer) -> Points:
    return Points(points.place[rows], points.edge[rows], points.offset_m[rows], points.access_m[rows])


def sort_targets(network: WalkNetwork, points: AccessPoints, kind: Int32) -> Targets:
    """Bring access points into the order of their edges.

    Parameters
    ----------
    network
        The walk network.
    points
        Access points.
    kind
        Kind of each place, by its row; shape (points.count,).

    Returns
    -------
    Targets
        As compiled searches take them.

    Examples
    --------
    >>> from geo.walking.access_points import join_points
    >>> from geo.walking.snap import Snaps
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> one = join_points(Snaps(np.array([3], np.int32), np.array([5.0]), np.array([0.0]), np.array([""])))
    >>> sort_targets(network, one, np.array([0])).on_edge[:5].tolist()
    [0, 0, 0, 0, 1]
    """
    order = np.lexsort((points.place, points.edge))
    ordered = _take_points(price_points(network, points), order)
    on_edge = np.zeros(len(network.u) + 1, np.int32)
    np.cumsum(np.bincount(ordered.edge, minlength=len(network.u)), out=on_edge[1:])
    return Targets(on_edge, ordered, kind[ordered.place].astype(np.int32))


def seed_nodes(network: WalkNetwork, points: Points, chosen: Integer) -> Seeds:
    """Tie access points to both ends of their edges.

    Parameters
    ----------
    network
        The walk network.
    points
        Access points.
    chosen
        Rows of those to begin at.

    Returns
    -------
    Seeds
        Two an access point, each with the place it belongs to.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> spot = Points(*(np.array([0], np.int32),) * 2, np.array([100.0]), np.array([5.0]))
    >>> seed_nodes(network, spot, np.array([0])).at_m.tolist()
    [105.0, 205.0]
    """
    edge, offset_m, access_m = points.edge[chosen], points.offset_m[chosen], points.access_m[chosen]
    # a place at the far end of an edge may lie a rounding error beyond it
    rest_m = np.maximum(network.cost_m[edge] - offset_m, 0.0)
    node = np.concatenate([network.edges.from_u[edge], network.edges.from_v[edge]])
    return Seeds(node, np.concatenate([access_m + offset_m, access_m + rest_m]), np.tile(points.place[chosen], 2))


def prepare_search(network: WalkNetwork) -> Search:
    """Prepare a search of one thread.

    Parameters
    ----------
    network
        The walk network.

    Returns
    -------
    Search
        With labels and scratch of its own.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> prepare_search(build_network(build_sample().roads)).width_m
    16.0
    """
    return Search(network.graph, network.edges, make_labels(network), make_scratch(network), BUCKET_M)


def list_origins(network: WalkNetwork, points: AccessPoints, places: Integer, centre: Float64) -> Origins:
    """List some origins as compiled searches take them.

    Parameters
    ----------
    network
        The walk network.
    points
        Access points of all places.
    places
        Rows of the places chosen, ascending, shape (n,).
    centre
        Where all places lie [m], shape (points.count, 2).

    Returns
    -------
    Origins
        The n chosen.

    Examples
    --------
    >>> from geo.walking.access_points import join_points
    >>> from geo.walking.snap import Snaps
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> two = join_points(Snaps(np.array([3, 4], np.int32), np.zeros(2), np.zeros(2), np.array(["", ""])))
    >>> list_origins(build_network(build_sample().roads), two, np.array([1]), np.zeros((2, 2))).points.edge.tolist()
    [4]
    """
    mine = np.isin(points.place, places)
    place = np.searchsorted(places, points.place[mine]).astype(np.int32)
    chosen = _take_points(price_points(network, points), np.flatnonzero(mine))._replace(place=place)
    place_end = np.searchsorted(place, np.arange(len(places)), side="right").astype(np.int32)
    return Origins(chosen, place_end, centre[places])


def make_labels(network: WalkNetwork) -> Labels:
    """Make labels that nobody has reached yet.

    Parameters
    ----------
    network
        The walk network.

    Returns
    -------
    Labels
        Infinite, and -1.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> make_labels(build_network(build_sample().roads)).source[0]
    np.int32(-1)
    """
    n = network.node_count
    return Labels(np.full(n, np.inf), np.full(n, -1, np.int32))


def make_scratch(network: WalkNetwork) -> Scratch:
    """Make what a search needs beside its results; it leaves it ready for the next.

    Parameters
    ----------
    network
        The walk network.

    Returns
    -------
    Scratch
        An empty ring of buckets.

    Examples
    --------
    >>> from geo.walking.network import build_network
    >>> from geo.city.sample import build_sample
    >>> make_scratch(build_network(build_sample().roads)).head.max()
    np.int32(-1)
    """
    n = network.node_count
    ring = int(network.graph.cost_m.max() / BUCKET_M) + 2
    return Scratch(np.full(ring, -1, np.int32), np.empty(n, np.int32), np.full(n, NOWHERE, np.int32))
