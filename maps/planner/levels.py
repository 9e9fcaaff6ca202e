"""The units of a level: their names, people and polygons."""

from collections.abc import Mapping
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.coverage.analysis import Coverage
from geo.coverage.scopes import RURAL
from maps.planner.shapes import pack_shapes

#: How far outlines of a level may move [m]; what two share stays shared.
_TOLERANCES_M: Final[Mapping[str, float]] = {"grid_units": 1.0, "communities": 2.0}
_TOLERANCE_M: Final = 4.0
#: What the page counts beside residents and households -> column of the homes.
GROUPS: Final = {"elders": "residents_60plus", "children": "residents_children"}


def pack_level(coverage: Coverage, level: str) -> dict[str, Any]:
    """Pack the units of a level.

    Parameters
    ----------
    coverage
        The coverage; its limits do not matter.
    level
        A key of ``coverage.levels``.

    Returns
    -------
    dict
        Column by column, in the order of ``coverage.levels[level]``: ``code, name, parent``, ``scope`` (a letter each:
        u or r), ``residents, households, elders, children`` (whole; None where the city does not count them), and
        ``arcs, shape`` as :func:`maps.planner.shapes.pack_shapes` writes them.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> packed = pack_level(analyze_city(build_sample()), "communities")
    >>> packed["name"], packed["scope"], packed["residents"], packed["elders"]
    (['', 'South', 'North'], 'uur', [5, 60, 40], None)
    """
    table = coverage.levels[level]
    people = {"residents": "residents", "households": "households", **GROUPS}
    return {
        "code": table["code"].tolist(),
        "name": table["name"].tolist(),
        "parent": table["parent"].tolist(),
        "scope": "".join("r" if scope == RURAL else "u" for scope in table["scope"]),
        **{key: round_people(table[name]) if name in table else None for key, name in people.items()},
        **pack_shapes(gpd.GeoSeries(table.geometry), tolerance_m=_TOLERANCES_M.get(level, _TOLERANCE_M)),
    }


def round_people(people: "pd.Series[float] | Float64") -> list[int]:
    """Round people to whole ones.

    Parameters
    ----------
    people
        Numbers, shape (n,).

    Returns
    -------
    list of int
        Halves go to the even number.

    Examples
    --------
    >>> round_people(np.array([1.4, 2.5]))
    [1, 2]
    """
    whole: list[int] = np.rint(np.asarray(people, float)).astype(np.int64).tolist()
    return whole
