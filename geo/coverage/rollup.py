"""Rolling up: from homes to grid units, communities, streets, districts and the city; every level adds up."""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int8, Int32, Integer
from geo.city.model import City
from geo.coverage.scopes import RURAL, URBAN
from geo.coverage.status import ALL, STATUSES, TALLIES, combine_statuses
from geo.grid.divisions import ROLL_UPS, find_scopes, trace_parents

#: Levels of the roll-up from the top, as layers and sheets are named.
LEVELS: Final = ("city", *reversed(ROLL_UPS), "grid_units")


_KEYS: Final = ["code", "name", "parent", "scope"]


def roll_up(city: City, unit: Int32, status: Int8, categories: Sequence[str]) -> dict[str, gpd.GeoDataFrame]:
    """Count homes by grid unit, then add units up level by level, villages apart from urban units.

    Parameters
    ----------
    city
        The city.
    unit
        Row of the grid unit that holds each home, -1 outside all, shape (n,).
    status
        Index into :data:`geo.coverage.status.STATUSES`, shape (n, K).
    categories
        Names of the K categories.

    Returns
    -------
    dict
        Level, from :data:`LEVELS` -> table of its units: ``code, name, parent, scope``, the counts of
        :func:`tally_homes`, ``share_<c>`` (NaN where nobody lives or is judged, of a city where nobody lives 0),
        polygons. ``scope`` is "urban" or "rural": a division that holds both has two rows, with one polygon; the city
        always has an urban one, which is the headline. Levels that the city does not know are left out. Homes in no
        grid unit stand in an urban row with code "" and no polygon, so that every level adds up to the city.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> levels = roll_up(build_sample(), np.array([0, 0, 0, 3, -1]), np.zeros((5, 1), np.int8), ["clinic"])
    >>> levels["communities"][["code", "scope", "residents"]].values.tolist()
    [['', 'urban', 5.0], ['410102001001', 'urban', 60.0], ['410102001002', 'rural', 40.0]]
    """
    units = _list_units(city)
    beyond = len(city.base_units)
    group = np.where(unit >= 0, unit, beyond)
    demand = city.homes[city.demand_columns]
    counts = tally_homes(status, demand, group, groups=len(units), categories=categories)
    if not (group == beyond).any():
        units, counts = units.iloc[:-1], counts.iloc[:-1]
    tables = {"grid_units": gpd.GeoDataFrame(pd.concat([units[_KEYS], counts], axis=1), geometry=units.geometry)}
    for level in ROLL_UPS:
        if (units[level] != "").any():
            tables[level] = _name_divisions(_add_up(units, counts, level, city.divisions), city.divisions)
    tables["city"] = _add_up_city(city, units, counts)
    order = _order_columns(city.demand_columns, categories)
    shared = {level: add_shares(tables[level], categories)[order] for level in LEVELS if level in tables}
    # a city where nobody lives covers nobody; a unit of it has no share
    shares = [f"share_{category}" for category in [*categories, ALL]]
    nobody = (shared["city"]["residents"] == 0).to_numpy()
    shared["city"].loc[nobody, shares] = 0.0
    return shared


def _list_units(city: City) -> gpd.GeoDataFrame:
    """List the grid units with what lies above them, and behind them a row for homes in none."""
    units = city.base_units
    parents = trace_parents(units["community"], city.divisions)
    scope = find_scopes(units["community"], city.divisions)
    columns = {"code": units["unit_code"], "name": units["name"], "parent": units["community"], "scope": scope}
    table = pd.DataFrame({**columns, **parents})
    table.loc[len(table)] = ""
    table.loc[table.index[-1], "scope"] = URBAN
    shapes = [*units.geometry.to_numpy(), None]
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=city.crs))


def _add_up(
    units: gpd.GeoDataFrame, counts: pd.DataFrame, level: str, divisions: pd.DataFrame | None
) -> gpd.GeoDataFrame:
    """Add units up by code and scope, with the divisions' own polygons where they have some, else with the units'."""
    keys = [units[level].to_numpy(), (units["scope"] == RURAL).to_numpy()]
    sums = counts.groupby(keys, sort=True).sum()
    code, is_rural = (sums.index.get_level_values(at) for at in (0, 1))
    if isinstance(divisions, gpd.GeoDataFrame):
        shapes = divisions.drop_duplicates("code").set_index("code").geometry.reindex(code)
    else:
        shapes = units.geometry.groupby(keys, sort=True).agg(_join_shapes)
    return gpd.GeoDataFrame(
        sums.reset_index(drop=True).assign(code=code, scope=np.where(is_rural, RURAL, URBAN)),
        geometry=gpd.GeoSeries(shapes.to_numpy(), crs=units.crs),
    )


