"""The audit of communities, by level."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from service.answers.audit import answer_audit, answer_shortfalls
from service.asking import send_answer
from service.compute.questions import Question
from service.models.audit import AuditAnswer, AuditQuery, ShortfallsAnswer
from service.models.problems import Problem
from service.parameters import StrictRoute

_PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": Problem} for status in (400, 404)}
router = APIRouter(prefix="/v1", tags=["audit"], responses=_PROBLEMS, route_class=StrictRoute)


@router.get("/audit", response_model=AuditAnswer)
async def get_audit(request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """Return what communities have and lack, by division of a level, page by page."""
    return await send_answer(request, Question(answer_audit, query, lane="slow"))


@router.get("/audit/shortfalls", response_model=ShortfallsAnswer)
async def get_shortfalls(request: Request) -> Response:
    """Return what all communities lack together, by kind, and what the figures of an audit are called."""
    return await send_answer(request, Question(answer_shortfalls, None, lane="slow"))
