"""What remains of facilities: how much nobody uses yet, and how plan areas share it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from geo.arrays import Float64, Int32
from geo.plans.supply import Facilities
from geo.walking.limits import TOLERANCE_M
from geo.walking.within import Pairs


@dataclass(frozen=True)
class Remaining:
    """What remains near plan areas, by area and category.

    Parameters
    ----------
    amount
        What remains of facilities within the walk, shape (n, K).
    nearest
        Row of the facility with most remaining for the area, -1 without one, shape (n, K).
    unknown
        Row of a facility within the walk that does not state its capacity, -1 without one, shape (n, K).
    """

    amount: Float64
    nearest: Int32
    unknown: Int32


def count_remaining(facilities: Facilities, used: Mapping[str, Float64]) -> dict[str, Float64]:
    """Count what remains of each facility.

    Parameters
    ----------
    facilities
        The f facilities.
    used
        Measure -> what people use of each, shape (f,).

    Returns
    -------
    dict
        Measure -> capacity less what is used, shape (f,): less than nothing where a facility is too full, NaN where it
        does not state its capacity. Empty where nothing is measured.

    Examples
    --------
    >>> zero, ids = np.array([0, 0]), np.array(["a", "b"])
    >>> schools = Facilities(
    ...     facility_id=ids, category_name=ids, category=zero, area=zero - 1, stage_class=zero - 1,
    ...     capacity={"places": np.array([120.0, np.nan])}, surveyed_m2=np.full(2, np.nan),
    ... )
    >>> count_remaining(schools, {"places": np.array([150.0, 150.0])})["places"].tolist()
    [-30.0, nan]
    """
    return {measure: facilities.capacity[measure] - amount for measure, amount in used.items()}


def share_remaining(
    near: Pairs, facilities: Facilities, remaining: Float64, need: Float64, limit_m: Float64, *, compete: bool
) -> Remaining:
    """Share what remains of facilities among the plan areas that they are near to.

    Parameters
    ----------
    near
        Areas and facilities within a walk of each other.
    facilities
        The facilities.
    remaining
        What remains of each, NaN where not known, shape (f,).
    need
        How much each area needs, shape (n,); areas that compete get shares in proportion.
    limit_m
        Limit of each category [m], shape (K,).
    compete
        Whether all areas are built, or each alone.

    Returns
    -------
    Remaining
        An area's own facilities are not in it. What all areas get of a facility is no more than what remains of it;
        nothing for an area that no facility is near to.

    Examples
    --------
    >>> school = Facilities(
    ...     facility_id=np.array(["f"]), category_name=np.array(["school"]), category=np.array([0]),
    ...     area=np.array([-1]), stage_class=np.array([-1]), capacity={}, surveyed_m2=np.array([np.nan]),
    ... )
    >>> near = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([10.0, 20.0]))
    >>> need, limit_m = np.array([1.0, 2.0]), np.array([300.0])
    >>> share_remaining(near, school, np.array([90.0]), need, limit_m, compete=True).amount.tolist()
    [[30.0], [60.0]]
    """
    k, n = len(limit_m), len(need)
    category = facilities.category[near.place]
    counts = (category >= 0) & (near.walk_m <= np.append(limit_m, -1.0)[category] + TOLERANCE_M)
    counts &= facilities.area[near.place] != near.origin
    area, place, category = near.origin[counts], near.place[counts], category[counts]
    share = np.ones(len(area))
    if compete:
        needed = np.bincount(place, weights=need[area], minlength=len(remaining))
        share = np.divide(need[area], needed[place], out=np.zeros(len(area)), where=needed[place] > 0)
    given = np.maximum(remaining[place], 0.0) * share
    known = np.isfinite(given)
    key = area.astype(np.int64) * k + category
    amount = np.bincount(key[known], weights=given[known], minlength=n * k).reshape(n, k).astype(float)
    nearest, unknown = np.full(n * k, -1, np.int32), np.full(n * k, -1, np.int32)
    order = np.lexsort((-place, np.where(known, given, 0.0)))
    order = order[known[order] & (given[order] > 0)]
    nearest[key[order]] = place[order]
    unknown[key[~known][::-1]] = place[~known][::-1]
    return Remaining(amount, nearest.reshape(n, k), unknown.reshape(n, k))
