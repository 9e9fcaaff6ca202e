"""Equity: the sites with which the least covered district is covered best, and among those most people."""

import time
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse

from geo.arrays import Float64, Int64
from geo.errors import InputError
from geo.siting.feasibility import check_add
from geo.siting.greedy import add_greedily, sum_by_candidate
from geo.siting.highs import MilpModel, MilpResult, read_sites, solve_milp
from geo.siting.matrix import (
    ROUNDING,
    CoverageMatrix,
    find_dominated,
    keep_candidates,
    make_matrix,
    measure_served,
    merge_rows,
)
from geo.siting.milp import make_mclp_model
from geo.siting.optimality import PROVEN
from geo.siting.problem import DEFAULT_BUDGET, Pairs, Solution, SolverBudget, list_new_pairs, make_coverage_matrix


@dataclass(frozen=True, kw_only=True)
class _Shares:
    """What is solved: rows, the group of each, people of each group, and those covered already; shape (groups,)."""

    matrix: CoverageMatrix
    group: Int64
    people: Float64
    covered: Float64

    def measure(self, chosen: Int64) -> Float64:
        """Measure the share of each group that is covered with a choice of sites."""
        served, groups = measure_served(self.matrix, chosen), len(self.people)
        return (self.covered + np.bincount(self.group, weights=served, minlength=groups)[:groups]) / self.people


def solve_max_min_share(pairs: Pairs, *, add: int, group: Int64, budget: SolverBudget = DEFAULT_BUDGET) -> Solution:
    """Solve the max-min covering problem: the smallest share covered of any group is as large as it can be.

    With x_j = 1 where candidate j is chosen, y_i = 1 where home i is newly covered, a_i its people, N_i the candidates
    within the limit of it, A_g all people of group g and B_g those covered already::

        maximise    z, then sum_i a_i y_i
        subject to  A_g z <= B_g + sum of a_i y_i over i in g    for every group g
                    y_i <= sum of x_j over j in N_i              for every home i that is not covered yet
                    sum_j x_j <= add
                    x_j, y_i in {0, 1}

    in this order: first the smallest share z, then, with a smallest share no lower, most people. The first step is the
    max-min criterion of Rawls among the measures that Marsh, M., Schilling, D. (1994): Equity measurement in facility
    location analysis. European Journal of Operational Research 74, 1-17 compares; both steps are the beginning of the
    lexicographic order of Ogryczak, W. (1997): On the lexicographic minimax approach to location problems. European
    Journal of Operational Research 100, 566-585.

    Parameters
    ----------
    pairs
        Who could walk where.
    add
        How many sites may be built.
    group
        Group of each home, 0 and on, -1 for homes of none, shape (n,).
    budget
        When to stop.

    Returns
    -------
    Solution
        Its value and bound are the smallest share and the most that it can be; `people_bound` is proven too: no choice
        with a smallest share as large newly covers more people. Groups without people do not count.

    Raises
    ------
    InputError
        If no group has people, there are no pairs by which somebody would be newly covered, fewer candidates than
        sites, fewer than 1 site, or the budget makes no sense.

    Examples
    --------
    >>> pairs = Pairs(
    ...     home=np.array([0, 1]),
    ...     candidate=np.array([0, 1]),
    ...     walk_m=np.array([300.0, 300.0]),
    ...     demand=np.array([50.0, 10.0, 40.0]),
    ...     existing_m=np.array([np.inf, np.inf, 0.0]),
    ...     candidates=2,
    ...     limit_m=500.0,
    ... )
    >>> solution = solve_max_min_share(pairs, add=1, group=np.array([0, 1, 0]))
    >>> solution.chosen.tolist(), round(solution.value, 3), solution.bound == solution.value
    ([1], 0.444, True)
    """
    budget.check()
    check_add(pairs, make_coverage_matrix(pairs), add=add)
    deadline = time.perf_counter() + budget.time_limit_s
    shares, candidate = _make_shares(pairs, group)
    chosen, curve = _begin(shares, add)
    chosen, bound = _raise_smallest(shares, chosen, add, mip_gap=budget.mip_gap, deadline=deadline)
    chosen, people_bound = _cover_most(shares, chosen, add, mip_gap=budget.mip_gap, deadline=deadline)
    value = float(shares.measure(chosen).min())
    bound = bound if bound > value * (1 + PROVEN) else value
    return Solution(np.sort(candidate[chosen]), value, bound, curve, np.empty(0), people_bound)


def _make_shares(pairs: Pairs, group: Int64) -> tuple[_Shares, Int64]:
    """Make rows of homes of one group that have the same candidates; say which candidate each column is."""
    groups = int(group.max(initial=-1)) + 1
    inside = group >= 0
    people = np.bincount(group[inside], weights=pairs.demand[inside], minlength=groups)
    covered = np.bincount(group[inside], weights=(pairs.demand * pairs.covered)[inside], minlength=groups)
    counts = people > 0
    if not counts.any():
        raise InputError("no people live in any division of the level; choose another level, or another objective")
    # homes of no group stand behind the groups: they count in the second step only
    number = np.where(counts, np.cumsum(counts) - 1, int(counts.sum()))
    of_home = np.where(inside, np.append(number, 0)[group], int(counts.sum()))
    home, column, gain = list_new_pairs(pairs)
    # a column per group keeps homes of two groups apart when rows are merged
    rows = np.unique(home)
    matrix = merge_rows(
        make_matrix(
            np.concatenate([home, rows]),
            np.concatenate([column, pairs.candidates + of_home[rows]]),
            np.concatenate([gain, pairs.demand[rows]]),
            pairs.demand,
            candidates=pairs.candidates + int(counts.sum()) + 1,
        )
    )
    of_row = matrix.column[matrix.start[1:] - 1] - pairs.candidates
    is_candidate = np.arange(matrix.candidates) < pairs.candidates
    whole = keep_candidates(matrix, is_candidate)
    is_used = ~find_dominated(whole)
    shares = _Shares(
        matrix=keep_candidates(whole, is_used),
        group=of_row,
        people=people[counts].astype(float),
        covered=covered[counts].astype(float),
    )
    return shares, np.flatnonzero(is_used)


