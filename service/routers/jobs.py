"""Batches of plan areas, reviewed in the background."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, Cookie, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.datastructures import FormData

from geo.errors import NotFoundError
from geo.texts import translate
from geo.texts.messages import translate_message
from service.clients import name_client
from service.errors import RefusedError
from service.jobs.access import Poster, hash_secret, is_secret, make_secret
from service.jobs.forms import describe_form, read_form, store_form
from service.jobs.job import RESULT, Job, JobRequest, make_unknown
from service.jobs.lifecycle import create_job, remove_job
from service.jobs.limits import to_limits
from service.jobs.room import check_room
from service.jobs.store import read_job
from service.languages import describe_language, read_language
from service.models.jobs import JobAnswer, JobRemoval, PostedJob
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.result_files import ResultFile
from service.settings import Settings

router = APIRouter(
    prefix="/v1", tags=["plans"], responses={403: {"model": Problem}, 404: {"model": Problem}}, route_class=StrictRoute
)

Ending = Literal["xlsx", "gpkg", "html", "json", "filing.xlsx"]
_TYPES: Final[dict[Ending, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "filing.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: What people hand in is confidential: nothing between us and them keeps it.
_HEADERS: Final = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
_REVIEW: Final = "review"
_FILES: Final = {ending: ending if "." in ending else f"{_REVIEW}.{ending}" for ending in _TYPES}
_LOOK_S: Final = 0.25
_KEEP_ALIVE_S: Final = 15.0
#: How many streams of events of one job a process sends at once: each looks at the database while it is open.
_MOST_STREAMS: Final = 5
#: Holds the secret of the one job whose address it is sent to.
_COOKIE: Final = "gridwalk_job"
_SENT_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem} for status in (400, 413, 415, 422, 429, 503, 507)
}


async def get_jobs_folder(request: Request) -> Path:
    """Return the folder of the jobs; without one there are none."""
    folder: Path | None = request.app.state.settings.jobs_folder
    if folder is None:
        raise NotFoundError(f"this service keeps no jobs; {_ask_for('jobs')}")
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
    rights = f"Path={_find_address(request, job)}; HttpOnly; SameSite=Lax"
    cookie = f"{_COOKIE}={secret}; {rights}{'; Secure' if request.url.scheme == 'https' else ''}"
    return {"Location": location, "Set-Cookie": cookie, **_HEADERS}


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


@router.post(
    "/plans",
    status_code=202,
    response_model=PostedJob,
    responses=_SENT_PROBLEMS,
    openapi_extra=describe_form(),
)
async def post_plans(request: Request) -> Response:
    """Take a batch of planned residential areas; it is reviewed in the background, one batch at a time."""
    settings: Settings = request.app.state.settings
    folder, city = settings.jobs_folder, settings.city
    if folder is None or city is None:
        raise RefusedError(503, "No jobs here", _ask_for("jobs" if folder is None else "city"))
    client, secret = name_client(request.client and request.client.host), make_secret()
    stated = request.headers.get("Content-Length", "")
    upload_bytes = int(stated) if stated.isdecimal() else 0
    await run_in_threadpool(check_room, folder, client=client, limits=to_limits(settings), upload_bytes=upload_bytes)
    job = await _receive(request, folder, city, Poster(client, hash_secret(secret)))
    request.app.state.runner.wake()
    state = _describe(request, folder, job)
    shown = f"{state.links['self']}/result.html" if job.request.reports else state.links["self"]
    links = state.links | {"open": f"{shown}?secret={secret}"}
    answer = PostedJob(**state.model_dump(exclude={"links"}), links=links, secret=secret)
    headers = {"Location": answer.links["self"], **_HEADERS}
    return Response(answer.model_dump_json(), status_code=202, headers=headers, media_type="application/json")


@router.get("/jobs/{job_id}")
def get_state(request: Request, response: Response, job: Known, folder: Jobs) -> JobAnswer:
    """Return how far a job is; once it is done, where its results are."""
    response.headers.update({**_HEADERS, **describe_language(read_language(request.scope))})
    return _describe(request, folder, job)


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
    return StreamingResponse(_stream(request, folder, job), media_type="text/event-stream", headers=_HEADERS)


@router.delete("/jobs/{job_id}", responses={200: {"model": JobRemoval}})
def delete_job(response: Response, job: Known, folder: Jobs) -> JobRemoval:
    """Cancel a job that waits or runs; delete one that has ended, and all that is known of it."""
    response.headers.update(_HEADERS)
    return JobRemoval(id=job.job_id, outcome=remove_job(folder, job.job_id))


@router.get("/jobs/{job_id}/result.{ending}", response_class=Response, responses={409: {"model": Problem}})
def get_result_file(ending: Ending, result: Result) -> Response:
    """Return a result: workbook, layers, overview page, figures, or the tables that are filed."""
    path = result / _FILES[ending]
    if not path.is_file():
        raise NotFoundError(f"this review has no .{ending}; the links of its job are to what it has")
    how = "inline" if ending in ("html", "json") else "attachment"
    return ResultFile(
        path, media_type=_TYPES[ending], filename=path.name, content_disposition_type=how, headers=_HEADERS
    )


@router.get("/jobs/{job_id}/dossiers/{plan_id:path}", response_class=Response, responses={409: {"model": Problem}})
def get_dossier(plan_id: str, result: Result) -> Response:
    """Return the dossier of one plan area, by its plan_id or as the overview page names its file."""
    # names are looked up among those that are there: no path is built from what a client sends
    pages = {path.name: path for path in (result / "dossiers").glob("*.html")}
    page = pages.get(plan_id) or pages.get(_find_dossier(result, plan_id))
    if page is None:
        raise NotFoundError(f'this review has no dossier of "{plan_id[:100]}"; its areas are in result.json')
    return ResultFile(page, media_type=_TYPES["html"], headers=_HEADERS)


def _find_dossier(result: Path, plan_id: str) -> str:
    areas = json.loads((result / f"{_REVIEW}.json").read_text(encoding="utf-8")).get("areas", [])
    found = next((area["dossier"] for area in areas if area["plan_id"] == plan_id and "dossier" in area), "")
    return str(found).rpartition("/")[2]


async def _receive(request: Request, folder: Path, city: Path, poster: Poster) -> Job:
    settings: Settings = request.app.state.settings
    limit_bytes = settings.upload_mb * 1_000_000
    try:
        with request.app.state.inflow.receive(poster.client, form_bytes=limit_bytes) as count:
            form = await read_form(request, limit_bytes=limit_bytes, count=count)
            try:
                return await run_in_threadpool(_create, settings, folder, city, form, poster)
            finally:
                await form.close()
    except OSError as error:
        reason = f"the batch cannot be stored: {error.strerror}; tell the service's operator, or try again later"
        raise RefusedError(507, "No room", reason) from None


def _create(settings: Settings, folder: Path, city: Path, form: FormData, poster: Poster) -> Job:
    def fill(upload: Path) -> JobRequest:
        return store_form(form, upload, limit_bytes=settings.upload_mb * 1_000_000)

    return create_job(folder, city, poster=poster, limits=to_limits(settings), fill=fill)


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
            yield f"id: {job.revision}\nevent: job\ndata: {_describe(request, folder, job).model_dump_json()}\n\n"
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


def _describe(request: Request, folder: Path, job: Job) -> JobAnswer:
    here, lang = _find_address(request, job), read_language(request.scope)
    links = {"self": here, "events": f"{here}/events"}
    if job.state == "done":
        found = {path.name for path in (folder / job.job_id / RESULT).glob("*.*")}
        links |= {ending: f"{here}/result.{ending}" for ending in _TYPES if _FILES[ending] in found}
    return JobAnswer(
        id=job.job_id,
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
        links=links,
    )


def _find_address(request: Request, job: Job) -> str:
    return f"{request.scope.get('root_path', '')}/v1/jobs/{job.job_id}"


def _to_time(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _ask_for(setting: str) -> str:
    return f"set {Settings.variable(setting)} where the service is started"
