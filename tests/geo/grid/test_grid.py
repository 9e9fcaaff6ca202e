"""Grid units: generated without gap or overlap, checked, found by place."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InputError
from geo.grid.hexagons import generate_hexagons
from geo.grid.units import assign_units, check_units
from geo.problems import Problems

CRS = "EPSG:32650"


def units(**shapes):
    return gpd.GeoDataFrame({"unit_code": list(shapes), "name": list(shapes)}, geometry=list(shapes.values()), crs=CRS)


@pytest.mark.heavy
@given(st.floats(40, 600), st.floats(300, 2000), st.floats(300, 2000))
def test_hexagons_tile_an_area_without_gap_or_overlap(edge_m, width, height):
    area = shapely.box(1000, 2000, 1000 + width, 2000 + height)
    made = generate_hexagons(area, edge_m=edge_m, crs=CRS)
    assert made.area.sum() == pytest.approx(area.area, abs=3 * len(made))
    assert made.unit_code.is_unique
    problems = Problems()
    check_units(made, file="made", problems=problems)
    assert problems.kinds == {}


def test_a_whole_hexagon_has_the_area_of_its_edge():
    made = generate_hexagons(shapely.box(0, 0, 3000, 3000), edge_m=200, crs=CRS)
    assert made.area.max() == pytest.approx(1.5 * np.sqrt(3) * 200**2)


def test_codes_count_rows_from_the_north_and_columns_from_the_west():
    made = generate_hexagons(shapely.box(0, 0, 2000, 2000), edge_m=200, crs=CRS).set_index("unit_code")
    assert made.geometry["H00000000"].centroid.y > made.geometry["H00030000"].centroid.y
    assert made.geometry["H00030001"].centroid.x > made.geometry["H00030000"].centroid.x


@pytest.mark.parametrize("edge_m", [0, -5, float("nan"), 0.01])
def test_an_edge_that_makes_no_sense_is_refused(edge_m):
    with pytest.raises(InputError, match="hexagon edge"):
        generate_hexagons(shapely.box(0, 0, 1000, 1000), edge_m=edge_m, crs=CRS)


def test_broken_units_are_reported_with_code_and_area():
    problems = Problems()
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    table = units(
        a=shapely.box(100, 0, 110, 10),
        b=shapely.box(108, 0, 120, 10),
        c=shapely.box(100, 0, 110, 10),
        d=bow,
        e=shapely.Point(0, 0),
    )
    check_units(table, file="u.gpkg", problems=problems)
    assert problems.kinds["overlapping grid units"] == [
        "u.gpkg: a and b overlap by 20.0 m2, up to 2.00 m wide",
        "u.gpkg: b and c overlap by 20.0 m2, up to 2.00 m wide",
    ]
    assert problems.kinds["duplicate grid units"] == ["u.gpkg: a and c have the same polygon"]
    assert "d: Self-intersection" in problems.kinds["invalid grid unit"][0]
    assert "e is a Point" in problems.kinds["grid unit that is no polygon"][0]


def test_units_that_only_touch_do_not_overlap():
    problems = Problems()
    check_units(units(a=shapely.box(0, 0, 10, 10), b=shapely.box(10, 0, 20, 10)), file="u", problems=problems)
    assert problems.count == 0


def test_a_shared_border_and_a_shared_corner_have_one_unit():
    four = units(
        d=shapely.box(0, 0, 10, 10),
        c=shapely.box(10, 0, 20, 10),
        b=shapely.box(0, 10, 10, 20),
        a=shapely.box(10, 10, 20, 20),
    )
    points = shapely.points([[10, 5], [10, 10], [5, 10], [0, 0], [30, 30]])
    assert assign_units(four, points).tolist() == [1, 3, 2, 0, -1]
