"""Ways of OpenStreetMap as lines of a walk network: what is open, across squares, and cut where nobody passes."""

import itertools
from dataclasses import replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int64
from geo.errors import InputError
from geo.files.osm_ways import OsmRoads
from geo.texts.notes import Note, make_note
from geo.walking.footways import is_closed_at_times, judge_barriers
from geo.walking.open_areas import InnerEnds, cross_areas

#: Where the header of a file names a box that leaves out more of its roads than this, nothing else it says of its
#: area can be true.
_MOST_BEYOND: Final = 0.5


#: Ways whose ends inside a square lead onto it: the others may run below.
_PATHS: Final = ("footway", "steps", "path", "pedestrian", "cycleway", "corridor")


def check_header_box(ways: gpd.GeoDataFrame, box: shapely.Polygon | None, path: Path) -> list[Note]:
    """Check that the roads of an extract lie in the box that its header names.

    Parameters
    ----------
    ways
        Lines, EPSG:4326.
    box
        The box in degrees; None where there is none, or where the source file states the area.
    path
        The extract.

    Returns
    -------
    list of Note
        A note where some lie wholly beyond it.

    Raises
    ------
    InputError
        If most of them do.
    """
    beyond = 0 if box is None else int((~shapely.intersects(box, np.asarray(ways.geometry.values))).sum())
    if not beyond:
        return []
    west, south, east, north = box.bounds if box is not None else (0.0, 0.0, 0.0, 0.0)
    if beyond > _MOST_BEYOND * len(ways):
        raise InputError(
            f"{path}: {beyond:,} of its {len(ways):,} roads lie wholly beyond the box that its header names (longitude "
            f"{west:.4f} to {east:.4f}, latitude {south:.4f} to {north:.4f}); take the bounds out of the file, or name "
            "the area of the data as extent in [city]"
        )
    return [
        make_note(
            "roads_beyond_box",
            file=path.name,
            roads=len(ways),
            beyond=beyond,
            west=west,
            south=south,
            east=east,
            north=north,
        )
    ]


def select_ways(found: OsmRoads, chosen: Bool) -> OsmRoads:
    """Select some ways, and the areas among them.

    Parameters
    ----------
    found
        What an extract holds.
    chosen
        Which of its ways, shape (n,).

    Returns
    -------
    OsmRoads
        Those chosen; all barriers.
    """
    areas = np.flatnonzero(chosen[found.areas["row"]])
    number = np.cumsum(chosen) - 1
    return replace(
        found,
        ways=found.ways[chosen].reset_index(drop=True),
        vertices=[found.vertices[row] for row in np.flatnonzero(chosen)],
        areas=found.areas.iloc[areas].assign(row=number[found.areas["row"].iloc[areas]]).reset_index(drop=True),
        ring_vertices=[found.ring_vertices[row] for row in areas],
    )


def lay_ways(found: OsmRoads, *, least_m: float) -> tuple[gpd.GeoDataFrame, list[Int64], Float64, list[Note]]:
    """Make the lines of a network: across open areas too, and cut at barriers.

    Parameters
    ----------
    found
        Open ways, in a metric CRS.
    least_m
        Areas of connected pieces shorter than this are not crossed [m]: ways across would make a stray square seem to
        lead somewhere.

    Returns
    -------
    tuple
        Lines, for each the ids of its vertices, where private gates are [m], shape (g, 2), and notes. Where a gate is
        private or nobody passes, each line that ends there has an id of its own for the node.
    """
    ways, vertices, notes = found.ways, found.vertices, []
    row = found.areas["row"].to_numpy()
    inner = _find_inner_ends(found)
    wanted = np.flatnonzero(_measure_pieces(ways, vertices, row[inner.area], inner.vertex)[row] >= least_m)
    rings = [found.ring_vertices[area] for area in wanted]
    is_wanted = np.isin(inner.area, wanted)
    inner = InnerEnds(np.searchsorted(wanted, inner.area[is_wanted]), inner.vertex[is_wanted], inner.xy[is_wanted])
    shapes = found.areas.geometry.to_numpy()[wanted]
    lines, ends, area = cross_areas(shapes, rings, _find_meetings(vertices), inner)
    if len(lines):
        across = ways.iloc[row[wanted[area]]].set_geometry(lines, crs=ways.crs)
        ways = pd.concat([ways, across], ignore_index=True)
        vertices = [*vertices, *ends]
        notes.append(make_note("crossed_areas", areas=len(np.unique(area)), ways=len(lines)))
    closed, private = judge_barriers(found.barriers)
    node = found.barriers["node"].to_numpy(np.int64)
    gates = _find_places(ways, vertices, node[private])
    timed = len(_find_places(ways, vertices, node[is_closed_at_times(found.barriers) & ~closed]))
    if timed:
        notes.append(make_note("timed_gates", gates=timed))
    cut, cut_vertices, passages = _cut_lines(ways, vertices, node[closed | private])
    if passages:
        notes.append(make_note("closed_passages", passages=passages))
    return cut, cut_vertices, gates, notes


