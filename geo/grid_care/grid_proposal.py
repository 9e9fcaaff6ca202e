"""A proposal for a city's grid: which units are divided and merged, under which codes, and what becomes of whom."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Int64, Objects
from geo.city.model import City
from geo.grid.units import BASE_KIND, KIND_HOUSEHOLDS
from geo.grid_care.atom_map import Limits
from geo.grid_care.city_ground import DayUnits, choose_wanting, make_ground, take_day_units
from geo.grid_care.posts import Reassignment, reassign_posts
from geo.grid_care.redivision import Redivision, redivide
from geo.grid_care.severance import TRUNK_ROADS
from geo.grid_care.successions import Successions, trace_successions
from geo.grid_care.unit_names import describe_new_units, find_predecessors, order_units
from geo.progress import Progress

#: Households that a proposed unit has.
LIMITS: Final = Limits(*KIND_HOUSEHOLDS[BASE_KIND])


@dataclass(frozen=True, kw_only=True)
class GridProposal:
    """Which units end on a day, and which come into force.

    Parameters
    ----------
    city
        The city as it is.
    valid_from
        First day of the new units, ISO 8601.
    units
        Base units of that day without the proposal, of the communities that were looked at: ``unit_code, name,
        community, households, residents, ends`` and polygons.
    new_units
        Units that come into force, in the columns of the city's grid units, and ``households, residents,
        predecessor``.
    new_code
        Code of the unit of each home from that day, shape (homes,); "" for homes whose unit does not change.
    successions
        Which new units follow which old ones, and who is moved.
    posts
        Who works where from that day; None where the city knows no workers.
    limits
        Households that a unit should have.
    severed
        Codes of communities that a trunk road, a river or a railway crosses.
    """

    city: City
    valid_from: str
    units: gpd.GeoDataFrame
    new_units: gpd.GeoDataFrame
    new_code: Objects
    successions: Successions
    posts: Reassignment | None
    limits: Limits
    severed: frozenset[str]


def propose_grid(
    city: City,
    *,
    valid_from: str,
    within: str = "",
    trunk_roads: Collection[str] = TRUNK_ROADS,
    limits: Limits = LIMITS,
    progress: Progress | None = None,
) -> GridProposal:
    """Propose grid units of 300 to 500 households.

    Parameters
    ----------
    city
        The city; its homes have households.
    valid_from
        First day of the new units, ISO 8601.
    within
        Code of a division: only its communities; "" for all.
    trunk_roads
        Kinds of road that no unit lies across.
    limits
        Households that a unit should have.
    progress
        Shows and times the steps; None for neither.

    Returns
    -------
    GridProposal
        Communities each by itself: fewest households off size first, then fewest moved, then shortest borders,
        which count twice where they run along no road and no wall.
        Villages go by villagers' groups and are left alone, and so is what is right already.

    Raises
    ------
    InputError
        If the homes have no households, units come into force after that day, the city has no road of a kind that is
        not motorway or trunk, or a community has no free code.
    NotFoundError
        If no division has the code.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> found = propose_grid(build_sample(), valid_from="2030-01-01", limits=Limits(10.0, 30.0))
    >>> found.units["ends"].tolist(), found.new_units[["unit_code", "households"]].values.tolist()
    ([True, True], [['410102001001003', 24.0]])
    """
    progress = progress or Progress()
    day = take_day_units(city, valid_from, within=within)
    chosen = choose_wanting(day, limits)
    with progress.step("new units"):
        ground, homes = make_ground(city, day, chosen, trunk_roads)
        found = redivide(ground, limits)
    with progress.step("codes and workers"):
        new_units, successions = _describe(city, day, homes, found, valid_from)
    ends = np.zeros(len(day.base), bool)
    ends[chosen] = ~np.isin(np.arange(len(chosen)), found.kept)
    units = day.base.assign(households=day.households, residents=day.residents, ends=ends)[day.is_looked_at]
    columns = ["unit_code", *(["name"] if "name" in units else []), "community", "households", "residents", "ends"]
    new_code = np.full(len(city.homes), "", object)
    new_code[successions.homes] = successions.new_code
    return GridProposal(
        city=city,
        valid_from=valid_from,
        units=gpd.GeoDataFrame(units[[*columns, "geometry"]].reset_index(drop=True), geometry="geometry", crs=city.crs),
        new_units=new_units,
        new_code=new_code,
        successions=successions,
        posts=reassign_posts(city.workers, successions.table, new_units),
        limits=limits,
        severed=_find_severed(day, chosen, ground.severing),
    )


def _find_severed(day: DayUnits, units: Int64, lines: Objects) -> frozenset[str]:
    crossed = shapely.STRtree(np.asarray(day.base.geometry.values)[units]).query(lines, predicate="intersects")[1]
    return frozenset(day.base["community"].to_numpy(object)[units[crossed]])


def _describe(
    city: City, day: DayUnits, homes: Int64, found: Redivision, valid_from: str
) -> tuple[gpd.GeoDataFrame, Successions]:
    """Name the new units, and trace which units they follow."""
    is_new = found.kept < 0
    changed = np.flatnonzero(is_new[found.home])
    number = np.cumsum(is_new) - 1
    part, old, rows = number[found.home[changed]], day.home[homes[changed]], homes[changed]
    shapes, outlines = found.shapes[is_new], np.asarray(day.base.geometry.values)
    households = city.homes["households"].fillna(0).to_numpy(float)[rows]
    predecessor = find_predecessors(shapes, part, old, households, outlines)
    order = order_units(shapes, predecessor)
    units = describe_new_units(city, day.base, shapes[order], predecessor[order], valid_from)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    for name in ("households", "residents"):
        people = city.homes[name].fillna(0).to_numpy(float)[rows]
        units[name] = np.bincount(place[part], weights=people, minlength=len(order)).astype(float)
    codes = day.base["unit_code"].to_numpy(object), units["unit_code"].to_numpy(object)
    succeeded = pd.Series(units["predecessor"].to_numpy(object), index=codes[1])
    return units, trace_successions(city.homes, rows, codes[0][old], codes[1][place[part]], succeeded)
