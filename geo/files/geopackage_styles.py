"""How desktop GIS shows the layers of a GeoPackage: styles that QGIS opens by itself, names of layers and columns."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geo.files.excel import FIXED_DATE
from geo.files.qgis_style import StyleRule, write_qml
from geo.texts import LANGS, TEXTS

#: As QGIS makes it.
_STYLES: Final = """CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
    f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))
)"""
#: As the standard has them (GeoPackage, extension "Schema").
_COLUMNS: Final = """CREATE TABLE gpkg_data_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
    constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
    CONSTRAINT gdc_tn UNIQUE (table_name, name)
)"""
_CONSTRAINTS: Final = """CREATE TABLE gpkg_data_column_constraints (
    constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
    max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
    CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)
)"""
_EXTENSIONS: Final = """CREATE TABLE IF NOT EXISTS gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)"""
_SCHEMA_EXTENSION: Final = "http://www.geopackage.org/spec121/#extension_schema"


@dataclass(frozen=True, kw_only=True)
class LayerStyle:
    """How a layer is shown.

    Parameters
    ----------
    name, description
        Language -> what the layer is called, and what it holds.
    columns
        Column -> language -> its name; a column that is not here, or not in the layer, keeps its own.
    rules
        How features are drawn: a feature in each rule that fits it; none for a layer that keeps the look of the
        program.
    """

    name: Mapping[str, str]
    description: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]
    rules: Sequence[StyleRule] = ()


def write_styles(path: Path, styles: Mapping[str, LayerStyle]) -> None:
    """Write into a GeoPackage how its layers are shown, and what they and their columns are called.

    QGIS opens a layer in its Chinese style and offers the English one beside it; other programs read the names of
    layers and columns.

    Parameters
    ----------
    path
        A file that :func:`geo.files.writers.write_gpkg` wrote, without styles yet.
    styles
        Layer -> its style; of a layer that the file does not have nothing is written.

    Raises
    ------
    OSError
        If it cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> import geopandas as gpd
    >>> from geo.files.writers import write_gpkg
    >>> style = LayerStyle(name={"zh": "点", "en": "Points"}, description={"zh": "", "en": ""}, columns={})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.gpkg"
    ...     write_gpkg(path, {"points": gpd.GeoDataFrame({"n": [1]}, geometry=gpd.points_from_xy([0], [0]), crs=4326)})
    ...     write_styles(path, {"points": style})
    ...     with closing(sqlite3.connect(path)) as made:
    ...         made.execute("SELECT styleName, useAsDefault FROM layer_styles").fetchall()
    [('中文', 1), ('English', 0)]
    """
    try:
        with closing(sqlite3.connect(path)) as database, database:
            for table in (_STYLES, _COLUMNS, _CONSTRAINTS, _EXTENSIONS):
                database.execute(table)
            _register(database)
            for layer, style in styles.items():
                _write_layer(database, layer, style)
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def _register(database: sqlite3.Connection) -> None:
    """Name the tables as QGIS and the standard ask."""
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)",
        (_tell_date(),),
    )
    database.executemany(
        "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
        [(table, _SCHEMA_EXTENSION) for table in ("gpkg_data_columns", "gpkg_data_column_constraints")],
    )


def _write_layer(database: sqlite3.Connection, layer: str, style: LayerStyle) -> None:
    columns = [name for (name,) in database.execute("SELECT name FROM pragma_table_info(?)", (layer,))]
    if not columns:
        return
    shape = database.execute(
        "SELECT column_name, geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
    ).fetchone()
    name, description = (" ".join(text[lang] for lang in LANGS) for text in (style.name, style.description))
    database.execute(
        "UPDATE gpkg_contents SET identifier = ?, description = ? WHERE table_name = ?", (name, description, layer)
    )
    database.executemany(
        "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description) VALUES (?, ?, ?, ?, ?)",
        [
            (layer, each, each, *(style.columns[each][lang] for lang in LANGS))
            for each in columns
            if each in style.columns
        ],
    )
    if shape is None:
        return
    for lang in LANGS:
        aliases = {each: style.columns.get(each, {}).get(lang, "") for each in columns if each != shape[0]}
        qml = write_qml(style.rules, aliases, geometry=shape[1], lang=lang)
        described = style.description[lang]
        database.execute(
            "INSERT INTO layer_styles VALUES (NULL, '', '', ?, ?, ?, ?, '', ?, ?, '', NULL, ?)",
            (layer, shape[0], TEXTS["style.language"][lang], qml, lang == LANGS[0], described, _tell_date()),
        )


def _tell_date() -> str:
    return f"{FIXED_DATE.isoformat(timespec='milliseconds')}Z"
