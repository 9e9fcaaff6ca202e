"""Straight legs: how the people of a plot begin their way, to an exit, to a facility inside, or as the crow flies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Int32, Int64, Objects
from geo.city.model import City
from geo.plans.plan_walks import Plans
from geo.plans.plot_places import PlotPlaces


class Legs(NamedTuple):
    """Straight legs of plots, by plot: a place is as far as the shortest of its legs and what lies beyond it.

    Parameters
    ----------
    area
        Row of the plot of each, ascending, shape (c,).
    xy
        Where it leads, shape (c, 2).
    beyond_m
        How far it is from there on [m], shape (c,).
    least_m
        How far it is from the nearest place of the plot [m], shape (c,).
    facility
        Row of the facility that it leads to, shape (c,).
    sight, seen
        From where it can be walked: the first of its rows in `seen`, which has one for each place of the plot; -1 from
        everywhere. Shapes (c,) and (s,).
    """

    area: Int32
    xy: Float64
    beyond_m: Float64
    least_m: Float64
    facility: Int64
    sight: Int64
    seen: Bool


def list_legs(
    area: Sequence[int] | Int32,
    xy: Sequence[Sequence[float]] | Float64,
    beyond_m: Sequence[float] | Float64,
    facility: Sequence[int] | Int32,
    *,
    away_m: float | Float64 = 0.0,
) -> Legs:
    """List legs that can be walked from everywhere in a plot.

    Parameters
    ----------
    area, xy, beyond_m, facility
        As :class:`Legs` holds them; areas in any order.
    away_m
        How far each end is from the plot [m].

    Returns
    -------
    Legs
        By plot; empty for none.

    Examples
    --------
    >>> list_legs([1, 0], [[5.0, 5.0], [0.0, 0.0]], [10.0, 20.0], [3, 4]).facility.tolist()
    [4, 3]
    """
    order = np.argsort(area, kind="stable")
    beyond = np.asarray(beyond_m, float)
    return Legs(
        area=np.asarray(area, np.int32)[order],
        xy=np.reshape(np.asarray(xy, float), (-1, 2))[order],
        beyond_m=beyond[order],
        least_m=(beyond + away_m)[order],
        facility=np.asarray(facility, np.int64)[order],
        sight=np.full(len(order), -1, np.int64),
        seen=np.zeros(0, bool),
    )


def join_legs(legs: Legs, more: Legs) -> Legs:
    """Put the legs of the same plots together.

    Parameters
    ----------
    legs, more
        Legs of the same plots.

    Returns
    -------
    Legs
        By plot.

    Examples
    --------
    >>> one = list_legs([1], [[5.0, 5.0]], [10.0], [3])
    >>> join_legs(one, list_legs([0], [[0.0, 0.0]], [20.0], [4])).facility.tolist()
    [4, 3]
    """
    if not len(more.area):
        return legs
    order = np.argsort(np.append(legs.area, more.area), kind="stable")
    sight = np.append(legs.sight, np.where(more.sight >= 0, more.sight + len(legs.seen), -1))
    columns = {name: np.append(getattr(legs, name), getattr(more, name))[order] for name in _COLUMNS}
    return Legs(
        **columns,
        xy=np.concatenate([legs.xy, more.xy])[order],
        sight=sight[order],
        seen=np.append(legs.seen, more.seen),
    )


_COLUMNS: Final = ("area", "beyond_m", "least_m", "facility")


def find_inside_legs(plans: Plans, places: PlotPlaces, category: int, existing_count: int) -> Legs:
    """Find the legs to a plot's own facilities inside it: straight, where the line stays in the plot.

    Parameters
    ----------
    plans, places
        The batch, and the places of its plots.
    category
        Row of the category.
    existing_count
        Number of the city's facilities: planned ones are numbered on behind them.

    Returns
    -------
    Legs
        Empty where no plot has a facility of the category inside.
    """
    table, shapes = plans.facilities, np.asarray(plans.areas.to_numpy())
    area = table["area"].to_numpy(int)
    own = np.flatnonzero((area >= 0) & (table["category"].to_numpy() == category))
    points = np.asarray(table.geometry.to_numpy())
    own = own[shapely.covers(shapes[area[own]], points[own])]
    own = own[np.argsort(area[own], kind="stable")]
    legs = list_legs(area[own], shapely.get_coordinates(points[own]), np.zeros(len(own)), own + existing_count)
    shape = shapes[area[own]]
    # from every place of a convex plot one sees the whole of it
    bent = np.flatnonzero(shapely.area(shapely.convex_hull(shape)) > shapely.area(shape) * (1 + 1e-9))
    seen = [_find_seen(places, int(area[own[row]]), shape[row], points[own[row]]) for row in bent]
    size = np.array([len(part) for part in seen], np.int64)
    legs.sight[bent] = np.cumsum(size) - size
    return legs._replace(seen=np.concatenate([np.zeros(0, bool), *seen]))


def _find_seen(places: PlotPlaces, area: int, shape: shapely.Geometry, point: shapely.Geometry) -> Bool:
    """Tell from which places of a plot the straight line to a point stays in it."""
    xy = places.xy[places.first[area] : places.first[area + 1]]
    ends = np.broadcast_to(shapely.get_coordinates(point), xy.shape)
    shapely.prepare(shape)
    # what stands on the outline is inside, whatever the last digit says
    wide = shapely.buffer(shape, 1e-6)
    shapely.prepare(wide)
    return np.asarray(shapely.covers(wide, shapely.linestrings(np.stack([xy, ends], axis=1))))


@dataclass(frozen=True)
class Targets:
    """Points that facilities are reached at, in a straight line: their entrances, or where they are.

    Parameters
    ----------
    points
        Where they are, shape (t,).
    facility, area, category
        Row of the facility of each, the plot that it belongs to (-1 for the city's), and its category, shape (t,).
    """

    points: Objects
    facility: Int64
    area: Int32
    category: Int32


def list_targets(city: City, plans: Plans, category: Int32) -> Targets:
    """List the points that facilities are reached at: the gates of those that have any, else where they are.

    Parameters
    ----------
    city, plans
        The city and the batch.
    category
        Row of the category of each facility of the city, -1 for others.

    Returns
    -------
    Targets
        The city's facilities first, then the planned ones; only those of a category.
    """
    facility, points = np.arange(len(city.facilities)), np.asarray(city.facilities.geometry.to_numpy())
    if city.gates is not None:
        owner = pd.Index(city.facilities["facility_id"]).get_indexer(city.gates["place"])
        is_open = np.setdiff1d(facility, owner)
        points = np.append(points[is_open], city.gates.geometry.to_numpy()[owner >= 0])
        facility = np.append(is_open, owner[owner >= 0])
    planned = plans.facilities
    kind = np.append(category[facility], planned["category"].to_numpy(np.int32)).astype(np.int32)
    area = np.append(np.full(len(facility), -1), planned["area"].to_numpy()).astype(np.int32)
    facility = np.append(facility, len(city.facilities) + np.arange(len(planned)))
    points = np.append(points, planned.geometry.to_numpy())
    known = kind >= 0
    return Targets(points[known], facility[known], area[known], kind[known])


def find_straight_legs(areas: gpd.GeoSeries, targets: Targets, category: int, *, own_only: bool) -> Legs:
    """Find the facilities of a category that may be the nearest from some place of a plot in a straight line.

    Parameters
    ----------
    areas
        Polygons of the plots.
    targets
        Where facilities are reached.
    category
        Row of the category.
    own_only
        Whether a planned facility counts for its own plot only.

    Returns
    -------
    Legs
        With nothing beyond them; empty where there is no facility of the category.
    """
    shapes = np.asarray(areas.to_numpy())
    rows = np.flatnonzero((targets.category == category) & ((targets.area < 0) | (not own_only)))
    middles = shapely.centroid(shapes)
    tree = shapely.STRtree(targets.points[rows])
    (_, _), away_m = tree.query_nearest(middles, all_matches=False, return_distance=True) if len(rows) else ((0, 0), 0)
    if len(rows):
        # who is nearest to a place is no farther from the middle than the middle's own nearest and twice the radius
        radius_m = shapely.hausdorff_distance(middles, shapely.convex_hull(shapes))
        area, near = tree.query(middles, predicate="dwithin", distance=away_m + 2 * radius_m)
    else:
        area, near = np.empty(0, int), np.empty(0, int)
    row = rows[near]
    if own_only:
        own = np.flatnonzero((targets.category == category) & (targets.area >= 0))
        area, row = np.append(area, targets.area[own]), np.append(row, own)
    away_m = shapely.distance(shapes[area], targets.points[row])
    xy = shapely.get_coordinates(targets.points[row])
    return list_legs(area, xy, np.zeros(len(row)), targets.facility[row], away_m=away_m)
