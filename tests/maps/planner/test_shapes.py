"""Polygons packed by their arcs: unpacked they are what they were, and borders that two share are there once."""

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from geo.reference import build_reference
from maps.planner.outlines import pack_outlines
from maps.planner.shapes import pack_shapes
from tests.maps.planner.unpacking import read_parts, read_shapes

STEP = 1e-5


def place(shape):
    """In degrees: one unit of the drawing is ten steps."""
    return shapely.transform(shape, lambda xy: xy * 10 * STEP) if shape is not None else None


def draw(shapes):
    return gpd.GeoSeries([place(shape) for shape in shapes], crs=4326)


def unpack(packed):
    rows = read_shapes(packed)
    return [
        None if row is None else shapely.MultiPolygon([shapely.Polygon(rings[0], rings[1:]) for rings in row])
        for row in rows
    ]


def check_round(shapes, packed):
    found = unpack(packed)
    for shape, got in zip(shapes, found, strict=True):
        if shape is None or shape.is_empty:
            assert got is None
        else:
            expected = shapely.MultiPolygon([shapely.transform(part, lambda xy: xy * 10) for part in list_parts(shape)])
            assert shapely.equals(got, expected)
    return packed["arcs"].split(".")


def list_parts(shape):
    return list(shapely.get_parts(shape))


def test_two_squares_have_three_arcs():
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    assert len(check_round(shapes, pack_shapes(draw(shapes), tolerance_m=0))) == 3


def test_a_hole_and_the_island_in_it_share_one_arc():
    island = shapely.box(2, 2, 4, 4)
    shapes = [shapely.box(0, 0, 9, 9) - island, island]
    assert len(check_round(shapes, pack_shapes(draw(shapes), tolerance_m=0))) == 2


def test_a_row_without_a_polygon_and_one_with_that_of_the_row_before_take_a_letter_at_most():
    square = shapely.box(0, 0, 1, 1)
    shapes = [None, square, square, shapely.Polygon(), shapely.box(3, 0, 4, 1)]
    packed = pack_shapes(draw(shapes), tolerance_m=0)
    assert packed["shape"] == ["", "A", "=", "", "A"]
    assert unpack(packed)[4].area == 100


def test_no_polygon_at_all_is_nothing():
    assert pack_shapes(draw([None]), tolerance_m=1.0) == {"arcs": "", "shape": [""]}
    assert pack_shapes(gpd.GeoSeries([], crs="EPSG:32650"), tolerance_m=1.0) == {"arcs": "", "shape": []}


def test_parts_that_touch_at_a_corner_and_polygons_that_overlap_are_kept():
    corner = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2)])
    shapes = [corner, shapely.box(0, 0, 2, 1), shapely.box(0, 0, 2, 1).buffer(0)]
    check_round(shapes, pack_shapes(draw(shapes), tolerance_m=0))


def test_what_is_smaller_than_a_step_is_left_out():
    speck = shapely.box(0, 0, 0.01, 0.01)
    packed = pack_shapes(draw([speck, shapely.box(1, 1, 2, 2)]), tolerance_m=0)
    assert packed["shape"][0] == ""
    assert unpack(packed)[1].area == 100


cells = st.lists(st.integers(0, 3), min_size=25, max_size=25)


@given(cells)
@settings(max_examples=150, deadline=None)
def test_any_tiling_of_squares_comes_back(owners):
    """Units with holes, of several parts, that touch at corners."""
    squares = np.array([shapely.box(i % 5, i // 5, i % 5 + 1, i // 5 + 1) for i in range(25)])
    shapes = [shapely.union_all(squares[np.array(owners) == owner]) if owner in owners else None for owner in range(4)]
    arcs = check_round(shapes, pack_shapes(draw(shapes), tolerance_m=0))
    whole = [shape for shape in shapes if shape is not None]
    borders = shapely.unary_union([shape.boundary for shape in whole])
    drawn = [part for part in arcs if part]
    assert len(drawn) <= 2 * len(shapely.get_parts(shapely.line_merge(borders))) + len(whole)


@pytest.mark.heavy
@pytest.mark.parametrize("level", ["city", "districts", "streets", "communities", "grid_units"])
def test_the_units_of_a_city_keep_their_areas_and_tile_the_ground(level):
    levels = analyze_city(build_reference(scale=0.03)).levels
    table = levels[level]
    found = unpack(pack_shapes(gpd.GeoSeries(table.geometry), tolerance_m=1.0))
    for shape, got in zip(table.geometry.to_crs(4326), found, strict=True):
        assert got.area * STEP * STEP == pytest.approx(shape.area, rel=0.03)
    once = [shape for shape, is_first in zip(found, ~table["code"].duplicated(), strict=True) if is_first]
    if len(once) > 1:
        assert shapely.coverage_is_valid(once)


@pytest.mark.heavy
def test_outlines_hold_each_border_once_and_join_where_they_meet():
    coverage = analyze_city(build_reference(scale=0.1))
    packed = pack_outlines(coverage)
    sides = set()
    for text in packed.values():
        for line in read_parts(text):
            for side in pairwise(line):
                assert frozenset(side) not in sides
                sides.add(frozenset(side))
    lines = shapely.MultiLineString([line for text in packed.values() for line in read_parts(text)])
    faces = list(shapely.polygonize([lines]).geoms)
    streets = coverage.levels["streets"].drop_duplicates("code").geometry
    assert len(faces) >= len(streets) > 3
    districts = shapely.polygonize([shapely.MultiLineString(read_parts(packed["districts"]))])
    assert len(districts.geoms) >= coverage.levels["districts"]["code"].nunique()


def test_the_toy_city_has_one_district_and_no_line_between_streets():
    packed = pack_outlines(analyze_city(build_sample()))
    assert packed["streets"] == ""
    assert len(read_parts(packed["districts"])) == 1
