"""Which columns of a file say where its rows are: an address, or longitude and latitude."""

from collections.abc import Mapping
from typing import Final

from geo.city.schemas import SCHEMAS
from geo.errors import InputError
from geo.files.column_names import fold_name
from geo.files.headings import is_twice

_ROLES: Final = {
    "address": ("address", *SCHEMAS["addresses"].columns["text"].aliases, "住址", "dirección", "direccion"),
    "lon": ("lon", *SCHEMAS["homes"].columns["lon"].aliases),
    "lat": ("lat", *SCHEMAS["homes"].columns["lat"].aliases),
}


def choose_columns(task_columns: Mapping[str, str], have: list[str], *, file: str) -> dict[str, str]:
    """Choose the columns that a file is located by.

    Parameters
    ----------
    task_columns
        As named by the caller.
    have
        The file's columns.
    file
        Its name, for messages.

    Returns
    -------
    dict
        Either ``lon`` and ``lat`` or ``address`` -> column; of a file with both, the coordinates, unless named.

    Raises
    ------
    InputError
        If a named column or role does not exist, or no column has a name that is known.

    Examples
    --------
    >>> choose_columns({}, ["编号", "地址"], file="a.csv")
    {'address': '地址'}
    """
    for role, column in task_columns.items():
        if role not in _ROLES:
            raise InputError(f"column {role}={column}: expected one of address, lon, lat before the =")
        if column not in have:
            raise InputError(f'{file}: no column "{column}" for {role}; it has: {", ".join(have[:20])}')
    found = dict(task_columns)
    for role, names in _ROLES.items():
        known = next((name for name in have if fold_name(name) in names), None)
        if known is not None and not task_columns:
            found[role] = known
    for column in found.values():
        if is_twice(column, have):
            raise InputError(f'{file}: several columns are called "{column}"; rename all but the one that counts')
    if {"lon", "lat"} <= found.keys():
        return {role: found[role] for role in ("lon", "lat")}
    if "address" in found:
        return {"address": found["address"]}
    raise InputError(
        f"{file}: which columns to locate by? Name them: --column address=NAME, or --column lon=NAME --column lat=NAME;"
        f" it has: {', '.join(have[:20])}"
    )
