"""The files of the planner's page: modules as they are written, texts and colours as modules, one style sheet."""

import functools
import hashlib
import importlib.resources
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any, Final

from maps.leaflet import read_leaflet_script, read_leaflet_styles
from maps.shell import list_texts
from maps.style import list_page_styles, write_css_colours

_FOLDER: Final = importlib.resources.files("maps") / "assets" / "planner"
_SCRIPT: Final = "text/javascript; charset=utf-8"
_STYLES: Final = "text/css; charset=utf-8"
#: How the keys of the texts of the page begin.
_TEXTS: Final = ("planner.", "page.", "category.", "profile.", "life.column.", "life.band.", "find.")
#: How those begin that only this page has; its scripts leave that out.
OWN_TEXTS: Final = "planner."
TEXTS_MODULE: Final = "texts.js"
#: Where a page of the service begins, and where a single file does.
BEGIN: Final = "begin.js"
BEGIN_FILE: Final = "begin_file.js"


@dataclass(frozen=True)
class PageFile:
    """A file as it is sent.

    Parameters
    ----------
    content
        Its bytes.
    media_type
        What they are.
    """

    content: bytes
    media_type: str


@functools.cache
def list_page_files() -> Mapping[str, PageFile]:
    """List the files of the page.

    Returns
    -------
    mapping
        Path below the page's own folder -> the file; the same in every call.

    Examples
    --------
    >>> files = list_page_files()
    >>> files["main.js"].media_type, "leaflet.js" in files, "core/state.js" in files
    ('text/javascript; charset=utf-8', True, True)
    """
    texts = {path: file.read_text(encoding="utf-8") for path, file in _walk(_FOLDER, "")}
    own = [texts.pop(path) for path in ("planner.css", *sorted(path for path in texts if path.endswith("/tools.css")))]
    styles = write_css_colours() + read_leaflet_styles() + "".join(own)
    texts |= {
        TEXTS_MODULE: write_texts(list_page_texts()),
        "style.js": write_module("STYLE", list_page_styles()),
        "leaflet.js": read_leaflet_script(),
    }
    files = {path: PageFile(text.encode(), _SCRIPT) for path, text in sorted(texts.items())}
    return {**files, "planner.css": PageFile(styles.encode(), _STYLES)}


@functools.cache
def name_version() -> str:
    """Name the version of the files: another where any of them differs.

    Returns
    -------
    str
        Hexadecimal digits.

    Examples
    --------
    >>> name_version() == name_version(), len(name_version())
    (True, 12)
    """
    digest = hashlib.sha256()
    for path, file in list_page_files().items():
        digest.update(f"{path}\n{len(file.content)}\n".encode() + file.content)
    return digest.hexdigest()[:12]


def list_page_texts() -> dict[str, dict[str, str]]:
    """List the texts of the page.

    Returns
    -------
    dict
        Language -> key -> text.

    Examples
    --------
    >>> list_page_texts()["en"]["planner.tab.assess"]
    'Assessment'
    """
    return list_texts(_TEXTS)


def write_texts(texts: Mapping[str, Mapping[str, str]]) -> str:
    r"""Write the module of texts.

    Parameters
    ----------
    texts
        Language -> key -> text.

    Returns
    -------
    str
        JavaScript.

    Examples
    --------
    >>> write_texts({})
    'export const TEXTS = {};\n'
    """
    return write_module("TEXTS", texts)


def write_module(name: str, value: Any) -> str:
    r"""Write a value as a module that exports it.

    Parameters
    ----------
    name
        Of the export.
    value
        What JSON can hold.

    Returns
    -------
    str
        JavaScript.

    Examples
    --------
    >>> write_module("A", {"b": 1})
    'export const A = {"b":1};\n'
    """
    return f"export const {name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        own = f"{path}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{own}/")
        elif own.endswith((".js", ".css")):
            yield own, entry
