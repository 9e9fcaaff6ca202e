"""The ground that plan areas stand on: a network, and the city's homes and facilities joined to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int32
from geo.city.model import City
from geo.city.report import list_roads
from geo.city.snaps import find_snap_cache, snap_places
from geo.city.walks import choose_network, join_places
from geo.plans.planned_roads import add_roads
from geo.walking.access_points import AccessPoints
from geo.walking.limits import TOLERANCE_M
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.network import WalkNetwork
from geo.walking.profiles import Profile
from geo.walking.snap import Snaps


@dataclass(frozen=True)
class Ground:
    """A network, where the city's homes and facilities join it, and the category of each facility, -1 for others."""

    city: City
    network: WalkNetwork
    homes: AccessPoints
    facilities: AccessPoints
    category: Int32


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

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.walking.profiles import PROFILES
    >>> lay_ground(build_sample(), PROFILES["adult"], ["clinic"]).category.tolist()
    [0, -1]
    """
    network = choose_network(city, walker)
    homes, facilities = join_places(city, find_snap_cache(city, network, walker))
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

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.walking.profiles import PROFILES
    >>> walker = PROFILES["adult"]
    >>> road = gpd.GeoSeries([shapely.LineString(np.add([(0, 0), (300, 300)], ORIGIN))], crs=32650)
    >>> built = build_roads(lay_ground(build_sample(), walker, ["school"]), walker, road)
    >>> walk_city(built, built.facilities, built.category, categories=1).walk_m[0].round(1).tolist()  # not 1,200 m
    [1024.3]
    """
    if not len(planned):
        return ground
    before, old = ground.city, find_snap_cache(ground.city, ground.network, walker)
    steps = list_roads(before, ground.network)
    city = replace(before, roads=add_roads(steps.reset_index(drop=True), planned), snap_cache=None)
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


def walk_city(ground: Ground, facilities: AccessPoints, category: Int32, *, categories: int) -> NearestWalks:
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

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.walking.profiles import PROFILES
    >>> ground = lay_ground(build_sample(), PROFILES["adult"], ["school"])
    >>> walk_city(ground, ground.facilities, ground.category, categories=1).walk_m[0].tolist()
    [1200.0]
    """
    return nearest_facilities(ground.network, ground.homes, facilities, category, categories=categories)
