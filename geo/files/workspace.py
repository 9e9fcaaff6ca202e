"""A folder beside the place of an output, in which it is written: its own while it lives, swept when it was killed."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from geo.files.exchange import exchange_paths
from geo.files.locks import hold_lock

_LOCK: Final = ".lock"
_ENDING: Final = ".gridwalk"
_NAME: Final = re.compile(r"\.(.*)-\w{8}" + re.escape(_ENDING), re.DOTALL)
#: How often a folder is made, if others sweep it away before it is locked.
_TRIES: Final = 9
#: What is written, and, where the system cannot exchange two directories, what stood in its place.
NEW: Final = "new"
_OLD: Final = "old"


@contextmanager
def open_workspace(path: Path) -> Iterator[Path]:
    """Make a folder beside a place, which nobody else writes into or takes away; those of killed runs are swept.

    Parameters
    ----------
    path
        Where the output goes; the directory above it exists.

    Yields
    ------
    pathlib.Path
        A folder that only this user may read, whatever the umask, with an empty folder :data:`NEW` in it; it goes at
        the end.

    Raises
    ------
    OSError
        If it cannot be made, or the file system knows no locks.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "out") as room:
    ...     sorted(path.name for path in room.iterdir()), room.parent == Path(folder)
    (['.lock', 'new'], True)
    """
    sweep_workspaces(path)
    with ExitStack() as stack:
        room = _lock_room(path, stack)
        # after the lock is given back: not every system removes a file that is locked
        stack.callback(shutil.rmtree, room, ignore_errors=True)
        (room / NEW).mkdir()
        yield room


def _lock_room(path: Path, stack: ExitStack) -> Path:
    """Make a folder and hold its lock."""
    for _ in range(_TRIES):
        room = Path(tempfile.mkdtemp(prefix=f".{path.name}-", suffix=_ENDING, dir=path.parent))
        # called after the lock is given back: not every system removes a file that is locked
        stack.callback(shutil.rmtree, room, ignore_errors=True)
        with suppress(OSError):
            if stack.enter_context(hold_lock(room / _LOCK)):
                return room
        # whoever sweeps may come before the lock: then it takes the folder away, and the next one is tried
    raise OSError("its file system knows no locks")


def is_workspace(path: Path) -> bool:
    """Tell a workspace of ours, living or left, from other directories by its name.

    Parameters
    ----------
    path
        A directory.

    Returns
    -------
    bool
        Whether it is called as :func:`open_workspace` calls them.

    Examples
    --------
    >>> is_workspace(Path(".out-12_ab34z.gridwalk")), is_workspace(Path(".out-notes"))
    (True, False)
    """
    return _NAME.fullmatch(path.name) is not None


def sweep_workspaces(path: Path) -> None:
    """Remove what killed runs left beside a place; what one had taken away from the place goes back there.

    Parameters
    ----------
    path
        Where their output would have gone. Nothing that a living process writes into is touched.

    Examples
    --------
    >>> sweep_workspaces(Path("no-such-folder/out"))
    """
    for room in path.parent.iterdir() if path.parent.is_dir() else ():
        found = _NAME.fullmatch(room.name)
        if found is None or found[1] != path.name:
            continue
        with suppress(OSError):
            with hold_lock(room / _LOCK) as is_left:
                if is_left:
                    if (room / _OLD).exists() and not path.exists():
                        (room / _OLD).rename(path)
                    shutil.rmtree(room, ignore_errors=True)
            if is_left and os.name == "nt":  # its lock could not be removed before
                shutil.rmtree(room, ignore_errors=True)


def put_in_place(room: Path, path: Path) -> None:
    """Put what was written in place of what stands there, in one step where the system can.

    Parameters
    ----------
    room
        A workspace; the folder :data:`NEW` of it moves, and what stood at the place goes with the workspace.
    path
        The place.

    Raises
    ------
    OSError
        If it cannot be put there; what stood there does then.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with open_workspace(Path(folder) / "out") as room:
    ...         put_in_place(room, Path(folder) / "out")
    ...     [path.name for path in Path(folder).iterdir()]
    ['out']
    """
    new, old = room / NEW, room / _OLD
    sync_tree(new)
    if not path.exists():
        new.rename(path)
    elif not exchange_paths(new, path):
        try:
            path.rename(old)
            new.rename(path)
        except BaseException:  # also where the run is stopped: what stood there must not go with the workspace
            if old.exists() and not path.exists():
                old.rename(path)
            raise
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Wait until a folder and all files in it are on the disk.

    Parameters
    ----------
    folder
        An existing directory.
    """
    for place, _, names in os.walk(folder):
        for name in names:
            _sync(Path(place) / name, os.O_RDWR)
        sync_folder(Path(place))


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can tell.

    Parameters
    ----------
    folder
        An existing directory.
    """
    if os.name != "nt":
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
