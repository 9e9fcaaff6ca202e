"""What communities could share: service space, halls, squares and rooms, how much of each they have and need."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64
from geo.audit.rooms import find_areas
from geo.coverage.scopes import URBAN
from geo.programme.standing import Standing
from geo.rules.amounts import count_norm
from geo.rules.rule_set import RuleSet

#: The resource of all service space together; every other one is a category.
SPACE: Final = "space"


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Something of which one community may use a part of another's.

    Parameters
    ----------
    name
        :data:`SPACE`, or a category.
    kind
        The kind of shortfall that is made good by it.
    is_part
        Which facilities are it, shape (f,).
    walk_m
        The longest walk to each facility by the rule set [m], NaN for those that are not it, shape (f,).
    has_m2, needs_m2
        How much each leaf has, and how much it needs itself by the norm [m2], shape (leaves,). A need that no norm
        states is NaN: then nothing of it is shared.
    short_m2
        How much each leaf that lacks it would use of a partner's [m2], 0 for those that do not, shape (leaves,).
    """

    name: str
    kind: str
    is_part: Bool
    walk_m: Float64
    has_m2: Float64
    needs_m2: Float64
    short_m2: Float64

    @property
    def spare_m2(self) -> Float64:
        """How much each leaf can lend while its own need is met [m2], 0 for nothing, shape (leaves,)."""
        return np.nan_to_num(np.maximum(self.has_m2 - self.needs_m2, 0.0))


def find_resources(standing: Standing) -> dict[str, Resource]:
    """Find what the communities of a city could share, by the norms of its rule sets.

    Parameters
    ----------
    standing
        Where communities stand.

    Returns
    -------
    dict
        Name -> resource. Service space needs what its norm asks for; a square is large enough for as many communities
        as it is times the size of a large one (:class:`geo.rules.audit_standard.AuditStandard`); a hall or another
        room needs what a norm for it asks for, else the least floor area of its entry in a rule set, else nothing is
        known. One walks as far as its entry says, else as far as to the office of the community. Empty where no rule
        set has a radius.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> find_resources(find_standing(audit_city(analyze_city(build_sample()))))
    {}
    """
    rules, standard = standing.audit.coverage.rules, standing.audit.standard
    if rules is None:
        return {}
    parts = [("space", SPACE), *((kind, each) for kind in ("hall", "square") for each in getattr(standard, kind)[:1])]
    parts += [("rooms", room) for room in standard.rooms]
    found = [_find_resource(standing, rules, kind, name) for kind, name in parts]
    return {each.name: each for each in found if each is not None}


def _find_resource(standing: Standing, rules: RuleSet, kind: str, name: str) -> Resource | None:
    figures, audit = standing.figures, standing.audit
    if f"short_{kind}" not in figures:
        return None
    facilities, norm = audit.city.facilities["category"], audit.space_norms[URBAN]
    if kind == "space":
        assert norm is not None
        members, has_m2 = norm.members, figures["service_m2"].to_numpy(float)
        needs_m2, short_m2 = (figures[column].to_numpy(float) for column in ("service_owed_m2", "short_space"))
    else:
        members = getattr(audit.standard, kind) if kind != "rooms" else (name,)
        has_m2, needs_m2 = _measure_largest(standing, members), _find_needs(standing, kind, name)
        flag = f"with_{name if kind == 'rooms' else kind}"
        if flag not in figures:
            return None
        short_m2 = np.where(figures[flag] == 0, needs_m2, 0.0)
    walks = {each: rules.limit_m.get(each, _walk_to_office(standing, rules)) for each in members}
    walk_m = facilities.map(walks).to_numpy(float)
    return Resource(
        name=name,
        kind=kind,
        is_part=np.isfinite(walk_m) & standing.is_judged[standing.leaves.of_facility],
        walk_m=walk_m,
        has_m2=has_m2,
        needs_m2=needs_m2,
        short_m2=np.where(standing.is_judged, short_m2, 0.0),
    )


def _walk_to_office(standing: Standing, rules: RuleSet) -> float:
    """Return how far one walks to the office of a community [m], NaN where no rule says it."""
    known = [rules.limit_m[name] for name in standing.audit.standard.office if name in rules.limit_m]
    return max(known, default=np.nan)


def _measure_largest(standing: Standing, categories: tuple[str, ...]) -> Float64:
    """Measure the largest facility of some categories in each leaf [m2], 0 where none has a known size."""
    largest_m2 = np.zeros(len(standing.figures))
    counts = standing.audit.city.facilities["category"].isin(categories).to_numpy()
    np.fmax.at(largest_m2, standing.leaves.of_facility[counts], find_areas(standing.audit.city)[counts])
    return largest_m2


def _find_needs(standing: Standing, kind: str, category: str) -> Float64:
    """Find how large a room each community needs for itself [m2], NaN where nothing says it."""
    size = len(standing.figures)
    if kind == "square":
        return np.full(size, float(standing.audit.standard.large_square_m2))
    for rules in standing.audit.city.rule_sets:
        for norm in rules.norms:
            if URBAN in rules.scope and norm.facility == category and norm.measure == "floor_area_m2":
                return count_norm(norm, standing.figures)
        rule = rules.facilities.get(category)
        if URBAN in rules.scope and rule is not None and rule.floor_area is not None:
            return np.full(size, rule.floor_area.least_m2)
    return np.full(size, np.nan)
