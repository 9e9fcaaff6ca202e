"""Which grid unit covers a place: the units in force, what is public of each, and the answers for points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.addresses.index import AddressIndex
from geo.arrays import Float64, Int32, Objects, Shapes
from geo.city.model import City
from geo.errors import InputError, OutsideCityError
from geo.grid.days import check_day, find_today
from geo.grid.divisions import ABOVE_UNIT, trace_parents
from geo.grid.generations import is_in_force
from geo.grid.units import BASE_KIND, LEAD, assign_units, choose_base_units
from geo.locate.answers import Answer, DivisionName, OtherUnit, UnitDetails


@dataclass(frozen=True, kw_only=True)
class UnitIndex:
    """The units in force on a day, ready to be searched.

    Parameters
    ----------
    crs
        Of the city.
    units
        The units that tile the city.
    codes, tree, boundaries
        Their codes, a tree of their polygons, and their boundaries; shape (u,).
    details
        What is public of each.
    others
        Units that lie in those or across them: micro-grids, exclusive and overlay units.
    address_index
        The addresses, by the units of this index, or None.
    texts
        The addresses as they are written, shape (n,); empty where there are none.
    as_of
        The day, ISO 8601, or None for today.
    """

    crs: pyproj.CRS
    units: gpd.GeoDataFrame
    codes: Objects
    tree: shapely.STRtree
    boundaries: Shapes
    details: tuple[UnitDetails, ...]
    others: gpd.GeoDataFrame
    address_index: AddressIndex | None
    texts: Objects
    as_of: str | None


def make_unit_index(city: City, *, as_of: str | None = None, with_addresses: bool = True) -> UnitIndex:
    """Make the unit index of a city.

    Parameters
    ----------
    city
        The city.
    as_of
        A day such as ``"2024-07-01"``: the boundaries in force then; None for those of today.
    with_addresses
        Whether addresses are asked for too, and not only places.

    Returns
    -------
    UnitIndex
        Of the day's boundaries.

    Raises
    ------
    InputError
        If `as_of` is no day of the calendar, or no unit was in force on it.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> len(make_unit_index(build_sample()).units)
    4
    """
    address_index = city.address_index if with_addresses else None
    texts = city.address_texts if with_addresses else None
    if as_of is None:
        units = city.base_units
        in_force = city.in_force
    else:
        in_force = is_in_force(city.grid_units, check_day(as_of))
        units = choose_base_units(city.grid_units[in_force])
        if address_index is not None:
            places = (address_index.xy, address_index.node_xy)
            address_index = address_index.move_to(*(assign_units(units, shapely.points(xy)) for xy in places))
    if not len(units):
        raise InputError(f"no grid unit is in force on {as_of or find_today()}; name another day as as_of")
    others = city.grid_units[in_force & ~city.grid_units["unit_code"].isin(units["unit_code"])].reset_index(drop=True)
    shapes = np.asarray(units.geometry.values)
    boundaries = shapely.boundary(shapes)
    shapely.prepare(shapes)
    shapely.prepare(boundaries)
    return UnitIndex(
        crs=city.crs,
        units=units,
        codes=units["unit_code"].to_numpy(object),
        tree=shapely.STRtree(shapes),
        boundaries=boundaries,
        details=tuple(describe_units(city, units)),
        others=others,
        address_index=address_index,
        texts=np.empty(0, object) if texts is None else texts,
        as_of=as_of,
    )


def describe_units(city: City, units: gpd.GeoDataFrame) -> list[UnitDetails]:
    """Say what is public of grid units.

    Parameters
    ----------
    city
        The city, for its divisions and workers.
    units
        Grid units of any day, maybe with ``community`` and ``contact``.

    Returns
    -------
    list of UnitDetails
        In the order of `units`; empty for none.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> describe_units(city, city.base_units)[0].community.name
    'South'
    """
    community = units["community"] if "community" in units else pd.Series("", index=units.index)
    parents = trace_parents(community, city.divisions)
    names = {} if city.divisions is None else dict(zip(city.divisions["code"], city.divisions["name"], strict=True))
    workers, leads = _count_workers(city)
    contacts = units["contact"] if "contact" in units else pd.Series("", index=units.index)
    above = [
        [DivisionName(code=code, name=names.get(code, code)) if code else None for code in parents[column]]
        for column in ABOVE_UNIT.values()
    ]
    rows = zip(units["unit_code"], units["name"], contacts, *above, strict=True)
    return [
        UnitDetails(
            unit_code=code,
            name=name,
            community=community,
            street=street,
            district=district,
            contact=contact or None,
            lead_role=LEAD if code in leads else None,
            workers=workers.get(code, 0),
        )
        for code, name, contact, community, street, district in rows
    ]


def _count_workers(city: City) -> tuple[Mapping[Any, int], set[str]]:
    if city.workers is None:
        return {}, set()
    role = city.workers["role"] if "role" in city.workers else pd.Series("", index=city.workers.index)
    return city.workers["unit_code"].value_counts().to_dict(), set(city.workers["unit_code"][role == LEAD])


def locate_points(unit_index: UnitIndex, xy: Float64) -> tuple[Int32, Float64]:
    """Find the grid unit of each of many points.

    Parameters
    ----------
    unit_index
        The units.
    xy
        Places in the city's CRS [m], shape (n, 2).

    Returns
    -------
    tuple of ndarray
        Row of the unit, -1 outside all, and the distance to its boundary [m] (outside: to the nearest unit), both of
        shape (n,), empty for no points.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> locate_points(make_unit_index(build_sample()), np.array([[500_150.0, 3_800_150.0], [0.0, 0.0]]))[0].tolist()
    [0, -1]
    """
    points = shapely.points(xy)
    unit = assign_units(unit_index.units, points)
    boundary_m = np.full(len(points), np.nan)
    inside = unit >= 0
    boundary_m[inside] = shapely.distance(unit_index.boundaries[unit[inside]], points[inside])
    away = np.flatnonzero(~inside & np.isfinite(xy).all(axis=1))
    if len(away):
        (row, _), distance_m = unit_index.units.sindex.nearest(points[away], return_all=False, return_distance=True)
        boundary_m[away[row]] = distance_m
    return unit, boundary_m


def locate(unit_index: UnitIndex, x: float, y: float) -> Answer:
    """Answer which grid unit covers a place.

    Parameters
    ----------
    unit_index
        The units.
    x, y
        The place in the city's CRS.

    Returns
    -------
    Answer
        What is public of the unit, the distance to its boundary [m], and the micro-grid, exclusive and overlay units
        that hold the place too. A place on a shared boundary belongs to the unit with the least code, always.

    Raises
    ------
    OutsideCityError
        If no unit covers the place; with the nearest unit and how far it is.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> locate(make_unit_index(build_sample()), 500_150.0, 3_800_150.0).unit_code
    '410102001001001'
    """
    point = shapely.Point(x, y)
    rows = unit_index.tree.query(point, predicate="intersects")
    if not len(rows):
        _raise_outside(unit_index, point)
    row = int(rows[0]) if len(rows) == 1 else int(min(rows, key=lambda row: unit_index.codes[row]))
    boundary_m = float(shapely.distance(unit_index.boundaries[row], point))
    others = list_others(unit_index, point) if len(unit_index.others) else ()
    return Answer(**vars(unit_index.details[row]), near_boundary_m=round(boundary_m, 1), others=others)


def list_others(unit_index: UnitIndex, point: shapely.Point) -> tuple[OtherUnit, ...]:
    """List the units beside the grid that hold a place.

    Parameters
    ----------
    unit_index
        The units.
    point
        The place in the city's CRS.

    Returns
    -------
    tuple of OtherUnit
        By code; empty where none holds the place.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> list_others(make_unit_index(build_sample()), shapely.Point(500_150.0, 3_800_150.0))
    ()
    """
    rows = unit_index.others.sindex.query(point, predicate="intersects")
    holding = unit_index.others.iloc[np.sort(rows)].sort_values("unit_code")
    kinds = holding["unit_kind"] if "unit_kind" in holding else pd.Series(BASE_KIND, index=holding.index)
    return tuple(
        OtherUnit(unit_code=code, name=name, unit_kind=kind)
        for code, name, kind in zip(holding["unit_code"], holding["name"], kinds, strict=True)
    )


def _raise_outside(unit_index: UnitIndex, point: shapely.Point) -> NoReturn:
    row = int(unit_index.tree.nearest(point))
    code, distance_m = str(unit_index.codes[row]), float(shapely.distance(unit_index.tree.geometries[row], point))
    raise OutsideCityError(
        f"no grid unit covers this place; the nearest is {code}, {distance_m:,.0f} m away",
        nearest_unit_code=code,
        distance_m=distance_m,
    )
