"""The network with planned roads laid, and the city's homes and facilities joined to it anew where they change it."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Bool, Int32, Shapes
from geo.city.model import City
from geo.city.report import list_roads
from geo.city.snaps import snap_places
from geo.city.walk_context import WalkContext, choose_network, join_places
from geo.plans.planned_roads import add_roads
from geo.walking.access_points import AccessPoints
from geo.walking.limits import TOLERANCE_M
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.network import WalkNetwork
from geo.walking.snap import Snaps


def build_roads(context: WalkContext, planned: gpd.GeoSeries) -> WalkContext:
    """Lay planned roads.

    Parameters
    ----------
    context
        The city as it stands.
    planned
        LineStrings.

    Returns
    -------
    WalkContext
        The same where there is nothing to lay, else with the homes and facilities that a planned road is nearer to,
        or whose road is cut, joined anew.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> road = gpd.GeoSeries([shapely.LineString(np.add([(0, 0), (300, 300)], ORIGIN))], crs=32650)
    >>> built = build_roads(make_walk_context(build_sample(), categories=["school"]), road)
    >>> walk_city(built, built.facilities, built.category).walk_m[0].round(1).tolist()  # not 1,200 m
    [1024.3]
    """
    if not len(planned):
        return context
    return lay_roads(context, list_roads(context.city, context.network).reset_index(drop=True), planned)


def lay_roads(
    context: WalkContext, roads: gpd.GeoDataFrame, planned: gpd.GeoSeries, *, openings: Shapes | None = None
) -> WalkContext:
    """Lay planned roads between the roads of a city, all of them or some.

    Parameters
    ----------
    context
        The city as it stands; of its snaps only those of places on `roads` are still known.
    roads
        Rows of the roads layer, by the numbers that the snaps know them by; a larger number is a road that is gone.
    planned
        LineStrings, at least one.
    openings
        Where walls were opened that the snaps still know; the city of `context` does not.

    Returns
    -------
    WalkContext
        With the homes and facilities that a planned road is nearer to, or whose road is cut or gone, joined anew; also
        those at roads that led nowhere, and do now.
    """
    before, old = context.city, context.snaps
    city = replace(before, roads=add_roads(roads, planned), snap_cache=None)
    if "barrier_tree" in vars(before):  # planted already, of the same barriers
        vars(city)["barrier_tree"] = before.barrier_tree
    network = choose_network(city, context.profile)
    was = city.roads["was"].to_numpy()
    kept = was >= 0
    row_now = np.full(len(roads), -1, np.int32)
    row_now[was[kept]] = np.flatnonzero(kept)
    changed = network.geometry[~kept | _lead_somewhere_now(context, network, was)]
    tree = shapely.STRtree(changed if openings is None else np.concatenate([changed, openings]))

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
    return replace(context, city=city, network=network, snaps=new, homes=homes, facilities=facilities)


def _lead_somewhere_now(context: WalkContext, network: WalkNetwork, was: Int32) -> Bool:
    """Find the uncut edges of components that planned roads make long enough to be joined; none where any may be."""
    least_m, old = context.city.min_component_m, context.network
    if least_m <= 0:  # so it is where the roads are cut out of a city, and `was` counts only those
        return np.zeros(len(was), bool)
    was_short = np.append(old.component_length_m[old.component] < least_m, False)
    return was_short[was] & (network.component_length_m[network.component] >= least_m)


def _snap_again(
    city: City,
    network: WalkNetwork,
    places: gpd.GeoDataFrame,
    snaps: Snaps,
    changed: shapely.STRtree,
    row_now: Int32,
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


def walk_city(context: WalkContext, facilities: AccessPoints, category: Int32) -> NearestWalks:
    """Walk from every home of the city to its nearest facility.

    Parameters
    ----------
    context
        Who walks where, to K categories.
    facilities, category
        Where the facilities join the network, and the category of each.

    Returns
    -------
    NearestWalks
        Shape (homes, K).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample(), categories=["school"])
    >>> walk_city(context, context.facilities, context.category).walk_m[0].tolist()
    [1200.0]
    """
    k = len(context.categories)
    return nearest_facilities(context.network, context.homes, facilities, category, categories=k)
