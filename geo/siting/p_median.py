"""The p-median: the sites with which people's mean walk is shortest, existing facilities kept."""

from typing import Final

import numpy as np

from geo.errors import InputError
from geo.siting.feasibility import check_add
from geo.siting.matrix import CoverageMatrix, make_matrix
from geo.siting.optimality import find_best_sites
from geo.siting.problem import DEFAULT_BUDGET, Pairs, Solution, SolverBudget
from geo.walking.limits import TOLERANCE_M

#: Walks are counted up to this many limits: beyond it nobody walks, and a few homes far out would decide for all. A
#: choice of ours; the result states it.
FAR_LIMITS: Final = 3.0


def solve_p_median(
    pairs: Pairs, *, add: int, far_m: float | None = None, budget: SolverBudget = DEFAULT_BUDGET
) -> Solution:
    """Solve the p-median: the sites that make the mean walk of people to the nearest facility, up to `far_m`, shortest.

    With x_j = 1 where candidate j is chosen, z_ij = 1 where home i walks to candidate j, a_i its people, d_ij the walk
    and e_i the walk to the nearest facility there is, both counted up to `far_m`::

        minimise    sum_i a_i (e_i - sum_j max(e_i - d_ij, 0) z_ij)
        subject to  sum_j z_ij <= 1    for every home i; with none it keeps its facility
                    z_ij <= x_j        for every pair
                    sum_j x_j <= add
                    x_j, z_ij in {0, 1}

    which is to maximise the metres saved, sum_ij a_i max(e_i - d_ij, 0) z_ij.

    Hakimi, S. (1965): Optimum distribution of switching centers in a communication network and some related graph
    theoretic problems. Operations Research 13, 462-475; as an integer programme ReVelle, C. and Swain, R. (1970):
    Central facilities location. Geographical Analysis 2, 30-42. ``spopt.locate.PMedian`` with the existing facilities
    predefined finds the same value where no walk is longer than `far_m` and every site saves something.

    Parameters
    ----------
    pairs
        Who could walk where: all pairs up to `far_m`; what is not there is never chosen.
    add
        How many sites may be built.
    far_m
        A longer walk counts as this long [m]. Three times the limit if not given.
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound in people times metres saved. Fewer sites than asked for where more would save nothing.

    Raises
    ------
    InputError
        If there are no pairs by which somebody walks less, fewer candidates than sites, fewer than 1 site, or
        `far_m` or the budget makes no sense.

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
    longest_m = FAR_LIMITS * float(np.nanmax(pairs.home_limit_m)) if far_m is None else far_m
    if not 0 < longest_m < np.inf:
        raise InputError(f"walks count up to {longest_m:g} m; give a length above 0 m")
    matrix = make_savings_matrix(pairs, far_m=longest_m)
    check_add(pairs, matrix, add=add)
    # a candidate near the same homes as another one, and more of them, may still be farther from some
    return find_best_sites(matrix, add=add, budget=budget, dominated=False)


def make_savings_matrix(pairs: Pairs, *, far_m: float) -> CoverageMatrix:
    """Make the matrix of what every home would save by every candidate: people times metres walked less.

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
