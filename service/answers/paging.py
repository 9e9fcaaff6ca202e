"""Long answers page by page: every row on exactly one page, and a cursor that fits only the question it came from."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import numpy as np
import pandas as pd

from geo.arrays import Int64
from geo.errors import InputError
from service.models.paging import PagedQuery

#: A page ends before its rows pass this, but holds one row at least [bytes]; and where no limit is asked for.
MOST_PAGE_BYTES: Final = 4_000_000
_ORDINARY_ROWS: Final = 300
_ORDINARY_PAGE_BYTES: Final = 1_000_000
_CURSOR: Final = re.compile(r"(\d{1,9})\.([0-9a-f]{16})")


@dataclass(frozen=True)
class Page:
    """A page of a list.

    Parameters
    ----------
    start, stop
        Which rows it holds.
    matched
        How many rows all pages hold.
    next
        Cursor of the page behind it, None behind the last.
    """

    start: int
    stop: int
    matched: int
    next: str | None


def cut_page(query: PagedQuery, table: pd.DataFrame, row_bytes: Int64) -> Page:
    """Cut the page that a query asks for out of all that it matches.

    Parameters
    ----------
    query
        What is asked.
    table
        All rows that it matches, in order; the first column names them.
    row_bytes
        About how large each row will be [bytes], shape (n,).

    Returns
    -------
    Page
        The first where the query has no cursor; an empty one of an empty table.

    Raises
    ------
    InputError
        If the cursor is none, belongs to another question, or to the city as it was.
    """
    mark = _mark(query, table)
    start = 0 if query.next is None else _read_cursor(query.next, mark, len(table))
    rows, most_bytes = _ORDINARY_ROWS, _ORDINARY_PAGE_BYTES
    if query.limit is not None:
        rows, most_bytes = query.limit, MOST_PAGE_BYTES
    fitting = int(np.searchsorted(np.cumsum(row_bytes[start : start + rows]), most_bytes, side="right"))
    stop = min(start + max(fitting, 1), len(table))
    following = _write_cursor(stop, mark) if stop < len(table) else None
    return Page(start, stop, len(table), following)


def list_headers(query: PagedQuery, page: Page) -> tuple[tuple[str, str], ...]:
    """List the headers of a page.

    Parameters
    ----------
    query
        What was asked.
    page
        The page.

    Returns
    -------
    tuple of (str, str)
        How many rows there are, where the next page is, and that the form depends on Accept.
    """
    headers = [("X-Total-Count", str(page.matched)), ("Vary", "Accept")]
    if page.next is not None:
        asked = query.model_dump(exclude_defaults=True) | {"next": page.next}
        headers.append(("Link", f'<?{urlencode(asked)}>; rel="next"'))
    return tuple(headers)


def _mark(query: PagedQuery, table: pd.DataFrame) -> str:
    """Mark a question together with what it matches: another order, filter or city has another mark."""
    asked = query.model_dump_json(exclude={"next", "limit", "fields"})
    digest = hashlib.sha256(asked.encode())
    digest.update("\n".join(table.iloc[:, 0]).encode())
    digest.update(table["residents"].to_numpy(float).tobytes())
    return digest.hexdigest()[:16]


def _write_cursor(start: int, mark: str) -> str:
    return base64.urlsafe_b64encode(f"{start}.{mark}".encode()).decode().rstrip("=")


def _read_cursor(cursor: str, mark: str, count: int) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    found = _CURSOR.fullmatch(text)
    if found is None:
        raise InputError("next: not one that this service gave; leave it out to begin with the first page")
    if found[2] != mark or not 0 < int(found[1]) < count:
        raise InputError(
            "next: it belongs to another question, or to the city before it was changed; keep all other parameters "
            "as they were, or leave it out to begin with the first page"
        )
    return int(found[1])
