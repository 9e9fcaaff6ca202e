"""Walks: by hand on the toy city, and against the oracle on random networks."""

import dataclasses

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.circles.circles import draw_circle, make_circles
from geo.city.sample import ORIGIN, build_sample
from geo.city.walks import measure_walks
from geo.coverage.analysis import analyze_city
from geo.errors import InputError
from geo.walking.access_points import join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.network import build_network
from geo.walking.profiles import PROFILES
from geo.walking.snap import snap_points
from geo.walking.split import split_lines
from geo.walking.within import find_nearest_k, list_pairs
from tests.oracles import walk_all

CRS = "EPSG:32650"
NO_GATES = (None, np.empty(0, np.int32), np.empty(0))
slow = settings(max_examples=60, derandomize=True)


def at(*places):
    return gpd.GeoSeries(shapely.points(np.add(places, ORIGIN)), crs=CRS)


def with_gates(city, *gates):
    frame = pd.DataFrame([gate[:2] for gate in gates], columns=["gate_id", "place"])
    return dataclasses.replace(city, gates=gpd.GeoDataFrame(frame, geometry=at(*[gate[2] for gate in gates])))


def walks(city, category, **options):
    return dict(
        zip(
            city.homes["home_id"],
            measure_walks(city, categories=[category], **options).nearest.walk_m[:, 0],
            strict=True,
        )
    )


def test_every_walk_of_the_toy_city_is_as_worked_out_by_hand():
    city = build_sample()
    assert walks(city, "clinic") == {"door": 0, "corner": 300, "yard": 160, "far": 1800, "field": np.inf}
    assert walks(city, "school") == {"door": 1200, "corner": 900, "yard": 1060, "far": 600, "field": np.inf}


def test_the_nearest_facility_is_named():
    city = build_sample()
    near = measure_walks(city).nearest.facility
    assert near[:4].tolist() == [[0, 1]] * 4
    assert near[4].tolist() == [-1, -1]


def test_two_places_on_one_edge_walk_straight_along_it():
    city = build_sample()
    city = dataclasses.replace(city, facilities=city.facilities.iloc[:1].set_geometry(at((120, -5))))
    city = dataclasses.replace(city, homes=city.homes.iloc[:1].set_geometry(at((20, 8))))
    assert walks(city, "clinic")["door"] == pytest.approx(8 + 100 + 5)


def test_a_facility_with_gates_is_reached_through_the_cheapest_of_them_only():
    city = with_gates(build_sample(), ("g1", "c1", (900, 890)), ("g2", "c1", (0, 910)))
    found = walks(city, "clinic")
    assert found["far"] == pytest.approx(10)
    assert found["door"] == pytest.approx(910)


def test_a_home_with_a_gate_walks_straight_to_it_and_on():
    city = with_gates(build_sample(), ("g1", "yard", (150, 300)))
    assert walks(city, "clinic")["yard"] == pytest.approx(290 + 150 + 300)


def test_a_facility_whose_gates_all_lie_off_the_road_cannot_be_reached():
    city = with_gates(build_sample(), ("g1", "c1", (5000, 5000)))
    assert set(walks(city, "clinic").values()) == {np.inf}
    status = analyze_city(city, categories=["clinic"]).homes["status_clinic"]
    assert status.tolist() == ["unreachable"] * 4 + ["unsnapped"]


def test_a_wheelchair_takes_no_steps():
    city = build_sample()
    roads = city.roads.copy()
    first = shapely.LineString(np.add([(0, 0), (300, 0)], ORIGIN))
    roads.loc[roads.geometry.geom_equals(first) | roads.geometry.geom_equals(first.reverse()), "steps"] = True
    assert roads["steps"].sum() == 1
    city = dataclasses.replace(city, roads=roads)
    assert walks(city, "clinic")["corner"] == 300
    assert walks(city, "clinic", profile="wheelchair")["corner"] == 900
    homes = analyze_city(city, profile="wheelchair", categories=["clinic"]).homes
    onto = city.roads.set_index("edge_id").loc[homes["edge_id"].dropna()]
    assert not onto["steps"].any()
    snapped = homes[homes["edge_id"].notna()]
    assert np.allclose(onto.distance(snapped.geometry, align=False), snapped["access_m"])


