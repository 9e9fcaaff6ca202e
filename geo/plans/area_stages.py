"""The stage at which each plan area is under review."""

from typing import Final

import numpy as np

from geo.arrays import Int32, Texts
from geo.plans.groups import Groups
from geo.plans.read.plan_schemas import STAGES
from geo.plans.stage_classes import StageClass

_LAST: Final = len(STAGES) - 1


def find_area_stages(stated: Texts, facility_area: Int32, facility_class: Int32, groups: Groups) -> Int32:
    """Find the stage at which each area is under review: as stated, else what all that it brings has reached.

    Parameters
    ----------
    stated
        One of :data:`geo.plans.read.plan_schemas.STAGES` for each area, "" where its file does not say, shape (n,).
    facility_area, facility_class
        Area of each planned facility, -1 for none, and row of :class:`geo.plans.stage_classes.StageClass`, shape (f,).
    groups
        Areas that lie together are at one stage, if their file does not say otherwise.

    Returns
    -------
    ndarray of int32
        Rows of STAGES, shape (n,): that of the facility that is least far; the plan where there is none.

    Examples
    --------
    >>> groups = Groups(np.array([0, 1], np.int32), np.array(["", ""]), np.array(["", ""]))
    >>> area, reached = np.array([0, 0]), np.array([StageClass.ACCEPTANCE, StageClass.HAND_OVER])
    >>> [STAGES[row] for row in find_area_stages(np.array(["", ""], object), area, reached, groups)]
    ['acceptance', 'plan']
    """
    own = facility_area >= 0
    group = groups.group[facility_area[own]]
    least = np.full(groups.count, _LAST)
    np.minimum.at(least, group, np.maximum(facility_class[own] - StageClass.PLAN, 0))
    least[np.bincount(group, minlength=groups.count) == 0] = 0
    named = np.array([STAGES.index(name) if name else -1 for name in stated], int)
    return np.where(named >= 0, named, least[groups.group]).astype(np.int32)
