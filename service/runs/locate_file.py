"""A file of places or addresses answered row by row: in parts on disk, so that a run that was killed goes on."""

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet
import pyproj
import shapely

from geo.city.bundle import MARKER, open_city
from geo.city.model import City
from geo.city.schemas import SCHEMAS
from geo.crs.projection import WGS84
from geo.errors import InputError
from geo.files.directories import replace_file
from geo.files.excel import write_xlsx
from geo.files.rows import iter_rows
from geo.files.writers import fix_gdal_date
from geo.locate.address import require_address_index
from geo.locate.batch import RESULT_COLUMNS, locate_addresses, locate_coordinates
from geo.locate.unit_index import UnitIndex, make_unit_index

#: Rows of a part: what a run that was killed loses at most.
PART_ROWS: Final = 20_000


#: Addresses that a process takes at once, and how many are worth starting processes for.
_SHARE_ROWS: Final = 1_000


_WORTH_PROCESSES: Final = 5_000


_OUTPUTS: Final = (".csv", ".xlsx", ".gpkg")


#: Rows that a sheet can hold below its heading.
_SHEET_ROWS: Final = 1_048_575


_ROLES: Final = {
    "address": ("address", *SCHEMAS["addresses"].columns["text"].aliases, "住址", "dirección", "direccion"),
    "lon": ("lon", *SCHEMAS["homes"].columns["lon"].aliases),
    "lat": ("lat", *SCHEMAS["homes"].columns["lat"].aliases),
}


_CLASH: Final = "gridwalk_"


@dataclass(frozen=True)
class Task:
    """What is asked of a file.

    Parameters
    ----------
    source, output
        The file, and what to write.
    columns
        ``address``, or ``lon`` and ``lat`` -> the file's column.
    datum
        Of the coordinates; not needed for addresses.
    as_of
        The day whose boundaries answer, or None.
    """

    source: Path
    output: Path
    columns: Mapping[str, str]
    datum: str | None
    as_of: str | None


def choose_columns(task_columns: Mapping[str, str], have: list[str], *, file: str) -> dict[str, str]:
    """Choose the columns that a file is located by.

    Parameters
    ----------
    task_columns
        As named by the caller.
    have
        The file's columns.
    file
        Its name, for messages.

    Returns
    -------
    dict
        Either ``lon`` and ``lat`` or ``address`` -> column; of a file with both, the coordinates, unless named.

    Raises
    ------
    InputError
        If a named column is missing or none is known.

    Examples
    --------
    >>> choose_columns({}, ["编号", "地址"], file="a.csv")
    {'address': '地址'}
    """
    for role, column in task_columns.items():
        if role not in _ROLES:
            raise InputError(f"column {role}={column}: expected one of address, lon, lat before the =")
        if column not in have:
            raise InputError(f'{file}: no column "{column}" for {role}; it has: {", ".join(have[:20])}')
    found = dict(task_columns)
    for role, names in _ROLES.items():
        known = next((name for name in have if name.strip().casefold() in names), None)
        if known is not None and not task_columns:
            found[role] = known
    if {"lon", "lat"} <= found.keys():
        return {role: found[role] for role in ("lon", "lat")}
    if "address" in found:
        return {"address": found["address"]}
    raise InputError(
        f"{file}: which columns to locate by? Name them: --column address=NAME, or --column lon=NAME --column lat=NAME;"
        f" it has: {', '.join(have[:20])}"
    )


def locate_file(city_path: Path, city: City, task: Task, report: Callable[[int], None]) -> Counter[str]:
    """Locate every row of a file.

    Parameters
    ----------
    city_path, city
        The bundle, and the city in it.
    task
        What is asked.
    report
        Called with the number of rows done since the last call.

    Returns
    -------
    collections.Counter
        Rows by status. The output holds every row of the file in its order with all its columns, then
        :data:`geo.locate.batch.RESULT_COLUMNS` (with ``gridwalk_`` before those that the file has itself). Rows already
        answered by a run of the same task that was killed are taken over.

    Raises
    ------
    InputError
        If the file, its columns or the output are wrong.
    """
    if task.output.suffix.lower() not in _OUTPUTS:
        raise InputError(f"{task.output}: expected a file that ends in {', '.join(_OUTPUTS)}")
    if not task.source.is_file():
        raise InputError(f"{task.source}: no such file")
    frames = iter_rows(task.source, rows_at_once=PART_ROWS)
    first = next(frames)
    columns = choose_columns(task.columns, list(first.columns), file=task.source.name)
    if "lon" in columns and task.datum is None:
        raise InputError("which datum are the coordinates in? Name it with --datum")
    unit_index = make_unit_index(city, as_of=task.as_of)
    if "address" in columns:
        require_address_index(unit_index)
    parts = _open_parts(city_path, task)  # nothing is written before the request is known to be right
    counts: Counter[str] = Counter()
    with _Locator(city_path, unit_index, city.crs, replace(task, columns=columns)) as locator:
        rows = 0
        for number, frame in enumerate(chain([first], frames)):
            rows += len(frame)
            if task.output.suffix.lower() == ".xlsx" and rows > _SHEET_ROWS:
                shutil.rmtree(parts)
                raise InputError(f"{task.output}: a sheet holds {_SHEET_ROWS:,} rows; write .csv or .gpkg")
            part = parts / f"{number:06d}.parquet"
            if not part.is_file():
                answers = locator.locate(frame)
                with replace_file(part) as new:
                    joined = pd.concat([frame.reset_index(drop=True), answers], axis=1)
                    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(joined, preserve_index=False), new)
            names = pyarrow.parquet.read_schema(part).names
            status = names[len(frame.columns)]
            counts.update(pyarrow.parquet.read_table(part, columns=[status]).column(0).to_pylist())
            report(len(frame))
    files = sorted(parts.glob("*.parquet"))
    with replace_file(task.output) as new:
        _WRITERS[task.output.suffix.lower()](files, new)
    shutil.rmtree(parts)
    return counts


