"""Rolling up: from homes to grid units, communities, streets, districts and the city; every level adds up."""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Int8, Int32, Integer
from geo.city.model import City
from geo.coverage.status import ALL, TALLIES, combine_statuses
from geo.grid.divisions import ROLL_UPS, trace_parents

#: Levels of the roll-up from the top, as layers and sheets are named.
LEVELS: Final = ("city", *reversed(ROLL_UPS), "grid_units")


_KEYS: Final = ["code", "name", "parent"]


def roll_up(city: City, unit: Int32, status: Int8, categories: Sequence[str]) -> dict[str, gpd.GeoDataFrame]:
    """Count homes by grid unit, then add units up level by level.

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
        Level, from :data:`LEVELS` -> table of its units: ``code, name, parent``, the counts of
        :func:`tally_homes`, ``share_<c>`` (where nobody lives NaN, of the city 0), polygons. Levels that the city
        does not know are left out. Homes in no grid unit stand in a row with code "" and no polygon, so that every
        level adds up to the city.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> levels = roll_up(build_sample(), np.array([0, 0, 0, 3, -1]), np.zeros((5, 1), np.int8), ["clinic"])
    >>> levels["communities"][["code", "residents"]].values.tolist()
    [['', 5.0], ['410102001001', 60.0], ['410102001002', 40.0]]
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
            tables[level] = _name_divisions(_add_up(units, counts, units[level], city.divisions), city.divisions)
    tables["city"] = _add_up_city(city, units, counts)
    order = _order_columns(city.demand_columns, categories)
    shared = {level: add_shares(tables[level], categories)[order] for level in LEVELS if level in tables}
    # a city where nobody lives covers nobody; a unit of it has no share
    shares = [f"share_{category}" for category in [*categories, ALL]]
    return shared | {"city": shared["city"].fillna(dict.fromkeys(shares, 0.0))}


def _list_units(city: City) -> gpd.GeoDataFrame:
    """List the grid units with what lies above them, and behind them a row for homes in none."""
    units = city.base_units
    parents = trace_parents(units["community"], city.divisions)
    table = pd.DataFrame({"code": units["unit_code"], "name": units["name"], "parent": units["community"], **parents})
    table.loc[len(table)] = ""
    shapes = [*units.geometry.to_numpy(), None]
    return gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=city.crs))


def _add_up(
    units: gpd.GeoDataFrame, counts: pd.DataFrame, code: "pd.Series[str]", divisions: pd.DataFrame | None
) -> gpd.GeoDataFrame:
    """Add units up by code, with the divisions' own polygons where they have some, else with the units' together."""
    sums = counts.groupby(code.to_numpy(), sort=True).sum()
    if isinstance(divisions, gpd.GeoDataFrame):
        shapes = divisions.drop_duplicates("code").set_index("code").geometry.reindex(sums.index)
    else:
        shapes = units.geometry.groupby(code.to_numpy(), sort=True).agg(_join_shapes)
    return gpd.GeoDataFrame(
        sums.rename_axis("code").reset_index(), geometry=gpd.GeoSeries(shapes.to_numpy(), crs=units.crs)
    )


def _add_up_city(city: City, units: gpd.GeoDataFrame, counts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Add all units up, with the city's own polygon where it has one."""
    divisions = city.divisions
    if isinstance(divisions, gpd.GeoDataFrame) and (divisions["level"] == "city").sum() == 1:
        shape = divisions.geometry[divisions["level"] == "city"].iloc[0]
    else:
        shape = _join_shapes(units.geometry)
    whole = gpd.GeoDataFrame(counts.sum().to_frame().T, geometry=[shape], crs=units.crs)
    return whole.assign(code=city.name, name=city.name, parent="")


def _join_shapes(shapes: gpd.GeoSeries) -> Any:
    known = shapes.dropna().to_numpy()
    return shapely.union_all(known) if len(known) else None


def _name_divisions(table: gpd.GeoDataFrame, divisions: pd.DataFrame | None) -> gpd.GeoDataFrame:
    if divisions is None:
        return table.assign(name=table["code"], parent="")
    known = divisions.drop_duplicates("code")
    name, parent = (dict(zip(known["code"], known[key], strict=True)) for key in ("name", "parent"))
    return table.assign(
        name=[name.get(code, code) for code in table["code"]], parent=[parent.get(code, "") for code in table["code"]]
    )


def _order_columns(demand: Sequence[str], categories: Sequence[str]) -> list[str]:
    """Put the columns of a table in reading order: of each category the share first, then the people."""
    figures = []
    for category in [*categories, ALL]:
        figures.append(name_figure("share", category))
        figures += [name_figure(tally, category, name) for name in demand for tally in TALLIES]
    return [*_KEYS, "homes", *demand, *figures, "geometry"]


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
        ``uncovered_<c>``, ``unknown_<c>`` in residents, which add up to ``residents``, and the same as
        ``covered_<c>_<d>`` and so on for every other column d of `demand`.

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
        for tally, members in TALLIES.items():
            counted = np.isin(whole[:, k], members)
            for name, values in weights.items():
                columns[name_figure(tally, category, name)] = total(values * counted)
    return pd.DataFrame(columns)


def name_figure(tally: str, category: str, demand: str = "residents") -> str:
    """Name a column of a roll-up.

    Parameters
    ----------
    tally
        ``covered``, ``uncovered``, ``unknown`` or ``share``.
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
    """Add the share of all residents that each category covers.

    Parameters
    ----------
    table
        With ``residents`` and ``covered_<c>``; not changed.
    categories
        Names of the categories; ``all`` is added.

    Returns
    -------
    pandas.DataFrame
        With ``share_<c>``: 0 to 1 of all residents, those unknown included; NaN where there are none.

    Examples
    --------
    >>> add_shares(pd.DataFrame({"residents": [4.0], "covered_all": [1.0]}), []).share_all.tolist()
    [0.25]
    """
    residents = table["residents"].where(table["residents"] > 0)
    return table.assign(**{f"share_{c}": table[f"covered_{c}"] / residents for c in [*categories, ALL]})
