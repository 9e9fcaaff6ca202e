"""What coordinates without a stated reference are likely to be: the words of a refusal."""

from typing import Final, Literal

import numpy as np
import pyproj

from geo.crs.datum import DATUMS
from geo.crs.projection import parse_crs

#: CGCS2000 Gauss-Kruger with the zone in front of the easting: EPSG code of zone 25 (3 degrees) and 13 (6 degrees).
_GK3_FIRST_ZONE, _GK3_LAST_ZONE, _GK3_FIRST_EPSG = 25, 45, 4513


_GK6_FIRST_ZONE, _GK6_LAST_ZONE, _GK6_FIRST_EPSG = 13, 23, 4491
#: Gauss-Kruger of CGCS2000, Xi'an 80 and Beijing 54: first and last zone, EPSG code of the first with the zone in front
#: of its eastings, and of the first without.
_FAMILIES: Final = (
    (_GK3_FIRST_ZONE, _GK3_LAST_ZONE, _GK3_FIRST_EPSG, 4534),
    (_GK6_FIRST_ZONE, _GK6_LAST_ZONE, _GK6_FIRST_EPSG, 4502),
    (_GK3_FIRST_ZONE, _GK3_LAST_ZONE, 2349, 2370),
    (_GK6_FIRST_ZONE, _GK6_LAST_ZONE, 2327, 2338),
    (_GK3_FIRST_ZONE, _GK3_LAST_ZONE, 2401, 2422),
)
#: Farthest that a city lies from the meridian of its zone, and what a zone adds to an easting [m].
_REACH_M: Final = 1_000_000.0
_ZONE_M: Final = 1_000_000.0
#: Web Mercator of 73 to 117 degrees east (farther east an easting may as well have a zone), 16 to 54 north [m].
_CHINA_MERCATOR: Final = (8.1e6, 13.0e6, 1.8e6, 7.2e6)


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
    if _CHINA_MERCATOR[0] <= abs(x) <= _CHINA_MERCATOR[1] and _CHINA_MERCATOR[2] <= y <= _CHINA_MERCATOR[3]:
        return f'{x:.0f}, {y:.0f} are metres of Web Mercator, as maps on the web have them: "EPSG:3857"'
    return f"{x:.0f}, {y:.0f} are metres: a Gauss-Kruger zone without prefix (EPSG:4545 to 4549) or a UTM zone"


