"""Polygons of a level as a page unpacks them: every border once, and rings as the numbers of the arcs they follow."""

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int64, Shapes, group_starts
from maps.encode import pack_numbers
from maps.planner.arcs import Arcs, cut_arcs

#: Stands for the polygon of the row before: a division that holds urban units and villages has two rows.
SAME: Final = "="


def pack_shapes(shapes: gpd.GeoSeries, *, tolerance_m: float) -> dict[str, Any]:
    """Pack the polygons of a level, half the size of :func:`maps.encode.pack_polygons` where they tile the ground.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons in a metric CRS; None for a row without one.
    tolerance_m
        Tolerance of the simplification [m]; 0 for none.

    Returns
    -------
    dict
        ``shape``: a text per row, "" without a polygon, "=" for that of the row before; polygons are joined by ``;``,
        rings by ``,``. A ring is a sequence of numbers as :func:`maps.encode.pack_numbers` writes them: 0 for the next
        new arc, k for the one k before it (1: the latest), walked backward.
        ``arcs``: the new arcs in the order in which rings name them, joined by ``.``; each the steps from vertex to
        vertex (dx, dy in 1e-5 degrees, zig-zag coded), from where the ring has come to. That is the end of the arc
        before; in a ring that begins with a new arc one more step leads there, from the last vertex of the last arc
        that was written, of the first one from 0, 0.

    Examples
    --------
    >>> squares = gpd.GeoSeries([shapely.box(0, 0, 2e-5, 2e-5), shapely.box(2e-5, 0, 4e-5, 2e-5), None], crs=4326)
    >>> pack_shapes(squares, tolerance_m=0.0)
    {'arcs': 'EAAE.DAADEA.EAAEDA', 'shape': ['AA', 'CA', '']}
    """
    polygons = shapes.to_numpy()
    known = has_shape(polygons)
    texts = np.where(known, SAME, "").astype(object)
    rows = np.flatnonzero(known)
    rows = rows[_differ(polygons[rows]) | group_starts(rows - np.arange(len(rows)))]
    arcs = cut_arcs(polygons[rows], shapes.crs, tolerance_m=tolerance_m)
    order = _order_arcs(arcs)
    texts[rows] = _write_rings(arcs, order, len(rows))
    return {"arcs": ".".join(_write_arcs(arcs, order)), "shape": texts.tolist()}


def has_shape(shapes: Shapes) -> Bool:
    """Tell which units have a polygon that is not empty.

    Parameters
    ----------
    shapes
        Polygons, None for none, shape (n,).

    Returns
    -------
    ndarray of bool
        Shape (n,).

    Examples
    --------
    >>> has_shape(np.array([shapely.box(0, 0, 1, 1), None, shapely.Polygon()])).tolist()
    [True, False, False]
    """
    return np.asarray(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))


def _differ(shapes: Shapes) -> Bool:
    """Tell which polygons are not the one before."""
    binary = pd.Series(shapely.to_wkb(shapes), dtype=object)
    return (binary != binary.shift()).to_numpy()


@dataclass(frozen=True)
class _Order:
    """Arcs in the order in which a page meets them, and what it is told of each: 0, or how many before the next one."""

    arc: Int64
    token: Int64


def _order_arcs(arcs: Arcs) -> _Order:
    """Order the arcs of each ring so that it begins with a known one where it has any, and number the new ones."""
    ring, n = arcs.ring_of_arc, len(arcs.first)
    of = _find_partner(arcs)
    begins = np.flatnonzero(group_starts(ring)) if n else np.zeros(0, np.int64)
    size = np.diff(np.append(begins, n))
    own = np.repeat(np.arange(len(begins)), size)
    # one that the ring itself walks twice is not known where it begins
    is_known = (of >= 0) & (ring[of] != ring)
    known = np.flatnonzero(is_known)
    lead = np.zeros(len(begins), np.int64)
    if len(known):
        first = np.searchsorted(known, begins)
        at = known[np.minimum(first, len(known) - 1)]
        lead = np.where((at >= begins) & (at < begins + size), at - begins, 0)
    nth = np.arange(n) - begins[own]
    order = begins[own] + (nth + lead[own]) % size[own]
    # a ring that begins elsewhere may meet the second walk of its own arc first: both are then new
    met = np.empty(n, np.int64)
    met[order] = np.arange(n)
    of = np.where((of >= 0) & (met[of] < met), of, -1)[order]
    count = np.cumsum(of < 0)
    number = np.empty(n, np.int64)
    number[order] = count - 1
    return _Order(order, np.where(of < 0, 0, count - number[of]))


def _find_partner(arcs: Arcs) -> Int64:
    """Find the earlier arc that each one is the way back of, -1 for none."""
    partner = np.full(len(arcs.first), -1, np.int64)
    by_number = np.argsort(arcs.same, kind="stable")
    same, turned = arcs.same[by_number], arcs.is_turned[by_number]
    starts = group_starts(same)
    second = np.flatnonzero(starts[:-1] & ~starts[1:]) + 1
    second = second[turned[second] != turned[second - 1]]
    partner[by_number[second]] = by_number[second - 1]
    return partner


def _write_rings(arcs: Arcs, order: _Order, shapes: int) -> list[str]:
    ring = arcs.ring_of_arc
    packed = pack_numbers(order.token, ring)
    texts, previous = [""] * shapes, -1
    for text, which in zip(packed, arcs.polygon[ring[group_starts(ring)]].tolist(), strict=True):
        shape = arcs.shape[which]
        texts[shape] += ("" if not texts[shape] else "," if which == previous else ";") + text
        previous = which
    return texts


def _write_arcs(arcs: Arcs, order: _Order) -> list[str]:
    """Write the steps of the new arcs; those that begin a ring have one more, from where the last arc ended."""
    is_new = order.token == 0
    new = order.arc[is_new]
    xy, part = arcs.list_vertices(new)
    starts = group_starts(part)
    begin, end = xy[starts], xy[np.append(starts, [True])[1:]]
    steps = np.diff(xy, axis=0, prepend=0)
    steps[starts] = begin - np.concatenate([[[0, 0]], end])[: len(begin)]
    kept = ~starts | group_starts(arcs.ring_of_arc)[is_new][part]
    steps = steps[kept]
    return pack_numbers(((steps << 1) ^ (steps >> 63)).ravel(), np.repeat(part[kept], 2))
