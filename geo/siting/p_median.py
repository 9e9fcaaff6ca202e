"""The p-median: the sites with which the mean walk is shortest, existing facilities kept."""

from typing import Final

import numpy as np

from geo.siting.feasibility import check_add
from geo.siting.matrix import CoverageMatrix, make_matrix
from geo.siting.optimality import find_best_sites
from geo.siting.problem import DEFAULT_BUDGET, Pairs, Solution, SolverBudget
from geo.walking.limits import TOLERANCE_M

#: A walk longer than this many limits counts as so long: nobody walks it.
FAR_LIMITS: Final = 3.0


def solve_p_median(
    pairs: Pairs, *, add: int, far_m: float | None = None, budget: SolverBudget = DEFAULT_BUDGET
) -> Solution:
    """Solve the p-median: the sites that make the mean walk to the nearest facility shortest.

    With x_j = 1 where candidate j is chosen, z_ij = 1 where home i walks to candidate j, a_i its people, d_ij the walk
    and e_i the walk to the nearest facility there is, both counted up to `far_m`::

        minimise    sum_i a_i (e_i - sum_j max(e_i - d_ij, 0) z_ij)
        subject to  sum_j z_ij <= 1    for every home i; with none it keeps its facility
                    z_ij <= x_j        for every pair
                    sum_j x_j <= add
                    x_j, z_ij in {0, 1}

    which is to maximise the metres saved, sum_ij a_i max(e_i - d_ij, 0) z_ij.

    Hakimi, S. (1964): Optimum locations of switching centers and the absolute centers and medians of a graph.
    Operations Research 12, 450-459. The same as ``spopt.locate.PMedian`` with the existing facilities predefined.

    Parameters
    ----------
    pairs
        Who could walk where; pairs up to `far_m` are needed.
    add
        How many sites may be built.
    far_m
        A longer walk counts as this long [m]: nobody walks it. Three times the limit if not given.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound in people times metres saved. Fewer sites than asked for where more would save nothing.

    Raises
    ------
    InputError
        If there are no pairs by which somebody walks less, fewer candidates than sites, fewer than 1 site, or the
        budget makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1, 1]),
    ...     candidate=np.array([0, 0, 1]),
    ...     walk_m=np.array([300.0, 900.0, 400.0]),
    ...     demand=np.array([50.0, 20.0]),
    ...     existing_m=np.array([1000.0, np.inf]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> solution = solve_p_median(pairs, add=1)
    >>> solution.chosen.tolist(), solution.value
    ([0], 47000.0)
    """
    matrix = make_savings_matrix(pairs, far_m=FAR_LIMITS * pairs.limit_m if far_m is None else far_m)
    check_add(pairs, matrix, add=add)
    return find_best_sites(matrix, add=add, budget=budget, dominated=False)


def make_savings_matrix(pairs: Pairs, *, far_m: float) -> CoverageMatrix:
    """Say how many metres every candidate would save whom.

    Parameters
    ----------
    pairs
        Who could walk where.
    far_m
        A longer walk counts as this long [m].

    Returns
    -------
    CoverageMatrix
        In people times metres; no rows where nobody would walk less by more than the tolerance.

    Examples
    --------
    >>> at, people, existing_m = np.array([0]), np.array([50.0]), np.array([1000.0])
    >>> pairs = Pairs(
    ...     home=at,
    ...     candidate=at,
    ...     walk_m=np.array([300.0]),
    ...     demand=people,
    ...     existing_m=existing_m,
    ...     candidates=1,
    ...     limit_m=500.0,
    ... )
    >>> make_savings_matrix(pairs, far_m=900.0).gain.tolist()
    [30000.0]
    """
    saved_m = np.minimum(pairs.existing_m, far_m)[pairs.home] - pairs.walk_m
    gain = pairs.demand[pairs.home] * np.where(saved_m > TOLERANCE_M, saved_m, 0.0)
    return make_matrix(pairs.home, pairs.candidate, gain, pairs.demand, candidates=pairs.candidates)
