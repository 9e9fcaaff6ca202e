"""The walk network: undirected edges between nodes, from OpenStreetMap ways or from any line layer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.errors import NetworkError
from geo.kernels import Edges, Graph

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

#: Ways that one walks along unless their tags say no (OSM wiki, "Tag:highway" and "Access restrictions").
_WALKABLE: Final = frozenset(
    [
        "primary",
        "primary_link",
        "secondary",
        "secondary_link",
        "tertiary",
        "tertiary_link",
        "unclassified",
        "residential",
        "living_street",
        "road",
        "service",
        "track",
        "path",
        "footway",
        "pedestrian",
        "steps",
        "crossing",
        "platform",
    ]
)
#: Ways that one walks along only where their tags say so: expressways without pavements, cycle and bridle ways.
_WALKABLE_IF_SAID: Final = frozenset(["trunk", "trunk_link", "cycleway", "bridleway", "corridor"])
_FOOT_YES: Final = frozenset(["yes", "designated", "permissive", "destination", "customers", "official"])
_FOOT_NO: Final = frozenset(["no", "private", "use_sidepath"])
_ACCESS_NO: Final = frozenset(["no", "private"])
_SIDEWALK_YES: Final = frozenset(["both", "left", "right", "yes", "separate"])
#: Vertices of a line layer nearer than this are one node [m].
_NODE_TOLERANCE_M: Final = 0.01


@dataclass(frozen=True)
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
    geometry
        LineString of each edge from u to v, shape (m,), in the city's CRS.
    stretch
        What a metre of each edge costs a walker [m], shape (m,): 1 on the level, more where penalties count.
    """

    node_xy: FloatArray
    u: IntArray
    v: IntArray
    length_m: FloatArray
    steps: BoolArray
    geometry: npt.NDArray[np.object_]
    stretch: FloatArray

    @property
    def cost_m(self) -> FloatArray:
        """What each edge costs from end to end [m], shape (m,)."""
        return self.length_m * self.stretch

    @cached_property
    def piece(self) -> IntArray:
        """Number of the connected piece that each edge belongs to, shape (m,)."""
        n = len(self.node_xy)
        matrix = scipy.sparse.coo_matrix((np.ones(len(self.u), np.int8), (self.u, self.v)), shape=(n, n))
        _, of_node = scipy.sparse.csgraph.connected_components(matrix, directed=False)
        return np.asarray(of_node[self.u], np.int32)

    @cached_property
    def piece_length_m(self) -> FloatArray:
        """Total length of each piece's edges [m]."""
        return np.bincount(self.piece, weights=self.length_m).astype(float)

    @cached_property
    def _usable(self) -> dict[float, tuple[IntArray, shapely.STRtree]]:
        return {}

    def list_usable(self, min_component_m: float) -> tuple[IntArray, shapely.STRtree]:
        """List the edges in pieces of at least so many metres, with their tree: planted once."""
        if min_component_m not in self._usable:
            rows = np.flatnonzero(self.piece_length_m[self.piece] >= min_component_m).astype(np.int32)
            self._usable[min_component_m] = rows, shapely.STRtree(self.geometry[rows])
        return self._usable[min_component_m]

    @cached_property
    def graph(self) -> Graph:
        """The network in compressed rows, every edge in both directions."""
        n, m = len(self.node_xy), len(self.u)
        start = np.concatenate([self.u, self.v])
        order = np.argsort(start, kind="stable")
        pointer = np.searchsorted(start[order], np.arange(n + 1)).astype(np.int32)
        edge = (order % m).astype(np.int32)
        neighbour = np.concatenate([self.v, self.u])[order].astype(np.int32)
        return Graph(pointer, neighbour, edge, self.cost_m[edge].astype(np.float32))

    @cached_property
    def edges(self) -> Edges:
        """Ends and costs of the edges, as compiled searches take them."""
        return Edges(self.u, self.v, self.cost_m)


