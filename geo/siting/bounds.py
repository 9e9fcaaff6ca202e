"""Lagrangian bounds: what no choice of sites can exceed, and the candidates that the bound rules out or in.

The constraint that each row counts only once is relaxed: row i is given a multiplier l_i >= 0, and a candidate's score
is what its rows gain above their multipliers. The sum of all multipliers and of the `add` best scores is never less
than what any `add` candidates gain, whatever the multipliers are:

    bound(l) = sum_i l_i + sum over the `add` best j of sum_i max(g_ij - l_i, 0)

The subgradient method lowers it towards the optimum of the linear relaxation (Held, Wolfe & Crowder 1974; for covering
Galvao & ReVelle 1996).
"""

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, expand_ranges
from geo.siting.greedy import group_by_candidate, sum_by_candidate
from geo.siting.local_search import interchange_sites
from geo.siting.matrix import ROUNDING, CoverageMatrix, measure_served

#: Iterations without a lower bound after which steps shrink, by which factor, and how small they become at last.
_PATIENCE: Final = 10
_SHRINK: Final = 0.7
_LEAST_STEP: Final = 1e-4
#: Share of the last direction that is kept: multipliers swing less.
_MOMENTUM: Final = 0.9
#: Every so many iterations the best candidates of the iteration are tried as a choice of sites.
_TRY_EVERY: Final = 60


@dataclass(frozen=True)
class Multipliers:
    """Lagrange multipliers of rows and the bound that they prove.

    Parameters
    ----------
    bound
        No choice of `add` candidates gains more.
    values
        Multiplier of each row, shape (m,).
    score
        What each candidate gains above the multipliers, shape (candidates,).
    chosen
        The best choice met, as columns: the one given, or a better one.
    """

    bound: float
    values: Float64
    score: Float64
    chosen: Int64


@dataclass(frozen=True, kw_only=True)
class Stop:
    """When to stop lowering a bound.

    Parameters
    ----------
    enough
        Once it is below this.
    iterations
        After so many.
    deadline
        At this time, by :func:`time.perf_counter` [s].
    """

    enough: float = -np.inf
    iterations: int = 600
    deadline: float = np.inf


def solve_lagrangian_dual(
    matrix: CoverageMatrix,
    *,
    add: int,
    chosen: Int64,
    value: float | None = None,
    start: Float64 | None = None,
    capacity: float = np.inf,
    stop: Stop | None = None,
) -> Multipliers:
    """Find multipliers that prove a low bound, by the subgradient method; better choices met on the way are kept.

    Parameters
    ----------
    matrix
        What candidates are worth.
    add
        How many sites may be chosen.
    chosen
        A good choice, as columns: its value says how far the bound may fall.
    value
        Its value, where that is not the best entry of every row: under a capacity.
    start
        Multipliers to begin with, shape (m,).
    capacity
        How many people a site serves at most; then the matrix must be a binary one.
    stop
        When to stop before the bound hardly falls; None for never.

    Returns
    -------
    Multipliers
        Those with the lowest bound met; for a matrix without rows the bound is 0.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([5.0, 3.0, 1.0])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=2)
    >>> multipliers = solve_lagrangian_dual(matrix, add=1, chosen=np.array([0]))
    >>> round(multipliers.bound, 6)
    8.0
    """
    served = measure_served(matrix, chosen)
    value = float(served.sum()) if value is None else value
    most = np.maximum.reduceat(matrix.gain, matrix.start[:-1]) if matrix.rows else served
    values, direction = served / 2 if start is None else start, np.zeros(matrix.rows)
    best = Multipliers(np.inf, values, np.zeros(matrix.candidates), chosen)
    relaxation, stop = _relax(matrix, capacity), stop or Stop()
    step, since = 1.0, 0
    for iteration in range(1, stop.iterations + 1):
        score, taken = _score_candidates(relaxation, values)
        top = find_top(score, add)
        bound = float(values.sum() + score[top].sum()) * (1 + ROUNDING)
        since = 0 if bound < best.bound * (1 - 1e-5) else since + 1
        if bound < best.bound:
            best = Multipliers(bound, values, score, best.chosen)
        if iteration % _TRY_EVERY == 0 and capacity == np.inf:
            tried = interchange_sites(matrix, top, deadline=stop.deadline)
            if (total := float(measure_served(matrix, tried).sum())) > value:
                value, best = total, replace(best, chosen=tried)
        if since >= _PATIENCE:
            step, since = step * _SHRINK, 0
        is_done = step < _LEAST_STEP or best.bound < stop.enough or best.bound <= value * (1 + 10 * ROUNDING)
        direction = _MOMENTUM * direction + _find_subgradient(relaxation, taken, top, values)
        length = float(direction @ direction)
        if is_done or not length or time.perf_counter() > stop.deadline:
            break
        values = np.clip(values - step * max(bound - value, 1e-6 * bound) / length * direction, 0.0, most)
    return best


@dataclass(frozen=True)
class _Relaxation:
    """A matrix, what a site serves at most, its entries by candidate, and where it is binary candidates by rows."""

    matrix: CoverageMatrix
    capacity: float
    entry_of: Int64
    ends: Int64
    covers: scipy.sparse.csr_array | None


