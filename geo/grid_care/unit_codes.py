"""Codes of grid units against the scheme: the community's code, then a number of three digits."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.city.model import City
from geo.grid.code_scheme import SERIAL_DIGITS
from geo.grid_care.findings import make_findings


def check_codes(city: City) -> list[pd.DataFrame]:
    """Find grid units whose code breaks the scheme.

    Parameters
    ----------
    city
        Any city.

    Returns
    -------
    list of pandas.DataFrame
        Findings: codes that two units in force have, of any kind; base units without a community, or with a code that
        does not begin with that of their community, has another length, or ends in no number from 001; and codes that
        an earlier unit with another outline had.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [len(part) for part in check_codes(build_sample())]
    [0, 0, 0, 0, 0, 0]
    """
    units, known = city.base_units, city.base_units[city.base_units["community"] != ""]
    code, community = known["unit_code"].astype(str), known["community"].astype(str)
    has_prefix = np.array([own.startswith(parent) for own, parent in zip(code, community, strict=True)], bool)
    has_length = (code.str.len() == community.str.len() + SERIAL_DIGITS).to_numpy()
    serial = code.str[-SERIAL_DIGITS:]
    has_number = (serial.str.fullmatch(r"[0-9]+") & (serial != "0" * SERIAL_DIGITS)).to_numpy(bool)
    in_force = city.grid_units[city.in_force]
    return [
        _list_units("code_duplicate", in_force[in_force["unit_code"].duplicated()]),
        _list_units("no_community", units[units["community"] == ""]),
        _list_units("code_prefix", known[~has_prefix]),
        _list_units("code_length", known[has_prefix & ~has_length]),
        _list_units("code_serial", known[has_prefix & has_length & ~has_number]),
        _list_units("code_reused", _find_reused(city)),
    ]


def _list_units(kind: str, units: gpd.GeoDataFrame) -> pd.DataFrame:
    shapes = np.asarray(units.geometry.values)
    return make_findings(
        kind, units["unit_code"].to_numpy(object), others=units["community"].to_numpy(object), shapes=shapes
    )


def _find_reused(city: City) -> gpd.GeoDataFrame:
    """Find the units in force whose code an earlier one with another outline had."""
    ended = city.grid_units[~city.in_force].drop_duplicates("unit_code").set_index("unit_code").geometry
    units = city.grid_units[city.in_force & city.grid_units["unit_code"].isin(ended.index)]
    before = ended.reindex(units["unit_code"])
    return units[~units.geometry.geom_equals(before, align=False).to_numpy(bool)]
