"""SQLite files in the folder of the jobs: opened, locked as a right, and in our words what is wrong with them."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Literal

from service.errors import RefusedError
from service.jobs.folders import make_private_file

_RETRY_S: Final = 60


@contextmanager
def open_database(path: Path, *, wait_s: float) -> Iterator[sqlite3.Connection]:
    """Open a database, which has no transactions but those that are begun.

    Parameters
    ----------
    path
        The file; made where it is missing, for this user only: SQLite gives its journal the same rights.
    wait_s
        How long each statement waits for the locks of others [s].

    Yields
    ------
    sqlite3.Connection
        For this thread; closed at the end.

    Raises
    ------
    RefusedError
        503 if the file is damaged, locked or cannot be opened; 507 if there is no room for it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name:
    ...     path = Path(name, "jobs.sqlite")
    ...     _ = path.write_text("what somebody has written over it")
    ...     with open_database(path, wait_s=1) as database:
    ...         _ = database.execute("PRAGMA user_version")
    Traceback (most recent call last):
        ...
    service.errors.RefusedError: the state of the service cannot be read (jobs.sqlite: file is not a database); the \
service's operator can restore the file, or move it away: then what it holds is lost
    """
    try:
        make_private_file(path)
        with closing(sqlite3.connect(path, timeout=wait_s, isolation_level=None)) as database:
            yield database
    except sqlite3.DatabaseError as error:
        raise _to_refusal(error, path.name) from error
    except OSError as error:
        raise make_unreadable(f"{path.name}: {error.strerror}") from error


@contextmanager
def open_tables(path: Path, tables: Sequence[str], *, version: int, wait_s: float) -> Iterator[sqlite3.Connection]:
    """Open a database of confidential rows: what is deleted is overwritten, and takes no room.

    Parameters
    ----------
    path
        The file; made where it is missing, as :func:`open_database` does.
    tables
        Statements that make its tables.
    version
        Of what a row holds.
    wait_s
        How long each statement waits for the locks of others [s].

    Yields
    ------
    sqlite3.Connection
        Its rows are read by name.

    Raises
    ------
    RefusedError
        As of :func:`open_database`; 503 if the database is of another version.

    Examples
    --------
    >>> import tempfile
    >>> tables = ["CREATE TABLE IF NOT EXISTS a (b TEXT)"]
    >>> with tempfile.TemporaryDirectory() as name:
    ...     with open_tables(Path(name, "a.sqlite"), tables, version=1, wait_s=1) as database:
    ...         database.execute("SELECT * FROM a").fetchall()
    []
    """
    with open_database(path, wait_s=wait_s) as database:
        database.row_factory = sqlite3.Row
        database.execute("PRAGMA secure_delete = ON").fetchall()
        found = database.execute("PRAGMA user_version").fetchone()[0]
        if found == 0:
            database.execute("PRAGMA auto_vacuum = FULL")
            with database:
                database.execute("BEGIN IMMEDIATE")
                for statement in tables:
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {version}")
        elif found != version:
            raise make_unreadable(f"{path.name}: is of version {found}, expected {version}")
        yield database


def make_unreadable(reason: str) -> RefusedError:
    """Make the error of a database that cannot be read.

    Parameters
    ----------
    reason
        What is wrong with it.

    Returns
    -------
    RefusedError
        503, with what its operator can do.

    Examples
    --------
    >>> make_unreadable("jobs.sqlite: is of another version").status
    503
    """
    remedy = "the service's operator can restore the file, or move it away: then what it holds is lost"
    return RefusedError(503, "State cannot be read", f"the state of the service cannot be read ({reason}); {remedy}")


@contextmanager
def hold_right(folder: Path, right: Literal["runner", "worker"], *, wait_s: float = 0.0) -> Iterator[bool]:
    """Hold a right that one process has at a time, until it gives it back or ends, however it ends.

    Parameters
    ----------
    folder
        The folder of all jobs, which exists.
    right
        ``runner``: to run jobs; ``worker``: to be the process of a job.
    wait_s
        How long to wait for the right [s].

    Yields
    ------
    bool
        False while another holds it.

    Raises
    ------
    RefusedError
        503 if the file of the right cannot be opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as name, hold_right(Path(name), "runner") as first:
    ...     with hold_right(Path(name), "runner") as second:
    ...         first, second
    (True, False)
    """
    # nothing is ever written to this database: the lock of its transaction is the right, and no system forgets to free
    # it when a process is killed
    with open_database(folder / f".{right}", wait_s=wait_s) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if not _is_error(error, sqlite3.SQLITE_BUSY):
                raise
        yield database.in_transaction


def _to_refusal(error: sqlite3.DatabaseError, name: str) -> RefusedError:
    if _is_error(error, sqlite3.SQLITE_BUSY):
        reason = f"another program holds {name}, a state of the service; try again in a minute"
        return RefusedError(503, "State is busy", reason, headers={"Retry-After": str(_RETRY_S)})
    if _is_error(error, sqlite3.SQLITE_FULL):
        reason = f"the state of the service cannot be stored: {error}; tell the service's operator, or try again later"
        return RefusedError(507, "No room", reason)
    return make_unreadable(f"{name}: {error}")


def _is_error(error: sqlite3.DatabaseError, code: int) -> bool:
    """Tell whether an error is of this kind; the lower byte is the kind, what is above says more."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == code
