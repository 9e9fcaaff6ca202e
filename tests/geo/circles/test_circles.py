"""Service circles: they agree with the table, nest, are valid, and every origin gets a polygon or a reason."""

import dataclasses

import numpy as np
import pytest
import shapely

from geo.circles.circles import draw_circle, draw_facility_circles, make_circles, prepare_circles
from geo.circles.simplify import simplify_circles
from geo.circles.trace import trace_circles
from geo.city.sample import ORIGIN, build_sample
from geo.errors import InputError, NotFoundError
from geo.reference import build_reference
from geo.walking.access_points import join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.network import build_network
from geo.walking.snap import snap_points
from geo.walking.within import sum_places_around

NO_GATES = (None, np.empty(0, np.int32), np.empty(0))
METRES_A_MINUTE = 4000 / 60


@pytest.fixture(scope="module")
def toy():
    return make_circles(build_sample())


@pytest.fixture(scope="module")
def small():
    return make_circles(build_reference(scale=0.05))


def table_of(maker, facilities, limit_m):
    """Walk of every home to every facility, each a category of its own."""
    network = maker.context.network
    points = join_points(snap_points(network, np.asarray(facilities.geometry.values)))
    kinds = np.arange(len(facilities), dtype=np.int32)
    walks = nearest_facilities(
        network, maker.context.homes, points, kinds, categories=len(facilities), limit_m=limit_m + 300
    )
    return walks.walk_m, points


def measure_agreement(maker, facilities, limit_m):
    """Share of homes within 1.1 times the limit that lie inside exactly when their walk is within it: all, worst."""
    walk_m, points = table_of(maker, facilities, limit_m)
    centre = shapely.get_coordinates(facilities.geometry.to_numpy())
    circles, reason = trace_circles(maker.lattice, points, centre, limits_m=[limit_m])
    homes = np.asarray(maker.context.city.homes.geometry.values)
    tree = shapely.STRtree(homes)
    right, total, shares = 0, 0, []
    for i, circle in enumerate(circles[:, 0]):
        near = tree.query(shapely.Point(centre[i]), predicate="dwithin", distance=1.1 * limit_m)
        if reason[i] or not len(near):
            continue
        agree = shapely.intersects(circle, homes[near]) == (walk_m[near, i] <= limit_m + 0.001)
        right, total = right + agree.sum(), total + len(near)
        if len(near) >= 50:
            shares.append(agree.mean())
    return right / total, min(shares)


def test_the_circle_of_the_toy_clinic_is_the_diamond_of_its_streets(toy):
    circle = draw_circle(toy, *ORIGIN, minutes=[6]).geometry.iloc[0]  # 400 m
    inside = shapely.points(np.add([(0, 0), (390, 0), (0, 390), (300, 90), (200, 150)], ORIGIN))
    outside = shapely.points(np.add([(410, 0), (0, 410), (300, 110), (390, 30), (150, 150 + 120)], ORIGIN))
    assert shapely.intersects(circle, inside[:4]).all()
    assert not shapely.intersects(circle, outside[:4]).any()


def test_residents_within_are_the_tables(toy):
    found = draw_circle(toy, *ORIGIN, minutes=[2.4, 4.5, 27])
    assert found.limit_m.tolist() == pytest.approx([160, 300, 1800])
    assert found.residents.tolist() == [10 + 30, 10 + 20 + 30, 100]


@pytest.mark.heavy
@pytest.mark.parametrize("limit_m", [300.0, 500.0, 1000.0])
def test_circle_and_table_agree(small, limit_m):
    chosen = np.sort(np.random.default_rng(3).choice(len(small.context.city.facilities), 200, replace=False))
    facilities = small.context.city.facilities.iloc[chosen].reset_index(drop=True)
    share, worst = measure_agreement(small, facilities, limit_m)
    assert share >= 0.995
    assert worst >= 0.98


def test_circles_are_valid_and_nest(small):
    circles = draw_facility_circles(small, small.context.city.facilities.facility_id[:150], minutes=[5, 8, 10, 15])
    shapes = circles.geometry.to_numpy().reshape(-1, 4)
    assert shapely.is_valid(shapes).all()
    assert (circles.reason == "").all()
    for k in range(3):
        assert shapely.covers(shapes[:, k + 1], shapes[:, k]).all()
    residents = circles.residents.to_numpy().reshape(-1, 4)
    assert (np.diff(residents, axis=1) >= 0).all()


def test_hardly_a_place_inside_lies_more_than_25_m_beyond_the_limit(small):
    facilities = small.context.city.facilities.iloc[:100]
    network = small.context.network
    _, points = table_of(small, facilities, 1000.0)
    centre = shapely.get_coordinates(facilities.geometry.to_numpy())
    circles, _ = trace_circles(small.lattice, points, centre, limits_m=[1000.0])
    rng = np.random.default_rng(1)
    spots, owner = [], []
    for i, circle in enumerate(circles[:, 0]):
        west, south, east, north = circle.bounds
        drawn = np.column_stack([rng.uniform(west, east, 200), rng.uniform(south, north, 200)])
        drawn = drawn[shapely.contains_xy(circle, drawn)]
        spots.append(drawn)
        owner.append(np.full(len(drawn), i))
    spots, owner = np.concatenate(spots), np.concatenate(owner)
    joined = join_points(snap_points(network, shapely.points(spots)))
    kinds = np.arange(100, dtype=np.int32)
    walk_m = nearest_facilities(network, joined, points, kinds, categories=100, limit_m=3000.0).walk_m
    beyond = walk_m[np.arange(len(spots)), owner] > 1000.0 + 25.0
    assert beyond.mean() < 0.001


