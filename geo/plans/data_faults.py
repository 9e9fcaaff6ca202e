"""What is wrong with the data of a batch, told before anything is judged by them."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Texts
from geo.plans.missing import write_missing
from geo.plans.verdict_rollup import is_owed

#: No gates are stated; an area lies over another; something that keeps what is owed from being assessed.
DATA_FAULTS: Final = ("no_gates", "overlap", "incomplete")


def list_data_faults(
    plan_id: Sequence[str], gates_source: Texts, overlaps: pd.DataFrame, requirements: pd.DataFrame
) -> pd.DataFrame:
    """List what is wrong with the data of each area.

    Parameters
    ----------
    plan_id
        Ids of the n areas.
    gates_source
        How each area is left: ``"stated"`` by the gates that its file states, else by where roads meet it, shape (n,).
    overlaps
        See :func:`geo.plans.context.list_overlaps`.
    requirements
        See :func:`geo.plans.requirements.judge_clauses`.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, fault`` (of :data:`DATA_FAULTS`), ``about`` (the other area; what is missing, as
        :func:`geo.plans.missing.write_missing` writes it), ``amount_m2`` (of an overlap), by area. Without rows where
        nothing is wrong.

    Examples
    --------
    >>> none = pd.DataFrame(columns=["plan_id", "other", "overlap_m2"])
    >>> nothing = pd.DataFrame(columns=["plan_id", "missing", "role"])
    >>> list_data_faults(["a"], np.array(["roads"]), none, nothing).values.tolist()
    [['a', 'no_gates', '', nan]]
    """
    ids = np.asarray(plan_id, object)
    without = pd.DataFrame({"plan_id": ids[gates_source != "stated"], "fault": "no_gates", "about": ""})
    over = pd.DataFrame({"plan_id": overlaps["plan_id"], "fault": "overlap", "about": overlaps["other"]})
    over["amount_m2"] = overlaps["overlap_m2"]
    is_open = is_owed(requirements) & requirements["missing"].notna()
    open_ones = requirements.loc[is_open, ["plan_id", "missing"]]
    lacking = pd.DataFrame({"plan_id": open_ones["plan_id"], "fault": "incomplete"})
    lacking["about"] = write_missing(open_ones["missing"])
    parts = [part for part in (without, over, lacking.drop_duplicates()) if len(part)]
    if not parts:
        return pd.DataFrame({name: [] for name in _COLUMNS})
    table = pd.concat(parts, ignore_index=True).reindex(columns=_COLUMNS)
    order = np.argsort(pd.Index(ids).get_indexer(table["plan_id"]), kind="stable")
    return table.iloc[order].reset_index(drop=True)


_COLUMNS: Final = ["plan_id", "fault", "about", "amount_m2"]
