"""Walking: profiles, and exact walks from every home to its nearest facility. Arrays only, no geometry."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.errors import InputError
from geo.kernels import (
    NOWHERE,
    Labels,
    Origins,
    Points,
    Scratch,
    Search,
    Seeds,
    Targets,
    leave_edges,
    spread,
)
from geo.roads import WalkNetwork
from geo.snap import AccessPoints

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]


#: Width of the search's buckets [m]: about the length of an edge; only the speed depends on it.
BUCKET_M: Final = 16.0


@dataclass(frozen=True)
class Profile:
    """A walker.

    Parameters
    ----------
    name
        Its name.
    speed_m_per_min
        Walking speed [m/min].
    uses_steps
        Whether it can climb steps.
    steps_factor
        How many metres on the level a metre of steps costs.
    signal_wait_min
        Mean wait at a signalled crossing [min].
    """

    name: str
    speed_m_per_min: float
    uses_steps: bool = True
    steps_factor: float = 1.0
    signal_wait_min: float = 0.0

    @property
    def speed_km_h(self) -> float:
        """Walking speed [km/h]."""
        return self.speed_m_per_min * 0.06

    @property
    def has_penalties(self) -> bool:
        """Whether anything costs it more than its length."""
        return self.steps_factor != 1 or self.signal_wait_min > 0


#: GB 50180-2018 reads 15 minutes as 1,000 m, which is 4 km/h; 0.8 m/s for elders; 5 km/h is the default of most
#: foreign tools. Steps*: people over 50 climb them at about half of that (Fruin 1971, "Pedestrian Planning and
#: Design"). Signals*: who arrives at any time waits (C - g)^2 / 2 C (Highway Capacity Manual), 0.5 min for a main road:
#: a cycle C of 110 s with g = 28 s of green. Both marked * are from memory.
PROFILES: Final[dict[str, Profile]] = {
    "adult": Profile("adult", 4000 / 60),
    "elder": Profile("elder", 0.8 * 60, steps_factor=2.0, signal_wait_min=0.5),
    "wheelchair": Profile("wheelchair", 0.8 * 60, uses_steps=False, signal_wait_min=0.5),
    "brisk": Profile("brisk", 1.39 * 60),
}


def find_profile(name: str) -> Profile:
    """Return a profile by name.

    Parameters
    ----------
    name
        A key of :data:`PROFILES`.

    Returns
    -------
    Profile
        The walker.

    Raises
    ------
    InputError
        With the choices.

    Examples
    --------
    >>> round(find_profile("adult").speed_m_per_min * 15)
    1000
    """
    if name not in PROFILES:
        raise InputError(f'unknown profile "{name}"; choose one of {", ".join(PROFILES)}')
    return PROFILES[name]


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

    walk_m: FloatArray
    facility: IntArray


def nearest_facilities(
    network: WalkNetwork,
    origins: AccessPoints,
    facilities: AccessPoints,
    category: IntArray,
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
    >>> from geo.sample import build_sample
    >>> from geo.walks import measure_walks
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> one = AccessPoints(np.array([0]), np.array([3]), np.array([5.0]), np.array([0.0]), np.array([-1]), 1)
    >>> price_points(network, one).offset_m.tolist()
    [5.0]
    """
    offset_m = points.offset_m * network.stretch[points.edge]
    return Points(points.place.astype(np.int32), points.edge.astype(np.int32), offset_m, points.access_m)


def _take_points(points: Points, rows: npt.NDArray[np.integer]) -> Points:
    return Points(points.place[rows], points.edge[rows], points.offset_m[rows], points.access_m[rows])


def sort_targets(network: WalkNetwork, points: AccessPoints, kind: IntArray) -> Targets:
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> one = AccessPoints(np.array([0]), np.array([3]), np.array([5.0]), np.array([0.0]), np.array([-1]), 1)
    >>> sort_targets(network, one, np.array([0])).on_edge[:5].tolist()
    [0, 0, 0, 0, 1]
    """
    order = np.lexsort((points.place, points.edge))
    ordered = _take_points(price_points(network, points), order)
    on_edge = np.zeros(len(network.u) + 1, np.int32)
    np.cumsum(np.bincount(ordered.edge, minlength=len(network.u)), out=on_edge[1:])
    return Targets(on_edge, ordered, kind[ordered.place].astype(np.int32))


def _search_category(
    network: WalkNetwork,
    origins: Points,
    targets: Targets,
    kind: int,
    limit_m: float,
    walk_m: FloatArray,
    nearest: IntArray,
) -> None:
    """Fill in the walks of one category."""
    labels = make_labels(network)
    seeds = plant_seeds(network, targets.points, np.flatnonzero(targets.kind == kind))
    spread(network.graph, seeds, limit_m, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    leave_edges(network.edges, origins, labels, targets, kind, walk_m, nearest)


def plant_seeds(network: WalkNetwork, points: Points, chosen: npt.NDArray[np.integer]) -> Seeds:
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> network = build_network(build_sample().roads)
    >>> spot = Points(*(np.array([0], np.int32),) * 2, np.array([100.0]), np.array([5.0]))
    >>> plant_seeds(network, spot, np.array([0])).at_m.tolist()
    [105.0, 205.0]
    """
    edge, offset_m, access_m = points.edge[chosen], points.offset_m[chosen], points.access_m[chosen]
    # a place at the far end of an edge may lie a rounding error beyond it
    rest_m = np.maximum(network.cost_m[edge] - offset_m, 0.0)
    node = np.concatenate([network.u[edge], network.v[edge]])
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> prepare_search(build_network(build_sample().roads)).width_m
    16.0
    """
    return Search(network.graph, network.edges, make_labels(network), make_scratch(network), BUCKET_M)


def list_origins(
    network: WalkNetwork, points: AccessPoints, places: npt.NDArray[np.integer], centre: FloatArray
) -> Origins:
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> two = AccessPoints(np.array([0, 1]), np.array([3, 4]), np.zeros(2), np.zeros(2), np.array([-1, -1]), 2)
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> make_labels(build_network(build_sample().roads)).source[0]
    np.int32(-1)
    """
    n = len(network.node_xy)
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
    >>> from geo.roads import build_network
    >>> from geo.sample import build_sample
    >>> make_scratch(build_network(build_sample().roads)).head.max()
    np.int32(-1)
    """
    n = len(network.node_xy)
    ring = int(network.graph.cost_m.max() / BUCKET_M) + 2
    return Scratch(np.full(ring, -1, np.int32), np.empty(n, np.int32), np.full(n, NOWHERE, np.int32))
