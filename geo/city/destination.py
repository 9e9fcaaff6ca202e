"""Where a city may be written: a place that holds nothing but cities of ours, proved by what their files hold."""

from pathlib import Path
from typing import Any, Final

from geo.city.pointer import MARKER, VERSION, name_version
from geo.errors import InputError
from geo.files.manifest import OF_THE_SYSTEM, check_file, hash_files, report_unread
from geo.files.sealed import read_sealed
from geo.files.workspace import is_workspace

#: Who writes a city holds this, and writes there.
LOCK: Final = ".lock"
SCRATCH: Final = ".scratch"


def check_city_output(path: Path) -> None:
    """Raise unless a city may be written here: nothing is lost but what gridwalk has written.

    Parameters
    ----------
    path
        Where it would go.

    Raises
    ------
    InputError
        If a file stands there, or a directory with a file that is no part of a city, or that was changed since it was
        written.

    Examples
    --------
    >>> check_city_output(Path("no-such-directory"))
    """
    if path.exists() and not path.is_dir():
        raise InputError(f"{path}: is a file; expected a directory to write")
    if path.is_dir():
        with report_unread(path):
            for entry in sorted(path.iterdir()):
                _check_entry(entry)


def _check_entry(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        if VERSION.fullmatch(entry.name):
            _check_version(entry)
        elif entry.name != SCRATCH and not is_workspace(entry) and any(entry.rglob("*")):
            raise InputError(f"{entry}: was not made by gridwalk; move it away, or choose another place")
    elif entry.name == MARKER and not read_stated(entry.parent):
        found = "was not written by this gridwalk, or was changed since"
        raise InputError(f"{entry}: {found}; move it away, or choose another place")
    elif entry.name not in (MARKER, LOCK, *OF_THE_SYSTEM):
        check_file(entry, None)


def _check_version(folder: Path) -> None:
    """Raise if a version is not what its name says; files that are missing are no loss."""
    hashes = hash_files(folder)
    if name_version(hashes) == folder.name:
        return
    about = read_stated(folder.parent)
    if about.get("version") != folder.name:
        raise InputError(f"{folder}: was changed after gridwalk wrote it; move it away, or choose another place")
    known = about["files"]
    for name in hashes:
        check_file(folder / name, [known[name]] if name in known else None)


def read_stated(path: Path) -> dict[str, Any]:
    """Read what the city at a place says of itself, whatever its format.

    Parameters
    ----------
    path
        A directory.

    Returns
    -------
    dict
        Its city.json; empty where there is none that gridwalk wrote.

    Examples
    --------
    >>> read_stated(Path("none"))
    {}
    """
    try:
        return read_sealed(path / MARKER)
    except (OSError, ValueError):
        return {}
