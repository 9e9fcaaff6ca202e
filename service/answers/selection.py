"""Which rows of a table a query asks for, in which order, with which columns."""

import math
from collections.abc import Mapping, Sequence

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int64
from geo.crs.projection import project_box
from geo.errors import InputError, NotFoundError

_BOX = "four numbers west,south,east,north in degrees, such as 113.6,34.7,113.7,34.8"


def read_fields(text: str | None, valid: Sequence[str]) -> list[str]:
    """Read the names of fields.

    Parameters
    ----------
    text
        Names, separated by commas, or None for all.
    valid
        Those that there are.

    Returns
    -------
    list of str
        In the order of `valid`, each only once.

    Raises
    ------
    InputError
        If a name is unknown, or there is none.

    Examples
    --------
    >>> read_fields("share,code", ["code", "name", "share"])
    ['code', 'share']
    """
    if text is None:
        return list(valid)
    names = [name.strip() for name in text.split(",")]
    unknown = [name for name in names if name not in valid]
    if unknown:
        raise InputError(f'fields: unknown "{unknown[0][:40]}"; valid: {", ".join(valid)}')
    return [name for name in valid if name in names]


def read_box(text: str) -> tuple[float, float, float, float]:
    """Read a box of longitudes and latitudes.

    Parameters
    ----------
    text
        West, south, east and north, separated by commas.

    Returns
    -------
    tuple of float
        West, south, east, north in WGS-84 [degrees].

    Raises
    ------
    InputError
        If they are not four numbers in degrees, or in another order.

    Examples
    --------
    >>> read_box("113.6,34.7,113.7,34.8")
    (113.6, 34.7, 113.7, 34.8)
    """
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise InputError(f'bbox "{text[:60]}": expected {_BOX}') from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise InputError(f'bbox "{text[:60]}": expected {_BOX}')
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError(f'bbox "{text[:60]}": west must be less than east and south less than north; expected {_BOX}')
    return west, south, east, north


def find_in_box(table: gpd.GeoDataFrame, text: str | None) -> Int64:
    """Find the rows whose shapes touch a box.

    Parameters
    ----------
    table
        With a geometry in a metric CRS.
    text
        The box, as :func:`read_box` reads it, or None for all rows.

    Returns
    -------
    ndarray of int64
        Rows, in the order of the table; those without a shape touch no box.

    Raises
    ------
    InputError
        If it is no box.
    """
    if text is None or table.empty:
        return np.arange(len(table))
    box = project_box(read_box(text), around=table.total_bounds, crs=table.crs)
    shapely.prepare(box)
    return np.flatnonzero(shapely.intersects(box, np.asarray(table.geometry.values)))


def sort_rows(table: pd.DataFrame, text: str | None, columns: Mapping[str, str]) -> Int64:
    """Sort the rows of a table.

    Parameters
    ----------
    table
        The table.
    text
        A field, with ``-`` in front from the largest down, or None for the table's own order.
    columns
        Field -> the column that holds it.

    Returns
    -------
    ndarray of int64
        Rows in order; equals keep the order of the table, missing figures come last.

    Raises
    ------
    InputError
        If there is no such field to sort by.

    Examples
    --------
    >>> sort_rows(pd.DataFrame({"n": [1.0, np.nan, 3.0, 1.0]}), "-n", {"n": "n"}).tolist()
    [2, 0, 3, 1]
    """
    if text is None:
        return np.arange(len(table))
    name = text.removeprefix("-")
    if name not in columns:
        raise InputError(f'sort: unknown "{text[:40]}"; valid: {", ".join(columns)}, each with - in front too')
    column = table[columns[name]].reset_index(drop=True)
    falls = text.startswith("-")
    # downwards equals must not change places: what is ranked from the top is sorted upwards
    ranks = column.rank(method="min", ascending=not falls, na_option="bottom")
    return np.asarray(ranks.to_numpy().argsort(kind="stable"), np.int64)


def find_below(table: pd.DataFrame, divisions: pd.DataFrame | None, parent: str | None) -> Int64:
    """Find the rows of a level that lie below a division, at any depth.

    Parameters
    ----------
    table
        ``code, parent`` of the units of a level.
    divisions
        ``code, parent`` of all divisions, or None where the city has none.
    parent
        Code of a division, or None for all rows.

    Returns
    -------
    ndarray of int64
        Rows, in the order of the table; none of a level that is not below the division.

    Raises
    ------
    NotFoundError
        If no division has this code.

    Examples
    --------
    >>> tree = pd.DataFrame({"code": ["1", "11", "111"], "parent": ["", "1", "11"]})
    >>> find_below(pd.DataFrame({"code": ["111A"], "parent": ["111"]}), tree, "1").tolist()
    [0]
    """
    if parent is None:
        return np.arange(len(table))
    above: dict[str, str] = {}
    if divisions is not None:
        above = dict(zip(divisions["code"], divisions["parent"], strict=True))
    known = above.keys() | set(table["parent"])
    if parent == "" or parent not in known:
        raise NotFoundError(f'parent: no division has the code "{parent[:40]}"')
    is_below = {parent: True}
    return np.flatnonzero([_lies_below(code, above, is_below) for code in table["parent"]])


def _lies_below(code: str, above: Mapping[str, str], is_below: dict[str, bool]) -> bool:
    """Tell whether a division is the one looked for or lies below it; `is_below` holds those that are known."""
    path = []
    while code and code not in is_below and code not in path:
        path.append(code)
        code = above.get(code, "")
    found = is_below.get(code, False)
    is_below.update(dict.fromkeys(path, found))
    return found
