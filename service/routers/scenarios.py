"""What changes when facilities are added or removed."""

from typing import Annotated

from fastapi import APIRouter, Depends

from service.answers.scenarios import compare_scenario
from service.compute.analyses import Analyses
from service.dependencies import get_analyses
from service.models.problems import Problem
from service.models.scenarios import ScenarioAnswer, ScenarioRequest

router = APIRouter(prefix="/v1", tags=["scenarios"], responses={400: {"model": Problem}, 404: {"model": Problem}})


@router.post("/scenarios")
def post_scenario(
    scenario: ScenarioRequest, analyses: Annotated[Analyses, Depends(get_analyses)]
) -> ScenarioAnswer:
    """Return residents covered, not covered and unknown before and after, in the city and in each unit that changes."""
    return compare_scenario(analyses, scenario)
