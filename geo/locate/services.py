"""The nearest facility of each category that a place can walk to."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.circles.circles import CircleMaker
from geo.city.snaps import snap_places
from geo.crs.projection import to_point_lonlat
from geo.locate.unit_index import Answer
from geo.walking.access_points import find_access_points
from geo.walking.within import list_pairs

#: A service farther away than this is not looked for [min].
SERVICES_WITHIN_MIN: Final = 60.0


_SERVICE: Final = ("facility_id", "name", "lon", "lat", "walk_m", "walk_min")


def list_services(maker: CircleMaker, x: float, y: float) -> list[Answer]:
    """List the nearest facility of each category that a place can walk to.

    Parameters
    ----------
    maker
        What circles are drawn with: the city, its network and facilities.
    x, y
        The place in the city's CRS.

    Returns
    -------
    list of dict
        ``category, facility_id, name, lon, lat, walk_m, walk_min`` in the order of the city's categories; all but
        the category None where none is within :data:`SERVICES_WITHIN_MIN`.
    """
    city, walker = maker.city, maker.walker
    network = maker.lattice.network
    snaps = snap_places(city, network, gpd.GeoSeries([shapely.Point(x, y)], crs=city.crs))
    origin = find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))
    pairs = list_pairs(network, origin, maker.facilities, limit_m=walker.speed_m_per_min * SERVICES_WITHIN_MIN)
    order = np.lexsort((pairs.place, pairs.walk_m))
    category = city.facilities["category"].to_numpy(object)[pairs.place[order]]
    nearest: dict[str, int] = {}
    for name, at in zip(category, order, strict=True):
        nearest.setdefault(name, int(at))
    ids, names = (city.facilities[column].to_numpy(object) for column in ("facility_id", "name"))
    shapes = city.facilities.geometry.values
    services: list[Answer] = []
    for name in city.categories:
        service: Answer = {"category": name} | dict.fromkeys(_SERVICE)
        if name in nearest:
            place, walk_m = pairs.place[nearest[name]], float(pairs.walk_m[nearest[name]])
            lon, lat = to_point_lonlat(shapes[place].x, shapes[place].y, city.crs)
            service |= {"facility_id": ids[place], "name": names[place], "lon": lon, "lat": lat}
            service |= {"walk_m": round(walk_m, 1), "walk_min": round(walk_m / walker.speed_m_per_min, 1)}
        services.append(service)
    return services
