"""Loads: how much of each facility the people of a city and of its plan areas use, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32, Integer
from geo.city.model import City
from geo.plans.cases import Batch
from geo.plans.demand import DemandRates
from geo.plans.plot_readings import Readings
from geo.plans.supply import Facilities
from geo.walking.limits import TOLERANCE_M
from geo.walking.nearest import NearestWalks


@dataclass(frozen=True)
class Shares:
    """Who of which plan area goes to which facility.

    Parameters
    ----------
    area, facility
        Rows, each pair once, shape (p,).
    amount
        Measure -> how much of it they use, shape (p,).
    """

    area: Int32
    facility: Int32
    amount: Mapping[str, Float64]


def count_users(nearest: NearestWalks, weight: Float64, limit_m: Sequence[float], facilities: int) -> Float64:
    """Count who uses each facility: those whose nearest of its category it is, within the limit.

    Parameters
    ----------
    nearest
        Walks of n homes, shape (n, K).
    weight
        What each home counts, shape (n,).
    limit_m
        Limit of each category [m], closed.
    facilities
        Number of facilities.

    Returns
    -------
    ndarray
        Shape (facilities,). Over the facilities of a category it adds up to those that are covered; 0 without homes.

    Examples
    --------
    >>> nearest = NearestWalks(np.array([[100.0], [200.0], [900.0]]), np.array([[1], [1], [0]]))
    >>> count_users(nearest, np.array([10.0, 20.0, 40.0]), [500.0], 2).tolist()
    [0.0, 30.0]
    """
    users = np.zeros(facilities)
    for k, limit in enumerate(limit_m):
        within = nearest.walk_m[:, k] <= limit + TOLERANCE_M
        users += np.bincount(nearest.facility[within, k], weights=weight[within], minlength=facilities)
    return users


def count_use(
    city: City,
    nearest: NearestWalks,
    facilities: Facilities,
    demand_rates: Mapping[str, DemandRates],
    limit_m: Float64,
) -> dict[str, Float64]:
    """Count how much of each facility the city's homes use.

    Parameters
    ----------
    city, nearest
        The city, and the walks of its homes, shape (n, K).
    facilities
        The facilities.
    demand_rates
        Measure -> what a household and a resident need.
    limit_m
        Limit of each category [m], shape (K,).

    Returns
    -------
    dict
        Measure -> amount, shape (f,): 0 for a facility that is nobody's nearest; where homes do not state households,
        only what residents need.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city, one = build_sample(), np.zeros(1, np.int32)  # 105 residents in five homes
    >>> school = Facilities(
    ...     facility_id=np.array(["s1"]), category_name=np.array(["school"]), category=one, area=one - 1,
    ...     stage_class=one - 1, capacity={}, surveyed_m2=np.array([np.nan]),
    ... )
    >>> nearest = NearestWalks(np.full((len(city.homes), 1), 400.0), np.zeros((len(city.homes), 1), np.int32))
    >>> rates = {"places": DemandRates(np.zeros(1), np.array([0.1]))}
    >>> count_use(city, nearest, school, rates, np.array([500.0]))["places"].tolist()
    [10.5]
    """
    count = len(facilities.category)
    residents = city.homes["residents"].to_numpy(float)
    households = city.homes["households"].to_numpy(float) if "households" in city.homes else np.zeros(len(residents))
    people, homes = (count_users(nearest, weight, limit_m.tolist(), count) for weight in (residents, households))
    return {
        measure: homes * np.append(rates.per_household, 0.0)[facilities.category]
        + people * np.append(rates.per_resident, 0.0)[facilities.category]
        for measure, rates in demand_rates.items()
    }


def add_own_use(
    batch: Batch, used: Mapping[str, Float64], demand_rates: Mapping[str, DemandRates]
) -> dict[str, Float64]:
    """Let the people of an area have its own facilities before others get a share of what remains.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    used
        Measure -> what the city's homes use, shape (f,). Not changed.
    demand_rates
        Measure -> what a household and a resident need.

    Returns
    -------
    dict
        Measure -> the same, and what the people of each area need of its own facilities, in equal parts; the same where
        nothing is planned.
    """
    facilities, out = batch.facilities, {}
    planned = np.flatnonzero((facilities.area >= 0) & (facilities.category >= 0))
    area, category = facilities.area[planned], facilities.category[planned]
    own_count = np.zeros((len(batch.sizes), len(batch.categories)))
    np.add.at(own_count, (area, category), 1.0)
    for measure, rates in demand_rates.items():
        more = used[measure].copy()
        more[planned] += _count_needed(batch, rates, area, category) / own_count[area, category]
        out[measure] = more
    return out


def _count_needed(batch: Batch, rates: DemandRates, area: Integer, category: Integer) -> Float64:
    households, residents = (batch.sizes[name].to_numpy(float)[area] for name in ("households", "residents"))
    return np.asarray(households * rates.per_household[category] + residents * rates.per_resident[category])


def assign_homes(
    batch: Batch, nearest: NearestWalks, demand_rates: Mapping[str, DemandRates], within: Readings
) -> Shares:
    """Send the homes of plan areas to their nearest facility within the limit.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    nearest
        Walks of the plan homes to the nearest of all facilities, shape (h, K).
    demand_rates
        Measure -> what a household and a resident need.
    within
        What the areas read of each category, shape (n, K): as many people go as live within the limit. Homes only tell
        how they are divided; where none is within the limit, all go from the nearest place.

    Returns
    -------
    Shares
        By area and facility; empty where nobody has a facility within the limit.
    """
    homes, count = batch.homes, len(batch.facilities.category)
    home, category = np.nonzero(nearest.walk_m <= batch.limit_m[None, :] + TOLERANCE_M)
    in_reach = np.zeros(within.share.shape)
    np.add.at(in_reach, (homes.area[home], category), homes.share[home])
    at = homes.area[home], category
    far, far_category = np.nonzero((in_reach == 0) & (within.share > 0))
    area, kind = np.append(at[0], far.astype(np.int32)), np.append(category, far_category).astype(np.int64)
    share = np.append(homes.share[home] / in_reach[at] * within.share[at], within.share[far, far_category])
    facility = np.append(nearest.facility[home, category].astype(np.int64), within.facility[far, far_category])
    found, inverse = np.unique(area.astype(np.int64) * count + facility, return_inverse=True)
    amount = {}
    for measure, rates in demand_rates.items():
        each = _count_needed(batch, rates, area, kind) * share
        amount[measure] = np.bincount(inverse, weights=each, minlength=len(found)).astype(float)
    return Shares((found // count).astype(np.int32), (found % count).astype(np.int32), amount)


def tabulate_loads(
    batch: Batch, before: Mapping[str, Float64], after: Mapping[str, Float64], shares: Shares
) -> pd.DataFrame:
    """Tabulate how much of the facilities that plan areas use is in use, before and after all are built.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    before, after
        Measure -> what the city's homes use today, and when all is built, shape (f,).
    shares
        What the plan areas use.

    Returns
    -------
    pandas.DataFrame
        ``facility_id, category, measure, capacity, used_before, added, used_after, remaining_after``; ``used_after`` is
        with everybody at the nearest facility then, so that a planned facility may relieve an existing one. Without
        rows where the plan areas use nothing.
    """
    parts = []
    for measure, amount in shares.amount.items():
        added = np.bincount(shares.facility, weights=amount, minlength=len(batch.facilities.category)).astype(float)
        rows = np.flatnonzero(added > 0).astype(np.int32)
        used = after[measure][rows] + added[rows]
        about = _describe(batch, measure, rows, before)
        parts.append(about.assign(added=added[rows], used_after=used, remaining_after=about["capacity"] - used))
    return pd.concat(parts, ignore_index=True)


def tabulate_own_loads(batch: Batch, before: Mapping[str, Float64], shares: Shares) -> pd.DataFrame:
    """Tabulate how much of facilities each area alone uses; everybody else stays where they go today.

    Parameters
    ----------
    batch, before, shares
        As for :func:`tabulate_loads`.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, facility_id, category, measure, capacity, used_before, added, remaining_after``; without rows where
        the plan areas use nothing.
    """
    parts = []
    for measure, amount in shares.amount.items():
        rows = np.flatnonzero(amount > 0)
        about = _describe(batch, measure, shares.facility[rows], before)
        remaining_after = about["capacity"] - about["used_before"] - amount[rows]
        about.insert(0, "plan_id", batch.sizes["plan_id"].to_numpy(object)[shares.area[rows]])
        parts.append(about.assign(added=amount[rows], remaining_after=remaining_after))
    return pd.concat(parts, ignore_index=True)


def _describe(batch: Batch, measure: str, rows: Int32, before: Mapping[str, Float64]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "facility_id": batch.facilities.facility_id[rows],
            "category": batch.facilities.category_name[rows],
            "measure": measure,
            "capacity": batch.facilities.capacity[measure][rows],
            "used_before": before[measure][rows],
        }
    )
