"""The geometry of a batch's file: checked as the file has it, and brought into the city's CRS."""

from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.arrays import Shapes
from geo.crs.accuracy import check_accuracy, find_stated_crs
from geo.crs.checks import check_range, is_degrees
from geo.crs.hints import describe_missing_crs, suggest_crs
from geo.crs.projection import project_frame
from geo.errors import CrsError
from geo.plans.read.closing import close_outlines
from geo.plans.read.plan_table import PlanTable
from geo.texts.notes import make_note

#: What a file holds -> types of geometry that it may have.
_TYPES: Final = {
    "area": ("Polygon", "MultiPolygon"),
    "point": ("Point",),
    "line": ("LineString", "MultiLineString"),
}


#: Coordinates that no CRS has: the easting with a zone in front is the largest there is, below 61 million.
_FARTHEST: Final = 1e9


#: Characters of the longest CRS name that a message repeats.
_LONGEST_NAME: Final = 40


def place_shapes(
    read: PlanTable, *, wanted: str, datum: str | None, crs: pyproj.CRS, accepts_uncertain: bool = False
) -> Shapes:
    """Check a file's geometry and bring it into the city's CRS.

    Parameters
    ----------
    read
        The file; rows with bad geometry are reported, and their geometry taken away.
    wanted
        ``"area"``, ``"point"`` or ``"line"``.
    datum
        Overrides the file's own CRS where given.
    crs
        The city's CRS.
    accepts_uncertain
        Whether a file counts that is brought into `crs` with an error of more than 10 m.

    Returns
    -------
    ndarray of shapely.Geometry
        In `crs`, 2D and valid; None where bad; shape (n,); empty for a file without rows.

    Raises
    ------
    CrsError
        If most of its coordinates cannot be in its CRS, or that is only known to more than 10 m and that is not
        accepted. A file without a CRS, where none is named, has no good row.

    Examples
    --------
    >>> import pandas as pd
    >>> points = np.array([shapely.Point(113.6655, 34.7525)])
    >>> read = PlanTable(file="a.csv", table=pd.DataFrame(index=[0]), shapes=points, crs=None)
    >>> placed = place_shapes(read, wanted="point", datum="wgs84", crs=pyproj.CRS.from_epsg(4547))
    >>> round(placed[0].x), round(placed[0].y)
    (469372, 3847187)
    """
    known = shapely.get_coordinates(read.shapes)
    if wanted == "area":
        _close_lines(read)
    _check_kinds(read, wanted)
    _check_coordinates(read)
    if wanted == "area":
        _check_validity(read, read.shapes)
    if datum is None and read.crs is None:
        if "no datum" not in read.problems.kinds and len(known):  # x and y of a table were asked for already
            fault = describe_missing_crs(known[:, 0], known[:, 1], read.file, reader="command")
            read.problems.add("no datum", [fault], error=CrsError, rows=[range(len(read.table))])
        return np.full(len(read.shapes), None, object)
    stated = datum or read.crs.to_string()  # type: ignore[union-attr]
    # a CRS without a code is named by a text of many lines
    name = stated if len(stated) < _LONGEST_NAME or read.crs is None else read.crs.name
    _check_ranges(read, is_degrees(stated, read.file), name)
    placed = _project(read, datum, crs)
    source = find_stated_crs(datum, read.crs, file=read.file)
    if source is not None:
        read.notes += check_accuracy(source, crs, accepts=accepts_uncertain, file=read.file)
    if wanted == "area":
        _check_validity(read, placed)
    return placed


def _close_lines(read: PlanTable) -> None:
    """Make areas of outlines that were drawn as lines, whatever the format."""
    read.shapes[:], closed = close_outlines(read.shapes)
    if closed:
        read.notes.append(make_note("closed_outlines", file=read.file, outlines=closed))


