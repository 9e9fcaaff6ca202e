"""What jobs may take: memory, processor, time and disk, each with the message of who exceeds it."""

import signal
from dataclasses import dataclass
from typing import Final

from service.settings import Settings

#: Exit codes of a worker that has no memory, or a file that may not grow: it leaves it to the runner to say so.
OUT_OF_MEMORY: Final = 70
FILE_TOO_LARGE: Final = 71
_SHARE: Final = 4


@dataclass(frozen=True, kw_only=True)
class JobLimits:
    """What jobs may take; the settings of the same names explain them.

    Parameters
    ----------
    memory_mb, processor_s, wall_s, result_mb
        One job: memory of its process [MB], processor time [s], time from beginning to end [s], files [MB].
    disk_mb, disk_mb_per_client
        The files of all jobs, and of all jobs of one client [MB].
    waiting, waiting_per_client
        How many jobs may wait at once, of all clients and of one.
    kept_hours, kept_per_client
        How long results are kept after a job ended [h], and how many ended jobs of one client.
    """

    memory_mb: int
    processor_s: int
    wall_s: float
    result_mb: int
    disk_mb: int
    disk_mb_per_client: int
    waiting: int
    waiting_per_client: int
    kept_hours: float
    kept_per_client: int


def to_limits(settings: Settings) -> JobLimits:
    """Take the limits of jobs from the settings.

    Parameters
    ----------
    settings
        The settings; a share of one client that is not set is a quarter of all.

    Returns
    -------
    JobLimits
        All limits.

    Examples
    --------
    >>> limits = to_limits(Settings(jobs_waiting=20))
    >>> limits.waiting_per_client, limits.disk_mb_per_client
    (5, 5000)
    >>> to_limits(Settings(jobs_waiting=3)).waiting_per_client
    1
    """
    return JobLimits(
        memory_mb=settings.jobs_memory_mb,
        processor_s=settings.jobs_processor_s,
        wall_s=settings.jobs_wall_s,
        result_mb=settings.jobs_result_mb,
        disk_mb=settings.jobs_disk_mb,
        disk_mb_per_client=settings.jobs_disk_mb_per_client or max(settings.jobs_disk_mb // _SHARE, 1),
        waiting=settings.jobs_waiting,
        waiting_per_client=settings.jobs_waiting_per_client or max(settings.jobs_waiting // _SHARE, 1),
        kept_hours=settings.jobs_kept_hours,
        kept_per_client=settings.jobs_kept_per_client,
    )


def describe_late(limits: JobLimits, *, less: str) -> str:
    """Say that a job took too long.

    Parameters
    ----------
    limits
        The limits.
    less
        What its client can ask for instead.

    Returns
    -------
    str
        For the client.

    Examples
    --------
    >>> describe_late(to_limits(Settings(jobs_wall_s=3600)), less="send fewer areas at once")
    'this job took longer than 60 min; send fewer areas at once'
    """
    return f"this job took longer than {_to_span(limits.wall_s)}; {less}"


def describe_excess(own_bytes: int, others_bytes: int, limits: JobLimits, *, less: str) -> str | None:
    """Say which limit of the disk a running job exceeds.

    Parameters
    ----------
    own_bytes, others_bytes
        What its files take, and those of all other jobs [bytes].
    limits
        The limits.
    less
        What its client can ask for instead.

    Returns
    -------
    str or None
        For the client; None while it exceeds none, exactly the limit included.

    Examples
    --------
    >>> limits = to_limits(Settings(jobs_result_mb=1, jobs_disk_mb=2))
    >>> describe_excess(1_000_000, 1_000_000, limits, less="send fewer areas") is None
    True
    >>> describe_excess(1_000_001, 0, limits, less="send fewer areas")
    'the files of this job take more than 1 MB; send fewer areas'
    """
    if own_bytes > limits.result_mb * 1_000_000:
        return _describe_large(limits, less)
    if own_bytes + others_bytes > limits.disk_mb * 1_000_000:
        return f"with this job all jobs take more than {limits.disk_mb:,} MB of disk; delete jobs, or send it later"
    return None


def describe_end(exit_code: int, limits: JobLimits, *, less: str) -> str:
    """Say why the process of a job ended without saying it itself.

    Parameters
    ----------
    exit_code
        As :class:`subprocess.Popen` has it: a signal is negative.
    limits
        The limits.
    less
        What its client can ask for instead.

    Returns
    -------
    str
        For the client.

    Examples
    --------
    >>> limits = to_limits(Settings(jobs_memory_mb=4000, jobs_processor_s=90))
    >>> describe_end(OUT_OF_MEMORY, limits, less="send less")
    'this job needs more than 4,000 MB of memory; send less'
    >>> describe_end(-signal.SIGXCPU, limits, less="send less")
    'this job needs more than 90 s of processor time; send less'
    >>> describe_end(-signal.SIGSEGV, limits, less="send less")
    'the process of this job broke off, as it does when it needs more than 4,000 MB of memory; send less'
    >>> describe_end(-signal.SIGKILL, limits, less="send less")
    'the process of this job was ended from outside; the machine may be short of memory: send less'
    """
    if exit_code == FILE_TOO_LARGE:
        return _describe_large(limits, less)
    if exit_code == OUT_OF_MEMORY:
        return f"this job needs more than {limits.memory_mb:,} MB of memory; {less}"
    # by name: not every system knows every signal
    name = signal.Signals(-exit_code).name if -exit_code in {each.value for each in signal.Signals} else ""
    if name == "SIGXCPU":
        return f"this job needs more than {_to_span(limits.processor_s)} of processor time; {less}"
    if name in ("SIGABRT", "SIGSEGV", "SIGBUS"):
        often = f"as it does when it needs more than {limits.memory_mb:,} MB of memory"
        return f"the process of this job broke off, {often}; {less}"
    if exit_code > 0:
        return "the process of this job broke off, by a fault of the service, not of the files; tell its operator"
    return f"the process of this job was ended from outside; the machine may be short of memory: {less}"


def _describe_large(limits: JobLimits, less: str) -> str:
    return f"the files of this job take more than {limits.result_mb:,} MB; {less}"


def _to_span(seconds: float) -> str:
    return f"{seconds / 60:g} min" if seconds >= 120 else f"{seconds:g} s"
