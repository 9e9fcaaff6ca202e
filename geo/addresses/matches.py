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
        Addresses that fit best, one per candidate unit, the best first, -1 where only a road leads there, shape (k,).
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
        confidence=round(float(confidence), 3),
        error_radius_m=round(float(error_radius_m), 1),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Places that fit a text, the best first; at least one.

    Parameters
    ----------
    rows
        Addresses, -1 for what is none, shape (k,).
    xy
        Where [m], shape (k, 2).
    unit
        Rows of the grid units that hold them, shape (k,).
    weight
        What each weighs beside the best, shape (k,).
    """

    rows: Int32
    xy: Float64
    unit: Int32
    weight: Float64


def list_places(address_index: AddressIndex, rows: Int32, weight: Float64) -> Places:
    """List the places of addresses.

    Parameters
    ----------
    address_index
        The city's addresses.
    rows, weight
        Which of them, and what each weighs beside the best, shape (k,).

    Returns
    -------
    Places
        In the order of the rows.
    """
    return Places(rows, address_index.xy[rows], address_index.unit[rows], weight)


def choose_units(nothing: Match, places: Places, *, level: str, trust: float, radius_m: float) -> Match:
    """Make the match of places that fit a text, unit by unit.

    Parameters
    ----------
    nothing
        What was understood.
    places
        Where the text may mean.
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
    if len(places.unit) == 1:
        units, weight = places.unit, places.weight
        first = inverse = np.zeros(1, np.intp)
    else:
        units, first, inverse = np.unique(places.unit, return_index=True, return_inverse=True)
        weight = np.bincount(inverse, places.weight).astype(np.float64)
    ranked = np.lexsort((first, -weight))[:MAX_CANDIDATES]
    xy, middle = places.xy[inverse == ranked[0]], 0
    if len(xy) > 1:
        # a real place nearest to the middle of those that fit, never a middle where nothing stands
        middle = int(np.argmin(np.hypot(*(xy - np.median(xy, axis=0)).T)))
    spread_m = float(np.hypot(*(places.xy - xy[middle]).T).max())
    return replace(
        nothing,
        status="found" if len(units) == 1 else "ambiguous",
        level=level,
        x=float(xy[middle, 0]),
        y=float(xy[middle, 1]),
        unit=int(units[ranked[0]]),
        confidence=round(trust * float(weight[ranked[0]] / weight.sum()), 3),
        error_radius_m=round(radius_m + spread_m, 1),
        rows=places.rows[first[ranked]],
        units=units[ranked].astype(np.int32),
    )
