"""The planner's page: the data that it is made of."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from geo.coverage.status import ALL
from maps.planner.roads import TILE_ZOOM
from service.answers.names import check_names
from service.answers.planner import (
    answer_level,
    answer_main_roads,
    answer_measures,
    answer_outlines,
    answer_overview,
    answer_tile,
)
from service.answers.planner_category import answer_category, answer_facilities, answer_page_gaps, answer_sheet
from service.answers.planner_figures import answer_figures, answer_groups
from service.answers.planner_questions import choose_lane
from service.asking import send_answer
from service.compute.questions import Question
from service.dependencies import get_served
from service.models.coverage import ProfileName
from service.models.planner import PageCoverageQuery, PageGapsQuery, PageSheetQuery
from service.parameters import StrictRoute
from service.served_city import ServedCity

router = APIRouter(tags=["planner"], route_class=StrictRoute, include_in_schema=False)
TileNumber = Annotated[int, Path(ge=0, lt=1 << TILE_ZOOM)]
Served = Annotated[ServedCity, Depends(get_served)]


@router.get("/page/city")
async def get_overview(request: Request) -> Response:
    """Return what the page knows of the city before anything is chosen."""
    return await send_answer(request, Question(answer_overview, (), lane="quick"))


@router.get("/page/levels/{level}")
async def get_level(request: Request, served: Served, level: str) -> Response:
    """Return the units of a level."""
    check_names(served.city, level=level)
    return await send_answer(request, Question(answer_level, level, lane="quick"))


@router.get("/page/figures")
async def get_figures(request: Request, served: Served, profile: ProfileName = "adult") -> Response:
    """Return the figures of every category for the city, its districts and its streets."""
    check_names(served.city, profile=profile)
    return await send_answer(request, Question(answer_figures, profile, lane=choose_lane(profile)))


@router.get("/page/outlines")
async def get_outlines(request: Request) -> Response:
    """Return the lines between districts and streets."""
    return await send_answer(request, Question(answer_outlines, (), lane="quick"))


@router.get("/page/coverage/{category}")
async def get_category(
    request: Request, served: Served, category: str, query: Annotated[PageCoverageQuery, Query()]
) -> Response:
    """Return the figures of a category."""
    check_names(served.city, profile=query.profile, level=query.level, category=None if category == ALL else category)
    question = Question(answer_category, (category, query), lane=choose_lane(query.profile))
    return await send_answer(request, question)


@router.get("/page/coverage/{category}/groups")
async def get_groups(
    request: Request, served: Served, category: str, query: Annotated[PageCoverageQuery, Query()]
) -> Response:
    """Return how many elders and children are not covered in a category."""
    check_names(served.city, profile=query.profile, level=query.level, category=None if category == ALL else category)
    question = Question(answer_groups, (category, query), lane=choose_lane(query.profile))
    return await send_answer(request, question)


@router.get("/page/gaps/{category}")
async def get_page_gaps(
    request: Request, served: Served, category: str, query: Annotated[PageGapsQuery, Query()]
) -> Response:
    """Return the gap areas of a category."""
    check_names(served.city, profile=query.profile, category=category)
    question = Question(answer_page_gaps, (category, query), lane=choose_lane(query.profile, query.minutes))
    return await send_answer(request, question)


@router.get("/page/facilities/{category}")
async def get_facilities(request: Request, served: Served, category: str) -> Response:
    """Return the facilities of a category."""
    check_names(served.city, category=category)
    return await send_answer(request, Question(answer_facilities, category, lane="quick"))


@router.get("/page/roads/main")
async def get_main_roads(request: Request) -> Response:
    """Return the main roads of the whole city."""
    return await send_answer(request, Question(answer_main_roads, (), lane="quick"))


@router.get("/page/roads/{x}/{y}")
async def get_tile(request: Request, x: TileNumber, y: TileNumber) -> Response:
    """Return the roads of a tile."""
    return await send_answer(request, Question(answer_tile, (x, y), lane="quick"))


@router.get("/page/measures/{level}")
async def get_measures(request: Request, served: Served, level: str) -> Response:
    """Return what the units of a level have of staff, rooms and floor area."""
    check_names(served.city, level=level)
    return await send_answer(request, Question(answer_measures, level, lane="quick"))


@router.get("/page/sheet/{level}/{code:path}")
async def get_sheet(
    request: Request, served: Served, level: str, code: str, query: Annotated[PageSheetQuery, Query()]
) -> Response:
    """Return the sheet of a unit."""
    check_names(served.city, profile=query.profile, level=level)
    question = Question(answer_sheet, (level, code, query), lane=choose_lane(query.profile, query.minutes))
    return await send_answer(request, question)
