"""What a rule set asks of each kind of facility, and the tiers that facilities belong to."""

from typing import Annotated, Final, Literal, get_args

from pydantic import Field

from geo.files.validation import Positive, expect
from geo.rules.fields import (
    Area,
    Cited,
    Departments,
    Name,
    Phase,
    ProviderField,
    Radius,
    Range,
    Text,
    one_of,
)

Strength = Literal["shall", "as_needed"]

#: ▲ and △ of the tables.
STRENGTHS: Final[tuple[Strength, ...]] = get_args(Strength)


class Tier(Cited):
    """A planning unit of a standard: for how many it is, how far one walks in it [m], and who provides its facilities.

    ``floor_per_1000`` and ``land_per_1000`` are of its own facilities for 1,000 residents, not of smaller tiers.
    """

    name: Name
    provider: ProviderField
    minutes: Positive | None = None
    walk_m: Range | None = None
    residents: Range | None = None
    dwellings: Range | None = None
    floor_per_1000: Area | None = None
    land_per_1000: Area | None = None


class FacilityRule(Cited):
    """What a standard asks of one kind of facility.

    ``provider`` is that of its tier where it is not stated. ``supplements`` names the facility beyond whose reach
    alone this one is needed. A facility without ``floor_area`` that has ``land_area`` is land: no rooms.
    """

    name: Name
    tier: Text
    strength: Annotated[Strength, expect(one_of(STRENGTHS))] = "shall"
    provider: ProviderField | None = None
    departments: Departments = ("planning",)
    radius: Radius | None = None
    floor_area: Area | None = None
    land_area: Area | None = None
    supplements: Text | None = None
    phase: Phase | None = None


class Composite(Cited):
    """Rooms that may lie in one house and are counted together, each once."""

    name: Name
    members: Annotated[tuple[Text, ...], Field(min_length=1), expect("a list of facilities")]
