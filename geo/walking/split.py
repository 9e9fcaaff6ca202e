"""Lines split into the edges of a walk network: where they meet, and where they cross."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int64, Objects, group_starts
from geo.errors import NetworkError
from geo.walking.clusters import cluster_points

#: Vertices of a line layer nearer than this are one node [m].
_NODE_TOLERANCE_M: Final = 0.01


def split_lines(
    lines: gpd.GeoDataFrame, vertices: Sequence[Int64] | None, *, join_crossings: bool = False
) -> gpd.GeoDataFrame:
    """Split lines into the edges of a walk network.

    Lines meet where they share a vertex. For OpenStreetMap the vertices are its node ids, so a bridge over a road
    does not meet it. In a line layer vertices within 1 cm are one (:func:`geo.walking.clusters.cluster_points`), and a
    line that ends on another meets it. Lines that cross without a vertex, others or themselves, meet only where
    `join_crossings` says so, for they may be bridges; then a stretch that lines share is one, that of the first.

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
        ``private``, ``highway``, ``name``, geometry; without what the lines have not. No edge is without a length.
        Nodes are numbered along a Hilbert curve, edges by their nodes.

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
    shapes = np.asarray(lines.geometry.values)
    if vertices is None:
        xy, part = _add_meeting_points(shapes, join_crossings)
        xy, vertex = _join_near_vertices(xy, part)
    else:
        xy, part = shapely.get_coordinates(shapes, return_index=True)
        vertex = _join_same_vertices(xy, part, np.concatenate(vertices))
    moved = group_starts(vertex, part)
    xy, part, vertex = xy[moved], part[moved], vertex[moved]
    if not (part[1:] == part[:-1]).any():
        raise NetworkError("the roads hold no line with a length; the walk network would be empty")
    line = part
    if vertices is None and join_crossings:
        xy, part, vertex, line = _drop_shared_stretches(xy, part, vertex)
    edges, line_of_edge = _cut_at_nodes(xy, part, vertex, line)
    return number_nodes(_describe_edges(edges.set_crs(lines.crs), lines, line_of_edge))


def _cut_at_nodes(xy: Float64, part: Int64, vertex: Int64, line: Int64) -> tuple[gpd.GeoDataFrame, Int64]:
    """Cut parts of lines, without repeated vertices, where they begin, end and meet; tell the line of each edge."""
    _, vertex = np.unique(vertex, return_inverse=True)
    starts = group_starts(part)
    ends = np.r_[starts[1:], True]
    inner = ~starts & ~ends & (np.bincount(vertex)[vertex] > 1)
    # a node inside a line ends one edge and begins the next: its vertex is written twice
    take = np.repeat(np.arange(len(vertex)), np.where(inner, 2, 1))
    begins = np.r_[True, take[1:] == take[:-1]] | starts[take]
    of_edge = np.cumsum(begins) - 1
    first = np.flatnonzero(begins)
    last = np.r_[first[1:], len(take)] - 1
    real = last > first
    keep = real[of_edge]
    geometry = shapely.linestrings(xy[take[keep]], indices=np.cumsum(begins[keep]) - 1)
    u, v = vertex[take[first[real]]], vertex[take[last[real]]]
    edges = gpd.GeoDataFrame({"u": u, "v": v, "length_m": shapely.length(geometry)}, geometry=geometry)
    return edges, line[take[first[real]]]


def _describe_edges(edges: gpd.GeoDataFrame, lines: gpd.GeoDataFrame, line: Int64) -> gpd.GeoDataFrame:
    """Give edges what is known of the line that each is a part of, shape (m,)."""
    edges["highway"] = lines["highway"].to_numpy()[line] if "highway" in lines else ""
    if "name" in lines:
        edges["name"] = lines["name"].to_numpy()[line]
    edges["steps"] = edges["highway"] == "steps"
    if "private" in lines:
        edges["private"] = lines["private"].to_numpy(bool)[line]
    if "signals" in lines:  # a crossing that is cut in the middle is waited at once, half on either side
        share = edges["length_m"] / shapely.length(lines.geometry.values)[line]
        edges["signals"] = lines["signals"].to_numpy(float)[line] * share
    return edges


def _join_same_vertices(xy: Float64, of_line: Int64, vertex: Int64) -> Int64:
    """Make one of vertices that follow each other at one place: between them there is nothing to walk."""
    same = (of_line[1:] == of_line[:-1]) & (vertex[1:] != vertex[:-1]) & (xy[1:] == xy[:-1]).all(axis=1)
    if not same.any():
        return vertex
    ids, number = np.unique(vertex, return_inverse=True)
    import scipy.sparse.csgraph  # noqa: PLC0415 - takes long, and a lookup of a place joins nothing

    links = scipy.sparse.coo_matrix(
        (np.ones(int(same.sum()), np.int8), (number[:-1][same], number[1:][same])), shape=(len(ids), len(ids))
    )
    group = scipy.sparse.csgraph.connected_components(links, directed=False)[1]
    _, first = np.unique(group, return_index=True)
    return np.asarray(ids[first[group[number]]])


def _join_near_vertices(xy: Float64, of_line: Int64) -> tuple[Float64, Int64]:
    """Make one of vertices of a line layer that are within 1 cm, at the place of the first; number them."""
    starts = group_starts(of_line)
    is_end = starts | np.r_[starts[1:], True]
    vertex = cluster_points(xy, _NODE_TOLERANCE_M, is_first=is_end)
    _, first = np.unique(vertex, return_index=True)
    return xy[first[vertex]], vertex


