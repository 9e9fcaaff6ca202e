"""Gap areas of one category, with what the page's list and its labels need."""

from typing import Any

import geopandas as gpd
import numpy as np

from geo.arrays import Int64
from geo.coverage.analysis import Coverage
from maps.encode import pack_points
from maps.payload import pack_gaps


def pack_page_gaps(coverage: Coverage, category: str, gaps: tuple[gpd.GeoDataFrame, Int64]) -> dict[str, Any]:
    """Pack the gap areas of one category.

    Parameters
    ----------
    coverage
        The coverage.
    category
        One of its categories.
    gaps
        Its gap areas, and the one of each home, as :func:`geo.coverage.gaps.find_gaps` finds them.

    Returns
    -------
    dict
        As of :func:`maps.payload.pack_gaps`, with ``at`` (their middles as packed points) and ``unit`` (code of the
        grid unit in which most of their residents live; "" for one outside all).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> found = analyze_city(build_sample())
    >>> pack_page_gaps(found, "clinic", found.find_gaps("clinic"))["unit"]
    ['', '410102001002002']
    """
    table, gap_of_home = gaps
    listed = table[~table["is_others"]]
    middles = gpd.GeoSeries(gpd.points_from_xy(listed["x"], listed["y"]), crs=table.crs)
    return {
        **pack_gaps(table, [category])[category],
        "at": pack_points(middles),
        "unit": _find_units(coverage, gap_of_home, len(listed)),
    }


def _find_units(coverage: Coverage, gap_of_home: Int64, count: int) -> list[str]:
    """Find the grid unit in which most residents of each gap area live."""
    codes = np.append(coverage.city.base_units["unit_code"].to_numpy(object), "")
    homes = np.flatnonzero(gap_of_home >= 0)
    unit = coverage.walks.unit[homes]
    cell = gap_of_home[homes] * len(codes) + np.where(unit >= 0, unit, len(codes) - 1)
    cells, own = np.unique(cell, return_inverse=True)
    people = np.bincount(own, coverage.city.homes["residents"].to_numpy(float)[homes])
    main = np.full(count, len(codes) - 1)
    order = np.argsort(people, kind="stable")
    main[cells[order] // len(codes)] = cells[order] % len(codes)  # the one with most people is written last
    return list(codes[main])
