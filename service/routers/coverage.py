"""Coverage by level, and gap areas."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from service.answers.coverage import list_gaps, list_units
from service.compute.analyses import Analyses
from service.dependencies import get_analyses
from service.models.coverage import CoverageAnswer
from service.models.features import FeatureCollection
from service.models.problems import Problem
from service.responses import send

router = APIRouter(prefix="/v1", tags=["coverage"])

Minutes = Annotated[float | None, Query(gt=0, le=1440, description="Limit for all categories [min]", examples=[15])]
ProfileName = Annotated[str, Query(description="adult, elder, wheelchair or brisk")]
Category = Annotated[str | None, Query(description="Only this category")]


@router.get("/coverage", response_model=CoverageAnswer, responses={400: {"model": Problem}})
def get_coverage(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    level: Annotated[str, Query(description="city, districts, streets, communities or grid_units")] = "grid_units",
    category: Category = None,
    minutes: Minutes = None,
    profile: ProfileName = "adult",
    parent: Annotated[str | None, Query(description="Only units directly below this code")] = None,
) -> Response:
    """Return residents covered, not covered and unknown, by unit of a level."""
    coverage = analyses.coverage(minutes, profile)
    answer = list_units(analyses.city, coverage, level=level, category=category, parent=parent)
    return send(request, answer.model_dump_json().encode(), "application/json")


@router.get("/gaps", response_model=FeatureCollection, responses={400: {"model": Problem}})
def get_gaps(
    request: Request,
    analyses: Annotated[Analyses, Depends(get_analyses)],
    category: Category = None,
    minutes: Minutes = None,
    profile: ProfileName = "adult",
) -> Response:
    """Return gap areas with the people in them, as GeoJSON in WGS-84."""
    answer = list_gaps(analyses.coverage(minutes, profile), category=category)
    return send(request, answer.encode(), "application/geo+json")
