"""One task of a fleet: a city, or a district of one, whose folder of results stands whole or not at all."""

import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Any, Final

from geo import __version__
from geo.city.bundle import open_city
from geo.city.pointer import find_version
from geo.coverage.results import MARKER as RESULTS_MARKER
from geo.coverage.status import ALL
from geo.errors import GeoError, InputError
from geo.files.directories import replace_directory
from geo.files.writers import to_plain, write_json
from geo.plans.results import MARKER as REVIEW_MARKER
from geo.rules.rule_set import RuleSet, dump_rules
from service.many_cities.messages import describe_error
from service.runs.analysis import AnalysisRequest, write_analysis, write_district
from service.runs.review import write_review

#: Beside a task's results: what they were made from, and the figures of its row.
NOTE: Final = "task.json"


#: In the folder of all results: a line for each task that began, and that was done.
LOG: Final = "tasks.log"


@dataclass(frozen=True)
class Task:
    """What one process does at a time.

    Parameters
    ----------
    kind
        A key of :data:`KINDS`.
    name
        Folder of its results below `output`.
    city, output
        The bundle, and the folder of all results: absolute, and the same wherever the task runs.
    request
        What is asked, a dataclass.
    district
        Code of the district, "" for homes in none; None for the whole city.
    """

    kind: str
    name: str
    city: Path
    output: Path
    request: Any = field(default_factory=AnalysisRequest)
    district: str | None = None

    @property
    def folder(self) -> Path:
        """Where its results go."""
        return self.output / self.name


@dataclass(frozen=True)
class Outcome:
    """What became of a task: small, for it travels.

    Parameters
    ----------
    name
        The task's.
    message
        Why it failed, "" where it did not.
    figures
        What its row shows beside: city, population, shares.
    seconds
        How long it took [s], when it was done.
    worker
        Host and process that did it.
    """

    name: str
    message: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    worker: str = ""

    @property
    def is_failed(self) -> bool:
        """Whether the task failed."""
        return self.message != ""


def run_task(task: Task) -> Outcome:
    """Run a task, unless its folder holds the results of the same inputs already.

    Parameters
    ----------
    task
        The task.

    Returns
    -------
    Outcome
        A task that fails says why and raises nothing: a bad city must not stop the others. Its folder stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     run_task(Task("analyze", "none", Path("none"), Path(folder))).message
    'none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none'
    """
    try:
        return find_done(task) or _compute(task)
    except Exception as error:  # whatever is wrong with one city, the others go on
        # two workers may come to the same task where one was taken for lost: the other's results are as good
        return find_done(task) or Outcome(task.name, describe_error(error), worker=_name_worker())


def _compute(task: Task) -> Outcome:
    begin = time.perf_counter()
    inputs, (marker, write) = hash_inputs(task), KINDS[task.kind]
    _log(task, "begun")
    with replace_directory(task.folder, marker=marker) as folder:
        figures = to_plain(write(task, folder))
        outcome = Outcome(task.name, "", figures, round(time.perf_counter() - begin, 3), _name_worker())
        write_json(folder / NOTE, {"inputs": inputs, **asdict(outcome)})
        if hash_inputs(task) != inputs:
            raise InputError(f"{task.name}: its city or files were replaced while they were read; run it again")
    _log(task, "done")
    return outcome


def find_done(task: Task) -> Outcome | None:
    """Find what an earlier run made of the same inputs.

    Parameters
    ----------
    task
        The task.

    Returns
    -------
    Outcome or None
        None where its folder holds nothing, or the results of other inputs.

    Examples
    --------
    >>> find_done(Task("analyze", "none", Path("none"), Path("out"))) is None
    True
    """
    try:
        note = json.loads((task.folder / NOTE).read_text(encoding="utf-8"))
        return Outcome(**note) if note.pop("inputs") == hash_inputs(task) else None
    except (OSError, GeoError, ValueError, KeyError, TypeError):
        return None


