"""The walks of a city: who joins the network where, and how far everybody walks to everything. No limit yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.city import City
from geo.errors import InputError
from geo.grid import assign_units
from geo.prepared import Prepared, take_fingerprint
from geo.roads import WalkNetwork, build_network, without_steps
from geo.snap import AccessPoints, Snaps, find_access_points, report_snaps, snap_points
from geo.timing import Step, timed
from geo.walking import NearestWalks, Profile, find_profile, nearest_facilities

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Walks:
    """What does not depend on the limit: who joins the network where, and every walk to the nearest facility.

    Parameters
    ----------
    profile
        The walker.
    categories
        Names of the K categories.
    network
        The network walked on.
    places
        Where homes, facilities and gates meet it, and how far homes are from the border of the data.
    nearest
        Walks of every home, shape (n, K).
    unit
        Row of the grid unit that each home counts to, -1 outside all, shape (n,).
    """

    profile: Profile
    categories: tuple[str, ...]
    network: WalkNetwork
    places: Prepared
    nearest: NearestWalks
    unit: npt.NDArray[np.int32]


def measure_walks(
    city: City,
    *,
    profile: str = "adult",
    categories: Sequence[str] = (),
    places: Prepared | None = None,
    seconds: dict[str, float] | None = None,
    step: Step = lambda _: None,
) -> Walks:
    """Walk from every home to the nearest facility of every category.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.PROFILES`.
    categories
        Which categories; none means all that the city has.
    places
        Where places join the walker's network, where that is known; None to find it.
    seconds
        Where the time of each step goes.
    step
        Called with the name of each step as it begins.

    Returns
    -------
    Walks
        Exact to the accuracy of float64.

    Raises
    ------
    InputError
        If the profile or a category is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> measure_walks(build_sample(), categories=["clinic"]).nearest.walk_m.ravel().tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    seconds = {} if seconds is None else seconds
    walker = find_profile(profile)
    chosen = choose_categories(city, categories)
    step("snap")
    with timed(seconds, "network"):
        network = choose_network(city, walker)
    with timed(seconds, "snap"):
        places = find_prepared(city, network, walker) if places is None else places
        origins, targets = join_places(city, places)
    step("walk")
    with timed(seconds, "walk"):
        code = pd.Index(chosen).get_indexer(city.facilities["category"]).astype(np.int32)
        nearest = nearest_facilities(network, origins, targets, code, categories=len(chosen))
    return Walks(walker, chosen, network, places, nearest, find_home_units(city, places.unit))


def find_home_units(city: City, located: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Find the grid unit that each home counts to: the one it states, else the one it lies in.

    Parameters
    ----------
    city
        The city.
    located
        Row of the unit that each home lies in, -1 outside all, shape (n,).

    Returns
    -------
    ndarray of int32
        Row of the unit, -1 outside all, shape (n,).

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> find_home_units(city, np.array([0, 0, 0, 3, -1], np.int32)).tolist()
    [0, 0, 0, 3, -1]
    """
    if "grid_unit" not in city.homes:
        return located
    stated = pd.Index(city.tiling["unit_code"]).get_indexer(city.homes["grid_unit"]).astype(np.int32)
    return np.where(stated >= 0, stated, located)


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
    >>> from geo.sample import build_sample
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
    >>> from geo.sample import build_sample
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
    >>> from geo.sample import build_sample
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


def choose_network(city: City, walker: Profile) -> WalkNetwork:
    """Return the network that a walker can use.

    Parameters
    ----------
    city
        The city.
    walker
        Whoever walks.

    Returns
    -------
    WalkNetwork
        The city's, with what steps and signalled crossings cost the walker, without steps for those who take none.

    Raises
    ------
    NetworkError
        If nothing is left.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> len(choose_network(build_sample(), find_profile("wheelchair")).u)
    24
    """
    network = build_network(city.roads)
    if walker.has_penalties:
        waits = city.roads["signals"].to_numpy(float) if "signals" in city.roads else np.zeros(len(network.u))
        wait_m = waits * walker.signal_wait_min * walker.speed_m_per_min
        stretch = np.where(network.steps, walker.steps_factor, 1.0) + wait_m / network.length_m
        network = replace(network, stretch=stretch)
    return network if walker.uses_steps else without_steps(network)


def check_category(category: str, known: Collection[str]) -> None:
    """Raise unless a category is one of those that are known.

    Parameters
    ----------
    category
        A name.
    known
        The choices.

    Raises
    ------
    InputError
        With the choices.

    Examples
    --------
    >>> check_category("clinic", ["clinic", "school"])
    """
    if category not in known:
        raise InputError(f'unknown category "{category}"; the city has: {", ".join(known)}')


def choose_categories(city: City, categories: Sequence[str]) -> tuple[str, ...]:
    """Choose the categories that are asked for.

    Parameters
    ----------
    city
        The city.
    categories
        Their names; none means all that the city has.

    Returns
    -------
    tuple of str
        Each once.

    Raises
    ------
    InputError
        If the city does not know one.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> choose_categories(build_sample(), ())
    ('clinic', 'school')
    """
    for name in categories:
        check_category(name, city.categories)
    return tuple(dict.fromkeys(categories)) or tuple(city.categories)


def join_places(city: City, places: Prepared) -> tuple[AccessPoints, AccessPoints]:
    """Join homes and facilities to the network, through their gates where they have any.

    From a home to its gate one walks; a facility (a park, a hospital's grounds) is reached at its gate. A compound's
    gates are where its paths meet the road: part of the network, not of this.

    Parameters
    ----------
    city
        The city.
    places
        Snaps of its homes, facilities and gates.

    Returns
    -------
    tuple of AccessPoints
        Of homes and of facilities.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> join_places(city, find_prepared(city, build_network(city.roads), find_profile("adult")))[0].count
    5
    """
    homes, facilities, gates = places.home_snaps, places.facility_snaps, places.gate_snaps
    if gates is None or city.gates is None:
        none = (None, np.empty(0, np.int32), np.empty(0))
        return find_access_points(homes, *none), find_access_points(facilities, *none)
    of_home, of_facility = (
        pd.Index(ids).get_indexer(city.gates["place"]).astype(np.int32)
        for ids in (city.homes["home_id"], city.facilities["facility_id"])
    )
    leg_m, own = np.zeros(len(of_home)), np.flatnonzero(of_home >= 0)
    leg_m[own] = shapely.distance(city.gates.geometry.to_numpy()[own], city.homes.geometry.to_numpy()[of_home[own]])
    return (
        find_access_points(homes, gates, of_home, leg_m),
        find_access_points(facilities, gates, of_facility, np.zeros(len(of_facility))),
    )


def measure_border(extent: shapely.Geometry, points: npt.NDArray[np.object_]) -> FloatArray:
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


def list_roads(city: City, network: WalkNetwork) -> gpd.GeoDataFrame:
    """List the roads that the edges of a network are.

    Parameters
    ----------
    city, network
        The city, and the network that somebody walks on.

    Returns
    -------
    geopandas.GeoDataFrame
        Rows of the roads layer, in the order of the edges.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> len(list_roads(city, build_network(city.roads)))
    24
    """
    return city.roads if len(network.u) == len(city.roads) else city.roads[~city.roads["steps"]]


def report_walks(city: City, walks: Walks) -> pd.DataFrame:
    """Report how far and onto what every home, facility and gate was snapped, and what was not and why.

    Parameters
    ----------
    city, walks
        The city and its walks.

    Returns
    -------
    pandas.DataFrame
        See :func:`geo.snap.report_snaps`; facilities, homes, gates.

    Examples
    --------
    >>> from geo.sample import build_sample
    >>> city = build_sample()
    >>> report_walks(city, measure_walks(city)).reason.tolist()[-1]
    'no road within 200 m'
    """
    roads = list_roads(city, walks.network)
    places = walks.places
    parts = [
        report_snaps("facilities", city.facilities["facility_id"], places.facility_snaps, roads),
        report_snaps("homes", city.homes["home_id"], places.home_snaps, roads),
    ]
    if places.gate_snaps is not None and city.gates is not None:
        parts.append(report_snaps("gates", city.gates["gate_id"], places.gate_snaps, roads))
    return pd.concat(parts, ignore_index=True)
