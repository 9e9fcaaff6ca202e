"""Service circles: what can walk to, or be walked to from, a place within a limit, as polygons."""

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Objects
from geo.circles.lattice import Lattice
from geo.circles.trace import trace_circles
from geo.city.model import City
from geo.city.walk_context import WalkContext, join_place, make_walk_context
from geo.errors import NotFoundError
from geo.texts.reasons import add_sentences
from geo.walking.access_points import AccessPoints, take_places
from geo.walking.limits import to_metres
from geo.walking.search import sort_targets
from geo.walking.structs import Targets
from geo.walking.within import sum_places_around


@dataclass(frozen=True)
class CircleMaker:
    """What the circles of a city are drawn with, for one profile; safe to ask from several threads.

    Parameters
    ----------
    context
        Who walks where.
    lattice
        The lattice of the network.
    targets
        The homes, sorted by edge.
    """

    context: WalkContext
    lattice: Lattice
    targets: Targets


def make_circles(city: City, *, profile: str = "adult") -> CircleMaker:
    """Make ready to draw the circles of a city.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.

    Returns
    -------
    CircleMaker
        Its lattice is linked as it is needed.

    Raises
    ------
    InputError
        If the profile is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> make_circles(build_sample()).context.homes.count
    5
    """
    return prepare_circles(make_walk_context(city, profile=profile))


def prepare_circles(context: WalkContext, *, tiles: int = 1) -> CircleMaker:
    """Make ready to draw the circles of a context.

    Parameters
    ----------
    context
        Who walks where.
    tiles
        As :class:`geo.circles.lattice.Lattice` takes it; circles are the same whatever it is.

    Returns
    -------
    CircleMaker
        Its lattice is linked as it is needed.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> prepare_circles(make_walk_context(build_sample())).context.homes.count
    5
    """
    city = context.city
    xy = shapely.get_coordinates(city.homes.geometry.values)
    lattice = Lattice(
        network=context.network,
        homes=xy,
        snap_limit_m=city.snap_limit_m,
        min_component_m=city.min_component_m,
        tiles=tiles,
    )
    targets = sort_targets(context.network, context.homes, np.zeros(context.homes.count, np.int32))
    return CircleMaker(context, lattice, targets)


def draw_circle(maker: CircleMaker, x: float, y: float, *, minutes: Sequence[float]) -> gpd.GeoDataFrame:
    """Draw the circles of one place.

    Parameters
    ----------
    maker
        As :func:`make_circles` makes it.
    x, y
        The place, in the city's CRS.
    minutes
        Limits at the profile's speed [min], rising.

    Returns
    -------
    geopandas.GeoDataFrame
        One row per limit: ``id`` (""), ``minutes, limit_m, area_m2, residents`` (of the homes whose walk is within the
        limit: the table's verdict, not the picture's), ``reason`` (a key of :mod:`geo.texts.reasons`, "" where there is
        a polygon) with its sentences ``reason_zh, reason_en``, MultiPolygons.

    Raises
    ------
    InputError
        If the limits are not positive, finite and rising.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> maker = make_circles(build_sample())
    >>> draw_circle(maker, ORIGIN[0], ORIGIN[1], minutes=[5, 15]).residents.tolist()
    [60.0, 60.0]
    """
    return _tabulate(maker, np.array([""], object), join_place(maker.context, x, y), np.array([[x, y]]), minutes)


def draw_facility_circles(
    maker: CircleMaker, facility_ids: Sequence[str] | None = None, *, minutes: Sequence[float]
) -> gpd.GeoDataFrame:
    """Draw the circles of facilities, reached at their gates where they have any.

    Parameters
    ----------
    maker
        As :func:`make_circles` makes it.
    facility_ids
        Which facilities, or None for all.
    minutes
        Limits at the profile's speed [min], rising.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`draw_circle`, one row per facility and limit, with the facility's ``id``.

    Raises
    ------
    NotFoundError
        If there is no such facility.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> draw_facility_circles(make_circles(build_sample()), ["c1"], minutes=[15]).residents.tolist()
    [60.0]
    """
    ids = maker.context.city.facilities["facility_id"]
    rows = np.arange(len(ids))
    if facility_ids is not None:
        rows = np.sort(pd.Index(ids).get_indexer(list(dict.fromkeys(facility_ids))))
        if (rows < 0).any():
            unknown = next(code for code in facility_ids if not (ids == code).any())
            raise NotFoundError(f'no facility has the id "{unknown}"')
    centre = shapely.get_coordinates(maker.context.city.facilities.geometry.values[rows])
    return _tabulate(maker, ids.to_numpy(object)[rows], take_places(maker.context.facilities, rows), centre, minutes)


def _tabulate(
    maker: CircleMaker,
    ids: Objects,
    points: AccessPoints,
    centre: Float64,
    minutes: Sequence[float],
) -> gpd.GeoDataFrame:
    """Trace the circles and count the people whose walk is within each limit."""
    context = maker.context
    limits_m = [to_metres(value, speed_m_per_min=context.profile.speed_m_per_min) for value in minutes]
    circles, reason = trace_circles(maker.lattice, points, centre, limits_m=limits_m)
    n, k = circles.shape
    residents = context.city.homes["residents"].to_numpy(float)
    within = sum_places_around(context.network, points, maker.targets, residents, limits_m=limits_m)
    table = {
        "id": np.repeat(ids, k),
        "minutes": np.tile(np.asarray(minutes, float), n),
        "limit_m": np.tile(limits_m, n),
        "area_m2": shapely.area(circles).ravel(),
        "residents": within.ravel(),
        "reason": np.repeat(reason, k),
    }
    table |= add_sentences("reason", table["reason"])
    return gpd.GeoDataFrame(table, geometry=circles.ravel(), crs=context.city.crs)
