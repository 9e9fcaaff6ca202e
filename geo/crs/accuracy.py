"""How well one reference system is brought into another: an old datum may only be known to tens of metres."""

import warnings
from functools import cache
from typing import Final

import pyproj
from pyproj.transformer import TransformerGroup

from geo.crs.datum import DATUMS
from geo.crs.projection import parse_crs
from geo.errors import CrsError
from geo.texts.notes import Note, make_note

#: Uncertainty of places up to which a transformation is good enough to walk by [m].
_GOOD_M: Final = 10.0
#: How far off places may be where only the names of the datums are known: Xi'an 80, Beijing 54 [m].
_UNKNOWN_M: Final = 150.0
#: Datums whose ellipsoids agree to this differ by metres at most: WGS-84, CGCS2000, ETRS89 [m].
_SAME_ELLIPSOID_M: Final = 1.0


def check_accuracy(source: pyproj.CRS, target: pyproj.CRS, *, accepts: bool, file: str) -> list[Note]:
    """Raise where places would be brought from one CRS into another with an error that nobody knows or that is large.

    Parameters
    ----------
    source, target
        The CRS of a file and that of the city.
    accepts
        Whether whoever named the file accepts that.
    file
        Name of the file, for messages.

    Returns
    -------
    list of Note
        That it was accepted; nothing where it is good to 10 m.

    Raises
    ------
    CrsError
        If it is not, and not accepted: with the uncertainty and what to do.

    Examples
    --------
    >>> city = pyproj.CRS.from_epsg(4547)
    >>> check_accuracy(pyproj.CRS.from_epsg(4490), city, accepts=False, file="a.csv")
    []
    >>> check_accuracy(pyproj.CRS.from_epsg(2383), city, accepts=True, file="a.csv")[0].key
    'uncertain_crs'
    """
    off_m = find_uncertainty(source, target)
    if off_m <= _GOOD_M:
        return []
    name, into = f"{source.to_string()} ({source.name})", target.to_string()
    if len(name) > 100:  # a CRS without a code is named by a text of many lines
        name = source.name
    if not accepts:
        known = "of unknown accuracy" if off_m == _UNKNOWN_M else f"accurate to {off_m:g} m"
        raise CrsError(
            f"{file}: from {name} into {into} only a transformation {known} is known, and places may be tens of metres "
            f"off, up to about {off_m:g} m; have the surveying office convert the file to CGCS2000, or accept it: "
            'uncertain = "accept" in its table of a source file, --uncertain accept of a command, uncertain=accept in '
            "a form"
        )
    return [make_note("uncertain_crs", file=file, crs=name, off_m=off_m)]


def find_stated_crs(datum: str | None, crs: pyproj.CRS | None, *, file: str) -> pyproj.CRS | None:
    """Find the CRS that a file is read in.

    Parameters
    ----------
    datum
        The datum or CRS that is named for it, or None for its own CRS.
    crs
        Its own CRS, or None.
    file
        Name of the file, for the message.

    Returns
    -------
    pyproj.CRS or None
        None where it is read in a datum of longitude and latitude, which are known to a metre, or states nothing.

    Raises
    ------
    CrsError
        If `datum` names no CRS.

    Examples
    --------
    >>> find_stated_crs("gcj02", None, file="a.csv") is None
    True
    >>> find_stated_crs("EPSG:2383", pyproj.CRS.from_epsg(4547), file="a.csv").name
    'Xian 1980 / 3-degree Gauss-Kruger CM 114E'
    """
    if datum is None:
        return crs
    return None if datum in DATUMS else parse_crs(datum, where=file)


def find_uncertainty(source: pyproj.CRS, target: pyproj.CRS) -> float:
    """Find how uncertain the best way from one CRS into another is.

    Parameters
    ----------
    source, target
        Any two.

    Returns
    -------
    float
        How far off places may be [m]: 0 where the two datums differ by metres at most, 150 where nobody knows.

    Examples
    --------
    >>> find_uncertainty(pyproj.CRS.from_epsg(2383), pyproj.CRS.from_epsg(4547))
    150.0
    >>> find_uncertainty(pyproj.CRS.from_epsg(4326), pyproj.CRS.from_epsg(4547))
    0.0
    """
    ellipsoids = source.ellipsoid, target.ellipsoid
    if None in ellipsoids:
        return 0.0
    radii_m = [ellipsoid.semi_major_metre for ellipsoid in ellipsoids if ellipsoid is not None]
    if abs(radii_m[0] - radii_m[1]) <= _SAME_ELLIPSOID_M:
        return 0.0
    accuracy_m = _find_accuracy_m(source.srs, target.srs)
    return _UNKNOWN_M if accuracy_m is None else accuracy_m


@cache
def _find_accuracy_m(source: str, target: str) -> float | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that better ways need grids, which are not there
        ways = TransformerGroup(source, target, always_xy=True).transformers
    return min((way.accuracy for way in ways if way.accuracy >= 0), default=None)
