"""From a question to the response of a route."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from service.compute.questions import Question
from service.compute.stored import PIECE_BYTES, StoredAnswer, iter_pieces
from service.served_city import ServedCity


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
    """
    served: ServedCity = request.app.state.served
    answer = served.ask(question)
    if answer.done():
        return answer.result()
    # shielded: a client that leaves does not take the answer from others who wait for it
    waiting = asyncio.wrap_future(answer)
    waiting.add_done_callback(_look_at)
    return await asyncio.shield(waiting)


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
