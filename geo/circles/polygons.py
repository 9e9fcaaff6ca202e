"""Rings put together to polygons: shells, and holes in them."""

import numpy as np
import shapely

from geo.arrays import Float64, Int32, Int64, Shapes, group_starts


def build_polygons(xy: Float64, ring_end: Int32, circle: Int32, shapes: Shapes) -> None:
    """Put rings together: those that run counter-clockwise are shells, the others holes of the shell around them."""
    if not len(ring_end):
        return
    size = np.diff(np.r_[0, ring_end])
    rings = shapely.linearrings(xy, indices=np.repeat(np.arange(len(size)), size))
    is_shell = shapely.is_ccw(rings)
    shell, hole = np.flatnonzero(is_shell), np.flatnonzero(~is_shell)
    owner = _find_shells(rings, circle, shell, hole)
    ring = np.concatenate([shell, hole])
    of_polygon = np.concatenate([np.arange(len(shell)), owner])
    order = np.argsort(of_polygon, kind="stable")
    polygons = shapely.polygons(rings[ring[order]], indices=of_polygon[order])
    found = circle[shell]
    joined = shapely.multipolygons(polygons, indices=np.unique(found, return_inverse=True)[1])
    shapes[np.unique(found)] = joined


def _find_shells(rings: Shapes, circle: Int32, shell: Int64, hole: Int64) -> Int64:
    """Find the shell of each hole: the only one of its circle, or the smallest that it lies in."""
    first = np.searchsorted(circle[shell], circle[hole])
    count = np.searchsorted(circle[shell], circle[hole], side="right") - first
    owner = first.copy()
    many = np.flatnonzero(count > 1)
    if len(many):
        areas = shapely.polygons(rings[shell])
        inside = shapely.points(shapely.get_coordinates(shapely.get_point(rings[hole[many]], 0)))
        row, found = shapely.STRtree(areas).query(inside, predicate="intersects")
        same = circle[shell[found]] == circle[hole[many[row]]]
        row, found = row[same], found[same]
        order = np.lexsort((shapely.area(areas[found]), row))
        row, found = row[order], found[order]
        smallest = group_starts(row)
        owner[many[row[smallest]]] = found[smallest]
    return owner
