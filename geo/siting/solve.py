"""The models of siting on plain arrays: which candidates to build, how good that is, and how much better it could be.

Each model is made small first (homes that are covered go, homes with the same candidates become one, candidates that
another one beats go), begun by a greedy choice and exchanges and bounded by prices; what is open then goes to HiGHS.
"""

import time
from dataclasses import replace
from typing import Final

import numpy as np

from geo.arrays import Int64
from geo.errors import InputError
from geo.siting.bounds import ROUNDING, Prices, fix_candidates, price_rows
from geo.siting.greedy import fill_greedily, pick_greedily
from geo.siting.highs import Programme, read_sites, solve_programme
from geo.siting.local_search import exchange_sites, shake_sites
from geo.siting.matrix import Gains, keep_candidates, make_gains, measure_served, merge_rows
from geo.siting.milp import make_capacity, make_cover, make_median, measure_value, share_out
from geo.siting.problem import (
    EFFORT,
    Choice,
    Effort,
    Pairs,
    check_request,
    gain_cover,
    gain_median,
    list_new_pairs,
    reduce_gains,
)

#: A walk longer than this many limits counts as so long in the median: nobody walks it.
FAR_LIMITS: Final = 3.0


#: What prices leave open is not worth solving where it is within the gap already and has more entries than these, and
#: is more than the solver can take beyond these; within the gap the solver gets so long to find something better [s].
_SMALL: Final = 50_000


_LARGEST: Final = 2_000_000


_LARGEST_LINKED: Final = 150_000


_MORE_S: Final = 5.0


#: A bound this near to the value proves it: sums of ten million people are no more exact.
PROVEN: Final = 1e-7


def cover_most(pairs: Pairs, *, add: int, effort: Effort = EFFORT) -> Choice:
    """Choose sites that cover most people who are not covered yet: maximal covering.

    Parameters
    ----------
    pairs
        Who could walk where.
    add
        How many sites may be built.
    effort
        When to stop.

    Returns
    -------
    Choice
        Its value in people.

    Raises
    ------
    InputError
        If there is nobody to cover, or fewer candidates than sites.

    Examples
    --------
    >>> walks = np.array([300.0, 900.0, 400.0])
    >>> where = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people = np.array([50.0, 20.0, 9.0])
    >>> toy = Pairs(*where, walks, people, np.array([np.inf, np.inf, 10.0]), candidates=2, limit_m=500.0)
    >>> found = cover_most(toy, add=1)
    >>> found.chosen.tolist(), found.value, found.bound
    ([0], 50.0, 50.0)
    """
    gains = gain_cover(pairs)
    check_request(pairs, gains, add=add)
    return _choose(gains, add, effort, dominated=True)


def shorten_walks(pairs: Pairs, *, add: int, far_m: float | None = None, effort: Effort = EFFORT) -> Choice:
    """Choose sites that make the mean walk least, existing facilities kept: the p-median.

    Parameters
    ----------
    pairs
        Who could walk where; pairs up to `far_m` are needed.
    add
        How many sites may be built.
    far_m
        A longer walk counts as this long [m]: nobody walks it. Three times the limit if not given.
    effort
        When to stop.

    Returns
    -------
    Choice
        Its value in people times metres saved.

    Raises
    ------
    InputError
        If no candidate is nearer than what there is, or there are fewer candidates than sites.

    Examples
    --------
    >>> where = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people, existing_m = np.array([50.0, 20.0]), np.array([1000.0, np.inf])
    >>> toy = Pairs(*where, np.array([300.0, 900.0, 400.0]), people, existing_m, candidates=2, limit_m=500.0)
    >>> found = shorten_walks(toy, add=1)
    >>> found.chosen.tolist(), found.value
    ([0], 47000.0)
    """
    gains = gain_median(pairs, FAR_LIMITS * pairs.limit_m if far_m is None else far_m)
    check_request(pairs, gains, add=add)
    return _choose(gains, add, effort, dominated=False)


def cover_with_capacity(pairs: Pairs, *, add: int, capacity: float, effort: Effort = EFFORT) -> Choice:
    """Choose sites that serve most newly covered people where each serves only so many: capacitated covering.

    Parameters
    ----------
    pairs
        Who could walk where.
    add
        How many sites may be built, one at a candidate.
    capacity
        How many people a new site serves at most; the people of a home may be shared out.
    effort
        When to stop.

    Returns
    -------
    Choice
        Its value in people served.

    Raises
    ------
    InputError
        If the capacity is not above 0, there is nobody to cover, or fewer candidates than sites.

    Examples
    --------
    >>> where = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people, existing_m = np.array([50.0, 20.0]), np.array([np.inf, np.inf])
    >>> toy = Pairs(*where, np.array([300.0, 400.0, 400.0]), people, existing_m, candidates=2, limit_m=500.0)
    >>> cover_with_capacity(toy, add=2, capacity=45).value
    65.0
    """
    if not (np.isfinite(capacity) and capacity > 0):
        raise InputError(f"capacity = {capacity:g}: expected a number of people above 0")
    gains = gain_cover(pairs)
    check_request(pairs, gains, add=add)
    found = _choose(gains, add, effort, dominated=False, capacity=capacity)
    # people are shared out among pairs, not among groups of homes
    each = make_gains(*list_new_pairs(pairs), pairs.weight, candidates=pairs.candidates)
    served = np.zeros(len(pairs.home))
    entry = np.flatnonzero(pairs.is_new & (pairs.weight[pairs.home] > 0))
    order = np.lexsort((pairs.candidate[entry], pairs.home[entry]))
    served[entry[order]] = share_out(each, found.chosen, capacity=capacity)
    return Choice(found.chosen, float(served.sum()), max(found.bound, float(served.sum())), found.curve, served)


