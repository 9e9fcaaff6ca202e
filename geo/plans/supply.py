"""The supply: the facilities that a city has and that its plan areas bring, and their capacities."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Float64, Int32, Objects
from geo.city.walk_context import WalkContext
from geo.plans.plan_walks import Plans
from geo.plans.stage_classes import EXISTING, StageClass

#: Measure, which is a kind of clause -> the column of facilities that states their capacity in it.
MEASURES: Final[dict[str, str]] = {"floor_area": "floor_area_m2", "land_area": "land_area_m2", "places": "capacity"}


_FLOOR_AREAS: Final = ("floor_area_m2", "surveyed_area_m2")


@dataclass(frozen=True, kw_only=True)
class Facilities:
    """The city's facilities and behind them the planned ones.

    Parameters
    ----------
    facility_id
        Their ids, shape (f,).
    category_name, category
        Name of the category; and its row, -1 for those that no clause asks about; shape (f,).
    area
        Row of the plan area that each belongs to, -1 for the city's, shape (f,).
    stage_class
        Row of :class:`geo.plans.stage_classes.StageClass`, :data:`geo.plans.stage_classes.EXISTING` for the city's,
        shape (f,).
    capacity
        Measure -> the capacity of each, NaN where not stated, shape (f,).
    surveyed_m2
        Floor area as surveyed after building [m2], NaN where not stated, shape (f,).
    """

    facility_id: Objects
    category_name: Objects
    category: Int32
    area: Int32
    stage_class: Int32
    capacity: Mapping[str, Float64]
    surveyed_m2: Float64

    @property
    def existing_count(self) -> int:
        """Number of the city's facilities: those before the planned ones."""
        return int((self.stage_class == EXISTING).sum())


def list_facilities(context: WalkContext, plans: Plans) -> Facilities:
    """List the facilities that there are and that are planned.

    Parameters
    ----------
    context, plans
        The city and the batch.

    Returns
    -------
    Facilities
        In the order of their rows; the city's alone where nothing is planned. Planned rooms that are none have no
        floor area.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from geo.city.sample import build_sample
    >>> from geo.plans.plan_homes import place_homes
    >>> from geo.city.walk_context import make_walk_context
    >>> city = build_sample()
    >>> numbers = ("category", "area", "stage_class", *MEASURES.values(), "surveyed_area_m2")
    >>> columns = ("facility_id", "category_name", "is_none", *numbers)
    >>> nothing = gpd.GeoDataFrame({name: [] for name in columns}, geometry=[], crs=city.crs)
    >>> areas = gpd.GeoSeries([], crs=city.crs)
    >>> plans = Plans(areas, place_homes(areas, city.extent.geometry[0]), nothing, nothing, nothing)
    >>> found = list_facilities(make_walk_context(city, categories=["clinic"]), plans)
    >>> found.category_name.tolist(), found.category.tolist(), found.existing_count
    (['clinic', 'school'], [0, -1], 2)
    """
    city, planned = context.city.facilities, plans.facilities
    no_area, existing = np.full(len(city), -1, np.int32), np.full(len(city), EXISTING, np.int32)

    def column(name: str) -> Float64:
        stated = city[name].to_numpy(float) if name in city else np.full(len(city), np.nan)
        counted = planned[name].mask(planned["is_none"].astype(bool), 0.0) if name in _FLOOR_AREAS else planned[name]
        return np.append(stated, counted.to_numpy(float))

    return Facilities(
        facility_id=np.append(city["facility_id"].to_numpy(object), planned["facility_id"].to_numpy(object)),
        category_name=np.append(city["category"].to_numpy(object), planned["category_name"].to_numpy(object)),
        category=np.append(context.category, planned["category"].to_numpy(np.int32)),
        area=np.append(no_area, planned["area"].to_numpy(np.int32)),
        stage_class=np.append(existing, planned["stage_class"].to_numpy(np.int32)),
        capacity={measure: column(name) for measure, name in MEASURES.items()},
        surveyed_m2=column("surveyed_area_m2"),
    )


@dataclass(frozen=True)
class OwnSupply:
    """What plan areas bring themselves, by stage class, area and category.

    Parameters
    ----------
    amount
        Sums of the capacities that are stated, shape (5, n, K).
    count
        Number of facilities, shape (5, n, K).
    unknown
        Row of a facility that does not state its capacity, -1 without one, shape (5, n, K).
    least
        The smallest capacity that is stated, infinite without one, shape (n, K).
    """

    amount: Float64
    count: Int32
    unknown: Int32
    least: Float64


def sum_own_supply(facilities: Facilities, capacity: Float64, areas: int, categories: int) -> OwnSupply:
    """Add up what plan areas bring themselves.

    Parameters
    ----------
    facilities, capacity
        The facilities, and what counts: the capacity of each, NaN where not stated, shape (f,).
    areas, categories
        n and K.

    Returns
    -------
    OwnSupply
        By stage class, area and category; 0 where an area brings nothing.

    Examples
    --------
    >>> zero = np.array([0, 0])
    >>> two = Facilities(
    ...     facility_id=np.array(["a", "b"]), category_name=np.array(["c", "c"]), category=zero, area=zero,
    ...     stage_class=np.array([StageClass.UNSTATED, StageClass.BUILD]), capacity={}, surveyed_m2=np.full(2, np.nan),
    ... )
    >>> sum_own_supply(two, np.array([5.0, 7.0]), 1, 1).amount.ravel().tolist()
    [5.0, 0.0, 7.0, 0.0, 0.0]
    """
    row = np.flatnonzero((facilities.area >= 0) & (facilities.category >= 0)).astype(np.int32)
    capacity = capacity[row]
    shape = (len(StageClass), areas, categories)
    at = np.ravel_multi_index((facilities.stage_class[row], facilities.area[row], facilities.category[row]), shape)
    size, known = int(np.prod(shape)), np.isfinite(capacity)
    unknown = np.full(size, -1, np.int32)
    unknown[at[~known][::-1]] = row[~known][::-1]
    least = np.full(shape[1:], np.inf)
    np.minimum.at(least, (facilities.area[row][known], facilities.category[row][known]), capacity[known])
    return OwnSupply(
        np.bincount(at[known], weights=capacity[known], minlength=size).reshape(shape).astype(float),
        np.bincount(at, minlength=size).reshape(shape).astype(np.int32),
        unknown.reshape(shape),
        least,
    )


def list_own_supply(facilities: Facilities, areas: int, categories: int) -> tuple[dict[str, OwnSupply], OwnSupply]:
    """Add up what plan areas bring themselves in every measure, and in floor area again as surveyed.

    Parameters
    ----------
    facilities
        The facilities.
    areas, categories
        n and K.

    Returns
    -------
    dict, OwnSupply
        Measure -> what they bring; and floor area as surveyed where that is stated, else as planned.
    """
    own = {name: sum_own_supply(facilities, each, areas, categories) for name, each in facilities.capacity.items()}
    surveyed_m2 = np.where(
        np.isfinite(facilities.surveyed_m2), facilities.surveyed_m2, facilities.capacity["floor_area"]
    )
    return own, sum_own_supply(facilities, surveyed_m2, areas, categories)