def explain_eastings(x: float, y: float, crs: pyproj.CRS) -> str | None:
    """Explain coordinates whose eastings cannot be those of their CRS.

    Parameters
    ----------
    x, y
        A typical pair, in file order.
    crs
        A projected CRS that they are read in.

    Returns
    -------
    str or None
        What they are likely to be and what to do; None where they fit, and for CRS that are not transverse Mercator.

    Examples
    --------
    >>> explain_eastings(38469372.0, 3847187.0, pyproj.CRS.from_epsg(4547))
    'the easting 38469372 begins with zone 38, and those of EPSG:4547 have no zone; name "EPSG:4526"'
    >>> explain_eastings(3847187.0, 38469372.0, pyproj.CRS.from_epsg(4526))
    'x and y are swapped (surveyors write x for north): the easting is 38469372; exchange x and y'
    """
    middle_m = _find_false_easting(crs)
    if middle_m is None or not np.isfinite([x, y]).all() or abs(x - middle_m) <= _REACH_M:
        return None
    swapped = "x and y are swapped (surveyors write x for north)"
    if abs(y - middle_m) <= _REACH_M:
        return f"{swapped}: the easting is {y:.0f}; exchange x and y"
    name = crs.to_string()
    if zone_crs(y) and not zone_crs(x):
        return f"{swapped}: the easting is {y:.0f}; exchange x and y, and name {_name_sister(crs, y)} instead of {name}"
    if zone_crs(x):
        zone = int(x // _ZONE_M)
        of = "no zone" if middle_m < _ZONE_M else f"zone {int(middle_m // _ZONE_M)}"
        return (
            f"the easting {x:.0f} begins with zone {zone}, and those of {name} have {of}; name {_name_sister(crs, x)}"
        )
    if middle_m > _ZONE_M and min(abs(x), abs(y)) <= _REACH_M:
        return f"its eastings have no zone in front, as those of {name} have; name {_name_sister(crs, None)}"
    return None


def is_north_first(x: float, y: float, *, datum: str) -> bool:
    """Tell whether a pair can only be meant with north, or latitude, first.

    Parameters
    ----------
    x, y
        A typical pair, in file order.
    datum
        A datum of longitude and latitude, or the name of a CRS.

    Returns
    -------
    bool
        False where both orders may be meant.

    Examples
    --------
    >>> is_north_first(3847146.0, 468401.0, datum="EPSG:4547"), is_north_first(34.7, 113.6, datum="wgs84")
    (True, True)
    """
    crs = None if datum in DATUMS else parse_crs(datum, where="datum")
    if crs is None or crs.is_geographic:
        return abs(x) <= 90 < abs(y) <= 180
    middle_m = _find_false_easting(crs)
    return middle_m is not None and abs(y - middle_m) <= _REACH_M < abs(x - middle_m)


def _find_false_easting(crs: pyproj.CRS) -> float | None:
    """Find the easting of the central meridian [m]; None where the CRS is not transverse Mercator."""
    operation = crs.coordinate_operation
    if operation is None or "Transverse Mercator" not in operation.method_name:
        return None
    return next((float(item.value) for item in operation.params if item.name == "False easting"), None)


def _name_sister(crs: pyproj.CRS, easting: float | None) -> str:
    """Name the CRS of the same datum with the zone of an easting; None: of the same meridian without zone."""
    epsg = crs.to_epsg() or 0
    zone = None if easting is None else int(easting // _ZONE_M)
    for first, last, with_zone, bare in _FAMILIES:
        own = next((epsg - code for code in (with_zone, bare) if 0 <= epsg - code <= last - first), None)
        if own is not None and zone is None:
            return f'"EPSG:{bare + own}"'
        if own is not None and zone is not None and first <= zone <= last:
            return f'"EPSG:{with_zone + zone - first}"'
    known = None if easting is None else zone_crs(easting)
    return f'"EPSG:{known}" (CGCS2000)' if known else "that of the same meridian without zone"


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


#: Who reads a file: a source file names its datum, or a command (a form of the service) does.
Reader = Literal["source", "command"]


def describe_missing_datum(
    names: tuple[str, str], x: np.ndarray, y: np.ndarray, file: str, *, reader: Reader = "source"
) -> str:
    """Say that coordinates have no datum or CRS, and what they are likely to be.

    Parameters
    ----------
    names
        ``("lon", "lat")`` or ``("x", "y")``.
    x, y
        The coordinates, shape (n,); only typical ones are told.
    file
        Name of the file.
    reader
        Where the datum is named.

    Returns
    -------
    str
        A message with the choices.

    Examples
    --------
    >>> describe_missing_datum(("lon", "lat"), np.array([113.7]), np.array([34.7]), "a.csv")[:46]
    'a.csv: which datum are lon and lat in? Add dat'
    """
    if names == ("lon", "lat") and reader == "source":
        return (
            f"{file}: which datum are lon and lat in? Add datum = one of {', '.join(DATUMS)} (Amap and Tencent: "
            "gcj02; Baidu: bd09; GPS: wgs84; surveyed: cgcs2000) once under [city], where it serves all tables with "
            "lon and lat, or to single tables. A wrong one moves every point by 300 to 1,300 m"
        )
    if names == ("lon", "lat"):
        return (
            f"{file}: which datum are lon and lat in? Name it with --datum (in a form: datum), one of "
            f"{', '.join(DATUMS)} (Amap and Tencent: gcj02; Baidu: bd09; GPS: wgs84; surveyed: cgcs2000). A wrong one "
            "moves every point by 300 to 1,300 m"
        )
    hint = _suggest_typical(x, y) or "no numbers"
    if reader == "command":
        return f"{file}: x and y without a CRS; {hint}. Name it with --datum EPSG:n (in a form: datum)"
    return f'{file}: x and y without a CRS; {hint}. Name it as datum = "EPSG:..."'


def describe_missing_crs(x: np.ndarray, y: np.ndarray, file: str, *, reader: Reader = "source") -> str:
    """Say that a layer has no CRS, and what its coordinates are likely to be.

    Parameters
    ----------
    x, y
        Its coordinates, shape (n,).
    file
        Name of the file.
    reader
        Where the CRS is named.

    Returns
    -------
    str
        A message.

    Examples
    --------
    >>> describe_missing_crs(np.array([]), np.array([]), "a.shp")
    'a.shp: has no CRS (is the .prj missing?); no coordinates. Name it as datum = "EPSG:..."'
    """
    hint = _suggest_typical(x, y) or "no coordinates"
    part = "" if file.lower().endswith(".dxf") else " (is the .prj missing?)"
    if reader == "command":
        return f"{file}: has no CRS{part}; {hint}. Name it with --datum EPSG:n (in a form: datum)"
    return f'{file}: has no CRS{part}; {hint}. Name it as datum = "EPSG:..."'


def _suggest_typical(x: np.ndarray, y: np.ndarray) -> str | None:
    known = np.isfinite(x) & np.isfinite(y)
    return suggest_crs(float(np.median(x[known])), float(np.median(y[known]))) if known.any() else None
