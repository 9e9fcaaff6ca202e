"""From a question to the response of a route."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from typing import Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from service.clients import name_client
from service.compute.questions import Question
from service.compute.stored import PIECE_BYTES, StoredAnswer, iter_pieces
from service.errors import RefusedError
from service.served_city import ServedCity
from service.settings import Settings

_RETRY_S: Final = 5
#: When to ask again for what is being computed [s].
BEING_COMPUTED_RETRY_S: Final = 2
#: How long a client may ask to be kept waiting [s].
_LONGEST_WAIT_S: Final = 300
#: RFC 7240, section 4.3.
_WAIT: Final = re.compile(r"(?:^|[,;])\s*wait\s*=\s*([0-9]{1,9})\s*(?:$|[,;])", re.IGNORECASE)

#: Client -> the questions whose answers are being computed for it, and how many of its requests wait for each.
Asking = defaultdict[str, Counter[Question]]


class BeingComputedError(RefusedError):
    """An answer that takes longer than its client waits: it goes on being computed, and is kept."""

    def __init__(self, wait_s: float) -> None:
        reason = (
            f"not there within {wait_s:g} s, and being computed: ask again in {BEING_COMPUTED_RETRY_S} s, "
            'or wait for it with the header "Prefer: wait=60"'
        )
        super().__init__(503, "Being computed", reason, headers={"Retry-After": str(BEING_COMPUTED_RETRY_S)})


async def ask(request: Request, question: Question) -> StoredAnswer:
    """Have a question answered; who asks what is being computed already waits for the same answer.

    Parameters
    ----------
    request
        The request, for the city that its application serves, and for how long its client waits (``Prefer: wait``).
    question
        The question.

    Returns
    -------
    StoredAnswer
        Computed now, or kept from before.

    Raises
    ------
    RefusedError
        429 if the client waits for too many answers already, 503 if too many questions of all wait; a
        `BeingComputedError` if the answer is not there in time.
    """
    served: ServedCity = request.app.state.served
    kept = served.get_answer(question)
    if kept is not None:
        return kept
    client = name_client(request.client and request.client.host)
    waiting = _have_computed(request, question, client)
    return await _wait_for(waiting, request.app.state.asking[client], question, request)


async def _wait_for(
    waiting: "asyncio.Future[StoredAnswer]", asked: Counter[Question], question: Question, request: Request
) -> StoredAnswer:
    """Wait as long as a client prefers, with as many of its requests at once as it may have questions."""
    settings: Settings = request.app.state.settings
    wait_s = _read_wait(request, settings) if asked.total() < settings.answers_per_client else 0.0
    asked[question] += 1
    try:
        # a client that leaves does not take the answer from others who wait for it: `wait` cancels nothing
        done, _ = await asyncio.wait([waiting], timeout=wait_s)
    finally:
        if question in asked:  # it is not any more where the answer is there
            asked[question] -= 1
    if not done:
        raise BeingComputedError(wait_s)
    return waiting.result()


def _read_wait(request: Request, settings: Settings) -> float:
    """Read how long a client waits [s]: as long as it prefers, else as long as anybody."""
    found = _WAIT.search(request.headers.get("Prefer", ""))
    return min(int(found[1]), _LONGEST_WAIT_S) if found else settings.answer_wait_s


def _have_computed(request: Request, question: Question, client: str) -> "asyncio.Future[StoredAnswer]":
    """Ask for an answer in the name of a client, unless it has too many computed already: lanes are for all."""
    asking: Asking = request.app.state.asking
    most: int = request.app.state.settings.answers_per_client
    asked = asking.get(client, Counter())
    if question not in asked and len(asked) >= most:
        reason = f"{most} of your questions are being answered already; ask again when one is"
        raise RefusedError(429, "Too many at once", reason, headers={"Retry-After": str(_RETRY_S)})
    waiting = asyncio.wrap_future(request.app.state.served.ask(question, client=client))
    asking[client][question] += 0
    waiting.add_done_callback(lambda done: _take_note(done, question, client, asking))
    return waiting


def _take_note(waiting: "asyncio.Future[StoredAnswer]", question: Question, client: str, asking: Asking) -> None:
    """Take note of an answer, and of an error that nobody waits for any more: the client has left."""
    if not waiting.cancelled():
        waiting.exception()
    asking[client].pop(question, None)
    if not asking[client]:
        del asking[client]


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
    return send_stored(request, await ask(request, question))


def send_stored(request: Request, answer: StoredAnswer) -> Response:
    """Send an answer that is there.

    Parameters
    ----------
    request
        The request, for what its client holds and reads.
    answer
        The answer; it is asked for again each time unless its own headers say otherwise.

    Returns
    -------
    fastapi.Response
        The answer, or 304 where the client holds it already.
    """
    headers = {"Cache-Control": "no-cache", **dict(answer.headers), "ETag": answer.tag}
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
