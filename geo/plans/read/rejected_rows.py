"""The rows of a batch that were left out, and why."""

from collections.abc import Sequence

import pandas as pd

from geo.errors import InputError
from geo.plans.read.plan_table import PlanTable
from geo.problems import Problems


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


def raise_faults(reads: Sequence[PlanTable], areas: PlanTable | None, *, faults: Sequence[InputError] = ()) -> None:
    """Raise what is wrong with a batch, or return.

    Parameters
    ----------
    reads
        All files that could be read.
    areas
        The areas' file, where bad rows are left out: then only a batch without a good area is refused. None where
        every fault counts.
    faults
        What is wrong with whole files.

    Raises
    ------
    InputError
        With every fault of all files, or of the areas alone where rows may be left out.
    """
    problems = Problems()
    if areas is None:
        for read in reads:
            problems.extend(read.problems)
        problems.raise_all(faults)
        return
    if areas.is_good.any():
        return
    problems.extend(areas.problems)
    try:
        problems.raise_if_any()
    except InputError as error:
        raise type(error)(f"{areas.file}: none of its {len(areas.table)} areas is good. {error}") from None
