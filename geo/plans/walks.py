"""Walks from plan areas to what there is and to what is planned: each area alone, and all areas built."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.city import City
from geo.pairs import Pairs, list_pairs
from geo.plans.homes import PlanHomes, join_areas, join_homes
from geo.plans.roads import add_roads
from geo.roads import WalkNetwork
from geo.schema import STAGES
from geo.snap import TOLERANCE_M, AccessPoints, Snaps, append_points, find_access_points
from geo.walking import NearestWalks, Profile, nearest_facilities
from geo.walks import choose_network, find_prepared, join_places, list_roads, snap_places

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]

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
    planned_m: FloatArray
    planned: IntArray
    near: Pairs
    joined: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Ground:
    """A network, where the city's homes and facilities join it, and the category of each facility, -1 for others."""

    city: City
    network: WalkNetwork
    homes: AccessPoints
    facilities: AccessPoints
    category: IntArray


def lay_ground(city: City, walker: Profile, categories: Sequence[str]) -> Ground:
    """Make ready the network of a city and the places on it.

    Parameters
    ----------
    city, walker
        The city, and whoever walks.
    categories
        The K categories that are asked about.

    Returns
    -------
    Ground
        As it stands.
    """
    network = choose_network(city, walker)
    homes, facilities = join_places(city, find_prepared(city, network, walker))
    code = pd.Index(list(categories)).get_indexer(city.facilities["category"]).astype(np.int32)
    return Ground(city, network, homes, facilities, code)


def build_roads(ground: Ground, walker: Profile, planned: gpd.GeoSeries) -> Ground:
    """Lay planned roads.

    Parameters
    ----------
    ground, walker
        The city as it stands, and whoever walks.
    planned
        LineStrings.

    Returns
    -------
    Ground
        The same where there is nothing to lay, else with the homes and facilities that a planned road is nearer to,
        or whose road is cut, joined anew.
    """
    if not len(planned):
        return ground
    before, old = ground.city, find_prepared(ground.city, ground.network, walker)
    steps = list_roads(before, ground.network)
    city = replace(before, roads=add_roads(steps.reset_index(drop=True), planned), prepared=None)
    network = choose_network(city, walker)
    tree = shapely.STRtree(np.asarray(city.roads.geometry.values)[city.roads["was"].to_numpy() < 0])
    row_now = np.full(len(steps), -1, np.int32)
    kept = city.roads["was"].to_numpy() >= 0
    row_now[city.roads["was"].to_numpy()[kept]] = np.flatnonzero(kept)

    def snap(places: gpd.GeoDataFrame, snaps: Snaps) -> Snaps:
        return _snap_again(city, network, places, snaps, tree, row_now)

    gates = None
    if city.gates is not None and old.gate_snaps is not None:
        gates = snap(city.gates, old.gate_snaps)
    new = replace(
        old,
        home_snaps=snap(city.homes, old.home_snaps),
        facility_snaps=snap(city.facilities, old.facility_snaps),
        gate_snaps=gates,
    )
    homes, facilities = join_places(city, new)
    return Ground(city, network, homes, facilities, ground.category)


def _snap_again(
    city: City,
    network: WalkNetwork,
    places: gpd.GeoDataFrame,
    snaps: Snaps,
    changed: shapely.STRtree,
    row_now: IntArray,
) -> Snaps:
    """Snap again what a changed edge is as near to, or whose edge is cut; the others get the new numbers."""
    reach_m = np.where(snaps.edge >= 0, snaps.access_m, city.snap_limit_m) + TOLERANCE_M
    edge = np.append(row_now, np.int32(-1))[snaps.edge]
    again = (snaps.edge >= 0) & (edge < 0)
    near, _ = changed.query(np.asarray(places.geometry.values), predicate="dwithin", distance=reach_m)
    again[near] = True
    rows = np.flatnonzero(again)
    new = snap_places(city, network, places.iloc[rows])
    out = Snaps(edge, snaps.offset_m.copy(), snaps.access_m.copy(), snaps.reason.copy())
    out.edge[rows], out.offset_m[rows], out.access_m[rows], out.reason[rows] = (
        new.edge,
        new.offset_m,
        new.access_m,
        new.reason,
    )
    return out


def walk_city(ground: Ground, facilities: AccessPoints, category: IntArray, *, categories: int) -> NearestWalks:
    """Walk from every home of the city to its nearest facility.

    Parameters
    ----------
    ground
        The city.
    facilities, category
        Where the facilities join the network, and the category of each.
    categories
        K.

    Returns
    -------
    NearestWalks
        Shape (homes, K).
    """
    return nearest_facilities(ground.network, ground.homes, facilities, category, categories=categories)


