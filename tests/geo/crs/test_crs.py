"""Coordinate reference systems: the facts of Zhengzhou, and refusals that say the remedy."""

import geopandas as gpd
import pyproj
import pytest
import shapely

from geo.crs.datum import from_wgs84
from geo.crs.hints import suggest_crs, zone_crs
from geo.crs.metres import check_area_of_use, check_metric, check_scale
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


@pytest.mark.parametrize("name", ["EPSG:4326", "EPSG:2263"])
def test_degrees_and_feet_are_refused(name):
    with pytest.raises(CrsError, match="measures in"):
        check_metric(pyproj.CRS.from_user_input(name), where="[city] crs")


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("EPSG:3857", "1,221"),  # Web Mercator, on a sphere
        ("EPSG:3395", "1,216"),  # World Mercator
        ("ESRI:54004", "1,216"),
        ("ESRI:54034", "1,216"),  # equal-area cylinder
        ("EPSG:6933", "1,054"),
        ("EPSG:32662", "1,216"),  # plate carrée
        ("EPSG:4087", "1,216"),
        ("ESRI:54032", "1,979"),  # true distances from 0, 0 only
        ("ESRI:54009", "1,380"),
        ("+proj=merc +lat_ts=20 +datum=WGS84", "1,143"),
        ("+proj=lcc +lat_1=60 +lat_2=70 +lon_0=105", "1,117"),
    ],
)
def test_a_crs_whose_metres_are_none_where_the_city_lies_is_refused_whatever_its_name(name, read):
    crs = pyproj.CRS.from_user_input(name)
    check_metric(crs, where="[city] crs")
    with pytest.raises(CrsError, match=f"1,000 m at 113.670, 34.750 read {read} m in .*; use EPSG:32649"):
        check_scale(113.67, 34.75, crs, where="[city] crs")


@pytest.mark.parametrize(
    ("name", "lon", "lat"),
    [
        ("EPSG:32649", 113.67, 34.75),
        ("EPSG:32650", 113.67, 34.75),  # the neighbouring zone
        ("EPSG:32631", 9.0, 0.0),  # the middle of the next zone, where UTM is widest
        ("EPSG:4547", 113.67, 34.75),
        ("EPSG:4526", 113.67, 34.75),
        ("EPSG:4546", 114.8, 34.4),
        ("EPSG:4498", 120.0, 18.2),  # six-degree zone from the side
        ("EPSG:3067", 19.5, 60.1),
        ("EPSG:2154", 9.5, 42.2),
        ("EPSG:3035", 24.9, 60.2),
        ("EPSG:3395", 103.8, 1.3),  # World Mercator is true at the equator
    ],
)
def test_a_crs_that_offices_use_is_not_refused_for_its_scale(name, lon, lat):
    check_scale(lon, lat, pyproj.CRS.from_user_input(name), where="[city] crs")


def test_web_mercator_is_not_true_anywhere():
    for lat in (0.0, 1.3, -6.2, 60.0):
        with pytest.raises(CrsError, match=r"use EPSG:32[67]48"):
            check_scale(103.8, lat, pyproj.CRS.from_epsg(3857), where="[city] crs")


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
