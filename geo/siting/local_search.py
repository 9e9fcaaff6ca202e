"""Good choices of sites made better, quickly: interchange, perturbation, redundant sites dropped. No proof.

The solver starts from them. Interchange is the vertex substitution of Teitz & Bart (1968); perturbing and interchanging
again and again is an iterated local search.
"""

import time
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, group_starts
from geo.siting.greedy import add_greedily, change_scores, group_by_candidate, sum_by_candidate
from geo.siting.matrix import TINY, CoverageMatrix, list_entries, measure_served

#: How often sites are perturbed, which share of them, which share of the value must be left to go on from there, and
#: the seed of the draws.
_PERTURBATIONS: Final = 2000
_PERTURBED: Final = 0.1
_HARDLY_WORSE: Final = 0.9995
_SEED: Final = 50_180


def interchange_sites(matrix: CoverageMatrix, chosen: Int64, *, deadline: float = np.inf) -> Int64:
    """Interchange a chosen site and another candidate as long as that gains (Teitz & Bart 1968).

    Parameters
    ----------
    matrix
        What candidates are worth.
    chosen
        Columns to begin with.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    ndarray
        As many columns, none for none; no single interchange gains more unless time ran out.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> interchange_sites(make_matrix(home, candidate, people[home], people, candidates=2), np.array([0]))
    array([1])
    """
    if not len(chosen):
        return chosen
    chosen, served = chosen.copy(), measure_served(matrix, chosen)
    score = sum_by_candidate(matrix, np.maximum(matrix.gain - served[matrix.row], 0.0))
    is_chosen = np.zeros(matrix.candidates, bool)
    is_chosen[chosen] = True
    entry_of, ends = group_by_candidate(matrix)
    since, i = 0, 0
    while since < len(chosen) and time.perf_counter() < deadline:
        leaving = chosen[i]
        entries = entry_of[ends[leaving] : ends[leaving + 1]]
        rows = matrix.row[entries[matrix.gain[entries] >= served[matrix.row[entries]]]]
        is_chosen[leaving] = False
        without = _serve_rows(matrix, rows, is_chosen)
        loss = float((served[rows] - without).sum())
        new_score = score + change_scores(matrix, rows, served[rows], without)
        entering = int(new_score.argmax())
        since += 1
        if new_score[entering] > loss * (1 + 1e-9) + TINY and entering != leaving:
            chosen[i], since = entering, 0
            is_chosen[entering] = True
            served = measure_served(matrix, chosen)
            score = sum_by_candidate(matrix, np.maximum(matrix.gain - served[matrix.row], 0.0))
        else:
            is_chosen[leaving] = True
        i = (i + 1) % len(chosen)
    return chosen


def _serve_rows(matrix: CoverageMatrix, rows: Int64, is_chosen: Bool) -> Float64:
    """Measure what rows gain by the best of the chosen candidates."""
    if not len(rows):
        return np.zeros(0)
    entries, size = list_entries(matrix, rows)
    worth = np.where(is_chosen[matrix.column[entries]], matrix.gain[entries], 0.0)
    return np.asarray(np.maximum.reduceat(worth, np.cumsum(size) - size))


def perturb_sites(matrix: CoverageMatrix, chosen: Int64, *, enough: float, deadline: float = np.inf) -> Int64:
    """Take some sites out at random, add others greedily, interchange, and go on from there where hardly worse.

    Parameters
    ----------
    matrix
        What candidates are worth.
    chosen
        Columns to begin with, at least one.
    enough
        Stop once this much is gained.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    ndarray
        The best choice met, no worse than the first; the random draws are the same every time.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> perturb_sites(make_matrix(home, candidate, people[home], people, candidates=2), np.array([0]), enough=8)
    array([1])
    """
    draws = np.random.default_rng(_SEED)
    current = best = chosen
    current_value = best_value = float(measure_served(matrix, chosen).sum())
    leaving = max(1, round(_PERTURBED * len(chosen)))
    for _ in range(_PERTURBATIONS):
        if best_value >= enough or time.perf_counter() > deadline:
            break
        kept = np.delete(current, draws.choice(len(current), leaving, replace=False))
        added = add_greedily(matrix, add=len(current) - len(kept), kept=kept)[0]
        tried = interchange_sites(matrix, np.concatenate([kept, added]), deadline=deadline)
        value = float(measure_served(matrix, tried).sum())
        if value >= current_value * _HARDLY_WORSE and len(tried) == len(current):
            current, current_value = tried, value
        if value > best_value:
            best, best_value = tried, value
    return best


def drop_redundant_sites(matrix: CoverageMatrix, chosen: Int64, *, needed: float, deadline: float = np.inf) -> Int64:
    """Drop sites, and interchange the others, as long as enough is gained.

    Parameters
    ----------
    matrix
        What candidates are worth.
    chosen
        Columns that gain enough.
    needed
        What must be gained.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    ndarray
        Columns that gain enough, no more than there were; the last one is never dropped.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=2)
    >>> drop_redundant_sites(matrix, np.array([0, 1]), needed=8)
    array([1])
    """
    while len(chosen) > 1 and time.perf_counter() < deadline:
        losses = _measure_losses(matrix, chosen)
        fewer = interchange_sites(matrix, np.delete(chosen, int(losses.argmin())), deadline=deadline)
        if measure_served(matrix, fewer).sum() < needed:
            break
        chosen = fewer
    return chosen


def _measure_losses(matrix: CoverageMatrix, chosen: Int64) -> Float64:
    """Measure what is lost without each chosen site."""
    place = np.full(matrix.candidates, -1)
    place[chosen] = np.arange(len(chosen))
    entries = np.flatnonzero(place[matrix.column] >= 0)
    if not len(entries):
        return np.zeros(len(chosen))
    order = entries[np.lexsort((-matrix.gain[entries], matrix.row[entries]))]
    row, gain = matrix.row[order], matrix.gain[order]
    is_best = group_starts(row)
    # without its best site a row loses what that site gains above the second best
    second = np.where(np.r_[is_best[1:], True], 0.0, np.r_[gain[1:], 0.0])
    best = order[is_best]
    losses = np.bincount(place[matrix.column[best]], weights=(gain - second)[is_best], minlength=len(chosen))
    return losses.astype(float)
