"""Who lives within the walk of the centre of their life circle: on foot, by time, and in a straight line."""

import numpy as np
import pandas as pd

from geo.arrays import Float64, Int64
from geo.life_circles.life_plan import LifeLayer, LifePlan
from geo.walking.access_points import take_places
from geo.walking.within import list_pairs


def measure_walks_to_centres(plan: LifePlan, layer: LifeLayer) -> pd.DataFrame:
    """Add up the residents of each circle by their walk to its centre.

    Parameters
    ----------
    plan
        The circles.
    layer
        Of one tier.

    Returns
    -------
    pandas.DataFrame
        One row per circle: residents ``within`` the tier's metres on foot, ``within_timed`` its minutes at the
        profile's pace, and ``within_straight`` its metres in a straight line.

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> measure_walks_to_centres(plan, plan.layers["15_min"])["within"].tolist()
    [18000.0, 4000.0]
    """
    ground, tier, centre = plan.ground, layer.tier, layer.districts.centre
    walk_m = walk_to_centres(plan, layer, max(tier.limit_m, tier.timed_m))
    inside = ground.home_unit >= 0
    circle = layer.label[ground.home_unit[inside]]
    homes = ground.city.homes.geometry.values[inside]
    at = layer.reaches.xy[centre[circle]]
    straight_m = np.hypot(np.asarray(homes.x) - at[:, 0], np.asarray(homes.y) - at[:, 1])
    straight_m[centre[circle] < 0] = np.inf
    found = {
        "within": walk_m[inside] <= tier.limit_m,
        "within_timed": walk_m[inside] <= tier.timed_m,
        "within_straight": straight_m <= tier.limit_m,
    }
    people = ground.home_residents[inside]
    sums = {name: np.bincount(circle, weights=people * near, minlength=len(centre)) for name, near in found.items()}
    return pd.DataFrame(sums)


def walk_to_centres(plan: LifePlan, layer: LifeLayer, limit_m: float) -> Float64:
    """Walk from each home to the centre of its circle.

    Parameters
    ----------
    plan
        The circles.
    layer
        Of one tier.
    limit_m
        How far [m]; closed.

    Returns
    -------
    ndarray
        Walks [m], infinite beyond the limit and for homes in no circle, shape (homes,).

    Examples
    --------
    >>> from geo.life_circles.line_city import plan_line_city
    >>> plan = plan_line_city()
    >>> walk_to_centres(plan, plan.layers["5_min"], 300)[[0, 1, 20]].tolist()
    [100.0, 300.0, inf]
    """
    ground, centre = plan.ground, layer.districts.centre
    used, row = np.unique(centre[centre >= 0], return_inverse=True)
    circle_of: Int64 = np.flatnonzero(centre >= 0)[np.argsort(row)]
    pairs = list_pairs(
        plan.context.network, take_places(layer.reaches.points, used), plan.context.homes, limit_m=limit_m
    )
    unit = ground.home_unit[pairs.place]
    own = (unit >= 0) & (layer.label[unit] == circle_of[pairs.origin])
    walk_m = np.full(len(ground.home_unit), np.inf)
    # what stands there is up to the tolerance of the limit above it
    walk_m[pairs.place[own]] = np.minimum(pairs.walk_m[own], limit_m)
    return walk_m
