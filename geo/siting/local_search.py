"""Good choices of sites made better, quickly: exchanges, lots, sites left out. They start the solver; no proof."""

import time
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, group_starts
from geo.siting.greedy import change_scores, pick_greedily, sum_by_candidate
from geo.siting.matrix import TINY, Gains, list_entries, measure_served

#: How often sites are shaken, which share of them, and which share of the value may be lost by it.
_SHAKES: Final = 2000


_SHAKEN: Final = 0.1


_HARDLY_WORSE: Final = 0.9995


_SEED: Final = 50_180


def exchange_sites(gains: Gains, chosen: Int64, *, deadline: float = np.inf) -> Int64:
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
        opened = score + change_scores(gains, rows, served[rows], rest)
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


def _serve_rows(gains: Gains, rows: Int64, inside: Bool) -> Float64:
    """Measure what rows gain by the best of the candidates inside."""
    if not len(rows):
        return np.zeros(0)
    flat, size = list_entries(gains, rows)
    worth = np.where(inside[gains.column[flat]], gains.gain[flat], 0.0)
    return np.asarray(np.maximum.reduceat(worth, np.cumsum(size) - size))


def shake_sites(gains: Gains, chosen: Int64, *, enough: float, deadline: float = np.inf) -> Int64:
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


def shed_sites(gains: Gains, chosen: Int64, *, needed: float, deadline: float = np.inf) -> Int64:
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


def _measure_losses(gains: Gains, chosen: Int64) -> Float64:
    """Measure what is lost without each chosen site."""
    place = np.full(gains.candidates, -1)
    place[chosen] = np.arange(len(chosen))
    mine = np.flatnonzero(place[gains.column] >= 0)
    if not len(mine):
        return np.zeros(len(chosen))
    order = mine[np.lexsort((-gains.gain[mine], gains.row[mine]))]
    row, gain = gains.row[order], gains.gain[order]
    first = group_starts(row)
    # the best of a row is missed by what it is above the second best
    second = np.where(np.r_[first[1:], True], 0.0, np.r_[gain[1:], 0.0])
    best = order[first]
    return np.bincount(place[gains.column[best]], weights=(gain - second)[first], minlength=len(chosen)).astype(float)
