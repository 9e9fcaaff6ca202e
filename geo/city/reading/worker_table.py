"""The workers of a city: one row for each unit that somebody works in, their titles read as roles."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.errors import DuplicateIdError
from geo.files.documents import read_toml
from geo.grid.units import LEAD
from geo.problems import Problems

#: Titles that are read as roles -> the city's own are added in its source file.
_TITLES: Final = Path(__file__).parents[1] / "roles.toml"
#: What stands between units, or between titles, of one cell.
_BETWEEN: Final = re.compile(r"[\s,;，；、/|]+")
_BRACKETS: Final = re.compile(r"[(\[【].*?[)\]】]")


def place_workers(
    workers: pd.DataFrame,
    *,
    codes: Collection[str],
    roles: Mapping[str, str],
    file: str,
    problems: Problems,
) -> pd.DataFrame:
    """Give each worker a row for every unit, and a role for the title.

    Parameters
    ----------
    workers
        ``worker_id, unit_code``, maybe ``name, role, phone``; a person may stand in several rows, and a cell may list
        several units. Its index is the number of each row. Not changed.
    codes
        Codes of the grid units.
    roles
        Titles of this city -> our word for the role; they come before the common ones.
    file
        Name of the file, for messages.
    problems
        Where rows go that give one identifier to persons of different names; the identifier is not repeated, for it
        may be a person's.

    Returns
    -------
    pandas.DataFrame
        The same columns; one row for each worker and unit. A title that nobody knows stays as it is written.

    Examples
    --------
    >>> table = pd.DataFrame({"worker_id": ["w1"], "unit_code": ["a、b"], "role": ["网格长(专职)"]})
    >>> place_workers(table, codes={"a", "b"}, roles={}, file="w.csv", problems=Problems()).values.tolist()
    [['w1', 'a', 'lead'], ['w1', 'b', 'lead']]
    """
    if "name" in workers:
        _check_names(workers, file, problems)
    listed = workers["unit_code"].map(lambda cell: [cell] if cell in codes else _split_units(cell))
    placed = workers.assign(unit_code=listed).explode("unit_code")
    lost = ~placed["unit_code"].isin(list(codes)) & (placed["unit_code"] != "")
    problems.add(
        "reference to nothing in workers",
        [
            f'{file}, row {row}: refers to grid unit "{code}", which does not exist'
            for row, code in zip(placed.index[lost].to_numpy(int), placed.loc[lost, "unit_code"], strict=True)
        ],
    )
    placed = placed.reset_index(drop=True)
    if "role" in placed:
        titles = {title: find_role(title, roles) for title in placed["role"].unique()}
        placed["role"] = placed["role"].map(titles)
        # of two titles in one unit the lead's stays
        placed = placed.iloc[np.argsort((placed["role"] != LEAD).to_numpy(), kind="stable")]
    return placed.drop_duplicates(["worker_id", "unit_code"]).sort_index().reset_index(drop=True)


def _split_units(cell: str) -> list[str]:
    return [code for code in _BETWEEN.split(cell) if code] or [""]


def _check_names(workers: pd.DataFrame, file: str, problems: Problems) -> None:
    known = workers[(workers["name"] != "") & (workers["worker_id"] != "")]
    several = known.groupby("worker_id", sort=False)["name"].transform("nunique") > 1
    groups = known[several].groupby("worker_id", sort=False).groups.values()
    problems.add(
        "duplicate identifier",
        [
            f"{file}: rows {', '.join(map(str, rows[:5]))} have one identifier and different names; give "
            "each person an identifier"
            for rows in groups
        ],
        error=DuplicateIdError,
    )


def find_role(title: str, roles: Mapping[str, str]) -> str:
    """Read a title as a role.

    Parameters
    ----------
    title
        As a file has it; several may stand in one cell.
    roles
        Titles of this city -> our word for the role.

    Returns
    -------
    str
        Our word, of several titles that of the highest role; the title itself where nobody knows it.

    Examples
    --------
    >>> [find_role(title, {"坊长": "lead"}) for title in ("主网格员", "坊长", "党小组长、网格长", "厨师")]
    ['lead', 'lead', 'lead', '厨师']
    """
    known = {**_read_titles(), **{_simplify(name): role for name, role in roles.items()}}
    order = list(dict.fromkeys(_read_titles().values()))
    parts = [_simplify(title), *map(_simplify, _BETWEEN.split(title))]
    found = [known[part] for part in parts if part in known]
    return min(found, key=lambda role: order.index(role) if role in order else len(order), default=title)


@cache
def _read_titles() -> dict[str, str]:
    """Read the titles that are common; our words stand for themselves."""
    table = read_toml(_TITLES, what="table of titles")
    titles = {_simplify(title): role for role, names in table.items() for title in names}
    return titles | {role: role for role in table}


def _simplify(title: str) -> str:
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", title)).lower()
    return re.sub(r"[\s_-]+", "_" if plain.isascii() else "", plain.strip())
