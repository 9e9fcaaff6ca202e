"""What is asked of a city and answered in bytes: plain records, so that they can be keys and be sent to a process."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from service.compute.analyses import Analyses

#: Who computes: what takes milliseconds never waits behind what takes seconds.
Lane = Literal["quick", "slow", "print"]


@dataclass(frozen=True)
class Body:
    """An answer, as it is sent.

    Parameters
    ----------
    content
        The bytes.
    media_type
        Their type.
    headers
        Further headers, name and value.
    """

    content: bytes
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Question:
    """A question, with who can answer it.

    Parameters
    ----------
    answer
        A function of a module (so that its name is enough to find it in another process) of the analyses and the query;
        it raises a GeoError if the query is wrong.
    query
        A record that is compared by its values, or a tuple.
    lane
        ``quick`` for what takes milliseconds, ``slow`` for what takes seconds where nothing is prepared; ``print`` for
        a page that a browser draws: the query is then a :class:`service.compute.printing.Printed`.

    Examples
    --------
    >>> Question(len, ("clinic",), lane="quick") == Question(len, ("clinic",), lane="quick")
    True
    """

    answer: "Callable[[Analyses, Any], Body]"
    query: Hashable
    lane: Lane
