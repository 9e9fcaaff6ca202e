"""From an error to an HTTP status, and the problem+json (RFC 9457) that carries it: one table for all errors of geo."""

import logging
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from geo.errors import AddressNotFoundError, GeoError, InputError, NetworkError, NotFoundError, OutsideCityError
from geo.personal import mask_personal
from geo.texts import Lang
from geo.texts.messages import translate_message
from service.answer_headers import NO_POLICY, SAFE_HEADERS
from service.languages import DEFAULT, describe_language, read_language

#: Status and title of an error: those of its nearest class in the table.
STATUS_AND_TITLE: Final[dict[type[GeoError], tuple[int, str]]] = {
    OutsideCityError: (404, "Outside the city"),
    AddressNotFoundError: (404, "Address not found"),
    NotFoundError: (404, "Not found"),
    InputError: (400, "The request is wrong"),
    NetworkError: (422, "The walk network cannot answer this"),
}
_CUT_OFF: Final = "the request ended before its end; send it again"
_FAULT: Final = "a fault of the service, not of the request; its log says more, and the same request may fail again"
#: Characters of a text in a problem.
_MOST_TEXT: Final = 2_000
_LOGGER: Final = logging.getLogger(__name__)
_MEDIA_TYPE: Final = "application/problem+json"


class RefusedError(Exception):
    """A request that is not answered though it is well formed: a limit of rate or size, a missing key, a busy service.

    Parameters
    ----------
    status, title, detail
        As :func:`problem` takes them.
    headers
        What else the client must know, such as ``Retry-After``.
    """

    def __init__(self, status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, detail
        self.headers = dict(headers or {})

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to make it again in another process."""
        return partial(RefusedError, headers=self.headers), (self.status, self.title, self.detail)


class PlannedPartError(InputError):
    """One part of a scenario cannot be laid: which one, so that a page can show the message where the part lies.

    Parameters
    ----------
    message
        What was found, what was expected and what to do.
    part
        ``paths`` or ``areas``.
    number
        Which one, from 1.
    """

    def __init__(self, message: str, *, part: str, number: int) -> None:
        super().__init__(message)
        self.part, self.number = part, number

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how to make it again in another process."""
        return partial(PlannedPartError, part=self.part, number=self.number), self.args


def add_error_handlers(app: FastAPI) -> None:
    """Make an application answer every error with problem+json, unexpected ones too.

    Parameters
    ----------
    app
        The application; changed.
    """
    app.add_exception_handler(GeoError, _on_geo_error)
    app.add_exception_handler(RefusedError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(ClientDisconnect, _on_disconnect)
    app.add_exception_handler(Exception, _on_fault)


def problem(status: int, title: str, detail: str, *, lang: Lang = DEFAULT, **more: Any) -> JSONResponse:
    """Make a problem+json response.

    Parameters
    ----------
    status
        HTTP status.
    title
        The kind of problem.
    detail
        What a person can act on.
    lang
        The language that its client reads; title and detail are put into it.
    **more
        Further members of the kind of problem, such as ``distance_m``.

    Returns
    -------
    fastapi.responses.JSONResponse
        With the media type of RFC 9457; numbers in its texts that look like a person's are masked, and what is longer
        than anybody reads is cut: it may quote what was sent.

    Examples
    --------
    >>> problem(404, "Not found", "no such unit").media_type
    'application/problem+json'
    """
    texts = {"title": translate_message(title, lang), "detail": translate_message(detail, lang)}
    body = {"type": "about:blank", "title": texts["title"], "status": status, "detail": texts["detail"], **more}
    body = {name: _make_presentable(value) if isinstance(value, str) else value for name, value in body.items()}
    return JSONResponse(body, status_code=status, media_type=_MEDIA_TYPE, headers=describe_language(lang))


def _make_presentable(text: str) -> str:
    shown = text if len(text) <= _MOST_TEXT else f"{text[:_MOST_TEXT]}…"
    return mask_personal(shown)


def _on_geo_error(request: Request, error: Exception) -> JSONResponse:
    found = next((STATUS_AND_TITLE[kind] for kind in type(error).__mro__ if kind in STATUS_AND_TITLE), None)
    if found is None:
        _LOGGER.error("a fault", exc_info=error)
        return _on_fault(request, error)
    status, title = found
    more: dict[str, Any] = {}
    if isinstance(error, OutsideCityError):
        more = {"nearest_unit_code": error.nearest_unit_code, "distance_m": round(error.distance_m, 1)}
    if isinstance(error, AddressNotFoundError):
        more = {"matched": error.matched, "unmatched": error.unmatched}
    if isinstance(error, PlannedPartError):
        more = {"part": error.part, "number": error.number}
    return problem(status, title, str(error), lang=read_language(request.scope), **more)


def _on_refusal(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RefusedError)
    answer = problem(error.status, error.title, error.detail, lang=read_language(request.scope))
    answer.headers.update(error.headers)
    return answer


def _on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [f"{'.'.join(str(part) for part in fault['loc'][1:])}: {fault['msg']}" for fault in error.errors()]
    return problem(422, "The request cannot be read", "; ".join(faults), lang=read_language(request.scope))


def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    detail = f"{request.method} {request.url.path}: {error.detail}"
    if error.status_code in (404, 405):
        detail += "; the addresses that exist are listed at /docs"
    answer = problem(error.status_code, HTTPStatus(error.status_code).phrase, detail, lang=read_language(request.scope))
    answer.headers.update(error.headers or {})
    return answer


def _on_disconnect(_: Request, __: Exception) -> JSONResponse:
    # nobody is there to read it; without an answer the server would log a fault of ours
    return problem(400, "Request cut off", _CUT_OFF)


def _on_fault(request: Request, _: Exception) -> JSONResponse:
    # the text of the error stays in the log: it may name files and tables of the service
    answer = problem(500, "Fault", _FAULT, lang=read_language(request.scope))
    # this one answer is written outside of all that the application is wrapped in
    answer.headers.update({**SAFE_HEADERS, "content-security-policy": NO_POLICY})
    return answer