def is_walkable(tags: pd.DataFrame) -> BoolArray:
    """Judge ways by the foot rules.

    Parameters
    ----------
    tags
        ``highway`` and any of ``foot``, ``access``, ``sidewalk``, ``motorroad``; "" where absent.

    Returns
    -------
    ndarray of bool
        Shape (n,). Motorways, ``foot=no`` and private access are out; trunk roads and cycleways are in only
        where a tag says that people walk there.

    Examples
    --------
    >>> is_walkable(pd.DataFrame({"highway": ["motorway", "steps", "trunk"], "foot": ["yes", "", "yes"]})).tolist()
    [False, True, True]
    """
    empty = pd.Series("", index=tags.index)
    foot, access, sidewalk, motorroad = (
        tags[name].fillna("") if name in tags else empty for name in ("foot", "access", "sidewalk", "motorroad")
    )
    said = foot.isin(_FOOT_YES) | (sidewalk.isin(_SIDEWALK_YES) & ~foot.isin(_FOOT_NO))
    kind = tags["highway"].isin(_WALKABLE) | (tags["highway"].isin(_WALKABLE_IF_SAID) & said)
    closed = foot.isin(_FOOT_NO) | (access.isin(_ACCESS_NO) & ~foot.isin(_FOOT_YES))
    return np.asarray(kind & ~closed & ~((motorroad == "yes") & ~said), bool)


def count_signals(tags: pd.DataFrame) -> FloatArray:
    """Count the signalled crossings on ways (OSM wiki, "Tag:highway=crossing": ways drawn from kerb to kerb).

    Parameters
    ----------
    tags
        Any of ``crossing`` and ``crossing:signals``; "" where absent.

    Returns
    -------
    ndarray
        1 for a way that is a signalled crossing, else 0, shape (n,). A crossing that is only a node of the road is not
        counted: who walks along that road passes it too.

    Examples
    --------
    >>> count_signals(pd.DataFrame({"crossing": ["traffic_signals", "zebra"]})).tolist()
    [1.0, 0.0]
    """
    said = np.zeros(len(tags), bool)
    for name, value in (("crossing", "traffic_signals"), ("crossing:signals", "yes")):
        if name in tags:
            said |= (tags[name] == value).to_numpy()
    return said.astype(float)


def split_lines(
    lines: gpd.GeoDataFrame, vertices: Sequence[npt.NDArray[np.int64]] | None, *, join_crossings: bool = False
) -> gpd.GeoDataFrame:
    """Split lines into the edges of a walk network.

    Lines meet where they share a vertex. For OpenStreetMap the vertices are its node ids, so a bridge over a road
    does not meet it. In a line layer vertices within 1 cm are one, and a line that ends on another meets it; lines
    that cross without a vertex meet only where `join_crossings` says so, for they may be bridges.

    Parameters
    ----------
    lines
        LineStrings in a metric CRS; with ``highway`` where known (``highway=steps`` makes steps), and ``name``.
    vertices
        Id of each vertex of each line, or None to tell by coordinates.
    join_crossings
        Whether lines of a line layer that cross meet there.

    Returns
    -------
    geopandas.GeoDataFrame
        The roads layer: ``edge_id``, ``u``, ``v``, ``length_m``, ``steps``, ``signals`` (signalled crossings on it),
        ``highway``, ``name``, geometry; without what the lines have not. Nodes are numbered along a Hilbert curve,
        edges by their nodes.

    Raises
    ------
    NetworkError
        If no line has a length.

    Examples
    --------
    >>> cross = gpd.GeoDataFrame(
    ...     geometry=[shapely.LineString([(0, 0), (100, 0), (200, 0)]), shapely.LineString([(100, 0), (100, 50)])],
    ...     crs="EPSG:32635",
    ... )
    >>> split_lines(cross, None).length_m.tolist()
    [100.0, 50.0, 100.0]
    """
    if vertices is None:
        xy, of_line = _add_meeting_points(np.asarray(lines.geometry.values), join_crossings)
        vertex = _coordinate_ids(xy)
    else:
        xy, of_line = shapely.get_coordinates(lines.geometry.values, return_index=True)
        vertex = np.concatenate(vertices)
    _, vertex = np.unique(vertex, return_inverse=True)
    moved = np.r_[True, (vertex[1:] != vertex[:-1]) | (of_line[1:] != of_line[:-1])]
    xy, of_line, vertex = xy[moved], of_line[moved], vertex[moved]
    starts = np.r_[True, of_line[1:] != of_line[:-1]]
    ends = np.r_[starts[1:], True]
    is_node = starts | ends | (np.bincount(vertex)[vertex] > 1)
    inner = is_node & ~starts & ~ends
    # a node inside a line ends one edge and begins the next: its vertex is written twice
    take = np.repeat(np.arange(len(vertex)), np.where(inner, 2, 1))
    begins = np.r_[True, take[1:] == take[:-1]] | starts[take]
    of_edge = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    last = np.r_[first[1:], len(take)] - 1
    real = last > first
    if not real.any():
        raise NetworkError("the roads hold no line with a length; the walk network would be empty")
    keep = real[of_edge]
    geometry = shapely.linestrings(xy[take[keep]], indices=np.cumsum(begins[keep]) - 1)
    edges = gpd.GeoDataFrame(
        {"u": vertex[take[first[real]]], "v": vertex[take[last[real]]], "length_m": shapely.length(geometry)},
        geometry=geometry,
        crs=lines.crs,
    )
    highway = lines["highway"].to_numpy() if "highway" in lines else np.full(len(lines), "")
    edges["highway"] = highway[of_line[take[first[real]]]]
    if "name" in lines:
        edges["name"] = lines["name"].to_numpy()[of_line[take[first[real]]]]
    edges["steps"] = edges["highway"] == "steps"
    if "signals" in lines:  # a crossing that is cut in the middle is waited at once, half on either side
        share = edges["length_m"] / shapely.length(lines.geometry.values)[of_line[take[first[real]]]]
        edges["signals"] = lines["signals"].to_numpy(float)[of_line[take[first[real]]]] * share
    return number_nodes(edges)


