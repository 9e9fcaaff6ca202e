"""Walks from the homes of each area alone with the city as it is, with the roads it brings itself."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from geo.arrays import Int32
from geo.city.report import list_roads
from geo.city.walk_context import WalkContext, make_walk_context, walk_to
from geo.plans.exit_walks import ExitWalks, walk_through
from geo.plans.plan_homes import PlanHomes
from geo.plans.plan_walks import OWN_REACH_M, Plans, PlanWalks, join_planned, leave_plots, take_nearer
from geo.plans.planned_roads import add_roads
from geo.plans.plot_exits import EXIT_COLUMNS, Exits, find_exits, join_exits, join_plots
from geo.plans.stage_classes import StageClass
from geo.walking.access_points import append_points
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
    walks = find_own_walks(context, plans, limit_m)
    owners = plans.roads["area"].to_numpy()
    anew = {
        area: found
        for area in np.unique(owners[owners >= 0]).tolist()
        if (found := _walk_own_roads(context, plans, area, walks, limit_m)) is not None
    }
    return leave_plots(plans, _replace_areas(walks, anew))


def find_own_walks(context: WalkContext, plans: Plans, limit_m: float) -> ExitWalks:
    """Walk to what exists and to an area's own facilities, and list what is near, all areas at once."""
    table, k = plans.facilities, len(context.categories)
    exits = find_exits(context.city, context.network, plans.areas, plans.gates)
    points, new = join_exits(exits), join_planned(context, plans)
    existing = nearest_facilities(context.network, points, context.facilities, context.category, categories=k)
    shape = (len(StageClass), *existing.walk_m.shape)
    planned_m, planned = np.full(shape, np.inf), np.full(shape, -1, np.int32)
    own = list_pairs(context.network, new, points, limit_m=OWN_REACH_M)
    mine = exits.area[own.place] == table["area"].to_numpy()[own.origin]
    take_nearer(plans, own.origin[mine], own.place[mine], own.walk_m[mine], planned_m, planned)
    near = list_pairs(context.network, join_plots(exits), append_points(context.facilities, new), limit_m=limit_m)
    foreign = near.place >= context.facilities.count
    foreign &= (
        np.append(table["area"].to_numpy(), -1)[np.maximum(near.place - context.facilities.count, -1)] != near.origin
    )
    kept = Pairs(near.origin[~foreign], near.place[~foreign], near.walk_m[~foreign])
    return ExitWalks(exits, existing, planned_m, planned, kept)


def _walk_own_roads(
    context: WalkContext, plans: Plans, area: int, walks: ExitWalks, limit_m: float
) -> ExitWalks | None:
    """Walk again from one area with its own roads, on the network around it; None where there is none."""
    cut = _cut_around(context, plans, area)
    if cut is None:
        return None
    around, facility = cut
    alone, planned = _take_area(plans, area)
    found = find_own_walks(around, alone, limit_m)
    exits = replace(found.exits, area=np.full(len(found.exits.area), area, np.int32))

    def choose(old: NearestWalks, new: NearestWalks, rows: Int32) -> NearestWalks:
        # within the cut a walk is exact; a longer one may lead round outside it, so that the shorter of both counts
        was = walk_through(walks.exits, exits.xy, exits.area, old)
        nearer = (new.walk_m <= OWN_REACH_M) | (new.walk_m < was.walk_m)
        facility = np.where(nearer, np.append(rows, np.int32(-1))[new.facility], was.facility)
        return NearestWalks(np.where(nearer, new.walk_m, was.walk_m), facility)

    existing = choose(walks.existing, found.existing, facility)
    layers = [
        choose(NearestWalks(*layers[:2]), NearestWalks(*layers[2:]), planned)
        for layers in zip(walks.planned_m, walks.planned, found.planned_m, found.planned, strict=True)
    ]
    place = np.concatenate([facility, context.facilities.count + planned])[found.near.place].astype(np.int32)
    return ExitWalks(
        exits,
        existing,
        np.stack([layer.walk_m for layer in layers]),
        np.stack([layer.facility for layer in layers]),
        Pairs(np.full(len(place), area, np.int32), place, found.near.walk_m),
    )


def _replace_areas(walks: ExitWalks, anew: Mapping[int, ExitWalks]) -> ExitWalks:
    """Put the walks of some areas in place of those that they had."""
    found, exits = list(anew.values()), walks.exits
    source = exits.source.copy()
    for number, one in anew.items():
        source[number] = one.exits.source[0]
    kept = ~np.isin(exits.area, list(anew))
    order = np.argsort(np.concatenate([exits.area[kept], *(one.exits.area for one in found)]), kind="stable")

    def join(old: Any, new: Iterable[Any]) -> Any:
        return np.concatenate([old[kept], *new])[order]

    def stack(old: Any, new: Iterable[Any]) -> Any:
        return np.concatenate([old[:, kept], *new], axis=1)[:, order]

    columns = {name: join(getattr(exits, name), (getattr(one.exits, name) for one in found)) for name in EXIT_COLUMNS}
    existing = NearestWalks(
        join(walks.existing.walk_m, (one.existing.walk_m for one in found)),
        join(walks.existing.facility, (one.existing.facility for one in found)),
    )
    return ExitWalks(
        Exits(**columns, source=source),
        existing,
        stack(walks.planned_m, (one.planned_m for one in found)),
        stack(walks.planned, (one.planned for one in found)),
        _join_pairs(walks.near, anew),
    )


def _join_pairs(near: Pairs, anew: Mapping[int, ExitWalks]) -> Pairs:
    others = ~np.isin(near.origin, list(anew))
    origin, place, walk_m = (
        np.concatenate([getattr(near, name)[others], *(getattr(one.near, name) for one in anew.values())])
        for name in ("origin", "place", "walk_m")
    )
    order = np.lexsort((place, origin))
    return Pairs(origin[order], place[order], walk_m[order])


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


def _take_area(plans: Plans, area: int) -> tuple[Plans, Int32]:
    """Take one area with what is its own; return it with the rows of its planned facilities."""
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
    return Plans(plans.areas.iloc[[area]], own_homes, gates, roads, facilities), planned
