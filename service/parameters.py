"""What a request may hold: parameters that its route knows, each as often as it counts, and a body of bounded size."""

import difflib
import json
import typing
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import from_json
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from geo.errors import InputError
from service.clients import name_client
from service.errors import RefusedError

#: Largest body of a request in JSON [bytes]: 10,000 addresses of 50 Chinese characters.
MOST_BODY_BYTES: Final = 2_000_000
_TOO_LARGE: Final = f"the body has more than {MOST_BODY_BYTES:,} bytes; send less at once, in several requests"


class _QuicklyRead(Request):
    """A request whose JSON is read in a fraction of the time: nobody else is answered meanwhile."""

    async def json(self) -> Any:
        body = await self.body()
        try:
            return from_json(body)
        except ValueError as error:
            raise json.JSONDecodeError(str(error), "", 0) from None


class StrictRoute(APIRoute):
    """A route that refuses what it would ignore; a router opts in with ``APIRouter(route_class=StrictRoute)``.

    A parameter that the route does not know, or one given twice that counts once, is a 400 that names it, the nearest
    one and all that there are. A JSON body larger than :data:`MOST_BODY_BYTES` is a 413 before it is read whole.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Make what answers a request: FastAPI's own, behind the checks."""
        handle = super().get_route_handler()
        known = dict(self._list_parameters())
        has_body = self.body_field is not None

        async def handle_strictly(request: Request) -> Response:
            query: bytes = request.scope["query_string"]
            if query:
                check_parameters(query, known)
            if not has_body:
                return await handle(request)
            client = name_client(request.client and request.client.host)
            with request.app.state.bodies.receive(client, form_bytes=MOST_BODY_BYTES) as count:
                return await handle(_QuicklyRead(request.scope, bound_body(request, count)))

        return handle_strictly

    def _list_parameters(self) -> Iterator[tuple[bytes, bool]]:
        """List the parameters of the route, and whether each may be repeated."""
        described = (self.openapi_extra or {}).get("parameters", [])
        yield from ((each["name"].encode(), False) for each in described if each["in"] == "query")
        waiting = [self.dependant]
        while waiting:
            dependant = waiting.pop()
            waiting += dependant.dependencies
            for field in dependant.query_params:
                annotation = field.field_info.annotation
                if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                    for name, part in annotation.model_fields.items():
                        yield (part.alias or name).encode(), _is_repeated(part.annotation)
                else:
                    yield field.alias.encode(), _is_repeated(annotation)


def _is_repeated(annotation: Any) -> bool:
    return typing.get_origin(annotation) in (list, tuple)


def check_parameters(query: bytes, known: dict[bytes, bool]) -> None:
    """Raise unless a query string holds known parameters only, each as often as it counts.

    Parameters
    ----------
    query
        As it was sent: ``b"level=city&minutes=15"``.
    known
        Name -> whether it may be repeated.

    Raises
    ------
    InputError
        With the parameter that is not known, or is given twice; the message names the valid ones.

    Examples
    --------
    >>> check_parameters(b"level=city", {b"level": False})
    >>> check_parameters(b"levl=city", {b"level": False, b"minutes": False})
    Traceback (most recent call last):
    geo.errors.InputError: unknown parameter "levl"; did you mean level? valid: level, minutes
    """
    seen = set()
    for part in query.split(b"&"):
        name = part.partition(b"=")[0]
        if b"%" in name or b"+" in name:
            name = unquote_to_bytes(name.replace(b"+", b" "))
        if name not in known:
            if not part:
                continue
            raise InputError(_explain_unknown(name.decode(errors="replace"), [each.decode() for each in known]))
        if name in seen and not known[name]:
            raise InputError(f'the parameter "{name.decode()}" is given more than once; only one value counts')
        seen.add(name)


def _explain_unknown(name: str, valid: list[str]) -> str:
    near = difflib.get_close_matches(name, valid, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}? " if near else ""
    choices = f"valid: {', '.join(valid)}" if valid else "there are none here"
    return f'unknown parameter "{name[:40]}"; {hint}{choices}'


def bound_body(request: Request, count: Callable[[int], None]) -> Receive:
    """Bound what is received of a request's body.

    Parameters
    ----------
    request
        The request.
    count
        Is told of the bytes of each piece, and may refuse them.

    Returns
    -------
    Receive
        What the request is read with from here on; it raises a 413 where the body is larger than
        :data:`MOST_BODY_BYTES`, at once where the request says so itself.

    Raises
    ------
    starlette.exceptions.HTTPException
        413, if its Content-Length is larger.
    """
    said = request.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > MOST_BODY_BYTES:
        raise HTTPException(413, _TOO_LARGE)
    count_bytes = 0

    async def receive() -> Message:
        nonlocal count_bytes
        message = await request.receive()
        piece_bytes = len(message.get("body", b""))
        count_bytes += piece_bytes
        if count_bytes > MOST_BODY_BYTES:
            raise HTTPException(413, _TOO_LARGE)
        try:
            count(piece_bytes)
        except RefusedError as error:  # what else is raised while a body is read would be a 400
            raise HTTPException(error.status, error.detail, headers=error.headers) from None
        return message

    return receive
