"""An obvious second program for walks: every snap point becomes a node, networkx finds the shortest path.

It shares no code with geo.walking.snap and geo.walking.nearest; slow, plain, and used only to check them.
"""

import itertools
from collections import defaultdict

import networkx as nx
import numpy as np
import shapely


def usable_edges(roads, min_component_m):
    """Rows of the edges in connected pieces of at least so many metres."""
    graph = nx.MultiGraph()
    for row, (u, v, length_m) in enumerate(zip(roads["u"], roads["v"], roads["length_m"], strict=True)):
        graph.add_edge(u, v, row=row, length_m=length_m)
    rows = []
    for nodes in nx.connected_components(graph):
        edges = [data for _, _, data in graph.subgraph(nodes).edges(data=True)]
        if sum(data["length_m"] for data in edges) >= min_component_m:
            rows += [data["row"] for data in edges]
    return np.array(sorted(rows), dtype=int)


def snap(roads, point, rows, limit_m):
    """Nearest edge by measuring to every one: (row, offset, access), or None."""
    distance_m = shapely.distance(roads.geometry.to_numpy()[rows], point)
    if not len(rows) or distance_m.min() > limit_m + 0.001:
        return None
    row = int(rows[distance_m.argmin()])
    return row, float(roads.geometry.iloc[row].project(point)), float(distance_m.min())


def walk_all(roads, homes, facilities, *, limit_m=200.0, min_component_m=2000.0):
    """Walks from every home to every facility [m], infinite where there is none; points in, (n, F) out."""
    rows = usable_edges(roads, min_component_m)
    snaps = {("home", i): snap(roads, point, rows, limit_m) for i, point in enumerate(homes)}
    snaps |= {("facility", j): snap(roads, point, rows, limit_m) for j, point in enumerate(facilities)}
    graph = insert_snaps(roads, snaps)
    walk_m = np.full((len(homes), len(facilities)), np.inf)
    for i, _ in enumerate(homes):
        if ("home", i) in graph:
            reached = nx.single_source_dijkstra_path_length(graph, ("home", i), weight="length_m")
            for j, _ in enumerate(facilities):
                walk_m[i, j] = reached.get(("facility", j), np.inf)
    return walk_m


def walk_all_private(roads, homes, facilities, *, limit_m=200.0, min_component_m=2000.0):
    """As `walk_all`, where private ways are walked only at the beginning and at the end of a walk: three searches."""
    rows = usable_edges(roads, min_component_m)
    snaps = {("home", i): snap(roads, point, rows, limit_m) for i, point in enumerate(homes)}
    snaps |= {("facility", j): snap(roads, point, rows, limit_m) for j, point in enumerate(facilities)}
    inside, outside = part_graphs(roads, snaps)
    walk_m = np.full((len(homes), len(facilities)), np.inf)
    for i, _ in enumerate(homes):
        reached = {("home", i): 0.0}
        for graph in (inside, outside, inside):
            reached = spread(graph, reached)
        for j, _ in enumerate(facilities):
            walk_m[i, j] = reached.get(("facility", j), np.inf)
    return walk_m


def part_graphs(roads, snaps):
    """A graph of private ways and one of the others, with the snap points on each."""
    private = roads["private"].to_numpy(bool) if "private" in roads else np.zeros(len(roads), bool)
    return [
        insert_snaps(
            roads[private == wanted].assign(row=np.flatnonzero(private == wanted)),
            {key: found for key, found in snaps.items() if found is not None and private[found[0]] == wanted},
        )
        for wanted in (True, False)
    ]


def spread(graph, reached):
    """Go on from everything that is reached already, over one graph."""
    graph = graph.copy()
    for node, at_m in reached.items():
        if node in graph:
            graph.add_edge("start", node, length_m=at_m)
    if "start" not in graph:
        return reached
    # one way only: nobody walks back through the start
    found = nx.single_source_dijkstra_path_length(nx.DiGraph(_lead_away(graph)), "start", weight="length_m")
    return {node: min(found.get(node, np.inf), reached.get(node, np.inf)) for node in {*found, *reached} - {"start"}}


def _lead_away(graph):
    return [(a, b, data) for a, b, data in graph.to_directed().edges(data=True) if b != "start"]


def nearest_by_category(roads, homes, facilities, category, **limits):
    """Walk to the nearest facility of each category [m]: {category: (n,)}; searches from all of a category at once."""
    rows = usable_edges(roads, limits.get("min_component_m", 2000.0))
    limit_m = limits.get("limit_m", 200.0)
    snaps = {("home", i): snap(roads, point, rows, limit_m) for i, point in enumerate(homes)}
    snaps |= {("facility", j): snap(roads, point, rows, limit_m) for j, point in enumerate(facilities)}
    inside, outside = part_graphs(roads, snaps)
    found = {}
    for name in sorted(set(category)):
        reached = {
            ("facility", j): 0.0
            for j, other in enumerate(category)
            if other == name and (("facility", j) in inside or ("facility", j) in outside)
        }
        for graph in (inside, outside, inside):
            reached = spread(graph, reached)
        found[name] = np.array([reached.get(("home", i), np.inf) for i, _ in enumerate(homes)])
    return found


def insert_snaps(roads, snaps):
    """Cut every edge at every snap point on it, and tie each place to its point by its access leg."""
    on_edge = defaultdict(list)
    for place, found in snaps.items():
        if found is not None:
            on_edge[found[0]].append((found[1], place, found[2]))
    graph = nx.Graph()

    def tie(a, b, length_m):
        if a != b and (not graph.has_edge(a, b) or graph[a][b]["length_m"] > length_m):
            graph.add_edge(a, b, length_m=length_m)

    number = roads["row"] if "row" in roads else range(len(roads))
    for row, u, v, length_m in zip(number, roads["u"], roads["v"], roads["length_m"], strict=True):
        stops = [(0.0, ("node", u))]
        for offset_m, place, access_m in sorted(on_edge[row], key=lambda stop: (stop[0], str(stop[1]))):
            stops.append((offset_m, ("snap", *place)))
            tie(place, ("snap", *place), access_m)
        stops.append((length_m, ("node", v)))
        for (start_m, a), (end_m, b) in itertools.pairwise(stops):
            tie(a, b, max(end_m - start_m, 0.0))  # an offset may pass the end by a rounding
    return graph
