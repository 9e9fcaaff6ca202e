"""Tags that hold at some times only, such as ``no @ (22:00-06:00)`` (OSM wiki, "Conditional restrictions")."""

import re
from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool

#: One value of a tag with its condition, which may stand in brackets and hold semicolons there.
_CLAUSE: Final = re.compile(r"(\w+)\s*@\s*(?:\(([^)]*)\)|([^;]*))")
#: A time of day, a day, a month or a season: what else conditions name (weights, permits, groups) is no time.
_TIME: Final = re.compile(
    r"\d:\d\d|24/7|sun(?:rise|set)|dawn|dusk|day|night|summer|winter|spring|autumn|"
    r"\b(?:mo|tu|we|th|fr|sa|su|ph|sh|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)


def holds_at_times(values: pd.Series, words: Collection[str]) -> Bool:
    """Tell where a conditional tag says one of some words at certain times.

    Parameters
    ----------
    values
        Of a conditional tag; "" where absent.
    words
        Such as "no" and "private".

    Returns
    -------
    ndarray of bool
        Shape (n,). False where the condition is, or is joined to, something else than a time.

    Examples
    --------
    >>> values = pd.Series(["no @ (22:00-06:00)", "yes @ Mo-Fr; no @ (Sa,Su)", "no @ (weight>3.5)", ""])
    >>> holds_at_times(values, ["no"]).tolist()
    [True, True, False, False]
    """
    found = np.zeros(len(values), bool)
    said = (values != "").to_numpy()
    found[said] = [_holds(text, words) for text in values[said]]
    return found


def _holds(text: str, words: Collection[str]) -> bool:
    return any(
        word in words and all(_TIME.search(part) for part in _AND.split(inside or outside))
        for word, inside, outside in _CLAUSE.findall(text)
    )
