"""Background jobs: how far they are, and what came out."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from geo.errors import NotFoundError
from service.errors import RefusedError
from service.jobs.access import is_secret
from service.jobs.descriptions import PRIVATE, ask_for, describe_job, find_address
from service.jobs.job import RESULT, Job, make_unknown
from service.jobs.kinds import KINDS
from service.jobs.lifecycle import remove_job
from service.jobs.store import read_job
from service.languages import describe_language, read_language
from service.models.jobs import JobAnswer, JobRemoval
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.result_files import MEDIA_TYPES, Ending, ResultFile

router = APIRouter(
    prefix="/v1", tags=["jobs"], responses={403: {"model": Problem}, 404: {"model": Problem}}, route_class=StrictRoute
)

_LOOK_S: Final = 0.25
_KEEP_ALIVE_S: Final = 15.0
#: How many streams of events of one job a process sends at once: each looks at the database while it is open.
_MOST_STREAMS: Final = 5
#: Holds the secret of the one job whose address it is sent to.
_COOKIE: Final = "gridwalk_job"


async def get_jobs_folder(request: Request) -> Path:
    """Return the folder of the jobs; without one there are none."""
    folder: Path | None = request.app.state.settings.jobs_folder
    if folder is None:
        raise NotFoundError(f"this service keeps no jobs; {ask_for('jobs')}")
    return folder


Jobs = Annotated[Path, Depends(get_jobs_folder)]


def get_job(
    request: Request,
    job_id: str,
    folder: Jobs,
    header: Annotated[str | None, Header(alias="X-Job-Secret", description="The secret that POST answered")] = None,
    cookie: Annotated[str | None, Cookie(alias=_COOKIE, include_in_schema=False)] = None,
    secret: Annotated[
        str | None, Query(description="The secret, for a browser: answers 303 to this address without it, and a cookie")
    ] = None,
) -> Job:
    """Return a job to who has its secret."""
    job = read_job(folder, job_id)
    if job.is_gone:
        raise make_unknown()
    is_opened = secret is not None and request.method in ("GET", "HEAD")
    given = secret if is_opened else header or cookie
    if given is None or not is_secret(given, job.secret_hash):
        reason = (
            "this job is read, cancelled and deleted only with the secret that its POST answered: send it in the "
            "header X-Job-Secret, or open the address in a browser with ?secret="
        )
        raise RefusedError(403, "The secret is missing" if given is None else "The secret is wrong", reason)
    if is_opened:
        raise RefusedError(303, "Opened", "go on without the secret", headers=_open(request, job, given))
    return job


def _open(request: Request, job: Job, secret: str) -> dict[str, str]:
    """Lead a browser to the address that it has asked for, without the secret, which it keeps as a cookie."""
    # relative, as sent: neither the name that the request gives this service nor a proxy's prefix is in it
    sent = request.scope.get("raw_path") or request.scope["path"].encode()
    location = f"./{quote(sent.rpartition(b'/')[2], safe='%:@!$&*+,;=~')}"
    # not Strict: a link that somebody has clicked in their mail must open too. Other sites can link here, no more
    rights = f"Path={find_address(request, job)}; HttpOnly; SameSite=Lax"
    cookie = f"{_COOKIE}={secret}; {rights}{'; Secure' if request.url.scheme == 'https' else ''}"
    return {"Location": location, "Set-Cookie": cookie, **PRIVATE}


Known = Annotated[Job, Depends(get_job)]


async def get_result(job: Known, folder: Jobs) -> Path:
    """Return the folder of what came out of a job."""
    if job.state == "done":
        return folder / job.job_id / RESULT
    if job.state == "failed":
        reason = f"this job failed: {job.detail}"
    else:
        reason = "this job was cancelled" if job.state == "cancelled" else f"this job is {job.state}; ask later"
    raise RefusedError(409, "No result", reason)


Result = Annotated[Path, Depends(get_result)]


@router.get("/jobs/{job_id}")
def get_state(request: Request, response: Response, job: Known, folder: Jobs) -> JobAnswer:
    """Return how far a job is; once it is done, where its results are."""
    response.headers.update({**PRIVATE, **describe_language(read_language(request.scope))})
    return describe_job(request, folder, job)


@router.get(
    "/jobs/{job_id}/events",
    response_class=Response,
    responses={200: {"content": {"text/event-stream": {}}}, 429: {"model": Problem}},
)
async def get_events(
    request: Request, job: Known, folder: Jobs, last: Annotated[str | None, Header(alias="Last-Event-ID")] = None
) -> Response:
    """Stream the job's state whenever it changes, until it ends; 204 to who has seen the end (then a page stops)."""
    if job.has_ended and last == str(job.revision):
        return Response(status_code=204)
    if request.app.state.streams[job.job_id] >= _MOST_STREAMS:
        reason = f"{_MOST_STREAMS} streams of this job are open already; close one, or ask for the job's state"
        raise RefusedError(429, "Too many streams", reason, headers={"Retry-After": "60"})
    return StreamingResponse(_stream(request, folder, job), media_type="text/event-stream", headers=PRIVATE)


