"""The table of homes in memory and in homes.parquet; what a profile that walks the same ways need not walk again."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.city.walks import measure_walks
from geo.coverage.accessibility import compare_profiles, list_access_columns, measure_access
from geo.coverage.analysis import analyze_city
from geo.coverage.category_figures import weighted_quantiles
from geo.coverage.results import write_results
from geo.coverage.summary import summarize
from geo.progress import Progress
from geo.reference import build_reference


@pytest.fixture(scope="module")
def town():
    return analyze_city(build_reference(scale=0.03), categories=["kindergarten", "market"])


@pytest.fixture(scope="module")
def homes(town, tmp_path_factory):
    folder = tmp_path_factory.mktemp("homes")
    write_results(folder, town, summarize(town.city, town, minutes=None), progress=Progress())
    return gpd.read_parquet(folder / "homes.parquet")


def test_the_file_says_what_was_found_of_every_home(town, homes):
    whole = town.homes
    assert homes["home_id"].tolist() == whole["home_id"].tolist()
    for category in town.limit_m:
        for kind in ("status", "facility"):
            assert homes[f"{kind}_{category}"].tolist() == whole[f"{kind}_{category}"].tolist()
        expected = whole[f"walk_m_{category}"].replace(np.inf, np.nan).to_numpy()
        assert np.allclose(homes[f"walk_m_{category}"].to_numpy(float), expected, atol=0.01, equal_nan=True)
    for name, values in list_access_columns(town, measure_access(town)).items():
        assert np.allclose(homes[name].to_numpy(float), values, rtol=1e-5)
    assert homes["residents"].sum() == whole["residents"].sum()
    assert homes.crs == town.city.crs
    assert shapely.distance(homes.geometry.to_numpy(), whole.geometry.to_numpy()).max() <= 0.008


def test_minutes_follow_from_metres_and_are_not_written_twice(town, homes):
    assert [name for name in homes if name.startswith("walk_min_")] == []
    speed = town.profile.speed_m_per_min
    assert np.array_equal(town.homes["walk_min_market"], town.homes["walk_m_market"] / speed)


def test_the_facility_of_a_home_is_the_one_its_walk_leads_to(town):
    nearest, ids = town.walks.nearest.facility, np.append(town.city.facilities["facility_id"].to_numpy(object), "")
    for k, category in enumerate(town.limit_m):
        assert town.homes[f"facility_{category}"].tolist() == ids[nearest[:, k]].tolist()


def test_a_profile_that_walks_the_same_ways_is_compared_as_if_it_had_walked(town):
    anew = measure_walks(town.city, profile="brisk", categories=list(town.limit_m)).nearest.walk_m
    assert np.array_equal(anew, town.walks.nearest.walk_m)
    other = analyze_city(town.city, categories=list(town.limit_m), profile="elder")
    elder = compare_profiles(other).set_index(["category", "scope", "profile"])
    adult = compare_profiles(town).set_index(["category", "scope", "profile"])
    columns = ["p50_walk_min", "p95_walk_min", "residents_without_way"]
    for profile in ("adult", "elder", "wheelchair", "brisk"):
        rows = [index for index in adult.index if index[2] == profile]
        assert np.allclose(elder.loc[rows, columns], adult.loc[rows, columns])


@pytest.mark.parametrize("seed", range(30))
def test_quantiles_are_those_of_all_values_sorted(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 400))
    values = rng.choice([rng.uniform(0, 5000, n), rng.integers(0, 4, n).astype(float), rng.exponential(1e3, n) ** 2])
    values[rng.random(n) < 0.1] = np.inf
    weights = rng.integers(0, 30, n).astype(float)
    shares = [0.25, 0.5, 0.75, 0.95, 1.0]
    known = np.isfinite(values) & (weights > 0)
    each = np.sort(np.repeat(values[known], weights[known].astype(int)))
    expected = [each[max(int(np.ceil(share * len(each))) - 1, 0)] if len(each) else None for share in shares]
    assert weighted_quantiles(values, weights, shares) == expected
