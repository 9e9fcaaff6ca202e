"""One grid unit by its code: what is public of it, its successors, who works in it."""

from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.city.model import City
from geo.errors import NotFoundError
from geo.grid.generations import is_in_force
from geo.locate.unit_index import LEAD, Answer, UnitIndex, describe_units

#: A successor holds at least this share of an old unit's area.
_SUCCESSOR_SHARE: Final = 0.01


def find_unit(city: City, unit_index: UnitIndex, code: str) -> Answer:
    """Describe a grid unit by its code.

    Parameters
    ----------
    city
        The city, for units that are no longer in force.
    unit_index
        Its directory.
    code
        Code of the unit.

    Returns
    -------
    dict
        ``code, name, contact, lead_role, workers`` (their number), ``community, street, district`` each with ``code``
        and ``name`` or None where the city does not say, ``valid_from, valid_to`` and ``successors``: code and share
        of the area of the units of the directory that lie where an old one lay.

    Raises
    ------
    NotFoundError
        If no unit has this code.

    Examples
    --------
    >>> from geo.locate.unit_index import make_unit_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> find_unit(city, make_unit_index(city), "410102001001001")["community"]["code"]
    '410102001001'
    """
    rows = np.flatnonzero((city.grid_units["unit_code"] == code).to_numpy())
    if not len(rows):
        raise NotFoundError(f'no grid unit has the code "{code[:40]}"')
    unit = city.grid_units.iloc[rows[-1:]]
    here = np.flatnonzero((unit_index.units["unit_code"] == code).to_numpy())
    answer = unit_index.answers[here[0]] if len(here) else describe_units(city, unit)[0]
    days = {name: str(unit[name].iloc[0]) or None if name in unit else None for name in ("valid_from", "valid_to")}
    is_current = bool(is_in_force(unit, unit_index.as_of).iloc[0])
    return answer | days | {"successors": [] if is_current else _find_successors(unit_index, unit.geometry.iloc[0])}


def _find_successors(unit_index: UnitIndex, old: shapely.Geometry) -> list[Answer]:
    rows = unit_index.tree.query(old, predicate="intersects")
    share = shapely.area(shapely.intersection(unit_index.units.geometry.values[rows], old)) / shapely.area(old)
    codes = unit_index.codes[rows]
    order = sorted(range(len(rows)), key=lambda i: (-share[i], codes[i]))
    return [{"code": codes[i], "share": round(float(share[i]), 3)} for i in order if share[i] >= _SUCCESSOR_SHARE]


def list_workers(city: City, code: str) -> pd.DataFrame:
    """List who works in a unit: names and phones are for planners only.

    Parameters
    ----------
    city
        The city.
    code
        Code of the unit.

    Returns
    -------
    pandas.DataFrame
        ``name, role, phone``, the lead first; "" where the city does not say.
    """
    columns = ["name", "role", "phone"]
    if city.workers is None:
        return pd.DataFrame(columns=columns)
    mine = city.workers[city.workers["unit_code"] == code].reindex(columns=columns, fill_value="")
    return mine.iloc[np.argsort(mine["role"].to_numpy() != LEAD, kind="stable")].reset_index(drop=True)
