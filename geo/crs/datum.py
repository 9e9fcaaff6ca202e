"""The four datums in which Chinese offices hold longitude and latitude, and the way between them.

GCJ-02 (Amap, Tencent) and BD-09 (Baidu) shift WGS-84 by 300 to 1,300 m in a way that was never published
but is known since 2010; CGCS2000 and WGS-84 differ by centimetres and are one here. The forward formulas are
the ones every open implementation shares; the way back is iterated until it returns within 0.1 mm, where the
usual single step is wrong by up to 2 m.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from geo.arrays import Bool, Float64
from geo.errors import InputError

Shift = Callable[[Float64, Float64], tuple[Float64, Float64]]


DATUMS: Final = ("wgs84", "cgcs2000", "gcj02", "bd09")


#: Krasovsky 1940, the ellipsoid of the GCJ-02 formula: semi-major axis [m] and squared eccentricity.
_KRASOVSKY_A: Final = 6378245.0


_KRASOVSKY_EE: Final = 0.00669342162296594323


#: Outside this box (west, south, east, north, degrees) GCJ-02 equals WGS-84.
_CHINA: Final = (72.004, 0.8293, 137.8347, 55.8271)


_BD_TURN: Final = np.pi * 3000.0 / 180.0


_BD_SHIFT: Final = (0.0065, 0.006)


#: 1e-9 degrees is 0.1 mm on the ground; the way back contracts about a hundredfold a round.
_TOLERANCE_DEG: Final = 1e-9


_MAX_ROUNDS: Final = 20


def to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, *, datum: str) -> tuple[Float64, Float64]:
    """Convert longitude and latitude of a datum to WGS-84.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,) or scalars; NaN stays NaN.
    datum
        One of :data:`DATUMS`.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude [degrees], WGS-84, same shape. A GCJ-02 or BD-09 point returns within 0.5 m of
        where it came from (tested: 1 mm).

    Raises
    ------
    InputError
        If the datum is not one of the four.

    Examples
    --------
    >>> lon, lat = to_wgs84(113.6716, 34.7514, datum="gcj02")
    >>> round(float(lon), 4), round(float(lat), 4)
    (113.6655, 34.7525)
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    check_datum(datum)
    if datum not in ("gcj02", "bd09"):
        return lon, lat
    back = _bd09_to_gcj02(lon, lat) if datum == "bd09" else (lon, lat)
    return _keep_outside((lon, lat), _invert(_wgs84_to_gcj02, *back), of=1)


def from_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, *, datum: str) -> tuple[Float64, Float64]:
    """Convert WGS-84 longitude and latitude to a datum.

    Parameters
    ----------
    lon, lat
        Degrees, WGS-84, shape (n,) or scalars; NaN stays NaN.
    datum
        One of :data:`DATUMS`.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude [degrees] in the datum, same shape.

    Raises
    ------
    InputError
        If the datum is not one of the four.

    Examples
    --------
    >>> lon, lat = from_wgs84(113.6655, 34.7525, datum="gcj02")
    >>> round(float(lon), 4), round(float(lat), 4)
    (113.6716, 34.7514)
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    check_datum(datum)
    if datum not in ("gcj02", "bd09"):
        return lon, lat
    there = _wgs84_to_gcj02(lon, lat)
    return _keep_outside((lon, lat), _gcj02_to_bd09(*there) if datum == "bd09" else there, of=0)


def _keep_outside(
    given: tuple[Float64, Float64], shifted: tuple[Float64, Float64], *, of: int
) -> tuple[Float64, Float64]:
    """Keep points outside China as they were given: the shifts are China's; `of` tells which of the two is WGS-84."""
    inside = _is_in_china(*(given, shifted)[of])
    return np.where(inside, shifted[0], given[0]), np.where(inside, shifted[1], given[1])


def _is_in_china(lon: Float64, lat: Float64) -> Bool:
    west, south, east, north = _CHINA
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def check_datum(datum: str) -> None:
    """Raise unless a datum is one of the four.

    Parameters
    ----------
    datum
        A name.

    Raises
    ------
    InputError
        If there is no such datum; the message lists the choices.

    Examples
    --------
    >>> check_datum("gcj02")
    """
    if datum not in DATUMS:
        raise InputError(f'unknown datum "{datum}"; choose one of {", ".join(DATUMS)}')


def _wgs84_to_gcj02(lon: Float64, lat: Float64) -> tuple[Float64, Float64]:
    x, y = lon - 105.0, lat - 35.0
    wave = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north_m += (wave + 20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north_m += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east_m += (wave + 20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east_m += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _KRASOVSKY_EE * np.sin(phi) ** 2
    meridian_m = _KRASOVSKY_A * (1.0 - _KRASOVSKY_EE) / (magic * np.sqrt(magic))
    parallel_m = _KRASOVSKY_A / np.sqrt(magic) * np.cos(phi)
    inside = _is_in_china(lon, lat)
    return (
        lon + np.where(inside, np.degrees(east_m / parallel_m), 0.0),
        lat + np.where(inside, np.degrees(north_m / meridian_m), 0.0),
    )


def _gcj02_to_bd09(lon: Float64, lat: Float64) -> tuple[Float64, Float64]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return radius * np.cos(angle) + _BD_SHIFT[0], radius * np.sin(angle) + _BD_SHIFT[1]


def _bd09_to_gcj02(lon: Float64, lat: Float64) -> tuple[Float64, Float64]:
    return _invert(_gcj02_to_bd09, lon, lat)


def _invert(forward: Shift, lon: Float64, lat: Float64) -> tuple[Float64, Float64]:
    """Find the point whose forward shift is the one given: fixed point, the shift being nearly constant."""
    back_lon, back_lat = lon.copy(), lat.copy()
    for _ in range(_MAX_ROUNDS):
        there_lon, there_lat = forward(back_lon, back_lat)
        step_lon, step_lat = lon - there_lon, lat - there_lat
        back_lon, back_lat = back_lon + step_lon, back_lat + step_lat
        if not np.any(np.hypot(step_lon, step_lat) > _TOLERANCE_DEG):
            break
    return back_lon, back_lat
