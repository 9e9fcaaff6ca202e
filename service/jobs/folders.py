"""Folders of jobs: for this user only, whatever the umask; measured and deleted."""

import os
from pathlib import Path
from typing import Final

_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600


def make_private(folder: Path) -> None:
    """Make a folder that only this user may look into.

    Parameters
    ----------
    folder
        The folder; one that is there already is closed to others too.

    Raises
    ------
    OSError
        If it cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     make_private(Path(name, "jobs"))
    ...     oct(Path(name, "jobs").stat().st_mode & 0o777)
    '0o700'
    """
    folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(_FOLDER_MODE)  # the umask may have taken from it, and others may have made it


def make_private_file(path: Path) -> None:
    """Make an empty file that only this user may read, and leave one that is there as it is.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    OSError
        If it cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     make_private_file(Path(name, "jobs.sqlite"))
    ...     oct(Path(name, "jobs.sqlite").stat().st_mode & 0o777)
    '0o600'
    """
    if not path.exists():
        path.touch(mode=_FILE_MODE)


def close_to_others(folder: Path) -> None:
    """Take all rights of others from what is in a folder.

    Parameters
    ----------
    folder
        The folder, which exists; its files get 0600, its folders 0700.

    Raises
    ------
    OSError
        If the rights cannot be changed.
    """
    for path in folder.rglob("*"):
        path.chmod(_FOLDER_MODE if path.is_dir() else _FILE_MODE)


def measure_folder(folder: Path) -> int:
    """Measure what the files of a folder take.

    Parameters
    ----------
    folder
        The folder; files may come and go meanwhile.

    Returns
    -------
    int
        Bytes; 0 where there is no such folder.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     _ = Path(name, "a").write_bytes(b"abc")
    ...     measure_folder(Path(name)), measure_folder(Path(name, "b"))
    (3, 0)
    """
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except OSError:  # deleted since it was listed
                continue
    return total
