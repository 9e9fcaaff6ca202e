"""Which grid unit covers an address, and the services within a walk of it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely

from geo.addresses.index import AddressIndex
from geo.addresses.match import Match, match_address
from geo.addresses.normalise import MAX_LENGTH
from geo.errors import AddressNotFoundError, InputError
from geo.locate.unit_index import Answer, UnitIndex, locate

_LEVELS: Final = ("community", "street", "district")


_EMPTY: Final[Mapping[str, Any]] = dict.fromkeys(("code", "name", *_LEVELS, "contact", "lead_role", "workers"))


def require_address_index(unit_index: UnitIndex) -> AddressIndex:
    """Find what addresses are matched against.

    Parameters
    ----------
    unit_index
        The units and addresses.

    Returns
    -------
    AddressIndex
        That of the directory.

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    if unit_index.address_index is None:
        raise InputError("this city holds no addresses; name a table of them under [addresses] in its source file")
    return unit_index.address_index


def _check_address(text: str) -> None:
    if not text.strip():
        raise InputError("address: empty; expected an address such as 信庄巷29号")
    if len(text) > MAX_LENGTH:
        raise InputError(f"address: {len(text):,} characters; an address has at most {MAX_LENGTH}")


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
    dict
        As :func:`geo.locate.unit_index.locate`, with ``status, level, confidence, error_radius_m, matched, unmatched``,
        place ``x, y`` [m], ``near_boundary``: whether the circle of the error reaches into another unit, and
        ``candidates``: code, name and address of each unit that fits equally or that the circle reaches. Of an
        ``"ambiguous"`` address no unit is named, only what its candidates share.

    Raises
    ------
    AddressNotFoundError
        With what was understood.
    OutsideCityError
        If the address is known and lies outside all grid units.
    InputError
        If the city holds no addresses, or the text is empty or longer than any address.
    """
    address_index = require_address_index(unit_index)
    _check_address(text)
    match = match_address(address_index, text)
    if match.status == "not_found":
        raise _not_found(match)
    return describe_match(unit_index, match)


def _not_found(match: Match) -> AddressNotFoundError:
    understood = f'understood: "{match.matched}"' if match.matched else "nothing in it was understood"
    rest = f'; not understood: "{match.unmatched}"' if match.unmatched else ""
    return AddressNotFoundError(
        f"no address of this city fits; {understood}{rest}. Give the road and number, or the compound and building",
        matched=match.matched,
        unmatched=match.unmatched,
    )


def describe_match(unit_index: UnitIndex, match: Match) -> Answer:
    """Describe a match as :func:`locate_address` does.

    Parameters
    ----------
    unit_index
        The units and addresses.
    match
        Found or ambiguous.

    Returns
    -------
    dict
        The answer.

    Raises
    ------
    OutsideCityError
        If its place lies outside all grid units.
    """
    answer = locate(unit_index, match.x, match.y)
    candidates = match.units
    point = shapely.Point(match.x, match.y)
    reached = np.empty(0, np.int32)
    if answer["near_boundary_m"] <= match.error_radius_m:
        reached = unit_index.tree.query(point, predicate="dwithin", distance=match.error_radius_m).astype(np.int32)
    if match.status == "ambiguous":
        answer |= _share([unit_index.answers[row] for row in match.units])
        listed = list(candidates)
    else:
        listed = [*candidates[:1], *(row for row in np.sort(reached) if row not in candidates[:1])]
        listed = listed if len(listed) > 1 else []
    return answer | {
        "status": match.status,
        "level": match.level,
        "confidence": match.confidence,
        "error_radius_m": match.error_radius_m,
        "matched": match.matched,
        "unmatched": match.unmatched,
        "x": match.x,
        "y": match.y,
        "near_boundary": len(reached) > 1,
        "candidates": [_name_candidate(unit_index, int(row), match) for row in listed],
    }


def _share(answers: Sequence[Answer]) -> Answer:
    """Keep of several units' answers what they have in common above the unit."""
    shared = {
        level: answers[0][level] if all(answer[level] == answers[0][level] for answer in answers) else None
        for level in _LEVELS
    }
    return {**_EMPTY, **shared, "near_boundary_m": None, "others": []}


def _name_candidate(unit_index: UnitIndex, row: int, match: Match) -> Answer:
    held = np.flatnonzero(match.units == row)
    answer = unit_index.answers[row]
    address = str(unit_index.texts[match.rows[held[0]]]) if len(held) else None
    return {"code": answer["code"], "name": answer["name"], "address": address}
