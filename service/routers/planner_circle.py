"""The circles of a place, for the planner's page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from service.answers.planner_circle import answer_planner_circle
from service.asking import send_answer
from service.compute.questions import Question
from service.models.planner_circle import PlannerCircleQuery
from service.parameters import StrictRoute

router = APIRouter(prefix="/page", include_in_schema=False, route_class=StrictRoute)


@router.get("/circle")
async def get_planner_circle(request: Request, query: Annotated[PlannerCircleQuery, Query()]) -> Response:
    """Return who and what lies inside the circles of a place, beside those as the crow flies."""
    return await send_answer(request, Question(answer_planner_circle, query, lane="quick"))