def hash_inputs(task: Task) -> str:
    """Hash all that a task's results are made from.

    Parameters
    ----------
    task
        The task.

    Returns
    -------
    str
        SHA-256 of the program's version, the version of the city, the request with the contents of every file that it
        names, and the district.

    Raises
    ------
    InputError
        If there is no city.
    OSError
        If a file that the request names cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from geo import build_sample, write_city
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     city, out = Path(folder) / "city", Path("out")
    ...     write_city(build_sample(), city)
    ...     some, others = Task("analyze", "a", city, out), Task("analyze", "a", city, out, AnalysisRequest(minutes=5))
    ...     hash_inputs(some) == hash_inputs(others)
    False
    """
    inputs = {
        "version": __version__,
        "kind": task.kind,
        "district": task.district,
        "city": find_version(task.city),
        "request": _name_files(asdict(task.request)),
    }
    return hashlib.sha256(json.dumps(to_plain(inputs), sort_keys=True).encode()).hexdigest()


def _hash_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name_files(value: Any) -> Any:
    """Put hashes in the place of files; a Shapefile is all files of its name."""
    if isinstance(value, Path):
        named = value.parent.glob(f"{escape(value.stem)}.*")
        return [[file.name, _hash_file(file)] for file in sorted(named) if file.is_file()]
    if isinstance(value, RuleSet):
        return dump_rules(value)
    if isinstance(value, Mapping):
        return {str(key): _name_files(item) for key, item in value.items()}
    return [_name_files(item) for item in value] if isinstance(value, list | tuple) else value


def _name_worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _log(task: Task, event: str) -> None:
    """Append a line; one that short is written at once, so those of several processes do not mix."""
    line = {"at": datetime.now(UTC).isoformat(), "task": task.name, "event": event, "worker": _name_worker()}
    with (task.output / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def choose_figures(summary: Mapping[str, Any]) -> dict[str, Any]:
    """Choose what a city's row shows of its summary.

    Parameters
    ----------
    summary
        As :func:`geo.coverage.summary.summarize` puts it together, or summary.json holds it.

    Returns
    -------
    dict
        ``city, population, urban_population, judged_by, share_all`` and ``share_<c>`` of each category, of urban
        residents; where there are villages ``villages_population, villages_judged_by`` and, where they are judged, the
        same shares with ``villages_`` in front. ``judged_by`` is in both languages.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.coverage.summary import summarize
    >>> city = build_sample()
    >>> row = choose_figures(summarize(city, analyze_city(city, categories=["clinic"]), minutes=None))
    >>> row["urban_population"], round(row["share_clinic"], 3), row["villages_population"], row["villages_share_clinic"]
    (65.0, 0.923, 40.0, 0.0)
    """
    plain = to_plain(summary)
    urban, villages = plain["urban"], plain["villages"]
    row = {"city": plain["city"], "population": plain["population"], "urban_population": urban["population"]}
    row |= {"judged_by": " ".join(urban["judged_by"].values()), **_list_shares(plain)}
    if villages is not None:
        beside = {"population": villages["population"], "judged_by": " ".join(villages["judged_by"].values())}
        beside |= _list_shares(villages) if villages["is_judged"] else {}
        row |= {f"villages_{name}": value for name, value in beside.items()}
    return row


def _list_shares(scope: Mapping[str, Any]) -> dict[str, Any]:
    shares = {f"share_{name}": figures["covered_share"] for name, figures in scope["categories"].items()}
    return {f"share_{ALL}": scope["all_categories"]["covered_share"], **shares}


def _analyze(task: Task, folder: Path) -> dict[str, Any]:
    if task.district is None:
        return choose_figures(write_analysis(task.city, folder, task.request))
    return choose_figures(write_district(task.city, folder, task.request, task.district))


def _plan(task: Task, folder: Path) -> dict[str, Any]:
    summary = write_review(open_city(task.city), task.request, folder)
    verdicts = {
        f"{name}_{scenario}": count
        for scenario, counts in summary["verdicts"].items()
        for name, count in counts.items()
    }
    return {"city": summary["city"], **summary["counts"], **verdicts}


#: Kind of task -> the file that marks its folders, and what writes them and returns the figures of their row.
KINDS: Final[Mapping[str, tuple[str, Callable[[Task, Path], Mapping[str, Any]]]]] = {
    "analyze": (RESULTS_MARKER, _analyze),
    "plan": (REVIEW_MARKER, _plan),
}
