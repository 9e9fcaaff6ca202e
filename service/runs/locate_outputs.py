"""Located rows as a file: the parts that a run left on disk, written one behind the other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
import shapely

from geo.crs.projection import WGS84
from geo.errors import InputError
from geo.files.directories import replace_file
from geo.files.excel import UNSAFE, neutralize, write_xlsx
from geo.files.output_names import fit_names
from geo.files.writers import write_by_gdal
from geo.locate.answer_rows import RESULT_COLUMNS

#: What stands before a column of answers where the file has one of that name itself.
_CLASH: Final = "gridwalk_"
#: What the geometry is called while it is written; a file may have a column "geometry" itself.
_PLACE: Final = "gridwalk_geometry"
#: Rows that a sheet can hold below its heading.
_SHEET_ROWS: Final = 1_048_575


def check_output_name(path: Path) -> None:
    """Refuse a file of a format that is not written.

    Parameters
    ----------
    path
        The file to write.

    Raises
    ------
    InputError
        If its name has another ending than those of the formats.

    Examples
    --------
    >>> check_output_name(Path("out.pdf"))
    Traceback (most recent call last):
    geo.errors.InputError: out.pdf: expected a file that ends in .csv, .xlsx, .gpkg
    """
    if path.suffix.lower() not in _WRITERS:
        raise InputError(f"{path}: expected a file that ends in {', '.join(_WRITERS)}")


def check_row_count(path: Path, rows: int) -> None:
    """Refuse more rows than a file can hold.

    Parameters
    ----------
    path
        The file to write.
    rows
        How many it gets.

    Raises
    ------
    InputError
        If it is a workbook and they do not fit on its sheet.
    """
    if path.suffix.lower() == ".xlsx" and rows > _SHEET_ROWS:
        raise InputError(f"{path}: a sheet holds {_SHEET_ROWS:,} rows; write .csv or .gpkg")


def join_answers(rows: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Put answers behind the rows that they answer.

    Parameters
    ----------
    rows
        Rows of the file.
    answers
        Row for row.

    Returns
    -------
    pandas.DataFrame
        All columns of the rows, then those of the answers, with ``gridwalk_`` before a name that the file has itself.

    Examples
    --------
    >>> join_answers(pd.DataFrame({"status": ["old"]}), pd.DataFrame({"status": ["found"]})).columns.tolist()
    ['status', 'gridwalk_status']
    """
    taken = {str(name).casefold() for name in rows.columns}  # a GeoPackage does not tell case apart
    clashes = {name: _CLASH + name for name in answers.columns if name in taken}
    return pd.concat([rows.reset_index(drop=True), answers.rename(columns=clashes)], axis=1)


def find_answer_column(columns: Sequence[str], name: str) -> str:
    """Find a column of the answers in a table of :func:`join_answers`.

    Parameters
    ----------
    columns
        Columns of the table.
    name
        One of :data:`geo.locate.answer_rows.RESULT_COLUMNS`.

    Returns
    -------
    str
        Its name in the table.

    Examples
    --------
    >>> from geo.locate.answer_rows import to_frame
    >>> joined = join_answers(pd.DataFrame({"status": []}), to_frame([]))
    >>> find_answer_column(list(joined.columns), "status"), find_answer_column(list(joined.columns), "lon")
    ('gridwalk_status', 'lon')
    """
    return columns[RESULT_COLUMNS.index(name) - len(RESULT_COLUMNS)]


def read_statuses(part: Path) -> list[str]:
    """Read the statuses of a part of :func:`join_answers`, row for row."""
    column = find_answer_column(pyarrow.parquet.read_schema(part).names, "status")
    statuses: list[str] = pyarrow.parquet.read_table(part, columns=[column]).column(0).to_pylist()
    return statuses


def write_output(parts: Sequence[Path], path: Path) -> None:
    """Write the parts of an output as one file.

    Parameters
    ----------
    parts
        Parquet files of :func:`join_answers`, in their order; at least one.
    path
        What to write; replaced only when it is whole. Only this user may read it: its rows may tell of persons.
    """
    with replace_file(path, private=True) as new:
        _WRITERS[path.suffix.lower()](parts, new)


def _iter_tables(parts: Sequence[Path]) -> Iterator[pyarrow.Table]:
    schema = pyarrow.parquet.read_schema(parts[0]).remove_metadata()
    for part in parts:
        yield pyarrow.parquet.read_table(part).replace_schema_metadata(None).cast(schema)


def _write_csv(parts: Sequence[Path], path: Path) -> None:
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")  # Excel takes a CSV without the mark for GBK
        writer = None
        for table in _iter_tables(parts):
            safe = _neutralize_table(table.rename_columns(fit_names(table.column_names, ".csv")))
            writer = writer or pyarrow.csv.CSVWriter(out, safe.schema)
            writer.write_table(safe)
        if writer is not None:
            writer.close()


def _neutralize_table(table: pyarrow.Table) -> pyarrow.Table:
    """Neutralise headings and texts; nearly all columns have nothing to neutralise, and a file has millions of rows."""
    columns = [
        pyarrow.array([text and neutralize(text) for text in column.to_pylist()], column.type)
        if _is_text(column.type) and pc.any(pc.match_substring_regex(column, UNSAFE)).as_py()
        else column
        for column in table.columns
    ]
    return pyarrow.table(columns, [neutralize(name) for name in table.column_names])


def _is_text(kind: pyarrow.DataType) -> bool:
    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind))


def _write_sheet(parts: Sequence[Path], path: Path) -> None:
    with write_xlsx(path) as workbook:
        sheet = workbook.add_worksheet("locate")
        begin = 1
        for table in _iter_tables(parts):
            frame = table.to_pandas()
            if begin == 1:
                _write_row(sheet, 0, fit_names(list(frame.columns), ".xlsx"))
            for line, row in enumerate(frame.itertuples(index=False), start=begin):
                _write_row(sheet, line, row)
            begin += len(frame)


def _write_row(sheet: Any, line: int, row: Iterable[Any]) -> None:
    """Write a row; a text that begins like a formula or an address of the web stays a text."""
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(line, column, cell)
        elif pd.notna(cell):
            sheet.write(line, column, cell)


def _write_layer(parts: Sequence[Path], path: Path) -> None:
    for number, table in enumerate(_iter_tables(parts)):
        frame = table.to_pandas()
        lon, lat = (frame[find_answer_column(list(frame.columns), name)] for name in ("lon", "lat"))
        points = np.where(lon.notna(), shapely.points(lon.to_numpy(float), lat.to_numpy(float)), None)
        frame.columns = fit_names(list(frame.columns), ".gpkg")
        shapes = gpd.GeoDataFrame(frame.assign(**{_PLACE: points}), geometry=_PLACE, crs=WGS84)
        with write_by_gdal():
            shapes.to_file(path, driver="GPKG", layer="locate", engine="pyogrio", append=number > 0)


_WRITERS: Final[Mapping[str, Callable[[Sequence[Path], Path], None]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_sheet,
    ".gpkg": _write_layer,
}
