"""Writing: whole directories or nothing, and the formats of tables."""

import datetime
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geo.errors import InputError


@contextmanager
def replace_directory(path: Path, *, marker: str) -> Iterator[Path]:
    """Write a directory beside its place and move it there when all of it is written.

    Parameters
    ----------
    path
        Where the directory goes. It may be new, empty, or one that an earlier run wrote.
    marker
        The file that tells a directory of ours from somebody else's.

    Yields
    ------
    pathlib.Path
        An empty directory to write into.

    Raises
    ------
    InputError
        If the place holds something else, cannot be written or is full; what was there stays as it was.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_directory(Path(folder) / "city", marker="city.json") as new:
    ...         _ = (new / "city.json").write_text("{}")
    ...     sorted(file.name for file in (Path(folder) / "city").iterdir())
    ['city.json']
    """
    check_output(path, marker=marker)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}; choose another place") from None
    try:
        yield new
        new.chmod(0o755)
        _swap(new, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}; nothing was changed there") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def check_output(path: Path, *, marker: str) -> None:
    """Raise unless a directory may be written here.

    Parameters
    ----------
    path
        Where it would go.
    marker
        The file that tells a directory of ours.

    Raises
    ------
    InputError
        If a file stands there, or a directory that is neither empty nor ours.

    Examples
    --------
    >>> check_output(Path("no-such-directory"), marker="city.json")
    """
    if path.is_dir():
        if any(path.iterdir()) and not (path / marker).is_file():
            raise InputError(
                f"{path}: exists and was not made by gridwalk (it has no {marker}); choose another place, or empty it"
            )
    elif path.exists():
        raise InputError(f"{path}: is a file; expected a directory to write")


def _swap(new: Path, path: Path) -> None:
    """Put the new directory in place; the old one goes only after the new one stands."""
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}-old-", dir=path.parent))
    try:
        if path.exists():
            path.rename(old / path.name)
        try:
            new.rename(path)
        except OSError:
            if (old / path.name).exists():
                (old / path.name).rename(path)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Write a file beside its place and move it there when it is whole.

    Parameters
    ----------
    path
        Where the file goes; an earlier one is replaced.

    Yields
    ------
    pathlib.Path
        A path to write to.

    Raises
    ------
    InputError
        If the place cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, replace_file(Path(folder) / "a.txt") as new:
    ...     _ = new.write_text("a")
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
            new = Path(folder) / path.name
            yield new
            new.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    r"""Write JSON as people read it: UTF-8, indented, figures rounded to six decimals, no NaN.

    Parameters
    ----------
    path
        The file.
    document
        Mappings, sequences, dataclasses, texts and numbers; NaN and infinity become null.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_json(Path(folder) / "a.json", {"share": float("nan")})
    ...     (Path(folder) / "a.json").read_text()
    '{\n  "share": null\n}\n'
    """
    path.write_text(json.dumps(to_plain(document), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


_DECIMALS: Final = 6


def to_plain(value: Any) -> Any:
    """Turn figures into what JSON knows.

    Parameters
    ----------
    value
        Mappings, sequences, dataclasses, numpy scalars, texts, numbers.

    Returns
    -------
    object
        Plain dicts, lists, texts, finite numbers (six decimals) and None.

    Examples
    --------
    >>> to_plain({"a": np.float64(0.1234567), "b": (np.int64(3), float("inf"))})
    {'a': 0.123457, 'b': [3, None]}
    """
    if is_dataclass(value) and not isinstance(value, type):
        return to_plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return round(value, _DECIMALS) if np.isfinite(value) else None
    return value


#: The date that files carry which are to be the same whenever they are written.
FIXED_DATE: Final = datetime.datetime(2000, 1, 1)


@contextmanager
def fix_gdal_date() -> Iterator[None]:
    """Have GDAL write :data:`FIXED_DATE` where it would write the time of writing.

    Yields
    ------
    None
        What is written within carries that date.

    Examples
    --------
    >>> with fix_gdal_date():
    ...     pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    '2000-01-01T00:00:00.000Z'
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{FIXED_DATE.isoformat(timespec='milliseconds')}Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_gpkg(path: Path, layers: Mapping[str, pd.DataFrame]) -> None:
    """Write layers into one GeoPackage.

    Parameters
    ----------
    path
        The file; layers are added to it.
    layers
        Layer name -> table, with or without geometry; empty ones are written too. Infinite walks become null. The same
        tables give the same bytes.

    Raises
    ------
    InputError
        If it cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     points = gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([0], [0]), crs="EPSG:32635")
    ...     write_gpkg(Path(folder) / "a.gpkg", {"points": points})
    ...     len(gpd.read_file(Path(folder) / "a.gpkg"))
    1
    """
    try:
        with fix_gdal_date():
            for name, frame in layers.items():
                _write_layer(path, name, frame.replace([np.inf, -np.inf], np.nan))
    except pyogrio.errors.DataSourceError as error:
        raise InputError(f"{path}: cannot be written: {error}") from None


def _write_layer(path: Path, name: str, finite: pd.DataFrame) -> None:
    if not isinstance(finite, gpd.GeoDataFrame):
        pyogrio.write_dataframe(finite, path, layer=name, use_arrow=True)
        return
    kind = "Point" if (finite.geom_type == "Point").all() and len(finite) else "MultiPolygon"
    if (finite.geom_type == "LineString").any():
        kind = "LineString"
    pyogrio.write_dataframe(
        finite, path, layer=name, geometry_type=kind, promote_to_multi=kind == "MultiPolygon", use_arrow=True
    )


def to_geojson(shapes: gpd.GeoDataFrame) -> str:
    """Turn circles, reached edges, routes or gap areas into GeoJSON.

    Parameters
    ----------
    shapes
        Any table with a geometry in a known CRS.

    Returns
    -------
    str
        A FeatureCollection in WGS-84, coordinates to 0.1 m; what is empty has no geometry.

    Examples
    --------
    >>> to_geojson(gpd.GeoDataFrame({"id": ["a"]}, geometry=gpd.points_from_xy([114], [34]), crs=4326))[-32:]
    '"coordinates": [114.0, 34.0]}}]}'
    """
    if shapes.empty:
        return '{"type": "FeatureCollection", "features": []}'
    turned = shapes.to_crs(4326)
    rounded = turned.geometry.set_precision(1e-6)
    text: str = turned.set_geometry(rounded.where(~rounded.is_empty, None)).to_json(drop_id=True)
    return text
