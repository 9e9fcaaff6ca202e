"""In which datum or CRS coordinates that lie outside a city would lie inside."""

from typing import Final

import numpy as np
import pyproj
import shapely

from geo.arrays import Float64
from geo.crs.datum import DATUMS
from geo.crs.hints import zone_crs
from geo.crs.projection import WGS84, parse_crs, project_coordinates

#: CGCS2000 3-degree zones 75 E to 135 E without the zone in the easting, and UTM zones 43 to 53 north.
_METRIC: Final = (*(f"EPSG:{code}" for code in range(4534, 4555)), *(f"EPSG:{code}" for code in range(32643, 32654)))
#: Share of the places that must lie inside.
_MOST: Final = 0.5
#: Places that are tried, and how far beside the outermost roads they may lie [m].
_SAMPLE: Final = 500
_BESIDE_M: Final = 500.0
#: Ways of reading that a message names.
_SHOWN: Final = 3


def find_fitting(raw: Float64, extent: shapely.Geometry, *, stated: str, crs: pyproj.CRS) -> list[str]:
    """Try other datums, other CRS, and x and y exchanged.

    Parameters
    ----------
    raw
        Coordinates as a file has them, shape (n, 2).
    extent
        The area that they should lie in, in `crs`.
    stated
        The datum or CRS that they do not fit in.
    crs
        The city's.

    Returns
    -------
    list of str
        What would bring half of them inside, such as ``"as EPSG:4547"``; the first three.

    Examples
    --------
    >>> extent = shapely.box(468_000, 3_846_000, 470_000, 3_848_000)
    >>> raw = np.array([[469_372.0, 3_847_187.0]])
    >>> find_fitting(raw, extent, stated="EPSG:4546", crs=pyproj.CRS.from_epsg(4547))
    ['as EPSG:4547']
    """
    x, y = raw[:: max(1, len(raw) // _SAMPLE)].T
    is_degrees = stated in DATUMS or parse_crs(stated, where="datum").is_geographic
    zones = [f"EPSG:{code}" for code in (zone_crs(float(np.median(x))), zone_crs(float(np.median(y)))) if code]
    others = [name for name in DATUMS if name != "cgcs2000"] if is_degrees else [*zones, *_METRIC]
    tries = [(name, x, y, f"as {name}") for name in others if name != stated]
    tries += [(stated, y, x, "with x and y exchanged")]
    tries += [(name, y, x, f"with x and y exchanged, as {name}") for name in others if name != stated]
    fitting = [
        label
        for name, east, north, label in tries
        if shapely.contains_xy(extent, *project_coordinates(east, north, datum=name, crs=crs)).mean() >= _MOST
    ]
    return fitting[:_SHOWN]


def find_roads_crs(places: Float64, hull: shapely.Geometry, *, stated: pyproj.CRS, crs: pyproj.CRS) -> str | None:
    """Find the CRS in which roads would lie where the places of a city are.

    Parameters
    ----------
    places
        In `crs`, shape (n, 2).
    hull
        Hull of the roads, in their file's coordinates.
    stated
        The CRS that they are said to be in.
    crs
        Of the places.

    Returns
    -------
    str or None
        Such as ``"EPSG:4547"``; None where none fits, and for roads in degrees.

    Examples
    --------
    >>> hull = shapely.box(468_000, 3_846_000, 470_000, 3_848_000)
    >>> crs, wrong = pyproj.CRS.from_epsg(4547), pyproj.CRS.from_epsg(4545)
    >>> find_roads_crs(np.array([[469_372.0, 3_847_187.0]]), hull, stated=wrong, crs=crs)
    'EPSG:4547'
    """
    if stated.is_geographic or not len(places):
        return None
    sample = places[:: max(1, len(places) // _SAMPLE)]
    lon, lat = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True).transform(sample[:, 0], sample[:, 1])
    around = shapely.buffer(hull, _BESIDE_M)
    for name in _METRIC:
        tried = parse_crs(name, where="datum")
        if tried == stated:
            continue
        x, y = project_coordinates(lon, lat, datum="wgs84", crs=tried)
        if shapely.contains_xy(around, x, y).mean() >= _MOST:
            return name
    return None
