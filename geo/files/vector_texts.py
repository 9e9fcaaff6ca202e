"""Texts of vector layers in the encoding that they are in: what GDAL is given to read, and what is made of it."""

import html
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyogrio

from geo.errors import InputError
from geo.files.dbf import RAW, decode_texts, find_dbf_encoding, read_dbf_texts
from geo.files.encoding_scores import UTF8
from geo.files.encodings import check_stated, find_encoding, name_encoding, note_encoding, refuse_other
from geo.texts.notes import Note

#: What GDAL writes into the names of a KML's data for all that is not ASCII: they would be told apart no more.
_KML_NAME: Final = re.compile(r"""(<(?:\w+:)?Data\b[^<>]*?\bname\s*=\s*)(["'])([^<]*?)\2""")
_ALIAS: Final = "gridwalk_"
_WRITTEN_ALIAS: Final = re.compile(rf"{_ALIAS}((?:[0-9a-f]{{2}})+)")


#: The encoding that an XML file states.
_XML_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["'][^>]*\?>""")


#: From this version on a DXF is UTF-8, whatever code page it names; and how a header names both.
_UTF8_VERSION: Final = "AC1021"
_VERSION: Final = re.compile(rb"\$ACADVER\s+1\s+(AC\d+)")
_CODE_PAGE: Final = re.compile(rb"\$DWGCODEPAGE\s+3\s+([\w-]+)")
_HEADER: Final = b"HEADER"
_EMPTY_HEADER: Final = b"0\nSECTION\n2\nHEADER\n0\nENDSEC\n"
_HEADER_BYTES: Final = 65_536
_DXF_NAMES: Final = {UTF8: "UTF-8", "gb18030": "GB18030", "cp950": "BIG5", "cp1252": "CP1252"}


#: Endings of texts that are to be UTF-8, and are not where an office's tool writes them.
JSON_ENDINGS: Final = (".geojson", ".json", ".geojsonl", ".geojsons")


def prepare_text(path: Path, stated: str | None, *, file: str) -> tuple[Path | bytes, list[Note]]:
    """Make what GDAL is to read of a GeoJSON, KML or DXF: in UTF-8, and with names that it keeps.

    Parameters
    ----------
    path
        The file.
    stated
        Encoding that a person states, or None.
    file
        What to call it in messages.

    Returns
    -------
    tuple
        The file itself, or its content where that had to be changed; and what was decided.

    Raises
    ------
    InputError
        If its texts are in no known encoding, or in another than the stated one.
    """
    ending = path.suffix.lower()
    raw = path.read_bytes()
    if ending == ".dxf":
        # without a header GDAL takes no encoding at all
        return path if _HEADER in raw[:_HEADER_BYTES] else _EMPTY_HEADER + raw, _set_dxf_encoding(
            path, raw, stated, file
        )
    if ending != ".kml":
        encoding = check_stated(raw, stated, file=file)
        if encoding == UTF8:
            return path, []
        return raw.decode(encoding).removeprefix("\ufeff").encode(), note_encoding(path.name, encoding, stated)
    given = _XML_ENCODING.match(raw)
    claimed = stated or (given[1].decode("ascii") if given else None)
    encoding = find_encoding(raw, file=file, stated=claimed)
    if stated is not None and not raw.isascii():
        refuse_other(encoding, stated, file=file)
    text = raw.decode(encoding).removeprefix("\ufeff")
    aliased = _KML_NAME.sub(_alias_name, text)
    if aliased == text and encoding == UTF8:
        return path, []
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", aliased)
    return body.encode(), note_encoding(path.name, encoding, claimed or "UTF-8")


def _alias_name(hit: re.Match[str]) -> str:
    name = html.unescape(hit[3])
    return hit[0] if name.isascii() else f"{hit[1]}{hit[2]}{_ALIAS}{name.encode().hex()}{hit[2]}"


