"""From a source's layer to a checked table with geometry in the city's CRS."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.crs.accuracy import check_accuracy, find_stated_crs
from geo.crs.checks import check_range, is_degrees
from geo.crs.hints import Reader, describe_missing_crs, describe_missing_datum
from geo.crs.projection import project_coordinates, project_frame
from geo.errors import CrsError, InvalidGeometryError
from geo.files.cell_shapes import Wanted, count_vertices, parse_boundary
from geo.files.column_schemas import POSITION_COLUMNS, SHAPE, Schema
from geo.files.columns import check_columns
from geo.files.corner_lists import turn_corner_lists
from geo.files.odd_coordinates import report_odd
from geo.files.read_limits import ReadLimits, check_cell_vertices
from geo.files.tables import find_twin_coordinates, read_table
from geo.problems import Problems
from geo.texts.notes import Note

#: What a list of coordinates in a cell stands for, by layer; elsewhere a point.
_WRITTEN: Final[dict[str, Wanted]] = {"grid_units": "area", "roads": "line", "barriers": "line"}
_MOST_DEGREES: Final = 180


@dataclass(frozen=True, kw_only=True)
class LayerSource:
    """How to read one layer.

    Parameters
    ----------
    table
        The layer's name, and the heading in the TOML.
    path
        The file, or None where the layer is generated or read from the roads' OSM file.
    layer, encoding, datum
        Which layer of the file, the encoding of its texts, the datum or CRS of its coordinates.
    default_datum
        Datum of longitude and latitude in columns where `datum` is None, or None: then it must be named.
    columns
        Our name -> the file's name.
    accepts_uncertain
        Whether a CRS counts that is brought into the city's with an error of more than 10 m.
    limits
        The most that reading it may take: of a file that a stranger has sent; None sets no limits.
    """

    table: str
    path: Path | None
    layer: str | None = None
    encoding: str | None = None
    datum: str | None = None
    default_datum: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    accepts_uncertain: bool = False
    limits: ReadLimits | None = None


@dataclass(frozen=True)
class Layer:
    """A layer as read: its table, notes on what was decided while reading, and the table as the file has it."""

    frame: gpd.GeoDataFrame
    notes: list[Note]
    raw: pd.DataFrame

    @property
    def headings(self) -> tuple[str, ...]:
        """All headings of the file."""
        return tuple(map(str, self.raw.columns))


def read_layer(source: LayerSource, schema: Schema, *, crs: pyproj.CRS, problems: Problems) -> Layer:
    r"""Read a layer with geometry.

    Parameters
    ----------
    source
        The layer's source, with a path.
    schema
        What the layer must hold.
    crs
        The city's CRS.
    problems
        Where faults of rows go.

    Returns
    -------
    Layer
        Columns by the layer's schema, geometry in `crs`; its index is the number of each row in the file.

    Raises
    ------
    InputError
        If the file as a whole cannot be used: not readable, no CRS or datum, no position.

    Examples
    --------
    >>> import tempfile
    >>> from geo.files.column_schemas import POSITION, Column
    >>> schema = Schema({"id": Column("id"), "population": Column("number"), **POSITION}, key="id")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "homes.csv"
    ...     _ = path.write_text("id,lon,lat,population\na,113.6655,34.7525,3\n")
    ...     source = LayerSource(table="homes", path=path, datum="wgs84")
    ...     layer = read_layer(source, schema, crs=pyproj.CRS.from_epsg(4547), problems=Problems())
    >>> layer.frame.population.tolist()
    [3.0]
    """
    assert source.path is not None
    file = source.path.name
    raw, notes = read_table(source.path, layer=source.layer, encoding=source.encoding, limits=source.limits)
    notes += find_twin_coordinates(raw, file=file)
    checked = check_columns(raw, schema, source.columns, file=file, problems=problems, notes=notes, needs_place=True)
    if isinstance(raw, gpd.GeoDataFrame):
        shaped = gpd.GeoDataFrame(checked, geometry="geometry", crs=raw.crs)
        frame = _place_geometry(shaped, source, crs, file, problems)
    elif _find_axes(checked) is not None or "shape" not in checked:
        frame = _place_points(checked, source, crs, file, problems)
    else:
        frame = _place_written(checked, source, crs, file, problems)
    own = raw.crs if isinstance(raw, gpd.GeoDataFrame) else None
    stated = find_stated_crs(source.datum, own, file=file)
    if stated is not None:
        notes += check_accuracy(stated, crs, accepts=source.accepts_uncertain, file=file)
    frame = frame.drop(columns=[*POSITION_COLUMNS, *SHAPE], errors="ignore")
    return Layer(frame, notes, raw)


def _find_reader(source: LayerSource) -> Reader:
    """Find who names the datum of a layer: a command, where no table of a source file stands for it."""
    return "command" if source.table == "sites" else "source"


def _find_axes(table: pd.DataFrame) -> tuple[str, str] | None:
    return next((pair for pair in (("lon", "lat"), ("x", "y")) if set(pair) <= set(table)), None)


def _place_written(
    table: pd.DataFrame, source: LayerSource, crs: pyproj.CRS, file: str, problems: Problems
) -> gpd.GeoDataFrame:
    """Place what people write into one cell."""
    texts, broken = table["shape"], {}
    check_cell_vertices(source.limits, file=file, vertices=sum(map(count_vertices, texts)))
    shapes = np.full(len(table), None, object)
    for at, (row, text) in enumerate(texts.items()):
        try:
            shapes[at] = parse_boundary(text, wanted=_WRITTEN.get(source.table, "point")) if text else None
        except InvalidGeometryError as error:
            broken[row] = str(error)
    problems.add(
        "broken boundary text",
        [f"{file}, row {row}: {reason}" for row, reason in broken.items()],
        error=InvalidGeometryError,
    )
    xy = shapely.get_coordinates(shapes)
    names = ("lon", "lat") if (np.abs(xy) <= _MOST_DEGREES).all() else ("x", "y")
    datum = source.datum or (source.default_datum if names == ("lon", "lat") else None)
    if datum is None:
        raise CrsError(describe_missing_datum(names, xy[:, 0], xy[:, 1], file, reader=_find_reader(source)))
    turn_corner_lists(shapes, texts, datum=datum)
    frame = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, index=table.index))
    return _place_geometry(frame, replace(source, datum=datum), crs, file, problems, reported=frozenset(broken))


def _place_points(
    table: pd.DataFrame, source: LayerSource, crs: pyproj.CRS, file: str, problems: Problems
) -> gpd.GeoDataFrame:
    names = _find_axes(table)
    assert names is not None  # or the check of the columns would have refused it
    x, y = (table[name].to_numpy(float) for name in names)
    datum = source.datum or (source.default_datum if names == ("lon", "lat") else None)
    if datum is None:
        raise CrsError(describe_missing_datum(names, x, y, file, reader=_find_reader(source)))
    degrees = is_degrees(datum, file)
    rows = table.index.to_numpy()
    odd = report_odd(x, y, degrees=degrees, datum=datum, file=file, rows=rows, problems=problems)
    x, y = np.where(odd, np.nan, x), np.where(odd, np.nan, y)
    check_range(x, y, degrees, datum, file)
    placed = gpd.points_from_xy(*project_coordinates(x, y, datum=datum, crs=crs))
    frame = gpd.GeoDataFrame(table, geometry=placed, crs=crs)
    lost = np.isfinite(x) & np.isfinite(y) & ~np.isfinite(shapely.get_x(frame.geometry.values))
    _report_lost(frame.index[lost], datum, file, problems)
    return frame


def _place_geometry(
    frame: gpd.GeoDataFrame,
    source: LayerSource,
    crs: pyproj.CRS,
    file: str,
    problems: Problems,
    *,
    reported: Collection[object] = (),
) -> gpd.GeoDataFrame:
    bad = frame.geometry.isna() | frame.geometry.is_empty
    problems.add(
        "empty geometry",
        [f"{file}, row {row}: no geometry" for row in frame.index[bad.to_numpy()] if row not in reported],
        error=InvalidGeometryError,
    )
    frame = frame.set_geometry(shapely.force_2d(frame.geometry.values), crs=frame.crs)
    bounds = shapely.bounds(frame.geometry.values[~bad.to_numpy()])
    x, y = bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)
    if source.datum is None and frame.crs is None:
        raise CrsError(describe_missing_crs(x, y, file, reader=_find_reader(source)))
    name = source.datum or frame.crs.to_string()
    degrees = is_degrees(source.datum, file) if source.datum else frame.crs.is_geographic
    given = np.flatnonzero(~bad.to_numpy())
    rows = frame.index.to_numpy()[given]
    odd = report_odd(x, y, degrees=degrees, datum=name, file=file, rows=rows, problems=problems)
    check_range(x[~odd], y[~odd], degrees, name, file)
    bad.iloc[given[odd]] = True
    frame = frame.set_geometry(frame.geometry.where(~bad))
    placed = project_frame(frame, datum=source.datum, crs=crs)
    lost = ~bad.to_numpy() & ~np.isfinite(placed.geometry.bounds.to_numpy()).all(axis=1)
    _report_lost(frame.index[lost], name, file, problems)
    return placed


def _report_lost(rows: "pd.Index[int]", datum: str, file: str, problems: Problems) -> None:
    problems.add(
        "no place in the city's CRS",
        [f"{file}, row {row}: its coordinates in {datum} cannot be projected" for row in rows],
        error=CrsError,
    )
