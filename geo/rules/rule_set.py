"""Rule sets: the standards an analysis judges by, as cited data, validated as they are read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from geo.files.documents import read_toml
from geo.files.validation import Fault, Record, read_record
from geo.problems import Problems
from geo.rules.entries import Category, Circle, Name, Norm, Text


class RuleSet(Record):
    """A standard, or a city's own rules.

    Parameters
    ----------
    id, name, source
        Its identifier, its name in both languages, and what it cites.
    circles
        Service circles of the standard.
    categories
        Category -> what is asked of its facilities; ``verified`` says whether somebody has compared it with the text.
    norms
        What an area must bring.
    """

    id: Text
    name: Name
    source: Text
    circles: tuple[Circle, ...] = ()
    categories: dict[str, Category] = Field(default_factory=dict)
    norms: tuple[Norm, ...] = ()

    @property
    def limit_m(self) -> dict[str, float]:
        """Longest walk to each category that the standard recommends [m]."""
        return {name: float(category.limit_m) for name, category in self.categories.items()}


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


def describe_rules(rules: RuleSet, categories: Iterable[str]) -> dict[str, Any]:
    """Cite a rule set with the results that it judges.

    Parameters
    ----------
    rules
        The rule set.
    categories
        The categories judged.

    Returns
    -------
    dict
        ``id, name, source``, ``without_rule`` (categories that get 15 minutes), and ``unverified``: those whose limit
        nobody has compared with the text yet.

    Examples
    --------
    >>> rules = read_rules(Path("data/standards/gb50180-2018.toml"))
    >>> describe_rules(rules, ["market", "hospital"])["without_rule"]
    ['hospital']
    """
    judged = list(categories)
    return {
        "id": rules.id,
        "name": dict(rules.name),
        "source": rules.source,
        "without_rule": [name for name in judged if name not in rules.categories],
        "unverified": [name for name in judged if name in rules.categories and not rules.categories[name].verified],
    }


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
    >>> parse_rules({"id": "a", "name": {"zh": "甲", "en": "A"}, "source": "us", "categories": 5}, file="a.toml")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: 1 problem in the data:
    rule set (1):
      - a.toml: categories: expected tables
    """
    rules, faults = read_record(RuleSet, given)
    problems = Problems()
    shapeless = dict.fromkeys(fault.place[0] for fault in faults if fault.kind == "table")
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
    "circles": ("circle", Circle),
    "categories": ("category", Category),
    "norms": ("norm", Norm),
}


def _describe_fault(fault: Fault, file: str) -> str:
    where, key = file, fault.place[0]
    record: type[Record] = RuleSet
    if key in _ENTRIES:
        what, record = _ENTRIES[key]
        entry, *rest = fault.place[1:]
        where = f"{file}, {what} {entry + 1 if isinstance(entry, int) else entry}"
        key = rest[0] if rest else ""
    if fault.kind == "missing":
        expected = [each.text for each in read_record(record, {str(key): None})[1] if each.place == (key,)]
        return f"{where}: no {key}; expected {expected[0]}" if expected and expected[0] else f"{where}: no {key}"
    if fault.kind == "unknown":
        return f"{where}: unknown {key}; known: {', '.join(record.model_fields)}"
    return (
        f"{where}: {fault.text}" if fault.kind == "rule" else f"{where}: {key} = {fault.value!r}; expected {fault.text}"
    )
