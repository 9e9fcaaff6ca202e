"""Leaflet's script and styles as they are written into a page that asks nobody."""

import base64
import importlib.resources
import re
from typing import Final

_LEAFLET: Final = importlib.resources.files("js_lib_leaflet") / "static" / "js_lib_leaflet"

#: Leaflet's banner, its link to itself and its source map: the only addresses in it that are no namespaces.
_LEAFLET_LINKS: Final = (
    (re.compile(r'<a href="https://leafletjs\.com".*?</a>(?=\')'), "Leaflet"),
    (re.compile(r"https://leafletjs\.com"), "Leaflet"),
    (re.compile(r"\n//# sourceMappingURL=\S+"), ""),
)
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_IMAGE: Final = re.compile(r"url\((images/[^)]+\.png)\)")


def read_leaflet_script() -> str:
    """Read Leaflet's script, without its links.

    Returns
    -------
    str
        JavaScript that asks for nothing.

    Examples
    --------
    >>> "leafletjs.com" in read_leaflet_script()
    False
    """
    text = (_LEAFLET / "leaflet.js").read_text(encoding="utf-8")
    for pattern, replacement in _LEAFLET_LINKS:
        text = pattern.sub(replacement, text)
    return text


def read_leaflet_styles() -> str:
    """Read Leaflet's styles with its images written into them and its comments dropped.

    Returns
    -------
    str
        CSS that asks for nothing.

    Examples
    --------
    >>> "url(images" in read_leaflet_styles()
    False
    """

    def inline(match: re.Match[str]) -> str:
        image = base64.b64encode((_LEAFLET / match[1]).read_bytes()).decode("ascii")
        return f"url(data:image/png;base64,{image})"

    text = (_LEAFLET / "leaflet.css").read_text(encoding="utf-8")
    return _CSS_IMAGE.sub(inline, _CSS_COMMENT.sub("", text))
