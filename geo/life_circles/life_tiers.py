"""The tiers of life circles: for how many residents each is, and how far one walks in it, as a rule set states them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from geo.errors import InputError
from geo.rules.fields import Scope
from geo.rules.rule_set import RuleSet
from geo.walking.limits import to_metres
from geo.walking.profiles import Profile

#: Keys of the tiers in a rule set, the largest first.
TIERS: Final = ("15_min", "10_min", "5_min")
_SCOPE: Final[Scope] = "urban"


@dataclass(frozen=True, kw_only=True)
class LifeTier:
    """One tier of life circles.

    Parameters
    ----------
    key
        One of :data:`TIERS`.
    name
        Its name in both languages.
    minutes
        Minutes of walking that it is named after.
    limit_m
        Longest walk to the centre [m]: as the rule set states it, whoever walks, else `timed_m`.
    timed_m
        What the profile walks in `minutes` [m].
    low, high
        Residents of a circle, at least and at most.
    rules
        The rule set that states it.
    """

    key: str
    name: Mapping[str, str]
    minutes: float
    limit_m: float
    timed_m: float
    low: float
    high: float
    rules: RuleSet


def find_life_tiers(rule_sets: Iterable[RuleSet], profile: Profile) -> tuple[LifeTier, ...]:
    """Find the tiers that a city is divided by.

    Parameters
    ----------
    rule_sets
        Those that count, in their order.
    profile
        Who walks.

    Returns
    -------
    tuple of LifeTier
        Of the first rule set for urban areas that states residents for all of :data:`TIERS`, the largest first.

    Raises
    ------
    InputError
        If none does.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> from geo.walking.profiles import find_profile
    >>> tiers = find_life_tiers([read_rules(Path("data/standards/gb50180-2018.toml"))], find_profile("adult"))
    >>> [(tier.key, tier.limit_m, tier.low, tier.high) for tier in tiers]
    [('15_min', 1000.0, 50000.0, 100000.0), ('10_min', 500.0, 15000.0, 25000.0), ('5_min', 300.0, 5000.0, 12000.0)]
    """
    for rules in rule_sets:
        stated = [rules.tiers[key] for key in TIERS if key in rules.tiers and rules.tiers[key].residents is not None]
        if _SCOPE in rules.scope and len(stated) == len(TIERS):
            return tuple(_make_tier(key, rules, profile) for key in TIERS)
    raise InputError(
        "no rule set states the residents of the tiers 15_min, 10_min and 5_min for urban areas; name one that does "
        "with --rules, such as gb50180-2018.toml"
    )


def _make_tier(key: str, rules: RuleSet, profile: Profile) -> LifeTier:
    tier = rules.tiers[key]
    assert tier.residents is not None
    minutes = float(tier.minutes or key.removesuffix("_min"))
    timed_m = to_metres(minutes, speed_m_per_min=profile.speed_m_per_min)
    return LifeTier(
        key=key,
        name=dict(tier.name),
        minutes=minutes,
        limit_m=timed_m if tier.walk_m is None else float(tier.walk_m[1]),
        timed_m=timed_m,
        low=float(tier.residents[0]),
        high=float(tier.residents[1]),
        rules=rules,
    )
