"""Grid units that plan areas need: how many, where, and under which codes."""

from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.city import City
from geo.grid import BASE_KIND
from geo.partition import Blocks, absorb_rest, cut_regions, halve_places

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Shapes = npt.NDArray[np.object_]

#: Households of a grid unit (GB/T 34300-2017, from memory).
UNIT_HOUSEHOLDS: Final = (300.0, 500.0)
#: Units are numbered in rows of this height from the north, in each from the west [m].
_ROW_M: Final = 100.0
#: Cells an area is thought of in, for each unit; and how much dearer it is to grow across a road.
_CELLS: Final = 24
_ACROSS: Final = 6.0
_FAR_M: Final = 1e5
_LEAST_M2: Final = 1.0


def count_units(households: FloatArray) -> IntArray:
    """Count the grid units that plan areas need.

    Parameters
    ----------
    households
        Of each area, shape (n,).

    Returns
    -------
    ndarray of int64
        The fewest whose households do not exceed the most of :data:`UNIT_HOUSEHOLDS`, shape (n,); at least one.

    Examples
    --------
    >>> count_units(np.array([120.0, 500.0, 501.0, 1500.0])).tolist()
    [1, 1, 2, 3]
    """
    return np.maximum(np.ceil(households / UNIT_HOUSEHOLDS[1] - 1e-9), 1).astype(np.int64)