def _add_meeting_points(
    lines: npt.NDArray[np.object_], join_crossings: bool
) -> tuple[FloatArray, npt.NDArray[np.int64]]:
    """Give lines a vertex where another ends on them, and where others cross them if they are to meet there."""
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    tree = shapely.STRtree(lines)
    ends = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    end, line = tree.query(ends, predicate="dwithin", distance=_NODE_TOLERANCE_M)
    points = ends[end]
    if join_crossings:
        one, other = find_crossings(lines, tree)
        shared, pair = shapely.get_parts(shapely.intersection(lines[one], lines[other]), return_index=True)
        points = np.concatenate([points, shared, shared])
        line = np.concatenate([line, one[pair], other[pair]])
    along_m = shapely.line_locate_point(lines[line], points)
    inner = (along_m > _NODE_TOLERANCE_M) & (along_m < shapely.length(lines[line]) - _NODE_TOLERANCE_M)
    points, line, along_m = points[inner], line[inner], along_m[inner]
    step_m = np.r_[0.0, np.hypot(*np.diff(xy, axis=0).T)]
    step_m[np.r_[True, of_line[1:] != of_line[:-1]]] = 0.0
    vertex_m = np.cumsum(step_m)
    vertex_m -= vertex_m[np.searchsorted(of_line, of_line)]
    xy = np.concatenate([xy, shapely.get_coordinates(points)])
    order = np.lexsort((np.concatenate([vertex_m, along_m]), np.concatenate([of_line, line])))
    return xy[order], np.concatenate([of_line, line])[order]


