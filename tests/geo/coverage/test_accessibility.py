"""Accessibility: by hand on the toy city, people and capacity conserved, equal to the full table of walks."""

import dataclasses

import numpy as np
import pytest

from geo.city.sample import build_sample
from geo.coverage.accessibility import (
    PER_RESIDENTS,
    add_access,
    compare_profiles,
    list_access_columns,
    measure_access,
)
from geo.coverage.analysis import analyze_city
from geo.coverage.workbook import write_workbook
from geo.reference import build_reference
from geo.walking.nearest import nearest_facilities
from geo.walking.within import find_nearest_k, list_pairs


@pytest.fixture(scope="module")
def small():
    city = build_reference(scale=0.05)
    return analyze_city(city, categories=["kindergarten", "market"])


@pytest.fixture(scope="module")
def table(small):
    """Walk of every home to every facility, each a category of its own."""
    homes, facilities = small.walks.context.homes, small.walks.context.facilities
    each = np.arange(facilities.count, dtype=np.int32)
    walks = nearest_facilities(small.walks.context.network, homes, facilities, each, categories=facilities.count)
    return homes, facilities, walks.walk_m


def test_the_ratio_of_the_toy_city_by_hand():
    city = build_sample()
    facilities = city.facilities.assign(category="clinic", capacity=[30.0, 70.0])
    city = dataclasses.replace(city, facilities=facilities, categories={"clinic": city.categories["clinic"]})
    access = measure_access(analyze_city(city, minutes=15))
    # c1 (30 places): door 10, corner 20, yard 30 residents; s1 (70 places): corner 20 at 900 m, far 40 at 600 m
    assert access.facilities_within.ravel().tolist() == [1, 2, 1, 1, 0]
    one, other = 30 / 60, 70 / 60
    expected = [one, one + other, one, other, 0]
    assert access.supply_2sfca.ravel() == pytest.approx(np.array(expected) * PER_RESIDENTS)
    assert access.basis == {"clinic": "capacity"}


def test_all_the_capacity_is_shared_out(small):
    access = measure_access(small)
    residents = small.city.homes["residents"].to_numpy(float)
    facilities = small.city.facilities
    homes, joined = small.walks.context.homes, small.walks.context.facilities
    for k, name in enumerate(small.walks.context.categories):
        assert access.basis[name] == ("capacity" if name == "kindergarten" else "facilities")
        mine = (facilities["category"] == name).to_numpy()
        capacity = facilities["capacity"].to_numpy(float) if name == "kindergarten" else np.ones(len(mine))
        pairs = list_pairs(small.walks.context.network, joined, homes, limit_m=small.limit_m[name])
        used = mine & (np.bincount(pairs.origin, weights=residents[pairs.place], minlength=len(mine)) > 0)
        shared = (access.supply_2sfca[:, k] * residents).sum() / PER_RESIDENTS
        assert shared == pytest.approx(capacity[used].sum())
        assert (
            (access.facilities_within[:, k] > 0) == (small.walks.nearest.walk_m[:, k] <= small.limit_m[name] + 0.001)
        ).all()


def test_pairs_equal_the_full_table(small, table):
    homes, facilities, walk_m = table
    pairs = list_pairs(small.walks.context.network, facilities, homes, limit_m=700.0)
    found = np.full(walk_m.shape, np.inf)
    assert len(np.unique(pairs.origin.astype(np.int64) * homes.count + pairs.place)) == len(pairs.origin)
    found[pairs.place, pairs.origin] = pairs.walk_m
    near = walk_m <= 700.001
    assert np.array_equal(np.isfinite(found), near)
    assert found[near] == pytest.approx(walk_m[near], abs=0.01)
    assert (np.diff(pairs.origin) >= 0).all()


