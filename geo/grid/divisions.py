"""Divisions: the tree of city, districts, streets, and communities and villages."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Objects
from geo.problems import Problems

#: Level of a division in the file -> level of the roll-up, from the grid unit upwards.
LEVELS: Final[dict[str, str]] = {
    "community": "communities",
    "village": "communities",
    "street": "streets",
    "district": "districts",
    "city": "city",
}
#: What one division above a grid unit is called -> level of the roll-up, from the grid unit upwards.
ABOVE_UNIT: Final = {level: LEVELS[level] for level in ("community", "street", "district")}
#: Levels of the roll-up between grid unit and city, from the grid unit upwards.
ROLL_UPS: Final = tuple(ABOVE_UNIT.values())


def check_divisions(divisions: pd.DataFrame, *, file: str, problems: Problems) -> None:
    """Report divisions of an unknown level, and parents that do not exist.

    Parameters
    ----------
    divisions
        ``code, name, level, parent``; parent "" at the top; numbered as the file numbers its rows.
    file
        Name of the file, for messages.
    problems
        Where faults go.

    Examples
    --------
    >>> problems = Problems()
    >>> table = pd.DataFrame({"code": ["1"], "name": ["A"], "level": ["street"], "parent": ["9"]}, index=[2])
    >>> check_divisions(table, file="divisions.csv", problems=problems)
    >>> print(*problems.kinds["reference to nothing in divisions"])
    divisions.csv, row 2: parent 9 of 1 is no division
    """
    unknown = divisions.loc[~divisions["level"].isin(list(LEVELS)), "level"]
    problems.add(
        "unknown level",
        [f'{file}, row {row}: level "{level}"; expected one of {", ".join(LEVELS)}' for row, level in unknown.items()],
    )
    rows = _find_loops(divisions)
    problems.add(
        "division above itself",
        [
            f"{file}, row {row}: {code} lies below itself; its parent is the code of the division above it, or empty"
            for row, code in divisions.loc[rows, "code"].items()
        ],
    )
    problems.add("division above itself", _describe_levels(divisions, file))
    lost = divisions[~divisions["parent"].isin(divisions["code"]) & (divisions["parent"] != "")]
    problems.add(
        "reference to nothing in divisions",
        [
            f"{file}, row {row}: parent {parent} of {code} is no division"
            for row, parent, code in zip(lost.index, lost["parent"], lost["code"], strict=True)
        ],
    )


def _describe_levels(divisions: pd.DataFrame, file: str) -> list[str]:
    """Describe the divisions whose parent is of no higher level."""
    rank = {level: at for at, level in enumerate(("village", "community", "street", "district", "city"))}
    rank["village"] = rank["community"]
    level = dict(zip(divisions["code"], divisions["level"], strict=True))
    above = divisions["parent"].map(lambda code: level.get(code, ""))
    wrong = above.map(rank) <= divisions["level"].map(rank)
    wrong &= divisions["parent"] != divisions["code"]
    return [
        f"{file}, row {row}: parent {parent} of {code} is a {above[row]}, which is not above a {own}"
        for row, code, own, parent in divisions.loc[wrong, ["code", "level", "parent"]].itertuples()
    ]


def _find_loops(divisions: pd.DataFrame) -> Bool:
    """Tell which divisions lie below themselves, shape (n,)."""
    parent = dict(zip(divisions["code"], divisions["parent"], strict=True))
    code = divisions["code"]
    current, found = divisions["parent"], np.zeros(len(divisions), bool)
    for _ in range(len(LEVELS)):  # a tree is at most as deep as there are levels
        found |= ((current == code) & (code != "")).to_numpy()
        current = current.map(lambda above: parent.get(above, ""))
    return found


def trace_parents(codes: "pd.Series[str]", divisions: pd.DataFrame | None) -> pd.DataFrame:
    """Find the community or village, street and district above each code.

    Parameters
    ----------
    codes
        Codes of communities or villages, "" where there is none.
    divisions
        ``code, level, parent``, or None where the city has no divisions: then only the communities are known.

    Returns
    -------
    pandas.DataFrame
        ``communities, streets, districts`` with the index of `codes`, "" where there is none.

    Examples
    --------
    >>> tree = pd.DataFrame(
    ...     {"code": ["1", "11", "111"], "level": ["district", "street", "community"], "parent": ["", "1", "11"]}
    ... )
    >>> trace_parents(pd.Series(["111"]), tree).iloc[0].tolist()
    ['111', '11', '1']
    """
    if divisions is None:
        return pd.DataFrame({"communities": codes, "streets": "", "districts": ""})
    known = divisions.drop_duplicates("code", keep="last")
    numbers = pd.Index(known["code"].to_numpy(object))
    own = np.append(known["code"].to_numpy(object), "")
    level = np.append(known["level"].map(LEVELS).to_numpy(object), "")
    parent = np.append(numbers.get_indexer(known["parent"].to_numpy(object)), -1)
    columns = {name: np.full(len(codes), "", object) for name in ROLL_UPS}
    current = numbers.get_indexer(codes.to_numpy(object))
    for _ in LEVELS:  # a tree is at most as deep as there are levels, so a loop in the file ends too
        for name in ROLL_UPS:
            is_here = level[current] == name
            columns[name][is_here] = own[current[is_here]]
        current = parent[current]
    return pd.DataFrame(columns, index=codes.index)


def find_scopes(communities: "pd.Series[str]", divisions: pd.DataFrame | None) -> Objects:
    """Find for which kind of rule set each grid unit is: villages are rural, all else is urban.

    Parameters
    ----------
    communities
        Code of the community or village of each unit, "" where there is none, shape (n,).
    divisions
        ``code, level``, or None where the city has no divisions.

    Returns
    -------
    ndarray of object
        ``"rural"`` where the code is of the level "village", else ``"urban"``, shape (n,).

    Examples
    --------
    >>> tree = pd.DataFrame({"code": ["111", "112"], "level": ["community", "village"]})
    >>> find_scopes(pd.Series(["111", "112", ""]), tree).tolist()
    ['urban', 'rural', 'urban']
    """
    villages: set[str] = set() if divisions is None else set(divisions.loc[divisions["level"] == "village", "code"])
    return np.where(communities.isin(villages), "rural", "urban").astype(object)
