"""A file of places or addresses answered row by row: in parts on disk, so that a run that was killed goes on."""

import io
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet

from geo.city.bundle import open_city
from geo.city.pointer import find_version
from geo.errors import GeoError, InputError
from geo.files.directories import find_place, make_private, report_unwritten
from geo.files.locks import hold_lock
from geo.files.number_columns import list_degrees
from geo.files.output_names import check_cells, fit_cells, note_cells, note_names
from geo.files.rows import iter_rows
from geo.locate.address import require_address_index
from geo.locate.batch import locate_addresses, locate_coordinates
from geo.locate.unit_index import UnitIndex, make_unit_index
from geo.texts import Lang
from geo.texts.messages import translate_message
from geo.texts.notes import Note, make_note
from service.parent import end_with_parent
from service.runs.locate_columns import choose_columns
from service.runs.locate_outputs import (
    check_output_name,
    check_row_count,
    join_answers,
    read_statuses,
    write_output,
)

#: Mode of a directory that only this user may read: the rows of a file may tell of persons.
_FOR_THIS_USER: Final = 0o700
#: Who writes parts holds this.
_LOCK: Final = ".lock"
#: Rows of a part: what a run that was killed loses at most.
PART_ROWS: Final = 20_000
#: Addresses that a process takes at once, and how many are worth starting processes for.
_SHARE_ROWS: Final = 1_000
_WORTH_PROCESSES: Final = 5_000


@dataclass(frozen=True)
class Task:
    """A file to locate.

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
    sheet
        Sheet of a workbook; None means the only one that is shown.
    lang
        Language of the reasons in the output.
    """

    source: Path
    output: Path
    columns: Mapping[str, str]
    datum: str | None
    as_of: str | None
    sheet: str | None = None
    lang: Lang = "en"


def locate_file(
    city_path: Path,
    task: Task,
    report: Callable[[int], None],
    *,
    tell: Callable[[Note], None] = lambda _: None,
    is_assumed: bool = False,
) -> Counter[str]:
    """Locate every row of a file.

    Parameters
    ----------
    city_path
        The bundle of the city.
    task
        The file and how to read it.
    report
        Called with the number of rows done since the last call.
    tell
        Called with what was decided about the file and the output.
    is_assumed
        Whether the datum is the city's, because nobody has stated one: that is told.

    Returns
    -------
    collections.Counter
        Rows by status. The output holds every row of the file in its order with all its columns, then
        :data:`geo.locate.answer_rows.RESULT_COLUMNS` (with ``gridwalk_`` before those that the file has itself). Rows
        already answered by a run of the same task that was killed are taken over.

    Raises
    ------
    InputError
        If the file does not exist, its columns or their datum are not known, the city holds no addresses, or the output
        is of another format or too small for the rows.
    """
    check_output_name(task.output)
    if not task.source.is_file():
        raise InputError(f"{task.source}: no such file")
    if find_place(task.output) == task.source.resolve():
        raise InputError(f"{task.output}: is the file to be located itself; choose another name with -o")
    notes: list[Note] = []
    frames = iter_rows(task.source, rows_at_once=PART_ROWS, sheet=task.sheet, notes=notes)
    first = next(frames, pd.DataFrame())
    if first.empty:
        raise InputError(f"{task.source.name}: holds no rows; expected headings, and at least one row below them")
    columns = choose_columns(task.columns, list(first.columns), file=task.source.name)
    if "lon" in columns and task.datum is None:
        raise InputError("which datum are the coordinates in? Name it with --datum")
    version = find_version(city_path)
    unit_index = make_unit_index(open_city(city_path, lazy=True, expected=version), as_of=task.as_of)
    if "address" in columns:
        require_address_index(unit_index)
    for note in (*notes, *_note_datum(task, columns, is_assumed), *note_names(list(first.columns), task.output)):
        tell(note)
    counts, fitted = Counter[str](), 0
    # nothing is written before the request is known to be right
    with (
        _open_parts(task, version) as folder,
        _Locator(city_path, version, unit_index, replace(task, columns=columns)) as locator,
    ):
        for frame, part in _name_parts(chain([first], frames), folder, task.output):
            clean, cells = fit_cells(frame)
            fitted += cells
            if not part.is_file():
                check_cells(clean, task.output.suffix.lower(), file=str(task.output))
                _write_part(part, join_answers(clean, _translate_reasons(locator.locate(frame), task.lang)))
            counts.update(read_statuses(part))
            report(len(frame))
        write_output(sorted(folder.glob("*.parquet")), task.output)
    for note in note_cells(fitted, task.output):
        tell(note)
    return counts


