"""The planner's page: its frame and its files, which never change under their names."""

from functools import cache
from typing import Final

from fastapi import APIRouter, Request, Response

from geo.errors import NotFoundError
from maps.planner.page_files import list_page_files, name_version
from maps.planner.planner_page import render_planner_page
from service.asking import send_stored
from service.compute.questions import Body
from service.compute.stored import StoredAnswer, pack_answer
from service.parameters import StrictRoute

router = APIRouter(include_in_schema=False, route_class=StrictRoute)
_HTML: Final = "text/html; charset=utf-8"
#: A file has the version of all files in its address: what a browser holds is right for ever.
_FOR_EVER: Final = "public, max-age=31536000, immutable"


@router.get("/")
async def open_start(request: Request) -> Response:
    """Return the planner's page."""
    return send_stored(request, _pack_page())


@router.get("/assets/{version}/{path:path}")
async def get_page_file(request: Request, version: str, path: str) -> Response:
    """Return a file of the planner's page."""
    found = list_page_files().get(path)
    if found is None or version != name_version():
        raise NotFoundError("no such file; the page that named it is an old one: load it again")
    return send_stored(request, _pack_file(path))


@cache
def _pack_page() -> StoredAnswer:
    return pack_answer(Body(render_planner_page().encode(), _HTML, (("Cache-Control", "no-cache"),)))


@cache
def _pack_file(path: str) -> StoredAnswer:
    found = list_page_files()[path]
    return pack_answer(Body(found.content, found.media_type, (("Cache-Control", _FOR_EVER),)))
