"""JSON that tells when it was changed: it states a hash of its own content."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from geo.files.writers import to_plain

#: The field that holds the hash of all others.
SEAL: Final = "sha256"


def hash_document(document: Mapping[str, Any]) -> str:
    """Hash a document, whatever the order of its keys.

    Parameters
    ----------
    document
        What :func:`geo.files.writers.to_plain` makes plain.

    Returns
    -------
    str
        SHA-256 of its canonical JSON, in hexadecimal digits.

    Examples
    --------
    >>> hash_document({"a": 1, "b": 2}) == hash_document({"b": 2, "a": 1})
    True
    """
    text = json.dumps(to_plain(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def write_sealed(path: Path, document: Mapping[str, Any]) -> None:
    """Write a document with its hash.

    Parameters
    ----------
    path
        The file.
    document
        Without the field :data:`SEAL`.
    """
    path.write_text(_seal(document), encoding="utf-8", newline="\n")


def read_sealed(path: Path) -> dict[str, Any]:
    """Read a document, if it is what was written.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    dict
        The document with its hash.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no such document, or one byte of it is another than when it was written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sealed(Path(folder) / "a.json", {"share": 0.5})
    ...     read_sealed(Path(folder) / "a.json")["share"]
    ...     _ = (Path(folder) / "a.json").write_text('{"share": 0.9, "sha256": ""}')
    ...     read_sealed(Path(folder) / "a.json")
    Traceback (most recent call last):
        ...
    ValueError: changed since it was written
    """
    text = path.read_bytes().decode()
    try:
        document = json.loads(text)
        is_whole = isinstance(document, dict) and text == _seal({key: document[key] for key in document if key != SEAL})
    except RecursionError:  # lists in lists without end
        is_whole = False
    if not is_whole:
        raise ValueError("changed since it was written")
    return dict(document)


def _seal(document: Mapping[str, Any]) -> str:
    sealed = {**to_plain(document), SEAL: hash_document(document)}
    return json.dumps(sealed, ensure_ascii=False, indent=2) + "\n"
