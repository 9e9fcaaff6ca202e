"""Verdicts on plan areas: pure rules on arrays, stage by stage."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int8, Int32
from geo.walking.limits import TOLERANCE_M

#: From good to bad; of several the worst counts. What is known to fail outweighs what is not known; neither passes.
VERDICTS: Final = ("met", "met_with_conditions", "not_assessed", "exceeds", "not_met")
MET, CONDITIONS, NOT_ASSESSED, EXCEEDS, NOT_MET = range(5)


@dataclass(frozen=True)
class Distances:
    """Walks of h homes to one category, shape (h,) or (5, h) by class of stage.

    Parameters
    ----------
    existing_m
        To what stands [m].
    own_m, planned_m
        To what the area itself plans, and to whatever is planned, by class [m].
    joined
        Whether each home has a way to the network.
    boundary_m
        Straight distance to the boundary of the data [m].
    """

    existing_m: Float64
    own_m: Float64
    planned_m: Float64
    joined: Bool
    boundary_m: Float64


def judge_distances(
    walks: Distances, area: Int32, areas: int, *, limit_m: float, stage: int, has_data: bool, snap_limit_m: float
) -> Int8:
    """Judge the walks of plan areas to one category at one stage.

    Parameters
    ----------
    walks
        The walks of their homes.
    area, areas
        Area of each home, and their number.
    limit_m
        The recommended distance [m]; closed, within the tolerance of 1 mm.
    stage
        Row of :data:`geo.plans.read.plan_schemas.STAGES`: at the plan stage all that the area itself
        plans counts, and what others plan is a condition; later only what has reached the stage counts, and what does
        not say is not assessed.
    has_data
        Whether the city knows this category at all.
    snap_limit_m
        Longest access leg [m].

    Returns
    -------
    ndarray of int8
        Index into :data:`VERDICTS`, shape (areas,): that of the worst home. No way at all is not met; a way that is too
        long exceeds what is recommended; a home that no road is near to, or that lies nearer to the boundary of
        the data than the limit, is not assessed.

    Examples
    --------
    >>> none = np.full((5, 2), np.inf)
    >>> walks = Distances(np.array([300.0, 300.1]), none, none, np.array([True, True]), np.array([9e3, 9e3]))
    >>> judge_distances(
    ...     walks, np.array([0, 1]), 2, limit_m=300.0, stage=0, has_data=True, snap_limit_m=200.0
    ... ).tolist()
    [0, 3]
    """
    reach_m = limit_m + TOLERANCE_M
    sure_m, maybe_m = walks.existing_m, walks.planned_m.min(axis=0)
    maybe = CONDITIONS
    if stage == 0:
        sure_m = np.minimum(sure_m, walks.own_m.min(axis=0))
    else:
        sure_m = np.minimum(sure_m, walks.planned_m[1 + stage :].min(axis=0))
        maybe_m, maybe = walks.planned_m[0], NOT_ASSESSED
    near_border = walks.boundary_m < np.where(walks.joined, limit_m, snap_limit_m) - TOLERANCE_M
    way = np.isfinite(np.minimum(sure_m, maybe_m))
    code = np.select(
        [
            sure_m <= reach_m,
            maybe_m <= reach_m,
            near_border | ~walks.joined | (not has_data),
            way,
        ],
        [MET, maybe, NOT_ASSESSED, EXCEEDS],
        NOT_MET,
    )
    worst = np.zeros(areas, np.int8)
    np.maximum.at(worst, area, code.astype(np.int8))
    return worst


@dataclass(frozen=True)
class Amounts:
    """What n areas have of one category in one measure.

    Parameters
    ----------
    own
        What they bring themselves by class of stage, shape (5, n).
    own_unknown
        Whether a facility of theirs does not say how much it holds, by class, shape (5, n).
    left, left_planned
        What is left within the walk of what stands, and of what others plan besides, shape (n,).
    left_unknown
        Whether a facility within the walk does not say how much it holds, shape (n,).
    """

    own: Float64
    own_unknown: Bool
    left: Float64
    left_planned: Float64
    left_unknown: Bool


def judge_amounts(amounts: Amounts, demand: Float64, *, stage: int, has_data: bool) -> Int8:
    """Judge whether plan areas have as much as a norm asks for, at one stage.

    Parameters
    ----------
    amounts
        What they have.
    demand
        What is asked for, NaN where it cannot be told, shape (n,).
    stage
        Row of :data:`geo.plans.read.plan_schemas.STAGES`; as in :func:`judge_distances`.
    has_data
        Whether the city knows this category at all.

    Returns
    -------
    ndarray of int8
        Index into :data:`VERDICTS`, shape (n,): met by what an area brings itself; with conditions where what is left
        nearby makes up for the rest, for somebody must agree to share it.

    Examples
    --------
    >>> none = np.zeros((5, 2), bool)
    >>> amounts = Amounts(np.zeros((5, 2)), none, np.array([600.0, 599.0]), np.zeros(2), none[0])
    >>> judge_amounts(amounts, np.array([600.0, 600.0]), stage=0, has_data=True).tolist()
    [1, 4]
    """
    if stage == 0:
        own, maybe, left = amounts.own.sum(axis=0), np.zeros(len(demand)), amounts.left + amounts.left_planned
        unknown = amounts.own_unknown.any(axis=0) | amounts.left_unknown
    else:
        own, maybe, left = amounts.own[1 + stage :].sum(axis=0), amounts.own[0], amounts.left
        unknown = amounts.own_unknown[1 + stage :].any(axis=0) | amounts.own_unknown[0] | amounts.left_unknown
    enough = demand * (1 - 1e-9)
    with np.errstate(invalid="ignore"):
        return np.select(
            [
                np.isnan(demand),
                own >= enough,
                own + left >= enough,
                unknown | (own + left + maybe >= enough) | (not has_data),
            ],
            [NOT_ASSESSED, MET, CONDITIONS, NOT_ASSESSED],
            NOT_MET,
        ).astype(np.int8)


def judge_sizes(least: Float64, count: Int32, unknown: Bool, wanted: float) -> Int8:
    """Judge whether the facilities that plan areas bring are as large as a rule set wants them.

    Parameters
    ----------
    least
        Floor area of the smallest of each area [m2], infinite without one, shape (n,).
    count
        Number of own facilities, shape (n,).
    unknown
        Whether one does not say, shape (n,).
    wanted
        Least floor area [m2].

    Returns
    -------
    ndarray of int8
        Index into :data:`VERDICTS`, -1 for areas that bring none, shape (n,).

    Examples
    --------
    >>> judge_sizes(np.array([700.0, 100.0, np.inf]), np.array([1, 1, 0]), np.zeros(3, bool), 600.0).tolist()
    [0, 4, -1]
    """
    code = np.select([least < wanted - 1e-6, unknown], [NOT_MET, NOT_ASSESSED], MET)
    return np.where(count > 0, code, -1).astype(np.int8)
