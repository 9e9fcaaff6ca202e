"""The encoding of texts: UTF-8 or GBK, also where a Shapefile does not say."""

from pathlib import Path
from typing import Final

from geo.errors import InputError
from geo.texts.notes import Note, make_note

#: A DBF header says how long it is in bytes 8 and 9 (dBASE III file structure).
_DBF_HEADER_LENGTH: Final = slice(8, 10)


def find_encoding(raw: bytes, *, file: str) -> str:
    """Tell UTF-8 from GBK.

    Parameters
    ----------
    raw
        The texts as bytes.
    file
        Name of the file, for the message.

    Returns
    -------
    str
        ``"utf-8-sig"`` (UTF-8 with or without its mark) or ``"gb18030"``, which holds all of GBK.

    Raises
    ------
    InputError
        If the bytes are neither.

    Examples
    --------
    >>> find_encoding("网格名称".encode("gbk"), file="a.dbf")
    'gb18030'
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise InputError(f'{file}: its texts are neither UTF-8 nor GBK; name the encoding, for example encoding = "cp1252"')


def note_encoding(path: Path, found: str, named: str | None) -> list[Note]:
    """Note that texts were read as GBK where the file does not say so."""
    if named or found == "utf-8-sig":
        return []
    return [make_note("gbk_texts", file=path.name)]


def find_shapefile_encoding(path: Path) -> str | None:
    """Find the encoding of a Shapefile without .cpg: GDAL would take it for ISO-8859-1 and say nothing."""
    dbf = next((path.with_suffix(end) for end in (".dbf", ".DBF") if path.with_suffix(end).exists()), None)
    stated = any(path.with_suffix(end).exists() for end in (".cpg", ".CPG"))
    if path.suffix.lower() != ".shp" or dbf is None or stated:
        return None
    raw = dbf.read_bytes()
    header = int.from_bytes(raw[_DBF_HEADER_LENGTH], "little")
    names = b" ".join(raw[start : start + 11].split(b"\0")[0] for start in range(32, header - 1, 32))
    return find_encoding(names + b" " + raw[header:].rstrip(b"\x1a"), file=str(dbf))
