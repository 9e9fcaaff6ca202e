"""Rule sets: the standards an analysis judges by, as cited data, validated as they are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from geo.files.documents import read_toml
from geo.problems import Problems
from geo.texts import LANGS

#: Kinds of norms and what each must say beside its category and source.
NORM_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "per_household": ("floor_area_m2",),
    "per_resident": (),
    "floor": ("floor_area_m2",),
    "steps": ("by", "steps"),
}


#: What a norm per resident may ask for: floor area [m2], staff, or places (pupils, beds).
PER_RESIDENT: Final = ("floor_area_m2", "people", "places")


#: Who judges a category at a joint review; planning where a rule set names nobody.
DEPARTMENTS: Final = (
    "planning", "construction", "civil_affairs", "health", "education", "commerce", "culture_sports",
)  # fmt: skip


_STEP_MEASURES: Final = ("households", "residents", "residential_floor_area_m2")


_CITED: Final = ("source", "verified")


_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "rule set": ("id", "name", "source", "circles", "categories", "norms"),
    "circle": ("name", "minutes", "walk_m", "residents", "dwellings", *_CITED),
    "category": ("name", "department", "circle_min", "limit_m", "floor_area_m2", *_CITED),
    "norm": ("category", "kind", *PER_RESIDENT, "by", "steps", *_CITED),
}


_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "rule set": ("id", "name", "source"),
    "circle": ("name", "minutes", "walk_m", *_CITED),
    "category": ("name", "circle_min", "limit_m", *_CITED),
    "norm": ("category", "kind", *_CITED),
}


@dataclass(frozen=True)
class RuleSet:
    """A standard, or a city's own rules.

    Parameters
    ----------
    id, name, source
        Its identifier, its name in both languages, and what it cites.
    circles
        Service circles of the standard: minutes, walk [m], residents, dwellings.
    categories
        Category -> ``name`` in both languages, ``circle_min``, ``limit_m``, maybe ``floor_area_m2`` (least, most) and
        ``department`` (one of :data:`DEPARTMENTS`), ``source`` and ``verified``: whether somebody has compared it with
        the text.
    norms
        What an area must bring; ``kind`` is a key of :data:`NORM_KINDS`.
    """

    id: str
    name: Mapping[str, str]
    source: str
    circles: tuple[Mapping[str, Any], ...]
    categories: Mapping[str, Mapping[str, Any]]
    norms: tuple[Mapping[str, Any], ...]

    @property
    def limit_m(self) -> dict[str, float]:
        """Longest walk to each category that the standard recommends [m]."""
        return {name: float(category["limit_m"]) for name, category in self.categories.items()}


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
    return parse_rules(read_toml(path, what="rule set"), file=path.name)


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
        "unverified": [name for name in judged if not rules.categories.get(name, {"verified": True})["verified"]],
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
        With everything that is wrong in it.

    Examples
    --------
    >>> parse_rules({"id": "a", "name": {"zh": "甲", "en": "A"}, "source": "us", "categories": 5}, file="a.toml")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: 1 problem in the data:
    rule set (1):
      - a.toml: categories: expected tables
    """
    problems = Problems()
    shapes = {"categories": dict, "circles": list, "norms": list}
    wrong = [name for name, shape in shapes.items() if not _is_table(given.get(name, shape()), shape)]
    problems.add("rule set", [f"{file}: {name}: expected tables" for name in wrong])
    problems.raise_if_any()
    categories, circles, norms = given.get("categories", {}), given.get("circles", []), given.get("norms", [])
    entries = [("rule set", file, given)]
    entries += [("circle", f"{file}, circle {n}", circle) for n, circle in enumerate(circles, 1)]
    entries += [("category", f"{file}, category {name}", category) for name, category in categories.items()]
    entries += [("norm", f"{file}, norm {n}", norm) for n, norm in enumerate(norms, 1)]
    for kind, where, entry in entries:
        problems.add("rule set", _find_faults(kind, where, entry))
    problems.raise_if_any()
    return RuleSet(given["id"], given["name"], given["source"], tuple(circles), categories, tuple(norms))


def _is_table(value: Any, shape: type) -> bool:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, shape) and all(isinstance(item, dict) for item in items)


def _find_faults(kind: str, where: str, entry: Mapping[str, Any]) -> list[str]:
    faults = [f"{where}: no {key}" for key in _REQUIRED[kind] if key not in entry]
    faults += [f"{where}: unknown {key}; known: {', '.join(_KEYS[kind])}" for key in entry if key not in _KEYS[kind]]
    for key, value in entry.items():
        expected = _EXPECTED.get(key)
        if expected and not expected[1](value):
            faults.append(f"{where}: {key} = {value!r}; expected {expected[0]}")
    if kind == "norm" and not faults:
        faults += _find_norm_faults(where, entry)
    return faults


def _find_norm_faults(where: str, norm: Mapping[str, Any]) -> list[str]:
    if norm["kind"] not in NORM_KINDS:
        return [f"{where}: kind = {norm['kind']!r}; expected one of {', '.join(NORM_KINDS)}"]
    faults = [
        f"{where}: no {key}, which a norm {norm['kind']} needs" for key in NORM_KINDS[norm["kind"]] if key not in norm
    ]
    if norm["kind"] == "per_resident" and len(norm.keys() & set(PER_RESIDENT)) != 1:
        faults.append(f"{where}: expected one of {', '.join(PER_RESIDENT)}, which a norm per_resident needs")
    return faults


def _is_positive(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value)) and value > 0


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_positive, value)) and value[0] <= value[1]


def _is_steps(value: Any) -> bool:
    """Tell whether steps begin at 0 and rise: [[from, floor_area_m2], ...]."""
    if not (isinstance(value, list) and value and all(isinstance(step, list) and len(step) == 2 for step in value)):
        return False
    numbers = all(isinstance(number, int | float) and not isinstance(number, bool) for step in value for number in step)
    return numbers and value[0][0] == 0 and all(a[0] < b[0] for a, b in pairwise(value))


def _is_name(value: Any) -> bool:
    return (
        isinstance(value, dict) and set(value) == set(LANGS) and all(isinstance(text, str) for text in value.values())
    )


_EXPECTED: Final[dict[str, tuple[str, Any]]] = {
    "id": ("a text", lambda value: isinstance(value, str) and value != ""),
    "source": ("a text", lambda value: isinstance(value, str) and value != ""),
    "verified": ("true or false", lambda value: isinstance(value, bool)),
    "name": ("a text in zh and in en", _is_name),
    "minutes": ("a number above 0", _is_positive),
    "circle_min": ("a number above 0", _is_positive),
    "limit_m": ("a number above 0", _is_positive),
    "people": ("a number above 0", _is_positive),
    "places": ("a number above 0", _is_positive),
    "department": (f"one of {', '.join(DEPARTMENTS)}", lambda value: value in DEPARTMENTS),
    "walk_m": ("two numbers above 0, the least first", _is_range),
    "residents": ("two numbers above 0, the least first", _is_range),
    "dwellings": ("two numbers above 0, the least first", _is_range),
    "floor_area_m2": (
        "a number above 0, or two, the least first",
        lambda value: _is_positive(value) or _is_range(value),
    ),
    "by": (f"one of {', '.join(_STEP_MEASURES)}", lambda value: value in _STEP_MEASURES),
    "steps": ("[[0, m2], [from, m2], ...], rising", _is_steps),
}
