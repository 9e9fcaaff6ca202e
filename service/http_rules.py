"""What holds for every answer of the service, whatever route gives it: hosts, methods, headers, an end in time."""

import asyncio
import functools
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from fastapi import FastAPI, Response
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from maps.policy import POLICY_WITHIN_BYTES, find_policy
from service.answer_headers import NO_FRAMES, NO_POLICY, NOT_KEPT, SAFE_HEADERS, SECURE_HEADERS
from service.contacts import PLANNER_ASKED, check_planner_key
from service.errors import problem
from service.guesses import Guesses
from service.hosts import AllowedHosts
from service.languages import read_language
from service.settings import Settings

#: Where a request holds how its answer is ended early: that of an answer which has no end of its own.
STOP: Final = "gridwalk.stop"
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_KEPT_BY: Final = frozenset((b"cache-control", b"etag", b"last-modified"))
_POLICY: Final = b"content-security-policy"
_GUNZIP: Final = zlib.MAX_WBITS | 16
_NOT_KEPT: Final = (b"cache-control", NOT_KEPT.encode("ascii"))
#: An answer that depends on the planner's key: whoever keeps answers on the way must not give it to others.
_PERSONAL: Final = [(b"vary", b"X-Planner-Key"), _NOT_KEPT]
_STOPPED: Final = "the service is being stopped; send the request again in a few seconds"
Header = tuple[bytes, bytes]


def _encode(headers: dict[str, str]) -> list[Header]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


_SAFE: Final = {"http": _encode(dict(SAFE_HEADERS)), "https": _encode(dict(SECURE_HEADERS))}


def add_http_rules(app: FastAPI, settings: Settings) -> None:
    """Make an application keep the rules of this module.

    Parameters
    ----------
    app
        The application; changed. What is added to it later sees its answers with these rules applied.
    settings
        Its settings, for the planner's key and the hosts.

    Raises
    ------
    InputError
        If the planner's key is one that :func:`service.contacts.check_planner_key` refuses.

    Examples
    --------
    >>> from fastapi.testclient import TestClient
    >>> app = FastAPI()
    >>> add_http_rules(app, Settings())
    >>> TestClient(app).head("/none").headers["x-frame-options"]
    'DENY'
    """
    check_planner_key(settings.planner_key)
    app.state.guesses = Guesses()
    app.add_middleware(HttpRules, hosts=AllowedHosts(settings.allowed_hosts), list_routes=lambda: app.routes)


