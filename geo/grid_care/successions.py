"""Which units follow which, and who is moved: a home whose unit of today is not the one that its new unit succeeds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.arrays import Bool, Int64, Objects


@dataclass(frozen=True, kw_only=True)
class Successions:
    """Old units and the new ones that follow them.

    Parameters
    ----------
    table
        A row for each old and new unit that have a home in common, or of which one succeeds the other: ``old_code,
        new_code, homes, households, residents, share_of_old, share_of_new`` (of their households), ``is_predecessor``.
    homes
        Rows of the homes of units that end.
    new_code
        Code of the new unit of each of them.
    is_moved
        Whether the new unit of each of them succeeds another than the one it was of.
    """

    table: pd.DataFrame
    homes: Int64
    new_code: Objects
    is_moved: Bool


def trace_successions(
    homes: pd.DataFrame, rows: Int64, old: Objects, new: Objects, predecessor: "pd.Series[str]"
) -> Successions:
    """Trace which units follow which.

    Parameters
    ----------
    homes
        ``households, residents`` of the city's homes.
    rows
        Rows of the homes of units that end, shape (m,).
    old, new
        Code of the old and of the new unit of each of them, shape (m,).
    predecessor
        Code of each new unit -> code of the one that it succeeds.

    Returns
    -------
    Successions
        By old and new code; without rows where no unit ends.

    Examples
    --------
    >>> homes = pd.DataFrame({"households": [300.0, 100.0], "residents": [900.0, 300.0]})
    >>> old, new = np.array(["a", "a"], object), np.array(["b", "c"], object)
    >>> found = trace_successions(homes, np.array([0, 1]), old, new, pd.Series({"b": "a", "c": "a"}))
    >>> found.table[["new_code", "share_of_old", "is_predecessor"]].values.tolist(), found.is_moved.tolist()
    ([['b', 0.75, True], ['c', 0.25, True]], [False, False])
    """
    people = homes.iloc[rows][["households", "residents"]].fillna(0.0).reset_index(drop=True)
    told = people.assign(old_code=old, new_code=new, homes=1)
    named = pd.DataFrame({"old_code": predecessor.to_numpy(object), "new_code": predecessor.index.to_numpy(object)})
    both = pd.concat([told, named.assign(homes=0, households=0.0, residents=0.0)])
    table = both.groupby(["old_code", "new_code"], sort=True).sum()[["homes", "households", "residents"]].reset_index()
    for share, side in (("share_of_old", "old_code"), ("share_of_new", "new_code")):
        whole = table.groupby(side)["households"].transform("sum")
        table[share] = np.where(whole > 0, table["households"] / np.where(whole > 0, whole, 1), 0.0)
    succeeds = table["new_code"].map(predecessor).to_numpy(object) == table["old_code"].to_numpy(object)
    table["is_predecessor"] = np.asarray(succeeds, bool)
    is_moved = np.asarray(predecessor.reindex(new).to_numpy(object) != old, bool)
    return Successions(table=table, homes=rows, new_code=new, is_moved=is_moved)
