"""What lies inside a circle, and the legs of a route: as walks one by one say, and worked out by hand."""

import numpy as np
import pytest
import shapely

from geo.circles.circles import draw_circle, make_circles
from geo.circles.inside import find_inside
from geo.circles.legs import trace_legs
from geo.circles.routes import find_route, trace_route
from geo.city.sample import ORIGIN, build_sample
from geo.city.walks import measure_walks
from geo.reference import build_reference


@pytest.fixture(scope="module")
def city():
    return build_reference(scale=0.03)


@pytest.fixture(scope="module")
def maker(city):
    return make_circles(city)


def test_the_residents_inside_are_those_of_the_circle(city, maker):
    place = city.homes.geometry.iloc[700]
    circles = draw_circle(maker, place.x, place.y, minutes=[5, 15])
    inside = find_inside(maker, place.x, place.y, limits_m=circles["limit_m"].tolist())
    residents = city.homes["residents"].to_numpy(float)[inside.homes]
    within = [residents[inside.home_m <= limit + 1e-3].sum() for limit in circles["limit_m"]]
    assert within == circles["residents"].tolist()
    assert within[0] > 0
    assert (np.diff(inside.home_m) >= 0).all()
    assert len(set(inside.homes.tolist())) == len(inside.homes)
    # as the crow flies, home by home
    away_m = city.homes.geometry.distance(place)
    straight = [city.homes["residents"][away_m <= limit].sum() for limit in circles["limit_m"]]
    assert inside.straight_residents.tolist() == straight
    assert (inside.straight_residents >= within).all()


def test_a_facility_inside_is_as_far_as_the_table_says(city, maker):
    walks = measure_walks(city, categories=["kindergarten"])
    home = int(np.flatnonzero(walks.nearest.walk_m[:, 0] < 400)[0])
    place = city.homes.geometry.iloc[home]
    inside = find_inside(maker, place.x, place.y, limits_m=[1000])
    kinds = city.facilities["category"].to_numpy()[inside.facilities]
    nearest = int(np.flatnonzero(kinds == "kindergarten")[0])
    # a place joins the roads where the home does, but a home may leave through a gate only
    assert inside.facility_m[nearest] <= walks.nearest.walk_m[home, 0] + 1e-6


def test_nothing_is_inside_where_no_road_is_near():
    inside = find_inside(make_circles(build_sample()), ORIGIN[0] + 450, ORIGIN[1] + 1300, limits_m=[1000])
    assert (len(inside.homes), len(inside.facilities)) == (0, 0)
    assert inside.straight_residents.tolist() == [45.0]


def test_legs_add_up_to_the_route_and_change_where_the_name_does(city):
    walks = measure_walks(city, categories=["primary_school"])
    named = 0
    for home in range(0, len(city.homes), 997):
        if walks.nearest.facility[home, 0] < 0:
            continue
        asked = {"home_id": city.homes["home_id"].iloc[home], "category": "primary_school"}
        route, line = find_route(city, walks, **asked), trace_route(city, walks, **asked).iloc[0]
        legs = trace_legs(city, walks, route)
        assert legs["length_m"].sum() == pytest.approx(line.length_m, abs=1.5)
        assert legs["kind"].iloc[0] in ("leave", "road")
        roads = legs[legs["kind"] == "road"]
        assert all(one != other for one, other in zip(roads["name"], roads["name"].iloc[1:], strict=False))
        assert shapely.hausdorff_distance(shapely.union_all(legs.geometry), line.geometry) < 1.0
        for name, shape in zip(roads["name"], roads.geometry, strict=True):
            mine = city.roads.geometry[city.roads["name"].fillna("") == name]
            assert mine.iloc[mine.sindex.query(shape.buffer(0.5))].buffer(0.5).union_all().covers(shape)
            named += name != ""
    assert named > 5
