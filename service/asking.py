"""From a question to the response of a route."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from service.clients import name_client
from service.compute.questions import Question
from service.compute.stored import PIECE_BYTES, StoredAnswer, iter_pieces
from service.errors import RefusedError
from service.served_city import ServedCity

_RETRY_S: Final = 5


async def ask(request: Request, question: Question) -> StoredAnswer:
    """Have a question answered; who asks what is being computed already waits for the same answer.

    Parameters
    ----------
    request
        The request, for the city that its application serves.
    question
        The question.

    Returns
    -------
    StoredAnswer
        Computed now, or kept from before.

    Raises
    ------
    RefusedError
        429 if the client waits for too many answers already, 503 if too many questions of all wait.
    """
    served: ServedCity = request.app.state.served
    kept = served.get_answer(question)
    if kept is not None:
        return kept
    with _take_share(request):
        waiting = asyncio.wrap_future(served.ask(question))
        waiting.add_done_callback(_look_at)
        # shielded: a client that leaves does not take the answer from others who wait for it
        return await asyncio.shield(waiting)


@contextmanager
def _take_share(request: Request) -> Iterator[None]:
    """Count a question that a client waits for, and refuse one too many: lanes are for all."""
    asking: Counter[str] = request.app.state.asking
    most: int = request.app.state.settings.answers_per_client
    client = name_client(request.client and request.client.host)
    if asking[client] >= most:
        reason = f"{most} of your questions are being answered already; ask again when one is"
        raise RefusedError(429, "Too many at once", reason, headers={"Retry-After": str(_RETRY_S)})
    asking[client] += 1
    try:
        yield
    finally:
        asking[client] -= 1
        if not asking[client]:
            del asking[client]


def _look_at(waiting: "asyncio.Future[StoredAnswer]") -> None:
    """Take note of an error that nobody waits for any more: the client has left."""
    if not waiting.cancelled():
        waiting.exception()


async def send_answer(request: Request, question: Question) -> Response:
    """Answer a question.

    Parameters
    ----------
    request
        The request, for what its client holds and reads.
    question
        The question.

    Returns
    -------
    fastapi.Response
        The answer, or 304 where the client holds it already.
    """
    answer = await ask(request, question)
    headers = {**dict(answer.headers), "ETag": answer.tag, "Cache-Control": "no-cache"}
    held = [text.strip() for text in request.headers.get("If-None-Match", "").split(",")]
    if answer.tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    if answer.is_compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Vary"] = ", ".join(filter(None, (headers.get("Vary"), "Accept-Encoding")))  # else the middleware does
        headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(answer.content))}
        pieces = iter_pieces(answer.content)
    else:
        pieces = answer.iter_unpacked()
    if len(answer.content) <= PIECE_BYTES:
        return Response(b"".join(pieces), media_type=answer.media_type, headers=headers)
    # piece by piece: a client that reads slowly holds one of them, not the whole
    return StreamingResponse(_hand_over(pieces), media_type=answer.media_type, headers=headers)


async def _hand_over(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)  # others are answered in between
