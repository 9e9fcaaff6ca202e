"""Private ways: walks begin and end there and never pass through, in every kind of search."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.circles.circles import draw_circle, make_circles
from geo.circles.reach import trace_reached_edges
from geo.circles.routes import trace_route
from geo.city.sample import ORIGIN, build_sample
from geo.city.walks import measure_walks
from geo.coverage.analysis import analyze_city
from geo.coverage.scenarios import change_facilities, prepare_changes
from geo.plans.planned_roads import add_roads
from geo.reference import build_reference
from geo.walking.access_points import join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.network import build_network
from geo.walking.private_ways import enclose_roads
from geo.walking.search import price_points
from geo.walking.snap import snap_points
from geo.walking.split import split_lines
from geo.walking.within import list_pairs
from tests.geo.coverage.test_districts import build_town, compare_with_whole
from tests.geo.walking.test_walking import draw, networks, place
from tests.oracles import walk_all, walk_all_private
from tests.osm_scenes import build, list_notes, measure, walk, write_osm

CRS = "EPSG:32650"
STREET, PRIVATE = {"highway": "residential"}, {"highway": "service", "access": "private"}
FAR = [(0, 0), (0, 600), (1000, 600), (1000, 0)]
slow = settings(max_examples=40, derandomize=True)
flags = st.lists(st.booleans(), min_size=40, max_size=40)


def join(network, *layers):
    return [
        join_points(snap_points(network, shapely.points(np.array(points)), limit_m=60, min_component_m=0))
        for points in layers
    ]


def draw_private(edges, are_private):
    roads = draw(edges)
    return roads.assign(private=np.resize(are_private, len(roads)))


@slow
@given(networks, flags, st.lists(place, min_size=1, max_size=8), st.lists(place, min_size=1, max_size=5))
def test_walks_equal_three_searches_one_after_the_other(edges, are_private, homes, facilities):
    roads = draw_private(edges, are_private)
    facilities = [*facilities, homes[0]]
    network = build_network(roads)
    category = np.arange(len(facilities), dtype=np.int32)
    ours = nearest_facilities(network, *join(network, homes, facilities), category, categories=len(facilities)).walk_m
    theirs = walk_all_private(roads, shapely.points(homes), shapely.points(facilities), limit_m=60, min_component_m=0)
    assert np.allclose(ours, theirs, atol=1e-6)


@slow
@given(networks, flags, st.lists(place, min_size=1, max_size=6), st.lists(place, min_size=1, max_size=5))
def test_pairs_equal_three_searches_and_are_as_long_there_as_back(edges, are_private, homes, facilities):
    roads = draw_private(edges, are_private)
    network = build_network(roads)
    walk_m = walk_all_private(roads, shapely.points(homes), shapely.points(facilities), limit_m=60, min_component_m=0)
    assume((np.abs(walk_m[np.isfinite(walk_m)] - 400.0) > 0.002).all())
    origins, targets = join(network, homes, facilities)
    for flipped in (False, True):
        pairs = list_pairs(network, *((targets, origins) if flipped else (origins, targets)), limit_m=400.0)
        found = np.full(walk_m.T.shape if flipped else walk_m.shape, np.inf)
        found[pairs.origin, pairs.place] = pairs.walk_m
        expected = walk_m.T if flipped else walk_m
        assert np.allclose(found, np.where(expected <= 400.0, expected, np.inf), atol=1e-3)


@slow
@given(networks, st.lists(place, min_size=1, max_size=5), st.lists(place, min_size=1, max_size=5))
def test_where_nothing_or_everything_is_private_walks_are_those_of_public_ways(edges, homes, facilities):
    roads = draw(edges)
    expected = walk_all(roads, shapely.points(homes), shapely.points(facilities), limit_m=60, min_component_m=0)
    for private in (False, True):
        network = build_network(roads.assign(private=private))
        category = np.arange(len(facilities), dtype=np.int32)
        joined = join(network, homes, facilities)
        ours = nearest_facilities(network, *joined, category, categories=len(facilities)).walk_m
        assert np.allclose(ours, expected, atol=1e-6)


def test_a_network_without_private_ways_has_no_node_more():
    network = build_network(build_sample().roads)
    assert network.node_count == len(network.node_xy)
    assert len(network.graph.neighbour) == 2 * len(network.u)


@pytest.fixture(scope="module")
def town():
    """A small city of which every seventh road is private."""
    city = build_reference(scale=0.03)
    private = np.random.default_rng(7).random(len(city.roads)) < 1 / 7
    return dataclasses.replace(city, roads=city.roads.assign(private=private), snap_cache=None)


def test_a_route_is_as_long_as_the_table_says_and_private_only_at_its_ends(town):
    walks = measure_walks(town)
    rng, compared = np.random.default_rng(3), 0
    for home, k in zip(
        rng.integers(0, len(town.homes), 200), rng.integers(0, len(walks.context.categories), 200), strict=True
    ):
        if walks.nearest.facility[home, k] >= 0:
            name = walks.context.categories[k]
            route = trace_route(town, walks, home_id=town.homes["home_id"].iloc[home], category=name).iloc[0]
            assert route.length_m == pytest.approx(route.walk_m, abs=0.05)
            compared += 1
    assert compared > 100


def test_a_scenario_equals_a_new_analysis(town):
    category = town.facilities["category"].value_counts().index[0]
    ids = town.facilities.loc[town.facilities["category"] == category, "facility_id"].tolist()
    change = change_facilities(
        prepare_changes(analyze_city(town, categories=[category]), category), add=np.empty((0, 2)), remove=ids[:4]
    )
    left = town.facilities[~town.facilities["facility_id"].isin(ids[:4])].reset_index(drop=True)
    anew = measure_walks(dataclasses.replace(town, facilities=left), categories=[category]).nearest.walk_m[:, 0]
    assert np.allclose(change.walk_m, anew, atol=1e-6)


def test_a_circle_counts_whom_the_table_counts(town):
    walks = measure_walks(town)
    at = town.facilities.geometry.iloc[0]
    limit_m = 800.0
    found = draw_circle(make_circles(town), at.x, at.y, minutes=[limit_m / walks.context.profile.speed_m_per_min])
    lone = dataclasses.replace(town, facilities=town.facilities.iloc[:1], gates=None)
    walk_m = measure_walks(lone, categories=[town.facilities["category"].iloc[0]]).nearest.walk_m[:, 0]
    people = town.homes["residents"].to_numpy(float)
    assert found.residents.tolist() == [people[walk_m <= limit_m + 0.001].sum()]


@pytest.mark.parametrize("seed", [1, 4, 6])
def test_a_district_says_of_every_home_what_the_whole_city_says(seed):
    city = build_town(seed)
    private = np.random.default_rng(seed).random(len(city.roads)) < 1 / 4
    compare_with_whole(dataclasses.replace(city, roads=city.roads.assign(private=private)), minutes=10)


def test_lines_within_reach_lead_into_private_ways_and_not_through():
    lines = shapely.linestrings([[(0, 0), (100, 0)], [(100, 0), (200, 0)], [(200, 0), (300, 0)]])
    frame = gpd.GeoDataFrame({"private": [False, True, False]}, geometry=lines, crs=CRS)
    network = build_network(split_lines(frame, None))
    (start,) = join(network, [(0, 0)])
    edges, parts = trace_reached_edges(network, price_points(network, start), limit_m=250.0)
    assert sorted(shapely.length(parts)) == [100, 100]
    assert network.private[edges].tolist().count(True) == 1


def test_planned_roads_leave_private_ways_private():
    roads = build_sample().roads
    roads = roads.assign(private=np.arange(len(roads)) == 0)
    short_cut = gpd.GeoSeries([shapely.LineString(np.add([(0, 0), (300, 300)], ORIGIN))], crs=roads.crs)
    more = add_roads(roads, short_cut)
    assert more["private"].dtype == bool
    assert more.length_m[more.private].sum() == pytest.approx(roads.length_m.iloc[0])


# ---- from tags ----


def test_an_estate_is_left_and_entered_over_its_private_road_and_not_passed_through(tmp_path):
    ways = [
        ([(-500, 0), (0, 0)], STREET),
        (FAR, STREET),
        ([(1000, 0), (1500, 0)], STREET),
        ([(0, 0), (500, 0), (1000, 0)], PRIVATE),
        ([(500, 0), (500, 200)], PRIVATE),
    ]
    write_osm(tmp_path / "roads.osm", ways)
    homes, places = [(-100, 0), (500, 200)], [(1100, 0), (-100, 0), (500, 100)]
    city = build(tmp_path, homes, places)
    expected = [[100 + 2200 + 100, 0, 700], [800, 800, 100]]
    assert measure(city) == pytest.approx(np.array(expected), abs=0.01)
    assert any("1.2 km of roads are private" in note for note in list_notes(city))


def test_a_private_road_of_a_line_layer_is_private_too(tmp_path):
    lines = [shapely.LineString(np.add(line, (500_000, 5_540_000))) for line in (FAR, [(0, 0), (1000, 0)])]
    tags = {"highway": ["residential", "service"], "access": ["", "private"]}
    gpd.GeoDataFrame(tags, geometry=lines, crs="EPSG:32633").to_file(tmp_path / "roads.gpkg")
    walks = walk(tmp_path, [(10, 100), (500, 5)], [(990, 100)], path="roads.gpkg")
    assert walks == pytest.approx(np.array([[2020], [5 + 500 + 110]]), abs=0.05)


@pytest.mark.parametrize(("gate", "reached_m"), [({"access": "private"}, 700), ({"access": "no"}, np.inf), ({}, 700)])
def test_paths_behind_a_private_gate_belong_to_who_lives_there(tmp_path, gate, reached_m):
    ways = [([(0, 0), (400, 0), (1000, 0)], STREET), ([(400, 0), (400, 90), (400, 300)], STREET)]
    write_osm(tmp_path / "roads.osm", ways, nodes={(400, 90): {"barrier": "gate", **gate}})
    walks = walk(tmp_path, [(400, 300)], [(0, 0)], least_m=250)
    assert walks[0, 0] == pytest.approx(reached_m, abs=0.01)


def test_untagged_paths_of_an_estate_are_private_with_its_road_and_long_ones_stay_public():
    lines = shapely.linestrings([[(0, 0), (900, 0)], [(100, 0), (100, 50)], [(100, 50), (400, 50)]])
    roads = split_lines(gpd.GeoDataFrame({"private": [False, True, False]}, geometry=lines, crs=CRS), None)
    assert enclose_roads(roads, np.empty((0, 2)), least_m=300)["private"].sum() == 1
    assert enclose_roads(roads, np.empty((0, 2)), least_m=301)["private"].sum() == 2
    assert enclose_roads(lengthen(roads), np.empty((0, 2)), least_m=50)["private"].sum() == 2


def lengthen(roads):
    """The same with its longest road 7 km long."""
    return roads.assign(length_m=roads["length_m"].where(roads["length_m"] < 800, 7000.0))
