"""What is sent to be done in the background: plan areas to review, sites to choose, life circles to divide into."""

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from geo.errors import InputError
from service.clients import name_client
from service.errors import RefusedError
from service.jobs.access import Poster, hash_secret, make_secret
from service.jobs.descriptions import PRIVATE, ask_for, describe_job
from service.jobs.forms import describe_form, read_form, store_form
from service.jobs.job import Job, JobRequest, Kind
from service.jobs.lifecycle import create_job
from service.jobs.limits import to_limits
from service.jobs.room import check_room
from service.models.jobs import PostedJob
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.scenarios.scenario_store import read_scenario
from service.settings import Settings

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": Problem} for status in (400, 413, 415, 422, 429, 503, 507)
}
router = APIRouter(prefix="/v1", tags=["jobs"], responses=_PROBLEMS, route_class=StrictRoute)


@router.post("/plans", status_code=202, response_model=PostedJob, openapi_extra=describe_form("review"))
async def post_plans(request: Request) -> Response:
    """Take a batch of planned residential areas; it is reviewed in the background, one job at a time."""
    return await _post(request, "review")


@router.post("/siting", status_code=202, response_model=PostedJob, openapi_extra=describe_form("siting"))
async def post_siting(request: Request) -> Response:
    """Take a request for sites; they are chosen in the background, one job at a time."""
    return await _post(request, "siting")


@router.post("/life-circles", status_code=202, response_model=PostedJob, openapi_extra=describe_form("circles"))
async def post_life_circles(request: Request) -> Response:
    """Divide the urban city into life circles in the background, one job at a time."""
    return await _post(request, "circles")


async def _post(request: Request, kind: Kind) -> Response:
    settings: Settings = request.app.state.settings
    folder, city = settings.jobs_folder, settings.city
    if folder is None or city is None:
        raise RefusedError(503, "No jobs here", ask_for("jobs" if folder is None else "city"))
    client, secret = name_client(request.client and request.client.host), make_secret()
    stated = request.headers.get("Content-Length", "")
    upload_bytes = int(stated) if stated.isdecimal() else 0
    await run_in_threadpool(check_room, folder, client=client, limits=to_limits(settings), upload_bytes=upload_bytes)
    job = await _receive(request, folder, city, kind, Poster(client, hash_secret(secret)))
    request.app.state.runner.wake()
    state = describe_job(request, folder, job)
    has_page = job.request.options.get("reports", True)
    shown = f"{state.links['self']}/result.html" if has_page else state.links["self"]
    links = state.links | {"open": f"{shown}?secret={secret}"}
    answer = PostedJob(**state.model_dump(exclude={"links"}), links=links, secret=secret)
    headers = {"Location": answer.links["self"], **PRIVATE}
    return Response(answer.model_dump_json(), status_code=202, headers=headers, media_type="application/json")


async def _receive(request: Request, folder: Path, city: Path, kind: Kind, poster: Poster) -> Job:
    settings: Settings = request.app.state.settings
    limit_bytes = settings.upload_mb * 1_000_000
    try:
        with request.app.state.inflow.receive(poster.client, form_bytes=limit_bytes) as count:
            form = await read_form(request, limit_bytes=limit_bytes, count=count)
            try:
                return await run_in_threadpool(_create, settings, folder, city, form, kind, poster)
            finally:
                await form.close()
    except OSError as error:
        reason = f"the job cannot be stored: {error.strerror}; tell the service's operator, or try again later"
        raise RefusedError(507, "No room", reason) from None


def _create(settings: Settings, folder: Path, city: Path, form: FormData, kind: Kind, poster: Poster) -> Job:
    def fill(upload: Path) -> JobRequest:
        request = store_form(form, upload, kind=kind, limit_bytes=settings.upload_mb * 1_000_000)
        return _take_scenario(request, folder, upload)

    return create_job(folder, city, poster=poster, limits=to_limits(settings), fill=fill)


def _take_scenario(request: JobRequest, folder: Path, upload: Path) -> JobRequest:
    """Take the kept scenario that a request names, as it is now, as if it had been sent."""
    scenario_id = request.options.get("scenario_id")
    if scenario_id is None:
        return request
    if "scenario" in request.files:
        raise InputError("scenario and scenario_id are both given; give one of them")
    (upload / "scenario.json").write_text(read_scenario(folder, scenario_id).content, encoding="utf-8")
    named = {"scenario": "scenario.json"}
    return replace(request, files={**request.files, **named}, names={**request.names, **named})
