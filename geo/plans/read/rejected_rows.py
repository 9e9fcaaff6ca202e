"""The rows of a batch that were left out, and why."""

from collections.abc import Sequence

import pandas as pd

from geo.plans.read.plan_table import PlanTable


def list_rejected(reads: Sequence[PlanTable]) -> pd.DataFrame:
    """List the rows of files that were found bad.

    Parameters
    ----------
    reads
        The files of a batch.

    Returns
    -------
    pandas.DataFrame
        ``file``, ``row`` (of the file), ``plan_id``, ``reason``; empty where none is bad.

    Examples
    --------
    >>> list_rejected([]).columns.tolist()
    ['file', 'row', 'plan_id', 'reason']
    """
    rows = [
        (read.file, read.name_row(row), read.table["plan_id"].iloc[row], _join_reasons(read, row, messages))
        for read in reads
        for row, messages in sorted(read.problems.rows.items())
    ]
    return pd.DataFrame(rows, columns=["file", "row", "plan_id", "reason"])


def _join_reasons(read: PlanTable, row: int, messages: list[str]) -> str:
    """Join the faults of a row; file and row stand in columns of their own."""
    return "; ".join(text.removeprefix(f"{read.file}, row {read.name_row(row)}").lstrip(",: ") for text in messages)
