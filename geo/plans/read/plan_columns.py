"""The columns that are stated for a batch's file."""

import difflib
from collections.abc import Mapping

from geo.errors import InputError
from geo.plans.read.plan_schemas import PLAN_SCHEMAS


def check_mapping(columns: Mapping[str, str], table: str, *, file: str) -> None:
    """Raise if a mapping names a column that a layer does not have.

    Parameters
    ----------
    columns
        Our name -> the file's name; empty for none.
    table
        Name of the layer, a key of :data:`geo.plans.read.plan_schemas.PLAN_SCHEMAS`.
    file
        Name of the file, for the message.

    Raises
    ------
    InputError
        If a name is not one of the layer's columns: with the nearest that is.

    Examples
    --------
    >>> check_mapping({"dwelings": "flats"}, "plan_areas", file="areas.csv")
    Traceback (most recent call last):
    geo.errors.InputError: areas.csv: columns names an unknown column dwelings; did you mean dwellings?
    """
    known = PLAN_SCHEMAS[table].columns
    for column in columns:
        if column not in known:
            near = difflib.get_close_matches(column, known, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"valid: {', '.join(known)}"
            raise InputError(f"{file}: columns names an unknown column {column}; {hint}")
