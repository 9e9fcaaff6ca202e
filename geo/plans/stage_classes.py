"""Stage classes: how far planned facilities have come, as the first axis of arrays."""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Int32
from geo.plans.read.plan_schemas import STAGES


class StageClass(IntEnum):
    """How far a planned facility has come: its row on the axis of stage classes.

    Arrays "by stage class" have five rows on their first axis: facilities whose file does not state a stage, then those
    that have reached each of :data:`geo.plans.read.plan_schemas.STAGES`, in their order. A facility is in one class
    only, so that what counts at a stage is a sum or a minimum over the classes that have reached it: see
    :func:`reached_classes`. What the city has already is in no class; its row is :data:`EXISTING`.
    """

    UNSTATED = 0
    PLAN = 1
    BUILD = 2
    ACCEPTANCE = 3
    HAND_OVER = 4


#: In place of a stage class: a facility that the city has already.
EXISTING: Final = -1

#: Row of the stage of planning in :data:`geo.plans.read.plan_schemas.STAGES`: all that is planned counts there.
PLAN_STAGE: Final = STAGES.index("plan")
#: Row of the stage from which on floor area counts as surveyed.
SURVEYED_STAGE: Final = STAGES.index("acceptance")


def classify_stages(stages: Iterable[str]) -> Int32:
    """Find the stage classes of planned facilities.

    Parameters
    ----------
    stages
        Of each, one of :data:`geo.plans.read.plan_schemas.STAGES`, or "" where it is not stated.

    Returns
    -------
    ndarray of int32
        Rows of :class:`StageClass`, shape (n,); empty for no facilities.

    Examples
    --------
    >>> classify_stages(["", "plan", "hand_over"]).tolist()
    [0, 1, 4]
    >>> classify_stages([]).tolist()
    []
    """
    return pd.Index(["", *STAGES]).get_indexer(pd.Index(list(stages), dtype=object)).astype(np.int32)


def reached_classes(stage: int) -> slice:
    """Choose the stage classes that have reached a stage.

    Parameters
    ----------
    stage
        Row of :data:`geo.plans.read.plan_schemas.STAGES`.

    Returns
    -------
    slice
        Of the axis of stage classes; without the class that is not stated, which may have reached it or not.

    Examples
    --------
    >>> list(StageClass)[reached_classes(STAGES.index("acceptance"))]
    [<StageClass.ACCEPTANCE: 3>, <StageClass.HAND_OVER: 4>]
    """
    return slice(StageClass.PLAN + stage, None)
