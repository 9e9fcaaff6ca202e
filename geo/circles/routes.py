"""Routes: the way behind a verdict, as a line from a home to the facility it counts to."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.ops import substring

from geo.arrays import Float64
from geo.city.categories import check_category
from geo.city.model import City
from geo.city.walks import Walks
from geo.errors import NotFoundError
from geo.walking.access_points import AccessPoints, take_places
from geo.walking.kernels import search_network
from geo.walking.network import WalkNetwork
from geo.walking.search import BUCKET_M, make_labels, make_scratch, price_points, seed_nodes
from geo.walking.structs import Points, Seeds


def trace_route(city: City, walks: Walks, *, home_id: str, category: str) -> gpd.GeoDataFrame:
    """Trace the walk from a home to its nearest facility of a category.

    Parameters
    ----------
    city, walks
        The city and its walks.
    home_id
        The home.
    category
        One of ``walks.context.categories``.

    Returns
    -------
    geopandas.GeoDataFrame
        One row: ``home_id, facility_id, category, walk_m`` (the table's), ``walk_min, length_m`` (of the line; what
        `walk_m` has beyond it are the profile's penalties), LineString from the home, through its gate where it has
        one, to the facility, or its gate.

    Raises
    ------
    NotFoundError
        If there is no such home, or no way from it.
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.city.walks import measure_walks
    >>> city = build_sample()
    >>> route = trace_route(city, measure_walks(city), home_id="yard", category="clinic")
    >>> (shapely.get_coordinates(route.geometry.iloc[0]) - ORIGIN).tolist()
    [[150.0, 10.0], [150.0, 0.0], [0.0, 0.0]]
    """
    route = find_route(city, walks, home_id=home_id, category=category)
    line = _join([route.home, *route.leave, *route.lines, *route.arrive])
    columns = {
        "home_id": [home_id],
        "facility_id": [city.facilities["facility_id"].iloc[route.facility]],
        "category": [category],
        "walk_m": [route.walk_m],
        "walk_min": [route.walk_m / walks.context.profile.speed_m_per_min],
        "length_m": [shapely.length(line)],
    }
    return gpd.GeoDataFrame(columns, geometry=[line], crs=city.crs)


@dataclass(frozen=True, kw_only=True)
class Route:
    """The walk from a home to its nearest facility of a category.

    Parameters
    ----------
    facility
        Row of the facility.
    walk_m
        The table's walk [m].
    home
        Where it begins.
    leave, arrive
        The gate that it leaves through, if any; the gate or the facility where it ends.
    edges, lines
        Rows of the network's edges that it takes, and the part of each, in order.
    """

    facility: int
    walk_m: float
    home: shapely.Point
    leave: list[shapely.Point]
    edges: list[int]
    lines: list[shapely.LineString]
    arrive: list[shapely.Point]


def find_route(city: City, walks: Walks, *, home_id: str, category: str) -> Route:
    """Find the walk from a home to its nearest facility of a category, edge by edge.

    Parameters
    ----------
    city, walks, home_id, category
        As for :func:`trace_route`.

    Returns
    -------
    Route
        From the home to the facility.

    Raises
    ------
    NotFoundError
        If there is no such home, or no way from it.
    InputError
        If the category is unknown.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> city = build_sample()
    >>> find_route(city, measure_walks(city), home_id="corner", category="school").walk_m
    900.0
    """
    check_category(category, walks.context.categories)
    rows = np.flatnonzero(city.homes["home_id"].to_numpy() == home_id)
    if not len(rows):
        raise NotFoundError(f'no home has the id "{home_id}"')
    home, k = int(rows[0]), walks.context.categories.index(category)
    facility = int(walks.nearest.facility[home, k])
    if facility < 0:
        raise NotFoundError(f'home "{home_id}": no way to any facility of the category "{category}"')
    start = take_places(walks.context.homes, np.array([home]))
    goal = take_places(walks.context.facilities, np.array([facility]))
    walk_m = float(walks.nearest.walk_m[home, k])
    way = _find_way(walks.context.network, start, goal, walk_m)
    return Route(
        facility=facility,
        walk_m=walk_m,
        home=city.homes.geometry.iloc[home],
        leave=_list_gate(city, start, way.leave),
        edges=way.edges,
        lines=way.lines,
        arrive=_list_gate(city, goal, way.arrive) or [city.facilities.geometry.iloc[facility]],
    )


@dataclass(frozen=True)
class _Way:
    """Rows of the access points where the way leaves and arrives, and the edges between them with their parts."""

    leave: int
    arrive: int
    edges: list[int]
    lines: list[shapely.LineString]


def _find_way(network: WalkNetwork, start: AccessPoints, goal: AccessPoints, walk_m: float) -> _Way:
    """Search from the goal, then go down from the start: every step costs exactly what it brings nearer."""
    ends = price_points(network, goal)
    seeds = seed_nodes(network, ends, np.arange(len(ends.edge)))
    labels = make_labels(network)
    search_network(network.graph, seeds, walk_m + 1.0, BUCKET_M, labels, make_scratch(network), np.empty(0, np.int32))
    leave, node, arrive = _leave(network, price_points(network, start), ends, labels.to_m)
    along = start.offset_m[leave]
    line = network.geometry[start.edge[leave]]
    if arrive >= 0:
        return _Way(leave, arrive, [int(start.edge[leave])], [substring(line, along, goal.offset_m[arrive])])
    to_u = node == 0
    edges, lines = [int(start.edge[leave])], [substring(line, along, 0.0 if to_u else line.length)]
    at = int((network.edges.u if to_u else network.edges.v)[start.edge[leave]])
    while True:
        at = _step_out(network, labels.to_m, at)
        seed = _find_seed(seeds, at, labels.to_m[at])
        if seed >= 0:
            arrive = seed % len(ends.edge)
            line = network.geometry[goal.edge[arrive]]
            from_m = 0.0 if seed < len(ends.edge) else line.length
            last = substring(line, from_m, goal.offset_m[arrive])
            return _Way(leave, arrive, [*edges, int(goal.edge[arrive])], [*lines, last])
        edge, at = _step(network, labels.to_m, at)
        edges.append(edge)
        line = network.geometry[edge]
        lines.append(line if at in (network.edges.v[edge], network.edges.from_v[edge]) else line.reverse())


def _leave(network: WalkNetwork, starts: Points, ends: Points, to_m: Float64) -> tuple[int, int, int]:
    """Choose how to leave: the access point, over u (0) or v (1), or straight to an end on the same edge."""
    u, v, cost_m = network.edges.u[starts.edge], network.edges.v[starts.edge], network.cost_m[starts.edge]
    by_u_m = starts.access_m + starts.offset_m + to_m[u]
    by_v_m = starts.access_m + np.maximum(cost_m - starts.offset_m, 0.0) + to_m[v]
    same = starts.edge[:, None] == ends.edge[None, :]
    along_m = np.abs(starts.offset_m[:, None] - ends.offset_m[None, :]) + ends.access_m + starts.access_m[:, None]
    table = np.column_stack([np.where(same, along_m, np.inf), by_u_m, by_v_m])
    leave, choice = divmod(int(table.argmin()), table.shape[1])
    straight = choice < len(ends.edge)
    return leave, choice - len(ends.edge), choice if straight else -1


def _find_seed(seeds: Seeds, node: int, to_m: float) -> int:
    """Find the seed that a node's label is, or -1."""
    rows = np.flatnonzero((seeds.node == node) & (seeds.at_m == to_m))
    return int(rows[0]) if len(rows) else -1


def _step_out(network: WalkNetwork, to_m: Float64, at: int) -> int:
    """Go on in public, and then to where walks leave private ways, where a node's label came from there."""
    before = network.search_nodes.before
    while before[at] >= 0 and to_m[before[at]] == to_m[at]:
        at = int(before[at])
    return at


def _step(network: WalkNetwork, to_m: Float64, at: int) -> tuple[int, int]:
    """Find the edge that a node's label came over, and the node at its other end."""
    graph = network.graph
    around = slice(graph.pointer[at], graph.pointer[at + 1])
    other, cost_m = graph.neighbour[around], graph.cost_m[around]
    came = np.where(to_m[other] < to_m[at], np.abs(to_m[other] + cost_m - to_m[at]), np.inf)
    best = int(came.argmin())
    return int(graph.edge[around][best]), int(other[best])


def _list_gate(city: City, points: AccessPoints, row: int) -> list[shapely.Point]:
    """List the gate that an access point is reached through, if any."""
    gate = points.gate[row]
    return [] if gate < 0 or city.gates is None else [city.gates.geometry.iloc[gate]]


def _join(parts: list[shapely.Geometry]) -> shapely.LineString:
    """Join points and lines that follow each other; where a corner would stand twice, once."""
    xy = shapely.get_coordinates(parts)
    new = np.r_[True, (np.abs(np.diff(xy, axis=0)) > 1e-9).any(axis=1)]
    return shapely.LineString(xy[new] if new.sum() > 1 else xy[:2])
