"""The page of one route: the walk from a home to its nearest facility, leg by leg, in both languages."""

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.circles.legs import trace_legs
from geo.circles.routes import Route
from geo.city.model import City
from geo.city.walks import Walks
from geo.coverage.scopes import RURAL, URBAN, choose_judgements, find_village_homes, name_judgement
from geo.crs.projection import to_point_lonlat
from geo.texts import Lang, translate
from geo.walking.limits import TOLERANCE_M
from maps.encode import pack_points
from maps.payload import find_bounds
from maps.shell import Shell, render_page
from maps.walk_ground import PageOrigin, describe_origin, name_place, pack_ground

_SHELL: Final = Shell(name="route", prefixes=("walk.", "profile."), folds=True, shares=("walk",))
_BODY: Final = """<p id="synthetic"></p><p id="place"></p><p id="total"></p><p id="verdict"></p><p id="facts"></p>
<div id="overlays"></div><div id="table"></div><details id="about"><summary></summary><div></div></details>"""
#: What is drawn round a route [m].
_AROUND_M: Final = 250.0


@dataclass(frozen=True, kw_only=True)
class RouteDrawing:
    """A route with what it is of.

    Parameters
    ----------
    city, walks
        The city and its walks.
    home_id, category
        From where, to what.
    route
        As :func:`geo.circles.routes.find_route` finds it.
    """

    city: City
    walks: Walks
    home_id: str
    category: str
    route: Route


def render_route_page(drawing: RouteDrawing, *, day: str, lang: Lang = "zh", is_picture: bool = False) -> str:
    """Render the page of a route, self-contained.

    Parameters
    ----------
    drawing
        The route; strings from the city are shown as they are, whatever they hold.
    day
        Day on which it is drawn, ISO 8601.
    lang
        Language the page opens in.
    is_picture
        Whether it is laid out for a picture of :data:`maps.walk_ground.PICTURE` instead of a window.

    Returns
    -------
    str
        HTML that requests nothing; the same route and day give the same bytes.

    Examples
    --------
    >>> from geo.circles.routes import find_route
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walks import measure_walks
    >>> city = build_sample()
    >>> walks = measure_walks(city)
    >>> route = find_route(city, walks, home_id="yard", category="school")
    >>> drawing = RouteDrawing(city=city, walks=walks, home_id="yard", category="school", route=route)
    >>> "startRoute" in render_route_page(drawing, day="2026-01-31")
    True
    """
    city, home = drawing.city, drawing.route.home
    legs = trace_legs(city, drawing.walks, drawing.route)
    facility = city.facilities.iloc[drawing.route.facility]
    ends = gpd.GeoSeries([home, facility.geometry], crs=city.crs)
    window = shapely.box(*shapely.buffer(shapely.union_all([*legs.geometry, *ends]), _AROUND_M).bounds)
    arrival = drawing.route.arrive[0]
    spots = [to_point_lonlat(point.x, point.y, city.crs)[::-1] for point in [*ends, arrival]]
    origin = PageOrigin(profile=drawing.walks.context.profile, day=day, lang=lang, is_picture=is_picture)
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('walk.route', lang)}",
        body=_BODY,
        data={
            **describe_origin(city, origin),
            **pack_ground(city, window),
            "home": drawing.home_id,
            "category": drawing.category,
            "facility": {"id": facility["facility_id"], "name": facility["name"] or ""},
            "ends": {
                "home": spots[0],
                "facility": spots[1],
                "gate": None if arrival.equals(facility.geometry) else spots[2],
            },
            "place": {"names": name_place(city, home.x, home.y)},
            "straight_m": float(ends.iloc[0].distance(ends.iloc[1])),
            **_describe_legs(drawing, legs),
            **_judge_walk(drawing),
        },
        bounds=find_bounds(gpd.GeoSeries([window], crs=city.crs)),
    )


def _describe_legs(drawing: RouteDrawing, legs: gpd.GeoDataFrame) -> dict[str, Any]:
    """Describe the legs: metres and minutes as walked, and what steps and waits add to them."""
    speed, walk_m = drawing.walks.context.profile.speed_m_per_min, drawing.route.walk_m
    length_m = float(legs["length_m"].sum())
    return {
        "length_m": length_m,
        "walk_m": walk_m,
        "walk_min": walk_m / speed,
        "extra_min": max(walk_m - length_m, 0.0) / speed if drawing.walks.context.profile.has_penalties else 0.0,
        "legs": {
            "kind": legs["kind"].tolist(),
            "name": legs["name"].tolist(),
            "length_m": legs["length_m"].tolist(),
            "minutes": (legs["length_m"] / speed).tolist(),
            "line": [
                pack_points(gpd.GeoSeries(shapely.points(shapely.get_coordinates(line)), crs=legs.crs))
                for line in legs.geometry
            ],
        },
    }


def _judge_walk(drawing: RouteDrawing) -> dict[str, Any]:
    """Say by what the walk is judged, and whether it is within the limit."""
    city, walks = drawing.city, drawing.walks
    speed = walks.context.profile.speed_m_per_min
    judgements = choose_judgements(city, [drawing.category], rules=None, minutes=None, speed_m_per_min=speed)
    row = int(np.flatnonzero(city.homes["home_id"].to_numpy() == drawing.home_id)[0])
    judged = judgements[RURAL if find_village_homes(city, walks.unit)[row] else URBAN]
    limit_m = judged.limit_m.get(drawing.category)
    return {
        "limit_m": limit_m,
        "is_within": limit_m is not None and drawing.route.walk_m <= limit_m + TOLERANCE_M,
        "judged_by": name_judgement(judged),
    }
