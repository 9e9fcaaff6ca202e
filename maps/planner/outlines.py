"""The lines between districts and between streets: each border once, simplified together so that none tears."""

from typing import Final

import geopandas as gpd
import numpy as np

from geo.arrays import Objects
from geo.coverage.analysis import Coverage
from maps.encode import UNITS_PER_DEGREE, pack_parts
from maps.planner.arcs import cut_arcs
from maps.planner.shapes import has_shape

#: How far borders may move [m].
_TOLERANCE_M: Final = 6.0


def pack_outlines(coverage: Coverage) -> dict[str, str]:
    """Pack the lines between districts and between streets.

    Parameters
    ----------
    coverage
        The coverage; only the divisions of its city matter.

    Returns
    -------
    dict
        ``districts`` (the city's outline among them) and ``streets`` (those that are no line of a district), each as
        lines of :func:`maps.encode.pack_parts` joined by ``.``; "" where the city does not know them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> packed = pack_outlines(analyze_city(build_sample()))
    >>> packed["districts"].count("."), packed["streets"]
    (0, '')
    """
    level = next((level for level in ("streets", "districts") if level in coverage.levels), None)
    if level is None:
        return {"districts": "", "streets": ""}
    table = coverage.levels[level]
    table = table[has_shape(table.geometry.to_numpy())].drop_duplicates("code")
    district = table["parent" if level == "streets" else "code"].to_numpy(object)
    is_line, line = _cut_lines(gpd.GeoSeries(table.geometry), district)
    return {
        "districts": ".".join(text for text, is_it in zip(line, is_line, strict=True) if is_it),
        "streets": ".".join(text for text, is_it in zip(line, is_line, strict=True) if not is_it),
    }


def _cut_lines(shapes: gpd.GeoSeries, district: Objects) -> tuple[list[bool], list[str]]:
    """Cut borders into lines, each once; tell which do not lie within one district."""
    arcs = cut_arcs(shapes.to_numpy(), shapes.crs, tolerance_m=_TOLERANCE_M)
    if not len(arcs.first):
        return [], []
    number = np.unique(district, return_inverse=True)[1]
    own = number[arcs.shape[arcs.polygon[arcs.ring_of_arc]]]
    by_number = np.argsort(arcs.same, kind="stable")
    _, begins, sides = np.unique(arcs.same[by_number], return_index=True, return_counts=True)
    least, most = (pick.reduceat(own[by_number], begins) for pick in (np.minimum, np.maximum))
    first = by_number[begins]
    xy, part = arcs.list_vertices(first)
    return ((sides == 1) | (least != most)).tolist(), pack_parts(xy / UNITS_PER_DEGREE, part)
