"""The state of a job as its client reads it, with links to what it has."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fastapi import Request

from geo.texts import translate
from geo.texts.messages import translate_message
from service.answer_headers import NOT_SHARED
from service.jobs.job import RESULT, Job
from service.jobs.kinds import KINDS
from service.languages import read_language
from service.models.jobs import JobAnswer
from service.settings import Settings

#: What people hand in is confidential: nothing between us and them keeps it.
PRIVATE: Final = {"Cache-Control": NOT_SHARED, "X-Content-Type-Options": "nosniff"}


def describe_job(request: Request, folder: Path, job: Job) -> JobAnswer:
    """Describe a job to its client.

    Parameters
    ----------
    request
        Who asks, in which language.
    folder
        The folder of all jobs.
    job
        The job.

    Returns
    -------
    JobAnswer
        With links to itself, and to its results once it is done.
    """
    here, lang = find_address(request, job), read_language(request.scope)
    links = {"self": here, "events": f"{here}/events"}
    if job.state == "done":
        found = {path.name for path in (folder / job.job_id / RESULT).glob("*.*")}
        known = KINDS[job.request.kind].results
        links |= {ending: f"{here}/result.{ending}" for ending, name in known.items() if name in found}
    return JobAnswer(
        id=job.job_id,
        kind=job.request.kind,
        state=job.state,
        progress=round(job.progress, 4),
        step=job.step,
        step_text=job.step and translate(f"step.{job.step}", lang),
        created=datetime.fromtimestamp(job.created, UTC),
        started=_to_time(job.started),
        ended=_to_time(job.ended),
        expires=_to_time(job.expires),
        detail=job.detail and translate_message(job.detail, lang),
        files=dict(job.request.names),
        options=dict(job.request.options),
        links=links,
    )


def find_address(request: Request, job: Job) -> str:
    """Find the address of a job on this service, as its client sees it.

    Parameters
    ----------
    request
        Who asks.
    job
        The job.

    Returns
    -------
    str
        A path.
    """
    return f"{request.scope.get('root_path', '')}/v1/jobs/{job.job_id}"


def ask_for(setting: str) -> str:
    """Say which setting is missing.

    Parameters
    ----------
    setting
        Its name in :class:`service.settings.Settings`.

    Returns
    -------
    str
        What its operator can do.

    Examples
    --------
    >>> ask_for("jobs")
    'set GRIDWALK_JOBS where the service is started'
    """
    return f"set {Settings.variable(setting)} where the service is started"


def _to_time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
