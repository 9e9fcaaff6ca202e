"""Background jobs, whose whole state is on disk: a folder a job, so that several processes and a restart agree on it.

::

    jobs/
    ├── .lock              held while a state is changed
    ├── .runner            held while a job runs, by who runs it and by the job's process
    └── <job_id>/
        ├── job.json       the state; written beside its place and moved there
        ├── upload/        what was sent in; gone when the job has ended
        └── result/        what came out; gone when the job expires or is deleted

A waiting or running job that nobody holds ``.runner`` for was left by a service that was killed: it starts anew. Of a
job whose files are gone, job.json stays for a month, without names or messages, so that it is told from an unknown one.
"""

import fcntl
import json
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from geo.errors import NotFoundError
from geo.io import replace_file
from service.errors import RefusedError

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED: Final = frozenset({"done", "failed", "cancelled"})
UPLOAD: Final = "upload"
RESULT: Final = "result"
#: Where a running job writes; renamed when all of it is written.
UNFINISHED: Final = "result.new"

_MARKER: Final = "job.json"
_NEW: Final = ".new-"
_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_ID_BYTES: Final = 16
#: A job during which the service is killed so often is what kills it.
_MOST_STARTS: Final = 3
_REMEMBERED_S: Final = 30 * 86_400
_ABANDONED_S: Final = 3_600
_RETRY_S: Final = 60


@dataclass(frozen=True)
class JobRequest:
    """What is asked of a job.

    Parameters
    ----------
    files
        What a file holds (``areas``, ``gates``, ``facilities``, ``roads``, ``rules``) -> its name in the upload folder.
    names
        The same -> what the client calls it: text for messages, never a path.
    datum, layer, columns
        As :class:`geo.readers.plans.PlanFiles` takes them.
    profile, skip_bad, reports
        As :class:`service.reviews.ReviewRequest` takes them.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    datum: str | None = None
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    profile: str = "adult"
    skip_bad: bool = False
    reports: bool = True


@dataclass(frozen=True)
class Job:
    """The state of a job. Times are seconds since 1970, None for what has not happened.

    Parameters
    ----------
    job_id
        22 letters that nobody can guess.
    city
        The bundle it is about.
    request
        What is asked.
    kept_s
        How long its results are kept after it ended [s].
    created, started, ended, expires
        Times.
    state, progress, step, detail
        How far it is: `progress` from 0 to 1; `detail` says why it failed.
    starts
        How often it was begun.
    revision
        Number of the state: every change adds one.
    gone
        ``"expired"`` or ``"deleted"``: its files are no longer there.
    """

    job_id: str
    city: str
    request: JobRequest
    kept_s: float
    created: float
    started: float | None = None
    ended: float | None = None
    expires: float | None = None
    state: State = "waiting"
    progress: float = 0.0
    step: str | None = None
    detail: str | None = None
    starts: int = 0
    revision: int = 0
    gone: Literal["expired", "deleted"] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ENDED

    @property
    def is_gone(self) -> bool:
        """Whether its files are deleted, or due to be."""
        return self.gone is not None or (self.expires is not None and self.expires <= time.time())


def create_job(
    folder: Path, city: Path, *, kept_hours: float, most_waiting: int, fill: Callable[[Path], JobRequest]
) -> Job:
    """Create a job that waits to be run.

    Parameters
    ----------
    folder
        The folder of all jobs; made where it is missing, for this user only.
    city
        The bundle.
    kept_hours
        How long results are kept [h].
    most_waiting
        How many jobs may wait at once.
    fill
        Writes the files into the folder that it is given, and returns what is asked. If it raises, nothing is left.

    Returns
    -------
    Job
        As written.

    Raises
    ------
    RefusedError
        429 if too many wait already.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), kept_hours=72, most_waiting=20, fill=fill)
    ...     read_job(folder, job.job_id).state
    'waiting'
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
    try:
        (new / UPLOAD).mkdir()
        request = fill(new / UPLOAD)
        job_id = secrets.token_urlsafe(_ID_BYTES)
        job = Job(job_id, str(city.resolve()), request, kept_hours * 3600, created=time.time())
        with _lock(folder):
            check_room(folder, most_waiting=most_waiting)
            _write(new, job)
            new.rename(folder / job.job_id)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return job


