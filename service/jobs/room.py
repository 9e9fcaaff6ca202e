"""Whether one more job has room: in the queue, in the share of its client, and on the disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from service.errors import RefusedError
from service.jobs.folders import measure_folder
from service.jobs.job import Job
from service.jobs.limits import JobLimits
from service.jobs.store import DATABASE, list_jobs

_RETRY_S: Final = 60
_MB: Final = 1_000_000


def check_room(folder: Path, *, client: str, limits: JobLimits, upload_bytes: int) -> None:
    """Raise unless a client may send one more job.

    Parameters
    ----------
    folder
        The folder of all jobs; it may be missing.
    client
        Who sends it.
    limits
        The limits.
    upload_bytes
        What its files take [bytes]; 0 where that is not known yet.

    Raises
    ------
    RefusedError
        As :func:`check_among` raises it; 503 if the database is damaged or locked.

    Examples
    --------
    >>> from service.jobs.limits import to_limits
    >>> from service.settings import Settings
    >>> check_room(Path("no-such-folder"), client="192.0.2.7", limits=to_limits(Settings()), upload_bytes=0)
    """
    check_among(list_jobs(folder), folder, client=client, limits=limits, upload_bytes=upload_bytes)


def check_among(jobs: Sequence[Job], folder: Path, *, client: str, limits: JobLimits, upload_bytes: int) -> None:
    """Raise unless one more job has room beside those that there are.

    Parameters
    ----------
    jobs
        All jobs.
    folder, client, limits, upload_bytes
        As :func:`check_room` takes them.

    Raises
    ------
    RefusedError
        429 if too many jobs wait, of all clients or of this one; 507 if there is no room on the disk.
    """
    _check_waiting([job for job in jobs if job.state == "waiting"], client, limits)
    own = [job for job in jobs if job.client == client]
    ended = sum(job.has_ended for job in own)
    if ended >= limits.kept_per_client:
        raise _make_full(f"{ended} ended jobs of this client are kept already, and no more may")
    taken = measure_jobs(own, folder) + upload_bytes
    if taken > limits.disk_mb_per_client * _MB:
        limit = f"{limits.disk_mb_per_client:,} MB of disk"
        raise _make_full(f"with this job the jobs of this client would take {_to_mb(taken)}, and may take {limit}")
    taken = measure_jobs(jobs, folder) + _measure_states(folder) + upload_bytes
    if taken > limits.disk_mb * _MB:
        limit = f"{limits.disk_mb:,} MB of disk"
        raise _make_full(f"with this job all jobs would take {_to_mb(taken)}, and may take {limit}")


def measure_jobs(jobs: Sequence[Job], folder: Path) -> int:
    """Measure what the files of jobs take.

    Parameters
    ----------
    jobs
        The jobs.
    folder
        The folder of all jobs.

    Returns
    -------
    int
        Bytes: of running jobs as they are now, of all others as they were saved.
    """
    return sum(measure_folder(folder / job.job_id) if job.state == "running" else job.stored_bytes for job in jobs)


def _measure_states(folder: Path) -> int:
    path = folder / DATABASE
    return path.stat().st_size if path.is_file() else 0


def _check_waiting(waiting: Sequence[Job], client: str, limits: JobLimits) -> None:
    own = sum(job.client == client for job in waiting)
    if len(waiting) >= limits.waiting:
        reason = f"{len(waiting)} jobs wait already, and no more may; send it again in a few minutes"
    elif own >= limits.waiting_per_client:
        reason = f"{own} jobs of this client wait already, and no more of one may; send it again when one has begun"
    else:
        return
    raise RefusedError(429, "Too many jobs wait", reason, headers={"Retry-After": str(_RETRY_S)})


def _make_full(found: str) -> RefusedError:
    return RefusedError(507, "No room", f"{found}; delete jobs that are not needed any more, or wait until they expire")


def _to_mb(size_bytes: int) -> str:
    return f"{size_bytes / _MB:,.1f} MB"
