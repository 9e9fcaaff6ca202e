"""What gridwalk wrote into a folder: the name and the hash of every file, so that nothing else is ever replaced."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from geo.errors import InputError
from geo.files.hashes import hash_file
from geo.files.sealed import read_sealed, write_sealed
from geo.files.workspace import is_workspace

#: The file that holds it.
MANIFEST: Final = ".gridwalk.json"

#: What systems put into any folder that somebody looks at.
OF_THE_SYSTEM: Final = {".DS_Store", "Thumbs.db", "desktop.ini"}
#: Desktop GIS changes a GeoPackage by opening it, and leaves these beside it.
_GPKG: Final = ".gpkg"
_BESIDE_GPKG: Final = ("-wal", "-shm", "-journal")


def list_files(folder: Path) -> Iterator[str]:
    """List the files of a folder and of those below it; a link is a file.

    Parameters
    ----------
    folder
        An existing directory.

    Yields
    ------
    str
        Path from the folder, with slashes, in order; what systems put there by themselves is left out.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     (Path(name) / "b").mkdir()
    ...     (Path(name) / "b" / "c.txt").touch()
    ...     (Path(name) / "a.txt").touch()
    ...     list(list_files(Path(name)))
    ['a.txt', 'b/c.txt']
    """
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False) and is_workspace(Path(entry.path)):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from (f"{entry.name}/{name}" for name in list_files(Path(entry.path)))
        elif entry.name not in OF_THE_SYSTEM:
            yield entry.name


def hash_files(folder: Path) -> dict[str, str]:
    """Hash the files of a folder and of those below it.

    Parameters
    ----------
    folder
        An existing directory.

    Returns
    -------
    dict
        Path from the folder, as :func:`list_files` gives it -> SHA-256.
    """
    return {name: hash_file(folder / name) for name in list_files(folder)}


def write_manifest(path: Path, files: Mapping[str, Sequence[str]]) -> None:
    """Write down which files of a folder are ours.

    Parameters
    ----------
    path
        The :data:`MANIFEST` of the folder.
    files
        Path from the folder -> each SHA-256 that it may have; none for a file that may hold anything.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_manifest(Path(folder) / MANIFEST, {"run.log": []})
    ...     read_manifest(Path(folder))
    {'run.log': []}
    """
    write_sealed(path, {"written_by": "gridwalk", "files": files})


def read_manifest(folder: Path) -> dict[str, list[str]]:
    """Read which files of a folder are ours.

    Parameters
    ----------
    folder
        A directory.

    Returns
    -------
    dict
        As :func:`write_manifest` takes it; empty where there is no manifest, or somebody changed it.

    Examples
    --------
    >>> read_manifest(Path("none"))
    {}
    """
    try:
        files: dict[str, list[str]] = read_sealed(folder / MANIFEST)["files"]
    except (OSError, ValueError, KeyError):
        return {}
    return files


def check_output(path: Path, *, marker: str) -> None:
    """Raise unless a directory may be written here: nothing is lost but what gridwalk has written.

    Parameters
    ----------
    path
        Where it would go.
    marker
        The file that every directory of this kind has.

    Raises
    ------
    InputError
        If a file stands there, or a directory with a file that no earlier run wrote, or that was changed since.

    Examples
    --------
    >>> check_output(Path("no-such-directory"), marker="summary.json")
    """
    if not path.is_dir():
        if path.exists():
            raise InputError(f"{path}: is a file; expected a directory to write")
        return
    with report_unread(path):
        is_empty = next(list_files(path), None) is None
    if is_empty:
        return
    if not (path / MANIFEST).is_file():
        raise InputError(
            f"{path}: exists and was not made by gridwalk (it has no {MANIFEST}); choose another place, or empty it"
        )
    check_ours(path)
    if marker not in read_manifest(path):
        raise InputError(f"{path}: holds other results of gridwalk (no {marker}); choose another place, or empty it")


def check_ours(folder: Path) -> None:
    """Raise if a directory holds anything but what gridwalk wrote there.

    Parameters
    ----------
    folder
        A directory. One below it that has a manifest of its own is judged by that.

    Raises
    ------
    InputError
        If a file is in no manifest, or was changed since. A GeoPackage may be: desktop GIS changes it by opening it.
    """
    with report_unread(folder):
        _check_below(folder, read_manifest(folder), "")


def _check_below(folder: Path, files: Mapping[str, Sequence[str]], above: str) -> None:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path, name = Path(entry.path), above + entry.name
        if entry.is_dir(follow_symlinks=False) and is_workspace(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            is_its_own = (path / MANIFEST).is_file()
            _check_below(path, read_manifest(path) if is_its_own else files, "" if is_its_own else f"{name}/")
        elif entry.name not in (*OF_THE_SYSTEM, MANIFEST) and not _is_beside_gpkg(name, files):
            check_file(path, files.get(name))


def _is_beside_gpkg(name: str, files: Mapping[str, Sequence[str]]) -> bool:
    return any(name.endswith(_GPKG + end) and name.removesuffix(end) in files for end in _BESIDE_GPKG)


@contextmanager
def report_unread(path: Path) -> Iterator[None]:
    """Tell in our words that a place cannot be looked through.

    Parameters
    ----------
    path
        What is read.

    Yields
    ------
    None
        Within, an OSError becomes an InputError.

    Examples
    --------
    >>> with report_unread(Path("out")):
    ...     raise PermissionError(13, "Permission denied")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: out: cannot be read: Permission denied; choose another place
    """
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}; choose another place") from None


def check_file(path: Path, hashes: Sequence[str] | None) -> None:
    """Raise unless a file is as gridwalk wrote it.

    Parameters
    ----------
    path
        The file; where there is none there is nothing to lose.
    hashes
        Each SHA-256 that it may have; none for a file that may hold anything, None for a file of somebody else.

    Raises
    ------
    InputError
        If it is somebody else's, or was changed.

    Examples
    --------
    >>> check_file(Path("none.txt"), None)
    """
    if not os.path.lexists(path):
        return
    if hashes is None:
        raise InputError(f"{path}: was not written by gridwalk; move it away, or choose another place")
    if hashes and path.suffix != _GPKG and hash_file(path) not in hashes:
        raise InputError(f"{path}: was changed after gridwalk wrote it; move it away, or choose another place")
