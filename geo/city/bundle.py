"""The city bundle: a directory of GeoParquet layers that opens in seconds, written whole or not at all."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyproj
from pyproj.exceptions import CRSError

from geo.addresses.index_file import read_address_index, write_address_index
from geo.city.model import FORMAT_VERSION, City, describe_city
from geo.city.snap_cache import read_snap_cache, write_snap_cache
from geo.city.stored import ADDRESS_INDEX, LAYERS, MARKER, SNAP_CACHE, leave_on_disk, read_layer
from geo.errors import InputError
from geo.files.directories import replace_directory, replace_file
from geo.files.documents import read_json
from geo.files.parquet import write_parquet
from geo.files.writers import write_gpkg, write_json
from geo.rules.rule_set import parse_rules
from geo.texts.notes import Note


def write_city(city: City, path: Path) -> None:
    """Write a city bundle.

    Parameters
    ----------
    city
        The city.
    path
        The directory; an earlier bundle there is replaced when the new one is whole.

    Raises
    ------
    InputError
        If the place holds something else, cannot be written or is full.

    Examples
    --------
    >>> import tempfile
    >>> from geo.city.sample import build_sample
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_city(build_sample(), Path(folder) / "city")
    ...     open_city(Path(folder) / "city").name
    'Sample'
    """
    with replace_directory(path, marker=MARKER) as new:
        for name in LAYERS:
            layer = getattr(city, name)
            if layer is not None:
                write_parquet(new / f"{name}.parquet", layer)
        if city.address_index is not None:
            write_address_index(new / ADDRESS_INDEX, city.address_index)
        if city.snap_cache is not None:
            write_snap_cache(new / SNAP_CACHE, city.snap_cache)
        write_json(new / MARKER, describe_city(city))


def open_city(path: Path, *, lazy: bool = False) -> City:
    """Open a city bundle.

    Parameters
    ----------
    path
        The directory.
    lazy
        Whether each layer is read only when it is first looked at: for a question that needs few of them, while the
        bundle stays where it is.

    Returns
    -------
    City
        With every layer read, unless `lazy`.

    Raises
    ------
    InputError
        If it is no bundle, of another format, or a layer is missing or damaged; `lazy`: then when that is looked at.

    Examples
    --------
    >>> open_city(Path("none"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none
    """
    stated = _read_stated(path)
    if lazy:
        return leave_on_disk(path, stated)
    return City(
        **stated,
        **{name: read_layer(path, name) for name in LAYERS},
        snap_cache=read_snap_cache(path / SNAP_CACHE),
        stored_index=read_address_index(path / ADDRESS_INDEX),
    )


def find_version(path: Path) -> str:
    """Find which version of a city a bundle holds now.  (placeholder until merged)"""
    found = (path / MARKER).stat()
    return f"{found.st_ino}-{found.st_mtime_ns}"


def _read_stated(path: Path) -> dict[str, Any]:
    """Read the fields of a city that its city.json states."""
    about = _read_about(path)
    try:
        return _parse_stated(about, file=path / MARKER)
    except (LookupError, TypeError, AttributeError, CRSError):
        raise InputError(f"{path / MARKER}: damaged; build the city again") from None


def _parse_stated(about: dict[str, Any], *, file: Path) -> dict[str, Any]:
    plain = {item.name for item in fields(City)} & about.keys() - {
        "crs",
        "rules",
        "assumptions",
        "notes",
        "snap_cache",
        "stored_index",
    }
    return {
        **{name: about[name] for name in plain},
        "crs": pyproj.CRS.from_user_input(about["crs"]),
        "rules": parse_rules(about["rules"], file=str(file)) if about.get("rules") else None,
        "assumptions": _read_notes(about["assumptions"]),
        "notes": _read_notes(about["notes"]),
    }


def _read_notes(stored: list[dict[str, Any]]) -> tuple[Note, ...]:
    return tuple(Note(item["key"], item["values"]) for item in stored)


def _read_about(path: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = read_json(path / MARKER)
    except OSError:
        raise InputError(
            f"{path}: no city here (no {MARKER}); make one with: gridwalk build SOURCE.toml -o {path}"
        ) from None
    except ValueError:
        raise InputError(f"{path / MARKER}: damaged; build the city again") from None
    if not isinstance(about, dict):
        raise InputError(f"{path / MARKER}: damaged; build the city again")
    if about.get("format_version") != FORMAT_VERSION:
        raise InputError(
            f"{path}: format {about.get('format_version')}; this gridwalk reads {FORMAT_VERSION}: build the city again"
        )
    return about


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
