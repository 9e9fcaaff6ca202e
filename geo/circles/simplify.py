"""Simpler outlines of circles that moved no farther than said."""

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Shapes
from geo.errors import InputError


def _simplify_within(whole: Shapes, tolerance_m: float) -> Shapes:
    """Simplify shapes, those that moved too far less: keeping them valid, GEOS may pass its tolerance by a third."""
    shapes, within_m = shapely.simplify(whole, tolerance_m), tolerance_m
    lines = shapely.segmentize(shapely.boundary(whole), tolerance_m / 4)
    off = np.arange(len(whole))
    while len(off):
        moved = shapely.segmentize(shapely.boundary(shapes[off]), tolerance_m / 4)
        off = off[shapely.hausdorff_distance(moved, lines[off]) > tolerance_m]
        within_m /= 2
        shapes[off] = shapely.simplify(whole[off], within_m)
    return np.asarray(shapes, object)


def _gather_polygons(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Gather the polygons of any shape; lines where two only touch are left out."""
    return shapely.MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])


def simplify_circles(circles: gpd.GeoDataFrame, *, tolerance_m: float) -> gpd.GeoDataFrame:
    """Draw circles with fewer corners.

    Parameters
    ----------
    circles
        As :func:`draw_circle` returns them; not changed.
    tolerance_m
        Farthest that an outline may move [m] (Douglas and Peucker 1973); 0 moves nothing.

    Returns
    -------
    geopandas.GeoDataFrame
        The same; valid, and circles of smaller limits still lie within those of larger ones. Residents are the table's
        and stay; homes nearer to the outline than the tolerance may lie on its other side.

    Raises
    ------
    InputError
        If the tolerance is negative or not finite.

    Examples
    --------
    >>> from geo.circles.circles import draw_circle
    >>> from geo.circles.circles import make_circles
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> circle = draw_circle(make_circles(build_sample()), *ORIGIN, minutes=[15])
    >>> plain = simplify_circles(circle, tolerance_m=20)
    >>> int(shapely.get_num_coordinates(plain.geometry.iloc[0]) < shapely.get_num_coordinates(circle.geometry.iloc[0]))
    1
    """
    if not (np.isfinite(tolerance_m) and tolerance_m >= 0):
        raise InputError(f"tolerance {tolerance_m} m: expected 0 or more")
    if tolerance_m == 0:
        return circles
    shapes = _simplify_within(np.asarray(circles.geometry.values), tolerance_m)
    inner = np.flatnonzero((circles["id"] == circles["id"].shift(-1)).to_numpy())[::-1]
    for row in inner:  # a few breaks an origin, from the largest in
        common = shapely.intersection(shapes[row], shapes[row + 1])
        shapes[row] = common
    shapes = np.array([_gather_polygons(shape) for shape in shapes], object)
    return circles.set_geometry(gpd.GeoSeries(shapes, index=circles.index, crs=circles.crs)).assign(
        area_m2=shapely.area(shapes)
    )
