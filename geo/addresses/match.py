"""Find the place of an address: by its elements first, then by what speaks for each candidate."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from geo.addresses.estimates import cross_roads, interpolate_number
from geo.addresses.index import AddressIndex
from geo.addresses.numerals import leading_number
from geo.addresses.query import Query, read_query
from geo.addresses.scores import Scores, gather_rows, score_rows
from geo.arrays import Int32, Int64

#: Scores that differ by less are equal candidates.
_CLOSE: Final = 0.75
#: How far the place of an address may be from the door itself [m]: assumed, by level.
_ERROR_M: Final = {"building": 10.0, "number": 10.0, "place": 10.0}
#: Share of what an address says that must speak for a candidate.
_LEAST_QUALITY: Final = 0.4
#: A reading that so much speaks for is not read again.
_SURE: Final = 0.8
#: Trust in a place that was worked out, and what each 100 m of its error leaves of it. Assumed.
_ESTIMATED: Final = 0.8
_LEFT_A_HECTOMETRE: Final = 0.8
#: A person's "80 metres" may be off by this share. Assumed.
_OFFSET_SHARE: Final = 0.3
_NONE: Final = np.zeros(1, np.bool_)
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


@dataclass(frozen=True, slots=True)
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
        Addresses that fit best, one a candidate unit, the best first, shape (k,).
    units
        Rows of the candidate units; the first is `unit`, shape (k,).
    matched, unmatched
        What of the text is explained, and what is not.
    """

    status: str
    level: str
    x: float
    y: float
    unit: int
    confidence: float
    error_radius_m: float
    rows: Int64 = field(repr=False)
    units: Int32 = field(repr=False)
    matched: str = ""
    unmatched: str = ""


def match_address(address_index: AddressIndex, text: str) -> Match:
    """Find the place of an address.

    Parameters
    ----------
    address_index
        The city's addresses.
    text
        As people write it.

    Returns
    -------
    Match
        Never a guess that looks like an answer: what fits several grid units equally is ``"ambiguous"``.
    """
    queries = read_query(text, address_index.index)
    best = _weigh(address_index, next(queries))
    if best.quality < _SURE:
        best = max([best, *(_weigh(address_index, query) for query in queries)], key=lambda reading: reading.quality)
    estimate = _estimate(address_index, best)
    if estimate is not None:
        return estimate
    if best.quality < _LEAST_QUALITY:
        return _find_nothing(best.query)
    close = np.flatnonzero(best.scores.value >= best.scores.value.max() - _CLOSE)
    inside = close[address_index.unit[best.rows[close]] >= 0]
    close = inside if len(inside) else close[:1]
    return _answer(address_index, best.query, best.rows[close], best.scores.take(close))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take a text apart, its candidates and what speaks for the best of them, 0 to 1."""

    query: Query
    rows: Int64
    scores: Scores
    quality: float


def _weigh(address_index: AddressIndex, query: Query) -> _Reading:
    rows = gather_rows(address_index, query)
    scores = score_rows(address_index, query, rows)
    return _Reading(query, rows, scores, float(scores.value.max() / scores.most) if len(rows) else 0.0)


def _estimate(address_index: AddressIndex, reading: _Reading) -> Match | None:
    """Place what no address holds, where the text says no more than a road and a number or crossing."""
    query, scores = reading.query, reading.scores
    roads = [code for span in query.spans for code in span.candidates.get("road", ())]
    if not roads or any(scores.matched.get(e, _NONE).any() for e in ("number", "building", "name", "compound")):
        return None
    number = next((leading_number(n.text) for n in query.numerals if n.role != "building"), np.nan)
    found, level = None, ""
    if query.directions is not None and query.directions.crossing and np.isnan(number):
        other = tuple(code for span in query.directions.crossing for code in span.candidates["road"])
        found, level = cross_roads(address_index, tuple(roads), other, query.directions), "intersection"
    elif len(reading.rows) and not np.isnan(number):
        near = reading.rows[scores.value >= scores.value.max() - _CLOSE]
        found, level = interpolate_number(address_index, near, number), "interpolated"
    if found is None:
        return None
    (x, y), error_radius_m = found
    nothing = np.empty(0, np.int64)
    similarity = min(span.similarity for span in query.spans if "road" in span.candidates)
    confidence = round(_ESTIMATED * similarity * _LEFT_A_HECTOMETRE ** (error_radius_m / 100), 3)
    return Match(
        "found", level, float(x), float(y), -1, confidence, round(error_radius_m, 1), nothing, nothing.astype(np.int32),
        _spell(query), query.unmatched,
    )  # fmt: skip


def _find_nothing(query: Query) -> Match:
    nothing = np.empty(0, np.int64)
    return Match(
        "not_found", "", np.nan, np.nan, -1, 0.0, 0.0, nothing, nothing.astype(np.int32), _spell(query), query.unmatched
    )


def _spell(query: Query) -> str:
    names = ["".join(query.tokens[span.start : span.stop]) for span in query.spans]
    behind = [query.directions.text] if query.directions is not None else []
    return " ".join([*names, *(numeral.text for numeral in query.numerals), *behind])


def _answer(address_index: AddressIndex, query: Query, rows: Int64, scores: Scores) -> Match:
    order = np.argsort(-scores.value, kind="stable")
    rows, scores = rows[order], scores.take(order)
    level = scores.name_level(0)
    units, first, inverse = np.unique(address_index.unit[rows], return_index=True, return_inverse=True)
    weight = np.bincount(inverse, np.exp(2 * (scores.value - scores.value[0])))
    ranked = np.lexsort((first, -weight))[:MAX_CANDIDATES]
    mine = rows[inverse == ranked[0]]
    xy = address_index.xy[mine]
    # a real address nearest to the middle of those that fit, never a middle where nothing stands
    middle = int(np.argmin(np.hypot(*(xy - np.median(xy, axis=0)).T)))
    spread_m = float(np.hypot(*(address_index.xy[rows] - xy[middle]).T).max())
    share = float(weight[ranked[0]] / weight.sum())
    is_one = len(units) == 1
    away = query.directions
    if is_one and away is not None and not away.crossing and level == "place" and not query.numerals:
        # so far from a landmark is another place; behind a full address directions only describe its door
        away_m = float(np.hypot(away.east_m, away.north_m))
        (x, y), nothing = xy[middle] + np.array([away.east_m, away.north_m]), np.empty(0, np.int32)
        return Match(
            "found", "offset", float(x), float(y), -1, round(_ESTIMATED * _trust(scores), 3),
            round(_ERROR_M["place"] + _OFFSET_SHARE * away_m, 1), rows[:0], nothing, _spell(query), query.unmatched,
        )  # fmt: skip
    return Match(
        status="found" if is_one else "ambiguous",
        level=level,
        x=float(xy[middle, 0]),
        y=float(xy[middle, 1]),
        unit=int(units[ranked[0]]),
        confidence=round(_trust(scores) * share, 3),
        error_radius_m=round(_ERROR_M.get(level, 20.0) + spread_m, 1),
        rows=rows[first[ranked]],
        units=units[ranked].astype(np.int32),
        matched=_spell(query),
        unmatched=query.unmatched,
    )


def _trust(scores: Scores) -> float:
    """Turn the share of the text that speaks for an answer into a chance that it is right."""
    quality = float(scores.value[0] / scores.most)
    return max(0.0, min(0.99, quality))
