"""The columns of a batch's file: as stated, whatever their case, and with the names that a Shapefile cuts."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from geo.errors import InputError
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.texts.notes import Note, make_note

#: Length in bytes of column names that a Shapefile may have cut: 10, or less where a character did not fit any more.
_CUT_BYTES: Final = (8, 10)


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


def find_columns(
    frame: pd.DataFrame, table: str, columns: Mapping[str, str], *, file: str
) -> tuple[dict[str, str], list[Note]]:
    """Find columns whose names differ from ours in case, or were cut by a Shapefile.

    Parameters
    ----------
    frame
        As read.
    table
        Name of the layer, a key of :data:`geo.plans.read.plan_schemas.PLAN_SCHEMAS`.
    columns
        Our name -> the file's name, as stated; that stays.
    file
        Name of the file; cut names are looked for in a Shapefile only.

    Returns
    -------
    tuple
        The mapping with what was found, and a note for each cut name. One that fits several columns of ours, or is not
        the only one to fit, is none.

    Examples
    --------
    >>> frame = pd.DataFrame({"Plan_ID": ["P-1"], "住宅建筑面": ["900"]})
    >>> columns, notes = find_columns(frame, "plan_areas", {}, file="areas.shp")
    >>> columns
    {'plan_id': 'Plan_ID', 'residential_floor_area': '住宅建筑面'}
    """
    schema = PLAN_SCHEMAS[table].columns
    found, notes = dict(columns), list[Note]()
    exact = {alias for known, column in schema.items() for alias in (known, *column.aliases)}
    free = [column for column in map(str, frame.columns) if column not in {*columns.values(), *exact}]
    wanted = {
        known: (known, *column.aliases)
        for known, column in schema.items()
        if known not in columns and not any(alias in frame for alias in (known, *column.aliases))
    }
    for known, aliases in wanted.items():
        same = [column for column in free if column.strip().lower() in {alias.lower() for alias in aliases}]
        if same:
            found[known] = same[0]
            free.remove(same[0])
    if file.lower().endswith(".shp"):
        still_wanted = {known: aliases for known, aliases in wanted.items() if known not in found}
        for known, column, alias in _match_cut_names(still_wanted, free):
            found[known] = column
            notes.append(make_note("cut_column", file=file, column=column, name=alias, known=known))
    return found, notes


def _match_cut_names(wanted: Mapping[str, Sequence[str]], free: Sequence[str]) -> list[tuple[str, str, str]]:
    """Match cut names where only one of our columns begins so, and only one column of the file fits it."""
    pairs = [
        (known, column, alias)
        for column in free
        for known, aliases in wanted.items()
        for alias in aliases
        if _is_cut(column.lower(), alias.lower())
    ]
    known_of = {column: {pair[0] for pair in pairs if pair[1] == column} for column in free}
    column_of = {known: {pair[1] for pair in pairs if pair[0] == known} for known in wanted}
    found: dict[str, tuple[str, str, str]] = {}
    for known, column, alias in pairs:
        if len(known_of[column]) == 1 and len(column_of[known]) == 1:
            found.setdefault(known, (known, column, alias))
    return list(found.values())


def _is_cut(column: str, alias: str) -> bool:
    least, most = _CUT_BYTES
    lengths = [len(column.encode(encoding, "replace")) for encoding in ("gbk", "utf-8")]
    return column != alias and alias.startswith(column) and any(least <= length <= most for length in lengths)
