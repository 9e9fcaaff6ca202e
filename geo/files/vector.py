"""Vector layers, as GDAL's one driver for the file's ending reads them; only in the process that knows no other."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow
import pyogrio.raw
import shapely

from geo.errors import InputError
from geo.files.dbf import RAW
from geo.files.encoding_scores import UTF8
from geo.files.encodings import refuse_other
from geo.files.endings import DRIVERS
from geo.files.geopackage import check_geopackage
from geo.files.parcels import pack_layer, pack_message
from geo.files.read_limits import ReadLimits, check_size
from geo.files.vector_texts import (
    JSON_ENDINGS,
    decode_table,
    describe_undecodable,
    find_table_encoding,
    find_texts_encoding,
    prepare_text,
    restore_member,
    restore_names,
)
from geo.texts.notes import Note

#: Drivers whose files have one layer, and read it all to say what it is called.
_ONE_LAYER: Final = ("GeoJSON", "GeoJSONSeq")


#: Layers that QGIS keeps beside the data: styles, projects.
_NO_DATA: Final = ("layer_styles", "qgis_projects")


#: Most layers that a message names.
_SHOWN: Final = 20


#: Endings of Shapefiles, packed and not.
_SHAPEFILES: Final = (".shp", ".zip")


#: Endings whose texts may be in an encoding that has to be stated or found; those of the others are UTF-8.
_STATED: Final = (*_SHAPEFILES, ".tab", ".mif")


#: GDAL's name for its limit of one feature of a GeoJSON (200 MB in memory).
_TOO_LARGE: Final = "OGR_GEOJSON_MAX_OBJ_SIZE"


#: A GeoJSON's ``crs`` as a link (GeoJSON of 2008, 3.2): something that would have to be fetched.
_CRS_LINK: Final = re.compile(rb'"crs"\s*:\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)?"type"\s*:\s*"link"')


def read_vector_parcels(path: Path, request: Mapping[str, Any], limits: ReadLimits | None) -> Iterator[pyarrow.Table]:
    """Read a layer, some rows of it at a time, or count its rows.

    Parameters
    ----------
    path
        The file.
    request
        As :func:`geo.files.reading_tasks.run_task` takes it.
    limits
        The most it may hold.

    Yields
    ------
    pyarrow.Table
        The parcels.

    Raises
    ------
    InputError
        If it may not be opened, has no such layer, its texts are in another encoding, or it is too large.
    """
    file = request["file"]
    _check_before(path, file)
    try:
        yield from _read(path, request, file, limits)
    except pyogrio.errors.DataSourceError as error:
        if _TOO_LARGE in str(error):
            raise InputError(f"{file}: one of its features is too large to read; simplify its shape") from None
        raise


def _read(path: Path, request: Mapping[str, Any], file: str, limits: ReadLimits | None) -> Iterator[pyarrow.Table]:
    if request["task"] == "count":
        yield pack_message(count=int(pyogrio.read_info(path, layer=_choose_layer(path, None, file))["features"]))
    elif request["task"] == "rows":
        yield from _iter_layer(path, file, request["rows_at_once"])
    else:
        yield _read_layer(path, request["layer"], request["encoding"], file, limits)


def _read_layer(
    path: Path, layer: str | None, encoding: str | None, file: str, limits: ReadLimits | None
) -> pyarrow.Table:
    source: Path | bytes = path
    ending, notes, kept = path.suffix.lower(), list[Note](), encoding
    if ending in (*JSON_ENDINGS, ".kml", ".dxf"):
        kept, (source, notes) = None, prepare_text(path, encoding, file=file)
        if isinstance(source, bytes):  # what was no UTF-8 could not be looked through before
            _check_link(source, file)
    elif encoding is not None and ending not in _STATED:
        refuse_other(UTF8, encoding, file=file)
        kept = None
    name = _choose_layer(path, layer, file, source)
    if ending in _SHAPEFILES:
        kept, (codec, notes) = RAW, find_table_encoding(path, str(name), encoding, file=file)
    most = None if limits is None else _count_allowed(source, name, file, limits, kept)
    options = {"layer": name, "max_features": most, "datetime_as_string": True}
    try:
        about, _, shapes, fields = pyogrio.raw.read(source, encoding=kept, **options)
    except UnicodeDecodeError:
        if kept is not None or ending not in _STATED:
            raise describe_undecodable(file, kept) from None
        kept, (about, _, shapes, fields) = RAW, pyogrio.raw.read(source, encoding=RAW, **options)
        codec, notes = find_texts_encoding(path, about, fields, file=file)
    if kept == RAW:
        about, fields = decode_table(about, fields, codec)
    elif ending == ".kml":
        about = {**about, "fields": restore_names(about["fields"])}
    if limits is not None:
        _check_layer(shapes, fields, file, limits)
    return pack_layer(about, shapes, fields, notes)


def _iter_layer(path: Path, file: str, rows_at_once: int) -> Iterator[pyarrow.Table]:
    name = _choose_layer(path, None, file)
    count = int(pyogrio.read_info(path, layer=name)["features"])
    for begin in range(0, max(count, 1), rows_at_once):
        about, _, _, fields = pyogrio.raw.read(
            path,
            layer=name,
            skip_features=begin,
            max_features=rows_at_once,
            read_geometry=False,
            datetime_as_string=True,
        )
        yield pack_layer(about, None, fields, [])


def _check_before(path: Path, file: str) -> None:
    ending = path.suffix.lower()
    if ending == ".gpkg":
        check_geopackage(path, file=file)
    if ending in (".geojson", ".json"):
        _check_link(path.read_bytes(), file)


def _check_link(content: bytes, file: str) -> None:
    if _CRS_LINK.search(content):
        raise InputError(
            f"{file}: its crs is a link, which is not followed; export it in WGS 84, or name its CRS in the file"
        )


def _choose_layer(path: Path, layer: str | None, file: str, source: Path | bytes | None = None) -> str | int | None:
    """Choose the layer: of what is read from memory by its place, since GDAL may call it after its file."""
    if layer is None and DRIVERS[path.suffix.lower()] in _ONE_LAYER:
        return None
    given = [str(name) for name in pyogrio.list_layers(path if source is None else source)[:, 0]]
    every = [restore_member(name) for name in given] if path.suffix.lower() == ".zip" else given
    names = [name for name in every if name not in _NO_DATA]
    shown = ", ".join(names[:_SHOWN])
    if layer is not None and layer not in every:
        raise InputError(f'{file}: no layer "{layer}"; the file has: {shown}')
    if layer is None and len(names) != 1:
        have = f'has several layers; name one as layer = "...": {shown}' if names else "has no layer"
        raise InputError(f"{file}: {have}")
    at = every.index(names[0] if layer is None else layer)
    return at if isinstance(source, bytes) else given[at]


def _count_allowed(
    source: Path | bytes, layer: str | int | None, file: str, limits: ReadLimits, encoding: str | None
) -> int:
    """Count the rows to be read: one more than there may be, so that too many are seen as such."""
    info = pyogrio.read_info(source, layer=layer, encoding=encoding)
    columns = len(info["fields"])
    check_size(limits, file=file, rows=max(info["features"], 0), columns=columns)
    return min(limits.rows, limits.cells // max(columns, 1)) + 1


def _check_layer(shapes: Any, fields: list[Any], file: str, limits: ReadLimits) -> None:
    rows = len(shapes) if shapes is not None else len(fields[0]) if fields else 0
    check_size(limits, file=file, rows=rows, columns=len(fields))
    if shapes is None:
        return
    check_size(limits, file=file, table_bytes=sum(len(shape) for shape in shapes if shape is not None))
    vertices = int(np.sum(shapely.get_num_coordinates(shapely.from_wkb(shapes))))
    check_size(limits, file=file, vertices=vertices)
