"""Sites one after another, each the best that is left: how every search begins, and the curve. No proof."""

import numpy as np

from geo.arrays import Float64, Int64
from geo.siting.matrix import TINY, Gains, list_entries, measure_served


def pick_greedily(gains: Gains, *, add: int, kept: Int64 | None = None) -> tuple[Int64, Float64]:
    """Pick the candidate that adds most, again and again.

    Parameters
    ----------
    gains
        What candidates are worth.
    add
        How many at most.
    kept
        Columns that are chosen already.

    Returns
    -------
    tuple of ndarray
        Columns in the order picked, of equal ones the first; and what is gained after each, without those kept. Fewer
        than `add` where nothing more can be gained.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([5.0, 3.0, 1.0])
    >>> pick_greedily(make_gains(*pairs, people[pairs[0]], people, candidates=2), add=5)
    (array([0, 1]), array([8., 9.]))
    """
    served = measure_served(gains, np.empty(0, np.int64) if kept is None else kept)
    score = sum_by_candidate(gains, np.maximum(gains.gain - served[gains.row], 0.0))
    least = TINY * float(score.max(initial=0.0))
    by_candidate = np.argsort(gains.column, kind="stable")
    ends = np.cumsum(np.bincount(gains.column, minlength=gains.candidates))
    chosen: list[int] = []
    total = 0.0
    totals: list[float] = []
    while len(chosen) < add and gains.candidates:
        best = int(score.argmax())
        if score[best] <= least:
            break
        entries = by_candidate[ends[best - 1] if best else 0 : ends[best]]
        better = entries[gains.gain[entries] > served[gains.row[entries]]]
        rows = gains.row[better]
        total += float((gains.gain[better] - served[rows]).sum())
        score += change_scores(gains, rows, served[rows], gains.gain[better])
        served[rows] = gains.gain[better]
        score[best] = 0.0
        chosen.append(best)
        totals.append(total)
    return np.array(chosen, np.int64), np.array(totals)


def fill_greedily(gains: Gains, *, add: int, capacity: float) -> tuple[Int64, Float64]:
    """Pick the candidate that serves most of those left, again and again, where each serves only so many.

    Parameters
    ----------
    gains
        Every entry of a row is worth the row's people.
    add
        How many at most.
    capacity
        How many people a site serves at most; it takes those with fewest candidates first.

    Returns
    -------
    tuple of ndarray
        Columns in the order picked, and the people served after each.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people = np.array([50.0, 20.0])
    >>> fill_greedily(make_gains(*pairs, people[pairs[0]], people, candidates=2), add=2, capacity=45)
    (array([0, 1]), array([45., 65.]))
    """
    left, choices = gains.weight.copy(), np.diff(gains.start)
    by_candidate = np.argsort(gains.column, kind="stable")
    ends = np.r_[0, np.cumsum(np.bincount(gains.column, minlength=gains.candidates))]
    score = sum_by_candidate(gains, gains.gain)
    is_open = np.ones(gains.candidates, bool)
    least = TINY * float(score.max(initial=0.0))
    chosen: list[int] = []
    served: list[float] = []
    while len(chosen) < min(add, gains.candidates):
        worth = np.where(is_open, np.minimum(score, capacity), -1.0)
        best = int(worth.argmax())
        if worth[best] <= least:
            break
        rows = gains.row[by_candidate[ends[best] : ends[best + 1]]]
        rows = rows[np.argsort(choices[rows], kind="stable")]
        before = np.cumsum(left[rows]) - left[rows]
        taken = np.clip(capacity - before, 0.0, left[rows])
        flat, size = list_entries(gains, rows)
        score -= np.bincount(gains.column[flat], weights=np.repeat(taken, size), minlength=gains.candidates)
        left[rows] -= taken
        is_open[best] = False
        chosen.append(best)
        served.append((served[-1] if served else 0.0) + float(taken.sum()))
    return np.array(chosen, np.int64), np.array(served)


def sum_by_candidate(gains: Gains, values: Float64) -> Float64:
    """Add values of entries up by candidate.

    Parameters
    ----------
    gains
        The matrix.
    values
        One an entry, shape (e,).

    Returns
    -------
    ndarray
        Shape (candidates,).

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> made = make_gains(np.array([0, 1]), np.array([1, 1]), np.ones(2), np.ones(2), candidates=2)
    >>> sum_by_candidate(made, made.gain).tolist()
    [0.0, 2.0]
    """
    return np.bincount(gains.column, weights=values, minlength=gains.candidates).astype(float)


def change_scores(gains: Gains, rows: Int64, before: Float64, after: Float64) -> Float64:
    """Say by how much every candidate is worth more when rows are served otherwise.

    Parameters
    ----------
    gains
        What candidates are worth.
    rows
        Which rows, shape (r,).
    before, after
        What those gain already, before and now, shape (r,).

    Returns
    -------
    ndarray
        Below 0 where a candidate is worth less than it was, shape (candidates,).

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> made = make_gains(np.array([0, 0]), np.array([0, 1]), np.array([5.0, 3.0]), np.ones(1), candidates=2)
    >>> change_scores(made, np.array([0]), np.array([0.0]), np.array([4.0])).tolist()
    [-4.0, -3.0]
    """
    flat, size = list_entries(gains, rows)
    gain, was, is_now = gains.gain[flat], np.repeat(before, size), np.repeat(after, size)
    change = np.maximum(gain - is_now, 0.0) - np.maximum(gain - was, 0.0)
    return np.bincount(gains.column[flat], weights=change, minlength=gains.candidates).astype(float)
