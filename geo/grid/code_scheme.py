"""Codes of grid units: the code of the community, then a number."""

from typing import Final

import geopandas as gpd
import pandas as pd

from geo.grid.units import BASE_KIND

#: Digits of the number of a unit behind the code of its community.
SERIAL_DIGITS: Final = 3


def code_units(units: gpd.GeoDataFrame, community: "pd.Series[str]") -> list[str]:
    """Give new grid units the next free codes of their communities.

    Parameters
    ----------
    units
        All grid units of the city, of every generation; a code that any has or had is not free.
    community
        Community or village of each new unit, in the order in which they are to be numbered; "" for none.

    Returns
    -------
    list of str
        Behind the highest number in use of the units that tile the community; "" without a community, or where its
        three digits are used up.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> code_units(build_sample().grid_units, pd.Series(["410102001001", "", "410102001001"]))
    ['410102001001003', '', '410102001001004']
    """
    used = set(units["unit_code"])
    base = units
    if "unit_kind" in base:
        base = base[base["unit_kind"].isin(["", BASE_KIND])]
    codes = pd.Series(base["unit_code"].to_numpy(str))
    serial = pd.to_numeric(codes.str[-SERIAL_DIGITS:], errors="coerce").fillna(0)
    last = serial.groupby(codes.str[:-SERIAL_DIGITS]).max().astype(int).to_dict()
    found = []
    for parent in community:
        number = last.get(parent, 0) + 1
        while f"{parent}{number:0{SERIAL_DIGITS}d}" in used:
            number += 1
        last[parent] = number
        found.append(f"{parent}{number:0{SERIAL_DIGITS}d}" if parent and number < 10**SERIAL_DIGITS else "")
    return found
