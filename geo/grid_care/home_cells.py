"""Lines between homes: where a face holds too many households, it is cut between its compounds, or its buildings."""

from typing import Final

import numpy as np
import shapely

from geo.arrays import Int64, Objects, group_starts

#: Lines end so far behind the border of their face, so that they cut it [m]; what stands out cuts nothing.
_BEYOND_M: Final = 0.01


def draw_cell_lines(faces: Objects, points: Objects, face: Int64, cell: Int64) -> Objects:
    """Draw the lines between the cells of the homes of faces.

    Parameters
    ----------
    faces
        Polygons, shape (n,).
    points
        Homes, shape (m,).
    face, cell
        The face that each home lies in, and what is to stay together: a compound, or the home alone; shape (m,).

    Returns
    -------
    ndarray of geometry
        Lines, each a little longer than its face; empty where no face has two cells. What is nearer to one home than
        to any other belongs to the cell of this home.

    Examples
    --------
    >>> homes = shapely.points([[2, 5], [4, 5], [8, 5]])
    >>> lines = draw_cell_lines(np.array([shapely.box(0, 0, 10, 10)]), homes, np.zeros(3, int), np.array([0, 0, 1]))
    >>> [round(float(x), 2) for x in shapely.bounds(lines[0])]
    [6.0, -0.01, 6.0, 10.01]
    """
    order = np.lexsort((cell, face))
    rows = np.split(order, np.flatnonzero(group_starts(face[order]))[1:]) if len(order) else []
    found = [_draw_lines(faces[face[homes[0]]], points[homes], cell[homes]) for homes in rows]
    drawn = [lines for lines in found if lines is not None and not shapely.is_empty(lines)]
    return shapely.get_parts(np.array(drawn, object)) if drawn else np.empty(0, object)


def _draw_lines(face: shapely.Polygon, points: Objects, cell: Int64) -> shapely.Geometry | None:
    """Draw the lines between the cells of one face; homes at one place are of one cell, the first."""
    xy, first = np.unique(shapely.get_coordinates(points), axis=0, return_index=True)
    cell = cell[first]
    if (cell == cell[0]).all():
        return None
    if len(xy) == 2:  # two places need no diagram, which would be empty for some
        return _clip(_draw_bisector(xy, face), face)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=face, ordered=True))
    if len(cells) != len(xy):
        return None
    order = np.argsort(cell, kind="stable")
    groups = np.split(cells[order], np.flatnonzero(group_starts(cell[order]))[1:])
    edges = shapely.boundary([shapely.coverage_union_all(group) for group in groups])
    return _clip(shapely.line_merge(shapely.union_all(edges)), face)


def _draw_bisector(xy: "np.typing.NDArray[np.float64]", face: shapely.Polygon) -> shapely.LineString:
    west, south, east, north = face.bounds
    along = np.array([xy[0, 1] - xy[1, 1], xy[1, 0] - xy[0, 0]])
    reach = 2 * np.hypot(east - west, north - south) * along / np.hypot(*along)
    return shapely.LineString([xy.mean(axis=0) - reach, xy.mean(axis=0) + reach])


def _clip(line: shapely.Geometry, face: shapely.Polygon) -> shapely.Geometry:
    return shapely.intersection(line, shapely.buffer(face, _BEYOND_M, join_style="mitre"))
