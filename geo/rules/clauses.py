"""Clauses: each single thing that a rule set asks of a plan area, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from geo.rules.facility_rules import FacilityRule, Strength
from geo.rules.fields import Area, Department, Provider, Radius, Verb
from geo.rules.norms import CountedOver, Norm, Step
from geo.rules.rule_set import RuleSet
from geo.walking.limits import DEFAULT_LIMIT_MIN

ClauseKind = Literal["distance", "floor_area", "places", "size"]

#: Kind of a clause, which is what it measures, and its unit.
UNITS: Final[dict[ClauseKind, str]] = {"distance": "m", "floor_area": "m2", "places": "places", "size": "m2"}

Duty = Literal["obligation", "recommendation"]

#: What must be there, and what should be: a plot fails by the first only.
DUTIES: Final[tuple[Duty, ...]] = get_args(Duty)

Role = Literal["owed", "city", "recommended"]

#: What a clause is for a plot: what it owes itself, what the city's bureaux owe, what is recommended or as needed.
ROLES: Final[tuple[Role, ...]] = get_args(Role)

#: Where the figure of a clause comes from: a radius, the least size of a facility, a tier of the standard, a norm.
BASES: Final = ("radius", "least", "tier", "amount", "steps")

#: Where no tier says from which size on, and of what size a full one is.
_NO_TIER: Final = (0.0, np.nan)
#: Verbs that make an amount an obligation.
_BINDING: Final = ("must", "shall")


@dataclass(frozen=True, kw_only=True)
class Clause:
    """One thing that a rule set asks for.

    Parameters
    ----------
    rule_set
        Which rule set.
    category
        For which facility, or composite of rooms.
    members
        The categories that count for it: the facility itself, or the rooms of the composite.
    clause_kind
        A key of :data:`UNITS`: the walk, floor area or places for the people of the area, or the size of an own
        facility.
    basis
        One of :data:`BASES`.
    duty
        One of :data:`DUTIES`: radii and what should or may be are recommendations.
    verb, strength, provider, counted_over
        How hard the rule is, whether it is owed as needed only, who provides, and over what sizes are added up.
    departments
        Who judges it, of :data:`geo.rules.fields.DEPARTMENTS`.
    limit_m
        Longest walk to the category that the strictest rule set recommends [m].
    figure
        The radius [m], the least size [m2], or the least of the tier's facility [m2]; NaN where `steps` say.
    steps
        Of a norm: from which size on how much; a plain amount is one step from 0 on.
    by
        The size that `steps` go by, "" where a plain amount goes by none.
    from_size
        From which size on it is owed at all; of a tier its fewest residents.
    full_size
        Residents of a full tier, of which each begun one owes the figure; NaN for all but tiers.
    source, verified
        What it cites, and whether somebody has compared it with the text.
    """

    rule_set: str
    category: str
    members: tuple[str, ...]
    clause_kind: ClauseKind
    basis: str
    duty: Duty
    verb: Verb
    departments: tuple[Department, ...]
    limit_m: float
    source: str
    verified: bool
    strength: Strength = "shall"
    provider: Provider = "project"
    counted_over: CountedOver = "plot"
    figure: float = np.nan
    steps: tuple[Step, ...] = ()
    by: str = ""
    from_size: float = 0.0
    full_size: float = np.nan

    @property
    def role(self) -> Role:
        """What it is for a plot: one of :data:`ROLES`."""
        if self.duty == "recommendation" or self.strength == "as_needed":
            return "recommended"
        return "owed" if self.provider == "project" else "city"


def list_clauses(rule_sets: Sequence[RuleSet], *, speed_m_per_min: float) -> list[Clause]:
    """List all clauses of some rule sets.

    Parameters
    ----------
    rule_sets
        The rule sets.
    speed_m_per_min
        Of the profile [m/min], for categories without a limit: they get 15 minutes.

    Returns
    -------
    list of Clause
        By category, then as the rule sets have them. A distance is judged by planning besides its own departments,
        floor area and size by construction. Norms in people or land, and those of existing areas, are no clauses here.
        What is only as needed is one where it supplements nothing: its condition is for the reviewer to see. Empty for
        no rule sets, or where they ask for nothing.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> clauses = list_clauses([read_rules(Path("data/standards/gb50180-2018.toml"))], speed_m_per_min=4000 / 60)
    >>> [(each.clause_kind, each.basis, each.duty) for each in clauses if each.category == "community_service_station"]
    [('distance', 'radius', 'recommendation'), ('size', 'least', 'obligation'), ('floor_area', 'tier', 'obligation')]
    """
    limits: dict[str, float] = {}
    for rules in rule_sets:
        for name, limit_m in rules.limit_m.items():
            limits[name] = min(limits.get(name, np.inf), limit_m)
    default_m = round(DEFAULT_LIMIT_MIN * speed_m_per_min, 6)
    found: list[Clause] = []
    for rules in rule_sets:
        for name, rule in rules.facilities.items():
            found += _read_facility(rules, name, rule, limits.get(name, default_m))
        for norm in rules.norms:
            found += _read_norm(rules, norm, limits, default_m)
    order = {name: i for i, name in enumerate(dict.fromkeys(clause.category for clause in found))}
    return sorted(found, key=lambda clause: order[clause.category])


def _read_facility(rules: RuleSet, name: str, rule: FacilityRule, limit_m: float) -> list[Clause]:
    """Read what the entry of a facility asks for: a walk, a least size, and floor area from its tier's size on."""
    tier, provider = rules.tiers[rule.tier], rules.find_provider(name)

    def make(
        kind: ClauseKind, basis: str, part: Radius | Area, verb: Verb, tier_size: tuple[float, float] = _NO_TIER
    ) -> Clause:
        return Clause(
            rule_set=rules.id,
            category=name,
            members=(name,),
            clause_kind=kind,
            basis=basis,
            duty="obligation" if verb in _BINDING and kind != "distance" else "recommendation",
            verb=verb,
            departments=_name_judges(rule.departments, kind),
            limit_m=limit_m,
            strength=rule.strength,
            provider=provider,
            source=part.source or rule.source,
            verified=rule.verified if part.verified is None else part.verified,
            figure=float(part.m) if isinstance(part, Radius) else part.least_m2,
            from_size=float(tier_size[0]),
            full_size=float(tier_size[1]),
        )

    found = []
    if rule.radius is not None:
        found.append(make("distance", "radius", rule.radius, rule.radius.verb))
    if rule.floor_area is not None:
        area = rule.floor_area
        found.append(make("size", "least", area, area.verb))
        if tier.residents is not None and rule.strength == "shall":
            found.append(make("floor_area", "tier", area, "shall", tier.residents))
    return found


