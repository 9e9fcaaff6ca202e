"""Reached parts of edges: by hand on the toy city, by the walk of random spots on the small reference city."""

import dataclasses

import numpy as np
import pytest
import shapely

from geo.circles.circles import draw_circle, make_circles
from geo.circles.reach import reached_edges
from geo.city.sample import ORIGIN, build_sample
from geo.city.walk_context import make_walk_context
from geo.errors import InputError
from geo.reference import build_reference
from geo.walking.access_points import join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.snap import snap_points

NO_GATES = (None, np.empty(0, np.int32), np.empty(0))


@pytest.fixture(scope="module")
def small():
    return make_walk_context(build_reference(scale=0.05))


def test_the_toy_city_by_hand():
    context = make_walk_context(build_sample())
    lines = reached_edges(context, *np.add(ORIGIN, (150, 10)), minutes=[1.5])  # 100 m: 10 to the road, 90 each way
    assert lines["length_m"].tolist() == [180.0]
    assert shapely.get_coordinates(lines.geometry.to_numpy())[:, 0].min() - ORIGIN[0] == 60.0
    whole = reached_edges(context, *ORIGIN, minutes=[60])
    assert whole["length_m"].sum() == pytest.approx(24 * 300)
    assert whole["edge_id"].is_unique


def test_two_ends_of_an_edge_may_be_reached_and_not_its_middle():
    context = make_walk_context(build_sample())
    lines = reached_edges(context, *ORIGIN, minutes=[10.5])  # 700 m: to (300, 300) and 100 m beyond
    size = lines.groupby("edge_id").size()
    assert size.max() == 1
    lines = reached_edges(context, *np.add(ORIGIN, (0, 0)), minutes=[6.75])  # 450 m
    assert lines["length_m"].sum() == pytest.approx(2 * 300 + 4 * 150)


def test_a_spot_on_an_edge_is_drawn_exactly_when_its_walk_is_within_the_limit(small):
    city, network = small.city, small.network
    rng = np.random.default_rng(8)
    origin = city.homes.geometry.iloc[int(rng.integers(len(city.homes)))]
    lines = reached_edges(small, origin.x, origin.y, minutes=[10])
    near = shapely.STRtree(network.geometry).query(origin.buffer(900))
    spots = shapely.line_interpolate_point(network.geometry[near], rng.random(len(near)), normalized=True)
    one = join_points(snap_points(network, np.array([origin])))
    all_ = join_points(snap_points(network, spots))
    walk_m = nearest_facilities(network, all_, one, np.zeros(1, np.int32), categories=1).walk_m[:, 0]
    drawn = shapely.STRtree(lines.geometry.to_numpy()).query_nearest(spots, return_distance=True, all_matches=False)[1]
    clear = np.abs(walk_m - 2000 / 3) > 0.05
    assert clear.sum() > 300
    assert np.array_equal((drawn < 0.01)[clear], (walk_m <= 2000 / 3)[clear])


def test_reached_lines_lie_in_the_circle(small):
    place = small.city.facilities.geometry.iloc[40]
    lines = reached_edges(small, place.x, place.y, minutes=[15])
    circle = draw_circle(make_circles(small.city), place.x, place.y, minutes=[15]).geometry.iloc[0]
    inside = shapely.length(shapely.intersection(lines.geometry.to_numpy(), circle)).sum()
    assert inside / lines["length_m"].sum() > 0.98


def test_no_road_gives_no_lines_and_a_bad_limit_is_refused():
    context = make_walk_context(build_sample())
    assert reached_edges(context, *np.add(ORIGIN, (450, 1300)), minutes=[15]).empty
    with pytest.raises(InputError, match="above 0"):
        reached_edges(context, *ORIGIN, minutes=[-1])


def test_steps_shorten_what_an_elder_reaches():
    city = build_sample()
    steps = dataclasses.replace(city, roads=city.roads.assign(steps=True))
    level, climbed = (reached_edges(make_walk_context(c, profile="elder"), *ORIGIN, minutes=[5]) for c in (city, steps))
    assert climbed["length_m"].sum() == pytest.approx(level["length_m"].sum() / 2)
