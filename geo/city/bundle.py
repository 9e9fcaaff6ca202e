"""The city bundle: a directory of GeoParquet layers that opens in seconds, written whole or not at all."""

from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pyarrow
import pyproj

from geo.addresses.index_file import read_address_index, write_address_index
from geo.city.model import FORMAT_VERSION, City, describe_city
from geo.city.snap_cache import read_snap_cache, write_snap_cache
from geo.errors import InputError
from geo.files.directories import replace_directory, replace_file
from geo.files.documents import read_json
from geo.files.parquet import read_parquet, write_parquet
from geo.files.writers import write_gpkg, write_json
from geo.rules.rule_set import parse_rules

MARKER: Final = "city.json"


SNAP_CACHE: Final = "snap_cache.npz"


ADDRESS_INDEX: Final = "addresses.npz"


_LAYERS: Final = (
    "roads", "grid_units", "homes", "facilities", "extent", "gates", "barriers", "addresses", "workers", "divisions",
)  # fmt: skip


_OPTIONAL: Final = ("gates", "barriers", "addresses", "workers", "divisions")


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
        for name in _LAYERS:
            layer = getattr(city, name)
            if layer is not None:
                write_parquet(new / f"{name}.parquet", layer)
        if city.address_index is not None:
            write_address_index(new / ADDRESS_INDEX, city.address_index)
        if city.snap_cache is not None:
            write_snap_cache(new / SNAP_CACHE, city.snap_cache)
        write_json(new / MARKER, describe_city(city))


def open_city(path: Path) -> City:
    """Open a city bundle.

    Parameters
    ----------
    path
        The directory.

    Returns
    -------
    City
        With every layer read.

    Raises
    ------
    InputError
        If it is no bundle, of another format, or lacks a layer.

    Examples
    --------
    >>> open_city(Path("none"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none
    """
    about = _read_about(path)
    layers = {name: _read_layer(path, name) for name in _LAYERS}
    stated = {item.name for item in fields(City)} & about.keys() - {"crs", "rules", "snap_cache", "stored_index"}
    rules = parse_rules(about["rules"], file=str(path / MARKER)) if about.get("rules") else None
    crs = pyproj.CRS.from_user_input(about["crs"])
    snap_cache, address_index = read_snap_cache(path / SNAP_CACHE), read_address_index(path / ADDRESS_INDEX)
    return City(
        crs=crs,
        rules=rules,
        snap_cache=snap_cache,
        stored_index=address_index,
        **{key: about[key] for key in stated},
        **layers,
    )


def _read_about(path: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = read_json(path / MARKER)
    except OSError:
        raise InputError(
            f"{path}: no city here (no {MARKER}); make one with: gridwalk build SOURCE.toml -o {path}"
        ) from None
    except ValueError:
        raise InputError(f"{path / MARKER}: damaged; build the city again") from None
    if about.get("format_version") != FORMAT_VERSION:
        raise InputError(
            f"{path}: format {about.get('format_version')}; this gridwalk reads {FORMAT_VERSION}: build the city again"
        )
    return about


def _read_layer(path: Path, name: str) -> Any:
    file = path / f"{name}.parquet"
    if not file.is_file():
        if name in _OPTIONAL:
            return None
        raise InputError(f"{file}: missing; build the city again")
    try:
        return read_parquet(file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{file}: damaged ({error}); build the city again") from None


def export_city(city: City, path: Path) -> None:
    """Write every layer into one GeoPackage for desktop GIS.

    Parameters
    ----------
    city
        The city.
    path
        The file; an earlier one is replaced when the new one is whole. Phones of workers are left out.

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
    layers = {name: getattr(city, name) for name in _LAYERS if isinstance(getattr(city, name), gpd.GeoDataFrame)}
    with replace_file(path) as new:
        write_gpkg(new, layers)
