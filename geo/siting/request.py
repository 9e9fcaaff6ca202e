"""A request for sites in a city, made ready for a solver: candidates, and who could walk to them."""

import math
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np

from geo.arrays import Bool
from geo.city.model import City
from geo.coverage.analysis import Coverage, analyze_city
from geo.coverage.scenarios import ScenarioBaseline, prepare_changes
from geo.coverage.status import COVERED
from geo.errors import InputError
from geo.progress import Progress
from geo.siting.candidates import settle_candidates, spread_candidates
from geo.siting.land import find_entrances, join_candidates
from geo.siting.p_median import FAR_LIMITS
from geo.siting.problem import DEFAULT_BUDGET, Pairs, SolverBudget
from geo.walking.access_points import AccessPoints
from geo.walking.within import list_pairs

#: What is sought. cover: most people with so many sites (MCLP); share: the fewest sites for a share of all people
#: (LSCP); median: the least mean walk (p-median); capacity: most people served where a site serves only so many
#: (capacitated MCLP).
OBJECTIVES: Final = ("cover", "share", "median", "capacity")
#: How many crossings are tried where no candidates are listed.
MAX_CANDIDATES: Final = 5000


@dataclass(frozen=True, kw_only=True)
class SiteRequest:
    """A request for sites; give either `add` or `target`.

    Parameters
    ----------
    category
        Which facilities are built.
    add
        How many sites, or None where a share is given.
    target
        Share of all people to be covered, above 0 to 1, or None where a number is given.
    objective
        ``cover`` or ``median``; with `target` it is ``share``, with `capacity` it is ``capacity``.
    capacity
        How many newly covered people a site serves at most, None for any number.
    demand_column
        Column of the homes that is counted.
    max_candidates
        How many candidates the network gives at most where none are listed.
    minutes
        A limit [min], or None for the category's own.
    profile
        A key of :data:`geo.walking.profiles.PROFILES`.
    budget
        When to stop.

    Examples
    --------
    >>> SiteRequest(category="clinic", target=0.95).chosen_objective
    'share'
    """

    category: str
    add: int | None = None
    target: float | None = None
    objective: str = "cover"
    capacity: float | None = None
    demand_column: str = "residents"
    max_candidates: int = MAX_CANDIDATES
    minutes: float | None = None
    profile: str = "adult"
    budget: SolverBudget = DEFAULT_BUDGET

    @property
    def chosen_objective(self) -> str:
        """Which of :data:`OBJECTIVES` this asks for."""
        return "share" if self.target is not None else "capacity" if self.capacity is not None else self.objective

    def check(self) -> None:
        """Raise unless the request makes sense by itself.

        Raises
        ------
        InputError
            If both or neither of `add` and `target` are given, the objective is neither ``cover`` nor ``median``, a
            target or a capacity comes with ``median`` or with each other, a capacity is below 1, or the budget makes no
            sense.

        Examples
        --------
        >>> SiteRequest(category="clinic", target=0.95, capacity=500).check()
        Traceback (most recent call last):
        geo.errors.InputError: target and capacity cannot be joined: give add and capacity, or target alone
        """
        if (self.add is None) == (self.target is None):
            raise InputError("give one of: add (a number of sites) and target (a share of all people, such as 0.95)")
        if self.objective not in ("cover", "median"):
            raise InputError(f'unknown objective "{self.objective}"; choose cover or median')
        if self.objective == "median" and (self.target is not None or self.capacity is not None):
            raise InputError("the objective median takes add alone: no target, no capacity")
        if self.target is not None and self.capacity is not None:
            raise InputError("target and capacity cannot be joined: give add and capacity, or target alone")
        if self.capacity is not None and not 1 <= self.capacity < math.inf:
            raise InputError(f"capacity = {self.capacity:g}: expected a number of people, 1 or more")
        self.budget.check()


