"""Dividing connected atoms into connected parts of the wanted size: compiled.

Trees are drawn over the atoms at random, long borders first; each edge of a tree cuts it into two connected sides, and
of all edges of all trees the cheapest cut is taken; then each side is divided further until it is a unit.
"""

import numpy as np

from geo.arrays import Float64, Int64
from geo.grid_care.atom_map import (
    SAME_HOUSEHOLDS,
    AtomMap,
    Cost,
    Limits,
    bound_off_size,
    extract_map,
    is_cheaper,
    measure_off_size,
)
from geo.walking.compiled import compiled


@compiled
def _draw(chance: Int64) -> float:
    """Draw a number between 0 and 1; the same ones after the same start (a generator of Park and Miller)."""
    chance[0] = chance[0] * 48271 % 2147483647
    return float(chance[0] / 2147483647.0)


@compiled
def grow_tree(atoms: AtomMap, chance: Int64) -> tuple[Int64, Int64]:
    """Grow a tree over connected atoms: the order in which they join, and the atom through which each does."""
    n = len(atoms.households)
    order, above = np.empty(n, np.int64), np.full(n, -1, np.int64)
    away, is_in = np.full(n, np.inf), np.zeros(n, np.bool_)
    node = int(_draw(chance) * n) % n
    for step in range(n):
        order[step], is_in[node] = node, True
        for k in range(atoms.first[node], atoms.first[node + 1]):
            other = atoms.beside[k]
            cost = (0.2 + _draw(chance)) / (1.0 + atoms.border_m[k])
            if not is_in[other] and cost < away[other]:
                away[other], above[other] = cost, node
        node, least = -1, np.inf
        for i in range(n):
            if not is_in[i] and away[i] < least:
                node, least = i, away[i]
        if node < 0:
            return order[: step + 1], above
    return order, above


@compiled
def _add_up(atoms: AtomMap, order: Int64, above: Int64) -> tuple[Float64, Float64]:
    """Add up below each atom of a tree the households by unit of today, and the border to all that is not below it."""
    n = len(order)
    rank = np.empty(n, np.int64)
    rank[order] = np.arange(n)
    shared, border_m = np.zeros((n, atoms.old.max() + 1)), np.zeros(n)
    for i in range(n):
        shared[i, atoms.old[i]] += atoms.households[i]
        for k in range(atoms.first[i], atoms.first[i + 1]):
            border_m[i] += atoms.border_m[k]
            one, other = i, atoms.beside[k]
            while one != other:  # up to where both lie below: from there on it is a border within
                if rank[one] > rank[other]:
                    one = above[one]
                else:
                    other = above[other]
            border_m[one] -= atoms.border_m[k]
    for step in range(n - 1, 0, -1):
        node = order[step]
        shared[above[node]] += shared[node]
        border_m[above[node]] += border_m[node]
    return shared, border_m


@compiled
def _price_side(shared: Float64, limits: Limits) -> tuple[float, float]:
    """Return what a side cannot go below: households off size, and households moved if it is divided no further."""
    whole = shared.sum()
    off_size = bound_off_size(whole, limits)
    is_unit = measure_off_size(whole, limits) <= off_size + SAME_HOUSEHOLDS
    return off_size, whole - shared.max() if is_unit else 0.0


@compiled
def find_cut(atoms: AtomMap, limits: Limits, trees: int, chance: Int64) -> tuple[Cost, Int64]:
    """Find the cheapest cut of connected atoms into two connected sides, 0 and 1."""
    n = len(atoms.households)
    best, side = Cost(np.inf, np.inf, np.inf), np.zeros(n, np.int64)
    for _ in range(trees):
        order, above = grow_tree(atoms, chance)
        if len(order) < n:
            return best, side
        shared, border_m = _add_up(atoms, order, above)
        whole, node = shared[order[0]], -1
        for i in order[1:]:
            one, other = _price_side(shared[i], limits), _price_side(whole - shared[i], limits)
            cost = Cost(one[0] + other[0], one[1] + other[1], border_m[i])
            if is_cheaper(cost, best):
                best, node = cost, i
        if node >= 0:
            side[:] = 0
            side[node] = 1
            for i in order[1:]:
                if side[above[i]] == 1:
                    side[i] = 1
    return best, side


@compiled
def divide_atoms(atoms: AtomMap, limits: Limits, trees: int, chance: Int64) -> Int64:
    """Divide connected atoms into connected parts of the wanted size, as near as cuts come; numbered from 0."""
    part, parts, at = np.zeros(len(atoms.households), np.int64), 1, 0
    while at < parts:
        rows = np.flatnonzero(part == at)
        off_size = measure_off_size(atoms.households[rows].sum(), limits)
        if len(rows) == 1 or off_size <= bound_off_size(atoms.households[rows].sum(), limits) + SAME_HOUSEHOLDS:
            at += 1
            continue
        cost, side = find_cut(extract_map(atoms, rows), limits, trees, chance)
        if cost.off_size > off_size - SAME_HOUSEHOLDS:
            at += 1
            continue
        part[rows[side == 1]] = parts
        parts += 1
    return part
