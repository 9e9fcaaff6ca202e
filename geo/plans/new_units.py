"""Grid units that plan areas need: how many, where, and under which codes."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.spatial
import shapely

from geo.arrays import Float64, Int64, Shapes
from geo.city.model import City
from geo.errors import InputError
from geo.grid.code_scheme import code_units
from geo.grid.partition import Blocks, absorb_rest, cut_regions, halve_places
from geo.grid.units import UNIT_HOUSEHOLDS

#: Units are numbered in rows of this height from the north, in each from the west [m].
_ROW_M: Final = 100.0


#: Cells per unit that an area is divided into, of which units are grown.
_CELLS: Final = 64


#: The shortest common boundary over which a unit grows [m].
_BOUNDARY_M: Final = 0.1


#: A unit may be too large by this share before its part is divided into one more.
_UNEVEN: Final = 0.02


#: How often a part is divided into one more at most.
_TRIES: Final = 4


#: The most households of one area; of so many there would be too many units to draw.
_MOST_HOUSEHOLDS: Final = 1e7


#: Farther than any two places of one area are apart [m].
_FAR_M: Final = 1e5


def count_units(households: Float64) -> Int64:
    """Count the grid units that plan areas need.

    Parameters
    ----------
    households
        Of each area, shape (n,).

    Returns
    -------
    ndarray of int64
        The fewest whose households do not exceed the most of :data:`UNIT_HOUSEHOLDS`, shape (n,); at least one each.

    Raises
    ------
    InputError
        If an area has no number of households, or more than anybody could live in.

    Examples
    --------
    >>> count_units(np.array([120.0, 500.0, 501.0, 1500.0])).tolist()
    [1, 1, 2, 3]
    """
    wrong = households[~(households <= _MOST_HOUSEHOLDS)]
    if len(wrong):
        raise InputError(f"{wrong[0]:g} households in one area; expected {_MOST_HOUSEHOLDS:,.0f} or fewer")
    return np.maximum(np.ceil(households / UNIT_HOUSEHOLDS[1] - 1e-9), 1).astype(np.int64)


def propose_units(city: City, areas: gpd.GeoDataFrame, roads: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Propose grid units for plan areas, with the next free codes of their communities.

    Parameters
    ----------
    city
        The city, whose codes are in use.
    areas
        ``plan_id, households, residents, community`` and polygons.
    roads
        LineStrings that units keep to, with the planned ones.

    Returns
    -------
    geopandas.GeoDataFrame
        ``plan_id, unit_code`` ("" where none is free), ``households, residents, fits`` (whether it has as many
        households as :data:`UNIT_HOUSEHOLDS` says), polygons; by area, at least one each.
    """
    households = areas["households"].to_numpy(float)
    units = divide_areas(areas.geometry, households, roads)
    area = units["area"].to_numpy()
    units["plan_id"] = areas["plan_id"].to_numpy(object)[area]
    units["unit_code"] = code_units(city.grid_units, areas["community"].iloc[area])
    units["residents"] = units["households"] / households[area] * areas["residents"].to_numpy(float)[area]
    units["fits"] = units["households"].round(6).between(*UNIT_HOUSEHOLDS)
    return units[["plan_id", "unit_code", "households", "residents", "fits", "geometry"]]


