"""Which column of a file is meant: whatever its case, blanks and unit, and with the names that a Shapefile cuts."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import pandas as pd

from geo.files.column_schemas import Column
from geo.files.headings import clean_heading
from geo.texts.notes import Note, make_note

#: Length in bytes of column names that a Shapefile may have cut: 10, or less where a character did not fit any more.
_CUT_BYTES: Final = (8, 10)
_SHAPEFILES: Final = (".shp", ".zip")


#: A unit behind a name, in brackets: it says nothing of which column it is.
_UNIT: Final = re.compile(r"\((?:人|户|套|个|栋|平方米|平米|m2|㎡|m|米|°|度|people|persons|degrees?|wgs84|wgs-84)\)$")


def find_columns(
    frame: pd.DataFrame, known: Mapping[str, Column], columns: Mapping[str, str], *, file: str
) -> tuple[dict[str, str], list[Note]]:
    """Find the columns of a file that are ours.

    Parameters
    ----------
    frame
        As read.
    known
        Our columns by name.
    columns
        Our name -> the file's name, as stated: it comes before all others, also where blanks or the case differ.
    file
        Name of the file; cut names are looked for in a Shapefile only.

    Returns
    -------
    tuple
        Our name -> the file's column, for those that were found, and a note for each cut name and for each of our
        numbers that several columns have, with other figures. A name that fits
        several columns in the same way, or is cut and not the only one to fit, is none.

    Examples
    --------
    >>> from geo.files.column_schemas import Column
    >>> frame = pd.DataFrame({"人 口(人)": ["3"], "LON": ["113.6"], "所属社": ["South"]})
    >>> known = {"population": Column("number", aliases=("人口",)), "lon": Column("coordinate")}
    >>> known["community"] = Column("text", aliases=("所属社区",))
    >>> find_columns(frame, known, {}, file="homes.shp")[0]
    {'population': '人 口(人)', 'lon': 'LON', 'community': '所属社'}
    """
    have = [str(name) for name in frame.columns if name != "geometry" or not hasattr(frame, "crs")]
    found = {ours: match for ours, theirs in columns.items() if (match := _match(theirs, have)) is not None}
    open_names = {name: (name, *column.aliases) for name, column in known.items() if name not in columns}
    for name, aliases in open_names.items():
        exact = next((alias for alias in aliases if alias in have), None)
        if exact is not None:
            found[name] = exact
    free = [column for column in have if column not in found.values()]
    for name, aliases in open_names.items():
        match = None if name in found else next(filter(None, (_match(alias, free) for alias in aliases)), None)
        if match is not None:
            found[name] = match
            free.remove(match)
    notes = [
        make_note("rival_columns", file=file, known=name, used=found[name], others=", ".join(others))
        for name, column in known.items()
        if column.kind == "number" and name in found and name not in columns
        for others in [[each for each in free if each in column.aliases or each == name]]
        if others and not any(_say_the_same(frame, found[name], each) for each in others)
    ]
    if not file.lower().endswith(_SHAPEFILES):
        return found, notes
    wanted = {name: aliases for name, aliases in open_names.items() if name not in found}
    for name, column, alias in _match_cut_names(wanted, free):
        found[name] = column
        notes.append(make_note("cut_column", file=file, column=column, name=alias, known=name))
    return found, notes


def _say_the_same(frame: pd.DataFrame, one: str, other: str) -> bool:
    return bool((frame[one].astype(str) == frame[other].astype(str)).all())


def _match(name: str, have: Sequence[str]) -> str | None:
    """Match a name with the only column that is called so but for blanks, case, width of letters and a unit."""
    if name in have:
        return name
    folded = fold_name(name)
    same = [column for column in have if fold_name(column) == folded]
    return same[0] if len(same) == 1 else None


def fold_name(name: str) -> str:
    """Fold a heading, so that those are equal that mean the same.

    Examples
    --------
    >>> fold_name("人 口（人）"), fold_name("Population "), fold_name("grid unit")
    ('人口', 'population', 'grid_unit')
    """
    folded = clean_heading(unicodedata.normalize("NFKC", name)).casefold()
    folded = _UNIT.sub("", folded.replace(" ", "") if not folded.isascii() else folded.replace(" ", "_"))
    return folded.rstrip("_*:")


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
