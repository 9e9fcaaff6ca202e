"""Walking: profiles, and exact walks from every home to its nearest facility. Arrays only, no geometry."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.sparse
import scipy.sparse.csgraph

from geo.errors import InputError
from geo.roads import WalkNetwork
from geo.snap import AccessPoints

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]


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
    """

    name: str
    speed_m_per_min: float
    uses_steps: bool = True

    @property
    def speed_km_h(self) -> float:
        """Walking speed [km/h]."""
        return self.speed_m_per_min * 0.06


#: PRODUCT.md: GB 50180-2018 reads 15 minutes as 1,000 m, which is 4 km/h; 0.8 m/s for elders; 5 km/h is the
#: default of most foreign tools.
PROFILES: Final[dict[str, Profile]] = {
    "adult": Profile("adult", 4000 / 60),
    "elder": Profile("elder", 0.8 * 60),
    "wheelchair": Profile("wheelchair", 0.8 * 60, uses_steps=False),
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
        Access leg + shortest way + access leg [m], infinite where there is no way, shape (n, K).
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
) -> NearestWalks:
    """Find the nearest facility of each category from every origin, exactly.

    Equal to a shortest path on the network with every snap point inserted as a node: facilities become sources
    that are tied to both ends of their edge, one search a category settles all nodes, and an origin compares the
    two ends of its edge with the straight way along the edge to facilities on it.

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

    Returns
    -------
    NearestWalks
        Shape (origins.count, K). Of facilities equally near, one, always the same.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> build_sample().name
    'Sample'
    """
    walk_m = np.full((origins.count, categories), np.inf)
    facility = np.full((origins.count, categories), -1, np.int32)
    matrix = _search_matrix(network, facilities)
    for k in range(categories):
        chosen = np.flatnonzero(category[facilities.place] == k)
        if not len(chosen) or not len(origins.place):
            continue
        to_node_m, source = _search(matrix, len(network.node_xy), chosen)
        length_m, nearest = _leave_edge(network, origins, to_node_m, source)
        along_m, beside = _along_edge(origins, facilities, chosen)
        direct = along_m < length_m
        length_m = np.where(direct, along_m, length_m) + origins.access_m
        nearest = np.where(direct, beside, nearest)
        _keep_best(walk_m[:, k], facility[:, k], origins.place, length_m, facilities.place[nearest])
    return NearestWalks(walk_m, facility)


def _search_matrix(network: WalkNetwork, facilities: AccessPoints) -> scipy.sparse.csr_array:
    """Lay out the network and, behind its nodes, one source a facility access point, as a sparse matrix."""
    n, k = len(network.node_xy), len(facilities.edge)
    source = np.arange(n, n + k)
    u, v = network.u[facilities.edge], network.v[facilities.edge]
    to_u_m = facilities.access_m + facilities.offset_m
    # a place at the far end of an edge may lie a rounding error beyond it; a negative way would spoil the search
    to_v_m = facilities.access_m + np.maximum(network.length_m[facilities.edge] - facilities.offset_m, 0.0)
    row = np.concatenate([network.u, network.v, source, source])
    column = np.concatenate([network.v, network.u, u, v])
    cost_m = np.concatenate([network.length_m, network.length_m, to_u_m, to_v_m])
    # of parallel edges the shortest counts; a sparse matrix would add them up
    order = np.lexsort((cost_m, column, row))
    row, column, cost_m = row[order], column[order], cost_m[order]
    first = np.r_[True, (row[1:] != row[:-1]) | (column[1:] != column[:-1])]
    pointer = np.searchsorted(row[first], np.arange(n + k + 1)).astype(np.int32)
    return scipy.sparse.csr_array((cost_m[first], column[first].astype(np.int32), pointer), shape=(n + k, n + k))


def _search(matrix: scipy.sparse.csr_array, nodes: int, chosen: npt.NDArray[np.int64]) -> tuple[FloatArray, IntArray]:
    to_node_m, _, source = scipy.sparse.csgraph.dijkstra(
        matrix, directed=True, indices=nodes + chosen, min_only=True, return_predecessors=True
    )
    return to_node_m[:nodes], np.where(source[:nodes] >= 0, source[:nodes] - nodes, -1)


def _leave_edge(
    network: WalkNetwork, origins: AccessPoints, to_node_m: FloatArray, source: IntArray
) -> tuple[FloatArray, IntArray]:
    u, v = network.u[origins.edge], network.v[origins.edge]
    by_u_m = origins.offset_m + to_node_m[u]
    by_v_m = network.length_m[origins.edge] - origins.offset_m + to_node_m[v]
    return np.minimum(by_u_m, by_v_m), np.where(by_u_m <= by_v_m, source[u], source[v])


def _along_edge(
    origins: AccessPoints, facilities: AccessPoints, chosen: npt.NDArray[np.int64]
) -> tuple[FloatArray, IntArray]:
    """Walk straight along an edge to the cheapest facility on it; infinite where none is on it."""
    order = chosen[np.argsort(facilities.edge[chosen], kind="stable")]
    on_edge = facilities.edge[order]
    begin, end = (
        np.searchsorted(on_edge, origins.edge, "left"),
        np.searchsorted(on_edge, origins.edge, "right"),
    )
    pairs = end - begin
    origin = np.repeat(np.arange(len(origins.edge)), pairs)
    within = np.arange(len(origin)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    candidate = order[np.repeat(begin, pairs) + within]
    length_m = np.abs(origins.offset_m[origin] - facilities.offset_m[candidate]) + facilities.access_m[candidate]
    best_m = np.full(len(origins.edge), np.inf)
    best = np.full(len(origins.edge), -1, np.int32)
    _keep_best(best_m, best, origin, length_m, candidate)
    return best_m, best


def _keep_best(
    best_m: FloatArray,
    best: IntArray,
    row: npt.NDArray[np.integer],
    length_m: FloatArray,
    value: npt.NDArray[np.integer],
) -> None:
    """Write the least length of each row, and its value, into `best_m` and `best`."""
    order = np.lexsort((value, length_m, row))
    first = order[np.r_[True, row[order][1:] != row[order][:-1]]] if len(order) else order
    first = first[np.isfinite(length_m[first])]
    best_m[row[first]], best[row[first]] = length_m[first], value[first]
