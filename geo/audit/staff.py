"""The people who work for communities, and their grid units by size."""

from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int64, Integer, Objects
from geo.audit.leaves import Leaves
from geo.city.model import City
from geo.grid.units import BASE_KIND, LEAD, UNIT_HOUSEHOLDS

#: Columns of divisions that count people who work for a community or a village.
STAFF: Final = (
    "committee_members",
    "specialised_cadres",
    "reference_headcount",
    "in_post",
    "shortfall",
    "village_cadres",
)
#: Of them the cadres of a community.
CADRES: Final = ("committee_members", "specialised_cadres")


def count_staff(city: City, leaves: Leaves) -> pd.DataFrame:
    """Count who works for each community and village, as the divisions say.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: those of :data:`STAFF` that the divisions have, and ``cadres``, the sum of :data:`CADRES`. A
        leaf of which nothing is stated has none.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> list(count_staff(city, find_leaves(city, np.zeros(5, int))))
    []
    """
    columns: dict[str, Float64] = {}
    if city.divisions is not None:
        row = leaves.find_rows(city.divisions["code"])
        is_leaf = row < len(leaves.table) - 1
        for name in (name for name in STAFF if name in city.divisions):
            people = pd.to_numeric(city.divisions[name], errors="coerce").fillna(0).to_numpy(float)
            sums = np.bincount(row[is_leaf], weights=people[is_leaf], minlength=len(leaves.table))
            columns[name] = sums.astype(float)
    if set(CADRES) <= set(columns):
        columns["cadres"] = columns[CADRES[0]] + columns[CADRES[1]]
    return pd.DataFrame(columns, index=leaves.table.index)


def count_workers(city: City, leaves: Leaves) -> pd.DataFrame:
    """Count the grid workers of each community and village, each person once, and the base units that want some.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: ``grid_workers``, ``workers_<role>``, ``units_without_worker``, ``units_without_lead``; no
        columns where the city has no workers. Who works in several units counts in the first one listed.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> list(count_workers(city, find_leaves(city, np.zeros(5, int))))
    []
    """
    if city.workers is None:
        return pd.DataFrame(index=leaves.table.index)
    units = city.grid_units.drop_duplicates("unit_code")
    community = city.workers["unit_code"].map(dict(zip(units["unit_code"], units["community"], strict=True))).fillna("")
    leaf = leaves.find_rows(community)
    first = ~city.workers["worker_id"].duplicated().to_numpy()
    columns: dict[str, Int64] = {"grid_workers": leaves.count(leaf[first])}
    has_role = "role" in city.workers
    role = city.workers["role"].fillna("").to_numpy(object) if has_role else np.full(len(leaf), "", object)
    for name in sorted({each for each in role if each}):
        columns[f"workers_{name}"] = leaves.count(leaf[first & (role == name)])
    posts = city.workers["unit_code"].to_numpy(object)
    wanting = {"worker": _find_wanting(city, posts)}
    if has_role:
        wanting["lead"] = _find_wanting(city, posts[role == LEAD])
    columns |= {f"units_without_{name}": leaves.count(leaves.of_unit[rows]) for name, rows in wanting.items()}
    return pd.DataFrame(columns, index=leaves.table.index).astype(float)


def _find_wanting(city: City, posts: Objects) -> Bool:
    """Return which base units nobody of some workers works in."""
    filled = set(posts)
    return np.array([code not in filled for code in city.base_units["unit_code"]], bool)


def size_units(city: City, leaves: Leaves, unit: Integer) -> pd.DataFrame:
    """Count the grid units of each community and village by their households.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.
    unit
        Row of the base unit of each home, -1 outside all.

    Returns
    -------
    pandas.DataFrame
        One row per leaf: ``grid_units``; where households are known ``units_within`` (those of
        :data:`geo.grid.units.UNIT_HOUSEHOLDS`, both ends within), ``units_below``, ``units_above``, ``units_empty``,
        which add up to it, and ``residents_off_size``, who live in units below and above; ``units_<kind>`` for other
        kinds of unit in force.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city, unit = build_sample(), np.array([0, 0, 0, 3, -1])
    >>> size_units(city, find_leaves(city, unit), unit)[["grid_units", "units_below", "units_empty"]].values.tolist()
    [[2.0, 1.0, 1.0], [2.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    """
    columns = {"grid_units": leaves.count(leaves.of_unit).astype(float)}
    if "households" in city.homes:
        homes, residents = (_sum_homes(city, unit, name) for name in ("households", "residents"))
        least, most = UNIT_HOUSEHOLDS
        off_size = ((homes > 0) & (homes < least)) | (homes > most)
        sizes = {
            "within": (homes >= least) & (homes <= most),
            "below": (homes > 0) & (homes < least),
            "above": homes > most,
            "empty": homes == 0,
        }
        columns |= {f"units_{name}": leaves.count(leaves.of_unit[rows]).astype(float) for name, rows in sizes.items()}
        columns["residents_off_size"] = np.bincount(
            leaves.of_unit[off_size], weights=residents[off_size], minlength=len(leaves.table)
        )
    if "unit_kind" in city.grid_units:
        units = city.grid_units[city.in_force & ~city.grid_units["unit_kind"].isin(["", BASE_KIND])]
        for kind in units["unit_kind"].unique():
            leaf = leaves.find_rows(units.loc[units["unit_kind"] == kind, "community"])
            columns[f"units_{kind}"] = leaves.count(leaf).astype(float)
    return pd.DataFrame(columns, index=leaves.table.index)


def _sum_homes(city: City, unit: Integer, column: str) -> Float64:
    inside = unit >= 0
    people = city.homes[column].fillna(0).to_numpy(float)[inside]
    return np.bincount(unit[inside], weights=people, minlength=len(city.base_units)).astype(float)
