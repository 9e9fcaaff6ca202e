"""Who prints: has a page computed as any other answer, and a browser of the machine draw it; one at a time."""

import logging
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from geo.errors import InputError
from service.browser import print_page, shoot_page
from service.compute.questions import Body, Question
from service.compute.stored import StoredAnswer, pack_answer
from service.errors import RefusedError

_LOG: Final = logging.getLogger("gridwalk.print")
#: How long a browser is waited for, and once more where it hangs [s].
_TIMEOUTS_S: Final = (20.0, 40.0)
#: Pixels of a picture per CSS pixel.
_SHARPNESS: Final = 2.0
_RETRY_S: Final = 30


@dataclass(frozen=True)
class Printed:
    """What is printed.

    Parameters
    ----------
    query
        Of the page's own question.
    size
        Width and height of a picture [CSS pixels], None for a PDF.
    headers
        Of the answer.
    """

    query: Hashable
    size: tuple[int, int] | None
    headers: tuple[tuple[str, str], ...] = ()


class PrintWorker:
    """Answers questions whose query is :class:`Printed`.

    Parameters
    ----------
    ask
        Has the page computed.
    """

    def __init__(self, ask: Callable[[Question], Future[StoredAnswer]]) -> None:
        self._ask = ask
        self._stop = threading.Event()

    def answer(self, question: Question) -> StoredAnswer:
        """Return the PDF or the picture of the page that the question's function answers, or raise what was raised."""
        printed = question.query
        assert isinstance(printed, Printed)
        page = self._ask(Question(question.answer, printed.query, lane="slow")).result().unpack().decode()
        try:
            body = self._draw(page, printed)
        except InputError as error:
            _LOG.error("a page was not printed: %s", error)
            reason = "the browser of this service drew no page; ask again, or print the page /page/print yourself"
            raise RefusedError(503, "Not printed", reason, headers={"Retry-After": str(_RETRY_S)}) from None
        return pack_answer(body)

    def _draw(self, page: str, printed: Printed) -> Body:
        if printed.size is None:
            return Body(print_page(page, timeouts_s=_TIMEOUTS_S, stop=self._stop), "application/pdf", printed.headers)
        width, height = printed.size
        picture = shoot_page(
            page, width=width, height=height, scale=_SHARPNESS, timeouts_s=_TIMEOUTS_S, stop=self._stop
        )
        return Body(picture, "image/png", printed.headers)

    def stop(self) -> None:
        """End the browser that draws now, if there is one; no other begins."""
        self._stop.set()

    def close(self) -> None:
        """Do nothing: nothing is kept between two pages."""
