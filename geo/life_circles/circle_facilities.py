"""What each life circle has of the facilities of its tier, against what the rule set asks for."""

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int64
from geo.audit.rooms import find_areas
from geo.audit.tiers import ScopeTiers
from geo.life_circles.life_plan import LifeLayer, LifePlan


def place_facilities(plan: LifePlan) -> Int64:
    """Find the urban unit that each facility lies in.

    Parameters
    ----------
    plan
        The circles.

    Returns
    -------
    ndarray of int64
        Row of the unit, -1 for none, shape (facilities,).

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> place_facilities(plan_line_city()).tolist()
    [8, 2, 8]
    """
    shapes = np.asarray(plan.ground.city.facilities.geometry.values)
    return plan.ground.urban.find_units(shapely.get_coordinates(shapely.point_on_surface(shapes)))


def measure_tier_floor(plan: LifePlan, layer: LifeLayer, unit: Int64) -> pd.DataFrame:
    """Measure the floor area of all facilities of a tier in each of its circles, against what its residents ask for.

    Parameters
    ----------
    plan
        The circles.
    layer
        Of one tier.
    unit
        As :func:`place_facilities` finds it.

    Returns
    -------
    pandas.DataFrame
        One row per circle: ``tier_floor_m2`` of the rooms that state theirs, ``tier_floor_unknown`` that do not, and
        ``tier_floor_least_m2``: what the rule set asks at the least for 1,000 residents; without it no columns.

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> measure_tier_floor(plan, plan.layers["10_min"], place_facilities(plan)).shape
    (4, 0)
    """
    circles = len(layer.districts.off)
    asked = layer.tier.rules.tiers[layer.tier.key].floor_per_1000
    if asked is None:
        return pd.DataFrame(index=np.arange(circles))
    category, area_m2 = plan.ground.city.facilities["category"], find_areas(plan.ground.city)
    tiers = ScopeTiers(rules=layer.tier.rules, present=frozenset(category))
    circle = np.append(layer.label, -1)[unit]
    mine = category.isin(tiers.list_built(layer.tier.key)).to_numpy() & (circle >= 0)
    is_known = mine & np.isfinite(area_m2)
    has_size = layer.districts.residents >= layer.tier.low
    return pd.DataFrame(
        {
            "tier_floor_m2": np.bincount(circle[is_known], weights=area_m2[is_known], minlength=circles),
            "tier_floor_unknown": np.bincount(circle[mine & ~is_known], minlength=circles),
            "tier_floor_least_m2": np.where(has_size, asked.least_m2 * layer.districts.residents / 1000, 0.0),
        }
    )


def count_circle_facilities(plan: LifePlan, layer: LifeLayer, unit: Int64) -> pd.DataFrame:
    """Count the facilities of a tier in each of its circles.

    Parameters
    ----------
    plan
        The circles.
    layer
        Of one tier.
    unit
        As :func:`place_facilities` finds it.

    Returns
    -------
    pandas.DataFrame
        One row per circle and category that the rule set has in the tier and the city has facilities of: ``circle``,
        ``category``, ``strength``, ``there``, ``required`` (one where the rule set says that there shall be one, 0
        where only as needed, and in circles that are smaller than the tier), ``short``, ``floor_m2`` of those that
        state it, ``floor_unknown``, ``floor_least_m2`` of one facility, ``floor_short_m2`` (NaN where
        the rule set asks for no floor area, or one does not state its own).

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> count_circle_facilities(plan, plan.layers["10_min"], place_facilities(plan))[["there", "short"]].values.tolist()
    [[1, 0], [1, 0], [0, 1], [0, 0]]
    """
    rules, key = layer.tier.rules, layer.tier.key
    facilities = plan.ground.city.facilities
    category, area_m2 = facilities["category"].to_numpy(object), find_areas(plan.ground.city)
    tiers = ScopeTiers(rules=rules, present=frozenset(category))
    circles, parts = len(layer.districts.off), []
    circle = np.append(layer.label, -1)[unit]
    has_size = layer.districts.residents >= layer.tier.low  # what is owed at a tier starts at the tier's size
    for name in (each for each in tiers.list_all(key) if each in tiers.present):
        rule = rules.facilities[name]
        mine = (category == name) & (circle >= 0)
        is_known = np.isfinite(area_m2)
        there = np.bincount(circle[mine], minlength=circles)
        floor_m2 = np.bincount(circle[mine & is_known], weights=area_m2[mine & is_known], minlength=circles)
        unknown = np.bincount(circle[mine & ~is_known], minlength=circles)
        required = (has_size & (rule.strength == "shall")).astype(np.int64)
        least_m2 = np.nan if rule.floor_area is None else rule.floor_area.least_m2
        short_m2 = np.maximum(least_m2 * required - floor_m2, 0.0)
        parts.append(
            pd.DataFrame(
                {
                    "circle": np.arange(circles),
                    "category": name,
                    "strength": rule.strength,
                    "there": there,
                    "required": required,
                    "short": np.maximum(required - there, 0),
                    "floor_m2": floor_m2,
                    "floor_unknown": unknown,
                    "floor_least_m2": least_m2,
                    "floor_short_m2": np.where(unknown > 0, np.nan, short_m2),
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
