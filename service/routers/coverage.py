"""Coverage by level, and gap areas."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request, Response

from service.answers.coverage import MEDIA_TYPES, answer_coverage
from service.answers.gaps import MEDIA_TYPES as GAP_MEDIA_TYPES
from service.answers.gaps import answer_gaps
from service.answers.names import check_names
from service.asking import send_answer
from service.compute.questions import Question
from service.dependencies import get_served
from service.media_types import ARROW, CSV, GEOJSON, choose_media_type
from service.models.coverage import CoverageAnswer, CoverageQuery, GapCollection, GapsQuery
from service.models.features import FeatureCollection
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.served_city import ServedCity

_COLUMNS: Final = {CSV: {"schema": {"type": "string"}}, ARROW: {"schema": {"type": "string", "format": "binary"}}}
_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": Problem} for status in (400, 404, 406)}
Served = Annotated[ServedCity, Depends(get_served)]
router = APIRouter(prefix="/v1", tags=["coverage"], responses=_PROBLEMS, route_class=StrictRoute)


@router.get(
    "/coverage",
    response_model=CoverageAnswer,
    responses={200: {"content": {GEOJSON: {"schema": FeatureCollection.model_json_schema()}, **_COLUMNS}}},
)
async def get_coverage(request: Request, served: Served, query: Annotated[CoverageQuery, Query()]) -> Response:
    """Return residents covered, not covered and unknown, by unit of a level, page by page; the form by Accept."""
    media_type = choose_media_type(request, MEDIA_TYPES)
    check_names(served.city, profile=query.profile, level=query.level, category=query.category)
    return await send_answer(request, Question(answer_coverage, (query, media_type), lane="slow"))


@router.get(
    "/gaps",
    response_model=GapCollection,
    responses={200: {"content": {GEOJSON: {"schema": FeatureCollection.model_json_schema()}, **_COLUMNS}}},
)
async def get_gaps(request: Request, served: Served, query: Annotated[GapsQuery, Query()]) -> Response:
    """Return gap areas with the people in them, in WGS-84, page by page; the form by Accept."""
    media_type = choose_media_type(request, GAP_MEDIA_TYPES)
    check_names(served.city, profile=query.profile, category=query.category)
    return await send_answer(request, Question(answer_gaps, (query, media_type), lane="slow"))
