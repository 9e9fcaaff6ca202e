"""Planned paths, gates and areas: a scenario on them is a new analysis of the changed city, and by hand on the toy."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.changes.laying import PlannedChanges, lay_changes
from geo.changes.wall_gates import open_walls
from geo.city.sample import ORIGIN, build_sample
from geo.coverage.analysis import analyze_city
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.coverage.status import TALLIES
from geo.plans.plan_homes import place_homes
from geo.plans.planned_roads import JOIN_M, add_roads
from geo.reference import build_reference
from geo.walking.split import split_lines
from tests.oracles import nearest_by_category

NONE = np.empty(0, object)


def plan(paths=(), gates=(), areas=(), residents=()):
    return PlannedChanges(
        paths=np.array([shapely.LineString(path) for path in paths], object),
        gates=np.reshape(np.asarray(gates, float), (-1, 2)),
        areas=np.array(list(areas), object),
        residents=np.asarray(residents, float),
    )


def rebuild(city, changes, add, remove, category):
    """The changed city, put together layer by layer, without a snap that is known."""
    opened = open_walls(city, city.network, changes.gates)
    lines = gpd.GeoSeries([*changes.paths, *(way for way in opened.ways if way is not None)], crs=city.crs)
    future = place_homes(gpd.GeoSeries(changes.areas, crs=city.crs), city.extent.geometry.iloc[0])
    homes = gpd.GeoDataFrame(
        {
            "home_id": [f"planned{i}" for i in range(len(future.points))],
            "residents": changes.residents[future.area] * future.share,
        },
        geometry=future.points,
        crs=city.crs,
    )
    new = gpd.GeoDataFrame(
        {"facility_id": [f"new{i}" for i in range(len(add))], "category": category},
        geometry=shapely.points(np.reshape(add, (-1, 2))),
        crs=city.crs,
    )
    kept = city.facilities[~city.facilities["facility_id"].isin(remove)]
    today = city.homes[["home_id", "residents", "geometry"]]
    return dataclasses.replace(
        city,
        roads=add_roads(city.roads, lines).drop(columns="was") if len(lines) else city.roads,
        barriers=opened.barriers,
        homes=gpd.GeoDataFrame(pd.concat([today, homes], ignore_index=True), crs=city.crs),
        facilities=gpd.GeoDataFrame(pd.concat([kept, new], ignore_index=True), crs=city.crs),
        snap_cache=None,
    )


def check_equal(coverage, changes, category, *, add=(), remove=()):
    add = np.reshape(np.asarray(add, float), (-1, 2))
    laid = lay_changes(coverage.walks, changes)
    baseline = prepare_changes(coverage, category, ground=laid.ground)
    change = change_facilities(baseline, add=add, remove=list(remove))
    anew = analyze_city(
        rebuild(coverage.city, changes, add, remove, category), profile=coverage.profile.name, categories=[category]
    )
    walk_m = anew.walks.nearest.walk_m[:, 0]
    assert np.array_equal(np.isfinite(walk_m), np.isfinite(change.walk_m))
    reached = np.isfinite(walk_m)
    # costs of edges have 32 bits: 0.1 mm in a kilometre
    assert np.abs(walk_m[reached] - change.walk_m[reached]).max(initial=0) < 1e-4
    assert np.array_equal(anew.status[:, 0], change.status)
    for level, table in anew.levels.items():
        keys = ["code", "scope"]
        both = table.merge(change.levels[level], on=keys, how="outer", suffixes=("", "_old"), indicator=True)
        assert (both["_merge"] == "both").all()
        for tally in TALLIES:
            assert both[f"{tally}_after"].to_numpy() == pytest.approx(both[f"{tally}_{category}"].to_numpy(), abs=1e-6)
            before = coverage.levels[level].merge(change.levels[level], on=keys)
            assert (before[f"{tally}_before"] == before[f"{tally}_{category}"]).all()
    return laid, change


@pytest.fixture(scope="module")
def small():
    return analyze_city(build_reference(scale=0.03))


@pytest.fixture(scope="module")
def wheelchair():
    return analyze_city(build_reference(scale=0.03), profile="wheelchair")


def invent(coverage, seed, *, paths, gates, areas):
    """Paths from homes over 40 to 600 m, gates on walls, areas of some hectares anywhere."""
    rng, city = np.random.default_rng(seed), coverage.city
    xy = shapely.get_coordinates(city.homes.geometry.to_numpy())
    lines = [
        np.cumsum([xy[rng.integers(len(xy))], *rng.uniform(-300, 300, (rng.integers(1, 4), 2))], axis=0)
        for _ in range(paths)
    ]
    walls = city.barriers.geometry.to_numpy()
    on = [walls[rng.integers(len(walls))].interpolate(rng.random(), normalized=True) for _ in range(gates)]
    boxes = [
        shapely.box(x, y, x + w, y + h)
        for (x, y), (w, h) in zip(xy[rng.integers(len(xy), size=areas)], rng.uniform(60, 500, (areas, 2)), strict=True)
    ]
    return plan(lines, [(p.x, p.y) for p in on], boxes, rng.uniform(200, 4000, areas))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(8))
def test_changes_of_every_kind_equal_a_new_analysis(small, seed):
    rng, city = np.random.default_rng(seed), small.city
    paths, gates, areas, facilities = (int(count) for count in rng.integers(0, 4, 4))
    category = str(rng.choice(small.walks.context.categories))
    changes = invent(small, seed, paths=paths, gates=gates, areas=areas)
    west, south, east, north = city.extent.total_bounds
    add = np.column_stack([rng.uniform(west, east, facilities), rng.uniform(south, north, facilities)])
    ids = city.facilities["facility_id"][city.facilities["category"] == category].to_numpy()
    check_equal(small, changes, category, add=add, remove=rng.choice(ids, min(facilities, len(ids)), replace=False))


def test_who_uses_no_steps_walks_planned_ways_too(wheelchair):
    changes = invent(wheelchair, 5, paths=2, gates=2, areas=1)
    check_equal(wheelchair, changes, wheelchair.walks.context.categories[0])


def test_gates_are_joined_and_shorten_walks(small):
    changes = invent(small, 3, paths=0, gates=12, areas=0)
    category = "convenience_store" if "convenience_store" in small.limit_m else small.walks.context.categories[-1]
    laid, change = check_equal(small, changes, category)
    assert sum(way is not None for way in laid.ways) >= 4
    before = small.walks.nearest.walk_m[:, small.walks.context.categories.index(category)]
    assert (change.walk_m < before - 1).any()


@pytest.mark.heavy
@settings(max_examples=10, derandomize=True, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_paths_in_the_toy_city_equal_the_second_program(seed, count):
    rng, city = np.random.default_rng(seed), build_sample()
    paths = [np.add(rng.uniform(-50, 1100, (rng.integers(2, 4), 2)), ORIGIN) for _ in range(count)]
    coverage = analyze_city(city)
    laid = lay_changes(coverage.walks, plan(paths))
    change = change_facilities(prepare_changes(coverage, "school", ground=laid.ground), add=np.empty((0, 2)))
    roads = node_by_hand(city, [shapely.LineString(path) for path in paths])
    plain = nearest_by_category(
        roads, city.homes.geometry.to_list(), city.facilities.geometry.to_list(), city.facilities["category"].tolist()
    )["school"]
    assert change.walk_m == pytest.approx(plain, abs=0.05)  # crossings within a centimetre are one


def node_by_hand(city, paths):
    """Roads and paths cut wherever they meet, ends that are near to a road drawn on to it, lost pieces left out."""
    whole = shapely.union_all(city.roads.geometry.to_numpy())
    drawn = []
    for path in paths:
        corners = [shapely.Point(xy) for xy in path.coords]
        for at, end in ((0, corners[0]), (len(corners) + 1, corners[-1])):
            if 0 < end.distance(whole) <= JOIN_M:
                corners.insert(at, shapely.shortest_line(whole, end).interpolate(0))
        drawn.append(shapely.LineString(corners))
    # a hair longer, so that an end on a road is seen to meet it
    lines = shapely.node(shapely.MultiLineString([*city.roads.geometry, *(stretch(line) for line in drawn)]))
    pieces = gpd.GeoDataFrame(geometry=[piece for piece in lines.geoms if piece.length > 0.001], crs=city.crs)
    return split_lines(pieces, None)


def stretch(line, by_m=0.0005):
    first, second, *_ = line.coords
    *_, before, last = line.coords
    ends = [
        np.add(end, np.subtract(end, to) * by_m / np.hypot(*np.subtract(end, to)))
        for end, to in ((first, second), (last, before))
    ]
    return shapely.LineString([ends[0], *line.coords, ends[1]])


def test_a_path_of_the_toy_city_by_hand():
    coverage = analyze_city(build_sample())
    # from the crossing at (900, 900) to the field, which no road was near to
    path = np.add([(900, 900), (900, 1300), (450, 1300)], ORIGIN)
    laid, change = check_equal(coverage, plan([path]), "clinic")
    assert change.walk_m.tolist() == [0.0, 300.0, 160.0, 1800.0, 2650.0]
    assert laid.path_reason.tolist() == [""]


def test_a_gate_of_the_toy_city_by_hand():
    city = walled_city()
    coverage = analyze_city(city)
    # the lane lies within walls and leads nowhere
    assert np.isinf(coverage.walks.nearest.walk_m[5, 0])
    laid, change = check_equal(coverage, plan(gates=[np.add((140, 24), ORIGIN)]), "clinic")
    # 10 m along the lane, 60 m down through the gate, 140 m along the road
    assert change.walk_m[5] == pytest.approx(10 + 60 + 140)
    assert laid.gate_reason.tolist() == [""]
    assert len(laid.ground.context.city.barriers) == 1
    assert laid.ground.context.city.barriers.length.sum() == pytest.approx(560 - 3, abs=1e-6)


def walled_city():
    city = build_sample()
    lane = gpd.GeoDataFrame(
        {"highway": ["footway"]}, geometry=[shapely.LineString(np.add([(100, 60), (200, 60)], ORIGIN))], crs=city.crs
    )
    lines = gpd.GeoDataFrame(pd.concat([city.roads[["highway", "geometry"]], lane], ignore_index=True), crs=city.crs)
    home = city.homes.iloc[[0]].assign(home_id="lane")
    home = home.set_geometry(shapely.points(np.add([(150, 60)], ORIGIN)), crs=city.crs)
    yard = shapely.box(*np.add(ORIGIN, (50, 20)), *np.add(ORIGIN, (250, 100)))
    wall = gpd.GeoDataFrame({"barrier_kind": ["wall"]}, geometry=[yard.exterior], crs=city.crs)
    return dataclasses.replace(
        city,
        roads=split_lines(lines, None),
        homes=gpd.GeoDataFrame(pd.concat([city.homes, home], ignore_index=True), crs=city.crs),
        barriers=wall,
    )


def test_an_area_of_the_toy_city_by_hand():
    coverage = analyze_city(build_sample())
    # homes 25 m apart along the road from (300, 300) to (600, 300), and an area out of reach of any
    far = shapely.box(*np.add(ORIGIN, (3000, 3000)), *np.add(ORIGIN, (3100, 3100)))
    near = shapely.box(*np.add(ORIGIN, (400, 290)), *np.add(ORIGIN, (500, 310)))
    laid, change = check_equal(coverage, plan(areas=[near, far], residents=[1000, 500]), "school")
    assert laid.area_reason.tolist() == ["", "no_road"]
    city = change.levels["city"].set_index("scope").loc["urban"]
    assert city["covered_before"] + city["uncovered_before"] == 65
    assert city["covered_after"] - city["covered_before"] == pytest.approx(1000)  # at most 600 m, within 1,000 m
    assert city["uncovered_after"] - city["uncovered_before"] + city["unknown_after"] == pytest.approx(500)
    units = change.levels["grid_units"].set_index("code")
    assert units.loc["410102001001001", "covered_after"] - units.loc["410102001001001", "covered_before"] == 1000
    assert units.loc["", "uncovered_after"] == pytest.approx(505)


def test_nothing_planned_changes_nothing():
    coverage = analyze_city(build_sample())
    laid = lay_changes(coverage.walks, plan())
    assert laid.ground.context is coverage.walks.context


def test_a_path_that_meets_no_road_and_one_that_meets_only_a_lost_lane_say_so():
    city = walled_city()
    lost, lane = np.add([(1500, 1500), (1600, 1500)], ORIGIN), np.add([(150, 60), (150, 120)], ORIGIN)
    laid = lay_changes(analyze_city(city).walks, plan([lost, lane]))
    assert laid.path_reason.tolist() == ["no_road", "short_component"]


def test_a_road_that_led_nowhere_is_joined_along_its_whole_length_once_a_path_leads_there():
    city = walled_city()
    home = (
        city.homes.iloc[[5]]
        .assign(home_id="end")
        .set_geometry(shapely.points(np.add([(101, 65)], ORIGIN)), crs=city.crs)
    )
    city = dataclasses.replace(
        city, homes=gpd.GeoDataFrame(pd.concat([city.homes, home], ignore_index=True), crs=city.crs), barriers=None
    )
    far = dataclasses.replace(city, snap_limit_m=20.0)
    coverage = analyze_city(far)
    assert not np.isfinite(coverage.walks.nearest.walk_m[6, 0])
    check_equal(coverage, plan([np.add([(200, 60), (200, 0)], ORIGIN)]), "clinic")


def test_a_gate_that_joins_nothing_opens_no_wall():
    city = walled_city()
    opened = open_walls(city, city.network, np.add([(240, 500), (150, 600)], ORIGIN))
    assert opened.reason.tolist() == ["no_road_across", ""]  # the second stands on a road
    assert opened.barriers is city.barriers
