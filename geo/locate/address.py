"""Which grid unit covers an address."""

from dataclasses import replace

import numpy as np
import shapely

from geo.addresses.index import AddressIndex
from geo.addresses.match import match_address
from geo.addresses.matches import Match
from geo.addresses.normalise import MAX_LENGTH
from geo.arrays import Int32
from geo.crs.projection import to_point_lonlat
from geo.errors import AddressNotFoundError, InputError
from geo.locate.ambiguity import list_candidates, share_details
from geo.locate.answers import Answer
from geo.locate.unit_index import UnitIndex, locate


def require_address_index(unit_index: UnitIndex) -> AddressIndex:
    """Return what addresses are matched against.

    Parameters
    ----------
    unit_index
        The units and addresses.

    Returns
    -------
    AddressIndex
        That of the unit index.

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    if unit_index.address_index is None:
        raise InputError("this city holds no addresses; name a table of them under [addresses] in its source file")
    return unit_index.address_index


def locate_address(unit_index: UnitIndex, text: str) -> Answer:
    """Answer which grid unit covers an address.

    Parameters
    ----------
    unit_index
        The units and addresses.
    text
        As people write it.

    Returns
    -------
    Answer
        As :func:`geo.locate.unit_index.locate` gives it, with what the address was matched at. Of an ``"ambiguous"``
        address no unit is named, only what its candidates share.

    Raises
    ------
    AddressNotFoundError
        If no address fits; with what was understood.
    OutsideCityError
        If the address is known and lies outside all grid units.
    InputError
        If the city holds no addresses, or the text is empty or longer than any address.
    """
    return describe_match(unit_index, find_match(unit_index, text))


def find_match(unit_index: UnitIndex, text: str) -> Match:
    """Find where an address is.

    Parameters
    ----------
    unit_index
        The units and addresses.
    text
        As people write it.

    Returns
    -------
    Match
        Found or ambiguous, with its place in the city's CRS.

    Raises
    ------
    AddressNotFoundError
        If no address fits; with what was understood.
    InputError
        If the city holds no addresses, or the text is empty or longer than any address.
    """
    match = match_text(unit_index, text)
    if match.status == "not_found":
        raise AddressNotFoundError(explain_nothing(match), matched=match.matched, unmatched=match.unmatched)
    return match


def match_text(unit_index: UnitIndex, text: str) -> Match:
    """Match an address, found or not.

    Parameters
    ----------
    unit_index
        The units and addresses.
    text
        As people write it.

    Returns
    -------
    Match
        Found, ambiguous or not found.

    Raises
    ------
    InputError
        If the city holds no addresses, or the text is empty or longer than any address.
    """
    address_index = require_address_index(unit_index)
    if not text.strip():
        raise InputError("address: empty; expected an address such as 信庄巷29号")
    if len(text) > MAX_LENGTH:
        raise InputError(f"address: {len(text):,} characters; an address has at most {MAX_LENGTH}")
    return match_address(address_index, text)


def explain_nothing(match: Match) -> str:
    """Say what was understood of an address that fits nothing, and what to give.

    Parameters
    ----------
    match
        Not found.

    Returns
    -------
    str
        One sentence for a person.
    """
    understood = f'understood: "{match.matched}"' if match.matched else "nothing in it was understood"
    rest = f'; not understood: "{match.unmatched}"' if match.unmatched else ""
    return f"no address of this city fits; {understood}{rest}. Give the road and number, or the compound and building"


def describe_match(unit_index: UnitIndex, match: Match) -> Answer:
    """Answer which grid unit covers the place of an address.

    Parameters
    ----------
    unit_index
        The units and addresses.
    match
        Found or ambiguous.

    Returns
    -------
    Answer
        As :func:`locate_address` gives it.

    Raises
    ------
    OutsideCityError
        If its place lies outside all grid units.
    """
    place = locate(unit_index, match.x, match.y)
    is_ambiguous = match.status == "ambiguous"  # then the circle reaches the units of all its candidates
    reached = np.empty(0, np.int32) if is_ambiguous else _find_reached(unit_index, match, place)
    lon, lat = to_point_lonlat(match.x, match.y, unit_index.crs)
    if is_ambiguous:
        shared = share_details([unit_index.details[row] for row in match.units])
        place = replace(place, **vars(shared), near_boundary_m=None, others=())
    return replace(
        place,
        status=match.status,
        level=match.level,
        confidence=match.confidence,
        error_radius_m=match.error_radius_m,
        matched=match.matched,
        unmatched=match.unmatched,
        near_boundary=is_ambiguous or len(reached) > 1,
        candidates=list_candidates(unit_index, match, reached),
        lon=lon,
        lat=lat,
    )


def _find_reached(unit_index: UnitIndex, match: Match, place: Answer) -> Int32:
    """Find the rows of the units that the circle of an address' error reaches; none where it stays inside its own."""
    if place.near_boundary_m is None or place.near_boundary_m > match.error_radius_m:
        return np.empty(0, np.int32)
    point = shapely.Point(match.x, match.y)
    rows = unit_index.tree.query(point, predicate="dwithin", distance=match.error_radius_m)
    return np.asarray(rows, np.int32)
