"""Plain tables of a city, and the checks that need several layers at once."""

from functools import partial
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64
from geo.city.reading.state import Build
from geo.city.reading.worker_table import place_workers
from geo.city.schemas import SCHEMAS
from geo.crs.checks import check_axes
from geo.crs.datum import DATUMS
from geo.crs.fit import compare_datums, move_places
from geo.files.columns import check_columns
from geo.files.endings import EXCEL, SEPARATORS
from geo.files.layers import LayerSource, read_layer
from geo.files.tables import read_table
from geo.grid.divisions import check_divisions
from geo.texts.notes import make_note

#: Points along the outline of each polygon that are compared with the roads, and homes that are with units.
_ALONG: Final = 8
_SAMPLE: Final = 2000
#: Rows that a note names.
_SHOWN_ROWS: Final = 5
#: Share of the homes that units hold in the right datum, and how much more that is than in a wrong one.
_MOST_INSIDE: Final = 0.8
_MORE_INSIDE: Final = 0.1


def check_places(
    build: Build, table: str, frame: gpd.GeoDataFrame, *, extent: shapely.Geometry, tree: shapely.STRtree
) -> None:
    """Check that a layer lies where the roads are, with its axes and its datum right.

    Parameters
    ----------
    build
        The build; a doubtful datum becomes a note.
    table, frame
        Name of the layer and its table, in the city's CRS.
    extent
        The area that the data cover, same CRS.
    tree
        Tree of the roads' lines.

    Raises
    ------
    CrsError
        If most places lie outside, or inside only with x and y, or longitude and latitude, exchanged.
    """
    placed = frame.geometry[frame.geometry.notna() & ~frame.geometry.is_empty & np.isfinite(frame.bounds).all(axis=1)]
    for source in build.source.layers[table]:
        if source.path is None or not len(placed):
            continue
        check_axes(placed, extent, file=source.path.name)
        outside = placed.index[~shapely.intersects(extent, np.asarray(placed.values))]
        if len(outside):
            note = make_note(
                "outside_extent",
                file=source.path.name,
                places=len(placed),
                outside=len(outside),
                rows=", ".join(map(str, outside[:_SHOWN_ROWS])) + (", ..." if len(outside) > _SHOWN_ROWS else ""),
            )
            build.notes.append(note)
        stated = _name_datum(source)
        xy, numbers = _sample_places(placed)
        build.notes += compare_datums(
            xy,
            tree,
            crs=build.crs,
            datum=stated if stated in DATUMS else "wgs84",
            stated=stated,
            file=source.path.name,
            numbers=numbers,
        )


def _name_datum(source: LayerSource) -> str:
    """Name what the coordinates of a layer were read in: a layer with a CRS of its own does not ask for the city's."""
    assert source.path is not None
    is_table = source.path.suffix.lower() in (*EXCEL, *SEPARATORS)
    return source.datum or (source.default_datum if is_table else None) or "WGS 84"


def _sample_places(placed: gpd.GeoSeries) -> tuple[Float64, Int64]:
    """Take points, or points along outlines, and the row of each; units and plots are bounded by roads."""
    shapes, numbers = np.asarray(placed.values), placed.index.to_numpy(np.int64)
    is_point = shapely.get_dimensions(shapes) == 0
    lines = shapes[~is_point]
    lines = np.where(shapely.get_dimensions(lines) == 2, shapely.boundary(lines), lines)
    at = (np.arange(_ALONG) + 0.5) / _ALONG
    # areas of several kinds of parts have no boundary
    points, has_line = np.empty((len(lines), _ALONG), object), ~shapely.is_missing(lines)
    points[has_line] = shapely.line_interpolate_point(lines[has_line][:, np.newaxis], at, normalized=True)
    points[~has_line] = shapely.centroid(shapes[~is_point][~has_line])[:, np.newaxis]
    xy = shapely.get_coordinates(np.concatenate([shapely.centroid(shapes[is_point]), points.ravel()]))
    return xy, np.concatenate([numbers[is_point], np.repeat(numbers[~is_point], _ALONG)])


