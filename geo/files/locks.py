"""Locks between processes: an empty file that one process at a time has locked, until it ends, however it ends."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path


@contextmanager
def hold_lock(file: Path, *, wait_s: float = 0.0) -> Iterator[bool]:
    """Hold a lock that one process has at a time.

    Parameters
    ----------
    file
        The lock: an empty file, made where it is missing and left there.
    wait_s
        How long to wait for whoever holds it [s].

    Yields
    ------
    bool
        False while another holds it, or where somebody took the file away in between.

    Raises
    ------
    OSError
        If the file cannot be opened, or its file system knows no locks.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name, hold_lock(Path(name) / ".lock") as first:
    ...     with hold_lock(Path(name) / ".lock") as second:
    ...         first, second
    (True, False)
    """
    # nothing is ever written to this database: its lock is there on every system, and freed when a process is killed
    try:
        with closing(sqlite3.connect(file, timeout=wait_s, isolation_level=None)) as database:
            yield _lock(database) and file.is_file()
    except sqlite3.Error as error:
        raise OSError(f"cannot be locked ({error})") from None


def _lock(database: sqlite3.Connection) -> bool:
    database.execute("PRAGMA journal_mode = MEMORY")  # no second file beside it
    try:
        database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True
