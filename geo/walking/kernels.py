"""The compiled searches of the walking engine: plain loops over arrays, without the interpreter's lock.

Nodes wait in buckets of equal width, each a doubly linked list inside arrays, so that nothing is allocated while a
search runs; the buckets are a ring, as long as the longest edge needs. A node that turns out nearer moves to its new
bucket, even to the one at hand, so that the result is exact for any width (Dial 1969; Meyer and Sanders 2003,
"Delta-stepping"). Compiled code is kept on disk: a second process pays nothing.
"""

import numpy as np

from geo.arrays import Float64, Int32
from geo.walking.compiled import compiled
from geo.walking.structs import NOWHERE, Edges, Found, Graph, Labels, Origins, Points, Scratch, Search, Seeds, Targets


@compiled
def _put(node: int, slot: int, head: Int32, after: Int32, before: Int32) -> None:
    first = head[slot]
    after[node] = first
    before[node] = -1
    if first >= 0:
        before[first] = node
    head[slot] = node


@compiled
def _take(node: int, slot: int, head: Int32, after: Int32, before: Int32) -> None:
    left, right = before[node], after[node]
    if left >= 0:
        after[left] = right
    else:
        head[slot] = right
    if right >= 0:
        before[right] = left
    before[node] = NOWHERE


@compiled
def _push_seeds(
    seeds: Seeds, limit_m: float, width_m: float, labels: Labels, scratch: Scratch, reached: Int32
) -> tuple[int, float]:
    """Let the seeds wait in their buckets; return how many nodes are reached, and the least cost."""
    head, after, before = scratch
    to_m, source = labels
    found, lowest_m = 0, np.inf
    for i in range(len(seeds.node)):
        node, at_m = seeds.node[i], seeds.at_m[i]
        if at_m < to_m[node] and at_m <= limit_m:
            if before[node] != NOWHERE:
                _take(node, int(to_m[node] / width_m) % len(head), head, after, before)
            elif found < len(reached) and to_m[node] == np.inf:
                reached[found] = node
                found += 1
            to_m[node], source[node] = at_m, seeds.source[i]
            _put(node, int(at_m / width_m) % len(head), head, after, before)
            lowest_m = min(lowest_m, at_m)
    return found, lowest_m


@compiled
def search_network(
    graph: Graph, seeds: Seeds, limit_m: float, width_m: float, labels: Labels, scratch: Scratch, reached: Int32
) -> int:
    """Spread from seeds over the network as far as a limit.

    Parameters
    ----------
    graph
        The network.
    seeds
        Where to begin.
    limit_m
        How far to go [m]; closed.
    width_m
        Width of a bucket [m].
    labels
        Lowered where a seed is nearer than what they hold; the rest is left alone. Changed.
    scratch
        Left as found.
    reached
        Where to write the nodes whose label was infinite, as far as it has room. Changed.

    Returns
    -------
    int
        Number of entries in `reached`, each node once.
    """
    pointer, neighbour, cost_m = graph.pointer, graph.neighbour, graph.cost_m
    head, after, before = scratch
    to_m, source = labels
    ring, room, empty = len(head), len(reached), 0
    found, lowest_m = _push_seeds(seeds, limit_m, width_m, labels, scratch, reached)
    slot = 0 if lowest_m == np.inf else int(lowest_m / width_m) % ring
    # a whole ring of empty buckets: nobody waits any more
    while empty < ring:
        node = head[slot]
        if node < 0:
            slot, empty = slot + 1 if slot + 1 < ring else 0, empty + 1
            continue
        empty = 0
        _take(node, slot, head, after, before)
        here_m, origin = to_m[node], source[node]
        for i in range(pointer[node], pointer[node + 1]):
            other, there_m = neighbour[i], here_m + cost_m[i]
            if there_m < to_m[other] and there_m <= limit_m:
                if before[other] != NOWHERE:
                    _take(other, int(to_m[other] / width_m) % ring, head, after, before)
                elif found < room and to_m[other] == np.inf:
                    reached[found] = other
                    found += 1
                to_m[other], source[other] = there_m, origin
                _put(other, int(there_m / width_m) % ring, head, after, before)
    return found


@compiled
def finish_origins(
    edges: Edges, origins: Points, labels: Labels, targets: Targets, kind: int, walk_m: Float64, nearest: Int32
) -> None:
    """Walk from access points over the ends of their edges, or straight along them, to the nearest target.

    Parameters
    ----------
    edges
        The network's.
    origins
        Where the walks begin.
    labels
        What it costs from each node to the nearest target of the kind, and that target's place.
    targets, kind
        The targets, and which of them count.
    walk_m, nearest
        Least walk [m] and place of the target, by place of the origin; infinite and -1 to begin with. Changed. Of equal
        walks the target with the lower row wins.
    """
    u, v, cost_m = edges.u, edges.v, edges.cost_m
    place, edge, offset_m, access_m = origins
    to_m, source = labels
    on_edge, target_kind = targets.on_edge, targets.kind
    target_place, _, target_offset_m, target_access_m = targets.points
    for i in range(len(edge)):
        e = edge[i]
        best_m, best = offset_m[i] + to_m[u[e]], source[u[e]]
        by_v_m = max(cost_m[e] - offset_m[i], 0.0) + to_m[v[e]]
        if by_v_m < best_m:
            best_m, best = by_v_m, source[v[e]]
        for j in range(on_edge[e], on_edge[e + 1]):
            if target_kind[j] == kind:
                along_m = abs(offset_m[i] - target_offset_m[j]) + target_access_m[j]
                if along_m < best_m or (along_m == best_m and target_place[j] < best):
                    best_m, best = along_m, target_place[j]
        total_m, at = best_m + access_m[i], place[i]
        if total_m < walk_m[at] or (total_m == walk_m[at] and total_m < np.inf and best < nearest[at]):
            walk_m[at], nearest[at] = total_m, best