def divide_areas(areas: gpd.GeoSeries, households: Float64, roads: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """Divide plan areas into the grid units that they need.

    Parameters
    ----------
    areas
        Polygons in a metric CRS; households are thought to be spread evenly.
    households
        Of each, shape (n,).
    roads
        LineStrings; where they cut an area into blocks, units are cut from blocks, small blocks joined to a neighbour.

    Returns
    -------
    geopandas.GeoDataFrame
        ``area`` (row of its area), ``households``, polygons; together they are the areas. What has more than 500
        households is cut straight across its longer side. Each unit is connected unless its area is not. Empty for no
        areas.

    Examples
    --------
    >>> area = gpd.GeoSeries([shapely.box(0, 0, 200, 100)], crs="EPSG:32635")
    >>> units = divide_areas(area, np.array([800.0]), gpd.GeoSeries([], crs=area.crs))
    >>> units.households.round(6).tolist(), units.bounds.round(6).minx.tolist()
    ([400.0, 400.0], [0.0, 100.0])
    """
    shapes = np.asarray(areas.to_numpy())
    parts, owner = _find_blocks(shapes, households, np.asarray(roads.to_numpy()))
    part_households = households[owner] * shapely.area(parts) / shapely.area(shapes)[owner]
    count = count_units(part_households)
    whole, many = np.flatnonzero(count == 1), np.flatnonzero(count > 1)
    straight, of_straight = _cut_straight(parts, many, count)
    broken = np.unique(of_straight[shapely.get_num_geometries(straight) > 1])
    kept = ~np.isin(of_straight, broken)
    grown, of_grown = _grow_even(parts, part_households, broken, count)
    part = np.concatenate([whole, of_straight[kept], of_grown]).astype(np.int64)
    units = np.concatenate([parts[whole], straight[kept], grown])
    share = shapely.area(units) / shapely.area(parts)[part]
    table = gpd.GeoDataFrame(
        {"area": owner[part], "households": part_households[part] * share}, geometry=units, crs=areas.crs
    )
    x, y = shapely.get_coordinates(shapely.centroid(units)).T
    order = np.lexsort((x, -np.floor(y / _ROW_M), owner[part]))
    return table.iloc[order].reset_index(drop=True)


def _find_blocks(shapes: Shapes, households: Float64, roads: Shapes) -> tuple[Shapes, Int64]:
    """Find the blocks that roads cut areas into; an area that needs no cut, or that no road cuts, is one block."""
    many = np.flatnonzero(count_units(households) > 1)
    near, road = shapely.STRtree(roads).query(shapes[many], predicate="intersects")
    blocks, owner = [shapes[[]]], [np.empty(0, np.int64)]
    cut = np.unique(many[near])
    for row in cut.tolist():
        shape = shapes[row]
        lines = [shape.boundary, *shapely.intersection(roads[road[many[near] == row]], shape)]
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.unary_union(lines))))
        faces = faces[shapely.intersects(shapely.point_on_surface(faces), shape)]
        faces = _merge_small(faces, households[row] * shapely.area(faces) / shape.area)
        blocks.append(faces)
        owner.append(np.full(len(faces), row))
    rest = np.setdiff1d(np.arange(len(shapes)), cut)
    return np.concatenate([*blocks, shapes[rest]]), np.concatenate([*owner, rest])


def _merge_small(faces: Shapes, households: Float64) -> Shapes:
    """Join blocks of too few households for a unit to the neighbour with which they share most of their boundary."""
    parts, people = list(faces), households.tolist()
    while len(parts) > 1 and min(people) < UNIT_HOUSEHOLDS[0]:
        small = int(np.argmin(people))
        shared_m = shapely.length(shapely.intersection(parts[small], np.array(parts, object)))
        shared_m[small] = -1.0
        # a block that a road of some width cuts off goes to the nearest
        beside = int(shared_m.argmax())
        if shared_m[beside] <= 0:
            away_m = shapely.distance(parts[small], np.array(parts, object))
            away_m[small] = np.inf
            beside = int(away_m.argmin())
        parts[beside] = shapely.union(parts[beside], parts[small])
        people[beside] += people[small]
        del parts[small], people[small]
    return np.array(parts, object)


def _lay_cells(shapes: Shapes, rows: Int64, count: Int64) -> tuple[Shapes, Int64]:
    """Lay a lattice of squares over areas; return the squares that touch them, with the row of their area."""
    boxes: list[Shapes] = [np.empty(0, object)]
    owner: list[Int64] = [np.empty(0, np.int64)]
    for row in rows.tolist():
        west, south, east, north = shapes[row].bounds
        step = float(np.sqrt(shapes[row].area / (count[row] * _CELLS)))
        # so many that they end where the area ends: an even area is cut evenly
        x, y = (
            np.linspace(low, high, int(np.ceil((high - low) / step)) + 1)
            for low, high in ((west, east), (south, north))
        )
        x_low, y_low = (axis.ravel() for axis in np.meshgrid(x[:-1], y[:-1]))
        squares = shapely.box(x_low, y_low, x_low + x[1] - x[0], y_low + y[1] - y[0])
        shapely.prepare(shapes[row])
        squares = squares[shapely.intersects(shapes[row], squares)]
        boxes.append(squares)
        owner.append(np.full(len(squares), row))
    return np.concatenate(boxes), np.concatenate(owner)


