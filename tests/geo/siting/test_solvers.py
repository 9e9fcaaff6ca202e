"""The solvers of siting: equal to trying every subset, bounded from the right side, and honest about what cannot be."""

from itertools import combinations

import numpy as np
import pytest
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.siting import Pairs, SolverBudget, solve_capacitated_mclp, solve_lscp, solve_mclp, solve_p_median
from geo.siting.bounds import count_needed, solve_lagrangian_dual
from geo.siting.greedy import add_greedily, add_greedily_with_capacity
from geo.siting.local_search import drop_redundant_sites, interchange_sites
from geo.siting.matrix import find_dominated, keep_candidates, list_entries, measure_served, merge_rows
from geo.siting.milp import allocate_demand, measure_value
from geo.siting.optimality import find_best_sites
from geo.siting.p_median import make_savings_matrix
from geo.siting.problem import make_coverage_matrix, reduce_matrix

LIMIT_M = 1000.0
EXACT = SolverBudget(mip_gap=0.0, time_limit_s=30)
quick = settings(max_examples=40, derandomize=True)


def make_pairs(walk_m, *, demand, existing_m, reach_m=3 * LIMIT_M):
    """Pairs of a table of walks, homes by candidates, as far as somebody walks."""
    home, candidate = np.nonzero(walk_m <= reach_m)
    return Pairs(
        home=home,
        candidate=candidate,
        walk_m=walk_m[home, candidate],
        demand=np.asarray(demand),
        existing_m=np.asarray(existing_m),
        candidates=walk_m.shape[1],
        limit_m=LIMIT_M,
    )


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
    demand = rng.integers(0, 20, homes).astype(float) if rng.random() < 0.5 else rng.uniform(0, 9, homes)
    return make_pairs(walk_m, demand=demand, existing_m=existing_m)


def to_table(pairs):
    table = np.full((len(pairs.demand), pairs.candidates), np.inf)
    table[pairs.home, pairs.candidate] = pairs.walk_m
    return table


def subsets(pairs, size):
    return [list(it) for n in range(size + 1) for it in combinations(range(pairs.candidates), n)]


def count_covered(pairs, chosen):
    """People newly covered, the plain way."""
    near = (to_table(pairs)[:, chosen] <= LIMIT_M + 0.001).any(axis=1)
    return pairs.demand[near & ~(pairs.existing_m <= LIMIT_M + 0.001)].sum()


def measure_mean(pairs, chosen):
    """People times metres of all walks, counted up to three limits."""
    nearest = np.minimum(to_table(pairs)[:, chosen].min(axis=1, initial=np.inf), pairs.existing_m)
    return (pairs.demand * np.minimum(nearest, 3 * LIMIT_M)).sum()


def count_served(pairs, chosen, capacity):
    """People served under a capacity, as a flow that scipy finds."""
    open_m = to_table(pairs)[:, chosen]
    newly = ~(pairs.existing_m <= LIMIT_M + 0.001)
    home, site = np.nonzero((open_m <= LIMIT_M + 0.001) & newly[:, None])
    if not len(home):
        return 0.0
    rows = np.zeros((len(pairs.demand) + len(chosen), len(home)))
    rows[home, np.arange(len(home))] = 1
    rows[len(pairs.demand) + site, np.arange(len(home))] = 1
    most = np.r_[pairs.demand, np.full(len(chosen), capacity)]
    return -scipy.optimize.linprog(-np.ones(len(home)), A_ub=rows, b_ub=most).fun


