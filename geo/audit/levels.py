"""Adding up: from communities and villages to streets, districts and the city, by scope."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Objects
from geo.audit.leaves import Leaves
from geo.city.model import City
from geo.coverage.scopes import RURAL, URBAN
from geo.grid.divisions import ROLL_UPS

#: What says which row it is.
KEYS: Final = ("code", "name", "parent", "parent_name", "scope")


def add_up_leaves(city: City, leaves: Leaves, figures: pd.DataFrame) -> dict[str, gpd.GeoDataFrame]:
    """Add the figures of communities and villages up, level by level, and rank the rows of each by who is helped.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.
    figures
        Their figures, which all add up, with ``helped``.

    Returns
    -------
    dict
        Level, of :data:`geo.coverage.rollup.LEVELS` but grid units -> table with :data:`KEYS`, ``rank`` (as
        :func:`rank_rows` finds it), the figures, polygons. A division with communities and villages has two rows. What
        lies in no community stands in a row with code "", left out where it is nothing. Levels that the city does not
        know are left out; the city has an urban row always.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> leaves = find_leaves(city, np.array([0, 0, 0, 3, -1]))
    >>> found = add_up_leaves(city, leaves, pd.DataFrame({"helped": [60.0, 0.0, 0.0]}))
    >>> found["city"][["scope", "helped", "rank"]].values.tolist()
    [['urban', 60.0, 1.0], ['rural', 0.0, nan]]
    """
    names, parents = _read_tree(city)
    tables = {}
    for level in reversed(ROLL_UPS):
        if (leaves.table[level] != "").any():
            sums = _group(leaves, figures, leaves.table[level].to_numpy(object))
            parent = sums["code"].map(lambda code: parents.get(code, ""))
            titles = {"name": sums["code"].map(lambda code: names.get(code, code)), "parent": parent}
            titles["parent_name"] = parent.map(lambda code: names.get(code, ""))
            tables[level] = _finish(city, leaves, level, sums.assign(**titles), figures)
    whole = _group(leaves, figures, np.full(len(leaves.table), city.name, object))
    if not (whole["scope"] == URBAN).any():
        whole = pd.concat([pd.DataFrame([{**dict.fromkeys(figures, 0.0), "code": city.name, "scope": URBAN}]), whole])
    top = whole.assign(name=city.name, parent="", parent_name="")
    return {"city": _finish(city, leaves, "city", top.reset_index(drop=True), figures), **tables}


def _group(leaves: Leaves, figures: pd.DataFrame, code: Objects) -> pd.DataFrame:
    """Add figures up by code and scope; the row of what lies in no community only where something does."""
    sums = figures.groupby([code, leaves.is_rural], sort=True).sum()
    empty = (sums == 0).all(axis=1).to_numpy() & (sums.index.get_level_values(0) == "")
    sums = sums[~empty]
    scope = np.where(sums.index.get_level_values(1), RURAL, URBAN)
    return sums.assign(code=sums.index.get_level_values(0), scope=scope).reset_index(drop=True)


def _finish(city: City, leaves: Leaves, level: str, table: pd.DataFrame, figures: pd.DataFrame) -> gpd.GeoDataFrame:
    """Rank the rows of a level within their scope, and give them their polygons."""
    ordered = table.assign(rank=rank_rows(table))[[*KEYS, "rank", *figures]]
    shapes = _find_shapes(city, leaves, level, list(table["code"]))
    return gpd.GeoDataFrame(ordered, geometry=gpd.GeoSeries(shapes, index=ordered.index, crs=city.crs))


def rank_rows(table: pd.DataFrame) -> "pd.Series[float]":
    """Rank rows within their scope by the people who would be helped.

    Parameters
    ----------
    table
        ``code, scope, helped``.

    Returns
    -------
    pandas.Series
        1 for whom most people would be helped in; NaN where nobody would, and for what lies in no division.

    Examples
    --------
    >>> rank_rows(pd.DataFrame({"code": ["a", "b", ""], "scope": "urban", "helped": [2.0, 5.0, 9.0]})).tolist()
    [2.0, 1.0, nan]
    """
    helped = table["helped"].where((table["helped"] > 0) & (table["code"] != ""))
    return helped.groupby(table["scope"]).rank(ascending=False, method="min")


def _find_shapes(city: City, leaves: Leaves, level: str, codes: list[str]) -> Objects:
    """Find the polygons of some divisions: their own, else those of their units together; none without units."""
    divisions = city.divisions
    if isinstance(divisions, gpd.GeoDataFrame):
        known = divisions.drop_duplicates("code").set_index("code").geometry
        if level == "city":
            whole = divisions.geometry[divisions["level"] == "city"]
            return np.array([whole.iloc[0] if len(whole) else None] * len(codes), object)
        return np.asarray(known.reindex(codes), object)
    units = np.asarray(city.base_units.geometry.values)
    above = np.full(len(leaves.table), city.name, object) if level == "city" else leaves.table[level].to_numpy(object)
    of_unit = above[leaves.of_unit]
    joined = {code: shapely.union_all(units[of_unit == code]) for code in set(of_unit) - {""}}
    return np.array([joined.get(code) for code in codes], object)


def _read_tree(city: City) -> tuple[dict[str, str], dict[str, str]]:
    """Return the name and the parent of each division."""
    if city.divisions is None:
        return {}, {}
    known = city.divisions.drop_duplicates("code")
    names, parents = (dict(zip(known["code"], known[key], strict=True)) for key in ("name", "parent"))
    return names, parents
