"""Lines split into the edges of a walk network: where they meet, and where they cross."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int64, Objects, group_starts
from geo.errors import NetworkError

#: Vertices of a line layer nearer than this are one node [m].
_NODE_TOLERANCE_M: Final = 0.01


def split_lines(
    lines: gpd.GeoDataFrame, vertices: Sequence[Int64] | None, *, join_crossings: bool = False
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
        ``private``, ``highway``, ``name``, geometry; without what the lines have not. Nodes are numbered along a
        Hilbert curve, edges by their nodes.

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
    moved = group_starts(vertex, of_line)
    xy, of_line, vertex = xy[moved], of_line[moved], vertex[moved]
    starts = group_starts(of_line)
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
    if "private" in lines:
        edges["private"] = lines["private"].to_numpy(bool)[of_line[take[first[real]]]]
    if "signals" in lines:  # a crossing that is cut in the middle is waited at once, half on either side
        share = edges["length_m"] / shapely.length(lines.geometry.values)[of_line[take[first[real]]]]
        edges["signals"] = lines["signals"].to_numpy(float)[of_line[take[first[real]]]] * share
    return number_nodes(edges)


def _add_meeting_points(lines: Objects, join_crossings: bool) -> tuple[Float64, Int64]:
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
    step_m[group_starts(of_line)] = 0.0
    vertex_m = np.cumsum(step_m)
    vertex_m -= vertex_m[np.searchsorted(of_line, of_line)]
    xy = np.concatenate([xy, shapely.get_coordinates(points)])
    order = np.lexsort((np.concatenate([vertex_m, along_m]), np.concatenate([of_line, line])))
    return xy[order], np.concatenate([of_line, line])[order]


def find_crossings(lines: Objects, tree: shapely.STRtree) -> tuple[Int64, Int64]:
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


def _coordinate_ids(xy: Float64) -> Int64:
    cells = np.round((xy - xy.min(axis=0)) / _NODE_TOLERANCE_M).astype(np.int64)
    _, ids = np.unique(cells[:, 0] * (cells[:, 1].max() + 1) + cells[:, 1], return_inverse=True)
    return ids


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
    lines = edges.geometry.values
    points = np.concatenate([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])[first]
    curve = gpd.GeoSeries(points).hilbert_distance().to_numpy()
    rank = np.empty(len(used), np.int32)
    rank[np.lexsort((used, curve))] = np.arange(len(used), dtype=np.int32)
    edges["u"], edges["v"] = np.split(rank[number], 2)
    edges = edges.sort_values(["u", "v", "length_m"], kind="stable", ignore_index=True)
    edges.insert(0, "edge_id", np.arange(len(edges), dtype=np.int32))
    about = [name for name in ("signals", "private", "highway", "name", "was") if name in edges]
    return edges[["edge_id", "u", "v", "length_m", "steps", *about, "geometry"]]
