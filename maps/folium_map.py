"""An empty folium map that needs nothing from the internet: Leaflet is written into the page."""

from itertools import count
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template

from maps.escape import to_html_text
from maps.leaflet import read_leaflet_script, read_leaflet_styles


class _Verbatim(Element):
    """A piece of the page that is written as it is: never read as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text


class _Start(MacroElement):
    """The call that starts the page's script, behind the map's own."""

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this.function }}({{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self, function: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Start"
        self.function = function


def make_map(bounds: tuple[float, float, float, float], *, title: str, tile_url: str | None = None) -> folium.Map:
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
    folium.Map
        With Leaflet's script and styles in the page.

    Examples
    --------
    >>> "leafletjs.com" in make_map((113.0, 34.0, 114.0, 35.0), title="A").get_root().render()
    False
    """
    west, south, east, north = bounds
    page = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        prefer_canvas=True,
        zoom_control="topright",
        zoom_snap=0.25,
    )
    page.default_js, page.default_css = [], []
    root: Any = page.get_root()
    head = [
        '<link rel="icon" href="data:,">',
        f"<title>{to_html_text(title)}</title>",
        f"<style>\n{read_leaflet_styles()}\n</style>",
    ]
    head.append(f"<script>\n{read_leaflet_script()}\n</script>")
    root.header.add_child(_Verbatim("\n".join(head)), name="leaflet", index=0)
    if tile_url:
        folium.TileLayer(tiles=tile_url, attr=" ").add_to(page)
    return page


def add_to_map(page: folium.Map, *, style: str, markup: str, script: str, start: str) -> None:
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
    root: Any = page.get_root()
    root.header.add_child(_Verbatim(f"<style>\n{style}\n</style>"), name="style")
    root.html.add_child(_Verbatim(f"{markup}\n<script>\n{script}\n</script>"), name="page")
    page.add_child(_Start(start), name="start")


def render_stable(root: Any) -> str:
    """Render a folium page with ids that are counted instead of drawn at random.

    Parameters
    ----------
    root
        The figure (``map.get_root()``); its elements get new ids.

    Returns
    -------
    str
        HTML; the same elements give the same bytes.

    Examples
    --------
    >>> bounds = (113.0, 34.0, 114.0, 35.0)
    >>> first, second = (render_stable(make_map(bounds, title="A").get_root()) for _ in range(2))
    >>> first == second
    True
    """
    numbers = count()
    pending = [root]
    while pending:
        element = pending.pop(0)
        element._id = f"{next(numbers):08d}"
        pending += [getattr(element, part) for part in ("header", "html", "script") if element is root]
        pending += element._children.values()
    return "\n".join(line.rstrip() for line in root.render().split("\n") if line.strip()) + "\n"
