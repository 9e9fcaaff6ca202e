"""Walks from plan areas to what there is and to what is planned: each area alone, and all areas built."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32
from geo.city.snaps import snap_places
from geo.city.walk_context import WalkContext
from geo.plans.plan_homes import PlanHomes, join_areas, join_homes
from geo.plans.read.plan_schemas import STAGES
from geo.walking.access_points import AccessPoints, append_points, join_points
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.within import Pairs, list_pairs

#: Classes of planned facilities: those whose stage is not stated, then by the stage they have reached.
CLASSES: Final = ("", *STAGES)


#: An area's own facilities and roads are looked for within this walk of its homes [m].
OWN_REACH_M: Final = 2000.0


@dataclass(frozen=True)
class Plans:
    """A batch of plan areas as the walks see it: rows instead of names.

    Parameters
    ----------
    areas
        Polygons of the n areas.
    homes
        Their homes.
    gates, roads
        Points and lines with ``area``, the row of their area, -1 for none.
    facilities
        Points with ``area``, ``category`` (row of the K categories) and ``stage_class`` (row of :data:`CLASSES`).
    """

    areas: gpd.GeoSeries
    homes: PlanHomes
    gates: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame


@dataclass(frozen=True)
class PlanWalks:
    """Walks of plan homes in one scenario.

    Parameters
    ----------
    existing
        To the nearest facility that the city has, shape (h, K).
    planned_m, planned
        To the nearest planned facility of each class of :data:`CLASSES` [m], infinite without one, and its row;
        shape (5, h, K).
    near
        Pairs of an area and a facility within the longest limit: rows of areas, and of the city's facilities with the
        planned ones behind them.
    joined
        Whether each home has a way to the network, shape (h,).
    """

    existing: NearestWalks
    planned_m: Float64
    planned: Int32
    near: Pairs
    joined: Bool


def find_nearest(walks: PlanWalks, standing: int) -> NearestWalks:
    """Find the nearest facility of each plan home, planned or not.

    Parameters
    ----------
    walks
        The walks of one scenario.
    standing
        Number of the city's facilities: planned ones are numbered on behind them.

    Returns
    -------
    NearestWalks
        Shape (h, K).
    """
    best = walks.planned_m.argmin(axis=0)[None]
    planned_m = np.take_along_axis(walks.planned_m, best, axis=0)[0]
    planned = np.take_along_axis(walks.planned, best, axis=0)[0]
    nearer = planned_m < walks.existing.walk_m
    facility = np.where(nearer, planned + np.int32(standing), walks.existing.facility)
    return NearestWalks(np.minimum(planned_m, walks.existing.walk_m), facility)


def walk_together(context: WalkContext, plans: Plans, *, limit_m: float) -> PlanWalks:
    """Walk from plan homes when all areas of the batch are built.

    Parameters
    ----------
    context
        The city with all planned roads.
    plans
        The batch.
    limit_m
        The longest limit [m], for what is near.

    Returns
    -------
    PlanWalks
        Every planned facility counts for everybody.
    """
    categories = len(context.categories)
    points = join_homes(context.city, context.network, plans.homes, plans.gates)
    new = join_planned(context, plans)
    existing = nearest_facilities(context.network, points, context.facilities, context.category, categories=categories)
    table = plans.facilities
    code = (table["stage_class"].to_numpy() * categories + table["category"].to_numpy()).astype(np.int32)
    found = nearest_facilities(context.network, points, new, code, categories=len(CLASSES) * categories)
    shape = (points.count, len(CLASSES), categories)
    planned_m = np.ascontiguousarray(found.walk_m.reshape(shape).transpose(1, 0, 2))
    planned = np.ascontiguousarray(found.facility.reshape(shape).transpose(1, 0, 2))
    walk_inside(plans, planned_m, planned)
    near = list_pairs(
        context.network,
        join_areas(plans.homes, points, len(plans.areas)),
        append_points(context.facilities, new),
        limit_m=limit_m,
    )
    return PlanWalks(existing, planned_m, planned, near, is_joined(points))


def join_planned(context: WalkContext, plans: Plans) -> AccessPoints:
    """Join planned facilities to the network where they snap."""
    snaps = snap_places(context.city, context.network, plans.facilities)
    return join_points(snaps)


def is_joined(points: AccessPoints) -> Bool:
    """Tell which places join the network, shape (count,)."""
    joined = np.zeros(points.count, bool)
    joined[points.place] = True
    return joined


def take_nearer(
    plans: Plans, facility: Int32, home: Int32, walk_m: Float64, planned_m: Float64, planned: Int32
) -> None:
    """Write walks where they are nearer than what stands there; of equal ones the lower row wins."""
    table = plans.facilities
    order = np.lexsort((-facility, -walk_m))
    facility, home, walk_m = facility[order], home[order], walk_m[order]
    at = (table["stage_class"].to_numpy()[facility], home, table["category"].to_numpy()[facility])
    nearer = walk_m < planned_m[at]
    at = tuple(axis[nearer] for axis in at)
    planned_m[at], planned[at] = walk_m[nearer], facility[nearer]


def walk_inside(plans: Plans, planned_m: Float64, planned: Int32) -> None:
    """Inside its own area a walk may be straight, as the leg to a gate is, where the line does not leave the area."""
    area = plans.facilities["area"].to_numpy()
    own = np.flatnonzero(area >= 0)
    first, last = (np.searchsorted(plans.homes.area, area[own], side=side) for side in ("left", "right"))
    facility = np.repeat(own, last - first).astype(np.int32)
    turn = np.arange(len(facility)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    home = (np.repeat(first, last - first) + turn).astype(np.int32)
    lines = shapely.shortest_line(plans.homes.points[home], plans.facilities.geometry.to_numpy()[facility])
    inside = shapely.covers(plans.areas.to_numpy()[area[facility]], lines)
    take_nearer(plans, facility[inside], home[inside], shapely.length(lines[inside]), planned_m, planned)
