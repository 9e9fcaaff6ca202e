"""Background jobs: created, begun, ended, removed and forgotten. Every change is one transaction of the store."""

import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from service.errors import RefusedError
from service.jobs.job import UNFINISHED, UPLOAD, Job, JobRequest, State
from service.jobs.store import change_job, change_jobs, forget_jobs, list_jobs

_ID_BYTES: Final = 16
_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
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
        As saved.

    Raises
    ------
    RefusedError
        429 if too many wait already; 503 or 507 as :func:`service.jobs.store.change_jobs` raises it.
    OSError
        If the files cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from service.jobs.store import read_job
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), kept_hours=72, most_waiting=20, fill=fill)
    ...     read_job(folder, job.job_id).state
    'waiting'
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    job_id = secrets.token_urlsafe(_ID_BYTES)
    place = folder / job_id
    try:
        (place / UPLOAD).mkdir(parents=True)
        request = fill(place / UPLOAD)
        kept_s = kept_hours * 3600
        job = Job(job_id=job_id, city=str(city.resolve()), request=request, kept_s=kept_s, created=time.time())

        def add(jobs: list[Job]) -> list[Job]:
            _check_waiting(jobs, most_waiting)
            return [job]

        return change_jobs(folder, add)[0]
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


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
        429 if as many wait; 503 if the database is damaged or locked.

    Examples
    --------
    >>> check_room(Path("no-such-folder"), most_waiting=20)
    """
    _check_waiting(list_jobs(folder), most_waiting)


def claim_job(folder: Path) -> Job | None:
    """Take the job that is to run next, and mark it as running; only for who holds the right ``runner``.

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
    changed = change_jobs(folder, _begin_next)
    for job in changed:
        _delete_files(folder, job)
    return next((job for job in changed if job.state == "running"), None)


def report_step(folder: Path, job_id: str, step: str, progress: float) -> bool:
    """Save what a running job does.

    Parameters
    ----------
    folder, job_id
        The job.
    step, progress
        What begins, and the share of the time before it.

    Returns
    -------
    bool
        False if the job is not running any more: then nothing is saved, and it is to stop.
    """

    def step_on(job: Job) -> Job:
        return replace(job, step=step, progress=progress) if job.state == "running" else job

    return change_job(folder, job_id, step_on).state == "running"


def end_job(folder: Path, job_id: str, state: Literal["done", "failed"], detail: str | None = None) -> None:
    """Save how a running job ended; one that was cancelled in the meantime stays cancelled.

    Parameters
    ----------
    folder, job_id
        The job.
    state, detail
        How, and why it failed.
    """

    def end(job: Job) -> Job:
        return _end(job, state, detail) if job.state == "running" else job

    _delete_files(folder, change_job(folder, job_id, end))


def put_back(folder: Path, job_id: str) -> None:
    """Let a running job wait again, because its service is being stopped in good order.

    Parameters
    ----------
    folder, job_id
        The job.
    """

    def wait_again(job: Job) -> Job:
        waiting = replace(job, state="waiting", started=None, progress=0.0, step=None, starts=max(job.starts - 1, 0))
        return waiting if job.state == "running" else job

    change_job(folder, job_id, wait_again)


def remove_job(folder: Path, job_id: str) -> Literal["cancelled", "deleted"]:
    """Cancel a job that has not ended, or delete the files of one that has.

    Parameters
    ----------
    folder, job_id
        The job.

    Returns
    -------
    str
        What was done. Who runs a job sees that it is cancelled and ends its process.

    Raises
    ------
    NotFoundError
        If there is none.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), kept_hours=72, most_waiting=20, fill=fill)
    ...     [remove_job(folder, job.job_id) for _ in range(2)]
    ['cancelled', 'deleted']
    """

    def remove(job: Job) -> Job:
        return _forget_files(job, "deleted") if job.has_ended else _end(job, "cancelled", None)

    job = change_job(folder, job_id, remove)
    _delete_files(folder, job)
    return "cancelled" if job.gone is None else "deleted"


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
    forget_jobs(folder, expired_before=now - _REMEMBERED_S)
    change_jobs(folder, _expire_jobs)
    jobs = {job.job_id: job for job in list_jobs(folder)}
    for path in folder.iterdir():
        if (job := jobs.get(path.name)) is not None:
            _delete_files(folder, job)
        elif _ID.fullmatch(path.name) and path.stat().st_mtime + _ABANDONED_S <= now:
            shutil.rmtree(path, ignore_errors=True)


def _check_waiting(jobs: list[Job], most_waiting: int) -> None:
    waiting = sum(job.state == "waiting" for job in jobs)
    if waiting >= most_waiting:
        reason = f"{waiting} jobs wait already, and no more may; send it again in a few minutes"
        raise RefusedError(429, "Too many jobs wait", reason, headers={"Retry-After": str(_RETRY_S)})


def _begin_next(jobs: list[Job]) -> Iterator[Job]:
    """Fail those that kill the service, up to the job that is to run next, and begin it."""
    for job in jobs:
        if job.has_ended:
            continue
        if job.starts < _MOST_STARTS:
            begun = replace(job, state="running", started=time.time(), progress=0.0, step="starting")
            yield replace(begun, starts=job.starts + 1)
            return
        reason = f"the service was stopped {job.starts} times while this job ran; send a smaller batch"
        yield _end(job, "failed", reason)


def _expire_jobs(jobs: list[Job]) -> list[Job]:
    return [_forget_files(job, "expired") for job in jobs if job.gone is None and job.is_gone]


def _end(job: Job, state: State, detail: str | None) -> Job:
    now = time.time()
    progress = 1.0 if state == "done" else job.progress
    return replace(job, state=state, ended=now, expires=now + job.kept_s, progress=progress, step=None, detail=detail)


def _forget_files(job: Job, why: Literal["expired", "deleted"]) -> Job:
    """Say that the files of a job are gone, and forget what its state says about them."""
    return replace(job, gone=why, request=JobRequest(), detail=None)


def _delete_files(folder: Path, job: Job) -> None:
    """Delete what an ended job does not need any more; after its end is saved, for a killed service does it later."""
    place = folder / job.job_id
    if job.state == "done" and job.gone is None:
        for name in (UPLOAD, UNFINISHED):
            shutil.rmtree(place / name, ignore_errors=True)
    elif job.has_ended:
        shutil.rmtree(place, ignore_errors=True)
