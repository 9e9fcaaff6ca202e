"""Atoms and their neighbours as plain arrays, and what a division of them costs: compiled."""

from typing import NamedTuple

import numpy as np

from geo.arrays import Float64, Int64
from geo.walking.compiled import compiled

#: Differences that are none: of households, and of lengths [m].
SAME_HOUSEHOLDS = 1e-6
SAME_M = 1e-3


class AtomMap(NamedTuple):
    """What is not divided any further, and what lies beside what.

    Parameters
    ----------
    first
        Where the neighbours of each atom begin in the next two, shape (n + 1,).
    beside, border_m
        Neighbours of one atom after the other, and the length of the border to each [m]; each pair both ways.
    households
        Of each atom, shape (n,).
    old
        Unit of today that each atom is of, from 0, shape (n,).
    """

    first: Int64
    beside: Int64
    border_m: Float64
    households: Float64
    old: Int64


class Limits(NamedTuple):
    """Households that a unit should have."""

    least: float
    most: float


class Cost(NamedTuple):
    """What a division costs: the first one decides, then the second, then the third.

    Parameters
    ----------
    off_size
        Households beyond the limits: those too many and those too few, of all parts.
    moved
        Households whose unit of today is not the one from which their part has most.
    border_m
        Length of the borders between parts [m], twice where they run along no road and no wall.
    """

    off_size: float
    moved: float
    border_m: float


def make_atom_map(one: Int64, other: Int64, border_m: Float64, households: Float64, old: Int64) -> AtomMap:
    """Make a map of pairs of neighbours.

    Parameters
    ----------
    one, other, border_m
        Each pair once, and the length of its border [m], shape (m,).
    households, old
        Of each atom, shape (n,).

    Returns
    -------
    AtomMap
        The map.

    Examples
    --------
    >>> line = make_atom_map(np.array([0, 1]), np.array([1, 2]), np.ones(2), np.ones(3), np.zeros(3, np.int64))
    >>> line.first.tolist(), line.beside.tolist()
    ([0, 1, 3, 4], [1, 0, 2, 1])
    """
    begin, end, length_m = np.r_[one, other], np.r_[other, one], np.r_[border_m, border_m]
    order = np.lexsort((end, begin))
    first = np.searchsorted(begin[order], np.arange(len(households) + 1))
    return AtomMap(
        first.astype(np.int64),
        end[order].astype(np.int64),
        length_m[order].astype(np.float64),
        households.astype(np.float64),
        old.astype(np.int64),
    )


@compiled
def extract_map(atoms: AtomMap, rows: Int64) -> AtomMap:
    """Take some atoms out of a map, with the borders among them."""
    place = np.full(len(atoms.households), -1, np.int64)
    for i in range(len(rows)):
        place[rows[i]] = i
    first = np.zeros(len(rows) + 1, np.int64)
    count = 0
    for row in rows:
        count += atoms.first[row + 1] - atoms.first[row]
    beside, border_m = np.empty(count, np.int64), np.empty(count, np.float64)
    count = 0
    for i in range(len(rows)):
        for k in range(atoms.first[rows[i]], atoms.first[rows[i] + 1]):
            other = place[atoms.beside[k]]
            if other >= 0:
                beside[count], border_m[count] = other, atoms.border_m[k]
                count += 1
        first[i + 1] = count
    return AtomMap(first, beside[:count], border_m[:count], atoms.households[rows], atoms.old[rows])


@compiled
def measure_off_size(households: float, limits: Limits) -> float:
    """Measure by how many households a unit is too small or too large."""
    return max(0.0, limits.least - households, households - limits.most)


@compiled
def bound_off_size(households: float, limits: Limits) -> float:
    """Return what no division of so many households into one part or more can go below."""
    parts = max(1.0, np.floor(households / limits.most))
    here = max(0.0, limits.least * parts - households, households - limits.most * parts)
    parts += 1.0
    return float(min(here, max(0.0, limits.least * parts - households, households - limits.most * parts)))


@compiled
def measure_cost(atoms: AtomMap, part: Int64, limits: Limits) -> Cost:
    """Measure what a division costs; parts are numbered from 0."""
    n, parts, olds = len(part), part.max() + 1, atoms.old.max() + 1
    shared = np.zeros((parts, olds))
    border_m = 0.0
    for i in range(n):
        shared[part[i], atoms.old[i]] += atoms.households[i]
        for k in range(atoms.first[i], atoms.first[i + 1]):
            if part[atoms.beside[k]] > part[i]:
                border_m += atoms.border_m[k]
    off_size, moved = 0.0, 0.0
    for i in range(parts):
        whole = shared[i].sum()
        off_size += measure_off_size(whole, limits)
        moved += whole - shared[i].max()
    return Cost(off_size, moved, border_m)


@compiled
def is_cheaper(one: Cost, other: Cost) -> bool:
    """Tell whether a division costs less than another."""
    if abs(one.off_size - other.off_size) > SAME_HOUSEHOLDS:
        return one.off_size < other.off_size
    if abs(one.moved - other.moved) > SAME_HOUSEHOLDS:
        return one.moved < other.moved
    return one.border_m < other.border_m - SAME_M
