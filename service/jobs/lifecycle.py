"""Background jobs: created, begun, ended, removed and forgotten. Every change is made here, under one lock."""

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from service.errors import RefusedError
from service.jobs.store import (
    RESULT,
    UNFINISHED,
    UPLOAD,
    Job,
    JobRequest,
    State,
    list_jobs,
    lock_jobs,
    read_job,
    write_job,
)

_NEW: Final = ".new-"


_ID_BYTES: Final = 16


#: A job during which the service is killed so often is what kills it.
_MOST_STARTS: Final = 3


_REMEMBERED_S: Final = 30 * 86_400


_ABANDONED_S: Final = 3_600


_RETRY_S: Final = 60


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
        with lock_jobs(folder):
            check_room(folder, most_waiting=most_waiting)
            job = write_job(new, job)
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
    with lock_jobs(folder):
        for job in list_jobs(folder):
            if job.has_ended:
                continue
            if job.starts >= _MOST_STARTS:
                told = f"the service was stopped {job.starts} times while this job ran; send a smaller batch"
                _end(folder, job, "failed", told)
                continue
            begun = replace(job, state="running", started=time.time(), progress=0.0, step="starting")
            return write_job(folder / job.job_id, replace(begun, starts=job.starts + 1))
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
    with lock_jobs(folder):
        job = read_job(folder, job_id)
        if job.state != "running":
            return False
        write_job(folder / job_id, replace(job, step=step, progress=progress))
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
    with lock_jobs(folder):
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
    with lock_jobs(folder):
        job = read_job(folder, job_id)
        if job.state == "running":
            waiting = replace(job, state="waiting", started=None, progress=0.0, step=None)
            write_job(folder / job_id, replace(waiting, starts=max(job.starts - 1, 0)))


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
    with lock_jobs(folder):
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
    with lock_jobs(folder):
        for job in list_jobs(folder):
            if job.gone is None and job.is_gone:
                job = _forget(folder, job, "expired")  # noqa: PLW2901
            _clear_ended(folder, job)
            if job.expires is not None and job.expires + _REMEMBERED_S <= now:
                shutil.rmtree(folder / job.job_id, ignore_errors=True)
        for path in folder.glob(f"{_NEW}*"):
            if path.stat().st_mtime + _ABANDONED_S <= now:
                shutil.rmtree(path, ignore_errors=True)


def _end(folder: Path, job: Job, state: State, detail: str | None) -> Job:
    now = time.time()
    progress = 1.0 if state == "done" else job.progress
    ended = replace(job, state=state, ended=now, expires=now + job.kept_s, progress=progress, step=None, detail=detail)
    return _clear_ended(folder, write_job(folder / job.job_id, ended))


def _forget(folder: Path, job: Job, why: Literal["expired", "deleted"]) -> Job:
    """Delete the files of a job, and what its state says about them."""
    forgotten = replace(job, gone=why, request=JobRequest(), detail=None)
    return _clear_ended(folder, write_job(folder / job.job_id, forgotten))


def _clear_ended(folder: Path, job: Job) -> Job:
    """Delete what an ended job does not need any more."""
    if job.has_ended:
        is_kept = job.state == "done" and job.gone is None
        for name in (UPLOAD, UNFINISHED, *(() if is_kept else (RESULT,))):
            shutil.rmtree(folder / job.job_id / name, ignore_errors=True)
    return job
