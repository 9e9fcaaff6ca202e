"""Walks from plan areas to what there is and to what is planned: each area alone, and all areas built."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Int32, expand_ranges
from geo.city.snaps import snap_places
from geo.city.walk_context import WalkContext
from geo.plans.exit_walks import ExitWalks, walk_through
from geo.plans.plan_homes import PlanHomes
from geo.plans.plot_exits import find_exits, join_exits, join_plots
from geo.plans.stage_classes import StageClass
from geo.walking.access_points import AccessPoints, append_points, join_points
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.within import list_pairs

#: An area's own facilities and roads are looked for within this walk of its exits [m].
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
        Points with ``area``, ``category`` (row of the K categories) and ``stage_class`` (row of
        :class:`geo.plans.stage_classes.StageClass`) and ``is_none`` (a community room underground, which does not
        count).
    """

    areas: gpd.GeoSeries
    homes: PlanHomes
    gates: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame


@dataclass(frozen=True)
class PlanWalks:
    """Walks of plan homes in one scenario: straight to an exit of their area and on, or straight inside it.

    Parameters
    ----------
    existing
        To the nearest facility that the city has, shape (h, K).
    planned_m, planned
        To the nearest planned facility of each stage class, as in :class:`ExitWalks`; shape (5, h, K).
    joined
        Whether each home has a way to the network, shape (h,).
    from_exits
        The walks that they are made of.
    """

    existing: NearestWalks
    planned_m: Float64
    planned: Int32
    joined: Bool
    from_exits: ExitWalks


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
        Every planned facility counts for everybody; empty for a batch without areas.
    """
    categories = len(context.categories)
    exits = find_exits(context.city, context.network, plans.areas, plans.gates)
    points, new = join_exits(exits), join_planned(context, plans)
    existing = nearest_facilities(context.network, points, context.facilities, context.category, categories=categories)
    table = plans.facilities
    code = (table["stage_class"].to_numpy() * categories + table["category"].to_numpy()).astype(np.int32)
    found = nearest_facilities(context.network, points, new, code, categories=len(StageClass) * categories)
    shape = (points.count, len(StageClass), categories)
    planned_m = np.ascontiguousarray(found.walk_m.reshape(shape).transpose(1, 0, 2))
    planned = np.ascontiguousarray(found.facility.reshape(shape).transpose(1, 0, 2))
    near = list_pairs(context.network, join_plots(exits), append_points(context.facilities, new), limit_m=limit_m)
    return leave_plots(plans, ExitWalks(exits, existing, planned_m, planned, near))


def leave_plots(plans: Plans, walks: ExitWalks) -> PlanWalks:
    """Walk from the homes of plan areas: straight to each exit and on, and straight to own facilities inside.

    Parameters
    ----------
    plans
        The batch.
    walks
        The walks from its exits.

    Returns
    -------
    PlanWalks
        Of its homes; a home of an area without exits has no way but those inside it.
    """
    homes, exits = plans.homes, walks.exits
    xy = shapely.get_coordinates(homes.points)
    existing = walk_through(exits, xy, homes.area, walks.existing)
    found = [
        walk_through(exits, xy, homes.area, NearestWalks(*layer))
        for layer in zip(walks.planned_m, walks.planned, strict=True)
    ]
    planned_m, planned = np.stack([one.walk_m for one in found]), np.stack([one.facility for one in found])
    walk_inside(plans, planned_m, planned)
    return PlanWalks(existing, planned_m, planned, np.isin(homes.area, exits.area), walks)


def join_planned(context: WalkContext, plans: Plans) -> AccessPoints:
    """Join planned facilities to the network where they snap; those that do not snap have no access point."""
    snaps = snap_places(context.city, context.network, plans.facilities)
    return join_points(snaps)


def take_nearer(
    plans: Plans, facility: Int32, home: Int32, walk_m: Float64, planned_m: Float64, planned: Int32
) -> None:
    """Write walks into `planned_m` and `planned` where they are nearer; of equal ones the lower row wins."""
    table = plans.facilities
    order = np.lexsort((-facility, -walk_m))
    facility, home, walk_m = facility[order], home[order], walk_m[order]
    at = (table["stage_class"].to_numpy()[facility], home, table["category"].to_numpy()[facility])
    nearer = walk_m < planned_m[at]
    at = tuple(axis[nearer] for axis in at)
    planned_m[at], planned[at] = walk_m[nearer], facility[nearer]


def walk_inside(plans: Plans, planned_m: Float64, planned: Int32) -> None:
    """Write straight walks to an area's own facilities, as legs to gates are, where the line stays inside the area."""
    area = plans.facilities["area"].to_numpy()
    own = np.flatnonzero(area >= 0)
    first, last = (np.searchsorted(plans.homes.area, area[own], side=side) for side in ("left", "right"))
    row, home = (numbers.astype(np.int32) for numbers in expand_ranges(first, last))
    facility = own[row].astype(np.int32)
    lines = shapely.shortest_line(plans.homes.points[home], plans.facilities.geometry.to_numpy()[facility])
    inside = shapely.covers(plans.areas.to_numpy()[area[facility]], lines)
    take_nearer(plans, facility[inside], home[inside], shapely.length(lines[inside]), planned_m, planned)
