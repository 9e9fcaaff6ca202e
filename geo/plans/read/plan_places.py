"""Where planned areas lie: inside the city's data, and in which datum they would."""

from typing import Final

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.arrays import Bool, Shapes
from geo.crs.checks import check_axes
from geo.crs.fitting import find_fitting
from geo.crs.hints import suggest_crs, zone_crs
from geo.crs.projection import project_frame
from geo.errors import CrsError
from geo.plans.planned_roads import JOIN_M
from geo.plans.read.plan_table import PlanTable
from geo.texts.notes import make_note

#: Share of an area beyond the data that rounding and datum shifts may make.
_BEYOND: Final = 0.001

#: A planned facility that is farther from its area than this is hardly meant for it [m]; rows that a note names.
_FAR_M: Final = 1000.0
_SHOWN: Final = 5


def check_inside(
    read: PlanTable, placed: Shapes, *, extent: shapely.Geometry, datum: str | None, crs: pyproj.CRS
) -> None:
    """Report rows beyond the area that the city's data cover.

    Parameters
    ----------
    read
        The file; its shapes as the file has them.
    placed
        Areas, points or lines in `crs`, None where bad, shape (n,). Of a line only being wholly beyond is reported; an
        area may lie beyond with a thousandth of itself.
    extent
        The area of the city's data, same CRS.
    datum
        What the file was read as, or None for its own CRS.
    crs
        The city's CRS.

    Raises
    ------
    CrsError
        If all rows lie beyond: with what would bring them inside, where something does.

    Examples
    --------
    >>> import pandas as pd
    >>> placed = np.array([shapely.box(0, 0, 20, 20), shapely.box(90, 0, 110, 20)])
    >>> read = PlanTable(file="a.csv", table=pd.DataFrame(index=[0, 1]), shapes=placed.copy(), crs=None)
    >>> crs = pyproj.CRS.from_epsg(4547)
    >>> check_inside(read, placed, extent=shapely.box(0, 0, 100, 100), datum="EPSG:4547", crs=crs)
    >>> print(*read.problems.rows[1])
    a.csv, row 2: 50.0 % of it lies outside the city's data; keep to the area that they cover
    """
    shapely.prepare(extent)
    known = ~shapely.is_missing(placed)
    if not known.any():
        return
    outside = known & ~shapely.intersects(placed, extent)
    if (outside == known).all():
        _explain_outside(read, placed, known, extent, datum, crs)
    turned = shapely.transform(read.shapes, lambda xy: xy[:, ::-1])
    is_swapped = shapely.intersects(_bring(turned, read, datum, crs, outside), extent)
    read.report(
        "outside the city's data",
        outside,
        lambda row: (
            "lies outside the city's data; check its coordinates"
            if not is_swapped[row]
            else "lies inside the city's data only with x and y exchanged; exchange them"
        ),
        error=CrsError,
    )
    partly = known & ~outside & (shapely.get_dimensions(placed) == 2) & ~shapely.covers(extent, placed)
    share = np.zeros(len(placed))
    share[partly] = shapely.area(shapely.difference(placed[partly], extent)) / shapely.area(placed[partly])
    read.report(
        "partly outside the city's data",
        share > _BEYOND,
        lambda row: f"{share[row]:.1%} of it lies outside the city's data; keep to the area that they cover".replace(
            "%", " %"
        ),
        error=CrsError,
    )


