"""Settling: what each block is used for, how many people live on it, and the grid units that share them."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.arrays import Bool, Float64, Int64, group_starts
from geo.grid.partition import Blocks, absorb_rest, cut_regions
from geo.reference.blocks import Ground
from geo.reference.figures import Figures, apportion, share_out, share_within
from geo.reference.layouts import ESTATE, FIELDS, HAMLET, LANES, LIVED_IN, PARK, SCHOOL, TOWERS, WORKS, YARD
from geo.reference.terrain import Terrain, measure_density
from geo.reference.territory import Territory

#: Assumed: residents a household, and how much closer than elsewhere people live, by use.
_HOUSEHOLD_SIZE: Final = np.array([2.5, 2.5, 2.8, 2.9, 3.3])
_CROWDING: Final = np.array([0.9, 1.2, 1.0, 1.35, 0.8])
#: Assumed: shares of town blocks where nobody lives.
_NOT_LIVED_IN: Final = {PARK: 0.05, SCHOOL: 0.055, WORKS: 0.13}
_HAMLET_RESIDENTS: Final = 550.0
_LEAST_RESIDENTS: Final = {True: 700, False: 150}


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """Who lives where.

    Parameters
    ----------
    use
        :data:`LANES` to :data:`FIELDS`, shape (n,).
    age
        0 for the old town to 1 for new estates at the edge, shape (n,).
    residents, households
        Of each block, shape (n,).
    unit_of
        Grid unit of each block, units of leaf 0 first, shape (n,).
    leaf_of_unit
        Row of the community or village of each unit, shape (u,).
    """

    use: Int64
    age: Float64
    residents: Int64
    households: Int64
    unit_of: Int64
    leaf_of_unit: Int64


def settle_people(
    terrain: Terrain,
    ground: Ground,
    territory: Territory,
    blocks: Blocks,
    room_m2: Float64,
    figures: Figures,
    rng: np.random.Generator,
) -> Settlement:
    """Use the land, put people on it and cut communities and villages into grid units.

    Parameters
    ----------
    terrain, ground, territory
        The land and whose it is.
    blocks
        The graph of blocks.
    room_m2
        What can be built on of each block [m2], shape (n,).
    figures
        How many people and units.
    rng
        Where chance comes from.

    Returns
    -------
    Settlement
        Sums of residents, and the number of units, are exactly the figures'.
    """
    density = measure_density(terrain, ground.xy)
    age = np.clip(1.0 - density / 0.8, 0.0, 1.0)
    community = territory.is_community[territory.leaf_of]
    use = _use_land(ground, community, age, territory.leaf_of, room_m2, rng)
    crowd = np.where(use < len(LIVED_IN), room_m2, 0.0) * np.append(_CROWDING, np.zeros(4))[use]
    crowd *= np.where(community, density, 0.5 + density) * rng.lognormal(0, 0.3, len(use))
    crowd = _choose_hamlets(crowd, community, territory, figures, rng)
    use = np.where((use == HAMLET) & (crowd == 0), FIELDS, use)
    of_leaf = _people_of_leaves(territory, crowd, figures, rng)
    residents = share_within(of_leaf, crowd, territory.leaf_of)
    size = np.append(_HOUSEHOLD_SIZE, np.ones(4))[use]
    households = np.where(residents > 0, np.maximum(1, np.round(residents / size)), 0).astype(np.int64)
    unit_of, leaf_of_unit = _cut_units(blocks, territory, households, figures)
    return Settlement(
        use=use, age=age, residents=residents, households=households, unit_of=unit_of, leaf_of_unit=leaf_of_unit
    )


def _use_land(
    ground: Ground, community: Bool, age: Float64, leaf: Int64, room_m2: Float64, rng: np.random.Generator
) -> Int64:
    draw, other = rng.random((2, len(leaf)))
    lived = np.select(
        [draw < 0.75 - 1.5 * age, draw < 1.15 - 1.3 * age, other < 0.65 - 0.3 * age], [LANES, YARD, ESTATE], TOWERS
    )
    shares = np.cumsum(list(_NOT_LIVED_IN.values()))
    kind = np.searchsorted(shares, rng.random(len(leaf)), side="right")
    use = np.append(list(_NOT_LIVED_IN), -1)[kind]
    use = np.where(use >= 0, use, lived)
    narrow = ground.span != 1
    use = np.where(community & ~narrow, use, np.where(community & (room_m2 < 6e4), YARD, HAMLET))
    # the largest block of every leaf is lived in, whatever chance says
    order = np.lexsort((-room_m2, leaf))
    first = order[group_starts(leaf[order])]
    use[first] = np.where(use[first] >= len(LIVED_IN), ESTATE, use[first])
    return use.astype(np.int64)


def _choose_hamlets(
    crowd: Float64, community: Bool, territory: Territory, figures: Figures, rng: np.random.Generator
) -> Float64:
    """Gather a village's people in a few hamlets; the rest of its blocks are fields."""
    leaf = territory.leaf_of
    blocks = np.bincount(leaf, minlength=len(territory.leaves))
    mean = figures.rural_residents / figures.villages
    wanted = np.clip(np.round(mean / _HAMLET_RESIDENTS * rng.lognormal(0, 0.3, len(blocks))), 1, blocks)
    order = np.lexsort((-crowd * rng.lognormal(0, 0.4, len(crowd)), leaf))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - np.repeat(np.cumsum(blocks) - blocks, blocks)
    return np.where(community | (rank < wanted[leaf]), crowd, 0.0)


def _people_of_leaves(territory: Territory, crowd: Float64, figures: Figures, rng: np.random.Generator) -> Int64:
    room = np.bincount(territory.leaf_of, weights=crowd, minlength=len(territory.leaves))
    residents = np.zeros(len(room), np.int64)
    for is_community, total in ((True, figures.urban_residents), (False, figures.rural_residents)):
        mine = territory.is_community == is_community
        weight = room[mine] ** 0.6 * rng.lognormal(0, 0.25, mine.sum())
        residents[mine] = share_out(total, weight, at_least=_LEAST_RESIDENTS[is_community])
    return residents


def _cut_units(blocks: Blocks, territory: Territory, households: Int64, figures: Figures) -> tuple[Int64, Int64]:
    leaf, leaves = territory.leaf_of, len(territory.leaves)
    of_leaf = np.bincount(leaf, weights=households, minlength=leaves)
    inhabited = np.bincount(leaf, weights=households > 0, minlength=leaves).astype(np.int64)
    units = apportion(figures.grid_units, of_leaf, at_most=inhabited)
    weighed = Blocks(blocks.xy, households.astype(float) + 0.01, blocks.one, blocks.other, blocks.cost_m)
    unit_of = absorb_rest(blocks, cut_regions(weighed, leaf, units), leaf)
    return unit_of, np.repeat(np.arange(leaves), units)
