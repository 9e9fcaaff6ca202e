"""Walks from the homes of each area alone with the city as it is, with the roads it brings itself."""

from dataclasses import replace

import numpy as np
import shapely

from geo.arrays import Int32
from geo.city.report import list_roads
from geo.city.walk_context import WalkContext, make_walk_context, walk_to
from geo.plans.plan_homes import PlanHomes, join_areas, join_homes
from geo.plans.plan_walks import (
    OWN_REACH_M,
    Plans,
    PlanWalks,
    is_joined,
    join_planned,
    take_nearer,
    walk_inside,
)
from geo.plans.planned_roads import add_roads
from geo.plans.stage_classes import StageClass
from geo.walking.access_points import AccessPoints, append_points
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.within import Pairs, list_pairs


def walk_alone(context: WalkContext, plans: Plans, *, limit_m: float) -> PlanWalks:
    """Walk from the homes of each area when nothing else is built.

    Parameters
    ----------
    context
        The city as it is.
    plans
        The batch.
    limit_m
        As for :func:`walk_together`.

    Returns
    -------
    PlanWalks
        An area's own facilities within :data:`OWN_REACH_M` count for its homes, and its own roads, for walks as far as
        that; nobody else's.
    """
    points = join_homes(context.city, context.network, plans.homes, plans.gates)
    k = len(context.categories)
    existing = nearest_facilities(context.network, points, context.facilities, context.category, categories=k)
    walks = find_own_walks(context, plans, points, join_planned(context, plans), existing, limit_m)
    for area in np.unique(plans.roads["area"].to_numpy()[plans.roads["area"].to_numpy() >= 0]).tolist():
        walks = _walk_own_roads(context, plans, area, walks, limit_m)
    return replace(walks, near=_sort_pairs(walks.near))


def find_own_walks(
    context: WalkContext, plans: Plans, points: AccessPoints, new: AccessPoints, existing: NearestWalks, limit_m: float
) -> PlanWalks:
    """Walk to an area's own facilities and list what is near, all areas at once."""
    table, areas = plans.facilities, len(plans.areas)
    shape = (len(StageClass), *existing.walk_m.shape)
    planned_m, planned = np.full(shape, np.inf), np.full(shape, -1, np.int32)
    own = list_pairs(context.network, new, points, limit_m=OWN_REACH_M)
    mine = plans.homes.area[own.place] == table["area"].to_numpy()[own.origin]
    take_nearer(plans, own.origin[mine], own.place[mine], own.walk_m[mine], planned_m, planned)
    walk_inside(plans, planned_m, planned)
    near = list_pairs(
        context.network, join_areas(plans.homes, points, areas), append_points(context.facilities, new), limit_m=limit_m
    )
    foreign = near.place >= context.facilities.count
    foreign &= (
        np.append(table["area"].to_numpy(), -1)[np.maximum(near.place - context.facilities.count, -1)] != near.origin
    )
    kept = Pairs(near.origin[~foreign], near.place[~foreign], near.walk_m[~foreign])
    return PlanWalks(existing, planned_m, planned, kept, is_joined(points))


def _walk_own_roads(context: WalkContext, plans: Plans, area: int, walks: PlanWalks, limit_m: float) -> PlanWalks:
    """Walk again from one area with its own roads, on the network around it."""
    cut = _cut_around(context, plans, area)
    if cut is None:
        return walks
    around, facility = cut
    alone, homes, planned = _take_area(plans, area)
    points = join_homes(around.city, around.network, alone.homes, alone.gates)
    k = walks.existing.walk_m.shape[1]
    existing = nearest_facilities(around.network, points, around.facilities, around.category, categories=k)
    found = find_own_walks(around, alone, points, join_planned(around, alone), existing, limit_m)
    for mine_m, mine, new_m, new, rows in (
        (walks.existing.walk_m, walks.existing.facility, existing.walk_m, existing.facility, facility),
        *zip(walks.planned_m, walks.planned, found.planned_m, found.planned, [planned] * len(StageClass), strict=True),
    ):
        # within the cut a walk is exact; a longer one may lead round outside it, so that the shorter of both counts
        nearer = (new_m <= OWN_REACH_M) | (new_m < mine_m[homes])
        mine_m[homes] = np.where(nearer, new_m, mine_m[homes])
        mine[homes] = np.where(nearer, np.append(rows, -1)[new], mine[homes])
    walks.joined[homes] = found.joined
    place = np.concatenate([facility, context.facilities.count + planned])[found.near.place]
    others = walks.near.origin != area
    near = Pairs(
        np.append(walks.near.origin[others], np.full(len(place), area)).astype(np.int32),
        np.append(walks.near.place[others], place).astype(np.int32),
        np.append(walks.near.walk_m[others], found.near.walk_m),
    )
    return replace(walks, near=near)


def _cut_around(context: WalkContext, plans: Plans, area: int) -> tuple[WalkContext, Int32] | None:
    """Cut the city round an area, with the area's own roads; return it with the rows of its facilities.

    None where there is no road for the area's own to lead to.
    """
    city = context.city
    box = shapely.box(*shapely.buffer(plans.areas.iloc[area], OWN_REACH_M).bounds)
    # components that lead nowhere in the whole city lead nowhere here; what the cut makes short still leads somewhere
    usable, tree = context.network.list_usable(city.min_component_m)
    roads = list_roads(city, context.network).iloc[np.sort(usable[tree.query(box)])].reset_index(drop=True)
    if not len(roads):
        return None
    own = plans.roads.geometry[plans.roads["area"].to_numpy() == area]
    near, gates = shapely.intersects(box, np.asarray(city.facilities.geometry.values)), city.gates
    if gates is not None:  # a gate of a park may lie near, and its middle not
        near |= city.facilities["facility_id"].isin(gates["place"].iloc[gates.sindex.query(box)]).to_numpy()
    rows = np.flatnonzero(near).astype(np.int32)
    facilities = city.facilities.iloc[rows].reset_index(drop=True)
    if gates is not None:
        gates = gates[gates["place"].isin(facilities["facility_id"])].reset_index(drop=True)
    walls = (
        None if city.barriers is None or city.barrier_tree is None else city.barriers.iloc[city.barrier_tree.query(box)]
    )
    local = replace(
        city,
        roads=add_roads(roads, own),
        homes=city.homes.iloc[:0],
        facilities=facilities,
        gates=gates if gates is not None and len(gates) else None,
        barriers=walls if walls is not None and len(walls) else None,
        min_component_m=0.0,
        snap_cache=None,
    )
    return walk_to(make_walk_context(local, profile=context.profile.name), context.categories), rows


def _take_area(plans: Plans, area: int) -> tuple[Plans, Int32, Int32]:
    """Take one area with what is its own; return it with the rows of its homes and of its planned facilities."""
    homes = np.flatnonzero(plans.homes.area == area).astype(np.int32)
    planned = np.flatnonzero(plans.facilities["area"].to_numpy() == area).astype(np.int32)
    own_homes = PlanHomes(
        plans.homes.points[homes],
        np.zeros(len(homes), np.int32),
        plans.homes.share[homes],
        plans.homes.boundary_m[homes],
    )
    gates, roads = (table[table["area"] == area].assign(area=0) for table in (plans.gates, plans.roads))
    facilities = plans.facilities.iloc[planned].assign(area=0)
    return Plans(plans.areas.iloc[[area]], own_homes, gates, roads, facilities), homes, planned


def _sort_pairs(pairs: Pairs) -> Pairs:
    order = np.lexsort((pairs.place, pairs.origin))
    return Pairs(pairs.origin[order], pairs.place[order], pairs.walk_m[order])
