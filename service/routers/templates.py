"""Tables to be filled in, for the planner's page."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from geo.texts import Lang
from service.answers.templates import TemplateEnding, TemplateName, answer_template
from service.asking import send_answer
from service.compute.questions import Question
from service.parameters import StrictRoute

router = APIRouter(prefix="/page/templates", include_in_schema=False, route_class=StrictRoute)


@router.get("/{name}.{ending}", response_class=Response)
async def get_template(
    request: Request,
    name: TemplateName,
    ending: TemplateEnding,
    lang: Annotated[Lang, Query(description="Language of headings and explanations")] = "zh",
) -> Response:
    """Return a table to be filled in: headings, an example in this city, and what each column is."""
    return await send_answer(request, Question(answer_template, (name, ending, lang), lane="quick"))