def check_room(folder: Path, *, most_waiting: int) -> None:
    """Raise unless one more job may wait.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    most_waiting
        How many may wait at once.

    Raises
    ------
    RefusedError
        429.

    Examples
    --------
    >>> check_room(Path("no-such-folder"), most_waiting=20)
    """
    waiting = sum(job.state == "waiting" for job in list_jobs(folder))
    if waiting >= most_waiting:
        told = f"{waiting} jobs wait already, and no more may; send it again in a few minutes"
        raise RefusedError(429, "Too many jobs wait", told, headers={"Retry-After": str(_RETRY_S)})


def read_job(folder: Path, job_id: str) -> Job:
    """Read the state of a job.

    Parameters
    ----------
    folder
        The folder of all jobs.
    job_id
        As a client sends it: it is checked before it becomes part of a path.

    Returns
    -------
    Job
        Its state; also of one whose files are gone.

    Raises
    ------
    NotFoundError
        If there is none.

    Examples
    --------
    >>> read_job(Path("jobs"), "../city")
    Traceback (most recent call last):
        ...
    geo.errors.NotFoundError: no job has this id; it may have expired more than a month ago
    """
    unknown = NotFoundError("no job has this id; it may have expired more than a month ago")
    if not _ID.fullmatch(job_id):
        raise unknown
    try:
        state: dict[str, Any] = json.loads((folder / job_id / _MARKER).read_text(encoding="utf-8"))
        return Job(**state | {"request": JobRequest(**state["request"])})
    except (OSError, ValueError, TypeError, KeyError):
        raise unknown from None


def list_jobs(folder: Path) -> list[Job]:
    """List all jobs, the oldest first.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.

    Returns
    -------
    list of Job
        Those whose files are gone too.

    Examples
    --------
    >>> list_jobs(Path("no-such-folder"))
    []
    """
    jobs = []
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            jobs.append(read_job(folder, path.name))
        except NotFoundError:
            continue
    return sorted(jobs, key=lambda job: (job.created, job.job_id))


def claim_job(folder: Path) -> Job | None:
    """Take the job that is to run next, and mark it as running; only for who holds :func:`hold_runner`.

    Parameters
    ----------
    folder
        The folder of all jobs.

    Returns
    -------
    Job or None
        The oldest that has not ended: one that was running when a service was killed comes before those that wait. One
        that has been begun three times fails instead.
    """
    with _lock(folder):
        for job in list_jobs(folder):
            if job.has_ended:
                continue
            if job.starts >= _MOST_STARTS:
                told = f"the service was stopped {job.starts} times while this job ran; send a smaller batch"
                _end(folder, job, "failed", told)
                continue
            begun = replace(job, state="running", started=time.time(), progress=0.0, step="starting")
            return _write(folder / job.job_id, replace(begun, starts=job.starts + 1))
    return None


def report_step(folder: Path, job_id: str, step: str, progress: float) -> bool:
    """Write down what a running job does.

    Parameters
    ----------
    folder, job_id
        The job.
    step, progress
        What begins, and the share of the time before it.

    Returns
    -------
    bool
        False if the job is not running any more: then nothing is written, and it is to stop.
    """
    with _lock(folder):
        job = read_job(folder, job_id)
        if job.state != "running":
            return False
        _write(folder / job_id, replace(job, step=step, progress=progress))
        return True


def end_job(folder: Path, job_id: str, state: Literal["done", "failed"], detail: str | None = None) -> None:
    """Write down how a running job ended; one that was cancelled in the meantime stays cancelled.

    Parameters
    ----------
    folder, job_id
        The job.
    state, detail
        How, and why it failed.
    """
    with _lock(folder):
        job = read_job(folder, job_id)
        if job.state == "running":
            job = _end(folder, job, state, detail)
        _clear_ended(folder, job)


