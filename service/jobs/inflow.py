"""What is being received at the moment: neither kept nor measured yet, so that it has bounds of its own."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from service.errors import RefusedError

#: How many of the largest forms may be received at once, of all clients and of one; of smaller ones more.
_MOST_FORMS: Final = 10
_MOST_FORMS_PER_CLIENT: Final = 2
_RETRY_S: Final = 60


class Inflow:
    """The bytes of forms or bodies that a process receives at the moment, by client; for one event loop.

    Examples
    --------
    >>> inflow = Inflow()
    >>> with inflow.receive("192.0.2.7", form_bytes=100) as count:
    ...     count(200)
    ...     count(1)
    Traceback (most recent call last):
        ...
    service.errors.RefusedError: this client sends more at once than is taken; send one batch after the other
    >>> inflow.total_bytes
    0
    """

    def __init__(self) -> None:
        self._received: Counter[str] = Counter()

    @property
    def total_bytes(self) -> int:
        """What all clients have sent of forms that are not stored yet [bytes]."""
        return self._received.total()

    @contextmanager
    def receive(self, client: str, *, form_bytes: int) -> Iterator[Callable[[int], None]]:
        """Count what is received of a form, until it is stored.

        Parameters
        ----------
        client
            Who sends it.
        form_bytes
            The most that a form may hold [bytes].

        Yields
        ------
        callable
            To be called with the bytes of each piece that is received; raises RefusedError, 429 or 503, if there are
            too many of this client or of all.
        """
        own = 0

        def count(piece_bytes: int) -> None:
            nonlocal own
            own += piece_bytes
            self._received[client] += piece_bytes
            headers = {"Retry-After": str(_RETRY_S)}
            if self._received[client] > _MOST_FORMS_PER_CLIENT * form_bytes:
                reason = "this client sends more at once than is taken; send one batch after the other"
                raise RefusedError(429, "Too much at once", reason, headers=headers)
            if self.total_bytes > _MOST_FORMS * form_bytes:
                reason = "more is sent at the moment than can be taken; send it again in a minute"
                raise RefusedError(503, "Too much at once", reason, headers=headers)

        try:
            yield count
        finally:
            self._received[client] -= own
            if not self._received[client]:
                del self._received[client]
