"""The shell of every page with a map: frame, texts, data, style sheets and scripts in one file."""

import importlib.resources
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.texts import LANGS, TEXTS, translate
from maps.escape import to_html_text, to_script_json
from maps.policy import add_policy
from maps.style import write_css_colours

_ASSETS: Final = importlib.resources.files("maps") / "assets"
_FRAME: Final = """<main id="panel"{folding}>
<header><h1></h1><button id="lang" type="button"></button>{fold}</header>
<div id="panel-body">{body}</div></main>
<noscript>{noscript}</noscript>
<script type="application/json" id="data">{data}</script>"""
#: The scheme and host of a tile server, where a number may stand for one of several.
_TILE_SERVER: Final = re.compile(r"https?://[^/]+")
#: How the keys of the texts of the frame begin.
_TEXTS: Final = "page."
_FOLD: Final = '<button id="fold" type="button" aria-controls="panel-body"></button>'


@dataclass(frozen=True, kw_only=True)
class Shell:
    """What all pages of one kind have in common.

    Parameters
    ----------
    name
        Of its script and its style sheet in ``maps/assets``; the script defines ``start<Name>``.
    prefixes
        How the keys of its own texts begin.
    folds
        Whether the panel lies over the map and can be folded.
    asks
        Whether its script asks the service that it comes from.
    shares
        Names of scripts and style sheets that it has in common with a few other kinds, before its own.
    """

    name: str
    prefixes: tuple[str, ...]
    folds: bool = False
    asks: bool = False
    shares: tuple[str, ...] = ()


def render_page(
    shell: Shell,
    *,
    title: str,
    body: str,
    data: Mapping[str, Any],
    bounds: tuple[float, float, float, float],
    tile_url: str | None = None,
) -> str:
    """Render a page with a map as one self-contained file.

    Parameters
    ----------
    shell
        The kind of page.
    title
        What the browser shows before the script sets its own; escaped here.
    body
        HTML of the panel below its heading, every text in it escaped.
    data
        What the page's script draws; texts and bounds are added to it.
    bounds
        West, south, east, north of the map [degrees, WGS-84].
    tile_url
        Address of a tile server for a basemap, or None: then the page requests nothing.

    Returns
    -------
    str
        HTML with a policy that lets nothing else run or load; the same arguments give the same bytes.

    Raises
    ------
    ValueError
        If a number in the data is NaN or infinite.

    Examples
    --------
    >>> shell = Shell(name="find", prefixes=("find.",))
    >>> page = render_page(shell, title="A < B", body="<p></p>", data={}, bounds=(113.0, 34.0, 114.0, 35.0))
    >>> page[:15], "<title>A &lt; B</title>" in page
    ('<!DOCTYPE html>', True)
    """
    from maps.folium_map import add_to_map, make_map, render_stable  # noqa: PLC0415 - takes long; only pages need it

    markup = _FRAME.format(
        folding=' class="folding open"' if shell.folds else "",
        fold=_FOLD if shell.folds else "",
        body=body,
        noscript=" ".join(to_html_text(translate("page.noscript", lang)) for lang in LANGS),
        data=to_script_json({"texts": list_texts((_TEXTS, *shell.prefixes)), **data, "bounds": bounds}),
    )
    page = make_map(bounds, title=title, tile_url=tile_url)
    add_to_map(
        page,
        style=read_styles("panel.css", *(f"{name}.css" for name in (*shell.shares, shell.name))),
        markup=markup,
        script="".join(read_asset(f"{name}.js") for name in ("page", *shell.shares, shell.name)),
        start=f"start{shell.name.capitalize()}",
    )
    allowed = {"connect-src": "'self'"} if shell.asks else {}
    server = _TILE_SERVER.match(tile_url or "")
    if server:
        allowed["img-src"] = server[0].replace("{s}", "*")
    return add_policy(render_stable(page.get_root()), allowed=allowed)


def list_texts(prefixes: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """List the texts of a page.

    Parameters
    ----------
    prefixes
        How their keys begin.

    Returns
    -------
    dict
        Language -> key -> text; empty dictionaries without prefixes.

    Examples
    --------
    >>> list_texts(("profile.adult",))
    {'zh': {'profile.adult': '成人'}, 'en': {'profile.adult': 'Adult'}}
    """
    return {lang: {key: text[lang] for key, text in TEXTS.items() if key.startswith(prefixes)} for lang in LANGS}


def read_styles(*names: str) -> str:
    """Read style sheets, with the colours that they name before them.

    Parameters
    ----------
    *names
        Files of ``maps/assets``.

    Returns
    -------
    str
        CSS.

    Examples
    --------
    >>> read_styles("panel.css")[:7]
    ':root {'
    """
    return write_css_colours() + "".join(map(read_asset, names))


def read_asset(name: str) -> str:
    """Read a file of ``maps/assets``.

    Parameters
    ----------
    name
        Its name.

    Returns
    -------
    str
        Its text.

    Examples
    --------
    >>> "leaflet" in read_asset("panel.css")
    True
    """
    return (_ASSETS / name).read_text(encoding="utf-8")
