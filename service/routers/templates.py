"""What the planner's page needs to hand work in: whether jobs are kept here, and tables to be filled in."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from geo.texts import LANGS, Lang
from geo.texts.messages import translate_message
from service.answers.templates import TemplateEnding, TemplateName, answer_template
from service.asking import send_answer
from service.compute.questions import Question
from service.jobs.descriptions import ask_for
from service.parameters import StrictRoute
from service.settings import Settings

router = APIRouter(prefix="/page", include_in_schema=False, route_class=StrictRoute)


@router.get("/jobs")
def get_terms(request: Request) -> dict[str, Any]:
    """Return whether this service keeps jobs, why not, how long, and how large a form may be."""
    settings: Settings = request.app.state.settings
    reason = f"this service keeps no jobs; {ask_for('jobs' if settings.jobs_folder is None else 'city')}"
    return {
        "kept": settings.jobs_folder is not None and settings.city is not None,
        "reason": {lang: translate_message(reason, lang) for lang in LANGS},
        "hours": settings.jobs_kept_hours,
        "upload_mb": settings.upload_mb,
    }


@router.get("/templates/{name}.{ending}", response_class=Response)
async def get_template(
    request: Request,
    name: TemplateName,
    ending: TemplateEnding,
    lang: Annotated[Lang, Query(description="Language of headings and explanations")] = "zh",
) -> Response:
    """Return a table to be filled in: headings, an example in this city, and what each column is."""
    return await send_answer(request, Question(answer_template, (name, ending, lang), lane="quick"))
