"""Results by key, each computed once."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Latest(Generic[T]):
    """Computes each result once and keeps the latest; nobody waits for another key than theirs.

    Parameters
    ----------
    kept
        How many results are kept.

    Examples
    --------
    >>> squares = Latest(kept=2)
    >>> squares.find(3, lambda: 9), squares.find(3, lambda: 0)
    (9, 9)
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._results: OrderedDict[Hashable, T] = OrderedDict()
        self._turns: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable) -> T | None:
        """Return a result that is there, without waiting; None if it is not."""
        with self._lock:
            return self._results.get(key)

    def find(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Return a result, computed now or before.

        Parameters
        ----------
        key
            What it is the result of.
        compute
            Computes it. What it raises is raised to who asked; the next one computes again.

        Returns
        -------
        object
            The result.
        """
        with self._lock:
            turn = self._turns.setdefault(key, threading.Lock())
        with turn:
            with self._lock:
                if key in self._results:
                    self._results.move_to_end(key)
                    return self._results[key]
            try:
                result = compute()
            except BaseException:
                with self._lock:
                    self._turns.pop(key, None)
                raise
            with self._lock:  # at once: who asks between the two would compute it again
                self._results[key] = result
                self._turns.pop(key, None)
                while len(self._results) > self._kept:
                    self._results.popitem(last=False)
            return result
