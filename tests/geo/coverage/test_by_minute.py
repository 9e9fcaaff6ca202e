"""Residents by walking minute: equal to an analysis with that limit for all, at every level, whoever walks."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import build_sample, build_sample_rules
from geo.city.walks import measure_walks
from geo.coverage.analysis import evaluate_coverage
from geo.coverage.by_minute import (
    MOST_MINUTES,
    count_by_minute,
    find_middle_homes,
    find_minutes,
    find_rows_above,
    find_unit_rows,
)
from geo.errors import InputError
from geo.reference import build_reference
from geo.walking.profiles import PROFILES


def tighten(city, margin_m):
    """The same city, of which the data end a little beyond its homes: some of its figures are unknown then."""
    extent = gpd.GeoDataFrame(geometry=[city.homes.union_all().envelope.buffer(margin_m)], crs=city.crs)
    return dataclasses.replace(city, extent=extent, snap_cache=None)


@pytest.fixture(scope="module")
def reference():
    return build_reference(scale=0.03)


def check_minutes(city, *, profile, categories, minutes, rules=None):
    """Compare with an analysis for each limit; tell whether anything is unknown."""
    walks = measure_walks(city, profile=profile)
    own = evaluate_coverage(city, walks, rules=rules)
    rows = find_unit_rows(own)
    counted = {}
    for category in categories:
        found = find_minutes(own, category)
        for level, row in rows.items():
            counted[category, level] = count_by_minute(found, row[walks.unit], rows=len(own.levels[level]))
    for limit in minutes:
        asked = evaluate_coverage(city, walks, minutes=limit)
        for (category, level), (covered, unknown) in counted.items():
            table = asked.levels[level]
            assert table["code"].tolist() == own.levels[level]["code"].tolist()
            assert np.allclose(covered[:, limit - 1], table[f"covered_{category}"], rtol=0, atol=1e-6)
            assert np.allclose(unknown[:, limit - 1], table[f"unknown_{category}"], rtol=0, atol=1e-6)
    return any(unknown.any() for _, unknown in counted.values())


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("profile", "margin_m", "minutes"),
    [
        ("adult", 150, range(1, MOST_MINUTES + 1)),
        *((profile, margin_m, (1, 17, 30)) for profile in PROFILES for margin_m in (5000, 50)),
    ],
)
def test_each_minute_of_the_toy_city_is_an_analysis_with_that_limit(profile, margin_m, minutes):
    has_unknown = check_minutes(
        tighten(build_sample(), margin_m),
        profile=profile,
        categories=["clinic", "school"],
        minutes=minutes,
        rules=build_sample_rules(),  # of urban homes: villages are not judged at its own limits, and are by minute
    )
    assert has_unknown == (margin_m < 5000)


@pytest.mark.parametrize(("profile", "limits"), [("adult", (3, 15)), ("elder", (10,))])
def test_minutes_of_a_city_with_villages_are_those_of_its_analyses(reference, profile, limits):
    check_minutes(reference, profile=profile, categories=list(reference.categories)[::5], minutes=limits)


def test_what_is_unknown_near_the_border_of_a_city_is_unknown_by_minute(reference):
    assert check_minutes(
        tighten(reference, 30), profile="adult", categories=list(reference.categories)[:2], minutes=(3, 15)
    )


def test_exactly_the_limit_counts_and_two_millimetres_more_do_not():
    city = build_sample()
    walks = measure_walks(city, categories=["clinic"])
    for walk_m, first in ((1000.0, 15), (1000.0009, 15), (1000.002, 16)):
        nearest = dataclasses.replace(walks.nearest, walk_m=np.full((5, 1), walk_m))
        found = find_minutes(evaluate_coverage(city, dataclasses.replace(walks, nearest=nearest)), "clinic")
        assert set(found.covered.tolist()) == {first}


def test_nobody_is_lost_between_the_levels(reference):
    walks = measure_walks(reference)
    own = evaluate_coverage(reference, walks)
    rows = find_unit_rows(own)
    found = find_minutes(own, next(iter(reference.categories)))
    finest = count_by_minute(found, rows["grid_units"][walks.unit], rows=len(own.levels["grid_units"]))
    for level in own.levels:
        above = find_rows_above(rows, "grid_units", level)
        whole = count_by_minute(found, rows[level][walks.unit], rows=len(own.levels[level]))
        for parts, sums in zip(finest, whole, strict=True):
            total = np.zeros_like(sums)
            np.add.at(total, above, parts)
            assert np.allclose(total, sums)
    covered, unknown = finest
    residents = own.levels["grid_units"]["residents"].to_numpy()[:, None]
    assert (np.diff(covered, axis=1) >= 0).all()
    assert (covered + unknown <= residents + 1e-6).all()


def test_a_city_without_divisions_counts_by_unit_and_as_a_whole():
    city = dataclasses.replace(build_sample(), divisions=None)
    city = dataclasses.replace(city, grid_units=city.grid_units.assign(community=""))
    own = evaluate_coverage(city, measure_walks(city))
    rows = find_unit_rows(own)
    assert list(rows) == ["city", "grid_units"]
    assert rows["city"].tolist() == [0] * 5


def test_an_unknown_category_is_refused():
    own = evaluate_coverage(build_sample(), measure_walks(build_sample()))
    with pytest.raises(InputError, match="unknown category"):
        find_minutes(own, "market")


homes = st.lists(
    st.tuples(st.sampled_from([0.0, 1.5, 2.0, 7.0, 7.5, np.inf]), st.integers(0, 6), st.integers(0, 3)), max_size=30
)


@given(homes)
def test_the_middle_resident_is_the_middle_of_all_residents_in_line(homes):
    walk_m, residents, row = (np.array([home[part] for home in homes], float) for part in range(3))
    found = find_middle_homes(np.argsort(walk_m, kind="stable"), residents, row.astype(int), rows=4)
    for number, home in enumerate(found.tolist()):
        mine = row == number
        line = np.sort(np.repeat(walk_m[mine], residents[mine].astype(int)))
        if not len(line):
            assert home == -1
        else:
            assert mine[home]
            assert residents[home] > 0
            assert walk_m[home] == line[(len(line) + 1) // 2 - 1]
