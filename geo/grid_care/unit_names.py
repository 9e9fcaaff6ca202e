"""New grid units: whom each succeeds, and its code, name and columns."""

import re
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64, Objects
from geo.city.model import City
from geo.errors import InputError
from geo.grid.code_scheme import SERIAL_DIGITS, code_units

#: The number in the name of a unit is the last one in it.
_NUMBER: Final = re.compile(r"\d+(?=\D*$)")


def find_predecessors(shapes: Objects, part: Int64, old: Int64, households: Float64, outlines: Objects) -> Int64:
    """Find the unit that each new one succeeds.

    Parameters
    ----------
    shapes
        Polygons of the new units, shape (p,).
    part, old, households
        New unit of each home, the unit it was of, and its households, shape (m,).
    outlines
        Polygons of the units that there were, shape (u,).

    Returns
    -------
    ndarray of int64
        Row of the unit with which it has most households in common, where nobody lives of the one that it lies in,
        shape (p,).

    Examples
    --------
    >>> halves = shapely.box([0, 5], 0, [5, 10], 10)
    >>> find_predecessors(halves, np.array([0, 0]), np.array([1, 0]), np.array([5.0, 3.0]), halves).tolist()
    [1, 1]
    """
    pairs, row = np.unique(part * len(outlines) + old, return_inverse=True)
    shared = np.bincount(row, weights=households, minlength=len(pairs))
    new, was = np.divmod(pairs, len(outlines))
    order = np.lexsort((was, -shared, new))
    order = order[shared[order] > 0]
    found = np.full(len(shapes), -1, np.int64)
    known, first = np.unique(new[order], return_index=True)
    found[known] = was[order][first]
    empty = np.flatnonzero(found < 0)
    if len(empty):
        found[empty] = shapely.STRtree(outlines).nearest(shapely.point_on_surface(shapes[empty]))
    return found


def order_units(shapes: Objects, predecessor: Int64) -> Int64:
    """Order new units as they are to be numbered: by predecessor, then from north to south.

    Parameters
    ----------
    shapes, predecessor
        Polygons, and the unit that each succeeds, shape (p,).

    Returns
    -------
    ndarray of int64
        Rows in that order, shape (p,).

    Examples
    --------
    >>> order_units(shapely.box(0, [0, 5, 9], 1, [1, 6, 10]), np.array([1, 1, 0])).tolist()
    [2, 1, 0]
    """
    middle = shapely.get_coordinates(shapely.point_on_surface(shapes)).reshape(-1, 2)
    return np.lexsort((middle[:, 0], -np.round(middle[:, 1], 1), predecessor))


def describe_new_units(
    city: City, base: gpd.GeoDataFrame, shapes: Objects, predecessor: Int64, valid_from: str
) -> gpd.GeoDataFrame:
    """Describe new units in the columns of a city's grid units.

    Parameters
    ----------
    city
        The city; no code that a unit of any generation has or had is given again.
    base
        The units that the predecessors are rows of.
    shapes, predecessor
        Polygons, and the unit that each succeeds, in the order in which they are numbered, shape (p,).
    valid_from
        Their first day.

    Returns
    -------
    geopandas.GeoDataFrame
        Everything as of the predecessor but code, name, days and polygon; and ``predecessor``, its code.

    Raises
    ------
    InputError
        If a community has no free code left.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> describe_new_units(city, city.base_units, shapely.box([0], 0, 1, 1), np.array([0]), "2030-01-01")["name"][0]
    'South-west 3'
    """
    table = pd.DataFrame(base.iloc[predecessor].drop(columns="geometry")).reset_index(drop=True)
    table["predecessor"] = table["unit_code"]
    codes = code_units(city.grid_units, table["community"])
    if "" in codes:
        community = table["community"][codes.index("")]
        raise InputError(
            f"{community}: no free code for a new unit; expected at most {10**SERIAL_DIGITS - 1} units in a community, "
            "of all generations; give it another code scheme first"
        )
    table["unit_code"] = codes
    if "name" in table:
        numbers = [int(code[-SERIAL_DIGITS:]) for code in codes]
        table["name"] = [_renumber(name, number) for name, number in zip(table["name"], numbers, strict=True)]
    table = table.assign(valid_from=valid_from, valid_to="")
    return gpd.GeoDataFrame(table, geometry=shapes, crs=base.crs)


def _renumber(name: str, number: int) -> str:
    """Put the number of a new unit in the place of the one in the name of its predecessor, or behind the name."""
    return _NUMBER.sub(str(number), name) if _NUMBER.search(name) else f"{name} {number}".strip()
