"""An empty map that needs nothing from the internet: Leaflet is written into the page."""

import base64
import importlib.resources
import re
from dataclasses import dataclass
from typing import Final

from maps.escape import to_html_text, to_script_json

_LEAFLET: Final = importlib.resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"

#: Leaflet's banner, its link to itself and its source map: the only addresses in it that are no namespaces.
_LEAFLET_LINKS: Final = (
    (re.compile(r'<a href="https://leafletjs\.com".*?</a>(?=\')'), "Leaflet"),
    (re.compile(r"https://leafletjs\.com"), "Leaflet"),
    (re.compile(r"\n//# sourceMappingURL=\S+"), ""),
)
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_IMAGE: Final = re.compile(r"url\((images/[^)]+\.png)\)")
Bounds = tuple[float, float, float, float]

_PAGE: Final = """<!DOCTYPE html>
<html>
<head>
    <link rel="icon" href="data:,">
<title>{title}</title>
<style>
{leaflet_css}
</style>
<script>
{leaflet_js}
</script>
    <meta http-equiv="content-type" content="text/html; charset=UTF-8" />
    <style>
{style}
</style>
            <meta name="viewport" content="width=device-width,
                initial-scale=1.0, maximum-scale=1.0, user-scalable=no" />
            <style>
                #map_00000004 {{
                    position: relative;
                    width: 100.0%;
                    height: 100.0%;
                    left: 0.0%;
                    top: 0.0%;
                }}
                .leaflet-container {{ font-size: 1rem; }}
            </style>
            <style>html, body {{
                width: 100%;
                height: 100%;
                margin: 0;
                padding: 0;
            }}
            </style>
            <style>#map {{
                position:absolute;
                top:0;
                bottom:0;
                right:0;
                left:0;
                }}
            </style>
            <script>
                L_NO_TOUCH = false;
                L_DISABLE_3D = false;
            </script>
</head>
<body>
    {markup}
<script>
{script}
</script>
            <div class="folium-map" id="map_00000004" ></div>
</body>
<script>
            var map_00000004 = L.map(
                "map_00000004",
                {{
                    center: [{latitude}, {longitude}],
                    crs: L.CRS.EPSG3857,
                    ...{{
  "zoom": 10,
  "zoomControl": false,
  "preferCanvas": true,
  "zoomSnap": 0.25,
}}
                }}
            );
            L.control.zoom( {{ position: "topright" }} ).addTo(map_00000004);
{tiles}
    {start}(map_00000004);
</script>
</html>
"""
_TILES: Final = """            var tile_layer_00000009 = L.tileLayer(
                {url},
                {{
  "minZoom": 0,
  "maxZoom": 18,
  "maxNativeZoom": 18,
  "noWrap": false,
  "attribution": " ",
  "subdomains": "abc",
  "detectRetina": false,
  "tms": false,
  "opacity": 1,
}}
            );
            tile_layer_00000009.addTo(map_00000004);"""


@dataclass
class MapPage:
    """An empty map, and what a page adds to it.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees, WGS-84].
    title
        Title of the page.
    tile_url
        Address of a tile server, or None.
    style, markup, script, start
        As for :func:`add_to_map`; nothing yet.
    """

    bounds: Bounds
    title: str
    tile_url: str | None
    style: str = ""
    markup: str = ""
    script: str = ""
    start: str = ""

    def get_root(self) -> "MapPage":
        """Return what :func:`render_stable` renders: the page."""
        return self


def make_map(bounds: Bounds, *, title: str, tile_url: str | None = None) -> MapPage:
    """Make an empty map.

    Parameters
    ----------
    bounds
        West, south, east, north [degrees, WGS-84].
    title
        Title of the page; escaped here.
    tile_url
        Address of a tile server, or None: then the page requests nothing.

    Returns
    -------
    MapPage
        With Leaflet's script and styles in the page.

    Examples
    --------
    >>> "leafletjs.com" in render_stable(make_map((113.0, 34.0, 114.0, 35.0), title="A").get_root())
    False
    """
    return MapPage(bounds, title, tile_url)


def add_to_map(page: MapPage, *, style: str, markup: str, script: str, start: str) -> None:
    """Add a page's own style, markup and script to a map.

    Parameters
    ----------
    page
        The map; changed.
    style, script
        CSS and JavaScript.
    markup
        HTML of the body, before the map; every text in it escaped.
    start
        Function of the script to call with the map.

    Examples
    --------
    >>> page = make_map((113.0, 34.0, 114.0, 35.0), title="A")
    >>> add_to_map(page, style="", markup="<p>", script="function startA(map) {}", start="startA")
    >>> "startA(map_" in render_stable(page.get_root())
    True
    """
    page.style, page.markup, page.script, page.start = style, markup, script, start


def render_stable(page: MapPage) -> str:
    """Render a page.

    Parameters
    ----------
    page
        The map, with what was added to it.

    Returns
    -------
    str
        HTML without blank lines; the same page gives the same bytes.

    Examples
    --------
    >>> "<title>A &amp; B</title>" in render_stable(make_map((113.0, 34.0, 114.0, 35.0), title="A & B"))
    True
    """
    west, south, east, north = page.bounds
    html = _PAGE.format(
        title=to_html_text(page.title),
        leaflet_css=_leaflet_css(),
        leaflet_js=_leaflet_js(),
        style=page.style,
        markup=page.markup,
        script=page.script,
        latitude=(south + north) / 2,
        longitude=(west + east) / 2,
        tiles=_TILES.format(url=to_script_json(page.tile_url)) if page.tile_url else "",
        start=page.start,
    )
    return "\n".join(line.rstrip() for line in html.split("\n") if line.strip()) + "\n"


def _leaflet_js() -> str:
    text = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    for pattern, replacement in _LEAFLET_LINKS:
        text = pattern.sub(replacement, text)
    return text


def _leaflet_css() -> str:
    """Read Leaflet's styles with its images written into them and its comments dropped."""

    def inline(match: re.Match[str]) -> str:
        image = base64.b64encode((_LEAFLET / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{image})"

    text = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    return _CSS_IMAGE.sub(inline, _CSS_COMMENT.sub("", text))
