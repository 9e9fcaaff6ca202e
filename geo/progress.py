"""Progress of a long run: one object that shows the steps and knows the seconds that each took."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import accumulate


class Progress:
    """The steps of a run: shown as they begin, timed until they end.

    Parameters
    ----------
    show
        Called with the name of each step as it begins; by default nothing is shown.

    Attributes
    ----------
    seconds
        Seconds of each step so far; a step that is done several times adds up.

    Examples
    --------
    >>> progress = Progress(print)
    >>> with progress.step("walk"):
    ...     pass
    walk
    >>> list(progress.seconds)
    ['walk']
    """

    def __init__(self, show: Callable[[str], None] = lambda _: None) -> None:
        self.show = show
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Show the name of a step, and add the time that its block takes."""
        self.show(name)
        with self.timed(name):
            yield

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the time that a block takes, and show nothing."""
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


def find_starts(shares: Mapping[str, float]) -> dict[str, float]:
    """Find where in a run each step begins.

    Parameters
    ----------
    shares
        Step -> its share of the time, in the order of the steps.

    Returns
    -------
    dict
        Step -> the shares before it, added up.

    Examples
    --------
    >>> find_starts({"read": 1.0, "walk": 3.0})
    {'read': 0.0, 'walk': 1.0}
    """
    return dict(zip(shares, accumulate(shares.values(), initial=0.0), strict=False))
