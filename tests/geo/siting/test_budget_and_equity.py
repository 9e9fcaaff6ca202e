"""Sites within a budget, and sites for the least covered first: equal to trying every subset."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import InputError
from geo.siting import Pairs, SolverBudget, solve_budgeted_mclp, solve_max_min_share

LIMIT_M = 1000.0
EXACT = SolverBudget(mip_gap=0.0, time_limit_s=30)
quick = settings(max_examples=40, derandomize=True, deadline=None)


def make_pairs(walk_m, *, demand, existing_m):
    home, candidate = np.nonzero(walk_m <= LIMIT_M)
    return Pairs(
        home=home,
        candidate=candidate,
        walk_m=walk_m[home, candidate],
        demand=demand,
        existing_m=existing_m,
        candidates=walk_m.shape[1],
        limit_m=LIMIT_M,
    )


def draw_pairs(seed, homes=9, candidates=6):
    draws = np.random.default_rng(seed)
    walk_m = draws.uniform(0, 3000, (homes, candidates))
    walk_m[0, 0] = 10.0
    existing_m = np.where(draws.random(homes) < 0.2, 500.0, np.inf)
    existing_m[0] = np.inf
    demand = draws.integers(1, 50, homes).astype(float)
    return draws, walk_m, make_pairs(walk_m, demand=demand, existing_m=existing_m)


def list_choices(candidates, most):
    return [choice for size in range(most + 1) for choice in map(list, combinations(range(candidates), size))]


def find_covered(pairs, walk_m, choice):
    return pairs.covered | (walk_m[:, choice] <= LIMIT_M).any(axis=1)


@quick
@given(st.integers(0, 10_000), st.integers(0, 2))
def test_sites_within_a_budget_are_the_best_of_all_subsets(seed, more):
    draws, walk_m, pairs = draw_pairs(seed)
    cost = draws.integers(0, 10, pairs.candidates).astype(float)
    cost[0] = 1.0
    max_cost = float(draws.integers(1, 25))
    add = [None, 2, 3][more]
    found = solve_budgeted_mclp(pairs, cost=cost, max_cost=max_cost, add=add, budget=EXACT)
    most = pairs.candidates if add is None else add
    best = max(
        pairs.demand[find_covered(pairs, walk_m, choice) & ~pairs.covered].sum()
        for choice in list_choices(pairs.candidates, most)
        if cost[choice].sum() <= max_cost
    )
    assert found.value == found.bound == pytest.approx(best)
    assert cost[found.chosen].sum() <= max_cost
    assert len(found.chosen) <= most
    assert found.value == pytest.approx(pairs.demand[find_covered(pairs, walk_m, found.chosen) & ~pairs.covered].sum())


@quick
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_the_least_covered_group_is_covered_as_well_as_any_subset_can_and_then_most_people(seed, add):
    draws, walk_m, pairs = draw_pairs(seed, homes=12)
    group = draws.integers(-1, 3, len(pairs.demand))
    group[1] = 0

    def judge(choice):
        covered = pairs.demand * find_covered(pairs, walk_m, choice)
        shares = [covered[group == g].sum() / pairs.demand[group == g].sum() for g in range(3) if (group == g).any()]
        return round(min(shares), 9), covered.sum() - pairs.demand[pairs.covered].sum()

    found = solve_max_min_share(pairs, add=add, group=group, budget=EXACT)
    smallest, people = max(map(judge, list_choices(pairs.candidates, add)))
    assert judge(found.chosen) == (pytest.approx(smallest), pytest.approx(people))
    assert found.value == found.bound == pytest.approx(smallest)
    assert found.people_bound == pytest.approx(people)
    assert len(found.chosen) <= add


def test_what_nobody_can_pay_for_or_has_no_people_is_refused():
    _, _, pairs = draw_pairs(1)
    with pytest.raises(InputError, match="the cheapest of the 6 candidates costs 7"):
        solve_budgeted_mclp(pairs, cost=np.full(6, 7.0), max_cost=6.0)
    with pytest.raises(InputError, match="no people live in any division"):
        solve_max_min_share(pairs, add=1, group=np.full(len(pairs.demand), -1))
