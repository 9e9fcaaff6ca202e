"""Whole directories and files or nothing: written beside their place and moved there when they are complete."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from geo.errors import InputError
from geo.files.hashes import hash_file
from geo.files.manifest import (
    MANIFEST,
    check_file,
    check_ours,
    check_output,
    hash_files,
    read_manifest,
    write_manifest,
)
from geo.files.workspace import NEW, open_workspace, put_in_place, sync_folder, sync_tree

#: Mode of a file that only this user may read.
_PRIVATE: Final = 0o600


@contextmanager
def replace_directory(path: Path, *, marker: str) -> Iterator[Path]:
    """Write a directory beside its place and move it there when all of it is written.

    Parameters
    ----------
    path
        Where the directory goes. It may be new, empty, or one that an earlier run wrote and nobody changed.
    marker
        The file that every directory of this kind has.

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
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_directory(Path(folder) / "out", marker="summary.json") as new:
    ...         _ = (new / "summary.json").write_text("{}")
    ...     sorted(file.name for file in (Path(folder) / "out").iterdir())
    ['.gridwalk.json', 'summary.json']
    """
    check_output(path, marker=marker)
    unchanged, place = "; nothing was changed there", find_place(path)
    with report_unwritten(path, unchanged):
        place.parent.mkdir(parents=True, exist_ok=True)
        with open_workspace(place) as room:
            yield room / NEW
            files = {name: [sha256] for name, sha256 in hash_files(room / NEW).items()}
            write_manifest(room / NEW / MANIFEST, files)
            check_output(path, marker=marker)  # somebody may have put something there meanwhile
            put_in_place(room, place)


def find_place(path: Path) -> Path:
    """Find where a path leads.

    Parameters
    ----------
    path
        Of something that may not exist yet.

    Returns
    -------
    pathlib.Path
        Absolute, without links.

    Raises
    ------
    InputError
        If its links lead in a circle.

    Examples
    --------
    >>> find_place(Path("a/../b")) == Path.cwd() / "b"
    True
    """
    try:
        return path.resolve()
    except RuntimeError:
        raise InputError(f"{path}: is a link that leads back to itself; remove it, or choose another place") from None


def remove_directory(path: Path) -> None:
    """Remove a directory that gridwalk wrote, whole or not at all.

    Parameters
    ----------
    path
        The directory.

    Raises
    ------
    InputError
        If it holds what gridwalk has not written, or cannot be removed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_directory(Path(folder) / "out", marker="a.json") as new:
    ...         _ = (new / "a.json").write_text("{}")
    ...     remove_directory(Path(folder) / "out")
    ...     (Path(folder) / "out").exists()
    False
    """
    check_ours(path)
    with report_unwritten(path), open_workspace(path) as room:
        path.rename(room / path.name)


@contextmanager
def replace_file(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Write a file beside its place and move it there when it is whole.

    Parameters
    ----------
    path
        Where the file goes; an earlier one is replaced.
    private
        Whether it holds data of persons: then only this user may read it, whatever the umask.

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
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, replace_file(Path(folder) / "a.txt") as new:
    ...     _ = new.write_text("a")
    """
    with report_unwritten(path), open_workspace(path) as room:
        new = room / NEW / path.name
        if private:
            make_private(new)  # what opens it leaves its mode alone
        yield new
        if private:
            make_private(new)  # but for GDAL, which makes it anew
        sync_tree(room / NEW)
        new.replace(path)
        sync_folder(path.parent)


def make_private(path: Path) -> None:
    """Let only this user read a file, whatever the umask.

    Parameters
    ----------
    path
        The file; made empty where it is missing, in a directory that lets nobody else in.
    """
    path.touch(_PRIVATE)
    path.chmod(_PRIVATE)


def share_directory(path: Path, names: Sequence[str], *, log: str) -> None:
    """Make a directory that each run writes some files of, or go on with one; what else is there stays.

    Parameters
    ----------
    path
        The directory.
    names
        The files that :func:`replace_own_file` will write there.
    log
        A file there that grows at its end.

    Raises
    ------
    InputError
        If it is not made by gridwalk, or one of the files is not, or was changed since.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     share_directory(Path(folder) / "out", ["cities.json"], log="tasks.log")
    ...     sorted(path.name for path in (Path(folder) / "out").iterdir())
    ['.gridwalk.json', 'tasks.log']
    """
    files = read_manifest(path)
    if log not in files:
        check_output(path, marker=log)
    for name in names:
        check_file(path / name, files.get(name))
    with report_unwritten(path):
        path.mkdir(parents=True, exist_ok=True)
    with replace_file(path / MANIFEST) as new:
        write_manifest(new, {**files, log: []})
    (path / log).touch()


@contextmanager
def replace_own_file(path: Path) -> Iterator[Path]:
    """Replace a file that gridwalk wrote into a directory, and write down there that this one is ours too.

    Parameters
    ----------
    path
        The file.

    Yields
    ------
    pathlib.Path
        A path to write to.

    Raises
    ------
    InputError
        If what stands there is not ours or was changed since, or the place cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for text in "ab":
    ...         with replace_own_file(Path(folder) / "a.txt") as new:
    ...             _ = new.write_text(text)
    ...     (Path(folder) / "a.txt").read_text()
    'b'
    """
    with replace_file(path) as new:
        yield new
        files = read_manifest(path.parent)
        check_file(path, files.get(path.name))
        # the old one too: a run that is killed in between leaves a file that is still known
        hashes = [hash_file(new), *([hash_file(path)] if path.is_file() else [])]
        with replace_file(path.parent / MANIFEST) as manifest:
            write_manifest(manifest, {**files, path.name: hashes})


@contextmanager
def report_unwritten(path: Path, outcome: str = "") -> Iterator[None]:
    """Tell a failure of the disk in our words.

    Parameters
    ----------
    path
        What is written.
    outcome
        What the failure means for what is there.

    Yields
    ------
    None
        Within, an OSError becomes an InputError.

    Examples
    --------
    >>> with report_unwritten(Path("out")):
    ...     raise OSError(28, "No space left on device")
    Traceback (most recent call last):
        ...
    geo.errors.InputError: out: cannot be written: No space left on device
    """
    try:
        yield
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {error.strerror or error}{outcome}") from error
