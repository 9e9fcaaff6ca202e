"""Gap areas are places: of one community, within one circle, with everybody in one row; what would help is true."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.city.sample import ORIGIN, build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.gap_cuts import cut_circles, outline_groups
from geo.coverage.gap_paths import DETOUR_FACTOR
from geo.coverage.gaps import FEWEST, MOST, REMEDIES, SHARE, choose_gaps
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.grid.divisions import trace_parents
from geo.reference import build_reference

UNCOVERED = ["gap", "unreachable", "unsnapped"]


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module", params=[None, 6.0], ids=["urban by rules", "everybody within 6 minutes"])
def coverage(city, request):
    categories = ["kindergarten", "primary_school", "community_health_centre"]
    return analyze_city(city, categories=categories, minutes=request.param)


def list_homes(coverage):
    """The table of homes with the community of each, by way of its unit."""
    city = coverage.city
    community = dict(zip(city.base_units["unit_code"], city.base_units["community"], strict=True))
    homes = coverage.homes
    return homes.assign(community=[community.get(code, "") for code in homes["unit_code"]])


def find_members(coverage, category):
    """Which uncovered homes lie in each listed gap area: of its community, and in one of its squares."""
    homes = list_homes(coverage)
    homes = homes[homes[f"status_{category}"].isin(UNCOVERED)]
    gaps = coverage.find_category_gaps(category)
    listed = gaps[~gaps["is_others"]]
    return homes, gaps, {
        gap.gap_id: homes[(homes["community"] == gap.community) & homes.within(gap.geometry.buffer(1e-6))]
        for gap in listed.itertuples()
    }  # fmt: skip


# ---- cutting ----

POINTS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3000), st.integers(0, 3000)), min_size=1, max_size=60)


@given(POINTS, st.sampled_from([50.0, 66.67, 300.0, 1000.0]))
def test_every_home_is_in_one_group_of_its_community_within_the_limit_of_the_middle(homes, limit_m):
    table = np.array(sorted(homes), float)
    community, xy, cell_m = table[:, 0].astype(int), table[:, 1:], min(100.0, limit_m)
    cell = np.floor(xy / cell_m).astype(int)
    group, middle = cut_circles(community, xy, cell, limit_m=limit_m, cell_m=cell_m)
    assert set(group) == set(range(len(middle)))
    assert (np.hypot(*(xy - middle[group]).T) <= limit_m).all()
    for each in set(group):
        assert len(set(community[group == each])) == 1
    squares = {(c, *square): g for c, square, g in zip(community, cell.tolist(), group, strict=True)}
    assert all(squares[c, *square] == g for c, square, g in zip(community, cell.tolist(), group, strict=True))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-4, 4), st.integers(-4, 4)), min_size=1, max_size=40))
def test_the_outline_of_a_group_is_that_of_its_squares_whatever_others_lie_there(squares):
    group, cell = np.unique([s[0] for s in squares], return_inverse=True)[1], np.array([s[1:] for s in squares])
    shapes = outline_groups(group, cell, count=group.max() + 1, cell_m=100.0)
    for number, shape in enumerate(shapes):
        mine = {tuple(square) for square in cell[group == number].tolist()}
        boxes = shapely.union_all([shapely.box(x * 100, y * 100, x * 100 + 100, y * 100 + 100) for x, y in mine])
        assert shape.is_valid
        assert shape.symmetric_difference(boxes).area == pytest.approx(0, abs=1e-6)


def test_a_ring_of_squares_keeps_its_hole():
    ring = np.array([(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)])
    (shape,) = outline_groups(np.zeros(8, int), ring, count=1, cell_m=100.0)
    assert shape.area == 8e4
    assert len(shape.geoms[0].interiors) == 1


# ---- which matter ----


@given(st.lists(st.integers(0, 40), max_size=60))
def test_those_with_most_people_matter_until_they_hold_the_share(residents):
    order = sorted((row for row, people in enumerate(residents) if people), key=lambda row: -residents[row])
    expected, held = [], 0
    for row in order:
        if held >= SHARE * sum(residents) and len(expected) >= FEWEST:
            break
        expected.append(row)
        held += residents[row]
    assert choose_gaps(np.array(residents, float)).tolist() == expected


def test_no_more_matter_than_a_reader_can_take_in():
    assert len(choose_gaps(np.ones(5000))) == MOST


# ---- the toy city, by hand ----


def test_the_gap_areas_of_the_toy_city_are_as_worked_out_by_hand():
    gaps = analyze_city(build_sample()).find_category_gaps("clinic").set_index("gap_id")
    # the field lies in no unit and on no road; far is 1,800 m from the clinic at (0, 0), 1,273 m in a straight line
    field, far = gaps.loc["clinic-1"], gaps.loc["clinic-2"]
    assert (field["scope"], field["residents"], field["facility_id"], field["remedy"]) == ("urban", 5.0, "", "")
    assert np.isnan([field["walk_m"], field["shortfall_m"], field["site_x"]]).all()
    assert (far["scope"], far["name"], far["community"]) == ("rural", "Street North", "410102001002")
    assert (far["residents"], far["households"], far["homes"], far["area_m2"]) == (40.0, 16.0, 1, 1e4)
    assert (far["facility_name"], far["walk_m"], far["shortfall_m"]) == ("Clinic", 1800.0, 800.0)
    assert (far["x"] - ORIGIN[0], far["y"] - ORIGIN[1]) == (900.0, 900.0)
    assert (far["remedy"], far["remedy_residents"], far["path_residents_at_most"]) == ("new_site", 40.0, 0.0)
    assert (far["site_x"] - ORIGIN[0], far["site_y"] - ORIGIN[1], far["site_residents_in_all"]) == (900.0, 900.0, 40.0)


def test_a_path_is_the_remedy_where_the_facility_is_near_in_a_straight_line():
    city = build_sample()
    clinic = city.facilities.geometry.iloc[0]
    homes = city.homes.copy()
    # 520 m on foot, 368 m in a straight line; 7.5 minutes are 500 m, and 500 / 1.3 is 385 m
    homes.loc[0, "geometry"] = shapely.Point(clinic.x + 260, clinic.y + 260)
    city = dataclasses.replace(city, homes=homes, snap_cache=None)
    gaps = analyze_city(city, minutes=7.5).find_category_gaps("clinic")
    (row,) = gaps[gaps["path_residents_at_most"] > 0].itertuples()
    assert (row.path_facility_name, row.path_residents_at_most, row.site_residents) == ("Clinic", 10.0, 10.0)
    assert (row.remedy, row.remedy_residents) == ("path", 10.0)


def test_who_is_covered_or_unknown_is_in_no_gap_area():
    city = build_sample()
    assert analyze_city(city, minutes=600).find_category_gaps("school")["residents"].tolist() == [5.0]
    near = dataclasses.replace(city, extent=gpd.GeoDataFrame(geometry=[shapely.Point(ORIGIN).buffer(1)], crs=city.crs))
    assert analyze_city(near).gaps.empty


def test_gap_areas_where_nobody_lives_are_summed_with_the_others():
    city = build_sample()
    city = dataclasses.replace(city, homes=city.homes.assign(residents=[10.0, 20, 30, 0, 5]))
    gaps = analyze_city(city).find_category_gaps("clinic")
    others = gaps[gaps["is_others"]]
    assert others[["gap_id", "homes", "residents", "gaps"]].values.tolist() == [["clinic-rural-others", 1, 0.0, 1]]
    assert others.geometry.isna().all()


def test_without_divisions_a_gap_area_has_the_code_of_its_community_for_a_name():
    city = dataclasses.replace(build_sample(), divisions=None)
    gaps = analyze_city(city).find_category_gaps("clinic")
    assert gaps["name"].tolist() == ["410102001002", ""]
    assert gaps["scope"].tolist() == ["urban", "urban"]


def test_gap_areas_do_not_depend_on_the_other_categories(city):
    alone = analyze_city(city, categories=["market"]).gaps
    pd.testing.assert_frame_equal(alone, analyze_city(city).find_category_gaps("market"))


# ---- the reference city, by brute force ----


@pytest.mark.parametrize("category", ["kindergarten", "primary_school", "community_health_centre"])
def test_every_uncovered_home_is_in_exactly_one_gap_area(coverage, category):
    homes, gaps, members = find_members(coverage, category)
    assert set(gaps["scope"]) == {scope for scope, judged in coverage.judgements.items() if judged.limit_m}
    columns = ["residents", "households", *(name for name in homes if name.startswith("residents_"))]
    assert gaps["homes"].sum() == len(homes)
    for name in columns:
        assert gaps[name].sum() == homes[name].sum()
    inside = pd.concat(members.values())
    assert inside.index.is_unique
    assert gaps["is_others"].any()
    for gap in gaps[~gaps["is_others"]].itertuples():
        own = members[gap.gap_id]
        assert len(own) == gap.homes
        assert [own[name].sum() for name in columns] == [getattr(gap, name) for name in columns]
        assert set(own["unit_code"]) == set(gap.unit_codes.split(","))
        assert own.distance(shapely.Point(gap.x, gap.y)).max() <= coverage.limit_m[category]
    for scope in ("urban", "rural"):
        rest = homes[~homes.index.isin(inside.index)]
        level = coverage.city.divisions.set_index("code")["level"]
        is_rural = rest["community"].map(level).eq("village")
        told = gaps[gaps["is_others"] & (gaps["scope"] == scope)]["residents"].sum()
        assert told == rest["residents"][is_rural == (scope == "rural")].sum()


@pytest.mark.parametrize("category", ["kindergarten", "primary_school", "community_health_centre"])
def test_urban_gap_areas_come_first_and_of_each_scope_those_with_most_people(coverage, category):
    gaps = coverage.find_category_gaps(category)
    assert gaps["rank"].tolist() == list(range(1, len(gaps) + 1))
    listed = gaps[~gaps["is_others"]]
    assert gaps["is_others"].tolist() == [False] * len(listed) + [True] * (len(gaps) - len(listed))
    keys = list(zip(listed["scope"] == "rural", -listed["residents"], strict=True))
    assert keys == sorted(keys)
    for scope, rows in gaps.groupby("scope"):
        own = rows[~rows["is_others"]]["residents"]
        assert own.sum() >= SHARE * rows["residents"].sum() or len(own) == MOST, scope


def test_a_gap_area_is_named_by_its_street_and_community(coverage):
    gaps = coverage.gaps[~coverage.gaps["is_others"]]
    names = coverage.city.divisions.set_index("code")["name"]
    above = trace_parents(gaps["community"], coverage.city.divisions)
    for gap, street in zip(gaps.itertuples(), above["streets"], strict=True):
        assert gap.name.startswith(f"{names[street]} {names[gap.community]}")
        assert (gap.street_name, gap.community_name) == (names[street], names[gap.community])
    assert not gaps.duplicated(["category", "name"]).any()


@pytest.mark.parametrize("category", ["kindergarten", "community_health_centre"])
def test_the_nearest_facility_and_its_walk_are_those_of_the_table_of_homes(coverage, category):
    _, gaps, members = find_members(coverage, category)
    names = coverage.city.facilities.set_index("facility_id")["name"]
    for gap in gaps[~gaps["is_others"]].itertuples():
        own = members[gap.gap_id]
        reached = own[np.isfinite(own[f"walk_m_{category}"])]
        people = reached.groupby(f"facility_{category}")["residents"].sum()
        assert people[gap.facility_id] == people.max()
        assert gap.facility_name == names[gap.facility_id]
        walks = np.sort(reached.loc[reached[f"facility_{category}"] == gap.facility_id, f"walk_m_{category}"])
        assert gap.walk_m == walks[(len(walks) - 1) // 2]
        assert gap.shortfall_m == gap.walk_m - coverage.limit_m[category] > 0


@pytest.mark.parametrize("category", ["kindergarten", "community_health_centre"])
def test_a_site_covers_whom_a_scenario_with_a_facility_there_covers(coverage, category):
    _, gaps, members = find_members(coverage, category)
    baseline = prepare_changes(coverage, category)
    before = coverage.homes[f"status_{category}"].isin(UNCOVERED).to_numpy()
    people, scope = (coverage.homes[name].to_numpy() for name in ("residents", "scope"))
    for gap in gaps[gaps["site_x"].notna()].itertuples():
        change = change_facilities(baseline, add=np.array([[gap.site_x, gap.site_y]]))
        helped = before & (change.status == 0) & (scope == gap.scope)
        own = np.isin(np.arange(len(people)), members[gap.gap_id].index)
        assert people[helped].sum() == gap.site_residents_in_all
        assert people[helped & own].sum() == gap.site_residents
        city = change.levels["city"].set_index("scope").loc[gap.scope]
        assert city["uncovered_before"] - city["uncovered_after"] == gap.site_residents_in_all
    assert gaps["site_x"].notna().sum() >= 20


@pytest.mark.parametrize("category", ["kindergarten", "community_health_centre"])
def test_a_path_helps_at_most_those_near_one_facility_in_a_straight_line(coverage, category):
    _, gaps, members = find_members(coverage, category)
    facilities = coverage.city.facilities
    facilities = facilities[facilities["category"] == category]
    for gap in gaps[~gaps["is_others"]].itertuples():
        own = members[gap.gap_id]
        near_m = coverage.limit_m[category] / DETOUR_FACTOR
        helped = [own["residents"][own.distance(point) <= near_m].sum() for point in facilities.geometry]
        assert gap.path_residents_at_most == max(helped)
        if gap.path_residents_at_most:
            assert helped[facilities["facility_id"].tolist().index(gap.path_facility_id)] == max(helped)
        best = max(gap.path_residents_at_most, gap.site_residents)
        assert gap.remedy_residents == best
        assert gap.remedy == (REMEDIES[2] if not best else REMEDIES[gap.path_residents_at_most < best])


@pytest.mark.parametrize("minutes", [5e-324, 1e-200, 1e-9])
def test_a_limit_of_next_to_nothing_has_gaps_as_well(minutes):
    coverage = analyze_city(build_sample(), minutes=minutes)
    gaps = coverage.find_category_gaps("clinic")
    assert gaps["residents"].sum() == coverage.levels["city"]["uncovered_clinic"].sum() > 0
