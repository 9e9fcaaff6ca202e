"""The check of a city's grid: outlines, codes, sizes and workers of the units in force."""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from geo.arrays import Int32
from geo.city.model import City
from geo.grid.units import assign_units, find_home_units
from geo.grid_care.findings import gather_findings
from geo.grid_care.severance import TRUNK_ROADS, check_severance
from geo.grid_care.sizes import check_sizes, check_workers
from geo.grid_care.topology import check_topology
from geo.grid_care.unit_codes import check_codes
from geo.progress import Progress


@dataclass(frozen=True, kw_only=True)
class GridCheck:
    """What was found wrong with the grid units of a city.

    Parameters
    ----------
    city
        The city.
    findings
        :data:`geo.grid_care.findings.COLUMNS` and where, errors first.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).
    """

    city: City
    findings: gpd.GeoDataFrame
    unit: Int32


def check_grid(
    city: City, *, trunk_roads: Collection[str] = TRUNK_ROADS, progress: Progress | None = None
) -> GridCheck:
    """Check the grid units of a city that are in force.

    Parameters
    ----------
    city
        The city.
    trunk_roads
        Kinds of road (``highway``) that no unit should lie across.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    GridCheck
        The findings; none for a grid without faults.

    Raises
    ------
    InputError
        If the city has no road of a kind that is not motorway or trunk.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> check_grid(build_sample()).findings["kind"].tolist()
    ['too_small', 'empty']
    """
    progress = progress or Progress()
    unit = find_units_of_homes(city, city.base_units)
    people = city.homes["households" if "households" in city.homes else "residents"].fillna(0).to_numpy(float)
    with progress.step("outlines"):
        found = check_topology(city)
    with progress.step("lines across"):
        found += check_severance(city, unit, people, trunk_roads)
    with progress.step("codes and sizes"):
        found += [*check_codes(city), *check_sizes(city, unit), *check_workers(city, unit)]
    return GridCheck(city=city, findings=gather_findings(found, city.crs), unit=unit)


def find_units_of_homes(city: City, units: gpd.GeoDataFrame) -> Int32:
    """Find the unit that each home counts to.

    Parameters
    ----------
    city
        The city.
    units
        Base units of one day.

    Returns
    -------
    ndarray of int32
        Row of the unit that it states, else of the one that it lies in; -1 outside all, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> find_units_of_homes(city, city.base_units).tolist()
    [0, 0, 0, 3, -1]
    """
    return find_home_units(city.homes, units, assign_units(units, np.asarray(city.homes.geometry.values)))
