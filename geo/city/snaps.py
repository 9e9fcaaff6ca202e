"""Where the places of a city meet its walk network, and how far they are from the boundary of the data."""

from dataclasses import replace
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Objects
from geo.city.model import City
from geo.city.snap_cache import SnapCache, fingerprint_arrays
from geo.grid.units import assign_units
from geo.walking.network import WalkNetwork
from geo.walking.profiles import Profile, find_profile
from geo.walking.snap import Snaps, snap_points

#: Of what snaps hold: those that a bundle keeps of an earlier one (its reasons were sentences) are measured anew.
_REVISION: Final = 1


def cache_snaps(city: City) -> City:
    """Measure what the walks of a city need and no question changes.

    Parameters
    ----------
    city
        The city; not changed.

    Returns
    -------
    City
        The same with ``snap_cache``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> cache_snaps(build_sample()).snap_cache.unit.tolist()
    [0, 0, 0, 3, -1]
    """
    return replace(city, snap_cache=find_snap_cache(city, city.network, find_profile("adult")))


def move_snap_cache(city: City) -> City:
    """Renew what the snap cache of a city knows of its grid units, which changed while nothing else did.

    Parameters
    ----------
    city
        The city; not changed.

    Returns
    -------
    City
        The same with homes in the units of today; without a snap cache where it had none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = cache_snaps(build_sample())
    >>> turned = replace(city, grid_units=city.grid_units[::-1].reset_index(drop=True))
    >>> move_snap_cache(turned).snap_cache.unit.tolist()
    [3, 3, 3, 0, -1]
    """
    known = city.snap_cache
    if known is None:
        return city
    unit = assign_units(city.base_units, np.asarray(city.homes.geometry.values))
    return replace(city, snap_cache=replace(known, unit=unit, fingerprint=_fingerprint(city)))


def find_snap_cache(city: City, network: WalkNetwork, profile: Profile, *, known: SnapCache | None = None) -> SnapCache:
    """Return the stored snaps of a city where they fit its layers and this profile, else measure them.

    Parameters
    ----------
    city, network, profile
        The city, and whoever walks on which network.
    known
        Snaps of the same city that were found for a profile that uses steps, or None to look for them.

    Returns
    -------
    SnapCache
        Snaps of homes, facilities and gates; units and distances to the boundary.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> int(find_snap_cache(city, city.network, find_profile("adult")).unit[3])
    3
    """
    if known is None:
        known, fingerprint = city.snap_cache, _fingerprint(city)
        if known is None or known.fingerprint != fingerprint:
            known = _measure_snaps(city, fingerprint)
    return known if profile.uses_steps else _leave_steps(city, network, known)


def _measure_snaps(city: City, fingerprint: int) -> SnapCache:
    homes = np.asarray(city.homes.geometry.values)
    return SnapCache(
        home_snaps=snap_places(city, city.network, city.homes),
        facility_snaps=snap_places(city, city.network, city.facilities),
        gate_snaps=None if city.gates is None else snap_places(city, city.network, city.gates),
        unit=assign_units(city.base_units, homes),
        boundary_m=measure_boundary_m(city.extent.geometry.iloc[0], homes),
        fingerprint=fingerprint,
    )


def _leave_steps(city: City, network: WalkNetwork, known: SnapCache) -> SnapCache:
    """Snap to a network without steps: what is nearest of all edges stays so, and only the others are asked again."""
    row = np.where(city.network.steps, -1, np.cumsum(~city.network.steps) - 1).astype(np.int32)
    lasting = network.component_length_m[network.component] >= city.min_component_m

    def snap_again(places: gpd.GeoDataFrame, snaps: Snaps) -> Snaps:
        edge = np.where(snaps.edge >= 0, row[snaps.edge], -1)
        lost = np.flatnonzero((edge < 0) | ~lasting[edge])
        anew = snap_places(city, network, places.iloc[lost])
        found = Snaps(edge, snaps.offset_m.copy(), snaps.access_m.copy(), snaps.reason.copy())
        for name, values in vars(anew).items():
            getattr(found, name)[lost] = values
        return found

    return replace(
        known,
        home_snaps=snap_again(city.homes, known.home_snaps),
        facility_snaps=snap_again(city.facilities, known.facility_snaps),
        gate_snaps=None if known.gate_snaps is None else snap_again(city.gates, known.gate_snaps),
    )


def snap_places(city: City, network: WalkNetwork, places: gpd.GeoDataFrame | gpd.GeoSeries) -> Snaps:
    """Snap places by the rules of their city: its longest leg, its shortest component, its barriers.

    Parameters
    ----------
    city, network
        The city, and the network that somebody walks on.
    places
        Points in the city's CRS.

    Returns
    -------
    Snaps
        One row per place.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> snap_places(city, city.network, city.homes).access_m.tolist()
    [0.0, 0.0, 10.0, 0.0, nan]
    """
    return snap_points(
        network,
        np.asarray(places.geometry.values),
        limit_m=city.snap_limit_m,
        min_component_m=city.min_component_m,
        barriers=city.barrier_tree,
    )


def _fingerprint(city: City) -> int:
    layers = [
        city.homes,
        city.facilities,
        city.extent,
        *(layer for layer in (city.gates, city.barriers) if layer is not None),
    ]
    numbers = [shapely.get_coordinates(layer.geometry.values) for layer in layers]
    limits = np.array([city.snap_limit_m, city.min_component_m, _REVISION])
    shapes = [shapely.get_coordinates(layer.geometry.values) for layer in (city.roads, city.base_units)]
    network = [city.roads[name].to_numpy() for name in ("u", "v", "length_m", "steps")]
    return fingerprint_arrays(*numbers, *shapes, *network, limits)


def measure_boundary_m(extent: shapely.Geometry, points: Objects) -> Float64:
    """Measure the straight distance of points to the boundary of the data.

    Parameters
    ----------
    extent
        The area that the data cover.
    points
        Points in the same CRS, shape (n,).

    Returns
    -------
    ndarray
        Distance [m], 0 outside, shape (n,).

    Examples
    --------
    >>> measure_boundary_m(shapely.box(0, 0, 100, 100), shapely.points([[30, 50], [200, 0]])).tolist()
    [30.0, 0.0]
    """
    if not len(points):
        return np.empty(0)
    # a tree of the boundary's segments answers faster than the whole line
    shapely.prepare(extent)
    xy, line = shapely.get_coordinates(shapely.get_parts(shapely.boundary(extent)), return_index=True)
    inner = line[1:] == line[:-1]
    segments = shapely.linestrings(np.stack([xy[:-1][inner], xy[1:][inner]], axis=1))
    _, away_m = shapely.STRtree(segments).query_nearest(points, all_matches=False, return_distance=True)
    return np.where(shapely.intersects(extent, points), away_m, 0.0)
