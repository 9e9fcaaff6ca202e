"""A request for sites: which facilities, how many, with which objective, for whom."""

import math
from dataclasses import dataclass
from typing import Final

from geo.errors import InputError
from geo.grid.divisions import ROLL_UPS
from geo.siting.problem import DEFAULT_BUDGET, SolverBudget

#: What is sought. cover: most people with so many sites (MCLP); share: the fewest sites for a share of all people
#: (LSCP); median: the least mean walk (p-median); equity: the least covered division covered best (max-min);
#: capacity: most people served where a site serves only so many (capacitated MCLP); budget: most people for what the
#: sites may cost together (budgeted MCLP).
OBJECTIVES: Final = ("cover", "share", "median", "equity", "capacity", "budget")
#: Those that are named; the others follow from a share, a capacity or a budget.
NAMED_OBJECTIVES: Final = ("cover", "median", "equity")
#: Whose homes may count.
SITED_SCOPES: Final = ("urban", "rural", "all")
#: How many crossings are tried where no candidates are listed.
MAX_CANDIDATES: Final = 5000


@dataclass(frozen=True, kw_only=True)
class SiteRequest:
    """A request for sites; give one of `add`, `target` and `max_cost`, or `add` and `max_cost`.

    Parameters
    ----------
    category
        Which facilities are built.
    add
        How many sites, or None where a share is given.
    target
        Share of all people to be covered, above 0 to 1, or None where a number is given.
    objective
        ``cover``, ``median`` or ``equity``; with `target` it is ``share``, with `capacity` ``capacity``, with
        `max_cost` ``budget``.
    capacity
        How many newly covered people a site serves at most, None for any number.
    max_cost
        What the sites may cost together, in the unit of the candidates, None for any sum.
    where
        Which of the listed candidates count, as :func:`geo.siting.land.filter_candidates` reads it.
    level
        Divisions whose least covered one counts in ``equity``: communities, streets or districts.
    area
        Code of a district, street, community or village: only the homes in it count; None for the whole city.
    scope
        Whose homes count: ``urban``, ``rural`` or ``all``; None for urban ones where a rule set judges them, else all.
    demand_column
        Column of the homes that is counted.
    max_candidates
        How many candidates the network gives at most where none are listed.
    minutes
        A limit [min], or None for the category's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    budget
        When to stop.

    Examples
    --------
    >>> SiteRequest(category="clinic", target=0.95).chosen_objective
    'share'
    """

    category: str
    add: int | None = None
    target: float | None = None
    objective: str = "cover"
    capacity: float | None = None
    max_cost: float | None = None
    where: tuple[str, ...] = ()
    level: str = "districts"
    area: str | None = None
    scope: str | None = None
    demand_column: str = "residents"
    max_candidates: int = MAX_CANDIDATES
    minutes: float | None = None
    profile: str = "adult"
    budget: SolverBudget = DEFAULT_BUDGET

    @property
    def chosen_objective(self) -> str:
        """Which of :data:`OBJECTIVES` this asks for."""
        if self.target is not None:
            return "share"
        return "capacity" if self.capacity is not None else "budget" if self.max_cost is not None else self.objective

    def check(self) -> None:
        """Raise unless the request makes sense by itself.

        Raises
        ------
        InputError
            If none or too many of `add`, `target` and `max_cost` are given, the objective, level or scope is none of
            those there are, a target, a capacity or a budget comes with another objective or with each other, a
            capacity is below 1, a budget not above 0, or the budget of the solver makes no sense.

        Examples
        --------
        >>> SiteRequest(category="clinic", target=0.95, capacity=500).check()
        Traceback (most recent call last):
        geo.errors.InputError: target and capacity cannot be joined: give add and capacity, or target alone
        """
        if self.max_cost is None and (self.add is None) == (self.target is None):
            raise InputError("give one of: add (a number of sites) and target (a share of all people, such as 0.95)")
        if self.objective not in NAMED_OBJECTIVES:
            raise InputError(f'unknown objective "{self.objective}"; choose {" or ".join(NAMED_OBJECTIVES)}')
        limits = (self.target, self.capacity, self.max_cost)
        if self.objective != "cover" and limits != (None, None, None):
            raise InputError(f"the objective {self.objective} takes add alone: no target, no capacity, no max cost")
        if self.target is not None and self.capacity is not None:
            raise InputError("target and capacity cannot be joined: give add and capacity, or target alone")
        if self.max_cost is not None and (self.target is not None or self.capacity is not None):
            raise InputError("max cost goes with add alone: no target, no capacity")
        if self.capacity is not None and not 1 <= self.capacity < math.inf:
            raise InputError(f"capacity = {self.capacity:g}: expected a number of people, 1 or more")
        if self.max_cost is not None and not 0 < self.max_cost < math.inf:
            raise InputError(f"max cost = {self.max_cost:g}: expected a sum above 0, in the unit of the candidates")
        if self.level not in ROLL_UPS:
            raise InputError(f'unknown level "{self.level}"; choose {" or ".join(ROLL_UPS)}')
        if self.scope not in (None, *SITED_SCOPES):
            raise InputError(f'unknown scope "{self.scope}"; choose {" or ".join(SITED_SCOPES)}')
        self.budget.check()
