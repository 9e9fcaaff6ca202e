"""From a question to the response of a route."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from service.compute.questions import Body, Question
from service.responses import send


async def send_answer(request: Request, question: Question) -> Response:
    """Answer a question; who asks what is being computed already waits for the same answer.

    Parameters
    ----------
    request
        The request, for its If-None-Match.
    question
        The question.

    Returns
    -------
    fastapi.Response
        The answer, or 304 where the client holds it already.
    """
    body = await ask(request, question)
    response = send(request, body.content, body.media_type)
    response.headers.update(dict(body.headers))
    return response


async def ask(request: Request, question: Question) -> Body:
    """Answer a question for a route that goes on with what is in the answer.

    Parameters
    ----------
    request
        The request, for the application that it was sent to.
    question
        The question.

    Returns
    -------
    Body
        The answer.
    """
    return await run_in_threadpool(question.answer, request.app.state.analyses, question.query)
