"""What facilities hold, who uses them, and what is left of them for plan areas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int32, Objects
from geo.city.walk_context import WalkContext
from geo.plans.plan_walks import CLASSES, Plans
from geo.walking.limits import TOLERANCE_M
from geo.walking.within import Pairs

#: Kind of clause -> the column of facilities that says how much they hold.
MEASURES: Final[dict[str, str]] = {"floor_area": "floor_area_m2", "places": "capacity"}


@dataclass(frozen=True)
class Facilities:
    """The city's facilities and behind them the planned ones.

    Parameters
    ----------
    facility_id
        Their ids, shape (f,).
    name, category
        Name of the category; and its row, -1 for those that no clause asks about; shape (f,).
    area
        Row of the plan area that each belongs to, -1 for the city's, shape (f,).
    stage_class
        Row of :data:`geo.plans.plan_walks.CLASSES`, -1 for what stands, shape (f,).
    holds
        Measure -> how much each holds, NaN where not known, shape (f,).
    """

    facility_id: Objects
    name: Objects
    category: Int32
    area: Int32
    stage_class: Int32
    holds: Mapping[str, Float64]

    @property
    def standing(self) -> int:
        """Number of the city's facilities: those before the planned ones."""
        return int((self.stage_class < 0).sum())


def list_facilities(context: WalkContext, plans: Plans) -> Facilities:
    """List the facilities that there are and that are planned.

    Parameters
    ----------
    context, plans
        The city and the batch.

    Returns
    -------
    Facilities
        In the order of their rows.
    """
    city, planned = context.city.facilities, plans.facilities
    none = np.full(len(city), -1, np.int32)

    def column(name: str) -> Float64:
        held = city[name].to_numpy(float) if name in city else np.full(len(city), np.nan)
        return np.append(held, planned[name].to_numpy(float))

    return Facilities(
        np.append(city["facility_id"].to_numpy(object), planned["facility_id"].to_numpy(object)),
        np.append(city["category"].to_numpy(object), planned["category_name"].to_numpy(object)),
        np.append(context.category, planned["category"].to_numpy(np.int32)),
        np.append(none, planned["area"].to_numpy(np.int32)),
        np.append(none, planned["stage_class"].to_numpy(np.int32)),
        {measure: column(name) for measure, name in MEASURES.items()},
    )


@dataclass(frozen=True)
class Left:
    """What is left near plan areas, by area and category.

    Parameters
    ----------
    amount
        What is left of facilities within the walk, shape (n, K).
    nearest
        Row of the facility with most left for the area, -1 without one, shape (n, K).
    unknown
        Row of a facility within the walk that does not say how much it holds, -1 without one, shape (n, K).
    """

    amount: Float64
    nearest: Int32
    unknown: Int32


def share_left(
    near: Pairs, facilities: Facilities, left: Float64, need: Float64, limit_m: Float64, *, compete: bool
) -> Left:
    """Share what is left of facilities among the plan areas that they are near to.

    Parameters
    ----------
    near
        Areas and facilities within a walk of each other.
    facilities
        The facilities.
    left
        What is left of each, NaN where not known, shape (f,).
    need
        How much each area would take, shape (n,); areas that compete get shares in proportion.
    limit_m
        Limit of each category [m], shape (K,).
    compete
        Whether all areas are built, or each alone.

    Returns
    -------
    Left
        An area's own facilities are not in it. What all areas get of a facility is no more than what is left of it.

    Examples
    --------
    >>> one = Facilities(np.array(["f"]), np.array(["c"]), np.array([0]), np.array([-1]), np.array([-1]), {})
    >>> near = Pairs(np.array([0, 1]), np.array([0, 0]), np.array([10.0, 20.0]))
    >>> share_left(near, one, np.array([90.0]), np.array([1.0, 2.0]), np.array([300.0]), compete=True).amount.tolist()
    [[30.0], [60.0]]
    """
    k, n = len(limit_m), len(need)
    category = facilities.category[near.place]
    counts = (category >= 0) & (near.walk_m <= np.append(limit_m, -1.0)[category] + TOLERANCE_M)
    counts &= facilities.area[near.place] != near.origin
    area, place, category = near.origin[counts], near.place[counts], category[counts]
    share = np.ones(len(area))
    if compete:
        asked = np.bincount(place, weights=need[area], minlength=len(left))
        share = np.divide(need[area], asked[place], out=np.zeros(len(area)), where=asked[place] > 0)
    given = np.maximum(left[place], 0.0) * share
    known = np.isfinite(given)
    key = area.astype(np.int64) * k + category
    amount = np.bincount(key[known], weights=given[known], minlength=n * k).reshape(n, k).astype(float)
    nearest, unknown = np.full(n * k, -1, np.int32), np.full(n * k, -1, np.int32)
    order = np.lexsort((-place, np.where(known, given, 0.0)))
    order = order[known[order] & (given[order] > 0)]
    nearest[key[order]] = place[order]
    unknown[key[~known][::-1]] = place[~known][::-1]
    return Left(amount, nearest.reshape(n, k), unknown.reshape(n, k))


@dataclass(frozen=True)
class Own:
    """What plan areas bring themselves, by class of stage, area and category.

    Parameters
    ----------
    amount
        Sums of what is stated, shape (5, n, K).
    count
        Number of facilities, shape (5, n, K).
    unknown
        Row of one that does not say how much it holds, -1 without one, shape (5, n, K).
    least
        The smallest that is stated, infinite without one, shape (n, K).
    """

    amount: Float64
    count: Int32
    unknown: Int32
    least: Float64


def sum_own(facilities: Facilities, measure: str, areas: int, categories: int) -> Own:
    """Add up what plan areas bring themselves.

    Parameters
    ----------
    facilities, measure
        The facilities, and what counts: a key of :data:`MEASURES`.
    areas, categories
        n and K.

    Returns
    -------
    Own
        By class, area and category.

    Examples
    --------
    >>> zero = np.array([0, 0])
    >>> places = {"places": np.array([5.0, 7.0])}
    >>> two = Facilities(np.array(["a", "b"]), np.array(["c", "c"]), zero, zero, np.array([0, 2]), places)
    >>> sum_own(two, "places", 1, 1).amount.ravel().tolist()
    [5.0, 0.0, 7.0, 0.0, 0.0]
    """
    row = np.flatnonzero((facilities.area >= 0) & (facilities.category >= 0)).astype(np.int32)
    held = facilities.holds[measure][row]
    shape = (len(CLASSES), areas, categories)
    at = np.ravel_multi_index((facilities.stage_class[row], facilities.area[row], facilities.category[row]), shape)
    size, known = int(np.prod(shape)), np.isfinite(held)
    unknown = np.full(size, -1, np.int32)
    unknown[at[~known][::-1]] = row[~known][::-1]
    least = np.full(shape[1:], np.inf)
    np.minimum.at(least, (facilities.area[row][known], facilities.category[row][known]), held[known])
    return Own(
        np.bincount(at[known], weights=held[known], minlength=size).reshape(shape).astype(float),
        np.bincount(at, minlength=size).reshape(shape).astype(np.int32),
        unknown.reshape(shape),
        least,
    )
