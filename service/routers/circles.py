"""Service circles of places and of facilities, and the routes behind verdicts."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from geo.circles.circles import draw_circle, draw_facility_circles
from geo.circles.reach import reached_edges
from geo.circles.routes import trace_route
from geo.circles.simplify import simplify_circles
from geo.files.writers import to_geojson
from service.compute.analyses import Analyses
from service.dependencies import get_analyses, get_place
from service.models.features import FeatureCollection
from service.models.problems import Problem
from service.responses import send
from service.routers.coverage import ProfileName

router = APIRouter(prefix="/v1", tags=["circles"], responses={400: {"model": Problem}})

Minutes = Annotated[float, Field(gt=0, le=60)]
Tolerance = Annotated[float, Query(ge=0, le=100, description="Farthest that a simplified outline may move [m]")]
Breaks = Annotated[list[Minutes], Query(max_length=8, description="Limits [min]", examples=[[5, 10, 15]])]


@router.get("/circle", response_model=FeatureCollection)
def get_circle(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    place: Annotated[tuple[float, float], Depends(get_place)],
    minutes: Breaks = [15.0],  # noqa: B006 - FastAPI copies it
    profile: ProfileName = "adult",
    shape: Annotated[Literal["polygon", "lines"], Query(description="Outlines, or reached parts of edges")] = "polygon",
    tolerance: Tolerance = 0.0,
) -> Response:
    """Return what can be walked to from a place within each limit, with the residents whose walk is that short."""
    maker, breaks = analyses.circles(profile), sorted(set(minutes))
    if shape == "lines":
        drawn = reached_edges(maker.context, *place, minutes=breaks)
    else:
        drawn = simplify_circles(draw_circle(maker, *place, minutes=breaks), tolerance_m=tolerance)
    return send(request, to_geojson(drawn).encode(), "application/geo+json")


@router.get("/facilities/{facility_id}/circle", response_model=FeatureCollection, responses={404: {"model": Problem}})
def get_facility_circle(
    request: Request,
    facility_id: str,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    minutes: Breaks = [15.0],  # noqa: B006 - FastAPI copies it
    profile: ProfileName = "adult",
    tolerance: Tolerance = 0.0,
) -> Response:
    """Return from where a facility can be walked to within each limit, through its gates where it has any."""
    circles = draw_facility_circles(analyses.circles(profile), [facility_id], minutes=sorted(set(minutes)))
    return send(request, to_geojson(simplify_circles(circles, tolerance_m=tolerance)).encode(), "application/geo+json")


@router.get("/homes/{home_id}/route", response_model=FeatureCollection, responses={404: {"model": Problem}})
def get_route(
    request: Request,
    home_id: str,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    category: Annotated[str, Query(description="The category whose nearest facility is walked to")],
    profile: ProfileName = "adult",
) -> Response:
    """Return the walk behind a verdict: from a home to its nearest facility of a category."""
    found = trace_route(analyses.city, analyses.walks(profile), home_id=home_id, category=category)
    return send(request, to_geojson(found).encode(), "application/geo+json")
