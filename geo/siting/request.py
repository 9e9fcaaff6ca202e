"""What is asked of siting in a city, made ready: candidates, and who could walk to them."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np

from geo.arrays import Bool
from geo.city.model import City
from geo.city.snaps import snap_places
from geo.coverage.analysis import Coverage, analyze_city
from geo.coverage.scenarios import ScenarioBaseline, prepare_changes
from geo.coverage.status import COVERED
from geo.errors import InputError
from geo.progress import Progress
from geo.siting.candidates import settle_candidates, spread_candidates
from geo.siting.problem import EFFORT, Effort, Pairs
from geo.siting.solve import FAR_LIMITS
from geo.walking.access_points import join_points
from geo.walking.within import list_pairs

#: cover: most people with so many sites; share: fewest sites for a share; median: least mean walk; capacity: most
#: people served where a site serves only so many.
MODELS: Final = ("cover", "share", "median", "capacity")
FROM_NETWORK: Final = 5000


@dataclass(frozen=True)
class SiteRequest:
    """What is asked.

    Parameters
    ----------
    category
        Which facilities are built.
    add
        How many, or None where a share is asked for.
    target
        Share of all people to be covered, or None where a number is given.
    model
        ``cover`` or ``median``; `target` and `capacity` choose theirs.
    capacity
        How many newly covered people a site serves at most, None for any number.
    weights
        Column of the homes that is counted.
    from_network
        How many candidates the network gives at most where none are listed.
    minutes
        A limit [min], or None for the category's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    effort
        When to stop.
    """

    category: str
    add: int | None = None
    target: float | None = None
    model: str = "cover"
    capacity: float | None = None
    weights: str = "residents"
    from_network: int = FROM_NETWORK
    minutes: float | None = None
    profile: str = "adult"
    effort: Effort = EFFORT

    @property
    def chosen_model(self) -> str:
        """Which of :data:`MODELS` this asks for."""
        return "share" if self.target is not None else "capacity" if self.capacity is not None else self.model

    def check(self) -> None:
        """Raise unless the request makes sense by itself.

        Raises
        ------
        InputError
            If it asks for two things at once, or for none.
        """
        if (self.add is None) == (self.target is None):
            raise InputError("give one of: add (a number of sites) and target (a share of all people, such as 0.95)")
        if self.model not in ("cover", "median"):
            raise InputError(f'unknown model "{self.model}"; choose cover or median')
        if self.model == "median" and (self.target is not None or self.capacity is not None):
            raise InputError("the model median takes add alone: no target, no capacity")
        if self.target is not None and self.capacity is not None:
            raise InputError("target and capacity cannot be joined: give add and capacity, or target alone")
        self.effort.check()


@dataclass(frozen=True)
class Siting:
    """A request made ready: candidates, and who could walk to them.

    Parameters
    ----------
    request, city, coverage
        What is asked, of which city, as it stands.
    candidates
        ``site_id, name, lon, lat`` (WGS-84), points in the city's CRS.
    joined
        Whether somebody can walk to each candidate at all, shape (candidates,).
    pairs
        Who could walk to which.
    standing
        The category, ready to be changed.
    """

    request: SiteRequest
    city: City
    coverage: Coverage
    candidates: gpd.GeoDataFrame
    joined: Bool
    pairs: Pairs
    standing: ScenarioBaseline

    @property
    def far_m(self) -> float:
        """A longer walk counts as this long in the median [m]."""
        return FAR_LIMITS * self.pairs.limit_m

    @property
    def unreached(self) -> Bool:
        """Homes that are not covered and that no candidate would cover, shape (n,)."""
        reached = self.pairs.covered.copy()
        reached[self.pairs.home[self.pairs.is_new]] = True
        return np.asarray(~reached)


def prepare_siting(
    city: City,
    request: SiteRequest,
    *,
    candidates: gpd.GeoDataFrame | None = None,
    progress: Progress | None = None,
) -> Siting:
    """Find who could walk to which candidate.

    Parameters
    ----------
    city, request
        The city and what is asked.
    candidates
        ``site_id, name``, points in the city's CRS; None for crossings near homes that are not covered.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Siting
        Ready for :func:`choose_sites`. Candidates are moved by 1 cm at most, to where a table of longitudes and
        latitudes says they stand.

    Raises
    ------
    InputError
        If the request makes no sense, the city has no such category or weights, or no candidate joins the network.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> siting = prepare_siting(build_sample(), SiteRequest("clinic", add=1))
    >>> siting.candidates.site_id.tolist(), siting.pairs.home.tolist(), siting.unreached.tolist()
    (['n1'], [3], [False, False, False, False, True])
    """
    request.check()
    check_weights(city, request.weights)
    progress = progress or Progress()
    coverage = analyze_city(
        city,
        minutes=request.minutes,
        profile=request.profile,
        categories=[request.category],
        progress=progress,
    )
    with progress.step("candidates"):
        standing = prepare_changes(coverage, request.category)
        if candidates is None:
            candidates = _list_nodes(coverage, standing, request)
        candidates, lon, lat = settle_candidates(candidates, city)
        candidates = candidates.assign(lon=lon, lat=lat).reset_index(drop=True)
    with progress.step("walk to candidates"):
        joined, pairs = _walk(coverage, candidates, request)
    return Siting(request, city, coverage, candidates, joined, pairs, standing)


def check_weights(city: City, weights: str) -> None:
    """Raise unless the homes have a column of people.

    Parameters
    ----------
    city
        The city.
    weights
        Its name.

    Raises
    ------
    InputError
        With those that the city has.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_weights(build_sample(), "residents")
    """
    if weights not in city.demand_columns:
        raise InputError(f'homes have no column "{weights}" to count; the city has: {", ".join(city.demand_columns)}')


def _list_nodes(coverage: Coverage, standing: ScenarioBaseline, request: SiteRequest) -> gpd.GeoDataFrame:
    """List crossings near the homes that are not covered and can walk at all."""
    city = coverage.city
    people = city.homes[request.weights].to_numpy(float)
    lacking = (coverage.status[:, 0] != COVERED) & standing.can_leave & (people > 0)
    homes = np.asarray(city.homes.geometry.values)[lacking]
    return spread_candidates(city, coverage.walks.context.network, homes, people[lacking], count=request.from_network)


def _walk(coverage: Coverage, candidates: gpd.GeoDataFrame, request: SiteRequest) -> tuple[Bool, Pairs]:
    city, walks, limit_m = coverage.city, coverage.walks, coverage.limit_m[request.category]
    snaps = snap_places(city, walks.context.network, candidates)
    joined = snaps.edge >= 0
    if len(candidates) and not joined.any():
        raise InputError(
            f"none of the {len(candidates):,} candidates joins the walk network: {snaps.reason[0]}; check their "
            "coordinates and datum"
        )
    access = join_points(snaps)
    homes = walks.context.homes
    reach_m = limit_m * (FAR_LIMITS if request.chosen_model == "median" else 1.0)
    found = list_pairs(walks.context.network, access, homes, limit_m=reach_m)
    existing_m = walks.nearest.walk_m[:, 0]
    used = found.walk_m < existing_m[found.place]
    weight = city.homes[request.weights].to_numpy(float)
    pairs = Pairs(
        found.place[used], found.origin[used], found.walk_m[used], weight, existing_m, len(candidates), limit_m
    )
    return joined, pairs
