"""Pages: the coverage of a city as one HTML file, drawn by the modules of the planner's page."""

import base64
import functools
import gzip
import re
from typing import Final

from pydantic_core import to_json

from geo.coverage.analysis import Coverage, check_level
from geo.texts import Lang, translate
from maps.escape import to_html_text
from maps.planner.file_documents import list_documents
from maps.planner.linking import link_modules
from maps.planner.page_files import (
    BEGIN_FILE,
    OWN_TEXTS,
    TEXTS_MODULE,
    list_page_files,
    list_page_texts,
    write_texts,
)
from maps.planner.planner_page import MARKUP, write_noscript
from maps.policy import add_policy

_PAGE: Final = """<!DOCTYPE html>
<html lang="{tag}" data-lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{styles}</style>
<script>{leaflet}</script>
</head>
<body>
{markup}
<noscript>{noscript}</noscript>
<script type="application/octet-stream" id="data" data-filled="{filled}">{data}</script>
<script>{script}</script>
</body>
</html>
"""
#: What scripts name in quotes: a key, or how keys begin that are put together.
_NAMED: Final = re.compile(r'["`]([\w.]+)')
_BLOCK_BYTES: Final = 4
_HARMLESS: Final = str.maketrans("<>&", ",./")
_TAGS: Final = {"zh": "zh-CN", "en": "en"}


def render_coverage_page(coverage: Coverage, *, level: str = "grid_units", lang: Lang = "zh") -> str:
    """Render the coverage of a city as one self-contained page.

    Parameters
    ----------
    coverage
        What was found; strings of the city are shown as they are, whatever they hold.
    level
        Which units the map opens with, a key of ``coverage.levels``; streets and districts come with them.
    lang
        Language the page opens in.

    Returns
    -------
    str
        HTML that asks for nothing; the same coverage gives the same bytes.

    Raises
    ------
    InputError
        If the city has no such level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> page = render_coverage_page(analyze_city(build_sample()))
    >>> page[:15], "https://" in page
    ('<!DOCTYPE html>', False)
    """
    check_level(coverage, level)
    files = {path: file.content.decode() for path, file in list_page_files().items()}
    packed = gzip.compress(to_json(list_documents(coverage, level)), mtime=0)
    page = _PAGE.format(
        tag=_TAGS[lang],
        lang=lang,
        title=to_html_text(f"{coverage.city.name} · {translate('planner.tab.assess', lang)}"),
        styles=files["planner.css"],
        leaflet=files["leaflet.js"],
        markup=MARKUP,
        noscript=write_noscript(),
        data=_write_bytes(packed),
        filled=-len(packed) % _BLOCK_BYTES,
        script=_link_file().replace("</", "<\\/"),
    )
    return add_policy(page)


@functools.cache
def _link_file() -> str:
    """Link the modules of a single file, with the texts that they name: those of tabs that it lacks are many."""
    scripts = {path: file.content.decode() for path, file in list_page_files().items() if path.endswith(".js")}
    named = set(_NAMED.findall(link_modules({**scripts, TEXTS_MODULE: write_texts({})}, BEGIN_FILE)))
    begun = tuple(name for name in named if name.endswith((".", "_")))
    kept = {
        lang: {key: text for key, text in texts.items() if _is_text_named(key, named, begun)}
        for lang, texts in list_page_texts().items()
    }
    return link_modules({**scripts, TEXTS_MODULE: write_texts(kept)}, BEGIN_FILE)


def _is_text_named(key: str, named: set[str], begun: tuple[str, ...]) -> bool:
    own = key.removeprefix(OWN_TEXTS)
    return own in named or own.startswith(begun)


def _write_bytes(packed: bytes) -> str:
    """Write bytes as text, five characters for four: begin_file.js reads it. No character means anything in HTML."""
    filled = packed + bytes(-len(packed) % _BLOCK_BYTES)
    return base64.b85encode(filled).decode("ascii").translate(_HARMLESS)
