"""Snapping: onto edges, within the limit, never onto stray components; and why not."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import InvalidGeometryError
from geo.walking.access_points import find_access_points
from geo.walking.network import build_network
from geo.walking.snap import report_snaps, snap_points
from geo.walking.split import split_lines

CRS = "EPSG:32650"


@pytest.fixture(scope="module")
def roads():
    main, stray = [(0, 0), (3000, 0)], [(0, 1000), (500, 1000)]
    return split_lines(
        gpd.GeoDataFrame(
            {"highway": ["primary", "path"]}, geometry=[shapely.LineString(main), shapely.LineString(stray)], crs=CRS
        ),
        None,
    )


@pytest.fixture(scope="module")
def network(roads):
    return build_network(roads)


def test_a_place_snaps_to_the_nearest_point_on_an_edge_not_to_a_node(network):
    snaps = snap_points(network, shapely.points([[1234, 56]]))
    assert network.length_m[snaps.edge[0]] == 3000
    assert snaps.offset_m[0] == pytest.approx(1234)
    assert snaps.access_m[0] == pytest.approx(56)


@pytest.mark.parametrize(("y", "snapped"), [(200, True), (200.0009, True), (200.002, False)])
def test_exactly_the_limit_snaps_and_two_millimetres_more_does_not(network, y, snapped):
    snaps = snap_points(network, shapely.points([[10, y]]))
    assert (snaps.edge[0] >= 0) == snapped


def test_a_stray_component_carries_nobody_and_the_reason_says_so(network):
    snaps = snap_points(network, shapely.points([[100, 990], [100, 5000]]))
    assert snaps.edge.tolist() == [-1, -1]
    assert np.isnan(snaps.access_m).all()
    assert snaps.reason.tolist() == ["short_component", "no_road"]
    assert snap_points(network, shapely.points([[100, 990]]), min_component_m=500).access_m[0] == pytest.approx(10)


def test_the_report_says_how_far_onto_what_and_why_not(network, roads):
    snaps = snap_points(network, shapely.points([[10, 20], [10, 500]]))
    report = report_snaps("homes", pd.Series(["a", "b"]), snaps, roads)
    assert report.loc[0, ["layer", "id", "highway", "access_m", "reason"]].tolist() == [
        "homes",
        "a",
        "primary",
        20.0,
        "",
    ]
    assert pd.isna(report.loc[1, "edge_id"])
    assert report.loc[1, "reason"] == "no_road"


def test_a_place_with_gates_has_one_access_point_a_gate(network):
    places = snap_points(network, shapely.points([[10, 0], [20, 0], [30, 900]]))
    gates = snap_points(network, shapely.points([[100, 5], [200, 7], [300, 700]]))
    joined = find_access_points(places, gates, np.array([0, 0, -1], np.int32), np.array([1.0, 2.0, 0.0]))
    assert joined.place.tolist() == [0, 0, 1]
    assert joined.access_m.tolist() == [6.0, 9.0, 0.0]
    assert joined.count == 3


def test_no_places_is_no_snaps(network):
    assert len(snap_points(network, np.empty(0, object)).edge) == 0


def test_no_leg_crosses_a_barrier_and_the_next_road_this_side_is_taken():
    lines = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(0, 0), (3000, 0)]), shapely.LineString([(0, 150), (3000, 150)])], crs=CRS
    )
    network = build_network(split_lines(lines, None))
    spots = shapely.points([[100, 30], [1500, 30], [1500, 12], [2500, 60]])
    river = np.array([shapely.LineString([(1000, 20), (2000, 20)]), shapely.box(2400, 40, 2600, 140)], object)
    snaps = snap_points(network, spots, barriers=shapely.STRtree(river))
    assert snaps.access_m.tolist()[:3] == [30.0, 120.0, 12.0]
    assert snaps.edge[0] == snaps.edge[2] != snaps.edge[1]
    assert snaps.edge[3] == -1
    assert snaps.reason[3] == "behind_barrier"


def test_a_leg_may_touch_a_barrier():
    line = gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (3000, 0)])], crs=CRS)
    wall = shapely.STRtree([shapely.LineString([(50, 30), (150, 30)])])
    snaps = snap_points(build_network(split_lines(line, None)), shapely.points([[100, 30]]), barriers=wall)
    assert snaps.access_m.tolist() == [30.0]


def test_a_blocked_place_near_a_stray_road_beyond_the_barrier_is_blocked_not_stray():
    lines = gpd.GeoDataFrame(
        geometry=[shapely.LineString([(0, 0), (3000, 0)]), shapely.LineString([(0, 5), (500, 5)])], crs=CRS
    )
    wall = shapely.STRtree([shapely.LineString([(-500, 20), (3500, 20)])])
    network = build_network(split_lines(lines, None))
    snaps = snap_points(network, shapely.points([[100, 30], [100, -5]]), barriers=wall)
    assert snaps.edge.tolist() == [-1, 0]
    assert snaps.reason.tolist() == ["behind_barrier", ""]


@pytest.mark.parametrize("point", [None, shapely.Point()])
def test_a_place_without_a_point_is_refused(network, point):
    with pytest.raises(InvalidGeometryError, match="1 of 2 points to snap are empty"):
        snap_points(network, np.array([shapely.Point(0, 0), point], object))
