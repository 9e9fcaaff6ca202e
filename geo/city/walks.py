"""The walks of a city: who joins the network where, and how far everybody walks to everything. No limit yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int32
from geo.city.model import City
from geo.city.snap_cache import SnapCache
from geo.city.snaps import find_snap_cache
from geo.errors import InputError
from geo.grid.units import find_home_units
from geo.progress import Progress
from geo.walking.access_points import AccessPoints, find_access_points
from geo.walking.nearest import NearestWalks, nearest_facilities
from geo.walking.network import WalkNetwork, build_network, without_steps
from geo.walking.profiles import Profile, find_profile


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
        Where homes, facilities and gates meet it, and how far homes are from the boundary of the data.
    nearest
        Walks of every home, shape (n, K).
    unit
        Row of the grid unit that each home counts to, -1 outside all, shape (n,).
    """

    profile: Profile
    categories: tuple[str, ...]
    network: WalkNetwork
    places: SnapCache
    nearest: NearestWalks
    unit: Int32


def measure_walks(
    city: City,
    *,
    profile: str = "adult",
    categories: Sequence[str] = (),
    places: SnapCache | None = None,
    progress: Progress | None = None,
) -> Walks:
    """Walk from every home to the nearest facility of every category.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    categories
        Which categories; none means all that the city has.
    places
        Where places join the walker's network, where that is known; None to find it.
    progress
        Shows and times the steps; None for neither.

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
    >>> from geo.city.sample import build_sample
    >>> measure_walks(build_sample(), categories=["clinic"]).nearest.walk_m.ravel().tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    progress = progress or Progress()
    walker = find_profile(profile)
    chosen = choose_categories(city, categories)
    progress.show("snap")
    with progress.timed("network"):
        network = choose_network(city, walker)
    with progress.timed("snap"):
        places = find_snap_cache(city, network, walker) if places is None else places
        origins, targets = join_places(city, places)
    with progress.step("walk"):
        code = pd.Index(chosen).get_indexer(city.facilities["category"]).astype(np.int32)
        nearest = nearest_facilities(network, origins, targets, code, categories=len(chosen))
    return Walks(walker, chosen, network, places, nearest, find_home_units(city.homes, city.base_units, places.unit))


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
    >>> from geo.city.sample import build_sample
    >>> len(choose_network(build_sample(), find_profile("wheelchair")).u)
    24
    """
    network = build_network(city.roads)
    if walker.has_penalties:
        waits = city.roads["signals"].to_numpy(float) if "signals" in city.roads else np.zeros(len(network.u))
        wait_m = waits * walker.signal_wait_min * walker.speed_m_per_min
        cost_factor = np.where(network.steps, walker.steps_factor, 1.0) + wait_m / network.length_m
        network = replace(network, cost_factor=cost_factor)
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
    >>> from geo.city.sample import build_sample
    >>> choose_categories(build_sample(), ())
    ('clinic', 'school')
    """
    for name in categories:
        check_category(name, city.categories)
    return tuple(dict.fromkeys(categories)) or tuple(city.categories)


def join_places(city: City, places: SnapCache) -> tuple[AccessPoints, AccessPoints]:
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
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> join_places(city, find_snap_cache(city, build_network(city.roads), find_profile("adult")))[0].count
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
