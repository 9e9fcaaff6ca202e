"""The page of one service circle: who and what lies inside, beside the circle as the crow flies, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool
from geo.circles.circles import CircleMaker
from geo.circles.inside import Inside
from geo.city.model import City
from geo.texts import Lang, translate
from geo.walking.limits import TOLERANCE_M
from maps.encode import pack_points, pack_polygons
from maps.payload import find_bounds
from maps.shell import Shell, render_page
from maps.walk_ground import PageOrigin, describe_origin, name_place, pack_ground

_SHELL: Final = Shell(name="circle", prefixes=("walk.", "profile."), folds=True, shares=("walk",))
_BODY: Final = """<p id="synthetic"></p><p id="place"></p><p id="facts"></p><div id="figures"></div>
<p id="straight"></p><p id="why"></p><div id="overlays"></div><div id="table"></div>
<details id="about"><summary></summary><div></div></details>"""
#: Farthest that the outline of a circle may move on the page [m].
_TOLERANCE_M: Final = 2.0
#: How far the ground is drawn, and how far the page shows it at first, as shares of the largest limit.
_DRAWN: Final = 1.8
_SHOWN: Final = 1.08


@dataclass(frozen=True, kw_only=True)
class CircleDrawing:
    """A service circle with what lies inside.

    Parameters
    ----------
    maker
        What it was drawn with.
    x, y
        The place, in the city's CRS.
    lon, lat
        The place [degrees, WGS-84].
    circles
        As :func:`geo.circles.circles.draw_circle` draws them.
    inside
        As :func:`geo.circles.inside.find_inside` finds it, of the same limits.
    """

    maker: CircleMaker
    x: float
    y: float
    lon: float
    lat: float
    circles: gpd.GeoDataFrame
    inside: Inside


def render_circle_page(drawing: CircleDrawing, *, day: str, lang: Lang = "zh", is_picture: bool = False) -> str:
    """Render the page of a service circle, self-contained.

    Parameters
    ----------
    drawing
        The circle; strings from the city are shown as they are, whatever they hold.
    day
        Day on which it is drawn, ISO 8601.
    lang
        Language the page opens in.
    is_picture
        Whether it is laid out for a picture of :data:`maps.walk_ground.PICTURE` instead of a window.

    Returns
    -------
    str
        HTML that requests nothing; the same circle and day give the same bytes.

    Examples
    --------
    >>> from geo.circles.circles import draw_circle, make_circles
    >>> from geo.circles.inside import find_inside
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> (x, y), maker = ORIGIN, make_circles(build_sample())
    >>> drawing = CircleDrawing(
    ...     maker=maker, x=x, y=y, lon=117.0, lat=34.3, circles=draw_circle(maker, x, y, minutes=[15]),
    ...     inside=find_inside(maker, x, y, limits_m=[1000]),
    ... )
    >>> page = render_circle_page(drawing, day="2026-01-31")
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    city = drawing.maker.context.city
    reach_m = float(drawing.circles["limit_m"].iloc[-1])
    drawn, shown = (
        shapely.box(*shapely.buffer(shapely.Point(drawing.x, drawing.y), share * reach_m).bounds)
        for share in (_DRAWN, _SHOWN)
    )
    origin = PageOrigin(profile=drawing.maker.context.profile, day=day, lang=lang, is_picture=is_picture)
    return render_page(
        _SHELL,
        title=f"{city.name} · {translate('walk.circle', lang)}",
        body=_BODY,
        data={
            **describe_origin(city, origin),
            **pack_ground(city, drawn),
            "place": {"at": [drawing.lat, drawing.lon], "names": name_place(city, drawing.x, drawing.y)},
            **_pack_circles(drawing),
            **_pack_inside(drawing, city),
        },
        bounds=find_bounds(gpd.GeoSeries([shown], crs=city.crs)),
    )


def _pack_circles(drawing: CircleDrawing) -> dict[str, Any]:
    """Pack the circles with their figures; the last one's reason where nothing can be walked to."""
    circles = drawing.circles
    shapes = gpd.GeoSeries(
        [shapely.MultiPolygon() if shape is None else shape for shape in circles.geometry], crs=circles.crs
    )
    rows = circles.drop(columns="geometry")
    last = rows.iloc[-1]
    return {
        "circles": {
            # circles nest, so each is simplified alone
            "shape": [
                "" if shape.is_empty else pack_polygons(shapes.iloc[[i]], tolerance_m=_TOLERANCE_M)[0]
                for i, shape in enumerate(shapes)
            ],
            "minutes": rows["minutes"].tolist(),
            "limit_m": rows["limit_m"].tolist(),
            "residents": [round(value) for value in rows["residents"]],
            "area_km2": [round(value / 1e6, 3) for value in rows["area_m2"]],
            "straight": [round(value) for value in drawing.inside.straight_residents],
        },
        "reason": {"zh": last["reason_zh"], "en": last["reason_en"]},
    }


def _pack_inside(drawing: CircleDrawing, city: City) -> dict[str, Any]:
    """Pack the homes inside by the first circle that holds them, and the facilities by category, nearest first."""
    inside = drawing.inside
    limits = drawing.circles["limit_m"].to_numpy(float) + TOLERANCE_M
    first = np.searchsorted(limits, inside.home_m)
    lived = city.homes["residents"].to_numpy(float)[inside.homes] > 0
    points = city.homes.geometry.iloc[inside.homes]
    found = city.facilities.iloc[inside.facilities]
    return {
        "homes": [pack_points(points[(first == i) & lived]) for i in range(len(limits))],
        "facilities": {
            category: _pack_facilities(found, inside, (found["category"] == category).to_numpy())
            for category in city.categories
            if (found["category"] == category).any()
        },
    }


def _pack_facilities(found: gpd.GeoDataFrame, inside: Inside, chosen: Bool) -> Mapping[str, Any]:
    return {
        "at": pack_points(found.geometry[chosen]),
        "id": found["facility_id"][chosen].tolist(),
        "name": found["name"][chosen].fillna("").tolist(),
        "walk_m": [round(value) for value in inside.facility_m[chosen]],
    }
