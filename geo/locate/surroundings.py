"""A grid unit with what lies round it, for a map of it."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.city.model import City
from geo.errors import NotFoundError
from geo.locate.unit_index import UnitIndex

#: How far round a unit its surroundings are drawn [m].
ROUND_M: Final = 250.0


def draw_surroundings(city: City, unit_index: UnitIndex, code: str) -> gpd.GeoDataFrame:
    """Draw a grid unit with what lies round it.

    Parameters
    ----------
    city
        The city, for its roads.
    unit_index
        The units.
    code
        Code of a unit in force.

    Returns
    -------
    geopandas.GeoDataFrame
        ``kind`` (road, neighbour, unit: in the order to draw them), ``code`` ("" for roads), ``name``; roads within
        :data:`ROUND_M` of the unit's box.

    Raises
    ------
    NotFoundError
        If no unit in force has this code.

    Examples
    --------
    >>> from geo.locate.unit_index import make_unit_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> shapes = draw_surroundings(city, make_unit_index(city), "410102001001001")
    >>> shapes["kind"].value_counts().to_dict()["neighbour"]
    3
    """
    found = np.flatnonzero(unit_index.codes == code)
    if not len(found):
        raise NotFoundError(f'no grid unit in force has the code "{code[:40]}"')
    own = unit_index.units.geometry.iloc[found[0]]
    window = shapely.box(*shapely.buffer(own, ROUND_M).bounds)
    beside = np.setdiff1d(unit_index.tree.query(own, predicate="intersects"), found)
    roads = city.roads.iloc[np.sort(city.roads.sindex.query(window, predicate="intersects"))]
    names = unit_index.units["name"].to_numpy(object)
    parts = [
        ("road", np.full(len(roads), ""), roads.get("name", pd.Series("", roads.index)), roads.geometry.values),
        ("neighbour", unit_index.codes[beside], names[beside], unit_index.units.geometry.values[beside]),
        ("unit", unit_index.codes[found], names[found], np.array([own], object)),
    ]
    shapes = [
        gpd.GeoDataFrame({"kind": kind, "code": codes, "name": np.asarray(name)}, geometry=lines, crs=city.crs)
        for kind, codes, name, lines in parts
    ]
    return gpd.GeoDataFrame(pd.concat(shapes, ignore_index=True), crs=city.crs)