def _begin(shares: _Shares, add: int) -> tuple[Int64, Float64]:
    """Choose greedily: again and again the site that gains most in the least covered group, while one does."""
    matrix, chosen, smallest = shares.matrix, np.empty(0, np.int64), list[float]()
    while len(chosen) < add:
        served = measure_served(matrix, chosen)
        least = int(shares.measure(chosen).argmin())
        open_gain = matrix.gain * (served[matrix.row] == 0)
        score = sum_by_candidate(matrix, open_gain * (shares.group[matrix.row] == least))
        if score.max(initial=0.0) <= 0:
            score = sum_by_candidate(matrix, open_gain)
        if score.max(initial=0.0) <= 0:
            break
        chosen = np.append(chosen, score.argmax())
        smallest.append(float(shares.measure(chosen).min()))
    return chosen, np.array(smallest)


def _raise_smallest(
    shares: _Shares, chosen: Int64, add: int, *, mip_gap: float, deadline: float
) -> tuple[Int64, float]:
    """Let HiGHS raise the smallest share in half of the time; return columns and what no choice exceeds."""
    value = float(shares.measure(chosen).min())
    bound = float(shares.measure(np.arange(shares.matrix.candidates)).min())
    if bound <= value * (1 + PROVEN):
        return chosen, bound
    model = _make_model(shares, add)
    scale = float(shares.people.max())
    result = _solve(model, chosen, mip_gap, (deadline - time.perf_counter()) / 2)
    if result.x is not None:
        solved = read_sites(result, model.sites)
        if len(solved) <= add and float(shares.measure(solved).min()) > value:
            chosen, value = solved, float(shares.measure(solved).min())
    return chosen, min(bound, max(value, result.bound / scale * (1 + ROUNDING)))


def _cover_most(shares: _Shares, chosen: Int64, add: int, *, mip_gap: float, deadline: float) -> tuple[Int64, float]:
    """Let HiGHS cover most people with a smallest share that is no lower; return columns and the bound of people."""
    matrix, least = shares.matrix, float(shares.measure(chosen).min())
    chosen = np.append(chosen, add_greedily(matrix, add=add - len(chosen), kept=chosen)[0])
    value = float(measure_served(matrix, chosen).sum())
    model = _make_model(shares, add)
    z, people = len(model.objective) - 1, np.r_[np.zeros(model.sites), matrix.demand, 0.0]
    fixed = scipy.sparse.csc_array(([1.0], ([0], [z])), shape=(1, z + 1))
    model = replace(
        model,
        objective=people,
        constraints=scipy.sparse.vstack([model.constraints, fixed]).tocsc(),
        low=np.r_[model.low, least * (1 - ROUNDING)],
        high=np.r_[model.high, np.inf],
    )
    result = _solve(model, chosen, mip_gap, deadline - time.perf_counter())
    if result.x is not None:
        solved = read_sites(result, model.sites)
        gain = float(measure_served(matrix, solved).sum())
        is_as_fair = float(shares.measure(solved).min()) >= least * (1 - ROUNDING)
        if len(solved) <= add and is_as_fair and gain > value:
            chosen, value = solved, gain
    bound = min(float(matrix.demand.sum()), max(value, result.bound * (1 + ROUNDING)))
    return chosen, bound if bound > value * (1 + PROVEN) else value


def _solve(model: MilpModel, start: Int64, mip_gap: float, time_limit_s: float) -> MilpResult:
    forced = np.zeros(model.sites, bool)
    return solve_milp(model, start=start, forced=forced, mip_gap=mip_gap, time_limit_s=time_limit_s)


def _make_model(shares: _Shares, add: int) -> MilpModel:
    """Make the model of the first step: variables x of the sites, y of the rows, and z, worth the largest group."""
    matrix, groups = shares.matrix, len(shares.people)
    k, m = matrix.candidates, matrix.rows
    covering = make_mclp_model(matrix, add=add)
    inside = np.flatnonzero(shares.group < groups)
    at = np.r_[shares.group[inside], np.arange(groups)], np.r_[k + inside, np.full(groups, k + m)]
    values = np.r_[matrix.demand[inside], -shares.people]
    of_group = scipy.sparse.csr_array((values, at), shape=(groups, k + m + 1))
    without = scipy.sparse.csr_array((m + 1, 1))
    return MilpModel(
        objective=np.r_[np.zeros(k + m), shares.people.max()],
        upper=np.ones(k + m + 1),
        constraints=scipy.sparse.vstack([scipy.sparse.hstack([covering.constraints, without]), of_group]).tocsc(),
        low=np.r_[covering.low, -shares.covered],
        high=np.r_[covering.high, np.full(groups, np.inf)],
        sites=k,
    )
