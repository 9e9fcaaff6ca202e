"""The models of siting: equal to trying every subset, bounded from the right side, and honest about what cannot be."""

from itertools import combinations

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.siting.bounds import count_needed, price_rows
from geo.siting.greedy import fill_greedily, pick_greedily
from geo.siting.local_search import exchange_sites, shed_sites
from geo.siting.lscp import cover_share
from geo.siting.matrix import find_dominated, keep_candidates, make_gains, measure_served, merge_rows
from geo.siting.problem import Effort, Pairs
from geo.siting.solve import cover_most, cover_with_capacity, shorten_walks

LIMIT_M = 1000.0
EXACT = Effort(gap=0.0, time_limit_s=30)
quick = settings(max_examples=40, deadline=None, derandomize=True)


@st.composite
def small_pairs(draw):
    """Up to 30 homes and 8 candidates on a plane, some homes covered, some out of reach."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    homes, candidates = int(rng.integers(1, 31)), int(rng.integers(1, 9))
    side = rng.choice([1500.0, 4000.0])
    place, site = rng.uniform(0, side, (homes, 2)), rng.uniform(0, side, (candidates, 2))
    if rng.random() < 0.3:
        site = np.round(site, -3)  # candidates that stand at one place
    walk_m = np.abs(place[:, None] - site[None]).sum(axis=2)
    existing_m = np.where(rng.random(homes) < 0.5, rng.uniform(0, 4000, homes), np.inf)
    weight = rng.integers(0, 20, homes).astype(float) if rng.random() < 0.5 else rng.uniform(0, 9, homes)
    home, candidate = np.nonzero(walk_m <= 3 * LIMIT_M)
    return Pairs(home, candidate, walk_m[home, candidate], weight, existing_m, candidates, LIMIT_M)


def to_table(pairs):
    table = np.full((len(pairs.weight), pairs.candidates), np.inf)
    table[pairs.home, pairs.candidate] = pairs.walk_m
    return table


def subsets(pairs, size):
    return [list(it) for n in range(size + 1) for it in combinations(range(pairs.candidates), n)]


def count_covered(pairs, chosen):
    """People newly covered, the plain way."""
    near = (to_table(pairs)[:, chosen] <= LIMIT_M + 0.001).any(axis=1)
    return pairs.weight[near & ~(pairs.existing_m <= LIMIT_M + 0.001)].sum()


def measure_mean(pairs, chosen):
    """People times metres of all walks, counted up to three limits."""
    nearest = np.minimum(to_table(pairs)[:, chosen].min(axis=1, initial=np.inf), pairs.existing_m)
    return (pairs.weight * np.minimum(nearest, 3 * LIMIT_M)).sum()


def count_served(pairs, chosen, capacity):
    """People served under a capacity, as a flow that scipy finds."""
    open_m = to_table(pairs)[:, chosen]
    newly = ~(pairs.existing_m <= LIMIT_M + 0.001)
    home, site = np.nonzero((open_m <= LIMIT_M + 0.001) & newly[:, None])
    if not len(home):
        return 0.0
    rows = np.zeros((len(pairs.weight) + len(chosen), len(home)))
    rows[home, np.arange(len(home))] = 1
    rows[len(pairs.weight) + site, np.arange(len(home))] = 1
    most = np.r_[pairs.weight, np.full(len(chosen), capacity)]
    return -scipy.optimize.linprog(-np.ones(len(home)), A_ub=rows, b_ub=most).fun


@quick
@given(small_pairs(), st.integers(1, 4))
def test_covering_equals_the_best_of_all_subsets(pairs, add):
    add = min(add, pairs.candidates)
    best = max(count_covered(pairs, it) for it in subsets(pairs, add))
    if best == 0:
        with pytest.raises(InputError, match="nobody gains"):
            cover_most(pairs, add=add)
        return
    found = cover_most(pairs, add=add, effort=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert count_covered(pairs, found.chosen) == pytest.approx(found.value, rel=1e-9)
    assert found.bound >= found.value
    assert found.gap < 1e-6
    assert len(found.chosen) <= add


@quick
@given(small_pairs(), st.integers(1, 4))
def test_the_median_equals_the_best_of_all_subsets(pairs, add):
    add = min(add, pairs.candidates)
    before = measure_mean(pairs, [])
    best = before - min(measure_mean(pairs, it) for it in subsets(pairs, add))
    if best <= 1e-6:
        return
    found = shorten_walks(pairs, add=add, effort=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert before - measure_mean(pairs, found.chosen) == pytest.approx(found.value, rel=1e-6, abs=0.01)
    assert found.bound >= found.value
    assert found.gap < 1e-6


@settings(max_examples=20, deadline=None, derandomize=True)
@given(small_pairs(), st.integers(1, 3), st.floats(1, 120))
def test_covering_under_a_capacity_equals_the_best_of_all_subsets(pairs, add, capacity):
    add = min(add, pairs.candidates)
    if count_covered(pairs, list(range(pairs.candidates))) == 0:
        return
    best = max(count_served(pairs, list(it), capacity) for it in combinations(range(pairs.candidates), add))
    found = cover_with_capacity(pairs, add=add, capacity=capacity, effort=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert found.bound >= found.value
    assert found.gap < 1e-5
    check_shares(pairs, found, capacity)


def check_shares(pairs, found, capacity):
    """Nobody is served twice, too far away, where nothing is built, or beyond the capacity."""
    used = found.served > 1e-9
    assert pairs.is_new[used].all()
    assert set(pairs.candidate[used]) <= set(found.chosen)
    load = np.bincount(pairs.candidate, weights=found.served, minlength=pairs.candidates)
    assert load.max() <= capacity * (1 + 1e-6)
    assert (np.bincount(pairs.home, weights=found.served, minlength=len(pairs.weight)) <= pairs.weight + 1e-6).all()


@quick
@given(small_pairs(), st.floats(0.05, 1.0))
def test_the_fewest_sites_for_a_share_are_the_fewest_of_all_subsets(pairs, target):
    total = pairs.weight.sum()
    there = pairs.weight[pairs.existing_m <= LIMIT_M + 0.001].sum()
    enough = [
        len(it) for it in subsets(pairs, pairs.candidates) if there + count_covered(pairs, it) >= target * total - 1e-9
    ]
    if not enough or enough[0] == 0:
        with pytest.raises(InputError, match=r"is met without building|cannot be reached"):
            cover_share(pairs, target=target)
        return
    found = cover_share(pairs, target=target, effort=EXACT)
    assert found.value == found.bound == len(found.chosen) == min(enough)
    assert there + count_covered(pairs, found.chosen) >= target * total * (1 - 1e-8)


@quick
@given(small_pairs())
def test_more_sites_never_cover_fewer_and_the_curve_never_falls(pairs):
    if count_covered(pairs, list(range(pairs.candidates))) == 0:
        return
    found = [cover_most(pairs, add=add, effort=EXACT) for add in range(1, pairs.candidates + 1)]
    assert (np.diff([it.value for it in found]) >= -1e-9).all()
    for add, it in enumerate(found, 1):
        assert (np.diff(it.curve) > 0).all()
        # greedy is never better than the best, and by a theorem never worse than 1 - 1/e of it
        greedy = it.curve[min(add, len(it.curve)) - 1]
        assert (1 - 1 / np.e) * it.value <= greedy * (1 + 1e-9)
        assert greedy <= it.value * (1 + 1e-9)


@quick
@given(small_pairs(), st.integers(1, 4))
def test_a_capacity_that_nobody_feels_changes_nothing(pairs, add):
    add = min(add, pairs.candidates)
    if count_covered(pairs, list(range(pairs.candidates))) == 0:
        return
    wide = cover_with_capacity(pairs, add=add, capacity=1e6, effort=EXACT)
    assert wide.value == pytest.approx(cover_most(pairs, add=add, effort=EXACT).value, rel=1e-6)


@quick
@given(small_pairs(), st.integers(1, 5), st.floats(1, 100))
def test_any_prices_bound_any_choice(pairs, add, capacity):
    gains = make_gains(
        pairs.home[pairs.is_new],
        pairs.candidate[pairs.is_new],
        pairs.weight[pairs.home[pairs.is_new]],
        pairs.weight,
        candidates=pairs.candidates,
    )
    if not gains.rows:
        return
    chosen = pick_greedily(gains, add=add)[0]
    prices = price_rows(gains, add=add, chosen=chosen)
    for it in subsets(pairs, min(add, pairs.candidates)):
        worth = count_covered(pairs, it)
        assert worth <= prices.bound
        assert count_needed(prices, worth) <= len(it)
    limited = price_rows(gains, add=add, chosen=chosen, capacity=capacity)
    picked, served = fill_greedily(gains, add=add, capacity=capacity)
    assert served[-1] <= limited.bound
    assert len(set(picked)) == len(picked) <= add


@quick
@given(small_pairs())
def test_making_a_model_small_changes_no_value(pairs):
    new = pairs.is_new
    gains = make_gains(
        pairs.home[new], pairs.candidate[new], pairs.weight[pairs.home[new]], pairs.weight, candidates=pairs.candidates
    )
    if not gains.rows:
        return
    merged = merge_rows(gains)
    assert merged.rows <= gains.rows
    for it in subsets(pairs, pairs.candidates):
        assert measure_served(merged, it).sum() == pytest.approx(count_covered(pairs, it))
    kept = ~find_dominated(merged)
    for add in range(1, pairs.candidates + 1):
        full, few = (
            max(measure_served(merged, list(it)).sum() for it in combinations(names, min(add, len(names))))
            for names in (range(pairs.candidates), np.flatnonzero(kept))
        )
        assert few == pytest.approx(full)
    assert keep_candidates(merged, kept).weight.sum() == pytest.approx(merged.weight.sum())


@quick
@given(small_pairs(), st.integers(1, 4))
def test_exchanges_and_shedding_never_lose(pairs, add):
    new = pairs.is_new
    gains = make_gains(
        pairs.home[new], pairs.candidate[new], pairs.weight[pairs.home[new]], pairs.weight, candidates=pairs.candidates
    )
    if not gains.rows:
        return
    begun = np.arange(min(add, pairs.candidates))
    changed = exchange_sites(gains, begun)
    assert len(set(changed)) == len(begun)
    before = measure_served(gains, begun).sum()
    assert measure_served(gains, changed).sum() >= before - 1e-9
    shed = shed_sites(gains, begun, needed=before)
    assert measure_served(gains, shed).sum() >= before - 1e-9
    assert len(shed) <= len(begun)


def make_line(*, weight=(50.0, 20.0, 30.0), existing_m=(np.inf, np.inf, 10.0)):
    """Three homes and two candidates: the first reaches the first home, the second the second."""
    where = np.array([0, 1, 1]), np.array([0, 0, 1])
    walk_m = np.array([300.0, 1001.0, 400.0])
    return Pairs(*where, walk_m, np.array(weight), np.array(existing_m), candidates=2, limit_m=LIMIT_M)


def test_the_limit_is_closed_to_a_millimetre():
    at = np.array([0]), np.array([0])
    for walk_m, value in ((1000.0, 7.0), (1000.0009, 7.0), (1000.0011, None)):
        one = Pairs(*at, np.array([walk_m]), np.array([7.0]), np.array([np.inf]), candidates=1, limit_m=LIMIT_M)
        if value is None:
            with pytest.raises(InputError, match="nobody gains by any of the 1 candidates"):
                cover_most(one, add=1)
        else:
            assert cover_most(one, add=1).value == value


def test_what_cannot_be_is_refused_with_the_best_that_can():
    line = make_line()
    with pytest.raises(InputError, match=r"only 2 candidates.*now: 30.00%; with all candidates built: 100.00%"):
        cover_most(line, add=3)
    with pytest.raises(InputError, match="expected at least 1 site"):
        cover_most(line, add=0)
    with pytest.raises(InputError, match=r"target = 0.3 is met without building: 30 of 100 people \(30.00%\)"):
        cover_share(line, target=0.3)
    out_of_reach = make_line(weight=(50.0, 20.0, 30.0), existing_m=(np.inf, np.inf, 5000.0))
    with pytest.raises(InputError, match=r"0.8 cannot be reached.*with all candidates built: 70.00%"):
        cover_share(out_of_reach, target=0.8)
    for target in (0.0, -1.0, 1.1, np.nan):
        with pytest.raises(InputError, match="expected a share"):
            cover_share(line, target=target)
    with pytest.raises(InputError, match="expected a number of people above 0"):
        cover_with_capacity(line, add=1, capacity=0)
    with pytest.raises(InputError, match="gap = 1"):
        cover_most(line, add=1, effort=Effort(gap=1.0))
    with pytest.raises(InputError, match="time limit = 0"):
        cover_most(line, add=1, effort=Effort(time_limit_s=0))


def test_all_of_a_share_can_be_asked_for():
    assert cover_share(make_line(), target=1.0).value == 2


def test_sites_that_serve_nobody_are_not_built():
    line = make_line(weight=(50.0, 0.0, 30.0))
    assert cover_most(line, add=2).chosen.tolist() == [0]


def test_a_loose_gap_is_reported_and_its_bound_holds():
    rng = np.random.default_rng(5)
    place, site = rng.uniform(0, 12_000, (800, 2)), rng.uniform(0, 12_000, (150, 2))
    walk_m = np.abs(place[:, None] - site[None]).sum(axis=2)
    home, candidate = np.nonzero(walk_m <= LIMIT_M)
    weight = rng.integers(1, 300, 800).astype(float)
    pairs = Pairs(home, candidate, walk_m[home, candidate], weight, np.full(800, np.inf), 150, LIMIT_M)
    best = cover_most(pairs, add=20, effort=EXACT)
    loose = cover_most(pairs, add=20, effort=Effort(gap=0.05, time_limit_s=5))
    assert loose.value <= best.value * (1 + 1e-9) <= loose.bound * (1 + 2e-9)
    assert loose.gap <= 0.05
    again = cover_most(pairs, add=20, effort=EXACT)
    assert again.chosen.tolist() == best.chosen.tolist()
