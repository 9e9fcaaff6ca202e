"""Seconds of steps, for those who ask where the time goes."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Called with the name of a step as it begins.
Step = Callable[[str], None]


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    """Add the time that a block takes to a table of seconds.

    Parameters
    ----------
    seconds
        The table.
    name
        The step's name.

    Examples
    --------
    >>> seconds: dict[str, float] = {}
    >>> with timed(seconds, "rest"):
    ...     pass
    >>> list(seconds)
    ['rest']
    """
    start = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
