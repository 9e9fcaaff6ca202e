"""Who answers the questions of a lane: a fork of the host, or this process where the city is only in its memory."""

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Final, Protocol

from geo.errors import GeoError
from service.compute.analyses import Analyses
from service.compute.host import Reply, answer_question
from service.compute.host_process import Host
from service.compute.questions import Question
from service.compute.stored import StoredAnswer
from service.errors import RefusedError

_RETRY_S: Final = 5


class Worker(Protocol):
    """Answers one question after another."""

    def answer(self, question: Question) -> StoredAnswer:
        """Return the answer, or raise what was raised."""

    def close(self) -> None:
        """Give up what it holds; the next question takes it again."""


class LocalWorker:
    """Answers in this process.

    Parameters
    ----------
    analyses
        What questions are answered from.
    """

    def __init__(self, analyses: Analyses) -> None:
        self._analyses = analyses

    def answer(self, question: Question) -> StoredAnswer:
        """Return the answer, or raise what was raised."""
        return _open_reply(answer_question(question, self._analyses))

    def close(self) -> None:
        """Do nothing."""


class ForkedWorker:
    """Answers in a fork of a host, which is made anew when one ended or takes too long.

    Parameters
    ----------
    host
        The host.
    limit_s
        How long a question may take [s]; its fork is killed then.
    """

    def __init__(self, host: Host, *, limit_s: float) -> None:
        self._host, self._limit_s = host, limit_s
        self._connection: Connection[Question, Any] | None = None
        self._pid = 0

    def answer(self, question: Question) -> StoredAnswer:
        """Return the answer, or raise what was raised."""
        try:
            connection = self._connect()
            connection.send(question)
            if not connection.poll(self._limit_s):
                os.kill(self._pid, signal.SIGKILL)
                self.close()
                raise RefusedError(503, "Takes too long", f"not answered within {self._limit_s:g} s; ask for less")
            reply: Reply = connection.recv()
        except (EOFError, OSError):
            self.close()
            reason = "the process that computed this answer ended; ask again"
            raise RefusedError(503, "Not computed", reason, headers={"Retry-After": str(_RETRY_S)}) from None
        if reply.is_last:
            self.close()
        return _open_reply(reply.answer)

    def _connect(self) -> "Connection[Question, Any]":
        if self._connection is not None and self._connection.poll():
            self.close()  # nothing was asked: what can be read is its end
        if self._connection is None:
            self._connection = self._host.connect()
            self._pid = self._connection.recv()
        return self._connection

    def close(self) -> None:
        """End the fork."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.close()
        self._connection = None


def _open_reply(answer: StoredAnswer | GeoError | RefusedError) -> StoredAnswer:
    if isinstance(answer, StoredAnswer):
        return answer
    raise answer
