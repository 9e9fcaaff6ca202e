"""Territory: which street, community or village, and grid unit each block belongs to, each a connected region."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import scipy.optimize
import scipy.sparse
import scipy.sparse.csgraph
import shapely

from geo.arrays import Bool, Float64, Int64, group_starts
from geo.grid.partition import Blocks, absorb_rest, cut_regions
from geo.reference.blocks import RAILWAY, RIVER, Ground
from geo.reference.street_lattice import DISTRICT, Lattice
from geo.reference.terrain import Terrain, measure_density

#: Growing across a river, a railway or a larger road is so many times as far, so that regions end there.
_ACROSS: Final = {RIVER: 5.0, RAILWAY: 4.0}
_ACROSS_LARGE_ROAD: Final = 1.8


@dataclass(frozen=True, kw_only=True)
class Territory:
    """Where each block belongs, as rows of the lists of codes.

    Parameters
    ----------
    districts, streets, leaves
        Codes; leaves are communities and villages.
    is_community
        Whether each leaf is a community.
    district_of, street_of, leaf_of
        Row of each block's district, street, leaf, shape (n,).
    """

    districts: tuple[str, ...]
    streets: tuple[str, ...]
    leaves: tuple[str, ...]
    is_community: Bool
    district_of: Int64
    street_of: Int64
    leaf_of: Int64


def link_blocks(ground: Ground, lattice: Lattice, weight: Float64) -> Blocks:
    """Make the graph of blocks that regions grow over.

    Parameters
    ----------
    ground, lattice
        The blocks and the roads between them.
    weight
        As :class:`geo.grid.partition.Blocks` has it.

    Returns
    -------
    Blocks
        A pair of blocks costs the distance between their middles, more where what lies between them divides.
    """
    s = ground.segments
    inner = (s.right >= 0) & (s.left != s.right)
    a, b = np.minimum(s.left, s.right)[inner], np.maximum(s.left, s.right)[inner]
    factor = np.ones(inner.sum())
    for kind, times in _ACROSS.items():
        factor[s.kind[inner] == kind] = times
    line = s.line[inner]
    factor[(line >= 0) & (lattice.rank[line] <= DISTRICT)] = _ACROSS_LARGE_ROAD
    order = np.lexsort((factor, b, a))
    a, b, factor = a[order], b[order], factor[order]
    first = group_starts(a, b)
    a, b, factor = a[first], b[first], factor[first]
    away_m = np.hypot(*(ground.xy[a] - ground.xy[b]).T)
    return Blocks(ground.xy, weight, a, b, away_m * factor)


def settle_territory(terrain: Terrain, ground: Ground, lattice: Lattice, divisions: pd.DataFrame) -> Territory:
    """Lay districts, streets, communities and villages over the blocks.

    Parameters
    ----------
    terrain, ground, lattice
        The land.
    divisions
        The divisions chosen: ``code, level, parent``.

    Returns
    -------
    Territory
        Every region connected.
    """
    area_m2, density = shapely.area(ground.shapes), measure_density(terrain, ground.xy)
    blocks = link_blocks(ground, lattice, area_m2)
    codes = tuple(divisions["code"][divisions["level"] == "district"])
    district_of = _carve_zones(terrain, ground, blocks, codes)
    leaves = divisions[divisions["level"].isin(["community", "village"])]
    streets = divisions[divisions["level"] == "street"]
    wanted = np.stack(
        [
            streets["code"].map(leaves[leaves["level"] == level]["parent"].value_counts()).fillna(0).to_numpy(int)
            for level in ("community", "village")
        ],
        axis=1,
    ).astype(np.int64)
    of_district = pd.Index(codes).get_indexer(streets["parent"]).astype(np.int64)
    slots = _lay_slots(wanted, of_district, district_of, ground.in_town, area_m2 * density, area_m2)
    street_of = _cut_streets(blocks, slots, wanted, of_district, district_of)
    leaf_of, order = _cut_leaves(blocks, street_of, wanted, ground.in_town, area_m2, density)
    by_street = leaves.assign(street=pd.Index(streets["code"]).get_indexer(leaves["parent"]))
    by_street = by_street.sort_values(["street", "level", "code"], kind="stable")
    assert np.array_equal(by_street["street"].to_numpy(), order)
    return Territory(
        districts=codes,
        streets=tuple(streets["code"]),
        leaves=tuple(by_street["code"]),
        is_community=(by_street["level"] == "community").to_numpy(),
        district_of=district_of,
        street_of=street_of,
        leaf_of=leaf_of,
    )


def _carve_zones(terrain: Terrain, ground: Ground, blocks: Blocks, codes: Sequence[str]) -> Int64:
    """Carve the functional zones out of the districts round their middles; what is cut off joins a neighbour."""
    index = pd.Index(codes)
    district = index.get_indexer(pd.Index(terrain.district_codes))[ground.district].astype(np.int64)
    for zone in terrain.zones:
        free = np.isin(district, index.get_indexer(pd.Index(zone["districts"])))
        away_m = np.where(free, np.hypot(*(ground.xy - zone["at"]).T), np.inf)
        order = np.argsort(away_m, kind="stable")[: free.sum()]
        inside = order[np.cumsum(blocks.weight[order]) <= zone["area_m2"]]
        district[inside] = codes.index(zone["code"])
    return _keep_connected(blocks, district)


def _keep_connected(blocks: Blocks, region: Int64) -> Int64:
    """Keep the largest part of each region; the other parts join what is next to them."""
    n = len(region)
    same = region[blocks.one] == region[blocks.other]
    graph = scipy.sparse.coo_array((np.ones(same.sum()), (blocks.one[same], blocks.other[same])), shape=(n, n))
    _, part = scipy.sparse.csgraph.connected_components(graph, directed=False)
    area_m2 = np.bincount(part, weights=blocks.weight)[part]
    largest = np.zeros(region.max() + 1)
    np.maximum.at(largest, region, area_m2)
    return absorb_rest(blocks, np.where(area_m2 >= largest[region], region, -1), np.zeros(n, np.int64))


def _lay_slots(
    wanted: Int64,
    of_district: Int64,
    district_of: Int64,
    in_town: Bool,
    people: Float64,
    area_m2: Float64,
) -> Float64:
    """Spread each district's communities over its town by people and its villages over the country by area."""
    slots = np.zeros((len(people), 2))
    for d in range(of_district.max() + 1):
        mine = district_of == d
        for k, (ground, measure) in enumerate(((in_town, people), (~in_town, area_m2))):
            place = mine & ground if (mine & ground).any() else mine
            slots[place, k] = wanted[of_district == d, k].sum() * measure[place] / measure[place].sum()
    return slots


