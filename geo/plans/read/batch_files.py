"""A batch of planned residential areas, with their gates, facilities and roads, as planners keep them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

import geopandas as gpd
import pandas as pd
import pyproj
import shapely

from geo.arrays import Shapes
from geo.crs.uncertain import Uncertain
from geo.errors import InputError
from geo.files.hashes import hash_file
from geo.files.read_limits import ReadLimits
from geo.plans.read.batch_columns import AREA_COLUMNS, DERIVED_FROM, NUMBERS, OTHER_COLUMNS
from geo.plans.read.batch_layers import to_frame, to_layer
from geo.plans.read.file_datums import parse_datums, settle_datum
from geo.plans.read.plan_checks import check_gates, check_references, check_sizes, check_words
from geo.plans.read.plan_places import check_inside, note_alone, note_far
from geo.plans.read.plan_schemas import STAGES
from geo.plans.read.plan_shapes import place_shapes
from geo.plans.read.plan_sizes import check_size_columns, derive_dwellings, propose_phases
from geo.plans.read.plan_table import PlanLayer, PlanTable, read_plan_table
from geo.plans.read.plan_words import read_categories, read_stages
from geo.plans.read.rejected_rows import list_rejected, raise_faults
from geo.texts.notes import Note, make_note

Read = TypeVar("Read")


@dataclass(frozen=True, kw_only=True)
class PlanFiles:
    """The files of a batch.

    Parameters
    ----------
    areas, gates, facilities, roads
        The files; only the first must be there.
    datum
        Datum or CRS (``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09``, ``EPSG:n``) of those that state none, or of each by
        its name, which overrules it: ``"gcj02, gates=EPSG:4547"``.
    uncertain
        ``"accept"`` reads files in a CRS that is only known to tens of metres (Xi'an 80, Beijing 54).
    layer
        Layer, sheet or CAD layer of the areas' file.
    columns
        Our name -> the file's name, for the areas' file: the columns of the schema ``plan_areas``.
    """

    areas: Path
    gates: Path | None = None
    facilities: Path | None = None
    roads: Path | None = None
    datum: str | None = None
    uncertain: Uncertain = "refuse"
    layer: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PlanBatch:
    """Planned areas and what is planned with them, checked, in the city's CRS.

    Parameters
    ----------
    areas
        ``plan_id`` (unique), ``name``, ``group`` ("" for none), ``stage`` (under review, "" where not stated),
        ``year``, ``dwellings``, ``households``, ``residents``,
        ``residential_floor_area_m2, above_ground_floor_area_m2`` (NaN where not stated; one of the first three sizes
        above 0), ``row`` (of the file); valid 2D Polygon or MultiPolygon. Numbered 0..n-1, in the file's order.
    gates
        ``gate_id``, ``plan_id``; points within 50 m of the outline of their area.
    facilities
        ``facility_id``, ``plan_id`` ("" for one that the city plans), ``category``, ``name``, ``floor_area_m2,
        land_area_m2, surveyed_area_m2, capacity`` (NaN unknown), ``stage`` ("" or one of
        :data:`geo.plans.read.plan_schemas.STAGES`), ``floor, own_entrance, receiver`` ("" unknown); points.
    roads
        ``plan_id`` ("" allowed), ``highway`` ("" unknown); LineString.
    rejected
        ``file``, ``row``, ``plan_id``, ``reason``: rows left out because they are bad.
    notes, assumptions
        What was decided and assumed while reading.
    hashes
        File name -> SHA-256; of a Shapefile of its .shp, .dbf, .shx and .prj together.
    """

    areas: gpd.GeoDataFrame
    gates: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    rejected: pd.DataFrame
    notes: tuple[Note, ...]
    hashes: Mapping[str, str]
    assumptions: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Place:
    """Where the batch must lie, what its files are read as, and how much each may take."""

    crs: pyproj.CRS
    extent: shapely.Geometry
    datums: Mapping[str, str]
    accepts_uncertain: bool
    limits: ReadLimits | None
    roads: shapely.STRtree | None

    def name_datum(self, name: PlanLayer) -> str | None:
        """Return the datum of a file that states none."""
        return self.datums.get(name.removeprefix("plan_"), self.datums.get(""))


def read_plans(
    files: PlanFiles,
    *,
    crs: pyproj.CRS,
    extent: shapely.Geometry,
    categories: Collection[str],
    skip_bad: bool = False,
    limits: ReadLimits | None = None,
    roads: Shapes | None = None,
) -> PlanBatch:
    r"""Read and check a batch of planned residential areas.

    Parameters
    ----------
    files
        What to read.
    crs
        The city's metric CRS.
    extent
        The area that the city's data cover, in `crs`; areas must lie inside.
    categories
        The categories that planned facilities may have; a mapping also names them, by language.
    skip_bad
        Leave bad rows out and list them, instead of refusing the batch. What belongs to an area left out is left out.
    limits
        The most that reading each file may take, and a file may hold: of files that a stranger has sent.
    roads
        The city's roads, same CRS: planned ones that join none are noted. None notes nothing.

    Returns
    -------
    PlanBatch
        The good rows; tables of files that are not there are without rows.

    Raises
    ------
    InputError
        If a file cannot be used; if a row is bad, with every fault of all files; with `skip_bad` only if no area is
        good.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "areas.csv"
    ...     _ = path.write_text("plan_id,dwellings,wkt\nP-1,300,\"POLYGON ((0 200, 90 200, 90 290, 0 200))\"\n")
    ...     files = PlanFiles(areas=path, datum="EPSG:4547")
    ...     batch = read_plans(files, crs=pyproj.CRS.from_epsg(4547), extent=shapely.box(0, 0, 999, 999), categories=[])
    >>> batch.areas[["plan_id", "dwellings", "row"]].values.tolist(), batch.areas.area.tolist()
    ([['P-1', 300.0, 2]], [4050.0])
    """
    tree = None if roads is None else shapely.STRtree(roads)
    place = _Place(crs, extent, parse_datums(files.datum), files.uncertain == "accept", limits, tree)
    faults: list[InputError] = []
    found = _attempt(faults, lambda: _read_areas(files, place))
    paths: dict[PlanLayer, Path | None]
    paths = {"plan_gates": files.gates, "plan_facilities": files.facilities, "plan_roads": files.roads}
    tried = {
        name: _attempt(faults, partial(_read_other, path, name, found, place, categories))
        for name, path in paths.items()
        if path is not None
    }
    others = {name: other for name, other in tried.items() if other is not None}
    reads = [read for read, _ in ([] if found is None else [found]) + [*others.values()]]
    if faults:
        raise_faults(reads, None, faults=faults)
    assert found is not None
    areas, shapes = found
    raise_faults(reads, areas if skip_bad else None)
    good = areas.is_good
    left_out = set(areas.table.loc[~good, "plan_id"])
    layers = {name: to_layer(name, others.get(name), left_out, areas.file, crs) for name in OTHER_COLUMNS}
    return PlanBatch(
        areas=to_frame(areas.table.assign(row=[areas.name_row(row) for row in range(len(good))]), shapes, good, crs),
        gates=layers["plan_gates"],
        facilities=layers["plan_facilities"],
        roads=layers["plan_roads"].explode(ignore_index=True),
        rejected=list_rejected(reads),
        notes=tuple(note for read in reads for note in read.notes),
        assumptions=tuple(areas.assumptions),
        hashes={path.name: hash_file(path) for path in (files.areas, *paths.values()) if path is not None},
    )


def _attempt(faults: list[InputError], read: Callable[[], Read]) -> Read | None:
    try:
        return read()
    except InputError as error:
        faults.append(error)
        return None


def _read_areas(files: PlanFiles, place: _Place) -> tuple[PlanTable, Shapes]:
    read = read_plan_table(
        files.areas,
        "plan_areas",
        datum=place.name_datum("plan_areas"),
        layer=files.layer,
        columns=files.columns,
        limits=place.limits,
    )
    check_size_columns(read)
    datum = settle_datum(read, place.datums, "areas")
    _number_rows(read, "plan_id", "P")
    _fill_columns(read, (*AREA_COLUMNS, *DERIVED_FROM))
    read_stages(read)
    check_words(read, "stage", list(STAGES))
    placed = _place(read, "area", datum, place)
    derive_dwellings(read, placed)
    read.table = read.table.drop(columns=list(DERIVED_FROM))
    propose_phases(read)
    check_sizes(read, placed)
    check_inside(read, placed, extent=place.extent, datum=datum, crs=place.crs)
    return read, placed


def _place(read: PlanTable, wanted: str, datum: str | None, place: _Place) -> Shapes:
    return place_shapes(read, wanted=wanted, datum=datum, crs=place.crs, accepts_uncertain=place.accepts_uncertain)


def _fill_columns(read: PlanTable, columns: tuple[str, ...]) -> None:
    """Bring the table to these columns: NaN or "" where the file has none."""
    table = read.table.reindex(columns=list(columns)).astype(object)
    numbers = dict.fromkeys(set(columns) & set(NUMBERS), float)
    texts = {column: table[column].where(table[column].notna(), "") for column in columns if column not in numbers}
    read.table = table.assign(**texts).astype(numbers)


def _number_rows(read: PlanTable, column: str, letter: str) -> None:
    if column in read.table:
        return
    n = len(read.table)
    digits = max(3, len(str(n)))
    read.table[column] = pd.Series([f"{letter}{row:0{digits}d}" for row in range(1, n + 1)], dtype=object)
    read.notes.append(make_note("numbered_rows", file=read.file, first=f"{letter}{1:0{digits}d}"))


def _read_other(
    path: Path,
    name: PlanLayer,
    found: tuple[PlanTable, Shapes] | None,
    place: _Place,
    categories: Collection[str],
) -> tuple[PlanTable, Shapes]:
    read = read_plan_table(path, name, datum=place.name_datum(name), limits=place.limits)
    datum = settle_datum(read, place.datums, name.removeprefix("plan_"))
    columns = OTHER_COLUMNS[name]
    if name != "plan_roads":
        _number_rows(read, columns[0], columns[0][0].upper())
    _fill_columns(read, columns)
    placed = _place(read, "line" if name == "plan_roads" else "point", datum, place)
    if found is not None:
        areas, shapes = found
        check_references(read, areas.table["plan_id"], areas_file=areas.file)
        known = ~shapely.is_missing(shapes) & ~areas.table["plan_id"].duplicated(keep=False).to_numpy()
        outlines = gpd.GeoDataFrame(areas.table.loc[known, ["plan_id"]], geometry=shapes[known], crs=place.crs)
        if name == "plan_gates":
            check_gates(read, placed, outlines)
        elif name == "plan_facilities":
            note_far(read, placed, outlines)
    if name == "plan_roads" and place.roads is not None:
        note_alone(read, placed, place.roads)
    if name != "plan_gates":
        check_inside(read, placed, extent=place.extent, datum=datum, crs=place.crs)
    if name == "plan_facilities":
        read_categories(read, categories)
        read_stages(read)
        check_words(read, "category", sorted(categories))
        check_words(read, "stage", list(STAGES))
    return read, placed
