"""Long tables of people's rows, some at a time: every value stays the text it is."""

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow.csv

from geo.errors import InputError
from geo.files.beginnings import check_content
from geo.files.delimited_heads import check_rows, find_layout
from geo.files.encodings import note_encoding
from geo.files.endings import EXCEL, SEPARATORS, describe_ending
from geo.files.read_limits import describe_damage
from geo.files.reading_parent import count_apart, iter_apart
from geo.files.sheets import note_heading, open_sheet
from geo.texts.notes import Note

#: How much of a delimited text is read at once [bytes].
_BLOCK: Final = 1 << 24
#: Characters of a row that a message shows.
_SHOWN: Final = 30
#: What Arrow says of a row with another number of cells than there are headings.
_WRONG_COUNT: Final = re.compile(r"Expected (\d+) columns, got (\d+): (.{0,60})")


def count_rows(path: Path) -> int | None:
    """Count the rows of a table roughly, for a progress bar.

    Parameters
    ----------
    path
        CSV, TSV, XLSX or GeoPackage.

    Returns
    -------
    int or None
        Lines of a text without the heading; None where counting would mean reading all.
    """
    if path.suffix.lower() in SEPARATORS:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(_BLOCK), b"")) - 1
    if path.suffix.lower() == ".gpkg":
        return count_apart(path)
    return None


def iter_rows(
    path: Path, *, rows_at_once: int, sheet: str | None = None, notes: list[Note] | None = None
) -> Iterator[pd.DataFrame]:
    """Read a table some rows at a time.

    Parameters
    ----------
    path
        CSV or TSV, XLSX, or a GeoPackage, whose geometry is left out.
    rows_at_once
        Rows of each part but the last.
    sheet
        Sheet of a workbook; None means the only one that is shown.
    notes
        Where what was decided goes before the first part is there; None drops it.

    Yields
    ------
    pandas.DataFrame
        Texts, "" where a cell is empty, numbered on from part to part.

    Raises
    ------
    InputError
        If the file cannot be read or its ending is unknown.
    """
    ending = path.suffix.lower()
    if ending not in (*SEPARATORS, *EXCEL, ".gpkg"):
        raise InputError(describe_ending(ending, (*SEPARATORS, *EXCEL, ".gpkg"), name=str(path)))
    begin = 0
    try:
        read = _iter_delimited if ending in SEPARATORS else _iter_sheet if ending in EXCEL else _iter_layer
        check_content(path, file=str(path))
        for frame in _repack(read(path, sheet, [] if notes is None else notes), rows_at_once):
            frame.index = pd.RangeIndex(begin, begin + len(frame))
            begin += len(frame)
            yield frame
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, KeyError, pyarrow.ArrowException):
        raise InputError(describe_damage(ending, file=str(path))) from None


def _describe_quote(row: str, path: Path) -> str:
    begin = row.strip().splitlines()[0][:_SHOWN]
    return f"{path}: a quote that begins does not end, in the row {begin}; delete it, or close it behind the text"


def _check_end(part: pd.DataFrame, path: Path, encoding: str) -> None:
    """Raise if the last row swallowed the rest of a text: Arrow takes a quote without end for one that ends there."""
    for cell in part.iloc[-1]:
        if isinstance(cell, str) and "\n" in cell:
            with path.open("rb") as opened:
                opened.seek(-min(path.stat().st_size, len(cell.encode(encoding))), os.SEEK_END)
                if opened.read() == cell.encode(encoding):
                    raise InputError(_describe_quote(cell, path))


def _repack(parts: Iterator[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    waiting: list[pd.DataFrame] = []
    count, is_begun = 0, False
    for part in parts:
        waiting = [*filter(len, waiting), part]
        count += len(part)
        if count >= size:
            whole = pd.concat(waiting, ignore_index=True)
            full = count - count % size
            is_begun = True
            for begin in range(0, full, size):
                yield whole.iloc[begin : begin + size].reset_index(drop=True)
            waiting, count = [whole.iloc[full:]], count - full
    whole = pd.concat(waiting, ignore_index=True) if waiting else pd.DataFrame()
    if len(whole) or not is_begun:  # of a file without rows the headings
        yield whole


def _iter_delimited(path: Path, _: str | None, notes: list[Note]) -> Iterator[pd.DataFrame]:
    layout = find_layout(path, None, file=str(path))
    if layout.heading is None:
        return
    names = layout.heading.names
    notes += [*note_encoding(path.name, layout.encoding), *note_heading(layout.heading, file=path.name)]
    last = pd.DataFrame(columns=list(names), dtype=str)
    yield last  # also where there is no row
    try:
        reader = pyarrow.csv.open_csv(
            path,
            read_options=pyarrow.csv.ReadOptions(
                block_size=_BLOCK,
                encoding=layout.encoding.replace("-sig", ""),
                column_names=list(names),
                skip_rows=layout.lines_above,
            ),
            parse_options=pyarrow.csv.ParseOptions(delimiter=layout.separator, newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string())),
        )
        for batch in reader:
            last = batch.to_pandas()
            yield last
    except pyarrow.ArrowInvalid as error:
        found = _WRONG_COUNT.search(str(error))
        if found is not None and found[3].count('"') % 2 and int(found[2]) < int(found[1]):
            raise InputError(_describe_quote(found[3], path)) from None
        check_rows(path, layout, file=str(path), is_exact=True)
        raise
    if len(last):
        _check_end(last, path, layout.encoding.replace("-sig", ""))


def _iter_sheet(path: Path, sheet: str | None, notes: list[Note]) -> Iterator[pd.DataFrame]:
    with open_sheet(path, sheet, file=str(path), limits=None) as opened:
        if opened.heading is None:
            raise InputError(f"{path}: its sheet is empty; expected a row of headings")
        names = list(opened.heading.names)
        notes += note_heading(opened.heading, file=path.name)
        yield pd.DataFrame(columns=names, dtype=object)
        while rows := [cells for _, cells in islice(opened.rows, _SHEET_ROWS)]:
            yield pd.DataFrame(rows, columns=names, dtype=object)


_SHEET_ROWS: Final = 10_000


def _iter_layer(path: Path, _: str | None, __: list[Note]) -> Iterator[pd.DataFrame]:
    for frame in iter_apart(path, rows_at_once=_LAYER_ROWS):
        yield frame.astype("string").fillna("").astype(object)


_LAYER_ROWS: Final = 100_000
