"""One file of a batch of plans as a table: its columns found and converted, its geometry still as the file has it."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.arrays import Bool, Int64, Shapes
from geo.crs.hints import describe_missing_datum
from geo.errors import CrsError, InputError, InvalidGeometryError, MissingColumnError
from geo.files.cell_shapes import Wanted, count_vertices, parse_boundary
from geo.files.column_schemas import POSITION_COLUMNS
from geo.files.columns import check_columns
from geo.files.corner_lists import turn_corner_lists
from geo.files.missing_columns import Naming, list_headings
from geo.files.read_limits import ReadLimits, check_cell_vertices
from geo.files.tables import find_twin_coordinates, read_table
from geo.plans.read.corner_rows import gather_corners
from geo.plans.read.drawings import to_plan_table
from geo.plans.read.plan_beginnings import check_beginning
from geo.plans.read.plan_columns import check_mapping
from geo.plans.read.plan_schemas import PLAN_SCHEMAS
from geo.problems import Problems
from geo.texts.notes import Note, make_note

PlanLayer = Literal["plan_areas", "plan_gates", "plan_facilities", "plan_roads"]

#: What stands in the cells of a file without geometry: the column, and what a list of coordinates in it means.
_WRITTEN: Final[dict[str, tuple[str, Wanted]]] = {
    "plan_areas": ("boundary", "area"),
    "plan_gates": ("location", "point"),
    "plan_facilities": ("location", "point"),
    "plan_roads": ("line", "line"),
}

#: What is wrong with a row without geometry, and what to do.
_NO_GEOMETRY: Final = "no geometry; draw it, or delete the row"


@dataclass(kw_only=True)
class PlanTable:
    """A file of a batch while it is read: rows found bad go to its problems, never out of the table.

    Parameters
    ----------
    file
        Its name, for messages.
    table
        The schema's columns by their bundle names, numbered 0..n-1.
    shapes
        Geometry in the file's coordinates, None where there is none, shape (n,).
    crs
        The file's own CRS, or None.
    problems, notes, assumptions
        What is wrong, by row; what was decided; what was assumed.
    rows
        The number of each row in the file, shape (n,); None where it numbers them from 1.
    headings
        Those of the file, for messages.
    is_written
        Whether the geometry stands in cells, x and y in one.
    """

    file: str
    table: pd.DataFrame
    shapes: Shapes
    crs: pyproj.CRS | None
    problems: Problems = field(default_factory=Problems)
    notes: list[Note] = field(default_factory=list)
    assumptions: list[Note] = field(default_factory=list)
    rows: Int64 | None = None
    headings: str = ""
    is_written: bool = False

    @property
    def is_good(self) -> Bool:
        """Rows without a fault, shape (n,)."""
        good = np.ones(len(self.table), bool)
        good[list(self.problems.rows)] = False
        return good

    def name_row(self, row: int) -> int:
        """Return the number that the file has for a row, which is counted from 0 here."""
        return row + 1 if self.rows is None else int(self.rows[row])

    def report(
        self,
        fault: str,
        bad: Bool,
        reason: Callable[[int], str] | str,
        *,
        error: type[InputError] = InputError,
    ) -> None:
        """Report rows as bad.

        Parameters
        ----------
        fault
            What kind of fault it is, as a heading.
        bad
            Which rows, shape (n,).
        reason
            What is wrong with a row and what to do, or a function of the row that says so.
        error
            Class of the fault.
        """
        rows = np.flatnonzero(bad).tolist()
        reasons = [reason if isinstance(reason, str) else reason(row) for row in rows]
        messages = [f"{self.file}, row {self.name_row(row)}: {text}" for row, text in zip(rows, reasons, strict=True)]
        self.problems.add(fault, messages, error=error, rows=[(row,) for row in rows])

    def drop_shapes(
        self,
        fault: str,
        bad: Bool,
        reason: Callable[[int], str] | str,
        *,
        error: type[InputError] = InvalidGeometryError,
    ) -> None:
        """Report rows whose geometry is bad, and take it away, so that it is reported once; as :meth:`report`."""
        self.report(fault, bad, reason, error=error)
        self.shapes[bad] = None


def read_plan_table(
    path: Path,
    name: PlanLayer,
    *,
    datum: str | None,
    layer: str | None = None,
    columns: Mapping[str, str] | None = None,
    limits: ReadLimits | None = None,
) -> PlanTable:
    r"""Read one file of a batch.

    Parameters
    ----------
    path
        GeoPackage, Shapefile, GeoJSON, GeoParquet, DXF, XLSX or CSV.
    name
        What it holds: a key of :data:`geo.plans.read.plan_schemas.PLAN_SCHEMAS`.
    datum
        The stated datum or CRS; here it only matters whether there is one.
    layer, columns
        Layer or sheet; our name -> the file's name.
    limits
        The most that reading may take, and the file may hold: of a stranger's file.

    Returns
    -------
    PlanTable
        All rows of the file.

    Raises
    ------
    InputError
        If the file as a whole cannot be used: it cannot be read, or is not what its ending says. A file without
        geometry, datum or a column that it needs has no good row: then that is among its problems.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "areas.csv"
    ...     _ = path.write_text("编号,户数,边界\nP-1,300,\"0,0;90,0;90,90\"\n", encoding="gbk")
    ...     read = read_plan_table(path, "plan_areas", datum="EPSG:4547")
    >>> read.table.to_dict("records"), read.shapes[0].area
    ([{'plan_id': 'P-1', 'households': 300.0}], 4050.0)
    """
    file = path.name
    check_mapping(columns or {}, name, file=file)
    raw, notes = _read_raw(path, name, layer, limits)
    notes += find_twin_coordinates(raw, file=file)
    has_geometry = isinstance(raw, gpd.GeoDataFrame)
    shapes = np.asarray(raw.geometry.values).astype(object) if has_geometry else np.full(len(raw), None, object)
    crs = raw.crs if has_geometry else None
    table = pd.DataFrame(raw.drop(columns=raw.geometry.name)) if has_geometry else raw.rename(columns=str)
    if has_geometry:  # then x and y are two numbers more
        table = table.drop(columns=[column for column in table if _is_position(str(column))])
    else:
        table = table.rename(columns={"geometry": _WRITTEN[name][0]} if _WRITTEN[name][0] not in table else {})
        table, more = gather_corners(table, file=file) if name == "plan_areas" else (table, [])
        shapes, notes = shapes[: len(table)], notes + more
    problems = Problems()
    naming: Naming = "option" if name == "plan_areas" else "rename"
    checked = check_columns(
        table, PLAN_SCHEMAS[name], columns or {}, file=file, problems=problems, notes=notes, naming=naming
    )
    if MissingColumnError in problems.errors:  # no row is good then
        for row in range(len(checked)):
            problems.rows.setdefault(row, []).extend(problems.kinds["missing column"])
    read = PlanTable(file=file, table=checked, shapes=shapes, crs=crs, problems=problems, notes=notes)
    read.rows, read.headings = table.index.to_numpy(), list_headings(table)
    if has_geometry:
        read.report("no geometry", shapely.is_missing(shapes), _NO_GEOMETRY, error=InvalidGeometryError)
    else:
        _place_written(read, name, datum, limits)
    written = [*POSITION_COLUMNS, _WRITTEN[name][0]]
    read.table = read.table.drop(columns=written, errors="ignore").reset_index(drop=True)
    return read


def _is_position(column: str) -> bool:
    schema = PLAN_SCHEMAS["plan_gates"].columns
    return any(column == name or column in schema[name].aliases for name in POSITION_COLUMNS)


def _read_raw(path: Path, name: str, layer: str | None, limits: ReadLimits | None) -> tuple[Any, list[Note]]:
    check_beginning(path)
    is_drawing = path.suffix.lower() == ".dxf"
    try:
        with warnings.catch_warnings():
            # what GDAL and openpyxl find odd about a file is reported below where it matters for the rows
            warnings.simplefilter("ignore")
            frame, notes = read_table(path, layer=None if is_drawing else layer, limits=limits)
    except InputError:
        raise
    except Exception as error:  # what the parsers of seven formats raise on damaged bytes has no common class
        raise InputError(f"{path.name}: cannot be read, the file is damaged: {str(error)[:200]}") from None
    if is_drawing and name == "plan_areas":
        with np.errstate(invalid="ignore"):  # coordinates that are no numbers are reported by row
            frame, more = to_plan_table(cast("gpd.GeoDataFrame", frame), layer=layer, file=path.name)
        frame, notes = frame.set_axis(pd.RangeIndex(1, len(frame) + 1)), notes + more
    if not frame.columns.is_unique:
        twice = ", ".join(map(str, frame.columns[frame.columns.duplicated()]))
        raise InputError(f"{path.name}: several columns are named {twice}; rename them")
    return frame, notes


def _place_written(read: PlanTable, name: str, datum: str | None, limits: ReadLimits | None) -> None:
    """Take the geometry out of the cells of a table."""
    table, (column, wanted) = read.table, _WRITTEN[name]
    position = next((pair for pair in (("lon", "lat"), ("x", "y")) if set(pair) <= set(table)), None)
    if position is not None and wanted == "point":
        x, y = (table[axis].to_numpy(float) for axis in position)
        known = np.isfinite(x) & np.isfinite(y)
        read.shapes[known] = shapely.points(x[known], y[known])
    elif column in table:
        read.is_written = True
        _parse_column(read, column, wanted, limits)
        if turned := turn_corner_lists(read.shapes, table[column], datum=datum):
            read.notes.append(make_note("north_first", file=read.file, areas=turned))
    else:
        names = ", ".join((column, *PLAN_SCHEMAS[name].columns[column].aliases))
        numbers = " or columns lon and lat, or x and y," if wanted == "point" else ""
        fault = f"{read.file}: no geometry;{numbers} expected a column with it: {names}. The file has: {read.headings}"
        read.problems.add("missing column", [fault], error=MissingColumnError, rows=[range(len(read.table))])
        return
    if datum is None:
        xy = shapely.get_coordinates(read.shapes)
        known_xy = xy[np.isfinite(xy).all(axis=1)]
        names_xy = position or (("lon", "lat") if (np.abs(known_xy) <= 180).all() else ("x", "y"))
        fault = describe_missing_datum(names_xy, xy[:, 0], xy[:, 1], read.file, reader="command")
        read.problems.add("no datum", [fault], error=CrsError, rows=[range(len(read.table))])


def _parse_column(read: PlanTable, column: str, wanted: Wanted, limits: ReadLimits | None) -> None:
    texts, broken, vertices = read.table[column], {}, 0
    read.report("no geometry", (texts == "").to_numpy(), _NO_GEOMETRY, error=InvalidGeometryError)
    for row, text in enumerate(texts):
        vertices += count_vertices(text)
        check_cell_vertices(limits, file=read.file, vertices=vertices)
        try:
            read.shapes[row] = parse_boundary(text, wanted=wanted) if text else None
        except InvalidGeometryError as error:
            broken[row] = str(error)
    bad = np.zeros(len(read.table), bool)
    bad[list(broken)] = True
    read.report("broken boundary text", bad, lambda row: f"column {column}: {broken[row]}", error=InvalidGeometryError)
