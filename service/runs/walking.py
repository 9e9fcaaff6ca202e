"""What ``gridwalk circle`` and ``gridwalk route`` write: GeoJSON, a page, or a picture of the page, by the ending."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd

from geo.circles.circles import draw_circle, make_circles
from geo.circles.inside import find_inside
from geo.circles.reach import reached_edges
from geo.circles.routes import find_route, trace_route
from geo.circles.simplify import simplify_circles
from geo.city.bundle import open_city
from geo.city.walks import measure_walks
from geo.crs.projection import from_lonlat, to_point_lonlat
from geo.errors import InputError
from geo.files.directories import replace_file
from geo.files.writers import to_geojson
from geo.grid.days import find_today
from geo.texts import Lang
from maps.circle_page import CircleDrawing, render_circle_page
from maps.route_page import RouteDrawing, render_route_page
from maps.walk_ground import PICTURE
from service.browser import find_browser, shoot_page
from service.datums import choose_datum

#: Ending of a file -> what is written: data, a page, a picture.
KINDS: Final = {".geojson": "data", ".json": "data", ".html": "page", ".png": "picture"}


@dataclass(frozen=True, kw_only=True)
class CircleRequest:
    """What is drawn around a place.

    Parameters
    ----------
    minutes
        Limits [min], rising.
    datum
        Datum of the place, or None for the city's.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    lines
        Whether data are the reached parts of edges instead of polygons.
    tolerance_m
        Farthest that a simplified outline may move in data [m].
    """

    minutes: tuple[float, ...]
    datum: str | None = None
    profile: str = "adult"
    lines: bool = False
    tolerance_m: float = 0.0


def find_kind(output: Path) -> str:
    """Find what is written by the ending of the file, before anything is computed.

    Parameters
    ----------
    output
        The file.

    Returns
    -------
    str
        A value of :data:`KINDS`.

    Raises
    ------
    InputError
        If the ending is none of those, or a picture is wanted and there is no browser.

    Examples
    --------
    >>> find_kind(Path("circle.HTML"))
    'page'
    >>> find_kind(Path("circle.pdf"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: circle.pdf: cannot be drawn; expected a name that ends in .geojson, .json, .html or .png
    """
    kind = KINDS.get(output.suffix.lower())
    if kind is None:
        *first, last = KINDS
        raise InputError(f"{output.name}: cannot be drawn; expected a name that ends in {', '.join(first)} or {last}")
    if kind == "picture":
        find_browser()
    return kind


def write_drawing(output: Path, *, data: Callable[[], str], render: Callable[[bool], str]) -> None:
    """Write what was drawn, as the ending of the file says.

    Parameters
    ----------
    output
        The file; replaced when the new one is whole.
    data
        Makes the GeoJSON.
    render
        Makes the page; told whether it is for a picture.

    Raises
    ------
    InputError
        As :func:`find_kind`; and if the file cannot be written, or the browser draws nothing.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_drawing(Path(folder) / "a.json", data=lambda: "{}", render=lambda is_picture: "")
    ...     (Path(folder) / "a.json").read_text()
    '{}'
    """
    kind = find_kind(output)
    if kind == "picture":
        width, height = PICTURE
        content = shoot_page(render(True), width=width, height=height)
    else:
        content = (data() if kind == "data" else render(False)).encode()
    with replace_file(output) as new:
        new.write_bytes(content)


def draw_circle_file(
    city_path: Path, output: Path, place: tuple[float, float], request: CircleRequest, *, lang: Lang
) -> gpd.GeoDataFrame:
    """Draw the circles of a place into a file.

    Parameters
    ----------
    city_path
        The bundle.
    output
        The file to write.
    place
        Longitude and latitude [degrees].
    request
        What is drawn.
    lang
        Language that a page opens in.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`geo.circles.circles.draw_circle` draws them.

    Raises
    ------
    InputError
        If the city, the place or the request is wrong, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     request = CircleRequest(minutes=(15.0,), datum="wgs84")
    ...     file = Path(folder) / "circle.html"
    ...     draw_circle_file(Path(folder) / "city", file, (117.0, 34.3413027), request, lang="en").residents.tolist()
    [60.0]
    """
    find_kind(output)
    city = open_city(city_path, lazy=True)
    datum = choose_datum(city, request.datum)
    x, y = from_lonlat(*place, datum=datum, crs=city.crs)
    maker = make_circles(city, profile=request.profile)
    circles = draw_circle(maker, x, y, minutes=request.minutes)

    def list_data() -> str:
        if request.lines:
            return to_geojson(reached_edges(maker.context, x, y, minutes=request.minutes))
        return to_geojson(simplify_circles(circles, tolerance_m=request.tolerance_m))

    def render(is_picture: bool) -> str:
        inside = find_inside(maker, x, y, limits_m=circles["limit_m"].tolist())
        lon, lat = to_point_lonlat(x, y, city.crs)
        drawing = CircleDrawing(maker=maker, x=x, y=y, lon=lon, lat=lat, circles=circles, inside=inside)
        return render_circle_page(drawing, day=find_today(), lang=lang, is_picture=is_picture)

    write_drawing(output, data=list_data, render=render)
    return circles


def draw_route_file(
    city_path: Path, output: Path, *, home_id: str, category: str, profile: str = "adult", lang: Lang
) -> gpd.GeoDataFrame:
    """Draw the walk from a home to its nearest facility of a category into a file.

    Parameters
    ----------
    city_path
        The bundle.
    output
        The file to write.
    home_id, category
        From where, to what.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    lang
        Language that a page opens in.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`geo.circles.routes.trace_route` traces it.

    Raises
    ------
    NotFoundError
        If there is no such home, or no way from it.
    InputError
        If the city or the category is wrong, or the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     request = {"home_id": "corner", "category": "school"}
    ...     found = draw_route_file(Path(folder) / "city", Path(folder) / "way.html", **request, lang="zh")
    >>> found.walk_m.tolist()
    [900.0]
    """
    find_kind(output)
    city = open_city(city_path, lazy=True)
    walks = measure_walks(city, profile=profile, categories=[category])
    found = trace_route(city, walks, home_id=home_id, category=category)

    def render(is_picture: bool) -> str:
        route = find_route(city, walks, home_id=home_id, category=category)
        drawing = RouteDrawing(city=city, walks=walks, home_id=home_id, category=category, route=route)
        return render_route_page(drawing, day=find_today(), lang=lang, is_picture=is_picture)

    write_drawing(output, data=lambda: to_geojson(found), render=render)
    return found
