"""The cases that areas are judged in: alone or together, and with more or less distance or households."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.arrays import Bool, Float64
from geo.plans.plan_homes import PlanHomes
from geo.plans.plan_walks import PlanWalks
from geo.plans.plot_ways import PlotWays
from geo.plans.supply import Facilities, OwnSupply
from geo.walking.nearest import NearestWalks

#: Each area alone, and all areas of the batch built.
SCENARIOS: Final = ("alone", "together")
ALONE, TOGETHER = SCENARIOS


#: What if: name -> factor of distances allowed, factor of households and residents.
CASES: Final[dict[str, tuple[float, float]]] = {
    "distance_less": (0.9, 1.0),
    "distance_more": (1.1, 1.0),
    "households_less": (1.0, 0.9),
    "households_more": (1.0, 1.1),
}


#: Factor of the longest distance that any case allows.
LONGEST_CASE: Final = max(distance for distance, _ in CASES.values())


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is to be judged.

    Parameters
    ----------
    name
        One of :data:`SCENARIOS`.
    walks
        The walks of the plan homes.
    nearest
        To the nearest facility of all, planned ones numbered on behind the city's, shape (h, K).
    own_m
        To what each area itself plans [m], by stage class, shape (5, h, K).
    ways
        Ways of finer places than homes, which shares and the farthest place are read off.
    remaining
        Measure -> what remains of each facility for plan areas, NaN where not known, shape (f,).
    need
        Measure -> what areas compete with, shape (n,).
    """

    name: str
    walks: PlanWalks
    nearest: NearestWalks
    own_m: Float64
    ways: PlotWays
    remaining: Mapping[str, Float64]
    need: Mapping[str, Float64]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What does not change between scenarios.

    Parameters
    ----------
    sizes
        ``plan_id, households, residents`` and the floor areas of the n areas.
    homes
        Their homes.
    facilities
        The facilities.
    own, own_surveyed
        Measure -> what the areas bring; and floor area again, as surveyed where that is stated.
    categories, limit_m, has_data
        The K categories, their limits [m], and whether the city knows them.
    snap_limit_m
        Longest access leg [m].
    """

    sizes: pd.DataFrame
    homes: PlanHomes
    facilities: Facilities
    own: Mapping[str, OwnSupply]
    own_surveyed: OwnSupply
    categories: Sequence[str]
    limit_m: Float64
    has_data: Bool
    snap_limit_m: float
