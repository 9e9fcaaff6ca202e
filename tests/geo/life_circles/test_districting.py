"""Districting against brute force over all partitions of small maps, and what holds on any map."""

from itertools import combinations

import numpy as np
import pytest
import scipy.sparse
import scipy.sparse.csgraph
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.life_circles.districting import (
    METRES_PER_PERSON,
    Districting,
    measure_districts,
    solve_districting,
)
from geo.life_circles.walk_bounds import bound_bands, bound_walks


def make_map(seed, *, n=8, low=10, high=20, extra=3):
    """A random map: a tree of parts and some more neighbours, two places in each part that reach parts around."""
    rng = np.random.default_rng(seed)
    links = {(int(rng.integers(i)), i) for i in range(1, n)}
    pairs = [pair for pair in combinations(range(n), 2) if pair not in links]
    links |= {pairs[k] for k in rng.permutation(len(pairs))[:extra]}
    one, other = np.array(sorted(links), int).reshape(-1, 2).T
    weight = rng.integers(1, 10, n).astype(float)
    away = scipy.sparse.csgraph.shortest_path(
        scipy.sparse.csr_array((np.ones(len(one)), (one, other)), shape=(n, n)), directed=False
    )
    place_part = np.repeat(np.arange(n), 2)
    share = rng.random((2 * n, n)) * np.select([away[place_part] < 1, away[place_part] < 2], [1.0, 0.7], 0.0)
    people = scipy.sparse.csc_array(np.round(share * weight, 2))
    border_m = rng.integers(50, 500, len(one)).astype(float)
    return Districting(
        weight=weight, one=one, other=other, border_m=border_m, people=people, place_part=place_part, low=low, high=high
    )


def list_partitions(n):
    """All partitions of n parts as labels, each once."""

    def extend(label):
        if len(label) == n:
            yield label
            return
        for district in range(max(label) + 2):
            yield from extend([*label, district])

    yield from extend([0])


def hang_together(problem, label):
    same = label[problem.one] == label[problem.other]
    links = (np.ones(same.sum()), (problem.one[same], problem.other[same]))
    pieces, _ = scipy.sparse.csgraph.connected_components(
        scipy.sparse.coo_matrix(links, shape=(len(label),) * 2), directed=False
    )
    return pieces == len(set(label.tolist()))


def price_plainly(problem, label):
    """Residents off the band, people beyond the walk, metres of boundary: an obvious second program."""
    people = problem.people.toarray()
    off = beyond = 0.0
    for district in set(label.tolist()):
        mine = label == district
        total = problem.weight[mine].sum()
        off += max(problem.low - total, total - problem.high, 0)
        within = people[np.ix_(mine[problem.place_part], mine)].sum(axis=1)
        beyond += total - within.max(initial=0)
    open_ = label[problem.one] != label[problem.other]
    return off, beyond, problem.border_m[open_].sum()


def find_best(problem):
    """The best of all partitions whose districts hang together."""
    found = (np.array(label) for label in list_partitions(len(problem.weight)))
    return min(
        (price_plainly(problem, label) for label in found if hang_together(problem, label)),
        key=lambda price: (round(price[0], 6), price[1] + price[2] / METRES_PER_PERSON),
    )


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(8))
def test_the_search_finds_the_best_of_all_partitions_of_small_maps(seed):
    problem = make_map(seed)
    best = find_best(problem)
    found = solve_districting(problem, turns=1500, seed=seed + 1)
    off, beyond, border_m = price_plainly(problem, found.label)
    assert off == pytest.approx(best[0], abs=1e-6)
    assert beyond + border_m / METRES_PER_PERSON <= best[1] + best[2] / METRES_PER_PERSON + 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_is_below_the_best_of_all_partitions(seed):
    problem = make_map(seed, n=7)
    off, beyond, _ = find_best(problem)
    group = np.zeros(7, np.int64)
    bands = bound_bands(problem.weight.sum(keepdims=True), low=problem.low, high=problem.high)
    assert bands.off[0] <= off + 1e-6
    if off == pytest.approx(bands.off[0]):
        most = bound_walks(
            problem.people, place_group=group.repeat(2), part_group=group, most=bands.most, known=np.zeros(1)
        )
        assert problem.weight.sum() - most[0] <= beyond + 1e-6


def test_the_bound_of_walks_equals_the_integer_program_where_nothing_else_binds():
    rng = np.random.default_rng(5)
    people = np.round(rng.random((6, 6)) * 9, 1)
    best = max(people[list(chosen)].max(axis=0).sum() for chosen in combinations(range(6), 3))
    group = np.zeros(6, np.int64)
    found = bound_walks(
        scipy.sparse.csc_array(people), place_group=group, part_group=group, most=np.array([3]), known=np.array([best])
    )
    assert best <= found[0] <= 1.05 * best


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 24), st.integers(0, 12))
def test_districts_hang_together_and_measure_what_a_plain_program_measures(seed, n, extra):
    problem = make_map(seed, n=n, extra=extra)
    found = solve_districting(problem, turns=60, seed=seed + 1)
    assert hang_together(problem, found.label)
    assert found.residents.sum() == pytest.approx(problem.weight.sum())
    off, beyond, border_m = price_plainly(problem, found.label)
    assert found.off.sum() == pytest.approx(off)
    assert found.beyond.sum() == pytest.approx(beyond)
    assert found.border_m.sum() / 2 == pytest.approx(border_m)


@settings(max_examples=80, deadline=None)
@given(st.floats(0, 500, allow_subnormal=False), st.integers(5, 30), st.integers(0, 30))
def test_bounds_of_bands_are_those_of_all_numbers_of_circles(residents, low, wider):
    high = low + wider
    bounds = bound_bands(np.array([residents]), low=low, high=high)
    if residents == 0:
        assert bounds.most[0] == 0
        return
    off = {k: max(k * low - residents, residents - k * high, 0) for k in range(1, 120)}
    least = min(off.values())
    best = [k for k, each in off.items() if each <= least + 1e-9]
    assert bounds.off[0] == pytest.approx(least)
    assert (bounds.fewest[0], bounds.most[0]) == (best[0], best[-1]) or off[bounds.most[0]] == pytest.approx(least)


def test_a_map_of_one_part_is_one_district():
    assert solve_districting(make_map(0, n=1, extra=0), turns=50).label.tolist() == [0]


def test_a_district_without_residents_is_not_off_the_band():
    problem = make_map(1, n=3, extra=0)
    empty = Districting(**{**vars(problem), "weight": np.zeros(3), "people": problem.people * 0})
    assert measure_districts(empty, np.zeros(3, np.int64)).off.tolist() == [0]
