"""Walks from the homes of each area alone with the city as it is, with the roads it brings itself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np

from geo.arrays import Int32
from geo.city.walk_context import WalkContext
from geo.plans.cutouts import Surroundings, cut_surroundings
from geo.plans.exit_walks import ExitWalks, walk_through
from geo.plans.plan_homes import PlanHomes
from geo.plans.plan_walks import OWN_REACH_M, Plans, PlanWalks, join_planned, leave_plots, take_nearer
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
    areas = np.unique(owners[owners >= 0]).tolist()
    anew = [_walk_own_roads(context, cut, plans, walks, limit_m) for cut in cut_surroundings(context, plans, areas)]
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
    context: WalkContext, cut: Surroundings, plans: Plans, walks: ExitWalks, limit_m: float
) -> tuple[Int32, ExitWalks]:
    """Walk again from areas with their own roads, on the network around them; return their rows with the walks."""
    alone, planned = _take_areas(plans, cut.areas)
    found = find_own_walks(cut.context, alone, limit_m)
    exits = replace(found.exits, area=cut.areas[found.exits.area])

    def choose(old: NearestWalks, new: NearestWalks, rows: Int32) -> NearestWalks:
        # within the cut a walk is exact; a longer one may lead round outside it, so that the shorter of both counts
        was = walk_through(walks.exits, exits.xy, exits.area, old)
        nearer = (new.walk_m <= OWN_REACH_M) | (new.walk_m < was.walk_m)
        facility = np.where(nearer, np.append(rows, np.int32(-1))[new.facility], was.facility)
        return NearestWalks(np.where(nearer, new.walk_m, was.walk_m), facility)

    existing = choose(walks.existing, found.existing, cut.facility)
    layers = [
        choose(NearestWalks(*layers[:2]), NearestWalks(*layers[2:]), planned)
        for layers in zip(walks.planned_m, walks.planned, found.planned_m, found.planned, strict=True)
    ]
    place = np.concatenate([cut.facility, len(context.city.facilities) + planned])[found.near.place].astype(np.int32)
    return cut.areas, ExitWalks(
        exits,
        existing,
        np.stack([layer.walk_m for layer in layers]),
        np.stack([layer.facility for layer in layers]),
        Pairs(cut.areas[found.near.origin], place, found.near.walk_m),
    )


def _replace_areas(walks: ExitWalks, anew: Sequence[tuple[Int32, ExitWalks]]) -> ExitWalks:
    """Put the walks of some areas in place of those that they had."""
    found, exits = [one for _, one in anew], walks.exits
    source = exits.source.copy()
    for areas, one in anew:
        source[areas] = one.exits.source
    replaced = np.concatenate([areas for areas, _ in anew] or [np.empty(0, np.int32)])
    kept = ~np.isin(exits.area, replaced)
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
        _join_pairs(walks.near, replaced, found),
    )


def _join_pairs(near: Pairs, replaced: Int32, found: Sequence[ExitWalks]) -> Pairs:
    others = ~np.isin(near.origin, replaced)
    origin, place, walk_m = (
        np.concatenate([getattr(near, name)[others], *(getattr(one.near, name) for one in found)])
        for name in ("origin", "place", "walk_m")
    )
    order = np.lexsort((place, origin))
    return Pairs(origin[order], place[order], walk_m[order])


def _take_areas(plans: Plans, areas: Int32) -> tuple[Plans, Int32]:
    """Take areas with what is their own; return them with the rows of their planned facilities."""

    def take(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        own = table[np.isin(table["area"].to_numpy(), areas)]
        return own.assign(area=np.searchsorted(areas, own["area"]).astype(np.int32))

    homes = np.flatnonzero(np.isin(plans.homes.area, areas))
    planned = np.flatnonzero(np.isin(plans.facilities["area"].to_numpy(), areas)).astype(np.int32)
    own_homes = PlanHomes(
        plans.homes.points[homes],
        np.searchsorted(areas, plans.homes.area[homes]).astype(np.int32),
        plans.homes.share[homes],
        plans.homes.boundary_m[homes],
    )
    gates, roads, facilities = (take(table) for table in (plans.gates, plans.roads, plans.facilities))
    return Plans(plans.areas.iloc[areas], own_homes, gates, roads, facilities), planned
