"""Where the places of a city meet its walk network, and how far they are from the border of the data."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import shapely

from geo.arrays import Float64, Objects
from geo.city.model import City
from geo.city.snap_cache import Prepared, take_fingerprint
from geo.grid.units import assign_units
from geo.walking.network import WalkNetwork, build_network
from geo.walking.profiles import Profile, find_profile
from geo.walking.snap import Snaps, snap_points


def prepare_city(city: City) -> City:
    """Measure what the walks of a city need and no question changes.

    Parameters
    ----------
    city
        The city; not changed.

    Returns
    -------
    City
        The same with ``prepared``.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> prepare_city(build_sample()).prepared.unit.tolist()
    [0, 0, 0, 3, -1]
    """
    return replace(city, prepared=find_prepared(city, build_network(city.roads), find_profile("adult")))


def find_prepared(city: City, network: WalkNetwork, walker: Profile) -> Prepared:
    """Return what is prepared for a city, measured now where it is not, or not for this walker or these places.

    Parameters
    ----------
    city, network, walker
        The city, and whoever walks on which network.

    Returns
    -------
    Prepared
        Snaps of homes, facilities and gates; units and distances to the border.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> int(find_prepared(city, build_network(city.roads), find_profile("adult")).unit[3])
    3
    """
    known, fingerprint = city.prepared, _fingerprint(city)
    if known is None or known.fingerprint != fingerprint:
        homes = np.asarray(city.homes.geometry.values)
        unit, border_m = assign_units(city.tiling, homes), measure_border(city.extent.geometry.iloc[0], homes)
    elif walker.uses_steps:
        return known
    else:
        unit, border_m = known.unit, known.border_m
    return Prepared(
        snap_places(city, network, city.homes),
        snap_places(city, network, city.facilities),
        None if city.gates is None else snap_places(city, network, city.gates),
        unit,
        border_m,
        fingerprint,
    )


def snap_places(city: City, network: WalkNetwork, places: gpd.GeoDataFrame | gpd.GeoSeries) -> Snaps:
    """Snap places by the rules of their city: its longest leg, its shortest piece, its barriers.

    Parameters
    ----------
    city, network
        The city, and the network that somebody walks on.
    places
        Points in the city's CRS.

    Returns
    -------
    Snaps
        One row a place.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> snap_places(city, build_network(city.roads), city.homes).access_m.tolist()
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
    layers = [city.homes, city.facilities, city.extent, *(it for it in (city.gates, city.barriers) if it is not None)]
    numbers = [shapely.get_coordinates(layer.geometry.values) for layer in layers]
    limits = np.array([city.snap_limit_m, city.min_component_m])
    bounds = city.tiling.bounds.to_numpy()
    return take_fingerprint(*numbers, bounds, city.roads["length_m"].to_numpy(), city.roads["u"].to_numpy(), limits)


def measure_border(extent: shapely.Geometry, points: Objects) -> Float64:
    """Measure the straight distance of points to the border of the data.

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
    >>> measure_border(shapely.box(0, 0, 100, 100), shapely.points([[30, 50], [200, 0]])).tolist()
    [30.0, 0.0]
    """
    if not len(points):
        return np.empty(0)
    # a tree of the border's pieces answers faster than the whole line
    shapely.prepare(extent)
    xy, line = shapely.get_coordinates(shapely.get_parts(shapely.boundary(extent)), return_index=True)
    inner = line[1:] == line[:-1]
    pieces = shapely.linestrings(np.stack([xy[:-1][inner], xy[1:][inner]], axis=1))
    _, away_m = shapely.STRtree(pieces).query_nearest(points, all_matches=False, return_distance=True)
    return np.where(shapely.intersects(extent, points), away_m, 0.0)
