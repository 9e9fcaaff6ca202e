"""Fingerprints of files."""

import hashlib
from pathlib import Path
from typing import Final

_BLOCK_BYTES: Final = 1 << 20


#: The parts of a Shapefile that decide what is read.
_SHAPEFILE: Final = (".shp", ".dbf", ".shx", ".prj")


def hash_file(path: Path) -> str:
    """Hash a file; a Shapefile by its .shp, .dbf, .shx and .prj together, as far as it has them.

    Parameters
    ----------
    path
        A file that exists.

    Returns
    -------
    str
        SHA-256 in hexadecimal digits.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile(suffix=".csv") as file:
    ...     hash_file(Path(file.name))[:8]
    'e3b0c442'
    """
    parts = [path]
    if path.suffix.lower() == ".shp":
        ends = [(end, end.upper()) for end in _SHAPEFILE]
        found = [[path.with_suffix(end) for end in pair if path.with_suffix(end).exists()] for pair in ends]
        parts = [some[0] for some in found if some]
    digest = hashlib.sha256()
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(_BLOCK_BYTES):
                digest.update(block)
    return digest.hexdigest()


def read_hashed(path: Path, sha256: str) -> bytes | None:
    """Read a file, if it holds what it must.

    Parameters
    ----------
    path
        The file.
    sha256
        SHA-256 of what it must hold, in hexadecimal digits.

    Returns
    -------
    bytes or None
        What was hashed; None if it is something else.

    Raises
    ------
    OSError
        If it is missing or cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     read_hashed(Path(file.name), hashlib.sha256().hexdigest()), read_hashed(Path(file.name), "0")
    (b'', None)
    """
    data = path.read_bytes()
    return data if hashlib.sha256(data).hexdigest() == sha256 else None
