"""The page on which somebody finds their grid unit: an address or the phone's position in, unit and services out."""

import json
from typing import Final

import geopandas as gpd
import shapely

from geo.city.model import City
from geo.files.writers import to_geojson
from geo.texts import Lang, translate
from maps.payload import find_bounds
from maps.shell import Shell, render_page

_SHELL: Final = Shell(name="find", prefixes=("find.",), asks=True)
_BODY: Final = """<form id="ask" autocomplete="off">
<input id="address" type="search" maxlength="200" enterkeyhint="search" required>
<button id="go" type="submit"></button><button id="here" type="button"></button></form>
<div id="answer" role="status" aria-live="polite"></div>
<p id="synthetic"></p><p id="attribution"></p>"""
#: How far the outline of the city may move on a phone's map [m].
_TOLERANCE_M: Final = 150.0


def render_find_page(city: City, *, lang: Lang = "zh") -> str:
    """Render the page that finds a grid unit; it asks the service that it comes from, and nobody else.

    Parameters
    ----------
    city
        The city.
    lang
        Language the page opens in.

    Returns
    -------
    str
        HTML; the same city gives the same bytes.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> "startFind" in render_find_page(build_sample())
    True
    """
    data = {
        "lang": lang,
        "city": city.name,
        "attribution": city.attribution,
        "categories": {name: dict(names) for name, names in city.categories.items()},
        "synthetic": city.synthetic,
        "has_addresses": city.addresses is not None,
        "outline": json.loads(to_geojson(_outline(city))),
    }
    title = f"{city.name} · {translate('find.title', lang)}"
    return render_page(_SHELL, title=title, body=_BODY, data=data, bounds=find_bounds(city.base_units.geometry))


def _outline(city: City) -> gpd.GeoDataFrame:
    """Outline the districts where the city has their polygons, else the area of its data."""
    shapes = city.extent
    if isinstance(city.divisions, gpd.GeoDataFrame):
        shapes = city.divisions[city.divisions["level"] == "district"]
    lines = shapely.simplify(shapely.boundary(shapes.geometry.values), _TOLERANCE_M)
    return gpd.GeoDataFrame(geometry=lines, crs=city.crs)
