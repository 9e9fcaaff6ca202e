"""The walk network: who may walk where, where lines meet, and how connected it is."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import NetworkError
from geo.texts.notes import translate_note
from geo.walking.footways import is_private, is_walkable
from geo.walking.network import build_network, describe_components, without_steps
from geo.walking.split import find_crossings, split_lines

CRS = "EPSG:32650"


def lines(*ways, **columns):
    return gpd.GeoDataFrame(columns, geometry=[shapely.LineString(way) for way in ways], crs=CRS)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "steps"}, True),
        ({"highway": "path"}, True),
        ({"highway": "crossing"}, True),
        ({"highway": "motorway"}, False),
        ({"highway": "motorway", "foot": "yes"}, False),
        ({"highway": "motorway_link"}, False),
        ({"highway": "trunk"}, False),
        ({"highway": "trunk", "sidewalk": "both"}, True),
        ({"highway": "trunk", "sidewalk": "both", "foot": "no"}, False),
        ({"highway": "cycleway"}, False),
        ({"highway": "cycleway", "foot": "designated"}, True),
        ({"highway": "residential", "foot": "no"}, False),
        ({"highway": "service", "access": "private"}, True),
        ({"highway": "service", "access": "emergency"}, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True),
        ({"highway": "service", "access": "no"}, False),
        ({"highway": "primary", "motorroad": "yes"}, False),
        ({"highway": "construction"}, False),
        ({"highway": None}, False),
    ],
)
def test_the_foot_rules(tags, expected):
    assert is_walkable(pd.DataFrame([tags])).tolist() == [expected]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"access": "private"}, True),
        ({"access": "private", "foot": "yes"}, False),
        ({"access": "private", "foot": "no"}, False),
        ({"access": "yes", "foot": "private"}, True),
        ({"access": "permit"}, True),
        ({"access": "customers"}, False),
        ({"access": "no"}, False),
        ({}, False),
    ],
)
def test_who_lives_there_walks_on_private_ways(tags, expected):
    assert is_private(pd.DataFrame([{"highway": "service", **tags}])).tolist() == [expected]


def test_lines_meet_at_shared_vertices_and_are_split_there():
    roads = split_lines(lines([(0, 0), (100, 0), (200, 0)], [(100, 0), (100, 50)]), None)
    assert sorted(roads.length_m) == [50, 100, 100]
    network = build_network(roads)
    assert len(network.node_xy) == 4
    assert network.component.max() == 0


def test_lines_that_cross_without_a_shared_vertex_do_not_meet():
    roads = split_lines(lines([(0, 0), (200, 0)], [(100, -50), (100, 50)]), None)
    assert len(roads) == 2
    assert len(build_network(roads).component_length_m) == 2


def test_lines_that_cross_meet_where_that_is_wanted():
    ways = lines([(0, 0), (200, 0)], [(100, -50), (100, 50)], [(150, -50), (150, 50)])
    joined = split_lines(ways, None, join_crossings=True)
    assert sorted(joined.length_m) == [50, 50, 50, 50, 50, 50, 100]
    assert build_network(joined).component.max() == 0
    assert [rows.tolist() for rows in find_crossings(ways.geometry.to_numpy())] == [
        [0, 0],
        [1, 2],
    ]


def test_a_line_that_ends_on_another_meets_it():
    roads = split_lines(lines([(0, 0), (200, 0)], [(50, 0.004), (50, 80)], [(120, 90), (120, 0)]), None)
    assert sorted(round(length) for length in roads.length_m) == [50, 70, 80, 80, 90]
    assert build_network(roads).component.max() == 0


def test_a_bridge_over_a_vertex_with_another_id_does_not_meet_it():
    ways = lines([(0, 0), (100, 0), (200, 0)], [(100, -50), (100, 0), (100, 50)])
    apart = split_lines(ways, [np.array([1, 2, 3]), np.array([4, 5, 6])])
    joined = split_lines(ways, [np.array([1, 2, 3]), np.array([4, 2, 6])])
    assert (len(apart), len(joined)) == (2, 4)


def test_a_way_that_returns_to_itself_and_a_closed_way_become_loops():
    lasso = split_lines(lines([(0, 0), (100, 0), (200, 0), (200, 100), (100, 0)]), None)
    assert sorted(round(length) for length in lasso.length_m) == [100, 341]
    loop = lasso[lasso.u == lasso.v]
    assert len(loop) == 1
    ring = split_lines(lines([(0, 0), (100, 0), (100, 100), (0, 0)]), None)
    assert (ring.u == ring.v).tolist() == [True]


def test_repeated_vertices_and_lines_without_length_are_dropped():
    roads = split_lines(lines([(0, 0), (0, 0), (100, 0)], [(5, 5), (5, 5)]), None)
    assert roads.length_m.tolist() == [100]
    with pytest.raises(NetworkError, match="no line with a length"):
        split_lines(lines([(5, 5), (5, 5)]), None)


def test_ends_within_a_centimetre_are_one_node():
    roads = split_lines(lines([(0, 0), (100, 0)], [(100.004, 0), (200, 0)]), None)
    assert build_network(roads).component.tolist() == [0, 0]


def test_every_edge_runs_from_u_to_v_and_no_length_is_lost():
    rng = np.random.default_rng(0)
    ways = [rng.integers(0, 20, (5, 2)) * 50.0 for _ in range(60)]
    whole = lines(*ways)
    roads = split_lines(whole, None)
    network = build_network(roads)
    assert roads.length_m.sum() == pytest.approx(whole.length.sum())
    first = shapely.get_coordinates(shapely.get_point(network.geometry, 0))
    last = shapely.get_coordinates(shapely.get_point(network.geometry, -1))
    assert np.array_equal(network.node_xy[network.u], first)
    assert np.array_equal(network.node_xy[network.v], last)


def test_steps_are_marked_and_can_be_closed():
    roads = split_lines(lines([(0, 0), (100, 0)], [(100, 0), (200, 0)], highway=["steps", "footway"]), None)
    network = build_network(roads)
    assert network.steps.sum() == 1
    assert without_steps(network).length_m.tolist() == [100]
    only_steps = build_network(roads[roads.steps])
    with pytest.raises(NetworkError, match="flight of steps"):
        without_steps(only_steps)


def test_a_network_in_components_is_described_and_one_too_short_is_refused():
    roads = split_lines(lines([(0, 0), (3000, 0)], [(0, 500), (100, 500)]), None)
    (note,) = describe_components(build_network(roads), min_component_m=2000)
    text = translate_note(note, "en")
    assert "2 components" in text
    assert "96.8%" in text
    with pytest.raises(NetworkError, match="the longest has 3,000 m; expected a component of 4,000 m"):
        describe_components(build_network(roads), min_component_m=4000)


def test_no_roads_is_an_error():
    with pytest.raises(NetworkError, match="empty"):
        build_network(gpd.GeoDataFrame({"u": [], "v": []}, geometry=[], crs=CRS))
