"""Loads: what the people of a city and of its plan areas ask of each facility, before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int32
from geo.city.model import City
from geo.plans.cases import Batch
from geo.plans.supply import Facilities
from geo.rules.clauses import Rates
from geo.walking.limits import TOLERANCE_M
from geo.walking.nearest import NearestWalks

#: Measure -> what a household and what a resident takes of a facility of each category, shape (K,).
Takes = Mapping[str, tuple[Float64, Float64]]


@dataclass(frozen=True)
class Shares:
    """Who of which plan area goes to which facility.

    Parameters
    ----------
    area, facility
        Rows, each pair once, shape (p,).
    amount
        Measure -> what they take there, shape (p,).
    """

    area: Int32
    facility: Int32
    amount: Mapping[str, Float64]


def find_takes(rates: Mapping[str, Rates], categories: Sequence[str]) -> dict[str, tuple[Float64, Float64]]:
    """Tell what a household and a resident take of a facility, by measure and category.

    Parameters
    ----------
    rates
        Category -> rates.
    categories
        The K categories.

    Returns
    -------
    dict
        Measure -> what a household takes and what a resident takes, shape (K,) each.

    Examples
    --------
    >>> find_takes({"school": Rates(places_per_resident=0.07)}, ["school"])["places"][1].tolist()
    [0.07]
    """
    of = [rates.get(name, Rates()) for name in categories]
    zero = np.zeros(len(of))
    return {
        "floor_area": (np.array([r.m2_per_household for r in of]), np.array([r.m2_per_resident for r in of])),
        "places": (zero, np.array([r.places_per_resident for r in of])),
    }


def count_users(
    nearest: NearestWalks, weight: Float64, limit_m: Sequence[float], facilities: int, shares: Int32 | None = None
) -> Float64:
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
    shares
        Unused rows are left out where given: rows of the homes that count.

    Returns
    -------
    ndarray
        Shape (facilities,). Over the facilities of a category it adds up to those that are covered.

    Examples
    --------
    >>> nearest = NearestWalks(np.array([[100.0], [200.0], [900.0]]), np.array([[1], [1], [0]]))
    >>> count_users(nearest, np.array([10.0, 20.0, 40.0]), [500.0], 2).tolist()
    [0.0, 30.0]
    """
    users = np.zeros(facilities)
    rows = np.arange(len(weight)) if shares is None else shares
    for k, limit in enumerate(limit_m):
        within = rows[nearest.walk_m[rows, k] <= limit + TOLERANCE_M]
        users += np.bincount(nearest.facility[within, k], weights=weight[within], minlength=facilities)
    return users


def count_use(
    city: City, nearest: NearestWalks, facilities: Facilities, takes: Takes, limit_m: Float64
) -> dict[str, Float64]:
    """Count what the city's homes take of each facility.

    Parameters
    ----------
    city, nearest
        The city, and the walks of its homes, shape (n, K).
    facilities
        The facilities.
    takes
        What a household and a resident take.
    limit_m
        Limit of each category [m], shape (K,).

    Returns
    -------
    dict
        Measure -> amount, shape (f,); where homes do not state households, only what residents take.
    """
    count = len(facilities.category)
    residents = city.homes["residents"].to_numpy(float)
    households = city.homes["households"].to_numpy(float) if "households" in city.homes else np.zeros(len(residents))
    people, homes = (count_users(nearest, weight, limit_m.tolist(), count) for weight in (residents, households))
    return {
        measure: homes * np.append(of_home, 0.0)[facilities.category]
        + people * np.append(of_resident, 0.0)[facilities.category]
        for measure, (of_home, of_resident) in takes.items()
    }


def count_left(facilities: Facilities, used: Mapping[str, Float64]) -> dict[str, Float64]:
    """Count what is left of each facility, by measure; less than nothing where it is too full, NaN where not known."""
    return {measure: facilities.holds[measure] - amount for measure, amount in used.items()}


