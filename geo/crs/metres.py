"""Checks of a city's CRS: it measures in metres, true ones, and is made for where the city lies."""

from typing import Final

import numpy as np
import pyproj

from geo.crs.projection import local_utm, project_coordinates
from geo.errors import CrsError

#: Degrees round a CRS's area of use within which a city may still lie (Gauss-Kruger zones are stretched).
_AREA_MARGIN_DEG: Final = 3.0


#: By how much a metre of a CRS may differ from a metre on the ground where the city lies. A UTM zone read from the
#: middle of its neighbour differs by 0.55 % at most; Web Mercator by 0.67 % even at the equator.
_SCALE_LIMIT: Final = 0.006
#: The scale is measured over so many metres, every 45 degrees.
_BASELINE_M: Final = 1000.0
_DIRECTIONS: Final = 8


def check_metric(crs: pyproj.CRS, *, where: str) -> None:
    """Raise unless a CRS measures in metres; whether they are true where the city lies tells :func:`check_scale`.

    Parameters
    ----------
    crs
        Any CRS.
    where
        What to name in the message.

    Raises
    ------
    CrsError
        For degrees and for other units.

    Examples
    --------
    >>> check_metric(pyproj.CRS.from_epsg(4547), where="[city] crs")
    """
    name = crs.to_string()
    advice = 'name a projected one in metres, for example "EPSG:4547", or leave it out for the local UTM zone'
    if not crs.is_projected:
        raise CrsError(f"{where}: {name} measures in degrees; {advice}")
    if crs.axis_info[0].unit_conversion_factor != 1.0:
        raise CrsError(f"{where}: {name} measures in {crs.axis_info[0].unit_name}; {advice}")


def check_scale(lon: float, lat: float, crs: pyproj.CRS, *, where: str) -> None:
    """Raise if the metres of a CRS are not metres on the ground where the city lies.

    Parameters
    ----------
    lon, lat
        Degrees, WGS-84: the middle of the city.
    crs
        The city's CRS, in metres.
    where
        What to name in the message.

    Raises
    ------
    CrsError
        If 1,000 m in any direction read more than 6 m too long or too short, or the CRS has no answer there: with what
        they read, and a CRS that fits.

    Examples
    --------
    >>> check_scale(113.67, 34.75, pyproj.CRS.from_epsg(4547), where="[city] crs")
    >>> check_scale(113.67, 34.75, pyproj.CRS.from_epsg(3395), where="[city] crs")
    Traceback (most recent call last):
        ...
    geo.errors.CrsError: [city] crs: 1,000 m at 113.670, 34.750 read 1,216 m in EPSG:3395; expected 994 to 1,006; ...
    """
    lons, lats, angles = np.full(_DIRECTIONS, lon), np.full(_DIRECTIONS, lat), np.arange(_DIRECTIONS) * 45.0
    out = pyproj.Geod(ellps="WGS84").fwd(lons, lats, angles, np.full(_DIRECTIONS, _BASELINE_M))
    x, y = project_coordinates(np.r_[lon, out[0]], np.r_[lat, out[1]], datum="wgs84", crs=crs)
    read_m = np.hypot(x[1:] - x[0], y[1:] - y[0])
    worst_m = read_m[np.argmax(np.abs(read_m - _BASELINE_M))]
    if not abs(worst_m - _BASELINE_M) <= _SCALE_LIMIT * _BASELINE_M:
        low_m, high_m = (1.0 - _SCALE_LIMIT) * _BASELINE_M, (1.0 + _SCALE_LIMIT) * _BASELINE_M
        raise CrsError(
            f"{where}: {_BASELINE_M:,.0f} m at {lon:.3f}, {lat:.3f} read {worst_m:,.0f} m in {crs.to_string()}; "
            f"expected {low_m:,.0f} to {high_m:,.0f}; use {_suggest_fitting(lon, lat)}, or leave it out for the local "
            "UTM zone"
        )


def check_area_of_use(lon: float, lat: float, crs: pyproj.CRS, *, where: str, roads: str = "roads") -> None:
    """Raise if a place lies far outside the area a CRS is made for.

    Parameters
    ----------
    lon, lat
        Degrees, WGS-84: the middle of the city.
    crs
        The city's CRS.
    where, roads
        What to name in the message, and the file that the place is read from.

    Raises
    ------
    CrsError
        With the place, the area and a CRS that fits.

    Examples
    --------
    >>> check_area_of_use(113.67, 34.75, pyproj.CRS.from_epsg(4547), where="[city] crs")
    """
    area = crs.area_of_use
    if area is None:
        return
    west, east = area.west - _AREA_MARGIN_DEG, area.east + _AREA_MARGIN_DEG
    south, north = area.south - _AREA_MARGIN_DEG, area.north + _AREA_MARGIN_DEG
    if not (west <= lon <= east and south <= lat <= north):
        raise CrsError(
            f"{where}: {crs.to_string()} is made for {area.name.rstrip('.')}, but the roads ({roads}) lie at "
            f"{lon:.3f}, {lat:.3f}. If the city lies there, use {_suggest_fitting(lon, lat)}; else {roads} is in "
            "another CRS than is stated: in a local grid, which its maker has to convert, or with x and y exchanged"
        )


def _suggest_fitting(lon: float, lat: float) -> str:
    return local_utm(lon, lat).to_string() if np.isfinite([lon, lat]).all() else "one made for the place"
