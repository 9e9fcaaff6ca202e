"""The payload of a page: whole people, nothing where there is nothing, and the box round it."""

import geopandas as gpd
import pytest
import shapely

from geo.city.sample import build_sample
from geo.coverage.analysis import analyze_city
from maps.payload import find_bounds, pack_facilities, pack_gaps

CRS = "EPSG:32650"


def test_a_category_without_facilities_or_gaps_is_empty():
    none = gpd.GeoDataFrame({"facility_id": [], "category": [], "name": []}, geometry=[], crs=CRS)
    assert pack_facilities(none, ["clinic"]) == {"clinic": {"at": "", "id": [], "name": []}}
    gaps = analyze_city(build_sample()).gaps.iloc[:0]
    packed = pack_gaps(gaps, ["clinic"])["clinic"]
    assert (packed["residents"], packed["others"]) == ([], {"gaps": 0, "residents": 0})


def test_bounds_are_of_all_layers_in_degrees():
    point = gpd.GeoSeries([shapely.Point(117, 34)], crs=4326)
    other = gpd.GeoSeries([shapely.Point(118, 35)], crs=4326).to_crs(CRS)
    assert find_bounds(point, other) == pytest.approx((117, 34, 118, 35))
    assert find_bounds(point.iloc[:0]) == (-180.0, -60.0, 180.0, 70.0)
