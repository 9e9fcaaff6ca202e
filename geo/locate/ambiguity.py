"""What is answered where an address may lie in several grid units: its candidates, what they share, and why."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.addresses.matches import Match
from geo.arrays import Int32
from geo.grid.divisions import ABOVE_UNIT
from geo.locate.answers import NO_UNIT, Answer, Candidate, UnitDetails
from geo.locate.unit_index import UnitIndex


def share_details(units: Sequence[UnitDetails]) -> UnitDetails:
    """Keep of several units what they have in common above the unit.

    Parameters
    ----------
    units
        Candidates; at least one.

    Returns
    -------
    UnitDetails
        The community, street and district that all of them lie in; None for all the rest.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.locate.unit_index import make_unit_index
    >>> unit_index = make_unit_index(build_sample())
    >>> shared = share_details(unit_index.details)
    >>> shared.unit_code, shared.community, shared.street.name
    (None, None, 'Street')
    """
    first = units[0]
    shared = {
        level: getattr(first, level)
        for level in ABOVE_UNIT
        if all(getattr(unit, level) == getattr(first, level) for unit in units)
    }
    return replace(NO_UNIT, **shared)


def list_candidates(unit_index: UnitIndex, match: Match, reached: Int32) -> tuple[Candidate, ...]:
    """List the units that an address may lie in.

    Parameters
    ----------
    unit_index
        The units.
    match
        Found or ambiguous.
    reached
        Rows of the units that the circle of its error reaches, shape (k,).

    Returns
    -------
    tuple of Candidate
        Of an ambiguous address the units that fit equally, the best first. Of another one its unit and those that the
        circle reaches; empty where it reaches no other.
    """
    if match.status == "ambiguous":
        rows = match.units.tolist()
    else:
        own = match.units[:1].tolist()
        rows = [*own, *(row for row in np.sort(reached).tolist() if row not in own)]
        rows = rows if len(rows) > 1 else []
    return tuple(_make_candidate(unit_index, match, row) for row in rows)


def _make_candidate(unit_index: UnitIndex, match: Match, row: int) -> Candidate:
    fitting = match.rows[(match.units == row) & (match.rows >= 0)]
    return Candidate(
        unit_code=str(unit_index.codes[row]),
        name=str(unit_index.details[row].name),
        address=str(unit_index.texts[fitting[0]]) if len(fitting) else None,
    )


def explain_candidates(answer: Answer) -> str:
    """Say why an answer has candidates.

    Parameters
    ----------
    answer
        To a place or an address.

    Returns
    -------
    str
        "" where it has none.

    Examples
    --------
    >>> from dataclasses import asdict
    >>> candidate = Candidate(unit_code="H1", name="H1", address=None)
    >>> explain_candidates(Answer(**asdict(NO_UNIT), near_boundary_m=None, others=(), error_radius_m=20.0,
    ...     candidates=(candidate, candidate)))
    'its place is known to 20 m: 2 grid units'
    """
    count = len(answer.candidates)
    if answer.status == "ambiguous":
        return f"{count} grid units fit equally"
    return f"its place is known to {answer.error_radius_m:g} m: {count} grid units" if count else ""
