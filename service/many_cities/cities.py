"""Many cities in one run: a list of them in, a folder of results each and one table of all out."""

import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from geo import __version__
from geo.city.bundle import open_city
from geo.coverage.by_district import merge_districts
from geo.coverage.district_clip import list_districts
from geo.coverage.results import MARKER as RESULTS_MARKER
from geo.coverage.workbook import head_column
from geo.errors import InputError, MissingColumnError
from geo.files.directories import check_output, replace_file
from geo.files.excel import neutralize, write_xlsx
from geo.files.tables import read_table
from geo.files.writers import write_json
from geo.plans.read.batch_files import PlanFiles
from service.many_cities.fleet import State, run_tasks
from service.many_cities.tasks import LOG, NOTE, Outcome, Task, choose_figures, describe_error

#: The tables of all cities, beside their folders.
TABLES: Final = ("cities.json", "cities.csv", "cities.xlsx")


#: Columns of a list that name files of plan areas.
_FILES: Final = ("areas", "gates", "facilities", "roads")


#: Folder of the homes that lie in no district.
_OUTSIDE: Final = "outside"


@dataclass(frozen=True)
class Entry:
    """A row of a list of cities.

    Parameters
    ----------
    city
        The bundle, absolute.
    cells
        The other columns of its row; "" where empty.
    """

    city: Path
    cells: Mapping[str, str]

    @property
    def name(self) -> str:
        """Name of its folder of results: the bundle's."""
        return self.city.name


def is_list(path: Path) -> bool:
    """Tell a list of cities from a bundle.

    Parameters
    ----------
    path
        What stands for CITY on the command line.

    Returns
    -------
    bool
        Whether it ends in .csv and is no directory.

    Examples
    --------
    >>> is_list(Path("cities.csv")), is_list(Path("city"))
    (True, False)
    """
    return path.suffix.lower() == ".csv" and not path.is_dir()


def read_cities(path: Path, *, required: Sequence[str] = ()) -> list[Entry]:
    r"""Read a list of cities.

    Parameters
    ----------
    path
        A table with the column ``city``: paths of bundles, relative to the list.
    required
        Columns that every row must fill besides.

    Returns
    -------
    list of Entry
        In the order of the list. Whether there is a city is not looked at: that is the row's own affair.

    Raises
    ------
    InputError
        If the list cannot be read, lacks a column or a cell, or two of its bundles have one name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "cities.csv").write_text("city\na\nmore/b\n")
    ...     [entry.name for entry in read_cities(Path(folder) / "cities.csv")]
    ['a', 'b']
    """
    frame, _ = read_table(path)
    for column in ("city", *required):
        if column not in frame:
            raise MissingColumnError(f'{path}: no column "{column}"; it has: {", ".join(map(str, frame.columns))}')
        empty = frame.index[frame[column].str.strip() == ""]
        if len(empty):
            raise InputError(f"{path}, row {empty[0] + 1}: {column} is empty")
    cells = frame.drop(columns="city").to_dict("records")
    places = [(path.parent / city.strip()).resolve() for city in frame["city"]]
    entries = [Entry(place, {str(key): str(cell).strip() for key, cell in row.items()})
               for place, row in zip(places, cells, strict=True)]  # fmt: skip
    _check_names(entries, file=str(path))
    return entries


def list_files(
    path: Path, entry: Entry, *, datum: str | None, layer: str | None, columns: Mapping[str, str]
) -> PlanFiles:
    """List the files of a city's batch of plan areas.

    Parameters
    ----------
    path
        The list of cities.
    entry
        The city's row: ``areas``, maybe ``facilities, gates, roads`` (paths, relative to the list) and ``datum``.
    datum, layer, columns
        As for :class:`geo.plans.read.batch_files.PlanFiles`; a datum in the row comes first.

    Returns
    -------
    PlanFiles
        With absolute paths.

    Examples
    --------
    >>> row = Entry(Path("/a/b"), {"areas": "b.gpkg"})
    >>> files = list_files(Path("/a/list.csv"), row, datum=None, layer=None, columns={})
    >>> str(files.areas), files.gates
    ('/a/b.gpkg', None)
    """
    named = {role: (path.parent / cell).resolve() for role in _FILES if (cell := entry.cells.get(role))}
    return PlanFiles(**named, datum=entry.cells.get("datum") or datum, layer=layer, columns=columns)


