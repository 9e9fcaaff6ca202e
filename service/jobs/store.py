"""The state of background jobs, which survives a restart: one SQLite database that several processes agree on.

::

    jobs/
    ├── jobs.sqlite        the state of every job: one row each, changed in transactions; when a client began a job last
    ├── .runner, .worker   empty databases; who has one locked may run jobs, or be the process of a job
    └── <job_id>/          the files of a job; gone when none is left
        ├── upload/        what was sent in; gone when the job has ended
        ├── temporary/     what the job's process writes for a while; gone when the job has ended
        └── result/        what came out; gone when the job expires or is deleted

A running job while nobody has ``.runner`` locked was left by a service that was killed: it starts anew. Of a job whose
time has passed nothing stays, no row either. When a client began a job last is forgotten after an hour: so long the
address of who posts is kept at most, if it keeps no job. A folder without a row that can be read belongs to nobody, and
is deleted after an hour: a service was killed while it took the job in, or the database was lost.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Final

from service.jobs.database import open_tables
from service.jobs.job import Job, JobRequest, make_unknown

DATABASE: Final = "jobs.sqlite"
#: How long to wait for the changes of other processes, which take milliseconds.
PATIENCE_S: Final = 10.0
#: To be raised when what a row holds changes, a request too: an older service must not take new rows for damaged ones.
_VERSION: Final = 3
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS jobs (
        job_id TEXT PRIMARY KEY, city TEXT NOT NULL, request TEXT NOT NULL, kept_s REAL NOT NULL,
        client TEXT NOT NULL, secret_hash TEXT NOT NULL, stored_bytes INTEGER NOT NULL,
        created REAL NOT NULL, started REAL, ended REAL, expires REAL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
        progress REAL NOT NULL, step TEXT, detail TEXT, starts INTEGER NOT NULL, revision INTEGER NOT NULL
    )
"""
_TURNS: Final = "CREATE TABLE IF NOT EXISTS turns (client TEXT PRIMARY KEY, begun REAL NOT NULL)"


_COLUMNS: Final = tuple(column.name for column in fields(Job))


# nothing but names of columns is put into this statement; ON CONFLICT keeps a row in its place, where REPLACE would not
_SAVE: Final = (
    f"INSERT INTO jobs ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)}) "  # noqa: S608
    f"ON CONFLICT (job_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS)}"
)


def read_job(folder: Path, job_id: str) -> Job:
    """Read the state of a job.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    job_id
        As a client sends it.

    Returns
    -------
    Job
        Its state; also of one whose time has passed, until it is deleted.

    Raises
    ------
    NotFoundError
        If there is no such job, or its row cannot be read.
    RefusedError
        503 if the database is damaged or locked.

    Examples
    --------
    >>> read_job(Path("jobs"), "../city")
    Traceback (most recent call last):
        ...
    geo.errors.NotFoundError: no job has this id; it may have expired, or have been deleted
    """
    if not (folder / DATABASE).is_file():
        raise make_unknown()
    with _open_jobs(folder) as database:
        return _find_job(database, job_id)


def list_jobs(folder: Path) -> list[Job]:
    """List all jobs, the oldest first.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.

    Returns
    -------
    list of Job
        Those whose time has passed too, until they are deleted; without those whose rows cannot be read.

    Raises
    ------
    RefusedError
        503 if the database is damaged or locked.

    Examples
    --------
    >>> list_jobs(Path("no-such-folder"))
    []
    """
    if not (folder / DATABASE).is_file():
        return []
    with _open_jobs(folder) as database:
        return _find_jobs(database)


def change_job(folder: Path, job_id: str, change: Callable[[Job], Job]) -> Job:
    """Change the state of a job in one transaction.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    job_id
        The job.
    change
        Makes the new state of the one that it is given; returns the same one where nothing is to change.

    Returns
    -------
    Job
        Its state now; of a changed one with the next revision.

    Raises
    ------
    NotFoundError
        As :func:`read_job` does.
    RefusedError
        503 if the database is damaged or locked, 507 if there is no room for it. The old state stands then.
    """
    if not (folder / DATABASE).is_file():
        raise make_unknown()
    with _begin_change(folder) as database:
        job = _find_job(database, job_id)
        changed = change(job)
        return job if changed is job else _save(database, changed)


