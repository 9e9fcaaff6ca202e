"""Results of jobs as files, whole or in ranges of bytes."""

from typing import Final, Literal

from fastapi.responses import FileResponse
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from service.errors import problem

Ending = Literal["xlsx", "gpkg", "html", "json", "view.json", "csv", "gates.csv", "svg", "filing.xlsx"]
#: The last part of a file's name -> what it is.
MEDIA_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "gpkg": "application/geopackage+sqlite3",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
_RANGE: Final = b"range"
_UNIT: Final = "bytes="
#: What starlette answers to a range that cannot be sent -> our title and what to do.
_REFUSALS: Final = {
    400: ("The range is wrong", "Range: expected bytes=FIRST-LAST, counted from 0; leave it out for the whole file"),
    416: ("Range not satisfiable", "Range: begins behind the end of the file; Content-Range says how long it is"),
}


class ResultFile(FileResponse):
    """A file that is refused as everything else here is: with problem+json, where starlette answers a plain text.

    A range in another unit than bytes is as good as none (RFC 9110, 14.2).
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, a part of it, or why not."""
        if not Headers(scope=scope).get("range", _UNIT).lower().startswith(_UNIT):
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != _RANGE]}
        is_refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and message["status"] in _REFUSALS:
                is_refused = True
                answer = problem(message["status"], *_REFUSALS[message["status"]])
                kept = ("cache-control", "x-content-type-options")
                answer.headers.update({name: self.headers[name] for name in kept if name in self.headers})
                if "content-range" in (found := Headers(raw=message["headers"])):
                    answer.headers["content-range"] = found["content-range"]
                await answer(scope, receive, send)
            elif not is_refused:
                await send(message)

        await super().__call__(scope, receive, send_or_refuse)
