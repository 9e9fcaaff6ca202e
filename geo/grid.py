"""Grid units: made where a city has none, checked where it has, and found by place."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import DuplicateIdError, InputError, InvalidGeometryError
from geo.problems import Problems

IntArray = npt.NDArray[np.int32]

#: Overlaps smaller than this are drawing noise along a shared border [m2].
OVERLAP_TOLERANCE_M2: Final = 1.0
#: Kinds of unit: those that tile the city, and what lies in them or across them.
BASE_KIND: Final = "grid"
KINDS: Final = (BASE_KIND, "micro", "rural", "exclusive", "overlay")
_SQRT3: Final = float(np.sqrt(3.0))


def generate_hexagons(area: shapely.Geometry, *, edge_m: float, crs: object) -> gpd.GeoDataFrame:
    """Cover an area with hexagons, clipped to it and coded by row and column.

    Parameters
    ----------
    area
        Polygon or MultiPolygon in a metric CRS.
    edge_m
        Length of a hexagon's edge [m].
    crs
        CRS of `area`.

    Returns
    -------
    geopandas.GeoDataFrame
        ``unit_code`` ("H" + 4 digits of the row from north to south + 4 of the column from west to east), ``name``
        (the same), ``community`` (""), polygons. Together they are the area: no gap, no overlap.

    Raises
    ------
    InputError
        If the edge is not positive or so short that there would be more than 9,999 rows or columns.

    Examples
    --------
    >>> units = generate_hexagons(shapely.box(0, 0, 1000, 1000), edge_m=250, crs="EPSG:32635")
    >>> round(units.area.sum()), units.unit_code.iloc[0]
    (1000000, 'H00000000')
    """
    west, south, east, north = shapely.bounds(area)
    if not edge_m > 0 or (north - south) / (1.5 * edge_m) > 9_998 or (east - west) / (_SQRT3 * edge_m) > 9_998:
        raise InputError(f"hexagon edge {edge_m} m: expected a length that makes at most 9,999 rows and columns")
    rows = np.arange(int(np.ceil((north - south) / (1.5 * edge_m))) + 1)
    columns = np.arange(int(np.ceil((east - west) / (_SQRT3 * edge_m))) + 1)
    row, column = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    # centres sit on a lattice of integers so that neighbours share their corners to the last bit
    half_x = 2 * column + row % 2
    corner_x, corner_y = np.array([0, 1, 1, 0, -1, -1]), np.array([-2, -1, 1, 2, 1, -1])
    x = west + (half_x[:, None] + corner_x) * (_SQRT3 / 2 * edge_m)
    y = north - (3 * row[:, None] + corner_y) * (edge_m / 2)
    hexagons = shapely.polygons(np.stack([x, y], axis=-1))
    shapely.prepare(area)
    touched = np.flatnonzero(shapely.intersects(area, hexagons))
    inside = shapely.contains_properly(area, hexagons[touched])
    shapes = hexagons[touched]
    shapes[~inside] = _polygonal(shapely.intersection(shapes[~inside], area))
    codes = [f"H{r:04d}{c:04d}" for r, c in zip(row[touched], column[touched], strict=True)]
    units = gpd.GeoDataFrame({"unit_code": codes, "name": codes, "community": ""}, geometry=shapes, crs=crs)
    return units[units.area > OVERLAP_TOLERANCE_M2].reset_index(drop=True)


def _polygonal(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Drop the lines and points that a clip leaves beside the polygons."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    shapes[mixed] = [shapely.union_all([part for part in shape.geoms if part.area > 0]) for shape in shapes[mixed]]
    return shapes


def check_units(units: gpd.GeoDataFrame, *, file: str, problems: Problems) -> None:
    """Report grid units that are broken, stand twice or overlap another of their kind.

    Parameters
    ----------
    units
        ``unit_code``, maybe ``kind``, and polygons in a metric CRS.
    file
        Name of the file, for messages.
    problems
        Where faults go, with codes and areas.

    Examples
    --------
    >>> problems = Problems()
    >>> two = gpd.GeoDataFrame(
    ...     {"unit_code": ["a", "b"]}, geometry=[shapely.box(0, 0, 10, 10), shapely.box(9, 0, 20, 10)], crs="EPSG:32635"
    ... )
    >>> check_units(two, file="units.gpkg", problems=problems)
    >>> print(*problems.kinds["overlapping grid units"])
    units.gpkg: a and b overlap by 10.0 m2
    """
    shapes, codes = units.geometry.values, units["unit_code"].to_numpy()
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    polygonal = np.isin(shapely.get_dimensions(shapes), [2])
    problems.add(
        "grid unit that is no polygon",
        [
            f"{file}: {codes[i]} is a {shapes[i].geom_type}; expected a polygon"
            for i in np.flatnonzero(present & ~polygonal)
        ],
        error=InvalidGeometryError,
    )
    valid = shapely.is_valid(shapes)
    reasons = shapely.is_valid_reason(shapes)
    problems.add(
        "invalid grid unit",
        [f"{file}: {codes[i]}: {reasons[i]}" for i in np.flatnonzero(present & ~valid)],
        error=InvalidGeometryError,
    )
    kind = units["kind"].to_numpy(object) if "kind" in units else np.full(len(units), BASE_KIND, object)
    unknown = np.flatnonzero(~np.isin(kind.astype(str), ["", *KINDS]))
    problems.add(
        "unknown kind of grid unit",
        [f'{file}: {codes[i]} is of kind "{kind[i]}"; expected one of {", ".join(KINDS)}' for i in unknown],
    )
    for one in dict.fromkeys(kind):
        _check_overlaps(units, codes, present & valid & polygonal & (kind == one), file, problems)


def _check_overlaps(
    units: gpd.GeoDataFrame,
    codes: npt.NDArray[np.object_],
    use: npt.NDArray[np.bool_],
    file: str,
    problems: Problems,
) -> None:
    shapes, index = units.geometry.values, np.flatnonzero(use)
    one, other = index[shapely.STRtree(shapes[index]).query(shapes[index], predicate="intersects")]
    apart = _are_apart(units, one, other)
    one, other = one[(one < other) & ~apart], other[(one < other) & ~apart]
    shared_m2 = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    whole_m2 = np.maximum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    same = shared_m2 >= whole_m2 - OVERLAP_TOLERANCE_M2
    overlap = (shared_m2 > OVERLAP_TOLERANCE_M2) & ~same
    problems.add(
        "duplicate grid units",
        [f"{file}: {codes[one[i]]} and {codes[other[i]]} have the same polygon" for i in np.flatnonzero(same)],
        error=DuplicateIdError,
    )
    problems.add(
        "overlapping grid units",
        [
            f"{file}: {codes[one[i]]} and {codes[other[i]]} overlap by {shared_m2[i]:,.1f} m2"
            for i in np.flatnonzero(overlap)
        ],
        error=InvalidGeometryError,
    )


def _are_apart(units: gpd.GeoDataFrame, one: IntArray, other: IntArray) -> npt.NDArray[np.bool_]:
    """Tell which pairs were never in force on the same day: generations of boundaries lie over each other."""
    if "valid_to" not in units or "valid_from" not in units:
        return np.zeros(len(one), bool)
    begin, end = (units[name].fillna("").astype(str).to_numpy(object) for name in ("valid_from", "valid_to"))
    ended = (end[one] != "") & (end[one] <= begin[other]), (end[other] != "") & (end[other] <= begin[one])
    return np.asarray(ended[0] | ended[1], bool)


def assign_units(units: gpd.GeoDataFrame, points: npt.NDArray[np.object_]) -> IntArray:
    """Find the grid unit of each point.

    Parameters
    ----------
    units
        ``unit_code`` and polygons.
    points
        Points in the same CRS, shape (n,).

    Returns
    -------
    ndarray of int32
        Row of the unit, -1 outside all, shape (n,). A point on a shared border or corner belongs to the unit with
        the least code, always.

    Examples
    --------
    >>> two = gpd.GeoDataFrame(
    ...     {"unit_code": ["b", "a"]}, geometry=[shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10)]
    ... )
    >>> assign_units(two, shapely.points([[10, 5], [5, 5], [30, 5]])).tolist()
    [1, 0, -1]
    """
    point, unit = units.sindex.query(points, predicate="intersects")
    rank = units["unit_code"].rank(method="first").to_numpy()
    order = np.lexsort((rank[unit], point))
    point, unit = point[order], unit[order]
    first = np.r_[True, point[1:] != point[:-1]] if len(point) else np.empty(0, bool)
    row = np.full(len(points), -1, np.int32)
    row[point[first]] = unit[first]
    return row


def is_in_force(units: gpd.GeoDataFrame, as_of: str | None) -> "pd.Series[bool]":
    """Tell which units are in force.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``: days as ISO 8601, "" for no end.
    as_of
        A day, or None for the units that have no end.

    Returns
    -------
    pandas.Series
        Of the index of `units`. A unit is in force from its first day until the day before `valid_to`, so that on the
        day of a change the new ones answer.

    Examples
    --------
    >>> old = gpd.GeoDataFrame({"valid_from": [""], "valid_to": ["2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)])
    >>> [bool(is_in_force(old, day).iloc[0]) for day in ("2024-06-30", "2024-07-01", None)]
    [True, False, False]
    """
    days = {
        name: units[name].fillna("").astype(str) if name in units else pd.Series("", index=units.index)
        for name in ("valid_from", "valid_to")
    }
    if as_of is None:
        return days["valid_to"] == ""
    return (days["valid_from"] <= as_of) & ((days["valid_to"] == "") | (days["valid_to"] > as_of))


def find_generation(units: gpd.GeoDataFrame, as_of: str) -> str:
    """Find the day of the last change of boundaries up to a day: between two changes all days have one answer.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``.
    as_of
        A day, ISO 8601.

    Returns
    -------
    str
        A day of change, ``"0001-01-01"`` before the first.

    Examples
    --------
    >>> two = gpd.GeoDataFrame({"valid_from": ["", "2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> find_generation(two, "2025-01-01"), find_generation(two, "2020-01-01")
    ('2024-07-01', '0001-01-01')
    """
    days = [units[name].dropna().astype(str) for name in ("valid_from", "valid_to") if name in units]
    return max((day for column in days for day in column.unique() if day and day <= as_of), default="0001-01-01")


def choose_tiling(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Choose the units that tile a city: all but those that lie in others or across them.

    Parameters
    ----------
    units
        Units in force, maybe with ``kind``.

    Returns
    -------
    geopandas.GeoDataFrame
        Numbered from 0.

    Examples
    --------
    >>> len(choose_tiling(gpd.GeoDataFrame({"kind": ["grid", "micro"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)))
    1
    """
    tiles = units[units["kind"].isin(["", BASE_KIND])] if "kind" in units else units
    return tiles.reset_index(drop=True)