def add_own_use(batch: Batch, used: Mapping[str, Float64], takes: Takes) -> dict[str, Float64]:
    """Let the people of an area have its own facilities before others get a share of what is left.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    used
        Measure -> what the city's homes take, shape (f,). Not changed.
    takes
        What a household and a resident take.

    Returns
    -------
    dict
        Measure -> the same, and what the people of each area take of its own facilities, in equal parts.
    """
    facilities, out = batch.facilities, {}
    planned = np.flatnonzero((facilities.area >= 0) & (facilities.category >= 0))
    area, category = facilities.area[planned], facilities.category[planned]
    own_count = np.zeros((len(batch.sizes), len(batch.categories)))
    np.add.at(own_count, (area, category), 1.0)
    for measure in takes:
        more = used[measure].copy()
        more[planned] += _count_wanted(batch, takes, measure, area, category) / own_count[area, category]
        out[measure] = more
    return out


def _count_wanted(batch: Batch, takes: Takes, measure: str, area: Int32, category: Int32) -> Float64:
    of_home, of_resident = takes[measure]
    households, residents = (batch.sizes[name].to_numpy(float)[area] for name in ("households", "residents"))
    return np.asarray(households * of_home[category] + residents * of_resident[category])


def assign_homes(batch: Batch, nearest: NearestWalks, takes: Takes) -> Shares:
    """Send the homes of plan areas to their nearest facility within the limit.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    nearest
        Walks of the plan homes to the nearest of all facilities, shape (h, K).
    takes
        What a household and a resident take.

    Returns
    -------
    Shares
        By area and facility.
    """
    homes, count = batch.homes, len(batch.facilities.category)
    home, category = (
        rows.astype(np.int32) for rows in np.nonzero(nearest.walk_m <= batch.limit_m[None, :] + TOLERANCE_M)
    )
    key = homes.area[home].astype(np.int64) * count + nearest.facility[home, category]
    found, inverse = np.unique(key, return_inverse=True)
    amount = {}
    for measure in takes:
        each = _count_wanted(batch, takes, measure, homes.area[home], category) * homes.share[home]
        amount[measure] = np.bincount(inverse, weights=each, minlength=len(found)).astype(float)
    return Shares((found // count).astype(np.int32), (found % count).astype(np.int32), amount)


def tabulate_loads(
    batch: Batch, before: Mapping[str, Float64], after: Mapping[str, Float64], shares: Shares
) -> pd.DataFrame:
    """Tabulate what is asked of the facilities that plan areas use, before and after all are built.

    Parameters
    ----------
    batch
        The plan areas and all facilities.
    before, after
        Measure -> what the city's homes take today, and when all is built, shape (f,).
    shares
        What the plan areas take.

    Returns
    -------
    pandas.DataFrame
        ``facility_id, category, measure, holds, used_before, added, used_after, left_after``; ``used_after`` is with
        everybody at the nearest facility then, so that a planned facility may relieve one that stands.
    """
    parts = []
    for measure, amount in shares.amount.items():
        added = np.bincount(shares.facility, weights=amount, minlength=len(batch.facilities.category)).astype(float)
        rows = np.flatnonzero(added > 0).astype(np.int32)
        used = after[measure][rows] + added[rows]
        about = _describe(batch, measure, rows, before)
        parts.append(about.assign(added=added[rows], used_after=used, left_after=about["holds"] - used))
    return pd.concat(parts, ignore_index=True)


def tabulate_own_loads(batch: Batch, before: Mapping[str, Float64], shares: Shares) -> pd.DataFrame:
    """Tabulate what each area alone asks of facilities; everybody else stays where they go today.

    Parameters
    ----------
    batch, before, shares
        As for :func:`tabulate_loads`.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, facility_id, category, measure, holds, used_before, added, left_after``.
    """
    parts = []
    for measure, amount in shares.amount.items():
        rows = np.flatnonzero(amount > 0)
        about = _describe(batch, measure, shares.facility[rows], before)
        left_after = about["holds"] - about["used_before"] - amount[rows]
        about.insert(0, "plan_id", batch.sizes["plan_id"].to_numpy(object)[shares.area[rows]])
        parts.append(about.assign(added=amount[rows], left_after=left_after))
    return pd.concat(parts, ignore_index=True)


def _describe(batch: Batch, measure: str, rows: Int32, before: Mapping[str, Float64]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "facility_id": batch.facilities.facility_id[rows],
            "category": batch.facilities.name[rows],
            "measure": measure,
            "holds": batch.facilities.holds[measure][rows],
            "used_before": before[measure][rows],
        }
    )
