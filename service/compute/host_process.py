"""The process that computes answers, as the service holds it: started, waited for, started again, ended.

It imports little, so that the process can begin while the service still imports what it needs itself.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from service.compute.memory import FRUGAL
from service.errors import RefusedError

if TYPE_CHECKING:
    from service.compute.questions import Question

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


class Host:
    """A process that holds a city, started at once; safe to use from several threads.

    Parameters
    ----------
    city_path, version
        The bundle, and which version of it.

    Attributes
    ----------
    version
        That version.
    """

    def __init__(self, city_path: Path, *, version: str) -> None:
        self._city_path, self.version = city_path, version
        self._folder = tempfile.TemporaryDirectory(prefix="gridwalk-")  # only this user can connect
        self._address = str(Path(self._folder.name, "host"))
        self._lock = threading.Lock()
        self._process = self._start()
        self._is_ready = self._is_closed = False

    def _start(self) -> "subprocess.Popen[bytes]":
        Path(self._address).unlink(missing_ok=True)
        # not with -m: what a main module defines has no name by which another process would find it
        command = [sys.executable, "-P", "-c", _START, str(self._city_path), self.version, self._address]
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
