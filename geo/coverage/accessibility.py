"""Accessibility beyond covered or not: how many facilities are within a walk, how much of them, and for whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.arrays import Bool, Float64, Int32
from geo.city.walkers import change_walker
from geo.city.walks import find_nearest
from geo.coverage.analysis import Coverage
from geo.coverage.category_figures import weighted_quantiles
from geo.coverage.scopes import RURAL, URBAN
from geo.errors import NetworkError
from geo.walking.access_points import AccessPoints, select_points
from geo.walking.limits import TOLERANCE_M
from geo.walking.profiles import PROFILES
from geo.walking.within import Pairs, list_sorted_pairs

#: Supply is told for so many residents.
PER_RESIDENTS: Final = 10_000


_SHARES: Final = (0.25, 0.5, 0.75, 0.9, 0.95)
_QUANTILE_COLUMNS: Final = tuple(f"p{share * 100:.0f}_walk_min" for share in _SHARES)


@dataclass(frozen=True)
class Access:
    """What homes have within the limit of each category.

    Parameters
    ----------
    facilities_within
        Number of facilities, shape (n, K).
    supply_2sfca
        Two-step floating catchment ratio, per 10,000 residents, shape (n, K).
    basis
        Category -> what supply counts: "capacity" where every facility states one, else "facilities".
    """

    facilities_within: Int32
    supply_2sfca: Float64
    basis: dict[str, str]


def measure_access(coverage: Coverage) -> Access:
    """Count what every home has within its limit, and share it with all who have it too.

    The two-step floating catchment area (Luo and Wang 2003, "Measures of spatial accessibility to health care in a GIS
    environment", Environment and Planning B 30): each facility's capacity is divided by the residents within the limit
    of it; each home adds up the ratios of the facilities within the limit of it. Residents times supply, added up over
    the city, is the capacity of all facilities that anybody can walk to.

    Parameters
    ----------
    coverage
        What was found; its walks and limits count. Homes that are not judged are counted with the limit of urban ones:
        how much is near them is measured, and they use it too.

    Returns
    -------
    Access
        By home and category.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> access = measure_access(analyze_city(build_sample(), categories=["clinic"]))
    >>> # one clinic for 60 residents
    >>> access.facilities_within.ravel().tolist(), access.supply_2sfca[0].round(1).tolist()
    ([1, 1, 1, 0, 0], [166.7])
    """
    city, walks = coverage.city, coverage.walks
    facilities = walks.context.facilities
    residents = city.homes["residents"].to_numpy(float)
    shape = (len(residents), len(walks.context.categories))
    facilities_within, supply_2sfca, basis = np.zeros(shape, np.int32), np.zeros(shape), {}
    category = city.facilities["category"].to_numpy()
    stated = city.facilities.get("capacity", pd.Series(np.nan, index=city.facilities.index)).to_numpy(float)
    for k, name in enumerate(walks.context.categories):
        mine = select_points(facilities, category[facilities.place] == name)
        pairs = _list_within(coverage, name, mine)
        known = bool(np.isfinite(stated[category == name]).all())
        basis[name] = "capacity" if known else "facilities"
        capacity = stated if known else np.ones(len(category))
        demand = np.bincount(pairs.origin, weights=residents[pairs.place], minlength=len(category))
        share = np.divide(capacity, demand, out=np.zeros(len(category)), where=demand > 0)
        facilities_within[:, k] = np.bincount(pairs.place, minlength=shape[0])
        supply_2sfca[:, k] = PER_RESIDENTS * np.bincount(pairs.place, weights=share[pairs.origin], minlength=shape[0])
    return Access(facilities_within, supply_2sfca, basis)


def _list_within(coverage: Coverage, category: str, facilities: AccessPoints) -> Pairs:
    """List the homes within their own limit of each facility."""
    context, limit_m = coverage.walks.context, coverage.spread_limit_m(category)
    limit_m = np.where(np.isnan(limit_m), coverage.limit_m[category], limit_m)
    longest_m = float(limit_m.max(initial=0.0))
    pairs = list_sorted_pairs(
        context.network, facilities, context.home_targets, count=context.homes.count, limit_m=longest_m
    )
    if (limit_m == longest_m).all():
        return pairs
    is_within = pairs.walk_m <= limit_m[pairs.place] + TOLERANCE_M
    return Pairs(pairs.origin[is_within], pairs.place[is_within], pairs.walk_m[is_within])


def list_access_columns(coverage: Coverage, access: Access) -> dict[str, npt.NDArray[Any]]:
    """List what homes have within their limits, column by column.

    Parameters
    ----------
    coverage, access
        What was found.

    Returns
    -------
    dict
        ``facilities_within_<c>`` and ``supply_2sfca_<c>`` of each category, shape (n,).

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> coverage = analyze_city(build_sample(), categories=["clinic"])
    >>> list_access_columns(coverage, measure_access(coverage))["facilities_within_clinic"].tolist()
    [1, 1, 1, 0, 0]
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for k, name in enumerate(coverage.walks.context.categories):
        columns[f"facilities_within_{name}"] = access.facilities_within[:, k]
        columns[f"supply_2sfca_{name}"] = access.supply_2sfca[:, k]
    return columns


def add_access(coverage: Coverage, access: Access) -> gpd.GeoDataFrame:
    """Put means of access beside the counts of grid units.

    Parameters
    ----------
    coverage, access
        What was found.

    Returns
    -------
    geopandas.GeoDataFrame
        Grid units with ``walk_min_<c>`` (mean over the residents who can reach one), ``facilities_within_<c>`` and
        ``supply_2sfca_<c>`` (means over all residents), NaN where nobody lives.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> coverage = analyze_city(build_sample(), categories=["clinic"])
    >>> units = add_access(coverage, measure_access(coverage))
    >>> units.walk_min_clinic.round(2).tolist()  # (10 x 0 + 20 x 4.5 + 30 x 2.4) / 60; nobody; ...
    [2.7, nan, nan, 27.0, nan]
    """
    walks, table = coverage.walks, coverage.levels["grid_units"]
    codes = np.append(coverage.city.base_units["unit_code"].to_numpy(object), "")
    row = pd.Index(table["code"]).get_indexer(codes)[walks.unit]
    residents = coverage.city.homes["residents"].to_numpy(float)

    def mean(values: Float64, weights: Float64) -> Float64:
        people = np.bincount(row, weights=weights, minlength=len(table))
        total = np.bincount(row, weights=values * weights, minlength=len(table))
        share: Float64 = np.divide(total, people, out=np.full(len(table), np.nan), where=people > 0)
        return share

    columns: dict[str, Float64] = {}
    for k, name in enumerate(walks.context.categories):
        walk_m = walks.nearest.walk_m[:, k]
        reached = np.isfinite(walk_m)
        walk_min = np.where(reached, walk_m, 0.0) / walks.context.profile.speed_m_per_min
        columns[f"walk_min_{name}"] = mean(walk_min, residents * reached)
        columns[f"facilities_within_{name}"] = mean(access.facilities_within[:, k].astype(float), residents)
        columns[f"supply_2sfca_{name}"] = mean(access.supply_2sfca[:, k], residents)
    more = pd.DataFrame(columns, index=table.index)
    plain = pd.concat([table.drop(columns=table.geometry.name), more], axis=1)
    return gpd.GeoDataFrame(plain, geometry=table.geometry)


def _walk_as(coverage: Coverage, profile: str) -> Float64:
    """Measure the walks of another profile; infinite where no road is left for it."""
    walkers = (coverage.profile, PROFILES[profile])
    if walkers[0] == walkers[1] or all(each.uses_steps and not each.has_penalties for each in walkers):
        return coverage.walks.nearest.walk_m  # the same ways, only faster or slower
    try:
        context = change_walker(coverage.walks.context, profile)
    except NetworkError:
        return np.full(coverage.status.shape, np.inf)
    return find_nearest(context).walk_m


def compare_profiles(coverage: Coverage) -> pd.DataFrame:
    """Compare profiles: what an elder or a wheelchair loses of what an adult has.

    Parameters
    ----------
    coverage
        What was found; its categories and limits count. A rule's limit in metres is read as the minutes that it takes
        an adult (1,000 m: 15 minutes); a limit in minutes is that. Every profile walks so long at its own speed.

    Returns
    -------
    pandas.DataFrame
        One row per category, scope and profile: ``category, scope, profile, speed_km_h, limit_min, share_within`` of
        the residents of the scope (both NaN where they are not judged), ``p25_walk_min`` to ``p95_walk_min`` over those
        who can reach one at all, ``residents_without_way``. Villages have rows where the city has any.

    Examples
    --------
    >>> from geo.coverage.analysis import analyze_city
    >>> from geo.city.sample import build_sample
    >>> table = compare_profiles(analyze_city(build_sample(), categories=["school"]))
    >>> urban = table[table.scope == "urban"]
    >>> dict(zip(urban.profile, urban.share_within.round(2).tolist()))
    {'adult': 0.31, 'elder': 0.0, 'wheelchair': 0.0, 'brisk': 0.92}
    """
    rows = [row for name in PROFILES for row in _compare_profile(coverage, name)]
    order = {name: i for i, name in enumerate([*coverage.walks.context.categories, URBAN, RURAL])}
    return pd.DataFrame(rows).sort_values(
        ["category", "scope"], key=lambda names: names.map(order), kind="stable", ignore_index=True
    )


def _compare_profile(coverage: Coverage, name: str) -> Iterator[dict[str, Any]]:
    """Measure one profile by category and scope; its walks are let go before the next."""
    scopes = {URBAN: ~coverage.is_rural, **({RURAL: coverage.is_rural} if coverage.is_rural.any() else {})}
    profile, walk_m = PROFILES[name], _walk_as(coverage, name)
    for k, category in enumerate(coverage.walks.context.categories):
        walk_min = walk_m[:, k] / profile.speed_m_per_min
        for scope, homes in scopes.items():
            yield {
                "category": category,
                "scope": scope,
                "profile": name,
                "speed_km_h": profile.speed_km_h,
                **_measure_scope(coverage, category, scope, walk_min[homes], homes, speed=profile.speed_m_per_min),
            }


def _measure_scope(
    coverage: Coverage, category: str, scope: str, walk_min: Float64, homes: Bool, *, speed: float
) -> dict[str, float]:
    """Measure how the homes of a scope walk to a category; walks are those of the homes, in minutes at the speed."""
    judgement = coverage.judgements[scope]
    residents = coverage.city.homes["residents"].to_numpy(float)[homes]
    by_rule = judgement.rules is not None and category in judgement.rules.limit_m
    walker = PROFILES["adult"] if by_rule else coverage.profile
    limit_min = judgement.limit_m.get(category, np.nan) / walker.speed_m_per_min
    within = walk_min <= limit_min + TOLERANCE_M / speed
    share = residents[within].sum() / residents.sum() if residents.sum() else 0.0
    quantiles = [np.nan if found is None else found for found in weighted_quantiles(walk_min, residents, _SHARES)]
    return {
        "limit_min": limit_min,
        "share_within": share if np.isfinite(limit_min) else np.nan,
        **dict(zip(_QUANTILE_COLUMNS, quantiles, strict=True)),
        "residents_without_way": residents[~np.isfinite(walk_min)].sum(),
    }
