"""Which requirement decides an area's verdict, and which areas come first."""

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int32
from geo.plans.cases import TOGETHER
from geo.plans.verdict_rollup import is_owed
from geo.plans.verdicts import MET, NOT_MET


def mark_deciding(requirements: pd.DataFrame) -> Bool:
    """Mark the requirement that decides the verdict of each area in each scenario.

    Parameters
    ----------
    requirements
        As :func:`geo.plans.requirements.judge_clauses` returns it, with ``strictest``.

    Returns
    -------
    ndarray of bool
        Of what an area owes, what has the worst verdict; of several first what is owed without a condition, then what
        is short by the largest share. None of an area that owes nothing or meets all, shape (rows,).

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "plan_id": "a", "scenario": "alone", "role": ["owed", "owed", "recommended"], "strictest": True,
    ...     "condition": "", "verdict": [4, 4, 3], "demand": [600.0, 250.0, 300.0], "shortfall": [60.0, 250.0, 90.0],
    ... })
    >>> mark_deciding(table).tolist()
    [False, True, False]
    """
    counts = (is_owed(requirements) & requirements["strictest"] & (requirements["verdict"] > MET)).to_numpy()
    rows = np.flatnonzero(counts)
    found = requirements.iloc[rows]
    is_conditional = (found["condition"] != "").to_numpy()
    worst_first = np.lexsort((rows, -_find_short_share(found), is_conditional, -found["verdict"].to_numpy(int)))
    first = ~found[["plan_id", "scenario"]].iloc[worst_first].duplicated().to_numpy()
    marked = np.zeros(len(requirements), bool)
    marked[rows[worst_first[first]]] = True
    return marked


def rank_areas(areas: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Rank areas by people times shortfall, with all areas built.

    Parameters
    ----------
    areas
        ``plan_id, residents``. Not changed.
    requirements
        As :func:`geo.plans.requirements.judge_clauses` returns it, with ``strictest``.

    Returns
    -------
    pandas.DataFrame
        ``rank`` (1 for the first) and ``people_short``: residents times the share that is missing, added up over what
        the area owes and does not meet. Of equal ones the worse verdict comes first, then the order of the areas. Empty
        for no areas.

    Examples
    --------
    >>> areas = pd.DataFrame({"plan_id": ["a", "b"], "residents": [1000.0, 3000.0]})
    >>> short = pd.DataFrame({
    ...     "plan_id": ["a", "b"], "scenario": "together", "role": "owed", "strictest": True, "verdict": 4,
    ...     "demand": 600.0, "shortfall": [600.0, 300.0],
    ... })
    >>> rank_areas(areas, short)["rank"].tolist()
    [2, 1]
    """
    counts = is_owed(requirements) & requirements["strictest"] & (requirements["scenario"] == TOGETHER)
    owed = requirements[counts]
    index = pd.Index(areas["plan_id"])
    area: Int32 = index.get_indexer(owed["plan_id"]).astype(np.int32)
    failing = (owed["verdict"] == NOT_MET).to_numpy()
    people = areas["residents"].to_numpy(float)[area] * _find_short_share(owed) * failing
    people_short = np.bincount(area, weights=people, minlength=len(areas)).astype(float)
    worst = np.zeros(len(areas), int)
    np.maximum.at(worst, area, owed["verdict"].to_numpy(int))
    order = np.lexsort((-worst, -np.round(people_short, 6)))
    rank = np.empty(len(areas), int)
    rank[order] = np.arange(1, len(areas) + 1)
    return pd.DataFrame({"rank": rank, "people_short": people_short}, index=areas.index)


def _find_short_share(table: pd.DataFrame) -> Float64:
    """Find by which share of what is asked each requirement is short: 0 to 1, 0 where it is not known."""
    demand, short = table["demand"].to_numpy(float), table["shortfall"].to_numpy(float)
    share = np.divide(short, demand, out=np.zeros(len(table)), where=demand > 0)
    return np.asarray(np.clip(np.nan_to_num(share), 0.0, 1.0))
