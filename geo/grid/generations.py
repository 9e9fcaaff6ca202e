"""Generations of boundaries: which units are in force on a day, and which succeed an old one."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.grid.days import check_day, find_today

#: A successor holds at least this share of an old unit's area.
_SUCCESSOR_SHARE: Final = 0.01
_DAYS: Final = ("valid_from", "valid_to")
#: Stands for the generation before the first change.
_BEFORE_ALL: Final = "0001-01-01"


def is_in_force(units: gpd.GeoDataFrame, as_of: str | None) -> "pd.Series[bool]":
    """Return which units are in force.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``: days as ISO 8601, "" for no end.
    as_of
        A day, or None for today.

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
        for name in _DAYS
    }
    day = find_today() if as_of is None else as_of
    return (days["valid_from"] <= day) & ((days["valid_to"] == "") | (days["valid_to"] > day))


def find_generation(units: gpd.GeoDataFrame, as_of: str | None) -> str | None:
    """Find the day of the last change of boundaries up to a day: between two changes all days have one answer.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``.
    as_of
        A day, ISO 8601; None for the units that the city answers with.

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
    return max((on for on in _list_changes(units) if on <= day), default=_BEFORE_ALL)


def _list_changes(units: gpd.GeoDataFrame) -> set[str]:
    """List the days on which units came into force or ended."""
    return {on for name in _DAYS if name in units for on in units[name].dropna().astype(str).unique() if on}


def may_differ_since(units: gpd.GeoDataFrame, made_at: str) -> bool:
    """Tell whether other units may be in force today than when something was made of those of then.

    Parameters
    ----------
    units
        Maybe with ``valid_from`` and ``valid_to``.
    made_at
        When it was made, ISO 8601; "" unknown.

    Returns
    -------
    bool
        True where a day of change is not well before: clocks of other zones are up to a day apart.

    Examples
    --------
    >>> import shapely
    >>> two = gpd.GeoDataFrame({"valid_from": ["", "2024-07-01"]}, geometry=[shapely.box(0, 0, 1, 1)] * 2)
    >>> may_differ_since(two, "2024-06-01T10:00:00+00:00"), may_differ_since(two, "2024-08-01T10:00:00+00:00")
    (True, False)
    """
    changes = _list_changes(units)
    if not changes or not made_at:
        return bool(changes)
    return max(changes) >= (date.fromisoformat(made_at[:10]) - timedelta(days=1)).isoformat()


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
