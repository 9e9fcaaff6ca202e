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
    needed = [f"walk_m_{category}", "residents", "households", "unit_code", "geometry"]
    is_uncovered = homes[f"status_{category}"].isin([STATUSES[i] for i in TALLIES["uncovered"]])
    uncovered = homes.loc[is_uncovered, [name for name in needed if name in homes]]
    if uncovered.empty:
        return _empty(homes)
    cell = np.floor(shapely.get_coordinates(uncovered.geometry.values) / cell_m).astype(np.int64)
    _, first, of_home = np.unique(_number_cells(cell)[0], return_index=True, return_inverse=True)
    cells = cell[first]
    area_of_cell = _label_cells(cells)
    return _describe(uncovered, category, limit_m, area_of_cell[of_home], _outline(cells, area_of_cell, cell_m))


def _label_cells(cells: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Label each cell with its group: cells that touch by a side or a corner are one."""
    key, width = _number_cells(cells)
    rows, columns = [], []
    for step in (1, width - 1, width, width + 1):  # half of the eight neighbours; the other half mirrors it
        there = _find_cells(key, key + step)
        rows.append(np.flatnonzero(there >= 0))
        columns.append(there[there >= 0])
    row, column = np.concatenate(rows), np.concatenate(columns)
    matrix = scipy.sparse.coo_matrix((np.ones(len(row), np.int8), (row, column)), shape=(len(key), len(key)))
    return np.asarray(scipy.sparse.csgraph.connected_components(matrix, directed=False)[1], np.int32)


def _describe(
    uncovered: gpd.GeoDataFrame,
    category: str,
    limit_m: float,
    area: npt.NDArray[np.int32],
    shapes: npt.NDArray[np.object_],
) -> gpd.GeoDataFrame:
    walk_m = uncovered[f"walk_m_{category}"].to_numpy()
    homes = pd.DataFrame(
        {
            "area": area,
            "residents": uncovered["residents"].to_numpy(),
            "households": uncovered["households"].to_numpy() if "households" in uncovered else np.nan,
            "shortfall_m": np.where(np.isfinite(walk_m), walk_m - limit_m, np.nan),
            "unit_code": uncovered["unit_code"].to_numpy(),
        }
    )
    by_area = homes.groupby("area")
    units = homes[["area", "unit_code"]][homes["unit_code"] != ""].drop_duplicates().sort_values("unit_code")
    gaps = gpd.GeoDataFrame(
        {
            "category": category,
            "homes": by_area.size(),
            "residents": by_area["residents"].sum(),
            "households": by_area["households"].sum(min_count=1),
            "area_m2": shapely.area(shapes),
            "shortfall_m": by_area["shortfall_m"].median(),
            "unit_codes": units.groupby("area")["unit_code"].agg(",".join).reindex(range(len(shapes)), fill_value=""),
        },
        geometry=shapes,
        crs=uncovered.crs,
    ).sort_values("residents", ascending=False, kind="stable", ignore_index=True)
    gaps.insert(0, "gap_id", [f"{category}-{number}" for number in range(1, len(gaps) + 1)])
    return gaps


def _outline(
    cells: npt.NDArray[np.int64], area_of_cell: npt.NDArray[np.int32], cell_m: float
) -> npt.NDArray[np.object_]:
    """Draw each area's outline from the sides where a cell has no neighbour: far fewer than the cells' own."""
    key, width = _number_cells(cells)
    upright = [cells[_find_cells(key, key + step) < 0] + shift for step, shift in ((-width, (0, 0)), (width, (1, 0)))]
    level = [cells[_find_cells(key, key + step) < 0] + shift for step, shift in ((-1, (0, 0)), (1, (0, 1)))]
    sides = (np.concatenate(level), np.concatenate(upright))
    runs = np.concatenate([_join_sides(sides[axis], sides[1 - axis], axis) for axis in (0, 1)])
    faces = shapely.get_parts(shapely.polygonize(shapely.linestrings(runs * cell_m)))
    inside = np.floor(shapely.get_coordinates(shapely.point_on_surface(faces)) / cell_m).astype(np.int64)
    # a face that holds no cell is a hole in an area, and another face's inner ring already
    cell = _find_cells(key, (inside[:, 0] - cells[:, 0].min()) * width + (inside[:, 1] - cells[:, 1].min()))
    area = area_of_cell[cell]
    order = np.flatnonzero(cell >= 0)[np.argsort(area[cell >= 0], kind="stable")]
    shapes: npt.NDArray[np.object_] = shapely.multipolygons(faces[order], indices=area[order])
    return shapes


def _join_sides(sides: npt.NDArray[np.int64], others: npt.NDArray[np.int64], axis: int) -> npt.NDArray[np.int64]:
    """Join sides that follow each other along an axis where no side of the other direction meets them.

    A side is its first corner, and reaches one step along its axis. Few long lines are polygonized several times as
    fast as many short ones.
    """
    along, across = sides[:, axis], sides[:, 1 - axis]
    order = np.lexsort((along, across))
    begin = sides[order]
    step, side_step = np.eye(2, dtype=np.int64)[[axis, 1 - axis]]
    low = np.minimum(sides.min(axis=0), others.min(axis=0))
    width = int(max(sides.max(), others.max()) - low.min()) + 3

    def key(corner: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        return np.asarray(((corner - low) * (width, 1)).sum(axis=1))

    meets = np.isin(key(begin), np.concatenate([key(others), key(others + side_step)]))
    follows = (key(begin)[1:] == key(begin + step)[:-1]) & ~meets[1:]
    starts = np.flatnonzero(np.r_[True, ~follows])
    ends = np.r_[starts[1:], len(begin)] - 1
    return np.stack([begin[starts], begin[ends] + step], axis=1)


def _number_cells(cells: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """Give cells ascending numbers by column and row, so that a neighbour is a fixed step away."""
    width = int(cells[:, 1].max() - cells[:, 1].min()) + 3
    return (cells[:, 0] - cells[:, 0].min()) * width + (cells[:, 1] - cells[:, 1].min()), width


def _find_cells(key: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find cells by number; -1 where there is none."""
    there = np.minimum(np.searchsorted(key, wanted), len(key) - 1)
    return np.where(key[there] == wanted, there, -1)


def _empty(homes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    texts, numbers = (
        ("gap_id", "category", "unit_codes"),
        ("residents", "households", "area_m2", "shortfall_m"),
    )
    columns = {name: pd.Series(dtype="object") for name in texts} | {name: pd.Series(dtype=float) for name in numbers}
    columns["homes"] = pd.Series(dtype="int64")
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries([], crs=homes.crs))
