"""What a file of a batch is by its ending, and whether it begins so."""

from pathlib import Path
from typing import Final

from geo.errors import InputError
from geo.files.beginnings import check_content
from geo.files.endings import EXCEL, SEPARATORS, describe_ending
from geo.files.tables import read_beginning
from geo.plans.read.drawings import refuse_dwg

#: How files of each ending begin: one that begins otherwise gets a message that says so.
_BEGINNINGS: Final[dict[str, tuple[bytes, ...]]] = {
    ".gpkg": (b"SQLite format 3\0",),
    ".shp": (b"\0\0\x27\x0a",),
    ".geojson": (b"{",),
    ".json": (b"{",),
    ".dxf": (b"0", b"999", b"AutoCAD Binary DXF"),
    ".parquet": (b"PAR1",),
    **dict.fromkeys(EXCEL, (b"PK",)),
    **dict.fromkeys(SEPARATORS, (b"",)),
}

#: Bytes of a file that show whether it is what its ending says.
_HEAD_BYTES: Final = 65_536


def check_beginning(path: Path) -> None:
    """Raise if a file of a batch is of no format that is read, or does not begin as its ending says.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputError
        With what to do.

    Examples
    --------
    >>> check_beginning(Path("areas.pdf"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: areas.pdf: .pdf is not read; copy its table into a spreadsheet and save it as .xlsx
    """
    refuse_dwg(path)
    ending = path.suffix.lower()
    if ending not in _BEGINNINGS:
        raise InputError(describe_ending(ending, tuple(_BEGINNINGS), name=path.name))
    head = read_beginning(path, length=_HEAD_BYTES)
    check_content(path, file=path.name)
    if ending in (".geojson", ".json", ".dxf"):
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(_BEGINNINGS[ending]):
        raise InputError(f"{path.name}: the content is not what {ending} says, or damaged; export the file again")