def _cut_straight(shapes: Shapes, rows: Int64, count: Int64) -> tuple[Shapes, Int64]:
    """Halve areas across their longer side until each part is a unit."""
    squares, owner = _lay_cells(shapes, rows, count)
    if not len(rows):
        return squares, owner
    weight = _measure_inside(squares, shapes[owner])
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


def _measure_inside(squares: Shapes, shapes: Shapes) -> Float64:
    """Measure how much of each square lies in its shape [m2]; only those on its boundary are cut, for that is slow."""
    inside_m2, over = shapely.area(squares), np.flatnonzero(~shapely.covers(shapes, squares))
    inside_m2[over] = shapely.area(shapely.intersection(squares[over], shapes[over]))
    return np.asarray(inside_m2)


def _turn(xy: Float64, angle: Float64) -> Float64:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.column_stack([xy[:, 0] * cos - xy[:, 1] * sin, xy[:, 0] * sin + xy[:, 1] * cos])


def _grow_even(shapes: Shapes, households: Float64, rows: Int64, count: Int64) -> tuple[Shapes, Int64]:
    """Grow units, and one more where a unit came out too large; the last try stands."""
    count = count.copy()
    for _ in range(_TRIES):
        grown, of = _grow_units(shapes, rows, count)
        share = shapely.area(grown) / shapely.area(shapes)[of]
        large = np.unique(of[households[of] * share > UNIT_HOUSEHOLDS[1] * (1 + _UNEVEN)])
        if not len(large):
            break
        count[large] += 1
    return grown, of


def _grow_units(shapes: Shapes, rows: Int64, count: Int64) -> tuple[Shapes, Int64]:
    """Grow units over the cells of shapes that straight cuts would break."""
    if not len(rows):
        return np.empty(0, object), np.empty(0, np.int64)
    squares, owner = _lay_cells(shapes, rows, count)
    cells, of = shapely.get_parts(shapely.intersection(squares, shapes[owner]), return_index=True)
    real = shapely.area(cells) > 0
    cells, parent = cells[real], np.searchsorted(rows, owner[of[real]])
    first, second = shapely.STRtree(cells).query(cells, predicate="intersects")
    is_pair = (first < second) & (parent[first] == parent[second])
    first, second = first[is_pair], second[is_pair]
    beside = shapely.length(shapely.intersection(cells[first], cells[second])) > _BOUNDARY_M
    first, second = first[beside], second[beside]
    xy = shapely.get_coordinates(shapely.centroid(cells))
    blocks = Blocks(xy, shapely.area(cells), first, second, np.hypot(*(xy[first] - xy[second]).T))
    region = absorb_rest(blocks, cut_regions(blocks, parent, count[rows]), parent)
    region = _take_islands(xy, region, parent)
    joined = pd.Series(cells).groupby(region).agg(lambda part: shapely.union_all(part.to_numpy()))
    owners = np.repeat(rows, count[rows])
    return joined.to_numpy(object), owners[joined.index.to_numpy()]


def _take_islands(xy: Float64, region: Int64, parent: Int64) -> Int64:
    """Give cells that are connected to no region to the nearest one of their area."""
    lost, known = np.flatnonzero(region < 0), np.flatnonzero(region >= 0)
    # a third axis keeps areas apart: along it they are farther from each other than any two cells of one area
    place = np.column_stack([xy, parent * _FAR_M])
    region[lost] = region[known[scipy.spatial.KDTree(place[known]).query(place[lost])[1]]]
    return region
