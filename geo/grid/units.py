"""Grid units: checked, chosen by kind, and found by place."""

import math
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int32, Objects, group_starts
from geo.errors import DuplicateIdError, InvalidGeometryError
from geo.grid.seams import measure_width
from geo.problems import Problems

#: Households that a community's grid unit should have: a city's own figure (Zhengzhou), not a national standard's.
UNIT_HOUSEHOLDS: Final = (300.0, 500.0)

#: Role of the worker who leads a grid unit (网格长).
LEAD: Final = "lead"

#: Overlaps smaller than this are drawing noise along a shared boundary [m2].
OVERLAP_TOLERANCE_M2: Final = 1.0


#: Overlaps up to this wide are slips of the pen, which ``repair`` mends [m].
_SLIVER_M: Final = 1.0


#: Kinds of unit: those that tile the city, and what lies in them or across them.
BASE_KIND: Final = "grid"


KINDS: Final = (BASE_KIND, "micro", "rural", "exclusive", "overlay")

#: Households that units of a kind should have, where their kind is one of households.
KIND_HOUSEHOLDS: Final = {BASE_KIND: UNIT_HOUSEHOLDS, "micro": (50.0, 70.0)}


def check_units(units: gpd.GeoDataFrame, *, file: str, problems: Problems) -> None:
    """Report grid units that are broken, listed twice or overlap another of their kind.

    Parameters
    ----------
    units
        ``unit_code``, maybe ``unit_kind``, and polygons in a metric CRS.
    file
        Name of the file, for messages.
    problems
        Where faults go, with codes and areas; nothing for no units.

    Examples
    --------
    >>> problems = Problems()
    >>> two = gpd.GeoDataFrame(
    ...     {"unit_code": ["a", "b"]}, geometry=[shapely.box(0, 0, 10, 10), shapely.box(9, 0, 20, 10)], crs="EPSG:32635"
    ... )
    >>> check_units(two, file="units.gpkg", problems=problems)
    >>> print(*problems.kinds["overlapping grid units"])
    units.gpkg: a and b overlap by 10.0 m2, up to 1.00 m wide; [grid_units] repair = "100 cm" mends it
    """
    shapes, codes = units.geometry.values, units["unit_code"].to_numpy()
    names = [code or f"row {row}" for row, code in zip(units.index, codes, strict=True)]
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    polygonal = np.isin(shapely.get_dimensions(shapes), [2])
    problems.add(
        "grid unit that is no polygon",
        [
            f"{file}: {names[i]} is a {shapes[i].geom_type}; expected a polygon"
            for i in np.flatnonzero(present & ~polygonal)
        ],
        error=InvalidGeometryError,
    )
    valid = shapely.is_valid(shapes)
    reasons = shapely.is_valid_reason(shapes)
    problems.add(
        "invalid grid unit",
        [
            f"{file}: {names[i]}: {reasons[i]}; redraw its outline there, or have a GIS repair its geometry"
            for i in np.flatnonzero(present & ~valid)
        ],
        error=InvalidGeometryError,
    )
    kind = units["unit_kind"].to_numpy(object) if "unit_kind" in units else np.full(len(units), BASE_KIND, object)
    unknown = np.flatnonzero(~np.isin(kind.astype(str), ["", *KINDS]))
    problems.add(
        "unknown kind of grid unit",
        [f'{file}: {codes[i]} is of kind "{kind[i]}"; expected one of {", ".join(KINDS)}' for i in unknown],
    )
    for unit_kind in dict.fromkeys(kind):
        _check_overlaps(units, codes, present & valid & polygonal & (kind == unit_kind), file, problems)


