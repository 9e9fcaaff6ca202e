"""Greedy adding (Church & ReVelle 1974): sites one after another, each the best that is left. No proof.

Every search begins with it, and it draws the curve of what is gained with 1, 2, ... sites.
"""

import numpy as np

from geo.arrays import Float64, Int64
from geo.siting.matrix import TINY, CoverageMatrix, list_entries, measure_served


def add_greedily(
    matrix: CoverageMatrix,
    *,
    add: int,
    kept: Int64 | None = None,
    price: Float64 | None = None,
    max_price: float = np.inf,
) -> tuple[Int64, Float64]:
    """Add the candidate that gains most, or most for its price, again and again.

    Parameters
    ----------
    matrix
        What candidates are worth.
    add
        How many at most.
    kept
        Columns that are chosen already.
    price, max_price
        What each candidate costs, shape (candidates,), and all that are added may together; None where nothing does.

    Returns
    -------
    tuple of ndarray
        Columns in the order added, the first of equal ones; and the gain after each, without that of those kept. Fewer
        than `add` where nothing more can be gained; both empty for a matrix without rows.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([5.0, 3.0, 1.0])
    >>> add_greedily(make_matrix(home, candidate, people[home], people, candidates=2), add=5)
    (array([0, 1]), array([8., 9.]))
    """
    served = measure_served(matrix, np.empty(0, np.int64) if kept is None else kept)
    score = sum_by_candidate(matrix, np.maximum(matrix.gain - served[matrix.row], 0.0))
    least = TINY * float(score.max(initial=0.0))
    entry_of, ends = group_by_candidate(matrix)
    chosen: list[int] = []
    total = 0.0
    totals: list[float] = []
    cost = np.zeros(matrix.candidates) if price is None else price
    worth_of = np.ones(matrix.candidates) if price is None else 1 / np.maximum(price, TINY * max_price)
    left = max_price
    while len(chosen) < add and matrix.candidates:
        worth = score * worth_of * (cost <= left)
        best = int(worth.argmax())
        if worth[best] <= 0 or score[best] <= least:
            break
        left -= cost[best]
        entries = entry_of[ends[best] : ends[best + 1]]
        better = entries[matrix.gain[entries] > served[matrix.row[entries]]]
        rows = matrix.row[better]
        total += float((matrix.gain[better] - served[rows]).sum())
        score += change_scores(matrix, rows, served[rows], matrix.gain[better])
        served[rows] = matrix.gain[better]
        score[best] = 0.0
        chosen.append(best)
        totals.append(total)
    return np.array(chosen, np.int64), np.array(totals)


def add_greedily_with_capacity(matrix: CoverageMatrix, *, add: int, capacity: float) -> tuple[Int64, Float64]:
    """Add the candidate that serves most of those left, again and again, where each serves only so many.

    Parameters
    ----------
    matrix
        A binary one: every entry of a row is worth the row's people.
    add
        How many at most.
    capacity
        How many people a site serves at most; homes with fewest candidates come first.

    Returns
    -------
    tuple of ndarray
        Columns in the order added, and the people served after each; both empty for a matrix without rows.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> home, candidate = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people = np.array([50.0, 20.0])
    >>> matrix = make_matrix(home, candidate, people[home], people, candidates=2)
    >>> add_greedily_with_capacity(matrix, add=2, capacity=45)
    (array([0, 1]), array([45., 65.]))
    """
    remaining, choices = matrix.demand.copy(), np.diff(matrix.start)
    entry_of, ends = group_by_candidate(matrix)
    score = sum_by_candidate(matrix, matrix.gain)
    is_open = np.ones(matrix.candidates, bool)
    least = TINY * float(score.max(initial=0.0))
    chosen: list[int] = []
    totals: list[float] = []
    while len(chosen) < min(add, matrix.candidates):
        worth = np.where(is_open, np.minimum(score, capacity), -1.0)
        best = int(worth.argmax())
        if worth[best] <= least:
            break
        rows = matrix.row[entry_of[ends[best] : ends[best + 1]]]
        rows = rows[np.argsort(choices[rows], kind="stable")]
        before = np.cumsum(remaining[rows]) - remaining[rows]
        served = np.clip(capacity - before, 0.0, remaining[rows])
        entries, size = list_entries(matrix, rows)
        score -= np.bincount(matrix.column[entries], weights=np.repeat(served, size), minlength=matrix.candidates)
        remaining[rows] -= served
        is_open[best] = False
        chosen.append(best)
        totals.append((totals[-1] if totals else 0.0) + float(served.sum()))
    return np.array(chosen, np.int64), np.array(totals)


def group_by_candidate(matrix: CoverageMatrix) -> tuple[Int64, Int64]:
    """List the entries candidate by candidate: the columns of the matrix.

    Parameters
    ----------
    matrix
        The matrix.

    Returns
    -------
    tuple of ndarray
        Numbers of the entries, shape (e,), and where those of each candidate begin, shape (candidates + 1,).

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0, 1]), np.array([0, 1, 0]), np.ones(3), np.ones(2), candidates=2)
    >>> group_by_candidate(matrix)
    (array([0, 2, 1]), array([0, 2, 3]))
    """
    size = np.bincount(matrix.column, minlength=matrix.candidates)
    return np.argsort(matrix.column, kind="stable"), np.r_[0, np.cumsum(size)]


def sum_by_candidate(matrix: CoverageMatrix, values: Float64) -> Float64:
    """Add up values of entries by candidate.

    Parameters
    ----------
    matrix
        The matrix.
    values
        One per entry, shape (e,).

    Returns
    -------
    ndarray
        0 for a candidate without entries, shape (candidates,).

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 1]), np.array([1, 1]), np.ones(2), np.ones(2), candidates=2)
    >>> sum_by_candidate(matrix, matrix.gain).tolist()
    [0.0, 2.0]
    """
    return np.bincount(matrix.column, weights=values, minlength=matrix.candidates).astype(float)


def change_scores(matrix: CoverageMatrix, rows: Int64, before: Float64, after: Float64) -> Float64:
    """Say by how much the score of every candidate changes when rows are served otherwise.

    Parameters
    ----------
    matrix
        What candidates are worth.
    rows
        Which rows, shape (r,).
    before, after
        What those rows gain already, before and now, shape (r,).

    Returns
    -------
    ndarray
        Below 0 where a candidate is worth less than it was, shape (candidates,); 0 for no rows.

    Examples
    --------
    >>> from geo.siting.matrix import make_matrix
    >>> matrix = make_matrix(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 3.0]), np.ones(1), candidates=2)
    >>> change_scores(matrix, np.array([0]), np.array([0.0]), np.array([4.0])).tolist()
    [-4.0, -3.0]
    """
    entries, size = list_entries(matrix, rows)
    gain, was, is_now = matrix.gain[entries], np.repeat(before, size), np.repeat(after, size)
    change = np.maximum(gain - is_now, 0.0) - np.maximum(gain - was, 0.0)
    return np.bincount(matrix.column[entries], weights=change, minlength=matrix.candidates).astype(float)
