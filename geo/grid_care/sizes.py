"""Grid units by households, and who works in them."""

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Integer
from geo.city.model import City
from geo.grid.divisions import find_scopes
from geo.grid.units import BASE_KIND, KIND_HOUSEHOLDS, LEAD, assign_units
from geo.grid_care.findings import make_findings


def check_sizes(city: City, unit: Integer) -> list[pd.DataFrame]:
    """Find grid units in force that are too large or too small for their kind, and base units where nobody lives.

    Parameters
    ----------
    city
        Any city. Without households nothing is found.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).

    Returns
    -------
    list of pandas.DataFrame
        Findings, with the households of the unit; both ends of :data:`geo.grid.units.KIND_HOUSEHOLDS` are right. Units
        of villages go by villagers' groups and are not judged.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [part["unit_code"].tolist() for part in check_sizes(build_sample(), np.array([0, 0, 0, 3, -1]))]
    [['410102001001002'], [], ['410102001001001']]
    """
    if "households" not in city.homes:
        return []
    base = city.base_units
    households = sum_homes(city, unit, len(base))
    is_urban = find_scopes(base["community"], city.divisions) == "urban"
    empty = base[is_urban & (households == 0)]
    shapes = np.asarray(empty.geometry.values)
    areas = (np.asarray(empty.geometry.area)).tolist()
    found = [make_findings("empty", empty["unit_code"].to_numpy(object), amounts=areas, shapes=shapes)]
    found += _compare(base[is_urban], households[is_urban], BASE_KIND)
    if "unit_kind" in city.grid_units:
        for kind in KIND_HOUSEHOLDS.keys() - {BASE_KIND}:
            own = city.grid_units[city.in_force & (city.grid_units["unit_kind"] == kind)].reset_index(drop=True)
            inside = assign_units(own, np.asarray(city.homes.geometry.values)) if len(own) else np.empty(0, np.int32)
            found += _compare(own, sum_homes(city, inside, len(own)) if len(own) else np.empty(0), kind)
    return found


def sum_homes(city: City, unit: Integer, count: int, *, column: str = "households") -> Float64:
    """Add up the homes of units.

    Parameters
    ----------
    city
        The city; homes without a figure count 0.
    unit
        Row of the unit of each home, -1 outside all, shape (n,).
    count
        How many units there are.
    column
        What is added up, a column of the city's homes.

    Returns
    -------
    ndarray of float64
        Shape (count,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> sum_homes(build_sample(), np.array([0, 0, 0, 1, -1]), 2).tolist()
    [24.0, 16.0]
    """
    inside = np.flatnonzero(unit >= 0)
    figures = city.homes[column].fillna(0).to_numpy(float)
    return np.bincount(unit[inside], weights=figures[inside], minlength=count).astype(float)


def _compare(units: gpd.GeoDataFrame, households: Float64, kind: str) -> list[pd.DataFrame]:
    least, most = KIND_HOUSEHOLDS[kind]
    wrong: dict[str, Bool] = {"too_large": households > most, "too_small": (households > 0) & (households < least)}
    return [
        make_findings(
            name,
            units["unit_code"].to_numpy(object)[rows],
            others=np.full(int(rows.sum()), f"{least:.0f}-{most:.0f}", object),
            amounts=households[rows].tolist(),
            shapes=np.asarray(units.geometry.values)[rows],
        )
        for name, rows in wrong.items()
    ]


def check_workers(city: City, unit: Integer) -> list[pd.DataFrame]:
    """Find workers whose unit is not in force, and base units where nobody works or nobody leads.

    Parameters
    ----------
    city
        Any city. Without workers nothing is found; leads are asked for where some worker is one.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).

    Returns
    -------
    list of pandas.DataFrame
        Findings: workers of whose units none is in force, by the unit that they state, and units with their households.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_workers(build_sample(), np.array([0, 0, 0, 3, -1]))
    []
    """
    if city.workers is None:
        return []
    posts, base = city.workers["unit_code"], city.base_units
    is_filled = posts.isin(city.grid_units.loc[city.in_force, "unit_code"])
    placed = city.workers["worker_id"].isin(city.workers.loc[is_filled, "worker_id"])
    lost = posts[~placed].value_counts().sort_index()
    found = [make_findings("worker_without_unit", lost.index.to_numpy(object), amounts=lost.tolist())]
    households = sum_homes(city, unit, len(base)) if "households" in city.homes else np.full(len(base), np.nan)
    is_led = "role" in city.workers and (city.workers["role"] == LEAD).any()
    wanting = {"unit_without_worker": ~base["unit_code"].isin(posts).to_numpy()}
    if is_led:
        leads = posts[city.workers["role"] == LEAD]
        wanting["unit_without_lead"] = ~base["unit_code"].isin(leads).to_numpy() & ~wanting["unit_without_worker"]
    for kind, rows in wanting.items():
        own = base[rows]
        shapes = np.asarray(own.geometry.values)
        codes = own["unit_code"].to_numpy(object)
        found.append(make_findings(kind, codes, amounts=households[rows].tolist(), shapes=shapes))
    return found
