"""Runs waiting jobs, one at a time, each in a process of its own."""

import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from geo.errors import NotFoundError
from service.errors import RefusedError
from service.jobs.database import hold_right
from service.jobs.folders import make_private, measure_folder
from service.jobs.job import TEMPORARY, Job
from service.jobs.kinds import KINDS
from service.jobs.lifecycle import claim_job, end_job, put_back, sweep_jobs
from service.jobs.limits import OUT_OF_MEMORY, JobLimits, describe_end, describe_excess, describe_late
from service.jobs.room import measure_jobs
from service.jobs.store import list_jobs, read_job

#: How often a runner looks: for what other processes of the service were sent, and for what is due to be deleted.
_IDLE_S: Final = 30.0
_BUSY_S: Final = 1.0
#: How often it looks for the end of a job, and at what its files take.
_POLL_S: Final = 0.1
_MEASURE_S: Final = 1.0
#: How much more memory than it may take a process can get at all, by the share of what it may take. One that grows is
#: ended between the two: libraries without memory hang, or blame the file that they read.
_MARGIN: Final = 1.25
#: What a worker needs to know of the environment; a key of the service is none of it.
_PASSED: Final = (
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "SYSTEMROOT", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME",
    "PYTHONUTF8", "NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS", "GDAL_DATA", "PROJ_DATA", "PROJ_LIB",
)  # fmt: skip
#: Memory that libraries take in advance, per core or in one piece, would count as the job's.
_FRUGAL: Final = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1"}
_LOG: Final = logging.getLogger("gridwalk.jobs")


class Runner:
    """A thread that runs jobs while the service lives.

    Every process of a service has one; who holds the right (:func:`service.jobs.database.hold_right`) runs all jobs.
    When it is stopped, the job at hand is put back and starts anew with the next service. When its process is killed,
    the job's process ends itself, because the pipe that the two share is closed.

    Parameters
    ----------
    folder
        The folder of all jobs, which may be missing; None runs nothing.
    limits
        What a job may take. One that takes more is ended, with all processes that it has begun, and fails.

    Examples
    --------
    >>> from service.jobs.limits import to_limits
    >>> from service.settings import Settings
    >>> with Runner(None, to_limits(Settings())) as runner:
    ...     runner.wake()
    """

    def __init__(self, folder: Path | None, limits: JobLimits) -> None:
        self._folder, self._limits = folder, limits
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Runner":
        if self._folder is not None:
            self._thread = threading.Thread(target=self._run, args=(self._folder,), name="jobs", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def wake(self) -> None:
        """Look for jobs now."""
        self._wake.set()

    def _run(self, folder: Path) -> None:
        while not self._stop.is_set():
            try:
                is_busy = self._look(folder)
            except RefusedError as error:
                _LOG.error("jobs cannot be run: %s", error)
                is_busy = False
            except Exception:  # a full disk, say, must not end the thread: it may have room again
                _LOG.exception("jobs cannot be run")
                is_busy = False
            self._wake.wait(_BUSY_S if is_busy else _IDLE_S)
            self._wake.clear()

    def _look(self, folder: Path) -> bool:
        """Run what waits; tell whether another runner is at it."""
        sweep_jobs(folder)
        if all(job.has_ended for job in list_jobs(folder)):
            return False
        with hold_right(folder, "runner") as is_held:
            if not is_held:
                return True
            while not self._stop.is_set() and (job := claim_job(folder)) is not None:
                self._run_job(folder, job)
        return False

    def _run_job(self, folder: Path, job: Job) -> None:
        job_id, less = job.job_id, KINDS[job.request.kind].less
        with start_worker(folder, job_id, self._limits) as process:
            try:
                reason = self._watch(process, folder, job_id, less)
            finally:
                end_processes(process)
        if self._stop.is_set():
            put_back(folder, job_id)
        end_job(folder, job_id, "failed", reason or describe_end(process.returncode, self._limits, less=less))

    def _watch(self, process: "subprocess.Popen[bytes]", folder: Path, job_id: str, less: str) -> str | None:
        """Wait for the end of a job's process; return why the job fails if it is to be ended before."""
        limits, begun = self._limits, time.monotonic()
        measured = swept = begun
        while process.poll() is None and _is_running(folder, job_id) and not self._stop.wait(_POLL_S):
            now = time.monotonic()
            if _measure_memory(process.pid) > limits.memory_mb * 1_000_000:
                return describe_end(OUT_OF_MEMORY, limits, less=less)
            if now - begun > limits.wall_s:
                return describe_late(limits, less=less)
            if now - measured >= _MEASURE_S:
                others = measure_jobs([job for job in list_jobs(folder) if job.job_id != job_id], folder)
                if excess := describe_excess(measure_folder(folder / job_id), others, limits, less=less):
                    return excess
                measured = now
            if now - swept >= _IDLE_S:
                sweep_jobs(folder)
                swept = now
        return None


def start_worker(folder: Path, job_id: str, limits: JobLimits) -> "subprocess.Popen[bytes]":
    """Start the process of a job.

    Parameters
    ----------
    folder, job_id
        The job; it is marked as running.
    limits
        What it may take.

    Returns
    -------
    subprocess.Popen
        Of its environment it has what it needs, no more. It ends itself when its standard input is closed.

    Raises
    ------
    OSError
        If it cannot be started.
    """
    temporary = folder / job_id / TEMPORARY
    shutil.rmtree(temporary, ignore_errors=True)  # of a process that was killed
    make_private(temporary)
    taken = [str(round(limits.memory_mb * _MARGIN)), str(limits.processor_s), str(limits.result_mb)]
    # nothing in the command comes from a client but the id, which is ours
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "service.jobs.worker", str(folder), job_id, *taken],
        stdin=subprocess.PIPE,
        env={name: os.environ[name] for name in _PASSED if name in os.environ} | _FRUGAL | {"TMPDIR": str(temporary)},
        start_new_session=True,  # Ctrl+C in a terminal reaches only the service, and end_processes all of the job
    )


def end_processes(process: "subprocess.Popen[bytes]") -> None:
    """End a process and all that it has begun.

    Parameters
    ----------
    process
        Started in a session of its own; it may have ended.
    """
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # none of them lives any more
            os.killpg(process.pid, signal.SIGKILL)


def _measure_memory(pid: int) -> int:
    """Measure the memory of a process as the system limits it [bytes]; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:")), 0)


def _is_running(folder: Path, job_id: str) -> bool:
    try:
        return read_job(folder, job_id).state == "running"
    except NotFoundError:  # cancelled and deleted
        return False