@compiled
def search_from(search: Search, origins: Origins, i: int, limit_m: float, reached: Int32) -> tuple[int, Points]:
    """Spread from one origin, through all its access points.

    Parameters
    ----------
    search
        The network; its labels are changed.
    origins, i
        The origins, and which of them.
    limit_m
        How far to go [m]; closed.
    reached
        Where to write the nodes reached, with room for all of them. Changed.

    Returns
    -------
    tuple
        Number of nodes reached, and the origin's access points.
    """
    points, edges = origins.points, search.edges
    begin, end = origins.place_end[i - 1] if i else 0, origins.place_end[i]
    node, at_m, none = np.empty(2, np.int32), np.empty(2, np.float64), np.zeros(2, np.int32)
    found = 0
    for p in range(begin, end):
        e = points.edge[p]
        node[0], node[1] = edges.from_u[e], edges.from_v[e]
        at_m[0] = points.access_m[p] + points.offset_m[p]
        at_m[1] = points.access_m[p] + max(edges.cost_m[e] - points.offset_m[p], 0.0)
        seeds = Seeds(node, at_m, none)
        found += search_network(
            search.graph, seeds, limit_m, search.width_m, search.labels, search.scratch, reached[found:]
        )
    own = Points(
        points.place[begin:end], points.edge[begin:end], points.offset_m[begin:end], points.access_m[begin:end]
    )
    return found, own


@compiled
def reset_labels(labels: Labels, reached: Int32) -> None:
    """Make the labels of nodes infinite again, after :func:`search_from`."""
    for k in range(len(reached)):
        labels.to_m[reached[k]] = np.inf


@compiled
def collect_within(
    search: Search, origins: Origins, places: Targets, limit_m: float, first: int, found: Found
) -> tuple[int, int]:
    """List the places within a limit of each origin, one search per origin, until the room may not suffice.

    Parameters
    ----------
    search, origins, places
        The network, where to begin, and what to look for.
    limit_m
        The limit [m]; closed.
    first
        Origin to begin with.
    found
        Where to write. Changed. A place is listed once an origin, by its cheapest access point.

    Returns
    -------
    tuple of int
        The first origin that was not begun, and how many entries stand in `found`.
    """
    graph, edges, labels = search.graph, search.edges, search.labels
    reached, filled = np.empty(len(labels.to_m), np.int32), 0
    for i in range(first, len(origins.place_end)):
        if filled + len(found.slot) > len(found.place):
            return i, filled
        begin = filled
        count, own = search_from(search, origins, i, limit_m, reached)
        for n in range(count):
            node = reached[n]
            for h in range(graph.pointer[node], graph.pointer[node + 1]):
                e = graph.edge[h]
                # an edge with both ends reached is looked at from its first end only
                if edges.u[e] == node or labels.to_m[edges.u[e]] == np.inf:
                    filled = _collect_on_edge(e, edges, own, labels, places, limit_m, found, filled)
        for p in range(len(own.edge)):
            filled = _collect_on_edge(own.edge[p], edges, own, labels, places, limit_m, found, filled)
        for k in range(begin, filled):
            found.slot[found.place[k]] = -1
        found.end[i] = filled
        reset_labels(labels, reached[:count])
    return len(origins.place_end), filled


@compiled
def _collect_on_edge(
    e: int, edges: Edges, origin: Points, labels: Labels, places: Targets, limit_m: float, found: Found, filled: int
) -> int:
    """List the places on one edge that are within the limit; return how many stand there now."""
    goal, slot = places.points, found.slot
    by_u_m, by_v_m, cost_m = labels.to_m[edges.u[e]], labels.to_m[edges.v[e]], edges.cost_m[e]
    for j in range(places.on_edge[e], places.on_edge[e + 1]):
        at, offset_m = goal.place[j], goal.offset_m[j]
        walk_m = min(by_u_m + offset_m, by_v_m + max(cost_m - offset_m, 0.0))
        for p in range(len(origin.edge)):
            if origin.edge[p] == e:
                walk_m = min(walk_m, abs(offset_m - origin.offset_m[p]) + origin.access_m[p])
        walk_m += goal.access_m[j]
        if walk_m > limit_m:
            continue
        if slot[at] < 0:
            slot[at] = filled
            found.place[filled], found.walk_m[filled] = at, walk_m
            filled += 1
        elif walk_m < found.walk_m[slot[at]]:
            found.walk_m[slot[at]] = walk_m
    return filled
