"""The legs of a route: to the street, along each road by its name, and to the facility."""

from itertools import groupby
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely

from geo.circles.routes import Route
from geo.city.model import City
from geo.city.report import list_roads
from geo.city.walks import Walks

#: Kinds of leg: from the home to the street, along roads of one name, from the street to the facility.
LEAVE, ROAD, ARRIVE = "leave", "road", "arrive"
#: Legs that are shorter are nobody's way: a home on the street has none to it [m].
_SHORTEST_M: Final = 0.5


def trace_legs(city: City, walks: Walks, route: Route) -> gpd.GeoDataFrame:
    """Divide a route into legs, a new one where the name of the road changes.

    Parameters
    ----------
    city, walks
        The city and its walks.
    route
        As :func:`geo.circles.routes.find_route` finds it.

    Returns
    -------
    geopandas.GeoDataFrame
        A row for each leg: ``kind`` ("leave", "road" or "arrive"), ``name`` of the road ("" where it has none, and for
        the other kinds), ``length_m``, LineString. Legs of less than half a metre are left out.

    Examples
    --------
    >>> from geo.circles.routes import find_route
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> city = build_sample()
    >>> walks = measure_walks(city)
    >>> legs = trace_legs(city, walks, find_route(city, walks, home_id="yard", category="clinic"))
    >>> legs[["kind", "length_m"]].values.tolist()
    [['leave', 10.0], ['road', 150.0]]
    """
    roads = list_roads(city, walks.context.network)
    known = roads["name"] if "name" in roads else pd.Series("", index=roads.index)
    names = known.iloc[route.edges].fillna("").astype(str).tolist()
    ends = shapely.get_coordinates(route.lines)
    rows = [(LEAVE, "", [route.home, *route.leave, shapely.Point(ends[0])])]
    for name, parts in groupby(zip(names, route.lines, strict=True), key=lambda part: part[0]):
        rows.append((ROAD, name, [line for _, line in parts]))
    rows.append((ARRIVE, "", [shapely.Point(ends[-1]), *route.arrive]))
    lines = [_join(parts) for _, _, parts in rows]
    table = {"kind": [row[0] for row in rows], "name": [row[1] for row in rows], "length_m": shapely.length(lines)}
    legs = gpd.GeoDataFrame(table, geometry=lines, crs=city.crs)
    return legs[legs["length_m"] >= _SHORTEST_M].reset_index(drop=True)


def _join(parts: list[shapely.Geometry]) -> shapely.LineString:
    """Join points and lines; one point alone is a line without length."""
    xy = shapely.get_coordinates(parts)
    return shapely.LineString(xy if len(xy) > 1 else xy.repeat(2, axis=0))
