"""What a plan area lies on: community and street, grid units, existing homes, water, other areas."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Objects
from geo.city.model import City
from geo.grid.divisions import ABOVE_UNIT, trace_parents
from geo.grid.units import OVERLAP_TOLERANCE_M2

#: Kinds of barriers that are water.
WATER: Final = ("river", "canal", "stream", "lake", "water", "riverbank")


def describe_setting(city: City, areas: gpd.GeoSeries) -> pd.DataFrame:
    """Describe what plan areas lie on.

    Parameters
    ----------
    city
        The city.
    areas
        Polygons in its CRS.

    Returns
    -------
    pandas.DataFrame
        One row per area: ``unit_code`` (the grid unit with most of it, "" outside all), ``unit_codes`` (all, joined
        by a comma), ``community, street, district`` (codes, "" where there is none), their names in ``<level>_name``,
        ``area_m2``, ``homes_inside, residents_inside`` (those that exist), ``water_m`` (length of water in it),
        ``water_m2``. Without rows for no areas.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> west, south = ORIGIN
    >>> area = gpd.GeoSeries([shapely.box(west + 140, south, west + 160, south + 20)], crs=32650)
    >>> found = describe_setting(build_sample(), area).iloc[0]
    >>> found.community_name, int(found.homes_inside), float(found.residents_inside)
    ('South', 1, 30.0)
    """
    shapes = np.asarray(areas.to_numpy())
    table = _find_units(city, shapes)
    table["area_m2"] = shapely.area(shapes)
    area, home = shapely.STRtree(np.asarray(city.homes.geometry.values)).query(shapes, predicate="intersects")
    table["homes_inside"] = np.bincount(area, minlength=len(shapes))
    residents = city.homes["residents"].to_numpy(float)[home]
    table["residents_inside"] = np.bincount(area, weights=residents, minlength=len(shapes))
    return table.assign(**_measure_water(city, shapes))


def _find_units(city: City, shapes: Objects) -> pd.DataFrame:
    units = city.base_units
    area, unit = units.sindex.query(shapes, predicate="intersects")
    shared_m2 = shapely.area(shapely.intersection(shapes[area], units.geometry.to_numpy()[unit]))
    real = shared_m2 > OVERLAP_TOLERANCE_M2
    area, unit, shared_m2 = area[real], unit[real], shared_m2[real]
    order = np.lexsort((units["unit_code"].to_numpy(str)[unit], -shared_m2, area))
    codes = pd.Series(units["unit_code"].to_numpy(object)[unit[order]]).groupby(area[order])
    rows = pd.RangeIndex(len(shapes))
    table = pd.DataFrame({"unit_code": codes.first(), "unit_codes": codes.agg(",".join)}).reindex(rows).fillna("")
    community = units.set_index("unit_code")["community"].reindex(table["unit_code"]).fillna("")
    parents = trace_parents(community.reset_index(drop=True), city.divisions)
    names = {} if city.divisions is None else dict(zip(city.divisions["code"], city.divisions["name"], strict=True))
    for column, level in ABOVE_UNIT.items():
        table[column] = parents[level].to_numpy(object)
        table[f"{column}_name"] = [names.get(code, "") for code in table[column]]
    return table


def _measure_water(city: City, shapes: Objects) -> dict[str, Float64]:
    found = {"water_m": np.zeros(len(shapes)), "water_m2": np.zeros(len(shapes))}
    barriers, tree = city.barriers, city.barrier_tree
    if barriers is None or tree is None or "barrier_kind" not in barriers:
        return found
    area, row = tree.query(shapes, predicate="intersects")
    wet = barriers["barrier_kind"].isin(WATER).to_numpy()[row]
    area, row = area[wet], row[wet]
    inside = shapely.intersection(shapes[area], np.asarray(barriers.geometry.values)[row])
    is_area = shapely.get_dimensions(inside) == 2
    found["water_m"] = np.bincount(area, weights=shapely.length(inside) * ~is_area, minlength=len(shapes)).astype(float)
    found["water_m2"] = np.bincount(area, weights=shapely.area(inside), minlength=len(shapes)).astype(float)
    return found


def list_overlaps(areas: gpd.GeoSeries, plan_id: Sequence[str]) -> pd.DataFrame:
    """List plan areas that lie over each other.

    Parameters
    ----------
    areas
        Polygons in a metric CRS.
    plan_id
        Their ids.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, other, overlap_m2``, each pair from both sides; without rows where no areas overlap.

    Examples
    --------
    >>> two = gpd.GeoSeries([shapely.box(0, 0, 10, 10), shapely.box(9, 0, 20, 10)])
    >>> list_overlaps(two, ["a", "b"]).values.tolist()
    [['a', 'b', 10.0], ['b', 'a', 10.0]]
    """
    shapes, ids = np.asarray(areas.to_numpy()), np.asarray(plan_id, object)
    area, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    area, other = area[area != other], other[area != other]
    shared_m2 = shapely.area(shapely.intersection(shapes[area], shapes[other]))
    real = shared_m2 > OVERLAP_TOLERANCE_M2
    order = np.lexsort((other[real], area[real]))
    area, other, shared_m2 = area[real][order], other[real][order], shared_m2[real][order]
    return pd.DataFrame({"plan_id": ids[area], "other": ids[other], "overlap_m2": shared_m2})
