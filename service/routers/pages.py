"""Pages for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from geo.texts import Lang
from service.compute.analyses import Analyses
from service.dependencies import get_analyses
from service.responses import send
from service.routers.coverage import Minutes, ProfileName

router = APIRouter(tags=["pages"])


@router.get("/", include_in_schema=False)
def open_start() -> RedirectResponse:
    """Lead to the planner's page."""
    return RedirectResponse("/maps/coverage.html")


@router.get("/maps/coverage.html", response_class=Response)
def get_coverage_page(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    level: Annotated[str, Query(description="Which units are coloured")] = "grid_units",
    minutes: Minutes = None,
    profile: ProfileName = "adult",
    lang: Annotated[Lang, Query(description="Language the page opens in")] = "zh",
) -> Response:
    """Return the coverage map, one self-contained HTML file."""
    return send(request, analyses.page(minutes, profile, level, lang), "text/html; charset=utf-8")


@router.get("/find", response_class=Response)
def get_find_page(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    lang: Annotated[Lang, Query(description="Language the page opens in")] = "zh",
) -> Response:
    """Return the page on which somebody finds their grid unit."""
    return send(request, analyses.find_page(lang), "text/html; charset=utf-8")
