"""Laying what somebody plans: the ground of a scenario is the city with paths, gates and residential areas there."""

from dataclasses import dataclass, replace
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Float64, Objects, Shapes
from geo.changes.wall_gates import OpenedWalls, open_walls
from geo.city.report import list_roads
from geo.city.snaps import snap_places
from geo.city.walk_context import WalkContext
from geo.city.walks import Walks
from geo.coverage.scenario_ground import ScenarioGround
from geo.coverage.scopes import find_village_homes
from geo.grid.units import assign_units
from geo.plans.plan_homes import PlanHomes, place_homes
from geo.plans.planned_network import lay_roads
from geo.walking.access_points import append_points, join_points
from geo.walking.nearest import nearest_facilities
from geo.walking.snap import Snaps

#: A path that is so near to a road meets it [m].
_TOUCH_M: Final = 0.02


@dataclass(frozen=True, kw_only=True)
class PlannedChanges:
    """What is planned, in the city's CRS [m].

    Parameters
    ----------
    paths
        LineStrings: joined to the roads that they meet, and that they end near to, as
        :func:`geo.plans.planned_roads.add_roads` does it.
    gates
        Where walls are opened, shape (g, 2); see :func:`geo.changes.wall_gates.open_walls`.
    areas
        Polygons of residential areas, shape (a,); see :func:`geo.plans.plan_homes.place_homes`.
    residents
        Future residents of each area, shape (a,).
    """

    paths: Shapes
    gates: Float64
    areas: Shapes
    residents: Float64

    @property
    def is_empty(self) -> bool:
        """Whether nothing is planned."""
        return not (len(self.paths) or len(self.gates) or len(self.areas))

    @property
    def name(self) -> tuple[bytes, ...]:
        """What equal changes have in common, and no others."""
        shapes = [b"".join(shapely.to_wkb(each).tolist()) for each in (self.paths, self.areas)]
        return (*shapes, self.gates.tobytes(), self.residents.tobytes())


@dataclass(frozen=True, kw_only=True)
class LaidChanges:
    """The city with what is planned.

    Parameters
    ----------
    ground
        What is walked on.
    home_points
        Points of the planned homes, in the order in which they stand behind today's on the ground.
    ways
        The way through each gate, a LineString, None where there is none to lay.
    path_reason, gate_reason, area_reason
        Of each path, gate and area "", or why nobody walks on it, through it or from it: a key of
        :mod:`geo.texts.reasons`.
    """

    ground: ScenarioGround
    home_points: Objects
    ways: Objects
    path_reason: Objects
    gate_reason: Objects
    area_reason: Objects


def lay_changes(walks: Walks, changes: PlannedChanges) -> LaidChanges:
    """Lay what is planned into a city, and join its homes and facilities to the network anew where that changes it.

    Parameters
    ----------
    walks
        The city as it is, with all its categories; not changed.
    changes
        What is planned.

    Returns
    -------
    LaidChanges
        Scenarios on it equal a new analysis of the city with these roads, walls and homes.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.city.walks import measure_walks
    >>> path = shapely.LineString(np.add([(900, 900), (600, 1200), (455, 1300)], ORIGIN))
    >>> laid = lay_changes(
    ...     measure_walks(build_sample()),
    ...     PlannedChanges(
    ...         paths=np.array([path]), gates=np.empty((0, 2)), areas=np.empty(0, object), residents=np.empty(0)
    ...     ),
    ... )
    >>> laid.ground.can_leave.tolist(), laid.path_reason.tolist()
    ([True, True, True, True, True], [''])
    """
    standing, city = walks.context, walks.context.city
    opened = open_walls(city, standing.network, changes.gates)
    planned = np.array([*changes.paths, *(way for way in opened.ways if way is not None)], object)
    context = _lay_ways(standing, opened, planned)
    future = place_homes(gpd.GeoSeries(changes.areas, crs=city.crs), city.extent.geometry.iloc[0])
    snaps = snap_places(context.city, context.network, gpd.GeoSeries(future.points, crs=city.crs))
    unit = np.concatenate([walks.unit, assign_units(city.base_units, future.points)])
    residents = changes.residents[future.area] * future.share
    ground = ScenarioGround(
        context=context,
        homes=append_points(context.homes, join_points(snaps)),
        unit=unit,
        boundary_m=np.concatenate([context.snaps.boundary_m, future.boundary_m]),
        residents=np.concatenate([city.homes["residents"].to_numpy(float), residents]),
        can_leave=np.concatenate([_find_leaving(context), snaps.edge >= 0]),
        is_rural=find_village_homes(city, unit),
    )
    return LaidChanges(
        ground=ground,
        home_points=future.points,
        ways=opened.ways,
        path_reason=_find_path_reasons(context, changes.paths),
        gate_reason=opened.reason,
        area_reason=_find_area_reasons(future, snaps, len(changes.areas)),
    )


def _lay_ways(standing: WalkContext, opened: OpenedWalls, planned: Shapes) -> WalkContext:
    if not len(planned):
        return standing
    city = standing.city
    roads = list_roads(city, standing.network).reset_index(drop=True)
    # what nobody walks on is left out: of a stored city it would be read now, and is half of it
    slim = replace(city, barriers=opened.barriers, addresses=None, workers=None, stored_index=None, snap_cache=None)
    if opened.barriers is city.barriers:
        vars(slim)["barrier_tree"] = city.barrier_tree
    lines = gpd.GeoSeries(planned, crs=city.crs)
    return lay_roads(replace(standing, city=slim), roads, lines, openings=opened.openings)


def _find_leaving(context: WalkContext) -> Bool:
    """Find the homes that join the network: where they snap, or through a gate from which a facility can be reached."""
    leaves: Bool = context.snaps.home_snaps.edge >= 0
    if not np.isin(context.homes.place, np.flatnonzero(~leaves)).any():
        return leaves
    kind = np.where(context.category >= 0, 0, -1).astype(np.int32)
    anything = nearest_facilities(context.network, context.homes, context.facilities, kind, categories=1)
    return np.asarray(leaves | np.isfinite(anything.walk_m[:, 0]))


def _find_path_reasons(context: WalkContext, paths: Shapes) -> Objects:
    """Say which paths meet no road, and which only such as lead nowhere: those are not among the roads now."""
    why = np.full(len(paths), "no_road", object)
    for least_m, found in ((context.city.min_component_m, ""), (0.0, "short_component")):
        rest = np.flatnonzero(why == "no_road")
        if len(rest):
            _, tree = context.network.list_usable(least_m)
            why[rest[tree.query(paths[rest], predicate="dwithin", distance=_TOUCH_M)[0]]] = found
    return why


def _find_area_reasons(future: PlanHomes, snaps: Snaps, areas: int) -> Objects:
    """Say why no home of an area joins a road; one that does speaks for the area."""
    reason = np.full(areas, "", object)
    reason[future.area] = snaps.reason
    reason[future.area[snaps.edge >= 0]] = ""
    return reason
