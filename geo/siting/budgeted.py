"""Maximal covering within a budget: the sites that newly cover most people for what they may cost together."""

import time

import numpy as np

from geo.arrays import Float64, Int64
from geo.errors import InputError
from geo.siting.bounds import Stop, fix_candidates, solve_lagrangian_dual
from geo.siting.feasibility import check_add
from geo.siting.greedy import add_greedily
from geo.siting.highs import read_sites, solve_milp
from geo.siting.matrix import ROUNDING, CoverageMatrix, keep_candidates, measure_served, merge_rows
from geo.siting.milp import make_budgeted_mclp_model
from geo.siting.optimality import PROVEN
from geo.siting.problem import DEFAULT_BUDGET, Pairs, Solution, SolverBudget, make_coverage_matrix, reduce_matrix


def solve_budgeted_mclp(
    pairs: Pairs, *, cost: Float64, max_cost: float, add: int | None = None, budget: SolverBudget = DEFAULT_BUDGET
) -> Solution:
    """Solve maximal covering within a budget: most newly covered people for what the sites may cost together.

    With x_j = 1 where candidate j is chosen, c_j its cost, y_i = 1 where home i is newly covered, a_i its people and
    N_i the candidates within the limit of it, over the homes that are not covered yet::

        maximise    sum_i a_i y_i
        subject to  y_i <= sum of x_j over j in N_i    for every home i
                    sum_j c_j x_j <= max_cost
                    sum_j x_j <= add                   where that is given
                    x_j, y_i in {0, 1}

    The maximal covering of Church & ReVelle (1974) with costs: Khuller, S., Moss, A., Naor, J. (1999): The budgeted
    maximum coverage problem. Information Processing Letters 70, 39-45, whose greedy choices it begins with.

    Parameters
    ----------
    pairs
        Who could walk where.
    cost
        What each candidate costs, 0 or more, shape (pairs.candidates,).
    max_cost
        What the sites may cost together, in the same unit.
    add
        How many sites may be built, None for as many as that pays for.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound in people newly covered.

    Raises
    ------
    InputError
        If no candidate is as cheap as `max_cost`, by none of those somebody would be newly covered, `add` is below 1 or
        more than there are candidates, or the budget of the solver makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1, 2]),
    ...     candidate=np.array([0, 1, 2]),
    ...     walk_m=np.array([300.0, 300.0, 300.0]),
    ...     demand=np.array([50.0, 40.0, 30.0]),
    ...     existing_m=np.full(3, np.inf),
    ...     candidates=3,
    ...     limit_m=500.0,
    ... )
    >>> solution = solve_budgeted_mclp(pairs, cost=np.array([9.0, 5.0, 4.0]), max_cost=10)
    >>> solution.chosen.tolist(), solution.value, solution.bound
    ([1, 2], 70.0, 70.0)
    """
    budget.check()
    deadline = time.perf_counter() + budget.time_limit_s
    payable = cost <= max_cost
    if not payable.any():
        raise InputError(
            f"max cost = {max_cost:,.6g}: the cheapest of the {len(cost):,} candidates costs {cost.min():,.6g}"
        )
    most = int(np.searchsorted(np.cumsum(np.sort(cost)), max_cost, side="right"))
    matrix = keep_candidates(make_coverage_matrix(pairs), payable)
    check_add(pairs, matrix, add=most if add is None else add)
    small, candidate = reduce_matrix(matrix, dominated=False)
    candidate = np.flatnonzero(payable)[candidate]
    price, add = cost[candidate], min(most, pairs.candidates if add is None else add)
    chosen, curve = _begin(small, price, max_cost, add)
    chosen, bound = _improve(small, chosen, price, max_cost, add, mip_gap=budget.mip_gap, deadline=deadline)
    value = float(measure_served(small, chosen).sum())
    bound = bound if bound > value * (1 + PROVEN) else value
    return Solution(np.sort(candidate[chosen]), value, bound, curve, np.empty(0))


def _begin(matrix: CoverageMatrix, price: Float64, max_cost: float, add: int) -> tuple[Int64, Float64]:
    """Choose greedily, by what a site gains for its price and by what it gains: the better of both."""
    by_price = add_greedily(matrix, add=add, price=price, max_price=max_cost)
    by_gain, total = list[int](), 0.0
    for site in add_greedily(matrix, add=matrix.candidates)[0]:
        if len(by_gain) < add and total + price[site] <= max_cost:
            by_gain.append(int(site))
            total += float(price[site])
    chosen = np.array(by_gain, np.int64)
    is_better = float(measure_served(matrix, chosen).sum()) > float(measure_served(matrix, by_price[0]).sum())
    return chosen if is_better else by_price[0], by_price[1]


def _improve(
    matrix: CoverageMatrix,
    chosen: Int64,
    price: Float64,
    max_cost: float,
    add: int,
    *,
    mip_gap: float,
    deadline: float,
) -> tuple[Int64, float]:
    """Bound what any `add` sites gain, whatever they cost, and let HiGHS choose by cost; return columns and bound."""
    half = (deadline + time.perf_counter()) / 2
    multipliers = solve_lagrangian_dual(matrix, add=add, chosen=chosen, stop=Stop(deadline=half))
    value = float(measure_served(matrix, chosen).sum())
    bound = min(multipliers.bound, float(matrix.demand.sum()))
    if bound <= value * (1 + PROVEN):
        return chosen, bound
    ruled_out, _ = fix_candidates(multipliers, add=add, value=value)
    ruled_out[chosen] = False
    rest, column = keep_candidates(matrix, ~ruled_out), np.flatnonzero(~ruled_out)
    result = solve_milp(
        make_budgeted_mclp_model(merge_rows(rest), add=add, cost=price[column], max_cost=max_cost),
        start=np.searchsorted(column, chosen),
        forced=np.zeros(len(column), bool),
        mip_gap=mip_gap,
        time_limit_s=deadline - time.perf_counter(),
    )
    if result.x is not None:
        solved = column[read_sites(result, len(column))]
        is_allowed = len(solved) <= add and float(price[solved].sum()) <= max_cost * (1 + ROUNDING)
        if is_allowed and float(measure_served(matrix, solved).sum()) > value:
            chosen, value = solved, float(measure_served(matrix, solved).sum())
    # what was ruled out is no better than the choice at hand
    return chosen, min(bound, max(value, result.bound * (1 + ROUNDING)))
