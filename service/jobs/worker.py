"""The process of one job: ``python -m service.jobs.worker JOBS JOB_ID``, started by :mod:`service.jobs.runner`."""

import logging
import os
import shutil
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from geo.city.bundle import open_city
from geo.errors import GeoError
from geo.files.read_limits import UPLOAD_LIMITS
from geo.plans.read.batch_files import PlanFiles
from geo.progress import Progress, find_starts
from service.errors import RefusedError
from service.jobs.database import hold_right
from service.jobs.file_names import to_client_message
from service.jobs.job import RESULT, UNFINISHED, UPLOAD, Job, JobRequest
from service.jobs.lifecycle import end_job, report_step
from service.jobs.store import read_job
from service.runs.review import REVIEW_STEPS, ReviewRequest, write_review

#: Share of opening the city in the time, where the shares of REVIEW_STEPS add up to 1.
_OPENING_SHARE: Final = 0.05
_OPENING: Final = "open the city"
_NICENESS: Final = 5
#: How long a job waits for the process of a killed service to end [s]; one that goes on so long does not end by itself.
_TURN_S: Final = 300.0
_LOG: Final = logging.getLogger("gridwalk.jobs")


def main() -> None:
    """Run the job that the command line names."""
    threading.Thread(target=_end_with_service, daemon=True).start()
    _step_back()
    folder, job_id = Path(sys.argv[1]), sys.argv[2]
    try:
        run_in_turn(folder, job_id, wait_s=_TURN_S)
    except RefusedError as error:
        sys.exit(f"job {job_id}: {error}")


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
            end_job(folder, job_id, "failed", "the process of an earlier job has not ended; send the batch again")


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
    """
    job = read_job(folder, job_id)
    try:
        _review(folder, job)
    except GeoError as error:
        end_job(folder, job_id, "failed", to_client_message(str(error), folder / job_id, job))
    except RefusedError as error:
        end_job(folder, job_id, "failed", str(error))
    except MemoryError:
        end_job(folder, job_id, "failed", "not enough memory for this batch; send a smaller one")
    except OSError as error:
        _LOG.exception("job %s", job_id)
        end_job(folder, job_id, "failed", f"the service cannot write: {error.strerror or error}; tell its operator")
    except Exception as error:
        _LOG.exception("job %s", job_id)
        reason = f"a fault of the service ({type(error).__name__}), not of the files; tell its operator"
        end_job(folder, job_id, "failed", reason)
    else:
        end_job(folder, job_id, "done")


def _review(folder: Path, job: Job) -> None:
    place, step = folder / job.job_id, _make_step(folder, job.job_id)
    step(_OPENING)
    city = open_city(Path(job.city))
    for name in (UNFINISHED, RESULT):  # of a process that was killed
        shutil.rmtree(place / name, ignore_errors=True)
    (place / UNFINISHED).mkdir()
    write_review(city, _to_review_request(job.request, place / UPLOAD), place / UNFINISHED, progress=Progress(step))
    (place / UNFINISHED).rename(place / RESULT)


def _to_review_request(request: JobRequest, upload: Path) -> ReviewRequest:
    paths = {role: upload / name for role, name in request.files.items()}
    files = PlanFiles(
        areas=paths["areas"],
        gates=paths.get("gates"),
        facilities=paths.get("facilities"),
        roads=paths.get("roads"),
        datum=request.datum,
        layer=request.layer,
        columns=request.columns,
    )
    rules = (paths["rules"],) if "rules" in paths else ()
    return ReviewRequest(files, rules, request.profile, request.skip_bad, request.reports, UPLOAD_LIMITS)


def _make_step(folder: Path, job_id: str) -> Callable[[str], None]:
    shares = {_OPENING: _OPENING_SHARE * sum(REVIEW_STEPS.values()), **REVIEW_STEPS}
    starts = find_starts(shares)

    def step(name: str) -> None:
        if not report_step(folder, job_id, name, starts[name] / sum(shares.values())):
            raise SystemExit  # cancelled

    return step


def _end_with_service() -> None:
    """End this process when the service does: its end of the pipe is closed then."""
    sys.stdin.buffer.read()
    os._exit(1)


def _step_back() -> None:
    """Leave the machine to the service: its answers come first, and when memory ends it is this process that goes."""
    with suppress(AttributeError):  # not every system knows it
        os.nice(_NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


if __name__ == "__main__":
    main()
