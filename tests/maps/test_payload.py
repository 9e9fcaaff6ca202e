"""The payload of a page: whole people, nothing where there is nothing, and the box round it."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from maps.payload import find_bounds, pack_facilities, pack_gaps, pack_units

CRS = "EPSG:32650"


def test_people_are_rounded_and_what_is_missing_is_none():
    units = gpd.GeoDataFrame(
        {"code": ["1"], "name": ["A"], "scope": ["urban"], "residents": [2.6], "households": [np.nan]}
        | {"covered_all": [1.0], "uncovered_all": [1.6], "unknown_all": [0.0]},
        geometry=[shapely.box(0, 0, 10, 10)],
        crs=CRS,
    )
    packed = pack_units(units, ["all"])
    assert packed["residents"] == [3]
    assert packed["households"] == [None]
    assert packed["uncovered"]["all"] == [2]


def test_a_category_without_facilities_or_gaps_is_empty():
    none = gpd.GeoDataFrame({"facility_id": [], "category": [], "name": []}, geometry=[], crs=CRS)
    assert pack_facilities(none, ["clinic"]) == {"clinic": {"at": "", "id": [], "name": []}}
    gaps = gpd.GeoDataFrame({"category": []}, geometry=[], crs=CRS)
    assert pack_gaps(gaps, ["clinic"])["clinic"]["residents"] == []


def test_bounds_are_of_all_layers_in_degrees():
    point = gpd.GeoSeries([shapely.Point(117, 34)], crs=4326)
    other = gpd.GeoSeries([shapely.Point(118, 35)], crs=4326).to_crs(CRS)
    assert find_bounds(point, other) == pytest.approx((117, 34, 118, 35))
    assert find_bounds(point.iloc[:0]) == (-180.0, -60.0, 180.0, 70.0)
