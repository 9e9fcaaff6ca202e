"""Find the place of an address: by its elements first, then by what speaks for each candidate."""

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from geo.addresses.estimates import cross_roads, interpolate_number
from geo.addresses.index import AddressIndex
from geo.addresses.numerals import leading_number
from geo.addresses.query import Directions, Query, read_query
from geo.addresses.scores import Scores, gather_rows, score_rows
from geo.arrays import Float64, Int32

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
_LEFT_PER_HECTOMETRE: Final = 0.8
#: A person's "80 metres" may be off by this share. Assumed.
_OFFSET_SHARE: Final = 0.3
#: Effort of any address, of a character of it, and of a unit that it may lie in; one is four comparisons of an element
#: with a candidate. Measured on texts of every kind, so that an effort takes about the same time whatever it is of.
_EACH_ADDRESS: Final = 5000
_EACH_CHARACTER: Final = 200
_EACH_UNIT: Final = 400
_COMPARISONS: Final = 4
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
        Never a guess that looks like an answer: what fits several grid units equally is ``"ambiguous"``, and a text in
        which nothing is understood, such as an empty one, ``"not_found"``.

    Examples
    --------
    >>> from geo.addresses.index import make_address_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> known = city.homes[:1].assign(road="文化路", number="23")
    >>> index = make_address_index(known, city.base_units, None, city.roads, city_names=[])
    >>> match_address(index, "文化路二十三号").level, match_address(index, "").status
    ('number', 'not_found')
    """
    queries = read_query(text, address_index.index)
    readings = [_weigh(address_index, next(queries))]
    if readings[0].quality < _SURE:
        readings += [_weigh(address_index, query) for query in queries]
    best = max(readings, key=lambda reading: reading.quality)
    match = _decide(address_index, best)
    effort = _EACH_ADDRESS + _EACH_UNIT * len(match.units) + sum(map(_count_effort, readings))
    return replace(match, effort=effort)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to take a text apart, its candidates and what speaks for the best of them, 0 to 1."""

    query: Query
    rows: Int32
    scores: Scores
    quality: float


def _count_effort(reading: _Reading) -> int:
    query = reading.query
    comparisons = (len(query.spans) + len(query.numerals)) * len(reading.rows)
    return _EACH_CHARACTER * sum(map(len, query.tokens)) + comparisons // _COMPARISONS


def _weigh(address_index: AddressIndex, query: Query) -> _Reading:
    rows = gather_rows(address_index, query)
    scores = score_rows(address_index, query, rows)
    return _Reading(query, rows, scores, float(scores.value.max() / scores.most) if len(rows) else 0.0)


def _decide(address_index: AddressIndex, best: _Reading) -> Match:
    """Decide what the best reading of a text leads to."""
    estimate = _estimate(address_index, best)
    if estimate is not None:
        return estimate
    if best.quality < _LEAST_QUALITY:
        return _find_nothing(best.query)
    close = np.flatnonzero(best.scores.value >= best.scores.value.max() - _CLOSE)
    inside = close[address_index.unit[best.rows[close]] >= 0]
    close = inside if len(inside) else close[:1]
    return _answer(address_index, best.query, best.rows[close], best.scores.take(close))


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
    similarity = min(span.similarity for span in query.spans if "road" in span.candidates)
    confidence = _ESTIMATED * similarity * _LEFT_PER_HECTOMETRE ** (error_radius_m / 100)
    return _place(query, level, float(x), float(y), confidence=confidence, error_radius_m=error_radius_m)


def _place(query: Query, level: str, x: float, y: float, *, confidence: float, error_radius_m: float) -> Match:
    """Make the match of a place that no address holds."""
    return replace(
        _find_nothing(query),
        status="found",
        level=level,
        x=x,
        y=y,
        confidence=round(confidence, 3),
        error_radius_m=round(error_radius_m, 1),
    )


def _find_nothing(query: Query) -> Match:
    return Match(
        status="not_found",
        level="",
        x=np.nan,
        y=np.nan,
        unit=-1,
        confidence=0.0,
        error_radius_m=0.0,
        rows=np.empty(0, np.int64),
        units=np.empty(0, np.int32),
        matched=_spell(query),
        unmatched=query.unmatched,
    )


def _spell(query: Query) -> str:
    names = ["".join(query.tokens[span.start : span.stop]) for span in query.spans]
    behind = [query.directions.text] if query.directions is not None else []
    return " ".join([*names, *(numeral.text for numeral in query.numerals), *behind])


def _answer(address_index: AddressIndex, query: Query, rows: Int32, scores: Scores) -> Match:
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
    if is_one and level == "place" and not query.numerals and query.directions and not query.directions.crossing:
        # so far from a landmark is another place; behind a full address directions only describe its door
        return _leave_landmark(query, query.directions, xy[middle], trust=_trust(scores))
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


def _leave_landmark(query: Query, directions: Directions, landmark: Float64, *, trust: float) -> Match:
    x, y = (landmark + np.array([directions.east_m, directions.north_m])).tolist()
    away_m = float(np.hypot(directions.east_m, directions.north_m))
    error_radius_m = _ERROR_M["place"] + _OFFSET_SHARE * away_m
    return _place(query, "offset", x, y, confidence=_ESTIMATED * trust, error_radius_m=error_radius_m)


def _trust(scores: Scores) -> float:
    """Turn the share of the text that speaks for an answer into a chance that it is right."""
    quality = float(scores.value[0] / scores.most)
    return max(0.0, min(0.99, quality))