def _note_datum(task: Task, columns: Mapping[str, str], is_assumed: bool) -> list[Note]:
    if "lon" not in columns or not is_assumed:
        return []
    return [make_note("datum_of_city", file=task.source.name, datum=str(task.datum))]


@contextmanager
def _open_parts(task: Task, version: str) -> Iterator[Path]:
    """Open the folder of the parts, alone; those of another task, another file or another city are thrown away."""
    stat = task.source.stat()
    request = {
        "source": [str(task.source.resolve()), stat.st_size, stat.st_mtime_ns],
        "columns": dict(task.columns),
        "datum": task.datum,
        "as_of": task.as_of,
        "sheet": task.sheet,
        "lang": task.lang,
        "city": version,
    }
    folder = task.output.with_name(f".{task.output.name}.parts")
    with report_unwritten(task.output):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(_FOR_THIS_USER)
        with hold_lock(folder / _LOCK) as is_held:
            if not is_held:
                raise InputError(f"{task.output}: another process writes it; wait for it, or choose another name")
            with _remove_afterwards(folder):
                note = folder / "task.json"
                if not _holds(note, request):
                    for part in [path for path in folder.iterdir() if path.name != _LOCK]:
                        shutil.rmtree(part) if part.is_dir() else part.unlink()
                    _write_whole(note, json.dumps(request).encode())
                yield folder
        if os.name == "nt":  # its lock could not be removed before
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _remove_afterwards(folder: Path) -> Iterator[None]:
    """Remove a folder at the end, also where file or disk fail; of a run that was stopped it stays to go on from."""
    try:
        yield
    except (GeoError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shutil.rmtree(folder, ignore_errors=True)


def _holds(note: Path, request: Mapping[str, Any]) -> bool:
    try:
        return bool(json.loads(note.read_text(encoding="utf-8")) == request)
    except (OSError, ValueError):
        return False


def _name_parts(frames: Iterator[pd.DataFrame], folder: Path, output: Path) -> Iterator[tuple[pd.DataFrame, Path]]:
    """Yield each frame with the file of its part, as long as the output can hold the rows."""
    rows = 0
    for number, frame in enumerate(frames):
        rows += len(frame)
        check_row_count(output, rows)
        yield frame, folder / f"{number:06d}.parquet"


def _translate_reasons(answers: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    texts = {text: translate_message(text, lang) for text in answers["reason"].unique()}
    return answers.assign(reason=answers["reason"].map(texts))


def _write_part(part: Path, joined: pd.DataFrame) -> None:
    content = io.BytesIO()  # what Arrow says of a full disk is in words of its own
    pyarrow.parquet.write_table(pyarrow.Table.from_pandas(joined, preserve_index=False), content)
    _write_whole(part, content.getvalue())


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that only this user may read, and that is there only when it is whole."""
    new = path.with_suffix(".new")
    make_private(new)
    with new.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


class _Locator:
    """Answers parts of a file; many addresses are shared out among processes."""

    def __init__(self, city_path: Path, version: str, unit_index: UnitIndex, task: Task) -> None:
        self._city_path, self._version, self._unit_index, self._task = city_path, version, unit_index, task
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
            lon, lat = list_degrees(frame, [columns["lon"], columns["lat"]])
            return locate_coordinates(self._unit_index, lon, lat, datum=datum)
        return self._locate_addresses(frame[columns["address"]].tolist())

    def _locate_addresses(self, texts: list[str]) -> pd.DataFrame:
        if self._pool is None and len(texts) < _WORTH_PROCESSES:
            return locate_addresses(self._unit_index, texts)
        if self._pool is None:
            # spawned, not forked: this process has threads
            self._pool = ProcessPoolExecutor(
                os.cpu_count(), get_context("spawn"), initializer=end_with_parent, initargs=(0.0,)
            )
        shares = [texts[begin : begin + _SHARE_ROWS] for begin in range(0, len(texts), _SHARE_ROWS)]
        work = partial(_locate_share, self._city_path, self._version, self._task.as_of)
        return pd.concat(self._pool.map(work, shares), ignore_index=True)


@cache
def _open_unit_index(city_path: Path, version: str, as_of: str | None) -> UnitIndex:
    """Open the city once in each process: a unit index is too large to be sent with every share."""
    return make_unit_index(open_city(city_path, expected=version), as_of=as_of)


def _locate_share(city_path: Path, version: str, as_of: str | None, texts: list[str]) -> pd.DataFrame:
    return locate_addresses(_open_unit_index(city_path, version, as_of), texts)
