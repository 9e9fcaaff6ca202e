"""Walks of plan areas: equal to networkx on the network with every snap point inserted."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.city.walk_context import make_walk_context, walk_to
from geo.plans.alone_walks import walk_alone
from geo.plans.exit_walks import walk_through
from geo.plans.measured_plans import number_plans
from geo.plans.plan_homes import place_homes
from geo.plans.plan_walks import OWN_REACH_M, walk_together
from geo.plans.planned_network import build_roads
from geo.plans.planned_roads import JOIN_M, add_roads
from geo.plans.plot_exits import find_exits
from geo.reference import build_reference
from geo.walking.nearest import NearestWalks
from geo.walking.network import build_network
from tests import oracles
from tests.plan_areas import invent_areas

CATEGORIES = ["kindergarten", "health_station", "market"]


@pytest.fixture(scope="module")
def city():
    """A small city that the plain second program can walk: no barriers, no gates of facilities."""
    return dataclasses.replace(build_reference(scale=0.03), barriers=None, gates=None, snap_cache=None)


def walk_there(city):
    return walk_to(make_walk_context(city), CATEGORIES)


def walk_plainly(city, roads, points, facilities, category):
    found = oracles.nearest_by_category(
        roads, points, facilities, category, limit_m=city.snap_limit_m, min_component_m=city.min_component_m
    )
    return np.column_stack([found[name] if name in found else np.full(len(points), np.inf) for name in CATEGORIES])


def walk_through_exits(city, roads, plans, exits, facilities):
    """From each home: straight to each exit of its area and on from there."""
    gates = walk_plainly(city, roads, list(shapely.points(exits.xy)), list(facilities.geometry), facilities["category"])
    walk_m = np.full((len(plans.homes.points), len(CATEGORIES)), np.inf)
    for home, point in enumerate(plans.homes.points):
        mine = np.flatnonzero(exits.area == plans.homes.area[home])
        legs = np.hypot(*(exits.xy[mine] - shapely.get_coordinates(point)).T)
        walk_m[home] = (gates[mine] + legs[:, None]).min(axis=0, initial=np.inf)
    return walk_m


def check_equal(one, other):
    assert np.array_equal(np.isfinite(one), np.isfinite(other))
    finite = np.isfinite(one)
    assert np.abs(one[finite] - other[finite]).max() < 0.11  # 0.1 s of walking
    assert finite.any()


@pytest.mark.heavy
def test_walks_to_what_stands_equal_the_second_program(city):
    plans = number_plans(city, invent_areas(city, 14, seed=5, with_roads=0.0), CATEGORIES)
    walks = walk_alone(walk_there(city), plans, limit_m=1000.0)
    chosen = city.facilities[city.facilities["category"].isin(CATEGORIES)]
    plain = walk_through_exits(city, city.roads, plans, walks.from_exits.exits, chosen)
    check_equal(walks.existing.walk_m, plain)


@pytest.mark.heavy
def test_walks_with_all_planned_roads_equal_the_second_program(city):
    plans = number_plans(city, invent_areas(city, 14, seed=6, with_roads=0.5), CATEGORIES)
    assert len(plans.roads) > 3
    built = build_roads(walk_there(city), plans.roads.geometry)
    walks = walk_together(built, plans, limit_m=1000.0)
    chosen = city.facilities[city.facilities["category"].isin(CATEGORIES)]
    plain = walk_through_exits(city, built.city.roads, plans, walks.from_exits.exits, chosen)
    check_equal(walks.existing.walk_m, plain)


@pytest.mark.heavy
def test_an_area_alone_walks_on_its_own_roads_and_nobody_elses(city):
    plans = number_plans(city, invent_areas(city, 14, seed=6, with_roads=0.5), CATEGORIES)
    walks = walk_alone(walk_there(city), plans, limit_m=1000.0)
    chosen = city.facilities[city.facilities["category"].isin(CATEGORIES)]
    for area in np.unique(plans.roads["area"])[:4]:
        roads = add_roads(city.roads, plans.roads.geometry[plans.roads["area"] == area])
        plain = walk_through_exits(city, roads, plans, walks.from_exits.exits, chosen)
        mine = plans.homes.area == area
        near = plain[mine] <= OWN_REACH_M
        assert near.any()
        assert np.abs(walks.existing.walk_m[mine][near] - plain[mine][near]).max() < 0.11


def test_laying_roads_joins_every_place_as_joining_all_anew_does(city):
    planned = invent_areas(city, 14, seed=7, with_roads=0.6).roads.geometry
    context = walk_there(city)
    built = build_roads(context, planned)
    anew = walk_there(dataclasses.replace(city, roads=built.city.roads, snap_cache=None))
    for one, other in ((built.homes, anew.homes), (built.facilities, anew.facilities)):
        assert np.array_equal(one.place, other.place)
        assert one.access_m == pytest.approx(other.access_m, abs=1e-9)
    moved = built.homes.access_m != context.homes.access_m
    assert moved.any()
    assert not moved.all()


def test_added_roads_keep_what_was_there(city):
    planned = invent_areas(city, 14, seed=8, with_roads=0.6).roads.geometry
    more = add_roads(city.roads, planned)
    kept = more[more["was"] >= 0]
    before = city.roads.iloc[kept["was"].to_numpy()]
    assert kept["length_m"].to_numpy() == pytest.approx(before["length_m"].to_numpy())
    old_m = more.loc[more["highway"] != "planned", "length_m"].sum()
    assert old_m == pytest.approx(city.roads["length_m"].sum())
    assert more["length_m"].to_numpy() == pytest.approx(more.length.to_numpy())


def test_a_road_that_leads_nowhere_is_left_out_and_one_that_ends_near_a_road_joins_it():
    roads = build_sample().roads
    west, south = ORIGIN
    lost = shapely.LineString([(west + 100, south + 100), (west + 200, south + 200)])
    near = shapely.LineString([(west + 150, south + JOIN_M - 1), (west + 150, south + 200)])
    crs = roads.crs
    assert len(add_roads(roads, gpd.GeoSeries([lost], crs=crs))) == len(roads)
    joined = add_roads(roads, gpd.GeoSeries([near], crs=crs))
    assert joined["length_m"].sum() - roads["length_m"].sum() == pytest.approx(200.0)


def test_homes_leave_through_the_cheapest_gate():
    city = build_sample()
    west, south = ORIGIN
    area = gpd.GeoSeries([shapely.box(west + 420, south + 320, west + 480, south + 360)], crs=city.crs)
    homes = place_homes(area, city.extent.geometry.iloc[0])
    gates = gpd.GeoDataFrame(
        {"area": [0, 0]},
        geometry=gpd.points_from_xy([west + 450, west + 450], [south + 320, south + 360]),
        crs=city.crs,
    )
    exits = find_exits(city, build_network(city.roads), area, gates)
    # the northern gate is 240 m from the road y = 600: too far to join it, so it joins y = 300 like the southern one
    assert exits.access_m.tolist() == [20, 60]
    walks = NearestWalks(exits.access_m[:, None], np.array([[0], [1]], np.int32))
    found = walk_through(exits, shapely.get_coordinates(homes.points), homes.area, walks)
    assert sorted(found.walk_m[:, 0].round(1).tolist())[:2] == [27.5, 46.1]
    assert set(found.facility[:, 0]) == {0}
