"""The nearest facility of each category that a place can walk to."""

from typing import Final

import numpy as np

from geo.city.walk_context import WalkContext, join_place
from geo.crs.projection import to_point_lonlat
from geo.locate.answers import Service
from geo.walking.limits import to_metres
from geo.walking.within import list_pairs

#: A service farther away than this is not looked for [min].
SERVICES_WITHIN_MIN: Final = 60.0


def list_services(context: WalkContext, x: float, y: float) -> tuple[Service, ...]:
    """List the nearest facility of each category that a place can walk to.

    Parameters
    ----------
    context
        Who walks where.
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
    >>> from geo.city.walk_context import make_walk_context
    >>> services = list_services(make_walk_context(build_sample()), *ORIGIN)
    >>> [service.walk_m for service in services if service.category == "school"]
    [1200.0]
    """
    city, speed = context.city, context.profile.speed_m_per_min
    limit_m = to_metres(SERVICES_WITHIN_MIN, speed_m_per_min=speed)
    pairs = list_pairs(context.network, join_place(context, x, y), context.facilities, limit_m=limit_m)
    order = np.lexsort((pairs.place, pairs.walk_m))
    category = city.facilities["category"].to_numpy(object)[pairs.place[order]]
    nearest: dict[str, int] = {}
    for name, pair in zip(category, order, strict=True):
        nearest.setdefault(name, int(pair))
    return tuple(
        _make_service(context, name, int(pairs.place[nearest[name]]), float(pairs.walk_m[nearest[name]]))
        if name in nearest
        else Service(category=name)
        for name in city.categories
    )


def _make_service(context: WalkContext, category: str, row: int, walk_m: float) -> Service:
    facilities = context.city.facilities
    point = facilities.geometry.iloc[row]
    lon, lat = to_point_lonlat(point.x, point.y, context.city.crs)
    return Service(
        category=category,
        facility_id=facilities["facility_id"].iloc[row],
        name=facilities["name"].iloc[row],
        lon=lon,
        lat=lat,
        walk_m=round(walk_m, 1),
        walk_min=round(walk_m / context.profile.speed_m_per_min, 1),
    )