def divide_areas(areas: gpd.GeoSeries, households: FloatArray, roads: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Divide plan areas into the grid units that they need.

    Parameters
    ----------
    areas
        Polygons in a metric CRS; households are thought to be spread evenly.
    households
        Of each, shape (n,).
    roads
        LineStrings; units of an area that roads run through are bounded by them where that keeps them even.

    Returns
    -------
    geopandas.GeoDataFrame
        ``area`` (row of its area), ``households``, polygons; together they are the areas. Where no road runs through,
        straight cuts across the longer side. Each unit is in one piece unless its area is not.

    Examples
    --------
    >>> area = gpd.GeoSeries([shapely.box(0, 0, 200, 100)], crs="EPSG:32635")
    >>> units = divide_areas(area, np.array([800.0]), gpd.GeoSeries([], crs=area.crs))
    >>> units.households.round(6).tolist(), units.bounds.round(6).minx.tolist()
    ([400.0, 400.0], [0.0, 100.0])
    """
    shapes, count = np.asarray(areas.to_numpy()), count_units(households)
    faces, face_area = _find_faces(shapes, np.flatnonzero(count > 1), np.asarray(roads.to_numpy()))
    many = np.flatnonzero((count > 1) & (np.bincount(face_area, minlength=len(shapes)) == 0))
    straight, of_straight = _cut_straight(shapes, many, count)
    broken = np.unique(of_straight[shapely.get_num_geometries(straight) > 1])
    kept = ~np.isin(of_straight, broken)
    rough = np.union1d(broken, np.unique(face_area)).astype(np.int64)
    faces = np.concatenate([faces, shapes[broken]])
    face_area = np.concatenate([face_area, broken])
    grown, of_grown = _grow_units(shapes, rough, count, faces, face_area)
    whole = np.flatnonzero(count == 1)
    area = np.concatenate([whole, of_straight[kept], of_grown]).astype(np.int64)
    pieces = np.concatenate([shapes[whole], straight[kept], grown])
    share = shapely.area(pieces) / shapely.area(shapes)[area]
    table = gpd.GeoDataFrame({"area": area, "households": households[area] * share}, geometry=pieces, crs=areas.crs)
    x, y = shapely.get_coordinates(shapely.centroid(pieces)).T
    order = np.lexsort((x, -np.floor(y / _ROW_M), area))
    return table.iloc[order].reset_index(drop=True)


def _find_faces(shapes: Shapes, rows: IntArray, roads: Shapes) -> tuple[Shapes, IntArray]:
    """Find the blocks that roads cut areas into; areas that no road cuts have none."""
    near, road = shapely.STRtree(roads).query(shapes[rows], predicate="intersects")
    faces: list[Shapes] = [np.empty(0, object)]
    owner: list[int] = []
    for i in np.unique(near):
        shape = shapes[rows[i]]
        lines = [shape.boundary, *shapely.intersection(roads[road[near == i]], shape)]
        found = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(lines))))
        found = found[shapely.intersects(shapely.point_on_surface(found), shape) & (shapely.area(found) > _LEAST_M2)]
        if len(found) > 1:
            faces.append(found)
            owner += [int(rows[i])] * len(found)
    return np.concatenate(faces), np.array(owner, np.int64)


def _lay_cells(shapes: Shapes, rows: IntArray, count: IntArray) -> tuple[Shapes, IntArray]:
    """Lay a lattice of squares over areas; return the squares that touch them, with the row of their area."""
    boxes: list[Shapes] = [np.empty(0, object)]
    owner: list[IntArray] = [np.empty(0, np.int64)]
    for row in rows.tolist():
        west, south, east, north = shapes[row].bounds
        step = float(np.sqrt(shapes[row].area / (count[row] * _CELLS)))
        # so many that they end where the area ends: an even area is cut evenly
        x, y = (
            np.linspace(low, high, int(np.ceil((high - low) / step)) + 1)
            for low, high in ((west, east), (south, north))
        )
        left, low = (axis.ravel() for axis in np.meshgrid(x[:-1], y[:-1]))
        squares = shapely.box(left, low, left + x[1] - x[0], low + y[1] - y[0])
        shapely.prepare(shapes[row])
        squares = squares[shapely.intersects(shapes[row], squares)]
        boxes.append(squares)
        owner.append(np.full(len(squares), row))
    return np.concatenate(boxes), np.concatenate(owner)


def _cut_straight(shapes: Shapes, rows: IntArray, count: IntArray) -> tuple[Shapes, IntArray]:
    """Halve areas across their longer side until each part is a unit."""
    squares, owner = _lay_cells(shapes, rows, count)
    if not len(rows):
        return squares, owner
    weight = shapely.area(shapely.intersection(squares, shapes[owner]))
    frames = shapely.oriented_envelope(shapes[rows])
    corners = shapely.get_coordinates(frames).reshape(len(rows), 5, 2)
    side = corners[:, 1] - corners[:, 0]
    angle = np.arctan2(side[:, 1], side[:, 0])
    parent = np.searchsorted(rows, owner)
    xy = shapely.get_coordinates(shapely.centroid(squares))
    _, low, high = halve_places(_turn(xy, -angle[parent]), weight, parent, count[rows])
    area = np.repeat(np.arange(len(rows)), count[rows])
    middle = _turn(shapely.get_coordinates(shapely.centroid(shapes[rows])), -angle)[area]
    low, high = np.maximum(low, middle - _FAR_M), np.minimum(high, middle + _FAR_M)
    ring = np.stack([low, np.c_[high[:, 0], low[:, 1]], high, np.c_[low[:, 0], high[:, 1]]], axis=1)
    turned = _turn(ring.reshape(-1, 2), np.repeat(angle[area], 4)).reshape(ring.shape)
    return shapely.intersection(shapes[rows[area]], shapely.polygons(turned)), rows[area]


def _turn(xy: FloatArray, angle: FloatArray) -> FloatArray:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack([xy[:, 0] * cos - xy[:, 1] * sin, xy[:, 0] * sin + xy[:, 1] * cos])


def _grow_units(
    shapes: Shapes, rows: IntArray, count: IntArray, faces: Shapes, face_area: IntArray
) -> tuple[Shapes, IntArray]:
    """Grow units over the cells of areas; what a road parts is far apart."""
    if not len(rows):
        return np.empty(0, object), np.empty(0, np.int64)
    squares, owner = _lay_cells(shapes, rows, count)
    face, square = shapely.STRtree(squares).query(faces, predicate="intersects")
    mine = owner[square] == face_area[face]
    face, square = face[mine], square[mine]
    cells, of = shapely.get_parts(shapely.intersection(faces[face], squares[square]), return_index=True)
    real = shapely.area(cells) > _LEAST_M2
    cells, face = cells[real], face[of[real]]
    parent = np.searchsorted(rows, face_area[face])
    one, other = shapely.STRtree(cells).query(cells, predicate="intersects")
    pair = (one < other) & (parent[one] == parent[other])
    one, other = one[pair], other[pair]
    beside = shapely.length(shapely.intersection(cells[one], cells[other])) > 0.1
    one, other = one[beside], other[beside]
    xy = shapely.get_coordinates(shapely.centroid(cells))
    cost_m = np.hypot(*(xy[one] - xy[other]).T) * np.where(face[one] == face[other], 1.0, _ACROSS)
    blocks = Blocks(xy, shapely.area(cells), one, other, cost_m)
    region = absorb_rest(blocks, cut_regions(blocks, parent, count[rows]), parent)
    region = _take_islands(xy, region, parent)
    joined = pd.Series(cells).groupby(region).agg(lambda part: shapely.union_all(part.to_numpy()))
    first = np.repeat(rows, count[rows])
    return joined.to_numpy(object), first[joined.index.to_numpy()]


def _take_islands(xy: FloatArray, region: IntArray, parent: IntArray) -> IntArray:
    """Give cells that hang together with no region to the nearest one of their area."""
    lost = np.flatnonzero(region < 0)
    for cell in lost.tolist():
        known = np.flatnonzero((parent == parent[cell]) & (region >= 0))
        region[cell] = region[known[np.hypot(*(xy[known] - xy[cell]).T).argmin()]]
    return region


def code_units(city: City, community: "pd.Series[str]") -> list[str]:
    """Give new grid units the next free codes of their communities.

    Parameters
    ----------
    city
        The city; a code that any unit has or had is not free.
    community
        Community or village of each new unit, in the order in which they are to be numbered; "" for none.

    Returns
    -------
    list of str
        Behind the highest number in use of the units that tile the community; "" without a community, or where its
        three digits are used up.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> code_units(build_sample(), pd.Series(["410102001001", "", "410102001001"]))
    ['410102001001003', '', '410102001001004']
    """
    used = set(city.grid_units["unit_code"])
    base = city.grid_units
    if "kind" in base:
        base = base[base["kind"].isin(["", BASE_KIND])]
    codes = pd.Series(base["unit_code"].to_numpy(str))
    serial = pd.to_numeric(codes.str[-3:], errors="coerce").fillna(0)
    last = serial.groupby(codes.str[:-3]).max().astype(int).to_dict()
    found = []
    for parent in community:
        number = last.get(parent, 0) + 1
        while f"{parent}{number:03d}" in used:
            number += 1
        last[parent] = number
        found.append(f"{parent}{number:03d}" if parent and number < 1000 else "")
    return found
