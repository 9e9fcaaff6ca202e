"""Homes of a plan area: points spread over it, which compete for facilities; its shares are read off finer places."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Int32, Objects
from geo.city.snaps import measure_boundary_m

#: Homes of an area: about so many.
_HOMES: Final = 12


#: Homes are no nearer to each other than the first and no farther than the second [m].
_SPACING_M: Final = (25.0, 150.0)


@dataclass(frozen=True)
class PlanHomes:
    """Homes of plan areas; those of an area have the same number of residents each.

    Parameters
    ----------
    points
        Their places, shape (h,).
    area
        Row of the plan area of each, ascending, shape (h,).
    share
        Share of the area's residents at each, shape (h,).
    boundary_m
        Straight distance to the boundary of the data [m], shape (h,).
    """

    points: Objects
    area: Int32
    share: Float64
    boundary_m: Float64


def place_homes(areas: gpd.GeoSeries, extent: shapely.Geometry) -> PlanHomes:
    """Spread homes over plan areas, whose buildings are not known yet.

    Parameters
    ----------
    areas
        Polygons in a metric CRS.
    extent
        The area that the city's data cover, same CRS.

    Returns
    -------
    PlanHomes
        The points of a square lattice that lie in each area: about a dozen, 25 to 150 m apart; at least one per
        area. Empty for no areas.

    Examples
    --------
    >>> homes = place_homes(gpd.GeoSeries([shapely.box(0, 0, 200, 100)]), shapely.box(0, 0, 900, 900))
    >>> shapely.get_coordinates(homes.points)[:2].tolist(), len(homes.points)
    ([[18.0, 9.0], [59.0, 9.0]], 15)
    """
    parts = [_spread(shape) for shape in areas.to_numpy()]
    count = np.array([len(part) for part in parts], np.int64)
    points = shapely.points(np.concatenate(parts)) if parts else np.empty(0, object)
    area = np.repeat(np.arange(len(parts), dtype=np.int32), count)
    return PlanHomes(points, area, np.repeat(1.0 / np.maximum(count, 1), count), measure_boundary_m(extent, points))


def _spread(shape: shapely.Geometry) -> Float64:
    west, south, east, north = shape.bounds
    step_m = round(float(np.clip(np.sqrt(shape.area / _HOMES), *_SPACING_M)))
    # the lattice stands in the middle of the box, so that a mirrored area has mirrored homes
    x, y = (
        (low + high) / 2 + step_m * (np.arange(n) - (n - 1) / 2)
        for low, high in ((west, east), (south, north))
        for n in [int((high - low) // step_m) + 1]
    )
    lattice = np.column_stack([axis.ravel() for axis in np.meshgrid(x, y)])
    shapely.prepare(shape)
    inside = lattice[shapely.contains_xy(shape, lattice[:, 0], lattice[:, 1])]
    return np.asarray(inside if len(inside) else shapely.get_coordinates(shape.representative_point()))