def _read_norm(rules: RuleSet, norm: Norm, limits: Mapping[str, float], default_m: float) -> list[Clause]:
    if norm.measure not in _KINDS or norm.stock == "existing":
        return []
    kind = _KINDS[norm.measure]
    composite = rules.composites.get(norm.facility)
    members = (norm.facility,) if composite is None else composite.members
    rule = rules.facilities.get(norm.facility)
    clause = Clause(
        rule_set=rules.id,
        category=norm.facility,
        members=members,
        clause_kind=kind,
        basis="steps" if norm.steps else "amount",
        duty="obligation" if norm.verb in _BINDING else "recommendation",
        verb=norm.verb,
        departments=_name_judges(norm.departments, kind),
        limit_m=max(limits.get(name, default_m) for name in members),
        strength="shall" if rule is None else rule.strength,
        provider=norm.provider,
        counted_over=norm.counted_over,
        steps=list_steps(norm),
        by=norm.by or norm.per or "",
        from_size=float(norm.from_size or 0),
        source=norm.source,
        verified=norm.verified,
    )
    return [clause]


def list_steps(norm: Norm) -> tuple[Step, ...]:
    """List the steps of a norm; a plain amount is one from 0 on.

    Parameters
    ----------
    norm
        The norm.

    Returns
    -------
    tuple of Step
        At least one.

    Examples
    --------
    >>> rate = {"amount": 36, "per": "residents", "for_each": 1000}
    >>> list_steps(Norm(facility="a", measure="places", source="us", verified=True, **rate))
    (Step(begin=0, amount=36, per='residents', for_each=1000),)
    """
    if norm.amount is None:
        return norm.steps
    return (Step(begin=0, amount=norm.amount, per=norm.per, for_each=norm.for_each),)


#: What a norm counts -> the kind of its clause.
_KINDS: Final[dict[str, ClauseKind]] = {"floor_area_m2": "floor_area", "places": "places"}

#: Kind of a clause -> who judges it besides the departments of its entry.
_JUDGES: Final[dict[ClauseKind, tuple[Department, ...]]] = {
    "distance": ("planning",),
    "floor_area": ("construction",),
    "places": (),
    "size": ("construction",),
}


def _name_judges(departments: Sequence[Department], kind: ClauseKind) -> tuple[Department, ...]:
    return tuple(dict.fromkeys((*departments, *_JUDGES[kind])))