def south_edge(city, **columns):
    """The toy city whose street from (0, 0) to (300, 0) is something else."""
    roads = city.roads.copy()
    first = shapely.LineString(np.add([(0, 0), (300, 0)], ORIGIN))
    row = roads.geometry.geom_equals(first) | roads.geometry.geom_equals(first.reverse())
    for name, value in columns.items():
        roads[name] = np.where(row, value, type(value)(0))
    return dataclasses.replace(city, roads=roads)


def test_steps_cost_an_elder_twice_their_length_and_an_adult_their_length():
    city = south_edge(build_sample(), steps=True)
    # yard: 10 m to the steps and 150 m along them; corner: 300 m of steps, 900 m round the block
    assert walks(city, "clinic", profile="elder") == {
        "door": 0, "corner": 600, "yard": 10 + 300, "far": 1800, "field": np.inf
    }  # fmt: skip
    assert walks(city, "clinic")["corner"] == 300


def test_a_signalled_crossing_costs_an_elder_half_a_minute():
    city = south_edge(build_sample(), signals=1.0)
    assert walks(city, "clinic", profile="elder")["corner"] == pytest.approx(300 + 24)
    assert walks(city, "clinic", profile="elder")["yard"] == pytest.approx(160 + 12)
    homes = analyze_city(city, profile="elder").homes
    assert homes["walk_min_clinic"].iloc[1] == pytest.approx(300 / 48 + 0.5)
    assert walks(city, "clinic")["corner"] == 300


def test_a_circle_knows_the_penalties_of_the_table():
    city = south_edge(build_sample(), steps=True)
    found = draw_circle(make_circles(city, profile="elder"), *ORIGIN, minutes=[300 / 48, 320 / 48])
    assert found.residents.tolist() == [10, 10 + 30]
    corner = shapely.Point(np.add(ORIGIN, (290, 0)))
    assert not found.geometry.iloc[1].contains(corner)


def test_a_crossing_cut_in_the_middle_is_waited_at_once():
    lines = [shapely.LineString([(0, 0), (10, 0), (30, 0)]), shapely.LineString([(10, 0), (10, 50)])]
    roads = split_lines(gpd.GeoDataFrame({"signals": [1.0, 0.0]}, geometry=lines, crs=CRS), None)
    assert sorted(roads["signals"]) == pytest.approx([0, 1 / 3, 2 / 3])


def test_minutes_follow_from_metres_by_the_profile():
    homes = analyze_city(build_sample(), profile="elder").homes
    assert homes["walk_min_clinic"].iloc[1] == pytest.approx(300 / 48)
    assert PROFILES["adult"].speed_m_per_min * 15 == pytest.approx(1000)


@pytest.mark.parametrize(("options", "word"), [({"profile": "runner"}, "adult"), ({"categories": ["zoo"]}, "clinic")])
def test_an_unknown_profile_or_category_lists_the_choices(options, word):
    with pytest.raises(InputError, match=word):
        measure_walks(build_sample(), **options)


# ---- random networks ----

corner = st.tuples(st.integers(0, 4), st.integers(0, 4))
edge = st.tuples(corner, corner, st.sampled_from([0, 0, 0, 30, 70])).filter(lambda e: e[0] != e[1] or e[2])
place = st.tuples(st.floats(-50, 450), st.floats(-50, 450)).map(lambda xy: (round(xy[0], 1), round(xy[1], 1)))
networks = st.lists(edge, min_size=1, max_size=14)


def draw(edges):
    """Edges between lattice corners, bent aside by so many metres: bends make parallel edges and loops."""
    lines = []
    for (x1, y1), (x2, y2), bend in edges:
        a, b = np.array([x1, y1]) * 100.0, np.array([x2, y2]) * 100.0
        aside = [(a + b) / 2 + [bend, bend / 2]] if bend else []
        if np.array_equal(a, b):
            aside.append(a + np.array([bend, -bend]))
        lines.append(shapely.LineString([a, *aside, b]))
    return split_lines(gpd.GeoDataFrame(geometry=lines, crs=CRS), None)


