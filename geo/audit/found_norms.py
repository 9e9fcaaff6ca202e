"""The norms of a city's rule sets that an audit holds communities to: service space and staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from geo.rules.fields import Scope
from geo.rules.norms import Norm
from geo.rules.rule_set import RuleSet


@dataclass(frozen=True, kw_only=True)
class FoundNorm:
    """A norm, and what it stands in.

    Parameters
    ----------
    rules
        The rule set that holds it.
    norm
        The norm.
    members
        The categories that count for it: the rooms of a composite, or what it names itself.
    """

    rules: RuleSet
    norm: Norm
    members: tuple[str, ...]


def find_space_norm(rule_sets: Iterable[RuleSet], scope: Scope) -> FoundNorm | None:
    """Find the norm for all service space of an existing community together.

    Parameters
    ----------
    rule_sets
        Those that count, in their order.
    scope
        Of communities or of villages.

    Returns
    -------
    FoundNorm or None
        The first that asks floor area of a composite of rooms and is not for new areas alone.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> names = ("zhengzhou", "national-community-service")
    >>> both = [read_rules(Path(f"data/standards/{name}.toml")) for name in names]
    >>> find_space_norm(both, "urban").rules.id, find_space_norm(both, "rural")
    ('national-community-service', None)
    """
    for rules in rule_sets:
        for norm in rules.norms:
            composite = rules.composites.get(norm.facility)
            is_space = composite is not None and norm.measure == "floor_area_m2" and norm.stock != "new"
            if scope in rules.scope and is_space and composite is not None:
                return FoundNorm(rules=rules, norm=norm, members=composite.members)
    return None


def find_staff_norm(rule_sets: Iterable[RuleSet], scope: Scope) -> FoundNorm | None:
    """Find the norm for the community workers of a whole city.

    Parameters
    ----------
    rule_sets
        Those that count, in their order.
    scope
        Of communities or of villages.

    Returns
    -------
    FoundNorm or None
        The first that asks for people by the residents of a city.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> find_staff_norm([read_rules(Path("data/standards/national-community-service.toml"))], "urban").norm.amount
    18
    """
    for rules in rule_sets:
        for norm in rules.norms:
            is_staff = norm.measure == "people" and norm.counted_over == "city" and norm.per == "residents"
            if scope in rules.scope and is_staff:
                return FoundNorm(rules=rules, norm=norm, members=(norm.facility,))
    return None


def describe_norm(found: FoundNorm | None) -> dict[str, Any] | None:
    """Cite a norm as audit.json holds it.

    Parameters
    ----------
    found
        The norm, or None.

    Returns
    -------
    dict or None
        ``rule_set, facility, members, amount, per, for_each, source, verified, valid_from, valid_to``; None for None.

    Examples
    --------
    >>> describe_norm(None) is None
    True
    """
    if found is None:
        return None
    norm, rules = found.norm, found.rules
    return {
        "rule_set": {"id": rules.id, "name": dict(rules.name)},
        "facility": norm.facility,
        "members": list(found.members),
        "amount": norm.amount,
        "per": norm.per,
        "for_each": norm.for_each,
        "source": norm.source,
        "verified": norm.verified,
        "valid_from": norm.valid_from or rules.valid_from,
        "valid_to": norm.valid_to or rules.valid_to,
    }
