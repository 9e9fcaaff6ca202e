"""The arrays that compiled searches take and fill."""

from typing import Final, NamedTuple

from geo.arrays import Float32, Float64, Int32, Int64

#: In `before`: the node waits nowhere.
NOWHERE: Final = -2


class Graph(NamedTuple):
    """Compressed rows: what leads from node i stands at ``pointer[i]`` to ``pointer[i + 1]``.

    Parameters
    ----------
    pointer
        Shape (n + 1,).
    neighbour, edge
        Node at the other end, and row of the edge, shape (2 m,).
    cost_m
        What it costs to walk there [m] in 32 bits: 0.1 mm in a kilometre of 50 edges, shape (2 m,).
    """

    pointer: Int32
    neighbour: Int32
    edge: Int32
    cost_m: Float32


class Edges(NamedTuple):
    """Ends of the edges and what each costs from end to end [m], shape (m,).

    Parameters
    ----------
    u, v
        Where walks arrive.
    cost_m
        What it costs.
    from_u, from_v
        Where walks leave: others only on private ways (:mod:`geo.walking.private_ways`).
    """

    u: Int32
    v: Int32
    cost_m: Float64
    from_u: Int32
    from_v: Int32


class Seeds(NamedTuple):
    """Nodes to begin at, what it costs to get there [m], and what to write into ``Labels.source``; shape (s,)."""

    node: Int32
    at_m: Float64
    source: Int32


class Labels(NamedTuple):
    """Least cost of each node [m], infinite where not known, and the source it comes from, -1; shape (n,)."""

    to_m: Float64
    source: Int32


class Scratch(NamedTuple):
    """The ring of buckets, all -1, and two arrays of one value per node, `before` all :data:`NOWHERE`."""

    head: Int32
    after: Int32
    before: Int32


class Points(NamedTuple):
    """Access points: the place each belongs to, its edge, what the way along it from u and the leg to it cost [m]."""

    place: Int32
    edge: Int32
    offset_m: Float64
    access_m: Float64


class Targets(NamedTuple):
    """Access points of facilities in the order of their edges, and the kind of each.

    Those of edge e stand at ``on_edge[e]`` to ``on_edge[e + 1]``.
    """

    on_edge: Int32
    points: Points
    kind: Int32


class Found(NamedTuple):
    """Places found and the walk to each [m], where those of each origin end, and an array of -1, one per place."""

    place: Int32
    walk_m: Float64
    end: Int64
    slot: Int32


class Search(NamedTuple):
    """A network, and what a search on it needs; labels and scratch are left as found."""

    graph: Graph
    edges: Edges
    labels: Labels
    scratch: Scratch
    width_m: float


class Origins(NamedTuple):
    """Access points of origins, where those of each origin end, and the origins' places [m], shape (n, 2)."""

    points: Points
    place_end: Int32
    centre: Float64
