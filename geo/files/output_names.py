"""Headings and cells that a format cannot hold, fitted to it before anything is written."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import InputError
from geo.texts.notes import Note, make_note

#: Columns that a GeoPackage has itself, or gets from those who read it.
_RESERVED: Final = {".gpkg": ("fid", "geom", "geometry")}
#: Formats in which names that differ only by case are one.
_WITHOUT_CASE: Final = (".gpkg",)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


#: Characters that a cell of a workbook holds.
_CELL_CHARACTERS: Final = 32_767


def fit_names(names: Sequence[str], ending: str) -> list[str]:
    r"""Fit headings to a format: each stays what it is where it can, and gets a number where it cannot.

    Parameters
    ----------
    names
        Headings, all different.
    ending
        Of the file to write, in small letters.

    Returns
    -------
    list of str
        As many, all different for the format.

    Examples
    --------
    >>> fit_names(["fid", "Name", "name", "a\x0bb"], ".gpkg")
    ['fid_2', 'Name', 'name_2', 'a b']
    >>> fit_names(["fid", "Name", "name"], ".csv")
    ['fid', 'Name', 'name']
    """
    fold = str.casefold if ending in _WITHOUT_CASE else str
    taken = {fold(name) for name in _RESERVED.get(ending, ())}
    given = {fold(name) for name in names}
    fitted: list[str] = []
    for name in names:
        clean = _CONTROL.sub(" ", name)
        found, number = clean, 2
        while fold(found) in taken or (found != clean and fold(found) in given):
            found, number = f"{clean}_{number}", number + 1
        taken.add(fold(found))
        fitted.append(found)
    return fitted


def note_names(columns: Sequence[str], path: Path) -> list[Note]:
    """Note which columns of a file the output calls otherwise, because its format cannot hold their names.

    Parameters
    ----------
    columns
        Columns of the file.
    path
        What to write.

    Returns
    -------
    list of Note
        One for each such column.

    Examples
    --------
    >>> [note.values["fitted"] for note in note_names(["fid", "address"], Path("out.gpkg"))]
    ['fid_2']
    """
    return [
        make_note("fitted_name", file=path.name, column=name, fitted=fitted)
        for name, fitted in zip(columns, fit_names(columns, path.suffix.lower()), strict=True)
        if name != fitted
    ]


def fit_cells(frame: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    r"""Write a blank for each control character in texts: spreadsheets cannot hold them, or show something else.

    Parameters
    ----------
    frame
        Texts. Not changed.

    Returns
    -------
    tuple
        The table, and how many of its cells have changed.

    Examples
    --------
    >>> fitted, cells = fit_cells(pd.DataFrame({"a": ["x\x0by", "z"]}))
    >>> fitted.a.tolist(), cells
    (['x y', 'z'], 1)
    """
    changed = {}
    cells = 0
    for at in range(frame.shape[1]):
        column = frame.iloc[:, at]
        odd = column.astype(str).str.contains(_CONTROL).to_numpy(bool)
        if odd.any():
            cells += int(odd.sum())
            changed[at] = column.where(~odd, column.astype(str).str.replace(_CONTROL, " ", regex=True))
    if not changed:
        return frame, 0
    fitted = frame.copy()
    for at, column in changed.items():
        fitted.isetitem(at, column.array)
    return fitted, cells


def check_cells(frame: pd.DataFrame, ending: str, *, file: str) -> None:
    """Raise if a cell is longer than a workbook can hold: it would be cut.

    Parameters
    ----------
    frame
        Texts.
    ending
        Of the file to write, in small letters.
    file
        What to call it in the message.

    Raises
    ------
    InputError
        With the column, and what to do.

    Examples
    --------
    >>> check_cells(pd.DataFrame({"note": ["a" * 40_000]}), ".xlsx", file="out.xlsx")
    Traceback (most recent call last):
    geo.errors.InputError: out.xlsx: column note: a cell of a workbook holds 32,767 characters; write .csv or .gpkg
    """
    if ending != ".xlsx":
        return
    for name, column in frame.items():
        if (column.astype(str).str.len() > _CELL_CHARACTERS).any():
            raise InputError(
                f"{file}: column {name}: a cell of a workbook holds {_CELL_CHARACTERS:,} characters; "
                "write .csv or .gpkg"
            )


def note_cells(cells: int, path: Path) -> list[Note]:
    """Note how many cells :func:`fit_cells` has changed.

    Parameters
    ----------
    cells
        How many.
    path
        What is written.

    Returns
    -------
    list of Note
        One note, or none.

    Examples
    --------
    >>> note_cells(0, Path("out.csv"))
    []
    """
    return [make_note("fitted_cells", file=path.name, cells=cells)] if cells else []