def _relax(matrix: CoverageMatrix, capacity: float) -> _Relaxation:
    entry_of, ends = group_by_candidate(matrix)
    covers = None
    if matrix.is_binary and capacity == np.inf:
        parts = np.ones(len(entry_of)), matrix.row[entry_of], ends
        covers = scipy.sparse.csr_array(parts, shape=(matrix.candidates, matrix.rows))
    return _Relaxation(matrix, capacity, entry_of, ends, covers)


def _score_candidates(relaxation: _Relaxation, values: Float64) -> tuple[Float64, Float64]:
    """Say what each candidate gains above the multipliers; under a capacity also which part of each entry it takes."""
    matrix = relaxation.matrix
    if relaxation.covers is not None:
        return np.asarray(relaxation.covers @ np.maximum(matrix.demand - values, 0.0), float), np.empty(0)
    if relaxation.capacity == np.inf:
        return sum_by_candidate(matrix, np.maximum(matrix.gain - values[matrix.row], 0.0)), np.empty(0)
    taken = _take_entries(matrix, values, relaxation.capacity)
    return sum_by_candidate(matrix, taken * (matrix.gain - values[matrix.row])), taken


def _take_entries(matrix: CoverageMatrix, values: Float64, capacity: float) -> Float64:
    """Say which part of each entry its candidate takes at these multipliers: the best ones as far as it has room."""
    is_wanted = matrix.gain > values[matrix.row]
    order = np.lexsort((values[matrix.row] / matrix.demand[matrix.row], matrix.column))
    people = np.where(is_wanted, matrix.demand[matrix.row], 0.0)[order]
    column = matrix.column[order]
    filled = np.cumsum(people) - people
    filled -= filled[np.searchsorted(column, column)]
    taken = np.empty(len(order))
    taken[order] = np.clip((capacity - filled) / np.maximum(people, 1e-300), 0.0, 1.0) * (people > 0)
    return taken


def _find_subgradient(relaxation: _Relaxation, taken: Float64, top: Int64, values: Float64) -> Float64:
    matrix, ends = relaxation.matrix, relaxation.ends
    entries = relaxation.entry_of[expand_ranges(ends[top], ends[top + 1])[1]]
    rows = matrix.row[entries]
    part = taken[entries] if len(taken) else (matrix.gain[entries] > values[rows]).astype(float)
    slope = 1.0 - np.bincount(rows, weights=part, minlength=matrix.rows)
    slope[(slope > 0) & (values <= 0)] = 0.0
    return np.asarray(slope, float)


def find_top(score: Float64, add: int) -> Int64:
    """Find the candidates with the highest scores.

    Parameters
    ----------
    score
        Shape (candidates,).
    add
        How many.

    Returns
    -------
    ndarray
        Their columns, in no order; all where there are no more.

    Examples
    --------
    >>> find_top(np.array([1.0, 3.0, 2.0]), 1), find_top(np.array([1.0, 3.0]), 5)
    (array([1]), array([0, 1]))
    """
    if add >= len(score):
        return np.arange(len(score))
    return np.asarray(np.argpartition(-score, add)[:add])


def count_needed(multipliers: Multipliers, needed: float) -> int:
    """Count the sites without which the multipliers prove that too little is gained.

    Parameters
    ----------
    multipliers
        Any: they bound what any number of sites gains.
    needed
        What must be gained.

    Returns
    -------
    int
        No fewer sites gain that much; one more than there are candidates where all are too few.

    Examples
    --------
    >>> multipliers = Multipliers(0.0, np.array([1.0]), np.array([4.0, 2.0]), np.array([0]))
    >>> count_needed(multipliers, 6.0), count_needed(multipliers, 8.0)
    (2, 3)
    """
    best = np.r_[0.0, np.cumsum(np.sort(multipliers.score)[::-1])]
    reached = (float(multipliers.values.sum()) + best) * (1 + ROUNDING)
    return int(np.searchsorted(reached, needed))


def fix_candidates(multipliers: Multipliers, *, add: int, value: float) -> tuple[Bool, Bool]:
    """Fix the candidates that no better choice than the one at hand can have, and those that it cannot do without.

    Parameters
    ----------
    multipliers
        What the bound rests on.
    add
        How many sites may be chosen.
    value
        What the choice at hand gains.

    Returns
    -------
    tuple of ndarray of bool
        Ruled out, and ruled in, shape (candidates,); none where all may be chosen.

    Examples
    --------
    >>> multipliers = Multipliers(9.0, np.zeros(1), np.array([9.0, 2.0]), np.array([0]))
    >>> fix_candidates(multipliers, add=1, value=8.5)
    (array([False,  True]), array([ True, False]))
    """
    score = multipliers.score
    if add >= len(score):
        return np.zeros(len(score), bool), np.zeros(len(score), bool)
    ranked = np.sort(score)[::-1]
    last, next_ = ranked[add - 1], ranked[add]
    ruled_out = (score < last) & (multipliers.bound - last + score <= value)
    ruled_in = (score > next_) & (multipliers.bound - score + next_ <= value)
    return ruled_out, ruled_in
