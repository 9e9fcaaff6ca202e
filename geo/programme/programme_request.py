"""A request for a programme: what it may cost or how many projects it may hold, and which sites it may build."""

import math
from dataclasses import dataclass
from typing import Final

from geo.errors import InputError

#: Years that a budget pays for what recurs each year: the term of a five-year plan.
YEARS: Final = 5


@dataclass(frozen=True, kw_only=True)
class ProgrammeRequest:
    """A request for a programme; give one of `budget` and `projects`.

    Parameters
    ----------
    budget
        What all projects may cost together [yuan], None where their number is given.
    projects
        How many projects at most, None where a budget is given.
    sites
        Categories of which sites may be built; empty for those that most people are beyond the walk of.
    is_fair
        Whether no district may be worse off than today: see :mod:`geo.programme.knapsack`.
    years
        How many years of what is paid each year (rents, wages) count as cost.
    mip_gap
        Stop when the programme is proven to be within this share of the best.
    time_limit_s
        Stop choosing after about this [s].

    Examples
    --------
    >>> ProgrammeRequest(projects=10).years
    5
    """

    budget: float | None = None
    projects: int | None = None
    sites: tuple[str, ...] = ()
    is_fair: bool = False
    years: int = YEARS
    mip_gap: float = 1e-4
    time_limit_s: float = 30.0

    def check(self) -> None:
        """Raise unless the request makes sense by itself.

        Raises
        ------
        InputError
            If none or both of `budget` and `projects` are given, or a figure is out of range.

        Examples
        --------
        >>> ProgrammeRequest(budget=1e6, projects=3).check()
        Traceback (most recent call last):
        geo.errors.InputError: give one of: budget (yuan) and projects (a number)
        """
        if (self.budget is None) == (self.projects is None):
            raise InputError("give one of: budget (yuan) and projects (a number)")
        if self.budget is not None and not 0 < self.budget < math.inf:
            raise InputError(f"budget = {self.budget:g}: expected yuan above 0")
        if self.projects is not None and self.projects < 1:
            raise InputError(f"projects = {self.projects}: expected 1 or more")
        if self.years < 1:
            raise InputError(f"years = {self.years}: expected 1 or more")
        if not 0 <= self.mip_gap < 1:
            raise InputError(f"mip gap = {self.mip_gap:g}: expected a share from 0 to below 1, such as 0.01")
        if not (math.isfinite(self.time_limit_s) and self.time_limit_s > 0):
            raise InputError(f"time limit = {self.time_limit_s:g}: expected seconds above 0")
