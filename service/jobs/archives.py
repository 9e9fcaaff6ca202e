"""Archives that somebody sends, hostile ones among them: looked at before anything unpacks them."""

import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from geo.errors import InputError
from service.jobs.file_names import to_shown_name

#: What is unpacked of an archive; GDAL would go by other files in it too.
_SHAPEFILE: Final = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHAPEFILE_NEEDS: Final = (".shp", ".shx", ".dbf")
_ARCHIVES: Final = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz"})
_MOST_MEMBERS: Final = 100
_MOST_RATIO: Final = 200
#: The end of an archive: what its directory is said to hold, and how long its comment may be.
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_END64_MARK: Final = b"PK\x06\x07"
_END64_BYTES: Final = 20
_COMMENT_BYTES: Final = 65_535
_DIRECTORY_BYTES: Final = 262_144
_ENCRYPTED: Final = 0x1 | 0x40
_PACKED_AS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_archive(path: Path, *, name: str, most_bytes: int) -> None:
    """Raise unless an archive can be unpacked without harm; nothing is unpacked for it.

    Parameters
    ----------
    path
        The archive: a .zip, or a workbook, which is one.
    name
        What to call the archive in messages.
    most_bytes
        The most it may unpack to [bytes].

    Raises
    ------
    InputError
        If it is damaged, unpacks to too much or to too many files, or a member is not a plain file.
    """
    _check_directory(path, name)
    try:
        with zipfile.ZipFile(path) as zipped:
            members = zipped.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise InputError(f"{name}: is damaged; pack it again") from None
    if len(members) > _MOST_MEMBERS:
        raise InputError(f"{name}: holds {len(members)} files; expected {_MOST_MEMBERS} at most")
    for info in members:
        _check_member(info, name)
    unpacked, packed = sum(info.file_size for info in members), path.stat().st_size
    if unpacked > most_bytes:
        raise InputError(f"{name}: would unpack to {unpacked:,} bytes; expected {most_bytes:,} at most")
    if unpacked > _MOST_RATIO * packed:
        raise InputError(
            f"{name}: would unpack to {unpacked / packed:,.0f} times its size; expected {_MOST_RATIO} times at most"
        )


def unpack_shapefile(archive: Path, folder: Path, *, stem: str, name: str) -> Path:
    """Unpack the one Shapefile of an archive that has passed :func:`check_archive`.

    Parameters
    ----------
    archive
        The archive.
    folder, stem
        Where to, and the name its parts get.
    name
        What to call the archive in messages.

    Returns
    -------
    pathlib.Path
        The .shp.

    Raises
    ------
    InputError
        If there is not exactly one .shp with its .dbf and .shx, or a part is damaged.
    """
    with zipfile.ZipFile(archive) as zipped:
        parts = [info for info in zipped.infolist() if not _is_litter(info)]
        shapes = [info for info in parts if _get_ending(info) == ".shp"]
        if len(shapes) != 1:
            found = ", ".join(to_shown_name(info.filename) for info in shapes[:5]) or "none"
            raise InputError(f"{name}: expected exactly one .shp in it, found {len(shapes)} ({found}); pack one layer")
        base = shapes[0].filename[: -len(".shp")]
        own = {_get_ending(info): info for info in parts if info.filename[: -len(_get_ending(info)) or None] == base}
        missing = [ending for ending in _SHAPEFILE_NEEDS if ending not in own]
        if missing:
            shown = to_shown_name(shapes[0].filename)
            raise InputError(f"{name}: {shown} is without its {', '.join(missing)}; pack all files of the layer")
        for ending in (end for end in _SHAPEFILE if end in own):
            _unpack(zipped, own[ending], folder / f"{stem}{ending}", name)
    return folder / f"{stem}.shp"


def _unpack(zipped: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, name: str) -> None:
    """Unpack a member; never more than its directory says, which has been checked."""
    try:
        with zipped.open(info) as packed, path.open("wb") as file:
            shutil.copyfileobj(packed, file)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, zlib.error):
        shown = to_shown_name(info.filename)
        raise InputError(f"{name}: {shown} in it is damaged; pack it again") from None


def _check_directory(path: Path, name: str) -> None:
    """Check how long the directory of an archive is before it is read into memory."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - _END.size - _COMMENT_BYTES - _END64_BYTES))
        tail = file.read()
    at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        raise InputError(f"{name}: is damaged (it has no end); pack it again")
    *_, members, directory_bytes, _, _ = _END.unpack_from(tail, at)
    if members > _MOST_MEMBERS:
        raise InputError(f"{name}: holds {members} files; expected {_MOST_MEMBERS} at most")
    if tail[max(0, at - _END64_BYTES) :].startswith(_END64_MARK):
        raise InputError(f"{name}: is a ZIP64 archive; pack it as an ordinary .zip")
    if directory_bytes > _DIRECTORY_BYTES:
        raise InputError(f"{name}: its directory has {directory_bytes:,} bytes; expected {_DIRECTORY_BYTES:,} at most")


def _check_member(info: zipfile.ZipInfo, name: str) -> None:
    # orig_filename: zipfile cuts names at a NUL and turns what stands for / on this system
    inner = PurePosixPath(info.orig_filename)
    shown = f"{name}: {to_shown_name(info.orig_filename)} in it"
    plain = not inner.is_absolute() and ".." not in inner.parts
    if not plain or any(character in info.orig_filename for character in "\\:\0"):
        raise InputError(f"{shown} has a name that leads elsewhere; expected plain names")
    if info.flag_bits & _ENCRYPTED:
        raise InputError(f"{shown} is encrypted; pack it without a password")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise InputError(f"{shown} is a link or a device; expected files")
    if _get_ending(info) in _ARCHIVES:
        raise InputError(f"{shown} is an archive itself; pack its files directly")
    if info.compress_type not in _PACKED_AS:
        raise InputError(f"{shown} is packed in a way that is not read; pack it as ordinary .zip (deflate)")


def _get_ending(info: zipfile.ZipInfo) -> str:
    return PurePosixPath(info.filename).suffix.lower()


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Tell what a Mac adds to archives: files that are named as ours and are none."""
    inner = PurePosixPath(info.filename)
    return "__MACOSX" in inner.parts or inner.name.startswith("._")
