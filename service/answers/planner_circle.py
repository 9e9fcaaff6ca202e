"""The circles of a place for the planner's page: outlines, who and what lies inside, and what is missing there."""

import json
from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64
from geo.circles.circles import draw_circle
from geo.circles.inside import Inside, find_inside
from geo.city.model import City
from geo.crs.projection import from_lonlat, to_lonlat, to_point_lonlat
from geo.rules.lookups import choose_rules, name_facilities
from geo.walking.limits import TOLERANCE_M
from maps.encode import pack_polygons
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.datums import choose_datum
from service.media_types import JSON
from service.models.planner_circle import PlannerCircleQuery

#: Farthest that an outline may move on the page [m].
_TOLERANCE_M: Final = 2.0
#: Facilities that are listed at most, the nearest first; all are counted.
MOST_LISTED: Final = 1_000
#: Columns of people beside all residents, the first that a city has -> how the page calls them.
_GROUPS: Final = {"elders": ("residents_60plus", "residents_65plus"), "children": ("residents_children",)}


def answer_planner_circle(analyses: Analyses, query: PlannerCircleQuery) -> Body:
    """Answer who and what lies inside the circles of a place, beside those as the crow flies.

    Parameters
    ----------
    analyses
        The city's.
    query
        The place, and within which limits.

    Returns
    -------
    Body
        ``profile``, ``at`` (latitude and longitude in WGS-84), ``circles``: of each limit ``minutes, limit_m, shape``
        (packed, "" where nothing can be reached), ``reason``, ``area_km2, straight_km2, homes, residents,
        straight_residents, households, elders, children`` (None where the city does not know them), ``facilities``
        (category -> how many), ``missing`` and ``no_data``: what the rule set asks for in a circle of these minutes and
        is not inside, or of which the city has no data. ``facilities``, nearest first, ``names`` and ``rules``.

    Raises
    ------
    InputError
        If the datum or the profile is wrong.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> query = PlannerCircleQuery(lon=117, lat=34.3413027, minutes=(15,), datum="wgs84")
    >>> [circle] = json.loads(answer_planner_circle(Analyses(build_sample()), query).content)["circles"]
    >>> circle["residents"], circle["straight_residents"], circle["facilities"]
    (60, 60, {'clinic': 1, 'school': 0})
    """
    city, maker = analyses.city, analyses.circles(query.profile)
    x, y = from_lonlat(query.lon, query.lat, datum=choose_datum(city, query.datum), crs=city.crs)
    circles = draw_circle(maker, x, y, minutes=sorted(set(query.minutes)))
    inside = find_inside(maker, x, y, limits_m=circles["limit_m"].tolist())
    lon, lat = to_point_lonlat(x, y, city.crs)
    rules = choose_rules(city.rule_sets)
    answer = {
        "profile": {"key": query.profile, "speed_m_per_min": maker.context.profile.speed_m_per_min},
        "at": [lat, lon],
        "circles": _describe_circles(city, circles, inside),
        "facilities": _list_facilities(city, inside, maker.context.profile.speed_m_per_min),
        "names": {**name_facilities(city.rule_sets), **city.categories},
        "rules": None if rules is None else dict(rules.name),
    }
    return Body(json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode(), JSON)


def _describe_circles(city: City, circles: gpd.GeoDataFrame, inside: Inside) -> list[dict[str, Any]]:
    homes, category = city.homes.iloc[inside.homes], city.facilities["category"].to_numpy()[inside.facilities]
    asked = _list_asked(city, circles["minutes"].to_numpy(float))
    found = []
    for n, circle in enumerate(circles.itertuples()):
        within = inside.home_m <= circle.limit_m + TOLERANCE_M
        reached = category[inside.facility_m <= circle.limit_m + TOLERANCE_M]
        counts = {name: int((reached == name).sum()) for name in city.categories}
        found.append(
            {
                "minutes": circle.minutes,
                "limit_m": round(circle.limit_m, 1),
                "shape": _pack(circles.iloc[[n]]),
                "reason": {"zh": circle.reason_zh, "en": circle.reason_en} if circle.reason else None,
                "area_km2": round(circle.area_m2 / 1e6, 3),
                "straight_km2": round(np.pi * circle.limit_m**2 / 1e6, 3),
                "homes": int(within.sum()),
                "residents": round(circle.residents),
                "straight_residents": round(float(inside.straight_residents[n])),
                **_count_groups(homes, within),
                "facilities": counts,
                "missing": [name for name in asked[n] if counts.get(name) == 0],
                "no_data": [name for name in asked[n] if name not in counts],
            }
        )
    return found


def _count_groups(homes: gpd.GeoDataFrame, within: Any) -> dict[str, int | None]:
    columns = {"households": ("households",), **_GROUPS}
    known = {group: next((name for name in names if name in homes), None) for group, names in columns.items()}
    return {
        group: None if name is None else round(float(np.nansum(homes[name].to_numpy(float)[within])))
        for group, name in known.items()
    }


def _pack(circle: gpd.GeoDataFrame) -> str:
    # circles nest, so each is simplified alone
    shape = circle.geometry.iloc[0]
    return "" if shape is None or shape.is_empty else pack_polygons(circle.geometry, tolerance_m=_TOLERANCE_M)[0]


def _list_asked(city: City, minutes: Float64) -> list[list[str]]:
    """List for each limit what the rule set asks for in circles of so many minutes, and more than the limit before."""
    rules = choose_rules(city.rule_sets)
    if rules is None:
        return [[] for _ in minutes]
    tier_min = {name: rules.tiers[rule.tier].minutes for name, rule in rules.facilities.items()}
    return [
        [name for name, tier in tier_min.items() if tier is not None and before < float(tier) <= limit]
        for before, limit in zip(np.r_[0.0, minutes[:-1]], minutes, strict=True)
    ]


def _list_facilities(city: City, inside: Inside, speed_m_per_min: float) -> list[Mapping[str, Any]]:
    rows, walk_m = inside.facilities[:MOST_LISTED], inside.facility_m[:MOST_LISTED]
    table = city.facilities.iloc[rows]
    lon, lat = to_lonlat(shapely.get_coordinates(table.geometry.values), city.crs)
    names = table["name"].fillna("") if "name" in table else [""] * len(table)
    columns = (table["facility_id"], table["category"], names, lon.tolist(), lat.tolist(), walk_m.tolist())
    return [
        {
            "id": facility_id,
            "category": category,
            "name": name,
            "at": [at_lat, at_lon],
            "walk_m": round(metres),
            "walk_min": round(metres / speed_m_per_min, 1),
        }
        for facility_id, category, name, at_lon, at_lat, metres in zip(*columns, strict=True)
    ]
