"""The rows of an audit below communities: the base units, and for each community one for what lies in none of them."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Float64, Int64, Integer
from geo.audit.leaves import Leaves
from geo.city.model import City


@dataclass(frozen=True, kw_only=True)
class UnitRows:
    """Base units, and behind them a row per leaf for what is in none of its units.

    Parameters
    ----------
    units
        How many base units there are.
    of_leaf
        Leaf of each row, shape (units + leaves,).
    of_home
        Row of each home, shape (n,).
    codes
        Row of each base unit by its code.
    """

    units: int
    of_leaf: Int64
    of_home: Int64
    codes: pd.Index

    def find_rows(self, units: pd.DataFrame, leaves: Leaves) -> Int64:
        """Find the row of grid units: the base unit that each is or lies in, else that of its community, shape (n,)."""
        row = self.codes.get_indexer(pd.Index(units["unit_code"])).astype(np.int64)
        if "parent" in units:
            row = np.where(row >= 0, row, self.codes.get_indexer(pd.Index(units["parent"])))
        return np.where(row >= 0, row, self.units + leaves.find_rows(units["community"]))

    def count(self, rows: Integer) -> Float64:
        """Count how often each row occurs, shape (rows,)."""
        return np.bincount(rows, minlength=len(self.of_leaf)).astype(float)

    def spread(self, values: Float64) -> Float64:
        """Give each base unit its value, and the rows behind them 0, shape (rows,)."""
        return np.append(values, np.zeros(len(self.of_leaf) - self.units))

    def add_up(self, figures: pd.DataFrame, leaves: Leaves) -> pd.DataFrame:
        """Add the figures of rows up to those of leaves."""
        sums = {
            name: np.bincount(self.of_leaf, weights=figures[name].to_numpy(float), minlength=len(leaves.table))
            for name in map(str, figures)
        }
        return pd.DataFrame(sums, index=leaves.table.index)


def find_unit_rows(city: City, leaves: Leaves, unit: Integer) -> UnitRows:
    """Find the rows of a city's base units, and of what lies in none of them.

    Parameters
    ----------
    city, leaves
        The city, and its communities and villages.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).

    Returns
    -------
    UnitRows
        Homes in no unit are in the row behind all others.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city, unit = build_sample(), np.array([0, 0, 0, 3, -1])
    >>> rows = find_unit_rows(city, find_leaves(city, unit), unit)
    >>> rows.units, rows.of_leaf.tolist(), rows.of_home.tolist()
    (4, [0, 0, 1, 1, 0, 1, 2], [0, 0, 0, 3, 6])
    """
    units, leaf = len(city.base_units), np.arange(len(leaves.table))
    of_leaf = np.concatenate([leaves.of_unit, leaf]).astype(np.int64)
    of_home = np.where(unit >= 0, unit, len(of_leaf) - 1).astype(np.int64)
    return UnitRows(units=units, of_leaf=of_leaf, of_home=of_home, codes=pd.Index(city.base_units["unit_code"]))


def name_unit_rows(city: City, leaves: Leaves, rows: UnitRows, figures: pd.DataFrame) -> gpd.GeoDataFrame:
    """Name the rows of grid units as those of other levels, and give them their polygons.

    Parameters
    ----------
    city, leaves, rows
        The city, its communities and villages, and its rows.
    figures
        The figures of the rows.

    Returns
    -------
    geopandas.GeoDataFrame
        ``code, name, parent, parent_name, scope``, the figures, polygons. What lies in no base unit has the code "" and
        its community as parent; such a row is left out where it holds nothing.

    Examples
    --------
    >>> from geo.audit.leaves import find_leaves
    >>> from geo.city.sample import build_sample
    >>> city, unit = build_sample(), np.array([0, 0, 0, 3, 3])
    >>> leaves = find_leaves(city, unit)
    >>> rows = find_unit_rows(city, leaves, unit)
    >>> table = name_unit_rows(city, leaves, rows, pd.DataFrame({"homes": [3.0, 0, 0, 2, 0, 0, 0]}))
    >>> table[["parent_name", "homes"]].values.tolist()
    [['South', 3.0], ['South', 0.0], ['North', 0.0], ['North', 2.0]]
    """
    base, above = city.base_units, leaves.table.iloc[rows.of_leaf]
    behind = len(rows.of_leaf) - rows.units
    named = base["name"] if "name" in base else base["unit_code"]
    titles = {
        "code": [*base["unit_code"], *[""] * behind],
        "name": [*named, *[""] * behind],
        "parent": above["code"].to_numpy(object),
        "parent_name": above["name"].to_numpy(object),
        "scope": above["scope"].to_numpy(object),
    }
    table = pd.concat([pd.DataFrame(titles), figures.reset_index(drop=True)], axis=1)
    shapes = np.append(np.asarray(base.geometry.values), np.full(behind, None))
    keeps = (np.arange(len(table)) < rows.units) | (figures != 0).any(axis=1).to_numpy()
    return gpd.GeoDataFrame(table[keeps].reset_index(drop=True), geometry=gpd.GeoSeries(shapes[keeps], crs=city.crs))