def _check_kinds(read: PlanTable, wanted: str) -> None:
    known = ~shapely.is_missing(read.shapes)
    empty = known & shapely.is_empty(read.shapes)
    read.drop_shapes("empty geometry", empty, "its geometry is empty; draw it, or delete the row")
    kinds = gpd.GeoSeries(read.shapes).geom_type.to_numpy().copy()
    if wanted == "point":  # one point in a layer of several is a point
        lone = (kinds == "MultiPoint") & (shapely.get_num_geometries(read.shapes) == 1)
        read.shapes[lone] = shapely.get_geometry(read.shapes[lone], 0)
        kinds[lone] = "Point"
    expected = " or ".join(_TYPES[wanted])
    wrong = known & ~empty & ~np.isin(kinds.astype(str), _TYPES[wanted])
    advice = "; close the line and make it a polygon" if wanted == "area" else ""
    read.drop_shapes("wrong geometry", wrong, lambda row: f"a {kinds[row]}; expected a {expected}{advice}")


def _check_coordinates(read: PlanTable) -> None:
    xy, row = shapely.get_coordinates(read.shapes, return_index=True)
    lost = np.zeros(len(read.shapes), bool)
    lost[row[~(np.abs(xy) < _FARTHEST).all(axis=1)]] = True  # NaN is not less either
    reason = "NaN or infinite coordinates, or such as no place on Earth has; export its geometry again"
    read.drop_shapes("coordinate that is no number", lost, reason)
    high = shapely.has_z(read.shapes)
    if high.any():
        read.notes.append(make_note("flattened", file=read.file, geometries=int(high.sum())))
    read.shapes[:] = shapely.force_2d(read.shapes)


def _check_validity(read: PlanTable, shapes: Shapes) -> None:
    """Report where an outline crosses itself; to repair it would be to guess what was meant."""
    bad = ~shapely.is_missing(shapes) & ~shapely.is_valid(shapes)
    reasons = dict(zip(np.flatnonzero(bad).tolist(), shapely.is_valid_reason(shapes[bad]), strict=True))
    shapes[bad] = None
    read.drop_shapes("invalid geometry", bad, lambda row: f"{reasons[row]}; redraw the outline there")


def _check_ranges(read: PlanTable, degrees: bool, name: str) -> None:
    bounds = shapely.bounds(read.shapes)
    known = ~shapely.is_missing(read.shapes)
    fits = (np.abs(bounds[:, [0, 2]]).max(axis=1) <= 180) & (np.abs(bounds[:, [1, 3]]).max(axis=1) <= 90)
    wrong = known & (fits != degrees)
    x, y = bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)
    if 2 * wrong.sum() > known.sum():
        check_range(x[wrong], y[wrong], degrees, name, read.file)
    says = "are not degrees" if degrees else "are degrees, not metres"
    read.drop_shapes(
        "coordinates of another kind",
        wrong,
        lambda row: f"coordinates like {x[row]:g}, {y[row]:g} {says} as {name} has them; bring the row into {name}",
        error=CrsError,
    )


def _project(read: PlanTable, datum: str | None, crs: pyproj.CRS) -> Shapes:
    frame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(read.shapes, crs=read.crs))
    placed = np.asarray(project_frame(frame, datum=datum, crs=crs).geometry.values).astype(object)
    xy, row = shapely.get_coordinates(placed, return_index=True)
    lost = np.zeros(len(placed), bool)
    lost[row[~np.isfinite(xy).all(axis=1)]] = True
    placed[lost] = None
    if lost.any() and lost.sum() == (~shapely.is_missing(read.shapes)).sum():
        hint = suggest_crs(*np.median(shapely.get_coordinates(read.shapes), axis=0).tolist())
        raise CrsError(f"{read.file}: none of its coordinates has a place in the city's CRS; {hint}")
    reason = "its coordinates cannot be brought into the city's CRS; check them"
    shapes = read.shapes.copy()
    read.drop_shapes("no place in the city's CRS", lost, reason, error=CrsError)
    read.shapes[:] = shapes
    return placed
