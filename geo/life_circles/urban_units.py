"""The urban grid units of a city, what separates them, and the compartments that are left."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.arrays import Bool, Float64, Int64, Integer, Objects
from geo.city.line_kinds import check_line_kinds
from geo.city.model import City
from geo.coverage.scopes import URBAN
from geo.grid.divisions import find_scopes
from geo.grid.units import assign_units

#: Units that share less of a boundary than this do not lie side by side [m].
_LEAST_BORDER_M: Final = 5.0
#: How far apart the two drawings of one boundary may lie [m].
_SEAM_M: Final = 0.5
#: A unit lies on both sides of a barrier if so much of it lies beyond, or anybody who lives in it.
_SHARE_BEYOND: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Separators:
    """What no life circle lies across.

    Parameters
    ----------
    highways
        Classes of roads.
    barrier_kinds
        Kinds of barriers.
    bridge_m
        A gap in a barrier up to this wide is a bridge or an underpass: the barrier separates there too [m].
    """

    highways: tuple[str, ...] = ("motorway", "trunk")
    barrier_kinds: tuple[str, ...] = ("river", "railway")
    bridge_m: float = 40.0


@dataclass(frozen=True, kw_only=True)
class UrbanUnits:
    """The urban units, and which lie side by side with nothing between them.

    Parameters
    ----------
    table
        ``unit_code, name, community`` and polygons of the n units, numbered from 0.
    of_base
        Row of each base unit of the city among them, -1 for those of villages.
    one, other, border_m
        Pairs of units side by side, and how long their common boundary is that no separator runs along [m].
    compartment
        Number of the part of the city that separators and villages leave to each unit, shape (n,).
    core
        Number of the ground between separators that most of each unit lies on, shape (n,).
    cores
        The polygons of that ground.
    is_divided
        Whether a separator runs through each unit, shape (n,).
    separators
        Lines of the separators that run through urban units.
    """

    table: gpd.GeoDataFrame
    of_base: Int64
    one: Int64
    other: Int64
    border_m: Float64
    compartment: Int64
    core: Int64
    cores: Objects
    is_divided: Bool
    separators: Objects

    def find_units(self, xy: Float64) -> Int64:
        """Find the urban unit of each place [m], shape (k, 2); -1 outside all."""
        return assign_units(self.table, shapely.points(xy)).astype(np.int64)


def find_urban_units(city: City, separators: Separators, *, residents: Float64) -> UrbanUnits:
    """Find the urban units of a city and its compartments.

    Parameters
    ----------
    city
        The city.
    separators
        What no life circle lies across.
    residents
        Residents of each home that count, shape (homes,): where a separator runs through a unit, it belongs to the side
        that most of them live on.

    Returns
    -------
    UrbanUnits
        Compartments are numbered in the order of their first units; empty where the city has no urban unit.

    Raises
    ------
    InputError
        If the city has no line of a kind that is not among those that usually separate.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> urban = find_urban_units(city, Separators(), residents=city.homes["residents"].to_numpy(float))
    >>> urban.table["name"].tolist(), urban.compartment.tolist(), urban.border_m.round().tolist()
    (['South-west', 'South-east'], [0, 0], [651.0])
    """
    base = city.base_units
    is_urban = find_scopes(base["community"], city.divisions) == URBAN
    table = base.loc[is_urban, ["unit_code", "name", "community", "geometry"]].reset_index(drop=True)
    of_base = np.where(is_urban, np.cumsum(is_urban) - 1, -1).astype(np.int64)
    shapes = np.asarray(table.geometry.values)
    lines = _list_separators(city, separators, shapes)
    cores, core, is_divided = _find_cores(city, shapes, lines, separators.bridge_m, residents)
    one, other, border_m = _find_neighbours(shapes, cores, core)
    links = scipy.sparse.coo_matrix((np.ones(len(one), np.int8), (one, other)), shape=(len(table), len(table)))
    compartment = scipy.sparse.csgraph.connected_components(links, directed=False)[1].astype(np.int64)
    return UrbanUnits(
        table=table,
        of_base=of_base,
        one=one,
        other=other,
        border_m=border_m,
        compartment=compartment,
        core=core,
        cores=cores,
        is_divided=is_divided,
        separators=lines,
    )


def _list_separators(city: City, separators: Separators, shapes: Objects) -> Objects:
    """List the lines of all separators that touch a unit."""
    usual = Separators()
    check_line_kinds(city.roads, "highway", separators.highways, usual=usual.highways)
    kinds = separators.barrier_kinds
    check_line_kinds(city.barriers, "barrier_kind", kinds, usual=usual.barrier_kinds)
    found = [np.empty(0, object)]
    if "highway" in city.roads:
        found.append(np.asarray(city.roads.geometry.values)[city.roads["highway"].isin(separators.highways)])
    if city.barriers is not None and "barrier_kind" in city.barriers:
        chosen = city.barriers["barrier_kind"].isin(separators.barrier_kinds)
        found.append(np.asarray(city.barriers.geometry.values)[chosen])
    lines = np.concatenate(found)
    touching, _ = shapely.STRtree(shapes).query(lines, predicate="dwithin", distance=separators.bridge_m / 2)
    return np.asarray(lines[np.unique(touching)], object)


def _find_cores(
    city: City, shapes: Objects, lines: Objects, bridge_m: float, residents: Float64
) -> tuple[Objects, Int64, Bool]:
    """Return the ground between separators, on which of it each unit lies, and which units lie on both sides."""
    whole = shapely.union_all(shapes)
    strip = shapely.union_all(shapely.buffer(lines, bridge_m / 2))
    cores = shapely.get_parts(shapely.difference(whole, strip))
    cores = cores[shapely.get_dimensions(cores) == 2]
    tree = shapely.STRtree(cores)
    unit, core = tree.query(shapes, predicate="intersects")
    is_cut = np.zeros(len(shapes), bool)
    shapely.prepare(strip)
    is_cut[np.flatnonzero(shapely.intersects(strip, shapes))] = True
    area_m2 = shapely.area(shapes)[unit]
    mixed = is_cut[unit]
    pieces = shapely.intersection(shapes[unit[mixed]], cores[core[mixed]])
    area_m2[mixed] = shapely.area(pieces)
    people = np.zeros(len(unit))
    home, piece = shapely.STRtree(pieces).query(np.asarray(city.homes.geometry.values), predicate="intersects")
    people[mixed] = np.bincount(piece, weights=residents[home], minlength=len(pieces))
    pairs = pd.DataFrame({"unit": unit, "core": core, "people": people, "m2": area_m2})
    pairs = pairs[pairs["m2"] > 0].sort_values(["unit", "people", "m2"])
    main = pairs.groupby("unit").tail(1).set_index("unit")
    rest = pairs.groupby("unit")[["people", "m2"]].sum() - main[["people", "m2"]]
    found = main["core"].reindex(np.arange(len(shapes)), fill_value=-1).to_numpy(np.int64, copy=True)
    lost = np.flatnonzero(found < 0)  # nothing but the strip itself
    found[lost] = tree.nearest(shapes[lost]) if len(cores) else 0
    beyond = (rest["people"] > 0) | (rest["m2"] > _SHARE_BEYOND * (rest["m2"] + main["m2"]))
    return cores, found, beyond.reindex(np.arange(len(shapes)), fill_value=False).to_numpy(bool)


def _find_neighbours(shapes: Objects, cores: Objects, core: Int64) -> tuple[Int64, Int64, Float64]:
    """Find the units that lie side by side on one ground, and how long their boundary on it is [m]."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_SEAM_M)
    kept = (one < other) & (core[one] == core[other])
    one, other = one[kept].astype(np.int64), other[kept].astype(np.int64)
    shared = shapely.intersection(shapely.boundary(shapes[other]), shapely.buffer(shapes[one], _SEAM_M))
    shapely.prepare(cores)
    outside = ~shapely.covers(cores[core[one]], shared)
    # the outline of the city is drawn along the units, and rounding puts it on either side of them
    ground = shapely.buffer(cores, _SEAM_M)
    shared[outside] = shapely.intersection(shared[outside], ground[core[one[outside]]])
    border_m = shapely.length(shared)
    enough = border_m >= _LEAST_BORDER_M
    return one[enough], other[enough], border_m[enough]


def count_beyond(urban: UrbanUnits, xy: Objects, unit: Integer, residents: Float64) -> Float64:
    """Count who lives in each unit on the other side of a separator than most of it.

    Parameters
    ----------
    urban
        The urban units.
    xy
        Where the homes lie, points, shape (homes,).
    unit
        Row of the urban unit of each home, -1 for none, shape (homes,).
    residents
        Residents of each home, shape (homes,).

    Returns
    -------
    ndarray
        Residents of each unit that live nearer to other ground than to its own, shape (n,).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> city = build_sample()
    >>> people = city.homes["residents"].to_numpy(float)
    >>> urban = find_urban_units(city, Separators(), residents=people)
    >>> homes = np.asarray(city.homes.geometry.values)
    >>> count_beyond(urban, homes, np.array([0, 0, 0, -1, -1]), people).tolist()
    [0.0, 0.0]
    """
    counted = np.zeros(len(urban.table))
    inside = np.flatnonzero(unit >= 0)
    mine = inside[urban.is_divided[unit[inside]]]
    if len(mine):
        nearest = shapely.STRtree(urban.cores).nearest(xy[mine])
        across = mine[nearest != urban.core[unit[mine]]]
        np.add.at(counted, unit[across], residents[across])
    return counted