def note_far(read: PlanTable, placed: Shapes, areas: gpd.GeoDataFrame) -> None:
    """Note planned facilities that lie far from the area that they are planned for.

    Parameters
    ----------
    read, placed
        The facilities, and their points in the city's CRS, None where bad.
    areas
        ``plan_id`` and polygons, same CRS; facilities of other areas are not judged.

    Examples
    --------
    >>> import pandas as pd
    >>> at = np.array([shapely.Point(0, 50), shapely.Point(9000, 50)])
    >>> read = PlanTable(file="f.csv", table=pd.DataFrame({"plan_id": ["P-1", "P-1"]}), shapes=at, crs=None)
    >>> note_far(read, at, gpd.GeoDataFrame({"plan_id": ["P-1"]}, geometry=[shapely.box(0, 0, 100, 100)]))
    >>> read.notes[0].values
    {'file': 'f.csv', 'places': 1, 'rows': '2'}
    """
    outline = dict(zip(areas["plan_id"], np.asarray(areas.geometry.values), strict=True))
    apart_m = shapely.distance(placed, np.array([outline.get(name) for name in read.table["plan_id"]], object))
    far = np.flatnonzero(apart_m > _FAR_M)
    if len(far):
        rows = ", ".join(str(read.name_row(int(row))) for row in far[:_SHOWN]) + (", …" if len(far) > _SHOWN else "")
        read.notes.append(make_note("far_from_plan", file=read.file, places=len(far), rows=rows))


def note_alone(read: PlanTable, placed: Shapes, roads: shapely.STRtree) -> None:
    """Note planned roads that join neither a road nor another planned one: nobody walks along them.

    Parameters
    ----------
    read, placed
        The planned roads, and their lines in the city's CRS, None where bad.
    roads
        Tree of the city's roads, same CRS.

    Examples
    --------
    >>> import pandas as pd
    >>> lines = shapely.linestrings([[(0, 0), (90, 0)], [(0, 500), (90, 500)]])
    >>> read = PlanTable(file="r.csv", table=pd.DataFrame(index=[0, 1]), shapes=lines, crs=None)
    >>> note_alone(read, lines, shapely.STRtree([shapely.LineString([(0, -50), (0, 50)])]))
    >>> read.notes[0].values
    {'file': 'r.csv', 'roads': 1, 'rows': '2'}
    """
    known = np.flatnonzero(~shapely.is_missing(placed))
    joined = np.zeros(len(placed), bool)
    joined[known[roads.query(placed[known], predicate="dwithin", distance=JOIN_M)[0]]] = True
    one, other = shapely.STRtree(placed).query(placed[known], predicate="dwithin", distance=JOIN_M)
    one = known[one]
    for _ in range(len(known)):  # what joins a road that is joined is joined too
        more = one[joined[other] & ~joined[one]]
        if not len(more):
            break
        joined[more] = True
    alone = [row for row in known.tolist() if not joined[row]]
    if alone:
        rows = ", ".join(str(read.name_row(row)) for row in alone[:_SHOWN]) + (", …" if len(alone) > _SHOWN else "")
        read.notes.append(make_note("roads_alone", file=read.file, roads=len(alone), rows=rows))


def _bring(shapes: Shapes, read: PlanTable, datum: str | None, crs: pyproj.CRS, wanted: Bool) -> Shapes:
    """Bring some shapes of a file into the city's CRS, None for the others."""
    chosen = gpd.GeoSeries(shapes, crs=read.crs).where(wanted)
    frame = gpd.GeoDataFrame(geometry=chosen)
    return np.asarray(project_frame(frame, datum=datum, crs=crs).geometry.values)


def _explain_outside(
    read: PlanTable, placed: Shapes, known: Bool, extent: shapely.Geometry, datum: str | None, crs: pyproj.CRS
) -> None:
    raw = shapely.get_coordinates(shapely.point_on_surface(read.shapes[known]))
    x, y = np.median(raw, axis=0).tolist()
    stated = datum or read.crs.to_string()  # type: ignore[union-attr]
    zone = zone_crs(x) or zone_crs(y)
    if zone and stated != f"EPSG:{zone}":
        raise CrsError(f"{read.file}: its places lie outside the city's data, read as {stated}; {suggest_crs(x, y)}")
    remedy = f"write {y:.10g},{x:.10g} instead of {x:.10g},{y:.10g}" if read.is_written else "exchange the columns"
    try:
        check_axes(gpd.GeoSeries(placed[known], crs=crs), extent, file=read.file, remedy=remedy)
    except CrsError as error:
        fitting = [] if "swapped" in str(error) else find_fitting(raw, extent, stated=stated, crs=crs)
        advice = f". They would lie inside {' or '.join(fitting)}" if fitting else ""
        raise CrsError(f"{error}{advice}") from None
