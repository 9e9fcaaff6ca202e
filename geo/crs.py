"""The only place, with :mod:`geo.datum`, that knows degrees: from a stated reference to the city's metres."""

from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from geo.datum import DATUMS, to_wgs84
from geo.errors import CrsError

FloatArray = npt.NDArray[np.float64]

WGS84: Final = pyproj.CRS.from_epsg(4326)
#: CGCS2000 Gauss-Kruger with the zone in front of the easting: EPSG code of zone 25 (3 degrees) and 13 (6 degrees).
_GK3_FIRST_ZONE, _GK3_LAST_ZONE, _GK3_FIRST_EPSG = 25, 45, 4513
_GK6_FIRST_ZONE, _GK6_LAST_ZONE, _GK6_FIRST_EPSG = 13, 23, 4491
#: Degrees round a CRS's area of use within which a city may still lie (Gauss-Kruger zones are stretched).
_AREA_MARGIN_DEG: Final = 3.0


def parse_crs(text: str, *, where: str) -> pyproj.CRS:
    """Read the name of a coordinate reference system.

    Parameters
    ----------
    text
        For example ``"EPSG:4547"``.
    where
        What to name in the message, for example ``'[city] crs'``.

    Returns
    -------
    pyproj.CRS
        The system.

    Raises
    ------
    CrsError
        If pyproj does not know it.

    Examples
    --------
    >>> parse_crs("EPSG:4547", where="[city] crs").to_epsg()
    4547
    """
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        raise CrsError(f'{where}: "{text}" is no coordinate reference system; write one as "EPSG:4547"') from None


def check_metric(crs: pyproj.CRS, *, where: str) -> None:
    """Raise unless a CRS measures in metres and truly so.

    Parameters
    ----------
    crs
        Any CRS.
    where
        What to name in the message.

    Raises
    ------
    CrsError
        For degrees, for other units, and for EPSG:3857, whose metres are not metres.

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
    if crs.to_epsg() == 3857:
        raise CrsError(f"{where}: EPSG:3857 is for tiles: 1,000 m at latitude 35 reads 1,216; {advice}")


def local_utm(lon: float, lat: float) -> pyproj.CRS:
    """Return the UTM zone on WGS-84 that holds a point.

    Parameters
    ----------
    lon, lat
        Degrees, WGS-84.

    Returns
    -------
    pyproj.CRS
        EPSG:326zz north of the equator, EPSG:327zz south of it.

    Examples
    --------
    >>> local_utm(24.94, 60.17).to_epsg()
    32635
    """
    zone = min(60, int((lon + 180.0) // 6.0) + 1)
    return pyproj.CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def project_coordinates(
    x: npt.ArrayLike, y: npt.ArrayLike, *, datum: str, crs: pyproj.CRS
) -> tuple[FloatArray, FloatArray]:
    """Bring coordinates of a named datum or CRS into a CRS.

    Parameters
    ----------
    x, y
        Longitude and latitude [degrees] for a datum or a geographic CRS, easting and northing otherwise;
        shape (n,) or scalars. Always x first, whatever the axis order of the CRS.
    datum
        One of :data:`geo.datum.DATUMS`, or a CRS such as ``"EPSG:4526"``.
    crs
        Where to.

    Returns
    -------
    tuple of ndarray
        x and y in `crs`; infinite where the projection has no answer.

    Raises
    ------
    CrsError
        If `datum` is neither.

    Examples
    --------
    >>> x, y = project_coordinates(113.6655, 34.7525, datum="wgs84", crs=pyproj.CRS.from_epsg(4547))
    >>> round(float(x)), round(float(y))
    (469372, 3847187)
    """
    x, y = np.asarray(x, float), np.asarray(y, float)
    if datum in DATUMS:
        x, y = to_wgs84(x, y, datum=datum)
        source = WGS84
    else:
        source = parse_crs(datum, where="datum")
    out = _find_transformer(source, crs).transform(x, y)
    return np.asarray(out[0], float), np.asarray(out[1], float)


def _find_transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    # asked for by what they were made of: comparing two CRS takes longer than projecting a point
    return _make_transformer(source.srs, target.srs)


@cache
def _make_transformer(source: str, target: str) -> pyproj.Transformer:
    """Make a transformer once; that takes a hundred times as long as using it for a point."""
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def to_lonlat(xy: FloatArray, crs: pyproj.CRS) -> tuple[FloatArray, FloatArray]:
    """Bring places to longitude and latitude.

    Parameters
    ----------
    xy
        Places in `crs`, shape (n, 2).
    crs
        Of the city.

    Returns
    -------
    tuple of ndarray
        Longitude and latitude in WGS-84 [degrees], to seven decimals (1 cm), shape (n,).

    Examples
    --------
    >>> lon, lat = to_lonlat(np.array([[469_372.0, 3_847_187.0]]), pyproj.CRS.from_epsg(4547))
    >>> round(float(lon[0]), 4), round(float(lat[0]), 4)
    (113.6655, 34.7525)
    """
    lon, lat = _find_transformer(crs, WGS84).transform(xy[:, 0], xy[:, 1])
    return np.round(lon, 7), np.round(lat, 7)


def to_point_lonlat(x: float, y: float, crs: pyproj.CRS) -> tuple[float, float]:
    """Bring one place to longitude and latitude, as :func:`to_lonlat` does."""
    lon, lat = to_lonlat(np.array([[x, y]]), crs)
    return float(lon[0]), float(lat[0])


def from_lonlat(lon: float, lat: float, *, datum: str, crs: pyproj.CRS) -> tuple[float, float]:
    """Bring one longitude and latitude into a CRS.

    Parameters
    ----------
    lon, lat
        Degrees.
    datum
        One of :data:`geo.datum.DATUMS`.
    crs
        Where to.

    Returns
    -------
    tuple of float
        x and y in `crs`.

    Raises
    ------
    CrsError
        If longitude or latitude is out of range, with the likely cause.

    Examples
    --------
    >>> x, y = from_lonlat(113.6655, 34.7525, datum="wgs84", crs=pyproj.CRS.from_epsg(4547))
    >>> round(x), round(y)
    (469372, 3847187)
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        swapped = -180 <= lat <= 180 and -90 <= lon <= 90
        hint = "; longitude and latitude look swapped" if swapped else ""
        raise CrsError(f"lon={lon}, lat={lat}: expected degrees, lon within -180..180 and lat within -90..90{hint}")
    x, y = project_coordinates(lon, lat, datum=datum, crs=crs)
    return float(x), float(y)


