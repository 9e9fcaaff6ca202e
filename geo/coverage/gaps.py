"""Gap areas: where the homes that are not covered lie, as polygons with the people in them."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse.csgraph
import shapely

from geo.arrays import Int64, Objects, group_starts
from geo.coverage.status import STATUSES, TALLIES
from geo.grid.outlines import find_neighbours, outline_cells

#: Side of the squares that gap areas are made of [m].
CELL_M: Final = 100.0
#: Half of the eight neighbours of a square; the other half mirrors it.
_HALF_AROUND: Final = np.array([[0, 1], [1, -1], [1, 0], [1, 1]])


def find_gaps(homes: gpd.GeoDataFrame, category: str, *, limit_m: float, cell_m: float = CELL_M) -> gpd.GeoDataFrame:
    """Join the uncovered homes of one category into areas.

    The city is laid out in squares; those that hold an uncovered home and touch, by a side or a corner, are one
    area.

    Parameters
    ----------
    homes
        ``residents``, ``unit_code``, ``walk_m_<category>``, ``status_<category>``, maybe ``households``; points in
        a metric CRS.
    category
        The category.
    limit_m
        Its limit [m].
    cell_m
        Side of a square [m].

    Returns
    -------
    geopandas.GeoDataFrame
        Most people first: ``gap_id``, ``category``, ``homes``, ``residents``, ``households`` (NaN where the city has
        none), ``area_m2``, ``shortfall_m`` (median over homes of the walk beyond the limit, NaN where none can walk
        there at all), ``unit_codes`` (joined by a comma), MultiPolygons. Every uncovered home is in exactly one.
        Empty when all are covered.

    Examples
    --------
    >>> homes = gpd.GeoDataFrame(
    ...     {"residents": [4.0], "unit_code": ["1"], "walk_m_clinic": [1300.0], "status_clinic": ["gap"]},
    ...     geometry=[shapely.Point(50, 50)], crs="EPSG:32635",
    ... )
    >>> find_gaps(homes, "clinic", limit_m=1000.0)[["residents", "area_m2", "shortfall_m"]].values.tolist()
    [[4.0, 10000.0, 300.0]]
    """
    needed = [f"walk_m_{category}", "residents", "households", "unit_code", "geometry"]
    is_uncovered = homes[f"status_{category}"].isin([STATUSES[i] for i in TALLIES["uncovered"]])
    uncovered = homes.loc[is_uncovered, [name for name in needed if name in homes]]
    if uncovered.empty:
        return make_empty_gaps(homes)
    cell = np.floor(shapely.get_coordinates(uncovered.geometry.values) / cell_m).astype(np.int64)
    low = cell.min(axis=0)
    key = (cell[:, 0] - low[0]) * (cell[:, 1].max() - low[1] + 1) + cell[:, 1] - low[1]
    _, first, of_home = np.unique(key, return_index=True, return_inverse=True)
    cells = cell[first]
    area = _label_cells(cells)
    return _describe(uncovered, category, limit_m, area[of_home], outline_cells(cells, area, cell_m=cell_m))


def _label_cells(cells: Int64) -> Int64:
    """Label each cell with its group: cells that touch by a side or a corner are one."""
    there = find_neighbours(cells, _HALF_AROUND)
    row, side = np.nonzero(there >= 0)
    n = len(cells)
    matrix = scipy.sparse.coo_array((np.ones(len(row), np.int8), (row, there[row, side])), shape=(n, n))
    return np.asarray(scipy.sparse.csgraph.connected_components(matrix, directed=False)[1], np.int64)


def _describe(
    uncovered: gpd.GeoDataFrame,
    category: str,
    limit_m: float,
    area: Int64,
    shapes: Objects,
) -> gpd.GeoDataFrame:
    walk_m = uncovered[f"walk_m_{category}"].to_numpy()
    homes = pd.DataFrame(
        {
            "area": area,
            "residents": uncovered["residents"].to_numpy(),
            "households": uncovered["households"].to_numpy() if "households" in uncovered else np.nan,
            "shortfall_m": np.where(np.isfinite(walk_m), walk_m - limit_m, np.nan),
        }
    )
    by_area = homes.groupby("area")
    gaps = gpd.GeoDataFrame(
        {
            "category": category,
            "homes": by_area.size(),
            "residents": by_area["residents"].sum(),
            "households": by_area["households"].sum(min_count=1),
            "area_m2": shapely.area(shapes),
            "shortfall_m": by_area["shortfall_m"].median(),
            "unit_codes": _join_codes(area, uncovered["unit_code"], len(shapes)),
        },
        geometry=shapes,
        crs=uncovered.crs,
    ).sort_values("residents", ascending=False, kind="stable", ignore_index=True)
    gaps.insert(0, "gap_id", [f"{category}-{number}" for number in range(1, len(gaps) + 1)])
    return gaps


def _join_codes(area: Int64, unit_code: pd.Series, count: int) -> Objects:
    """Join the codes of the units in each area; lists are joined, for a frame for each area takes ten times as long."""
    code, found = pd.factorize(unit_code, sort=True)
    names = np.asarray(found, object)
    area_of_pair, code_of_pair = np.divmod(np.unique(area * len(names) + code), len(names))
    is_named = names[code_of_pair] != ""
    area_of_pair, of_pair = area_of_pair[is_named], names[code_of_pair[is_named]].tolist()
    first = np.flatnonzero(group_starts(area_of_pair))
    joined = np.full(count, "", object)
    ends = [*first.tolist(), len(of_pair)][1:]
    joined[area_of_pair[first]] = [
        ",".join(of_pair[start:end]) for start, end in zip(first.tolist(), ends, strict=True)
    ]
    return joined


def make_empty_gaps(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make the table of gap areas where there is none.

    Parameters
    ----------
    homes
        The homes, for their CRS.

    Returns
    -------
    geopandas.GeoDataFrame
        The columns of :func:`find_gaps` without rows.

    Examples
    --------
    >>> make_empty_gaps(gpd.GeoDataFrame(geometry=[], crs="EPSG:32635")).columns[0]
    'gap_id'
    """
    numbers = ("residents", "households", "area_m2", "shortfall_m")
    columns = {
        "gap_id": pd.Series(dtype="object"),
        "category": pd.Series(dtype="object"),
        "homes": pd.Series(dtype="int64"),
        **{name: pd.Series(dtype=float) for name in numbers},
        "unit_codes": pd.Series(dtype="object"),
    }
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=homes.crs))
