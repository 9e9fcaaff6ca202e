"""Life circles of a line of communities, worked out by hand in the docstring of build_line_city."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.city.walk_context import make_walk_context
from geo.errors import InputError
from geo.life_circles.circle_tables import describe_life_circles
from geo.life_circles.life_plan import plan_life_circles, prepare_life_circles
from geo.life_circles.life_summary import summarize_circles, summarize_ground
from geo.life_circles.life_tiers import find_life_tiers
from geo.life_circles.line_city import build_line_city, build_line_rules, plan_line_city
from geo.life_circles.urban_units import Separators, count_beyond, find_urban_units
from geo.rules.rule_set import dump_rules, parse_rules
from geo.walking.profiles import find_profile

SMALL = {"15_min": 46_000, "10_min": 11_000, "5_min": 1000}


@pytest.fixture(scope="module")
def plan():
    return plan_line_city()


@pytest.fixture(scope="module")
def circles(plan):
    return describe_life_circles(plan)


def prepare(city, **options):
    return prepare_life_circles(city, make_walk_context(city), **options)


def list_districts(plan, key):
    label = plan.layers[key].label
    return [np.flatnonzero(label == each).tolist() for each in range(label.max() + 1)]


# --- the best division is known


def test_the_large_circle_is_all_nine_communities_and_its_centre_is_the_school(plan, circles):
    assert list_districts(plan, "15_min") == [list(range(18)), [18, 19]]
    row = circles.tables["15_min"].iloc[0]
    assert (row["centre_facility_id"], row["within"], row["beyond"]) == ("m1", 18_000, 36_000)
    assert (row["communities"], row["grid_units"], row["band"]) == (9, 18, "within")


def test_the_three_circles_of_ten_minutes_are_three_communities_each(plan, circles):
    assert list_districts(plan, "10_min") == [list(range(6)), list(range(6, 12)), list(range(12, 18)), [18, 19]]
    table = circles.tables["10_min"]
    assert table["residents"].tolist() == [18_000, 18_000, 18_000, 4000]
    # of six homes 400 m apart three lie within 500 m of the middle one
    assert table["within"].tolist() == [9000, 9000, 9000, 4000]
    # a facility of the tier is chosen before a crossing that is as good
    assert table["centre_facility_id"].tolist()[:2] == ["p1", "p2"]


def test_the_nine_circles_of_five_minutes_have_two_units_each_and_nobody_beyond(plan, circles):
    assert list_districts(plan, "5_min") == [[2 * i, 2 * i + 1] for i in range(10)]
    assert circles.tables["5_min"]["beyond"].sum() == 0


def test_a_compartment_that_is_too_small_is_reported_and_joined_to_nothing(circles):
    for key, off in SMALL.items():
        last = circles.tables[key].iloc[-1]
        assert (last["band"], last["compartment_too_small"], last["off_band"]) == ("below", True, off)
        assert last["neighbours"] == ""


def test_the_bounds_by_hand(plan):
    bands = plan.ground.bands
    assert [(bands[key].fewest.tolist(), bands[key].most.tolist()) for key in bands] == [
        ([1, 1], [1, 1]),
        ([3, 1], [3, 1]),
        ([5, 1], [10, 1]),
    ]
    assert [bands[key].off.tolist() for key in bands] == [[0, SMALL[key]] for key in bands]
    # 15 minutes: the bound is met; 10 minutes: at most nine of 18 homes are within 500 m of three places
    assert plan.layers["15_min"].beyond_least == pytest.approx(36_000)
    assert 26_000 <= plan.layers["10_min"].beyond_least <= 27_000
    assert plan.layers["5_min"].beyond_least == 0


def test_codes_nest_and_names_are_those_of_the_centre(circles):
    large, middle, small = circles.tables.values()
    assert large["code"].tolist() == ["15-001", "15-002"]
    assert middle["code"].tolist() == ["10-001-01", "10-001-02", "10-001-03", "10-002-01"]
    assert small["code"].tolist()[:4] == ["5-001-01-01", "5-001-01-02", "5-001-01-03", "5-001-02-01"]
    assert small["parent"].tolist()[3] == "10-001-02"
    assert large["name_zh"].tolist() == ["Street15分钟生活圈(1)", "Street15分钟生活圈(2)"]
    assert middle["name_en"].tolist()[0] == "C2 10-minute circle"
    assert large["neighbours"].tolist() == ["", ""]
    assert middle["neighbours"].tolist() == ["10-001-02", "10-001-01 10-001-03", "10-001-02", ""]


def test_villages_are_in_no_circle_and_counted(circles):
    summary = summarize_circles(circles)
    assert summary["rural"] == {"residents": 1000, "homes": 2, "units": 2}
    assert not circles.units["unit_code"].str.startswith("410102001011").any()


def test_facilities_of_the_tier_are_counted_and_short(circles):
    found = circles.facilities.set_index(["code", "category"])
    assert found.loc[("15-001", "junior_middle_school"), ["there", "required", "short"]].tolist() == [1, 1, 0]
    # what is owed at a tier starts at the tier's size
    assert found.loc[("15-002", "junior_middle_school"), ["there", "required", "short"]].tolist() == [0, 0, 0]
    assert found.loc[("10-001-03", "primary_school"), "short"] == 1
    # a larger circle does not answer for the facilities of a smaller one
    assert "primary_school" not in found.loc["15-001"].index


def test_walks_in_metres_in_minutes_and_straight_are_all_shown():
    city = build_line_city()
    context = make_walk_context(city, profile="elder")
    plan = plan_life_circles(prepare_life_circles(city, context), context)
    row = describe_life_circles(plan).tables["15_min"].iloc[0]
    # 15 minutes of an elder are 720 m: 400 m twice to either side would be 800; metres decide the circles
    assert (row["within"], row["within_timed"], row["within_straight"]) == (18_000, 12_000, 18_000)


# --- what separates


def test_a_river_separates_although_a_bridge_crosses_it():
    ground = prepare(build_line_city())
    assert ground.compartment_residents.tolist() == [54_000, 4000]
    # the bridge is 20 m wide: with 10 m it would be a way through, and the communities one compartment
    narrow = prepare(build_line_city(), separators=Separators(bridge_m=10))
    assert narrow.compartment_residents.tolist() == [58_000]


def test_what_separates_can_be_chosen():
    assert len(prepare(build_line_city(), separators=Separators(barrier_kinds=("railway",))).compartment_residents) == 1


def test_a_trunk_road_separates_and_another_road_does_not():
    city = build_line_city()
    x = ORIGIN[0] + 2400
    road = shapely.LineString([(x, ORIGIN[1] - 1000), (x, ORIGIN[1] + 1400)])
    for highway, sizes in (("trunk", [18_000, 36_000, 4000]), ("primary", [54_000, 4000])):
        across = gpd.GeoDataFrame({"highway": [highway]}, geometry=[road], crs=city.crs)
        known = city.roads.assign(highway="residential")
        roads = gpd.GeoDataFrame(pd.concat([known, across], ignore_index=True), crs=city.crs)
        urban = find_urban_units(
            dataclasses.replace(city, roads=roads), Separators(), residents=city.homes["residents"].to_numpy(float)
        )
        found = np.bincount(urban.compartment, weights=np.repeat([3000.0, 2000.0], [18, 2]))
        assert found.tolist() == sizes


def test_a_unit_on_both_sides_belongs_to_the_side_of_most_residents_and_is_told():
    city = build_line_city()
    x = ORIGIN[0] + 7100  # through the last unit before the river of the line, whose home lies at 7,000 m
    river = shapely.LineString([(x, ORIGIN[1] - 1000), (x, ORIGIN[1] + 1400)])
    moved = dataclasses.replace(
        city, barriers=gpd.GeoDataFrame({"barrier_kind": ["river"]}, geometry=[river], crs=city.crs)
    )
    ground = prepare(moved)
    urban = ground.urban
    assert np.flatnonzero(urban.is_divided).tolist() == [17]
    assert ground.compartment_residents.tolist() == [54_000, 4000]
    homes = np.asarray(moved.homes.geometry.values)
    assert count_beyond(urban, homes, ground.home_unit, ground.home_residents).tolist() == [0] * 20
    # a second home in that unit, beyond the river, is told
    homes[16] = shapely.Point(x + 60, ORIGIN[1] + 200)
    unit = ground.home_unit.copy()
    unit[16] = 17
    assert count_beyond(urban, homes, unit, ground.home_residents)[17] == 3000


def test_a_community_on_both_sides_of_a_barrier_is_taken_in_parts():
    city = build_line_city()
    x = ORIGIN[0] + 2000  # between the units of C3
    river = shapely.LineString([(x, ORIGIN[1] - 1000), (x, ORIGIN[1] + 1400)])
    moved = dataclasses.replace(
        city, barriers=gpd.GeoDataFrame({"barrier_kind": ["river"]}, geometry=[river], crs=city.crs)
    )
    context = make_walk_context(moved)
    circles = describe_life_circles(plan_life_circles(prepare_life_circles(moved, context), context))
    assert summarize_circles(circles)["divided"]["split_communities"] == ["410102001003"]
    sides = circles.units.groupby("circle_10_min")["compartment"].nunique()
    assert sides.max() == 1
    assert circles.tables["10_min"]["shared_communities"].sum() == 2


# --- what is refused


def test_a_city_without_tiers_is_refused_with_what_to_do():
    city = build_sample()
    with pytest.raises(InputError, match=r"no rule set states the residents of the tiers .* with --rules"):
        prepare(city)


def test_a_city_of_villages_is_refused():
    city = build_line_city()
    divisions = city.divisions.assign(level=city.divisions["level"].replace("community", "village"))
    with pytest.raises(InputError, match="no residents in grid units of urban communities"):
        prepare(dataclasses.replace(city, divisions=divisions))


def test_walks_come_from_the_rule_set_else_from_the_minutes_of_the_profile():
    given = dump_rules(build_line_rules())
    for tier in given["tiers"].values():
        del tier["walk_m"]
    tiers = find_life_tiers([parse_rules(given, file="x")], find_profile("elder"))
    assert [tier.limit_m for tier in tiers] == [720, 480, 240]
    stated = find_life_tiers([build_line_rules()], find_profile("elder"))
    assert [(tier.limit_m, tier.timed_m) for tier in stated] == [(1000, 720), (500, 480), (300, 240)]


def test_a_rule_set_that_is_given_goes_before_the_citys():
    given = dump_rules(build_line_rules())
    given["tiers"]["15_min"]["residents"] = [20_000, 30_000]
    ground = prepare(build_line_city(), rules=parse_rules(given, file="x"))
    assert (ground.bands["15_min"].fewest[0], ground.bands["15_min"].most[0]) == (2, 2)


def test_compartments_are_numbered_by_size():
    found = summarize_ground(prepare(build_line_city()))["compartments"]
    assert [(each["compartment"], each["communities"]) for each in found] == [(1, 9), (2, 1)]


def test_the_same_seed_gives_the_same_circles(plan):
    again = plan_line_city()
    assert all(np.array_equal(plan.layers[key].label, again.layers[key].label) for key in plan.layers)


def test_norms_from_memory_are_said_to_be_unverified(circles):
    assert "unverified" not in summarize_circles(circles)["method"]
    given = dump_rules(build_line_rules())
    given["facilities"]["primary_school"]["verified"] = False
    city = dataclasses.replace(build_line_city(), rule_sets=(parse_rules(given, file="x"),))
    context = make_walk_context(city)
    found = summarize_circles(describe_life_circles(plan_life_circles(prepare_life_circles(city, context), context)))
    assert "待核对" in found["method"]["unverified"]["zh"]
    assert "小学" in found["method"]["unverified"]["zh"]
    assert "初中" not in found["method"]["unverified"]["zh"]


def test_a_judgement_of_floor_area_is_by_what_is_stated():
    city = build_line_city()
    given = dump_rules(build_line_rules())
    given["facilities"]["primary_school"]["floor_area"] = {"m2": [3000, 5000]}
    given["tiers"]["10_min"]["floor_per_1000"] = {"m2": [100, 200]}
    facilities = city.facilities.assign(floor_area_m2=[None, 2000.0, None])
    city = dataclasses.replace(city, facilities=facilities, rule_sets=(parse_rules(given, file="x"),))
    context = make_walk_context(city)
    circles = describe_life_circles(plan_life_circles(prepare_life_circles(city, context), context))
    rows = circles.facilities[circles.facilities["category"] == "primary_school"].set_index("code")
    assert rows["floor_short_m2"].fillna(-1).tolist() == [1000, -1, 3000, 0]  # the second is of unknown size
    table = circles.tables["10_min"].set_index("code")
    assert table.loc["10-001-01", ["tier_floor_m2", "tier_floor_unknown", "tier_floor_least_m2"]].tolist() == [
        2000,
        0,
        1800,
    ]
