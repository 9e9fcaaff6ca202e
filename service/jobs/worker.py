"""The process of one job, started by :mod:`service.jobs.runner`.

``python -m service.jobs.worker JOBS JOB_ID MEMORY_MB PROCESSOR_S RESULT_MB``
"""

import errno
import logging
import logging.config
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from geo.city.bundle import open_city
from geo.errors import GeoError
from geo.progress import Progress, find_starts
from service.errors import RefusedError
from service.jobs.database import hold_right
from service.jobs.file_names import to_client_message
from service.jobs.job import RESULT, UNFINISHED, UPLOAD, Job
from service.jobs.lifecycle import end_job, report_step
from service.jobs.limits import FILE_TOO_LARGE, OUT_OF_MEMORY
from service.jobs.store import read_job
from service.jobs.work import WORK
from service.logs import LOGGING

if sys.platform != "win32":
    import resource

#: Share of opening the city in the time, where those of the steps add up to 1.
_OPENING_SHARE: Final = 0.05
_OPENING: Final = "open the city"
_NICENESS: Final = 5
#: How long a job waits for the process of a killed service to end [s]; one that goes on so long does not end by itself.
_TURN_S: Final = 300.0
#: What a process may still do after the signal that its processor time is over [s].
_LAST_S: Final = 5
_OUT_OF_MEMORY_WORDS: Final = ("bad_alloc", "out of memory", "can't start new thread")
_LOG: Final = logging.getLogger("gridwalk.jobs")


def main() -> None:
    """Run the job that the command line names, within the limits that it gives."""
    folder, job_id = Path(sys.argv[1]), sys.argv[2]
    memory_mb, processor_s, result_mb = map(int, sys.argv[3:])
    limit_process(memory_mb=memory_mb, processor_s=processor_s, file_mb=result_mb)
    logging.config.dictConfig(LOGGING)
    threading.Thread(target=_end_with_service, daemon=True).start()
    _step_back()
    try:
        run_in_turn(folder, job_id, wait_s=_TURN_S)
    except MemoryError:  # what it takes to say so may not be there either: the runner says it
        os._exit(OUT_OF_MEMORY)
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        os._exit(FILE_TOO_LARGE)
    except RefusedError as error:
        sys.exit(f"job {job_id}: {error}")


def limit_process(*, memory_mb: int, processor_s: int, file_mb: int) -> None:
    """Limit what this process may take, and each that it begins; and keep what they write from others.

    Parameters
    ----------
    memory_mb
        Memory [MB]; what asks for more gets a MemoryError.
    processor_s
        Processor time [s]; after that the process gets the signal SIGXCPU.
    file_mb
        How large a file may become [MB].
    """
    os.umask(0o077)
    if sys.platform == "win32":
        return
    # not the address space, of which libraries reserve much that they never touch; no crash leaves its memory on disk
    for kind, most, last in (
        (resource.RLIMIT_DATA, memory_mb * 1_000_000, 0),
        (resource.RLIMIT_CPU, processor_s, _LAST_S),
        (resource.RLIMIT_FSIZE, file_mb * 1_000_000, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        hard = most + last if hard == resource.RLIM_INFINITY else min(most + last, hard)
        resource.setrlimit(kind, (min(most, hard), hard))


def run_in_turn(folder: Path, job_id: str, *, wait_s: float) -> None:
    """Run a job when no other process runs one: that of a killed service may not have ended yet.

    Parameters
    ----------
    folder, job_id
        The job; it is marked as running.
    wait_s
        How long to wait for the other process [s]; the job fails after that.

    Raises
    ------
    RefusedError
        If the state of the jobs cannot be read or changed.
    """
    with hold_right(folder, "worker", wait_s=wait_s) as is_held:
        if is_held:
            run_job(folder, job_id)
        else:
            end_job(folder, job_id, "failed", "the process of an earlier job has not ended; send the job again")


def run_job(folder: Path, job_id: str) -> None:
    """Run a job and save how it ended.

    Parameters
    ----------
    folder, job_id
        The job; it is marked as running.

    Raises
    ------
    RefusedError
        If the state of the jobs cannot be read or changed.
    MemoryError
        If the job needs more memory than it may take; its state is as it was.
    OSError
        If a file becomes larger than it may; its state is as it was.
    """
    job = read_job(folder, job_id)
    try:
        _work(folder, job)
    except Exception as error:
        if _is_out_of_memory(error):
            raise MemoryError from error
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise
        end_job(folder, job_id, "failed", _describe_fault(error, folder / job_id, job))
    else:
        end_job(folder, job_id, "done")


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Tell whether an error is about memory, or was made of one; some libraries say it in words only."""
    while error is not None:
        if isinstance(error, MemoryError) or any(word in str(error) for word in _OUT_OF_MEMORY_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def _describe_fault(error: Exception, place: Path, job: Job) -> str:
    if isinstance(error, GeoError):
        return to_client_message(str(error), place, job)
    if isinstance(error, RefusedError):
        return str(error)
    _LOG.error("job %s", job.job_id, exc_info=error)
    if isinstance(error, OSError):
        return f"the service cannot write: {error.strerror or error}; tell its operator"
    return f"a fault of the service ({type(error).__name__}), not of the files; tell its operator"


def _work(folder: Path, job: Job) -> None:
    place, work = folder / job.job_id, WORK[job.request.kind]
    step = _make_step(folder, job.job_id, work.steps)
    step(_OPENING)
    city = open_city(Path(job.city))
    for name in (UNFINISHED, RESULT):  # of a process that was killed
        shutil.rmtree(place / name, ignore_errors=True)
    (place / UNFINISHED).mkdir()
    work.run(city, job.request, place / UPLOAD, place / UNFINISHED, Progress(step))
    (place / UNFINISHED).rename(place / RESULT)


def _make_step(folder: Path, job_id: str, steps: Mapping[str, float]) -> Callable[[str], None]:
    shares = {_OPENING: _OPENING_SHARE * sum(steps.values()), **steps}
    starts, total, reached = find_starts(shares), sum(shares.values()), 0.0

    def step(name: str) -> None:
        nonlocal reached
        reached = max(reached, starts[name] / total)  # one that comes again takes nothing back
        if not report_step(folder, job_id, name, reached):
            raise SystemExit  # cancelled

    return step


def _end_with_service() -> None:
    """End this process when the service does: its end of the pipe is closed then."""
    sys.stdin.buffer.read()
    if sys.platform != "win32" and os.getpgrp() == os.getpid():  # a session of its own: what it has begun ends too
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(1)


def _step_back() -> None:
    """Leave the machine to the service: its answers come first, and when memory ends it is this process that goes."""
    with suppress(AttributeError):  # not every system knows it
        os.nice(_NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


if __name__ == "__main__":
    main()
