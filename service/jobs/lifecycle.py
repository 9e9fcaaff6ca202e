"""Background jobs: created, begun, ended, removed and forgotten. Every change is one transaction of the store."""

import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from geo.errors import NotFoundError
from service.jobs.access import Poster
from service.jobs.folders import close_to_others, make_private, measure_folder
from service.jobs.job import RESULT, TEMPORARY, UNFINISHED, UPLOAD, Job, JobRequest, State
from service.jobs.kinds import KINDS
from service.jobs.limits import JobLimits
from service.jobs.room import check_among
from service.jobs.store import DATABASE, begin_jobs, change_job, change_jobs, forget_jobs, list_jobs

_ID_BYTES: Final = 16
_ID: Final = re.compile(r"[A-Za-z0-9_-]{22}")
#: A job during which the service is killed so often is what kills it.
_MOST_STARTS: Final = 3
_TURN_REMEMBERED_S: Final = 3_600
#: Characters of why a job failed.
_MOST_DETAIL: Final = 8_000
_ABANDONED_S: Final = 3_600


def create_job(
    folder: Path, city: Path, *, poster: Poster, limits: JobLimits, fill: Callable[[Path], JobRequest]
) -> Job:
    """Create a job that waits to be run.

    Parameters
    ----------
    folder
        The folder of all jobs; made where it is missing, for this user only.
    city
        The bundle.
    poster
        Who posts it.
    limits
        What jobs may take.
    fill
        Writes the files into the folder that it is given, and returns what is asked. If it raises, nothing is left.

    Returns
    -------
    Job
        As saved.

    Raises
    ------
    RefusedError
        429 or 507 if there is no room for it, as :func:`service.jobs.room.check_among` raises it; 503 or 507 as
        :func:`service.jobs.store.change_jobs` does.
    OSError
        If the files cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from service.jobs.limits import to_limits
    >>> from service.jobs.store import read_job
    >>> from service.settings import Settings
    >>> limits, poster = to_limits(Settings()), Poster(client="192.0.2.7", secret_hash="")
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), poster=poster, limits=limits, fill=fill)
    ...     read_job(folder, job.job_id).state
    'waiting'
    """
    make_private(folder)
    place = folder / secrets.token_urlsafe(_ID_BYTES)
    try:
        make_private(place)
        make_private(place / UPLOAD)
        request = fill(place / UPLOAD)
        close_to_others(place)
        job = Job(
            job_id=place.name,
            city=str(city.resolve()),
            request=request,
            client=poster.client,
            secret_hash=poster.secret_hash,
            kept_s=limits.kept_hours * 3600,
            created=time.time(),
            stored_bytes=measure_folder(place),
        )

        def add(jobs: list[Job]) -> list[Job]:
            check_among(jobs, folder, client=job.client, limits=limits, upload_bytes=job.stored_bytes)
            return [job]

        return change_jobs(folder, add)[0]
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def claim_job(folder: Path) -> Job | None:
    """Take the job that is to run next, and mark it as running; only for who holds the right ``runner``.

    Parameters
    ----------
    folder
        The folder of all jobs.

    Returns
    -------
    Job or None
        One that was running when a service was killed comes before those that wait. Of these the oldest of the client
        that has waited longest for its turn: it has never begun a job, or did so before all others that wait. A job
        that has been begun three times fails instead.
    """
    changed = begin_jobs(folder, _begin_next)
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

    try:
        return change_job(folder, job_id, step_on).state == "running"
    except NotFoundError:  # cancelled and deleted
        return False


def end_job(folder: Path, job_id: str, state: Literal["done", "failed"], detail: str | None = None) -> None:
    """Save how a running job ended; one that was cancelled or deleted in the meantime stays so.

    Parameters
    ----------
    folder, job_id
        The job.
    state, detail
        How, and why it failed.
    """
    stored_bytes = measure_folder(folder / job_id / RESULT) if state == "done" else 0

    def end(job: Job) -> Job:
        return _end(job, state, detail, stored_bytes) if job.state == "running" else job

    try:
        _delete_files(folder, change_job(folder, job_id, end))
    except NotFoundError:  # its process may have written after the files were deleted
        shutil.rmtree(folder / job_id, ignore_errors=True)


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

    with suppress(NotFoundError):
        change_job(folder, job_id, wait_again)


