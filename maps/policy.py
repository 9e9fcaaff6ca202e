"""What a page may do, written into the page: only its own scripts and styles run, and nothing is loaded."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Final

#: A page has its policy before what it is about, so that it is found without reading the page.
_FIRST: Final = re.compile(r"<(?:script|style|link|title)\b")
#: Scripts that run, and styles; data in a script of another type do not run.
_INLINE: Final = re.compile(r"<(script|style)>(.*?)</\1>", re.DOTALL)
_TAG: Final = '<meta http-equiv="Content-Security-Policy" content="{}">\n'
_FOUND: Final = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
#: Where the policy of a page ends at the latest [bytes].
POLICY_WITHIN_BYTES: Final = 4096


def add_policy(page: str, *, allowed: Mapping[str, str] | None = None) -> str:
    """Add a content security policy to a page: its inline scripts and styles by their hashes, images in the page.

    Parameters
    ----------
    page
        HTML with a head; its scripts and styles have no attributes.
    allowed
        Directive -> what else the page needs, such as ``{"connect-src": "'self'"}``.

    Returns
    -------
    str
        The page with a ``meta`` element before its first script, style, link or title.

    Examples
    --------
    >>> print(add_policy("<head><title>A</title>", allowed={"connect-src": "'self'"}).splitlines()[0])
    <head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; \
form-action 'none'; img-src data:; connect-src 'self'">
    """
    sources = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "img-src": "data:"}
    hashes: dict[str, dict[str, None]] = {"script": {}, "style": {}}
    for kind, text in _INLINE.findall(page):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
        hashes[kind][f"'sha256-{digest}'"] = None
    sources |= {f"{kind}-src": " ".join(found) for kind, found in hashes.items() if found}
    for directive, more in (allowed or {}).items():
        sources[directive] = f"{sources.get(directive, '')} {more}".strip()
    policy = "; ".join(f"{directive} {values}" for directive, values in sources.items())
    first = _FIRST.search(page)
    at = first.start() if first else len(page)
    return page[:at] + _TAG.format(policy) + page[at:]


def find_policy(beginning: bytes) -> str | None:
    """Find the policy in a page.

    Parameters
    ----------
    beginning
        The first :data:`POLICY_WITHIN_BYTES` of the page, or more.

    Returns
    -------
    str or None
        What stands in its ``meta`` element; None in a page without one.

    Examples
    --------
    >>> find_policy(add_policy("<head><title>A</title>").encode())
    "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
    >>> find_policy(b"<title>A</title>") is None
    True
    """
    found = _FOUND.search(beginning, 0, POLICY_WITHIN_BYTES)
    return found[1].decode("ascii") if found else None
