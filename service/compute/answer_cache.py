"""Answers that were given, by question: as many as fit into so many bytes; a question at work is asked once."""

import math
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from service.compute.lanes import Answer
from service.compute.questions import Question
from service.compute.stored import StoredAnswer

#: What an answer takes beside its bytes and its question: many small ones count too.
_RECORD_BYTES: Final = 1000
#: How many outcomes are held for who asks again.
_MOST_UNTOLD: Final = 20


class AnswerCache:
    """Keeps the latest answers; safe to use from several threads.

    Parameters
    ----------
    most_bytes
        How many bytes of answers are kept; a larger one is not kept at all.
    patience_s
        How long clients wait at least. What takes longer and is not kept, such as an error, is held for who asks next:
        else nobody would ever hear of it.

    Examples
    --------
    >>> cache = AnswerCache(most_bytes=10_000)
    >>> answer = StoredAnswer(content=b"a", is_compressed=False, media_type="text/plain", headers=(), tag="")
    >>> def ask(question):
    ...     found = Answer()
    ...     found.set_result(answer)
    ...     return found
    >>> question = Question(len, (), lane="quick")
    >>> cache.find(question, ask).result() is answer, cache.get(question) is answer
    (True, True)
    """

    def __init__(self, *, most_bytes: int, patience_s: float = math.inf) -> None:
        self._most_bytes, self._patience_s = most_bytes, patience_s
        self._bytes = 0
        self._lock = threading.Lock()
        self._kept: OrderedDict[Question, StoredAnswer] = OrderedDict()
        self._at_work: dict[Question, Answer] = {}
        self._untold: OrderedDict[Question, Answer] = OrderedDict()

    def get(self, question: Question) -> StoredAnswer | None:
        """Return an answer that is kept; None if it is not."""
        with self._lock:
            if question in self._kept:
                self._kept.move_to_end(question)
            return self._kept.get(question)

    def find(self, question: Question, ask: Callable[[Question], Answer]) -> Answer:
        """Return the future of an answer: that of who asked before, where it is at work.

        Parameters
        ----------
        question
            The question.
        ask
            Puts it into a lane; takes no time.

        Returns
        -------
        concurrent.futures.Future
            Of the answer.

        Raises
        ------
        RefusedError
            If `ask` raises it.
        """
        with self._lock:
            if question in self._at_work:
                return self._at_work[question]
            if question in self._untold:
                return self._untold.pop(question)
            answer = self._at_work[question] = ask(question)
        begin_s = time.monotonic()
        # outside the lock: an answer that is there already calls back at once
        answer.add_done_callback(lambda done: self._keep(question, done, took_s=time.monotonic() - begin_s))
        return answer

    def _keep(self, question: Question, done: Answer, *, took_s: float) -> None:
        with self._lock:
            self._at_work.pop(question, None)
            if done.exception() is not None or _measure(question, done.result()) > self._most_bytes:
                if took_s > self._patience_s:
                    self._untold[question] = done
                    while len(self._untold) > _MOST_UNTOLD:
                        self._untold.popitem(last=False)
                return
            answer = done.result()
            if (old := self._kept.pop(question, None)) is not None:
                self._bytes -= _measure(question, old)
            self._kept[question] = answer
            self._bytes += _measure(question, answer)
            while self._bytes > self._most_bytes:
                self._bytes -= _measure(*self._kept.popitem(last=False))


def _measure(question: Question, answer: StoredAnswer) -> int:
    # a question may be as long as a body, and is held as long as its answer
    return len(pickle.dumps(question.query)) + len(answer.content) + _RECORD_BYTES
