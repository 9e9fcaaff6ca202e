"""Where lines meet: ends nearly at one place, vertices at one place, crossings, and stretches that are shared."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import NetworkError
from geo.walking.clusters import cluster_points
from geo.walking.network import build_network
from geo.walking.profiles import PROFILES, adapt_network
from geo.walking.split import find_crossings, split_lines

CRS = "EPSG:4547"
#: Where cities lie in their CRS: coordinates have few digits behind the point.
PLACE = np.array([470_000.0, 3_848_000.0])


def lines(*ways, **columns):
    return gpd.GeoDataFrame(columns, geometry=[shapely.LineString(way) for way in ways], crs=CRS)


def count_components(roads):
    return len(build_network(roads).component_length_m.nonzero()[0])


def draw_grid(columns, rows, *, noise_m, seed, step_m=200.0):
    """Draw every street of a grid from one junction to the next; each end lies up to `noise_m` from its junction."""
    rng = np.random.default_rng(seed)
    ways = [((i, j), (i + 1, j)) for i in range(columns - 1) for j in range(rows)]
    ways += [((i, j), (i, j + 1)) for i in range(columns) for j in range(rows - 1)]
    away_m, angle = noise_m * np.sqrt(rng.random((2, len(ways)))), rng.random((2, len(ways))) * 2 * np.pi
    noise = np.stack([away_m * np.cos(angle), away_m * np.sin(angle)], axis=-1)
    corners = PLACE + rng.random(2) + np.swapaxes(np.array(ways), 0, 1) * step_m + noise
    return lines(*np.swapaxes(corners, 0, 1))


@settings(max_examples=30)
@given(
    columns=st.integers(2, 6),
    rows=st.integers(2, 6),
    noise_m=st.floats(0, 0.0049),
    seed=st.integers(0, 10_000),
    joins=st.booleans(),
)
def test_noise_of_millimetres_leaves_every_junction_joined(columns, rows, noise_m, seed, joins):
    ways = draw_grid(columns, rows, noise_m=noise_m, seed=seed)
    roads = split_lines(ways, None, join_crossings=joins)
    network = build_network(roads)
    assert (len(network.node_xy), len(roads)) == (columns * rows, len(ways))
    assert roads["length_m"].sum() == pytest.approx(len(ways) * 200.0, abs=0.02 * len(ways))


def test_ends_on_either_side_of_a_line_of_rounding_are_joined():
    for offset_m in np.arange(0.0, 0.02, 0.001):
        ways = np.array([[(0, 0), (400 + offset_m, 0)], [(400.002 + offset_m, 0), (800, 0)]]) + PLACE
        roads = split_lines(lines(*ways), None)
        assert count_components(roads) == 1, offset_m


def test_exactly_one_centimetre_is_joined_and_a_millimetre_more_is_not():
    for gap_m, joined in ((0.01, 1), (0.011, 2)):
        roads = split_lines(lines([(0, 0), (-100, 0)], [(gap_m, 0), (200, 0)]), None)
        assert count_components(roads) == joined


def test_an_end_beside_a_line_and_near_its_corner_is_joined():
    # 9 mm from the line, 13 mm from its end: neither of one cluster with the corner nor left alone
    roads = split_lines(lines([(0, 0), (100, 0)], [(0.009, 0.009), (0.009, 80)]), None)
    assert count_components(roads) == 1


def test_a_chain_of_near_points_does_not_draw_together_what_is_far_apart():
    chain = np.column_stack([np.arange(0, 1, 0.008), np.zeros(125)])
    cluster = cluster_points(chain, 0.01)
    widths = [np.ptp(chain[cluster == i, 0]) for i in range(cluster.max() + 1)]
    assert max(widths) <= 0.02
    short = cluster_points(chain[:6], 0.01)
    assert short.tolist() == [0] * 6
    dense = split_lines(
        lines(np.column_stack([np.arange(0, 30, 0.004), np.zeros(7500)]), [(12, 0.009), (12, 50)]), None
    )
    assert dense["length_m"].sum() == pytest.approx(79.991, abs=0.02)
    assert count_components(dense) == 1


def test_where_a_chain_is_divided_ends_go_first():
    chain = np.column_stack([np.arange(8) * 0.008, np.zeros(8)])
    first = np.arange(8) == 1
    assert cluster_points(chain, 0.01, is_first=first).tolist() == [0, 0, 0, 1, 1, 2, 2, 3]


def test_points_of_no_layer_are_no_cluster():
    assert cluster_points(np.empty((0, 2)), 0.01).tolist() == []


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=60))
def test_points_in_one_cluster_are_never_wider_apart_than_five_tolerances(steps):
    points = np.array(steps) * 0.005
    cluster = cluster_points(points, 0.01)
    for i in range(cluster.max() + 1):
        assert np.hypot(*np.ptp(points[cluster == i], axis=0)) <= 0.05 + 1e-9
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    assert (apart[cluster[:, None] == cluster[None]] <= 0.05 + 1e-9).all()


def test_nodes_of_openstreetmap_at_one_place_are_one_where_a_way_runs_through_both():
    ways = lines([(0, 0), (900, 0), (900, 0), (2700, 0)], [(900, 0), (900, 800)], [(900, 0), (900, -800)])
    ids = [np.array([1, 3, 4, 5]), np.array([3, 6]), np.array([4, 7])]
    roads = split_lines(ways, ids)
    assert sorted(roads["length_m"]) == [800, 800, 900, 1800]
    assert count_components(roads) == 1
    network = build_network(roads)
    for profile in PROFILES.values():
        adapted = adapt_network(network, profile, signals=np.zeros(len(roads)))
        assert np.isfinite(adapted.cost_m).all()


def test_nodes_of_openstreetmap_at_one_place_are_two_where_no_way_runs_through_both():
    bridge = lines([(0, 0), (100, 0), (200, 0)], [(100, -50), (100, 0), (100, 50)])
    assert count_components(split_lines(bridge, [np.array([1, 2, 3]), np.array([4, 5, 6])])) == 2


def test_a_way_all_of_whose_nodes_are_at_one_place_is_dropped():
    ways = lines([(0, 0), (100, 0)], [(100, 0), (100, 0)], [(100, 0), (300, 0)], signals=[0.0, 1.0, 0.0])
    roads = split_lines(ways, [np.array([1, 2]), np.array([2, 3]), np.array([3, 4])])
    assert sorted(roads["length_m"]) == [100, 200]
    assert count_components(roads) == 1
    with pytest.raises(NetworkError, match="no line with a length"):
        split_lines(lines([(0, 0), (0, 0)]), [np.array([1, 2])])


def test_a_street_that_crosses_itself_meets_itself_where_crossings_join():
    loop = np.array([(0, 0), (600, 0), (600, 400), (300, 400), (300, -400)]) + PLACE
    ways = lines(loop)
    assert [rows.tolist() for rows in find_crossings(ways.geometry.to_numpy())] == [[0], [0]]
    assert len(split_lines(ways, None)) == 1
    roads = split_lines(ways, None, join_crossings=True)
    assert sorted(roads["length_m"].round(3)) == [300, 400, 1400]
    assert len(roads[roads["u"] == roads["v"]]) == 1


def test_a_stretch_that_streets_share_is_one_edge_with_the_name_of_the_first():
    ways = lines([(0, 0), (100, 0), (200, 0), (300, 0)], [(100, 50), (150, 0), (250, 0), (250, 50)], name=["A", "B"])
    roads = split_lines(ways, None, join_crossings=True)
    assert roads["length_m"].sum() == pytest.approx(300 + np.hypot(50, 50) + 50)
    shared = roads[shapely.dwithin(roads.geometry.to_numpy(), shapely.Point(200, 0), 0.01)]
    assert shared[["name", "length_m"]].to_numpy().tolist() == [["A", 100.0]]
    assert count_components(roads) == 1


def test_a_stretch_that_streets_share_within_millimetres_is_one_edge():
    rng = np.random.default_rng(5)
    bend = np.column_stack([np.linspace(0, 500, 11), 40 * np.sin(np.linspace(0, 3, 11))])
    one = np.vstack([(-100, -80), bend, (600, 90)]) + PLACE
    other = np.vstack([(-100, 90), bend[2:9], (600, -80)]) + PLACE
    noise = rng.uniform(-0.003, 0.003, (2, 13, 2))
    roads = split_lines(lines(one + noise[0], other + noise[1, :9]), None, join_crossings=True)
    whole = shapely.length(shapely.union_all([shapely.LineString(one), shapely.LineString(other)]))
    assert roads["length_m"].sum() == pytest.approx(whole, abs=0.2)
    assert len(roads) == 5 + 2 * len(find_crossings(np.array([shapely.LineString(one), shapely.LineString(other)]))[0])


def test_a_line_drawn_there_and_back_counts_once_where_crossings_join():
    roads = split_lines(lines([(0, 0), (100, 0), (0, 0)], [(50, -10), (50, 10)]), None, join_crossings=True)
    assert roads["length_m"].sum() == pytest.approx(120)


@pytest.mark.heavy
@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=7),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 3),
)
def test_joined_lines_are_noded_fully_and_no_stretch_is_kept_twice(ways, seed):
    """The other road: shapely's union of the same lines in a raster of 0.1 mm, which leaves every stretch once."""
    shift = np.random.default_rng(seed).random(2) * 1000
    drawn = lines(*(np.array(way) * 50.0 + shift for way in ways))
    union = shapely.union_all(drawn.geometry.to_numpy(), grid_size=1e-4)
    if union.is_empty:
        return
    roads = split_lines(drawn, None, join_crossings=True)
    assert roads["length_m"].sum() == pytest.approx(shapely.length(union), abs=0.05)
    assert roads["length_m"].min() > 0.01
    assert count_components(roads) == len(shapely.get_parts(shapely.buffer(union, 0.02)))
    assert not len(find_crossings(np.asarray(roads.geometry.values))[0])
