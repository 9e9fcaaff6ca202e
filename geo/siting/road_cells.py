"""Cells of the walk network: whom any site in a cell could cover at most, wherever in it the site stands.

A walk from a site on a stretch of road either ends on the stretch or leaves it by one of its ends. So what any site in
a cell (stretches that lie together) covers is among what is within the limit of the ends of its stretches, and the
homes that join them: the cell covers at least as much as each site in it. Sites in a cell, however many, cover no more
than the cell.
"""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import scipy.sparse
import shapely

from geo.arrays import Float64, Int64, expand_ranges, rank_in_group
from geo.walking.access_points import AccessPoints
from geo.walking.limits import TOLERANCE_M
from geo.walking.network import WalkNetwork
from geo.walking.within import list_pairs

#: Roads are cut into stretches of this length at most [m]: no cell is smaller than one of them.
STRETCH_M: Final = 25.0


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """The roads on which a place may join, cut into short stretches; neighbours stand together, shape (s,).

    Parameters
    ----------
    edge
        Edge of each.
    from_m, to_m
        Where on the edge it begins and ends [m].
    from_point, to_point
        Numbers of its ends: nodes that walks leave by, and behind them the places where an edge is cut.
    homes_on
        Place of each home's access point on the stretch that it lies on, -1 on none, shape (k,).
    """

    edge: Int64
    from_m: Float64
    to_m: Float64
    from_point: Int64
    to_point: Int64
    homes_on: Int64


def cut_network(network: WalkNetwork, homes: AccessPoints, *, min_component_m: float) -> Stretches:
    """Cut the roads on which a place may join into stretches of 25 m at most.

    Parameters
    ----------
    network
        The walk network.
    homes
        Where homes join it.
    min_component_m
        Shorter components carry nobody [m].

    Returns
    -------
    Stretches
        Along a curve that keeps neighbours together.

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> stretches = cut_network(context.network, context.homes, min_component_m=2000)
    >>> len(stretches.edge), (stretches.to_m - stretches.from_m).max().item()
    (288, 25.0)
    """
    usable = network.list_usable(min_component_m)[0].astype(np.int64)
    parts = np.maximum(np.ceil(network.length_m[usable] / STRETCH_M), 1).astype(np.int64)
    edge, count = np.repeat(usable, parts), np.repeat(parts, parts)
    rank = rank_in_group(np.repeat(np.arange(len(usable)), parts))
    length_m, is_last = network.length_m[edge], rank + 1 == count
    # where an edge is cut has a number of its own: that of the stretch that ends there
    cut = network.node_count + np.arange(len(edge))
    from_point = np.where(rank == 0, network.edges.from_u[edge], cut - 1)
    to_point = np.where(is_last, network.edges.from_v[edge], cut)
    from_m, to_m = length_m * rank / count, np.where(is_last, length_m, length_m * (rank + 1) / count)
    middle = shapely.line_interpolate_point(network.geometry[edge], (from_m + to_m) / 2)
    order = np.argsort(gpd.GeoSeries(middle).hilbert_distance().to_numpy(), kind="stable") if len(edge) else cut
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    first = np.full(len(network.u), -1)
    first[usable] = np.cumsum(parts) - parts
    pieces = np.zeros(len(network.u), np.int64)
    pieces[usable] = parts
    share = homes.offset_m / np.maximum(network.length_m[homes.edge], 1e-300)
    on = first[homes.edge] + np.clip((share * pieces[homes.edge]).astype(np.int64), 0, pieces[homes.edge] - 1)
    return Stretches(
        edge=edge[order],
        from_m=from_m[order],
        to_m=to_m[order],
        from_point=from_point[order],
        to_point=to_point[order],
        homes_on=np.where(first[homes.edge] >= 0, place[on], -1),
    )


def cover_from_cells(
    network: WalkNetwork, stretches: Stretches, homes: AccessPoints, first: Int64, last: Int64, *, limit_m: Float64
) -> scipy.sparse.csr_array:
    """Say whom a site in each cell could cover at most.

    Parameters
    ----------
    network
        The walk network.
    stretches
        Its stretches, cut for these homes.
    homes
        Where homes join it.
    first, last
        Each cell is the stretches from `first` to before `last`; no stretch in two cells, shape (c,).
    limit_m
        Longest walk of each home [m], shape (homes.count,).

    Returns
    -------
    scipy.sparse.csr_array
        Cells by homes, 1 where the home may be covered, shape (c, homes.count).

    Examples
    --------
    >>> from geo.city.sample import build_sample
    >>> from geo.city.walk_context import make_walk_context
    >>> context = make_walk_context(build_sample())
    >>> stretches = cut_network(context.network, context.homes, min_component_m=2000)
    >>> first, last, limit_m = np.array([0]), np.array([len(stretches.edge)]), np.full(5, 300.0)
    >>> cover_from_cells(context.network, stretches, context.homes, first, last, limit_m=limit_m).toarray().tolist()
    [[1.0, 1.0, 1.0, 1.0, 0.0]]
    """
    # a millimetre more than any walk may have: rounding never leaves out whom a site covers
    walks = list_pairs(
        network,
        _join_cells(network, stretches, first, last),
        homes,
        limit_m=float(limit_m.max(initial=0.0)) + TOLERANCE_M,
    )
    is_within = walks.walk_m <= limit_m[walks.place] + 2 * TOLERANCE_M
    cell_of = np.full(len(stretches.edge) + 1, -1)
    owner, stretch = expand_ranges(first, last)
    cell_of[stretch] = owner
    cell = cell_of[stretches.homes_on]
    is_on = (cell >= 0) & (homes.access_m <= limit_m[homes.place] + 2 * TOLERANCE_M)
    row = np.concatenate([walks.origin[is_within], cell[is_on]])
    column = np.concatenate([walks.place[is_within], homes.place[is_on]])
    cover = scipy.sparse.csr_array((np.ones(len(row)), (row, column)), shape=(len(first), homes.count))
    cover.sum_duplicates()
    cover.data[:] = 1.0
    return cover


def _join_cells(network: WalkNetwork, stretches: Stretches, first: Int64, last: Int64) -> AccessPoints:
    """Join cells to the network by the ends of their stretches, but for cuts inside a cell."""
    owner, stretch = expand_ranges(first, last)
    cell, edge = np.tile(owner, 2), np.tile(stretches.edge[stretch], 2)
    at_m = np.concatenate([stretches.from_m[stretch], stretches.to_m[stretch]])
    point = np.concatenate([stretches.from_point[stretch], stretches.to_point[stretch]])
    key = cell * (network.node_count + len(stretches.edge)) + point
    _, row, count = np.unique(key, return_index=True, return_counts=True)
    row = row[(count == 1) | (point[row] < network.node_count)]
    return AccessPoints(
        place=cell[row].astype(np.int32),
        edge=edge[row].astype(np.int32),
        offset_m=at_m[row],
        access_m=np.zeros(len(row)),
        gate=np.full(len(row), -1, np.int32),
        count=len(first),
    )
