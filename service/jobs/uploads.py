"""Files that somebody sends: looked at before anything unpacks or reads them."""

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from geo.errors import InputError
from geo.files.beginnings import check_content
from geo.files.endings import describe_ending
from service.jobs.archives import check_archive, unpack_shapefile
from service.jobs.file_names import to_shown_name

#: How files of each ending begin; an empty beginning fits all.
BEGINNINGS: Final[dict[str, bytes]] = {
    ".gpkg": b"SQLite format 3\0",
    ".geojson": b"{",
    ".json": b"{",
    ".zip": b"PK\x03\x04",
    ".dxf": b"",
    ".xlsx": b"PK\x03\x04",
    ".csv": b"",
    ".parquet": b"PAR1",
}
_UNPACKED_TIMES: Final = 10
_HEAD_BYTES: Final = 4_096
#: Rule sets are read by this process; the longest of ours has 7 kB.
_MOST_RULES_BYTES: Final = 200_000


@dataclass(frozen=True)
class Upload:
    """A file that somebody sent.

    Parameters
    ----------
    name
        What the client calls it: text for messages, never a path.
    content
        Its bytes, to be read from the beginning.
    """

    name: str
    content: BinaryIO


def store_upload(upload: Upload, folder: Path, *, stem: str, endings: tuple[str, ...], limit_bytes: int) -> Path:
    """Store a file under a name of ours, and check it; of an archive the Shapefile in it is unpacked.

    Parameters
    ----------
    upload
        The file.
    folder
        Where to. Nothing is written elsewhere whatever the file is called and holds.
    stem
        The name it gets, without an ending.
    endings
        Those allowed.
    limit_bytes
        The most it may hold [bytes]; ten times that when unpacked.

    Returns
    -------
    pathlib.Path
        What to read.

    Raises
    ------
    InputError
        If the file is not what its ending says, or nothing that we would unpack.

    Examples
    --------
    >>> import io, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     upload = Upload("../地块.CSV", io.BytesIO(b"plan_id"))
    ...     store_upload(upload, Path(folder), stem="areas", endings=(".csv",), limit_bytes=1000).name
    'areas.csv'
    """
    name = to_shown_name(upload.name)
    ending = PurePosixPath(name).suffix.lower()
    if ending not in endings:
        raise InputError(describe_ending(ending, endings, name=name))
    path = folder / f"{stem}{ending}"
    with path.open("wb") as file:
        shutil.copyfileobj(upload.content, file)
    check_upload(path, name=name, limit_bytes=limit_bytes)
    if ending != ".zip":
        return path
    found = unpack_shapefile(path, folder, stem=stem, name=name)
    path.unlink()
    return found


def check_upload(path: Path, *, name: str, limit_bytes: int) -> None:
    """Raise unless a file is what its ending says and does not grow beyond measure when it is read.

    Parameters
    ----------
    path
        The file, under a name of ours.
    name
        What to call it in messages.
    limit_bytes
        The most a packed file may hold [bytes].

    Raises
    ------
    InputError
        If it is empty, begins otherwise than its ending says, is damaged, or unpacks to too much.
    """
    ending = path.suffix.lower()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise InputError(f"{name}: is empty; send the file again")
    check_content(path, file=name)
    if ending in (".geojson", ".json"):
        head = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.startswith(BEGINNINGS.get(ending, b"")):
        raise InputError(f"{name}: the content is not what {ending} says, or damaged; export the file again")
    if ending == ".toml" and path.stat().st_size > _MOST_RULES_BYTES:
        raise InputError(f"{name}: larger than {_MOST_RULES_BYTES // 1000} kB; expected a rule set, and no more")
    if ending in (".zip", ".xlsx"):
        check_archive(path, name=name, most_bytes=_UNPACKED_TIMES * limit_bytes)