def test_every_origin_gets_a_polygon_or_a_reason(small):
    west, south, east, north = small.context.city.extent.total_bounds
    rng = np.random.default_rng(2)
    spots = np.column_stack([rng.uniform(west - 2e3, east + 2e3, 2000), rng.uniform(south - 2e3, north + 2e3, 2000)])
    rivers = small.context.city.barriers.geometry[small.context.city.barriers.barrier_kind == "river"]
    spots[:50] = shapely.get_coordinates(shapely.point_on_surface(rivers.to_numpy()))[:50]
    points = join_points(snap_points(small.context.network, shapely.points(spots)))
    circles, reason = trace_circles(small.lattice, points, spots, limits_m=[50.0, 1000.0])
    assert ((reason == "") == ~shapely.is_empty(circles[:, 1])).all()
    assert set(reason[reason != ""]) == {"no_road_to_begin"}
    assert shapely.is_valid(circles).all()


def test_a_limit_shorter_than_the_way_to_the_road_is_told(toy):
    found = draw_circle(toy, ORIGIN[0] + 150, ORIGIN[1] + 100, minutes=[0.5])
    assert found.geometry.iloc[0].is_empty
    assert found.reason.iloc[0] == "limit_within_leg"
    assert "no longer than the way to the road" in found.reason_en.iloc[0]


@pytest.mark.parametrize("minutes", [[], [0], [-5], [10, 5], [5, 5], [float("nan")], [float("inf")]])
def test_limits_that_are_not_positive_and_rising_are_refused(toy, minutes):
    with pytest.raises(InputError, match="above 0, rising"):
        draw_circle(toy, *ORIGIN, minutes=minutes)


def test_an_unknown_facility_or_profile_is_refused(toy):
    with pytest.raises(NotFoundError, match="no facility"):
        draw_facility_circles(toy, ["none"], minutes=[15])
    with pytest.raises(InputError, match="unknown profile"):
        make_circles(toy.context.city, profile="bird")


def test_a_facility_is_reached_at_its_gates():
    city = build_sample()
    gates = city.facilities.iloc[[0]].set_geometry(shapely.points(np.add([(900, 890)], ORIGIN)))
    gates = gates[["facility_id", "geometry"]].set_axis(["place", "geometry"], axis=1).assign(gate_id="g")
    gated = draw_facility_circles(make_circles(dataclasses.replace(city, gates=gates)), ["c1"], minutes=[15])
    assert gated.residents.tolist() == [40.0]


def test_sums_around_equal_the_table(small):
    facilities = small.context.city.facilities.iloc[:60]
    walk_m, points = table_of(small, facilities, 1000.0)
    people = small.context.city.homes["residents"].to_numpy(float)
    network = small.context.network
    sums = sum_places_around(network, points, small.targets, people, limits_m=[300.0, 1000.0])
    for k, limit_m in enumerate((300.0, 1000.0)):
        expected = ((walk_m <= limit_m + 0.001) * people[:, None]).sum(axis=0)
        assert sums[:, k] == pytest.approx(expected)


def test_a_circle_of_a_city_in_two_tiles_does_not_end_at_the_border():
    city = build_sample()
    network = build_network(city.roads)
    # 500,000 is a multiple of a tile's side: the toy city lies on the border of two
    spot = np.add([[1.0, 450.0], [-1.0, 450.0]], ORIGIN)
    points = join_points(snap_points(network, shapely.points(spot)))
    circles, _ = trace_circles(make_circles(city).lattice, points, spot, limits_m=[400.0])
    one, other = circles[:, 0]
    assert shapely.area(shapely.symmetric_difference(one, other)) < 0.05 * one.area


@pytest.mark.heavy
def test_simpler_circles_stay_valid_near_and_nested(small):
    circles = draw_facility_circles(small, small.context.city.facilities.facility_id[:15], minutes=[5, 10, 15])
    plain = simplify_circles(circles, tolerance_m=15)
    before, after = (np.asarray(table.geometry.values).reshape(-1, 3) for table in (circles, plain))
    assert shapely.is_valid(after).all()
    assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum() / 2
    assert (shapely.area(after[:, 1:]) >= shapely.area(after[:, :-1])).all()
    outside = shapely.area(shapely.difference(after[:, :-1], after[:, 1:]))
    assert outside.max() < 1e-6
    for old, new in zip(before.ravel(), after.ravel(), strict=True):
        spots = shapely.points(shapely.get_coordinates(shapely.segmentize(new.boundary, 5.0)))
        assert shapely.distance(spots, old.boundary).max() < 15.1
    assert plain["residents"].equals(circles["residents"])


def test_circles_have_no_slivers(small):
    circles = draw_facility_circles(small, small.context.city.facilities.facility_id[:150], minutes=[5, 15])
    parts = shapely.get_parts(circles.geometry.to_numpy())
    rings = shapely.polygons(shapely.get_rings(parts))
    # the thinnest ring is that round one vertex of the lattice: a diamond, not a thread
    assert (shapely.area(rings) / shapely.length(rings) ** 2).min() > 1e-3
    assert shapely.area(rings).min() > 1.0


def test_a_place_that_reaches_nothing_stays_without_a_circle_when_simplified():
    circles = draw_circle(make_circles(build_sample()), 0.0, 0.0, minutes=[5, 10])
    assert simplify_circles(circles, tolerance_m=20).is_empty.all()


def test_circles_are_the_same_whatever_the_tiles(small):
    chosen = small.context.city.homes.geometry.sample(12, random_state=2)
    parted = prepare_circles(small.context, tiles=4)
    for place in chosen:
        one, other = (draw_circle(maker, place.x, place.y, minutes=[5, 12]) for maker in (small, parted))
        assert one.geometry.tolist() == other.geometry.tolist()
        assert one.residents.tolist() == other.residents.tolist()
