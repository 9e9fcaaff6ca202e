"""Lines that grid units should not lie across: trunk roads, rivers, railways."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd
import shapely

from geo.arrays import Float64, Integer, Objects
from geo.city.line_kinds import check_line_kinds
from geo.city.model import City
from geo.grid_care.faces import cut_faces
from geo.grid_care.findings import make_findings

#: Roads that separate who lives on their two sides. Primary roads are not among them: in built-up areas they are
#: streets with crossings, and most communities lie on both sides of one.
TRUNK_ROADS: Final = ("motorway", "trunk")
#: What of the barriers separates: finding -> kinds of barrier.
_BARRIERS: Final = {"across_river": ("river",), "across_railway": ("railway",)}


def find_severing_lines(city: City, trunk_roads: Collection[str] = TRUNK_ROADS) -> dict[str, Objects]:
    """Find the lines that no grid unit should lie across.

    Parameters
    ----------
    city
        Any city.
    trunk_roads
        Kinds of road that separate their two sides.

    Returns
    -------
    dict
        Kind of finding -> lines, maybe none.

    Raises
    ------
    InputError
        If no road of the city is of a kind that is not among :data:`TRUNK_ROADS`.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> {kind: len(lines) for kind, lines in find_severing_lines(build_sample()).items()}
    {'across_road': 0, 'across_river': 0, 'across_railway': 0}
    """
    check_line_kinds(city.roads, "highway", trunk_roads, usual=TRUNK_ROADS)
    found = {"across_road": np.empty(0, object), **{kind: np.empty(0, object) for kind in _BARRIERS}}
    if "highway" in city.roads:
        found["across_road"] = np.asarray(city.roads.geometry.values)[city.roads["highway"].isin(trunk_roads)]
    if city.barriers is not None:
        kind = city.barriers["barrier_kind"]
        shapes = np.asarray(city.barriers.geometry.values)
        found |= {name: shapes[kind.isin(kinds)] for name, kinds in _BARRIERS.items()}
    return found


def check_severance(city: City, unit: Integer, people: Float64, trunk_roads: Collection[str]) -> list[pd.DataFrame]:
    """Find base units with homes on both sides of a trunk road, a river or a railway.

    Parameters
    ----------
    city
        The city.
    unit
        Row of the base unit of each home, -1 outside all, shape (n,).
    people
        Households of each home, shape (n,).
    trunk_roads
        Kinds of road that separate their two sides.

    Returns
    -------
    list of pandas.DataFrame
        Findings, with the households that are not on the side with most of them. A line that ends inside a unit
        separates nothing.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> [len(part) for part in check_severance(build_sample(), np.array([0, 0, 0, 3, -1]), np.ones(5), TRUNK_ROADS)]
    [0, 0, 0]
    """
    lines = find_severing_lines(city, trunk_roads)
    return [_find_across(kind, city, unit, people, own) for kind, own in lines.items()]


def _find_across(kind: str, city: City, unit: Integer, people: Float64, lines: Objects) -> pd.DataFrame:
    shapes, codes = np.asarray(city.base_units.geometry.values), city.base_units["unit_code"].to_numpy(object)
    crossed = np.unique(shapely.STRtree(shapes).query(lines, predicate="intersects")[1])
    faces, row = cut_faces(shapes[crossed], np.arange(len(crossed)), lines)
    place = np.full(len(shapes) + 1, -1)
    place[crossed] = np.arange(len(crossed))
    homes = np.flatnonzero(place[unit] >= 0)
    home, face = shapely.STRtree(faces).query(np.asarray(city.homes.geometry.values)[homes], predicate="intersects")
    is_own = row[face] == place[unit[homes[home]]]
    home, first = np.unique(home[is_own], return_index=True)
    of_face = np.bincount(face[is_own][first], weights=people[homes[home]], minlength=len(faces))
    whole = np.bincount(row, weights=of_face, minlength=len(crossed))
    most = np.zeros(len(crossed))
    np.maximum.at(most, row, of_face)
    wrong = np.flatnonzero(whole - most > 0)
    cut = shapely.intersection(shapely.union_all(lines), shapes[crossed[wrong]]) if len(wrong) else np.empty(0, object)
    return make_findings(kind, codes[crossed[wrong]], amounts=(whole - most)[wrong].tolist(), shapes=cut)
