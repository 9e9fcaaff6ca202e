"""Pages for people."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse, RedirectResponse

from geo.texts import Lang
from maps.policy import add_policy
from service.cache import AnalysisCache
from service.dependencies import get_analyses
from service.responses import send
from service.routers.coverage import Minutes, ProfileName

router = APIRouter(tags=["pages"])

#: Where the application serves the scripts of its documentation, which come with a Python package.
_FILES: Final = "/static-offline-docs"
#: What those scripts need beside what every page may do.
_DOCS_POLICY: Final = {
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
}


@router.get("/", include_in_schema=False)
def open_start() -> RedirectResponse:
    """Lead to the planner's page."""
    return RedirectResponse("/maps/coverage.html")


@router.get("/maps/coverage.html", response_class=Response)
def get_coverage_page(
    request: Request,
    analyses: Annotated[AnalysisCache, Depends(get_analyses)],
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
    analyses: Annotated[AnalysisCache, Depends(get_analyses)],
    lang: Annotated[Lang, Query(description="Language the page opens in")] = "zh",
) -> Response:
    """Return the page on which somebody finds their grid unit."""
    return send(request, analyses.find_page(lang), "text/html; charset=utf-8")


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