def find_crossings(
    lines: npt.NDArray[np.object_], tree: shapely.STRtree
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find pairs of lines that cross away from their ends.

    Parameters
    ----------
    lines
        LineStrings, shape (n,).
    tree
        Tree of the same lines.

    Returns
    -------
    tuple of ndarray
        Rows of the two lines of each pair, each pair once. A pair that only shares vertices does not count.

    Examples
    --------
    >>> lines = shapely.linestrings([[(0, 0), (2, 0)], [(1, -1), (1, 1)]])
    >>> [rows.tolist() for rows in find_crossings(lines, shapely.STRtree(lines))]
    [[0], [1]]
    """
    one, other = tree.query(lines, predicate="crosses")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(lines[one], lines[other])
    known = shapely.intersection(shapely.extract_unique_points(lines[one]), shapely.extract_unique_points(lines[other]))
    apart = shapely.get_num_coordinates(shared) > shapely.get_num_coordinates(known)
    return one[apart], other[apart]


def _coordinate_ids(xy: FloatArray) -> npt.NDArray[np.int64]:
    cells = np.round((xy - xy.min(axis=0)) / _NODE_TOLERANCE_M).astype(np.int64)
    _, ids = np.unique(cells[:, 0] * (cells[:, 1].max() + 1) + cells[:, 1], return_inverse=True)
    return ids


def number_nodes(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order nodes along a Hilbert curve: searches then read memory in order, about twice as fast.

    Parameters
    ----------
    edges
        ``u, v, length_m, steps``, maybe ``signals, highway, name, was``, LineStrings; any ids of nodes. Changed.

    Returns
    -------
    geopandas.GeoDataFrame
        The roads layer, as :func:`split_lines` returns it.

    Examples
    --------
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (9, 0)])], crs="EPSG:32635")
    >>> number_nodes(line.assign(u=7, v=5, length_m=9.0, steps=False))[["u", "v"]].values.tolist()
    [[0, 1]]
    """
    ends = np.concatenate([edges["u"], edges["v"]])
    used, first, number = np.unique(ends, return_index=True, return_inverse=True)
    lines = edges.geometry.values
    points = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])[first]
    curve = gpd.GeoSeries(points).hilbert_distance().to_numpy()
    rank = np.empty(len(used), np.int32)
    rank[np.lexsort((used, curve))] = np.arange(len(used), dtype=np.int32)
    edges["u"], edges["v"] = np.split(rank[number], 2)
    edges = edges.sort_values(["u", "v", "length_m"], kind="stable", ignore_index=True)
    edges.insert(0, "edge_id", np.arange(len(edges), dtype=np.int32))
    about = [name for name in ("signals", "highway", "name", "was") if name in edges]
    return edges[["edge_id", "u", "v", "length_m", "steps", *about, "geometry"]]


def build_network(roads: gpd.GeoDataFrame) -> WalkNetwork:
    """Make the arrays of a walk network from the roads layer.

    Parameters
    ----------
    roads
        ``u, v, length_m, steps`` and LineStrings from u to v, in the city's CRS.

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
    length_m, steps = roads["length_m"].to_numpy(float), roads["steps"].to_numpy(bool)
    return WalkNetwork(node_xy, u, v, length_m, steps, geometry, np.ones(len(u)))


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
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:32635")
    >>> len(without_steps(build_network(split_lines(line, None))).u)
    1
    """
    open_ = ~network.steps
    if not open_.any():
        raise NetworkError("every road is a flight of steps; nothing is left for a profile that avoids steps")
    parts: tuple[Any, ...] = (network.u, network.v, network.length_m, network.steps, network.geometry, network.stretch)
    return WalkNetwork(network.node_xy, *(part[open_] for part in parts))


def describe_pieces(network: WalkNetwork, *, min_component_m: float) -> list[str]:
    """Say how connected a network is.

    Parameters
    ----------
    network
        Any walk network.
    min_component_m
        Pieces shorter than this carry nobody [m].

    Returns
    -------
    list of str
        A sentence where there is more than one piece, else nothing.

    Raises
    ------
    NetworkError
        If no piece is long enough to walk on.

    Examples
    --------
    >>> line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (100, 0)])], crs="EPSG:32635")
    >>> describe_pieces(build_network(split_lines(line, None)), min_component_m=50)
    []
    """
    length_m = np.sort(network.piece_length_m[network.piece_length_m > 0])[::-1]
    usable = length_m >= min_component_m
    if not usable.any():
        raise NetworkError(
            f"the roads are in {len(length_m)} pieces and the longest has {length_m[0]:,.0f} m; expected a piece of "
            f"{min_component_m:,.0f} m or more. Lines meet only at shared vertices: snap their ends together, or "
            "set min_component_m in [roads]"
        )
    if len(length_m) == 1:
        return []
    return [
        f"the walk network is in {len(length_m):,} pieces; the longest holds {length_m[0] / length_m.sum():.1%} of its "
        f"{length_m.sum() / 1000:,.0f} km, {int(usable.sum())} have {min_component_m:,.0f} m or more, and nobody is "
        f"snapped to the other {int((~usable).sum()):,} ({length_m[~usable].sum() / 1000:,.1f} km)"
    ]
