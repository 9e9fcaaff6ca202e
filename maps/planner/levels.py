"""The units of a level: their names, people and polygons."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32, Int64, Integer
from geo.coverage.analysis import Coverage
from geo.coverage.by_minute import find_rows_above
from geo.coverage.scopes import RURAL
from geo.coverage.view_table import GROUPS
from maps.encode import pack_numbers
from maps.planner.shapes import pack_shapes

#: How far outlines of a level may move [m]; what two share stays shared.
_TOLERANCES_M: Final[Mapping[str, float]] = {"grid_units": 1.0, "communities": 2.0}
_TOLERANCE_M: Final = 4.0


def pack_level(coverage: Coverage, level: str, rows: Mapping[str, Int32]) -> dict[str, Any]:
    """Pack the units of a level.

    Parameters
    ----------
    coverage
        The coverage; its limits do not matter.
    level
        A key of ``coverage.levels``.
    rows
        As :func:`geo.coverage.by_minute.find_unit_rows` finds them.

    Returns
    -------
    dict
        Column by column, in the order of ``coverage.levels[level]``: ``code, name, parent``, ``scope`` (a letter each:
        u or r), ``residents, households, elders, children`` (whole; None where the city does not count them),
        ``above``: level above -> the row there to which each unit counts, as :func:`pack_steps` writes it, and ``arcs,
        shape`` as :func:`maps.planner.shapes.pack_shapes` writes them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.by_minute import find_unit_rows
    >>> found = analyze_city(build_sample())
    >>> packed = pack_level(found, "communities", find_unit_rows(found))
    >>> packed["name"], packed["scope"], packed["residents"], packed["elders"]
    (['', 'South', 'North'], 'uur', [5, 60, 40], None)
    """
    return {
        **pack_people(coverage, level),
        "above": {name: pack_steps(find_rows_above(rows, level, name)) for name in _list_above(coverage, level)},
        **pack_shapes(
            gpd.GeoSeries(coverage.levels[level].geometry), tolerance_m=_TOLERANCES_M.get(level, _TOLERANCE_M)
        ),
    }


def pack_people(coverage: Coverage, level: str) -> dict[str, Any]:
    """Pack the names and the people of the units of a level.

    Parameters
    ----------
    coverage
        The coverage; its limits do not matter.
    level
        A key of ``coverage.levels``.

    Returns
    -------
    dict
        As of :func:`pack_level`, without ``above``, ``arcs`` and ``shape``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> pack_people(analyze_city(build_sample()), "city")["residents"]
    [65, 40]
    """
    table = coverage.levels[level]
    people = {"residents": "residents", "households": "households", **GROUPS}
    return {
        "code": table["code"].tolist(),
        "name": table["name"].tolist(),
        "parent": table["parent"].tolist(),
        "scope": "".join("r" if scope == RURAL else "u" for scope in table["scope"]),
        **{key: list_people(table[name]) if name in table else None for key, name in people.items()},
    }


def _list_above(coverage: Coverage, level: str) -> list[str]:
    levels = list(coverage.levels)
    return levels[: levels.index(level)]


def pack_steps(numbers: Integer) -> str:
    """Pack a column of whole numbers of which neighbours differ little.

    Parameters
    ----------
    numbers
        Shape (n,).

    Returns
    -------
    str
        The first and the difference of each other one to the one before, as :func:`pack_column` writes them.

    Examples
    --------
    >>> pack_steps(np.array([3, 3, 2]))
    'GAB'
    """
    return pack_column(np.diff(numbers, prepend=0).astype(np.int64))


def pack_column(numbers: Int64) -> str:
    """Pack a column of whole numbers, best near 0.

    Parameters
    ----------
    numbers
        Shape (n,).

    Returns
    -------
    str
        Zig-zag coded, as :func:`maps.encode.pack_numbers` writes them; "" where all are 0.

    Examples
    --------
    >>> pack_column(np.array([0, -1, 1])), pack_column(np.array([0, 0]))
    ('ABC', '')
    """
    if not numbers.any():
        return ""
    return pack_numbers((numbers << 1) ^ (numbers >> 63), np.zeros(len(numbers), np.int64))[0]


def list_people(people: "pd.Series[float]") -> list[int | None]:
    """Round people to whole ones, None where nobody counted them.

    Parameters
    ----------
    people
        Numbers, shape (n,).

    Returns
    -------
    list of int or None
        As :func:`whole_people` rounds.

    Examples
    --------
    >>> list_people(pd.Series([1.4, np.nan]))
    [1, None]
    """
    whole = whole_people(people.fillna(0.0)).tolist()
    return [value if is_known else None for value, is_known in zip(whole, people.notna().tolist(), strict=True)]


def whole_people(people: "pd.Series[float] | Float64") -> Int64:
    """Round people to whole ones.

    Parameters
    ----------
    people
        Numbers.

    Returns
    -------
    ndarray of int64
        Halves go to the even number.

    Examples
    --------
    >>> whole_people(np.array([1.4, 2.5])).tolist()
    [1, 2]
    """
    return np.asarray(np.rint(np.asarray(people, float)), np.int64)
