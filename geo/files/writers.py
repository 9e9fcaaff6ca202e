"""The formats that results are written in: JSON, GeoPackage, GeoJSON."""

import errno
import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from geo.files.excel import FIXED_DATE, neutralize_cells

#: What GDAL raises where it cannot write.
_GDAL_FAILURES: Final = (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError)
_FLOATS: Final = (np.float32, np.float64)
_NOT_TAKEN: Final = "GDAL gave up; is the disk full, or its name one that no file may have?"


def write_json(path: Path, document: Mapping[str, Any]) -> None:
    r"""Write JSON as people read it: UTF-8, figures rounded to six decimals, no NaN; a line for each member's entry.

    Parameters
    ----------
    path
        The file.
    document
        Mappings, sequences, dataclasses, texts and numbers; NaN and infinity become null.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_json(Path(folder) / "a.json", {"share": float("nan")})
    ...     (Path(folder) / "a.json").read_text()
    '{\n  "share": null\n}\n'
    """
    members = (f"  {_write_member(name)}: {_write_entries(value)}" for name, value in to_plain(document).items())
    path.write_text(_put_on_lines("{}", members, "") + "\n", encoding="utf-8")


def _write_entries(value: Any) -> str:
    """Write a member of a document with its entries on lines of their own: deeper, the encoder that indents is slow."""
    if isinstance(value, dict):
        entries = (f"    {_write_member(name)}: {_write_member(entry)}" for name, entry in value.items())
        return _put_on_lines("{}", entries, "  ")
    if isinstance(value, list):
        return _put_on_lines("[]", (f"    {_write_member(entry)}" for entry in value), "  ")
    return _write_member(value)


def _put_on_lines(brackets: str, lines: Iterable[str], indent: str) -> str:
    inside = ",\n".join(lines)
    return f"{brackets[0]}\n{inside}\n{indent}{brackets[1]}" if inside else brackets


def _write_member(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_DECIMALS: Final = 6
#: What JSON knows already.
_AS_IT_IS: Final = frozenset((str, int, bool, type(None)))


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
    kind = type(value)
    # most of what there is; asked by the type itself, for a document holds a million, whole numbers mostly
    if kind in _AS_IT_IS or (kind is float and value.is_integer()):
        return value
    if kind is float:
        return round(value, _DECIMALS) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {
            key if type(key) is str else str(key): item
            if (of := type(item)) in _AS_IT_IS or (of is float and item.is_integer())
            else to_plain(item)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, np.generic):
        return to_plain(value.item())
    return to_plain(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else value


def write_csv(path: Path, table: pd.DataFrame) -> None:
    r"""Write a table as CSV that Excel opens in UTF-8, without taking any text for a formula.

    Parameters
    ----------
    path
        The file.
    table
        The table; its index is left out.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_csv(Path(folder) / "a.csv", pd.DataFrame({"n": [1]}))
    ...     (Path(folder) / "a.csv").read_bytes()
    b'\xef\xbb\xbfn\n1\n'
    """
    neutralize_cells(table).to_csv(path, index=False, encoding="utf-8-sig")


@contextmanager
def write_by_gdal() -> Iterator[None]:
    """Have GDAL write :data:`FIXED_DATE` where it would write the time of writing, and tell its failures as the disk's.

    Yields
    ------
    None
        What is written within carries that date.

    Raises
    ------
    OSError
        If GDAL cannot write.

    Examples
    --------
    >>> with write_by_gdal():
    ...     pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    '2000-01-01T00:00:00.000Z'
    """
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{FIXED_DATE.isoformat(timespec='milliseconds')}Z"})
    try:
        yield
    except _GDAL_FAILURES as error:
        # its words name a file of ours that is gone afterwards, and of a full disk often only what came of it
        raise OSError(os.strerror(errno.ENOSPC) if "full" in str(error) else _NOT_TAKEN) from error
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
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     points = gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([0], [0]), crs="EPSG:32635")
    ...     write_gpkg(Path(folder) / "a.gpkg", {"points": points})
    ...     len(gpd.read_file(Path(folder) / "a.gpkg"))
    1
    """
    with write_by_gdal():
        for name, frame in layers.items():
            _write_layer(path, name, frame.assign(**_blank_infinite(frame)))


def _blank_infinite(frame: pd.DataFrame) -> dict[str, Any]:
    """Find columns with infinite cells, and blank those."""
    floats = {str(name): frame[name].to_numpy() for name, kind in frame.dtypes.items() if kind in _FLOATS}
    return {name: np.where(np.isinf(cells), np.nan, cells) for name, cells in floats.items() if np.isinf(cells).any()}


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


def to_geojson(shapes: gpd.GeoDataFrame, *, members: Mapping[str, Any] | None = None) -> str:
    """Turn circles, reached edges, routes, units or gap areas into GeoJSON.

    Parameters
    ----------
    shapes
        Any table with a geometry in a known CRS.
    members
        What stands beside the features, such as the page that comes next.

    Returns
    -------
    str
        A FeatureCollection in WGS-84, coordinates to 0.1 m, figures to six decimals; what is empty has no geometry.
        Without rows it has no features.

    Examples
    --------
    >>> to_geojson(gpd.GeoDataFrame({"id": ["a"]}, geometry=gpd.points_from_xy([114], [34]), crs=4326))[-57:]
    '"geometry":{"type":"Point","coordinates":[114.0,34.0]}}]}'
    """
    rounded = shapely.set_precision(np.asarray(shapes.to_crs(4326).geometry.values), 1e-6)
    geometries = shapely.to_geojson(np.where(shapely.is_empty(rounded), None, rounded))
    table = shapes.drop(columns=shapes.geometry.name)
    names = [str(name) for name in table]  # once: what pandas holds them in is slow to go through for each row
    columns = [_list_values(table[name].to_numpy()) for name in names]
    features = (
        f'{{"type":"Feature","properties":{_dump(dict(zip(names, values, strict=True)))},'
        f'"geometry":{geometry or "null"}}}'
        for geometry, *values in zip(geometries, *columns, strict=True)
    )
    beside = "".join(f",{_dump(name)}:{_dump(value)}" for name, value in to_plain(members or {}).items())
    return f'{{"type":"FeatureCollection"{beside},"features":[{",".join(features)}]}}'


def _list_values(values: npt.NDArray[Any]) -> list[Any]:
    if values.dtype.kind != "f":
        return list(to_plain(values.tolist()))
    listed = np.round(values, _DECIMALS).astype(object)
    listed[~np.isfinite(values)] = None
    return list(listed)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
