"""The nearest facility of each category that a place can walk to."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.circles.circles import CircleMaker
from geo.city.snaps import snap_places
from geo.crs.projection import to_point_lonlat
from geo.locate.answers import Service
from geo.walking.access_points import find_access_points
from geo.walking.within import list_pairs

#: A service farther away than this is not looked for [min].
SERVICES_WITHIN_MIN: Final = 60.0


def list_services(maker: CircleMaker, x: float, y: float) -> tuple[Service, ...]:
    """List the nearest facility of each category that a place can walk to.

    Parameters
    ----------
    maker
        What circles are drawn with: the city, its network and facilities.
    x, y
        The place in the city's CRS.

    Returns
    -------
    tuple of Service
        In the order of the city's categories; all but the category None where none is within
        :data:`SERVICES_WITHIN_MIN`.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.circles.circles import make_circles
    >>> services = list_services(make_circles(build_sample()), *ORIGIN)
    >>> [service.walk_m for service in services if service.category == "school"]
    [1200.0]
    """
    city, walker = maker.city, maker.walker
    network = maker.lattice.network
    snaps = snap_places(city, network, gpd.GeoSeries([shapely.Point(x, y)], crs=city.crs))
    origin = find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))
    pairs = list_pairs(network, origin, maker.facilities, limit_m=walker.speed_m_per_min * SERVICES_WITHIN_MIN)
    order = np.lexsort((pairs.place, pairs.walk_m))
    category = city.facilities["category"].to_numpy(object)[pairs.place[order]]
    nearest: dict[str, int] = {}
    for name, pair in zip(category, order, strict=True):
        nearest.setdefault(name, int(pair))
    return tuple(
        _make_service(maker, name, int(pairs.place[nearest[name]]), float(pairs.walk_m[nearest[name]]))
        if name in nearest
        else Service(category=name)
        for name in city.categories
    )


def _make_service(maker: CircleMaker, category: str, row: int, walk_m: float) -> Service:
    facilities = maker.city.facilities
    point = facilities.geometry.iloc[row]
    lon, lat = to_point_lonlat(point.x, point.y, maker.city.crs)
    return Service(
        category=category,
        facility_id=facilities["facility_id"].iloc[row],
        name=facilities["name"].iloc[row],
        lon=lon,
        lat=lat,
        walk_m=round(walk_m, 1),
        walk_min=round(walk_m / maker.walker.speed_m_per_min, 1),
    )