class HttpRules:
    """The rules around an application, without a task or a queue of their own: the busiest route takes 0.1 ms.

    Parameters
    ----------
    app
        What answers.
    hosts
        The names under which it may be asked.
    list_routes
        Returns its routes.
    """

    def __init__(self, app: ASGIApp, *, hosts: AllowedHosts, list_routes: Callable[[], Sequence[BaseRoute]]) -> None:
        self._app, self._hosts, self._list_routes = app, hosts, list_routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        app, is_head = self._choose_app(scope), scope["method"] == "HEAD"
        if is_head:
            scope = {**scope, "method": "GET"}
        answer = _Answer(scope, send, self._list_methods, is_head=is_head)
        try:
            await app(scope, receive, answer.send)
        except asyncio.CancelledError:
            if not await answer.end_early():
                raise

    def _choose_app(self, scope: Scope) -> ASGIApp:
        host, server = dict(scope["headers"]).get(b"host"), scope.get("server")
        if host is not None and not self._hosts.allow(host, server[0] if server else None):
            return problem(
                421,
                "Wrong host",
                f'this service is not to be asked as "{host.decode("latin-1")[:100]}"; '
                f"whoever runs it allows more names with {Settings.variable('allowed_hosts')}",
                lang=read_language(scope),
            )
        if scope["method"] == "OPTIONS" and (methods := self._list_methods(scope)):
            return Response(status_code=204, headers={"Allow": methods})
        return self._app

    def _list_methods(self, scope: Scope) -> str:
        """List the methods that an address knows, as the header Allow does; "" for an unknown address."""
        found = [name for name in _METHODS if self._is_known({**scope, "method": name})]
        if not found:
            return ""
        return ", ".join([*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"])

    def _is_known(self, scope: Scope) -> bool:
        # files below a mount answer whatever is asked; they only know how to be read
        return any(
            route.matches(scope)[0] == Match.FULL and (scope["method"] == "GET" or not isinstance(route, Mount))
            for route in self._list_routes()
        )


class _Answer:
    """One answer on its way: gets its headers, loses its body where only those were asked for."""

    __slots__ = ("_has_ended", "_has_started", "_held", "_is_head", "_list_methods", "_scope", "_send", "_task")

    def __init__(self, scope: Scope, send: Send, list_methods: Callable[[Scope], str], *, is_head: bool) -> None:
        self._scope, self._send, self._list_methods, self._is_head = scope, send, list_methods, is_head
        self._task = asyncio.current_task()
        self._held: Message | None = None
        self._has_started = self._has_ended = False

    async def send(self, message: Message) -> None:
        if self._has_ended:
            return
        if message["type"] == "http.response.start":
            if not self._add_headers(message):
                self._held = message  # until its page is seen
                return
            self._has_started = True
        else:
            if self._held is not None:
                start, self._held, self._has_started = self._held, None, True
                _add_policy(start["headers"], message.get("body", b""))
                await self._send(start)
            if self._is_head:
                message = {"type": "http.response.body", "body": b"", "more_body": False}
            self._has_ended = not message.get("more_body", False)
        await self._send(message)

    async def end_early(self) -> bool:
        """End an answer whose task was cancelled; tell whether the client holds something whole then."""
        is_stream = STOP in self._scope
        if self._has_started and not is_stream:
            return False  # half an answer must not look like a whole one
        if not self._has_started:
            self._held = None
            busy = problem(503, "Stopping", _STOPPED, lang=read_language(self._scope))
            busy.headers["Retry-After"] = "5"
            await busy(self._scope, _receive_nothing, self.send)
        await self.send({"type": "http.response.body", "body": b"", "more_body": False})
        return True

    def _add_headers(self, start: Message) -> bool:
        """Add the headers; tell whether they are all there: those of a page are only known with the page."""
        scope = self._scope
        headers: list[Header] = list(start.get("headers", ()))
        found = dict(headers)
        kind = found.get(b"content-type", b"")
        more = _choose_headers(scope.get("scheme", "http"), kind, tuple(found), is_kept=start["status"] == 304)
        if PLANNER_ASKED in scope:
            headers = [pair for pair in headers if pair[0] != b"cache-control"]
            more = (*(pair for pair in more if pair != _NOT_KEPT), *_PERSONAL)
        headers += more
        if start["status"] == 405:
            methods = self._list_methods(scope).encode("ascii")
            headers = [(name, methods if name == b"allow" else value) for name, value in headers]
        start["headers"] = headers
        if kind.startswith(b"text/event-stream") and self._task is not None:
            scope[STOP] = self._task.cancel
        return not (kind.startswith(b"text/html") and _POLICY not in found and start["status"] != 304)


@functools.lru_cache(maxsize=500)
def _choose_headers(scheme: str, kind: bytes, names: tuple[bytes, ...], *, is_kept: bool) -> tuple[Header, ...]:
    """Choose what an answer with these headers lacks; few answers differ in them, so that this is seldom asked."""
    more = [pair for pair in _SAFE.get(scheme, _SAFE["http"]) if pair[0] not in names]
    if _KEPT_BY.isdisjoint(names):
        more.append(_NOT_KEPT)
    # without a page the client goes by the policy that came with what it holds
    if not (is_kept or _POLICY in names or kind.startswith(b"text/html")):
        more.append((_POLICY, NO_POLICY.encode("ascii")))
    return tuple(more)


def _add_policy(headers: list[Header], beginning: bytes) -> None:
    """Add the policy that a page has in itself, for what it cannot say there: that nobody frames it."""
    if (b"content-encoding", b"gzip") in headers:
        beginning = zlib.decompressobj(_GUNZIP).decompress(beginning, POLICY_WITHIN_BYTES)
    policy = find_policy(beginning)
    value = NO_POLICY if policy is None else policy + NO_FRAMES
    headers.append((_POLICY, value.encode("ascii")))


async def _receive_nothing() -> Message:
    return {"type": "http.disconnect"}
