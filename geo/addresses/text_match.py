"""Match a text with those that the layer holds whole: the same one first, then the most like it."""

from dataclasses import replace
from typing import Final

import numpy as np

from geo.addresses.generic import is_generic
from geo.addresses.index import AddressIndex
from geo.addresses.indexing import unify_text
from geo.addresses.matches import Match, choose_units, find_nothing, list_places
from geo.addresses.normalise import unify_signs
from geo.addresses.pieces import CROSSING, METRES, cut_pieces, measure_offset
from geo.addresses.query import Query
from geo.addresses.sentences import trim_sentence
from geo.addresses.whole_texts import Likeness
from geo.arrays import Float64

#: Trust in an address that is written as the layer has it, and in one that is no more than a word many places share.
_SAME: Final = 0.99
_GENERIC: Final = 0.5
#: Likenesses that differ by less are equal candidates.
_CLOSE: Final = 0.04
_LEAST: Final = 0.56
#: Below this, what speaks against an address counts more than in proportion: measured on halves of layers that were
#: asked for the other half.
_DOUBTED: Final = 0.75
_DOUBT: Final = 1.4
#: What is left of the trust in a place so far from a known one, and the share by which "80 metres" may be off.
_LEFT_OF_AWAY: Final = 0.8
_OFFSET_SHARE: Final = 0.3
#: How far a place may be from the door itself [m]: assumed.
_ERROR_M: Final = 10.0
_EMPTY: Final = Query((), (), (), None, (), "", is_other=False)


def match_same_text(address_index: AddressIndex, text: str) -> Match | None:
    """Find the addresses that are written just so.

    Parameters
    ----------
    address_index
        The city's addresses.
    text
        As people write it.

    Returns
    -------
    Match or None
        None where no address is.
    """
    if not address_index.texts:
        return None
    whole = unify_text(text, address_index.city_names)
    rows = np.array(address_index.whole_texts.find_same(whole), np.int32)
    if not len(rows):
        return None
    nothing = replace(find_nothing(_EMPTY), matched=whole)
    level = _name_level(address_index, int(rows[0]), whole)
    trust = _GENERIC if level == "road" or (level == "place" and is_generic(whole)) else _SAME
    places = list_places(address_index, rows, np.ones(len(rows)))
    return choose_units(nothing, places, level=level, trust=trust, radius_m=_ERROR_M)


def match_like_text(address_index: AddressIndex, text: str, nothing: Match) -> Match | None:
    """Find the addresses that are written most like a text.

    Parameters
    ----------
    address_index
        The city's addresses.
    text
        As people write it.
    nothing
        What its elements lead to.

    Returns
    -------
    Match or None
        None where no address is like it.
    """
    whole = unify_text(trim_sentence(unify_signs(text)), address_index.city_names)
    likes = [one for one in address_index.whole_texts.find_like(whole) if one.value >= _LEAST]
    if not likes:
        return None
    best = likes[0]
    found = replace(find_nothing(_EMPTY), matched=address_index.texts[best.row], unmatched=nothing.unmatched)
    said = np.array(measure_offset(cut_pieces(whole)))
    own = np.array(measure_offset(cut_pieces(address_index.texts[best.row])))
    if np.abs(said - own).max() > 0:
        return _leave_address(address_index, found, best, own, said)
    close = [one for one in likes if one.value >= best.value - _CLOSE]
    rows = np.array([one.row for one in close], np.int32)
    weights = np.exp(20 * (np.array([one.value for one in close]) - best.value))
    level = _name_level(address_index, best.row, address_index.texts[best.row])
    trust = _trust(best)
    places = list_places(address_index, rows, weights)
    return choose_units(found, places, level=level, trust=trust, radius_m=_ERROR_M)


def _trust(best: Likeness) -> float:
    """Turn a likeness into a chance that the address is meant."""
    return min(_SAME, best.value - _DOUBT * max(0.0, _DOUBTED - best.value))


def _leave_address(address_index: AddressIndex, found: Match, best: Likeness, own: Float64, said: Float64) -> Match:
    """Answer with a place so far from what an address names, where that address is another way from it."""
    xy = address_index.xy[best.row] - own + said
    away_m = float(np.hypot(*own) + np.hypot(*said))
    x, y = xy.tolist()
    return replace(
        found,
        status="found",
        level="offset",
        x=x,
        y=y,
        confidence=round(_LEFT_OF_AWAY * _trust(best), 3),
        error_radius_m=round(_ERROR_M + _OFFSET_SHARE * away_m, 1),
    )


def _name_level(address_index: AddressIndex, row: int, whole: str) -> str:
    """Name the level at which an address of the layer is known."""
    kinds = {piece.kind for piece in cut_pieces(whole)}
    if METRES in kinds or CROSSING in kinds:
        return "offset" if METRES in kinds else "intersection"
    for element in ("building", "number"):
        if address_index.codes[element][row] >= 0:
            return element
    is_place = any(address_index.codes[element][row] >= 0 for element in ("name", "compound"))
    return "road" if not is_place and address_index.codes["road"][row] >= 0 else "place"
