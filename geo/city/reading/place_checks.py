"""Whether the places of a layer lie where the roads are, with their axes and their datum right."""

from collections.abc import Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int64
from geo.city.reading.state import Build
from geo.crs.checks import check_axes
from geo.crs.datum import DATUMS
from geo.crs.fit import compare_datums, move_places
from geo.crs.fitting import find_fitting, find_roads_crs
from geo.crs.projection import parse_crs, project_coordinates
from geo.errors import CrsError
from geo.files.endings import EXCEL, SEPARATORS
from geo.files.layers import LayerSource
from geo.files.tables import read_table
from geo.texts.notes import Note, make_note

#: Points along the outline of each polygon that are compared with the roads, and homes that are with units.
_ALONG: Final = 8
_SAMPLE: Final = 2000
#: Rows of one table of several that are tested by themselves: fewer fit by chance.
_ENOUGH: Final = 24
#: Rows that a note names.
_SHOWN_ROWS: Final = 5
#: Share of the homes that units hold in the right datum, and how much more that is than in a wrong one.
_MOST_INSIDE: Final = 0.8
_MORE_INSIDE: Final = 0.1


def check_places(
    build: Build, parts: Sequence[tuple[LayerSource, gpd.GeoSeries]], *, extent: shapely.Geometry, tree: shapely.STRtree
) -> None:
    """Check that a layer lies where the roads are, with its axes and its datum right.

    Parameters
    ----------
    build
        The build; a doubtful datum becomes a note.
    parts
        The tables of the layer, with where their rows lie, in the city's CRS, by the numbers of the rows. Each is
        checked by itself, where it has enough rows for that, and all together.
    extent
        The area that the data cover, same CRS.
    tree
        Tree of the roads' lines.

    Raises
    ------
    CrsError
        If most places lie outside, or inside only with x and y, or longitude and latitude, exchanged.
    """
    placed = [(source, _leave_placed(shapes)) for source, shapes in parts if source.path is not None]
    placed = [(source, shapes) for source, shapes in placed if len(shapes)]
    if not placed:
        return
    alone = [part for part in placed if len(part[1]) >= _ENOUGH] if len(placed) > 1 else placed
    for source, shapes in alone:
        try:
            check_axes(shapes, extent, file=_name_file(source))
        except CrsError as error:
            raise CrsError(f"{error}{_advise(build, source, shapes, extent)}") from None
    if len(alone) < len(placed):
        files = ", ".join(_name_file(source) for source, _ in placed)
        check_axes(gpd.GeoSeries(pd.concat([shapes for _, shapes in placed])), extent, file=files)
    for source, shapes in placed:
        outside = shapes.index[~shapely.intersects(extent, np.asarray(shapes.values))]
        if len(outside):
            note = make_note(
                "outside_extent",
                file=_name_file(source),
                places=len(shapes),
                outside=len(outside),
                rows=", ".join(map(str, outside[:_SHOWN_ROWS])) + (", ..." if len(outside) > _SHOWN_ROWS else ""),
            )
            build.notes.append(note)
    found = [note for part in alone for note in _test_datum(build, [part], tree)]
    if not found and len(placed) > 1:
        for stated in dict.fromkeys(_name_datum(source) for source, _ in placed):
            alike = [part for part in placed if _name_datum(part[0]) == stated]
            found += [note for note in _test_datum(build, alike, tree) if "rows" not in note.values or len(alike) == 1]
    build.notes += found


def _advise(build: Build, source: LayerSource, shapes: gpd.GeoSeries, extent: shapely.Geometry) -> str:
    """Say in which CRS the places would lie inside, or the roads where the places are; "" where nothing helps."""
    assert source.path is not None
    middle = shapely.get_coordinates(shapes.representative_point())
    own = None if source.datum else getattr(read_table(source.path, layer=source.layer)[0], "crs", None)
    stated = source.datum or (own.to_string() if own is not None else source.default_datum)
    fitting: list[str] = []
    if stated is not None and stated not in DATUMS and not build.doubts_roads:
        target = parse_crs(stated, where="datum")
        raw = project_coordinates(middle[:, 0], middle[:, 1], datum=build.crs.to_string(), crs=target)
        fitting = find_fitting(np.column_stack(raw), extent, stated=stated, crs=build.crs)
    if fitting:
        return f". They would lie inside {' or '.join(fitting)}"
    hull = build.roads_hull
    name = None if hull is None else find_roads_crs(middle, hull[0], stated=hull[1], crs=build.crs)
    build.doubts_roads |= name is not None
    if name is None:
        return ""
    return f'. The roads would lie where these places are as {name}: if so, name datum = "{name}" in [roads]'


def explain_roads_elsewhere(build: Build, homes: gpd.GeoDataFrame | None) -> None:
    """Say that the roads are in another CRS than they state, where they lie far from the CRS of the city.

    Parameters
    ----------
    build
        The build; gets one more fault where the homes tell which CRS the roads are in.
    homes
        In the city's CRS; None where they cannot be read.
    """
    if homes is None or build.roads_hull is None:
        return
    hull, stated = build.roads_hull
    places = shapely.get_coordinates(_leave_placed(homes.geometry).representative_point())
    name = find_roads_crs(places, hull, stated=stated, crs=build.crs)
    if name is not None:
        file = _name_file(build.layer("roads"))
        text = (
            f"{file}: read as {stated.to_string()} it lies far from the homes, and as {name} where they are; name "
            f'datum = "{name}" in [roads]'
        )
        # the city's CRS is judged by where the roads lie
        build.faults = [CrsError(text), *(fault for fault in build.faults if not str(fault).startswith("[city] crs"))]


def check_barriers(
    build: Build, barriers: gpd.GeoDataFrame, *, extent: shapely.Geometry, tree: shapely.STRtree
) -> None:
    """Check the axes and the datum of walls, rivers and railways, which may reach far beyond the city.

    Parameters
    ----------
    build
        The build; a doubtful datum becomes a note.
    barriers
        In the city's CRS; its index is the number of each row.
    extent
        The area that the data cover, same CRS.
    tree
        Tree of the roads' lines.

    Raises
    ------
    CrsError
        If all lie outside.
    """
    source, shapes = build.layer("barriers"), _leave_placed(barriers.geometry)
    inside = shapes[shapely.intersects(extent, np.asarray(shapes.values))]
    if len(inside):
        build.notes += _test_datum(build, [(source, inside)], tree)
    elif len(shapes):
        check_axes(shapes, extent, file=_name_file(source))


def _leave_placed(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Leave out what has no place."""
    return shapes[shapes.notna() & ~shapes.is_empty & np.isfinite(shapes.bounds).all(axis=1)]


def _test_datum(build: Build, parts: Sequence[tuple[LayerSource, gpd.GeoSeries]], tree: shapely.STRtree) -> list[Note]:
    """Test the datum of tables that state the same one."""
    stated = _name_datum(parts[0][0])
    samples = [_sample_places(shapes) for _, shapes in parts]
    return compare_datums(
        np.concatenate([xy for xy, _ in samples]),
        tree,
        crs=build.crs,
        datum=stated if stated in DATUMS else "wgs84",
        stated=stated,
        file=", ".join(_name_file(source) for source, _ in parts),
        numbers=np.concatenate([numbers for _, numbers in samples]),
    )


def _name_file(source: LayerSource) -> str:
    assert source.path is not None
    return source.path.name


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
