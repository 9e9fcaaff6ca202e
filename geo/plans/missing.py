"""What keeps a requirement from being assessed: a record, how written tables hold it, and its words for readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from geo.arrays import Objects
from geo.plans.review_tables.words import Words, phrase


@dataclass(frozen=True)
class Missing:
    """What a requirement could not be assessed for want of.

    Parameters
    ----------
    code
        ``"no_data"``: the city's data know no facility of the category; ``"border"``: the boundary of the data is too
        near; ``"no_road"``: no road is near enough to walk out on; ``"stage"``, ``"floor_area_m2"``, ``"capacity"``:
        what the facility does not state; ``"households"``, ``"residents"``, ``"residential_floor_area_m2"``,
        ``"above_ground_floor_area_m2"``: what the area does not state.
    facility_id
        The facility that does not state something, "" for other codes.

    Examples
    --------
    >>> str(Missing("capacity", "F1")), str(Missing("no_road"))
    ('capacity:F1', 'no_road')
    """

    code: str
    facility_id: str = ""

    def __str__(self) -> str:
        """Write it as tables on disk hold it."""
        return f"{self.code}:{self.facility_id}" if self.facility_id else self.code


def list_missing(codes: Iterable[str], facility_ids: Iterable[str]) -> Objects:
    """Make records of what is missing.

    Parameters
    ----------
    codes
        Of each requirement; "" where nothing is missing.
    facility_ids
        Of each requirement; "" where no facility is to blame.

    Returns
    -------
    ndarray of object
        :class:`Missing`, or None where nothing is missing, shape (n,); empty for no requirements.

    Examples
    --------
    >>> list_missing(["", "stage"], ["", "N4"]).tolist()
    [None, Missing(code='stage', facility_id='N4')]
    """
    records = [
        Missing(code, facility_id) if code else None for code, facility_id in zip(codes, facility_ids, strict=True)
    ]
    out = np.empty(len(records), object)
    out[:] = records
    return out


def write_missing(records: Iterable[Missing | None]) -> list[str]:
    """Write records as tables on disk hold them.

    Parameters
    ----------
    records
        As :func:`list_missing` makes them.

    Returns
    -------
    list of str
        ``"<code>:<facility_id>"`` or ``"<code>"``, "" where nothing is missing; empty for no records.

    Examples
    --------
    >>> write_missing([Missing("capacity", "F1"), None])
    ['capacity:F1', '']
    """
    return ["" if record is None else str(record) for record in records]


def read_missing(text: str) -> Missing:
    """Read a record as tables on disk hold it.

    Parameters
    ----------
    text
        As :func:`write_missing` writes what is missing.

    Returns
    -------
    Missing
        The record.

    Examples
    --------
    >>> read_missing("stage:a:b")
    Missing(code='stage', facility_id='a:b')
    """
    code, _, facility_id = text.partition(":")
    return Missing(code, facility_id)


def describe_missing(record: Missing, names: Mapping[str, Words]) -> Words:
    """Say in both languages what is missing.

    Parameters
    ----------
    record
        What is missing.
    names
        Facility -> its name; one that is not in it is called by its id.

    Returns
    -------
    Words
        A sentence.

    Examples
    --------
    >>> describe_missing(Missing("capacity", "F1"), {"F1": Words("一小 (F1)", "First School (F1)")}).en
    'First School (F1) does not state its places'
    """
    return phrase(f"missing.{record.code}", facility=names.get(record.facility_id, record.facility_id))
