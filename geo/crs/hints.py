"""What coordinates without a stated reference are likely to be: the words of a refusal."""

import numpy as np

from geo.crs.datum import DATUMS

#: CGCS2000 Gauss-Kruger with the zone in front of the easting: EPSG code of zone 25 (3 degrees) and 13 (6 degrees).
_GK3_FIRST_ZONE, _GK3_LAST_ZONE, _GK3_FIRST_EPSG = 25, 45, 4513


_GK6_FIRST_ZONE, _GK6_LAST_ZONE, _GK6_FIRST_EPSG = 13, 23, 4491


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


def describe_missing_datum(names: tuple[str, str], x: np.ndarray, y: np.ndarray, file: str) -> str:
    """Say that coordinates have no datum or CRS, and what they are likely to be.

    Parameters
    ----------
    names
        ``("lon", "lat")`` or ``("x", "y")``.
    x, y
        The coordinates, shape (n,); only typical ones are told.
    file
        Name of the file.

    Returns
    -------
    str
        A message with the choices.

    Examples
    --------
    >>> describe_missing_datum(("lon", "lat"), np.array([113.7]), np.array([34.7]), "a.csv")[:46]
    'a.csv: which datum are lon and lat in? Add dat'
    """
    if names == ("lon", "lat"):
        return (
            f"{file}: which datum are lon and lat in? Add datum = one of {', '.join(DATUMS)} (Amap and Tencent: "
            "gcj02; Baidu: bd09; GPS: wgs84; surveyed: cgcs2000). A wrong one moves every point by 300 to 1,300 m"
        )
    known = np.isfinite(x) & np.isfinite(y)
    hint = suggest_crs(float(np.median(x[known])), float(np.median(y[known]))) if known.any() else "no numbers"
    return f'{file}: x and y without a CRS; {hint}. Name it as datum = "EPSG:..."'
