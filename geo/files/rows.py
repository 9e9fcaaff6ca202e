"""Long tables of people's rows, some at a time: every value stays the text it is."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import openpyxl
import pandas as pd
import pyarrow.csv

from geo.errors import InputError
from geo.files.encodings import find_encoding
from geo.files.endings import EXCEL, SEPARATORS
from geo.files.reading_parent import count_apart, iter_apart

#: How much of a delimited file is looked at for its encoding, and read at once [bytes].
_HEAD: Final = 1 << 20


_BLOCK: Final = 1 << 24


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


def iter_rows(path: Path, *, rows_at_once: int) -> Iterator[pd.DataFrame]:
    """Read a table some rows at a time.

    Parameters
    ----------
    path
        CSV or TSV (in UTF-8 or GB18030), XLSX, or a GeoPackage, whose geometry is left out.
    rows_at_once
        Rows of each part but the last.

    Yields
    ------
    pandas.DataFrame
        Texts, "" where a cell is empty, numbered on from part to part.

    Raises
    ------
    InputError
        If the file cannot be read, its ending is unknown, or two of its columns have one name.
    """
    ending = path.suffix.lower()
    if ending not in (*SEPARATORS, *EXCEL, ".gpkg"):
        raise InputError(f"{path}: expected a file that ends in .csv, .tsv, .xlsx or .gpkg")
    begin = 0
    try:
        read = _iter_delimited if ending in SEPARATORS else _iter_sheet if ending in EXCEL else _iter_layer
        for frame in _repack(read(path), rows_at_once):
            _check_names(path, frame.columns)
            frame.index = pd.RangeIndex(begin, begin + len(frame))
            begin += len(frame)
            yield frame
    except InputError:
        raise
    except (OSError, ValueError, KeyError, pyarrow.ArrowException) as error:
        raise InputError(f"{path}: cannot be read: {str(error)[:200]}") from None


def _check_names(path: Path, names: "pd.Index[str]") -> None:
    if names.has_duplicates:
        again = ", ".join(names[names.duplicated()].unique()[:5])
        raise InputError(f"{path}: several columns are called {again}; rename all but one")


def _repack(parts: Iterator[pd.DataFrame], size: int) -> Iterator[pd.DataFrame]:
    waiting: list[pd.DataFrame] = []
    count = 0
    for part in parts:
        waiting.append(part)
        count += len(part)
        if count >= size:
            whole = pd.concat(waiting, ignore_index=True)
            full = count - count % size
            for begin in range(0, full, size):
                yield whole.iloc[begin : begin + size].reset_index(drop=True)
            waiting, count = [whole.iloc[full:]], count - full
    whole = pd.concat(waiting, ignore_index=True) if waiting else pd.DataFrame()
    if len(whole) or not waiting:
        yield whole


def _iter_delimited(path: Path) -> Iterator[pd.DataFrame]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    # a character may be cut in two where the head ends
    encoding = find_encoding(head[: head.rfind(b"\n") + 1] or head, file=path.name)
    separator = SEPARATORS[path.suffix.lower()]
    names = pd.read_csv(io.BytesIO(head), sep=separator, encoding=encoding, nrows=0, dtype=str).columns
    reader = pyarrow.csv.open_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(block_size=_BLOCK, encoding=encoding.replace("-sig", "")),
        parse_options=pyarrow.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types=dict.fromkeys(names, pyarrow.string())),
    )
    for batch in reader:
        yield batch.to_pandas()


def _iter_sheet(path: Path) -> Iterator[pd.DataFrame]:
    rows = openpyxl.load_workbook(path, read_only=True, data_only=True).active.iter_rows(values_only=True)
    heading = [str(name) for name in next(rows, ()) if name is not None]
    if not heading:
        raise InputError(f"{path}: its first sheet is empty; expected a row of headings")
    waiting = []
    for row in rows:
        if any(value is not None for value in row):
            waiting.append([_to_text(value) for value in (*row, *[None] * len(heading))[: len(heading)]])
        if len(waiting) == _SHEET_ROWS:
            yield pd.DataFrame(waiting, columns=heading, dtype=object)
            waiting = []
    yield pd.DataFrame(waiting, columns=heading, dtype=object)


_SHEET_ROWS: Final = 10_000


def _to_text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _iter_layer(path: Path) -> Iterator[pd.DataFrame]:
    for frame in iter_apart(path, rows_at_once=_LAYER_ROWS):
        yield frame.astype("string").fillna("").astype(object)


_LAYER_ROWS: Final = 100_000
