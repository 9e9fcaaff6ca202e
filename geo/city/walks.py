"""The walks of a city: how far everybody walks to everything. No limit yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.arrays import Int32
from geo.city.model import City
from geo.city.snap_cache import SnapCache
from geo.city.walk_context import WalkContext, make_walk_context
from geo.grid.units import find_home_units
from geo.progress import Progress
from geo.walking.nearest import NearestWalks, nearest_facilities


@dataclass(frozen=True)
class Walks:
    """What does not depend on the limit: who joins the network where, and every walk to the nearest facility.

    Parameters
    ----------
    context
        Who walks where, to which K categories.
    nearest
        Walks of every home, shape (n, K).
    unit
        Row of the grid unit that each home counts to, -1 outside all, shape (n,).
    """

    context: WalkContext
    nearest: NearestWalks
    unit: Int32


def measure_walks(
    city: City,
    *,
    profile: str = "adult",
    categories: Sequence[str] = (),
    snaps: SnapCache | None = None,
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
        Which categories; none for all that the city has.
    snaps
        Where places meet the profile's network, where that is known; None to find it.
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
    progress.show("snap")
    context = make_walk_context(city, profile=profile, categories=categories, snaps=snaps, progress=progress)
    return walk_from_homes(context, progress=progress)


def walk_from_homes(context: WalkContext, *, progress: Progress | None = None) -> Walks:
    """Walk from every home to the nearest facility of every category of a context.

    Parameters
    ----------
    context
        Who walks where.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Walks
        Exact to the accuracy of float64.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> walk_from_homes(make_walk_context(build_sample(), categories=["clinic"])).nearest.walk_m.ravel().tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    progress = progress or Progress()
    with progress.step("walk"):
        nearest = find_nearest(context)
    city = context.city
    return Walks(context, nearest, find_home_units(city.homes, city.base_units, context.snaps.unit))


def find_nearest(context: WalkContext) -> NearestWalks:
    """Find the nearest facility of every category of a context from every home.

    Parameters
    ----------
    context
        Who walks where.

    Returns
    -------
    NearestWalks
        Shape (n, K), exact to the accuracy of float64.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> find_nearest(make_walk_context(build_sample(), categories=["clinic"])).walk_m.ravel().tolist()
    [0.0, 300.0, 160.0, 1800.0, inf]
    """
    return nearest_facilities(
        context.network,
        context.homes,
        context.facilities,
        context.category,
        categories=len(context.categories),
    )