@router.delete("/jobs/{job_id}", responses={200: {"model": JobRemoval}})
def delete_job(response: Response, job: Known, folder: Jobs) -> JobRemoval:
    """Cancel a job that waits or runs; delete one that has ended, and all that is known of it."""
    response.headers.update(PRIVATE)
    return JobRemoval(id=job.job_id, outcome=remove_job(folder, job.job_id))


@router.get("/jobs/{job_id}/result.{ending}", response_class=Response, responses={409: {"model": Problem}})
def get_result_file(ending: Ending, job: Known, result: Result) -> Response:
    """Return a result: workbook, layers, overview page, figures, or the tables that are filed."""
    name = KINDS[job.request.kind].results.get(ending)
    path = None if name is None else result / name
    if path is None or not path.is_file():
        raise NotFoundError(f"this job has no .{ending}; its links are to what it has")
    shown = "inline" if ending in ("html", "json", "view.json", "svg") else "attachment"
    media_type = MEDIA_TYPES[ending.rpartition(".")[2]]
    return ResultFile(path, media_type=media_type, filename=path.name, content_disposition_type=shown, headers=PRIVATE)


@router.get("/jobs/{job_id}/dossiers/{plan_id:path}", response_class=Response, responses={409: {"model": Problem}})
def get_dossier(plan_id: str, result: Result) -> Response:
    """Return the dossier of one plan area, by its plan_id or as the overview page names its file."""
    pages = _list_pages(result, "dossiers")
    page = pages.get(plan_id) or (pages.get(_find_dossier(result, plan_id)) if pages else None)
    if page is None:
        raise NotFoundError(f'this review has no dossier of "{plan_id[:100]}"; its areas are in result.json')
    return ResultFile(page, media_type=MEDIA_TYPES["html"], headers=PRIVATE)


@router.get("/jobs/{job_id}/sheets/{code}", response_class=Response, responses={409: {"model": Problem}})
def get_sheet(code: str, result: Result) -> Response:
    """Return the sheet of one life circle, by its code or as its file is called."""
    pages = _list_pages(result, "sheets")
    page = pages.get(code) or pages.get(f"{code}.html")
    if page is None:
        raise NotFoundError(f'this job has no sheet of "{code[:100]}"; its circles are in result.json')
    return ResultFile(page, media_type=MEDIA_TYPES["html"], headers=PRIVATE)


def _list_pages(result: Path, folder: str) -> dict[str, Path]:
    """List the further pages of a result: names are looked up here, no path is built from what a client sends."""
    return {path.name: path for path in (result / folder).glob("*.html")}


def _find_dossier(result: Path, plan_id: str) -> str:
    areas = json.loads((result / KINDS["review"].results["json"]).read_text(encoding="utf-8")).get("areas", [])
    found = next((area["dossier"] for area in areas if area["plan_id"] == plan_id and "dossier" in area), "")
    return str(found).rpartition("/")[2]


async def _stream(request: Request, folder: Path, job: Job) -> AsyncIterator[str]:
    streams: Counter[str] = request.app.state.streams
    streams[job.job_id] += 1
    try:
        async for event in _follow(request, folder, job):
            yield event
    finally:
        streams[job.job_id] -= 1
        if not streams[job.job_id]:
            del streams[job.job_id]


async def _follow(request: Request, folder: Path, job: Job) -> AsyncIterator[str]:
    seen, silent_s = -1, 0.0
    while True:
        if job.revision != seen:
            yield f"id: {job.revision}\nevent: job\ndata: {describe_job(request, folder, job).model_dump_json()}\n\n"
            seen, silent_s = job.revision, 0.0
        elif silent_s >= _KEEP_ALIVE_S:
            yield ": keep-alive\n\n"
            silent_s = 0.0
        if job.has_ended:
            return
        await asyncio.sleep(_LOOK_S)
        silent_s += _LOOK_S
        try:
            job = await run_in_threadpool(read_job, folder, job.job_id)
        except (RefusedError, NotFoundError):  # who asks again hears why
            return