def change_jobs(folder: Path, change: Callable[[list[Job]], Iterable[Job]]) -> list[Job]:
    """Change the states of jobs, or add jobs, in one transaction.

    Parameters
    ----------
    folder
        The folder of all jobs, which exists; the database is made where it is missing.
    change
        Makes of all jobs, the oldest first, the states to be saved. Nothing is saved if it raises.

    Returns
    -------
    list of Job
        As saved, with the next revision.

    Raises
    ------
    RefusedError
        503 if the database is damaged or locked, 507 if there is no room for it. The old states stand then.

    Examples
    --------
    >>> import tempfile
    >>> job = Job(
    ...     job_id="A" * 22, city="city", request=JobRequest(), client="", secret_hash="", kept_s=60, created=0
    ... )
    >>> with tempfile.TemporaryDirectory() as name:
    ...     [added] = change_jobs(Path(name), lambda jobs: [job])
    ...     added.revision, read_job(Path(name), job.job_id) == added
    (1, True)
    """
    with _begin_change(folder) as database:
        return [_save(database, job) for job in change(_find_jobs(database))]


def begin_jobs(folder: Path, choose: Callable[[list[Job], Mapping[str, float]], Iterable[Job]]) -> list[Job]:
    """Change the states of jobs as :func:`change_jobs` does, by when each client began a job last.

    Parameters
    ----------
    folder
        The folder of all jobs, which exists.
    choose
        Makes of all jobs, the oldest first, and of the times at which clients began a job [s since 1970] the states to
        be saved.

    Returns
    -------
    list of Job
        As saved. The clients of those that run now have begun one.

    Raises
    ------
    RefusedError
        As :func:`change_jobs` does.
    """
    with _begin_change(folder) as database:
        turns = dict(map(tuple, database.execute("SELECT client, begun FROM turns")))
        saved = [_save(database, job) for job in choose(_find_jobs(database), turns)]
        begun = [(job.client, job.started) for job in saved if job.state == "running"]
        database.executemany("INSERT OR REPLACE INTO turns VALUES (?, ?)", begun)
        return saved


def forget_jobs(folder: Path, *, expired_before: float, begun_before: float) -> None:
    """Delete the rows of jobs, and of clients.

    Parameters
    ----------
    folder
        The folder of all jobs, which exists.
    expired_before
        Of jobs that expired until this time [s since 1970].
    begun_before
        Of clients that began their last job until this time [s since 1970].

    Raises
    ------
    RefusedError
        As :func:`change_jobs` does.
    """
    with _begin_change(folder) as database:
        database.execute("DELETE FROM jobs WHERE expires <= ?", (expired_before,))
        database.execute("DELETE FROM turns WHERE begun <= ?", (begun_before,))


def _open_jobs(folder: Path) -> AbstractContextManager[sqlite3.Connection]:
    return open_tables(folder / DATABASE, (_TABLE, _TURNS), version=_VERSION, wait_s=PATIENCE_S)


@contextmanager
def _begin_change(folder: Path) -> Iterator[sqlite3.Connection]:
    """Begin a transaction, which is undone if anything raises; nobody else changes a state meanwhile."""
    with _open_jobs(folder) as database, database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def _find_job(database: sqlite3.Connection, job_id: str) -> Job:
    row = database.execute("SELECT * FROM jobs WHERE job_id = ?", (job_id,)).fetchone()
    job = None if row is None else _to_job(row)
    if job is None:
        raise make_unknown()
    return job


def _find_jobs(database: sqlite3.Connection) -> list[Job]:
    rows = database.execute("SELECT * FROM jobs ORDER BY created, rowid")
    return [job for row in rows if (job := _to_job(row)) is not None]


def _to_job(row: sqlite3.Row) -> Job | None:
    """Make a job of its row; None of a row that somebody has damaged, which is to stop no other job."""
    try:
        request = JobRequest(**json.loads(row["request"]))
        return Job(**{name: row[name] for name in _COLUMNS} | {"request": request})
    except (ValueError, TypeError):
        return None


def _save(database: sqlite3.Connection, job: Job) -> Job:
    saved = replace(job, revision=job.revision + 1)
    request = json.dumps(asdict(saved.request), ensure_ascii=False)
    database.execute(_SAVE, asdict(saved) | {"request": request})
    return saved
