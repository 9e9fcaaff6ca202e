"""The one check of a table against the columns that it should have: names, types, units and null rules."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.errors import CrsError, DuplicateIdError, InputError, MissingColumnError
from geo.files.codes import FORMULA_ERRORS, restore_codes
from geo.files.column_names import find_columns
from geo.files.column_schemas import Column, Schema
from geo.files.endings import EXCEL
from geo.files.headings import is_twice
from geo.files.missing_columns import Naming, describe_missing, describe_no_headings
from geo.files.number_columns import NumberColumns
from geo.problems import Problems
from geo.texts.notes import Note, make_note

#: Numbers that have lost digits where they were codes.
_LOST_DIGITS: Final = 1e15
#: The most people, households or dwellings that one row may have: of a home, a block or a plan area.
MOST_PEOPLE: Final = 1_000_000.0


#: Columns that give each row a place.
_PLACES: Final = ({"lon", "lat"}, {"x", "y"}, {"shape"})


#: Heading of the faults of numbers.
NOT_A_NUMBER: Final = "negative or not a number"


def check_columns(
    frame: pd.DataFrame,
    schema: Schema,
    columns: Mapping[str, str],
    *,
    file: str,
    problems: Problems,
    notes: list[Note] | None = None,
    naming: Naming = "columns",
    needs_place: bool = False,
) -> pd.DataFrame:
    """Bring a file's table to the layer's columns and types, gathering every fault.

    Parameters
    ----------
    frame
        As read: texts stay texts; its index is the number of each row. Not changed.
    schema
        What the table must hold.
    columns
        Our name -> the file's name; what is not mapped is looked for under our name and its aliases.
    file
        Name of the file, for messages.
    problems
        Where faults go: file, row, column, value and what was expected.
    notes
        Where what was read in another way than it is written goes; None drops it.
    naming
        How columns of the file are named, for messages.
    needs_place
        Whether a column must give each row a place, where the file has no geometry.

    Returns
    -------
    pandas.DataFrame
        A new frame with the schema's columns by their bundle names (absent optional ones are left out), the index of
        `frame`, and the geometry where there is one.

    Raises
    ------
    InputError
        If the first row is no row of headings, or no column gives the rows a place.

    Examples
    --------
    >>> problems = Problems()
    >>> raw = pd.DataFrame({"编号": ["a"], "人口": ["-3"]}, index=[2])
    >>> columns = {"id": Column("id", aliases=("编号",)), "population": Column("number", True, aliases=("人口",))}
    >>> _ = check_columns(raw, Schema(columns, key="id"), {}, file="homes.csv", problems=problems)
    >>> print(*problems.kinds["negative or not a number"])
    homes.csv, row 2, column 人口: "-3"; expected a number of 0 or more
    """
    has_shapes = isinstance(frame, gpd.GeoDataFrame)
    out = pd.DataFrame(frame[["geometry"]]) if has_shapes else pd.DataFrame(index=frame.index)
    groups = {name: Column("number", unit="people", most=MOST_PEOPLE) for name in columns if name not in schema.columns}
    wanted = {**schema.columns, **groups}
    found, said = find_columns(frame, wanted, columns, file=file)
    if not set(found) - set(columns) and (fault := describe_no_headings(frame, _list_expected(schema), file)):
        raise InputError(fault)
    twice = [name for name in found.values() if is_twice(name, frame.columns)]
    problems.add(
        "heading that stands twice",
        [f'{file}: several columns are called "{name}"; rename all but the one that counts' for name in twice],
    )
    cells = _Cells(file, problems, said)
    numbers = NumberColumns(
        {name: frame[found[name]] for name in found if wanted[name].kind in ("number", "coordinate")},
        {name: wanted[name].unit for name in found},
        is_sheet=file.lower().endswith(EXCEL),
    )
    for name, column in wanted.items():
        source = found.get(name)
        if source is None:
            if name in columns or column.required:
                # a column of nothing, so that the checks behind can go on and find what else is wrong
                out[column.bundle or name] = "" if column.kind in ("id", "text") else np.nan
        elif column.kind in ("number", "coordinate"):
            out[column.bundle or name] = cells.convert_numbers(numbers, name, column, source)
        else:
            out[column.bundle or name] = cells.convert_texts(frame[source], column, source)
    missing = {
        name: columns.get(name, name)
        for name, column in wanted.items()
        if name not in found and (name in columns or column.required)
    }
    has_place = has_shapes or any(columns <= set(out) for columns in _PLACES)
    place = _list_place(schema) if needs_place and not has_place else ()
    if missing or place:
        fault = describe_missing(frame, missing, file, naming=naming, place=place)
        if place:  # nothing behind can be checked
            raise (MissingColumnError if missing else CrsError)(fault)
        problems.add("missing column", [fault], error=MissingColumnError)
    key = schema.columns[schema.key].bundle or schema.key
    if key in out and schema.columns[schema.key].kind == "id":
        _check_unique(out[key], file, problems)
    if notes is not None:
        notes += said
    return out


def _list_expected(schema: Schema) -> list[str]:
    """List headings that a table of a layer has, as an example."""
    needed = [name for name, column in schema.columns.items() if column.required or name == schema.key]
    return needed + [name for name in ("lon", "lat") if name in schema.columns]


def _list_place(schema: Schema) -> tuple[str, ...]:
    """List the columns that give a row a place."""
    return ("lon", "lat") if "lon" in schema.columns else ("shape",)


class _Cells:
    """Converts the columns of one file; faults and notes name its rows."""

    def __init__(self, file: str, problems: Problems, notes: list[Note]) -> None:
        self._file, self._problems, self._notes = file, problems, notes

    def convert_texts(self, values: pd.Series, column: Column, source: str) -> pd.Series:
        """Make texts; codes get back what a spreadsheet made of their digits."""
        texts = _to_text(values)
        if column.kind != "id" and not column.is_code:
            return texts
        given = texts
        texts, is_lost = restore_codes(given)
        self._report(
            "code that has lost digits", is_lost, given, source,
            "the last digits are lost, a spreadsheet keeps 15; format the column as text and enter the codes again",
        )  # fmt: skip
        self._report(
            "formula without a result", given.isin(FORMULA_ERRORS).to_numpy(), given, source,
            "an error of a formula; mend it in the spreadsheet",
        )  # fmt: skip
        if column.kind == "id":
            self._report("empty cell", (texts == "").to_numpy(), texts, source, "expected a text")
        texts = texts.mask(is_lost, "")  # reported already: it refers to nothing else
        changed = np.flatnonzero((texts != given).to_numpy() & ~is_lost).tolist()
        for row in changed[:1]:
            note = make_note(
                "restored_codes",
                file=self._file,
                column=source,
                cells=len(changed),
                row=int(given.index[row]),
                text=given.iloc[row],
                code=texts.iloc[row],
            )
            self._notes.append(note)
        return texts

    def convert_numbers(self, numbers: NumberColumns, name: str, column: Column, source: str) -> pd.Series:
        """Make numbers."""
        signed = column.kind == "coordinate"
        values, read, is_read = numbers.read(name, is_coordinate=signed)
        bad = ~np.isfinite(read) if column.required or signed else values.notna() & ~np.isfinite(read)
        if not signed:
            bad |= read < 0
        expected = "expected a finite number" if signed else "expected a number of 0 or more"
        if name in ("lon", "lat"):
            expected = f"expected decimal degrees, such as {113.6655 if name == 'lon' else 34.7556}"
        self._report("no coordinate" if signed else NOT_A_NUMBER, bad.to_numpy(), values, source, expected)
        large = (~bad & (read > column.most)).to_numpy()
        advice = f"expected {column.most:,.0f} or less: is a number in the wrong column?"
        self._report("too large a number", large, values, source, advice)
        changed = np.flatnonzero(is_read & ~bad.to_numpy()).tolist()
        for row in changed[:1]:
            note = make_note(
                "read_numbers",
                file=self._file,
                column=source,
                cells=len(changed),
                row=int(values.index[row]),
                text=str(values.iloc[row]),
                number=f"{read.iloc[row]:.10g}",
            )
            self._notes.append(note)
        return read

    def _report(self, fault: str, bad: Bool, values: pd.Series, source: str, expected: str) -> None:
        rows = np.flatnonzero(bad).tolist()
        self._problems.add(
            fault,
            [
                f"{self._file}, row {values.index[row]}, column {source}: {_show(values.iloc[row])}; {expected}"
                for row in rows
            ],
            rows=[(row,) for row in rows],
        )


def _to_text(values: pd.Series) -> pd.Series:
    """Make texts: identifiers are strings and stay strings; a whole number stored as float loses its .0."""
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        if (values.abs() >= _LOST_DIGITS).any():
            values = values.map(lambda value: f"{value:.14E}" if abs(value) >= _LOST_DIGITS else f"{value:.0f}")
        else:
            values = values.astype("Int64")
    return values.astype("string").fillna("").str.strip().astype(object)


def _show(value: object) -> str:
    return "empty" if pd.isna(value) or value == "" else f'"{value}"'  # type: ignore[call-overload]


def _check_unique(ids: pd.Series, file: str, problems: Problems) -> None:
    again = np.flatnonzero((ids.duplicated(keep=False) & (ids != "")).to_numpy())
    rows_of = pd.Series(again).groupby(ids.iloc[again].to_numpy(), sort=False).agg(list)
    messages = [
        f"{file}: {value} stands in rows {', '.join(str(ids.index[row]) for row in rows[:5])}"
        for value, rows in rows_of.items()
    ]
    problems.add("duplicate identifier", messages, error=DuplicateIdError, rows=list(rows_of))
