"""The door to siting: sites for a city, and the check by walking that they do what the solver promised."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int64
from geo.city.model import City
from geo.coverage.scenarios import Change, change_facilities
from geo.coverage.status import COVERED
from geo.errors import PromiseError
from geo.progress import Progress
from geo.siting.budgeted import solve_budgeted_mclp
from geo.siting.equity import solve_max_min_share
from geo.siting.land import list_costs
from geo.siting.lscp import solve_lscp
from geo.siting.mclp import solve_capacitated_mclp, solve_mclp
from geo.siting.p_median import solve_p_median
from geo.siting.preparation import Siting, find_groups, prepare_siting
from geo.siting.problem import Solution
from geo.siting.request import SiteRequest
from geo.walking.access_points import take_places

#: What the mean walk promised may differ from the one walked [m].
_MEAN_TOLERANCE_M: Final = 0.01


@dataclass(frozen=True)
class Proposal:
    """What to build.

    Parameters
    ----------
    siting
        The request made ready.
    solution
        What was chosen, with its bound and curve.
    change
        What the sites do, walked again.
    rows
        Rows of the candidates chosen, best first.
    seconds
        Seconds of each step.
    """

    siting: Siting
    solution: Solution
    change: Change
    rows: Int64
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def newly_covered(self) -> Bool:
        """Homes that count, that the sites cover and that were not covered before, shape (n,)."""
        siting = self.siting
        return np.asarray((self.change.status == COVERED) & ~siting.pairs.covered & siting.is_served)


def choose_sites(siting: Siting, *, progress: Progress | None = None) -> Proposal:
    """Choose sites, and walk to them to see that they do what was promised.

    Parameters
    ----------
    siting
        As :func:`prepare_siting` makes it.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Proposal
        The solution, and the city with its sites.

    Raises
    ------
    InputError
        If the request cannot be met, with the best that can: without pairs nobody would gain.
    PromiseError
        If the walks say otherwise than the model: a fault of gridwalk.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> proposal = choose_sites(prepare_siting(build_sample(), SiteRequest(category="clinic", add=1)))
    >>> proposal.solution.value, proposal.solution.bound, proposal.newly_covered.tolist()
    (40.0, 40.0, [False, False, False, True, False])
    """
    progress = progress or Progress()
    with progress.step("choose sites"):
        solution = _SOLVERS[siting.request.chosen_objective](siting)
    with progress.step("check by walking"):
        xy = shapely.get_coordinates(siting.candidates.geometry.to_numpy()[solution.chosen])
        access = take_places(siting.access, solution.chosen)
        change = change_facilities(siting.baseline, add=xy, access=access)
        _check_promise(siting, solution, change)
    worth = _measure_worth(siting, solution, change)
    order = np.lexsort((solution.chosen, -worth))
    return Proposal(siting, solution, change, solution.chosen[order], progress.seconds)


def propose_sites(
    city: City,
    request: SiteRequest,
    *,
    candidates: gpd.GeoDataFrame | None = None,
    progress: Progress | None = None,
) -> Proposal:
    """Say where to build: :func:`prepare_siting` and :func:`choose_sites` in one.

    Parameters
    ----------
    city, request
        The city and the request.
    candidates
        ``site_id, name``, points in the city's CRS; None for crossings near homes that are not covered.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Proposal
        The solution, and the city with its sites.

    Raises
    ------
    InputError
        If the request makes no sense or cannot be met.
    PromiseError
        If the walks say otherwise than the model: a fault of gridwalk.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> proposal = propose_sites(build_sample(), SiteRequest(category="clinic", target=0.9))
    >>> proposal.change.levels["city"].covered_after.sum().item()
    100.0
    """
    progress = progress or Progress()
    siting = prepare_siting(city, request, candidates=candidates, progress=progress)
    return choose_sites(siting, progress=progress)


def _solve_cover(siting: Siting) -> Solution:
    assert siting.request.add is not None
    return solve_mclp(siting.pairs, add=siting.request.add, budget=siting.request.budget)


def _solve_share(siting: Siting) -> Solution:
    assert siting.request.target is not None
    return solve_lscp(siting.pairs, target=siting.request.target, budget=siting.request.budget)


def _solve_median(siting: Siting) -> Solution:
    assert siting.request.add is not None
    return solve_p_median(siting.pairs, add=siting.request.add, far_m=siting.far_m, budget=siting.request.budget)


def _solve_equity(siting: Siting) -> Solution:
    request = siting.request
    assert request.add is not None
    return solve_max_min_share(siting.pairs, add=request.add, group=find_groups(siting)[0], budget=request.budget)


def _solve_budget(siting: Siting) -> Solution:
    request = siting.request
    assert request.max_cost is not None
    return solve_budgeted_mclp(
        siting.pairs,
        cost=list_costs(siting.candidates),
        max_cost=request.max_cost,
        add=request.add,
        budget=request.budget,
    )


def _solve_capacity(siting: Siting) -> Solution:
    request = siting.request
    assert request.add is not None
    assert request.capacity is not None
    return solve_capacitated_mclp(siting.pairs, add=request.add, capacity=request.capacity, budget=request.budget)


#: Which objective is which problem of the field.
_SOLVERS: Final[dict[str, Callable[[Siting], Solution]]] = {
    "cover": _solve_cover,
    "share": _solve_share,
    "median": _solve_median,
    "equity": _solve_equity,
    "capacity": _solve_capacity,
    "budget": _solve_budget,
}


def measure_mean_walk(walk_m: Float64, demand: Float64, *, far_m: float) -> float:
    """Measure the mean walk of people.

    Parameters
    ----------
    walk_m
        Walks [m], infinite without a way, shape (n,).
    demand
        People, shape (n,).
    far_m
        A longer walk counts as this long [m].

    Returns
    -------
    float
        Mean [m]; 0 without people.

    Examples
    --------
    >>> measure_mean_walk(np.array([100.0, np.inf]), np.array([3.0, 1.0]), far_m=900.0)
    300.0
    """
    total = float(demand.sum())
    return float(np.minimum(walk_m, far_m) @ demand) / total if total else 0.0


def _check_promise(siting: Siting, solution: Solution, change: Change) -> None:
    """Raise unless the walks give exactly what the model promised."""
    pairs = siting.pairs
    promised = pairs.covered.copy()
    promised[pairs.home[pairs.is_new & np.isin(pairs.candidate, solution.chosen)]] = True
    wrong = np.flatnonzero((promised != (change.status == COVERED)) & siting.is_served)
    if len(wrong):
        first = wrong[0]
        raise PromiseError(
            f"{len(wrong):,} homes are not covered as promised, the first {siting.city.homes['home_id'].iloc[first]}: "
            f"promised {promised[first]}, walked {change.walk_m[first]:,.3f} m; please report this"
        )
    if siting.request.chosen_objective == "median":
        before = measure_mean_walk(pairs.existing_m, pairs.demand, far_m=siting.far_m)
        after = measure_mean_walk(change.walk_m, pairs.demand, far_m=siting.far_m)
        saved_m = solution.value / float(pairs.demand.sum())
        if abs(before - after - saved_m) > _MEAN_TOLERANCE_M:
            raise PromiseError(
                f"the mean walk falls by {before - after:,.3f} m, not by the {saved_m:,.3f} m promised; "
                "please report this"
            )


def _measure_worth(siting: Siting, solution: Solution, change: Change) -> Float64:
    """Say what each chosen site is worth: people it newly covers or serves, or metres that people save by it."""
    pairs, site = siting.pairs, change.facility - len(siting.city.facilities)
    if len(solution.served):
        load = np.bincount(pairs.candidate, weights=solution.served, minlength=pairs.candidates)
        return load[solution.chosen].astype(float)
    if siting.request.chosen_objective == "median":
        worth = np.minimum(pairs.existing_m, siting.far_m) - np.minimum(change.walk_m, siting.far_m)
    else:
        worth = ((change.status == COVERED) & ~pairs.covered & siting.is_served).astype(float)
    is_new = site >= 0
    return np.bincount(site[is_new], weights=(worth * pairs.demand)[is_new], minlength=len(solution.chosen)).astype(
        float
    )
