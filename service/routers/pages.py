"""Pages for people."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse

from geo.texts import Lang
from maps.policy import add_policy
from maps.waiting_page import render_waiting_page
from service.answers.names import check_names
from service.answers.pages import answer_audit_sheet, answer_coverage_page, answer_find_page
from service.asking import BEING_COMPUTED_RETRY_S, BeingComputedError, send_answer
from service.compute.questions import Question
from service.dependencies import get_served
from service.models.coverage import MOST_NAME
from service.models.pages import CoveragePageQuery
from service.models.problems import Problem
from service.parameters import StrictRoute
from service.served_city import ServedCity

router = APIRouter(tags=["pages"], route_class=StrictRoute)

#: Where the application serves the scripts of its documentation, which come with a Python package.
_FILES: Final = "/static-offline-docs"
#: What those scripts need beside what every page may do.
_DOCS_POLICY: Final = {
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
}


@router.get("/maps/coverage.html", response_class=Response)
async def get_coverage_page(
    request: Request,
    served: Annotated[ServedCity, Depends(get_served)],
    query: Annotated[CoveragePageQuery, Query()],
) -> Response:
    """Return the coverage map, one self-contained HTML file."""
    check_names(served.city, profile=query.profile, level=query.level)
    return await _send_page(request, Question(answer_coverage_page, query, lane="slow"), query.lang)


@router.get("/maps/audit-sheet.html", response_class=Response, responses={404: {"model": Problem}})
async def get_audit_sheet(
    request: Request,
    code: Annotated[str, Query(max_length=MOST_NAME, description="Of a community, village or street")],
    lang: Annotated[Lang, Query(description="Language of the page that is shown while it is computed")] = "zh",
) -> Response:
    """Return the two printed pages of a community, village or street in the audit; with #en it opens in English."""
    return await _send_page(request, Question(answer_audit_sheet, code, lane="slow"), lang)


@router.get("/find", response_class=Response)
async def get_find_page(
    request: Request, lang: Annotated[Lang, Query(description="Language the page opens in")] = "zh"
) -> Response:
    """Return the page on which somebody finds their grid unit."""
    return await _send_page(request, Question(answer_find_page, lang, lane="slow"), lang)


async def _send_page(request: Request, question: Question, lang: Lang) -> Response:
    """Answer with a page; while it is being computed with one that says so and asks again."""
    try:
        return await send_answer(request, question)
    except BeingComputedError as error:
        page = render_waiting_page(again_s=BEING_COMPUTED_RETRY_S, lang=lang)
        return HTMLResponse(page, status_code=error.status, headers=error.headers)


@router.get("/docs", include_in_schema=False)
def open_docs(request: Request) -> HTMLResponse:
    """Return the documentation of the API, in which each request can be tried."""
    root = request.scope.get("root_path", "")
    page = get_swagger_ui_html(
        openapi_url=f"{root}{request.app.openapi_url}",
        title=request.app.title,
        swagger_js_url=f"{root}{_FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{_FILES}/swagger-ui.css",
        swagger_favicon_url=f"{root}{_FILES}/favicon.png",
        swagger_ui_parameters={"validatorUrl": None},  # else it asks a server of its makers about the service
    )
    return HTMLResponse(add_policy(bytes(page.body).decode(), allowed=_DOCS_POLICY))


@router.get("/redoc", include_in_schema=False)
def open_redoc(request: Request) -> RedirectResponse:
    """Lead to the documentation: Redoc's own page loads a picture from its makers and needs any style to be allowed."""
    return RedirectResponse(f"{request.scope.get('root_path', '')}/docs")
