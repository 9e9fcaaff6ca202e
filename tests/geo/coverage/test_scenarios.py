"""Scenarios: the same as a new analysis of the changed city, at every level."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.city.sample import ORIGIN, build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.coverage.status import TALLIES
from geo.errors import InputError, NotFoundError
from geo.reference import build_reference


@pytest.fixture(scope="module")
def small():
    city = build_reference(scale=0.05)
    category = city.facilities["category"].value_counts().index[0]
    coverage = analyze_city(city, categories=[category])
    return prepare_changes(coverage, category)


def analyze_changed(standing, add, remove):
    """The city with its facilities changed, analysed from scratch."""
    city = standing.coverage.city
    kept = city.facilities[~city.facilities["facility_id"].isin(remove)]
    new = gpd.GeoDataFrame(
        {"facility_id": [f"new{i}" for i in range(len(add))], "category": standing.category},
        geometry=shapely.points(np.reshape(add, (-1, 2))),
        crs=city.crs,
    )
    facilities = gpd.GeoDataFrame(pd.concat([kept, new], ignore_index=True), crs=city.crs)
    changed = dataclasses.replace(city, facilities=facilities, snap_cache=None)
    return analyze_city(changed, categories=[standing.category])


def check_equal(standing, add, remove):
    change = change_facilities(standing, add=np.reshape(add, (-1, 2)), remove=remove)
    anew = analyze_changed(standing, add, remove)
    walk_m = anew.walks.nearest.walk_m[:, 0]
    assert np.array_equal(np.isfinite(walk_m), np.isfinite(change.walk_m))
    reached = np.isfinite(walk_m)
    assert np.abs(walk_m[reached] - change.walk_m[reached]).max(initial=0) < 1e-6
    assert np.array_equal(anew.status[:, 0], change.status)
    for level, table in anew.levels.items():
        for tally in TALLIES:
            after = change.levels[level][f"{tally}_after"]
            assert after.to_numpy() == pytest.approx(table[f"{tally}_{standing.category}"].to_numpy(), abs=1e-6)


@pytest.mark.heavy
@settings(max_examples=12, derandomize=True)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3), st.integers(0, 6))
def test_a_change_equals_a_new_analysis(small, seed, added, removed):
    rng = np.random.default_rng(seed)
    city = small.coverage.city
    west, south, east, north = city.extent.total_bounds
    add = np.column_stack([rng.uniform(west, east, added), rng.uniform(south, north, added)])
    mine = city.facilities["facility_id"][city.facilities["category"] == small.category]
    check_equal(small, add, rng.choice(mine, removed, replace=False).tolist())


def test_removing_all_facilities_leaves_nobody_covered(small):
    city = small.coverage.city
    ids = city.facilities["facility_id"][city.facilities["category"] == small.category].tolist()
    change = change_facilities(small, add=np.empty((0, 2)), remove=ids)
    assert np.isinf(change.walk_m).all()
    assert change.levels["city"]["covered_after"].tolist() == [0.0, 0.0]
    assert change.levels["city"]["covered_before"].iloc[0] > 0


def test_taking_away_and_putting_back_changes_nothing(small):
    city = small.coverage.city
    one = city.facilities[city.facilities["category"] == small.category].iloc[[3]]
    change = change_facilities(
        small, add=shapely.get_coordinates(one.geometry.to_numpy()), remove=one["facility_id"].tolist()
    )
    assert np.allclose(change.walk_m, small.coverage.walks.nearest.walk_m[:, 0], atol=1e-6)
    for table in change.levels.values():
        assert table["covered_after"].to_numpy() == pytest.approx(table["covered_before"].to_numpy())


def test_people_are_conserved(small):
    change = change_facilities(small, add=shapely.get_coordinates(small.coverage.city.homes.geometry.iloc[[5, 900]]))
    for table in change.levels.values():
        after = table[[f"{tally}_after" for tally in TALLIES]].sum(axis=1)
        assert after.to_numpy() == pytest.approx(table["residents"].to_numpy())


def test_the_toy_city_by_hand():
    standing = prepare_changes(analyze_city(build_sample()), "clinic")
    change = change_facilities(standing, add=np.add([(900.0, 600.0), (450.0, 2000.0)], ORIGIN), remove=["c1"])
    # far: 300 m; corner (300, 0): 600 + 600; door: 900 + 600; yard: 10 + 150 + 1200, or 10 + 150 + 1500
    assert change.walk_m.tolist() == [1500.0, 1200.0, 1360.0, 300.0, np.inf]
    assert change.reasons == ["", "no_road"]
    assert change.levels["city"][["covered_before", "covered_after"]].values.tolist() == [[60.0, 0.0], [0.0, 40.0]]


def test_an_unknown_category_or_facility_is_refused():
    coverage = analyze_city(build_sample())
    with pytest.raises(InputError, match="the city has: clinic, school"):
        prepare_changes(coverage, "zoo")
    with pytest.raises(NotFoundError, match='no facility of the category "clinic" has the id "s1"'):
        change_facilities(prepare_changes(coverage, "clinic"), add=np.empty((0, 2)), remove=["c1", "s1"])


@pytest.mark.heavy
@pytest.mark.parametrize("demand", ["residents_60plus", "residents_children", "households"])
def test_a_group_is_counted_home_by_home_and_conserved(demand):
    city = build_reference(scale=0.03)
    standing = prepare_changes(analyze_city(city), "primary_school")
    mine = city.facilities["facility_id"][city.facilities["category"] == "primary_school"].tolist()
    add, remove = shapely.get_coordinates(city.homes.geometry.iloc[[20, 700]]), mine[:3]
    change = change_facilities(standing, add=add, remove=remove, demand=demand)
    anew = analyze_changed(standing, add, remove)
    assert (change.levels["grid_units"]["covered_after"] != change.levels["grid_units"]["covered_before"]).any()
    for level, table in change.levels.items():
        keys = ["code", "scope"]
        both = table.merge(anew.levels[level], on=keys, suffixes=("", "_anew"))
        assert len(both) == len(table) == len(anew.levels[level])
        for tally in ("covered", "uncovered", "unknown"):
            counted = both[f"{tally}_primary_school_{demand}"].to_numpy()
            assert both[f"{tally}_after"].to_numpy() == pytest.approx(counted, abs=1e-6)
        for when in ("before", "after"):
            people = table[[f"{tally}_{when}" for tally in TALLIES]].sum(axis=1)
            assert people.to_numpy() == pytest.approx(table["residents"].to_numpy(), abs=1e-6)
        assert table["residents"].sum() == pytest.approx(city.homes[demand].sum())
    # the other road: home after home, by its own verdict
    for scope, row in change.levels["city"].set_index("scope").iterrows():
        own = standing.ground.is_rural == (scope == "rural")
        for tally, members in TALLIES.items():
            counted = sum(
                people
                for people, verdict, mine in zip(city.homes[demand], change.status, own, strict=True)
                if mine and verdict in members
            )
            assert row[f"{tally}_after"] == pytest.approx(counted, abs=1e-6)
