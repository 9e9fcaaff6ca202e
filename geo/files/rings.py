"""Rings of one outline: where one ends and the next begins, and which are holes."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64

#: Fewest corners of a ring.
_FEWEST: Final = 3
#: Ends that lie as near as this meet: as the build joins roads [m], or that in degrees.
_GAP_M: Final = 0.01
_GAP_DEG: Final = 1e-7
#: No degrees are more.
_MOST_DEGREES: Final = 180


def choose_gap(xy: Float64) -> float:
    """Choose how far corners may be apart that are one.

    Parameters
    ----------
    xy
        Corners in metres or in degrees, shape (n, 2).

    Returns
    -------
    float
        1 cm, or about that in degrees.

    Examples
    --------
    >>> choose_gap(np.array([(500.0, 0.0)])), choose_gap(np.array([(113.6, 34.7)]))
    (0.01, 1e-07)
    """
    return _GAP_DEG if np.nanmax(np.abs(xy), initial=0.0) <= _MOST_DEGREES else _GAP_M


def split_rings(xy: Float64, numbers: Sequence[int | None]) -> list[Float64]:
    """Split the corners of an outline into rings.

    Parameters
    ----------
    xy
        Corners in their order, shape (n, 2).
    numbers
        The number that each has, None for none, shape (n,).

    Returns
    -------
    list of ndarray
        A ring ends where it comes back to its first corner, or before a corner that has the number of its first one.
        What is left over and too short for a ring stays with the last one.

    Examples
    --------
    >>> xy = np.array([(0, 0), (9, 0), (9, 9), (0, 0), (2, 1), (3, 1), (3, 2)], float)
    >>> [len(ring) for ring in split_rings(xy, [None] * 7)]
    [4, 3]
    >>> [len(ring) for ring in split_rings(xy[[0, 1, 2, 4, 5, 6]], [1, 2, 3, 1, 2, 3])]
    [3, 3]
    """
    starts, is_closed, gap = [0], False, choose_gap(xy)
    for i in range(1, len(xy)):
        first = starts[-1]
        is_back = bool(np.hypot(*(xy[i] - xy[first])) <= gap)
        if is_closed and is_back:
            continue  # the first corner twice
        begins = is_closed or (i - first >= _FEWEST and not is_back and numbers[i] == numbers[first] is not None)
        if begins:
            starts.append(i)
        is_closed = not begins and is_back and i - first >= _FEWEST
    if len(starts) > 1 and len(xy) - starts[-1] < _FEWEST:
        starts.pop()
    return np.split(xy, starts[1:])


def nest_rings(rings: Sequence[shapely.Polygon]) -> shapely.Geometry:
    """Make one area of rings: one that lies in another is a hole in it, and one in a hole an island.

    Parameters
    ----------
    rings
        One polygon for each, at least one.

    Returns
    -------
    shapely.Polygon or shapely.MultiPolygon
        Of rings that cross themselves all as they are: whoever checks the area says so.

    Examples
    --------
    >>> nest_rings([shapely.box(0, 0, 9, 9), shapely.box(2, 2, 3, 3)]).area
    80.0
    """
    if len(rings) == 1:
        return rings[0]
    shapes = np.array(rings, object)
    if not shapely.is_valid(shapes).all():
        return shapely.multipolygons(shapes)
    order = np.argsort(-shapely.area(shapes), kind="stable")
    depth: dict[int, int] = {}
    holes: dict[int, list[shapely.Polygon]] = {}
    for at, ring in enumerate(order.tolist()):
        around = [other for other in order[:at].tolist() if shapes[other].contains(shapes[ring])]
        depth[ring] = len(around)
        if len(around) % 2:
            holes.setdefault(around[-1], []).append(shapes[ring])
    shells = [ring for ring in range(len(rings)) if depth[ring] % 2 == 0]
    parts = [shapely.Polygon(rings[ring].exterior, [hole.exterior for hole in holes.get(ring, [])]) for ring in shells]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
