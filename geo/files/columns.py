"""Columns of a table: names, types, units and null rules, and the one check of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from geo.errors import DuplicateIdError, MissingColumnError
from geo.problems import Problems

Kind = Literal["id", "text", "number", "coordinate"]


#: Columns of residents beside the total: ``residents_60plus``, ``residents_children`` and so on.
GROUP_PREFIX: Final = "residents_"


#: The most people, households or dwellings that one row may have: of a home, a block or a plan area.
MOST_PEOPLE: Final = 1_000_000.0


#: Heading of the faults of numbers.
NOT_A_NUMBER: Final = "negative or not a number"


@dataclass(frozen=True)
class Column:
    """One column of a layer.

    Parameters
    ----------
    kind
        ``id``: text that is never empty; ``text``: text, empty allowed; ``number``: finite and not negative;
        ``coordinate``: finite.
    required
        Whether the file must have it.
    unit
        Unit of a number.
    aliases
        Names under which files bring it when the source file does not map it.
    bundle
        Name in the city bundle where it differs from the name in the source file.
    most
        The most that a number may be.
    """

    kind: Kind
    required: bool = False
    unit: str = ""
    aliases: tuple[str, ...] = ()
    bundle: str = ""
    most: float = math.inf


@dataclass(frozen=True)
class Schema:
    """The columns of one layer by their name in the source file, and which of them is its key."""

    columns: Mapping[str, Column]
    key: str
    has_groups: bool = False

    def knows(self, name: str) -> bool:
        """Tell whether a column of this name may be mapped."""
        return name in self.columns or (self.has_groups and name.startswith(GROUP_PREFIX))


POSITION: Final = {
    "lon": Column("coordinate", aliases=("longitude", "lng", "经度")),
    "lat": Column("coordinate", aliases=("latitude", "纬度")),
    "x": Column("coordinate", aliases=("X", "easting", "东坐标")),
    "y": Column("coordinate", aliases=("Y", "northing", "北坐标")),
}
POSITION_COLUMNS: Final = tuple(POSITION)


def check_columns(
    frame: pd.DataFrame, schema: Schema, columns: Mapping[str, str], *, file: str, problems: Problems
) -> pd.DataFrame:
    """Bring a file's table to the layer's columns and types, gathering every fault.

    Parameters
    ----------
    frame
        As read: texts stay texts. Not changed.
    schema
        What the table must hold.
    columns
        Our name -> the file's name; what is not mapped is looked for under our name and its aliases.
    file
        Name of the file, for messages.
    problems
        Where faults go: file, row, column, value and what was expected. Rows count from 1 as people see them,
        without the heading.

    Returns
    -------
    pandas.DataFrame
        A new frame with the schema's columns by their bundle names (absent optional ones are left out), and the
        geometry where there is one.

    Examples
    --------
    >>> problems = Problems()
    >>> raw = pd.DataFrame({"编号": ["a"], "人口": ["-3"]})
    >>> columns = {"id": Column("id", aliases=("编号",)), "population": Column("number", True, aliases=("人口",))}
    >>> _ = check_columns(raw, Schema(columns, key="id"), {}, file="homes.csv", problems=problems)
    >>> print(*problems.kinds["negative or not a number"])
    homes.csv, row 1, column 人口: "-3"; expected a number of 0 or more
    """
    out = frame[["geometry"]].copy() if "geometry" in frame else pd.DataFrame(index=frame.index)
    groups = {name: Column("number", unit="people", most=MOST_PEOPLE) for name in columns if name not in schema.columns}
    for name, column in {**schema.columns, **groups}.items():
        source = _find_column(frame, name, column, columns)
        if source is None:
            if name in columns or column.required:
                _report_missing(frame, name, columns.get(name, name), file, problems)
                # a column of nothing, so that the checks behind can go on and find what else is wrong
                out[column.bundle or name] = "" if column.kind in ("id", "text") else np.nan
            continue
        out[column.bundle or name] = _convert(frame[source], column, source, file, problems)
    key = schema.columns[schema.key].bundle or schema.key
    if key in out and schema.columns[schema.key].kind == "id":
        _check_unique(out[key], file, problems)
    return out


def _find_column(frame: pd.DataFrame, name: str, column: Column, columns: Mapping[str, str]) -> str | None:
    if name in columns:
        return columns[name] if columns[name] in frame else None
    return next((alias for alias in (name, *column.aliases) if alias in frame), None)


def _report_missing(frame: pd.DataFrame, name: str, source: str, file: str, problems: Problems) -> None:
    have = ", ".join(map(str, frame.columns.drop("geometry", errors="ignore")[:20]))
    problems.add(
        "missing column",
        [f'{file}: no column "{source}" for {name}; the file has: {have}. Name it under columns'],
        error=MissingColumnError,
    )


def _convert(values: pd.Series, column: Column, source: str, file: str, problems: Problems) -> pd.Series:
    if column.kind in ("number", "coordinate"):
        return _convert_number(values, column, source, file, problems)
    texts = _to_text(values)
    if column.kind == "id":
        empty = np.flatnonzero((texts == "").to_numpy())
        problems.add(
            "empty identifier",
            [f"{file}, row {row + 1}, column {source}: empty; expected a text" for row in empty],
            rows=[(int(row),) for row in empty],
        )
    return texts


def _to_text(values: pd.Series) -> pd.Series:
    """Make texts: identifiers are strings and stay strings; a whole number stored as float loses its .0."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype(object)


def _convert_number(values: pd.Series, column: Column, source: str, file: str, problems: Problems) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(values):
        values = values.astype("string").str.strip()
        values = values.mask(values == "")
    numbers = pd.to_numeric(values, errors="coerce").astype(float)
    signed = column.kind == "coordinate"
    bad = pd.Series(~np.isfinite(numbers)) if column.required or signed else values.notna() & ~np.isfinite(numbers)
    if not signed:
        bad |= numbers < 0
    expected = "a finite number" if signed else "a number of 0 or more"
    rows = np.flatnonzero(bad.to_numpy())
    problems.add(
        "no coordinate" if signed else NOT_A_NUMBER,
        [f"{file}, row {row + 1}, column {source}: {_show(values.iloc[row])}; expected {expected}" for row in rows],
        rows=[(int(row),) for row in rows],
    )
    large = np.flatnonzero((~bad & (numbers > column.most)).to_numpy())
    advice = f"expected {column.most:,.0f} or less: is a number in the wrong column?"
    problems.add(
        "too large a number",
        [f"{file}, row {row + 1}, column {source}: {_show(values.iloc[row])}; {advice}" for row in large],
        rows=[(int(row),) for row in large],
    )
    return numbers


def _show(value: object) -> str:
    return "empty" if pd.isna(value) else f'"{value}"'  # type: ignore[call-overload]


def _check_unique(ids: pd.Series, file: str, problems: Problems) -> None:
    again = np.flatnonzero((ids.duplicated(keep=False) & (ids != "")).to_numpy())
    rows_of = pd.Series(again + 1).groupby(ids.iloc[again].to_numpy(), sort=False).agg(list)
    messages = [f"{file}: {value} stands in rows {', '.join(map(str, rows[:5]))}" for value, rows in rows_of.items()]
    about = [[row - 1 for row in rows] for rows in rows_of]
    problems.add("duplicate identifier", messages, error=DuplicateIdError, rows=about)
