"""Runs waiting jobs, one at a time, each in a process of its own."""

import logging
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from service.errors import RefusedError
from service.jobs.database import hold_right
from service.jobs.lifecycle import claim_job, end_job, put_back, sweep_jobs
from service.jobs.store import list_jobs, read_job

#: How often a runner looks: for what other processes of the service were sent, and for the end of a job.
_IDLE_S: Final = 30.0
_BUSY_S: Final = 1.0
_POLL_S: Final = 0.1
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

    Examples
    --------
    >>> with Runner(None) as runner:
    ...     runner.wake()
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
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
                self._run_job(folder, job.job_id)
        return False

    def _run_job(self, folder: Path, job_id: str) -> None:
        command = [sys.executable, "-m", "service.jobs.worker", str(folder), job_id]
        # a session of its own: Ctrl+C in a terminal reaches only the service
        # nothing in the command comes from a client but the id, which is ours
        with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603
            try:
                while process.poll() is None and read_job(folder, job_id).state == "running":
                    if self._stop.wait(_POLL_S):
                        break
            finally:
                process.kill()
        if self._stop.is_set():
            put_back(folder, job_id)
        reason = (
            "the process of this job was ended from outside; the machine may be short of memory: send a smaller batch"
        )
        end_job(folder, job_id, "failed", reason)
