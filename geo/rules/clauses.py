"""Clauses: each single thing that a rule set asks of a plan area, and how much of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.rules.rule_set import RuleSet
from geo.walking.limits import DEFAULT_LIMIT_MIN

#: What a clause measures, and its unit.
UNITS: Final[dict[str, str]] = {"distance": "m", "floor_area": "m2", "places": "places", "size": "m2"}


#: Where the figure of a clause comes from.
BASES: Final = ("limit", "per_household", "per_resident", "floor", "steps", "table", "least")


@dataclass(frozen=True)
class Clause:
    """One thing that a rule set asks for.

    Parameters
    ----------
    rule_set, category
        Which rule set, and for which category.
    kind
        A key of :data:`UNITS`: the walk, floor area or places for the people of the area, or the size of an own
        facility.
    basis
        One of :data:`BASES`.
    departments
        Who judges it, of :data:`geo.rules.rule_set.DEPARTMENTS`.
    limit_m
        Longest walk to the category that the strictest rule set recommends [m].
    entry
        The entry of the rule set that it stands in.
    """

    rule_set: str
    category: str
    kind: str
    basis: str
    departments: tuple[str, ...]
    limit_m: float
    entry: Mapping[str, Any]

    @property
    def source(self) -> str:
        """What the clause cites."""
        return str(self.entry["source"])

    @property
    def verified(self) -> bool:
        """Whether somebody has compared it with the text."""
        return bool(self.entry["verified"])


def list_clauses(rule_sets: Sequence[RuleSet], *, speed_m_per_min: float) -> list[Clause]:
    """List all clauses of some rule sets.

    Parameters
    ----------
    rule_sets
        The rule sets.
    speed_m_per_min
        Of the walker [m/min], for categories without a limit: they get 15 minutes.

    Returns
    -------
    list of Clause
        By category, then as the rule sets have them. A category's distance is judged by planning and by its own
        department, floor area and size by construction too. Norms in people are needs, no clauses: see
        :mod:`geo.plans.needs`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from geo.rules.rule_set import read_rules
    >>> clauses = list_clauses([read_rules(Path("data/standards/gb50180-2018.toml"))], speed_m_per_min=4000 / 60)
    >>> [(clause.kind, clause.basis) for clause in clauses if clause.category == "community_service_station"]
    [('distance', 'limit'), ('size', 'least'), ('floor_area', 'table'), ('floor_area', 'per_household'), \
('floor_area', 'floor')]
    """
    own: dict[str, str] = {}
    limits: dict[str, float] = {}
    for rules in rule_sets:
        for name, entry in rules.categories.items():
            own.setdefault(name, entry.get("department", "planning"))
            limits[name] = min(limits.get(name, np.inf), float(entry["limit_m"]))
    found: list[Clause] = []
    for rules in rule_sets:
        circles = {circle["minutes"]: circle for circle in rules.circles}
        entries = [
            (name, entry, kinds) for name, entry in rules.categories.items() for kinds in [_read(entry, circles)]
        ]
        entries += [(norm["category"], norm, _read_norm(norm)) for norm in rules.norms]
        for name, entry, kinds in entries:
            limit_m = limits.get(name, round(DEFAULT_LIMIT_MIN * speed_m_per_min, 6))
            for kind, basis, more in kinds:
                judges = dict.fromkeys((own.get(name, "planning"), *_JUDGES[kind]))
                found.append(Clause(rules.id, name, kind, basis, tuple(judges), limit_m, {**entry, **more}))
    order = {name: i for i, name in enumerate(dict.fromkeys(clause.category for clause in found))}
    return sorted(found, key=lambda clause: order[clause.category])


_JUDGES: Final[dict[str, tuple[str, ...]]] = {
    "distance": ("planning",),
    "floor_area": ("construction",),
    "places": (),
    "size": ("construction",),
}


_Kinds = list[tuple[str, str, dict[str, Any]]]


def _read(entry: Mapping[str, Any], circles: Mapping[Any, Mapping[str, Any]]) -> _Kinds:
    """Read what a category's entry asks for: a walk, and floor area by the tables."""
    kinds: _Kinds = [("distance", "limit", {})]
    if "floor_area_m2" in entry:
        kinds.append(("size", "least", {}))
        residents = circles.get(entry["circle_min"], {}).get("residents")
        if residents:
            kinds.append(("floor_area", "table", {"circle_residents": residents}))
    return kinds