def walk_ours(roads, homes, facilities, category, categories):
    network = build_network(roads)
    points = [shapely.points(np.array(places)) for places in (homes, facilities)]
    origins, targets = (join_points(snap_points(network, p, limit_m=60, min_component_m=0)) for p in points)
    return nearest_facilities(network, origins, targets, np.array(category, np.int32), categories=categories).walk_m


@slow
@given(networks, st.lists(place, min_size=1, max_size=8), st.lists(place, min_size=1, max_size=5))
def test_walks_equal_the_oracle_on_networks_with_parallel_edges_loops_and_pieces(edges, homes, facilities):
    roads = draw(edges)
    facilities = [*facilities, facilities[0], homes[0]]
    category = np.arange(len(facilities)) % 2
    ours = walk_ours(roads, homes, facilities, category, 2)
    theirs = walk_all(roads, shapely.points(homes), shapely.points(facilities), limit_m=60, min_component_m=0)
    expected = np.column_stack([theirs[:, category == k].min(axis=1) for k in (0, 1)])
    assert np.allclose(ours, expected, atol=1e-6)


@slow
@given(networks, st.lists(place, min_size=1, max_size=6), st.lists(place, min_size=1, max_size=5), st.floats(20, 600))
def test_pairs_and_the_k_nearest_equal_the_oracle(edges, homes, facilities, limit_m):
    roads = draw(edges)
    facilities = [*facilities, facilities[0], homes[0]]
    network = build_network(roads)
    joined = [
        join_points(snap_points(network, shapely.points(places), limit_m=60, min_component_m=0))
        for places in (homes, facilities)
    ]
    walk_m = walk_all(roads, shapely.points(homes), shapely.points(facilities), limit_m=60, min_component_m=0)
    near = walk_m <= limit_m
    assume((np.abs(walk_m[np.isfinite(walk_m)] - limit_m) > 0.002).all())
    pairs = list_pairs(network, *joined, limit_m=limit_m)
    found = np.full(walk_m.shape, np.inf)
    found[pairs.origin, pairs.place] = pairs.walk_m
    assert len(pairs.origin) == near.sum()
    assert np.allclose(found[near], walk_m[near], atol=1e-3)
    row, away_m = find_nearest_k(network, *joined, k=2, limit_m=limit_m)
    expected = np.sort(np.where(near, walk_m, np.inf), axis=1)[:, :2]
    assert np.allclose(away_m, expected, atol=1e-3)
    assert ((row >= 0) == np.isfinite(expected)).all()


@slow
@given(networks, st.lists(place, min_size=1, max_size=6))
def test_a_walk_is_as_long_there_as_back(edges, places):
    roads = draw(edges)
    each = np.arange(len(places))
    there = walk_ours(roads, places, places, each, len(places))
    assert np.allclose(there, there.T, atol=1e-6)


@slow
@given(networks, st.lists(place, min_size=1, max_size=6), st.lists(place, min_size=2, max_size=5))
def test_one_more_facility_never_makes_a_walk_longer(edges, homes, facilities):
    roads = draw(edges)
    fewer = walk_ours(roads, homes, facilities[:-1], np.zeros(len(facilities) - 1), 1)
    more = walk_ours(roads, homes, facilities, np.zeros(len(facilities)), 1)
    assert (more <= fewer + 1e-9).all()


@slow
@given(networks, st.lists(place, min_size=1, max_size=6), st.lists(place, min_size=1, max_size=4))
def test_moving_the_whole_city_and_splitting_its_edges_change_nothing(edges, homes, facilities):
    roads = draw(edges)
    before = walk_ours(roads, homes, facilities, np.zeros(len(facilities)), 1)
    # not in the middle: there a line could come to end on another that it only touched before
    parts = [
        shapely.ops.substring(line, *ends, normalized=True)
        for line in roads.geometry
        for ends in [(0, 0.4142), (0.4142, 1)]
    ]
    pieces = gpd.GeoSeries(parts, crs=CRS).translate(1000, -2000)
    moved = split_lines(gpd.GeoDataFrame(geometry=pieces), None)
    after = walk_ours(
        moved, np.add(homes, (1000, -2000)), np.add(facilities, (1000, -2000)), np.zeros(len(facilities)), 1
    )
    # ends within a centimetre are one node, so a length may change by that much an edge
    assert np.allclose(before, after, atol=0.05)