def project_frame(frame: gpd.GeoDataFrame, *, datum: str | None, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    """Bring a layer into a CRS, by its own CRS or by a datum that overrides it.

    Parameters
    ----------
    frame
        Any geometry. Not changed.
    datum
        Overrides the layer's own CRS where given: a datum, or a CRS such as ``"EPSG:4526"``.
    crs
        Where to.

    Returns
    -------
    geopandas.GeoDataFrame
        A copy in `crs`.

    Raises
    ------
    CrsError
        If the layer has no CRS and none is given (the caller says what the coordinates suggest).

    Examples
    --------
    >>> frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy([113.6655], [34.7525]))
    >>> moved = project_frame(frame, datum="wgs84", crs=pyproj.CRS.from_epsg(4547))
    >>> round(float(moved.geometry.x.iloc[0]))
    469372
    """
    if datum is None:
        if frame.crs is None:
            raise CrsError("the layer has no CRS")
        return frame.to_crs(crs)
    if datum in ("gcj02", "bd09"):
        shifted = shapely.transform(
            frame.geometry.values, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], datum=datum))
        )
        return frame.set_geometry(gpd.GeoSeries(shifted, index=frame.index, crs=WGS84)).to_crs(crs)
    named = WGS84 if datum in DATUMS else parse_crs(datum, where="datum")
    return frame.set_crs(named, allow_override=True).to_crs(crs)


def suggest_crs(x: float, y: float) -> str:
    """Say what coordinates without a CRS are likely to be.

    Parameters
    ----------
    x, y
        A typical coordinate pair, in file order.

    Returns
    -------
    str
        A hint to put behind an error message; never applied by itself.

    Examples
    --------
    >>> suggest_crs(38469372.0, 3847187.0)
    'the easting 38469372 begins with zone 38: CGCS2000 3-degree Gauss-Kruger, "EPSG:4526"'
    """
    if zone_crs(y) and not zone_crs(x):
        return f"x and y look swapped as surveyors write them (x = north): {suggest_crs(y, x)}"
    epsg = zone_crs(x)
    if epsg:
        width = 3 if x // 1e6 >= _GK3_FIRST_ZONE else 6
        return (
            f'the easting {x:.0f} begins with zone {int(x // 1e6)}: CGCS2000 {width}-degree Gauss-Kruger, "EPSG:{epsg}"'
        )
    if abs(x) <= 180 and abs(y) <= 90:
        return f"{x:g}, {y:g} are degrees: wgs84, cgcs2000, gcj02 or bd09, and only its maker knows which"
    return f"{x:.0f}, {y:.0f} are metres: a Gauss-Kruger zone without prefix (EPSG:4545 to 4549) or a UTM zone"


def zone_crs(easting: float) -> int | None:
    """Return the EPSG code that an easting with a zone in front belongs to.

    Parameters
    ----------
    easting
        x [m]; only 8 digits can carry a zone.

    Returns
    -------
    int or None
        CGCS2000 3-degree zones 25 to 45, 6-degree zones 13 to 23, else None.

    Examples
    --------
    >>> zone_crs(38469372.0), zone_crs(469372.0)
    (4526, None)
    """
    if not np.isfinite(easting) or not 10_000_000 <= easting < 100_000_000:
        return None
    zone = int(easting // 1_000_000)
    if _GK3_FIRST_ZONE <= zone <= _GK3_LAST_ZONE:
        return _GK3_FIRST_EPSG + zone - _GK3_FIRST_ZONE
    if _GK6_FIRST_ZONE <= zone <= _GK6_LAST_ZONE:
        return _GK6_FIRST_EPSG + zone - _GK6_FIRST_ZONE
    return None


def check_area_of_use(lon: float, lat: float, crs: pyproj.CRS, *, where: str) -> None:
    """Raise if a place lies far outside the area a CRS is made for.

    Parameters
    ----------
    lon, lat
        Degrees, WGS-84: the middle of the city.
    crs
        The city's CRS.
    where
        What to name in the message.

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
        fitting = local_utm(lon, lat).to_string() if np.isfinite([lon, lat]).all() else "one made for the place"
        raise CrsError(
            f"{where}: {crs.to_string()} is made for {area.name.rstrip('.')}, but the roads lie at "
            f"{lon:.3f}, {lat:.3f}; use {fitting}, or exchange x and y where surveyors wrote x for north"
        )
