"""Who walks where: a city, a profile, the network it walks on, and homes and facilities joined to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int32
from geo.city.categories import choose_categories
from geo.city.model import City
from geo.city.snap_cache import SnapCache
from geo.city.snaps import find_snap_cache, snap_places
from geo.progress import Progress
from geo.walking.access_points import AccessPoints, find_access_points, join_points
from geo.walking.network import WalkNetwork
from geo.walking.profiles import Profile, adapt_network, find_profile
from geo.walking.search import sort_targets
from geo.walking.structs import Targets


@dataclass(frozen=True, kw_only=True)
class WalkContext:
    """A city as one profile walks it.

    Parameters
    ----------
    city, profile
        The city, and who walks.
    network
        The network that the profile can use.
    snaps
        Where homes, facilities and gates meet it, and how far homes are from the boundary of the data.
    homes, facilities
        Where they join the network, through their gates where they have any.
    categories
        Names of the K categories that are walked to.
    category
        Row of each facility's category in `categories`, -1 for others, shape (facilities,).
    """

    city: City
    profile: Profile
    network: WalkNetwork
    snaps: SnapCache
    homes: AccessPoints
    facilities: AccessPoints
    categories: tuple[str, ...]
    category: Int32

    @cached_property
    def home_targets(self) -> Targets:
        """Homes in the order in which searches meet them, sorted once for all that ask what is around."""
        return sort_targets(self.network, self.homes, np.zeros(self.homes.count, np.int32))


def make_walk_context(
    city: City,
    *,
    profile: str = "adult",
    categories: Sequence[str] = (),
    snaps: SnapCache | None = None,
    progress: Progress | None = None,
) -> WalkContext:
    """Make ready to walk a city.

    Parameters
    ----------
    city
        The city.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    categories
        Which categories; none for all that the city has.
    snaps
        Where places meet the profile's network, where that is known; None to find it.
    progress
        Times the steps ``network`` and ``snap``; None for neither.

    Returns
    -------
    WalkContext
        Of the city as it is.

    Raises
    ------
    InputError
        If the profile or a category is unknown.
    NetworkError
        If nothing is left to walk on.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> context = make_walk_context(build_sample())
    >>> context.homes.count, context.categories
    (5, ('clinic', 'school'))
    """
    progress = progress or Progress()
    walked_by = find_profile(profile)
    chosen = choose_categories(city, categories)
    with progress.timed("network"):
        network = choose_network(city, walked_by)
    with progress.timed("snap"):
        snaps = find_snap_cache(city, network, walked_by) if snaps is None else snaps
        homes, facilities = join_places(city, snaps)
    return WalkContext(
        city=city,
        profile=walked_by,
        network=network,
        snaps=snaps,
        homes=homes,
        facilities=facilities,
        categories=chosen,
        category=_number_categories(city, chosen),
    )


def walk_to(context: WalkContext, categories: Sequence[str]) -> WalkContext:
    """Walk to other categories, also to such as the city does not have.

    Parameters
    ----------
    context
        Who walks where; not changed.
    categories
        Names of the K categories; one that the city does not know has no facility.

    Returns
    -------
    WalkContext
        The same with these categories.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> walk_to(make_walk_context(build_sample()), ["school", "market"]).category.tolist()
    [-1, 0]
    """
    return replace(context, categories=tuple(categories), category=_number_categories(context.city, tuple(categories)))


def _number_categories(city: City, categories: tuple[str, ...]) -> Int32:
    return pd.Index(categories).get_indexer(city.facilities["category"]).astype(np.int32)


def choose_network(city: City, profile: Profile) -> WalkNetwork:
    """Return the network of a city that a profile can use.

    Parameters
    ----------
    city
        The city.
    profile
        Who walks.

    Returns
    -------
    WalkNetwork
        See :func:`geo.walking.profiles.adapt_network`.

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
    signals = city.roads["signals"].to_numpy(float) if "signals" in city.roads else np.zeros(len(city.roads))
    return adapt_network(city.network, profile, signals=signals)


def join_place(context: WalkContext, x: float, y: float) -> AccessPoints:
    """Join one place to the network.

    Parameters
    ----------
    context
        The city as somebody walks it.
    x, y
        The place, in the city's CRS [m].

    Returns
    -------
    AccessPoints
        One, or none where no road is near enough.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> join_place(make_walk_context(build_sample()), *ORIGIN).access_m.tolist()
    [0.0]
    """
    return join_points(snap_places(context.city, context.network, gpd.GeoSeries([shapely.Point(x, y)])))


def join_places(city: City, snaps: SnapCache) -> tuple[AccessPoints, AccessPoints]:
    """Join homes and facilities to the network, through their gates where they have any.

    From a home to its gate one walks; a facility (a park, a hospital's grounds) is reached at its gate. A compound's
    gates are where its paths meet the road: part of the network, not of this.

    Parameters
    ----------
    city
        The city.
    snaps
        Snaps of its homes, facilities and gates.

    Returns
    -------
    tuple of AccessPoints
        Of homes and of facilities.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> join_places(city, find_snap_cache(city, city.network, find_profile("adult")))[0].count
    5
    """
    homes, facilities, gates = snaps.home_snaps, snaps.facility_snaps, snaps.gate_snaps
    if gates is None or city.gates is None:
        return join_points(homes), join_points(facilities)
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
