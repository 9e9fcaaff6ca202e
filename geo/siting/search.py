"""Good choices of sites, quickly: greedy, then exchanges. They start the solver and draw the curve; no proof."""

import time
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.siting.matrix import TINY, Gains, list_entries, measure_served

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

#: How often sites are shaken, which share of them, and which share of the value may be lost by it.
_SHAKES: Final = 2000
_SHAKEN: Final = 0.1
_HARDLY_WORSE: Final = 0.9995
_SEED: Final = 50_180


def pick_greedily(gains: Gains, *, add: int, kept: IntArray | None = None) -> tuple[IntArray, FloatArray]:
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
        score += _change_scores(gains, rows, served[rows], gains.gain[better])
        served[rows] = gains.gain[better]
        score[best] = 0.0
        chosen.append(best)
        totals.append(total)
    return np.array(chosen, np.int64), np.array(totals)


def sum_by_candidate(gains: Gains, values: FloatArray) -> FloatArray:
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


def _change_scores(gains: Gains, rows: IntArray, before: FloatArray, after: FloatArray) -> FloatArray:
    """Say by how much every candidate is worth more when rows are served otherwise."""
    flat, size = list_entries(gains, rows)
    gain, was, is_now = gains.gain[flat], np.repeat(before, size), np.repeat(after, size)
    change = np.maximum(gain - is_now, 0.0) - np.maximum(gain - was, 0.0)
    return np.bincount(gains.column[flat], weights=change, minlength=gains.candidates).astype(float)


def exchange_sites(gains: Gains, chosen: IntArray, *, deadline: float = np.inf) -> IntArray:
    """Exchange one site for another as long as that gains.

    Parameters
    ----------
    gains
        What candidates are worth.
    chosen
        Columns to begin with.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    ndarray
        As many columns; no single exchange gains more unless time ran out.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> exchange_sites(make_gains(*pairs, people[pairs[0]], people, candidates=2), np.array([0]))
    array([1])
    """
    if not len(chosen):
        return chosen
    chosen, served = chosen.copy(), measure_served(gains, chosen)
    score = sum_by_candidate(gains, np.maximum(gains.gain - served[gains.row], 0.0))
    inside = np.zeros(gains.candidates, bool)
    inside[chosen] = True
    by_candidate = np.argsort(gains.column, kind="stable")
    ends = np.r_[0, np.cumsum(np.bincount(gains.column, minlength=gains.candidates))]
    since, at = 0, 0
    while since < len(chosen) and time.perf_counter() < deadline:
        out = chosen[at]
        entries = by_candidate[ends[out] : ends[out + 1]]
        rows = gains.row[entries[gains.gain[entries] >= served[gains.row[entries]]]]
        inside[out] = False
        rest = _serve_rows(gains, rows, inside)
        loss = float((served[rows] - rest).sum())
        opened = score + _change_scores(gains, rows, served[rows], rest)
        come = int(opened.argmax())
        since += 1
        if opened[come] > loss * (1 + 1e-9) + TINY and come != out:
            chosen[at], since = come, 0
            inside[come] = True
            served = measure_served(gains, chosen)
            score = sum_by_candidate(gains, np.maximum(gains.gain - served[gains.row], 0.0))
        else:
            inside[out] = True
        at = (at + 1) % len(chosen)
    return chosen


def _serve_rows(gains: Gains, rows: IntArray, inside: npt.NDArray[np.bool_]) -> FloatArray:
    """Measure what rows gain by the best of the candidates inside."""
    if not len(rows):
        return np.zeros(0)
    flat, size = list_entries(gains, rows)
    worth = np.where(inside[gains.column[flat]], gains.gain[flat], 0.0)
    return np.asarray(np.maximum.reduceat(worth, np.cumsum(size) - size))


def shake_sites(gains: Gains, chosen: IntArray, *, enough: float, deadline: float = np.inf) -> IntArray:
    """Take some sites out by lot, pick others greedily, exchange, and go on from there where that is hardly worse.

    Parameters
    ----------
    gains
        What candidates are worth.
    chosen
        Columns to begin with.
    enough
        Stop once this much is gained.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    ndarray
        The best choice met, no worse than the first; the same lots are drawn every time.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> shake_sites(make_gains(*pairs, people[pairs[0]], people, candidates=2), np.array([0]), enough=8)
    array([1])
    """
    lots = np.random.default_rng(_SEED)
    here = best = chosen
    value = most = float(measure_served(gains, chosen).sum())
    out = max(1, round(_SHAKEN * len(chosen)))
    for _ in range(_SHAKES):
        if most >= enough or time.perf_counter() > deadline:
            break
        kept = np.delete(here, lots.choice(len(here), out, replace=False))
        more = pick_greedily(gains, add=len(here) - len(kept), kept=kept)[0]
        tried = exchange_sites(gains, np.concatenate([kept, more]), deadline=deadline)
        total = float(measure_served(gains, tried).sum())
        if total >= value * _HARDLY_WORSE and len(tried) == len(here):
            here, value = tried, total
        if total > most:
            best, most = tried, total
    return best


def shed_sites(gains: Gains, chosen: IntArray, *, needed: float, deadline: float = np.inf) -> IntArray:
    """Leave sites out, and exchange the others, as long as enough is gained.

    Parameters
    ----------
    gains
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
        Columns that gain enough, no more than there were.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([1.0, 3.0, 5.0])
    >>> shed_sites(make_gains(*pairs, people[pairs[0]], people, candidates=2), np.array([0, 1]), needed=8)
    array([1])
    """
    while len(chosen) > 1 and time.perf_counter() < deadline:
        losses = _measure_losses(gains, chosen)
        fewer = exchange_sites(gains, np.delete(chosen, int(losses.argmin())), deadline=deadline)
        if measure_served(gains, fewer).sum() < needed:
            break
        chosen = fewer
    return chosen


def _measure_losses(gains: Gains, chosen: IntArray) -> FloatArray:
    """Measure what is lost without each chosen site."""
    place = np.full(gains.candidates, -1)
    place[chosen] = np.arange(len(chosen))
    mine = np.flatnonzero(place[gains.column] >= 0)
    if not len(mine):
        return np.zeros(len(chosen))
    order = mine[np.lexsort((-gains.gain[mine], gains.row[mine]))]
    row, gain = gains.row[order], gains.gain[order]
    first = np.r_[True, row[1:] != row[:-1]]
    # the best of a row is missed by what it is above the second best
    second = np.where(np.r_[first[1:], True], 0.0, np.r_[gain[1:], 0.0])
    best = order[first]
    return np.bincount(place[gains.column[best]], weights=(gain - second)[first], minlength=len(chosen)).astype(float)


def fill_greedily(gains: Gains, *, add: int, capacity: float) -> tuple[IntArray, FloatArray]:
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
