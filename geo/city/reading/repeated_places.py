"""Facilities that are mapped more than once, as a point, a building and an area: each counts once."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64, Objects

#: An area lies in another where so much of it does.
_INSIDE_SHARE: Final = 0.9
_FIGURES: Final = ("floor_area_m2", "capacity")


def merge_repeated(facilities: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, dict[str, str]]:
    """Leave one row of facilities of one category that lie in one another and have one name, or one of them none.

    A school's campus, its buildings and the point with its name are one school. Two points are never one, nor are
    places that both have a floor area or a capacity, nor those with different names. An area without a name is one with
    what lies in it only where all of that has one name.

    Parameters
    ----------
    facilities
        ``facility_id, category, name``, maybe ``floor_area_m2`` and ``capacity``; points and areas, in a metric CRS.
        Not changed.

    Returns
    -------
    tuple
        The facilities, of those that are one the largest area, with the name and figures of the others where it has
        none; and the identifier of each row that was left out -> that of the row it is one with.

    Examples
    --------
    >>> campus, door = shapely.box(0, 0, 200, 100), shapely.Point(50, 50)
    >>> table = {"facility_id": ["n1", "w1"], "category": "school", "name": ["No. 1", ""]}
    >>> merged, same = merge_repeated(gpd.GeoDataFrame(table, geometry=[door, campus]))
    >>> merged[["facility_id", "name"]].values.tolist(), same
    ([['w1', 'No. 1']], {'n1': 'w1'})
    """
    if "category" not in facilities or "facility_id" not in facilities:
        return facilities, {}
    # a bow tie has no inside that others could lie in; what is no geometry at all is reported by its reader
    is_drawn = np.isfinite(facilities.geometry.bounds).all(axis=1).to_numpy()
    shapes = np.array(facilities.geometry.values, object)
    shapes[~is_drawn] = None
    shapes = shapely.make_valid(shapes)
    area_m2 = np.where(shapely.get_dimensions(shapes) == 2, shapely.area(shapes), 0.0)
    inner, outer = _find_inside(shapes, area_m2, facilities["category"].to_numpy(object))
    owner = _find_owners(facilities, area_m2, inner, outer)
    lost = np.flatnonzero(owner >= 0)
    if not len(lost):
        return facilities, {}
    merged = facilities.copy()
    for row in lost[np.argsort(-area_m2[lost], kind="stable")]:
        for name in ("name", *(name for name in _FIGURES if name in merged)):
            if merged[name].iloc[owner[row]] == "" or pd.isna(merged[name].iloc[owner[row]]):
                merged.iloc[owner[row], merged.columns.get_loc(name)] = merged[name].iloc[row]
    ids = facilities["facility_id"].to_numpy(object)
    same = dict(zip(ids[lost].tolist(), ids[owner[lost]].tolist(), strict=True))
    return merged.drop(index=merged.index[lost]).reset_index(drop=True), same


def _find_inside(shapes: Objects, area_m2: Float64, category: Objects) -> tuple[Int64, Int64]:
    """Find which place lies in which area of its category: rows of both; of equal areas the later lies in the first."""
    areas = np.flatnonzero(area_m2 > 0)
    inner, outer = shapely.STRtree(shapes[areas]).query(shapes, predicate="intersects")
    outer = areas[outer]
    larger = (area_m2[outer] > area_m2[inner]) | ((area_m2[outer] == area_m2[inner]) & (outer < inner))
    fits = larger & (inner != outer) & (category[inner] == category[outer])
    inner, outer = inner[fits], outer[fits]
    is_area = area_m2[inner] > 0
    shared_m2 = np.where(is_area, shapely.area(shapely.intersection(shapes[inner], shapes[outer])), 0.0)
    inside = ~is_area | (shared_m2 >= _INSIDE_SHARE * area_m2[inner])
    return inner[inside], outer[inside]


def _find_owners(facilities: gpd.GeoDataFrame, area_m2: Float64, inner: Int64, outer: Int64) -> Int64:
    """Find the row that each row is one with, -1 for those that stay."""
    names = [str(name).strip().casefold() for name in facilities["name"].fillna("")]
    has_figures = facilities[[name for name in _FIGURES if name in facilities]].notna().any(axis=1).to_numpy(copy=True)
    around: dict[int, list[int]] = {}
    for low, high in zip(inner.tolist(), outer.tolist(), strict=True):
        around.setdefault(low, []).append(high)
    own = _name_areas(names, around)
    owner = np.full(len(facilities), -1, np.int64)
    # from the largest: what an area is one with is known before what lies in it is asked
    for row in sorted(around, key=lambda row: (-area_m2[row], row)):
        for high in sorted(around[row], key=lambda high: (-area_m2[high], high)):
            one_name = names[row] in ("", own[high]) or own[high] == ""
            if owner[high] < 0 and one_name and not (has_figures[row] and has_figures[high]):
                owner[row] = high
                has_figures[high] |= has_figures[row]
                break
    return owner


def _name_areas(names: list[str], around: dict[int, list[int]]) -> list[str | None]:
    """Name areas without a name after what lies in them; None where that has several names, so that none is one."""
    inside: dict[int, set[str]] = {}
    for low, highs in around.items():
        for high in highs:
            inside.setdefault(high, set()).add(names[low])
    own: list[str | None] = list(names)
    for high, found in inside.items():
        if not names[high] and found - {""}:
            own[high] = (found - {""}).pop() if len(found - {""}) == 1 else None
    return own
