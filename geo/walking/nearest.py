"""Exact walks from every home to its nearest facility of every category. Arrays only, no geometry."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from geo.arrays import Float64, Int32
from geo.walking.access_points import AccessPoints
from geo.walking.kernels import finish_origins, search_network
from geo.walking.network import WalkNetwork
from geo.walking.search import BUCKET_M, make_labels, make_scratch, price_points, seed_nodes, sort_targets
from geo.walking.structs import Points, Targets


@dataclass(frozen=True)
class NearestWalks:
    """The walk from each origin to the nearest facility of each category.

    Parameters
    ----------
    walk_m
        Access leg + shortest way + access leg [m], infinite where there is no way, shape (n, K). Penalties of the
        profile are in it, as the metres it walks in that time.
    facility
        Row of that facility, -1 where there is no way, shape (n, K).
    """

    walk_m: Float64
    facility: Int32


def nearest_facilities(
    network: WalkNetwork,
    origins: AccessPoints,
    facilities: AccessPoints,
    category: Int32,
    *,
    categories: int,
    limit_m: float = np.inf,
) -> NearestWalks:
    """Find the nearest facility of each category from every origin, exactly.

    Equal to a shortest path on the network with every snap point inserted as a node: a search a category spreads from
    both ends of the edges that its facilities lie on, and an origin compares the two ends of its edge with the straight
    way along the edge to facilities on it. Categories are shared out among the processor's cores.

    Parameters
    ----------
    network
        The walk network.
    origins, facilities
        Where they join the network.
    category
        Category of each facility, 0 to K-1, by its row; shape (facilities.count,).
    categories
        K.
    limit_m
        Nodes farther than this from every facility are left out [m]: walks within it are exact, longer ones may be
        missing.

    Returns
    -------
    NearestWalks
        Shape (origins.count, K). Of facilities equally near, one, always the same.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> measure_walks(build_sample(), categories=["school"]).nearest.walk_m.ravel().tolist()
    [1200.0, 900.0, 1060.0, 600.0, inf]
    """
    walk_m = np.full((categories, origins.count), np.inf)
    nearest = np.full((categories, origins.count), -1, np.int32)
    targets = sort_targets(network, facilities, category)
    starts = price_points(network, origins)
    # a search needs the processor, not the interpreter: threads share the arrays of the network
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [
            pool.submit(_search_category, network, starts, targets, k, limit_m, walk_m[k], nearest[k])
            for k in range(categories)
        ]
    for job in jobs:
        job.result()
    return NearestWalks(walk_m.T, nearest.T)


def _search_category(
    network: WalkNetwork,
    origins: Points,
    targets: Targets,
    kind: int,
    limit_m: float,
    walk_m: Float64,
    nearest: Int32,
) -> None:
    """Fill in the walks of one category."""
    labels = make_labels(network)
    seeds = seed_nodes(network, targets.points, np.flatnonzero(targets.kind == kind))
    search_network(network.graph, seeds, limit_m, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    finish_origins(network.edges, origins, labels, targets, kind, walk_m, nearest)
