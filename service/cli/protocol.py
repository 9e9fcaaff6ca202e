"""How the service speaks HTTP: as uvicorn does, without holding short answers back, and not for ever."""

import asyncio
import socket
from typing import Any, Final

from fastapi.responses import JSONResponse
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from service.answer_headers import NO_POLICY, SAFE_HEADERS
from service.clients import name_client
from service.errors import problem
from service.http_rules import STOP

#: How long the headers of a request may take, from the connection or the answer before [s].
HEADERS_S: Final = 10.0
#: What part of a body must come in what time: 2.5 kB/s [bytes, s].
BODY_BYTES: Final = 50_000
BODY_S: Final = 20.0
#: How long a client may take nothing of an answer that waits for it [s].
ANSWER_S: Final = 30.0
_LOOK_S: Final = 1.0
#: Share of the connections that one client may have.
_SHARE: Final = 0.5
#: Of more than this many times the connections that are answered even the refusals cost too much.
_REFUSED_TIMES: Final = 2
_BUSY: Final = "more connections than this service answers at once; try again in a few seconds"
_SLOW: Final = "the request came too slowly: {}; send it again"


class PromptProtocol(AutoHTTPProtocol):  # type: ignore[valid-type,misc]
    """Sends at once what is written, and cuts off clients that send or take too slowly.

    With several processes asyncio does not see that the connection is TCP, and leaves Nagle's algorithm on: the end of
    a short answer would wait 40 ms for the client to acknowledge its beginning. uvicorn itself waits for ever for the
    headers of a first request, and for bodies.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # uvicorn would refuse with a plain text
        self._most_connections: int | None = self.config.limit_concurrency
        self.limit_concurrency = None
        self._proxies: list[str] = (self.config.forwarded_allow_ips or "").split(",")
        self._client_name = ""
        self._looking: asyncio.TimerHandle | None = None
        self._seen: object = None
        self._received_bytes = 0
        self._waiting_bytes = 0
        self._begin()

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Take a connection."""
        connection = transport.get_extra_info("socket")
        if connection is not None and connection.family in (socket.AF_INET, socket.AF_INET6):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)
        self._client_name = name_client(self.client and self.client[0])
        most = self._most_connections
        if most is not None and (len(self.connections) > most or self._count_own() > most * _SHARE):
            self.app = _refuse
            if len(self.connections) > most * _REFUSED_TIMES:
                transport.abort()
        self._begin()
        self._looking = self.loop.call_later(_LOOK_S, self._look)

    def _count_own(self) -> int:
        """Count the connections of this client; those of a proxy are of many."""
        if self.client is None or self.client[0] in self._proxies:
            return 0
        return sum(each._client_name == self._client_name for each in self.connections)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        if self._looking is not None:
            self._looking.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self._received_bytes += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._begin()
        super().on_response_complete()

    def shutdown(self) -> None:
        """End when the answer at hand is sent; an answer without an end of its own ends now."""
        super().shutdown()
        if self.cycle is not None and not self.cycle.response_complete and STOP in self.scope:
            self.scope[STOP]()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._end(problem(400, "Bad Request", f"{msg.rstrip('.')}; expected HTTP/1.1"))

    def _begin(self) -> None:
        """Begin to measure anew."""
        self._since_s, self._since_bytes = self.loop.time(), self._received_bytes

    def _look(self) -> None:
        """See whether the client does its part, and look again later."""
        self._looking = self.loop.call_later(_LOOK_S, self._look)
        waiting_bytes = self.transport.get_write_buffer_size()
        if waiting_bytes:
            self._watch_answer(waiting_bytes)
        elif self.cycle is None or self.cycle.response_complete:
            if self._is_over(HEADERS_S):
                has_asked = self._received_bytes > self._since_bytes
                self._cut(f"its headers were not whole after {HEADERS_S:.0f} s", answers=has_asked)
        elif self.cycle.more_body:
            self._watch_body()
        self._waiting_bytes = waiting_bytes

    def _watch_answer(self, waiting_bytes: int) -> None:
        if waiting_bytes != self._waiting_bytes:
            self._begin()
        elif self._is_over(ANSWER_S):
            self.transport.abort()

    def _watch_body(self) -> None:
        is_new, self._seen = self.cycle is not self._seen, self.cycle
        if is_new or self.flow.read_paused or self._received_bytes - self._since_bytes >= BODY_BYTES:
            self._begin()
        elif self._is_over(BODY_S):
            self._cut(
                f"less than {BODY_BYTES:,} bytes of its body in {BODY_S:.0f} s", answers=not self.cycle.response_started
            )

    def _is_over(self, time_s: float) -> bool:
        return bool(self.loop.time() - self._since_s > time_s)

    def _cut(self, reason: str, *, answers: bool) -> None:
        """End the connection; without an answer where nothing was asked, or half an answer is out."""
        if answers:
            self._end(problem(408, "Request Timeout", _SLOW.format(reason)))
        else:
            self.transport.close()

    def _end(self, answer: JSONResponse) -> None:
        """Send an answer past the application and end the connection."""
        _add_headers(answer)
        lines = [f"HTTP/1.1 {answer.status_code} {_PHRASES[answer.status_code]}".encode("ascii")]
        lines += [name + b": " + value for name, value in answer.raw_headers]
        self.transport.write(b"\r\n".join([*lines, b"", bytes(answer.body)]))
        self.transport.close()


_PHRASES: Final = {400: "Bad Request", 408: "Request Timeout"}


def _add_headers(answer: JSONResponse) -> None:
    answer.headers.update({**SAFE_HEADERS, "content-security-policy": NO_POLICY, "connection": "close"})


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    answer = problem(503, "Busy", _BUSY)
    _add_headers(answer)
    answer.headers["Retry-After"] = "5"
    await answer(scope, receive, send)