@dataclass(frozen=True, kw_only=True)
class Siting:
    """A request made ready: candidates, and who could walk to them.

    Parameters
    ----------
    request, city, coverage
        The request, its city, and the city's coverage as it is.
    candidates
        ``site_id, name, lon, lat`` (WGS-84), points in the city's CRS.
    access, gates
        Where candidates join the network, and the entrances of parcels: ``gate_id, place, lon, lat``, None without.
    pairs
        Who could walk to which.
    baseline
        The category as it is, ready to be changed.
    """

    request: SiteRequest
    city: City
    coverage: Coverage
    candidates: gpd.GeoDataFrame
    access: AccessPoints
    gates: gpd.GeoDataFrame | None
    pairs: Pairs
    baseline: ScenarioBaseline

    @property
    def joined(self) -> Bool:
        """Whether somebody can walk to each candidate at all, shape (candidates,)."""
        return np.isin(np.arange(self.access.count), self.access.place)

    @property
    def has_gates(self) -> bool:
        """Whether some candidate is entered at more than one place."""
        return len(self.access.place) > int(self.joined.sum())

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
        The city and the request.
    candidates
        ``site_id, name``, points in the city's CRS; None for crossings near homes that are not covered.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    Siting
        Ready for :func:`choose_sites`. Candidates are moved by 1 cm at most, to where a table of longitudes and
        latitudes says they stand. An empty table of candidates, or a city whose homes are all covered, gives no pairs.

    Raises
    ------
    InputError
        If the request makes no sense, the city has no such category or column of people, or there are candidates but
        none joins the walk network.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> siting = prepare_siting(build_sample(), SiteRequest(category="clinic", add=1))
    >>> siting.candidates.site_id.tolist(), siting.pairs.home.tolist(), siting.unreached.tolist()
    (['n1'], [3], [False, False, False, False, True])
    """
    request.check()
    check_demand_column(city, request.demand_column)
    progress = progress or Progress()
    coverage = analyze_city(
        city,
        minutes=request.minutes,
        profile=request.profile,
        categories=[request.category],
        progress=progress,
    )
    with progress.step("candidates"):
        baseline = prepare_changes(coverage, request.category)
        if candidates is None:
            candidates = _list_crossings(coverage, baseline, request)
        candidates, lon, lat = settle_candidates(candidates, city)
        candidates = candidates.assign(lon=lon, lat=lat).reset_index(drop=True)
    with progress.step("walk to candidates"):
        gates = find_entrances(candidates, city)
        access = join_candidates(candidates, gates, city, coverage.walks.context.network)
        pairs = _walk_to_candidates(coverage, access, request)
    return Siting(
        request=request,
        city=city,
        coverage=coverage,
        candidates=candidates,
        access=access,
        gates=gates,
        pairs=pairs,
        baseline=baseline,
    )


def check_demand_column(city: City, column: str) -> None:
    """Raise unless the homes have a column of people.

    Parameters
    ----------
    city
        The city.
    column
        Name of the column.

    Raises
    ------
    InputError
        If there is no such column, with those that the city has.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_demand_column(build_sample(), "dogs")
    Traceback (most recent call last):
    geo.errors.InputError: homes have no column "dogs" to count; the city has: residents, households
    """
    if column not in city.demand_columns:
        raise InputError(f'homes have no column "{column}" to count; the city has: {", ".join(city.demand_columns)}')


def _list_crossings(coverage: Coverage, baseline: ScenarioBaseline, request: SiteRequest) -> gpd.GeoDataFrame:
    """List crossings near the homes that are not covered and can walk at all."""
    city = coverage.city
    people = city.homes[request.demand_column].to_numpy(float)
    is_lacking = (coverage.status[:, 0] != COVERED) & baseline.can_leave & (people > 0)
    homes = np.asarray(city.homes.geometry.values)[is_lacking]
    network = coverage.walks.context.network
    return spread_candidates(city, network, homes, people[is_lacking], max_candidates=request.max_candidates)


def _walk_to_candidates(coverage: Coverage, access: AccessPoints, request: SiteRequest) -> Pairs:
    city, walks, limit_m = coverage.city, coverage.walks, coverage.limit_m[request.category]
    if access.count and not len(access.place):
        raise InputError(
            f"none of the {access.count:,} candidates has a road within {city.snap_limit_m:,.0f} m to join; check "
            "their coordinates and datum"
        )
    reach_m = limit_m * (FAR_LIMITS if request.chosen_objective == "median" else 1.0)
    within = list_pairs(walks.context.network, access, walks.context.homes, limit_m=reach_m)
    existing_m = walks.nearest.walk_m[:, 0]
    # a pair that is no nearer than what there is serves nobody
    is_nearer = within.walk_m < existing_m[within.place]
    return Pairs(
        home=within.place[is_nearer],
        candidate=within.origin[is_nearer],
        walk_m=within.walk_m[is_nearer],
        demand=city.homes[request.demand_column].to_numpy(float),
        existing_m=existing_m,
        candidates=access.count,
        limit_m=limit_m,
    )
