"""Many places and addresses at once: one row for each, in their order, with a reason where there is no answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from geo.addresses.matches import Match
from geo.arrays import Int32
from geo.crs.projection import project_coordinates, to_lonlat
from geo.errors import InputError, OutsideCityError
from geo.locate.address import describe_match, explain_nothing, match_text, require_address_index
from geo.locate.answer_rows import AnswerRow, make_row_without_answer, to_frame, to_row
from geo.locate.answers import Answer
from geo.locate.unit_index import UnitIndex, locate_points


def locate_coordinates(unit_index: UnitIndex, lon: Sequence[Any], lat: Sequence[Any], *, datum: str) -> pd.DataFrame:
    """Find the grid units of many coordinates.

    Parameters
    ----------
    unit_index
        The units.
    lon, lat
        As a table holds them, texts too; shape (n,).
    datum
        One of :data:`geo.crs.datum.DATUMS`.

    Returns
    -------
    pandas.DataFrame
        :data:`geo.locate.answer_rows.RESULT_COLUMNS`, one row per coordinate; `status` is ``"found"``, ``"outside"`` or
        ``"rejected"``. No coordinates give a table with all the columns.

    Examples
    --------
    >>> from geo.locate.unit_index import make_unit_index
    >>> from geo.city.sample import build_sample
    >>> locate_coordinates(make_unit_index(build_sample()), ["x"], ["1"], datum="wgs84")["reason"][0]
    'lon "x", lat "1": expected two numbers'
    """
    x, y = (pd.to_numeric(pd.Series(values), errors="coerce").to_numpy(float) for values in (lon, lat))
    is_number = np.isfinite(x) & np.isfinite(y)
    is_good = is_number & (np.abs(x) <= 180) & (np.abs(y) <= 90)
    xy = np.column_stack(
        project_coordinates(np.where(is_good, x, 0.0), np.where(is_good, y, 0.0), datum=datum, crs=unit_index.crs)
    )
    is_good &= np.isfinite(xy).all(axis=1)
    unit, boundary_m = locate_points(unit_index, np.where(is_good[:, None], xy, np.nan))
    is_found = unit >= 0
    table = _take_units(unit_index, unit)
    table["status"] = np.where(is_found, "found", np.where(is_good, "outside", "rejected"))
    places = to_lonlat(xy, unit_index.crs)
    table["lon"], table["lat"] = (np.where(is_good, values, np.nan) for values in places)
    table["near_boundary_m"] = np.where(is_found, np.round(boundary_m, 1), np.nan)
    reason = np.full(len(table), "", object)
    for row in np.flatnonzero(is_good & ~is_found).tolist():  # only those without an answer have a reason to write
        reason[row] = f"no grid unit covers this place; the nearest is {boundary_m[row]:,.0f} m away"
    for row in np.flatnonzero(~is_good).tolist():
        expected = "degrees, lon within -180..180, lat within -90..90" if is_number[row] else "two numbers"
        reason[row] = f'lon "{str(lon[row])[:40]}", lat "{str(lat[row])[:40]}": expected {expected}'
    table["reason"] = reason
    return table


def _take_units(unit_index: UnitIndex, unit: Int32) -> pd.DataFrame:
    """Make the row of each unit that occurs only once, and take the rows of all places from them; "" for row -1."""
    used, row = np.unique(unit, return_inverse=True)
    answers = [Answer(**vars(unit_index.details[i]), near_boundary_m=None, others=()) for i in used[used >= 0]]
    unanswered = [make_row_without_answer("", reason="")] * int((used < 0).sum())
    return to_frame([*unanswered, *map(to_row, answers)]).take(row).reset_index(drop=True)


def locate_addresses(unit_index: UnitIndex, texts: Sequence[str]) -> pd.DataFrame:
    """Find the grid units of many addresses, as a table.

    Parameters
    ----------
    unit_index
        The units and addresses.
    texts
        As people write them.

    Returns
    -------
    pandas.DataFrame
        :data:`geo.locate.answer_rows.RESULT_COLUMNS`, one row per address as :func:`list_address_rows` gives them. No
        addresses give a table with all the columns.

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    return to_frame(list_address_rows(unit_index, texts))


def list_address_rows(unit_index: UnitIndex, texts: Sequence[str]) -> list[AnswerRow]:
    """Find the grid units of many addresses.

    Parameters
    ----------
    unit_index
        The units and addresses.
    texts
        As people write them.

    Returns
    -------
    list of AnswerRow
        In the order of `texts`; `status` is ``"found"``, ``"ambiguous"``, ``"not_found"``, ``"outside"`` or
        ``"rejected"``. Empty for no texts.

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    return [row for row, _ in iterate_address_rows(unit_index, texts)]


def iterate_address_rows(unit_index: UnitIndex, texts: Iterable[str]) -> Iterator[tuple[AnswerRow, int]]:
    """Find the grid units of many addresses one after the other, so that the caller can stop.

    Parameters
    ----------
    unit_index
        The units and addresses.
    texts
        As people write them.

    Yields
    ------
    tuple of (AnswerRow, int)
        As :func:`list_address_rows` gives it, and the effort that it took (:attr:`geo.addresses.matches.Match.effort`).

    Raises
    ------
    InputError
        If the city holds no addresses.
    """
    require_address_index(unit_index)
    for text in texts:
        try:
            match = match_text(unit_index, text)
        except InputError as error:
            yield make_row_without_answer("rejected", reason=str(error)), 0
        else:
            yield _describe_row(unit_index, match), match.effort


def _describe_row(unit_index: UnitIndex, match: Match) -> AnswerRow:
    if match.status == "not_found":
        reason = explain_nothing(match)
        return make_row_without_answer("not_found", reason=reason, matched=match.matched, unmatched=match.unmatched)
    try:
        return to_row(describe_match(unit_index, match))
    except OutsideCityError as error:
        return make_row_without_answer("outside", reason=str(error))
