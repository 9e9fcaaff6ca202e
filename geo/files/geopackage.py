"""A GeoPackage's schema, looked at before GDAL opens it: SQL in a file must not run, nor lead to other files."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from geo.errors import InputError

#: What an ordinary table or index is made with, as SQLite itself writes it down.
_PLAIN: Final = re.compile(r"CREATE (TABLE|INDEX|UNIQUE INDEX) ")


#: The spatial index of the standard (GeoPackage, annex F.3).
_RTREE: Final = re.compile(
    r'CREATE VIRTUAL TABLE "?rtree_[^\s()]+?"? USING rtree\s*\(\s*id\s*,\s*minx\s*,\s*maxx\s*,\s*miny\s*,\s*maxy\s*\)',
    re.IGNORECASE,
)
_RTREE_NAME: Final = "rtree_"


#: Triggers of the standard and of GDAL: they keep the spatial index, the count of rows and the metadata right.
_TRIGGERS: Final = (_RTREE_NAME, "trigger_insert_feature_count_", "trigger_delete_feature_count_", "gpkg_")


#: What ``PRAGMA table_xinfo`` says of columns that are computed when they are read.
_GENERATED: Final = (2, 3)


def check_geopackage(path: Path, *, file: str) -> None:
    """Raise if a GeoPackage holds more than tables: views, virtual tables, triggers or computed columns.

    Parameters
    ----------
    path
        The file; it is read as it is, without what another program has not yet written into it.
    file
        What to call it in messages.

    Raises
    ------
    InputError
        If it holds anything that would run when it is read, is damaged, or is being written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.gpkg"
    ...     with closing(sqlite3.connect(path)) as made:
    ...         _ = made.execute("CREATE TABLE a (n)")
    ...         _ = made.execute("CREATE VIEW v AS SELECT n FROM a")
    ...     check_geopackage(path, file="a.gpkg")
    Traceback (most recent call last):
    geo.errors.InputError: a.gpkg: holds the view "v"; expected tables only: export the layer into a new GeoPackage
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise InputError(f"{file}: is open in another program ({log.name} stands beside it); close it there first")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
            for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_schema"):
                if not _is_harmless(str(kind), str(name), sql):
                    raise InputError(_describe(str(kind), str(name), str(sql), file))
            _check_columns(database, file)
    except sqlite3.Error:
        raise InputError(f"{file}: is damaged, or not what .gpkg says; export it again") from None


def _is_harmless(kind: str, name: str, sql: object) -> bool:
    if sql is None:  # an index that SQLite makes by itself
        return kind == "index"
    if kind == "trigger":
        return name.startswith(_TRIGGERS)
    if kind == "table" and _RTREE.fullmatch(str(sql)):
        return name.startswith(_RTREE_NAME)
    return kind in ("table", "index") and bool(_PLAIN.match(str(sql)))


def _describe(kind: str, name: str, sql: str, file: str) -> str:
    what = "virtual table" if kind == "table" and "virtual" in sql.lower() else kind
    shown = "".join(character for character in name if character.isprintable())[:60]
    return f'{file}: holds the {what} "{shown}"; expected tables only: export the layer into a new GeoPackage'


def _check_columns(database: sqlite3.Connection, file: str) -> None:
    tables = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for table in tables:
        if table.startswith(_RTREE_NAME):
            continue
        for _, column, _, _, _, _, hidden in database.execute("SELECT * FROM pragma_table_xinfo(?)", (table,)):
            if hidden in _GENERATED:
                raise InputError(
                    f'{file}: its column "{str(column)[:60]}" is computed when it is read; '
                    "export the layer into a new GeoPackage"
                )
