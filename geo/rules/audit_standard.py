"""What an audit looks for beyond the norms of rule sets: which categories are which room, and from what size on."""

from collections import Counter
from typing import Self

from pydantic import model_validator

from geo.files.validation import Positive, break_rules
from geo.rules.fields import Cited, Range, Text


class AuditStandard(Cited):
    """Which categories are the rooms that a community runs, and their sizes.

    ``office``, ``hall``, ``square`` and ``rooms`` list categories, each in one list only; an office below the first of
    ``office_bands_m2`` is small, from the second on it is large; so is a square from ``large_square_m2`` on.
    """

    office: tuple[Text, ...]
    hall: tuple[Text, ...]
    square: tuple[Text, ...]
    rooms: tuple[Text, ...]
    office_bands_m2: Range
    large_square_m2: Positive

    @model_validator(mode="after")
    def _check_once(self) -> Self:
        twice = [name for name, count in Counter(self.categories).items() if count > 1]
        if twice:
            raise break_rules([f"[audit] names {name} twice; a category is one room only" for name in twice])
        return self

    @property
    def categories(self) -> tuple[str, ...]:
        """All categories that it speaks of."""
        return (*self.office, *self.hall, *self.square, *self.rooms)