def _cut_streets(blocks: Blocks, slots: Float64, wanted: Int64, of_district: Int64, district_of: Int64) -> Int64:
    """Cut districts into streets; the one with most communities lies where most of the town is."""
    order = np.argsort(of_district, kind="stable")
    children = np.bincount(of_district, minlength=district_of.max() + 1)
    weighed = Blocks(blocks.xy, slots.sum(axis=1), blocks.one, blocks.other, blocks.cost_m)
    region = absorb_rest(blocks, cut_regions(weighed, district_of, children), district_of)
    found = np.column_stack([np.bincount(region, weights=column, minlength=len(wanted)) for column in slots.T])
    street = np.empty(len(wanted), np.int64)
    for first, count in zip(np.r_[0, np.cumsum(children)[:-1]], children, strict=True):
        mine, rows = slice(first, first + count), order[first : first + count]
        town = found[mine, 0] / np.maximum(found[mine].sum(axis=1), 1e-9)
        other = wanted[rows, 0] / np.maximum(wanted[rows].sum(axis=1), 1)
        _, match = scipy.optimize.linear_sum_assignment(np.abs(town[:, None] - other[None, :]))
        street[mine] = rows[match]
    target = wanted.sum(axis=1)[street].astype(float)
    region = absorb_rest(blocks, cut_regions(weighed, district_of, children, target), district_of)
    return street[region]


def _cut_leaves(
    blocks: Blocks,
    street_of: Int64,
    wanted: Int64,
    in_town: Bool,
    area_m2: Float64,
    density: Float64,
) -> tuple[Int64, Int64]:
    """Cut each street's town into communities, alike in people, and its country into villages, alike in area."""
    settled = _split_town(street_of, wanted, in_town, density)
    part = 2 * street_of + ~settled
    weight = np.where(settled, area_m2 * density, area_m2)
    weighed = Blocks(blocks.xy, weight, blocks.one, blocks.other, blocks.cost_m)
    children = wanted.ravel()
    leaf = absorb_rest(blocks, cut_regions(weighed, part, children), street_of)
    return leaf, np.repeat(np.repeat(np.arange(len(wanted)), 2), children)


def _split_town(street_of: Int64, wanted: Int64, in_town: Bool, density: Float64) -> Bool:
    """Choose the blocks of each street that its communities take: the densest, and enough for either kind."""
    order = np.lexsort((-density, ~in_town, street_of))
    count = np.bincount(street_of, minlength=len(wanted))
    town = np.bincount(street_of, weights=in_town, minlength=len(wanted)).astype(int)
    communities, villages = wanted.T
    low = np.minimum(3 * communities, count - villages)
    high = np.maximum(count - 4 * villages, communities)
    most = np.where(villages == 0, count, np.where(communities == 0, 0, np.clip(town, np.minimum(low, high), high)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(count) - count, count)
    return np.asarray(rank < most[street_of])
