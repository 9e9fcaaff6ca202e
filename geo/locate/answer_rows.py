"""An answer as a row of a table: of a file that is located, and of an answer to many questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.locate.ambiguity import explain_candidates
from geo.locate.answers import Answer, DivisionName

#: Between the codes of candidates in a cell.
_SEPARATOR: Final = ";"


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One of many answers, in the order of the questions."""

    status: str = field(metadata={"description": "found, ambiguous, not_found, outside or rejected"})
    level: str
    confidence: float | None
    error_radius_m: float | None
    unit_code: str
    unit_name: str
    community_code: str
    community: str
    street: str
    district: str
    contact: str
    lon: float | None
    lat: float | None
    near_boundary_m: float | None
    candidates: tuple[str, ...] = field(metadata={"description": "Codes of the grid units that fit too."})
    matched: str
    unmatched: str
    reason: str = field(metadata={"description": "Why there is no answer, or more than one."})


#: The columns that a table of answers has, in their order.
RESULT_COLUMNS: Final = tuple(column.name for column in fields(AnswerRow))
_NUMBERS: Final = [column.name for column in fields(AnswerRow) if column.type == float | None]
_NOTHING: Final = AnswerRow(
    status="", level="", confidence=None, error_radius_m=None, unit_code="", unit_name="", community_code="",
    community="", street="", district="", contact="", lon=None, lat=None, near_boundary_m=None, candidates=(),
    matched="", unmatched="", reason="",
)  # fmt: skip
_UNKNOWN: Final = DivisionName(code="", name="")


def to_row(answer: Answer) -> AnswerRow:
    """Turn an answer to a row.

    Parameters
    ----------
    answer
        To a place or an address.

    Returns
    -------
    AnswerRow
        With "" for what the answer does not name.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.locate.unit_index import locate, make_unit_index
    >>> row = to_row(locate(make_unit_index(build_sample()), 500_150.0, 3_800_150.0))
    >>> row.unit_code, row.community, row.reason
    ('410102001001001', 'South', '')
    """
    community = answer.community or _UNKNOWN
    return AnswerRow(
        status=answer.status,
        level=answer.level,
        confidence=answer.confidence,
        error_radius_m=answer.error_radius_m,
        unit_code=answer.unit_code or "",
        unit_name=answer.name or "",
        community_code=community.code,
        community=community.name,
        street=(answer.street or _UNKNOWN).name,
        district=(answer.district or _UNKNOWN).name,
        contact=answer.contact or "",
        lon=answer.lon,
        lat=answer.lat,
        near_boundary_m=answer.near_boundary_m,
        candidates=tuple(candidate.unit_code for candidate in answer.candidates),
        matched=answer.matched,
        unmatched=answer.unmatched,
        reason=explain_candidates(answer),
    )


def make_row_without_answer(status: str, *, reason: str, matched: str = "", unmatched: str = "") -> AnswerRow:
    """Make the row of a question that has no answer.

    Parameters
    ----------
    status
        ``"not_found"``, ``"outside"`` or ``"rejected"``.
    reason
        Why, and what to do.
    matched, unmatched
        What of an address is explained, and what is not.

    Returns
    -------
    AnswerRow
        With "" and None for all the rest.

    Examples
    --------
    >>> row = make_row_without_answer("rejected", reason="address: empty")
    >>> row.unit_code, row.lon
    ('', None)
    """
    return replace(_NOTHING, status=status, reason=reason, matched=matched, unmatched=unmatched)


def to_frame(rows: Sequence[AnswerRow]) -> pd.DataFrame:
    """Turn rows to a table.

    Parameters
    ----------
    rows
        In any order.

    Returns
    -------
    pandas.DataFrame
        :data:`RESULT_COLUMNS`, one row each; candidates separated by ``;``, NaN for numbers that are not known. No rows
        give a table with all the columns.

    Examples
    --------
    >>> to_frame([make_row_without_answer("outside", reason="too far")])[["status", "lon"]].values.tolist()
    [['outside', nan]]
    >>> to_frame([]).shape
    (0, 18)
    """
    columns: dict[str, Any] = {name: [getattr(row, name) for row in rows] for name in RESULT_COLUMNS}
    columns["candidates"] = [_SEPARATOR.join(codes) for codes in columns["candidates"]]
    columns |= {name: np.array(columns[name], float) for name in _NUMBERS}
    return pd.DataFrame(columns)


def from_frame(table: pd.DataFrame) -> list[AnswerRow]:
    """Turn a table back to rows.

    Parameters
    ----------
    table
        As :func:`to_frame` makes it.

    Returns
    -------
    list of AnswerRow
        In its order; empty for an empty table.

    Examples
    --------
    >>> rows = [make_row_without_answer("outside", reason="too far")]
    >>> from_frame(to_frame(rows)) == rows
    True
    """
    columns = {name: table[name].astype(object).where(table[name].notna(), None).tolist() for name in RESULT_COLUMNS}
    columns["candidates"] = [tuple(filter(None, codes.split(_SEPARATOR))) for codes in columns["candidates"]]
    return [
        AnswerRow(**dict(zip(RESULT_COLUMNS, values, strict=True))) for values in zip(*columns.values(), strict=True)
    ]
