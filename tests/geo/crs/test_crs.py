"""Coordinate reference systems: the facts of Zhengzhou, and refusals that say the remedy."""

import geopandas as gpd
import pyproj
import pytest
import shapely

from geo.crs.checks import check_area_of_use, check_metric
from geo.crs.datum import from_wgs84
from geo.crs.hints import suggest_crs, zone_crs
from geo.crs.projection import from_lonlat, local_utm, parse_crs, project_coordinates, project_frame
from geo.errors import CrsError

GK_114 = pyproj.CRS.from_epsg(4547)
ERQI = (113.6655, 34.7525)


def test_erqi_lies_where_the_survey_says():
    x, y = project_coordinates(*ERQI, datum="wgs84", crs=GK_114)
    assert (round(float(x)), round(float(y))) == (469372, 3847187)
    x, y = project_coordinates(*ERQI, datum="wgs84", crs=pyproj.CRS.from_epsg(4526))
    assert (round(float(x)), round(float(y))) == (38469372, 3847187)


def test_a_shifted_point_comes_back_to_the_same_metres():
    amap = from_wgs84(*ERQI, datum="gcj02")
    x, y = project_coordinates(*amap, datum="gcj02", crs=GK_114)
    assert (float(x), float(y)) == pytest.approx((469372, 3847187), abs=0.5)


def test_x_always_comes_before_y_whatever_the_axis_order():
    lon, lat = project_coordinates(469372, 3847187, datum="EPSG:4547", crs=pyproj.CRS.from_epsg(4490))
    assert (float(lon), float(lat)) == pytest.approx(ERQI, abs=1e-5)


@pytest.mark.parametrize("name", ["EPSG:4326", "EPSG:3857", "EPSG:2263"])
def test_degrees_feet_and_tile_metres_are_refused(name):
    with pytest.raises(CrsError, match=r"measures in|is for tiles"):
        check_metric(pyproj.CRS.from_user_input(name), where="[city] crs")


def test_an_unknown_crs_is_named():
    with pytest.raises(CrsError, match="EPSG:99999"):
        parse_crs("EPSG:99999", where="[city] crs")


@pytest.mark.parametrize(
    ("lon", "lat", "epsg"), [(24.9, 60.2, 32635), (-15.4, 28.1, 32628), (151.2, -33.9, 32756), (180, 0, 32660)]
)
def test_the_local_zone_is_found(lon, lat, epsg):
    assert local_utm(lon, lat).to_epsg() == epsg


@pytest.mark.parametrize(
    ("easting", "epsg"),
    [(38469372, 4526), (36500000, 4524), (20469372, 4498), (469372, None), (99000000, None), (float("nan"), None)],
)
def test_an_easting_tells_its_zone(easting, epsg):
    assert zone_crs(easting) == epsg


@pytest.mark.parametrize(
    ("x", "y", "word"),
    [
        (38469372, 3847187, "EPSG:4526"),
        (3847187, 38469372, "swapped"),
        (20469372, 3847187, "6-degree"),
        (113.6, 34.7, "degrees"),
        (469372, 3847187, "without prefix"),
    ],
)
def test_coordinates_without_crs_are_explained(x, y, word):
    assert word in suggest_crs(x, y)


def test_a_crs_for_elsewhere_is_refused_with_one_that_fits():
    with pytest.raises(CrsError, match="EPSG:32635"):
        check_area_of_use(24.9, 60.2, GK_114, where="[city] crs")
    check_area_of_use(113.6, 34.7, GK_114, where="[city] crs")


@pytest.mark.parametrize(("lon", "lat", "word"), [(34.7, 113.6, "swapped"), (200, 100, "expected degrees")])
def test_longitude_and_latitude_out_of_range_are_refused(lon, lat, word):
    with pytest.raises(CrsError, match=word):
        from_lonlat(lon, lat, datum="wgs84", crs=GK_114)


def test_a_layer_is_placed_by_its_own_crs_by_a_named_one_or_by_a_datum():
    point = gpd.GeoDataFrame(geometry=[shapely.Point(*ERQI)])
    by_own = project_frame(point.set_crs(4326), datum=None, crs=GK_114)
    by_name = project_frame(point, datum="EPSG:4490", crs=GK_114)
    amap = gpd.GeoDataFrame(geometry=[shapely.Point(*map(float, from_wgs84(*ERQI, datum="gcj02")))])
    by_datum = project_frame(amap, datum="gcj02", crs=GK_114)
    for placed in (by_own, by_name, by_datum):
        assert placed.geometry.iloc[0].distance(shapely.Point(469372, 3847187)) < 0.6
    with pytest.raises(CrsError):
        project_frame(point, datum=None, crs=GK_114)
