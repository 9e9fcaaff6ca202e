"""Checks of a stated reference: the numbers fit it, and the places lie where the roads are."""

from typing import Final, cast

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.crs.datum import DATUMS
from geo.crs.hints import explain_eastings, suggest_crs
from geo.crs.projection import parse_crs, project_coordinates
from geo.errors import CrsError

#: Points tested for swapped axes and false datums.
_SAMPLE: Final = 2000


def is_degrees(datum: str, file: str) -> bool:
    """Tell whether a datum or CRS measures in degrees.

    Parameters
    ----------
    datum
        One of :data:`geo.crs.datum.DATUMS`, or a CRS such as ``"EPSG:4526"``.
    file
        Name of the file, for the message.

    Returns
    -------
    bool
        True for every datum, and for geographic CRS.

    Raises
    ------
    CrsError
        If it is neither a datum nor a CRS.

    Examples
    --------
    >>> is_degrees("gcj02", "a.csv"), is_degrees("EPSG:4526", "a.csv")
    (True, False)
    """
    if datum in DATUMS:
        return True
    choices = f"datum: expected one of {', '.join(DATUMS)}, or a CRS"
    return bool(parse_crs(datum, where=f"{file}, {choices}").is_geographic)


def check_range(x: np.ndarray, y: np.ndarray, degrees: bool, name: str, file: str) -> None:
    """Refuse degrees called metres, metres called degrees, latitude called longitude, and eastings of another zone.

    Parameters
    ----------
    x, y
        Coordinates as the file has them, shape (n,); those that are not finite do not count.
    degrees
        Whether they are stated to be degrees.
    name, file
        Name of the datum or CRS, and of the file, for the message.

    Raises
    ------
    CrsError
        With a typical coordinate and what it is likely to be.

    Examples
    --------
    >>> check_range(np.array([113.7]), np.array([34.7]), True, "wgs84", "a.csv")
    """
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if not len(x) or not len(y):
        return
    fits_degrees = np.abs(x).max() <= 180 and np.abs(y).max() <= 90
    typical = f"{np.median(x):g}, {np.median(y):g}"
    if degrees and not fits_degrees:
        if np.abs(y).max() <= 180 and np.abs(x).max() <= 90:
            raise CrsError(
                f"{file}: longitude and latitude are swapped: values like {typical} put latitude first; "
                "expected longitude (x) before latitude (y). Exchange the two columns"
            )
        hint = suggest_crs(float(np.median(x)), float(np.median(y)))
        raise CrsError(
            f"{file}: coordinates like {typical} are not degrees, as {name} would have them; {hint}. Name it as datum"
        )
    if not degrees and fits_degrees:
        raise CrsError(
            f"{file}: coordinates like {typical} are degrees, but {name} measures in metres: the CRS is wrong; "
            f"name the datum as one of {', '.join(DATUMS)}"
        )
    if not degrees:
        fault = explain_eastings(float(np.median(x)), float(np.median(y)), parse_crs(name, where=file))
        if fault is not None:
            raise CrsError(f"{file}: {fault}")


def check_axes(
    points: gpd.GeoSeries, extent: shapely.Polygon, *, file: str, remedy: str = "exchange the columns"
) -> None:
    """Raise if points fit the city only with their axes swapped, or not at all.

    Parameters
    ----------
    points
        Points or other geometry in the city's CRS.
    extent
        The area the roads cover, same CRS.
    file
        Name of the file, for the message.
    remedy
        What to do where the axes are swapped.

    Raises
    ------
    CrsError
        If fewer than half of a sample lie within the extent, areas at least in part.

    Examples
    --------
    >>> inside = gpd.GeoSeries([shapely.Point(500000, 3800000)], crs="EPSG:4547")
    >>> check_axes(inside, shapely.box(499000, 3799000, 501000, 3801000), file="homes.csv")
    """
    sample = points.iloc[:: max(1, len(points) // _SAMPLE)]
    if np.mean(shapely.intersects(extent, np.asarray(sample.values))) >= 0.5:
        return
    x, y = sample.representative_point().x.to_numpy(), sample.representative_point().y.to_numpy()
    crs = cast("pyproj.CRS", points.crs)
    if _share_inside(extent, y, x) >= 0.5:
        raise CrsError(
            f"{file}: x and y are swapped (surveyors write x for north): its places fit the roads only with the two "
            f"exchanged; {remedy}"
        )
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    if _share_inside(extent, *project_coordinates(lat, lon, datum="wgs84", crs=crs)) >= 0.5:
        raise CrsError(
            f"{file}: longitude and latitude are swapped: its places fit the roads only with the two exchanged; "
            f"{remedy}"
        )
    raise CrsError(
        f"{file}: most of its places lie outside the area of the roads: they are near "
        f"{np.median(lon):.4f}, {np.median(lat):.4f}, the roads near {_middle(extent, crs)}; "
        "check the CRS or datum, and that both files are of one city"
    )


def _share_inside(area: shapely.Polygon, x: np.ndarray, y: np.ndarray) -> float:
    return float(np.mean(shapely.contains_xy(area, x, y)))


def _middle(extent: shapely.Polygon, crs: pyproj.CRS) -> str:
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(extent.centroid.x, extent.centroid.y)
    return f"{lon:.4f}, {lat:.4f}"
