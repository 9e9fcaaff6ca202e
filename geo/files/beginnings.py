"""What a file is by its content: one whose ending says something else gets a message that says so."""

from pathlib import Path
from typing import Final

from geo.errors import InputError
from geo.files.endings import EXCEL, SEPARATORS

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
_PACKED: Final = b"PK\x03\x04"
_XLSX: Final = "an Excel workbook (.xlsx)"


#: First bytes -> what such a file is, and what to do with it.
_KINDS: Final = {
    b"SQLite format 3\0": ("a GeoPackage or another database", "rename it to end in .gpkg"),
    b"PAR1": ("a Parquet file", "rename it to end in .parquet"),
    b"\0\0\x27\x0a": ("a Shapefile", "rename it to end in .shp, with its .dbf and .shx beside it"),
    b"AC10": ("a DWG drawing", "export it as DXF"),
    b"%PDF": ("a PDF", "export the table or layer that it was made of"),
    b"{\\rtf": ("a text document", "export the table that it holds as .xlsx or .csv"),
    b"\x89PNG": ("a picture", "send the table or layer that it was made of"),
    b"\xff\xd8\xff": ("a picture", "send the table or layer that it was made of"),
    b"Rar!": ("an archive", "unpack it and send the files in it"),
    b"7z\xbc\xaf": ("an archive", "unpack it and send the files in it"),
    b"\x1f\x8b": ("an archive", "unpack it and send the files in it"),
}
#: What a text begins with, in small letters and without blanks in front.
_WEB_PAGES: Final = (b"<!doctype html", b"<html", b"<table", b"mime-version:")
#: A member of an archive -> what such an archive is, and what to do with it.
_ARCHIVES: Final = {
    b"xl/workbook.xml": (_XLSX, "rename it to end in .xlsx"),
    b"xl/workbook.bin": ("a binary Excel workbook (.xlsb)", "save it as .xlsx"),
    b"word/document.xml": ("a Word document", "copy its table into a spreadsheet and save it as .xlsx"),
    b"content.xml": ("an OpenDocument file", "save it as .xlsx"),
    b"doc.kml": ("a packed KML (.kmz)", "unpack it and send the .kml in it"),
}


_ARCHIVE: Final = ("an archive", "unpack it and send the files in it; of a Shapefile a .zip may stay packed")


#: Endings whose files may begin with the bytes of another kind: what that kind is to them is no fault.
_OWN: Final = {
    ".gpkg": (b"SQLite format 3\0",),
    ".parquet": (b"PAR1",),
    ".shp": (b"\0\0\x27\x0a",),
    ".zip": (_PACKED,),
    ".gz": (b"\x1f\x8b",),
}
#: Without these a Shapefile cannot be read, or has no columns.
_PARTS: Final = (".shx", ".dbf")
_HEAD_BYTES: Final = 4_096
_END_BYTES: Final = 65_536
#: Last part of what OpenStreetMap files end in.
_OSM: Final = (".osm", ".pbf", ".xml")
_MARK: Final = b"\xef\xbb\xbf"
#: Where in an old Office file its parts are named, as UTF-16; a workbook with a password is packed into such a file.
_WITH_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_LOOKED_AT_BYTES: Final = 20_000_000


def check_content(path: Path, *, file: str) -> None:
    """Raise if the content of a file is known to be of another format than its ending says.

    Parameters
    ----------
    path
        The file; its ending tells what it is to be.
    file
        What to call it in the message.

    Raises
    ------
    InputError
        With what it is, and what to do.
    OSError
        If it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "homes.csv"
    ...     _ = path.write_bytes(b"PAR1")
    ...     check_content(path, file="homes.csv")
    Traceback (most recent call last):
    geo.errors.InputError: homes.csv: is a Parquet file, not what .csv says; rename it to end in .parquet
    """
    if not path.is_file():
        return
    ending = path.suffix.lower()
    with path.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
    if not head:
        raise InputError(f"{file}: is empty, 0 bytes; copy or export it again")
    _check_parts(path, file)
    if head.startswith(_OLD_OFFICE):
        raise InputError(_describe_old_office(path, file))
    found = _find_kind(path, head, ending)
    if found is not None:
        raise InputError(f"{file}: is {found[0]}, not what {ending} says; {found[1]}")


def _check_parts(path: Path, file: str) -> None:
    """Raise if a file was copied without the others of its Shapefile."""
    if path.suffix.lower() != ".shp":
        return
    beside = {each.suffix.lower() for each in path.parent.iterdir() if each.stem == path.stem}
    for part in _PARTS:
        if part not in beside:
            raise InputError(
                f"{file}: its {part} is missing; copy all files of the Shapefile together: .shp, .shx, .dbf, .prj"
            )


def _find_kind(path: Path, head: bytes, ending: str) -> tuple[str, str] | None:
    """Find what else a file is; None where it may be what its ending says."""
    if head.startswith(_OWN.get(ending, ())):
        return None
    if head.startswith(_PACKED):
        kind = _find_archive(path)
        if ending in EXCEL:
            return None if kind is None or kind[0] == _XLSX else kind
        return kind or _ARCHIVE
    kinds = [kind for begin, kind in _KINDS.items() if head.startswith(begin)]
    text = head.removeprefix(_MARK).lstrip()
    if text[:20].lower().startswith(_WEB_PAGES):
        is_table = ending in (*SEPARATORS, *EXCEL)
        remedy = "open it in a spreadsheet and save it as .xlsx" if is_table else "export the file again"
        kinds.append(("a web page", remedy))
    if not kinds and ending in _OSM and text.startswith(b"{"):
        kinds = [("a JSON", "export it as OpenStreetMap XML (.osm) or PBF (.osm.pbf)")]
    if not kinds and ending in SEPARATORS and text.startswith(b'{"type"'):
        kinds = [("a GeoJSON", "rename it to end in .geojson")]
    if not kinds and ending in EXCEL and text and b"\0" not in head:
        kinds = [("a text", "rename it to end in .csv")]
    return kinds[0] if kinds else None


def _find_archive(path: Path) -> tuple[str, str] | None:
    """Find what is packed by the names at both ends of an archive; nothing in it is opened."""
    with path.open("rb") as opened:
        ends = opened.read(_END_BYTES)
        opened.seek(max(0, path.stat().st_size - _END_BYTES))
        ends += opened.read()
    return next((kind for member, kind in _ARCHIVES.items() if member in ends), None)


def _describe_old_office(path: Path, file: str) -> str:
    with path.open("rb") as opened:
        content = opened.read(_LOOKED_AT_BYTES)
    if _WITH_PASSWORD in content:
        return f"{file}: is protected by a password; save it as .xlsx without one"
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return f"{file}: is an old Excel workbook (.xls); save it as .xlsx"
    return f"{file}: is an old Excel workbook (.xls), or one with a password; save it as .xlsx without one"
