"""Plain tables of a city, and whether what refers from layer to layer leads somewhere."""

from functools import partial

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.city.reading.state import Build
from geo.city.reading.table_faults import attempt
from geo.city.reading.worker_table import place_workers
from geo.city.schemas import SCHEMAS
from geo.files.columns import check_columns
from geo.files.layers import read_layer
from geo.files.tables import read_table
from geo.grid.divisions import check_divisions


def build_tables(
    build: Build, units: gpd.GeoDataFrame | None
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, gpd.GeoDataFrame | None]:
    """Read divisions, workers and gates.

    Parameters
    ----------
    build
        The build; faults go to its problems.
    units
        The grid units that workers work in; None where they cannot be read.

    Returns
    -------
    tuple
        The three tables, None for each that the source file does not name or that cannot be used.
    """
    divisions, workers = (attempt(build, partial(_read_plain, build, name)) for name in ("divisions", "workers"))
    gates = attempt(build, partial(_read_gates, build))
    table = build.source.tables.workers
    if workers is not None and table is not None and units is not None and "unit_code" in units:
        path, codes = build.layer("workers").path, set(units["unit_code"])
        workers = place_workers(
            workers,
            codes=codes,
            roles=table.roles,
            file=path.name if path else "workers",
            problems=build.problems,
        )
    if divisions is not None and (divisions["level"] != "").any():
        path = build.layer("divisions").path
        check_divisions(divisions, file=path.name if path else "divisions", problems=build.problems)
    return divisions, workers, gates


def _read_gates(build: Build) -> gpd.GeoDataFrame | None:
    if "gates" not in build.source.layers:
        return None
    read = read_layer(build.layer("gates"), SCHEMAS["gates"], crs=build.crs, problems=build.problems)
    build.notes += read.notes
    return read.frame


def _read_plain(build: Build, name: str) -> pd.DataFrame | None:
    if name not in build.source.layers:
        return None
    source = build.layer(name)
    assert source.path is not None
    raw, notes = read_table(source.path, layer=source.layer, encoding=source.encoding)
    build.notes += notes
    table = check_columns(
        raw, SCHEMAS[name], source.columns, file=source.path.name, problems=build.problems, notes=build.notes
    )
    return pd.DataFrame(table.drop(columns="geometry", errors="ignore"))


def check_references(
    build: Build,
    units: gpd.GeoDataFrame | None,
    homes: gpd.GeoDataFrame | None,
    facilities: gpd.GeoDataFrame | None,
    gates: gpd.GeoDataFrame | None,
    divisions: pd.DataFrame | None,
) -> None:
    """Check that every reference from layer to layer leads somewhere.

    Parameters
    ----------
    build
        The build; faults go to its problems, with file, row and code.
    units, homes, facilities, gates, divisions
        The layers; None for those that the city does not have, or that cannot be read.
    """
    check = partial(_check_reference, build)
    if units is not None and "unit_code" in units:
        codes = units["unit_code"]
        if homes is not None:
            check("homes", homes, "grid_unit", "home_id", codes, "grid unit")
        check("grid_units", units, "parent", "unit_code", codes, "grid unit")
        if divisions is not None and "code" in divisions:
            check("grid_units", units, "community", "unit_code", divisions["code"], "division")
    if gates is not None and homes is not None and facilities is not None:
        compounds = [homes["compound"]] if "compound" in homes else []
        places = pd.concat([facilities["facility_id"], homes["home_id"], *compounds])
        check("gates", gates, "place", "gate_id", places, "facility or home")


def _check_reference(
    build: Build, table: str, frame: pd.DataFrame, column: str, key: str, valid: "pd.Series[str]", what: str
) -> None:
    if column not in frame or key not in frame:
        return
    path = build.layer(table).path
    lost = np.flatnonzero((~frame[column].isin(valid) & (frame[column] != "")).to_numpy())
    build.problems.add(
        f"reference to nothing in {table}",
        [
            _describe_lost(build, f"{path.name if path else table}, row {row}", name, what, code)
            for row, name, code in frame.iloc[lost][[key, column]].itertuples(name=None)
        ],
    )


def _describe_lost(build: Build, where: str, name: str, what: str, code: str) -> str:
    category = build.unused_places.get(code)
    if category is None:
        return f'{where}: {name} refers to {what} "{code}", which does not exist'
    return (
        f'{where}: {name} refers to {what} "{code}", which is left out: [facilities] categories does not name its '
        f'category "{category}"'
    )
