"""Scenarios that are kept: one SQLite database beside that of the jobs, which several processes agree on.

What is deleted, or whose time has passed, is overwritten. A database of another version is refused, never guessed at.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final

from service.errors import RefusedError
from service.jobs.database import open_tables
from service.jobs.folders import make_private
from service.scenarios.scenario import KeptScenario, ScenarioLimits, make_unknown_scenario

DATABASE: Final = "scenarios.sqlite"
_PATIENCE_S: Final = 10.0
#: To be raised when what a row holds changes, its content too.
_VERSION: Final = 1
_TABLE: Final = """
    CREATE TABLE IF NOT EXISTS scenarios (
        scenario_id TEXT PRIMARY KEY, client TEXT NOT NULL, secret_hash TEXT NOT NULL, name TEXT NOT NULL,
        content TEXT NOT NULL, created REAL NOT NULL, saved REAL NOT NULL, expires REAL NOT NULL,
        revision INTEGER NOT NULL
    )
"""
_COLUMNS: Final = tuple(column.name for column in fields(KeptScenario))
# nothing but names of columns is put into this statement
_SAVE: Final = (
    f"INSERT OR REPLACE INTO scenarios ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608
)


def read_scenario(folder: Path, scenario_id: str) -> KeptScenario:
    """Read a scenario.

    Parameters
    ----------
    folder
        The folder of the jobs; it may be missing.
    scenario_id
        As a client sends it.

    Returns
    -------
    KeptScenario
        As it was saved last.

    Raises
    ------
    NotFoundError
        If there is none, or its time has passed.
    RefusedError
        503 if the database is damaged or locked.

    Examples
    --------
    >>> read_scenario(Path("no-such-folder"), "q3Zr0b-8Vt1x_KcLw5Ua7e")
    Traceback (most recent call last):
        ...
    geo.errors.NotFoundError: no scenario has this id; its time may have passed, or it was deleted
    """
    if (folder / DATABASE).is_file():
        with _open_scenarios(folder) as database:
            found = _find(database, scenario_id)
        if found is not None and not found.is_gone:
            return found
    raise make_unknown_scenario()


def save_scenario(
    folder: Path,
    scenario_id: str,
    *,
    client: str,
    limits: ScenarioLimits,
    make: Callable[[KeptScenario | None], KeptScenario],
) -> KeptScenario:
    """Save a scenario in one transaction, and forget those whose time has passed.

    Parameters
    ----------
    folder
        The folder of the jobs; made where it is missing.
    scenario_id
        Its id.
    client
        Who saves it.
    limits
        How many are kept.
    make
        Makes the scenario of the one that is kept under this id, None where there is none; nothing is saved if it
        raises.

    Returns
    -------
    KeptScenario
        As saved.

    Raises
    ------
    RefusedError
        507 if too many are kept, or there is no room; 503 if the database is damaged or locked.
    """
    make_private(folder)
    with _begin_change(folder) as database:
        database.execute("DELETE FROM scenarios WHERE expires <= ?", (time.time(),))
        found = _find(database, scenario_id)
        if found is None:
            _check_room(database, client, limits)
        saved = make(found)
        database.execute(_SAVE, asdict(saved))
        return saved


def delete_scenario(folder: Path, scenario_id: str) -> None:
    """Delete a scenario.

    Parameters
    ----------
    folder, scenario_id
        As of :func:`read_scenario`.

    Raises
    ------
    NotFoundError
        If there is none.
    RefusedError
        503 if the database is damaged or locked.
    """
    read_scenario(folder, scenario_id)
    with _begin_change(folder) as database:
        database.execute("DELETE FROM scenarios WHERE scenario_id = ? OR expires <= ?", (scenario_id, time.time()))


def _check_room(database: sqlite3.Connection, client: str, limits: ScenarioLimits) -> None:
    kept = database.execute("SELECT COUNT(*) FROM scenarios").fetchone()[0]
    own = database.execute("SELECT COUNT(*) FROM scenarios WHERE client = ?", (client,)).fetchone()[0]
    if own >= limits.kept_per_client:
        reason = f"{own} scenarios of this client are kept already, and no more may; delete those that are not needed"
    elif kept >= limits.kept:
        reason = f"{kept} scenarios are kept already, and no more may; delete those that are not needed"
    else:
        return
    raise RefusedError(507, "No room", reason)


def _open_scenarios(folder: Path) -> AbstractContextManager[sqlite3.Connection]:
    return open_tables(folder / DATABASE, (_TABLE,), version=_VERSION, wait_s=_PATIENCE_S)


@contextmanager
def _begin_change(folder: Path) -> Iterator[sqlite3.Connection]:
    """Begin a transaction, which is undone if anything raises; nobody else changes a scenario meanwhile."""
    with _open_scenarios(folder) as database, database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def _find(database: sqlite3.Connection, scenario_id: str) -> KeptScenario | None:
    row = database.execute("SELECT * FROM scenarios WHERE scenario_id = ?", (scenario_id,)).fetchone()
    return None if row is None else KeptScenario(**{name: row[name] for name in _COLUMNS})
