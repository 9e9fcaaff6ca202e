"""Clauses: each single thing that a rule set asks of a plan area, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from geo.rules.facility_rules import FacilityRule, Strength
from geo.rules.fields import Area, Department, Phase, Provider, Radius, Verb
from geo.rules.norms import CountedOver, Norm, Step, list_steps
from geo.rules.rule_set import RuleSet
from geo.walking.limits import DEFAULT_LIMIT_MIN

ClauseKind = Literal["distance", "floor_area", "land_area", "places", "size", "land_size"]

#: Kind of a clause, which is what it measures, and its unit.
UNITS: Final[dict[ClauseKind, str]] = {
    "distance": "m",
    "floor_area": "m2",
    "land_area": "m2",
    "places": "places",
    "size": "m2",
    "land_size": "m2",
}

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
BINDING: Final = ("must", "shall")


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
        A key of :data:`UNITS`: the walk; floor area, land or places for the people of the area; or the floor area or
        the land of one own facility.
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
        From which size on it is owed at all; of a tier, and the least size of its facility, its fewest residents.
    full_size
        Residents of a full tier, of which each begun one owes the figure; NaN for all but tiers.
    supplements
        Asked only where this category does not reach, "" where it is asked everywhere.
    unless_within_m
        Not owed where one is as near as this already [m]; NaN where it is owed all the same.
    phase
        By when it must stand; None where nothing says.
    valid_from, valid_to
        First and last day on which it is in force, as ISO writes them, "" where that is not known.
    survey_tolerance
        By which share a floor area as surveyed may fall short.
    size_verb
        Of a tier's facility, which shall be there: how hard its size is; "" of the rest.
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
    supplements: str = ""
    unless_within_m: float = np.nan
    phase: Phase | None = None
    valid_from: str = ""
    valid_to: str = ""
    survey_tolerance: float = 0.0
    size_verb: Verb | Literal[""] = ""

    @property
    def role(self) -> Role:
        """What it is for a plot, where its condition holds if it has one: one of :data:`ROLES`."""
        is_optional = self.strength == "as_needed" and not self.supplements
        if self.duty == "recommendation" or is_optional:
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
        floor area and size by construction. Norms in people, those counted over the city and those of existing areas
        are no clauses here.
        Empty for no rule sets, or where they ask for nothing.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> clauses = list_clauses([read_rules(Path("data/standards/gb50180-2018.toml"))], speed_m_per_min=4000 / 60)
    >>> [(each.clause_kind, each.basis, each.role) for each in clauses if each.category == "small_sports_ground"]
    [('distance', 'radius', 'recommended'), ('land_size', 'least', 'recommended'), ('land_area', 'tier', 'owed')]
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
    """Read what the entry of a facility asks for: a walk, least sizes, and one of them from its tier's size on."""
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
            duty="obligation" if verb in BINDING and kind != "distance" else "recommendation",
            verb=verb,
            departments=_name_judges(rule.departments, kind),
            limit_m=limit_m,
            strength=rule.strength,
            provider=provider,
            source=part.source or rule.source,
            verified=rule.verified if part.verified is None else part.verified,
            counted_over="group" if basis == "tier" else "plot",
            figure=float(part.m) if isinstance(part, Radius) else part.least_m2,
            from_size=float(tier_size[0]),
            full_size=float(tier_size[1]),
            supplements=rule.supplements or "",
            phase=rule.phase,
            valid_from=rules.valid_from or "",
            valid_to=rules.valid_to or "",
            survey_tolerance=_find_tolerance(rules),
            size_verb=part.verb if basis == "tier" else "",
        )

    found = []
    if rule.radius is not None:
        found.append(make("distance", "radius", rule.radius, rule.radius.verb))
    areas: list[tuple[ClauseKind, ClauseKind, Area | None]]
    areas = [("size", "floor_area", rule.floor_area), ("land_size", "land_area", rule.land_area)]
    # a small area owes no facility of the tier, so that no size is asked of what it brings of its own accord
    tier_size = _NO_TIER if tier.residents is None else tier.residents
    found += [make(kind, "least", area, area.verb, tier_size) for kind, _, area in areas if area is not None]
    # of what is owed the least floor area says how much; of a ground, which has none, the least land
    owed = next(((kind, area) for _, kind, area in areas if area is not None), None)
    if owed is not None and tier.residents is not None and (rule.strength == "shall" or rule.supplements):
        found.append(make(owed[0], "tier", owed[1], "shall", tier.residents))
    return found


def _read_norm(rules: RuleSet, norm: Norm, limits: Mapping[str, float], default_m: float) -> list[Clause]:
    if norm.measure not in _KINDS or norm.stock == "existing" or norm.counted_over == "city":
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
        duty="obligation" if norm.verb in BINDING else "recommendation",
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
        supplements="" if rule is None else rule.supplements or "",
        unless_within_m=float(norm.unless_within_m or np.nan),
        phase=norm.phase or (None if rule is None else rule.phase),
        valid_from=norm.valid_from or rules.valid_from or "",
        valid_to=norm.valid_to or rules.valid_to or "",
        survey_tolerance=_find_tolerance(rules),
    )
    return [clause]


def _find_tolerance(rules: RuleSet) -> float:
    return 0.0 if rules.survey_tolerance is None else float(rules.survey_tolerance.share)


#: What a norm counts -> the kind of its clause.
_KINDS: Final[dict[str, ClauseKind]] = {
    "floor_area_m2": "floor_area",
    "land_area_m2": "land_area",
    "places": "places",
}

#: Kind of a clause -> who judges it besides the departments of its entry.
_JUDGES: Final[dict[ClauseKind, tuple[Department, ...]]] = {
    "distance": ("planning",),
    "floor_area": ("construction",),
    "land_area": ("planning",),
    "places": (),
    "size": ("construction",),
    "land_size": ("planning",),
}


def _name_judges(departments: Sequence[Department], kind: ClauseKind) -> tuple[Department, ...]:
    return tuple(dict.fromkeys((*departments, *_JUDGES[kind])))
