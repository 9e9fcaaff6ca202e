"""Questions wait in lanes: each lane answers in turns between clients, and holds up no other."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable
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
    """Answers questions in threads of its own: one of each client in turn, those of one client in their order.

    Parameters
    ----------
    workers
        Who answer, each one question at a time.
    most_waiting
        How many questions may wait.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from service.compute.analyses import Analyses
    >>> from service.compute.questions import Body
    >>> from service.compute.workers import LocalWorker
    >>> lane = Lane([LocalWorker(Analyses(build_sample()))], most_waiting=2)
    >>> lane.ask(Question(lambda *_: Body(b"Sample", "text/plain"), (), lane="quick"), client="a").result().content
    b'Sample'
    >>> lane.close()
    """

    def __init__(self, workers: Iterable[Worker], *, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._changed = threading.Condition()
        self._waiting: OrderedDict[str, deque[tuple[Question, Answer]]] = OrderedDict()
        self._is_closed = False
        self._threads = [threading.Thread(target=self._run, args=(worker,), daemon=True) for worker in workers]
        for thread in self._threads:
            thread.start()

    def ask(self, question: Question, *, client: str) -> Answer:
        """Put a question at the end of those of its client.

        Parameters
        ----------
        question
            The question.
        client
            Who asks; who has many questions waits longer than who has few.

        Returns
        -------
        concurrent.futures.Future
            Of its answer.

        Raises
        ------
        RefusedError
            503 if too many wait, with ``Retry-After``, or if the lane is closed.
        """
        answer = Answer()
        with self._changed:
            if self._is_closed:
                raise RefusedError(503, "Stopping", "the service is being stopped; ask again in a few seconds")
            if sum(map(len, self._waiting.values())) >= self._most_waiting:
                reason = f"{self._most_waiting} questions wait already; ask again in a few seconds"
                raise RefusedError(503, "Busy", reason, headers={"Retry-After": str(_RETRY_S)})
            self._waiting.setdefault(client, deque()).append((question, answer))
            self._changed.notify()
        return answer

    def close(self) -> None:
        """Answer what waits, then end."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self, worker: Worker) -> None:
        while (item := self._wait(worker)) is not None:
            question, answer = item
            answer.set_running_or_notify_cancel()
            try:
                answer.set_result(worker.answer(question))
            except BaseException as error:  # whoever asked is to hear of it, and the lane goes on
                answer.set_exception(error)
        worker.close()

    def _wait(self, worker: Worker) -> tuple[Question, Answer] | None:
        """Wait for the next question: of the client whose turn it is; None when the lane is closed and empty."""
        with self._changed:
            if not self._changed.wait_for(self._has_work, timeout=_IDLE_S):
                worker.close()
                self._changed.wait_for(self._has_work)
            if not self._waiting:
                return None
            client, own = self._waiting.popitem(last=False)
            item = own.popleft()
            if own:
                self._waiting[client] = own  # its next turn comes after all others
        return item

    def _has_work(self) -> bool:
        return bool(self._waiting) or self._is_closed
