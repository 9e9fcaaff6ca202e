"""Service circles and routes, as GeoJSON of bounded size."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.circles.circles import draw_circle, draw_facility_circles
from geo.circles.reach import reached_edges
from geo.circles.routes import trace_route
from geo.circles.simplify import simplify_circles
from geo.crs.projection import from_lonlat
from geo.errors import InputError
from geo.files.writers import to_geojson
from service.compute.analyses import Analyses
from service.compute.questions import Body
from service.datums import choose_datum
from service.media_types import GEOJSON
from service.models.circles import CircleQuery, FacilityCircleQuery, RouteQuery

#: Lines that a circle may have, and points of them: about 4 MB.
MOST_LINES: Final = 26_000
_MOST_POINTS: Final = 60_000
#: How far a line may move where nothing else is asked for [m]: less than its road is wide.
_LINE_TOLERANCE_M: Final = 1.0


def answer_circle(analyses: Analyses, query: CircleQuery) -> Body:
    """Answer what can be walked to from a place.

    Parameters
    ----------
    analyses
        The city's.
    query
        The place, and within which limits.

    Returns
    -------
    Body
        Outlines, or the reached parts of edges.

    Raises
    ------
    InputError
        If the datum or the profile is wrong, or there are more than :data:`MOST_LINES` lines.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> answer_circle(Analyses(build_sample()), CircleQuery(lon=117, lat=34.3, datum="wgs84")).media_type
    'application/geo+json'
    """
    city, maker = analyses.city, analyses.circles(query.profile)
    place = from_lonlat(query.lon, query.lat, datum=choose_datum(city, query.datum), crs=city.crs)
    breaks = sorted(set(query.minutes))
    if query.shape == "polygon":
        drawn = simplify_circles(draw_circle(maker, *place, minutes=breaks), tolerance_m=query.tolerance or 0.0)
    else:
        drawn = _thin(reached_edges(maker.context, *place, minutes=breaks, most_parts=MOST_LINES), query.tolerance)
    return Body(to_geojson(drawn).encode(), GEOJSON)


def _thin(lines: gpd.GeoDataFrame, tolerance_m: float | None) -> gpd.GeoDataFrame:
    """Leave out what a map of lines does not need, and refuse what is too long even so."""
    tolerance_m = _LINE_TOLERANCE_M if tolerance_m is None else tolerance_m
    shapes = shapely.simplify(np.asarray(lines.geometry.values), tolerance_m)
    points = int(shapely.get_num_coordinates(shapes).sum())
    if points > _MOST_POINTS:
        raise InputError(
            f"the lines have {points:,} points at a tolerance of {tolerance_m:g} m; at most {_MOST_POINTS:,} are sent: "
            "ask for a larger tolerance, fewer minutes, or shape=polygon"
        )
    slim = lines.drop(columns="limit_m").assign(length_m=lines["length_m"].round(1))
    return slim.set_geometry(gpd.GeoSeries(shapes, index=lines.index, crs=lines.crs))


def answer_facility_circle(analyses: Analyses, asked: tuple[str, FacilityCircleQuery]) -> Body:
    """Answer from where a facility can be walked to.

    Parameters
    ----------
    analyses
        The city's.
    asked
        Id of the facility, and within which limits.

    Returns
    -------
    Body
        Outlines.

    Raises
    ------
    InputError
        If the profile is unknown.
    NotFoundError
        If there is no such facility.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> len(answer_facility_circle(Analyses(build_sample()), ("c1", FacilityCircleQuery())).content) > 1000
    True
    """
    facility_id, query = asked
    circles = draw_facility_circles(analyses.circles(query.profile), [facility_id], minutes=sorted(set(query.minutes)))
    return Body(to_geojson(simplify_circles(circles, tolerance_m=query.tolerance or 0.0)).encode(), GEOJSON)


def answer_route(analyses: Analyses, asked: tuple[str, RouteQuery]) -> Body:
    """Answer how one walks from a home to its nearest facility of a category.

    Parameters
    ----------
    analyses
        The city's.
    asked
        Id of the home, and the category.

    Returns
    -------
    Body
        The way, as one line.

    Raises
    ------
    InputError
        If the category or the profile is unknown.
    NotFoundError
        If there is no such home, or no way.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> asked = ("corner", RouteQuery(category="school"))
    >>> b'"facility_id":"s1"' in answer_route(Analyses(build_sample()), asked).content
    True
    """
    home_id, query = asked
    found = trace_route(analyses.city, analyses.walks(query.profile), home_id=home_id, category=query.category)
    return Body(to_geojson(found).encode(), GEOJSON)
