"""The people who work for communities, and their grid units by size."""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Float64, Objects
from geo.audit.leaves import Leaves
from geo.audit.unit_rows import UnitRows
from geo.city.model import City
from geo.grid.units import BASE_KIND, LEAD, UNIT_HOUSEHOLDS, assign_units

#: Households that a micro-grid should have: the city's own figure, not a national standard's.
MICRO_HOUSEHOLDS: Final = (50.0, 70.0)
_MICRO: Final = "micro"

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


def count_workers(city: City, leaves: Leaves, rows: UnitRows) -> pd.DataFrame:
    """Count the grid workers of each unit, each person once, and the base units that want some.

    Parameters
    ----------
    city, leaves, rows
        The city, its communities and villages, and its rows of units.

    Returns
    -------
    pandas.DataFrame
        One row per row of units: ``grid_workers``, ``workers_<role>``, ``units_without_worker``,
        ``units_without_lead``; no columns where the city has no workers. Who works in several units counts in the
        first one listed.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.audit.unit_rows import find_unit_rows
    >>> from geo.city.sample import build_sample
    >>> city, unit = build_sample(), np.zeros(5, int)
    >>> leaves = find_leaves(city, unit)
    >>> list(count_workers(city, leaves, find_unit_rows(city, leaves, unit)))
    []
    """
    if city.workers is None:
        return pd.DataFrame(index=range(len(rows.of_leaf)))
    units = city.grid_units.drop_duplicates("unit_code")
    # each unit is looked up once, and each post finds its unit
    row_of_unit = np.append(rows.find_rows(units, leaves), len(rows.of_leaf) - 1)
    row = row_of_unit[pd.Index(units["unit_code"]).get_indexer(pd.Index(city.workers["unit_code"]))]
    first = ~city.workers["worker_id"].duplicated().to_numpy()
    columns = {"grid_workers": rows.count(row[first])}
    has_role = "role" in city.workers
    role = city.workers["role"].fillna("").to_numpy(object) if has_role else np.full(len(row), "", object)
    for name in sorted({each for each in role if each}):
        columns[f"workers_{name}"] = rows.count(row[first & (role == name)])
    codes = city.workers["unit_code"].to_numpy(object)
    wanting = {"worker": _find_wanting(city, codes)}
    if has_role:
        wanting["lead"] = _find_wanting(city, codes[role == LEAD])
    columns |= {f"units_without_{name}": rows.spread(lacks.astype(float)) for name, lacks in wanting.items()}
    return pd.DataFrame(columns)


def _find_wanting(city: City, posts: Objects) -> Bool:
    """Return which base units nobody of some workers works in."""
    filled = set(posts)
    return np.array([code not in filled for code in city.base_units["unit_code"]], bool)


def size_units(city: City, leaves: Leaves, rows: UnitRows) -> pd.DataFrame:
    """Size grid units by their households.

    Parameters
    ----------
    city, leaves, rows
        The city, its communities and villages, and its rows of units.

    Returns
    -------
    pandas.DataFrame
        One row per row of units: ``grid_units``, 1 for each base unit; where households are known ``units_within``
        (those of :data:`geo.grid.units.UNIT_HOUSEHOLDS`, both ends within), ``units_below``, ``units_above``,
        ``units_empty``, of which one is 1; and for other kinds of unit in force how many lie in it (``units_<kind>``),
        micro-grids by size too (``units_micro_within`` and so on, of :data:`MICRO_HOUSEHOLDS`).

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.audit.unit_rows import find_unit_rows
    >>> from geo.city.sample import build_sample
    >>> city, unit = build_sample(), np.array([0, 0, 0, 3, -1])
    >>> leaves = find_leaves(city, unit)
    >>> found = size_units(city, leaves, find_unit_rows(city, leaves, unit))
    >>> found[["grid_units", "units_below", "units_empty"]].values.tolist()[:4]
    [[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    columns = {"grid_units": rows.spread(np.ones(rows.units))}
    if "households" in city.homes:
        households = city.homes["households"].fillna(0).to_numpy(float)
        homes = np.bincount(rows.of_home, weights=households, minlength=len(rows.of_leaf)).astype(float)[: rows.units]
        columns |= {f"units_{size}": rows.spread(is_so) for size, is_so in _judge_sizes(homes, UNIT_HOUSEHOLDS).items()}
    if "unit_kind" in city.grid_units:
        units = city.grid_units[city.in_force & ~city.grid_units["unit_kind"].isin(["", BASE_KIND])]
        for kind in units["unit_kind"].unique():
            columns |= _count_kind(city, kind, units[units["unit_kind"] == kind], leaves, rows)
    return pd.DataFrame(columns)


def _count_kind(city: City, kind: str, units: gpd.GeoDataFrame, leaves: Leaves, rows: UnitRows) -> dict[str, Float64]:
    """Count the units of another kind, micro-grids by the households of the homes that lie in them too."""
    row = rows.find_rows(units, leaves)
    columns = {f"units_{kind}": rows.count(row)}
    if kind == _MICRO and "households" in city.homes:
        inside = assign_units(units.reset_index(drop=True), np.asarray(shapely.point_on_surface(city.homes.geometry)))
        households = city.homes["households"].fillna(0).to_numpy(float)[inside >= 0]
        sizes = _judge_sizes(np.bincount(inside[inside >= 0], households, len(units)).astype(float), MICRO_HOUSEHOLDS)
        columns |= {f"units_{kind}_{size}": rows.count(row[is_so > 0]) for size, is_so in sizes.items()}
    return columns


def _judge_sizes(households: Float64, bounds: tuple[float, float]) -> dict[str, Float64]:
    """Return for each size whether units are of it, 1 or 0; both ends are within."""
    least, most = bounds
    sizes = {
        "within": (households >= least) & (households <= most),
        "below": (households > 0) & (households < least),
        "above": households > most,
        "empty": households == 0,
    }
    return {size: is_so.astype(float) for size, is_so in sizes.items()}
