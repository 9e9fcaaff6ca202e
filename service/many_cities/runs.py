"""Many cities in one run: each city is a task, or each of its districts; its results go to a folder of its own."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from geo.city.bundle import open_city
from geo.coverage.by_district import merge_districts
from geo.coverage.district_clip import list_districts
from geo.coverage.results import MARKER as RESULTS_MARKER
from geo.errors import InputError
from geo.files.directories import remove_directory, replace_own_file, share_directory
from geo.files.workspace import sweep_workspaces
from geo.files.writers import write_json
from service.many_cities.fleet import run_tasks
from service.many_cities.ledger import State
from service.many_cities.listing import Entry
from service.many_cities.messages import describe_error
from service.many_cities.tables import TABLES, write_tables
from service.many_cities.tasks import LOG, NOTE, Outcome, Task, choose_figures, find_done

#: Folder of the homes that lie in no district.
_OUTSIDE: Final = "outside"


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
        Folder of all results. That of an earlier run is continued: what it finished is kept.
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
        One row for each city, as cities.json holds it: ``name, path, status, message, city, population, share_all,
        share_<c>, seconds, worker``; empty for no cities. A city that fails is ``failed`` with the message.

    Raises
    ------
    InputError
        If the place holds something else, or the scheduler cannot be used.
    """
    share_directory(output, TABLES, log=LOG)
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
    all_tasks = [task for parts in tasks.values() for task in parts]
    outcomes = run_tasks(all_tasks, scheduler=scheduler, processes=processes, report=report)
    found = {outcome.name: outcome for outcome in outcomes}
    rows = []
    for entry in entries:
        if entry.name in failures:
            outcome = failures[entry.name]
        elif by_district:
            outcome = _merge(entry, tasks[entry.name], found)
        else:
            outcome = found[entry.name]
        rows.append(_make_row(entry, outcome))
    for task in all_tasks:
        sweep_workspaces(task.folder)  # of a worker that was killed
    write_tables(output, rows, kind=kind, seconds=time.perf_counter() - begin)
    return rows


def _divide(task: Task) -> list[Task]:
    """Divide the task of a city into one for each district."""
    districts = list_districts(open_city(task.city, lazy=True))
    return [replace(task, name=f"{task.name}/{_name_folder(code)}", district=code) for code in districts]


def _make_room(folder: Path, *, by_district: bool) -> None:
    """Remove results of the other way: a city's folder holds it whole, or its districts."""
    is_other_way = (folder / NOTE).is_file() if by_district else any(folder.glob(f"*/{NOTE}"))
    if is_other_way:
        remove_directory(folder)


def _name_folder(district: str) -> str:
    folder = quote(district, safe="").replace(".", "%2E")
    # a district with this very code has another folder than the homes that lie in none
    return f"%6F{folder[1:]}" if folder == _OUTSIDE else folder or _OUTSIDE


def _merge(entry: Entry, tasks: Sequence[Task], found: Mapping[str, Outcome]) -> Outcome:
    """Add the districts of a city up, if all are there."""
    outcomes = [found[task.name] for task in tasks]
    failed = [outcome for outcome in outcomes if outcome.is_failed]
    seconds, workers = sum(outcome.seconds for outcome in outcomes), sorted({outcome.worker for outcome in outcomes})
    if failed:
        reasons = "; ".join(f"{outcome.name}: {outcome.message}" for outcome in failed)
        return Outcome(entry.name, reasons, {}, seconds, " ".join(workers))
    try:
        summaries = {
            str(task.district): json.loads((task.folder / RESULTS_MARKER).read_text(encoding="utf-8")) for task in tasks
        }
        merged = merge_districts(open_city(entry.city, lazy=True), summaries)
        _check_inputs(entry, tasks)
        with replace_own_file(tasks[0].folder.parent / RESULTS_MARKER) as new:
            write_json(new, merged)
    except Exception as error:  # one city must not stop the others
        return Outcome(entry.name, describe_error(error), {}, seconds, " ".join(workers))
    return Outcome(entry.name, "", choose_figures(merged), round(seconds, 3), " ".join(workers))


def _check_inputs(entry: Entry, tasks: Sequence[Task]) -> None:
    """Raise if the districts are not all of the city that is there now."""
    if not all(find_done(task) for task in tasks):
        raise InputError(f"{entry.city}: replaced while it was analysed; run the same command again")


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
