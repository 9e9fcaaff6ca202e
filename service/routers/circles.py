"""Service circles of places and of facilities."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from geo.circles import circles_to_geojson, draw_circle, draw_facility_circles
from service.analyses import Analyses
from service.caching import send
from service.dependencies import get_analyses, get_place
from service.models import FeatureCollection, Problem
from service.routers.coverage import ProfileName

router = APIRouter(prefix="/v1", tags=["circles"], responses={400: {"model": Problem}})

Minutes = Annotated[float, Field(gt=0, le=60)]
Breaks = Annotated[list[Minutes], Query(max_length=8, description="Limits [min]", examples=[[5, 10, 15]])]


@router.get("/circle", response_model=FeatureCollection)
def get_circle(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    place: Annotated[tuple[float, float], Depends(get_place)],
    minutes: Breaks = [15.0],  # noqa: B006 - FastAPI copies it
    profile: ProfileName = "adult",
) -> Response:
    """Return what can be walked to from a place within each limit, with the residents whose walk is that short."""
    circles = draw_circle(analyses.circles(profile), *place, minutes=sorted(set(minutes)))
    return send(request, circles_to_geojson(circles).encode(), "application/geo+json")


@router.get("/facilities/{facility_id}/circle", response_model=FeatureCollection, responses={404: {"model": Problem}})
def get_facility_circle(
    request: Request,
    facility_id: str,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    minutes: Breaks = [15.0],  # noqa: B006 - FastAPI copies it
    profile: ProfileName = "adult",
) -> Response:
    """Return from where a facility can be walked to within each limit, through its gates where it has any."""
    circles = draw_facility_circles(analyses.circles(profile), [facility_id], minutes=sorted(set(minutes)))
    return send(request, circles_to_geojson(circles).encode(), "application/geo+json")
