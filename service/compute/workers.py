"""Who answers the questions of a lane: a fork of the host, or this process where the city is only in its memory."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any, Final, Protocol

from geo.errors import GeoError
from service.compute.analyses import Analyses
from service.compute.host import Reply, answer_question
from service.compute.memory import FRUGAL
from service.compute.questions import Question
from service.compute.stored import StoredAnswer
from service.errors import RefusedError

_RETRY_S: Final = 5
_START: Final = "from service.compute.host import main; main()"
#: What a host needs of the environment; the planner's key is not for it.
_ENVIRONMENT: Final = (
    "PATH",
    "TZ",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "NUMBA_CACHE_DIR",
    "LD_LIBRARY_PATH",
    "PYTHONUTF8",
)


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


class Host:
    """A process that holds a city, started at once; safe to use from several threads.

    Parameters
    ----------
    city_path, version
        The bundle, and which version of it.
    """

    def __init__(self, city_path: Path, *, version: str) -> None:
        self._city_path, self._version = city_path, version
        self._folder = tempfile.TemporaryDirectory(prefix="gridwalk-")  # only this user can connect
        self._address = str(Path(self._folder.name, "host"))
        self._lock = threading.Lock()
        self._process = self._start()
        self._is_ready = self._is_closed = False

    def _start(self) -> "subprocess.Popen[bytes]":
        Path(self._address).unlink(missing_ok=True)
        # not with -m: what a main module defines has no name by which another process would find it
        command = [sys.executable, "-P", "-c", _START, str(self._city_path), self._version, self._address]
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        # a session of its own: Ctrl+C in a terminal reaches only the service
        return subprocess.Popen(  # noqa: S603 - nothing in it comes from a client
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**kept, **FRUGAL, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
            start_new_session=True,
        )

    def wait_until_ready(self) -> None:
        """Wait until the city is open there; a process that has ended is started again.

        Raises
        ------
        RefusedError
            503 if it ends before it is ready; its standard error says why.
        """
        with self._lock:
            if self._is_closed:
                raise RefusedError(503, "Stopping", "the service is being stopped; ask again in a few seconds")
            if self._process.poll() is not None:
                self._end()
                self._process, self._is_ready = self._start(), False
            assert self._process.stdout is not None
            self._is_ready = self._is_ready or bool(self._process.stdout.readline())
            if not self._is_ready:
                self._process.wait()
                reason = "the process that computes answers has ended; the service's operator finds why in its log"
                raise RefusedError(503, "Nothing can be computed", reason)

    def connect(self) -> "Connection[Question, Any]":
        """Return a connection to a fork of the host, made for it."""
        self.wait_until_ready()
        return Client(self._address, family="AF_UNIX")

    def close(self) -> None:
        """End the process, and its forks with it."""
        self._is_closed = True
        self._end()
        self._folder.cleanup()

    def _end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)  # forks too: the session is its own
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


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
