"""Requirements put together: the clause that binds, the verdict of an area, of a department."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.arrays import Bool
from geo.plans.read.plan_schemas import STAGES
from geo.plans.verdicts import VERDICTS

#: Verdicts of a table of requirements: at the stage under review, and at each stage.
VERDICT_COLUMNS: Final = ("verdict", *(f"verdict_{stage}" for stage in STAGES))


def mark_strictest(table: pd.DataFrame) -> Bool:
    """Mark of several clauses that ask for the same the one that binds: the worst verdict, then the highest demand.

    Parameters
    ----------
    table
        As :func:`geo.plans.requirements.judge_clauses` returns it.

    Returns
    -------
    ndarray of bool
        One row per area, scenario, category, kind of clause and role, shape (rows,); empty for no requirements.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"plan_id": "a", "scenario": "alone", "category": "c", "clause_kind": "floor_area", "role": "owed",
    ...      "demand": [300.0, 600.0], "verdict": [4, 4]}
    ... )
    >>> mark_strictest(table).tolist()
    [False, True]
    """
    # of two walks the shorter asks for more
    strictness = table["demand"].fillna(-1.0) * np.where(table["clause_kind"] == "distance", -1.0, 1.0)
    order = np.lexsort((np.arange(len(table)), -strictness, -table["verdict"].to_numpy(int)))
    keys = table[["plan_id", "scenario", "category", "clause_kind", "role"]]
    first = ~keys.iloc[order].duplicated().to_numpy()
    marked = np.zeros(len(table), bool)
    marked[order[first]] = True
    return marked


def is_owed(table: pd.DataFrame) -> Bool:
    """Tell which requirements a plan area itself owes: a plot fails by these only.

    Parameters
    ----------
    table
        As :func:`geo.plans.requirements.judge_clauses` returns it.

    Returns
    -------
    ndarray of bool
        Shape (rows,). What the city provides is a finding for its bureaux, and a recommendation is told beside.

    Examples
    --------
    >>> is_owed(pd.DataFrame({"role": ["owed", "city", "recommended"]})).tolist()
    [True, False, False]
    """
    return np.asarray(table["role"] == "owed")


def combine_verdicts(table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Combine the verdicts of requirements: the worst counts.

    Parameters
    ----------
    table
        As :func:`geo.plans.requirements.judge_clauses` returns it.
    by
        Columns to group by, for example ``["plan_id", "scenario"]``.

    Returns
    -------
    pandas.DataFrame
        `by` and :data:`VERDICT_COLUMNS`, in the order of the table; without rows for no requirements.

    Examples
    --------
    >>> table = pd.DataFrame({"plan_id": ["a", "a"], **dict.fromkeys(VERDICT_COLUMNS, [0, 3])})
    >>> combine_verdicts(table, ["plan_id"]).values.tolist()
    [['a', 3, 3, 3, 3, 3]]
    """
    return table.groupby(list(by), sort=False)[list(VERDICT_COLUMNS)].max().reset_index()


def judge_departments(table: pd.DataFrame) -> pd.DataFrame:
    """Combine the verdicts of requirements by department.

    Parameters
    ----------
    table
        As :func:`geo.plans.requirements.judge_clauses` returns it.

    Returns
    -------
    pandas.DataFrame
        ``plan_id, scenario, department`` and :data:`VERDICT_COLUMNS`: the worst of the clauses that the department
        judges; without rows for no requirements.

    Examples
    --------
    >>> table = pd.DataFrame({"plan_id": ["a"], "scenario": ["alone"], "departments": ["planning,health"],
    ...                       **dict.fromkeys(VERDICT_COLUMNS, [0])})
    >>> judge_departments(table).department.tolist()
    ['planning', 'health']
    """
    long = table.assign(department=table["departments"].str.split(",")).explode("department", ignore_index=True)
    return combine_verdicts(long, ["plan_id", "scenario", "department"])


def name_verdicts(table: pd.DataFrame) -> pd.DataFrame:
    """Replace the verdicts' numbers by their names.

    Parameters
    ----------
    table
        With :data:`VERDICT_COLUMNS`. Not changed.

    Returns
    -------
    pandas.DataFrame
        The same with texts of :data:`geo.plans.verdicts.VERDICTS`; without rows where there are none.

    Examples
    --------
    >>> name_verdicts(pd.DataFrame(dict.fromkeys(VERDICT_COLUMNS, [3]))).verdict_plan.tolist()
    ['exceeds']
    """
    names = np.array(VERDICTS, object)
    return table.assign(**{column: names[table[column].to_numpy(int)] for column in VERDICT_COLUMNS})


def to_records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Turn a table into a list of rows by name.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    list of dict
        Column -> value; empty for a table without rows.

    Examples
    --------
    >>> to_records(pd.DataFrame({"plan_id": ["a"]}))
    [{'plan_id': 'a'}]
    """
    names = [str(name) for name in table]
    # column by column: row by row pandas looks at the kind of every single value
    columns = [table[name].to_numpy(object).tolist() for name in table]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
