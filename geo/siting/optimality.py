"""Where sites are proven best: good sites from below, a bound from above, until both meet.

This is done for maximal covering, with and without a capacity, and for the p-median; set covering, which seeks a number
of sites, does the same in :mod:`geo.siting.lscp`:

1. the matrix is made small (:mod:`geo.siting.matrix`);
2. greedy adding and interchange give a good choice (:mod:`geo.siting.greedy`, :mod:`geo.siting.local_search`);
3. Lagrange multipliers give a bound that no choice exceeds (:mod:`geo.siting.bounds`), and rule candidates out;
4. HiGHS decides what is open still (:mod:`geo.siting.milp`, :mod:`geo.siting.highs`).

The choice is proven best when the bound is no more than :data:`PROVEN` above its value; then the bound is the value and
the gap is 0. Otherwise the gap that remains is reported.
"""

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from geo.arrays import Float64, Int64
from geo.siting.bounds import Multipliers, Stop, fix_candidates, solve_lagrangian_dual
from geo.siting.greedy import add_greedily, add_greedily_with_capacity
from geo.siting.highs import MilpModel, read_sites, solve_milp
from geo.siting.local_search import interchange_sites, perturb_sites
from geo.siting.matrix import ROUNDING, CoverageMatrix, keep_candidates, measure_served, merge_rows
from geo.siting.milp import make_capacitated_mclp_model, make_mclp_model, make_p_median_model, measure_value
from geo.siting.problem import Solution, SolverBudget, reduce_matrix

#: A bound this near to the value proves it best: sums of ten million people are no more exact.
PROVEN: Final = 1e-7
#: What the multipliers leave open is not solved where the value is within the gap already and there are more entries
#: than these, nor where the solver cannot take so many: entries of a covering, entries of the other models.
_SMALL: Final = 50_000
_LARGEST: Final = 2_000_000
_LARGEST_LINKED: Final = 150_000
#: How long the solver may look for something better where the value is within the gap already [s].
_MORE_S: Final = 5.0


@dataclass(frozen=True)
class _Instance:
    """What is solved: a small matrix, how many sites of which capacity, how exactly and until when."""

    matrix: CoverageMatrix
    add: int
    capacity: float
    mip_gap: float
    deadline: float

    @property
    def has_capacity(self) -> bool:
        return self.capacity < np.inf


def find_best_sites(
    matrix: CoverageMatrix, *, add: int, budget: SolverBudget, dominated: bool, capacity: float = np.inf
) -> Solution:
    """Find the sites that gain most, and prove how good they are.

    Parameters
    ----------
    matrix
        What candidates are worth.
    add
        How many sites at most.
    budget
        When to stop.
    dominated
        Whether dominated candidates may be left out: in a binary matrix without a capacity.
    capacity
        How many people a site serves at most; then the matrix must be a binary one.

    Returns
    -------
    Solution
        Without what each pair serves; no sites, value and bound 0, for a matrix without rows.

    Raises
    ------
    InputError
        If the budget makes no sense.

    Examples
    --------
    >>> from geo.siting.matrix import ROUNDING, make_matrix
    >>> home, candidate, people = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 5.0])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=2)
    >>> best = find_best_sites(matrix, add=1, budget=SolverBudget(), dominated=True)
    >>> best.chosen.tolist(), best.value, best.bound, best.mip_gap
    ([1], 8.0, 8.0, 0.0)
    """
    budget.check()
    deadline = time.perf_counter() + budget.time_limit_s
    small, candidate = reduce_matrix(matrix, dominated=dominated)
    instance = _Instance(small, add, capacity, budget.mip_gap, deadline)
    greedy, curve = _add_greedily(instance)
    multipliers = _bound_value(instance, greedy)
    options = [(measure_value(small, chosen, capacity=capacity), chosen) for chosen in (greedy, multipliers.chosen)]
    value, chosen = max(options, key=lambda option: option[0])
    bound = min(multipliers.bound, float(measure_served(small, np.arange(small.candidates)).sum()))
    if bound > value * (1 + PROVEN):
        value, chosen, solver_bound = _solve_rest(instance, multipliers, chosen, value)
        bound = min(bound, solver_bound)
    bound = bound if bound > value * (1 + PROVEN) else value
    return Solution(np.sort(candidate[chosen]), value, bound, curve, np.empty(0))


