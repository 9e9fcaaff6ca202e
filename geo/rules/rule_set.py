"""Rule sets: the standards an analysis judges by, as cited data, validated as they are read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from geo.files.documents import read_toml
from geo.files.validation import Fault, Positive, Record, break_rules, expect, read_record
from geo.problems import Problems
from geo.rules.facility_rules import Composite, FacilityRule, Tier
from geo.rules.fields import SCOPES, Area, Cited, Day, Name, Phase, Provider, Radius, Scope, Share, Text, one_of
from geo.rules.norms import Norm, Step


class Ratio(Cited):
    """A ratio by which sizes that are not stated are derived."""

    value: Positive


class Tolerance(Cited):
    """By which share a surveyed area may fall short of what is owed."""

    share: Share


class RuleSet(Record):
    """A standard, or a city's own rules.

    Parameters
    ----------
    id, name, source
        Its identifier, its name in both languages, and what it cites.
    scope
        What it judges: of :data:`geo.rules.fields.SCOPES`.
    valid_from, valid_to
        First and last day on which it is in force, as ISO writes them; None where that is not known.
    residents_per_household
        By what residents are derived from households; None leaves it to the city.
    survey_tolerance
        By which share floor area as surveyed may fall short at acceptance and hand-over; None for not at all.
    tiers
        Tier -> its size and who provides its facilities, the largest first.
    facilities
        Category -> what is asked of its facilities.
    composites
        Rooms that are counted together.
    names
        Names of what composites and norms speak of, and no entry describes.
    norms
        How much an area must bring.
    """

    id: Text
    name: Name
    source: Text
    scope: Annotated[
        tuple[Annotated[Scope, expect(one_of(SCOPES))], ...],
        Field(min_length=1),
        expect(f"a list, each {one_of(SCOPES)}"),
    ]
    valid_from: Day | None = None
    valid_to: Day | None = None
    residents_per_household: Ratio | None = None
    survey_tolerance: Tolerance | None = None
    tiers: dict[str, Tier] = Field(default_factory=dict)
    facilities: dict[str, FacilityRule] = Field(default_factory=dict)
    composites: dict[str, Composite] = Field(default_factory=dict)
    names: dict[str, Name] = Field(default_factory=dict)
    norms: tuple[Norm, ...] = ()

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        """Check that what entries name is there, and that each room is in one composite only."""
        named = {*self.facilities, *self.composites, *self.names}
        spoken = [(f"composite {name}", each) for name, rooms in self.composites.items() for each in rooms.members]
        spoken += [(f"norm {number}", norm.facility) for number, norm in enumerate(self.norms, 1)]
        faults = [
            f"facility {name}: tier = {rule.tier!r}; expected one of {', '.join(self.tiers)}"
            for name, rule in self.facilities.items()
            if rule.tier not in self.tiers
        ]
        faults += [
            f"facility {name}: supplements = {rule.supplements!r}, which is no facility of this rule set"
            for name, rule in self.facilities.items()
            if rule.supplements is not None and rule.supplements not in self.facilities
        ]
        faults += [
            f"{where}: {each} has no name; give it one under [names]" for where, each in spoken if each not in named
        ]
        taken: dict[str, str] = {}
        for name, composite in self.composites.items():
            for member in composite.members:
                if taken.setdefault(member, name) != name:
                    faults.append(f"composite {name}: {member} is in {taken[member]} already, and counts once")
        if self.valid_from is not None and self.valid_to is not None and self.valid_from > self.valid_to:
            faults.append(f"valid_to = {self.valid_to!r} is before valid_from = {self.valid_from!r}")
        if faults:
            raise break_rules(faults)
        return self

    @property
    def limit_m(self) -> dict[str, float]:
        """Longest walk to each category that the standard recommends [m]."""
        return {name: float(rule.radius.m) for name, rule in self.facilities.items() if rule.radius is not None}

    def find_provider(self, category: str) -> Provider:
        """Find who provides a facility: as its entry says, else its tier."""
        rule = self.facilities[category]
        return rule.provider or self.tiers[rule.tier].provider


def read_rules(path: Path) -> RuleSet:
    """Read a rule set.

    Parameters
    ----------
    path
        A TOML file; ``data/standards/gb50180-2018.toml`` is one.

    Returns
    -------
    RuleSet
        Checked.

    Raises
    ------
    InputError
        If it cannot be read, or with everything that is wrong in it.

    Examples
    --------
    >>> read_rules(Path("data/standards/gb50180-2018.toml")).limit_m["kindergarten"]
    300.0
    """
    return parse_rules(read_toml(path, what="rule set", name=path.name), file=path.name)


def parse_rules(given: Mapping[str, Any], *, file: str) -> RuleSet:
    """Check a rule set.

    Parameters
    ----------
    given
        As TOML or city.json holds it.
    file
        Name of the file, for messages.

    Returns
    -------
    RuleSet
        The same, checked.

    Raises
    ------
    InputError
        If a key is missing, unknown or out of range; every fault is listed.

    Examples
    --------
    >>> parse_rules({"id": "a", "name": {"zh": "甲", "en": "A"}, "source": "us", "facilities": 5}, file="a.toml")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: 1 problem in the data:
    rule set (1):
      - a.toml: facilities: expected tables
    """
    rules, faults = read_record(RuleSet, given)
    problems = Problems()
    shapeless = [fault.place[0] for fault in faults if fault.kind == "table" and len(fault.place) == 1]
    problems.add("rule set", [f"{file}: {table}: expected tables" for table in shapeless])
    problems.raise_if_any()
    problems.add("rule set", dict.fromkeys(_describe_fault(fault, file) for fault in faults))
    problems.raise_if_any()
    assert rules is not None
    return rules


def dump_rules(rules: RuleSet) -> dict[str, Any]:
    """Write a rule set as TOML or city.json holds it.

    Parameters
    ----------
    rules
        The rule set.

    Returns
    -------
    dict
        What :func:`parse_rules` reads; keys that were not given are left out.

    Examples
    --------
    >>> rules = read_rules(Path("data/standards/gb50180-2018.toml"))
    >>> parse_rules(dump_rules(rules), file="city.json") == rules
    True
    """
    return rules.model_dump(mode="json", exclude_none=True)


#: List of a rule set -> what one of its entries is called, and is.
_ENTRIES: Final[dict[str | int, tuple[str, type[Record]]]] = {
    "tiers": ("tier", Tier),
    "facilities": ("facility", FacilityRule),
    "composites": ("composite", Composite),
    "norms": ("norm", Norm),
}
#: Key of a rule set or an entry -> the table that stands there.
_TABLES: Final[dict[str | int, type[Record]]] = {
    "radius": Radius,
    "floor_per_1000": Area,
    "land_per_1000": Area,
    "floor_area": Area,
    "land_area": Area,
    "phase": Phase,
    "steps": Step,
    "residents_per_household": Ratio,
    "survey_tolerance": Tolerance,
}


def _describe_fault(fault: Fault, file: str) -> str:
    where, keys = file, list(fault.place)
    record: type[Record] = RuleSet
    if len(keys) > 1 and keys[0] in _ENTRIES:
        what, record = _ENTRIES[keys[0]]
        where = f"{file}, {what} {keys[1] + 1 if isinstance(keys[1], int) else keys[1]}"
        keys = keys[2:]
    for name in keys[:-1]:
        record = _TABLES.get(name, record)
    key = ".".join(str(name + 1) if isinstance(name, int) else name for name in keys)
    if fault.kind == "missing":
        last = str(keys[-1])
        expected = [each.text for each in read_record(record, {last: None})[1] if each.place == (last,)]
        return f"{where}: no {key}; expected {expected[0]}" if expected and expected[0] else f"{where}: no {key}"
    if fault.kind == "unknown":
        return f"{where}: unknown {key}; known: {', '.join(record.model_fields)}"
    if fault.kind == "table":
        return f"{where}: {key}: expected a table"
    return (
        f"{where}: {fault.text}" if fault.kind == "rule" else f"{where}: {key} = {fault.value!r}; expected {fault.text}"
    )
