"""Faults found in data, gathered so that one run reports all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from geo.errors import InputError
from geo.personal import mask_personal

#: Faults of one kind that are spelled out; the rest are counted.
SHOWN_PER_KIND: Final = 20
#: Characters of a fault that are shown, where it begins and where it ends: with what to do.
_BEGINNING: Final = 600
_ENDING: Final = 200


@dataclass
class Problems:
    """Faults by kind, in the order found, each with the error class it would raise alone.

    Examples
    --------
    >>> problems = Problems()
    >>> problems.add("negative", ["homes.csv, row 3: population -1"])
    >>> problems.count
    1
    """

    kinds: dict[str, list[str]] = field(default_factory=dict)
    errors: list[type[InputError]] = field(default_factory=list)
    #: Row, from 0 -> the faults of that row, for who leaves bad rows out.
    rows: dict[int, list[str]] = field(default_factory=dict)

    def add(
        self,
        kind: str,
        messages: Iterable[str],
        *,
        error: type[InputError] = InputError,
        rows: Iterable[Sequence[int]] = (),
    ) -> None:
        """Add faults of one kind.

        Parameters
        ----------
        kind
            A heading such as ``"duplicate code"``.
        messages
            One sentence a fault; none adds nothing. The middle of one that quotes a long cell is left out, and numbers
            in them that look like a person's are masked: they also go to files, as the reasons why rows were left out.
        error
            The class to raise if this is the only class among the faults.
        rows
            The rows, from 0, that each message is about; none where it is about no row.
        """
        messages = [mask_personal(_shorten(message)) for message in messages]
        if messages:
            self.kinds.setdefault(kind, []).extend(messages)
            self.errors.append(error)
        for message, about in zip(messages, rows, strict=False):
            for row in about:
                self.rows.setdefault(row, []).append(message)

    def extend(self, other: "Problems") -> None:
        """Add the faults of another file, whose rows are not ours.

        Parameters
        ----------
        other
            Not changed.
        """
        for kind, messages in other.kinds.items():
            self.kinds.setdefault(kind, []).extend(messages)
        self.errors.extend(other.errors)

    def raise_all(self, faults: Sequence[InputError]) -> None:
        """Raise what is wrong with whole files, together with the faults gathered here, or return.

        Parameters
        ----------
        faults
            Errors whose messages begin with the name of a file. What is the same for several files is told once, with
            the names of all of them.

        Raises
        ------
        InputError
            A fault that is alone as it is; else as :meth:`raise_if_any`, the faults of whole files behind the others.
        """
        if len(faults) == 1 and not self.count:
            raise faults[0]
        told: dict[str, list[str]] = {}
        for error in faults:
            file, sign, text = str(error).partition(": ")
            told.setdefault(text or file, []).append(file if sign else "")
        messages = [f"{', '.join(dict.fromkeys(files))}: {text}" if files[0] else text for text, files in told.items()]
        kinds = {type(error) for error in faults}
        self.add("fault of a whole file", messages, error=kinds.pop() if len(kinds) == 1 else InputError)
        self.raise_if_any()

    @property
    def count(self) -> int:
        """Number of faults."""
        return sum(map(len, self.kinds.values()))

    def raise_if_any(self) -> None:
        """Raise one error that lists the faults, or return.

        Raises
        ------
        InputError
            The class of the faults where they share one; the first 20 of each kind with the count of the rest.
        """
        if not self.count:
            return
        lines = [f"{self.count} problem{'s' if self.count > 1 else ''} in the data:"]
        for kind, messages in self.kinds.items():
            lines.append(f"{kind} ({len(messages)}):")
            lines += [f"  - {message}" for message in messages[:SHOWN_PER_KIND]]
            if len(messages) > SHOWN_PER_KIND:
                lines.append(f"  … and {len(messages) - SHOWN_PER_KIND} more")
        error = self.errors[0] if len(set(self.errors)) == 1 else InputError
        raise error("\n".join(lines))


def _shorten(message: str) -> str:
    if len(message) <= _BEGINNING + _ENDING:
        return message
    return f"{message[:_BEGINNING]} … {message[-_ENDING:]}"
