"""Set covering (LSCP): the fewest sites with which a share of all people is covered, and the proof that fewer fail.

The proof is as in :mod:`geo.siting.optimality`, only that the number of sites is sought: multipliers bound what any
number of sites gains, so they say which number is too small; HiGHS decides what is open still.
"""

import time
from dataclasses import replace

import numpy as np

from geo.arrays import Int64
from geo.siting.bounds import Multipliers, Stop, count_needed, find_top, fix_candidates, solve_lagrangian_dual
from geo.siting.feasibility import check_target
from geo.siting.greedy import add_greedily
from geo.siting.highs import read_sites, solve_milp
from geo.siting.local_search import drop_redundant_sites
from geo.siting.matrix import ROUNDING, CoverageMatrix, keep_candidates, measure_served, merge_rows
from geo.siting.milp import make_lscp_model
from geo.siting.problem import (
    DEFAULT_BUDGET,
    Pairs,
    Solution,
    SolverBudget,
    make_coverage_matrix,
    reduce_matrix,
)


def solve_lscp(pairs: Pairs, *, target: float, budget: SolverBudget = DEFAULT_BUDGET) -> Solution:
    """Solve the location set covering problem for a share of all people: the fewest sites that cover it.

    With x_j = 1 where candidate j is chosen, y_i = 1 where home i is newly covered, a_i its people, N_i the candidates
    within the limit of it, A all people and B those covered already::

        minimise    sum_j x_j
        subject to  sum_i a_i y_i >= target A - B
                    y_i <= sum of x_j over j in N_i    for every home i that is not covered yet
                    x_j, y_i in {0, 1}

    With a target of 1 every home with people must be covered, y_i = 1: then it is the problem of Toregas, C., Swain,
    R., ReVelle, C., Bergman, L. (1971): The location of emergency service facilities. Operations Research 19,
    1363-1373, and the same as ``spopt.locate.LSCP`` with the existing facilities predefined.

    Parameters
    ----------
    pairs
        Who could walk where.
    target
        Share of all people, above 0 to 1; those covered already count.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value is the number of sites, its bound the fewest possible.

    Raises
    ------
    InputError
        If the target is no such share, is met without building, or is more than all candidates together can do (so,
        without pairs, any target), or the budget makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1, 1]),
    ...     candidate=np.array([0, 0, 1]),
    ...     walk_m=np.array([300.0, 900.0, 400.0]),
    ...     demand=np.array([50.0, 20.0, 30.0]),
    ...     existing_m=np.array([np.inf, np.inf, 10.0]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> solve_lscp(pairs, target=0.8).value, solve_lscp(pairs, target=0.81).value
    (1.0, 2.0)
    """
    budget.check()
    matrix = make_coverage_matrix(pairs)
    needed = check_target(pairs, matrix, target=target)
    deadline = time.perf_counter() + budget.time_limit_s
    small, candidate = reduce_matrix(matrix, dominated=True)
    greedy, curve = add_greedily(small, add=small.candidates)
    enough = greedy[: int(np.searchsorted(curve, needed)) + 1]
    chosen = drop_redundant_sites(small, enough, needed=needed, deadline=deadline)
    chosen, fewest, multipliers = _raise_bound(small, chosen, needed, deadline)
    if fewest < len(chosen):
        chosen, solved = _solve_rest(small, multipliers, chosen, needed, mip_gap=budget.mip_gap, deadline=deadline)
        fewest = min(max(fewest, solved), len(chosen))
    return Solution(np.sort(candidate[chosen]), float(len(chosen)), float(fewest), curve, np.empty(0))


def _raise_bound(
    matrix: CoverageMatrix, chosen: Int64, needed: float, deadline: float
) -> tuple[Int64, int, Multipliers]:
    """Prove that no fewer sites do, as far as multipliers can; a smaller choice met on the way is taken."""
    fewest, add = 1, max(1, len(chosen) - 1)
    is_first = True
    while True:
        stop = Stop(enough=needed, deadline=deadline)
        found = solve_lagrangian_dual(matrix, add=add, chosen=chosen[:add], stop=stop)
        proven = max(count_needed(found, needed), add + 1 if found.bound < needed else 0)
        is_better = add < len(chosen) and float(measure_served(matrix, found.chosen).sum()) >= needed
        chosen = found.chosen if is_better else chosen
        if is_first or is_better:
            multipliers = found
        is_done = proven <= fewest and not is_better and not is_first
        is_first, fewest = False, max(fewest, proven)
        if is_done or fewest >= len(chosen) or time.perf_counter() > deadline:
            return chosen, min(fewest, len(chosen)), multipliers
        add = min(fewest, len(chosen) - 1)


def _solve_rest(
    matrix: CoverageMatrix, multipliers: Multipliers, chosen: Int64, needed: float, *, mip_gap: float, deadline: float
) -> tuple[Int64, int]:
    """Let HiGHS find fewer sites among the candidates that multipliers leave open; return columns and the fewest."""
    add = len(chosen) - 1
    best_scores = multipliers.score[find_top(multipliers.score, add)]
    bound = (float(multipliers.values.sum()) + float(best_scores.sum())) * (1 + ROUNDING)
    ruled_out, _ = fix_candidates(replace(multipliers, bound=bound), add=add, value=needed * (1 - ROUNDING))
    ruled_out[chosen] = False
    rest, column = merge_rows(keep_candidates(matrix, ~ruled_out)), np.flatnonzero(~ruled_out)
    result = solve_milp(
        make_lscp_model(rest, needed=needed),
        start=np.searchsorted(column, chosen),
        forced=np.zeros(rest.candidates, bool),
        mip_gap=mip_gap,
        time_limit_s=deadline - time.perf_counter(),
    )
    fewest = int(np.ceil(-result.bound - 1e-6)) if np.isfinite(result.bound) else 1
    if result.x is not None:
        solved = column[read_sites(result, rest.candidates)]
        if len(solved) < len(chosen) and float(measure_served(matrix, solved).sum()) >= needed:
            chosen = solved
    return chosen, fewest
