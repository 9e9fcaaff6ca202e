"""A task that is done beside others: in a fork of this process, which has what this one has, on a core of its own."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any, Final, TypeVar

from geo.progress import Progress
from service.compute.memory import give_back_free
from service.parent import end_with_parent

T = TypeVar("T")

#: Homes of a city from which on a fork gains more than it takes; and a second process takes memory.
_WORTH_HOMES: Final = 20_000


@contextmanager
def work_beside(work: Callable[[Progress], T], *, homes: int, progress: Progress) -> Iterator[Callable[[], T]]:
    """Do a task beside what the block does; a core more is put to use, for the interpreter itself uses one.

    Done first and in this process where a fork gains nothing: in a small city, on a single core, in one of the
    processes among which many cities are shared out, and on systems other than Linux, where forks are not safe or none.

    Parameters
    ----------
    work
        The task. It writes files or returns what can be pickled; what it changes in memory is lost. It gets the
        progress that it times itself by.
    homes
        Homes of the city that it is about.
    progress
        Gets the seconds of its steps.

    Yields
    ------
    callable
        Waits for the task and returns its result, or raises what the task raised. It is to be called within the block,
        at whose end the task is over, done or not.

    Examples
    --------
    >>> with work_beside(lambda _: 2 + 3, homes=1_000_000, progress=Progress()) as wait_for:
    ...     wait_for()
    5
    """
    if homes < _WORTH_HOMES or not _can_fork():
        found = work(progress)
        yield lambda: found
        return
    give_back_free()  # each would get a copy of it
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(work, dict(progress.seconds), sender))
    process.start()
    sender.close()

    def wait_for() -> T:
        try:
            reply, seconds = receiver.recv()
        except EOFError:
            raise MemoryError from None  # nothing else kills one process of two without a word
        progress.seconds.update(seconds)
        if isinstance(reply, BaseException):
            raise reply
        result: T = reply
        return result

    try:
        yield wait_for
    finally:
        process.kill()
        process.join()
        receiver.close()


def _can_fork() -> bool:
    return sys.platform == "linux" and parent_process() is None and len(os.sched_getaffinity(0)) > 1


def _answer(work: Callable[[Progress], Any], seconds: dict[str, float], sender: Connection) -> None:
    """Do the task in the fork and send its result, or what it raised, and the seconds of its own steps."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the other process, which ends this one
    end_with_parent(0.0)
    progress = Progress()
    progress.seconds.update(seconds)
    try:
        reply = work(progress)
    except BaseException as error:  # whatever it is, it is raised again
        error.add_note(traceback.format_exc())
        reply = error
    own = {name: taken for name, taken in progress.seconds.items() if taken != seconds.get(name)}
    try:
        sender.send((reply, own))
    except Exception:  # what cannot be sent is told by its words
        sender.send((RuntimeError(repr(reply)), own))
    os._exit(0)  # nothing is flushed that another thread may have held at the fork