def put_back(folder: Path, job_id: str) -> None:
    """Let a running job wait again, because its service is being stopped in good order.

    Parameters
    ----------
    folder, job_id
        The job.
    """
    with _lock(folder):
        job = read_job(folder, job_id)
        if job.state == "running":
            waiting = replace(job, state="waiting", started=None, progress=0.0, step=None)
            _write(folder / job_id, replace(waiting, starts=max(job.starts - 1, 0)))


def remove_job(folder: Path, job_id: str) -> tuple[Job, Literal["cancelled", "deleted"]]:
    """Cancel a job that has not ended, or delete the files of one that has.

    Parameters
    ----------
    folder, job_id
        The job.

    Returns
    -------
    tuple
        Its state now, and what was done. Who runs the job sees that it is cancelled and ends its process.

    Raises
    ------
    NotFoundError
        If there is none.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), kept_hours=72, most_waiting=20, fill=fill)
    ...     [remove_job(folder, job.job_id)[1] for _ in range(2)]
    ['cancelled', 'deleted']
    """
    read_job(folder, job_id)  # where there is no job there may be no folder to lock
    with _lock(folder):
        job = read_job(folder, job_id)
        if job.has_ended:
            return _forget(folder, job, "deleted"), "deleted"
        return _end(folder, job, "cancelled", None), "cancelled"


def sweep_jobs(folder: Path) -> None:
    """Delete what is due: files of jobs that have expired, what a killed service left half done, old memories.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    """
    if not folder.is_dir():
        return
    now = time.time()
    with _lock(folder):
        for job in list_jobs(folder):
            if job.gone is None and job.is_gone:
                job = _forget(folder, job, "expired")  # noqa: PLW2901
            _clear_ended(folder, job)
            if job.expires is not None and job.expires + _REMEMBERED_S <= now:
                shutil.rmtree(folder / job.job_id, ignore_errors=True)
        for path in folder.glob(f"{_NEW}*"):
            if path.stat().st_mtime + _ABANDONED_S <= now:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def hold_runner(folder: Path) -> Iterator[int | None]:
    """Hold the right to run jobs, which one process has at a time.

    Parameters
    ----------
    folder
        The folder of all jobs.

    Yields
    ------
    int or None
        A file descriptor; None while another holds it. A process that inherits it holds the right too, until it ends:
        a job's process that outlives its service for a moment keeps the next service from running the job twice.
    """
    with (folder / ".runner").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield file.fileno()


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _write(place: Path, job: Job) -> Job:
    written = replace(job, revision=job.revision + 1)
    with replace_file(place / _MARKER) as new:
        new.write_text(json.dumps(asdict(written), ensure_ascii=False), encoding="utf-8")
    return written


def _end(folder: Path, job: Job, state: State, detail: str | None) -> Job:
    now = time.time()
    progress = 1.0 if state == "done" else job.progress
    ended = replace(job, state=state, ended=now, expires=now + job.kept_s, progress=progress, step=None, detail=detail)
    return _clear_ended(folder, _write(folder / job.job_id, ended))


def _forget(folder: Path, job: Job, why: Literal["expired", "deleted"]) -> Job:
    """Delete the files of a job, and what its state says about them."""
    forgotten = replace(job, gone=why, request=JobRequest(), detail=None)
    return _clear_ended(folder, _write(folder / job.job_id, forgotten))


def _clear_ended(folder: Path, job: Job) -> Job:
    """Delete what an ended job does not need any more."""
    if job.has_ended:
        is_kept = job.state == "done" and job.gone is None
        for name in (UPLOAD, UNFINISHED, *(() if is_kept else (RESULT,))):
            shutil.rmtree(folder / job.job_id / name, ignore_errors=True)
    return job
