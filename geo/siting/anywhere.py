"""Any site: what no choice of places anywhere on the roads can exceed, however fine the candidates.

Candidates are a sample of the places where one could build. The roads are cut into cells that cover at least as much as
any site in them (:mod:`geo.siting.road_cells`); what the best `add` cells cover at most is bounded by multipliers
(:mod:`geo.siting.bounds`), so no `add` sites anywhere cover more. The cells that decide are split again and again,
which lowers the bound (:mod:`geo.siting.refinement`). It holds for sites that are entered at one place, and for the
candidates whatever gates they have.
"""

import time
from dataclasses import dataclass

import numpy as np

from geo.siting.matrix import ROUNDING
from geo.siting.optimality import PROVEN
from geo.siting.preparation import Siting
from geo.siting.problem import Solution
from geo.siting.refinement import measure_reach, refine_cells


@dataclass(frozen=True)
class AnySites:
    """What sites anywhere on the roads can do at most.

    Parameters
    ----------
    is_established
        Whether it was proven: not for every objective.
    bound
        Proven: no choice of sites has more, or, for a share, none has fewer; in the unit of the solution. Infinite
        where nothing was proven.
    """

    is_established: bool
    bound: float


def bound_anywhere(siting: Siting, solution: Solution) -> AnySites:
    """Bound what sites anywhere on the roads can do, as far as that can be proven.

    Parameters
    ----------
    siting
        A request made ready.
    solution
        What was chosen among its candidates.

    Returns
    -------
    AnySites
        Of covering, with and without a capacity, and of a share; not established for the other objectives, nor where
        the budget of the solver has no time for it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.proposal import choose_sites
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> bound_anywhere(siting, choose_sites(siting).solution)
    AnySites(is_established=True, bound=40.0)
    """
    request, deadline = siting.request, time.perf_counter() + siting.request.budget.bound_time_s
    if request.chosen_objective not in ("cover", "capacity", "share") or not request.budget.bound_time_s:
        return AnySites(False, np.inf)
    if request.target is not None:
        total, before = float(siting.pairs.demand.sum()), float(siting.pairs.demand[siting.pairs.covered].sum())
        needed = request.target * total - before - ROUNDING * total
        return AnySites(
            True, float(count_any_sites(siting, needed=needed, fewest=int(solution.value), deadline=deadline))
        )
    assert request.add is not None
    bound = bound_any_sites(siting, add=request.add, value=solution.value, deadline=deadline)
    if request.capacity is not None:
        bound = min(bound, request.add * request.capacity)
    return AnySites(True, bound if bound > solution.value * (1 + PROVEN) else solution.value)


def bound_any_sites(siting: Siting, *, add: int, value: float, deadline: float = np.inf) -> float:
    """Bound what so many sites anywhere on the roads newly cover.

    Parameters
    ----------
    siting
        A request made ready.
    add
        How many sites.
    value
        What a choice at hand covers: a bound below it is not sought.
    deadline
        When to stop splitting, by :func:`time.perf_counter` [s]; a first bound is always made.

    Returns
    -------
    float
        People; 0 where everybody is covered.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> round(bound_any_sites(siting, add=1, value=0.0), 3)
    40.0
    """
    bound = float(siting.pairs.demand[~siting.pairs.covered].sum())
    for multipliers, outside in refine_cells(siting, add=add, value=value, deadline=deadline):
        bound = min(bound, max(value, float(measure_reach(multipliers, outside, add)[-1])))
    return bound


def count_any_sites(siting: Siting, *, needed: float, fewest: int, deadline: float = np.inf) -> int:
    """Count the sites without which, wherever on the roads they stand, too few are newly covered.

    Parameters
    ----------
    siting
        A request made ready.
    needed
        People to cover.
    fewest
        How many candidates do: no more are counted.
    deadline
        When to stop splitting, by :func:`time.perf_counter` [s].

    Returns
    -------
    int
        No fewer sites do.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.siting.preparation import prepare_siting
    >>> from geo.siting.request import SiteRequest
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", target=0.9))
    >>> count_any_sites(siting, needed=30.0, fewest=1)
    1
    """
    counted = 1
    for multipliers, outside in refine_cells(siting, add=max(1, fewest - 1), value=0.0, deadline=deadline):
        reach = measure_reach(multipliers, outside, fewest)
        counted = max(counted, min(fewest, int(np.searchsorted(reach, needed)) + 1))
        if counted == fewest:
            break
    return counted
