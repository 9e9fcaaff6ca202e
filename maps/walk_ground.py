"""What the pages of a circle and of a route share: the ground under a walk, and what they say of their origin."""

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.city.model import City
from geo.grid.divisions import ROLL_UPS, trace_parents
from geo.grid.units import assign_units
from geo.plans.context import WATER
from geo.texts import Lang
from geo.texts.notes import translate_notes
from geo.walking.profiles import Profile
from maps.encode import pack_lines, pack_points
from maps.style import list_styles

#: Width and height of a picture [pixels].
PICTURE: Final = (1200, 900)
#: How far a road or a shore may move on a page of one walk [m].
_TOLERANCE_M: Final = 1.0


@dataclass(frozen=True, kw_only=True)
class PageOrigin:
    """Who walks, when the page was drawn, and how it opens.

    Parameters
    ----------
    profile
        Who walks.
    day
        Day on which the page is drawn, ISO 8601.
    lang
        Language it opens in.
    is_picture
        Whether it is laid out for a picture instead of a window.
    """

    profile: Profile
    day: str
    lang: Lang
    is_picture: bool


def describe_origin(city: City, origin: PageOrigin) -> dict[str, Any]:
    """Describe where a page's figures come from.

    Parameters
    ----------
    city
        The city.
    origin
        Who walks and when.

    Returns
    -------
    dict
        For the page's script.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.walking.profiles import PROFILES
    >>> origin = PageOrigin(profile=PROFILES["adult"], day="2026-01-31", lang="en", is_picture=False)
    >>> describe_origin(build_sample(), origin)["speed_km_h"]
    4.0
    """
    return {
        "lang": origin.lang,
        "picture": origin.is_picture,
        "style": list_styles(),
        "city": city.name,
        "synthetic": city.synthetic,
        "profile": origin.profile.name,
        "speed_km_h": round(origin.profile.speed_km_h, 2),
        "day": origin.day,
        "built": city.built_at[:10],
        "attribution": city.attribution,
        "assumptions": translate_notes(city.assumptions),
        "categories": {name: dict(names) for name, names in city.categories.items()},
    }


def pack_ground(city: City, window: shapely.Geometry) -> dict[str, Any]:
    """Pack roads, water and homes inside a window.

    Parameters
    ----------
    city
        The city.
    window
        A box in the city's CRS.

    Returns
    -------
    dict
        ``roads``, ``water`` (shores and courses as lines) and ``others`` (all homes), packed; empty texts where
        there is nothing.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> sorted(pack_ground(build_sample(), shapely.Point(ORIGIN).buffer(500)))
    ['others', 'roads', 'water']
    """
    homes = _find(city.homes, window)
    return {
        "roads": pack_lines(_clip(_find(city.roads, window).geometry, window), tolerance_m=_TOLERANCE_M),
        "water": _pack_water(city, window),
        "others": pack_points(homes.geometry[homes["residents"] > 0]),
    }


def _pack_water(city: City, window: shapely.Geometry) -> str:
    if city.barriers is None:
        return ""
    found = _find(city.barriers, window)
    wet = found.geometry[found["barrier_kind"].isin(WATER)]
    is_polygon = shapely.get_dimensions(wet.values) == 2
    shores = np.where(is_polygon, shapely.boundary(wet.values), wet.values)
    return pack_lines(_clip(gpd.GeoSeries(shores, crs=city.crs), window), tolerance_m=_TOLERANCE_M)


def _find(layer: gpd.GeoDataFrame, window: shapely.Geometry) -> gpd.GeoDataFrame:
    return layer.iloc[sorted(layer.sindex.query(window, predicate="intersects").tolist())]


def _clip(lines: gpd.GeoSeries, window: shapely.Geometry) -> gpd.GeoSeries:
    """Clip lines to a box, and keep what is a line."""
    parts = shapely.get_parts(shapely.clip_by_rect(lines.values, *window.bounds))
    return gpd.GeoSeries(parts[shapely.get_dimensions(parts) == 1], crs=lines.crs)


def name_place(city: City, x: float, y: float) -> list[str]:
    """Name where a place lies.

    Parameters
    ----------
    city
        The city.
    x, y
        The place, in the city's CRS.

    Returns
    -------
    list of str
        District, street, community and grid unit, those that are known; empty outside all units.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> name_place(build_sample(), *ORIGIN), name_place(build_sample(), 0.0, 0.0)
    (['District', 'Street', 'South', 'South-west'], [])
    """
    row = int(assign_units(city.base_units, shapely.points([[x, y]]))[0])
    if row < 0:
        return []
    unit = city.base_units.iloc[[row]]
    above = trace_parents(unit["community"], city.divisions).iloc[0]
    divisions = city.divisions
    known = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    names = [known.get(above[level], "") for level in reversed(ROLL_UPS)]
    return [name for name in [*names, str(unit["name"].iloc[0])] if name]
