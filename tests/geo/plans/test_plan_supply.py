"""What remains of facilities, and verdicts: pure rules, against plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.plans.loads import count_users
from geo.plans.remaining import share_remaining
from geo.plans.stage_classes import StageClass
from geo.plans.supply import Facilities
from geo.plans.verdicts import (
    CONDITIONS,
    MET,
    NOT_ASSESSED,
    NOT_MET,
    Amounts,
    Distances,
    judge_amounts,
    judge_distances,
)
from geo.walking.nearest import NearestWalks
from geo.walking.within import Pairs


@settings(max_examples=60, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_what_areas_get_equals_a_plain_count_and_is_never_more_than_there_is(seed, compete):
    rng = np.random.default_rng(seed)
    n, f, k, p = 4, 6, 2, 14
    facilities = Facilities(
        facility_id=np.arange(f).astype(object),
        category_name=np.array(["a"] * f, object),
        category=rng.integers(-1, k, f).astype(np.int32),
        area=rng.integers(-1, n, f).astype(np.int32),
        stage_class=np.zeros(f, np.int32),
        capacity={},
        surveyed_m2=np.full(f, np.nan),
    )
    key = rng.choice(n * f, p, replace=False)
    near = Pairs((key // f).astype(np.int32), (key % f).astype(np.int32), rng.uniform(0, 600, p))
    remaining = np.where(rng.random(f) < 0.2, np.nan, rng.uniform(-50, 200, f))
    need, limit_m = rng.uniform(0, 10, n), np.array([300.0, 500.0])
    found = share_remaining(near, facilities, remaining, need, limit_m, compete=compete)
    amount, given_ = np.zeros((n, k)), np.zeros(f)
    for area, place, walk_m in zip(near.origin, near.place, near.walk_m, strict=True):
        category = facilities.category[place]
        if category < 0 or walk_m > limit_m[category] or facilities.area[place] == area or np.isnan(remaining[place]):
            continue
        asking = [
            o
            for o, q, w in zip(near.origin, near.place, near.walk_m, strict=True)
            if q == place and w <= limit_m[category] and facilities.area[place] != o
        ]
        share = need[area] / sum(need[o] for o in asking) if compete else 1.0
        amount[area, category] += max(remaining[place], 0) * share
        given_[place] += max(remaining[place], 0) * share
    assert found.amount == pytest.approx(amount)
    if compete:
        assert (given_ <= np.maximum(np.nan_to_num(remaining), 0) + 1e-9).all()


def test_users_add_up_to_those_who_are_covered():
    rng = np.random.default_rng(2)
    nearest = NearestWalks(rng.uniform(0, 2000, (500, 3)), rng.integers(0, 20, (500, 3)).astype(np.int32))
    weight = rng.uniform(0, 9, 500)
    users = count_users(nearest, weight, [300.0, 500.0, 1000.0], 20)
    assert users.sum() == pytest.approx(
        sum(weight[nearest.walk_m[:, k] <= limit].sum() for k, limit in enumerate([300.0, 500.0, 1000.0]))
    )


def one_home(existing=np.inf, own=(), planned=(), joined=True, border=9e3):
    """Walks of one home; own and planned: (stage class, metres)."""
    table = {name: np.full((5, 1), np.inf) for name in ("own", "planned")}
    for name, rows in (("own", own), ("planned", [*planned, *own])):
        for stage_class, metres in rows:
            table[name][stage_class, 0] = min(table[name][stage_class, 0], metres)
    return Distances(np.array([existing]), table["own"], table["planned"], np.array([joined]), np.array([border]))


def judge(walks, stage=0, has_data=True, limit_m=300.0):
    return int(
        judge_distances(
            walks, np.zeros(1, int), 1, limit_m=limit_m, stage=stage, has_data=has_data, snap_limit_m=200.0
        )[0]
    )


@pytest.mark.parametrize(
    ("metres", "verdict"), [(300.0, MET), (300.0009, MET), (300.0011, 3), (299.9, MET), (np.inf, NOT_MET)]
)
def test_the_limit_is_closed_within_a_millimetre(metres, verdict):
    assert judge(one_home(metres)) == verdict


@pytest.mark.parametrize(
    ("walks", "expected"),
    [
        (one_home(own=[(StageClass.BUILD, 100)]), [MET, MET, NOT_MET, NOT_MET]),  # has reached the stage build
        (one_home(own=[(StageClass.HAND_OVER, 100)]), [MET, MET, MET, MET]),  # is handed over
        (one_home(own=[(StageClass.UNSTATED, 100)]), [MET, NOT_ASSESSED, NOT_ASSESSED, NOT_ASSESSED]),  # does not say
        (one_home(planned=[(StageClass.BUILD, 100)]), [CONDITIONS, MET, NOT_MET, NOT_MET]),  # another area's
        (one_home(200, planned=[(StageClass.UNSTATED, 100)]), [MET, MET, MET, MET]),  # not needed
    ],
)
def test_planned_facilities_count_by_the_stage_they_have_reached(walks, expected):
    found = [judge(walks, stage) for stage in range(4)]
    assert [verdict if np.isfinite(walks.existing_m[0]) or verdict != 3 else NOT_MET for verdict in found] == expected


def test_what_is_not_known_never_passes():
    assert judge(one_home(5000.0, border=299.0)) == NOT_ASSESSED
    assert judge(one_home(5000.0, border=300.0)) == 3
    assert judge(one_home(joined=False)) == NOT_ASSESSED
    assert judge(one_home(5000.0), has_data=False) == NOT_ASSESSED
    assert judge(one_home(100.0, border=0.0), has_data=False) == MET


@settings(max_examples=80, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_a_longer_limit_or_one_more_facility_never_makes_a_verdict_worse(seed):
    rng = np.random.default_rng(seed)
    h = 6

    def some():
        return np.where(rng.random((5, h)) < 0.6, np.inf, rng.uniform(0, 900, (5, h)))

    own = some()
    planned = np.minimum(some(), own)
    existing = np.where(rng.random(h) < 0.3, np.inf, rng.uniform(0, 900, h))
    walks = Distances(existing, own, planned, rng.random(h) < 0.8, rng.uniform(0, 600, h))
    area = np.sort(rng.integers(0, 2, h))
    more = Distances(np.minimum(existing, rng.uniform(0, 900, h)), own, planned, walks.joined, walks.boundary_m)
    for stage in range(4):
        options = {"stage": stage, "has_data": True, "snap_limit_m": 200.0}
        before = judge_distances(walks, area, 2, limit_m=400.0, **options)
        assert (judge_distances(more, area, 2, limit_m=400.0, **options) <= before).all()
        # a longer limit may bring the border of the data into reach: then it is not assessed, which is no failure
        longer = judge_distances(walks, area, 2, limit_m=440.0, **options)
        assert (longer <= np.maximum(before, NOT_ASSESSED)).all()


def test_amounts_by_hand():
    zero = np.zeros((5, 1))
    no = np.zeros((5, 1), bool)

    def judge_one(
        demand, own=None, unknown=no, remaining=0.0, planned=0.0, remaining_unknown=False, stage=0, has_data=True
    ):
        own = zero if own is None else own
        amounts = Amounts(own, unknown, np.array([remaining]), np.array([planned]), np.array([remaining_unknown]))
        return int(judge_amounts(amounts, np.array([demand]), stage=stage, has_data=has_data)[0])

    built = zero.copy()
    built[StageClass.BUILD] = 500.0
    assert judge_one(500.0, built) == MET
    assert judge_one(500.1, built) == NOT_MET
    assert judge_one(600.0, built, remaining=100.0) == CONDITIONS
    assert judge_one(600.0, built, planned=100.0) == CONDITIONS
    assert judge_one(600.0, built, planned=100.0, stage=1) == NOT_MET
    assert judge_one(500.0, built, stage=2) == NOT_MET
    assert judge_one(600.0, built, remaining_unknown=True) == NOT_ASSESSED
    assert judge_one(np.nan, built) == NOT_ASSESSED
    assert judge_one(600.0, built, has_data=False) == NOT_ASSESSED