def _open_parts(city_path: Path, task: Task) -> Path:
    """Return the folder of the parts; those of another task, another file or another city are thrown away."""
    stat = task.source.stat()
    asked = {
        "source": [str(task.source.resolve()), stat.st_size, stat.st_mtime_ns],
        "columns": dict(task.columns),
        "datum": task.datum,
        "as_of": task.as_of,
        "city": hashlib.sha256((city_path / MARKER).read_bytes()).hexdigest(),
    }
    parts = task.output.with_name(f".{task.output.name}.parts")
    note = parts / "task.json"
    if note.is_file() and json.loads(note.read_text(encoding="utf-8")) == asked:
        return parts
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir(parents=True)
    note.write_text(json.dumps(asked), encoding="utf-8")
    return parts


class _Locator:
    """Answers parts of a file; many addresses are shared out among processes."""

    def __init__(self, city_path: Path, unit_index: UnitIndex, crs: pyproj.CRS, task: Task) -> None:
        self._city_path, self._directory, self._crs, self._task = city_path, unit_index, crs, task
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "_Locator":
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def locate(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Locate the rows of a part."""
        columns, datum = self._task.columns, self._task.datum
        if datum is not None and "lon" in columns:
            lon, lat = (frame[columns[role]].tolist() for role in ("lon", "lat"))
            answers = locate_coordinates(self._directory, self._crs, lon, lat, datum=datum)
        else:
            answers = self._locate_addresses(frame[columns["address"]].tolist())
        clash = {name: _CLASH + name for name in RESULT_COLUMNS if name in frame.columns}
        return answers.rename(columns=clash)

    def _locate_addresses(self, texts: list[str]) -> pd.DataFrame:
        if self._pool is None and len(texts) < _WORTH_PROCESSES:
            return locate_addresses(self._directory, self._crs, texts)
        if self._pool is None:
            # spawned, not forked: this process has threads
            self._pool = ProcessPoolExecutor(os.cpu_count(), get_context("spawn"))
        shares = [texts[begin : begin + _SHARE_ROWS] for begin in range(0, len(texts), _SHARE_ROWS)]
        work = partial(_work, self._city_path, self._task.as_of)
        return pd.concat(self._pool.map(work, shares), ignore_index=True)


@cache
def _open_directory(city_path: Path, as_of: str | None) -> tuple[UnitIndex, pyproj.CRS]:
    """Open the city once in each process: a directory is too large to be sent with every share."""
    city = open_city(city_path)
    return make_unit_index(city, as_of=as_of), city.crs


def _work(city_path: Path, as_of: str | None, texts: list[str]) -> pd.DataFrame:
    return locate_addresses(*_open_directory(city_path, as_of), texts)


def _iter_tables(files: list[Path]) -> Iterator[pyarrow.Table]:
    schema = pyarrow.parquet.read_schema(files[0]).remove_metadata()
    for file in files:
        yield pyarrow.parquet.read_table(file).replace_schema_metadata(None).cast(schema)


def _write_csv(files: list[Path], path: Path) -> None:
    with path.open("wb") as out:
        out.write(b"\xef\xbb\xbf")  # Excel takes a CSV without the mark for GBK
        writer = None
        for table in _iter_tables(files):
            writer = writer or pyarrow.csv.CSVWriter(out, table.schema)
            writer.write_table(table)
        if writer is not None:
            writer.close()


def _write_sheet(files: list[Path], path: Path) -> None:
    with write_xlsx(path) as address_index:
        sheet = address_index.add_worksheet("locate")
        begin = 1
        for table in _iter_tables(files):
            frame = table.to_pandas()
            if begin == 1:
                _write_row(sheet, 0, frame.columns)
            for at, row in enumerate(frame.itertuples(index=False), start=begin):
                _write_row(sheet, at, row)
            begin += len(frame)


def _write_row(sheet: Any, at: int, row: Iterable[Any]) -> None:
    """Write a row; a text that begins like a formula or an address of the web stays a text."""
    for column, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(at, column, cell)
        elif pd.notna(cell):
            sheet.write(at, column, cell)


def _write_layer(files: list[Path], path: Path) -> None:
    for number, table in enumerate(_iter_tables(files)):
        frame = table.to_pandas()
        lon, lat = (_CLASH + name if _CLASH + name in frame else name for name in ("lon", "lat"))
        points = shapely.points(frame[lon].to_numpy(float), frame[lat].to_numpy(float))
        points = np.where(frame[lon].notna(), points, None)
        shapes = gpd.GeoDataFrame(frame, geometry=points, crs=WGS84)
        with fix_gdal_date():
            shapes.to_file(path, driver="GPKG", layer="locate", engine="pyogrio", append=number > 0)


_WRITERS: Final[Mapping[str, Callable[[list[Path], Path], None]]] = {
    ".csv": _write_csv,
    ".xlsx": _write_sheet,
    ".gpkg": _write_layer,
}
