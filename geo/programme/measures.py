"""What can be done about what a community lacks: enlarge, lease, build, share, recruit."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from geo.audit.costs import UNIT_COSTS
from geo.programme.resources import SPACE, Resource
from geo.programme.standing import Standing
from geo.rules.unit_costs import UnitCosts

#: Kind of a shortfall -> what makes it good; space has several ways.
WAYS: Final = {
    "office": "build",
    "hall": "build",
    "square": "build",
    "square_size": "enlarge",
    "rooms": "build",
    "staff": "recruit",
    "unit_worker": "recruit",
}
#: Ways that are paid for each year.
YEARLY: Final = ("recruit", "lease")


@dataclass(frozen=True)
class Loan:
    """So much of a resource that a partner lends [m2].

    Parameters
    ----------
    partner
        Row of the leaf.
    resource
        As :class:`geo.programme.resources.Resource` names it.
    m2
        Floor area.
    """

    partner: int
    resource: str
    m2: float


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What makes one shortfall of one community good.

    Parameters
    ----------
    leaf
        Row of the community.
    kind
        Of the shortfall: a key of :data:`geo.audit.shortfalls.UNITS`.
    way
        ``enlarge``, ``lease``, ``build``, ``share`` or ``recruit``.
    amount
        How much, in the unit of the shortfall: all of what is short.
    people
        How many people it helps.
    cost_yuan, cost_yuan_year
        What it costs once and each year; NaN where the city states no such cost.
    loans
        What partners lend.
    adds_m2
        Resource -> what it adds to what the community has [m2].
    """

    leaf: int
    kind: str
    way: str
    amount: float
    people: float
    cost_yuan: float = 0.0
    cost_yuan_year: float = 0.0
    loans: tuple[Loan, ...] = ()
    adds_m2: dict[str, float] = field(default_factory=dict)

    def price(self, years: int) -> float:
        """Return what it costs, with so many years of what is paid each year [yuan]; NaN where that is not known."""
        return self.cost_yuan + years * self.cost_yuan_year


def list_remedies(standing: Standing, resources: Mapping[str, Resource], *, years: int) -> list[Remedy]:
    """List what every community can do by itself about each of its shortfalls.

    Parameters
    ----------
    standing
        Where communities stand.
    resources
        As :func:`geo.programme.resources.find_resources` finds them: what a new room adds to what there is.
    years
        How many years of what is paid each year count as cost.

    Returns
    -------
    list of Remedy
        One for each shortfall that a project can make good and that concerns anybody, by community: the size of grid
        units is none. Of several
        ways the cheapest one; where nothing says what they cost, the first.

    Examples
    --------
    >>> from geo.audit.audit import audit_city
    >>> from geo.city.sample import build_sample
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.programme.standing import find_standing
    >>> list_remedies(find_standing(audit_city(analyze_city(build_sample()))), {}, years=1)
    []
    """
    found = []
    for kind in ("space", *WAYS):
        if f"short_{kind}" not in standing.figures:
            continue
        people = standing.figures[f"people_{kind}"].to_numpy(float)
        for leaf in np.flatnonzero((people > 0) & standing.is_judged):
            ways = list(_list_ways(standing, resources, int(leaf), kind))
            found.append(min(ways, key=lambda each: (math.isnan(each.price(years)), each.price(years))))
    return sorted(found, key=lambda each: each.leaf)


def _list_ways(standing: Standing, resources: Mapping[str, Resource], leaf: int, kind: str) -> Iterator[Remedy]:
    """List the ways in which a community makes a shortfall good by itself."""
    figures, costs = standing.figures, standing.audit.city.costs
    amount, people = float(figures[f"short_{kind}"].iloc[leaf]), float(figures[f"people_{kind}"].iloc[leaf])
    common = {"leaf": leaf, "kind": kind, "amount": amount, "people": people}
    if kind == "space":
        has_rooms = float(figures["service_m2"].iloc[leaf]) > 0
        once = "enlarge" if has_rooms else "build"
        for way, each in ((once, _find_cost(costs, f"{once}_m2")), ("lease", _find_cost(costs, "lease_m2_year"))):
            yield _price(common, way, amount * each, {SPACE: amount})
        return
    each = _find_cost(costs, UNIT_COSTS[kind])
    if kind == "square_size":
        added = {name: amount for name, resource in resources.items() if resource.kind == "square"}
    else:
        added = {name: float(r.short_m2[leaf]) for name, r in resources.items() if r.kind == kind}
    yield _price(common, WAYS[kind], amount * each, {name: m2 for name, m2 in added.items() if m2 > 0})


def _price(common: dict[str, object], way: str, cost: float, adds_m2: dict[str, float]) -> Remedy:
    name = "cost_yuan_year" if way in YEARLY else "cost_yuan"
    return Remedy(**common, way=way, adds_m2=adds_m2, **{name: cost})  # type: ignore[arg-type]


def _find_cost(costs: UnitCosts | None, key: str) -> float:
    """Return what a city states, in yuan; NaN for nothing. What is enlarged may be built, and the other way round."""
    if costs is None:
        return math.nan
    beside = {"enlarge_m2": "build_m2", "build_m2": "enlarge_m2"}.get(key, key)
    stated = getattr(costs, key)
    stated = getattr(costs, beside) if stated is None else stated
    return math.nan if stated is None else float(stated)
