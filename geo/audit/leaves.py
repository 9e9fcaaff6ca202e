"""The leaves of an audit: communities and villages, to which homes, facilities, units and workers are counted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bool, Int64, Integer
from geo.city.model import City
from geo.coverage.scopes import RURAL
from geo.grid.divisions import find_scopes, trace_parents
from geo.grid.units import assign_units

#: Levels of divisions that are leaves.
_LEAVES = ("community", "village")


@dataclass(frozen=True, kw_only=True)
class Leaves:
    """Communities and villages, and what belongs to which.

    Parameters
    ----------
    table
        ``code, name, scope, communities, streets, districts``, by code; the last row, with code "", is for what lies
        in no community.
    of_unit, of_home, of_facility
        Row of the leaf of each base unit, home and facility, the last one where it lies in none.
    """

    table: pd.DataFrame
    of_unit: Int64
    of_home: Int64
    of_facility: Int64

    @property
    def is_rural(self) -> Bool:
        """Whether each leaf is a village, shape (leaves,)."""
        return np.asarray(self.table["scope"] == RURAL)

    @property
    def is_known(self) -> Bool:
        """Whether each leaf is a community or a village, and not what lies in none, shape (leaves,)."""
        return np.asarray(self.table["code"] != "")

    def find_rows(self, codes: "pd.Series[str]") -> Int64:
        """Find the leaf of each code, the last one for a code that is none, shape (n,)."""
        row = pd.Index(self.table["code"]).get_indexer(codes).astype(np.int64)
        return np.where(row >= 0, row, len(self.table) - 1)

    def count(self, leaf: Integer) -> Int64:
        """Count how often each leaf occurs, shape (leaves,)."""
        return np.bincount(leaf, minlength=len(self.table)).astype(np.int64)


def find_leaves(city: City, unit: Integer) -> Leaves:
    """Find the communities and villages of a city, and what belongs to each.

    Parameters
    ----------
    city
        The city. Leaves are those of its divisions, and what its base units name as theirs.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).

    Returns
    -------
    Leaves
        A facility belongs to the community that it states (``community``), else to that of the unit it lies in.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> found = find_leaves(build_sample(), np.array([0, 0, 0, 3, -1]))
    >>> found.table["code"].tolist(), found.of_home.tolist()
    (['410102001001', '410102001002', ''], [0, 0, 0, 1, 2])
    """
    divisions, units = city.divisions, city.base_units
    listed = set() if divisions is None else set(divisions.loc[divisions["level"].isin(_LEAVES), "code"])
    codes = pd.Series([*sorted({*listed, *units["community"]} - {""}), ""], dtype=str)
    names = {} if divisions is None else dict(zip(divisions["code"].tolist(), divisions["name"].tolist(), strict=True))
    columns = {"code": codes, "name": codes.map(lambda code: names.get(code, code))}
    scope = find_scopes(codes, divisions)
    table = pd.DataFrame({**columns, "scope": scope, **trace_parents(codes, divisions)})
    nowhere = np.zeros(0, np.int64)
    leaves = Leaves(table=table, of_unit=nowhere, of_home=nowhere, of_facility=nowhere)
    of_unit = leaves.find_rows(units["community"])
    behind = np.append(of_unit, len(table) - 1)
    return Leaves(
        table=table, of_unit=of_unit, of_home=behind[unit], of_facility=_place_facilities(city, leaves, behind)
    )


def _place_facilities(city: City, leaves: Leaves, behind: Int64) -> Int64:
    """Find the leaf of each facility: the one it states, else that of the unit it lies in."""
    facilities, last = city.facilities, len(leaves.table) - 1
    leaf = np.full(len(facilities), last, np.int64)
    if "community" in facilities:
        leaf = leaves.find_rows(facilities["community"])
    lost = leaf == last
    places = shapely.point_on_surface(np.asarray(facilities.geometry.values)[lost])
    leaf[lost] = behind[assign_units(city.base_units, places)]
    return leaf
