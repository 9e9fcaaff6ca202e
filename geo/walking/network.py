"""The walk network: nodes and undirected edges as arrays."""

from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32, Objects
from geo.errors import NetworkError
from geo.texts.notes import Note, make_note
from geo.walking.private_ways import SearchNodes, list_search_nodes
from geo.walking.structs import Edges, Graph


@dataclass(frozen=True, kw_only=True)
class WalkNetwork:
    """Nodes and undirected edges as arrays.

    Parameters
    ----------
    node_xy
        Coordinates of the nodes [m], shape (n, 2), in spatial order.
    u, v
        Node at the first and last point of each edge, shape (m,).
    length_m
        Length of each edge [m], shape (m,).
    steps
        Whether each edge is a flight of steps, shape (m,).
    private
        Whether each edge is open only to walks that begin or end there, shape (m,).
    geometry
        LineString of each edge from u to v, shape (m,), in the city's CRS.
    cost_factor
        What a metre of each edge costs a walker [m], shape (m,): 1 on the level, more where penalties count.
    """

    node_xy: Float64
    u: Int32
    v: Int32
    length_m: Float64
    steps: Bool
    private: Bool
    geometry: Objects
    cost_factor: Float64

    @property
    def cost_m(self) -> Float64:
        """What each edge costs from end to end [m], shape (m,)."""
        return self.length_m * self.cost_factor

    @cached_property
    def component(self) -> Int32:
        """Number of the connected component that each edge belongs to, shape (m,)."""
        n = len(self.node_xy)
        import scipy.sparse.csgraph  # noqa: PLC0415 - takes long, and a lookup of a place builds no network

        matrix = scipy.sparse.coo_matrix((np.ones(len(self.u), np.int8), (self.u, self.v)), shape=(n, n))
        _, of_node = scipy.sparse.csgraph.connected_components(matrix, directed=False)
        return np.asarray(of_node[self.u], np.int32)

    @cached_property
    def component_length_m(self) -> Float64:
        """Total length of each component's edges [m]."""
        return np.bincount(self.component, weights=self.length_m).astype(float)

    @cached_property
    def _usable(self) -> dict[float, tuple[Int32, shapely.STRtree]]:
        return {}

    def list_usable(self, min_component_m: float) -> tuple[Int32, shapely.STRtree]:
        """List the edges in components of at least so many metres, with their tree: planted once."""
        if min_component_m not in self._usable:
            rows = np.flatnonzero(self.component_length_m[self.component] >= min_component_m).astype(np.int32)
            self._usable[min_component_m] = rows, shapely.STRtree(self.geometry[rows])
        return self._usable[min_component_m]

    def with_costs(self, cost_factor: Float64) -> "WalkNetwork":
        """Return the same network at other costs, shape (m,): components and trees are found once for all of them."""
        changed = replace(self, cost_factor=cost_factor)
        for name in ("component", "component_length_m", "_usable", "search_nodes"):
            vars(changed)[name] = getattr(self, name)
        return changed

    @cached_property
    def search_nodes(self) -> SearchNodes:
        """The nodes that a search knows, more than the network has where ways are private."""
        return list_search_nodes(self.u, self.v, self.private, len(self.node_xy))

    @property
    def node_count(self) -> int:
        """How many nodes a search knows."""
        return len(self.search_nodes.before)

    @cached_property
    def graph(self) -> Graph:
        """The network in compressed rows, every edge in both directions."""
        from_u, from_v, u, v, before, beside = self.search_nodes
        private, both = np.flatnonzero(self.private), np.arange(len(self.u))
        # private ways once for walks that leave and once for walks that arrive, and the step from one to the other
        entered = np.flatnonzero(before >= 0)
        start = np.concatenate([from_u, from_v, u[private], v[private], before[entered]])
        end = np.concatenate([from_v, from_u, v[private], u[private], entered])
        edge = np.concatenate([both, both, private, private, beside])
        cost_m = self.cost_m[edge]
        cost_m[len(edge) - len(entered) :] = 0.0
        order = np.argsort(start, kind="stable")
        pointer = np.searchsorted(start[order], np.arange(self.node_count + 1)).astype(np.int32)
        return Graph(
            pointer, end[order].astype(np.int32), edge[order].astype(np.int32), cost_m[order].astype(np.float32)
        )

    @cached_property
    def edges(self) -> Edges:
        """Ends and costs of the edges, as compiled searches take them."""
        nodes = self.search_nodes
        return Edges(nodes.u, nodes.v, self.cost_m, nodes.from_u, nodes.from_v)


