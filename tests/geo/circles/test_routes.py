"""Routes: as long as the table says, along the roads, through the gates."""

import dataclasses

import numpy as np
import pytest
import shapely

from geo.circles.routes import trace_route
from geo.city.sample import ORIGIN, build_sample
from geo.city.walks import measure_walks
from geo.errors import InputError, NotFoundError
from geo.reference import build_reference


@pytest.fixture(scope="module")
def small():
    city = build_reference(scale=0.05)
    return city, {profile: measure_walks(city, profile=profile) for profile in ("adult", "elder")}


@pytest.mark.parametrize("profile", ["adult", "elder"])
def test_a_route_is_as_long_as_the_table_says_and_leads_along_roads(small, profile):
    city, walks = small[0], small[1][profile]
    rng = np.random.default_rng(4)
    roads = shapely.STRtree(city.roads.geometry.to_numpy())
    compared = 0
    for home, k in zip(
        rng.integers(0, len(city.homes), 300), rng.integers(0, len(walks.context.categories), 300), strict=True
    ):
        if walks.nearest.facility[home, k] < 0:
            continue
        home_id, category = city.homes["home_id"].iloc[home], walks.context.categories[k]
        route = trace_route(city, walks, home_id=home_id, category=category).iloc[0]
        assert route.walk_m == walks.nearest.walk_m[home, k]
        if profile == "adult":
            assert route.length_m == pytest.approx(route.walk_m, abs=0.05)
        assert route.length_m <= route.walk_m + 0.05
        line = route.geometry
        assert shapely.get_point(line, 0).equals(city.homes.geometry.iloc[home])
        inner = shapely.points(shapely.get_coordinates(line)[2:-2])
        if len(inner):
            assert roads.query_nearest(inner, return_distance=True, all_matches=False)[1].max() < 0.01
        compared += 1
    assert compared > 200


def test_two_places_on_one_edge_are_joined_along_it():
    city = build_sample()
    place = city.facilities.iloc[:1].set_geometry(shapely.points(np.add([(120, -5)], ORIGIN)))
    city = dataclasses.replace(city, facilities=place, categories={"clinic": city.categories["clinic"]})
    route = trace_route(city, measure_walks(city), home_id="yard", category="clinic")
    line = shapely.get_coordinates(route.geometry.iloc[0]) - ORIGIN
    assert line.tolist() == [[150, 10], [150, 0], [120, 0], [120, -5]]
    assert route.length_m.tolist() == [10 + 30 + 5]


def test_a_route_goes_through_the_gates():
    city = build_sample()
    gates = city.facilities.iloc[[0, 0]].set_geometry(shapely.points(np.add([(140, 5), (900, 890)], ORIGIN)))
    gates = gates[["facility_id", "geometry"]].set_axis(["place", "geometry"], axis=1)
    gates = gates.assign(gate_id=["g", "h"], place=["yard", "c1"])
    city = dataclasses.replace(city, gates=gates)
    route = trace_route(city, measure_walks(city), home_id="yard", category="clinic")
    line = shapely.get_coordinates(route.geometry.iloc[0]) - ORIGIN
    assert line[:3].tolist() == [[150, 10], [140, 5], [140, 0]]
    assert line[-1].tolist() == [900, 890]
    assert route.length_m.iloc[0] == pytest.approx(route.walk_m.iloc[0])


def test_a_home_at_the_door_of_a_facility_walks_nothing():
    city = build_sample()
    route = trace_route(city, measure_walks(city), home_id="door", category="clinic").iloc[0]
    assert route.length_m == route.walk_m == 0
    assert route.geometry.geom_type == "LineString"


def test_no_home_no_way_and_no_category_are_told():
    city = build_sample()
    walks = measure_walks(city)
    with pytest.raises(NotFoundError, match='no home has the id "nobody"'):
        trace_route(city, walks, home_id="nobody", category="clinic")
    with pytest.raises(NotFoundError, match="no way to any facility"):
        trace_route(city, walks, home_id="field", category="clinic")
    with pytest.raises(InputError, match='unknown category "zoo"; the city has: clinic, school'):
        trace_route(city, walks, home_id="door", category="zoo")