def walk_together(ground: Ground, plans: Plans, *, categories: int, limit_m: float) -> PlanWalks:
    """Walk from plan homes when all areas of the batch are built.

    Parameters
    ----------
    ground
        The city with all planned roads.
    plans
        The batch.
    categories
        K.
    limit_m
        The longest limit [m], for what is near.

    Returns
    -------
    PlanWalks
        Every planned facility counts for everybody.
    """
    points = join_homes(ground.city, ground.network, plans.homes, plans.gates)
    new = join_planned(ground, plans)
    existing = nearest_facilities(ground.network, points, ground.facilities, ground.category, categories=categories)
    table = plans.facilities
    code = (table["stage_class"].to_numpy() * categories + table["category"].to_numpy()).astype(np.int32)
    found = nearest_facilities(ground.network, points, new, code, categories=len(CLASSES) * categories)
    shape = (points.count, len(CLASSES), categories)
    planned_m = np.ascontiguousarray(found.walk_m.reshape(shape).transpose(1, 0, 2))
    planned = np.ascontiguousarray(found.facility.reshape(shape).transpose(1, 0, 2))
    _walk_inside(plans, planned_m, planned)
    near = list_pairs(
        ground.network,
        join_areas(plans.homes, points, len(plans.areas)),
        append_points(ground.facilities, new),
        limit_m=limit_m,
    )
    return PlanWalks(existing, planned_m, planned, near, _is_joined(points))


def walk_alone(ground: Ground, plans: Plans, walker: Profile, *, categories: int, limit_m: float) -> PlanWalks:
    """Walk from the homes of each area when nothing else is built.

    Parameters
    ----------
    ground
        The city as it stands.
    plans
        The batch.
    walker
        Whoever walks.
    categories, limit_m
        As for :func:`walk_together`.

    Returns
    -------
    PlanWalks
        An area's own facilities within :data:`OWN_REACH_M` count for its homes, and its own roads, for walks as far as
        that; nobody else's.
    """
    points = join_homes(ground.city, ground.network, plans.homes, plans.gates)
    existing = nearest_facilities(ground.network, points, ground.facilities, ground.category, categories=categories)
    walks = _find_own(ground, plans, points, join_planned(ground, plans), existing, limit_m)
    for area in np.unique(plans.roads["area"].to_numpy()[plans.roads["area"].to_numpy() >= 0]).tolist():
        walks = _walk_own_roads(ground, plans, walker, area, walks, limit_m)
    return replace(walks, near=_sort_pairs(walks.near))


def join_planned(ground: Ground, plans: Plans) -> AccessPoints:
    """Join planned facilities to the network where they snap."""
    snaps = snap_places(ground.city, ground.network, plans.facilities)
    return find_access_points(snaps, None, np.empty(0, np.int32), np.empty(0))


def _is_joined(points: AccessPoints) -> npt.NDArray[np.bool_]:
    joined = np.zeros(points.count, bool)
    joined[points.place] = True
    return joined


def _find_own(
    ground: Ground, plans: Plans, points: AccessPoints, new: AccessPoints, existing: NearestWalks, limit_m: float
) -> PlanWalks:
    """Walk to an area's own facilities and list what is near, all areas at once."""
    table, areas = plans.facilities, len(plans.areas)
    shape = (len(CLASSES), *existing.walk_m.shape)
    planned_m, planned = np.full(shape, np.inf), np.full(shape, -1, np.int32)
    own = list_pairs(ground.network, new, points, limit_m=OWN_REACH_M)
    mine = plans.homes.area[own.place] == table["area"].to_numpy()[own.origin]
    _take_nearer(plans, own.origin[mine], own.place[mine], own.walk_m[mine], planned_m, planned)
    _walk_inside(plans, planned_m, planned)
    near = list_pairs(
        ground.network, join_areas(plans.homes, points, areas), append_points(ground.facilities, new), limit_m=limit_m
    )
    foreign = near.place >= ground.facilities.count
    foreign &= (
        np.append(table["area"].to_numpy(), -1)[np.maximum(near.place - ground.facilities.count, -1)] != near.origin
    )
    kept = Pairs(near.origin[~foreign], near.place[~foreign], near.walk_m[~foreign])
    return PlanWalks(existing, planned_m, planned, kept, _is_joined(points))


def _take_nearer(
    plans: Plans, facility: IntArray, home: IntArray, walk_m: FloatArray, planned_m: FloatArray, planned: IntArray
) -> None:
    """Write walks where they are nearer than what stands there; of equal ones the lower row wins."""
    table = plans.facilities
    order = np.lexsort((-facility, -walk_m))
    facility, home, walk_m = facility[order], home[order], walk_m[order]
    at = (table["stage_class"].to_numpy()[facility], home, table["category"].to_numpy()[facility])
    nearer = walk_m < planned_m[at]
    at = tuple(axis[nearer] for axis in at)
    planned_m[at], planned[at] = walk_m[nearer], facility[nearer]


