"""Service circles of places and of facilities, and the routes behind verdicts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.answers.circles import answer_circle, answer_facility_circle, answer_route
from service.asking import send_answer
from service.compute.questions import Question
from service.models.circles import CircleQuery, FacilityCircleQuery, RouteQuery
from service.models.features import FeatureCollection
from service.models.problems import Problem
from service.parameters import StrictRoute

router = APIRouter(prefix="/v1", tags=["circles"], responses={400: {"model": Problem}}, route_class=StrictRoute)


@router.get("/circle", response_model=FeatureCollection)
async def get_circle(request: Request, query: Annotated[CircleQuery, Query()]) -> Response:
    """Return what can be walked to from a place within each limit, with the residents whose walk is that short."""
    return await send_answer(request, Question(answer_circle, query, lane="quick"))


@router.get("/facilities/{facility_id}/circle", response_model=FeatureCollection, responses={404: {"model": Problem}})
async def get_facility_circle(
    request: Request, facility_id: str, query: Annotated[FacilityCircleQuery, Query()]
) -> Response:
    """Return from where a facility can be walked to within each limit, through its gates where it has any."""
    return await send_answer(request, Question(answer_facility_circle, (facility_id, query), lane="quick"))


@router.get("/homes/{home_id}/route", response_model=FeatureCollection, responses={404: {"model": Problem}})
async def get_route(request: Request, home_id: str, query: Annotated[RouteQuery, Query()]) -> Response:
    """Return the walk behind a verdict: from a home to its nearest facility of a category."""
    return await send_answer(request, Question(answer_route, (home_id, query), lane="quick"))
