"""What background jobs leave on disk, which is their whole state: several processes and a restart agree on it.

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
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from geo.errors import NotFoundError

State = Literal["waiting", "running", "done", "failed", "cancelled"]


UPLOAD: Final = "upload"


RESULT: Final = "result"


#: Where a running job writes; renamed when all of it is written.
UNFINISHED: Final = "result.new"


_MARKER: Final = "job.json"


_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")


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
        As :class:`geo.plans.read.batch_files.PlanFiles` takes them.
    profile, skip_bad, reports
        As :class:`service.runs.review.ReviewRequest` takes them.
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
        return self.state in ("done", "failed", "cancelled")

    @property
    def is_gone(self) -> bool:
        """Whether its files are deleted, or due to be."""
        return self.gone is not None or (self.expires is not None and self.expires <= time.time())


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
def lock_jobs(folder: Path) -> Iterator[None]:
    """Keep every other process and thread from changing a state.

    Parameters
    ----------
    folder
        The folder of all jobs, which exists.

    Yields
    ------
    None
        While it is held.
    """
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_job(place: Path, job: Job) -> Job:
    """Write the state of a job; only for who holds :func:`lock_jobs`, or where nobody else looks.

    Parameters
    ----------
    place
        The job's own folder.
    job
        Its state.

    Returns
    -------
    Job
        As written, with the next revision.

    Raises
    ------
    OSError
        If there is no room. The old state stands then.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     job = write_job(Path(name), Job("A" * 22, "city", JobRequest(), kept_s=60, created=0))
    ...     job.revision, [path.name for path in Path(name).iterdir()]
    (1, ['job.json'])
    """
    written = replace(job, revision=job.revision + 1)
    new = place / f".{_MARKER}"
    new.write_text(json.dumps(asdict(written), ensure_ascii=False), encoding="utf-8")
    new.replace(place / _MARKER)
    return written
