"""Find the place of an address: whole first, then by its elements, then by what speaks for each candidate."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.addresses.elsewhere import weigh_elsewhere
from geo.addresses.estimates import cross_roads, interpolate_number
from geo.addresses.index import AddressIndex
from geo.addresses.matches import Match, Places, choose_units, find_nothing, list_places, place_match
from geo.addresses.numerals import leading_number
from geo.addresses.query import Directions, Query, read_query
from geo.addresses.scores import Scores, gather_rows, score_rows
from geo.addresses.text_match import match_like_text, match_same_text
from geo.arrays import Float64, Int32

#: Scores that differ by less are equal candidates.
_CLOSE: Final = 0.75
#: How far the place of an address may be from the door itself [m]: assumed, by level.
_ERROR_M: Final = {"building": 10.0, "number": 10.0, "place": 10.0}
#: Share of what an address says that must speak for a candidate.
_LEAST_QUALITY: Final = 0.4
#: A reading that so much speaks for is not read again.
_SURE: Final = 0.8
#: An answer of the elements that is as sure is not compared with whole texts.
_UNDOUBTED: Final = 0.9
#: Trust in a place that was worked out, and what each 100 m of its error leaves of it. Assumed.
_ESTIMATED: Final = 0.9
_LEFT_PER_HECTOMETRE: Final = 0.8
#: What is left of it at a crossing alone: people mean what stands near.
_LEFT_AT_CROSSING: Final = 0.85
#: Trust at most in the unit of a road that is known by no number, and what another road or district leaves of it.
_MOST_AT_ROAD: Final = 0.45
_LEFT_OF_OTHER: Final = 0.5
#: A compound that reaches farther is no landmark that people count metres from [m].
_MOST_LANDMARK_M: Final = 30.0
#: A person's "80 metres" may be off by this share. Assumed.
_OFFSET_SHARE: Final = 0.3
#: Effort of any address, of a character of it, of a unit that it may lie in, and of whole texts that it is compared
#: with; one is four comparisons of an element with a candidate. Measured on texts of every kind, so that an effort
#: takes about the same time whatever it is of.
_EACH_ADDRESS: Final = 5000
_EACH_CHARACTER: Final = 200
_EACH_UNIT: Final = 400
_EACH_COMPARISON: Final = 40_000
_COMPARISONS: Final = 4
_NONE: Final = np.zeros(1, np.bool_)
_ALL: Final = np.ones(1, np.bool_)


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
    >>> from geo.addresses.indexing import make_address_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> known = city.homes[:1].assign(road="文化路", number="23")
    >>> index = make_address_index(known, city.base_units, None, city.roads, city_names=[])
    >>> match_address(index, "文化路二十三号").level, match_address(index, "").status
    ('number', 'not_found')
    """
    same = match_same_text(address_index, text)
    if same is not None:
        return replace(same, effort=_EACH_ADDRESS + _EACH_UNIT * len(same.units))
    queries = read_query(text, address_index.index)
    readings = [_weigh(address_index, next(queries))]
    if readings[0].quality < _SURE:
        readings += [_weigh(address_index, query) for query in queries]
    best = max(readings, key=lambda reading: reading.quality)
    left = weigh_elsewhere(best.query, address_index)
    match = find_nothing(best.query) if left == 0 else _decide(address_index, best)
    effort = _EACH_ADDRESS + sum(map(_count_effort, readings))
    if address_index.texts and left > 0 and match.confidence < _UNDOUBTED:
        effort += _EACH_COMPARISON
        like = match_like_text(address_index, text, match)
        match = like if like is not None and like.confidence > match.confidence else match
    effort += _EACH_UNIT * len(match.units)
    return replace(match, confidence=round(match.confidence * left, 3), effort=effort)


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
        return find_nothing(best.query)
    close = np.flatnonzero(best.scores.value >= best.scores.value.max() - _CLOSE)
    inside = close[address_index.unit[best.rows[close]] >= 0]
    close = inside if len(inside) else close[:1]
    return _answer(address_index, best.query, best.rows[close], best.scores.take(close))


