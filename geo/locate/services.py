"""The nearest facility of each category that a place can walk to."""

from typing import Final

import numpy as np

from geo.city.walk_context import WalkContext, join_place
from geo.crs.projection import to_point_lonlat
from geo.locate.unit_index import Answer
from geo.walking.limits import to_metres
from geo.walking.within import list_pairs

#: A service farther away than this is not looked for [min].
SERVICES_WITHIN_MIN: Final = 60.0


_SERVICE: Final = ("facility_id", "name", "lon", "lat", "walk_m", "walk_min")


def list_services(context: WalkContext, x: float, y: float) -> list[Answer]:
    """List the nearest facility of each category that a place can walk to.

    Parameters
    ----------
    context
        Who walks where.
    x, y
        The place in the city's CRS.

    Returns
    -------
    list of dict
        ``category, facility_id, name, lon, lat, walk_m, walk_min`` in the order of the city's categories; all but
        the category None where none is within :data:`SERVICES_WITHIN_MIN`.
    """
    city, speed = context.city, context.profile.speed_m_per_min
    limit_m = to_metres(SERVICES_WITHIN_MIN, speed_m_per_min=speed)
    pairs = list_pairs(context.network, join_place(context, x, y), context.facilities, limit_m=limit_m)
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
            service |= {"walk_m": round(walk_m, 1), "walk_min": round(walk_m / speed, 1)}
        services.append(service)
    return services
