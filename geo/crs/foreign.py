"""Reference systems that files of strangers name: read only if everything about them is in their text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyproj

from geo.errors import CrsError

#: Characters of the longest description that honest files have.
_LONGEST: Final = 20_000
#: A code, WKT or PROJJSON; not a text for PROJ, which may name files.
_FORMS: Final = re.compile(r"[A-Za-z]+:\d+|[A-Z_]+\[.*|\{.*", re.DOTALL)
_KINDS: Final = frozenset(
    {"GeographicCRS", "GeodeticCRS", "ProjectedCRS", "BoundCRS", "CompoundCRS", "VerticalCRS", "EngineeringCRS"}
)
_REMEDY: Final = "export it in a CRS with a code"


def read_foreign_crs(text: str) -> pyproj.CRS:
    """Read a reference system that a file names.

    Projecting reads files that a reference system names: grids of shifts and heights, models of deformation. Whoever
    sends a file could have any file opened so.

    Parameters
    ----------
    text
        A code, WKT or PROJJSON.

    Returns
    -------
    pyproj.CRS
        Of methods with numbers as parameters only.

    Raises
    ------
    CrsError
        If it is none, or names files.

    Examples
    --------
    >>> read_foreign_crs("EPSG:4547").to_epsg()
    4547
    >>> read_foreign_crs("+proj=longlat +nadgrids=/etc/passwd")
    Traceback (most recent call last):
    geo.errors.CrsError: its CRS is not read; export it in a CRS with a code
    """
    if len(text) > _LONGEST or not _FORMS.fullmatch(text):
        raise CrsError(f"its CRS is not read; {_REMEDY}")
    try:
        crs = pyproj.CRS.from_user_input(text)
        parts = list(_list_parts(crs.to_json_dict()))
    except (pyproj.exceptions.CRSError, RecursionError):
        raise CrsError(f"its CRS is not read; {_REMEDY}") from None
    if not all(map(_is_plain, parts)):
        raise CrsError(f"its CRS is not read, because it names other files; {_REMEDY}")
    return crs


def _list_parts(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        for part in value.values():
            yield from _list_parts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _list_parts(part)


def _is_plain(part: Mapping[str, Any]) -> bool:
    """Tell whether a part of a reference system is known to name no file."""
    kind, method = str(part.get("type", "")), part.get("method")
    if kind.endswith("CRS") and kind not in _KINDS:
        return False
    if isinstance(method, Mapping) and re.search(r"proj|\+|=|/", str(method.get("name", "")), re.IGNORECASE):
        return False
    if any(name.startswith("geoid") for name in part):
        return False
    parameters = part.get("parameters", [])
    return all(isinstance(parameter.get("value"), int | float) for parameter in parameters)
