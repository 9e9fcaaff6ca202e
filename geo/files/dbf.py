"""The table of a Shapefile: its texts in the encoding that they are in, whatever its .cpg says."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

import numpy as np

from geo.files.encoding_scores import UTF8
from geo.files.encodings import find_encoding

#: In which encoding GDAL is to read: it keeps every byte as one character.
RAW: Final = "ISO-8859-1"


#: Byte 29 of a DBF says which code page it is in -> that code page (ESRI's list; 0x57 says only "ANSI").
_CODE_PAGE_AT: Final = 29
_CODE_PAGES: Final = {
    0x03: "cp1252",
    0x4D: "gbk",
    0x4F: "cp950",
    0x58: "cp1252",
    0x59: "cp1252",
    0x7A: "gbk",
    0x78: "cp950",
}


#: Bytes of a field's description, and of its name (dBASE III file structure).
_FIELD_BYTES: Final = 32
_NAME_BYTES: Final = 10


#: How many rows are looked at for the encoding.
_ROWS: Final = 20_000


@dataclass(frozen=True)
class DbfTexts:
    """What stands in the table of a Shapefile as bytes, and which encoding is stated for it, or None."""

    texts: list[bytes]
    stated: str | None


def read_dbf_texts(path: Path, layer: str | None) -> DbfTexts | None:
    """Read headings and texts of a Shapefile's table.

    Parameters
    ----------
    path
        The .shp, or a .zip with one.
    layer
        The layer's name, where the archive holds several.

    Returns
    -------
    DbfTexts or None
        None where there is no table.

    Raises
    ------
    OSError, zipfile.BadZipFile
        If it cannot be read.
    """
    if path.suffix.lower() == ".zip":
        raw, page = _read_zipped(path, layer)
    else:
        raw, page = (_read_beside(path, ending) for ending in (".dbf", ".cpg"))
    if raw is None:
        return None
    stated = page.decode("ascii", "ignore").strip() if page else _CODE_PAGES.get(raw[_CODE_PAGE_AT])
    return DbfTexts(_list_texts(raw), stated or None)


def _read_beside(path: Path, ending: str) -> bytes | None:
    found = next((path.with_suffix(end) for end in (ending, ending.upper()) if path.with_suffix(end).exists()), None)
    return None if found is None else found.read_bytes()


def _read_zipped(path: Path, layer: str | None) -> tuple[bytes | None, bytes | None]:
    with zipfile.ZipFile(path) as zipped:
        found: dict[str, bytes] = {}
        names = sorted(zipped.namelist(), key=lambda name: PurePosixPath(name).stem == layer)
        for name in names:  # those of the layer last, so that they win
            ending = PurePosixPath(name).suffix.lower()
            if ending in (".dbf", ".cpg") and "__MACOSX" not in name:
                found[ending] = zipped.read(name)
    return found.get(".dbf"), found.get(".cpg")


def _list_texts(raw: bytes) -> list[bytes]:
    header, width = (int.from_bytes(raw[at : at + 2], "little") for at in (8, 10))
    fields = [raw[start : start + _FIELD_BYTES] for start in range(_FIELD_BYTES, header - 1, _FIELD_BYTES)]
    fields = fields[: next((n for n, field in enumerate(fields) if field[:1] == b"\r"), None)]
    names = [field[: _NAME_BYTES + 1].split(b"\0")[0] for field in fields]
    body = raw[header:]
    rows = min(len(body) // width, _ROWS) if width else 0
    cells = np.frombuffer(body, np.uint8, rows * width).reshape(rows, width) if rows else np.empty((0, 0), np.uint8)
    texts, at = names, 1
    for field in fields:
        if field[11:12] == b"C" and rows:
            column = np.ascontiguousarray(cells[:, at : at + field[16]]).view(f"S{field[16]}")
            texts = texts + [bytes(text).rstrip(b" \0") for text in column[:, 0]]
        at += field[16]
    return [text for text in texts if not text.isascii()]


def find_dbf_encoding(found: DbfTexts, *, file: str, stated: str | None) -> str:
    """Find the encoding of a Shapefile's texts.

    Parameters
    ----------
    found
        As of :func:`read_dbf_texts`.
    file
        Name of the file, for the message.
    stated
        What a person states, or else what the file does.

    Returns
    -------
    str
        As of :func:`geo.files.encodings.find_encoding`.

    Raises
    ------
    InputError
        If none is plausible.

    Examples
    --------
    >>> find_dbf_encoding(DbfTexts(["住宅建筑面积".encode()[:10]], None), file="a.shp", stated="GBK")
    'utf-8-sig'
    """
    if all(_is_cut_utf8(text) for text in found.texts):
        return UTF8
    return find_encoding(b"\n".join(found.texts), file=file, stated=stated)


def _is_cut_utf8(text: bytes) -> bool:
    """Tell whether a text is UTF-8, perhaps cut within its last character where its field ended."""
    try:
        text.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def decode_texts(values: Sequence[Any], encoding: str) -> list[Any]:
    """Decode texts that GDAL has read as :data:`RAW`.

    Parameters
    ----------
    values
        Texts; what is none stays.
    encoding
        The encoding that they are in.

    Returns
    -------
    list
        Texts; a last character that was cut is left out.

    Examples
    --------
    >>> decode_texts(["网格".encode().decode("latin-1")[:5], None], "utf-8-sig")
    ['网', None]
    """
    return [value if not isinstance(value, str) or value.isascii() else _decode(value, encoding) for value in values]


def _decode(value: str, encoding: str) -> str:
    raw = value.encode("latin-1")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(raw):
            return raw[: error.start].decode(encoding)
        return raw.decode(encoding, "replace")
