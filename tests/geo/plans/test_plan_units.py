"""Proposed grid units: they are their area, in one piece, even, and have codes that nobody had."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.city.sample import build_sample
from geo.errors import InputError
from geo.grid.code_scheme import code_units
from geo.grid.units import UNIT_HOUSEHOLDS
from geo.plans.new_units import count_units, divide_areas
from geo.reference import build_reference

CRS = "EPSG:32650"
L_SHAPE = shapely.Polygon([(0, 0), (400, 0), (400, 60), (60, 60), (60, 400), (0, 400)])


def divide(shape, households, roads=()):
    return divide_areas(gpd.GeoSeries([shape], crs=CRS), np.array([float(households)]), gpd.GeoSeries(roads, crs=CRS))


@pytest.mark.parametrize("households", [1e308, np.inf, np.nan, 1.1e7])
def test_no_area_is_left_without_a_unit_because_its_households_are_no_number_of_homes(households):
    """So many units are no int64: the area had none, and what looked them up failed far from the cause."""
    with pytest.raises(InputError, match="households in one area; expected 10,000,000 or fewer"):
        count_units(np.array([120.0, households]))


def check_units(units, shape, households):
    assert units["households"].sum() == pytest.approx(households)
    assert shapely.area(units.geometry.to_numpy()).sum() == pytest.approx(shape.area, rel=1e-6)
    assert shapely.union_all(units.geometry.to_numpy()).symmetric_difference(shape).area < 1e-3 * shape.area


@settings(max_examples=25, derandomize=True)
@given(st.integers(1, 4000), st.floats(60, 500), st.floats(60, 500), st.floats(0, 3.1))
def test_units_of_any_rectangle_are_the_rectangle_and_hold_300_to_500_households(households, wide, high, angle):
    shape = shapely.affinity.rotate(shapely.box(0, 0, wide, high), angle, use_radians=True)
    units = divide(shape, households)
    check_units(units, shape, households)
    assert len(units) == count_units(np.array([float(households)]))[0]
    assert (units.geom_type == "Polygon").all()
    if households >= 1200:  # 501 to 599 households cannot be divided so; above, cells make no more than a tenth of it
        least, most = UNIT_HOUSEHOLDS
        assert units["households"].between(least * 0.85, most * 1.15).all()


def test_units_of_a_bent_area_are_in_one_piece():
    units = divide(L_SHAPE, 1900)
    check_units(units, L_SHAPE, 1900)
    assert len(units) == 4
    assert (units.geom_type == "Polygon").all()


def test_a_road_through_an_area_is_the_border_of_its_units():
    road = shapely.LineString([(-50, 100), (450, 100)])
    shape = shapely.box(0, 0, 400, 200)
    units = divide(shape, 900, [road])
    assert len(units) == 2
    for unit in units.geometry:
        assert unit.intersection(road).area == 0
        assert abs(unit.bounds[3] - unit.bounds[1] - 100) < 1e-6
    assert units["households"].tolist() == pytest.approx([450, 450])
    # numbered from the north
    assert units.geometry.iloc[0].bounds[1] == pytest.approx(100)


def test_an_area_of_two_parts_keeps_all_of_it():
    shape = shapely.MultiPolygon([shapely.box(0, 0, 100, 100), shapely.box(300, 0, 400, 100)])
    check_units(divide(shape, 1000), shape, 1000)


def test_no_area_is_cut_where_one_unit_will_do():
    assert divide(L_SHAPE, 500).geometry.iloc[0].equals(L_SHAPE)


def test_codes_go_on_behind_the_highest_in_use_and_skip_those_of_other_kinds():
    city = build_sample()
    units = city.grid_units.assign(unit_kind="grid")
    units.loc[len(units)] = {**units.iloc[0].to_dict(), "unit_code": "410102001001003", "unit_kind": "exclusive"}
    wanted = pd.Series(["410102001001", "410102001002"])
    assert code_units(units, wanted) == ["410102001001004", "410102001002003"]


@pytest.mark.heavy
def test_no_code_of_a_batch_is_in_use_or_given_twice():
    city = build_reference(scale=0.03)
    rng = np.random.default_rng(1)
    codes = code_units(city.grid_units, pd.Series(rng.choice(city.base_units["community"], 300)))
    given_ = [code for code in codes if code]
    assert len(given_) == len(set(given_)) == 300
    assert not set(given_) & set(city.grid_units["unit_code"])
    assert all(len(code) == 15 for code in given_)


def test_a_community_with_999_units_has_no_code_left():
    city = build_sample()
    full = city.grid_units.assign(unit_code=[*city.grid_units["unit_code"][:3], "410102001002999"])
    assert code_units(full, pd.Series(["410102001002"])) == [""]