@quick
@given(small_pairs(), st.integers(1, 4))
def test_covering_equals_the_best_of_all_subsets(pairs, add):
    add = min(add, pairs.candidates)
    best = max(count_covered(pairs, it) for it in subsets(pairs, add))
    if best == 0:
        with pytest.raises(InputError, match="nobody gains"):
            solve_mclp(pairs, add=add)
        return
    found = solve_mclp(pairs, add=add, budget=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert count_covered(pairs, found.chosen) == pytest.approx(found.value, rel=1e-9)
    assert found.bound >= found.value
    assert found.mip_gap < 1e-6
    assert len(found.chosen) <= add


@quick
@given(small_pairs(), st.integers(1, 4))
def test_the_median_equals_the_best_of_all_subsets(pairs, add):
    add = min(add, pairs.candidates)
    before = measure_mean(pairs, [])
    best = before - min(measure_mean(pairs, it) for it in subsets(pairs, add))
    if best <= 1e-6:
        return
    found = solve_p_median(pairs, add=add, budget=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert before - measure_mean(pairs, found.chosen) == pytest.approx(found.value, rel=1e-6, abs=0.01)
    assert found.bound >= found.value
    assert found.mip_gap < 1e-6


@settings(max_examples=20, derandomize=True)
@given(small_pairs(), st.integers(1, 3), st.floats(1, 120))
def test_covering_under_a_capacity_equals_the_best_of_all_subsets(pairs, add, capacity):
    add = min(add, pairs.candidates)
    if count_covered(pairs, list(range(pairs.candidates))) == 0:
        return
    best = max(count_served(pairs, list(it), capacity) for it in combinations(range(pairs.candidates), add))
    found = solve_capacitated_mclp(pairs, add=add, capacity=capacity, budget=EXACT)
    assert found.value == pytest.approx(best, rel=1e-6)
    assert found.bound >= found.value
    assert found.mip_gap < 1e-5
    check_shares(pairs, found, capacity)


def check_shares(pairs, found, capacity):
    """Nobody is served twice, too far away, where nothing is built, or beyond the capacity."""
    used = found.served > 1e-9
    assert pairs.is_new[used].all()
    assert set(pairs.candidate[used]) <= set(found.chosen)
    load = np.bincount(pairs.candidate, weights=found.served, minlength=pairs.candidates)
    assert load.max() <= capacity * (1 + 1e-6)
    assert (np.bincount(pairs.home, weights=found.served, minlength=len(pairs.demand)) <= pairs.demand + 1e-6).all()


@quick
@given(small_pairs(), st.floats(0.05, 1.0))
def test_the_fewest_sites_for_a_share_are_the_fewest_of_all_subsets(pairs, target):
    total = pairs.demand.sum()
    there = pairs.demand[pairs.existing_m <= LIMIT_M + 0.001].sum()
    enough = [
        len(it) for it in subsets(pairs, pairs.candidates) if there + count_covered(pairs, it) >= target * total - 1e-9
    ]
    if not enough or enough[0] == 0:
        with pytest.raises(InputError, match=r"is met without building|cannot be reached"):
            solve_lscp(pairs, target=target)
        return
    found = solve_lscp(pairs, target=target, budget=EXACT)
    assert found.value == found.bound == len(found.chosen) == min(enough)
    assert there + count_covered(pairs, found.chosen) >= target * total * (1 - 1e-8)


@pytest.mark.heavy
@quick
@given(small_pairs())
def test_more_sites_never_cover_fewer_and_the_curve_never_falls(pairs):
    if count_covered(pairs, list(range(pairs.candidates))) == 0:
        return
    found = [solve_mclp(pairs, add=add, budget=EXACT) for add in range(1, pairs.candidates + 1)]
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
    wide = solve_capacitated_mclp(pairs, add=add, capacity=1e6, budget=EXACT)
    assert wide.value == pytest.approx(solve_mclp(pairs, add=add, budget=EXACT).value, rel=1e-6)


@quick
@given(small_pairs(), st.integers(1, 5), st.floats(1, 100))
def test_any_multipliers_bound_any_choice(pairs, add, capacity):
    matrix = make_coverage_matrix(pairs)
    if not matrix.rows:
        return
    chosen = add_greedily(matrix, add=add)[0]
    multipliers = solve_lagrangian_dual(matrix, add=add, chosen=chosen)
    for it in subsets(pairs, min(add, pairs.candidates)):
        worth = count_covered(pairs, it)
        assert worth <= multipliers.bound
        assert count_needed(multipliers, worth) <= len(it)
    limited = solve_lagrangian_dual(matrix, add=add, chosen=chosen, capacity=capacity)
    picked, served = add_greedily_with_capacity(matrix, add=add, capacity=capacity)
    assert served[-1] <= limited.bound
    assert len(set(picked)) == len(picked) <= add


@quick
@given(small_pairs())
def test_reducing_a_matrix_changes_no_value(pairs):
    matrix = make_coverage_matrix(pairs)
    if not matrix.rows:
        return
    merged = merge_rows(matrix)
    assert merged.rows <= matrix.rows
    for it in subsets(pairs, pairs.candidates):
        assert measure_served(merged, it).sum() == pytest.approx(count_covered(pairs, it))
    kept = ~find_dominated(merged)
    for add in range(1, pairs.candidates + 1):
        full, few = (
            max(measure_served(merged, list(it)).sum() for it in combinations(names, min(add, len(names))))
            for names in (range(pairs.candidates), np.flatnonzero(kept))
        )
        assert few == pytest.approx(full)
    assert keep_candidates(merged, kept).demand.sum() == pytest.approx(merged.demand.sum())


@quick
@given(small_pairs(), st.integers(1, 4))
def test_interchanging_and_dropping_redundant_sites_never_lose(pairs, add):
    matrix = make_coverage_matrix(pairs)
    if not matrix.rows:
        return
    first = np.arange(min(add, pairs.candidates))
    interchanged = interchange_sites(matrix, first)
    assert len(set(interchanged)) == len(first)
    before = measure_served(matrix, first).sum()
    assert measure_served(matrix, interchanged).sum() >= before - 1e-9
    fewer = drop_redundant_sites(matrix, first, needed=before)
    assert measure_served(matrix, fewer).sum() >= before - 1e-9
    assert len(fewer) <= len(first)


def make_line(*, demand=(50.0, 20.0, 30.0), existing_m=(np.inf, np.inf, 10.0)):
    """Three homes and two candidates: the first reaches the first home, the second the second."""
    walk_m = np.array([[300.0, np.inf], [1001.0, 400.0], [np.inf, np.inf]])
    return make_pairs(walk_m, demand=demand, existing_m=existing_m)


def test_the_limit_is_closed_to_a_millimetre():
    for walk_m, value in ((1000.0, 7.0), (1000.0009, 7.0), (1000.0011, None)):
        pairs = make_pairs(np.array([[walk_m]]), demand=[7.0], existing_m=[np.inf])
        if value is None:
            with pytest.raises(InputError, match="nobody gains by any of the 1 candidates"):
                solve_mclp(pairs, add=1)
        else:
            assert solve_mclp(pairs, add=1).value == value


def test_what_cannot_be_is_refused_with_the_best_that_can():
    line = make_line()
    with pytest.raises(InputError, match=r"only 2 candidates.*now: 30.00%; with all candidates built: 100.00%"):
        solve_mclp(line, add=3)
    with pytest.raises(InputError, match="expected at least 1 site"):
        solve_mclp(line, add=0)
    with pytest.raises(InputError, match=r"target = 0.3 is met without building: 30 of 100 people \(30.00%\)"):
        solve_lscp(line, target=0.3)
    out_of_reach = make_line(demand=(50.0, 20.0, 30.0), existing_m=(np.inf, np.inf, 5000.0))
    with pytest.raises(InputError, match=r"0.8 cannot be reached.*with all candidates built: 70.00%"):
        solve_lscp(out_of_reach, target=0.8)
    for target in (0.0, -1.0, 1.1, np.nan):
        with pytest.raises(InputError, match="expected a share"):
            solve_lscp(line, target=target)
    with pytest.raises(InputError, match="expected a number of people above 0"):
        solve_capacitated_mclp(line, add=1, capacity=0)
    with pytest.raises(InputError, match="mip gap = 1"):
        solve_mclp(line, add=1, budget=SolverBudget(mip_gap=1.0))
    with pytest.raises(InputError, match="time limit = 0"):
        solve_mclp(line, add=1, budget=SolverBudget(time_limit_s=0))


def test_all_of_a_share_can_be_asked_for():
    assert solve_lscp(make_line(), target=1.0).value == 2


def test_sites_that_serve_nobody_are_not_built():
    line = make_line(demand=(50.0, 0.0, 30.0))
    assert solve_mclp(line, add=2).chosen.tolist() == [0]


def test_a_loose_gap_is_reported_and_its_bound_holds():
    rng = np.random.default_rng(5)
    place, site = rng.uniform(0, 12_000, (800, 2)), rng.uniform(0, 12_000, (150, 2))
    walk_m = np.abs(place[:, None] - site[None]).sum(axis=2)
    demand = rng.integers(1, 300, 800).astype(float)
    pairs = make_pairs(walk_m, demand=demand, existing_m=np.full(800, np.inf), reach_m=LIMIT_M)
    best = solve_mclp(pairs, add=20, budget=EXACT)
    loose = solve_mclp(pairs, add=20, budget=SolverBudget(mip_gap=0.05, time_limit_s=5))
    assert loose.value <= best.value * (1 + 1e-9) <= loose.bound * (1 + 2e-9)
    assert loose.mip_gap <= 0.05
    again = solve_mclp(pairs, add=20, budget=EXACT)
    assert again.chosen.tolist() == best.chosen.tolist()


def test_a_matrix_without_rows_gives_empty_answers_everywhere():
    nobody = make_pairs(np.full((3, 2), np.inf), demand=[5.0, 6.0, 7.0], existing_m=np.full(3, np.inf))
    none = np.empty(0, np.int64)
    for matrix in (make_coverage_matrix(nobody), make_savings_matrix(nobody, far_m=3000.0)):
        assert (matrix.rows, matrix.candidates) == (0, 2)
        assert merge_rows(matrix).rows == 0
        assert find_dominated(matrix).all()
        assert [len(part) for part in list_entries(matrix, none)] == [0, 0]
        small, candidate = reduce_matrix(matrix, dominated=True)
        assert (small.rows, small.candidates, len(candidate)) == (0, 0, 0)
        assert [len(part) for part in add_greedily(matrix, add=2)] == [0, 0]
        assert [len(part) for part in add_greedily_with_capacity(matrix, add=2, capacity=9)] == [0, 0]
        assert len(interchange_sites(matrix, none)) == 0
        assert len(drop_redundant_sites(matrix, none, needed=1.0)) == 0
        assert solve_lagrangian_dual(matrix, add=1, chosen=none).bound == 0
        assert len(allocate_demand(matrix, none, capacity=9)) == 0
        assert measure_value(matrix, none) == measure_value(matrix, none, capacity=9) == 0
        best = find_best_sites(matrix, add=2, budget=EXACT, dominated=False)
        assert (len(best.chosen), best.value, best.bound, best.mip_gap) == (0, 0, 0, 0)
    with pytest.raises(InputError, match=r"nobody gains by any of the 2 candidates; covered now: 0.00%"):
        solve_p_median(nobody, add=1)
    with pytest.raises(InputError, match="nobody gains by any of the 2 candidates"):
        solve_capacitated_mclp(nobody, add=1, capacity=9)
    with pytest.raises(InputError, match=r"target = 0.1 cannot be reached"):
        solve_lscp(nobody, target=0.1)


@pytest.mark.parametrize("far_m", [0.0, -1.0, np.nan, np.inf])
def test_walks_count_up_to_a_length_that_is_one(far_m):
    pairs = make_pairs(np.array([[300.0]]), demand=[50.0], existing_m=[1000.0])
    with pytest.raises(InputError, match="walks count up to"):
        solve_p_median(pairs, add=1, far_m=far_m)
