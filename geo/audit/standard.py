"""What an audit looks for beyond the rule sets: which categories are which room, and from what size on."""

from functools import cache
from pathlib import Path
from typing import Final

from geo.files.documents import read_toml
from geo.files.validation import Positive
from geo.rules.fields import Cited, Range, Text

_FILE: Final = Path(__file__).parent / "standard.toml"


class AuditStandard(Cited):
    """Which categories are the rooms that a community runs, and their sizes.

    ``office``, ``hall``, ``square`` and ``rooms`` list categories; an office below the first of ``office_bands_m2`` is
    small, from the second on it is large; so is a square from ``large_square_m2`` on.
    """

    office: tuple[Text, ...]
    hall: tuple[Text, ...]
    square: tuple[Text, ...]
    rooms: tuple[Text, ...]
    office_bands_m2: Range
    large_square_m2: Positive

    @property
    def categories(self) -> tuple[str, ...]:
        """All categories that it speaks of."""
        return (*self.office, *self.hall, *self.square, *self.rooms)


@cache
def read_standard() -> AuditStandard:
    """Read the standard that comes with gridwalk.

    Returns
    -------
    AuditStandard
        The same object each time.

    Examples
    --------
    >>> read_standard().office_bands_m2, read_standard().large_square_m2
    ((300, 600), 1000)
    """
    return AuditStandard.model_validate(read_toml(_FILE, what="rule set", name=_FILE.name))
