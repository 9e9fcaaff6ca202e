"""The process that computes answers: it opens the city once, and everybody who connects gets a fork of it.

Forks share the city and what is prepared, which is most of the memory; each answers the questions of one connection
until that is closed. What a fork computed goes with it. Host and forks end with the service: their end of a pipe or of
the connection is closed then, however it ends.
"""

import logging
import os
import select
import shutil
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from geo.city.bundle import open_city
from geo.city.stored import LAYERS
from geo.errors import GeoError
from service.compute.analyses import Analyses
from service.compute.memory import give_back_memory, measure_own_bytes, settle_memory
from service.compute.questions import Question
from service.compute.stored import StoredAnswer, pack_answer
from service.errors import RefusedError

#: When nobody has connected for so long, what the first page does not need is prepared [s].
_CALM_S: Final = 1.5
#: Answers to clients come first.
_NICENESS: Final = 5
#: A fork that has grown by more is given up after its answer: what it keeps, the next one computes again.
_MOST_GROWN_BYTES: Final = 250_000_000
#: Who is asked nothing for so long gives back what the last answers took [s].
_PAUSE_S: Final = 0.2
#: What answers are computed from; names and phones of workers are not.
_LAYERS: Final = tuple(name for name in LAYERS if name not in ("addresses", "workers"))
_READY: Final = b"ready\n"
_LOG: Final = logging.getLogger("gridwalk.compute")


@dataclass(frozen=True)
class Reply:
    """What a fork sends back.

    Parameters
    ----------
    answer
        The answer, or what was raised instead.
    is_last
        Whether the fork ends now.
    """

    answer: StoredAnswer | GeoError | RefusedError
    is_last: bool


def main() -> None:
    """Open a version of a city, and fork for everybody who connects to a socket; the command line names all three."""
    os.nice(_NICENESS)
    city_path, version, address = sys.argv[1:]
    try:
        city = open_city(Path(city_path), lazy=True, expected=version)
        for name in _LAYERS:
            getattr(city, name)  # read now: the bundle may be replaced
        analyses = Analyses(city)
        analyses.prepare()
    except GeoError as error:
        sys.exit(str(error))
    settle_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which ends this process
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # forks that end leave nothing
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        sys.stdout.buffer.write(_READY)
        sys.stdout.buffer.flush()
        _accept_until_the_service_ends(listener, analyses)
        shutil.rmtree(Path(address).parent, ignore_errors=True)
        os.killpg(0, signal.SIGKILL)  # forks too, whatever they are computing


def _accept_until_the_service_ends(listener: socket.socket, analyses: Analyses) -> None:
    is_prepared = False
    while True:
        heard = select.select([listener, sys.stdin], [], [], None if is_prepared else _CALM_S)[0]
        if sys.stdin in heard:
            return
        if not heard:
            with suppress(GeoError):  # who asks for it hears of it
                analyses.prepare_rest()
            settle_memory()
            is_prepared = True
            continue
        accepted, _ = listener.accept()
        with accepted:
            if os.fork() == 0:
                listener.close()
                with suppress(BrokenPipeError, ConnectionResetError, EOFError), Connection(accepted.detach()) as asked:
                    _answer_questions(asked, analyses)
                os._exit(0)


def _answer_questions(connection: "Connection[Any, Question]", analyses: Analyses) -> None:
    connection.send(os.getpid())
    begin_bytes = measure_own_bytes()
    is_last = False
    while not is_last:
        if not connection.poll(_PAUSE_S):
            give_back_memory()
        question = connection.recv()
        answer = answer_question(question, analyses)
        is_last = _has_grown(begin_bytes)
        connection.send(Reply(answer, is_last))


def _has_grown(begin_bytes: int) -> bool:
    if measure_own_bytes() - begin_bytes <= _MOST_GROWN_BYTES:
        return False
    give_back_memory()
    return measure_own_bytes() - begin_bytes > _MOST_GROWN_BYTES


def answer_question(question: Question, analyses: Analyses) -> StoredAnswer | GeoError | RefusedError:
    """Answer a question.

    Parameters
    ----------
    question
        The question.
    analyses
        What it is answered from.

    Returns
    -------
    StoredAnswer, GeoError or RefusedError
        The answer, or what was raised; an unexpected fault is logged and becomes a refusal, for its text may name what
        is not for clients.
    """
    try:
        return pack_answer(question.answer(analyses, question.query))
    except (GeoError, RefusedError) as error:
        return error
    except MemoryError:
        return RefusedError(503, "Not enough memory", "there is not enough memory for this answer; ask for less")
    except Exception:
        _LOG.exception("a fault while %s was computed", question.answer.__name__)
        return RefusedError(500, "Fault", "a fault of the service, not of the request; its log says more")
