"""Set covering: the fewest sites with which a share of all people is covered."""

import time
from dataclasses import replace

import numpy as np

from geo.arrays import Int64
from geo.siting.bounds import ROUNDING, Prices, count_needed, find_top, fix_candidates, price_rows
from geo.siting.greedy import pick_greedily
from geo.siting.highs import read_sites, solve_programme
from geo.siting.local_search import shed_sites
from geo.siting.matrix import Gains, keep_candidates, measure_served, merge_rows
from geo.siting.milp import make_share
from geo.siting.problem import EFFORT, Choice, Effort, Pairs, check_target, gain_cover, reduce_gains


def cover_share(pairs: Pairs, *, target: float, effort: Effort = EFFORT) -> Choice:
    """Choose the fewest sites with which a share of all people is covered: set covering.

    Parameters
    ----------
    pairs
        Who could walk where.
    target
        Share of all people, above 0 to 1; those covered already count.
    effort
        When to stop.

    Returns
    -------
    Choice
        Its value is the number of sites, its bound the fewest possible.

    Raises
    ------
    InputError
        If the share is reached already, cannot be reached, or is none.

    Examples
    --------
    >>> where = np.array([0, 1, 1]), np.array([0, 0, 1])
    >>> people, existing_m = np.array([50.0, 20.0, 30.0]), np.array([np.inf, np.inf, 10.0])
    >>> toy = Pairs(*where, np.array([300.0, 900.0, 400.0]), people, existing_m, candidates=2, limit_m=500.0)
    >>> cover_share(toy, target=0.8).value, cover_share(toy, target=0.81).value
    (1.0, 2.0)
    """
    effort.check()
    gains = gain_cover(pairs)
    needed = check_target(pairs, gains, target=target)
    deadline = time.perf_counter() + effort.time_limit_s
    small, number = reduce_gains(gains, dominated=True)
    greedy, curve = pick_greedily(small, add=small.candidates)
    chosen = shed_sites(small, greedy[: int(np.searchsorted(curve, needed)) + 1], needed=needed, deadline=deadline)
    chosen, fewest, prices = _raise_bound(small, chosen, needed, deadline)
    if fewest < len(chosen):
        chosen, solved = _solve_rest(small, prices, chosen, needed, effort, deadline)
        fewest = min(max(fewest, solved), len(chosen))
    return Choice(np.sort(number[chosen]), float(len(chosen)), float(fewest), curve, np.empty(0))


def _raise_bound(gains: Gains, chosen: Int64, needed: float, deadline: float) -> tuple[Int64, int, Prices]:
    """Prove that no fewer sites do, as far as prices can; a smaller choice met on the way is taken."""
    fewest, add = 1, max(1, len(chosen) - 1)
    first = True
    while True:
        prices = price_rows(gains, add=add, chosen=chosen[:add], enough=needed, deadline=deadline)
        proven = max(count_needed(prices, needed), add + 1 if prices.bound < needed else 0)
        better = add < len(chosen) and float(measure_served(gains, prices.chosen).sum()) >= needed
        chosen = prices.chosen if better else chosen
        if first or better:
            widest = prices
        done = proven <= fewest and not better and not first
        first, fewest = False, max(fewest, proven)
        if done or fewest >= len(chosen) or time.perf_counter() > deadline:
            return chosen, min(fewest, len(chosen)), widest
        add = min(fewest, len(chosen) - 1)


def _solve_rest(
    gains: Gains, prices: Prices, chosen: Int64, needed: float, effort: Effort, deadline: float
) -> tuple[Int64, int]:
    """Let HiGHS find fewer sites among the candidates that prices leave open; return the choice and the fewest."""
    add = len(chosen) - 1
    bound = (float(prices.price.sum()) + float(prices.score[find_top(prices.score, add)].sum())) * (1 + ROUNDING)
    out, _ = fix_candidates(replace(prices, bound=bound), add=add, value=needed * (1 - ROUNDING))
    out[chosen] = False
    rest, number = merge_rows(keep_candidates(gains, ~out)), np.flatnonzero(~out)
    answer = solve_programme(
        make_share(rest, needed=needed),
        start=np.searchsorted(number, chosen),
        forced=np.zeros(rest.candidates, bool),
        gap=effort.gap,
        time_limit_s=deadline - time.perf_counter(),
    )
    fewest = int(np.ceil(-answer.bound - 1e-6)) if np.isfinite(answer.bound) else 1
    if answer.x is not None:
        found = number[read_sites(answer, rest.candidates)]
        if len(found) < len(chosen) and float(measure_served(gains, found).sum()) >= needed:
            chosen = found
    return chosen, fewest