def _choose(gains: Gains, add: int, effort: Effort, *, dominated: bool, capacity: float = np.inf) -> Choice:
    """Choose the sites of a model that gains most with so many."""
    effort.check()
    deadline = time.perf_counter() + effort.time_limit_s
    small, number = reduce_gains(gains, dominated=dominated)
    more = max(2 * add, add + 10)  # the curve goes on behind the choice
    if capacity == np.inf:
        greedy, curve = pick_greedily(small, add=more)
    else:
        greedy, curve = fill_greedily(small, add=more, capacity=capacity)
    chosen = greedy[:add]
    # half of the time for prices, half for what they leave open
    half = (deadline + time.perf_counter()) / 2
    if capacity == np.inf:
        prices = price_rows(small, add=add, chosen=exchange_sites(small, chosen, deadline=half), deadline=half)
        if len(small.column) > _SMALL:  # what is smaller the solver does at once
            enough = prices.bound * (1 - effort.gap)
            prices = replace(prices, chosen=shake_sites(small, prices.chosen, enough=enough, deadline=half))
    else:
        prices = _price_capacity(small, add, chosen, capacity, half)
    options = [(measure_value(small, it, capacity=capacity), it) for it in (chosen, prices.chosen)]
    value, chosen = max(options, key=lambda option: option[0])
    bound = min(prices.bound, float(measure_served(small, np.arange(small.candidates)).sum()))
    if bound > value * (1 + PROVEN):
        value, chosen, solved = _solve_rest(small, prices, chosen, value, add, effort, deadline, capacity)
        bound = min(bound, solved)
    bound = bound if bound > value * (1 + PROVEN) else value
    return Choice(np.sort(number[chosen]), value, bound, curve, np.empty(0))


def _price_capacity(gains: Gains, add: int, chosen: Int64, capacity: float, deadline: float) -> Prices:
    """Price rows under a capacity: from nothing, which is right where all sites are full, and as if there were none."""
    value = measure_value(gains, chosen, capacity=capacity)
    full = price_rows(
        gains,
        add=add,
        chosen=chosen,
        value=value,
        start=np.zeros(gains.rows),
        capacity=capacity,
        deadline=(deadline + time.perf_counter()) / 2,
    )
    if full.bound <= value * (1 + PROVEN):
        return full
    free = price_rows(gains, add=add, chosen=exchange_sites(gains, chosen, deadline=deadline), deadline=deadline)
    value = max(value, measure_value(gains, free.chosen, capacity=capacity))
    both = price_rows(
        gains, add=add, chosen=free.chosen, value=value, start=free.price, capacity=capacity, deadline=deadline
    )
    return replace(min(full, both, key=lambda it: it.bound), chosen=free.chosen)


def _solve_rest(
    gains: Gains,
    prices: Prices,
    chosen: Int64,
    value: float,
    add: int,
    effort: Effort,
    deadline: float,
    capacity: float,
) -> tuple[float, Int64, float]:
    """Let HiGHS choose among the candidates that prices leave open; return value, choice and bound."""
    out, forced = fix_candidates(prices, add=add, value=value)
    out[chosen] = False
    rest = keep_candidates(gains, ~out)
    number = np.flatnonzero(~out)
    left = deadline - time.perf_counter()
    near = prices.bound <= value / (1 - effort.gap)
    size = len(rest.column)
    simple = capacity == np.inf and np.array_equal(rest.gain, rest.weight[rest.row])
    if size > (_LARGEST if simple else _LARGEST_LINKED) or (near and size > _SMALL):
        return value, chosen, prices.bound
    answer = solve_programme(
        _make_programme(rest, add, capacity),
        start=np.searchsorted(number, chosen),
        forced=forced[number],
        gap=0.0 if near else effort.gap,
        time_limit_s=min(left, _MORE_S) if near else left,
    )
    if answer.x is not None:
        found = number[read_sites(answer, rest.candidates)]
        gained = measure_value(gains, found, capacity=capacity)
        if len(found) <= add and gained > value:
            value, chosen = gained, found
    # what was ruled out is no better than the choice at hand
    return value, chosen, max(value, answer.bound * (1 + ROUNDING))


def _make_programme(gains: Gains, add: int, capacity: float) -> Programme:
    if capacity < np.inf:
        return make_capacity(gains, add=add, capacity=capacity)
    even = np.array_equal(gains.gain, gains.weight[gains.row])
    return make_cover(merge_rows(gains), add=add) if even else make_median(gains, add=add)