def _check_overlaps(
    units: gpd.GeoDataFrame,
    codes: Objects,
    use: Bool,
    file: str,
    problems: Problems,
) -> None:
    shapes, index = units.geometry.values, np.flatnonzero(use)
    first, second = index[shapely.STRtree(shapes[index]).query(shapes[index], predicate="intersects")]
    apart = _are_apart(units, first, second)
    first, second = first[(first < second) & ~apart], second[(first < second) & ~apart]
    shared = shapely.intersection(shapes[first], shapes[second])
    shared_m2 = shapely.area(shared)
    whole_m2 = np.maximum(shapely.area(shapes[first]), shapely.area(shapes[second]))
    same = shared_m2 >= whole_m2 - OVERLAP_TOLERANCE_M2
    overlap = (shared_m2 > OVERLAP_TOLERANCE_M2) & ~same
    problems.add(
        "duplicate grid units",
        [f"{file}: {codes[first[i]]} and {codes[second[i]]} have the same polygon" for i in np.flatnonzero(same)],
        error=DuplicateIdError,
    )
    problems.add(
        "overlapping grid units",
        [
            _describe_overlap(f"{file}: {codes[first[i]]} and {codes[second[i]]}", shared[i])
            for i in np.flatnonzero(overlap)
        ],
        error=InvalidGeometryError,
    )


def _describe_overlap(pair: str, shared: shapely.Geometry) -> str:
    width_m = measure_width(shared)
    advice = f'; [grid_units] repair = "{math.ceil(100 * width_m)} cm" mends it' if width_m <= _SLIVER_M else ""
    return f"{pair} overlap by {shared.area:,.1f} m2, up to {width_m:.2f} m wide{advice}"


def _are_apart(units: gpd.GeoDataFrame, first: Int32, second: Int32) -> Bool:
    """Return which pairs were never in force on the same day: generations of boundaries lie over each other."""
    if "valid_to" not in units or "valid_from" not in units:
        return np.zeros(len(first), bool)
    begin, end = (units[name].fillna("").astype(str).to_numpy(object) for name in ("valid_from", "valid_to"))
    first_ended = (end[first] != "") & (end[first] <= begin[second])
    second_ended = (end[second] != "") & (end[second] <= begin[first])
    return np.asarray(first_ended | second_ended, bool)


def assign_units(units: gpd.GeoDataFrame, points: Objects) -> Int32:
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
        Row of the unit, -1 outside all, shape (n,). A point on a shared boundary or corner belongs to the unit with
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
    first = group_starts(point)
    row = np.full(len(points), -1, np.int32)
    row[point[first]] = unit[first]
    return row


def choose_base_units(units: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Choose the units that tile a city: all but those that lie in others or across them.

    Parameters
    ----------
    units
        Units in force, maybe with ``unit_kind``.

    Returns
    -------
    geopandas.GeoDataFrame
        Numbered from 0; empty where none does.

    Examples
    --------
    >>> square = shapely.box(0, 0, 1, 1)
    >>> len(choose_base_units(gpd.GeoDataFrame({"unit_kind": ["grid", "micro"]}, geometry=[square, square])))
    1
    """
    tiles = units[units["unit_kind"].isin(["", BASE_KIND])] if "unit_kind" in units else units
    return tiles.reset_index(drop=True)


def find_home_units(homes: pd.DataFrame, units: gpd.GeoDataFrame, located: Int32) -> Int32:
    """Find the grid unit that each home counts to: the one it states, else the one it lies in.

    Parameters
    ----------
    homes
        They may state a ``grid_unit``.
    units
        The units that the rows are of.
    located
        Row of the unit that each home lies in, -1 outside all, shape (n,).

    Returns
    -------
    ndarray of int32
        Row of the unit, -1 outside all, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> find_home_units(city.homes, city.base_units, np.array([0, 0, 0, 3, -1], np.int32)).tolist()
    [0, 0, 0, 3, -1]
    """
    if "grid_unit" not in homes:
        return located
    stated = pd.Index(units["unit_code"]).get_indexer(homes["grid_unit"]).astype(np.int32)
    return np.where(stated >= 0, stated, located)
