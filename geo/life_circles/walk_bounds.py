"""What no division can do better: how many circles there can be, who is off the band, who is beyond the walk."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse

from geo.arrays import Bool, Float64, Int64, group_starts, rank_in_group

#: Steps of the subgradient method, and after how many without a better bound the step is halved.
_STEPS: Final = 400
_PATIENCE: Final = 12


@dataclass(frozen=True, kw_only=True)
class BandBounds:
    """What the residents of each compartment allow.

    Parameters
    ----------
    residents
        Of each compartment, shape (c,).
    fewest, most
        How many circles it has at least and at most while as few residents as possible are off the band, shape (c,).
    off
        By how many residents its circles are off the band at best, shape (c,).
    """

    residents: Float64
    fewest: Int64
    most: Int64
    off: Float64


def bound_bands(residents: Float64, *, low: float, high: float) -> BandBounds:
    """Bound how many circles compartments can be divided into.

    Parameters
    ----------
    residents
        Of each compartment, shape (c,).
    low, high
        Residents of a circle, at least and at most.

    Returns
    -------
    BandBounds
        Whatever the units are; none for a compartment without residents.

    Examples
    --------
    >>> bounds = bound_bands(np.array([30.0, 4, 13, 0]), low=8, high=12)
    >>> bounds.fewest.tolist(), bounds.most.tolist(), bounds.off.tolist()
    ([3, 1, 1, 0], [3, 1, 1, 0], [0.0, 4.0, 1.0, 0.0])
    """
    fewest = np.ceil(residents / high).astype(np.int64)
    fitting = np.floor(residents / low).astype(np.int64)
    # between two numbers of circles, none of which fits: too many people for the one, too few for the other
    above = residents - fitting * high
    below = fewest * low - residents
    is_between = fewest > fitting
    takes_more = is_between & ((below <= above) | (fitting == 0))
    most = np.where(takes_more, fewest, fitting)
    off = np.where(is_between, np.where(takes_more, below, above), 0.0)
    return BandBounds(residents=residents, fewest=np.minimum(fewest, most), most=most, off=off)


def bound_walks(
    people: scipy.sparse.csc_array, *, place_group: Int64, part_group: Int64, most: Int64, known: Float64
) -> Float64:
    """Bound from above how many people can be within the walk of their circle's centre.

    Each part belongs to one circle and each circle has one centre, so a division chooses at most `most` places per
    compartment and gives each part to one of them. That relaxation forgets that circles hang together and keep within
    the band. Its Lagrangian dual, with a price on each part, is solved by a subgradient method (Held, Wolfe and Crowder
    1974); every price gives a valid bound, and the lowest found is returned.

    Parameters
    ----------
    people
        Residents of each part within the walk of each place, shape (m, n).
    place_group, part_group
        Compartment of each place and each part, shapes (m,) and (n,).
    most
        Circles of each compartment at most, shape (c,).
    known
        People within the walk in a division that is known, by compartment: where steps aim; shape (c,).

    Returns
    -------
    ndarray
        People within the walk at most, by compartment, shape (c,).

    Examples
    --------
    >>> near = scipy.sparse.csc_array(np.array([[5.0, 4, 0, 0], [0, 0, 6, 1], [0, 3, 3, 0]]))
    >>> zero = np.zeros(4, np.int64)
    >>> bound_walks(near, place_group=zero[:3], part_group=zero, most=np.array([2]), known=np.array([16.0])).tolist()
    [16.0]
    """
    table = people.tocoo()
    kept = place_group[table.row] == part_group[table.col]
    order = np.lexsort((table.col[kept], table.row[kept]))
    row, column, value = table.row[kept][order], table.col[kept][order].astype(np.int64), table.data[kept][order]
    starts = np.flatnonzero(group_starts(row))
    groups, group = len(most), place_group[row[starts]]
    price = np.zeros(people.shape[1])
    np.maximum.at(price, column, value)
    price *= 0.5
    best = np.full(groups, np.inf)
    step, waited = np.full(groups, 2.0), np.zeros(groups, int)
    for _ in range(_STEPS):
        gain = np.maximum(value - price[column], 0.0)
        of_place = np.add.reduceat(gain, starts) if len(starts) else np.zeros(0)
        chosen = _choose_most(of_place, group, most)
        bound = np.bincount(part_group, weights=price, minlength=groups)
        bound += np.bincount(group[chosen], weights=of_place[chosen], minlength=groups)
        is_better = bound < best - 1e-6
        waited = np.where(is_better, 0, waited + 1)
        best = np.minimum(best, bound)
        step = np.where(waited >= _PATIENCE, step / 2, step)
        waited[waited >= _PATIENCE] = 0
        is_taken = chosen[np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(row)]))] & (gain > 0)
        taken = np.bincount(column[is_taken], minlength=len(price))
        slope = 1.0 - taken
        slope[(price <= 0) & (slope > 0)] = 0.0
        norm = np.bincount(part_group, weights=slope**2, minlength=groups)
        length = step * np.maximum(bound - known, 0.0) / np.maximum(norm, 1.0)
        price = np.maximum(price - length[part_group] * slope, 0.0)
    return np.asarray(np.maximum(best, known))


def _choose_most(gain: Float64, group: Int64, most: Int64) -> Bool:
    """Choose the places of each group that gain most, at most so many."""
    order = np.lexsort((-gain, group))
    rank = np.empty(len(gain), np.int64)
    rank[order] = rank_in_group(group[order])
    return np.asarray((rank < most[group]) & (gain > 0))
