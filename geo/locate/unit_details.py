"""One grid unit by its code: what is public of it, its successors, who works in it."""

from typing import Final

import numpy as np
import pandas as pd

from geo.city.model import City
from geo.errors import NotFoundError
from geo.grid.generations import find_successors, is_in_force
from geo.grid.units import LEAD
from geo.locate.answers import UnitHistory
from geo.locate.unit_index import UnitIndex, describe_units

_DAYS: Final = ("valid_from", "valid_to")


def find_unit(city: City, unit_index: UnitIndex, unit_code: str) -> UnitHistory:
    """Describe a grid unit by its code.

    Parameters
    ----------
    city
        The city, for units that are no longer in force.
    unit_index
        Its units in force.
    unit_code
        Code of the unit.

    Returns
    -------
    UnitHistory
        What is public of the unit, the days it is in force, and of one that is no longer the units of the index that
        lie where it lay.

    Raises
    ------
    NotFoundError
        If no unit has this code.

    Examples
    --------
    >>> from geo.locate.unit_index import make_unit_index
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> find_unit(city, make_unit_index(city), "410102001001001").community
    DivisionName(code='410102001001', name='South')
    """
    rows = np.flatnonzero((city.grid_units["unit_code"] == unit_code).to_numpy())
    if not len(rows):
        raise NotFoundError(f'no grid unit has the code "{unit_code[:40]}"')
    unit = city.grid_units.iloc[rows[-1:]]
    here = np.flatnonzero(unit_index.codes == unit_code)
    details = unit_index.details[here[0]] if len(here) else describe_units(city, unit)[0]
    valid_from, valid_to = (str(unit[name].iloc[0]) or None if name in unit else None for name in _DAYS)
    is_current = bool(is_in_force(unit, unit_index.as_of).iloc[0])
    successors = () if is_current else find_successors(unit.geometry.iloc[0], unit_index.units)
    return UnitHistory(**vars(details), valid_from=valid_from, valid_to=valid_to, successors=successors)


def list_workers(city: City, unit_code: str) -> pd.DataFrame:
    """List who works in a unit: names and phones are for planners only.

    Parameters
    ----------
    city
        The city.
    unit_code
        Code of the unit.

    Returns
    -------
    pandas.DataFrame
        ``name, role, phone``, the lead first; "" where the city does not say; empty where nobody works there or the
        city knows no workers.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> list_workers(build_sample(), "410102001001001").columns.tolist()
    ['name', 'role', 'phone']
    """
    columns = ["name", "role", "phone"]
    if city.workers is None:
        return pd.DataFrame(columns=columns)
    mine = city.workers[city.workers["unit_code"] == unit_code].reindex(columns=columns, fill_value="")
    return mine.iloc[np.argsort(mine["role"].to_numpy() != LEAD, kind="stable")].reset_index(drop=True)
