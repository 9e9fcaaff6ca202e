"""Places that may be the centre of a life circle, and how many people of each unit live within its walk."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse
import shapely

from geo.arrays import Float64, Int64
from geo.city.walk_context import WalkContext
from geo.life_circles.life_tiers import LifeTier
from geo.life_circles.urban_units import UrbanUnits
from geo.walking.access_points import AccessPoints, append_points, take_places
from geo.walking.network import WalkNetwork
from geo.walking.within import list_pairs

#: Crossings that may be centres lie about so much of the tier's walk apart.
_SPACING: Final = 0.2


@dataclass(frozen=True, kw_only=True)
class Reaches:
    """The places that may be centres of one tier's circles.

    Parameters
    ----------
    xy
        Where they lie [m], shape (m, 2).
    facility
        Row of the facility that each is, -1 for a crossing, shape (m,).
    unit
        Row of the urban unit that each lies in, shape (m,).
    points
        Where they join the network.
    people
        Residents of each unit within the tier's walk of each place, shape (m, n), sparse in columns.
    """

    xy: Float64
    facility: Int64
    unit: Int64
    points: AccessPoints
    people: scipy.sparse.csc_array


def find_reaches(
    context: WalkContext, urban: UrbanUnits, tier: LifeTier, *, home_unit: Int64, residents: Float64
) -> Reaches:
    """Find the places that may be centres, and who is within the walk of each.

    Parameters
    ----------
    context
        Who walks where.
    urban
        The urban units.
    tier
        Its facilities and a choice of crossings may be centres.
    home_unit
        Row of the urban unit of each home, -1 for none, shape (homes,).
    residents
        Residents of each home, shape (homes,).

    Returns
    -------
    Reaches
        Only places in urban units.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> from geo.life_circles.life_tiers import find_life_tiers
    >>> from geo.life_circles.urban_units import Separators, find_urban_units
    >>> from geo.rules.rule_set import read_rules
    >>> from pathlib import Path
    >>> context = make_walk_context(build_sample())
    >>> people = context.city.homes["residents"].to_numpy(float)
    >>> urban = find_urban_units(context.city, Separators(), residents=people)
    >>> tier = find_life_tiers([read_rules(Path("data/standards/gb50180-2018.toml"))], context.profile)[2]
    >>> unit = np.array([0, 0, 0, -1, -1])
    >>> float(find_reaches(context, urban, tier, home_unit=unit, residents=people).people.max())
    60.0
    """
    category = context.city.facilities["category"]
    mine = category.isin([name for name, rule in tier.rules.facilities.items() if rule.tier == tier.key])
    joined = np.zeros(len(category), bool)
    joined[context.facilities.place] = True
    facility = np.flatnonzero(mine & joined)
    nodes = _choose_nodes(context, urban, _SPACING * tier.limit_m)
    at = shapely.get_coordinates(
        shapely.point_on_surface(np.asarray(context.city.facilities.geometry.values)[facility])
    )
    xy = np.concatenate([at, context.network.node_xy[nodes]])
    points = append_points(take_places(context.facilities, facility), join_nodes(context.network, nodes))
    unit = urban.find_units(xy)
    kept = np.flatnonzero(unit >= 0)
    points = take_places(points, kept)
    return Reaches(
        xy=xy[kept],
        facility=np.r_[facility, np.full(len(nodes), -1)][kept],
        unit=unit[kept],
        points=points,
        people=_sum_people(context, points, tier.limit_m, home_unit, residents, len(urban.table)),
    )


def _choose_nodes(context: WalkContext, urban: UrbanUnits, spacing_m: float) -> Int64:
    """Choose crossings that everybody gets to, one per square of the spacing and unit: each unit with any has one."""
    network = context.network
    rows = np.flatnonzero(
        ~network.private & (network.component_length_m[network.component] >= context.city.min_component_m)
    )
    nodes = np.unique(np.concatenate([network.u[rows], network.v[rows]]))
    unit = urban.find_units(network.node_xy[nodes])
    nodes, unit = nodes[unit >= 0], unit[unit >= 0]
    cell = network.node_xy[nodes] / spacing_m
    away = np.hypot(*(cell - np.floor(cell) - 0.5).T)
    squares = np.column_stack([np.floor(cell), unit])
    order = np.lexsort((away, *squares.T))
    _, first = np.unique(squares[order], axis=0, return_index=True)
    return np.sort(nodes[order[first]]).astype(np.int64)


def join_nodes(network: WalkNetwork, nodes: Int64) -> AccessPoints:
    """Join crossings to the network.

    Parameters
    ----------
    network
        The walk network.
    nodes
        Its nodes, each an end of an edge that is open to everybody, ascending, shape (k,).

    Returns
    -------
    AccessPoints
        Of k places.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> network = build_sample().network
    >>> points = join_nodes(network, np.array([0, 5]))
    >>> points.access_m.tolist(), points.count
    ([0.0, 0.0], 2)
    """
    edges = np.flatnonzero(~network.private)
    end = np.concatenate([network.u[edges], network.v[edges]])
    row, offset_m = np.tile(edges, 2), np.concatenate([np.zeros(len(edges)), network.length_m[edges]])
    order = np.argsort(end, kind="stable")
    first = order[np.searchsorted(end[order], nodes)]
    count = len(nodes)
    return AccessPoints(
        place=np.arange(count, dtype=np.int32),
        edge=row[first].astype(np.int32),
        offset_m=offset_m[first],
        access_m=np.zeros(count),
        gate=np.full(count, -1, np.int32),
        count=count,
    )


def _sum_people(
    context: WalkContext, points: AccessPoints, limit_m: float, home_unit: Int64, residents: Float64, units: int
) -> scipy.sparse.csc_array:
    """Add up the residents of each unit within the limit of each place."""
    lived_in = np.flatnonzero((home_unit >= 0) & (residents > 0))
    homes = take_places(context.homes, lived_in)
    pairs = list_pairs(context.network, points, homes, limit_m=limit_m)
    home = lived_in[pairs.place]
    shape = (points.count, units)
    return scipy.sparse.coo_array((residents[home], (pairs.origin, home_unit[home])), shape=shape).tocsc()
