"""The later kinds of grid unit: micro-grids and rural grids nested in the units, exclusive grids, one overlay."""

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int64, Shapes, group_starts, rank_in_group
from geo.grid.partition import halve_places
from geo.grid.units import BASE_KIND
from geo.reference.figures import Figures, apportion, share_out

#: The overlay lies round the centre, where three districts meet: its radius [m].
_OVERLAY_M: Final = 1_200.0
#: Buildings stand in rows: a cut along the rows could not part them, one at this angle [rad] can.
_ANGLE: Final = 0.37
_TURN: Final = np.array([[np.cos(_ANGLE), -np.sin(_ANGLE)], [np.sin(_ANGLE), np.cos(_ANGLE)]])
_FAR_M: Final = 1e5
_NODING_M: Final = 1e-4
_OVERLAY_CODE: Final = "410100000000001"
#: Exclusive grids are numbered from here within their community.
_EXCLUSIVE_FROM: Final = 901
VALID_FROM: Final = "2023-01-01"


def add_kinds(
    units: gpd.GeoDataFrame,
    is_town: Bool,
    homes: gpd.GeoDataFrame,
    grounds: Shapes,
    centre: shapely.Point,
    figures: Figures,
    words: Mapping[str, str],
) -> gpd.GeoDataFrame:
    """Put the later kinds of unit beside the grid units.

    Parameters
    ----------
    units
        The grid units, by code; not changed.
    is_town
        Whether each lies in a community, not in a village, shape (u,).
    homes
        ``households`` and points, each in one unit.
    grounds
        Polygons of schools, works and offices, each in one unit.
    centre
        Middle of the city.
    figures
        How many of each kind.
    words
        What each kind is called.

    Returns
    -------
    geopandas.GeoDataFrame
        The units and behind them the rest, with ``unit_kind``, ``parent`` (the unit it lies in, "" for none),
        ``valid_from`` and ``valid_to``.
    """
    place = shapely.STRtree(units.geometry.to_numpy())
    home, unit = place.query(homes.geometry.to_numpy(), predicate="intersects")
    _, first = np.unique(home, return_index=True)
    unit = unit[first]
    households = homes["households"].to_numpy(float)
    nested = []
    for kind, total, chosen in (("micro", figures.micro_grids, is_town), ("rural", figures.rural_grids, ~is_town)):
        mine = chosen[unit]
        rows = np.flatnonzero(chosen)
        of_row = np.searchsorted(rows, unit[mine])
        xy = shapely.get_coordinates(homes.geometry.to_numpy()[mine])
        boxes, owner = _box_homes(xy, households[mine], of_row, len(rows), total)
        shapes = shapely.intersection(units.geometry.to_numpy()[rows[owner]], boxes)
        nested.append(_tabulate(units, rows[owner], shapes, kind, words[kind]))
    inner = pd.concat(nested, ignore_index=True)
    inner["geometry"] = _match_borders(inner["geometry"].to_numpy())
    exclusive = _fence_off(units, grounds, figures.exclusive_grids, words["exclusive"])
    base = units.assign(unit_kind=BASE_KIND, parent="")
    every = pd.concat([base, inner, exclusive, _lay_overlay(units, centre, words["overlay"])], ignore_index=True)
    return gpd.GeoDataFrame(every.assign(valid_from=VALID_FROM, valid_to=""), crs=units.crs)


def _box_homes(xy: Float64, weight: Float64, parent: Int64, parents: int, total: int) -> tuple[Shapes, Int64]:
    """Halve the homes of each unit into so many boxes that tile the plane; return them with the row of their unit."""
    inside = np.bincount(parent, weights=weight, minlength=parents)
    children = apportion(total, inside, at_most=np.bincount(parent, minlength=parents))
    turned = xy @ _TURN
    _, low, high = halve_places(turned, weight, parent, children)
    low, high = (np.clip(edge, turned.min(axis=0) - _FAR_M, turned.max(axis=0) + _FAR_M) for edge in (low, high))
    boxes = shapely.transform(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]), lambda at: at @ _TURN.T)
    return boxes, np.repeat(np.arange(parents), children)


def _tabulate(units: gpd.GeoDataFrame, row: Int64, shapes: Shapes, kind: str, word: str) -> gpd.GeoDataFrame:
    """Name nested units after the one they lie in; two digits more number them."""
    turn = rank_in_group(row) + 1
    number = np.array([f"{n:02d}" for n in turn], object)
    above = units.iloc[row]
    table = {
        "unit_code": above["unit_code"].to_numpy(object) + number,
        "name": above["name"].to_numpy(object) + word + number,
        "community": above["community"].to_numpy(object),
        "contact": above["contact"].to_numpy(object),
        "unit_kind": kind,
        "parent": above["unit_code"].to_numpy(object),
    }
    return gpd.GeoDataFrame(table, geometry=shapes, crs=units.crs)


def _match_borders(shapes: Shapes) -> Shapes:
    """Give neighbours the same vertices on the border they share, so that the shapes are a coverage."""
    noded = shapely.union_all(shapely.boundary(shapes), grid_size=_NODING_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    face, shape = shapely.STRtree(shapes).query(shapely.point_on_surface(faces), predicate="intersects")
    order = np.argsort(shape, kind="stable")
    face, shape = face[order], shape[order]
    starts = np.flatnonzero(group_starts(shape))
    matched = shapes.copy()
    matched[shape[starts]] = [shapely.coverage_union_all(faces[rows]) for rows in np.split(face, starts[1:])]
    return matched


def _fence_off(units: gpd.GeoDataFrame, grounds: Shapes, total: int, word: str) -> gpd.GeoDataFrame:
    """Make exclusive grids of the grounds; the larger ones are cut into strips, so that there are enough."""
    strips = share_out(total, shapely.area(grounds), at_least=1)
    owner = np.repeat(np.arange(len(grounds)), strips)
    turn = np.arange(total) - np.searchsorted(owner, owner)
    west, south, east, north = shapely.bounds(grounds)[owner].T
    low, high = turn / strips[owner], (turn + 1) / strips[owner]
    wide = east - west >= north - south
    across = shapely.box(west + low * (east - west), south, west + high * (east - west), north)
    up = shapely.box(west, south + low * (north - south), east, south + high * (north - south))
    shapes = shapely.intersection(grounds[owner], np.where(wide, across, up))
    unit = shapely.STRtree(units.geometry.to_numpy()).nearest(shapely.point_on_surface(grounds))[owner]
    by_code = np.argsort(unit, kind="stable")
    table = _tabulate(units, unit[by_code], shapes[by_code], "exclusive", word)
    number = (table.groupby("community").cumcount() + _EXCLUSIVE_FROM).astype(str)
    return table.assign(unit_code=table["community"] + number)


def _lay_overlay(units: gpd.GeoDataFrame, centre: shapely.Point, word: str) -> gpd.GeoDataFrame:
    """Lay one grid over the units round the centre, whichever district they belong to."""
    shapes = units.geometry.to_numpy()
    near = np.flatnonzero(shapely.dwithin(shapes, centre, _OVERLAY_M))
    middle = near[[int(np.argmin(shapely.distance(shapes[near], centre)))]]
    joined = np.array([shapely.coverage_union_all(shapes[near])], object)
    return _tabulate(units, middle, joined, "overlay", word).assign(unit_code=_OVERLAY_CODE, name=word, parent="")
