"""Shapes as SVG paths for paper, in tenths of a millimetre: rings, lines, and borders that neighbours share."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Integer, Shapes, group_starts

#: Tolerance of outlines that neighbours share [tenths of a millimetre].
TOLERANCE: Final = 2.0


def simplify_shared(shapes: Shapes, unit: float = 1.0) -> Shapes:
    """Simplify polygons whose borders are shared; rows that have the same polygon are simplified once.

    Parameters
    ----------
    shapes
        Polygons, None where there is none.
    unit
        A tenth of a millimetre on paper, in the units of the polygons.

    Returns
    -------
    ndarray
        Neighbours still share their borders; None where there was none.

    Examples
    --------
    >>> simplify_shared(np.array([shapely.Polygon([(0, 0), (50, 0.01), (99, 0), (99, 99)]), None]))
    array([<POLYGON ((0 0, 99 0, 99 99, 0 0))>, None], dtype=object)
    """
    known = np.array([shape is not None for shape in shapes], bool)  # a city may have no districts
    keys = {shapely.to_wkb(shape): shape for shape in shapes[known]}
    simple = shapely.coverage_simplify(np.array(list(keys.values()), object), TOLERANCE * unit)
    by_key = dict(zip(keys, simple, strict=True))
    return np.array([None if shape is None else by_key[shapely.to_wkb(shape)] for shape in shapes], object)


def write_rings(shapes: Shapes) -> str:
    """Write polygons as one path in tenths of a millimetre.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons.

    Returns
    -------
    str
        For the attribute ``d``; empty without polygons.

    Examples
    --------
    >>> write_rings(np.array([shapely.box(0, 0, 10, 5)]))
    'M10 0L10 5L0 5L0 0Z'
    """
    xy, ring = shapely.get_coordinates(shapely.get_rings(shapely.get_parts(shapes)), return_index=True)
    return _write_parts(xy, ring, closes=True)


def draw_lines(lines: Shapes, colour: str, width: float) -> str:
    """Draw lines as one path in tenths of a millimetre.

    Parameters
    ----------
    lines
        Lines and MultiLines.
    colour, width
        Of all of them.

    Returns
    -------
    str
        An SVG element; one without content where there are no lines.

    Examples
    --------
    >>> draw_lines(np.array([shapely.LineString([(0, 0), (9, 5)])]), "currentColor", 2.0)
    '<path d="M0 0L9 5" fill="none" stroke="currentColor" stroke-width="2"/>'
    """
    xy, line = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    return f'<path d="{_write_parts(xy, line, closes=False)}" fill="none" stroke="{colour}" stroke-width="{width:g}"/>'


def _write_parts(xy: Float64, part: Integer, *, closes: bool) -> str:
    if not len(xy):
        return ""
    first = group_starts(part)
    last = np.r_[first[1:], True]
    spots = np.rint(xy).astype(int).tolist()
    steps = [
        f"{'M' if begin else 'L'}{x} {y}" if not (closes and end) else "Z"
        for (x, y), begin, end in zip(spots, first, last, strict=True)
    ]
    return "".join(steps)
