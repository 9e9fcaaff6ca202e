"""What the planner's page shows, to download and to print."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from geo import __version__
from geo.coverage.status import ALL
from geo.errors import InputError
from maps.planner.paper_frame import PAPERS
from service.answers.names import check_names
from service.answers.view_scenarios import OpenScenario
from service.answers.views import (
    answer_view_csv,
    answer_view_layer,
    answer_view_page,
    answer_view_workbook,
    head_download,
)
from service.asking import send_answer
from service.browser import find_browser
from service.compute.printing import Printed
from service.compute.questions import Question
from service.dependencies import get_served
from service.errors import RefusedError
from service.models.views import Ending, PrintQuery, ViewQuery
from service.parameters import StrictRoute
from service.routers.kept_scenarios import get_folder
from service.scenarios.scenario_store import read_scenario
from service.served_city import ServedCity

router = APIRouter(prefix="/page", include_in_schema=False, route_class=StrictRoute)

Served = Annotated[ServedCity, Depends(get_served)]
_ANSWERS: Final = {"csv": answer_view_csv, "xlsx": answer_view_workbook, "gpkg": answer_view_layer}
#: CSS pixels per millimetre.
_PIXELS_PER_MM: Final = 96 / 25.4


@router.get("/about")
async def get_about() -> dict[str, Any]:
    """Return the version, and whether this service has a browser, which draws pictures and PDF."""
    return {"version": __version__, "browser": _has_browser()}


@router.get("/download/{ending}", response_class=Response)
async def get_download(
    request: Request, served: Served, ending: Ending, query: Annotated[PrintQuery, Query()]
) -> Response:
    """Return what the page shows as a file."""
    view, scenario = _check(served, query), await _open_scenario(request, query)
    day = date.today().isoformat()
    if ending in _ANSWERS:
        return await send_answer(request, Question(_ANSWERS[ending], (view, day, scenario), lane="slow"))
    if not _has_browser():
        reason = "no browser on the machine of this service, so it draws no PNG and PDF; print the page /page/print"
        raise RefusedError(501, "No browser", reason)
    paper = "picture" if ending == "png" else query.paper
    size = None
    if ending == "png":
        size = (round(PAPERS[paper].width_mm * _PIXELS_PER_MM), round(PAPERS[paper].height_mm * _PIXELS_PER_MM))
    printed = Printed((view, day, paper, scenario), size, head_download(view, ending, scenario))
    return await send_answer(request, Question(answer_view_page, printed, lane="print"))


@router.get("/print", response_class=Response)
async def get_print(request: Request, served: Served, query: Annotated[PrintQuery, Query()]) -> Response:
    """Return the page that is printed, for the reader's own browser to print."""
    scenario = await _open_scenario(request, query)
    asked = (_check(served, query), date.today().isoformat(), query.paper, scenario)
    return await send_answer(request, Question(answer_view_page, asked, lane="slow"))


def _check(served: ServedCity, query: PrintQuery) -> ViewQuery:
    """Check the names of a view; its paper is no part of it: the same table on any paper is one answer."""
    category = None if query.category == ALL else query.category
    check_names(served.city, profile=query.profile, level=query.level, category=category)
    return ViewQuery(**query.model_dump(exclude={"paper", "scenario"}))


async def _open_scenario(request: Request, query: PrintQuery) -> OpenScenario | None:
    """Read the scenario that a view shows; what it changes now, not its id, is what is asked."""
    if not query.scenario:
        return None
    found = await run_in_threadpool(read_scenario, await get_folder(request), query.scenario)
    return OpenScenario(found.name, found.content)


def _has_browser() -> bool:
    try:
        find_browser()
    except InputError:
        return False
    return True
