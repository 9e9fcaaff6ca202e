"""What is asked of rule sets: which one judges walks, what they call things, how they are cited."""

from collections.abc import Iterable
from typing import Any

from geo.rules.facility_rules import FacilityRule
from geo.rules.fields import Scope
from geo.rules.rule_set import RuleSet


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
        ``id, name, source, scope``, ``without_rule`` (categories without a radius, which get 15 minutes), and
        ``unverified``: those whose radius nobody has compared with the text yet.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> rules = read_rules(Path("data/standards/gb50180-2018.toml"))
    >>> describe_rules(rules, ["market", "hospital"])["without_rule"]
    ['hospital']
    """
    judged = list(categories)
    return {
        "id": rules.id,
        "name": dict(rules.name),
        "source": rules.source,
        "scope": list(rules.scope),
        "without_rule": [name for name in judged if name not in rules.limit_m],
        "unverified": [name for name in judged if name in rules.limit_m and not _is_verified(rules.facilities[name])],
    }


def _is_verified(rule: FacilityRule) -> bool:
    assert rule.radius is not None
    return rule.verified if rule.radius.verified is None else rule.radius.verified


def choose_rules(rule_sets: Iterable[RuleSet], scope: Scope = "urban") -> RuleSet | None:
    """Choose by which rule set walks are judged.

    Parameters
    ----------
    rule_sets
        Those of a city, in its order.
    scope
        What is judged.

    Returns
    -------
    RuleSet or None
        The first that is for the scope and holds radii; None without one.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> folder = Path("data/standards")
    >>> both = [read_rules(folder / name) for name in ("zhengzhou.toml", "gb50180-2018.toml")]
    >>> choose_rules(both).id, choose_rules(both, "rural")
    ('gb50180-2018', None)
    """
    return next((rules for rules in rule_sets if scope in rules.scope and rules.limit_m), None)


def name_facilities(rule_sets: Iterable[RuleSet]) -> dict[str, dict[str, str]]:
    """Name what rule sets ask for: facilities, composites of rooms, and what else they speak of.

    Parameters
    ----------
    rule_sets
        The rule sets; the first that names a category counts.

    Returns
    -------
    dict
        Category -> its name in both languages; empty for no rule sets.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> name_facilities([read_rules(Path("data/standards/zhengzhou.toml"))])["care_home"]["en"]
    'Care home'
    """
    names: dict[str, dict[str, str]] = {}
    for rules in rule_sets:
        found = [(category, rule.name) for category, rule in rules.facilities.items()]
        found += [(category, rooms.name) for category, rooms in rules.composites.items()]
        found += list(rules.names.items())
        for category, name in found:
            names.setdefault(category, dict(name))
    return names
