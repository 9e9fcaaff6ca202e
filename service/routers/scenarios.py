"""What a scenario changes, and scenarios that are kept."""

from typing import Any, Final

from fastapi import APIRouter, Request, Response

from service.answers.scenarios import answer_scenario
from service.asking import send_answer
from service.compute.questions import Question
from service.models.problems import Problem
from service.models.scenarios import ScenarioAnswer, ScenarioRequest
from service.parameters import StrictRoute

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": Problem} for status in (400, 404, 413)}
router = APIRouter(prefix="/v1", tags=["scenarios"], responses=_PROBLEMS, route_class=StrictRoute)


@router.post("/scenarios", response_model=ScenarioAnswer)
async def post_scenario(request: Request, scenario: ScenarioRequest) -> Response:
    """Return residents covered, not covered and unknown before and after, in the city and in each unit that changes."""
    return await send_answer(request, Question(answer_scenario, scenario.model_dump_json(), lane="slow"))
