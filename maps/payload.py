"""From tables to the payload that a page carries: whole people and metres, packed shapes, few words."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from maps.encode import pack_lines, pack_points, pack_polygons

#: How far lines of roads, and outlines of units, may move; gap areas are squares, with no corner too many.
ROAD_TOLERANCE_M: Final = 8.0
UNIT_TOLERANCE_M: Final = 1.0
#: Networks with more edges are drawn without their smallest ways, which nobody could see on a map of the city.
_EDGES_DRAWN: Final = 150_000
_SMALL_WAYS: Final = ("footway", "path", "service", "steps", "track", "cycleway")


def find_bounds(*layers: gpd.GeoSeries) -> tuple[float, float, float, float]:
    """Find the box round layers.

    Parameters
    ----------
    *layers
        Geometry with a CRS; empty ones do not count.

    Returns
    -------
    tuple of float
        West, south, east, north [degrees, WGS-84]; the whole world if all are empty.

    Examples
    --------
    >>> find_bounds(gpd.GeoSeries([shapely.Point(1, 2)], crs=4326))
    (1.0, 2.0, 1.0, 2.0)
    """
    boxes = [shapely.box(*layer.to_crs(4326).total_bounds) for layer in layers if len(layer)]
    if not boxes:
        return (-180.0, -60.0, 180.0, 70.0)
    west, south, east, north = map(float, shapely.total_bounds(boxes))
    return west, south, east, north


def choose_roads(roads: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Choose the roads that a page draws.

    Parameters
    ----------
    roads
        The roads layer, with ``highway``.

    Returns
    -------
    geopandas.GeoSeries
        All of them, or all but the smallest ways of a large network.

    Examples
    --------
    >>> line = gpd.GeoDataFrame({"highway": ["path"]}, geometry=[shapely.LineString([(0, 0), (1, 0)])])
    >>> len(choose_roads(line))
    1
    """
    if len(roads) <= _EDGES_DRAWN:
        return roads.geometry
    return roads.geometry[~roads["highway"].isin(_SMALL_WAYS)]


def pack_roads(roads: gpd.GeoDataFrame, *, tolerance_m: float = ROAD_TOLERANCE_M) -> str:
    """Pack the roads that a page draws.

    Parameters
    ----------
    roads
        The roads layer, with ``highway``.
    tolerance_m
        Farthest a dropped vertex may lie from its line [m].

    Returns
    -------
    str
        See :func:`maps.encode.pack_lines`.

    Examples
    --------
    >>> line = gpd.GeoDataFrame({"highway": []}, geometry=[], crs="EPSG:32635")
    >>> pack_roads(line)
    ''
    """
    return pack_lines(choose_roads(roads), tolerance_m=tolerance_m)


def pack_facilities(facilities: gpd.GeoDataFrame, categories: Sequence[str]) -> dict[str, Any]:
    """Pack facilities by category.

    Parameters
    ----------
    facilities
        ``facility_id, category, name`` and points.
    categories
        The categories.

    Returns
    -------
    dict
        Category -> ``{"at": packed points, "id": [...], "name": [...]}``.

    Examples
    --------
    >>> spot = gpd.GeoDataFrame(
    ...     {"facility_id": ["f"], "category": ["clinic"], "name": ["A"]}, geometry=[shapely.Point(3, 0)], crs=4326
    ... )
    >>> pack_facilities(spot, ["clinic"])["clinic"]["name"]
    ['A']
    """
    packed = {}
    for category in categories:
        chosen = (facilities["category"] == category).to_numpy()
        packed[category] = {
            "at": pack_points(facilities.geometry[chosen]),
            "id": facilities["facility_id"][chosen].tolist(),
            "name": facilities["name"][chosen].fillna("").tolist(),
        }
    return packed


def pack_gaps(gaps: gpd.GeoDataFrame, categories: Sequence[str]) -> dict[str, Any]:
    """Pack gap areas by category.

    Parameters
    ----------
    gaps
        Columns of :func:`geo.coverage.gap_table.make_empty_gaps`; may be empty.
    categories
        The categories.

    Returns
    -------
    dict
        Category -> those that matter, column by column: ``shape, rank, name, residents, households``, ``groups`` of
        residents by name, ``scope`` (a letter each), ``facility, walk_m, shortfall_m``, ``remedy``, ``path_facility``,
        ``path_residents, site_residents``; numbers None where not known. ``others`` says how many more there are and
        how many people live there.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> packed = pack_gaps(analyze_city(build_sample()).gaps, ["clinic"])["clinic"]
    >>> packed["name"], packed["residents"], packed["scope"], packed["others"]
    (['', 'Street North'], [5, 40], 'ur', {'gaps': 0, 'residents': 0})
    """
    return {category: _pack_category_gaps(gaps[gaps["category"] == category]) for category in categories}


def _pack_category_gaps(gaps: gpd.GeoDataFrame) -> Mapping[str, Any]:
    others, gaps = gaps[gaps["is_others"]], gaps[~gaps["is_others"]]
    groups = [name for name in map(str, gaps) if name.startswith("residents_")]
    numbers = ("rank", "residents", "households", "walk_m", "shortfall_m", "site_residents")
    return {
        "shape": pack_polygons(gaps.geometry, tolerance_m=0.0),
        "scope": "".join(scope[0] for scope in gaps["scope"]),
        "name": gaps["name"].tolist(),
        **{name: _name_facilities(gaps, name) for name in ("facility", "path_facility")},
        "remedy": gaps["remedy"].tolist(),
        "path_residents": _whole(gaps["path_residents_at_most"]),
        **{name: _whole(gaps[name]) for name in numbers},
        "groups": {name.removeprefix("residents_"): _whole(gaps[name]) for name in groups},
        "others": {"gaps": int(others["gaps"].sum()), "residents": round(others["residents"].sum())},
    }


def _name_facilities(gaps: pd.DataFrame, key: str) -> list[str]:
    """Name facilities, by their ids where they have no name."""
    return [name or own_id for name, own_id in zip(gaps[f"{key}_name"], gaps[f"{key}_id"], strict=True)]


def _whole(values: pd.Series) -> list[int | None]:
    """Round to whole numbers, None where there is none."""
    numbers = values.to_numpy(float)
    whole = np.rint(np.nan_to_num(numbers)).astype(np.int64).astype(object)
    whole[np.isnan(numbers)] = None
    return list(whole)