def check_unit_datum(build: Build, units: gpd.GeoDataFrame, homes: gpd.GeoDataFrame) -> None:
    """Note units that hold the homes only in another datum than the one stated: borders need not be roads.

    Parameters
    ----------
    build
        The build.
    units, homes
        In the city's CRS; nothing is noted without either, nor for generated units.
    """
    source = build.layer("grid_units")
    xy = shapely.get_coordinates(homes.geometry[homes.geometry.notna()].values)[:: max(1, len(homes) // _SAMPLE)]
    shapes = np.asarray(units.geometry[units.geometry.notna()].values)
    if source.path is None or not len(xy) or not len(shapes):
        return
    tree = shapely.STRtree(shapes)

    def share(places: Float64) -> float:
        return len(np.unique(tree.query(shapely.points(places), predicate="intersects")[0])) / len(places)

    stated = _name_datum(source)
    # homes moved the other way lie in the units as units that were moved would hold them
    others = move_places(xy, crs=build.crs, datum=stated if stated in DATUMS else "wgs84")
    tried = {name: share(2 * xy - moved) for name, moved in others.items() if name in DATUMS}
    better = max(tried, key=lambda name: tried[name], default=None)
    if better is None or tried[better] < max(_MOST_INSIDE, share(xy) + _MORE_INSIDE):
        return
    note = make_note(
        "shifted_units",
        file=source.path.name,
        better=better,
        datum=stated,
        better_share=tried[better],
        datum_share=share(xy),
    )
    build.notes.append(note)


def build_tables(
    build: Build, units: gpd.GeoDataFrame
) -> tuple[pd.DataFrame | None, pd.DataFrame | None, gpd.GeoDataFrame | None]:
    """Read divisions, workers and gates.

    Parameters
    ----------
    build
        The build; faults go to its problems.
    units
        The grid units that workers work in.

    Returns
    -------
    tuple
        The three tables, None for each that the source file does not name.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    divisions, workers = (_read_plain(build, name) for name in ("divisions", "workers"))
    table = build.source.tables.workers
    if workers is not None and table is not None and "unit_code" in units:
        path, codes = build.layer("workers").path, set(units["unit_code"])
        workers = place_workers(
            workers,
            codes=codes,
            roles=table.roles,
            file=path.name if path else "workers",
            problems=build.problems,
        )
    gates = None
    if "gates" in build.source.layers:
        read = read_layer(build.layer("gates"), SCHEMAS["gates"], crs=build.crs, problems=build.problems)
        build.notes += read.notes
        gates = read.frame
    if divisions is not None and {"code", "level", "parent"} <= set(divisions):
        path = build.layer("divisions").path
        check_divisions(divisions, file=path.name if path else "divisions", problems=build.problems)
    return divisions, workers, gates


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
    units: gpd.GeoDataFrame,
    homes: gpd.GeoDataFrame,
    facilities: gpd.GeoDataFrame,
    gates: gpd.GeoDataFrame | None,
    divisions: pd.DataFrame | None,
) -> None:
    """Check that every reference from layer to layer leads somewhere.

    Parameters
    ----------
    build
        The build; faults go to its problems, with file, row and code.
    units, homes, facilities, gates, divisions
        The layers; None for those that the city does not have.
    """
    if "unit_code" not in units:
        return
    codes, check = units["unit_code"], partial(_check_reference, build)
    if "grid_unit" in homes:
        check("homes", homes, "grid_unit", "home_id", codes, "grid unit")
    if "parent" in units:
        check("grid_units", units, "parent", "unit_code", codes, "grid unit")
    if divisions is not None and "code" in divisions:
        check("grid_units", units, "community", "unit_code", divisions["code"], "division")
    if gates is not None:
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
            f"{path.name if path else table}, row {frame.index[row]}: {frame[key].iloc[row]} refers to {what} "
            f'"{frame[column].iloc[row]}", which does not exist'
            for row in lost.tolist()
        ],
    )
