"""Exits of plots: stated gates, points where roads meet an outline, and the nearest ones where none does."""

import dataclasses

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.city.sample import ORIGIN, build_sample
from geo.city.walk_context import make_walk_context, walk_to
from geo.plans.measured_plans import measure_plans, number_plans
from geo.plans.planned_network import build_roads
from geo.plans.plot_exits import TOUCH_M, find_exits
from geo.plans.review import review_plans
from geo.reference import build_reference
from geo.rules.clauses import list_clauses
from tests.geo.plans.test_plan_review import RULES, find, toy_batch, toy_city
from tests.plan_areas import invent_areas

#: Roads of the toy city run along x and y = 0, 300, 600, 900.
CITY = build_sample()


def leave(*boxes, gates=(), city=CITY, network=None):
    """Exits of boxes in the toy city, with their coordinates in it; gates are (plot, x, y)."""
    areas = gpd.GeoSeries([shapely.box(*np.add(box, ORIGIN * 2)) for box in boxes], crs=city.crs)
    table = gpd.GeoDataFrame(
        {"area": [gate[0] for gate in gates]},
        geometry=[shapely.Point(np.add(gate[1:], ORIGIN)) for gate in gates],
        crs=city.crs,
    )
    exits = find_exits(city, network or city.network, areas, table)
    return exits, np.round(exits.xy - ORIGIN, 6)


def test_a_plot_without_gates_is_left_where_a_road_crosses_its_outline():
    exits, xy = leave((420, 280, 480, 320))
    assert exits.source.tolist() == ["roads"]
    assert sorted(xy.tolist()) == [[420, 300], [480, 300]]
    assert exits.access_m.tolist() == [0, 0]


def test_a_plot_beside_a_road_is_left_all_along_it():
    exits, xy = leave((420, 303, 480, 343))
    assert exits.source.tolist() == ["roads"]
    assert set(xy[:, 1]) == {303}
    assert sorted({*xy[:, 0]}) == [420, 430, 440, 450, 460, 470, 480]
    assert exits.access_m == pytest.approx(3)


def test_a_road_that_ends_near_an_outline_meets_it_and_one_that_ends_farther_away_does_not():
    for gap_m, source in ((TOUCH_M - 1, "roads"), (TOUCH_M, "roads"), (TOUCH_M + 1, "nearest")):
        road = gpd.GeoSeries([shapely.LineString(np.add([(450, 300), (450, 340 - gap_m)], ORIGIN))], crs=CITY.crs)
        built = build_roads(make_walk_context(CITY), road)
        exits, xy = leave((403, 340, 483, 380), city=built.city, network=built.network)
        assert exits.source.tolist() == [source]
        nearest = exits.access_m.argmin()
        assert xy[nearest].tolist() == [450, 340]
        assert exits.access_m[nearest] == pytest.approx(gap_m)


def test_a_plot_that_no_road_meets_is_left_where_a_road_is_nearest():
    exits, xy = leave((420, 320, 480, 360))
    assert exits.source.tolist() == ["nearest"]
    assert set(xy[:, 1]) == {320}
    assert exits.access_m == pytest.approx(20)
    assert leave((420, 1300, 480, 1340))[0].area.tolist() == []


def test_stated_gates_are_kept_to_though_roads_cross_the_outline():
    exits, xy = leave((420, 280, 480, 320), (420, 420, 480, 460), gates=[(0, 450, 320), (1, 450, 1300)])
    assert exits.source.tolist() == ["stated", "stated"]
    assert xy.tolist() == [[450, 320]]  # the other plot's gate is near no road, and through its wall nobody walks


def test_nobody_leaves_through_a_wall():
    """A wall between the plot and the road y = 300: the way out is on the west side, to x = 300."""
    wall = gpd.GeoDataFrame(geometry=[shapely.LineString(np.add([(310, 302), (590, 302)], ORIGIN))], crs=CITY.crs)
    exits, xy = leave((340, 304, 400, 344), city=dataclasses.replace(CITY, barriers=wall))
    assert exits.source.tolist() == ["nearest"]
    assert set(xy[:, 0]) == {340}
    assert exits.access_m == pytest.approx(40, abs=1)


def test_a_mirrored_plot_is_left_at_the_mirrored_points():
    """The toy city is its own mirror image about x = 450."""
    for box in ((340, 280, 380, 330), (340, 320, 400, 360), (320, 303, 400, 343)):
        mirrored = (900 - box[2], box[1], 900 - box[0], box[3])
        (one, xy), (other, mirrored_xy) = leave(box), leave(mirrored)
        assert one.source.tolist() == other.source.tolist()
        assert sorted((xy * [-1, 1] + [900, 0]).round(3).tolist()) == sorted(mirrored_xy.round(3).tolist())


def test_an_own_road_is_where_a_plot_is_left():
    """A lies 20 m from the road y = 300; its own road into it meets the outline at (450, 320)."""
    areas = [("A", (420, 320, 480, 360), 400), ("B", (420, 420, 480, 460), 400)]
    batch = toy_batch(areas, roads=[("A", [(450, 340), (450, 300)])])
    city, clauses = toy_city(), list_clauses([RULES], speed_m_per_min=4000 / 60)
    context = walk_to(make_walk_context(city), ["clinic", "school", "station"])
    sizes = batch.areas[["plan_id"]].assign(households=400.0, residents=1000.0)
    sizes = sizes.assign(residential_floor_area_m2=np.nan, above_ground_floor_area_m2=np.nan)
    measured = measure_plans(context, number_plans(city, batch, context.categories), clauses, sizes)
    assert measured.gates_source.tolist() == ["roads", "nearest"]
    # from the road's end on the outline 20 m to y = 300, then 150 + 300 m: as through a gate there
    row = find(review_plans(city, batch, rule_sets=[RULES]), "alone", "school", "distance")
    assert [row["walk_m_nearest"], row["walk_m"]] == pytest.approx([470, 520])
    assert row["share_within"] == pytest.approx(450 * np.pi / 2400, abs=0.005)


@pytest.fixture(scope="module")
def distances():
    city = build_reference(scale=0.05)
    table = review_plans(city, invent_areas(city, 80, seed=4, with_roads=0.2)).requirements
    return table[table["clause_kind"] == "distance"]


def test_share_verdict_and_walks_agree(distances):
    limit_m = distances["demand"] + 0.001
    share = distances["share_within"]
    assert ((share > 0) & (share < 1)).sum() > 50
    assert ((share == 1) == (distances["walk_m"] <= limit_m)).all()
    assert ((share == 0) == (distances["walk_m_nearest"] > limit_m)).all()
    assert ((share == 1) == distances["verdict_plan"].isin(["met", "met_with_conditions"])).all()
    assert (distances["walk_m_nearest"] <= distances["walk_m"]).all()


def test_a_straight_line_is_never_longer_than_a_walk(distances):
    assert (distances["straight_m"] <= distances["walk_m"] + 1e-6).all()
    assert (distances["share_within_straight"] >= distances["share_within"] - 1e-9).all()
    straight_share = distances["share_within_straight"]
    assert ((straight_share == 1) == (distances["straight_m"] <= distances["demand"] + 0.001)).all()
    assert (straight_share > distances["share_within"] + 0.1).any()