def _check_names(entries: Sequence[Entry], *, file: str) -> None:
    """Raise where two cities would be written to one folder; a disk may not tell A from a."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        other = seen.setdefault(entry.name.casefold(), entry)
        if other is not entry:
            raise InputError(
                f"{file}: {other.city} and {entry.city} are both called {entry.name}, so their results would be one"
                " folder; rename one of the bundles"
            )
        if entry.name in (*TABLES, LOG):
            raise InputError(f"{file}: a bundle cannot be called {entry.name}; rename it")


def run_cities(
    entries: Sequence[Entry],
    output: Path,
    *,
    kind: str = "analyze",
    requests: Sequence[Any],
    by_district: bool = False,
    scheduler: str | None = None,
    processes: int | None = None,
    report: Callable[[State], None] = lambda _: None,
) -> list[dict[str, Any]]:
    """Run a task for every city, or for every district of every city, and write the tables of all.

    Parameters
    ----------
    entries
        The cities.
    output
        Folder of all results; that of an earlier run is gone on with.
    kind
        A key of :data:`service.many_cities.tasks.KINDS`.
    requests
        What is asked of each city.
    by_district
        Whether each district is a task.
    scheduler, processes, report
        As for :func:`service.many_cities.fleet.run_tasks`.

    Returns
    -------
    list of dict
        A row a city, as cities.json holds it: ``name, path, status, message, city, population, share_all, share_<c>,
        seconds, worker``. A city that fails is ``failed`` with the message.

    Raises
    ------
    InputError
        If the place holds something else, or the scheduler cannot be used.
    """
    check_output(output, marker=LOG)
    output.mkdir(parents=True, exist_ok=True)
    (output / LOG).touch()
    begin = time.perf_counter()
    tasks: dict[str, list[Task]] = {}
    failures: dict[str, Outcome] = {}
    for entry, request in zip(entries, requests, strict=True):
        task = Task(kind, entry.name, entry.city, output.resolve(), request)
        try:
            _make_room(task.folder, by_district=by_district)
            tasks[entry.name] = _divide(task) if by_district else [task]
        except Exception as error:  # one city must not stop the others
            failures[entry.name] = Outcome(entry.name, describe_error(error))
    every = [task for parts in tasks.values() for task in parts]
    found = {
        outcome.name: outcome for outcome in run_tasks(every, scheduler=scheduler, processes=processes, report=report)
    }
    rows = []
    for entry in entries:
        if entry.name in failures:
            outcome = failures[entry.name]
        elif by_district:
            outcome = _merge(entry, tasks[entry.name], found)
        else:
            outcome = found[entry.name]
        rows.append(_make_row(entry, outcome))
        _sweep(output, entry.name)
    write_tables(output, rows, kind=kind, seconds=time.perf_counter() - begin)
    return rows


def _divide(task: Task) -> list[Task]:
    """Divide the task of a city into one a district."""
    districts = list_districts(open_city(task.city))
    return [replace(task, name=f"{task.name}/{_name_folder(code)}", district=code) for code in districts]


def _make_room(folder: Path, *, by_district: bool) -> None:
    """Remove results of the other way: a city's folder holds it whole, or its districts."""
    other = (folder / NOTE).is_file() if by_district else any(folder.glob(f"*/{NOTE}"))
    if other:
        shutil.rmtree(folder)


def _name_folder(district: str) -> str:
    return quote(district, safe="").replace(".", "%2E") or _OUTSIDE


