"""Outlines that were drawn as lines: closed where their ends meet but for millimetres."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Objects
from geo.files.rings import choose_gap

#: Positions of the shortest closed line that has an area, its first again at its end.
_FEWEST: Final = 4


def close_outlines(shapes: Objects) -> tuple[Objects, int]:
    """Make polygons of lines whose ends meet.

    Parameters
    ----------
    shapes
        As a file has them, None where it has none, shape (n,). Not changed.

    Returns
    -------
    tuple
        The shapes, in which lines whose ends are farther apart than 1 cm stay lines; and how many had ends that were
        apart at all.

    Examples
    --------
    >>> shapes, closed = close_outlines(shapely.linestrings([[(0, 0), (900, 0), (900, 900), (0, 0.004)]]))
    >>> shapes[0].wkt, closed
    ('POLYGON ((0 0, 900 0, 900 900, 0 0))', 1)
    """
    out, closed = np.asarray(shapes, object).copy(), 0
    kinds = shapely.get_type_id(out)
    lone = (kinds == shapely.GeometryType.MULTILINESTRING) & (shapely.get_num_geometries(out) == 1)
    out[lone] = shapely.get_geometry(out[lone], 0)
    for row in np.flatnonzero((kinds == shapely.GeometryType.LINESTRING) | lone).tolist():
        xy = shapely.get_coordinates(out[row])
        if len(xy) < _FEWEST or not np.isfinite(xy).all():
            continue
        apart = float(np.hypot(*(xy[-1] - xy[0])))
        if apart <= choose_gap(xy):
            out[row] = shapely.Polygon([*xy[:-1], xy[0]])
            closed += apart > 0
    return out, closed
