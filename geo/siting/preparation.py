"""A request for sites in a city, made ready for a solver: candidates, who counts, and who could walk to them."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int64
from geo.city.model import City
from geo.coverage.analysis import Coverage, analyze_city
from geo.coverage.scenarios import ScenarioBaseline, prepare_changes
from geo.coverage.status import COVERED
from geo.errors import InputError
from geo.grid.divisions import trace_parents
from geo.progress import Progress
from geo.siting.candidates import settle_candidates, spread_candidates
from geo.siting.land import filter_candidates, find_entrances, join_candidates
from geo.siting.p_median import FAR_LIMITS
from geo.siting.problem import Pairs
from geo.siting.request import SiteRequest
from geo.siting.served_homes import find_served
from geo.walking.access_points import AccessPoints
from geo.walking.within import list_pairs


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
    is_served
        Whether each home counts: it is of the scope, and its scope is judged; shape (n,).
    scope
        Whose homes count: one of :data:`geo.siting.request.SITED_SCOPES`.
    pairs
        Who could walk to which; homes that do not count have no people.
    baseline
        The category as it is, ready to be changed.
    """

    request: SiteRequest
    city: City
    coverage: Coverage
    candidates: gpd.GeoDataFrame
    access: AccessPoints
    gates: gpd.GeoDataFrame | None
    is_served: Bool
    scope: str
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
        return FAR_LIMITS * float(self.pairs.home_limit_m[self.is_served].max())

    @property
    def unreached(self) -> Bool:
        """Homes that count, are not covered, and that no candidate would cover, shape (n,)."""
        reached = self.pairs.covered.copy()
        reached[self.pairs.home[self.pairs.is_new]] = True
        return np.asarray(~reached & self.is_served)


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
    scope, is_served = find_served(coverage, request)
    demand = city.homes[request.demand_column].to_numpy(float) * is_served
    with progress.step("candidates"):
        baseline = prepare_changes(coverage, request.category)
        if candidates is None:
            candidates = _list_crossings(coverage, baseline, demand, request)
        else:
            candidates = filter_candidates(candidates, request.where)
        candidates, lon, lat = settle_candidates(candidates, city)
        candidates = candidates.assign(lon=lon, lat=lat).reset_index(drop=True)
    with progress.step("walk to candidates"):
        gates = find_entrances(candidates, city)
        access = join_candidates(candidates, gates, city, coverage.walks.context.network)
        pairs = _walk_to_candidates(coverage, access, demand, request)
    return Siting(
        request=request,
        city=city,
        coverage=coverage,
        candidates=candidates,
        access=access,
        gates=gates,
        is_served=is_served,
        scope=scope,
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


def _list_crossings(
    coverage: Coverage, baseline: ScenarioBaseline, demand: Float64, request: SiteRequest
) -> gpd.GeoDataFrame:
    """List crossings near the homes that count, are not covered and can walk at all."""
    city = coverage.city
    if request.where or request.max_cost is not None:
        raise InputError("where and max cost need a file of candidates: crossings have no owner, use or cost")
    is_lacking = (coverage.status[:, 0] != COVERED) & baseline.ground.can_leave & (demand > 0)
    homes = np.asarray(city.homes.geometry.values)[is_lacking]
    network = coverage.walks.context.network
    return spread_candidates(city, network, homes, demand[is_lacking], max_candidates=request.max_candidates)


def _walk_to_candidates(coverage: Coverage, access: AccessPoints, demand: Float64, request: SiteRequest) -> Pairs:
    city, walks, limit_m = coverage.city, coverage.walks, coverage.spread_limit_m(request.category)
    if access.count and not len(access.place):
        raise InputError(
            f"none of the {access.count:,} candidates has a road within {city.snap_limit_m:,.0f} m to join; check "
            "their coordinates and datum"
        )
    reach_m = float(np.nanmax(limit_m)) * (FAR_LIMITS if request.chosen_objective == "median" else 1.0)
    within = list_pairs(walks.context.network, access, walks.context.homes, limit_m=reach_m)
    existing_m = walks.nearest.walk_m[:, 0]
    # a pair that is no nearer than what there is serves nobody
    is_nearer = within.walk_m < existing_m[within.place]
    return Pairs(
        home=within.place[is_nearer],
        candidate=within.origin[is_nearer],
        walk_m=within.walk_m[is_nearer],
        demand=demand,
        existing_m=existing_m,
        candidates=access.count,
        limit_m=limit_m,
    )


def find_groups(siting: Siting) -> tuple[Int64, pd.DataFrame]:
    """Find the division of the level that each home counts to in equity.

    Parameters
    ----------
    siting
        A request made ready.

    Returns
    -------
    tuple
        Row of the division of each home that counts, -1 outside all, shape (n,); and the divisions' ``code, name``.

    Raises
    ------
    InputError
        If the city has no divisions of the level.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> group, table = find_groups(prepare_siting(build_sample(), SiteRequest(category="clinic", add=1)))
    >>> group.tolist(), table.code.tolist()
    ([0, 0, 0, 0, -1], ['410102000000'])
    """
    level = siting.request.level
    table = siting.coverage.levels[level][["code", "name"]].drop_duplicates("code", ignore_index=True)
    table = pd.DataFrame(table[table["code"] != ""]).reset_index(drop=True)
    if table.empty:
        raise InputError(f"the city has no {level} whose least covered one could count; give divisions to the city")
    city, unit = siting.city, siting.coverage.walks.unit
    codes = trace_parents(city.base_units["community"], city.divisions)[level].to_numpy(object)
    row = pd.Index(table["code"]).get_indexer(np.append(codes, "")[unit])
    return np.where(siting.is_served, row, -1), table
