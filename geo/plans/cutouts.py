"""What lies round areas that bring roads of their own, cut out of the city with these roads laid."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int32, Integer
from geo.city.model import City
from geo.city.report import list_roads
from geo.city.snap_cache import SnapCache
from geo.city.walk_context import WalkContext, walk_to
from geo.plans.plan_walks import OWN_REACH_M, Plans
from geo.plans.planned_network import lay_roads
from geo.plans.planned_roads import JOIN_M
from geo.walking.snap import Snaps


@dataclass(frozen=True)
class Surroundings:
    """What lies round some areas, with the roads that each of them brings.

    Parameters
    ----------
    areas
        Rows of the areas, ascending: none of them reaches what another does.
    context
        The city cut out round them, without homes.
    facility
        Row in the whole city of each of its facilities.
    """

    areas: Int32
    context: WalkContext
    facility: Int32


def cut_surroundings(context: WalkContext, plans: Plans, areas: Iterable[int]) -> Iterator[Surroundings]:
    """Cut out what lies round areas, with the roads that each brings.

    Parameters
    ----------
    context
        The city as it is.
    plans
        The batch.
    areas
        Rows of the areas, ascending.

    Yields
    ------
    Surroundings
        Each area is in one of them, but for those that no road is near to. To cut once for many is several times as
        fast as once for each; so areas that lie apart are cut together, and walk as if each had been cut alone.
    """
    owner = _number_owners(context.city)
    reaches = [reach for area in areas if len((reach := _find_reach(context, plans, owner, area)).roads)]
    for apart in _set_apart(context, reaches):
        yield _cut(context, plans, owner, apart)


@dataclass(frozen=True)
class _Reach:
    """What is cut out round one area: rows of roads and of facilities; and what the cut must not meet beyond it."""

    area: int
    box: shapely.Geometry
    roads: Integer
    facilities: Integer
    around: shapely.Geometry
    nodes_around: Int32
    facilities_around: Integer


def _number_owners(city: City) -> Integer:
    """Find the row of the facility that each gate of a city leads to, -1 for gates of others."""
    gates = () if city.gates is None else city.gates["place"]
    return np.asarray(pd.Index(city.facilities["facility_id"]).get_indexer(gates))


def _find_reach(context: WalkContext, plans: Plans, owner: Integer, area: int) -> _Reach:
    city, network = context.city, context.network
    box = shapely.box(*shapely.buffer(plans.areas.iloc[area], OWN_REACH_M).bounds)
    own = [
        table.geometry[table["area"].to_numpy() == area].to_numpy()
        for table in (plans.roads, plans.gates, plans.facilities)
    ]
    west, south, east, north = shapely.total_bounds(np.concatenate([[box], *own]))
    beyond_m = max(city.snap_limit_m, JOIN_M)
    around = shapely.box(west - beyond_m, south - beyond_m, east + beyond_m, north + beyond_m)
    # components that lead nowhere in the whole city lead nowhere here; what the cut makes short still leads somewhere
    usable, tree = network.list_usable(city.min_component_m)
    edges = usable[tree.query(around)]
    return _Reach(
        area,
        box,
        np.sort(usable[tree.query(box)]),
        _find_facilities(city, owner, box),
        around,
        np.concatenate([network.u[edges], network.v[edges]]),
        _find_facilities(city, owner, around),
    )


def _find_facilities(city: City, owner: Integer, box: shapely.Geometry) -> Integer:
    """Find the facilities in a box: a gate of a park may lie in it, and its middle not."""
    found = city.facilities.sindex.query(box, predicate="intersects")
    if city.gates is not None:
        found = np.append(found, owner[city.gates.sindex.query(box)])
    return np.unique(found[found >= 0])


def _set_apart(context: WalkContext, reaches: Sequence[_Reach]) -> list[list[_Reach]]:
    """Gather reaches of which no two meet: they share no node and no facility, and their boxes lie apart."""
    nodes = len(context.network.node_xy)
    groups: list[list[_Reach]] = []
    taken: list[Bool] = []
    for reach in reaches:
        mine = np.concatenate([reach.nodes_around, nodes + reach.facilities_around])
        for group, known in zip(groups, taken, strict=True):
            if not known[mine].any() and not shapely.intersects(reach.around, [one.around for one in group]).any():
                break
        else:
            group, known = [], np.zeros(nodes + len(context.city.facilities), bool)
            groups.append(group)
            taken.append(known)
        group.append(reach)
        known[mine] = True
    return groups


def _cut(context: WalkContext, plans: Plans, owner: Integer, reaches: Sequence[_Reach]) -> Surroundings:
    city, areas = context.city, np.array([reach.area for reach in reaches], np.int32)
    edges = np.unique(np.concatenate([reach.roads for reach in reaches]))
    rows = np.unique(np.concatenate([reach.facilities for reach in reaches])).astype(np.int32)
    facilities, gates, walls, of_cut = city.facilities.iloc[rows].reset_index(drop=True), None, None, None
    if city.gates is not None:
        of_cut = np.flatnonzero(np.isin(owner, rows))
        gates = city.gates.iloc[of_cut].reset_index(drop=True)
    if city.barriers is not None and city.barrier_tree is not None:
        walls = city.barriers.iloc[np.unique(city.barrier_tree.query([reach.box for reach in reaches])[1])]
    local = replace(
        city,
        homes=city.homes.iloc[:0],
        facilities=facilities,
        gates=gates if gates is not None and len(gates) else None,
        barriers=walls if walls is not None and len(walls) else None,
        min_component_m=0.0,
    )
    standing = replace(context, city=local, snaps=_keep_snaps(context.snaps, edges, rows, of_cut))
    roads = list_roads(city, context.network).iloc[edges].reset_index(drop=True)
    built = lay_roads(standing, roads, plans.roads.geometry[np.isin(plans.roads["area"].to_numpy(), areas)])
    return Surroundings(areas, walk_to(built, context.categories), rows)


def _keep_snaps(snaps: SnapCache, edges: Integer, facilities: Int32, gates: Integer | None) -> SnapCache:
    """Keep the snaps of some facilities and gates, their edges numbered within those that are cut out."""

    def keep(whole: Snaps, rows: Integer) -> Snaps:
        edge, offset_m, access_m, reason = (column[rows] for column in vars(whole).values())
        place = np.searchsorted(edges, edge)
        is_cut_out = np.append(edges, -1)[place] == edge
        return Snaps(np.where(edge < 0, -1, np.where(is_cut_out, place, len(edges))), offset_m, access_m, reason)

    none = np.empty(0, np.int32)
    return replace(
        snaps,
        home_snaps=keep(snaps.home_snaps, none),
        facility_snaps=keep(snaps.facility_snaps, facilities),
        gate_snaps=None if gates is None or snaps.gate_snaps is None else keep(snaps.gate_snaps, gates),
        unit=snaps.unit[none],
        boundary_m=snaps.boundary_m[none],
    )