def _read_norm(norm: Mapping[str, Any]) -> _Kinds:
    if "people" in norm:
        return []
    return [("places" if "places" in norm else "floor_area", norm["kind"], {})]


def count_demand(clause: Clause, sizes: pd.DataFrame, *, factor: float = 1.0) -> Float64:
    """Count how much of a clause each plan area needs.

    Parameters
    ----------
    clause
        Any but of kind ``distance``.
    sizes
        ``households, residents, residential_floor_area_m2`` of n areas.
    factor
        Multiplies the sizes: what if there were more households?

    Returns
    -------
    ndarray
        In the clause's unit, shape (n,); NaN where a size that it needs is not known. By the tables an area that is as
        large as a service circle brings the circle's least floor area, once for each full circle (the most residents
        of one) that it begins; a smaller area shares those of its circle, and needs none of its own.

    Examples
    --------
    >>> norm = {"kind": "per_household", "floor_area_m2": 0.3, "source": "us", "verified": True}
    >>> clause = Clause("a", "station", "floor_area", "per_household", (), 300.0, norm)
    >>> sizes = pd.DataFrame({"households": [1000.0], "residents": [2500.0], "residential_floor_area_m2": [90_000.0]})
    >>> count_demand(clause, sizes).tolist(), count_demand(clause, sizes, factor=1.1).round(6).tolist()
    ([300.0], [330.0])
    """
    entry = clause.entry
    households, residents = (sizes[name].to_numpy(float) * factor for name in ("households", "residents"))
    if clause.basis == "steps":
        size = sizes[entry["by"]].to_numpy(float) * factor
        begins, amounts = np.array(entry["steps"], float).T
        step = np.searchsorted(begins, size, side="right") - 1
        return np.where(np.isnan(size), np.nan, amounts[np.maximum(step, 0)])
    if clause.kind == "places":
        return np.asarray(residents * entry["places"])
    least = float(np.min(entry["floor_area_m2"]))
    if clause.basis == "per_household":
        return np.asarray(households * least)
    if clause.basis == "per_resident":
        return np.asarray(residents * least)
    if clause.basis == "table":
        fewest, most = entry["circle_residents"]
        return np.where(residents >= fewest, np.ceil(residents / most) * least, 0.0)
    return np.full(len(sizes), least)


@dataclass(frozen=True)
class Rates:
    """What each resident or household takes of a facility of a category, by the strictest norm."""

    m2_per_household: float = 0.0
    m2_per_resident: float = 0.0
    places_per_resident: float = 0.0


def find_rates(clauses: Sequence[Clause]) -> dict[str, Rates]:
    """Find what residents and households take of the facilities of each category.

    Parameters
    ----------
    clauses
        All clauses.

    Returns
    -------
    dict
        Category -> rates; 0 where no norm says.

    Examples
    --------
    >>> norm = {"kind": "per_resident", "places": 0.036, "source": "us", "verified": True}
    >>> find_rates([Clause("a", "kindergarten", "places", "per_resident", (), 300.0, norm)])["kindergarten"]
    Rates(m2_per_household=0.0, m2_per_resident=0.0, places_per_resident=0.036)
    """
    rates: dict[str, Rates] = {}
    for clause in clauses:
        held = rates.get(clause.category, Rates())
        if clause.basis in ("per_household", "per_resident"):
            name = "places_per_resident" if clause.kind == "places" else f"m2_{clause.basis}"
            value = float(clause.entry.get("places", np.min(clause.entry.get("floor_area_m2", 0.0))))
            held = Rates(**{**vars(held), name: max(value, getattr(held, name))})
        rates[clause.category] = held
    return rates
