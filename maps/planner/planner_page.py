"""The planner's page: the frame that its modules fill."""

from typing import Final

from geo.texts import LANGS, translate
from maps.escape import to_html_text
from maps.planner.linking import list_needed
from maps.planner.page_files import BEGIN, list_page_files, name_version
from maps.policy import add_policy

#: What the page needs beside what every page may do: all from the service that it comes from.
_ALLOWED: Final = {
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' blob:",
    "frame-src": "'self'",
}
#: Where something will stand: it is painted before any script has come.
_SKELETON: Final = f'<div class="skeleton" aria-hidden="true">{"<span></span>" * 6}</div>'
#: The elements of the page; also those of a single file.
MARKUP: Final = f"""<header id="top"><div id="city"></div><div id="tabs" role="tablist"></div>
<button id="lang" class="plain" type="button"></button></header>
<main id="map-box"><div id="map" role="application"></div><div id="said" role="status" hidden></div>
<div id="tools" role="toolbar"></div><div id="legend" hidden></div></main>
<div id="panels"><button id="sheet-handle" type="button"></button>
<section id="left" tabindex="-1"><div id="left-body">{_SKELETON}</div><div id="share"></div></section>
<section id="right" tabindex="-1"><div id="right-body" tabindex="0">{_SKELETON}</div>
<div id="tool-body" tabindex="0" hidden></div></section>
<section id="bottom" hidden><div id="bottom-body"></div></section></div>"""
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gridwalk</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{folder}planner.css">
<script src="{folder}leaflet.js" defer></script>
{preloads}
<link rel="preload" as="fetch" href="page/city" crossorigin="anonymous">
<link rel="preload" as="fetch" href="page/figures?profile=adult" crossorigin="anonymous">
<script type="module" src="{folder}{begin}"></script>
</head>
<body>
{markup}
<noscript>{noscript}</noscript>
</body>
</html>
"""


def render_planner_page() -> str:
    """Render the frame of the planner's page.

    Returns
    -------
    str
        HTML with a policy: nothing in it runs but the service's own files, which it names by their version.

    Examples
    --------
    >>> page = render_planner_page()
    >>> "script-src 'self'" in page, "<script>" in page
    (True, False)
    """
    folder = f"assets/{name_version()}/"
    files = list_page_files()
    needed = list_needed({path: file.content.decode() for path, file in files.items() if path.endswith(".js")}, BEGIN)
    page = _PAGE.format(
        folder=folder,
        begin=BEGIN,
        preloads="\n".join(f'<link rel="modulepreload" href="{folder}{path}">' for path in needed),
        markup=MARKUP,
        noscript=write_noscript(),
    )
    return add_policy(page, allowed=_ALLOWED)


def write_noscript() -> str:
    """Write what a browser without scripts shows, in each language.

    Returns
    -------
    str
        Escaped.

    Examples
    --------
    >>> "JavaScript" in write_noscript()
    True
    """
    return " ".join(to_html_text(translate("page.noscript", lang)) for lang in LANGS)
