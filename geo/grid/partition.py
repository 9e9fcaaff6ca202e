"""Cutting a map of blocks into connected regions of wanted weights: parents into children, all parents at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse.csgraph

from geo.arrays import Float64, Int64, group_starts

#: Rounds in which regions that are too heavy give way to lighter neighbours.
_ROUNDS: Final = 24


#: A region starts later by this share of its width for each doubling of its weight over the target; less each round.
_GAIN: Final = 0.5


#: A block lighter than this share of its parent's average is no place to begin at.
_LEAST_WEIGHT: Final = 0.01


@dataclass(frozen=True)
class Blocks:
    """The map to cut.

    Parameters
    ----------
    xy
        Centre of each block [m], shape (n, 2).
    weight
        What a region is to hold in the wanted amount, shape (n,).
    one, other
        Rows of blocks that share a border, each pair once, shape (m,).
    cost_m
        What it costs to grow from one to the other [m], shape (m,): their distance, more across a river.
    """

    xy: Float64
    weight: Float64
    one: Int64
    other: Int64
    cost_m: Float64


def cut_regions(blocks: Blocks, parent: Int64, children: Int64, target: Float64 | None = None) -> Int64:
    """Cut every parent into its number of connected children of the wanted weights.

    Seeds are spread by halving each parent again and again by weight, over the blocks that weigh something; regions
    grow from them over the graph of blocks, so that they are connected; then heavy regions start later, round by round,
    and the most even round wins.

    Parameters
    ----------
    blocks
        The map.
    parent
        Parent of each block, 0 to p-1, shape (n,).
    children
        Number of children of each parent, at most as many as it has blocks of some weight, shape (p,).
    target
        Wanted weight of each child in the order of the parents, or None: the same within a parent;
        shape (children.sum(),).

    Returns
    -------
    ndarray of int64
        Child of each block; the children of parent 0 come first. -1 for blocks that are cut off from every seed of
        their parent. Shape (n,).

    Examples
    --------
    >>> row = np.arange(6)
    >>> xy = np.column_stack([100.0 * row, 0.0 * row])
    >>> line = Blocks(xy, np.ones(6), row[:-1], row[1:], np.full(5, 100.0))
    >>> cut_regions(line, np.zeros(6, np.int64), np.array([3])).tolist()
    [0, 0, 1, 1, 2, 2]
    """
    total = np.bincount(parent, weights=blocks.weight, minlength=len(children))
    of_child = np.repeat(np.arange(len(children)), children)
    if target is None:
        target = (total / np.maximum(children, 1))[of_child]
    seeds = _spread_seeds(blocks, parent, children)
    same = parent[blocks.one] == parent[blocks.other]
    one, other, cost_m = blocks.one[same], blocks.other[same], blocks.cost_m[same]
    siblings = np.flatnonzero(group_starts(of_child))
    start_m, width_m = np.zeros(len(seeds)), np.zeros(len(seeds))
    best, least = np.full(len(parent), -1), np.inf
    for turn in range(_ROUNDS):
        child, away_m = _grow(len(parent), one, other, cost_m, seeds, start_m)
        reached = child >= 0
        weight = np.bincount(child[reached], weights=blocks.weight[reached], minlength=len(seeds))
        excess = np.log2(np.maximum(weight, 1e-9) / np.maximum(target, 1e-9)).clip(-3, 3)
        uneven = float((excess**2).sum())
        if uneven < least:
            best, least = child, uneven
        if turn == 0:
            size = np.bincount(child[reached], minlength=len(seeds))
            width_m = np.bincount(child[reached], weights=away_m[reached], minlength=len(seeds)) / size
        start_m += _GAIN * (1 - turn / _ROUNDS) * excess * width_m
        start_m -= np.repeat(np.minimum.reduceat(start_m, siblings), np.diff(np.r_[siblings, len(seeds)]))
    return best


def halve_places(xy: Float64, weight: Float64, parent: Int64, children: Int64) -> tuple[Int64, Float64, Float64]:
    """Halve each parent's places by weight along their longer side until each part is one child.

    Parameters
    ----------
    xy, weight
        Places [m] and what they weigh, shapes (n, 2) and (n,).
    parent
        Parent of each place, 0 to p-1, shape (n,).
    children
        Number of children of each parent, at most as many as it has places, shape (p,).

    Returns
    -------
    tuple of ndarray
        Child of each place, shape (n,), those of parent 0 first; and the least and greatest x and y of each child's
        box, shape (children.sum(), 2). The boxes of a parent tile the plane; infinite at its ends.

    Examples
    --------
    >>> x = np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 0.0]])
    >>> child, low, high = halve_places(x, np.ones(3), np.zeros(3, np.int64), np.array([2]))
    >>> child.tolist(), high[0].tolist()
    ([0, 1, 1], [0.5, inf])
    """
    first = np.r_[0, np.cumsum(children)[:-1]]
    group, wanted = first[parent], children[parent]
    count = int(children.sum())
    low, high = np.full((count, 2), -np.inf), np.full((count, 2), np.inf)
    while wanted.max(initial=1) > 1:
        wide = _extent(xy[:, 0], group) >= _extent(xy[:, 1], group)
        along = np.where(wide, xy[:, 0], xy[:, 1])
        order = np.lexsort((along, group))
        starts = np.flatnonzero(group_starts(group[order]))
        size = np.diff(np.r_[starts, len(order)])
        rank = np.arange(len(order)) - np.repeat(starts, size)
        many, n = wanted[order], np.repeat(size, size)
        heavy = np.cumsum(weight[order] + 1e-9)
        before = np.repeat(heavy[starts] - weight[order][starts] - 1e-9, size)
        whole = np.repeat(heavy[starts + size - 1], size) - before
        left = many // 2
        # by weight the left part may end anywhere, by number it must leave every child a place
        is_left = (heavy - before - 0.5 * weight[order] <= whole * left / many) | (rank < left)
        is_left &= (rank < n - (many - left)) & (many > 1)
        last = np.flatnonzero(is_left & ~np.r_[is_left[1:], False])
        old, new, axis = group[order][last], group[order][last] + left[last], np.where(wide[order][last], 0, 1)
        cut_m = (along[order][last] + along[order][last + 1]) / 2
        low[new], high[new] = low[old], high[old]
        high[old, axis] = low[new, axis] = cut_m
        group[order] = np.where((many > 1) & ~is_left, group[order] + left, group[order])
        wanted[order] = np.where(many > 1, np.where(is_left, left, many - left), many)
    return group, low, high


def _spread_seeds(blocks: Blocks, parent: Int64, children: Int64) -> Int64:
    """Halve the blocks of some weight into children, and return a block in the middle of each."""
    mean = np.bincount(parent, weights=blocks.weight) / np.maximum(np.bincount(parent), 1)
    heavy = np.flatnonzero(blocks.weight > _LEAST_WEIGHT * mean[parent])
    xy, weight = blocks.xy[heavy], blocks.weight[heavy]
    group, _, _ = halve_places(xy, weight, parent[heavy], children)
    return heavy[_middle_places(xy, weight, group, int(children.sum()))]


def _extent(values: Float64, group: Int64) -> Float64:
    low, high = np.full(group.max() + 1, np.inf), np.full(group.max() + 1, -np.inf)
    np.minimum.at(low, group, values)
    np.maximum.at(high, group, values)
    return np.asarray((high - low)[group])


def _middle_places(xy: Float64, weight: Float64, group: Int64, groups: int) -> Int64:
    """Find the place nearest to the centre of each group among those that weigh half of its average or more."""
    weight = weight + 1e-9
    total = np.bincount(group, weights=weight, minlength=groups)
    sums = [np.bincount(group, weights=weight * values, minlength=groups) for values in xy.T]
    centre = np.column_stack(sums) / np.maximum(total, 1e-12)[:, None]
    away_m = np.hypot(*(xy - centre[group]).T)
    light = weight < (0.5 * total / np.maximum(np.bincount(group, minlength=groups), 1))[group]
    order = np.lexsort((away_m, light, group))
    return order[group_starts(group[order])]


def _grow(n: int, one: Int64, other: Int64, cost_m: Float64, seeds: Int64, start_m: Float64) -> tuple[Int64, Float64]:
    """Give every block to the seed that reaches it first; nobody grows through another's seed."""
    k = len(seeds)
    row = np.concatenate([one, other, n + np.arange(k)])
    column = np.concatenate([other, one, seeds])
    cost = np.concatenate([cost_m, cost_m, start_m + 1e-3])
    is_seed = np.zeros(n, bool)
    is_seed[seeds] = True
    keep = ~is_seed[column] | (row >= n)
    graph = scipy.sparse.csr_array((cost[keep], (row[keep], column[keep])), shape=(n + k, n + k))
    reach_m, _, source = scipy.sparse.csgraph.dijkstra(
        graph, directed=True, indices=n + np.arange(k), min_only=True, return_predecessors=True
    )
    child = np.where(source[:n] >= 0, source[:n].astype(np.int64) - n, -1)
    return child, reach_m[:n] - start_m[child]


def absorb_rest(blocks: Blocks, region: Int64, group: Int64) -> Int64:
    """Give blocks that no region has to the nearest region of their group.

    Parameters
    ----------
    blocks
        The map.
    region
        Region of each block, -1 for none, shape (n,).
    group
        What a region must not grow out of, shape (n,).

    Returns
    -------
    ndarray of int64
        Region of each block, connected where the regions were, shape (n,); -1 where the group has none.

    Examples
    --------
    >>> pair = Blocks(np.zeros((2, 2)), np.ones(2), np.array([0]), np.array([1]), np.ones(1))
    >>> absorb_rest(pair, np.array([7, -1]), np.array([0, 0])).tolist()
    [7, 7]
    """
    known = np.flatnonzero(region >= 0)
    if len(known) == len(region):
        return region
    same = group[blocks.one] == group[blocks.other]
    n = len(region)
    graph = scipy.sparse.coo_array((blocks.cost_m[same], (blocks.one[same], blocks.other[same])), shape=(n, n)).tocsr()
    _, _, source = scipy.sparse.csgraph.dijkstra(
        graph, directed=False, indices=known, min_only=True, return_predecessors=True
    )
    return np.where(source >= 0, region[np.maximum(source, 0)], -1)
