"""Maximal covering (MCLP): the sites with which most people are newly covered, with and without a capacity."""

import numpy as np

from geo.errors import InputError
from geo.siting.feasibility import check_add
from geo.siting.matrix import make_matrix
from geo.siting.milp import allocate_demand
from geo.siting.optimality import find_best_sites
from geo.siting.problem import (
    DEFAULT_BUDGET,
    Pairs,
    Solution,
    SolverBudget,
    list_new_pairs,
    make_coverage_matrix,
)


def solve_mclp(pairs: Pairs, *, add: int, budget: SolverBudget = DEFAULT_BUDGET) -> Solution:
    """Solve the maximal covering location problem: the sites that newly cover most people.

    With x_j = 1 where candidate j is chosen, y_i = 1 where home i is newly covered, a_i its people and N_i the
    candidates within the limit of it, over the homes that are not covered yet::

        maximise    sum_i a_i y_i
        subject to  y_i <= sum of x_j over j in N_i    for every home i
                    sum_j x_j <= add
                    x_j, y_i in {0, 1}

    Church, R., ReVelle, C. (1974): The maximal covering location problem. Papers of the Regional Science Association
    32, 101-118. The same as ``spopt.locate.MCLP`` with the existing facilities predefined.

    Parameters
    ----------
    pairs
        Who could walk where.
    add
        How many sites may be built.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound in people newly covered. Fewer sites than asked for where more would cover nobody.

    Raises
    ------
    InputError
        If there are no pairs by which somebody would be newly covered, fewer candidates than sites, fewer than 1 site,
        or the budget makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1, 1]),
    ...     candidate=np.array([0, 0, 1]),
    ...     walk_m=np.array([300.0, 900.0, 400.0]),
    ...     demand=np.array([50.0, 20.0, 9.0]),
    ...     existing_m=np.array([np.inf, np.inf, 10.0]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> solution = solve_mclp(pairs, add=1)
    >>> solution.chosen.tolist(), solution.value, solution.bound
    ([0], 50.0, 50.0)
    """
    matrix = make_coverage_matrix(pairs)
    check_add(pairs, matrix, add=add)
    return find_best_sites(matrix, add=add, budget=budget, dominated=True)


def solve_capacitated_mclp(
    pairs: Pairs, *, add: int, capacity: float, budget: SolverBudget = DEFAULT_BUDGET
) -> Solution:
    """Solve the capacitated maximal covering problem: most newly covered people where a site serves only so many.

    With x_j = 1 where candidate j is chosen, s_ij the people of home i whom site j serves, a_i the people of home i, C
    the capacity and N_i the candidates within the limit, over the homes that are not covered yet::

        maximise    sum_i sum of s_ij over j in N_i
        subject to  sum of s_ij over j in N_i <= a_i    for every home i
                    sum_i s_ij <= C x_j                 for every candidate j
                    s_ij <= min(a_i, C) x_j             for every pair
                    sum_j x_j <= add
                    x_j in {0, 1}, s_ij >= 0

    The model of Church & ReVelle (1974) with the capacity of Current, J., Storbeck, J. (1988): Capacitated covering
    models. Environment and Planning B 15, 153-163; the people of a home may be shared among sites.

    Parameters
    ----------
    pairs
        Who could walk where.
    add
        How many sites may be built, one at a candidate.
    capacity
        How many people a new site serves at most.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound in people served; `served` says which pair serves how many.

    Raises
    ------
    InputError
        If the capacity is not above 0, there are no pairs by which somebody would be newly covered, fewer candidates
        than sites, fewer than 1 site, or the budget makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1, 1]),
    ...     candidate=np.array([0, 0, 1]),
    ...     walk_m=np.array([300.0, 400.0, 400.0]),
    ...     demand=np.array([50.0, 20.0]),
    ...     existing_m=np.array([np.inf, np.inf]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> solve_capacitated_mclp(pairs, add=2, capacity=45).value
    65.0
    """
    if not (np.isfinite(capacity) and capacity > 0):
        raise InputError(f"capacity = {capacity:g}: expected a number of people above 0")
    matrix = make_coverage_matrix(pairs)
    check_add(pairs, matrix, add=add)
    best = find_best_sites(matrix, add=add, budget=budget, dominated=False, capacity=capacity)
    # people are allocated to pairs, not to groups of homes with the same candidates
    by_home = make_matrix(*list_new_pairs(pairs), pairs.demand, candidates=pairs.candidates)
    served = np.zeros(len(pairs.home))
    entry = np.flatnonzero(pairs.is_new & (pairs.demand[pairs.home] > 0))
    order = np.lexsort((pairs.candidate[entry], pairs.home[entry]))
    served[entry[order]] = allocate_demand(by_home, best.chosen, capacity=capacity)
    value = float(served.sum())
    return Solution(best.chosen, value, max(best.bound, value), best.curve, served)
