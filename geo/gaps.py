"""Gap areas: where the homes that are not covered lie, as polygons with the people in them."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.coverage import STATUSES, TALLIES

#: Side of the squares that gap areas are made of [m].
CELL_M: Final = 100.0


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
    uncovered = homes[homes[f"status_{category}"].isin([STATUSES[i] for i in TALLIES["uncovered"]])]
    if uncovered.empty:
        return _empty(homes)
    cell = np.floor(shapely.get_coordinates(uncovered.geometry.values) / cell_m).astype(np.int64)
    cells, of_home = np.unique(cell, axis=0, return_inverse=True)
    area_of_cell = _label_cells(cells)
    return _describe(uncovered, category, limit_m, area_of_cell[of_home.reshape(-1)], cells, area_of_cell, cell_m)


def _label_cells(cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Label each cell with its group: cells that touch by a side or a corner are one."""
    width = np.int64(cells[:, 1].max() - cells[:, 1].min() + 3)
    key = (cells[:, 0] - cells[:, 0].min()) * width + (cells[:, 1] - cells[:, 1].min())
    rows, columns = [], []
    for step in (1, width - 1, width, width + 1):  # half of the eight neighbours; the other half mirrors it
        there = np.searchsorted(key, key + step)
        found = np.flatnonzero((there < len(key)) & (key[np.minimum(there, len(key) - 1)] == key + step))
        rows.append(found)
        columns.append(there[found])
    row, column = np.concatenate(rows), np.concatenate(columns)
    matrix = scipy.sparse.coo_matrix((np.ones(len(row), np.int8), (row, column)), shape=(len(key), len(key)))
    return np.asarray(scipy.sparse.csgraph.connected_components(matrix, directed=False)[1], np.int32)


def _describe(
    uncovered: gpd.GeoDataFrame,
    category: str,
    limit_m: float,
    area: npt.NDArray[np.int32],
    cells: npt.NDArray[np.int64],
    area_of_cell: npt.NDArray[np.int32],
    cell_m: float,
) -> gpd.GeoDataFrame:
    walk_m = uncovered[f"walk_m_{category}"].to_numpy()
    table = pd.DataFrame(
        {
            "residents": uncovered["residents"].to_numpy(),
            "households": uncovered["households"].to_numpy() if "households" in uncovered else np.nan,
            "shortfall_m": np.where(np.isfinite(walk_m), walk_m - limit_m, np.nan),
            "unit_code": uncovered["unit_code"].to_numpy(),
        }
    ).groupby(area)
    boxes = shapely.box(*(cells * cell_m).T, *((cells + 1) * cell_m).T)
    order = np.argsort(area_of_cell, kind="stable")
    starts = np.flatnonzero(np.diff(area_of_cell[order])) + 1
    shapes = [shapely.coverage_union_all(part) for part in np.split(boxes[order], starts)]
    gaps = gpd.GeoDataFrame(
        {
            "category": category,
            "homes": table.size(),
            "residents": table["residents"].sum(),
            "households": table["households"].sum(min_count=1),
            "area_m2": shapely.area(shapes),
            "shortfall_m": table["shortfall_m"].median(),
            "unit_codes": table["unit_code"].agg(lambda codes: ",".join(sorted(set(codes) - {""}))),
        },
        geometry=[shapely.MultiPolygon([s]) if s.geom_type == "Polygon" else s for s in shapes],
        crs=uncovered.crs,
    ).sort_values("residents", ascending=False, kind="stable", ignore_index=True)
    gaps.insert(0, "gap_id", [f"{category}-{number}" for number in range(1, len(gaps) + 1)])
    return gaps


def _empty(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    texts, numbers = (
        ("gap_id", "category", "unit_codes"),
        ("residents", "households", "area_m2", "shortfall_m"),
    )
    columns = {name: pd.Series(dtype="object") for name in texts} | {name: pd.Series(dtype=float) for name in numbers}
    columns["homes"] = pd.Series(dtype="int64")
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=homes.crs))
