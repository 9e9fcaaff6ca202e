"""What of a city a proposal begins with: the units of a day, who lives in them, and the lines between them."""

from collections.abc import Collection
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bool, Float64, Int64
from geo.city.model import City
from geo.errors import InputError, NotFoundError
from geo.grid.days import read_day
from geo.grid.divisions import LEVELS, find_scopes
from geo.grid.generations import is_in_force
from geo.grid.units import choose_base_units
from geo.grid_care.atom_map import Limits
from geo.grid_care.atoms import Ground
from geo.grid_care.faces import SMALL_WAYS
from geo.grid_care.grid_check import find_units_of_homes
from geo.grid_care.severance import find_severing_lines


@dataclass(frozen=True, kw_only=True)
class DayUnits:
    """The base units of a day, and who counts to them.

    Parameters
    ----------
    base
        The units, numbered from 0, shape (u,).
    home
        Row of the unit of each home, -1 outside all, shape (homes,).
    households, residents
        Of each unit, shape (u,).
    is_looked_at
        Whether each unit is of a community that the proposal is about, shape (u,).
    """

    base: gpd.GeoDataFrame
    home: Int64
    households: Float64
    residents: Float64
    is_looked_at: Bool


def take_day_units(city: City, valid_from: str, *, within: str) -> DayUnits:
    """Take the base units of a day.

    Parameters
    ----------
    city
        The city.
    valid_from
        The day, ISO 8601.
    within
        Code of a division: only its communities are looked at; "" for all.

    Returns
    -------
    DayUnits
        Looked at are units of communities; villages go by villagers' groups, and a unit without a community has no
        outline to stay within.

    Raises
    ------
    InputError
        If it is no day, the homes have no households, or units come into force only after that day.
    NotFoundError
        If no division has the code.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> found = take_day_units(build_sample(), "2030-01-01", within="")
    >>> found.households.tolist(), found.is_looked_at.tolist()
    ([24.0, 0.0, 0.0, 16.0], [True, True, False, False])
    """
    _check(city, valid_from)
    base = choose_base_units(city.grid_units[is_in_force(city.grid_units, valid_from)])
    home = find_units_of_homes(city, base).astype(np.int64)
    people = {}
    for name in ("households", "residents"):
        values = city.homes[name].fillna(0).to_numpy(float)[home >= 0]
        people[name] = np.bincount(home[home >= 0], weights=values, minlength=len(base)).astype(float)
    is_urban = (find_scopes(base["community"], city.divisions) == "urban") & (base["community"] != "").to_numpy()
    return DayUnits(base=base, home=home, is_looked_at=is_urban & _lie_within(city, base, within), **people)


def _check(city: City, valid_from: str) -> None:
    try:
        is_day = read_day(valid_from) == valid_from
    except ValueError:
        is_day = False
    if not valid_from or not is_day:  # "" is no day too, to columns of days: units would never end
        raise InputError(f'--from "{valid_from[:40]}": expected a day as 2024-07-01')
    if "households" not in city.homes:
        raise InputError("the homes have no column households; expected one, because grid units go by households")
    if "valid_from" in city.grid_units:
        latest = city.grid_units["valid_from"].fillna("").astype(str).max()
        if latest > valid_from:
            raise InputError(f"units come into force on {latest}, after {valid_from}; choose that day or a later one")


def _lie_within(city: City, base: gpd.GeoDataFrame, within: str) -> Bool:
    """Tell which units lie in a division."""
    if not within:
        return np.ones(len(base), bool)
    if city.divisions is None or within not in set(city.divisions["code"]):
        raise NotFoundError(f'no division has the code "{within[:40]}"')
    parent = dict(zip(city.divisions["code"], city.divisions["parent"], strict=True))
    current, found = base["community"], np.zeros(len(base), bool)
    for _ in LEVELS:  # a tree is at most as deep as there are levels
        found |= (current == within).to_numpy()
        current = current.map(lambda code: parent.get(code, ""))
    return found


def choose_wanting(day: DayUnits, limits: Limits) -> Int64:
    """Choose the communities that have a unit of the wrong size.

    Parameters
    ----------
    day
        The units.
    limits
        Households that a unit should have.

    Returns
    -------
    ndarray of int64
        Rows of all their units; none of a community where nobody lives.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> choose_wanting(take_day_units(build_sample(), "2030-01-01", within=""), Limits(10.0, 30.0)).tolist()
    [0, 1]
    """
    community = day.base["community"].to_numpy(object)
    is_wrong = (day.households < limits.least) | (day.households > limits.most)
    wrong = set(community[day.is_looked_at & is_wrong]) & set(community[day.households > 0])
    return np.flatnonzero(day.is_looked_at & np.isin(community.astype(str), sorted(wrong)))


def make_ground(city: City, day: DayUnits, units: Int64, trunk_roads: Collection[str]) -> tuple[Ground, Int64]:
    """Make the ground of some units: their outlines, the lines that cut them, their homes.

    Parameters
    ----------
    city, day
        The city, and its units of the day.
    units
        Rows of the units, all of each community.
    trunk_roads
        Kinds of road that no unit lies across.

    Returns
    -------
    tuple
        The ground, and the rows of its homes in the city. Units are cut along roads that are no small ways, and along
        all barriers.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> day = take_day_units(city, "2030-01-01", within="")
    >>> make_ground(city, day, np.array([0, 1]), ())[1].tolist()
    [0, 1, 2]
    """
    place = np.full(len(day.base) + 1, -1)
    place[units] = np.arange(len(units))
    homes = np.flatnonzero(place[day.home] >= 0)
    streets = city.roads if "highway" not in city.roads else city.roads[~city.roads["highway"].isin(SMALL_WAYS)]
    barriers = [] if city.barriers is None else [np.asarray(city.barriers.geometry.values)]
    compound = city.homes["compound"].fillna("") if "compound" in city.homes else pd.Series("", index=city.homes.index)
    number = pd.factorize(compound.where(compound != "").iloc[homes])[0].astype(np.int64)
    severing = find_severing_lines(city, trunk_roads).values()
    ground = Ground(
        outlines=np.asarray(day.base.geometry.values)[units],
        group=np.unique(day.base["community"].to_numpy(str)[units], return_inverse=True)[1].astype(np.int64),
        lines=np.concatenate([np.asarray(streets.geometry.values), *barriers, *severing]),
        severing=np.concatenate(list(severing)),
        points=np.asarray(city.homes.geometry.values)[homes],
        households=city.homes["households"].fillna(0).to_numpy(float)[homes],
        compound=number,
        unit=place[day.home[homes]],
    )
    return ground, homes