def _add_up_city(city: City, units: gpd.GeoDataFrame, counts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add all units up by scope, with the city's own polygon where it has one; the urban row is always there."""
    divisions = city.divisions
    if isinstance(divisions, gpd.GeoDataFrame) and (divisions["level"] == "city").sum() == 1:
        shape = divisions.geometry[divisions["level"] == "city"].iloc[0]
    else:
        shape = _join_shapes(units.geometry)
    scopes = [URBAN, *([RURAL] if (units["scope"] == RURAL).any() else [])]
    sums = pd.DataFrame([counts[(units["scope"] == scope).to_numpy()].sum() for scope in scopes])
    whole = gpd.GeoDataFrame(sums, geometry=[shape] * len(scopes), crs=units.crs)
    return whole.assign(code=city.name, name=city.name, parent="", scope=scopes)


def _join_shapes(shapes: gpd.GeoSeries) -> Any:
    known = shapes.dropna().to_numpy()
    return shapely.union_all(known) if len(known) else None


def _name_divisions(table: gpd.GeoDataFrame, divisions: pd.DataFrame | None) -> gpd.GeoDataFrame:
    if divisions is None:
        return table.assign(name=table["code"], parent="")
    known = divisions.drop_duplicates("code")
    codes = table["code"].to_numpy(object)
    row = pd.Index(known["code"].to_numpy(object)).get_indexer(codes)
    name, parent = (np.append(known[key].to_numpy(object), "")[row] for key in ("name", "parent"))
    return table.assign(name=np.where(row >= 0, name, codes), parent=parent)


def _order_columns(demand: Sequence[str], categories: Sequence[str]) -> list[str]:
    """Put the columns of a table in reading order: of each category the share first, then the people."""
    figures = []
    for category in [*categories, ALL]:
        figures.append(name_figure("share", category))
        figures += [name_figure(tally, category, name) for name in demand for tally in list_tallies(name)]
    return [*_KEYS, "homes", *demand, *figures, "geometry"]


def list_tallies(demand: str) -> list[str]:
    """List how people are counted; those not judged in residents only, for all of a row are or none is.

    Parameters
    ----------
    demand
        What is counted, for example ``"residents"``.

    Returns
    -------
    list of str
        Keys of :data:`geo.coverage.status.TALLIES`.

    Examples
    --------
    >>> list_tallies("households")
    ['covered', 'uncovered', 'unknown']
    """
    return [tally for tally in TALLIES if demand == "residents" or tally != "not_judged"]


def tally_homes(
    status: Int8,
    demand: pd.DataFrame,
    group: Integer,
    *,
    groups: int,
    categories: Sequence[str],
) -> pd.DataFrame:
    """Count people by group, category and status.

    Parameters
    ----------
    status
        Index into :data:`STATUSES`, shape (n, K).
    demand
        ``residents`` and any of ``households`` and ``residents_*``, n rows.
    group
        Group of each home, 0 to groups-1, shape (n,).
    groups
        Number of groups.
    categories
        Names of the K categories.

    Returns
    -------
    pandas.DataFrame
        One row per group: ``homes``, each column of `demand`, and for each category and for ``all``: ``covered_<c>``,
        ``uncovered_<c>``, ``unknown_<c>``, ``not_judged_<c>`` in residents, which add up to ``residents``, and the
        first three as ``covered_<c>_<d>`` and so on for every other column d of `demand`.

    Examples
    --------
    >>> people = pd.DataFrame({"residents": [10.0, 5.0]})
    >>> tally_homes(np.array([[0], [1]], np.int8), people, np.array([0, 0]), groups=1, categories=["clinic"])[
    ...     ["residents", "covered_clinic", "uncovered_clinic"]
    ... ].values.tolist()
    [[15.0, 10.0, 5.0]]
    """

    def total(values: Float64) -> Float64:
        return np.bincount(group, weights=values, minlength=groups).astype(float)

    weights = {str(name): demand[name].to_numpy(float) for name in demand}
    columns = {"homes": total(np.ones(len(group))), **{name: total(values) for name, values in weights.items()}}
    whole = np.column_stack([status, combine_statuses(status)])
    for k, category in enumerate([*categories, ALL]):
        cell = group * len(STATUSES) + whole[:, k]
        for name, values in weights.items():
            people = np.bincount(cell, weights=values, minlength=groups * len(STATUSES)).reshape(groups, -1)
            for tally in list_tallies(name):
                columns[name_figure(tally, category, name)] = people[:, TALLIES[tally]].sum(axis=1)
    return pd.DataFrame(columns)


def name_figure(tally: str, category: str, demand: str = "residents") -> str:
    """Name a column of a roll-up.

    Parameters
    ----------
    tally
        A key of :data:`geo.coverage.status.TALLIES`, or ``share``.
    category
        A category, or ``all``.
    demand
        What is counted.

    Returns
    -------
    str
        ``<tally>_<category>`` for residents, with ``_<demand>`` behind it for the rest.

    Examples
    --------
    >>> name_figure("covered", "clinic"), name_figure("covered", "clinic", "households")
    ('covered_clinic', 'covered_clinic_households')
    """
    return f"{tally}_{category}" if demand == "residents" else f"{tally}_{category}_{demand}"


def add_shares(table: pd.DataFrame, categories: Sequence[str]) -> pd.DataFrame:
    """Add the share of the residents that each category covers.

    Parameters
    ----------
    table
        With ``residents``, ``covered_<c>`` and ``not_judged_<c>``; not changed.
    categories
        Names of the categories; ``all`` is added.

    Returns
    -------
    pandas.DataFrame
        With ``share_<c>``: 0 to 1 of the residents, those unknown included; NaN where there are none, or they are not
        judged.

    Examples
    --------
    >>> people = pd.DataFrame({"residents": [4.0, 4.0], "covered_all": [1.0, 0.0], "not_judged_all": [0.0, 4.0]})
    >>> add_shares(people, []).share_all.tolist()
    [0.25, nan]
    """
    names = [*categories, ALL]
    residents = table["residents"].to_numpy(float)[:, None]
    covered, not_judged = (
        np.column_stack([table[name_figure(tally, name)].to_numpy(float) for name in names])
        for tally in ("covered", "not_judged")
    )
    share = np.full(covered.shape, np.nan)
    np.divide(covered, residents, out=share, where=(residents > 0) & (not_judged == 0))
    shares = pd.DataFrame(share, index=table.index, columns=[name_figure("share", name) for name in names])
    return pd.concat([table.drop(columns=[*shares], errors="ignore"), shares], axis=1)