def _walk_inside(plans: Plans, planned_m: FloatArray, planned: IntArray) -> None:
    """Inside its own area a walk may be straight, as the leg to a gate is, where the line does not leave the area."""
    area = plans.facilities["area"].to_numpy()
    own = np.flatnonzero(area >= 0)
    first, last = (np.searchsorted(plans.homes.area, area[own], side=side) for side in ("left", "right"))
    facility = np.repeat(own, last - first).astype(np.int32)
    turn = np.arange(len(facility)) - np.repeat(np.cumsum(last - first) - (last - first), last - first)
    home = (np.repeat(first, last - first) + turn).astype(np.int32)
    lines = shapely.shortest_line(plans.homes.points[home], plans.facilities.geometry.to_numpy()[facility])
    inside = shapely.covers(plans.areas.to_numpy()[area[facility]], lines)
    _take_nearer(plans, facility[inside], home[inside], shapely.length(lines[inside]), planned_m, planned)


def _walk_own_roads(
    ground: Ground, plans: Plans, walker: Profile, area: int, walks: PlanWalks, limit_m: float
) -> PlanWalks:
    """Walk again from one area with its own roads, on the network around it."""
    cut = _cut_around(ground, walker, plans, area)
    if cut is None:
        return walks
    around, facility = cut
    alone, homes, planned = _take_area(plans, area)
    points = join_homes(around.city, around.network, alone.homes, alone.gates)
    k = walks.existing.walk_m.shape[1]
    existing = nearest_facilities(around.network, points, around.facilities, around.category, categories=k)
    found = _find_own(around, alone, points, join_planned(around, alone), existing, limit_m)
    for mine_m, mine, new_m, new, rows in (
        (walks.existing.walk_m, walks.existing.facility, existing.walk_m, existing.facility, facility),
        *zip(walks.planned_m, walks.planned, found.planned_m, found.planned, [planned] * len(CLASSES), strict=True),
    ):
        # within the cut a walk is exact; a longer one may lead round outside it, so that the shorter of both is told
        nearer = (new_m <= OWN_REACH_M) | (new_m < mine_m[homes])
        mine_m[homes] = np.where(nearer, new_m, mine_m[homes])
        mine[homes] = np.where(nearer, np.append(rows, -1)[new], mine[homes])
    walks.joined[homes] = found.joined
    place = np.concatenate([facility, ground.facilities.count + planned])[found.near.place]
    others = walks.near.origin != area
    near = Pairs(
        np.append(walks.near.origin[others], np.full(len(place), area)).astype(np.int32),
        np.append(walks.near.place[others], place).astype(np.int32),
        np.append(walks.near.walk_m[others], found.near.walk_m),
    )
    return replace(walks, near=near)


def _cut_around(ground: Ground, walker: Profile, plans: Plans, area: int) -> tuple[Ground, IntArray] | None:
    """Cut the city round an area, with the area's own roads; return it with the rows of its facilities.

    None where there is no road for the area's own to lead to.
    """
    city = ground.city
    box = shapely.box(*shapely.buffer(plans.areas.iloc[area], OWN_REACH_M).bounds)
    # pieces that lead nowhere in the whole city lead nowhere here; what the cut makes short still leads somewhere
    usable, tree = ground.network.list_usable(city.min_component_m)
    roads = list_roads(city, ground.network).iloc[np.sort(usable[tree.query(box)])].reset_index(drop=True)
    if not len(roads):
        return None
    own = plans.roads.geometry[plans.roads["area"].to_numpy() == area]
    rows = np.flatnonzero(shapely.intersects(box, np.asarray(city.facilities.geometry.values))).astype(np.int32)
    facilities = city.facilities.iloc[rows].reset_index(drop=True)
    gates = city.gates
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
        prepared=None,
    )
    network = choose_network(local, walker)
    homes, joined = join_places(local, find_prepared(local, network, walker))
    return Ground(local, network, homes, joined, ground.category[rows]), rows


def _take_area(plans: Plans, area: int) -> tuple[Plans, IntArray, IntArray]:
    """Take one area with what is its own; return it with the rows of its homes and of its planned facilities."""
    homes = np.flatnonzero(plans.homes.area == area).astype(np.int32)
    planned = np.flatnonzero(plans.facilities["area"].to_numpy() == area).astype(np.int32)
    own_homes = PlanHomes(
        plans.homes.points[homes],
        np.zeros(len(homes), np.int32),
        plans.homes.share[homes],
        plans.homes.border_m[homes],
    )
    gates, roads = (table[table["area"] == area].assign(area=0) for table in (plans.gates, plans.roads))
    facilities = plans.facilities.iloc[planned].assign(area=0)
    return Plans(plans.areas.iloc[[area]], own_homes, gates, roads, facilities), homes, planned


def _sort_pairs(pairs: Pairs) -> Pairs:
    order = np.lexsort((pairs.place, pairs.origin))
    return Pairs(pairs.origin[order], pairs.place[order], pairs.walk_m[order])
