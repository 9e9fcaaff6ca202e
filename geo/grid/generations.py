"""Generations of boundaries: which units are in force on a day, and which succeed an old one."""

from datetime import date

import geopandas as gpd
import pandas as pd

from geo.errors import InputError


def is_in_force(units: gpd.GeoDataFrame, as_of: str | None) -> "pd.Series[bool]":
    """Tell which units are in force.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``: days as ISO 8601, "" for no end.
    as_of
        A day, or None for the units that have no end.

    Returns
    -------
    pandas.Series
        Of the index of `units`. A unit is in force from its first day until the day before `valid_to`, so that on the
        day of a change the new ones answer.

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


def find_generation(units: gpd.GeoDataFrame, as_of: str) -> str:
    """Find the day of the last change of boundaries up to a day: between two changes all days have one answer.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``.
    as_of
        A day, ISO 8601.

    Returns
    -------
    str
        A day of change, ``"0001-01-01"`` before the first.

    Examples
    --------
    >>> import shapely
    >>> two = gpd.GeoDataFrame({"valid_from": ["", "2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> find_generation(two, "2025-01-01"), find_generation(two, "2020-01-01")
    ('2024-07-01', '0001-01-01')
    """
    days = [units[name].dropna().astype(str) for name in ("valid_from", "valid_to") if name in units]
    return max((day for column in days for day in column.unique() if day and day <= as_of), default="0001-01-01")


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
        If it is none.

    Examples
    --------
    >>> check_day("2024-07-01")
    '2024-07-01'
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f'as_of = "{text[:40]}": expected a day as 2024-07-01') from None