@pytest.mark.parametrize("swap", [False, True])
def test_the_k_nearest_are_the_first_k_of_the_full_table(small, table, swap):
    homes, facilities, walk_m = table
    origins, places = (facilities, homes) if swap else (homes, facilities)
    walk_m = walk_m.T if swap else walk_m
    row, away_m = find_nearest_k(small.walks.context.network, origins, places, k=3, limit_m=900.0)
    expected = np.sort(np.where(walk_m <= 900.001, walk_m, np.inf), axis=1)[:, :3]
    assert np.array_equal(np.isfinite(away_m), np.isfinite(expected))
    reached = np.isfinite(expected)
    assert away_m[reached] == pytest.approx(expected[reached], abs=0.01)
    assert ((row >= 0) == reached).all()
    assert np.take_along_axis(walk_m, np.maximum(row, 0), axis=1)[reached] == pytest.approx(away_m[reached], abs=0.01)


def test_means_of_units_are_those_of_their_homes(small):
    access = measure_access(small)
    homes, units = small.homes.assign(**list_access_columns(small, access)), add_access(small, access)
    residents = homes["residents"].to_numpy(float)
    for code in units["code"].iloc[[0, 20, 40]]:
        inside = (homes["unit_code"] == code).to_numpy()
        unit = units.set_index("code").loc[code]
        for column in ("supply_2sfca_market", "facilities_within_kindergarten"):
            assert unit[column] == pytest.approx(np.average(homes[column][inside], weights=residents[inside]))
        assert unit["walk_min_market"] == pytest.approx(
            np.average(homes["walk_min_market"][inside], weights=residents[inside])
        )


def test_an_elder_loses_and_a_brisk_walker_gains(small):
    table = compare_profiles(small)
    assert len(table) == 2 * 2 * 4
    villages = table[table["scope"] == "rural"]
    assert villages[["limit_min", "share_within"]].isna().all(axis=None)  # no rule set of the city is for them
    assert (villages["p50_walk_min"] > 0).all()  # their walks are measured all the same
    table = table[table["scope"] == "urban"]
    for _, rows in table.groupby("category"):
        share = rows.set_index("profile")["share_within"]
        assert share["elder"] < share["adult"] < share["brisk"]
        assert share["wheelchair"] <= share["adult"]
        quantiles = rows[[f"p{p}_walk_min" for p in (25, 50, 75, 90, 95)]].to_numpy(float)
        assert (np.diff(quantiles, axis=1) >= 0).all()
    adult = table[table["profile"] == "adult"].set_index("category")
    total = small.city.homes["residents"][~small.is_rural].sum()
    for name, figures in small.figures.items():
        assert adult["share_within"][name] == pytest.approx(figures.covered_population / total)
        assert adult["p50_walk_min"][name] == pytest.approx(figures.median_walk_min)


def test_a_city_of_steps_alone_leaves_a_wheelchair_without_a_way():
    city = build_sample()
    coverage = analyze_city(dataclasses.replace(city, roads=city.roads.assign(steps=True)), categories=["clinic"])
    rows = compare_profiles(coverage).groupby("profile").sum()
    assert rows["share_within"]["wheelchair"] == 0
    assert rows["residents_without_way"]["wheelchair"] == 105
    assert rows["residents_without_way"]["adult"] == 5


def test_a_limit_in_minutes_is_that_limit_for_every_profile():
    city = build_sample()
    by_minutes = compare_profiles(analyze_city(city, categories=["clinic"], profile="elder", minutes=15))
    assert by_minutes["limit_min"].tolist() == pytest.approx([15.0] * 8)


def test_where_nobody_reaches_anything_the_figures_are_not_numbers_and_the_workbook_is_written(tmp_path):
    city = build_sample()
    far = city.facilities.set_geometry(city.facilities.geometry.translate(50_000, 0))
    coverage = analyze_city(dataclasses.replace(city, facilities=far), categories=["clinic"])
    table = compare_profiles(coverage)
    assert table["p50_walk_min"].dtype == float
    assert table["p50_walk_min"].isna().all()
    write_workbook(tmp_path / "c.xlsx", coverage, table)
    assert len(coverage.gaps) > 0