def _add_greedily(instance: _Instance) -> tuple[Int64, Float64]:
    """Return the first sites of a greedy sequence, and the curve of one that goes on behind them."""
    matrix, add = instance.matrix, instance.add
    more = max(2 * add, add + 10)
    if instance.has_capacity:
        sites, curve = add_greedily_with_capacity(matrix, add=more, capacity=instance.capacity)
    else:
        sites, curve = add_greedily(matrix, add=more)
    return sites[:add], curve


def _bound_value(instance: _Instance, chosen: Int64) -> Multipliers:
    """Bound the value by multipliers in half of the time; the other half is for what they leave open."""
    matrix, add = instance.matrix, instance.add
    half = (instance.deadline + time.perf_counter()) / 2
    if instance.has_capacity:
        return _bound_value_with_capacity(instance, chosen, half)
    chosen = interchange_sites(matrix, chosen, deadline=half)
    multipliers = solve_lagrangian_dual(matrix, add=add, chosen=chosen, stop=Stop(deadline=half))
    if len(matrix.column) <= _SMALL:  # the solver does it at once
        return multipliers
    enough = multipliers.bound * (1 - instance.mip_gap)
    return replace(multipliers, chosen=perturb_sites(matrix, multipliers.chosen, enough=enough, deadline=half))


def _bound_value_with_capacity(instance: _Instance, chosen: Int64, deadline: float) -> Multipliers:
    """Bound the value under a capacity, beginning with two sorts of multipliers, each right for one sort of city."""
    matrix, add, capacity = instance.matrix, instance.add, instance.capacity
    value = measure_value(matrix, chosen, capacity=capacity)
    # where all sites are full, homes are worth nothing by themselves
    full = solve_lagrangian_dual(
        matrix,
        add=add,
        chosen=chosen,
        value=value,
        start=np.zeros(matrix.rows),
        capacity=capacity,
        stop=Stop(deadline=(deadline + time.perf_counter()) / 2),
    )
    if full.bound <= value * (1 + PROVEN):
        return full
    # where no site is full, the capacity might as well not be there
    begun = interchange_sites(matrix, chosen, deadline=deadline)
    free = solve_lagrangian_dual(matrix, add=add, chosen=begun, stop=Stop(deadline=deadline))
    value = max(value, measure_value(matrix, free.chosen, capacity=capacity))
    both = solve_lagrangian_dual(
        matrix,
        add=add,
        chosen=free.chosen,
        value=value,
        start=free.values,
        capacity=capacity,
        stop=Stop(deadline=deadline),
    )
    return replace(min(full, both, key=lambda multipliers: multipliers.bound), chosen=free.chosen)


def _solve_rest(
    instance: _Instance, multipliers: Multipliers, chosen: Int64, value: float
) -> tuple[float, Int64, float]:
    """Let HiGHS choose among the candidates that multipliers leave open; return value, columns and bound."""
    ruled_out, forced = fix_candidates(multipliers, add=instance.add, value=value)
    ruled_out[chosen] = False
    rest = keep_candidates(instance.matrix, ~ruled_out)
    column = np.flatnonzero(~ruled_out)
    remaining_s = instance.deadline - time.perf_counter()
    is_near = multipliers.bound <= value / (1 - instance.mip_gap)
    size = len(rest.column)
    is_covering = not instance.has_capacity and rest.is_binary
    if size > (_LARGEST if is_covering else _LARGEST_LINKED) or (is_near and size > _SMALL):
        return value, chosen, multipliers.bound
    result = solve_milp(
        _make_model(rest, instance),
        start=np.searchsorted(column, chosen),
        forced=forced[column],
        mip_gap=0.0 if is_near else instance.mip_gap,
        time_limit_s=min(remaining_s, _MORE_S) if is_near else remaining_s,
    )
    if result.x is not None:
        solved = column[read_sites(result, rest.candidates)]
        gain = measure_value(instance.matrix, solved, capacity=instance.capacity)
        if len(solved) <= instance.add and gain > value:
            value, chosen = gain, solved
    # what was ruled out is no better than the choice at hand
    return value, chosen, max(value, result.bound * (1 + ROUNDING))


def _make_model(matrix: CoverageMatrix, instance: _Instance) -> MilpModel:
    if instance.has_capacity:
        return make_capacitated_mclp_model(matrix, add=instance.add, capacity=instance.capacity)
    if matrix.is_binary:
        return make_mclp_model(merge_rows(matrix), add=instance.add)
    return make_p_median_model(matrix, add=instance.add)
