"""The stage at which each plan area is under review."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Int32, Texts
from geo.plans.groups import Groups
from geo.plans.read.plan_schemas import STAGES
from geo.plans.stage_classes import StageClass

_LAST: Final = len(STAGES) - 1


def find_area_stages(stated: Texts, facilities: pd.DataFrame, groups: Groups) -> Int32:
    """Find the stage at which each area is under review: as stated, else what all that it brings has reached.

    Parameters
    ----------
    stated
        One of :data:`geo.plans.read.plan_schemas.STAGES` for each area, "" where its file does not say, shape (n,).
    facilities
        ``area`` of each planned facility, -1 for none, and ``stage_class``, row of
        :class:`geo.plans.stage_classes.StageClass`.
    groups
        Areas that lie together are at one stage, if their file does not say otherwise.

    Returns
    -------
    ndarray of int32
        Rows of STAGES, shape (n,): that of the facility that is least far; the plan where there is none.

    Examples
    --------
    >>> groups = Groups(np.array([0, 1], np.int32), np.array(["", ""]), np.array(["", ""]))
    >>> reached = [StageClass.ACCEPTANCE, StageClass.HAND_OVER]
    >>> facilities = pd.DataFrame({"area": [0, 0], "stage_class": reached})
    >>> [STAGES[row] for row in find_area_stages(np.array(["", ""], object), facilities, groups)]
    ['acceptance', 'plan']
    """
    own = facilities[facilities["area"] >= 0]
    group = groups.group[own["area"].to_numpy(int)]
    least = np.full(groups.count, _LAST)
    np.minimum.at(least, group, np.maximum(own["stage_class"].to_numpy(int) - StageClass.PLAN, 0))
    least[np.bincount(group, minlength=groups.count) == 0] = 0
    named = np.array([STAGES.index(name) if name else -1 for name in stated], int)
    return np.where(named >= 0, named, least[groups.group]).astype(np.int32)
