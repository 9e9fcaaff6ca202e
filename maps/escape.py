"""The one place where strings from data become part of a page: escaped, never trusted."""

import json
from collections.abc import Mapping
from typing import Any, Final

#: Characters that could end a script element or a line of script, as JSON escapes.
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
#: Characters that mean something in HTML; the one that begins every entity comes first.
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def to_script_json(document: Any) -> str:
    r"""Write a document as JSON that can stand inside a script element.

    The page's script puts strings in place by ``textContent``, never as HTML.

    Parameters
    ----------
    document
        Mappings, lists, texts, finite numbers, None.

    Returns
    -------
    str
        Compact JSON without ``<``, ``>`` and ``&``.

    Raises
    ------
    ValueError
        If a number is NaN or infinite.

    Examples
    --------
    >>> to_script_json({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    return _replace(json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False), _ESCAPES)


def to_html_text(text: str) -> str:
    """Escape a text for HTML.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        With ``&``, ``<``, ``>`` and quotes as entities.

    Examples
    --------
    >>> to_html_text('<b title="x">')
    '&lt;b title=&quot;x&quot;&gt;'
    """
    return _replace(text, _ENTITIES)


def _replace(text: str, escapes: Mapping[str, str]) -> str:
    """Replace one character after the other: few texts hold any, and to look at each character is slow."""
    for character, escape in escapes.items():
        text = text.replace(character, escape)
    return text