def _estimate(address_index: AddressIndex, reading: _Reading) -> Match | None:
    """Place what no address holds, where the text says no more than a road and a number or crossing."""
    query, scores = reading.query, reading.scores
    roads = tuple(code for span in query.spans for code in span.candidates.get("road", ()))
    if not roads or any(scores.matched.get(e, _NONE).any() for e in ("number", "building", "name", "compound")):
        return None
    number = next((leading_number(n.text) for n in query.numerals if n.role != "building"), np.nan)
    near = reading.rows[scores.value >= scores.value.max() - _CLOSE] if len(reading.rows) else reading.rows
    found, level, trust = None, "", _ESTIMATED
    if query.directions is not None and query.directions.crossing and np.isnan(number):
        other = tuple(code for span in query.directions.crossing for code in span.candidates["road"])
        found, level = cross_roads(address_index, roads, other, query.directions), "intersection"
        trust *= 1.0 if query.directions.east_m or query.directions.north_m else _LEFT_AT_CROSSING
    elif len(near) and not np.isnan(number):
        found, level = interpolate_number(address_index, near, number), "interpolated"
    similarity = min(span.similarity for span in query.spans if "road" in span.candidates)
    similarity *= _LEFT_OF_OTHER if query.is_other else 1.0
    if found is None:
        return _stay_at_road(address_index, query, near, roads, trust=similarity * _MOST_AT_ROAD)
    xy, error_radius_m = found
    confidence = trust * similarity * _LEFT_PER_HECTOMETRE ** (error_radius_m / 100)
    return place_match(query, level, xy, confidence=confidence, error_radius_m=error_radius_m)


def _stay_at_road(
    address_index: AddressIndex, query: Query, rows: Int32, roads: tuple[int, ...], *, trust: float
) -> Match:
    """Answer with a road where nothing on it is known to be meant."""
    if len(np.unique(address_index.xy[rows], axis=0)) <= 1:
        rows = address_index.find_rows("road", roads)  # of which few say the district or postcode
    inside = rows[address_index.unit[rows] >= 0]
    nodes = address_index.find_nodes(roads)
    nodes = nodes[address_index.node_unit[nodes] >= 0]
    xy = np.concatenate([address_index.xy[inside], address_index.node_xy[nodes]])
    if len(np.unique(xy, axis=0)) <= 1:
        return find_nothing(query)  # a single place stands for no road
    places = Places(
        np.concatenate([inside, np.full(len(nodes), -1, np.int32)]),
        xy,
        np.concatenate([address_index.unit[inside], address_index.node_unit[nodes]]),
        np.ones(len(xy)),
    )
    return choose_units(find_nothing(query), places, level="road", trust=trust, radius_m=0.0)


def _answer(address_index: AddressIndex, query: Query, rows: Int32, scores: Scores) -> Match:
    order = np.argsort(-scores.value, kind="stable")
    rows, scores = rows[order], scores.take(order)
    level = scores.name_level(0)
    is_elsewhere = address_index.codes["district"][rows[0]] >= 0 and not scores.matched.get("district", _ALL)[0]
    trust = _trust(scores) * (_LEFT_OF_OTHER if query.is_other or is_elsewhere else 1.0)
    weights = np.exp(2 * (scores.value - scores.value[0]))
    radius_m = _ERROR_M.get(level, 20.0)
    places = list_places(address_index, rows, weights)
    match = choose_units(find_nothing(query), places, level=level, trust=trust, radius_m=radius_m)
    # a name that is taken from a whole text is a compound by chance
    is_text = bool(address_index.texts) and address_index.texts[rows[0]] != ""
    is_one = level == "compound" and is_text and match.error_radius_m <= _MOST_LANDMARK_M
    is_landmark = (level == "place" or is_one) and not query.numerals
    if match.status == "found" and is_landmark and query.directions and not query.directions.crossing:
        # so far from a landmark is another place; behind a full address directions only describe its door
        return _leave_landmark(query, query.directions, np.array([match.x, match.y]), trust=trust)
    return match


def _leave_landmark(query: Query, directions: Directions, landmark: Float64, *, trust: float) -> Match:
    away = np.array([directions.east_m, directions.north_m])
    error_radius_m = _ERROR_M["place"] + _OFFSET_SHARE * float(np.hypot(*away))
    return place_match(query, "offset", landmark + away, confidence=_ESTIMATED * trust, error_radius_m=error_radius_m)


def _trust(scores: Scores) -> float:
    """Turn the share of the text that speaks for an answer into a chance that it is right."""
    quality = float(scores.value[0] / scores.most)
    return max(0.0, min(0.99, quality))
