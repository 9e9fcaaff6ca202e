"""From a stated reference to the city's metres: with its neighbours the only code that knows degrees."""

from functools import cache
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from geo.arrays import Float64
from geo.crs.datum import DATUMS, to_wgs84
from geo.errors import CrsError

WGS84: Final = pyproj.CRS.from_epsg(4326)
#: A side of a box is bent in so many places, and cut this far outside of what it is compared with [degrees].
_SIDES: Final = 64
_MARGIN_DEG: Final = 0.1


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


def project_coordinates(x: npt.ArrayLike, y: npt.ArrayLike, *, datum: str, crs: pyproj.CRS) -> tuple[Float64, Float64]:
    """Bring coordinates of a named datum or CRS into a CRS.

    Parameters
    ----------
    x, y
        Longitude and latitude [degrees] for a datum or a geographic CRS, easting and northing otherwise;
        shape (n,) or scalars. Always x first, whatever the axis order of the CRS.
    datum
        One of :data:`geo.crs.datum.DATUMS`, or a CRS such as ``"EPSG:4526"``.
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


def to_lonlat(xy: Float64, crs: pyproj.CRS) -> tuple[Float64, Float64]:
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


def project_box(bbox: tuple[float, float, float, float], *, around: Float64, crs: pyproj.CRS) -> shapely.Polygon:
    """Bring a box of longitudes and latitudes into the CRS of a city.

    Parameters
    ----------
    bbox
        West, south, east, north in WGS-84 [degrees].
    around
        West, south, east, north of what the box is compared with, in `crs` [m], shape (4,): nothing beyond counts.
    crs
        Of the city.

    Returns
    -------
    shapely.Polygon
        In `crs`, its sides bent as parallels and meridians are there; empty where the box lies beyond.

    Examples
    --------
    >>> crs = pyproj.CRS.from_epsg(32650)
    >>> whole = project_box((-180, -90, 180, 90), around=np.array([0.0, 0.0, 1000.0, 1000.0]) + 500_000, crs=crs)
    >>> whole.contains(shapely.box(500_000, 500_000, 501_000, 501_000))
    True
    """
    edge = shapely.segmentize(shapely.box(*around), max(around[2] - around[0], around[3] - around[1], 1.0) / _SIDES)
    lon, lat = to_lonlat(shapely.get_coordinates(edge), crs)
    near = shapely.box(
        lon.min() - _MARGIN_DEG, lat.min() - _MARGIN_DEG, lon.max() + _MARGIN_DEG, lat.max() + _MARGIN_DEG
    )
    box = shapely.intersection(shapely.box(*bbox), near)
    if box.geom_type != "Polygon":  # it only touches the margin
        return shapely.Polygon()
    fine = shapely.segmentize(box, max(near.bounds[2] - near.bounds[0], near.bounds[3] - near.bounds[1]) / _SIDES)
    return shapely.transform(fine, lambda xy: np.column_stack(_find_transformer(WGS84, crs).transform(*xy.T)))


def to_point_lonlat(x: float, y: float, crs: pyproj.CRS) -> tuple[float, float]:
    """Bring one place to longitude and latitude, as :func:`to_lonlat` does, without the cost of an array."""
    lon, lat = _find_transformer(crs, WGS84).transform(x, y)
    return float(np.round(lon, 7)), float(np.round(lat, 7))


def from_lonlat(lon: float, lat: float, *, datum: str, crs: pyproj.CRS) -> tuple[float, float]:
    """Bring one longitude and latitude into a CRS.

    Parameters
    ----------
    lon, lat
        Degrees.
    datum
        One of :data:`geo.crs.datum.DATUMS`.
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
        If the layer has no CRS and none is given (the caller says what the coordinates suggest), or no transformation
        leads from it.

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
        return _turn(frame, crs)
    if datum in ("gcj02", "bd09"):
        shifted = shapely.transform(
            frame.geometry.values, lambda xy: np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], datum=datum))
        )
        return frame.set_geometry(gpd.GeoSeries(shifted, index=frame.index, crs=WGS84)).to_crs(crs)
    named = WGS84 if datum in DATUMS else parse_crs(datum, where="datum")
    return _turn(frame.set_crs(named, allow_override=True), crs)


def _turn(frame: gpd.GeoDataFrame, crs: pyproj.CRS) -> gpd.GeoDataFrame:
    try:
        return frame.to_crs(crs)
    except pyproj.exceptions.ProjError:
        raise CrsError("its CRS has no way to that of the city; export it in a CRS with a code") from None
