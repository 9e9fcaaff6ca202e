"""What no choice of sites can exceed: Lagrangian bounds, and the candidates that they rule out or in.

Each row is given a price. A candidate is worth what its rows gain above their prices; the prices and the best
candidates together are never less than what any choice gains, whatever the prices are. A subgradient method lowers
that sum towards the optimum of the linear relaxation.
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64
from geo.siting.greedy import sum_by_candidate
from geo.siting.local_search import exchange_sites
from geo.siting.matrix import Gains, measure_served

_ROUNDS: Final = 600
#: Rounds without a lower bound after which steps shrink, by which factor, and how small they become at last.
_PATIENCE: Final = 10
_SHRINK: Final = 0.7
_LEAST_STEP: Final = 1e-4
#: Share of the last direction that is kept: prices swing less.
_MOMENTUM: Final = 0.9
#: Every so many rounds the best candidates of the round are tried as a choice.
_TRIED: Final = 60
#: Bounds are widened by this share, for sums are rounded.
ROUNDING: Final = 1e-9


@dataclass(frozen=True)
class Prices:
    """Prices of rows and the bound that they prove.

    Parameters
    ----------
    bound
        No choice of `add` candidates gains more.
    price
        Price of each row, shape (m,).
    score
        What each candidate is worth above the prices, shape (candidates,).
    chosen
        The best choice met: the one given, or a better one.
    """

    bound: float
    price: Float64
    score: Float64
    chosen: Int64


def price_rows(
    gains: Gains,
    *,
    add: int,
    chosen: Int64,
    value: float | None = None,
    start: Float64 | None = None,
    capacity: float = np.inf,
    enough: float = -np.inf,
    deadline: float = np.inf,
) -> Prices:
    """Find prices that prove a low bound; good choices found on the way are kept.

    Parameters
    ----------
    gains
        What candidates are worth.
    add
        How many sites may be chosen.
    chosen
        A good choice: how far the bound may fall.
    value
        What it gains, where that is not the best entry of every row: under a capacity.
    start
        Prices to begin with, shape (m,).
    capacity
        How many people a site serves at most; then every entry of a row is worth the row's people.
    enough
        Stop once the bound is below this.
    deadline
        When to stop, by :func:`time.perf_counter` [s].

    Returns
    -------
    Prices
        The lowest bound met.

    Examples
    --------
    >>> from geo.siting.matrix import make_gains
    >>> pairs = np.array([0, 1, 1, 2]), np.array([0, 0, 1, 1])
    >>> people = np.array([5.0, 3.0, 1.0])
    >>> found = price_rows(make_gains(*pairs, people[pairs[0]], people, candidates=2), add=1, chosen=np.array([0]))
    >>> 8.0 <= found.bound < 8.1
    True
    """
    served = measure_served(gains, chosen)
    value = float(served.sum()) if value is None else value
    most = np.maximum.reduceat(gains.gain, gains.start[:-1]) if gains.rows else served
    at, direction = served / 2 if start is None else start, np.zeros(gains.rows)
    best = Prices(np.inf, at, np.zeros(gains.candidates), chosen)
    step, since = 1.0, 0
    for turn in range(1, _ROUNDS + 1):
        taken = _take(gains, at, capacity)
        score = sum_by_candidate(gains, taken * (gains.gain - at[gains.row]))
        top = find_top(score, add)
        bound = float(at.sum() + score[top].sum()) * (1 + ROUNDING)
        since = 0 if bound < best.bound * (1 - 1e-5) else since + 1
        if bound < best.bound:
            best = Prices(bound, at, score, best.chosen)
        if turn % _TRIED == 0 and capacity == np.inf:
            tried = exchange_sites(gains, top, deadline=deadline)
            if (total := float(measure_served(gains, tried).sum())) > value:
                value, best = total, Prices(best.bound, best.price, best.score, tried)
        if since >= _PATIENCE:
            step, since = step * _SHRINK, 0
        done = step < _LEAST_STEP or best.bound < enough or best.bound <= value * (1 + 10 * ROUNDING)
        direction = _MOMENTUM * direction + _find_slope(gains, taken, top, at)
        length = float(direction @ direction)
        if done or not length or time.perf_counter() > deadline:
            break
        at = np.clip(at - step * max(bound - value, 1e-6 * bound) / length * direction, 0.0, most)
    return best


def _take(gains: Gains, price: Float64, capacity: float) -> Float64:
    """Say which part of each row its candidate would take at these prices: the best ones as far as it has room."""
    wanted = gains.gain > price[gains.row]
    if capacity == np.inf:
        return wanted.astype(float)
    order = np.lexsort((price[gains.row] / gains.weight[gains.row], gains.column))
    people = np.where(wanted, gains.weight[gains.row], 0.0)[order]
    column = gains.column[order]
    filled = np.cumsum(people) - people
    filled -= filled[np.searchsorted(column, column)]
    taken = np.empty(len(order))
    taken[order] = np.clip((capacity - filled) / np.maximum(people, 1e-300), 0.0, 1.0) * (people > 0)
    return taken


def _find_slope(gains: Gains, taken: Float64, top: Int64, price: Float64) -> Float64:
    inside = np.zeros(gains.candidates, bool)
    inside[top] = True
    slope = 1.0 - np.bincount(gains.row, weights=taken * inside[gains.column], minlength=gains.rows)
    slope[(slope > 0) & (price <= 0)] = 0.0
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
    >>> find_top(np.array([1.0, 3.0, 2.0]), 1)
    array([1])
    """
    if add >= len(score):
        return np.arange(len(score))
    return np.asarray(np.argpartition(-score, add)[:add])


def count_needed(prices: Prices, needed: float) -> int:
    """Count the sites without which prices prove that not enough is gained.

    Parameters
    ----------
    prices
        Any prices: they bound every number of sites.
    needed
        What must be gained.

    Returns
    -------
    int
        No fewer sites gain that much; one more than there are candidates where all are too few.

    Examples
    --------
    >>> count_needed(Prices(0.0, np.array([1.0]), np.array([4.0, 2.0]), np.array([0])), 6.0)
    2
    """
    best = np.r_[0.0, np.cumsum(np.sort(prices.score)[::-1])]
    reached = (float(prices.price.sum()) + best) * (1 + ROUNDING)
    return int(np.searchsorted(reached, needed))


def fix_candidates(prices: Prices, *, add: int, value: float) -> tuple[Bool, Bool]:
    """Find the candidates that no choice better than the one at hand can have, or can do without.

    Parameters
    ----------
    prices
        What the bound rests on.
    add
        How many sites may be chosen.
    value
        What the choice at hand gains.

    Returns
    -------
    tuple of ndarray of bool
        Ruled out, and ruled in, shape (candidates,).

    Examples
    --------
    >>> fix_candidates(Prices(9.0, np.zeros(1), np.array([9.0, 2.0]), np.array([0])), add=1, value=8.5)
    (array([False,  True]), array([ True, False]))
    """
    score = prices.score
    if add >= len(score):
        return np.zeros(len(score), bool), np.zeros(len(score), bool)
    ranked = np.sort(score)[::-1]
    last, next_ = ranked[add - 1], ranked[add]
    out = (score < last) & (prices.bound - last + score <= value)
    in_ = (score > next_) & (prices.bound - score + next_ <= value)
    return out, in_