def restore_names(names: Sequence[str]) -> list[str]:
    """Write the names of a KML's data as the file has them.

    Examples
    --------
    >>> restore_names(["Name", "gridwalk_e7bd91"])
    ['Name', '网']
    """
    found = {name: _WRITTEN_ALIAS.fullmatch(name) for name in map(str, names)}
    return [name if hit is None else bytes.fromhex(hit[1]).decode() for name, hit in found.items()]


def _set_dxf_encoding(path: Path, raw: bytes, stated: str | None, file: str) -> list[Note]:
    """Tell GDAL the encoding of a drawing: it goes by the code page that a drawing names, right or not."""
    head = raw[:_HEADER_BYTES]
    version, page = _VERSION.search(head), _CODE_PAGE.search(head)
    named = None if page is None else page[1].decode("ascii")
    if version is not None and version[1].decode("ascii") >= _UTF8_VERSION:
        named = "UTF-8"
    encoding = find_encoding(raw, file=file, stated=stated or named)
    if stated is not None and not raw.isascii():
        refuse_other(encoding, stated, file=file)
    pyogrio.set_gdal_config_options({"DXF_ENCODING": _DXF_NAMES.get(encoding, encoding)})
    return [] if raw.isascii() else note_encoding(path.name, encoding, stated or named)


def find_table_encoding(path: Path, layer: str | None, stated: str | None, *, file: str) -> tuple[str, list[Note]]:
    """Find the encoding of a Shapefile's table, packed or not.

    Parameters
    ----------
    path
        The .shp or .zip.
    layer
        Name of the layer.
    stated
        Encoding that a person states, or None.
    file
        What to call it in messages.

    Returns
    -------
    tuple
        Name of a codec, and what was decided.

    Raises
    ------
    InputError
        If its texts are in no known encoding, or in another than a person stated.
    """
    found = read_dbf_texts(path, layer)
    if found is None or not found.texts:
        return UTF8, []
    encoding = find_dbf_encoding(found, file=file, stated=stated or found.stated)
    if stated is not None:
        refuse_other(encoding, stated, file=file)
    return encoding, note_encoding(path.name, encoding, stated or found.stated)


def find_texts_encoding(
    path: Path, about: dict[str, Any], fields: Sequence[Any], *, file: str
) -> tuple[str, list[Note]]:
    """Find the encoding of a layer that was read as bytes, by its headings and texts.

    Parameters
    ----------
    path
        The file.
    about, fields
        As :func:`pyogrio.raw.read` returns them.
    file
        What to call it in messages.

    Returns
    -------
    tuple
        Name of a codec, and what was decided.

    Raises
    ------
    InputError
        If its texts are in no known encoding.
    """
    texts = [str(name) for name in about["fields"]]
    texts += [text for values in fields if values.dtype == object for text in values if isinstance(text, str)]
    encoding = find_encoding("\n".join(texts).encode(RAW, "ignore"), file=file)
    return encoding, note_encoding(path.name, encoding)


def restore_member(name: str) -> str:
    """Write the name of a packed file as who packed it called it: archives of Windows do not say their encoding.

    Examples
    --------
    >>> restore_member("网格".encode("gbk").decode("cp437")), restore_member("units")
    ('网格', 'units')
    """
    try:
        raw = name.encode("cp437")
        return raw.decode(find_encoding(raw, file=name))
    except (UnicodeError, InputError):
        return name


def decode_table(about: dict[str, Any], fields: Sequence[Any], encoding: str) -> tuple[dict[str, Any], list[Any]]:
    """Decode the headings and texts of a layer that GDAL read as bytes.

    Parameters
    ----------
    about, fields
        As :func:`pyogrio.raw.read` returns them.
    encoding
        Name of a codec.

    Returns
    -------
    tuple
        The same, decoded.
    """
    names = decode_texts(list(about["fields"]), encoding)
    decoded = [decode_texts(values, encoding) if values.dtype == object else values for values in fields]
    return {**about, "fields": names}, decoded


def describe_undecodable(file: str, encoding: str | None) -> InputError:
    """Make the error of texts that are not in the encoding of their format."""
    said = name_encoding(encoding or UTF8)
    return InputError(f"{file}: its texts are not {said}; export the file again in UTF-8")
