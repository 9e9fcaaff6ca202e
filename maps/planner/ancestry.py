"""What the units of a level lie in: community, street and district, each named once."""

from typing import Any, Final

import pandas as pd

from geo.city.model import City
from geo.grid.divisions import trace_parents

#: Levels that something lies in, the nearest last.
_LEVELS: Final = ("districts", "streets", "communities")


def pack_ancestry(city: City, table: pd.DataFrame) -> dict[str, dict[str, list[Any]]]:
    """Pack what units lie in.

    Parameters
    ----------
    city
        The city, for its divisions.
    table
        ``code, parent`` of the units of a level.

    Returns
    -------
    dict
        Level -> ``code, name`` of those that hold any of the units, and ``row``: which of them holds each unit, -1 for
        none. Levels that hold none are left out.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> units = pd.DataFrame({"code": ["A", ""], "parent": ["410102001001", ""]})
    >>> pack_ancestry(city, units)["communities"]
    {'code': ['410102001001'], 'name': ['South'], 'row': [0, -1]}
    """
    divisions = city.divisions
    names = {} if divisions is None else dict(zip(divisions["code"], divisions["name"], strict=True))
    traced = trace_parents(table["parent"].reset_index(drop=True), divisions)
    packed = {}
    for level in _LEVELS:
        row, codes = pd.factorize(traced[level].where(traced[level] != ""))
        if len(codes):
            packed[level] = {
                "code": list(codes),
                "name": [names.get(code, code) for code in codes],
                "row": row.tolist(),
            }
    return packed
