"""Places of a plot: points as dense as its figures need, which stand for its ground, and its outline."""

from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int64

#: Places that stand for the ground of a plot: about so many.
_PLACES: Final = 600
#: Cells of its lattice along each side at most: one that winds about in a wide frame has fewer places.
_CELLS: Final = 400
#: Parts of its outline: about so many, and one that ends at each corner.
_OUTLINE_PARTS: Final = 120


class PlotPlaces(NamedTuple):
    """Places of n plots: those of the ground, which have a weight, and those of the outline, which have none.

    Parameters
    ----------
    first
        Row of the first place of each plot, and the number of all, shape (n + 1,).
    xy
        Where they are, shape (p, 2).
    weight
        1 on the ground, 0 on the outline, shape (p,).
    cell_m, width_m
        Side of the square that a place of the ground stands for, and how far places are apart at most [m], shape (n,).
    """

    first: Int64
    xy: Float64
    weight: Float64
    cell_m: Float64
    width_m: Float64


def spread_places(areas: gpd.GeoSeries) -> PlotPlaces:
    """Spread places over plots: about 600 on the ground, about 120 and every corner on the outline.

    Parameters
    ----------
    areas
        Polygons in a metric CRS.

    Returns
    -------
    PlotPlaces
        The middles of a lattice of rectangles, nearly squares, that lies along the longest side of each plot and ends
        where the plot ends: a rectangle however turned is met exactly, and a mirrored plot has the mirrored places. At
        least one of the ground per plot; empty for no plots.

    Examples
    --------
    >>> places = spread_places(gpd.GeoSeries([shapely.box(0, 0, 300, 200)]))
    >>> int(places.weight.sum()), places.cell_m.tolist(), places.xy.min(axis=0).tolist()
    (600, [10.0], [0.0, 0.0])
    """
    parts = [_spread(shape) for shape in areas.to_numpy()]
    outlines = [_divide_outline(shape) for shape in areas.to_numpy()]
    count = np.array([[len(ground), len(outline)] for (ground, _), outline in zip(parts, outlines, strict=True)])
    both = [part for (ground, _), outline in zip(parts, outlines, strict=True) for part in (ground, outline)]
    return PlotPlaces(
        first=np.r_[0, np.cumsum(count.reshape(-1, 2).sum(axis=1))].astype(np.int64),
        xy=np.concatenate([np.empty((0, 2)), *both]),
        weight=np.repeat(np.tile([1.0, 0.0], len(parts)), count.ravel().astype(np.int64)),
        cell_m=np.array([cell_m for _, cell_m in parts], float),
        width_m=shapely.minimum_bounding_radius(areas.to_numpy()) * 2,
    )


def _spread(shape: shapely.Geometry) -> tuple[Float64, float]:
    """List the middles of the cells that lie in a plot, and how wide a cell is [m]."""
    along = _find_longest_side(shape)
    turn = np.column_stack([along, [-along[1], along[0]]])
    turned = shapely.get_coordinates(shape) @ turn
    low, size = turned.min(axis=0), np.ptp(turned, axis=0)
    cells = np.clip(np.round(size / np.sqrt(shape.area / _PLACES)), 1, _CELLS).astype(int)
    step = size / cells
    axes = [low[i] + step[i] * (np.arange(cells[i]) + 0.5) for i in (0, 1)]
    lattice = np.column_stack([axis.ravel() for axis in np.meshgrid(*axes)]) @ turn.T
    shapely.prepare(shape)
    inside = lattice[shapely.contains_xy(shape, lattice[:, 0], lattice[:, 1])]
    ground = inside if len(inside) else shapely.get_coordinates(shape.representative_point())
    return ground, float(np.sqrt(step.prod()))


def _find_longest_side(shape: shapely.Geometry) -> Float64:
    """Find the direction of the longest side, as a vector of length 1."""
    xy, ring = shapely.get_coordinates(shapely.get_parts(shapely.boundary(shape)), return_index=True)
    side = np.diff(xy, axis=0) * (ring[1:] == ring[:-1])[:, None]
    length_m = np.hypot(side[:, 0], side[:, 1])
    longest = int(length_m.argmax())
    return np.asarray(side[longest] / length_m[longest])


def _divide_outline(shape: shapely.Geometry) -> Float64:
    outline = shapely.boundary(shape)
    return np.asarray(shapely.get_coordinates(shapely.segmentize(outline, outline.length / _OUTLINE_PARTS)))
