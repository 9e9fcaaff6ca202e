"""Datums: there and back, and against an independent implementation."""

import numpy as np
import pytest
from geocoordinates_ffi import geocoordinates_ffi as other
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.crs.datum import DATUMS, from_wgs84, to_wgs84
from geo.errors import InputError

GEOD = Geod(ellps="WGS84")
ERQI = (113.6655, 34.7525)
in_china = st.tuples(st.floats(75, 134), st.floats(18, 53))


@pytest.mark.parametrize(("datum", "offset_m"), [("gcj02", 572), ("bd09", 1273)])
def test_zhengzhou_is_shifted_as_far_as_is_known(datum, offset_m):
    _, _, distance_m = GEOD.inv(*ERQI, *map(float, from_wgs84(*ERQI, datum=datum)))
    assert distance_m == pytest.approx(offset_m, abs=1)


@given(in_china, st.sampled_from(DATUMS))
def test_there_and_back_returns_within_a_millimetre(place, datum):
    back = to_wgs84(*from_wgs84(*place, datum=datum), datum=datum)
    assert GEOD.inv(*place, *map(float, back))[2] < 0.001


def test_arrays_and_nan_go_through():
    lon, lat = from_wgs84([113.6655, np.nan], [34.7525, 34.7], datum="gcj02")
    assert np.isfinite(lon[0])
    assert np.isnan(lon[1])
    assert np.isnan(to_wgs84(lon, lat, datum="gcj02")[0][1])


@given(st.tuples(st.floats(-180, 60), st.floats(-80, 80)), st.sampled_from(DATUMS))
def test_outside_china_nothing_is_shifted(place, datum):
    for convert in (from_wgs84, to_wgs84):
        lon, lat = convert(*place, datum=datum)
        assert (float(lon), float(lat)) == place


def test_cgcs2000_is_wgs84():
    lon, lat = to_wgs84(*ERQI, datum="cgcs2000")
    assert (float(lon), float(lat)) == ERQI


def test_an_unknown_datum_lists_the_choices():
    with pytest.raises(InputError, match="wgs84, cgcs2000, gcj02, bd09"):
        to_wgs84(0, 0, datum="gcj-02")


@given(in_china)
def test_both_shifts_agree_with_another_implementation_within_a_centimetre(place):
    lon, lat = place
    theirs = {"gcj02": other.wgs84_to_gcj02, "bd09": other.wgs84_to_bd09}
    for datum, shift in theirs.items():
        expected = shift(other.Wgs84(lat=lat, lon=lon))
        ours = from_wgs84(lon, lat, datum=datum)
        assert GEOD.inv(expected.lon, expected.lat, *map(float, ours))[2] < 0.01
