"""Generations of boundaries: which units are in force on a day, and which succeed an old one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import InputError

#: A successor holds at least this share of an old unit's area.
_SUCCESSOR_SHARE: Final = 0.01


def is_in_force(units: gpd.GeoDataFrame, as_of: str | None) -> "pd.Series[bool]":
    """Return which units are in force.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``: days as ISO 8601, "" for no end.
    as_of
        A day, or None for the units that have no end.

    Returns
    -------
    pandas.Series
        With the index of `units`, empty for none. A unit is in force from its first day until the day before
        `valid_to`, so that on the day of a change the new ones answer.

    Examples
    --------
    >>> import shapely
    >>> old = gpd.GeoDataFrame({"valid_from": [""], "valid_to": ["2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)])
    >>> [bool(is_in_force(old, day).iloc[0]) for day in ("2024-06-30", "2024-07-01", None)]
    [True, False, False]
    """
    days = {
        name: units[name].fillna("").astype(str) if name in units else pd.Series("", index=units.index)
        for name in ("valid_from", "valid_to")
    }
    if as_of is None:
        return days["valid_to"] == ""
    return (days["valid_from"] <= as_of) & ((days["valid_to"] == "") | (days["valid_to"] > as_of))


def find_generation(units: gpd.GeoDataFrame, as_of: str | None) -> str | None:
    """Find the day of the last change of boundaries up to a day: between two changes all days have one answer.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``.
    as_of
        A day, ISO 8601; None for the units that have no end.

    Returns
    -------
    str or None
        A day of change, ``"0001-01-01"`` before the first and where there is none; None for None.

    Raises
    ------
    InputError
        If `as_of` is no day.

    Examples
    --------
    >>> import shapely
    >>> two = gpd.GeoDataFrame({"valid_from": ["", "2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> find_generation(two, "2025-01-01"), find_generation(two, "2020-01-01")
    ('2024-07-01', '0001-01-01')
    """
    if as_of is None:
        return None
    day = check_day(as_of)
    days = [units[name].dropna().astype(str) for name in ("valid_from", "valid_to") if name in units]
    return max((on for column in days for on in column.unique() if on and on <= day), default="0001-01-01")


@dataclass(frozen=True, kw_only=True)
class Successor:
    """A unit that lies where an old one lay."""

    unit_code: str
    share: float = field(metadata={"description": "Part of the old unit's area, 0 to 1."})


def find_successors(old: shapely.Geometry, units: gpd.GeoDataFrame) -> tuple[Successor, ...]:
    """Find the units that lie where an old one lay.

    Parameters
    ----------
    old
        Polygon of the old unit.
    units
        Units in force: ``unit_code`` and polygons in the same CRS.

    Returns
    -------
    tuple of Successor
        Each with at least a hundredth of the old unit's area, the largest part first; empty where none lies there.

    Examples
    --------
    >>> new = gpd.GeoDataFrame({"unit_code": ["a", "b"]}, geometry=[shapely.box(0, 0, 1, 3), shapely.box(1, 0, 4, 3)])
    >>> [(unit.unit_code, unit.share) for unit in find_successors(shapely.box(0, 0, 4, 2), new)]
    [('b', 0.75), ('a', 0.25)]
    >>> find_successors(shapely.box(9, 9, 10, 10), new)
    ()
    """
    rows = units.sindex.query(old, predicate="intersects")
    share = shapely.area(shapely.intersection(units.geometry.values[rows], old)) / shapely.area(old)
    codes = units["unit_code"].to_numpy(object)[rows]
    order = np.lexsort((codes, -share))
    return tuple(
        Successor(unit_code=codes[i], share=round(float(share[i]), 3)) for i in order if share[i] >= _SUCCESSOR_SHARE
    )


def check_day(text: str) -> str:
    """Check that a text is a day.

    Parameters
    ----------
    text
        Such as ``"2024-07-01"``.

    Returns
    -------
    str
        The same.

    Raises
    ------
    InputError
        If the text is no day of the calendar.

    Examples
    --------
    >>> check_day("2024-07-01")
    '2024-07-01'
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f'as_of = "{text[:40]}": expected a day as 2024-07-01') from None
