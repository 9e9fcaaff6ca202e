"""Grid units for a city that has none yet: hexagons over an area."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Objects
from geo.errors import InputError
from geo.grid.units import OVERLAP_TOLERANCE_M2

#: The shortest and the longest edge of a hexagon [m].
EDGES_M: Final = (1, 100_000)

_SQRT3: Final = float(np.sqrt(3.0))


def generate_hexagons(area: shapely.Geometry, *, edge_m: float, crs: object) -> gpd.GeoDataFrame:
    """Cover an area with hexagons, clipped to it and coded by row and column.

    Parameters
    ----------
    area
        Polygon or MultiPolygon in a metric CRS.
    edge_m
        Length of a hexagon's edge [m].
    crs
        CRS of `area`.

    Returns
    -------
    geopandas.GeoDataFrame
        ``unit_code`` ("H" + 4 digits of the row from north to south + 4 of the column from west to east), ``name``
        (the same), ``community`` (""), polygons. Together they are the area: no gap, no overlap.

    Raises
    ------
    InputError
        If the edge is not within :data:`EDGES_M`, or so short that there would be more than 9,999 rows or columns.

    Examples
    --------
    >>> units = generate_hexagons(shapely.box(0, 0, 1000, 1000), edge_m=250, crs="EPSG:32635")
    >>> round(units.area.sum()), units.unit_code.iloc[0]
    (1000000, 'H00000000')
    """
    west, south, east, north = shapely.bounds(area)
    least_m, most_m = EDGES_M
    if not least_m <= edge_m <= most_m:
        raise InputError(f"hexagon edge {edge_m:g} m: expected {least_m:,} to {most_m:,} m")
    if (north - south) / (1.5 * edge_m) > 9_998 or (east - west) / (_SQRT3 * edge_m) > 9_998:
        raise InputError(f"hexagon edge {edge_m:g} m: expected a length that makes at most 9,999 rows and columns")
    rows = np.arange(int(np.ceil((north - south) / (1.5 * edge_m))) + 1)
    columns = np.arange(int(np.ceil((east - west) / (_SQRT3 * edge_m))) + 1)
    row, column = (grid.ravel() for grid in np.meshgrid(rows, columns, indexing="ij"))
    # centres sit on a lattice of integers so that neighbours share their corners to the last bit
    half_x = 2 * column + row % 2
    corner_x, corner_y = np.array([0, 1, 1, 0, -1, -1]), np.array([-2, -1, 1, 2, 1, -1])
    x = west + (half_x[:, None] + corner_x) * (_SQRT3 / 2 * edge_m)
    y = north - (3 * row[:, None] + corner_y) * (edge_m / 2)
    hexagons = shapely.polygons(np.stack([x, y], axis=-1))
    shapely.prepare(area)
    touched = np.flatnonzero(shapely.intersects(area, hexagons))
    inside = shapely.contains_properly(area, hexagons[touched])
    shapes = hexagons[touched]
    shapes[~inside] = _polygonal(shapely.intersection(shapes[~inside], area))
    codes = [f"H{r:04d}{c:04d}" for r, c in zip(row[touched], column[touched], strict=True)]
    units = gpd.GeoDataFrame({"unit_code": codes, "name": codes, "community": ""}, geometry=shapes, crs=crs)
    return units[units.area > OVERLAP_TOLERANCE_M2].reset_index(drop=True)


def _polygonal(shapes: Objects) -> Objects:
    """Drop the lines and points that a clip leaves beside the polygons."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    shapes[mixed] = [shapely.union_all([part for part in shape.geoms if part.area > 0]) for shape in shapes[mixed]]
    return shapes