def _merge(entry: Entry, tasks: Sequence[Task], found: Mapping[str, Outcome]) -> Outcome:
    """Add the districts of a city up, if all are there."""
    outcomes = [found[task.name] for task in tasks]
    failed = [outcome for outcome in outcomes if outcome.is_failed]
    seconds, workers = sum(outcome.seconds for outcome in outcomes), sorted({outcome.worker for outcome in outcomes})
    if failed:
        told = "; ".join(f"{outcome.name}: {outcome.message}" for outcome in failed)
        return Outcome(entry.name, told, {}, seconds, " ".join(workers))
    try:
        summaries = {
            str(task.district): json.loads((task.folder / RESULTS_MARKER).read_text(encoding="utf-8")) for task in tasks
        }
        merged = merge_districts(open_city(entry.city), summaries)
        with replace_file(tasks[0].folder.parent / RESULTS_MARKER) as new:
            write_json(new, merged)
    except Exception as error:  # one city must not stop the others
        return Outcome(entry.name, describe_error(error), {}, seconds, " ".join(workers))
    return Outcome(entry.name, "", choose_figures(merged), round(seconds, 3), " ".join(workers))


def _make_row(entry: Entry, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": entry.name,
        "path": str(entry.city),
        "status": "failed" if outcome.is_failed else "ok",
        "message": outcome.message,
        **outcome.figures,
        "seconds": outcome.seconds,
        "worker": outcome.worker,
    }


def _sweep(output: Path, name: str) -> None:
    """Remove what a process that was killed had half written."""
    for place in (output, output / name):
        for left in place.glob(".*-*"):
            if left.is_dir() and (place != output or left.name.startswith(f".{name}-")):
                shutil.rmtree(left, ignore_errors=True)


def write_tables(output: Path, rows: Sequence[Mapping[str, Any]], *, kind: str, seconds: float) -> None:
    """Write cities.json, cities.csv and cities.xlsx.

    Parameters
    ----------
    output
        An existing folder.
    rows
        A row a city.
    kind
        What was run.
    seconds
        How long all took [s].

    Raises
    ------
    InputError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_tables(Path(folder), [{"name": "a", "status": "ok"}], kind="analyze", seconds=1.0)
    ...     (Path(folder) / "cities.csv").read_text("utf-8-sig").splitlines()
    ['name,status', 'a,ok']
    """
    last = ("seconds", "worker")
    names = [name for name in dict.fromkeys(key for row in rows for key in row) if name not in last]
    names += [name for name in last if any(name in row for row in rows)]
    frame = pd.DataFrame(list(rows), columns=names)
    about = {"kind": kind, "version": __version__, "seconds": seconds}
    with replace_file(output / "cities.json") as new:
        write_json(new, {**about, "failed": sum(row["status"] == "failed" for row in rows), "cities": list(rows)})
    with replace_file(output / "cities.csv") as new:
        frame.map(lambda cell: neutralize(cell) if isinstance(cell, str) else cell).to_csv(
            new, index=False, encoding="utf-8-sig"
        )
    with replace_file(output / "cities.xlsx") as new:
        _write_sheet(new, frame)


def _write_sheet(path: Path, frame: pd.DataFrame) -> None:
    with write_xlsx(path, by_row=False) as book:
        share = book.add_format({"num_format": "0.0%"})
        heading = book.add_format({"bold": True, "text_wrap": True})
        sheet = book.add_worksheet("cities")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        for column, name in enumerate(map(str, frame)):
            sheet.write_string(0, column, neutralize(head_column(name, {})), heading)
            for row, cell in enumerate(frame[name], start=1):
                if isinstance(cell, str):
                    sheet.write_string(row, column, neutralize(cell))
                elif pd.notna(cell):
                    sheet.write_number(row, column, cell, share if name.startswith("share_") else None)
        sheet.autofit()