def _find_places(ways: gpd.GeoDataFrame, vertices: list[Int64], nodes: Int64) -> Float64:
    """Find where nodes are that any line passes [m], shape (k, 2)."""
    vertex = np.concatenate(vertices)
    rows = np.flatnonzero(np.isin(vertex, nodes))
    rows = rows[np.unique(vertex[rows], return_index=True)[1]]
    return np.asarray(shapely.get_coordinates(ways.geometry.values)[rows], float)


def _find_inner_ends(found: OsmRoads) -> InnerEnds:
    """Find where paths and steps end inside areas without meeting another line."""
    ids, lines = np.unique(np.concatenate([np.unique(line) for line in found.vertices]), return_counts=True)
    ends = np.array([(line[0], line[-1]) for line in found.vertices], np.int64)
    is_path = found.ways["highway"].isin(_PATHS).to_numpy() & (ends[:, 0] != ends[:, 1])
    line, side = np.nonzero(np.isin(ends, ids[lines == 1]) & is_path[:, None])
    geometry = np.asarray(found.ways.geometry.values)[line]
    points = np.where(side == 0, shapely.get_point(geometry, 0), shapely.get_point(geometry, -1))
    area, point = shapely.STRtree(points).query(np.asarray(found.areas.geometry.values), "contains_properly")
    return InnerEnds(area, ends[line[point], side[point]], shapely.get_coordinates(points[point]))


def _measure_pieces(ways: gpd.GeoDataFrame, vertices: list[Int64], row: Int64, inner: Int64) -> Float64:
    """Measure the connected piece that each line belongs to [m], shape (n,).

    Lines meet where they share a vertex; `row` are rings that also meet the vertices `inner`, which lie inside them.
    """
    line = np.concatenate([np.repeat(np.arange(len(vertices)), list(map(len, vertices))), row])
    _, vertex = np.unique(np.concatenate([*vertices, inner]), return_inverse=True)
    import scipy.sparse.csgraph  # noqa: PLC0415 - takes long, and a lookup of a place builds no network

    # lines and vertices are one graph: a line touches each of its vertices
    size = len(vertices) + int(vertex.max()) + 1
    touches = scipy.sparse.coo_array((np.ones(len(line)), (line, len(vertices) + vertex)), shape=(size, size))
    piece = scipy.sparse.csgraph.connected_components(touches, directed=False)[1][: len(vertices)]
    return np.asarray(np.bincount(piece, weights=shapely.length(ways.geometry.values))[piece])


def _find_meetings(vertices: list[Int64]) -> Int64:
    """Find the ids of vertices that several lines share."""
    ids, lines = np.unique(np.concatenate([np.unique(line) for line in vertices]), return_counts=True)
    return np.asarray(ids[lines > 1], np.int64)


def _cut_lines(ways: gpd.GeoDataFrame, vertices: list[Int64], shut: Int64) -> tuple[gpd.GeoDataFrame, list[Int64], int]:
    """Cut lines at vertices where nobody passes; count those on any line."""
    sizes = np.array(list(map(len, vertices)))
    is_shut = np.isin(np.concatenate(vertices), shut)
    touched = np.unique(np.repeat(np.arange(len(sizes)), sizes)[is_shut])
    if not len(touched):
        return ways, vertices, 0
    free = min(0, int(min(line.min() for line in vertices))) - 1
    rows, lines, ids = [], [], []
    for row in touched:
        vertex, xy = vertices[row], shapely.get_coordinates(ways.geometry.iloc[row])
        ends = np.isin(vertex, shut)
        stops = np.unique(np.r_[0, np.flatnonzero(ends), len(vertex) - 1])
        for begin, end in itertools.pairwise(stops):
            part = vertex[begin : end + 1].copy()
            for at in (0, -1):
                if ends[(begin, end)[at]]:
                    part[at], free = free, free - 1
            rows.append(row)
            lines.append(shapely.linestrings(xy[begin : end + 1]))
            ids.append(part)
    passages = len(np.intersect1d(np.concatenate([vertices[row] for row in touched]), shut))
    kept = np.setdiff1d(np.arange(len(ways)), touched)
    pieces = ways.iloc[rows].set_geometry(lines, crs=ways.crs)
    return (
        pd.concat([ways.iloc[kept], pieces], ignore_index=True),
        [*(vertices[row] for row in kept), *ids],
        passages,
    )
