"""What a table lacks: columns that it needs, a place for its rows, or a row of headings altogether."""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import geopandas as gpd
import pandas as pd

from geo.files.headings import is_number

#: How a column is named to the reader: by ``columns`` of a source file, by ``--column``, or not at all.
Naming = Literal["columns", "option", "rename"]
#: Most headings that a message lists.
_SHOWN: Final = 20
#: First headings of a row of data that a message repeats, and rows below it that it is compared with.
_FIRST: Final = 6
_ROWS: Final = 5
#: Share of the headings that look as the cells below them do, where they are a row of data.
_ALIKE: Final = 0.6
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_RUNS: Final = ((re.compile(r"\d+"), "9"), (re.compile(r"[A-Za-z]+"), "a"), (re.compile(r"[\u3400-\u9fff]+"), "字"))


def list_headings(frame: pd.DataFrame) -> str:
    """List the headings of a file, for messages.

    Examples
    --------
    >>> list_headings(pd.DataFrame({"id": ["a"], "人口": ["3"]}))
    'id, 人口'
    """
    names = frame.columns.drop("geometry") if isinstance(frame, gpd.GeoDataFrame) else frame.columns
    return ", ".join(map(str, names[:_SHOWN])) + ("…" if len(names) > _SHOWN else "")


def is_data(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> bool:
    """Tell whether headings are a row of data: there is a number among them, and most look as the cells below do.

    Parameters
    ----------
    headings
        As read.
    rows
        Some rows below them.

    Returns
    -------
    bool
        False for years as headings, and without rows.

    Examples
    --------
    >>> is_data(["B1", "20", "113.61"], [["B2", "7", "113.62"]]), is_data(["id", "2020"], [["a", "7"]])
    (True, False)
    """
    names = [(at, name) for at, name in enumerate(headings) if name and not name.startswith("column_")]
    if not any(is_number(name) and not _YEAR.fullmatch(name) for _, name in names):
        return False
    alike = sum(any(_find_shape(name) == _find_shape(row[at]) for row in rows) for at, name in names)
    return alike >= _ALIKE * len(names) and alike > 1


def _find_shape(cell: object) -> str:
    text = "" if cell is None else str(cell).strip()
    for run, sign in _RUNS:
        text = run.sub(sign, text)
    return text


def describe_no_headings(frame: pd.DataFrame, expected: Sequence[str], file: str) -> str | None:
    """Say that a table has no row of headings, where its first row looks as those below.

    Parameters
    ----------
    frame
        As read.
    expected
        Headings that such a table has, as an example.
    file
        Name of the file.

    Returns
    -------
    str or None
        A message; None where the headings look like headings.

    Examples
    --------
    >>> frame = pd.DataFrame([["B2", "7", "8.5"]], columns=["B1", "20", "9.5"])
    >>> describe_no_headings(frame, ["id", "population"], "homes.csv")[:60]
    'homes.csv: its first row seems to be data (B1, 20, 9.5), not'
    """
    names = [str(name) for name in frame.columns]
    if isinstance(frame, gpd.GeoDataFrame) or not is_data(names, frame.head(_ROWS).to_numpy(object).tolist()):
        return None
    shown = ", ".join(names[:_FIRST]) + (", …" if len(names) > _FIRST else "")
    example = ", ".join(expected)
    return f"{file}: its first row seems to be data ({shown}), not headings; put a row of headings above it: {example}"


def describe_missing(
    frame: pd.DataFrame, missing: Mapping[str, str], file: str, *, naming: Naming, place: Sequence[str] = ()
) -> str:
    """Say which columns a table lacks, all of them at once, and how to name them.

    Parameters
    ----------
    frame
        As read.
    missing
        Our name -> the name that was looked for.
    file
        Name of the file.
    naming
        How its columns are named.
    place
        Columns that would give its rows a place, where it has none of those either.

    Returns
    -------
    str
        One message.

    Examples
    --------
    >>> describe_missing(pd.DataFrame({"编号": []}), {"id": "id", "name": "name"}, "a.csv", naming="rename")
    'a.csv: no columns for id, name; the file has: 编号. Rename its headings to these names, or add such columns'
    """
    headings, names = list_headings(frame), [*missing, *place]
    given = ", ".join(f'{name} = "..."' for name in names)
    if not missing and len(place) == 1:
        return (
            f"{file}: no geometry, and no column with WKT or coordinates; the file has: {headings}. Name the column: "
            'columns = { shape = "..." }'
        )
    if not missing:
        return (
            f"{file}: no geometry and no coordinate columns; expected lon and lat, x and y, or a column with WKT or "
            f"coordinates; the file has: {headings}. "
            'Name them: columns = { lon = "...", lat = "..." } or { shape = "..." }'
        )
    name, source = next(iter(missing.items()))
    if naming == "columns" and len(names) == 1:
        return (
            f'{file}: no column "{source}" for {name}; the file has: {headings}. Name it under columns, as '
            f'columns = {{ {name} = "..." }}, or give the file a column "{name}"'
        )
    if naming == "columns":
        metres = " (x and y instead of lon and lat, if they are metres)" if "lon" in place else ""
        return (
            f"{file}: no columns for {', '.join(names)}; the file has: {headings}. Name all of them under columns, as "
            f"columns = {{ {given} }}{metres}, or give the file such columns"
        )
    start = f"{file}: no columns for {', '.join(names)}; the file has: {headings}"
    if len(names) == 1:
        start = f'{file}: no column "{source}" for {name}; the file has: {headings}'
    if naming == "option":
        options = " ".join(f"--column {name}=..." for name in names)
        return f"{start}. Name it with {options} (in a form: column), or rename the heading"
    return f"{start}. Rename its headings to these names, or add such columns"
