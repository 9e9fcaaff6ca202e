"""city.json: which version of a city's files counts now, and what each of them holds.

::

    CITY/
    ├── city.json             what the city says of itself; the version; the hash of every file of it, and of itself
    ├── v-0123456789abcdef/   a version, called after what it holds: never changed, only replaced by another
    ├── v-...                 the one before: who began to read it goes on
    └── .lock                 who writes holds it
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import pyarrow

from geo.city.model import FORMAT_VERSION
from geo.errors import InputError
from geo.files.documents import read_json
from geo.files.hashes import read_hashed
from geo.files.sealed import SEAL, hash_document, read_sealed

T = TypeVar("T")

MARKER: Final = "city.json"
VERSION: Final = re.compile(r"v-[0-9a-f]{16}")

_AGAIN: Final = "build the city again"


@dataclass(frozen=True)
class Version:
    """One version of a city on disk.

    Parameters
    ----------
    bundle
        The city's directory.
    name
        Folder of the version in it.
    files
        Name of each file in that folder -> SHA-256.
    stated
        SHA-256 of what city.json said, but for this hash.
    """

    bundle: Path
    name: str
    files: Mapping[str, str]
    stated: str


def name_version(files: Mapping[str, str]) -> str:
    """Name a version after what it holds.

    Parameters
    ----------
    files
        Name of each file -> SHA-256.

    Returns
    -------
    str
        The name of its folder; other files have another.

    Examples
    --------
    >>> name_version({"homes.parquet": "0"})
    'v-a5f5d98fe3beb0cf'
    """
    return f"v-{hash_document(files)[:16]}"


def find_version(path: Path) -> str:
    """Find which version of a city its directory holds now, without opening it.

    Parameters
    ----------
    path
        The directory.

    Returns
    -------
    str
        Another after each time that anything in the city is replaced by something else.

    Raises
    ------
    InputError
        If there is no city, it is of another format, or its city.json is damaged.

    Examples
    --------
    >>> find_version(Path("none"))
    Traceback (most recent call last):
        ...
    geo.errors.InputError: none: no city here (no city.json); make one with: gridwalk build SOURCE.toml -o none
    """
    return read_pointer(path)[0].stated


def read_pointer(path: Path) -> tuple[Version, dict[str, Any]]:
    """Read the city.json of a city.

    Parameters
    ----------
    path
        The directory.

    Returns
    -------
    version
        The one that counts now.
    about
        As :func:`geo.city.model.describe_city` puts it together.

    Raises
    ------
    InputError
        If there is none, it is of another format, or damaged.
    """
    file = path / MARKER
    try:
        about = read_sealed(file)
        version = Version(path, about.pop("version"), about.pop("files"), about.pop(SEAL))
        is_whole = VERSION.fullmatch(version.name) and version.name == name_version(version.files)
    except NotADirectoryError:
        raise InputError(f"{path}: is a file; expected the directory of a city, as gridwalk build writes it") from None
    except FileNotFoundError:
        raise InputError(
            f"{path}: no city here (no {MARKER}); make one with: gridwalk build SOURCE.toml -o {path}"
        ) from None
    except OSError as error:
        hint = "a city with workers can be read only by the user who built it"
        raise InputError(f"{file}: cannot be read: {error.strerror}; {hint}") from None
    except (ValueError, LookupError, TypeError, AttributeError):
        _check_format(file, _read_plain(file))
        raise InputError(f"{file}: damaged (its content is not what was written); {_AGAIN}") from None
    _check_format(file, about)
    if not is_whole:
        raise InputError(f"{file}: damaged (its version is not that of its files); {_AGAIN}")
    return version, about


def _read_plain(file: Path) -> Any:
    try:
        return read_json(file)
    except (OSError, ValueError, RecursionError):
        return None


def _check_format(file: Path, about: Any) -> None:
    found = about.get("format_version") if isinstance(about, dict) else FORMAT_VERSION
    if found != FORMAT_VERSION:
        raise InputError(f"{file.parent}: format {found}; this gridwalk reads {FORMAT_VERSION}: {_AGAIN}")


def read_part(version: Version, name: str, parse: Callable[[bytes], T]) -> T | None:
    """Read a file of a version, if it holds what city.json says.

    Parameters
    ----------
    version
        The version.
    name
        The file.
    parse
        Makes the result of its bytes.

    Returns
    -------
    The result, or None
        None where the version has no such file.

    Raises
    ------
    InputError
        If it is damaged or missing, or the city was replaced twice since it was opened.
    """
    if name not in version.files:
        return None
    file = version.bundle / version.name / name
    try:
        data = read_hashed(file, version.files[name])
    except FileNotFoundError:
        if not file.parent.is_dir() and _is_replaced(version):
            raise InputError(f"{version.bundle}: replaced while it was read; run the same command again") from None
        raise InputError(f"{file}: missing; {_AGAIN}") from None
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from None
    if data is None:
        raise InputError(f"{file}: damaged (its content is not what {MARKER} says); {_AGAIN}")
    try:
        return parse(data)
    except (pyarrow.ArrowException, ValueError, LookupError) as error:
        raise InputError(f"{file}: cannot be read ({error}); {_AGAIN}") from None


def _is_replaced(version: Version) -> bool:
    try:
        return read_pointer(version.bundle)[0].name != version.name
    except InputError:
        return True
