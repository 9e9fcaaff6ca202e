"""Questions wait in lanes: each lane answers one at a time, and holds up no other."""

import queue
import threading
from concurrent.futures import Future
from typing import Final

from service.compute.questions import Question
from service.compute.stored import StoredAnswer
from service.compute.workers import Worker
from service.errors import RefusedError

_RETRY_S: Final = 5
#: A worker without questions for so long is given up; the next question gets a new one.
_IDLE_S: Final = 10.0

Answer = Future[StoredAnswer]


class Lane:
    """Answers questions in their order, in a thread of its own.

    Parameters
    ----------
    worker
        Who answers.
    most_waiting
        How many questions may wait.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from service.compute.analyses import Analyses
    >>> from service.compute.questions import Body
    >>> from service.compute.workers import LocalWorker
    >>> lane = Lane(LocalWorker(Analyses(build_sample())), most_waiting=2)
    >>> lane.ask(Question(lambda analyses, query: Body(b"Sample", "text/plain"), (), lane="quick")).result().content
    b'Sample'
    >>> lane.close()
    """

    def __init__(self, worker: Worker, *, most_waiting: int) -> None:
        self._worker = worker
        self._waiting: queue.Queue[tuple[Question, Answer] | None] = queue.Queue()
        self._most_waiting = most_waiting
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> Answer:
        """Put a question at the end of the lane.

        Parameters
        ----------
        question
            The question.

        Returns
        -------
        concurrent.futures.Future
            Of its answer.

        Raises
        ------
        RefusedError
            503 with ``Retry-After`` if too many wait.
        """
        if self._waiting.qsize() >= self._most_waiting:
            reason = f"{self._most_waiting} questions wait already; ask again in a few seconds"
            raise RefusedError(503, "Busy", reason, headers={"Retry-After": str(_RETRY_S)})
        answer = Answer()
        self._waiting.put((question, answer))
        return answer

    def close(self) -> None:
        """Answer what waits, then end."""
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (item := self._wait()) is not None:
            question, answer = item
            answer.set_running_or_notify_cancel()
            try:
                answer.set_result(self._worker.answer(question))
            except BaseException as error:  # whoever asked is to hear of it, and the lane goes on
                answer.set_exception(error)
        self._worker.close()

    def _wait(self) -> tuple[Question, Answer] | None:
        try:
            return self._waiting.get(timeout=_IDLE_S)
        except queue.Empty:
            self._worker.close()
            return self._waiting.get()
