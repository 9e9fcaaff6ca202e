"""Coverage: the limit, the border of the data, roll-ups that add up, gap areas that hold everybody."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import build_sample
from geo.city.walks import measure_walks
from geo.coverage.analysis import analyze_city, evaluate_coverage
from geo.coverage.category_figures import weighted_quantiles
from geo.coverage.rollup import LEVELS, tally_homes
from geo.coverage.status import (
    COVERED,
    GAP,
    NOT_JUDGED,
    STATUSES,
    TALLIES,
    UNKNOWN,
    UNREACHABLE,
    UNSNAPPED,
    classify_homes,
    combine_statuses,
)
from geo.coverage.summary import summarize
from geo.errors import InputError
from geo.walking.limits import find_limits


def judge(walk_m, *, snapped=True, boundary_m=1e6, limit_m=1000.0):
    status = classify_homes(
        np.array([[walk_m]]),
        snapped=np.array([snapped]),
        boundary_m=np.array([boundary_m]),
        limit_m=np.array([limit_m]),
        snap_limit_m=200.0,
    )
    return int(status[0, 0])


@pytest.mark.parametrize(
    ("walk_m", "status"),
    [(999.999, COVERED), (1000.0, COVERED), (1000.0009, COVERED), (1000.002, GAP), (np.inf, UNREACHABLE)],
)
def test_exactly_the_limit_is_covered_and_two_millimetres_more_is_not(walk_m, status):
    assert judge(walk_m) == status


@pytest.mark.parametrize(("boundary_m", "status"), [(999.9, UNKNOWN), (1000.0, GAP), (0.0, UNKNOWN)])
def test_nearer_to_the_border_than_the_limit_is_unknown_unless_covered(boundary_m, status):
    assert judge(1500.0, boundary_m=boundary_m) == status
    assert judge(500.0, boundary_m=boundary_m) == COVERED


def test_a_home_without_a_road_is_unknown_only_where_the_road_might_lie_beyond_the_border():
    assert judge(np.inf, snapped=False, boundary_m=500.0) == UNSNAPPED
    assert judge(np.inf, snapped=False, boundary_m=150.0) == UNKNOWN
    assert judge(np.inf, snapped=True, boundary_m=500.0) == UNKNOWN


def test_homes_near_the_border_are_counted_apart():
    city = build_sample()
    tight = gpd.GeoDataFrame(geometry=[city.homes.union_all().envelope.buffer(50)], crs=city.crs)
    coverage = analyze_city(dataclasses.replace(city, extent=tight), categories=["clinic"])
    assert coverage.homes["status_clinic"].tolist() == ["covered", "covered", "covered", "unknown", "unknown"]
    assert coverage.figures["clinic"].unknown_population == 5
    assert coverage.rural_figures["clinic"].unknown_population == 40
    assert coverage.figures["clinic"].uncovered_population == 0
    assert coverage.gaps.empty


def test_all_categories_are_covered_only_where_each_is():
    status = np.array([[0, 0], [0, 4], [0, 1], [4, 2], [4, 4], [0, 3]], np.int8)
    assert combine_statuses(status).tolist() == [COVERED, UNKNOWN, GAP, GAP, UNKNOWN, GAP]


def test_a_city_without_categories_has_homes_without_statuses():
    walks = measure_walks(dataclasses.replace(build_sample(), categories={}))
    coverage = evaluate_coverage(walks.context.city, walks)
    assert coverage.status.shape == (5, 0)
    assert coverage.levels["city"]["covered_all"].tolist() == [65, 40]


def test_figures_of_the_toy_city_at_every_level():
    levels = analyze_city(build_sample()).levels
    assert list(levels) == list(LEVELS)
    units = levels["grid_units"].set_index("code")
    assert units["residents"].to_dict() == {
        "410102001001001": 60,
        "410102001001002": 0,
        "410102001002001": 0,
        "410102001002002": 40,
        "": 5,
    }
    assert units["covered_school"].tolist() == [20, 0, 0, 40, 0]
    communities = levels["communities"].set_index("name")
    assert communities.loc["South", "covered_clinic_households"] == 24
    assert communities.loc["North", "uncovered_clinic_households"] == 16
    assert communities.loc["North", "share_clinic"] == 0
    assert levels["city"]["scope"].tolist() == ["urban", "rural"]
    assert levels["city"]["share_all"].tolist() == pytest.approx([20 / 65, 0])
    assert np.isnan(units.loc["410102001001002", "share_clinic"])


def check_sums(coverage):
    whole = coverage.levels["city"].sum(numeric_only=True)
    for table in coverage.levels.values():
        for category in [*coverage.limit_m, "all"]:
            parts = table[[f"{tally}_{category}" for tally in TALLIES]].sum(axis=1)
            assert np.allclose(parts, table["residents"])
            if "households" in table:
                parts = table[[f"{tally}_{category}_households" for tally in ("covered", "uncovered", "unknown")]]
                judged = table[f"not_judged_{category}"] == 0
                assert np.allclose(parts.sum(axis=1), table["households"].where(judged, 0))
        numbers = table.select_dtypes("number").filter(regex="^(?!share_)")
        assert np.allclose(numbers.sum(), whole[numbers.columns].astype(float))
    for category in coverage.limit_m:
        gaps = coverage.gaps[coverage.gaps["category"] == category]
        assert gaps["residents"].sum() == pytest.approx(whole[f"uncovered_{category}"])
        assert (
            gaps["homes"].sum() == coverage.homes[f"status_{category}"].isin(["gap", "unreachable", "unsnapped"]).sum()
        )


@pytest.mark.parametrize("minutes", [1, 9, 15, 30])
def test_every_level_adds_up_to_the_city_and_gap_areas_hold_all_who_are_not_covered(minutes):
    check_sums(analyze_city(build_sample(), minutes=minutes))


def test_a_longer_limit_never_lowers_coverage():
    city = build_sample()
    walks = measure_walks(city)
    covered = [
        evaluate_coverage(city, walks, minutes=m).levels["city"]["covered_all"].sum() for m in (1, 5, 15, 18, 30)
    ]
    assert covered == sorted(covered)
    assert covered[-1] == 100


def test_a_city_without_divisions_rolls_up_to_units_and_city():
    city = dataclasses.replace(build_sample(), divisions=None)
    city = dataclasses.replace(city, grid_units=city.grid_units.assign(community=""))
    coverage = analyze_city(city)
    assert list(coverage.levels) == ["city", "grid_units"]
    check_sums(coverage)


def test_groups_of_residents_are_counted_like_residents():
    city = build_sample()
    city = dataclasses.replace(city, homes=city.homes.assign(residents_60plus=[1.0, 2, 3, 4, 5]))
    whole = analyze_city(city).levels["city"].sum(numeric_only=True)
    assert whole["residents_60plus"] == 15
    assert whole["covered_clinic_residents_60plus"] == 6


def test_a_home_that_names_its_unit_belongs_to_it_wherever_it_lies():
    city = build_sample()
    named = city.homes.assign(grid_unit=["", "", "", "", "410102001002001"])
    units = analyze_city(dataclasses.replace(city, homes=named)).levels["grid_units"].set_index("code")
    assert units.loc["410102001002001", "residents"] == 5
    assert "" not in units.index


def test_summary_counts_those_who_cannot_reach_anything():
    city = build_sample()
    coverage = analyze_city(city)
    summary = summarize(city, coverage, minutes=None)
    assert summary["unreachable_population"] == 5
    assert summary["snaps"]["homes"] == {
        "snapped": 4,
        "unsnapped": 1,
        "median_access_m": 0,
        "max_access_m": 10,
    }
    assert summary["counts"]["communities"] == 1
    assert summary["categories"]["clinic"].median_walk_min == pytest.approx(2.4)
    assert summary["villages"]["categories"]["clinic"].median_walk_min == pytest.approx(27)


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), float("inf")])
def test_a_limit_that_is_no_positive_number_is_refused(minutes):
    with pytest.raises(InputError, match="expected a number above 0"):
        find_limits(["clinic"], minutes=minutes, speed_m_per_min=66)


def test_fifteen_minutes_of_an_adult_are_a_thousand_metres():
    assert find_limits(["clinic"], minutes=None, speed_m_per_min=4000 / 60) == {"clinic": 1000.0}


values = st.lists(st.tuples(st.floats(0, 100), st.integers(0, 9)), min_size=1, max_size=30)


@given(values, st.sampled_from([0.5, 0.95]))
def test_a_weighted_quantile_is_the_quantile_of_the_people_one_by_one(pairs, q):
    people = np.sort(np.repeat([value for value, _ in pairs], [weight for _, weight in pairs]))
    values, weights = (np.array(column, float) for column in zip(*pairs, strict=True))
    found = weighted_quantiles(values, weights, [q])[0]
    if not len(people):
        assert found is None
    else:
        assert found == people[max(0, int(np.ceil(q * len(people) - 1e-9)) - 1)]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 2), st.integers(0, 50)), min_size=1))
def test_tallies_equal_counting_one_by_one(rows):
    status = np.array([row[:2] for row in rows], np.int8)
    group, people = np.array([row[2] for row in rows]), np.array([float(row[3]) for row in rows])
    demand = pd.DataFrame({"residents": people, "households": people / 2})
    table = tally_homes(status, demand, group, groups=3, categories=["a", "b"])
    for g in range(3):
        inside = group == g
        assert table.loc[g, "residents"] == people[inside].sum()
        assert table.loc[g, "covered_b"] == sum(
            p for p, s, i in zip(people, status[:, 1], inside, strict=True) if i and s == 0
        )
        assert table.loc[g, "unknown_a"] == sum(
            p for p, s, i in zip(people, status[:, 0], inside, strict=True) if i and s == 4
        )
        assert table.loc[g, "covered_all_households"] == sum(
            p / 2 for p, s, i in zip(people, status, inside, strict=True) if i and (s == 0).all()
        )


def test_statuses_are_named_in_the_order_of_their_numbers():
    assert [STATUSES[i] for i in (COVERED, GAP, UNREACHABLE, UNSNAPPED, UNKNOWN, NOT_JUDGED)] == list(STATUSES)
