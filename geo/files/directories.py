"""Whole directories and files or nothing: written beside their place and moved there when they are complete."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import InputError


@contextmanager
def replace_directory(path: Path, *, marker: str) -> Iterator[Path]:
    """Write a directory beside its place and move it there when all of it is written.

    Parameters
    ----------
    path
        Where the directory goes. It may be new, empty, or one that an earlier run wrote.
    marker
        The file that tells a directory of ours from somebody else's.

    Yields
    ------
    pathlib.Path
        An empty directory to write into.

    Raises
    ------
    InputError
        If the place holds something else, cannot be written or is full; what was there stays as it was.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_directory(Path(folder) / "city", marker="city.json") as new:
    ...         _ = (new / "city.json").write_text("{}")
    ...     sorted(file.name for file in (Path(folder) / "city").iterdir())
    ['city.json']
    """
    check_output(path, marker=marker)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror}; choose another place") from None
    try:
        yield new
        new.chmod(0o755)
        _swap(new, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}; nothing was changed there") from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


def check_output(path: Path, *, marker: str) -> None:
    """Raise unless a directory may be written here.

    Parameters
    ----------
    path
        Where it would go.
    marker
        The file that tells a directory of ours.

    Raises
    ------
    InputError
        If a file stands there, or a directory that is neither empty nor ours.

    Examples
    --------
    >>> check_output(Path("no-such-directory"), marker="city.json")
    """
    if path.is_dir():
        if any(path.iterdir()) and not (path / marker).is_file():
            raise InputError(
                f"{path}: exists and was not made by gridwalk (it has no {marker}); choose another place, or empty it"
            )
    elif path.exists():
        raise InputError(f"{path}: is a file; expected a directory to write")


def _swap(new: Path, path: Path) -> None:
    """Put the new directory in place; the old one goes only after the new one stands."""
    old = Path(tempfile.mkdtemp(prefix=f".{path.name}-old-", dir=path.parent))
    try:
        if path.exists():
            path.rename(old / path.name)
        try:
            new.rename(path)
        except OSError:
            if (old / path.name).exists():
                (old / path.name).rename(path)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def replace_file(path: Path) -> Iterator[Path]:
    """Write a file beside its place and move it there when it is whole.

    Parameters
    ----------
    path
        Where the file goes; an earlier one is replaced.

    Yields
    ------
    pathlib.Path
        A path to write to.

    Raises
    ------
    InputError
        If the place cannot be written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, replace_file(Path(folder) / "a.txt") as new:
    ...     _ = new.write_text("a")
    """
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
            new = Path(folder) / path.name
            yield new
            new.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}") from None
