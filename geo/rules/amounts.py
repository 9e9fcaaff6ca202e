"""How much clauses and norms ask for, by the size of an area; and what each household and resident needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Float64
from geo.rules.clauses import Clause
from geo.rules.norms import Norm, Step, list_steps


def count_demand(clause: Clause, sizes: pd.DataFrame, *, factor: float = 1.0) -> Float64:
    """Count how much of a clause each plan area needs.

    Parameters
    ----------
    clause
        Of any kind but ``distance``.
    sizes
        ``households, residents, residential_floor_area_m2, above_ground_floor_area_m2`` of n areas.
    factor
        Multiplies the sizes: what if there were more households?

    Returns
    -------
    ndarray
        In the clause's unit, shape (n,); NaN where a size that it needs is not known. By a tier an area that is as
        large as one brings the least floor area of its facility, once for each full tier that it begins; a smaller area
        needs none of its own. Places are whole. Empty for no areas.

    Examples
    --------
    >>> from geo.rules.clauses import list_clauses
    >>> from geo.rules.rule_set import RuleSet
    >>> norm = Norm(facility="station", measure="floor_area_m2", amount=30, per="households", for_each=100,
    ...             source="us", verified=True)
    >>> name = {"zh": "甲", "en": "A"}
    >>> rules = RuleSet(id="a", name=name, source="us", scope=("urban",), names={"station": name}, norms=(norm,))
    >>> clause, = list_clauses([rules], speed_m_per_min=4000 / 60)
    >>> sizes = pd.DataFrame({"households": [1000.0], "residents": [2500.0]})
    >>> count_demand(clause, sizes).tolist(), count_demand(clause, sizes, factor=1.1).round(6).tolist()
    ([300.0], [330.0])
    """
    if clause.basis == "least":
        return np.full(len(sizes), clause.figure)
    if clause.basis == "tier":
        residents = sizes["residents"].to_numpy(float) * factor
        owes = residents >= clause.from_size
        return np.where(owes, np.ceil(residents / clause.full_size) * clause.figure, residents * 0.0)
    amount = _count_steps(clause.steps, clause.by, clause.from_size, sizes, factor)
    return np.ceil(amount - 1e-9) if clause.clause_kind == "places" else amount


def count_norm(norm: Norm, sizes: pd.DataFrame) -> Float64:
    """Count how much of what a norm asks for each of n areas needs.

    Parameters
    ----------
    norm
        The norm.
    sizes
        The sizes that it goes by.

    Returns
    -------
    ndarray
        Shape (n,), as :func:`count_demand` counts it.

    Examples
    --------
    >>> workers = Norm(facility="worker", measure="people", amount=18, per="residents", for_each=10_000, source="us",
    ...                verified=True)
    >>> count_norm(workers, pd.DataFrame({"residents": [3_000.0]})).tolist()
    [5.4]
    """
    return _count_steps(list_steps(norm), norm.by or norm.per or "", float(norm.from_size or 0), sizes)


def _count_steps(steps: Sequence[Step], by: str, from_size: float, sizes: pd.DataFrame, factor: float = 1.0) -> Float64:
    size = sizes[by].to_numpy(float) * factor if by else np.zeros(len(sizes))
    step = np.searchsorted([step.begin for step in steps], size, side="right") - 1
    amounts = np.array([_count_step(step, sizes, factor) for step in steps])
    amount = amounts[np.maximum(step, 0), np.arange(len(sizes))]
    return np.where(np.isnan(size), np.nan, np.where(size >= from_size, amount, 0.0))


def _count_step(step: Step, sizes: pd.DataFrame, factor: float) -> Float64:
    if step.per is None:
        return np.full(len(sizes), float(step.amount))
    return np.asarray(sizes[step.per].to_numpy(float) * factor * float(step.amount) / float(step.for_each))


@dataclass(frozen=True)
class Rates:
    """What each household or resident needs of the facilities of a category, by the strictest norm.

    Parameters
    ----------
    m2_per_household, m2_per_resident
        Floor area [m2].
    places_per_resident
        Places: pupils, beds.
    """

    m2_per_household: float = 0.0
    m2_per_resident: float = 0.0
    places_per_resident: float = 0.0


def find_rates(clauses: Sequence[Clause]) -> dict[str, Rates]:
    """Find what households and residents need of the facilities of each category.

    Parameters
    ----------
    clauses
        All clauses.

    Returns
    -------
    dict
        Category -> rates, 0 where no norm says; empty for no clauses. What a composite owes is used of its first room.

    Examples
    --------
    >>> from geo.rules.clauses import list_clauses
    >>> from geo.rules.rule_set import RuleSet
    >>> norm = Norm(facility="kindergarten", measure="places", amount=36, per="residents", for_each=1000, source="us",
    ...             verified=True)
    >>> name = {"zh": "甲", "en": "A"}
    >>> rules = RuleSet(id="a", name=name, source="us", scope=("urban",), names={"kindergarten": name}, norms=(norm,))
    >>> find_rates(list_clauses([rules], speed_m_per_min=4000 / 60))["kindergarten"]
    Rates(m2_per_household=0.0, m2_per_resident=0.0, places_per_resident=0.036)
    """
    rates = {name: Rates() for clause in clauses for name in clause.members}
    for clause in clauses:
        if clause.basis != "amount" or (clause.clause_kind, clause.by) not in _RATES:
            continue
        name, (step,) = clause.members[0], clause.steps
        rate = _RATES[clause.clause_kind, clause.by]
        value = max(float(step.amount) / float(step.for_each), getattr(rates[name], rate))
        rates[name] = replace(rates[name], **{rate: value})
    return rates


#: Kind of a clause and the size that it goes by -> which of the rates it sets.
_RATES: Final = {
    ("floor_area", "households"): "m2_per_household",
    ("floor_area", "residents"): "m2_per_resident",
    ("places", "residents"): "places_per_resident",
}
