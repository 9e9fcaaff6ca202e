"""Scenarios that are kept: saved under an id that their planner draws, read by who has it, exported."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from geo.city.model import City
from geo.errors import InputError
from service.answer_headers import NOT_SHARED
from service.answers.planned_changes import project_changes
from service.clients import name_client
from service.datums import choose_datum
from service.dependencies import get_served
from service.errors import RefusedError
from service.jobs.access import hash_secret, is_secret, make_secret
from service.media_types import GEOJSON, JSON
from service.models.features import FeatureCollection
from service.models.problems import Problem
from service.models.scenarios import (
    KeptScenarioAnswer,
    SavedScenario,
    ScenarioContent,
    ScenarioRemoval,
    ScenarioToKeep,
)
from service.parameters import StrictRoute
from service.scenarios.exchange import Part, export_scenario
from service.scenarios.scenario import (
    MOST_BYTES,
    KeptScenario,
    check_scenario_id,
    to_scenario_limits,
)
from service.scenarios.scenario_store import delete_scenario, read_scenario, save_scenario
from service.served_city import ServedCity
from service.settings import Settings

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": Problem} for status in (400, 403, 404, 503)}
router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"], responses=_PROBLEMS, route_class=StrictRoute)
#: Who has the link reads it; nothing between us and them keeps it.
_HEADERS: Final = {"Cache-Control": NOT_SHARED}


async def get_folder(request: Request) -> Path:
    """Return the folder of the jobs, where scenarios are kept too; without one none are."""
    folder: Path | None = request.app.state.settings.jobs_folder
    if folder is None:
        remedy = f"set {Settings.variable('jobs')} where the service is started"
        raise RefusedError(503, "No scenarios here", f"this service keeps no scenarios; {remedy}")
    return folder


Folder = Annotated[Path, Depends(get_folder)]
Served = Annotated[ServedCity, Depends(get_served)]
Secret = Annotated[str | None, Header(alias="X-Scenario-Secret", description="The secret that the first PUT answered")]


@router.put(
    "/{scenario_id}",
    response_model=KeptScenarioAnswer,
    responses={201: {"model": SavedScenario}, 507: {"model": Problem}},
)
async def put_scenario(
    request: Request,
    scenario_id: str,
    scenario: ScenarioToKeep,
    folder: Folder,
    served: Served,
    secret: Secret = None,
) -> Response:
    """Save a scenario: 201 with its secret the first time, afterwards only for who sends that."""
    check_scenario_id(scenario_id)
    content = scenario.content.model_dump_json(exclude_defaults=True)
    if len(content.encode()) > MOST_BYTES:
        raise InputError(
            f"this scenario takes {len(content.encode()):,} bytes; expected {MOST_BYTES:,} at most: leave out corners "
            "or facilities"
        )
    await run_in_threadpool(_check_content, served.city, scenario.content)
    limits = to_scenario_limits(request.app.state.settings)
    client, new_secret, now = name_client(request.client and request.client.host), make_secret(), time.time()

    def make(found: KeptScenario | None) -> KeptScenario:
        if found is not None:
            _check_secret(found, secret)
        return KeptScenario(
            scenario_id=scenario_id,
            client=client if found is None else found.client,
            secret_hash=hash_secret(new_secret) if found is None else found.secret_hash,
            name=scenario.name,
            content=content,
            created=now if found is None else found.created,
            saved=now,
            expires=now + limits.kept_s,
            revision=1 if found is None else found.revision + 1,
        )

    saved = await run_in_threadpool(save_scenario, folder, scenario_id, client=client, limits=limits, make=make)
    answer = _describe(request, served.city, saved)
    if saved.revision > 1:
        return Response(answer.model_dump_json(), headers=_HEADERS, media_type=JSON)
    first = SavedScenario(**answer.model_dump(), secret=new_secret)
    headers = {"Location": answer.links["self"], **_HEADERS}
    return Response(first.model_dump_json(), status_code=201, headers=headers, media_type=JSON)


@router.get("/{scenario_id}.geojson", response_model=FeatureCollection)
def get_export(
    scenario_id: str,
    folder: Folder,
    served: Served,
    part: Annotated[
        Part | None, Query(description="Only its facilities, paths, gates or areas, as gridwalk reads such a file")
    ] = None,
) -> Response:
    """Return what a scenario changes as GeoJSON in WGS-84."""
    found = read_scenario(folder, scenario_id)
    content = ScenarioContent.model_validate_json(found.content)
    headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{part or "scenario"}.geojson"'}
    return Response(
        export_scenario(served.city, content, part=part, name=found.name), media_type=GEOJSON, headers=headers
    )


@router.get("/{scenario_id}")
def get_scenario(
    request: Request, response: Response, scenario_id: str, folder: Folder, served: Served
) -> KeptScenarioAnswer:
    """Return a scenario to who has its id: what it changes, for `POST /v1/scenarios` to compare."""
    response.headers.update(_HEADERS)
    return _describe(request, served.city, read_scenario(folder, scenario_id))


@router.delete("/{scenario_id}")
def remove_scenario(response: Response, scenario_id: str, folder: Folder, secret: Secret = None) -> ScenarioRemoval:
    """Delete a scenario, and all that is known of it."""
    response.headers.update(_HEADERS)
    _check_secret(read_scenario(folder, scenario_id), secret)
    delete_scenario(folder, scenario_id)
    return ScenarioRemoval(id=scenario_id, outcome="deleted")


def _check_content(city: City, content: ScenarioContent) -> None:
    """Refuse what could never be compared: a wrong datum or shape."""
    project_changes(city, content)
    for new in content.add:
        choose_datum(city, new.datum)


def _check_secret(found: KeptScenario, secret: str | None) -> None:
    if secret is None or not is_secret(secret, found.secret_hash):
        reason = (
            "this scenario is changed and deleted only with the secret that its first PUT answered: send it in the "
            "header X-Scenario-Secret, or save it under an id of your own"
        )
        raise RefusedError(403, "The secret is missing" if secret is None else "The secret is wrong", reason)


def _describe(request: Request, city: City, found: KeptScenario) -> KeptScenarioAnswer:
    here = f"{request.scope.get('root_path', '')}/v1/scenarios/{found.scenario_id}"
    return KeptScenarioAnswer(
        id=found.scenario_id,
        name=found.name,
        city=city.name,
        format=1,
        created=datetime.fromtimestamp(found.created, UTC),
        saved=datetime.fromtimestamp(found.saved, UTC),
        expires=datetime.fromtimestamp(found.expires, UTC),
        revision=found.revision,
        content=ScenarioContent.model_validate_json(found.content),
        links={"self": here, "geojson": f"{here}.geojson"},
    )