def build_network(roads: gpd.GeoDataFrame) -> WalkNetwork:
    """Make the arrays of a walk network from the roads layer.

    Parameters
    ----------
    roads
        ``u, v, length_m, steps``, maybe ``private``, and LineStrings from u to v, in the city's CRS.

    Returns
    -------
    WalkNetwork
        The arrays.

    Raises
    ------
    NetworkError
        If there is no edge.

    Examples
    --------
    >>> from geo.walking.split import split_lines
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:32635")
    >>> build_network(split_lines(line, None)).node_xy.tolist()
    [[0.0, 0.0], [100.0, 0.0]]
    """
    if roads.empty:
        raise NetworkError("the walk network is empty")
    geometry = np.asarray(roads.geometry.values)
    u, v = roads["u"].to_numpy(np.int32), roads["v"].to_numpy(np.int32)
    node_xy = np.empty((int(max(u.max(), v.max())) + 1, 2))
    xy = shapely.get_coordinates(geometry)
    end = np.cumsum(shapely.get_num_coordinates(geometry))
    node_xy[u], node_xy[v] = xy[np.r_[0, end[:-1]]], xy[end - 1]
    return WalkNetwork(
        node_xy=node_xy,
        u=u,
        v=v,
        length_m=roads["length_m"].to_numpy(float),
        steps=roads["steps"].to_numpy(bool),
        private=roads["private"].to_numpy(bool) if "private" in roads else np.zeros(len(u), bool),
        geometry=geometry,
        cost_factor=np.ones(len(u)),
    )


def without_steps(network: WalkNetwork) -> WalkNetwork:
    """Return the network that is left when steps are closed; nodes keep their numbers.

    Parameters
    ----------
    network
        Any walk network.

    Returns
    -------
    WalkNetwork
        Fewer edges, the same nodes.

    Raises
    ------
    NetworkError
        If nothing is left.

    Examples
    --------
    >>> from geo.walking.split import split_lines
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:32635")
    >>> len(without_steps(build_network(split_lines(line, None))).u)
    1
    """
    open_ = ~network.steps
    if not open_.any():
        raise NetworkError("every road is a flight of steps; nothing is left for a profile that avoids steps")
    names = ("u", "v", "length_m", "steps", "private", "geometry", "cost_factor")
    return replace(network, **{name: getattr(network, name)[open_] for name in names})


def describe_components(network: WalkNetwork, *, min_component_m: float) -> list[Note]:
    """Say how connected a network is.

    Parameters
    ----------
    network
        Any walk network.
    min_component_m
        Components shorter than this carry nobody [m].

    Returns
    -------
    list of Note
        A note where there is more than one component, else nothing.

    Raises
    ------
    NetworkError
        If no component is long enough to walk on.

    Examples
    --------
    >>> from geo.walking.split import split_lines
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:32635")
    >>> describe_components(build_network(split_lines(line, None)), min_component_m=50)
    []
    """
    length_m = np.sort(network.component_length_m[network.component_length_m > 0])[::-1]
    usable = length_m >= min_component_m
    if not usable.any():
        raise NetworkError(
            f"the roads have {len(length_m)} components and the longest has {length_m[0]:,.0f} m; expected a component "
            f"of {min_component_m:,.0f} m or more. Lines meet only at shared vertices: snap their ends together, or "
            "set min_component_m in [roads]"
        )
    if len(length_m) == 1:
        return []
    return [
        make_note(
            "components",
            components=len(length_m),
            longest_share=float(length_m[0] / length_m.sum()),
            length_km=float(length_m.sum() / 1000),
            usable=int(usable.sum()),
            least_m=min_component_m,
            unused=int((~usable).sum()),
            unused_km=float(length_m[~usable].sum() / 1000),
        )
    ]
