"""The square of ground that a dossier's map draws, and shapes on it as SVG paths."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from geo.arrays import Float64, Shapes, group_starts

#: Width and height of a map [0.1 mm on paper], and what lies round the area [m].
WIDTH: Final = 880
_AROUND_M: Final = 450.0


@dataclass(frozen=True)
class Frame:
    """The square of the ground that is drawn: its corner in the north-west, and tenths of a millimetre per metre."""

    west: float
    north: float
    scale: float

    @property
    def box(self) -> shapely.Geometry:
        """The square in the city's CRS."""
        side_m = WIDTH / self.scale
        return shapely.box(self.west, self.north - side_m, self.west + side_m, self.north)

    def place(self, xy: Float64) -> Float64:
        """Turn coordinates of the city's CRS into those of the map, shape (n, 2)."""
        return np.asarray((xy - [self.west, self.north]) * [self.scale, -self.scale])


def frame_area(area: shapely.Geometry, *, around_m: float = _AROUND_M) -> Frame:
    """Frame an area with what lies round it.

    Parameters
    ----------
    area
        Its polygon in a metric CRS.
    around_m
        How much of the ground is drawn round it; by default that of a plan area [m].

    Returns
    -------
    Frame
        The area is in its middle.

    Examples
    --------
    >>> frame_area(shapely.box(0, 0, 100, 50)).box.bounds
    (-450.0, -475.0, 550.0, 525.0)
    """
    west, south, east, north = area.bounds
    side_m = measure_side(area) + 2 * around_m
    return Frame((west + east - side_m) / 2, (south + north + side_m) / 2, WIDTH / side_m)


def measure_side(area: shapely.Geometry) -> float:
    """Measure the side of the smallest square that holds an area [m].

    Parameters
    ----------
    area
        Its polygon in a metric CRS.

    Returns
    -------
    float
        The longer side of its bounds.

    Examples
    --------
    >>> measure_side(shapely.box(0, 0, 100, 50))
    100.0
    """
    west, south, east, north = area.bounds
    return float(max(east - west, north - south))


def write_path(lines: Shapes, frame: Frame) -> str:
    """Write lines as a path in whole tenths of a millimetre; rings are closed by their last point.

    Parameters
    ----------
    lines
        Lines and rings in the city's CRS.
    frame
        The square that is drawn.

    Returns
    -------
    str
        For the attribute ``d``; empty without lines.

    Examples
    --------
    >>> write_path(np.array([shapely.LineString([(0, 0), (10, 0)])]), Frame(0.0, 100.0, 1.0))
    'M0 100L10 100'
    """
    lines = shapely.simplify(lines, 0.5 / frame.scale, preserve_topology=False)
    xy, line = shapely.get_coordinates(lines, return_index=True)
    if not len(xy):
        return ""
    spots = np.rint(frame.place(xy)).astype(int)
    first = group_starts(line)
    still = ~first & (np.r_[True, (spots[1:] == spots[:-1]).all(axis=1)])
    kept, begins = spots[~still].tolist(), first[~still].tolist()
    return "".join(f"{'M' if begin else 'L'}{x} {y}" for (x, y), begin in zip(kept, begins, strict=True))


def write_dots(points: Float64) -> str:
    """Write points as a path of dots, each once.

    Parameters
    ----------
    points
        On the map, shape (n, 2).

    Returns
    -------
    str
        For the attribute ``d``; empty without points.

    Examples
    --------
    >>> write_dots(np.array([[1.2, 2.0], [0.9, 2.1]]))
    'M1 2h0'
    """
    return "".join(f"M{x} {y}h0" for x, y in np.unique(np.rint(points).astype(int), axis=0).tolist())


def list_rings(shapes: Shapes) -> Shapes:
    """List the rings of polygons.

    Parameters
    ----------
    shapes
        Polygons and MultiPolygons.

    Returns
    -------
    ndarray
        LinearRings; empty without polygons.

    Examples
    --------
    >>> len(list_rings(np.array([shapely.box(0, 0, 1, 1)])))
    1
    """
    return np.asarray(shapely.get_rings(shapely.get_parts(shapes)))


def cut_lines(shapes: Shapes, frame: Frame) -> Shapes:
    """Cut lines, or the outlines of polygons, to the frame.

    Parameters
    ----------
    shapes
        Lines and polygons in the city's CRS.
    frame
        The square that is drawn.

    Returns
    -------
    ndarray
        LineStrings; empty where nothing lies inside.

    Examples
    --------
    >>> cut_lines(np.array([shapely.LineString([(-5, 50), (20, 50)])]), Frame(0.0, 100.0, 8.8))[0].length
    20.0
    """
    is_polygon = shapely.get_dimensions(shapes) == 2
    lines = np.where(is_polygon, shapely.boundary(shapes), shapes)
    cut = shapely.get_parts(shapely.clip_by_rect(lines, *frame.box.bounds))
    return np.asarray(cut[shapely.get_dimensions(cut) == 1])
