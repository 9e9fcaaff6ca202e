"""Packing: what the page unpacks is what went in, to a metre."""

import geopandas as gpd
import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.encode import pack_lines, pack_parts, pack_polygons

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CRS = "EPSG:32650"


def unpack(text):
    """The page's unpacking, written again from its description."""
    numbers, value, shift = [], 0, 0
    for digit in map(ALPHABET.index, text):
        value += (digit & 31) << shift
        shift += 5
        if digit < 32:
            numbers.append(-((value + 1) // 2) if value % 2 else value // 2)
            value = shift = 0
    return np.cumsum(np.array(numbers).reshape(-1, 2), axis=0) / 1e5


places = st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=8)


@given(st.lists(places, min_size=1, max_size=5))
def test_every_part_comes_back_within_half_a_metre(parts):
    coordinates = np.array([place for part in parts for place in part])
    of_part = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    packed = pack_parts(coordinates, of_part)
    assert len(packed) == len(parts)
    for text, part in zip(packed, parts, strict=True):
        assert np.abs(unpack(text) - np.array(part)).max() <= 0.5001e-5


def test_lines_that_meet_end_to_end_are_joined():
    pieces = gpd.GeoSeries([shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100, 0), (200, 0)])], crs=CRS)
    text = pack_lines(pieces, tolerance_m=8.0)
    assert "." not in text
    assert len(unpack(text)) == 2


def test_holes_and_parts_are_kept():
    ring = shapely.box(0, 0, 1000, 1000) - shapely.box(400, 400, 600, 600)
    far = shapely.box(5000, 0, 6000, 1000)
    ringed, both = pack_polygons(gpd.GeoSeries([ring, shapely.union(ring, far)], crs=CRS)[:1], tolerance_m=1.0), None
    assert ringed[0].count(",") == 1
    both = pack_polygons(gpd.GeoSeries([shapely.union(ring, far)], crs=CRS), tolerance_m=1.0)
    assert (both[0].count(";"), both[0].count(",")) == (1, 1)


def test_a_hexagon_keeps_its_six_corners_in_place():
    angles = np.radians(np.arange(30, 390, 60))
    hexagon = shapely.Polygon(np.column_stack([5e5 + 250 * np.cos(angles), 3.8e6 + 250 * np.sin(angles)]))
    (text,) = pack_polygons(gpd.GeoSeries([hexagon], crs=CRS), tolerance_m=1.0)
    corners = gpd.GeoSeries(gpd.points_from_xy(*unpack(text).T), crs=4326).to_crs(CRS)
    assert len(corners) == 6
    assert corners.distance(hexagon.boundary).max() < 1.0


def test_neighbours_still_share_their_border():
    left = shapely.Polygon([(0, 0), (100, 0), (101, 50), (100, 100), (0, 100)])
    right = shapely.Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (101, 50)])
    texts = pack_polygons(gpd.GeoSeries([left, right], crs=CRS), tolerance_m=20.0)
    corners = [set(map(tuple, unpack(text))) for text in texts]
    assert len(corners[0] & corners[1]) >= 2
