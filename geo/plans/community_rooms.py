"""Community rooms: which categories are such rooms, and which of them lie where none may lie."""

import re
from collections.abc import Sequence
from typing import Final

from geo.rules.rule_set import RuleSet

#: Categories that are community rooms, besides those that a rule set counts together.
_COMMUNITY: Final = (
    "community_service_station", "cultural_station", "health_station", "elderly_day_care", "nursery",
    "community_canteen",
)  # fmt: skip
#: How offices write that a floor lies underground.
_UNDERGROUND: Final = re.compile(r"地下|负|^\s*[-−]\s*\d|^\s*B\s*\d|basement|underground", re.IGNORECASE)


def list_community_rooms(rule_sets: Sequence[RuleSet]) -> frozenset[str]:
    """List the categories that are community rooms: of these floor, entrance and street are to be shown.

    Parameters
    ----------
    rule_sets
        Of a review.

    Returns
    -------
    frozenset of str
        No schools, no shops and no grounds.

    Examples
    --------
    >>> "kindergarten" in list_community_rooms([]), "cultural_station" in list_community_rooms([])
    (False, True)
    """
    counted = {name for rules in rule_sets for composite in rules.composites.values() for name in composite.members}
    return frozenset(counted.union(_COMMUNITY))


def is_underground(floor: str) -> bool:
    """Tell whether a floor is stated to lie underground.

    Parameters
    ----------
    floor
        As an office writes it, "" where it is not stated.

    Returns
    -------
    bool
        Community rooms that do are none for residents, and do not count.

    Examples
    --------
    >>> [is_underground(floor) for floor in ("地下一层", "B1", "-1F", "1F", "")]
    [True, True, True, False, False]
    """
    return _UNDERGROUND.search(floor) is not None
