"""The city bundle: a directory of GeoParquet layers that opens in seconds."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyproj
from pydantic import ValidationError
from pyproj.exceptions import CRSError

from geo.city.destination import LOCK, check_city_output
from geo.city.model import City
from geo.city.pointer import MARKER, read_pointer
from geo.city.stored import LAYERS, leave_on_disk, read_index, read_layer, read_snaps
from geo.city.versions import FOR_THIS_USER, has_personal_data, write_version
from geo.errors import InputError
from geo.files.directories import replace_file, report_unwritten
from geo.files.locks import hold_lock
from geo.files.validation import Model
from geo.files.writers import write_gpkg
from geo.rules.audit_standard import AuditStandard
from geo.rules.rule_set import parse_rules
from geo.rules.unit_costs import UnitCosts
from geo.texts.notes import Note

#: How long to wait while another process writes the same city [s].
_WAIT_S: Final = 60.0


def write_city(city: City, path: Path) -> None:
    """Write a city bundle.

    Parameters
    ----------
    city
        The city.
    path
        The directory. A city there is replaced in one step when the new one is whole; who reads the old one goes on,
        for its files stay until the next is written. With workers, only this user may read it, whatever the umask.

    Raises
    ------
    InputError
        If the place holds something else, cannot be written or is full; what was there stays as it was.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     open_city(Path(folder) / "city").name
    'Sample'
    """
    check_city_output(path)
    is_new = not path.exists()
    with report_unwritten(path):
        path.mkdir(parents=True, exist_ok=True)
        if has_personal_data(city):
            path.chmod(FOR_THIS_USER)
        try:
            with hold_lock(path / LOCK, wait_s=_WAIT_S) as is_held:
                _check_lock(path, is_held=is_held)
                check_city_output(path)  # somebody may have put something there meanwhile
                write_version(city, path)
        except BaseException:
            if is_new:
                _leave(path)
            raise


def _check_lock(path: Path, *, is_held: bool) -> None:
    if not is_held:
        raise InputError(f"{path}: another process writes there; wait for it, or choose another place")


def _leave(path: Path) -> None:
    """Leave no trace where nothing was before, unless somebody else put something there."""
    with suppress(OSError):
        (path / LOCK).unlink(missing_ok=True)
        path.rmdir()


def open_city(path: Path, *, lazy: bool = False, ahead: Sequence[str] = (), expected: str | None = None) -> City:
    """Open a city bundle.

    Parameters
    ----------
    path
        The directory.
    lazy
        Whether each layer is read only when it is first looked at: for a question that needs few of them.
    ahead
        With `lazy`: fields that are read in the background, in this order, for somebody who has other things to do
        before they are looked at.
    expected
        The version that is wanted, as :func:`geo.city.pointer.find_version` finds it; None for the one that is there.

    Returns
    -------
    City
        With every layer read, unless `lazy`.

    Raises
    ------
    InputError
        If it is no bundle, of another format or not `expected`, or a file of it is missing or damaged; `lazy`: then
        when that is looked at.

    Examples
    --------
    >>> open_city(Path("none"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none
    """
    version, about = read_pointer(path)
    if expected not in (None, version.stated):
        raise InputError(f"{path}: replaced while it was read; run the same command again")
    try:
        stated = _parse_stated(about, file=path / MARKER)
    except (LookupError, TypeError, AttributeError, CRSError, ValidationError):
        raise InputError(f"{path / MARKER}: damaged; build the city again") from None
    if lazy:
        return leave_on_disk(version, stated, ahead=ahead)
    return City(
        **stated,
        **{name: read_layer(version, name) for name in LAYERS},
        snap_cache=read_snaps(version),
        stored_index=read_index(version),
    )


def _parse_stated(about: dict[str, Any], *, file: Path) -> dict[str, Any]:
    plain = {item.name for item in fields(City)} & about.keys() - {
        "crs",
        "rule_sets",
        "costs",
        "audit_standard",
        "assumptions",
        "notes",
        "snap_cache",
        "stored_index",
    }
    return {
        **{name: about[name] for name in plain},
        "crs": pyproj.CRS.from_user_input(about["crs"]),
        "rule_sets": tuple(parse_rules(rules, file=str(file)) for rules in about["rule_sets"]),
        "costs": _read_stated(UnitCosts, about.get("costs")),
        "audit_standard": _read_stated(AuditStandard, about.get("audit_standard")),
        "assumptions": _read_notes(about["assumptions"]),
        "notes": _read_notes(about["notes"]),
    }


def _read_stated(model: type[Model], stated: dict[str, Any] | None) -> Model | None:
    """Read what a city may state; a city of an earlier release has no such key."""
    return None if stated is None else model.model_validate(stated)


def _read_notes(stored: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(item["key"], item["values"]) for item in stored)


def export_city(city: City, path: Path) -> None:
    """Write every layer that has a geometry into one GeoPackage for desktop GIS.

    Parameters
    ----------
    city
        The city.
    path
        The file; an earlier one is replaced when the new one is whole. Workers, and divisions without polygons, are
        left out.

    Raises
    ------
    InputError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export_city(build_sample(), Path(folder) / "city.gpkg")
    ...     len(gpd.read_file(Path(folder) / "city.gpkg", layer="grid_units"))
    4
    """
    if path.suffix.lower() != ".gpkg":
        raise InputError(f"{path}: expected a file that ends in .gpkg")
    layers = {name: getattr(city, name) for name in LAYERS if isinstance(getattr(city, name), gpd.GeoDataFrame)}
    with replace_file(path) as new:
        write_gpkg(new, layers)
