"""Limits: minutes become metres, and the one tolerance at which a walk of exactly the limit counts."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from geo.errors import InputError

DEFAULT_LIMIT_MIN: Final = 15.0


def to_metres(minutes: float, *, speed_m_per_min: float) -> float:
    """Turn minutes of walking into metres; 15 minutes of an adult are exactly 1,000 m.

    Parameters
    ----------
    minutes
        A limit [min].
    speed_m_per_min
        Speed of the profile [m/min].

    Returns
    -------
    float
        The limit [m], rounded to a micrometre, so that no rounding of the speed moves it.

    Examples
    --------
    >>> to_metres(15, speed_m_per_min=4000 / 60)
    1000.0
    """
    return round(minutes * speed_m_per_min, 6)


def find_limits(
    categories: Sequence[str],
    *,
    minutes: float | None,
    speed_m_per_min: float,
    rule_limit_m: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """Find the limit of each category.

    Parameters
    ----------
    categories
        Their names.
    minutes
        A limit for all of them [min], or None for each category's own.
    speed_m_per_min
        The profile's speed [m/min].
    rule_limit_m
        Limits of a rule set [m]: metres decide, whoever walks. A category without one gets 15 minutes.

    Returns
    -------
    dict
        Category -> limit [m].

    Raises
    ------
    InputError
        If the limit is not a positive finite number.

    Examples
    --------
    >>> find_limits(["clinic", "kindergarten"], minutes=None, speed_m_per_min=4000 / 60,
    ...             rule_limit_m={"kindergarten": 300.0})
    {'clinic': 1000.0, 'kindergarten': 300.0}
    """
    limit_min = DEFAULT_LIMIT_MIN if minutes is None else minutes
    if not (np.isfinite(limit_min) and limit_min > 0):
        raise InputError(f"minutes = {limit_min}: expected a number above 0")
    own = {} if minutes is not None or rule_limit_m is None else rule_limit_m
    return {
        category: own.get(category, to_metres(limit_min, speed_m_per_min=speed_m_per_min)) for category in categories
    }


#: The one tolerance at which ties and limits are decided [m].
TOLERANCE_M: Final = 0.001