def remove_job(folder: Path, job_id: str) -> Literal["cancelled", "deleted"]:
    """Cancel a job that has not ended, or delete one that has, with its files and all that is known of it.

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
    >>> from service.jobs.limits import to_limits
    >>> from service.settings import Settings
    >>> limits, poster = to_limits(Settings()), Poster(client="192.0.2.7", secret_hash="")
    >>> with tempfile.TemporaryDirectory() as name:
    ...     folder, fill = Path(name), lambda upload: JobRequest()
    ...     job = create_job(folder, Path("city"), poster=poster, limits=limits, fill=fill)
    ...     [remove_job(folder, job.job_id) for _ in range(2)]
    ['cancelled', 'deleted']
    """

    def remove(job: Job) -> Job:
        # who is killed before the rest is done has a job whose time has passed: the next sweep does it
        return replace(job, expires=time.time()) if job.has_ended else _end(job, "cancelled", None)

    job = change_job(folder, job_id, remove)
    _delete_files(folder, job)
    if not job.is_gone:
        return "cancelled"
    sweep_jobs(folder)
    return "deleted"


def sweep_jobs(folder: Path) -> None:
    """Delete what is due: jobs that have expired, what a killed service left half done, whose turn it was.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    """
    if not folder.is_dir():
        return
    now = time.time()
    jobs = {job.job_id: job for job in list_jobs(folder)}
    for path in folder.iterdir():
        if (job := jobs.get(path.name)) is not None:
            _delete_files(folder, job)
        elif _ID.fullmatch(path.name) and _is_abandoned(path, now):
            shutil.rmtree(path, ignore_errors=True)
    if (folder / DATABASE).is_file():
        forget_jobs(folder, expired_before=now, begun_before=now - _TURN_REMEMBERED_S)


def _is_abandoned(place: Path, now: float) -> bool:
    try:
        return place.stat().st_mtime + _ABANDONED_S <= now
    except OSError:  # refused, and deleted, since it was listed
        return False


def _begin_next(jobs: list[Job], turns: Mapping[str, float]) -> Iterator[Job]:
    """Fail those that kill the service, up to the job that is to run next, and begin it."""
    unfinished = [job for job in jobs if not job.has_ended]
    for job in sorted(unfinished, key=lambda job: (job.state != "running", turns.get(job.client, 0.0))):
        if job.starts < _MOST_STARTS:
            begun = replace(job, state="running", started=time.time(), progress=0.0, step="starting")
            yield replace(begun, starts=job.starts + 1)
            return
        less = KINDS[job.request.kind].less
        reason = f"the service was stopped {job.starts} times while this job ran; {less}"
        yield _end(job, "failed", reason)


def _end(job: Job, state: State, detail: str | None, stored_bytes: int = 0) -> Job:
    now = time.time()
    progress = 1.0 if state == "done" else job.progress
    ended = replace(job, state=state, ended=now, expires=now + job.kept_s, stored_bytes=stored_bytes)
    if detail is not None and len(detail) > _MOST_DETAIL:  # it may quote what was sent, and every look reads it
        detail = f"{detail[:_MOST_DETAIL]}…"
    return replace(ended, progress=progress, step=None, detail=detail)


def _delete_files(folder: Path, job: Job) -> None:
    """Delete what an ended job does not need any more; after its end is saved, for a killed service does it later."""
    place = folder / job.job_id
    if job.state == "done" and not job.is_gone:
        for name in (UPLOAD, UNFINISHED, TEMPORARY):
            shutil.rmtree(place / name, ignore_errors=True)
    elif job.has_ended:
        shutil.rmtree(place, ignore_errors=True)
