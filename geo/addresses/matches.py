"""Where an address is: one record for what was looked up, read and worked out."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from geo.addresses.index import AddressIndex
from geo.addresses.query import Query
from geo.arrays import Float64, Int32

MAX_CANDIDATES: Final = 50
LEVELS: Final = (
    "building",
    "number",
    "place",
    "compound",
    "interpolated",
    "intersection",
    "offset",
    "road",
    "community",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Where an address is.

    Parameters
    ----------
    status
        ``"found"``, ``"ambiguous"`` (several grid units fit equally) or ``"not_found"``.
    level
        What it was matched at, one of :data:`LEVELS`; "" where nothing was found.
    x, y
        The place in the city's CRS [m]; NaN where nothing was found.
    unit
        Row of the grid unit among the city's base units; -1 where nothing was found, where the address lies outside
        all, and where the place was estimated rather than looked up: the caller then finds which unit holds it.
    confidence
        Chance that `unit` is right, 0 to 1.
    error_radius_m
        Radius of the circle that holds the place [m].
    rows
        Addresses that fit best, one per candidate unit, the best first, shape (k,).
    units
        Rows of the candidate units; the first is `unit`, shape (k,).
    matched, unmatched
        What of the text is explained, and what is not.
    effort
        How much was compared to find it: the same for the same text, whatever the machine; about 0.05 us each.
    """

    status: str
    level: str
    x: float
    y: float
    unit: int
    confidence: float
    error_radius_m: float
    rows: Int32 = field(repr=False)
    units: Int32 = field(repr=False)
    matched: str = ""
    unmatched: str = ""
    effort: int = 0


def find_nothing(query: Query) -> Match:
    """Make the match of a text that fits no address.

    Parameters
    ----------
    query
        The text taken apart.

    Returns
    -------
    Match
        With what of it was understood.
    """
    return Match(
        status="not_found",
        level="",
        x=np.nan,
        y=np.nan,
        unit=-1,
        confidence=0.0,
        error_radius_m=0.0,
        rows=np.empty(0, np.int32),
        units=np.empty(0, np.int32),
        matched=_spell(query),
        unmatched=query.unmatched,
    )


def _spell(query: Query) -> str:
    names = ["".join(query.tokens[span.start : span.stop]) for span in query.spans]
    behind = [query.directions.text] if query.directions is not None else []
    return " ".join([*names, *(numeral.text for numeral in query.numerals), *behind])


def place_match(query: Query, level: str, xy: Float64, *, confidence: float, error_radius_m: float) -> Match:
    """Make the match of a place that no address holds.

    Parameters
    ----------
    query
        The text taken apart.
    level
        What it was worked out from.
    xy
        The place [m], shape (2,).
    confidence
        Chance that its unit is right.
    error_radius_m
        Radius of the circle that holds it [m].

    Returns
    -------
    Match
        Found, in no unit yet.
    """
    x, y = xy.tolist()
    return replace(
        find_nothing(query),
        status="found",
        level=level,
        x=x,
        y=y,
        confidence=round(confidence, 3),
        error_radius_m=round(error_radius_m, 1),
    )


def choose_units(
    address_index: AddressIndex,
    nothing: Match,
    rows: Int32,
    weights: Float64,
    *,
    level: str,
    trust: float,
    radius_m: float,
) -> Match:
    """Make the match of addresses that fit a text, unit by unit.

    Parameters
    ----------
    address_index
        The city's addresses.
    nothing
        What was understood.
    rows, weights
        Addresses, the best first, and what each weighs beside the best, shape (k,); at least one.
    level
        What they were matched at.
    trust
        Chance that one of them is meant.
    radius_m
        How far a place may be from the door itself [m].

    Returns
    -------
    Match
        Found where one unit holds them all; else ambiguous.
    """
    if len(rows) == 1:
        units, weight = address_index.unit[rows], weights
        first = inverse = np.zeros(1, np.intp)
    else:
        units, first, inverse = np.unique(address_index.unit[rows], return_index=True, return_inverse=True)
        weight = np.bincount(inverse, weights).astype(np.float64)
    ranked = np.lexsort((first, -weight))[:MAX_CANDIDATES]
    mine = rows[inverse == ranked[0]]
    xy, middle = address_index.xy[mine], 0
    if len(mine) > 1:
        # a real address nearest to the middle of those that fit, never a middle where nothing stands
        middle = int(np.argmin(np.hypot(*(xy - np.median(xy, axis=0)).T)))
    spread_m = float(np.hypot(*(address_index.xy[rows] - xy[middle]).T).max())
    return replace(
        nothing,
        status="found" if len(units) == 1 else "ambiguous",
        level=level,
        x=float(xy[middle, 0]),
        y=float(xy[middle, 1]),
        unit=int(units[ranked[0]]),
        confidence=round(trust * float(weight[ranked[0]] / weight.sum()), 3),
        error_radius_m=round(radius_m + spread_m, 1),
        rows=rows[first[ranked]],
        units=units[ranked].astype(np.int32),
    )
