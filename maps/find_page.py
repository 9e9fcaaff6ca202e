"""The page on which somebody finds their grid unit: an address or the phone's position in, unit and services out."""

import json
from typing import Final

import geopandas as gpd
import shapely

from geo.city.model import City
from geo.files.writers import to_geojson
from geo.texts import LANGS, TEXTS, Lang, translate
from maps.escape import to_html_text, to_script_json
from maps.leaflet import add_script, make_map, render_stable
from maps.payload import find_bounds
from maps.style import list_styles

_TEXT_PREFIXES: Final = ("find.", "level.", "kind.")


_MARKUP: Final = """<main id="card">
<header><h1></h1><button id="lang" type="button"></button></header>
<form id="ask" autocomplete="off"><input id="address" type="search" maxlength="200" enterkeyhint="search" required>
<button id="go" type="submit"></button><button id="here" type="button"></button></form>
<div id="answer" role="status" aria-live="polite"></div>
<p id="synthetic"></p><p id="attribution"></p></main>
<noscript>{noscript}</noscript>
<script type="application/json" id="data">{data}</script>"""


#: How far the outline of the city may move on a phone's map [m].
_TOLERANCE_M: Final = 150.0


def _outline(city: City) -> gpd.GeoDataFrame:
    """Outline the districts where the city has their polygons, else the area of its data."""
    shapes = city.extent
    if isinstance(city.divisions, gpd.GeoDataFrame):
        shapes = city.divisions[city.divisions["level"] == "district"]
    lines = shapely.simplify(shapely.boundary(shapes.geometry.values), _TOLERANCE_M)
    return gpd.GeoDataFrame(geometry=lines, crs=city.crs)


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
    bounds = find_bounds(city.base_units.geometry)
    data = {
        "lang": lang,
        "texts": {code: {k: t[code] for k, t in TEXTS.items() if k.startswith(_TEXT_PREFIXES)} for code in LANGS},
        "style": list_styles(),
        "city": city.name,
        "attribution": city.attribution,
        "categories": {name: dict(names) for name, names in city.categories.items()},
        "synthetic": city.synthetic,
        "has_addresses": city.addresses is not None,
        "bounds": bounds,
        "outline": json.loads(to_geojson(_outline(city))),
    }
    page = make_map(bounds, title=f"{city.name} · {translate('find.title', lang)}")
    noscript = " ".join(to_html_text(translate("find.noscript", code)) for code in LANGS)
    markup = _MARKUP.format(noscript=noscript, data=to_script_json(data))
    add_script(page, style="find.css", markup=markup, script="find.js", start="startFind")
    return render_stable(page.get_root())