def _add_meeting_points(lines: Objects, join_crossings: bool) -> tuple[Float64, Int64]:
    """Give lines a vertex where others end on them; where they are to meet, also where others touch or cross them."""
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    row, segments = _list_segments(xy, of_line)
    tree = shapely.STRtree(segments)
    touching = xy
    if not join_crossings:
        starts = group_starts(of_line)
        touching = xy[starts | np.r_[starts[1:], True]]
    point, segment = tree.query(shapely.points(touching), predicate="dwithin", distance=_NODE_TOLERANCE_M)
    points, after = touching[point], row[segment]
    if join_crossings:
        one, other = (row[found] for found in _find_segment_crossings(segments, tree))
        crossing = _intersect(xy[one], xy[one + 1], xy[other], xy[other + 1])
        points, after = np.concatenate([points, crossing, crossing]), np.concatenate([after, one, other])
    from_m, to_m = (np.hypot(*(points - xy[end]).T) for end in (after, after + 1))
    # what is near an end of the segment is one with it
    inner = (from_m > _NODE_TOLERANCE_M) & (to_m > _NODE_TOLERANCE_M)
    points, after, from_m = points[inner], after[inner], from_m[inner]
    order = np.lexsort((np.r_[np.zeros(len(xy)), from_m], np.r_[np.arange(len(xy)), after]))
    return np.concatenate([xy, points])[order], np.concatenate([of_line, of_line[after]])[order]


def _list_segments(xy: Float64, of_line: Int64) -> tuple[Int64, Objects]:
    """List the straight parts of lines, with the vertex that each begins at; none without a length."""
    row = np.flatnonzero((of_line[1:] == of_line[:-1]) & (xy[1:] != xy[:-1]).any(axis=1))
    return row, shapely.linestrings(np.stack([xy[row], xy[row + 1]], axis=1))


def _find_segment_crossings(segments: Objects, tree: shapely.STRtree) -> tuple[Int64, Int64]:
    one, other = tree.query(segments, predicate="crosses")
    return one[one < other], other[one < other]


def _intersect(begin: Float64, end: Float64, other_begin: Float64, other_end: Float64) -> Float64:
    """Find where segments cross that are known to; shape (n, 2) each."""
    along, other = end - begin, other_end - other_begin
    between = other_begin - begin
    turn = along[:, 0] * other[:, 1] - along[:, 1] * other[:, 0]
    share = (between[:, 0] * other[:, 1] - between[:, 1] * other[:, 0]) / np.where(turn == 0.0, 1.0, turn)
    return np.asarray(begin + np.clip(share, 0.0, 1.0)[:, None] * along)


def find_crossings(lines: Objects) -> tuple[Int64, Int64]:
    """Find lines that cross away from their vertices.

    Parameters
    ----------
    lines
        LineStrings, shape (n,).

    Returns
    -------
    tuple of ndarray
        Rows of the two lines of each pair, each pair once; a line that crosses itself is a pair with itself. Lines
        that only share vertices, or end on one another, are none.

    Examples
    --------
    >>> lines = shapely.linestrings([[(0, 0), (2, 0)], [(1, -1), (1, 1)]])
    >>> [rows.tolist() for rows in find_crossings(lines)]
    [[0], [1]]
    """
    xy, of_line = shapely.get_coordinates(lines, return_index=True)
    row, segments = _list_segments(xy, of_line)
    one, other = (of_line[row[found]] for found in _find_segment_crossings(segments, shapely.STRtree(segments)))
    pairs = np.unique(np.sort(np.stack([one, other], axis=1), axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _drop_shared_stretches(xy: Float64, of_line: Int64, vertex: Int64) -> tuple[Float64, Int64, Int64, Int64]:
    """Leave every stretch to the first line that runs along it: the others are cut into parts there.

    Returns the vertices that are left, with the part and the line that each belongs to.
    """
    row = np.flatnonzero(of_line[1:] == of_line[:-1])
    ends = np.sort(np.stack([vertex[row], vertex[row + 1]], axis=1), axis=1)
    _, first = np.unique(ends[:, 0] * (vertex.max() + 1) + ends[:, 1], return_index=True)
    row = row[np.sort(first)]
    begins = np.r_[True, (row[1:] != row[:-1] + 1) | (of_line[row[1:]] != of_line[row[:-1]])]
    # of every segment its end, and before it its beginning where a part begins there
    segment = np.repeat(np.arange(len(row)), np.where(begins, 2, 1))
    take = row[segment] + ~(group_starts(segment) & begins[segment])
    return xy[take], (np.cumsum(begins) - 1)[segment], vertex[take], of_line[take]


def number_nodes(edges: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order nodes along a Hilbert curve: searches then read memory in order, about twice as fast.

    Parameters
    ----------
    edges
        ``u, v, length_m, steps``, maybe ``signals, private, highway, name, was``, LineStrings; any ids of nodes.
        Changed.

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
    lines = np.asarray(edges.geometry.values)
    end = np.cumsum(shapely.get_num_coordinates(lines))
    xy = shapely.get_coordinates(lines)[np.concatenate([np.r_[0, end[:-1]], end - 1])[first]]
    curve = gpd.GeoSeries(shapely.points(xy)).hilbert_distance().to_numpy()
    rank = np.empty(len(used), np.int32)
    rank[np.lexsort((used, curve))] = np.arange(len(used), dtype=np.int32)
    edges["u"], edges["v"] = np.split(rank[number], 2)
    edges = edges.sort_values(["u", "v", "length_m"], kind="stable", ignore_index=True)
    edges.insert(0, "edge_id", np.arange(len(edges), dtype=np.int32))
    about = [name for name in ("signals", "private", "highway", "name", "was") if name in edges]
    return edges[["edge_id", "u", "v", "length_m", "steps", *about, "geometry"]]
