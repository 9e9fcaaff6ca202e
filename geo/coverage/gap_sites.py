"""New facilities that gap areas could get: crossings spread over the homes, and whom each would reach on foot."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int32, Int64, Integer, expand_ranges, group_starts
from geo.city.walk_context import WalkContext
from geo.walking.access_points import AccessPoints
from geo.walking.network import WalkNetwork
from geo.walking.within import list_sorted_pairs

#: One crossing is tried in each square of this share of the limit.
SPACING: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class TriedSites:
    """Crossings where a facility is tried, and the homes within the limit of each.

    Parameters
    ----------
    xy
        Where they are [m], shape (s, 2).
    site_of_home
        The crossing tried in the square of each home, -1 where there is none, shape (n,).
    start
        Where the homes of each crossing begin in `home`, shape (s + 1,).
    home
        Homes within the limit, crossing by crossing.
    """

    xy: Float64
    site_of_home: Int32
    start: Int64
    home: Int32


def try_sites(context: WalkContext, wanted: Bool, people: Float64, *, limit_m: float) -> TriedSites:
    """Try a facility at the crossing with most people around it in every square of half the limit.

    Parameters
    ----------
    context
        Who walks where.
    wanted
        Around which homes, shape (n,).
    people
        People of each home, shape (n,).
    limit_m
        The limit [m]; closed.

    Returns
    -------
    TriedSites
        By walking search, as a scenario with a facility there finds it. Empty where no home joins the network.

    Examples
    --------
    >>> from geo.city.sample import ORIGIN, build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> tried = try_sites(context, np.arange(5) == 3, np.ones(5), limit_m=1000.0)
    >>> (tried.xy - ORIGIN).tolist(), tried.home.tolist()
    ([[900.0, 900.0]], [3])
    """
    network, homes = context.network, context.homes
    near_u = homes.offset_m < network.length_m[homes.edge] / 2
    node = np.where(near_u, network.u[homes.edge], network.v[homes.edge])
    road = _find_public_roads(network)
    use = wanted[homes.place] & (road[node] >= 0)
    node, home = node[use], homes.place[use]
    weight = np.bincount(node, weights=people[home], minlength=len(road))
    nodes = np.flatnonzero(np.bincount(node, minlength=len(road)))
    column, row = np.floor(network.node_xy[nodes] / (SPACING * limit_m)).astype(np.int64).T
    height = row.max(initial=0) - row.min(initial=0) + 1
    square = np.unique(column * height + row, return_inverse=True)[1]
    order = np.lexsort((-weight[nodes], square))
    tried = nodes[order[group_starts(square[order])]]
    site_of_home = np.full(homes.count, -1, np.int32)
    site_of_home[home] = square[np.searchsorted(nodes, node)]
    joined = _join_nodes(network, tried, road[tried])
    pairs = list_sorted_pairs(network, joined, context.home_targets, count=homes.count, limit_m=limit_m)
    order = np.argsort(pairs.origin, kind="stable")
    start = np.searchsorted(pairs.origin[order], np.arange(len(tried) + 1))
    return TriedSites(xy=network.node_xy[tried], site_of_home=site_of_home, start=start, home=pairs.place[order])


def _find_public_roads(network: WalkNetwork) -> Int32:
    """Find a road at each node that is open to all, -1 where there is none: nobody builds for all behind a gate."""
    road = np.full(len(network.node_xy), -1, np.int32)
    public = np.flatnonzero(~network.private)
    road[network.u[public]] = road[network.v[public]] = public
    return road


def _join_nodes(network: WalkNetwork, nodes: Integer, road: Int32) -> AccessPoints:
    count = len(nodes)
    return AccessPoints(
        place=np.arange(count, dtype=np.int32),
        edge=road,
        offset_m=np.where(network.u[road] == nodes, 0.0, network.length_m[road]),
        access_m=np.zeros(count),
        gate=np.full(count, -1, np.int32),
        count=count,
    )


@dataclass(frozen=True)
class BestSites:
    """The best of the crossings tried in each gap area; shape (g,) each.

    Parameters
    ----------
    xy
        Where it is [m], NaN where none was tried, shape (g, 2).
    own
        People of the gap area who would be covered.
    all
        People of all gap areas of the scope who would be covered.
    """

    xy: Float64
    own: Float64
    all: Float64


def choose_sites(sites: TriedSites, gap: Integer, people: Float64, *, count: int) -> BestSites:
    """Choose in each gap area the crossing that covers most of its people; of equals the one that covers most of all.

    Parameters
    ----------
    sites
        Crossings tried with the limit of the category.
    gap
        Gap area of each home, -1 for homes in none, shape (n,).
    people
        People of each home who are not covered, 0 for others, shape (n,).
    count
        How many gap areas.

    Returns
    -------
    BestSites
        Nobody where no crossing was tried.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> people = np.array([0.0, 0, 0, 40, 0])
    >>> tried = try_sites(make_walk_context(build_sample()), people > 0, people, limit_m=1000.0)
    >>> choose_sites(tried, np.array([-1, -1, -1, 0, 1]), people, count=2).own.tolist()
    [40.0, 0.0]
    """
    size = len(sites.xy)
    best = BestSites(np.full((count, 2), np.nan), np.zeros(count), np.zeros(count))
    homes = np.flatnonzero((gap >= 0) & (sites.site_of_home >= 0))
    if not len(homes):
        return best
    tried = np.unique(gap[homes].astype(np.int64) * size + sites.site_of_home[homes])
    of_gap, site = np.divmod(tried, size)
    reached = people[sites.home]
    total = np.bincount(np.repeat(np.arange(size), np.diff(sites.start)), weights=reached, minlength=size)
    owner, entry = expand_ranges(sites.start[site], sites.start[site + 1])
    mine = gap[sites.home[entry]] == of_gap[owner]
    own = np.bincount(owner[mine], weights=reached[entry[mine]], minlength=len(tried))
    order = np.lexsort((site, -total[site], -own, of_gap))
    first = order[group_starts(of_gap[order])]
    rows = of_gap[first]
    best.xy[rows], best.own[rows], best.all[rows] = sites.xy[site[first]], own[first], total[site[first]]
    return best
