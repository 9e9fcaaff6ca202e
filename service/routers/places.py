"""Which grid unit covers an address or a place, and what is known of a unit."""

from dataclasses import replace
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from geo.city.model import City
from geo.crs.projection import from_lonlat
from geo.errors import InputError
from geo.locate.address import describe_match, find_match
from geo.locate.answers import Answer, Service, UnitHistory
from geo.locate.unit_details import find_unit, list_workers
from geo.locate.unit_index import UnitIndex, locate
from geo.texts.messages import translate_message
from service.answers.locating import locate_items
from service.answers.places import answer_services, answer_surroundings
from service.asking import ask, send_answer
from service.compute.questions import Question
from service.contacts import hide_contacts, is_planner
from service.datums import choose_datum
from service.dependencies import find_unit_index, get_served
from service.errors import RefusedError
from service.languages import describe_language, read_language
from service.models.features import FeatureCollection
from service.models.places import LocateAnswer, LocateQuery, LocateRequest, UnitWorkers, Worker
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.served_city import ServedCity

router = APIRouter(prefix="/v1", tags=["places"], route_class=StrictRoute)
#: Requests with many addresses that are answered at once: they share the processor with the busiest route.
_BATCHES: Final = CapacityLimiter(1)
#: Requests with many addresses that wait for that.
_MOST_WAITING: Final = 16
_SERVICES: Final = TypeAdapter(tuple[Service, ...])
AsOf = Annotated[str | None, Query(description="A day: by the boundaries in force then", examples=["2024-07-01"])]


def _document(model: type[BaseModel]) -> dict[str, Any]:
    """Describe the query of a route that reads its own query."""
    fields = model.model_json_schema()["properties"]
    described = [
        {"name": name, "in": "query", "description": field.pop("description"), "schema": field}
        for name, field in fields.items()
    ]
    return {"parameters": described}


# The busiest route: async, because an answer takes less time than handing it to a thread and back, and reading its
# own query, because that takes half the time of having it read parameter by parameter.
@router.get(
    "/locate",
    response_model=Answer,
    responses={400: {"model": Problem}, 404: {"model": Problem}, 422: {"model": Problem}},
    openapi_extra=_document(LocateQuery),
)
async def locate_place(request: Request) -> Response:
    """Answer which grid unit covers an address, or a longitude and latitude of a named datum."""
    try:
        query = LocateQuery.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise RequestValidationError([{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()]) from None
    served: ServedCity = request.app.state.served
    answer, place = _answer(served.city, await find_unit_index(served, query.as_of), query)
    if query.services:
        found = await ask(request, Question(answer_services, place, lane="quick"))
        answer = replace(answer, services=_SERVICES.validate_json(found.unpack()))
    return Response(to_json(answer), media_type="application/json")


def _answer(city: City, unit_index: UnitIndex, query: LocateQuery) -> tuple[Answer, tuple[float, float]]:
    """Answer a question, with the place that was meant in the city's CRS."""
    if query.address is not None and query.lon is None and query.lat is None:
        match = find_match(unit_index, query.address)
        return describe_match(unit_index, match), (match.x, match.y)
    if query.address is None and query.lon is not None and query.lat is not None:
        place = from_lonlat(query.lon, query.lat, datum=choose_datum(city, query.datum), crs=city.crs)
        return locate(unit_index, *place), place
    raise InputError("give either address, or lon and lat with their datum")


@router.post("/locate", response_model=LocateAnswer, responses={400: {"model": Problem}, 413: {"model": Problem}})
async def locate_many(
    request: Request, served: Annotated[ServedCity, Depends(get_served)], questions: LocateRequest
) -> Response:
    """Answer many addresses and places, in their order; one without an answer says why."""
    lang = read_language(request.scope)

    def answer() -> bytes:
        rows = locate_items(served.city, served.unit_index(questions.as_of), questions)
        return to_json({"items": [replace(row, reason=translate_message(row.reason, lang)) for row in rows]})

    if _BATCHES.statistics().tasks_waiting >= _MOST_WAITING:
        reason = f"{_MOST_WAITING} requests with many addresses wait already; ask again in a few seconds"
        raise RefusedError(503, "Busy", reason, headers={"Retry-After": "5"})
    content = await to_thread.run_sync(answer, limiter=_BATCHES)
    return Response(content, media_type="application/json", headers=describe_language(lang))


@router.get("/grid-units/{unit_code}", responses={404: {"model": Problem}})
def get_grid_unit(
    unit_code: str, served: Annotated[ServedCity, Depends(get_served)], as_of: AsOf = None
) -> UnitHistory:
    """Return a grid unit by its code; one that is no longer in force leads to its successors."""
    return find_unit(served.city, served.unit_index(as_of), unit_code)


@router.get(
    "/grid-units/{unit_code}/surroundings", response_model=FeatureCollection, responses={404: {"model": Problem}}
)
async def get_surroundings(request: Request, unit_code: str, as_of: AsOf = None) -> Response:
    """Return a grid unit with its neighbours and the roads there, as a map of it needs them."""
    return await send_answer(request, Question(answer_surroundings, (unit_code, as_of), lane="quick"))


@router.get(
    "/grid-units/{unit_code}/workers",
    responses={403: {"model": Problem}, 404: {"model": Problem}, 429: {"model": Problem}},
)
def get_workers(
    unit_code: str,
    served: Annotated[ServedCity, Depends(get_served)],
    planner: Annotated[bool, Depends(is_planner)],
) -> UnitWorkers:
    """Return the workers of a unit, the lead first: their roles; with a planner's key names and phones."""
    unit = find_unit(served.city, served.unit_index(None), unit_code)
    workers = hide_contacts(list_workers(served.city, unit_code), is_planner=planner)
    items = [Worker.model_validate(row) for row in workers.to_dict("records")]
    return UnitWorkers(unit_code=unit_code, contact=unit.contact, items=items)
