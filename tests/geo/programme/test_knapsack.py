"""The knapsack against all subsets, and what it never breaks."""

from itertools import product

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.programme.knapsack import Options, choose_options

LIMITS = {"mip_gap": 0.0, "time_limit_s": 20.0}
WHOLE = st.integers(0, 12)


def make_options(people, weight, group, uses=(), spare=(), balance=()):
    size = len(people)
    return Options(
        people=np.array(people, float),
        weight=np.array(weight, float),
        group=np.unique(group, return_inverse=True)[1].astype(np.int64),
        uses=scipy.sparse.csc_array(np.array(uses, float).reshape(len(uses), size)),
        spare=np.array(spare, float),
        balance=scipy.sparse.csc_array(np.array(balance, float).reshape(len(balance), size)),
    )


def is_allowed(options, picked, most):
    once = np.bincount(options.group, weights=picked).max(initial=0) <= 1
    lent = (options.uses.toarray() @ picked <= options.spare).all()
    return once and lent and options.weight @ picked <= most and (options.balance.toarray() @ picked >= 0).all()


def try_all(options, most):
    """The most that any subset helps."""
    subsets = (np.array(bits, float) for bits in product((0, 1), repeat=len(options.people)))
    return max(options.people @ picked for picked in subsets if is_allowed(options, picked, most))


@st.composite
def draw_options(draw):
    size = draw(st.integers(1, 9))
    column = st.lists(WHOLE, min_size=size, max_size=size)
    uses = draw(st.lists(column, max_size=2))
    balance = draw(st.lists(st.lists(st.integers(-6, 6), min_size=size, max_size=size), max_size=2))
    group = draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))
    spare = draw(st.lists(WHOLE, min_size=len(uses), max_size=len(uses)))
    return make_options(draw(column), draw(column), group, uses, spare, balance)


@pytest.mark.heavy
@settings(max_examples=80, deadline=None)
@given(draw_options(), st.integers(0, 40))
def test_the_choice_is_the_best_of_all_subsets_and_so_is_the_bound(options, most):
    choice = choose_options(options, most=most, **LIMITS)
    best = try_all(options, most)
    assert choice.value == pytest.approx(best)
    assert choice.bound == pytest.approx(best)
    picked = np.isin(np.arange(len(options.people)), choice.chosen).astype(float)
    assert is_allowed(options, picked, most)
    assert options.people @ picked == pytest.approx(choice.value)


@settings(max_examples=25, deadline=None)
@given(draw_options(), st.integers(0, 30), st.integers(0, 10))
def test_more_money_never_helps_fewer(options, most, more):
    values = [choose_options(options, most=money, **LIMITS).value for money in (most, most + more)]
    assert values[1] >= values[0] - 1e-6


def test_options_of_one_group_exclude_each_other():
    choice = choose_options(make_options([50, 60, 10], [1, 1, 1], [0, 0, 1]), most=3, **LIMITS)
    assert choice.chosen.tolist() == [1, 2]


def test_what_partners_lend_is_lent_once():
    options = make_options([50, 40], [0, 0], [0, 1], uses=[[300, 300]], spare=[500])
    assert choose_options(options, most=1, **LIMITS).chosen.tolist() == [0]


def test_what_a_district_lends_must_be_made_good_in_it():
    people, weight, group = [50, 5], [0, 10], [0, 1]
    alone = make_options(people, weight, group, balance=[[-300, 200]])
    assert choose_options(alone, most=100, **LIMITS).chosen.tolist() == [1]
    made_good = make_options(people, weight, group, balance=[[-300, 300]])
    assert choose_options(made_good, most=100, **LIMITS).chosen.tolist() == [0, 1]
    # without the money to make it good nothing may be lent
    assert choose_options(made_good, most=9, **LIMITS).chosen.tolist() == []


def test_without_options_nothing_is_chosen():
    choice = choose_options(make_options([], [], []), most=5, **LIMITS)
    assert (choice.chosen.tolist(), choice.value, choice.bound) == ([], 0.0, 0.0)
