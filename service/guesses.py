"""Wrong keys: counted by the address they come from, and slowed where they come often."""

import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from service.clients import name_client
from service.errors import RefusedError

#: Wrong keys that an address may send at once, and how long it takes until it may send one more [s].
BURST: Final = 5
REFILL_S: Final = 10.0
#: Addresses that are remembered: who comes from more has many machines, and no key of 16 characters falls to them.
_MOST_ADDRESSES: Final = 10_000
#: An owner of IPv6 has a whole network of this size: it counts as one address.
_IPV6_NETWORK_BITS: Final = 64
_LOG: Final = logging.getLogger("gridwalk.keys")


@dataclass
class _Count:
    """What one address sent: the guesses that it may still make, and when that was; all wrong ones, and all refused."""

    left: float
    at_s: float
    wrong: int = 0
    refused: int = 0


class Guesses:
    """Wrong keys of all addresses, in this process.

    Parameters
    ----------
    clock
        Tells the time [s].

    Examples
    --------
    >>> guesses = Guesses(clock=lambda: 0.0)
    >>> for _ in range(BURST):
    ...     guesses.check("192.0.2.1")
    ...     guesses.count("192.0.2.1")
    >>> guesses.check("192.0.2.2")
    >>> guesses.check("192.0.2.1")
    Traceback (most recent call last):
    service.errors.RefusedError: too many wrong keys from your address; try again in 10 s
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def check(self, address: str) -> None:
        """Refuse to look at a key of an address that sent too many wrong ones; a right one is not looked at either.

        Parameters
        ----------
        address
            Of the client.

        Raises
        ------
        RefusedError
            429 with ``Retry-After``; nothing is waited for here.
        """
        count = self._counts.get(name_client(address))
        if count is None:
            return
        self._refill(count)
        if count.left >= 1:
            return
        count.refused += 1
        wait_s = math.ceil((1 - count.left) * REFILL_S)
        raise RefusedError(
            429,
            "Too many wrong keys",
            f"too many wrong keys from your address; try again in {wait_s} s",
            headers={"Retry-After": str(wait_s)},
        )

    def count(self, address: str) -> None:
        """Count a wrong key and log how many it were: so slowed, an address cannot fill the log.

        Parameters
        ----------
        address
            Of the client.
        """
        owner = name_client(address)
        count = self._counts.setdefault(owner, _Count(BURST, self._clock()))
        self._refill(count)
        count.left -= 1
        count.wrong += 1
        self._counts.move_to_end(owner)
        if len(self._counts) > _MOST_ADDRESSES:
            self._counts.popitem(last=False)
        _LOG.warning("wrong planner's key from %s: %d so far, %d more refused", owner, count.wrong, count.refused)

    def _refill(self, count: _Count) -> None:
        now_s = self._clock()
        count.left = min(BURST, count.left + (now_s - count.at_s) / REFILL_S)
        count.at_s = now_s
