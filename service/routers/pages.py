"""Pages for people."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from geo.texts import Lang
from service.answers.pages import answer_coverage_page, answer_find_page
from service.asking import send_answer
from service.compute.questions import Question
from service.models.pages import CoveragePageQuery
from service.parameters import StrictRoute

router = APIRouter(tags=["pages"], route_class=StrictRoute)


@router.get("/", include_in_schema=False)
async def open_start() -> RedirectResponse:
    """Lead to the planner's page."""
    return RedirectResponse("/maps/coverage.html")


@router.get("/maps/coverage.html", response_class=Response)
async def get_coverage_page(request: Request, query: Annotated[CoveragePageQuery, Query()]) -> Response:
    """Return the coverage map, one self-contained HTML file."""
    return await send_answer(request, Question(answer_coverage_page, query, lane="slow"))


@router.get("/find", response_class=Response)
async def get_find_page(
    request: Request, lang: Annotated[Lang, Query(description="Language the page opens in")] = "zh"
) -> Response:
    """Return the page on which somebody finds their grid unit."""
    return await send_answer(request, Question(answer_find_page, lang, lane="slow"))
